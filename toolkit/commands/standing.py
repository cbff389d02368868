"""Standing: how far a collection has come, and what is to be done next.

Nothing is collected for it: it is read from the consolidated workbook, the roster and the folders.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from toolkit.collection.settings import Collection
from toolkit.commands.asked import sum_in
from toolkit.commands.like import Moved, earlier_run
from toolkit.errors import CannotRun
from toolkit.files.disk import read_existing
from toolkit.files.folder import find_files
from toolkit.files.remote import is_url
from toolkit.grids.grid import Workbook
from toolkit.grids.hidden_sheet import stated_in
from toolkit.grids.identity import SHEET
from toolkit.grids.names import COVERAGE, FINDINGS
from toolkit.grids.refusals import Unreadable
from toolkit.returns.sums.lists import UnitsOfSum, units_of_sum
from toolkit.returns.sums.record import record_in
from toolkit.roster.roster import Category, Roster, Unit
from toolkit.roster.roster_file import read_roster
from toolkit.spreadsheets.workbook import read_workbook


class Step(Enum):
    """What comes next."""

    FILL_ROSTER = auto()
    MAKE_TEMPLATES = auto()
    WAIT_FOR_RETURNS = auto()
    COLLECT = auto()
    COLLECT_AGAIN = auto()
    SETTLE = auto()
    REPORT = auto()
    PUBLISH = auto()


@dataclass(frozen=True)
class Standing:
    """How far a collection has come."""

    collection: Collection
    roster: Roster | None
    # Why there is no roster to go by.
    no_roster: str
    # The units that are due here.
    due: Sequence[Unit]
    # How many templates there are, and how many files among the returns.
    templates: int
    returns: int
    # What the consolidated workbook says; None where there is none, or it cannot be read.
    summed: UnitsOfSum | None
    # When it was made.
    at: datetime.datetime | None
    # The returns that have come in since; and how the roster differs, if it does.
    new: Sequence[str]
    moved: Moved | None
    # The due units that have sent nothing, in the order of the roster.
    missing: Sequence[Unit]
    # What was written for publishing.
    reports: Sequence[str]
    today: datetime.date

    @property
    def late(self) -> list[Unit]:
        """The missing units whose deadline has passed."""
        return [one for one in self.missing if one.deadline and one.deadline < self.today]

    @property
    def next_deadline(self) -> datetime.date | None:
        """The first deadline that a missing unit can still meet."""
        ahead = (one.deadline for one in self.missing if one.deadline)
        return min((one for one in ahead if one >= self.today), default=None)

    @property
    def step(self) -> Step:
        """What comes next."""
        if self.roster is None:
            return Step.FILL_ROSTER
        if self.summed is None:
            if self.returns:
                return Step.COLLECT
            return Step.WAIT_FOR_RETURNS if self.templates else Step.MAKE_TEMPLATES
        if self.new or self.moved:
            return Step.COLLECT_AGAIN
        if self.missing or self.summed.number_of_errors or self.summed.left_out:
            return Step.SETTLE
        return Step.PUBLISH if self.reports else Step.REPORT


def standing_of(collection: Collection, today: datetime.date | None = None) -> Standing:
    """How far a collection has come, ``today`` or on another day."""
    roster, no_roster = _roster(collection)
    workbook = Path(named) if (named := sum_in(collection)) else None
    read = _read(workbook) if workbook else None
    summed = _summed(read) if read else None
    earlier = earlier_run(workbook)[0] if workbook else None
    used = earlier.used if earlier else None
    collector = (stated_in(read).unit or "") if read else _collector(collection, roster)
    due = [
        unit
        for unit in (roster.children(collector) if roster and collector else ())
        if unit.category != Category.VERTICAL and unit.code != collector
    ]
    missing = {one.code for one in summed.missing} if summed else {one.code for one in due}
    listed = set(summed.due) if summed else set[str]()
    files = list(_files(collection))
    return Standing(
        collection,
        roster,
        no_roster,
        due,
        templates=_count(collection, "template", "*.xlsx"),
        returns=len(files),
        summed=summed,
        at=used.at if used else None,
        new=[name for name, came in files if used and used.at and came > used.at.timestamp()],
        moved=earlier.moved(roster) if earlier and roster else None,
        missing=[one for one in due if one.code in missing or (summed and one.code not in listed)],
        reports=_reports(collection),
        today=today or datetime.date.today(),
    )


def _roster(collection: Collection) -> tuple[Roster | None, str]:
    path = collection.value("", "units")
    try:
        return (read_roster(Path(str(path))), "") if path else (None, "")
    except CannotRun as error:
        return None, str(error)


def _collector(collection: Collection, roster: Roster | None) -> str:
    wanted = collection.value("", "as")
    try:
        return roster.collector(str(wanted) if wanted else None) if roster else ""
    except CannotRun:
        return ""


def _read(workbook: Path) -> Workbook | None:
    try:
        content = read_existing(workbook)
        read = read_workbook(content, {SHEET, COVERAGE, FINDINGS}) if content else None
    except (CannotRun, Unreadable):
        return None
    return read if read and stated_in(read).is_sum else None


def _summed(read: Workbook) -> UnitsOfSum:
    return units_of_sum(read.grids, record_in(read))


def _files(collection: Collection) -> Iterator[tuple[str, float]]:
    """The files among the returns that somebody may have sent, each with when it came there."""
    within = collection.value("collect", "returns")
    paths = [Path(one) for one in within if not is_url(one)] if isinstance(within, tuple) else []
    units = collection.value("", "units")
    there = [one for one in paths if one.exists()]
    for found in find_files(there, Path(str(units)) if units else None):
        if found.one.source and not found.one.ignored:
            status = found.one.source.stat()
            # A file that is copied keeps its own time; the folder has its own of when it came.
            yield found.one.path, max(status.st_mtime, status.st_ctime)


def _count(collection: Collection, table: str, pattern: str) -> int:
    folder = collection.value(table, "out")
    return len(list(Path(str(folder)).glob(pattern))) if folder else 0


def _reports(collection: Collection) -> list[str]:
    folder = collection.value("report", "out")
    return sorted(one.name for one in Path(str(folder)).glob("*.docx")) if folder else []
