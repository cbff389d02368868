"""Feedback: what goes back to which unit, every point at its place in a fresh template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from toolkit.consolidation.consolidate import Consolidation
from toolkit.consolidation.coverage import UnitRecord
from toolkit.findings.codes import state
from toolkit.findings.codes.catalogue import CATALOGUE, as_unit_sees
from toolkit.findings.details import AtCell, OneMistake
from toolkit.findings.finding import Correction, Finding, Severity
from toolkit.findings.message import without_others
from toolkit.form.cover import Cover, cover_of
from toolkit.form.layout import Layout, lay_out
from toolkit.grids.identity import FEEDBACK_KIND
from toolkit.grids.names import COVER, Excluded
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Unit

Where = tuple[str, str]
_Placed = TypeVar("_Placed", Correction, AtCell)


@dataclass(frozen=True, slots=True)
class Point:
    """A finding as the unit is told it."""

    finding: Finding
    # Sheet and cell of the fresh template to look at.
    link: Where | None = None
    # Whether that cell is the finding's place, too; otherwise its place is that in the file that
    # was sent.
    home: bool = False
    # Whether that cell is what is wrong.
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one unit gets back."""

    unit: Unit
    # Its figures; None where nothing that it sent could be used.
    returned: Return | None
    points: tuple[Point, ...]
    # What it has sent does not count; these are probably its figures, and it has to say so.
    unsure: bool = False

    @property
    def is_sum(self) -> bool:
        """Whether the unit has sent a consolidated workbook: it is made anew, not filled in."""
        return self.returned is not None and self.returned.identity.is_sum

    @property
    def answers(self) -> bool:
        """Whether it is about something that the unit has sent this time."""
        return self.returned is not None or any(one.finding.judged for one in self.points)

    def count(self, severity: Severity) -> int:
        return sum(one.finding.severity == severity for one in self.points)


def is_answered(one: UnitRecord) -> bool:
    """Whether a unit is told what became of its return.

    A unit without a category is not on the roster. One that is summed elsewhere gets nothing back
    from here.
    """
    return one.unit.category is not None and one.reason is not Excluded.ELSEWHERE


def feedback_of(result: Consolidation) -> list[Feedback]:
    """One for each unit of the roster with something to put right, in the roster's order."""
    layout, cover = lay_out(result.form), cover_of(result.form)
    listed = {one.unit.code: one for one in result.units if is_answered(one)}
    points: dict[str, list[Point]] = {code: [] for code in listed}
    for finding in (*result.findings, *_of_unsure(listed.values())):
        record = listed.get(finding.unit or "")
        if record and _concerns(finding, record):
            place = _Place(layout, cover, record.returned or record.unsure)
            points[record.unit.code].append(place.point(without_others(as_unit_sees(finding))))
    return [
        Feedback(
            one.unit, one.returned or one.unsure, tuple(points[code]), unsure=one.unsure is not None
        )
        for code, one in listed.items()
        if any(_is_reason(point.finding) for point in points[code])
    ]


def points_of(findings: Iterable[Finding], returned: Return, layout: Layout) -> list[Point]:
    """What is said of a single return, at its places in a fresh template."""
    place = _Place(layout, cover_of(layout.form), returned)
    return [place.point(one) for one in findings]


def _of_unsure(records: Iterable[UnitRecord]) -> Iterator[Finding]:
    """What is wrong with the cells of returns that do not count, but go back with their figures."""
    for one in records:
        for finding in one.unsure.findings if one.unsure else ():
            yield replace(finding, unit=one.unit.code, unit_name=one.unit.name)


def reminded(result: Consolidation, sent: Iterable[Feedback]) -> Iterator[UnitRecord]:
    """The units that are due and have sent nothing; if a file came, they get feedback."""
    answered = {one.unit.code for one in sent}
    for record in result.with_status("missing"):
        if record.due and record.unit.code not in answered:
            yield record


def _is_reason(one: Finding) -> bool:
    """Whether a workbook goes back for this alone."""
    known = CATALOGUE.get(one.code)
    return known is None or known.unit_severity is None


def _concerns(finding: Finding, record: UnitRecord) -> bool:
    known = CATALOGUE.get(finding.code)
    hint = finding.severity == "info" and not (known and known.unit_severity)
    if finding.status != "open" or hint or (known and known.office_only):
        return False
    if any(finding.file == one.path for one in record.instead):
        # Only its name says that the file is the unit's.
        return record.due
    answer = record.returned is not None and record.returned.identity.kind == FEEDBACK_KIND
    # What was sent back takes the place of what was sent before, as it should.
    return not (known and known.settled_by_answer and answer)


class _Place:
    """Where the findings of one return stand in a fresh template."""

    def __init__(self, layout: Layout, cover: Cover, returned: Return | None) -> None:
        self.layout, self.cover = layout, cover
        self.tables = {one.table.sheet: one.table.code for one in layout.tables}
        self.printed = returned is not None and returned.medium is not None
        self.codes = (
            {returned.where(code, layout): code for code in layout.places} if returned else {}
        )

    def point(self, one: Finding) -> Point:
        table = one.tables[0] if len(one.tables) == 1 else ""
        if one.indicator:
            return self._moved(one, self.layout.where(one.indicator))
        known = CATALOGUE.get(one.code)
        if known and known.cover_field:
            return self._moved(one, (COVER, self.cover.values[known.cover_field].address))
        if known and known.family == state.FAMILY and table in self.tables:
            return self._moved(one, (COVER, self.cover.states[self.tables[table]].address))
        if code := self.codes.get((one.sheet or "", one.cell or "")):
            return self._moved(one, self.layout.where(code))
        if self.printed and one.cell and one.sheet in self.tables:
            # What stands in a document is told by its place in the template.
            return Point(one, (one.sheet, one.cell), home=True)
        for sheet in (table, one.sheet):
            if sheet in self.tables:
                return Point(one, (sheet, "A1"))
        return Point(one)

    def _moved(self, one: Finding, where: Where) -> Point:
        parts = self.layout.form.indicators
        # A total is a formula again: that another figure stood there is mended.
        usable = [
            some for some in one.corrections if not any(parts[x.indicator].parts for x in some)
        ]
        if isinstance(one.details, OneMistake):
            usable = list(one.corrections)
        at_home = tuple(tuple(map(self._at_home, some)) for some in usable)
        details = one.details
        if isinstance(details, OneMistake):
            block = details.displaced
            if block:
                first, other = self._at_home(block.first), self._at_home(block.other)
                block = replace(block, first=first, other=other)
            mends = tuple(map(self._at_home, details.mends))
            details = replace(details, mends=mends, displaced=block)
        there = replace(one, sheet=where[0], cell=where[1], corrections=at_home, details=details)
        return Point(there, where, home=True, marked=True)

    def _at_home(self, one: _Placed) -> _Placed:
        sheet, cell = self.layout.where(one.indicator)
        return replace(one, sheet=sheet, cell=cell)
