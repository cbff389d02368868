"""The steps, each named once: files → returns → who they belong to → findings → consolidation."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.commands import words
from toolkit.commands.read_files import Reading
from toolkit.commands.stated import form_of, year_of
from toolkit.consolidation.assignment import Assignment, assign
from toolkit.errors import CannotRun
from toolkit.files import words as files_words
from toolkit.files.disk import backup_of, must_exist, read_existing
from toolkit.files.folder import open_inbox
from toolkit.files.replacing import (
    must_be_distinct,
    must_be_replaceable,
    must_be_replaceable_json,
    must_differ,
)
from toolkit.form.form import Form
from toolkit.form.form_file import load_form
from toolkit.returns.unit_return import Return, Unread
from toolkit.roster.roster import Category, Roster
from toolkit.roster.roster_file import find_roster, read_roster

if TYPE_CHECKING:
    from toolkit.consolidation.consolidate import Consolidation
    from toolkit.feedback.outbox import Outbox
    from toolkit.review.changes import Review
    from toolkit.review.hand_typed import Earlier
Progress = Callable[[Reading], Iterable[Return | Unread]]
Before = Callable[[Form, int, str], "Earlier | None"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asked for; None where the returns or the roster decide."""

    paths: Sequence[Path]
    units: Path | None = None
    form: str | None = None
    year: int | None = None
    collector: str | None = None
    strict: bool = False
    previous: Path | None = None
    prefer: Sequence[str] = ()
    passwords: Sequence[str] = ()
    feedback: Path | None = None
    csv: Path | None = None

    @property
    def folders(self) -> dict[str, Path | None]:
        """What is to be filled beside the workbook, by its option."""
        return {"--csv": self.csv, "--feedback": self.feedback}


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the results, and what goes back to the units, if it was wanted.

    ``review``: what was carried over from the workbook before, which is kept as ``backup``.
    """

    paths: Sequence[Path]
    outbox: Outbox | None
    review: Review
    backup: Path | None


def collect(
    wishes: Wishes, progress: Progress = iter, before: Before | None = None
) -> Consolidation:
    """Read, check and add up everything under the paths.

    ``before``: what reads the workbook that is to be replaced, once form and year are known.

    Raises:
        CannotRun: no files, no roster, no year, or it is not plain whose sum this is.
    """
    must_exist(wishes.paths)
    roster_path = wishes.units or find_roster(wishes.paths)
    incoming = list(open_inbox(wishes.paths, roster_path, wishes.passwords))
    if all(one.ignored for one in incoming):
        raise CannotRun(words.no_returns([str(path) for path in wishes.paths]))
    roster = read_roster(roster_path)
    collector = roster.collector(wishes.collector)
    form = load_form(wishes.form) if wishes.form else form_of(incoming)
    reading = Reading(incoming, form, wishes.passwords)
    # pandas takes longer to import than a hundred returns to read: it is done meanwhile.
    from toolkit.consolidation.consolidate import consolidate

    read = list(progress(reading))
    year = wishes.year or year_of((one for one in read if isinstance(one, Return)), collector)
    assignment = assign(read, form, roster, collector, year, wishes.prefer)
    _must_be_of(assignment, roster, collector)
    earlier = before(form, year, collector) if before else None
    from toolkit.commands.previous_year import read_previous
    from toolkit.returns.previous_year import Previous

    previous = (
        read_previous(wishes.previous, form, year, roster, collector, wishes.passwords)
        if wishes.previous
        else Previous()
    )
    chosen = earlier.chosen if earlier else {}
    result = consolidate(assignment, form, roster, collector, year, wishes.strict, previous, chosen)
    return replace(result, sources={one.path: one.source for one in incoming if one.source})


def _must_be_of(assignment: Assignment, roster: Roster, collector: str) -> None:
    """Raise CannotRun where nobody's figures are summed here, but by somebody further down.

    Such a sum would be nothing but zeros, and nobody would be told why.
    """
    sent = [roster.units[code] for code in assignment.returns if code in roster.units]
    local = [unit for unit in sent if unit.category != Category.VERTICAL]
    whose = list(dict.fromkeys(one for unit in local if (one := roster.summed_by(unit, collector))))
    if whose and not any(unit.parent == collector for unit in local):
        known = roster.units.get(collector)
        others = [(unit.name, unit.code) for unit in whose]
        raise CannotRun(words.sum_of_others(others, known.name if known else collector))


def collect_into(
    wishes: Wishes, out: Path | None, json: Path | None, progress: Progress = iter
) -> tuple[Consolidation, Written]:
    """Collect, then write the workbook and, if wanted, the JSON, the feedback and the CSV.

    Raises:
        CannotRun: as :func:`collect`, or the output is not writable or would replace a return.
    """
    if out:
        must_differ(out, json, wishes.folders)
        must_be_replaceable(out)
    if json:
        must_be_replaceable_json(json)
    if out and out.suffix.lower() != ".xlsx":
        raise CannotRun(words.not_an_excel_name(str(out)))
    if wishes.feedback:
        from toolkit.files.replacing import must_be_apart

        must_be_apart(wishes.feedback, wishes.paths)
    if wishes.csv:
        from toolkit.exports import data_package
        from toolkit.files.replacing import must_be_apart

        must_be_apart(wishes.csv, wishes.paths, files_words.csv_inside)
        data_package.must_differ(wishes.csv, filter(None, (out, json)))
        data_package.must_be_replaceable(wishes.csv)
    before = _Before(out)
    result = collect(wishes, progress, before.read)
    target = before.target
    must_differ(target, json, wishes.folders)
    from toolkit.consolidated_workbook.workbook import make_consolidated
    from toolkit.exports.result_json import to_json
    from toolkit.files.disk import write_files
    from toolkit.review.changes import review_of

    now = _now()
    review = review_of(result, before.earlier)
    backup = backup_of(target) if before.content else None
    name = backup.name if backup else None
    content = make_consolidated(result, now, folder=target.parent, review=review, backup=name)
    written = [(target, content)]
    if json:
        written.append((json, to_json(result).encode()))
    outbox = None
    if wishes.feedback:
        from toolkit.feedback.outbox import fill_outbox

        # What the reviewer lets stand does not go back to the unit.
        asked = [one.finding for one in review.worklist.items if one.finding and not one.stands]
        outbox = fill_outbox(replace(result, findings=asked), wishes.feedback, now.date())
    package = _data_package(result, wishes.csv, now)
    kept = [(backup, before.content)] if backup and before.content else []
    consolidated, *others = written
    # The workbook that people have typed into goes last, once everything else is in its place.
    files = [*kept, *others, *(outbox.files if outbox else ()), *package, consolidated]
    must_be_distinct(path for path, _ in files)
    write_files(files, before.must_be_unchanged)
    if outbox:
        outbox.clear()
    folders = [wishes.csv] if wishes.csv else []
    made = [*(path for path, _ in written), *folders]
    return result, Written(made, outbox, review, backup)


def _data_package(
    result: Consolidation, folder: Path | None, now: datetime.datetime
) -> list[tuple[Path, bytes]]:
    if not folder:
        return []
    from toolkit.exports import data_package

    data_package.must_be_replaceable(folder, result.collector)
    return [(folder / name, content) for name, content in data_package.data_package(result, now)]


class _Before:
    """The consolidated workbook that is to be replaced, if there is one."""

    def __init__(self, out: Path | None) -> None:
        self._out = out
        self.content: bytes | None = None
        self.earlier: Earlier | None = None
        self.target = out or Path()

    def read(self, form: Form, year: int, collector: str) -> Earlier | None:
        """What was typed into it.

        Raises:
            CannotRun: it is not ours to replace, or cannot be understood.
        """
        from toolkit.commands.replaced_workbook import read_earlier

        self.target = self._out or Path(words.default_output(year))
        found = read_earlier(self.target, form, year, collector)
        if found:
            self.content, self.earlier = found
        return self.earlier

    def must_be_unchanged(self) -> None:
        """Raise CannotRun if somebody has saved it since it was read."""
        if read_existing(self.target) != self.content:
            raise CannotRun(words.changed_meanwhile(str(self.target)))


def _now() -> datetime.datetime:
    """The present, unless SOURCE_DATE_EPOCH asks for a reproducible workbook."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdecimal():
        return datetime.datetime.now().astimezone()
    return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
