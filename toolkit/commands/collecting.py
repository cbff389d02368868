"""Collecting, step by step; each step takes values and gives one.

files → returns → whose they are and of which year → the workbook that is to be replaced and last
year's figures → consolidation → review → outputs, written all together.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.commands import words
from toolkit.commands.inboxes import inbox_of
from toolkit.commands.outputs import Done, Outputs, must_be_distinct
from toolkit.commands.read_files import Progress
from toolkit.commands.stated import read_as_stated, year_of
from toolkit.commands.timings import Timings
from toolkit.errors import CannotRun
from toolkit.files.disk import backup_of, must_exist, read_existing, real, write_files
from toolkit.files.left_behind import remove_left_behind
from toolkit.form.form import Form
from toolkit.returns.unit_return import Return, Unread
from toolkit.roster.roster import Category, Roster
from toolkit.roster.roster_file import find_roster, named_roster, read_roster

if TYPE_CHECKING:
    from toolkit.consolidation.assignment import Assignment
    from toolkit.consolidation.consolidate import Audited, Consolidation
    from toolkit.feedback.outbox import Outbox
    from toolkit.returns.previous_year import Previous
    from toolkit.review.changes import Review
    from toolkit.review.hand_typed import HandTyped


# What judging and writing begin with, and what they import in turn.
_LATER = (
    "toolkit.consolidation.consolidate",
    "toolkit.commands.replaced_workbook",
    "toolkit.consolidated_workbook.workbook",
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is to be collected, and how; None where the returns or the roster decide."""

    paths: Sequence[Path]
    units: Path | None = None
    # A form, or the id or the path of one.
    form: Form | str | None = None
    year: int | None = None
    collector: str | None = None
    strict: bool = False
    previous: Path | None = None
    prefer: Sequence[str] = ()
    passwords: Sequence[str] = ()
    # The address of a scheduler of Dask's; None: this machine reads.
    cluster: str | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything under the paths, read, with the unit and the year whose sum it goes into."""

    wishes: Wishes
    form: Form
    roster: Roster
    collector: str
    year: int
    assignment: Assignment
    # Where each file lies, for those that are files on disk.
    sources: Mapping[str, Path]
    # The file that the roster was read from.
    roster_path: Path


@dataclass(frozen=True, slots=True)
class Replaced:
    """The workbook that the new one replaces, if there is one."""

    # Where the consolidated workbook goes.
    path: Path
    # The bytes of what is there; None where nothing is.
    content: bytes | None = None
    # What people typed into it; None where nothing is there.
    earlier: HandTyped | None = None

    @property
    def copy(self) -> list[tuple[Path, bytes]]:
        """The copy that is kept of it, as path and bytes; empty where nothing is there."""
        return [] if self.content is None else [(backup_of(self.path), self.content)]

    def must_be_unchanged(self) -> None:
        """Raise CannotRun if somebody has saved it since it was read."""
        if read_existing(self.path) != self.content:
            raise CannotRun(words.changed_meanwhile(str(self.path)))


@dataclass(frozen=True, slots=True)
class Collected:
    """A consolidation that is not written yet, and what it was made of."""

    gathered: Gathered
    previous: Previous
    audited: Audited
    result: Consolidation
    # What each step has taken so far.
    timings: Timings


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    paths: Sequence[Path]
    # What goes back to the units; None unless it was asked for.
    outbox: Outbox | None
    # What was carried over from the workbook before.
    review: Review
    # Where that workbook is kept.
    backup: Path | None
    # What was replaced under one of its names only (hard links), and is old under the others.
    parted: Sequence[Path] = ()


def collect(wishes: Wishes, progress: Progress = iter) -> Collected:
    """Read, check and add up everything under the paths; nothing is written.

    Raises:
        CannotRun: no files, no roster, no year, or it is unclear whose sum this is.
    """
    timings = Timings()
    gathered = gather(wishes, progress, timings)
    from toolkit.consolidation.consolidate import audit

    previous = _last_year(gathered, timings)
    roster, collector = gathered.roster, gathered.collector
    with timings.step("judging"):
        audited = audit(gathered.assignment, gathered.form, roster, collector, previous)
    with timings.step("consolidating"):
        result = _consolidated(gathered, previous, audited)
    return Collected(gathered, previous, audited, result, timings)


def write(
    collected: Collected, outputs: Outputs, review: Sequence[Path] = ()
) -> tuple[Consolidation, Written]:
    """Write what was collected, and keep what people typed into the workbook that is replaced.

    So is what was typed into copies of it, ``review``. Where units were switched on or off, or the
    workbook tells what could not be judged this time, the sums are made anew; the consolidation
    with those is returned.

    Raises:
        CannotRun: an output would replace what is not its own, or cannot be written; a copy cannot
            be taken over.
    """
    gathered, timings = collected.gathered, collected.timings
    outputs = outputs.named_after(gathered.year)
    outputs.must_fit(gathered.wishes.paths)
    with timings.step("replaced"):
        replaced = _replaced(outputs, gathered, review)
    result = collected.result
    if earlier := replaced.earlier:
        made_of = gathered, collected.previous, collected.audited
        with timings.step("consolidating"):
            again = _consolidated(*made_of, earlier)
        result = again if earlier.chosen or again.findings != result.findings else result
    return result, _written(result, outputs, replaced, timings)


def gather(wishes: Wishes, progress: Progress, timings: Timings) -> Gathered:
    """Read everything under the paths, and settle form, year and collecting unit.

    Raises:
        CannotRun: as :func:`collect`.
    """
    with ExitStack() as stack:
        with timings.step("files"):
            must_exist(wishes.paths)
            named = wishes.units
            roster_path = named_roster(named) if named else find_roster(wishes.paths)
            by = wishes.passwords, wishes.cluster
            inbox = stack.enter_context(inbox_of(wishes.paths, roster_path, *by))
            _must_hold_returns(wishes, inbox.idle)
            roster = read_roster(roster_path)
            collector = roster.collector(wishes.collector)
        with timings.step("reading"):
            form, read = read_as_stated(inbox, wishes.form, progress, _import_what_comes_later)
            _must_hold_returns(wishes, all(isinstance(o, Unread) and o.ignored for o in read))
    with timings.step("assigning"):
        year = wishes.year or year_of((one for one in read if isinstance(one, Return)), collector)
        from toolkit.consolidation.assignment import assign

        given = wishes.year is not None
        assignment = assign(read, form, roster, collector, year, wishes.prefer, year_given=given)
        _must_be_of(assignment, roster, collector)
    return Gathered(wishes, form, roster, collector, year, assignment, inbox.sources, roster_path)


def _must_hold_returns(wishes: Wishes, idle: bool) -> None:
    """Raise CannotRun where every file is left alone."""
    if idle:
        raise CannotRun(words.no_returns([str(path) for path in wishes.paths]))


def _import_what_comes_later() -> None:
    """Importing it takes as long as reading some returns, so it happens while they are read."""
    for name in _LATER:
        import_module(name)


def _must_be_of(assignment: Assignment, roster: Roster, collector: str) -> None:
    """Raise CannotRun where all figures are summed by units further down, and none here.

    Such a sum would be nothing but zeros, and nobody would be told why.
    """
    sent = [roster.units[code] for code in assignment.returns if code in roster.units]
    local = [unit for unit in sent if unit.category != Category.VERTICAL]
    whose = list(dict.fromkeys(one for unit in local if (one := roster.summed_by(unit, collector))))
    if whose and not any(unit.parent == collector for unit in local):
        known = roster.units.get(collector)
        others = [(unit.name, unit.code) for unit in whose]
        raise CannotRun(words.sum_of_others(others, known.name if known else collector))


def _replaced(outputs: Outputs, gathered: Gathered, copies: Sequence[Path]) -> Replaced:
    """The workbook that is replaced, with what was typed into copies of it."""
    from toolkit.commands.replaced_workbook import read_earlier

    assert outputs.workbook
    about = gathered.form, gathered.year, gathered.collector
    found = read_earlier(outputs.workbook, *about)
    replaced = Replaced(outputs.workbook, *(found or ()))
    others = [path for path in copies if real(path) != real(outputs.workbook)]
    if not others:
        return replaced
    from toolkit.commands.workbook_copies import must_be_copies, read_copies
    from toolkit.review.merging import merged

    must_be_copies(others, outputs.besides)
    read = read_copies(others, about, outputs.workbook, replaced.content)
    return replace(replaced, earlier=merged(replaced.earlier, read)) if read else replaced


def _last_year(gathered: Gathered, timings: Timings) -> Previous:
    from toolkit.commands.reading_previous import read_previous
    from toolkit.returns.previous_year import Previous

    wishes = gathered.wishes
    if not wishes.previous:
        return Previous()
    of_whom = (gathered.form, gathered.year, gathered.roster, gathered.collector)
    with timings.step("previous"):
        read = read_previous(wishes.previous, *of_whom, wishes.passwords)
    return replace(read, name=wishes.previous.resolve().name)


def _consolidated(
    gathered: Gathered,
    previous: Previous,
    audited: Audited,
    earlier: HandTyped | None = None,
) -> Consolidation:
    """``earlier``: the workbook that is to be replaced."""
    from toolkit.consolidation.consolidate import consolidate

    result = consolidate(
        gathered.assignment,
        gathered.form,
        gathered.roster,
        collector=gathered.collector,
        year=gathered.year,
        strict=gathered.wishes.strict,
        previous=previous,
        audited=audited,
        chosen=earlier.chosen if earlier else {},
        told=(*earlier.told, *earlier.told_later) if earlier else (),
        let_go=earlier.let_go if earlier else frozenset(),
    )
    return replace(result, sources=gathered.sources)


def _written(
    result: Consolidation, outputs: Outputs, replaced: Replaced, timings: Timings
) -> Written:
    """Make all outputs, and write them together or not at all."""
    from toolkit.review.changes import review_of

    # Checked once more: the name of the workbook may depend on the year, which is only known now.
    outputs.must_differ()
    with timings.step("review"):
        review = review_of(result, replaced.earlier)
    backup = next((path for path, _ in replaced.copy), None)
    made = outputs.make(Done(result, review, now_or_epoch(), backup), timings)
    files = [*replaced.copy, *(file for one in made for file in one.files)]
    must_be_distinct(path for path, _ in files)
    outbox = next((one.outbox for one in made if one.outbox), None)
    with timings.step("placing"):
        remove_left_behind(outputs.places)
        # The copy is as private as the workbook itself.
        like = dict.fromkeys((path for path, _ in replaced.copy), outputs.workbook or Path())
        parted = write_files(files, replaced.must_be_unchanged, like)
        if outbox:
            outbox.clear()
    return Written(outputs.told, outbox, review, backup, parted)


def now_or_epoch() -> datetime.datetime:
    """The present, unless SOURCE_DATE_EPOCH asks for a reproducible workbook."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdecimal():
        return datetime.datetime.now().astimezone()
    return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
