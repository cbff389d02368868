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
from toolkit.commands import words
from toolkit.commands.asked import sum_in
from toolkit.commands.like import EarlierRun, Moved, run_in
from toolkit.commands.lost_workbook import lost_workbook
from toolkit.commands.newcomers import newcomers
from toolkit.errors import CannotRun
from toolkit.files.disk import backup_of, named_path, read_existing, real
from toolkit.files.folder import Found, find_files
from toolkit.files.remote import is_remote, is_url
from toolkit.grids.grid import Workbook
from toolkit.grids.hidden_sheet import stated_in
from toolkit.grids.identity import SHEET
from toolkit.grids.names import COVERAGE, FINDINGS
from toolkit.grids.refusals import Unreadable
from toolkit.returns.sums.lists import UnitsOfSum, units_of_sum
from toolkit.returns.sums.record import Record, record_in
from toolkit.roster.roster import Category, Roster, Unit
from toolkit.roster.roster_file import find_roster, read_roster
from toolkit.spreadsheets.seal import unchanged_since_made
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.text import printable


class Step(Enum):
    """What comes next."""

    FIND_ROSTER = auto()
    FILL_ROSTER = auto()
    MAKE_TEMPLATES = auto()
    TEMPLATES_AGAIN = auto()
    WAIT_FOR_RETURNS = auto()
    COLLECT = auto()
    COLLECT_AGAIN = auto()
    FREE_WORKBOOK = auto()
    FIND_WORKBOOK = auto()
    CONFIRM_ROSTER = auto()
    SETTLE = auto()
    REPORT = auto()
    REPORT_AGAIN = auto()
    PUBLISH = auto()


class LastYear(Enum):
    """What there is of last year's figures."""

    NOT_NAMED = auto()
    # The sheet to type them into: not made yet, or not filled in.
    NOT_MADE = auto()
    BLANK = auto()
    GONE = auto()
    THERE = auto()
    # Somebody has saved it since the last run, or that has used another one.
    SAVED_SINCE = auto()


@dataclass(frozen=True)
class Standing:
    """How far a collection has come."""

    collection: Collection
    roster: Roster | None
    # Where it lies; None where nobody says it, and none is where rosters are looked for.
    roster_path: Path | None
    # Why there is no roster to go by.
    no_roster: str
    last_year: LastYear
    # How last year's figures are named.
    previous: str
    # The units that are due here, by the workbook where there is no roster.
    due: Sequence[Unit]
    # How many templates there are, and how many files among the returns.
    templates: int
    returns: int
    # Whether last year's figures were typed in after the templates were made.
    last_year_came_later: bool
    # Where the consolidated workbook lies or will lie; None where neither name nor year is stated.
    workbook: Path | None
    # What it says; None where there is none, or it cannot be read.
    summed: UnitsOfSum | None
    # Why it cannot be read, where it is there.
    unread: str
    # What is to be said where there was one, and it is gone; and whether a run stops there.
    lost: str
    stops: bool
    # When it was made.
    at: datetime.datetime | None
    # The returns that have come in since; and how the roster differs, if it does.
    new: Sequence[str]
    # Of the folders that hold the returns, those that the last run has not read as a whole.
    partly: Sequence[Path]
    moved: Moved | None
    # The due units that have sent nothing, in the order of the roster.
    missing: Sequence[Unit]
    # The folder of what goes back; "" where none is used.
    feedback: str
    # What was written for publishing.
    reports: Sequence[Path]
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
            there = self.roster_path and self.roster_path.exists()
            return Step.FILL_ROSTER if there else Step.FIND_ROSTER
        if self.unread:
            return Step.FREE_WORKBOOK
        if self.stops:
            return Step.FIND_WORKBOOK
        if self.summed is None:
            if self.returns:
                return Step.COLLECT
            if self.templates and self.last_year_came_later:
                return Step.TEMPLATES_AGAIN
            return Step.WAIT_FOR_RETURNS if self.templates else Step.MAKE_TEMPLATES
        if self.moved:
            return Step.CONFIRM_ROSTER
        if self.new or self.partly:
            return Step.COLLECT_AGAIN
        if self.missing or self.summed.number_of_errors:
            return Step.SETTLE
        if not self.reports:
            return Step.REPORT
        return Step.REPORT_AGAIN if self.has_old_reports else Step.PUBLISH

    @property
    def has_old_reports(self) -> bool:
        """Whether something for publishing was written before the last run."""
        at = self.at.timestamp() if self.at else 0.0
        return any(one.stat().st_mtime < at for one in self.reports)


def standing_of(collection: Collection, today: datetime.date | None = None) -> Standing:
    """How far a collection has come, ``today`` or on another day."""
    workbook = Path(named) if (named := sum_in(collection)) else None
    read, unread = _read(workbook) if workbook else (None, "")
    record = record_in(read) if read else None
    summed = units_of_sum(read.grids, record) if read else None
    earlier = run_in(workbook, read) if workbook and read else None
    roster_path, roster, no_roster = _roster(collection, earlier)
    collector = (stated_in(read).unit or "") if read else _collector(collection, roster)
    due = _due(roster, collector) if roster else _due_then(summed, record)
    # Nobody knows who has sent something where the workbook cannot be read.
    lacking = summed.missing if summed else () if unread else due
    missing = {one.code for one in lacking}
    listed = set(summed.due) if summed else set[str]()
    lost, stops = _lost(collection, workbook) if workbook else ("", False)
    files = list(_files(collection, roster_path, workbook))
    last_year, previous = _last_year(collection, earlier)
    return Standing(
        collection,
        roster,
        roster_path,
        no_roster,
        last_year,
        previous,
        due,
        templates=_count(collection, "template", "*.xlsx"),
        returns=len(files),
        last_year_came_later=_came_later(collection, last_year),
        workbook=workbook,
        summed=summed,
        unread=unread,
        lost=lost,
        stops=stops,
        at=earlier.used.at if earlier else None,
        new=newcomers(files, earlier, record) if earlier else [],
        partly=[one for one in _returns(collection) if earlier and not earlier.has_read(one)],
        moved=earlier.moved(roster) if earlier and roster else None,
        missing=[one for one in due if one.code in missing or (summed and one.code not in listed)],
        feedback=_feedback(collection, earlier),
        reports=_reports(collection),
        today=today or datetime.date.today(),
    )


# --- The roster ----------------------------------------------------------------------------------


def _roster(
    collection: Collection, earlier: EarlierRun | None
) -> tuple[Path | None, Roster | None, str]:
    """The roster that the next run would use, and why it cannot be used."""
    path = None
    try:
        path = _roster_named(collection, earlier) or find_roster(
            _returns(collection) or [collection.folder]
        )
        return path, read_roster(path), ""
    except CannotRun as error:
        return path, None, str(error)


def _roster_named(collection: Collection, earlier: EarlierRun | None) -> Path | None:
    if stated := collection.value("", "units"):
        return Path(str(stated))
    used = earlier.used.units if earlier and earlier.used.units_named else None
    return earlier.path(used.path) if earlier and used else None


def _collector(collection: Collection, roster: Roster | None) -> str:
    wanted = collection.value("", "as")
    try:
        return roster.collector(str(wanted) if wanted else None) if roster else ""
    except CannotRun:
        return ""


def _due(roster: Roster, collector: str) -> list[Unit]:
    return [
        unit
        for unit in (roster.children(collector) if collector else ())
        if unit.category != Category.VERTICAL and unit.code != collector
    ]


def _due_then(summed: UnitsOfSum | None, record: Record | None) -> list[Unit]:
    """The units that were due when the workbook was made."""
    units = record.units if record else {}
    codes = summed.due if summed else ()
    return [Unit(one, units[one].name if one in units else one, None) for one in codes]


# --- The workbook, and last year's ---------------------------------------------------------------


def _read(workbook: Path) -> tuple[Workbook | None, str]:
    """The consolidated workbook, and why it cannot be read where it is there."""
    try:
        content = read_existing(workbook)
        read = read_workbook(content, {SHEET, COVERAGE, FINDINGS}) if content is not None else None
    except CannotRun as error:
        return None, str(error)
    except Unreadable as error:
        return None, words.sum_unreadable(printable(str(workbook)), error.refusal.text)
    if read and not stated_in(read).is_sum:
        return None, words.sum_unreadable(printable(str(workbook)), words.PREVIOUS_KIND)
    return read, ""


def _lost(collection: Collection, workbook: Path) -> tuple[str, bool]:
    try:
        return lost_workbook(workbook, collection.journal, collection.value("", "year")), False
    except CannotRun as error:
        return str(error), True


def _last_year(collection: Collection, earlier: EarlierRun | None) -> tuple[LastYear, str]:
    stated, used = collection.value("", "previous"), earlier.used.previous if earlier else None
    if not stated and not used:
        return LastYear.NOT_NAMED, ""
    if collection.lacks_last_year:
        # What was used once is not to be made anew, empty.
        return LastYear.GONE if used and used.digest else LastYear.NOT_MADE, str(stated)
    path = named_path(str(stated)) if stated else None
    if path is None and earlier and used:
        path = earlier.path(used.path)
    assert path
    if is_remote(path):
        return LastYear.THERE, str(path)
    if not path.exists():
        return LastYear.GONE, str(path)
    blank = path == collection.last_year_sheet and unchanged_since_made(read_existing(path) or b"")
    if blank:
        return LastYear.BLANK, str(path)
    at = earlier.used.at if earlier else None
    later = at and used and path.is_file() and path.stat().st_mtime > at.timestamp()
    other = earlier and used and real(earlier.path(used.path)) != real(path)
    return LastYear.SAVED_SINCE if later or other else LastYear.THERE, str(path)


# --- Folders -------------------------------------------------------------------------------------


def _returns(collection: Collection) -> list[Path]:
    """What holds the returns and is there, on this machine."""
    within = collection.value("collect", "returns")
    paths = [Path(one) for one in within if not is_url(one)] if isinstance(within, tuple) else []
    return [one for one in paths if one.exists()]


def _files(collection: Collection, roster: Path | None, workbook: Path | None) -> Iterator[Found]:
    """The files among the returns that somebody may have sent."""
    own = {real(one) for one in (workbook, workbook and backup_of(workbook)) if one}
    for found in find_files(_returns(collection), roster):
        if found.one.source and not found.one.ignored and real(found.one.source) not in own:
            yield found


def _count(collection: Collection, table: str, pattern: str) -> int:
    folder = collection.value(table, "out")
    return len(list(Path(str(folder)).glob(pattern))) if folder else 0


def _came_later(collection: Collection, last_year: LastYear) -> bool:
    sheet, folder = collection.last_year_sheet, collection.value("template", "out")
    filled = last_year in (LastYear.THERE, LastYear.SAVED_SINCE)
    if not (sheet and folder and filled):
        return False
    times = (one.stat().st_mtime for one in Path(str(folder)).glob("*.xlsx"))
    return sheet.stat().st_mtime > max(times, default=float("inf"))


def _feedback(collection: Collection, earlier: EarlierRun | None) -> str:
    stated = collection.value("collect", "feedback") or (earlier.feedback if earlier else None)
    return str(stated) if stated and Path(str(stated)).is_dir() else ""


def _reports(collection: Collection) -> list[Path]:
    folder = collection.value("report", "out")
    return sorted(Path(str(folder)).glob("*.docx")) if folder else []
