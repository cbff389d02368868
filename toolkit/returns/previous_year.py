"""What the units reported the year before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.form.opening_figures import Figures, complete
from toolkit.grids.document import Passage
from toolkit.returns.unit_return import Return


@dataclass(frozen=True)
class Previous:
    """What is known of the year before."""

    year: int | None = None
    # Unit → indicator → integer of the smallest unit; None where it is not known.
    figures: Mapping[str, Figures] = field(default_factory=dict)
    # Unit → its name at that time.
    names: Mapping[str, str] = field(default_factory=dict)
    # The findings on last year's files.
    findings: tuple[Finding, ...] = ()
    # The units that last year's sum included.
    inside: frozenset[str] = frozenset()
    # Last year's sum, see :func:`total`.
    totals: Mapping[str, int] = field(default_factory=dict)
    # How many units that sum had, where units have merged since; None: as many as ``inside``.
    summed: int | None = None
    # Unit → the names of those whose figures its own are made of, where the roster says whose.
    merged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # The name of the file or folder that it was read from.
    name: str = ""
    # The name of the table that nobody has filled in; then nothing else is known.
    unfilled: str = ""
    # Unit → the running text of the report that it has published.
    narratives: Mapping[str, tuple[Passage, ...]] = field(default_factory=dict)

    def of(self, unit: str) -> Figures:
        """A unit's figures; none where the unit is not known."""
        return self.figures.get(unit, {})


def total(form: Form, figures: Mapping[str, Figures], inside: Iterable[str]) -> dict[str, int]:
    """Last year's sum, in integers of the smallest unit, without indicators that no unit knew.

    The inputs are added up, and the totals are computed from their sums, as in ``collect``: a unit
    with one cell that could not be read has no total of its own, but its other cells are in the
    sum.
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
    """The figures of a return as last year's; blanks of a table that counts are zeros.

    A report does not publish what is optional, so nobody knows it.
    """
    unknown = {each.code for each in form.tables if one.medium and one.said_nothing(each)}
    tables = one.counted - unknown
    known = {
        code: one.values.get(code) or 0
        for code in form.inputs
        if form.indicators[code].table in tables and code not in one.invalid
    }
    return complete(form, known)
