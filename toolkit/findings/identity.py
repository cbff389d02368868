"""The id of a finding: the same problem has the same id in every run.

It is made of the code, the unit and the place, of a text also of its sentence, and never of
figures, nor of what else was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from toolkit.findings.details import InText, Untaken
from toolkit.findings.finding import Finding
from toolkit.grids.names import BY_UNIT, COVERAGE, FINDINGS

# A line of a list is no place: it moves as soon as another one comes before it.
_LISTS = (BY_UNIT, COVERAGE, FINDINGS)


def identified(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in their order, each with an id that no other one has, and that of its cause."""
    told = list(findings)
    twins: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(told):
        twins[problem_of(one)].append(number)
    for problem, places in twins.items():
        taken = {told[at].id for at in places}
        numbers = (
            n for n in range(1, len(places) + len(taken) + 1) if _id(problem, n) not in taken
        )
        for at in sorted(places, key=lambda at: _order(told[at])):
            if not told[at].id:
                told[at] = replace(told[at], id=_id(problem, next(numbers)))
    ids = {(one.unit, one.origin): one.id for one in told}

    def cause(one: Finding) -> str:
        return ids.get((one.unit, one.follows), one.cause) if one.follows else one.cause

    return [replace(one, cause=cause(one)) if one.follows else one for one in told]


def problem_of(one: Finding) -> str:
    """Code, unit and place; of a finding without a unit, the file."""
    key = one.details.key if isinstance(one.details, InText | Untaken) else ""
    parts = one.code, one.unit or one.file or "", one.indicator or _place(one), key
    return ":".join(parts).rstrip(":")


def _place(one: Finding) -> str:
    if one.sheet in _LISTS:
        return one.label or ""
    sheet = one.tables[0] if one.tables else one.sheet
    return "!".join(filter(None, (sheet, one.label or one.cell)))


def _id(problem: str, number: int) -> str:
    return problem if number == 1 else f"{problem}#{number}"


def _order(one: Finding) -> tuple[str, ...]:
    """By what tells twins apart from run to run."""
    return one.file or "", one.sheet or "", one.cell or "", one.label or ""
