"""Explanations: a warning that the unit explained is no longer open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace

from toolkit.findings.codes.catalogue import EXPLAINABLE, found
from toolkit.findings.details import Idle
from toolkit.findings.finding import Finding, Location
from toolkit.form.form import Form
from toolkit.returns.explanation_reading import Explanation
from toolkit.returns.unit_return import Return
from toolkit.text import shorten

_LONGEST = 300


def explainable(code: str, form: Form) -> bool:
    """Whether a unit may explain a finding instead of mending a figure."""
    spec = form.rule_specs.get(code)
    return spec.explainable if spec else code in EXPLAINABLE


def explanation_of(code: str, indicator: str | None, one: Return, form: Form) -> Explanation | None:
    """What a unit wrote on exactly this line; None where it wrote nothing, or may not explain it.

    It may have been written in advance: nothing need be wrong there.
    """
    if not explainable(code, form):
        return None
    place = code, indicator
    return next((s for s in one.explanations if (s.code, s.indicator) == place), None)


def mark_explained(
    findings: Iterable[Finding],
    one: Return,
    form: Form,
    unjudged: AbstractSet[tuple[str, str | None]],
) -> Iterator[Finding]:
    """The findings of a return, with explained ones marked, and findings on idle explanations.

    ``unjudged``: (code, indicator) of what could not be judged; its explanation is kept until it
    can be.
    """
    used: set[Explanation] = set()
    for finding in findings:
        said = explanation_of(finding.code, finding.indicator, one, form)
        if said is None:
            yield finding
            continue
        used.add(said)
        if finding.status != "open":
            yield finding
            continue
        yield replace(finding, status="explained", explanation=shorten(said.text, _LONGEST))
    for said in one.explanations:
        idle = said not in used and (said.code, said.indicator) not in unjudged
        if idle and explainable(said.code, form):
            yield found(
                "EXP-01",
                Location(said.sheet, said.cell),
                file=one.file,
                explanation=shorten(said.text),
                details=Idle(said.code),
            )
