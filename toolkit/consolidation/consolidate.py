"""Consolidation: returns → units × indicators, totals, and who is in the sum.

Every figure is a Python integer of its smallest unit, so sums are exact at any size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from toolkit.audit.judge import judge
from toolkit.audit.rules import Outcomes, Place
from toolkit.consolidation.assignment import Assignment
from toolkit.consolidation.coverage import UnitRecord, UnitStatus, gone, missing, records
from toolkit.consolidation.standing import ThisTime
from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Listed
from toolkit.findings.finding import Finding
from toolkit.findings.identity import identified
from toolkit.findings.unjudged import Unjudged
from toolkit.findings.voice import Voice
from toolkit.findings.worst_first import worst_first
from toolkit.form.form import Form
from toolkit.form.layout import lay_out
from toolkit.grids.names import Excluded
from toolkit.returns.previous_year import Previous
from toolkit.returns.unit_return import FileRecord
from toolkit.roster.roster import Category, Roster

# Of more units than this, those that others sum have no line of their own.
MOST_LINES = 5_000
_SUMMED_BY_OTHERS = (Excluded.DEEPER, Excluded.ELSEWHERE)


@dataclass(frozen=True)
class Consolidation:
    """What the returns of one year add up to, and all that is known of files and units."""

    voice: ClassVar = Voice.OFFICE

    form: Form
    year: int
    # The code of the collecting unit.
    collector: str
    # Its name; empty where it is not on the roster itself.
    collector_name: str
    files: Sequence[FileRecord]
    # Those of the roster in its order, then those that are not on it.
    units: Sequence[UnitRecord]
    # Worst first.
    findings: Sequence[Finding]
    # By indicator, over the units in the sum; integers of the smallest unit.
    totals: Mapping[str, int]
    # The same by 单位类别.
    subtotals: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    # How often the rules of the form held.
    outcomes: Outcomes = field(default_factory=Outcomes)
    previous: Previous = field(default_factory=Previous)
    # Where each file lies, for those that are files on disk.
    sources: Mapping[str, Path] = field(default_factory=dict)

    @property
    def collector_title(self) -> str:
        """The collecting unit as titles call it."""
        return self.collector_name or self.collector

    @property
    def has_errors(self) -> bool:
        return any(one.is_open_error for one in self.findings)

    @cached_property
    def lines(self) -> Sequence[UnitRecord]:
        """The units with a line of figures in the workbook.

        These are all, but of very many only those whose figures are, or should be, in the sum: the
        others have theirs in the workbook of the unit that sums them, and in the data for programs.
        """
        if len(self.units) <= MOST_LINES:
            return self.units
        return [one for one in self.units if one.reason not in _SUMMED_BY_OTHERS]

    def with_status(self, *statuses: UnitStatus) -> list[UnitRecord]:
        return [one for one in self.units if one.status in statuses]


def add_up(form: Form, units: Sequence[UnitRecord]) -> dict[str, int]:
    """The exact sum over the units in the total; a blank adds nothing."""
    codes = tuple(form.indicators)
    # Unit by unit, since the figures of one lie together in memory.
    inside = [
        [value or 0 for value in map(one.figures.get, codes)] for one in units if one.in_total
    ]
    sums = map(sum, zip(*inside, strict=True)) if inside else repeat(0)
    return dict(zip(codes, sums, strict=False))


def add_up_by_category(form: Form, units: Sequence[UnitRecord]) -> dict[str, dict[str, int]]:
    """The same for each 单位类别 that has a unit in the total, in the order of the categories.

    A category is also there if a unit of it is due, as that may still come into the total.
    """
    wanted = {one.unit.category for one in units if one.in_total or one.due}
    return {
        str(category): add_up(form, [one for one in units if one.unit.category == category])
        for category in Category
        if category in wanted
    }


@dataclass(frozen=True, slots=True)
class Audited:
    """What the audit of all returns has found; it does not depend on who is in the sum."""

    findings: Sequence[Finding]
    outcomes: Outcomes
    # Unit → the rules that could not be judged, each with its place, and why.
    unjudged: Mapping[str, Mapping[Place, Unjudged]]


def audit(
    assignment: Assignment, form: Form, roster: Roster, collector: str, previous: Previous
) -> Audited:
    """Judge the returns that count, and look for units that are named alike, or gone."""
    layout = lay_out(form)
    judged = judge(assignment.returns, assignment.units, roster, layout, previous)
    findings = [*assignment.findings, *judged.findings, *previous.findings]
    findings.extend(_namesakes(roster, collector))
    findings.extend(gone(assignment, roster, collector, previous))
    return Audited(identified(findings), judged.outcomes, judged.unjudged)


def _namesakes(roster: Roster, collector: str) -> Iterator[Finding]:
    """A finding for every name that several units have where one name should be enough."""
    for some in roster.namesakes():
        first = some[0]
        if not roster.elsewhere(first, collector):
            codes = Listed(tuple(unit.code for unit in some))
            yield found(
                "UNIT-19",
                unit=first.code,
                unit_name=first.name,
                count=len(some),
                details=codes,
            )


def consolidate(
    assignment: Assignment,
    form: Form,
    roster: Roster,
    *,
    collector: str,
    year: int,
    strict: bool = False,
    previous: Previous = Previous(),  # noqa: B008 - a frozen value
    audited: Audited | None = None,
    chosen: Mapping[str, bool] = MappingProxyType({}),
    told: Sequence[Finding] = (),
    let_go: AbstractSet[str] = frozenset(),
) -> Consolidation:
    """Add up the returns that are in the sum.

    ``strict``: units with an open error are left out. ``audited``: what the audit has found, where
    it was made already. ``chosen``: unit → whether the reviewer wants it in the sum, whatever the
    rule says. ``told``: the findings of the run before; ``let_go``: the ids of those of them that
    the reviewer does not pursue.
    """
    audited = audited or audit(assignment, form, roster, collector, previous)
    unjudged = audited.unjudged
    this = ThisTime(form, roster, collector, assignment, previous, audited.findings, unjudged)
    findings = this.with_standing(told, let_go)
    failing = {
        one.unit
        for one in findings
        # Who has sent nothing this time is missing, whatever was wrong before.
        if one.is_open_error and (one.judged or assignment.knows(one.unit or ""))
    }
    units = list(
        records(assignment, form, roster, collector, failing if strict else set(), failing, chosen)
    )
    findings.extend(missing(assignment, units, previous))
    listed = [one.unit.code for one in units]
    known = roster.units.get(collector)
    return Consolidation(
        form=form,
        year=year,
        collector=collector,
        collector_name=known.name if known else "",
        files=assignment.files,
        units=units,
        findings=identified(worst_first(findings, lay_out(form), listed)),
        totals=add_up(form, units),
        subtotals=add_up_by_category(form, units),
        outcomes=audited.outcomes,
        previous=previous,
    )
