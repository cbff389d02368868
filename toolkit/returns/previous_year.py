"""What the units reported the year before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.form.last_year import Figures, complete
from toolkit.returns.unit_return import Return


@dataclass(frozen=True)
class Previous:
    """``figures``: unit → indicator → integer of the smallest unit; None where it is not known.

    ``names`` are those of then. ``findings``: what is to be said of last year's files. ``inside``:
    the units that last year's sum held; ``totals``: that sum, see :func:`total`.
    """

    year: int | None = None
    figures: Mapping[str, Figures] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    inside: frozenset[str] = frozenset()
    totals: Mapping[str, int] = field(default_factory=dict)

    def of(self, unit: str) -> Figures:
        return self.figures.get(unit, {})


def total(form: Form, figures: Mapping[str, Figures], inside: Iterable[str]) -> dict[str, int]:
    """Last year's sum, integers of the smallest unit; an indicator that no unit knew is out.

    The inputs are added up and the totals made of their sums, as ``collect`` does: a unit with one
    cell that could not be read has no total of its own, and is in the sum with all its others.
    """
    sums: dict[str, int] = {}
    for unit in inside:
        known = figures.get(unit, {})
        for code in form.inputs:
            if (value := known.get(code)) is not None:
                sums[code] = sums.get(code, 0) + value
    for totals in form.totals_of.values():
        for code, parts in totals:
            if any(part in sums for part in parts):
                sums[code] = sum(sums.get(part, 0) for part in parts)
    return sums


def of_return(one: Return, form: Form) -> dict[str, int | None]:
    """What a return says, as last year's figures: blanks of a table that counts are zeros."""
    known = {
        code: one.values.get(code) or 0
        for code in form.inputs
        if form.indicators[code].table in one.counted and code not in one.invalid
    }
    return complete(form, known)
