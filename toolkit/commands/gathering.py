"""Gathering: the first half of collecting, from paths to returns and whose sum they go into."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.commands import words
from toolkit.commands.inboxes import inbox_of
from toolkit.commands.like import EarlierRun, as_before, earlier_run
from toolkit.commands.read_files import Progress
from toolkit.commands.stated import read_as_stated, year_of
from toolkit.commands.timings import Timings
from toolkit.commands.wishes import Wishes
from toolkit.errors import CannotRun
from toolkit.files.disk import must_exist
from toolkit.form.form import Form
from toolkit.returns.sums.used import Used
from toolkit.returns.unit_return import Return, Unread
from toolkit.roster.roster import Category, Roster
from toolkit.roster.roster_file import find_roster, named_roster, other_rosters, read_roster

if TYPE_CHECKING:
    from toolkit.consolidation.assignment import Assignment

# What judging and writing begin with, and what they import in turn.
_LATER = (
    "toolkit.consolidation.consolidate",
    "toolkit.commands.replaced_workbook",
    "toolkit.consolidated_workbook.workbook",
)


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
    # When the returns began to be looked for.
    at: datetime.datetime
    # Others near it that say something else.
    other_rosters: Sequence[Path]
    # What was asked for before the earlier run added to it.
    asked: Wishes
    # The run whose options were used where no others were given.
    earlier: EarlierRun | None = None

    @property
    def unread(self) -> list[Path]:
        """What the earlier run has read, and this one has not."""
        return self.earlier.unread(self.wishes.paths) if self.earlier else []

    @property
    def lapsed(self) -> list[str]:
        """The files that the office had chosen in the earlier run, where nobody chooses now."""
        then = self.earlier.used.prefer if self.earlier and not self.asked.prefer else ()
        kept = {one.name for one in self.assignment.preferred}
        return [one.name for one in then if one.name not in kept]

    @property
    def taken(self) -> dict[str, str]:
        """What was taken over from that run: the name of the wish → its value as it is shown."""
        now, asked = self.wishes, self.asked
        values = {
            "units": now.units if now.units != asked.units else None,
            "previous": now.previous if now.previous != asked.previous else None,
            "collector": now.collector if now.collector != asked.collector else None,
            "form": now.form if now.form != asked.form else None,
        }
        taken = {name: str(value) for name, value in values.items() if value}
        if now.strict and not asked.strict:
            taken["strict"] = ""
        chosen = [one.name for one in self.assignment.preferred if one.name not in asked.prefer]
        return taken | ({"prefer": "、".join(chosen)} if chosen else {})


def gather(wishes: Wishes, progress: Progress, timings: Timings) -> Gathered:
    """Read everything under the paths, and settle form, year and collecting unit.

    It is done like the earlier run whose workbook this run will replace, where nothing else is
    asked for.

    Raises:
        CannotRun: no files, no roster, no year, or it is unclear whose sum this is; something that
            the earlier run was given is gone or not what it was.
    """
    if wishes.like is None:
        return _gathered(wishes, progress, timings)
    with timings.step("files"):
        earlier, guessed = earlier_run(wishes.like, wishes.year, wishes.paths)
    gathered = _gathered(wishes, progress, timings, earlier)
    if guessed is None or guessed == gathered.year:
        return gathered
    # Only now is it known which of several workbooks this run will replace.
    with timings.step("files"):
        right, _ = earlier_run(wishes.like, gathered.year)
    return _gathered(wishes, progress, timings, right) if earlier or right else gathered


def _gathered(
    asked: Wishes, progress: Progress, timings: Timings, earlier: EarlierRun | None = None
) -> Gathered:
    """``earlier``: the run that it is done like."""
    wishes = as_before(asked, earlier) if earlier else asked
    used, at = earlier.used if earlier else Used(), now_or_epoch()
    with ExitStack() as stack:
        with timings.step("files"):
            must_exist(wishes.paths)
            named = wishes.units
            roster_path = named_roster(named) if named else find_roster(wishes.paths)
            by = wishes.passwords, wishes.cluster
            inbox = stack.enter_context(inbox_of(wishes.paths, roster_path, *by))
            _must_hold_returns(wishes, inbox.idle)
            roster = read_roster(roster_path)
            others = other_rosters(roster_path, roster, wishes.paths)
            collector = roster.collector(wishes.collector)
            # Another unit's workbook is not replaced at all, as it will be told.
            theirs = earlier and earlier.unit not in ("", collector)
            if earlier and not theirs and (asked.units_stand or not asked.units):
                earlier.must_be_its_roster(roster, roster_path)
        with timings.step("reading"):
            form, read = read_as_stated(inbox, wishes.form, progress, _import_what_comes_later)
            _must_hold_returns(wishes, all(isinstance(o, Unread) and o.ignored for o in read))
    with timings.step("assigning"):
        returns = (one for one in read if isinstance(one, Return))
        year = wishes.year or year_of(returns, collector, used.year)
        from toolkit.consolidation.assignment import assign

        given = year in (wishes.year, used.year)
        chosen = wishes.prefer, used.prefer
        assignment = assign(read, form, roster, collector, year, *chosen, year_given=given)
        _must_be_of(assignment, roster, collector)
    made_of = assignment, inbox.sources, roster_path, at, others
    return Gathered(wishes, form, roster, collector, year, *made_of, asked, earlier)


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


def now_or_epoch() -> datetime.datetime:
    """The present, unless SOURCE_DATE_EPOCH asks for a reproducible workbook."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdecimal():
        return datetime.datetime.now().astimezone()
    return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
