"""What a screen shows of many findings: the worst in full, no error untold, the rest as numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from toolkit.findings.finding import Finding

# Findings beyond this many are told in full by the workbook only.
MOST_IN_FULL = 20
# Units that have sent nothing are named by the line on whose figures the sum lacks.
NAMED_ELSEWHERE = "UNIT-01"


class Told(NamedTuple):
    """A finding that is told, and those that follow from it, which are not told by themselves."""

    finding: Finding
    under: Sequence[Finding] = ()


class Rest(NamedTuple):
    """How many findings are only in the workbook, or are only shown where they are asked for."""

    warnings: int
    # Whatever their severity.
    explained: int
    infos: int


@dataclass(frozen=True, slots=True)
class Further:
    """The errors of a unit that are not told in full."""

    unit: str
    errors: Sequence[Finding]
    # Others of its errors are.
    besides: bool


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The findings of a consolidation, as far as they are told on the screen."""

    in_full: Sequence[Told]
    # The errors that are left, by unit; and those of files that are nobody's.
    units: Sequence[Further]
    files: Sequence[Finding]
    # What is told by none of these; never an open error.
    rest: Rest


def shortlist(findings: Sequence[Finding], most: int = MOST_IN_FULL) -> Shortlist:
    """``findings``: worst first."""
    groups = [one for one in grouped(findings) if one.finding.code != NAMED_ELSEWHERE]
    worth = [one for one in groups if needs_action(one.finding)]
    in_full, beyond = worth[:most], [one.finding for one in worth[most:]]
    errors = [one for one in beyond if one.severity == "error"]
    others = [one.finding for one in groups if not needs_action(one.finding)]
    return Shortlist(
        in_full=in_full,
        units=list(_by_unit(errors, {one.finding.unit for one in in_full})),
        files=[one for one in errors if not one.unit],
        rest=rest_of([one for one in (*beyond, *others) if not one.is_open_error]),
    )


def grouped(findings: Iterable[Finding]) -> list[Told]:
    """Findings that are worst first, each with those that follow from it."""
    groups: list[tuple[Finding, list[Finding]]] = []
    for one in findings:
        if one.status == "follows" and groups and _is_cause(groups[-1][0], one):
            groups[-1][1].append(one)
        else:
            groups.append((one, []))
    return [Told(*group) for group in groups]


def _is_cause(one: Finding, of: Finding) -> bool:
    return one.origin == of.follows or bool(of.cause and of.cause == one.id)


def needs_action(one: Finding) -> bool:
    """Whether somebody has to mend it, or to look into it."""
    return one.status == "open" and one.severity != "info"


def rest_of(findings: Iterable[Finding]) -> Rest:
    """How many of them there are of each sort."""
    kinds = Counter("explained" if one.status == "explained" else one.severity for one in findings)
    return Rest(kinds["warning"], kinds["explained"], kinds["info"])


def _by_unit(errors: Iterable[Finding], in_full: set[str | None]) -> Iterator[Further]:
    """The errors of each unit; units in the order of their worst ones."""
    units: dict[str, list[Finding]] = defaultdict(list)
    for one in errors:
        if one.unit:
            units[one.unit].append(one)
    for code, some in units.items():
        yield Further(some[0].unit_name or code, some, code in in_full)
