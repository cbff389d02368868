"""Outputs: what a run leaves behind, where, and what each may replace.

Each is checked before anything is read, and makes its files once everything is known. Heavy modules
are imported where the files are made, so that a refusal appears at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from toolkit.commands import words
from toolkit.commands.timings import Timings
from toolkit.errors import CannotRun
from toolkit.files import words as file_words
from toolkit.files.disk import backup_of, must_be_a_folder, real
from toolkit.files.remote import is_remote
from toolkit.files.replacing import must_be_our_json, must_be_our_workbook

if TYPE_CHECKING:
    from toolkit.consolidation.consolidate import Consolidation
    from toolkit.feedback.outbox import Outbox
    from toolkit.feedback.received import Received
    from toolkit.returns.sums.used import Used
    from toolkit.review.changes import Review


@dataclass(frozen=True, slots=True)
class Done:
    """What a run has come to; its outputs are made from this."""

    result: Consolidation
    review: Review
    now: datetime.datetime
    # Where the workbook that is replaced is kept; None where nothing is replaced.
    backup: Path | None = None
    # What the run was given; None for a run of which nothing is to be known.
    used: Used | None = None
    # The id of the run in its journal, and by unit the course of its reporting; None without one.
    run: str = ""
    courses: Mapping[str, str] | None = None
    # SHA-256 of a return → when it came in for the first time; None where nobody remembers.
    received: Callable[[str], Received | None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Made:
    """The files of one output, each with its bytes."""

    files: Sequence[tuple[Path, bytes]]
    # What goes back to the units; None unless this is the output that makes it.
    outbox: Outbox | None = None


class Output(Protocol):
    """One thing that a run leaves behind."""

    def must_fit(self, returns: Sequence[Path]) -> None:
        """Raise CannotRun where it would replace what is not its own, or be read as a return later.

        ``returns``: the paths that are collected.
        """

    def make(self, done: Done) -> Made:
        """Its files, as they have to be written."""


@dataclass(frozen=True, slots=True)
class WorkbookOutput:
    """The consolidated workbook; what people typed into the one before comes in :class:`Done`."""

    path: Path

    def must_fit(self, returns: Sequence[Path] = ()) -> None:
        must_be_our_workbook(self.path)

    def make(self, done: Done) -> Made:
        from toolkit.consolidated_workbook.workbook import make_consolidated

        content = make_consolidated(
            done.result,
            done.now,
            folder=real(self.path).parent,
            review=done.review,
            backup=done.backup.name if done.backup else None,
            used=done.used,
            run=done.run,
            courses=done.courses,
        )
        return Made([(self.path, content)])


@dataclass(frozen=True, slots=True)
class JsonOutput:
    """The file of ``--json``."""

    path: Path

    def must_fit(self, returns: Sequence[Path] = ()) -> None:
        must_be_our_json(self.path)

    def make(self, done: Done) -> Made:
        from toolkit.exports.result_json import to_json

        return Made([(self.path, to_json(done.result).encode())])


@dataclass(frozen=True, slots=True)
class FeedbackOutput:
    """The folder of what goes back to the units.

    Which of its files may be replaced is decided one by one when it is filled; the others are left
    alone, and are no reason to refuse the run.
    """

    folder: Path

    def must_fit(self, returns: Sequence[Path]) -> None:
        must_be_a_folder(self.folder)
        if inside := collected_folder(self.folder, returns):
            raise CannotRun(words.feedback_inside(str(self.folder), str(inside)))

    def make(self, done: Done) -> Made:
        from toolkit.feedback.outbox import fill_outbox

        asked = done.review.asked(done.result)
        result = replace(done.result, findings=asked)
        about = done.now.date(), done.review.as_told(asked), done.received
        outbox = fill_outbox(result, self.folder, *about)
        return Made(outbox.files, outbox)


@dataclass(frozen=True, slots=True)
class CsvOutput:
    """The folder of a data package."""

    folder: Path
    # The single files that are written beside it.
    others: Sequence[Path] = ()

    def must_fit(self, returns: Sequence[Path]) -> None:
        from toolkit.exports.data_package import FILES, must_be_our_package

        must_be_a_folder(self.folder)
        if inside := collected_folder(self.folder, returns):
            raise CannotRun(words.csv_inside(str(self.folder), str(inside)))
        own = {real(self.folder / name) for name in FILES}
        for path in self.others:
            if real(path) in own:
                raise CannotRun(words.csv_same_output(str(path)))
        must_be_our_package(self.folder)

    def make(self, done: Done) -> Made:
        from toolkit.exports.data_package import data_package, must_be_our_package

        # Only now is it known whose data it will hold.
        must_be_our_package(self.folder, done.result.collector)
        files = data_package(done.result, done.now)
        return Made([(self.folder / name, content) for name, content in files])


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the user wants to have, and where; None for what is not wanted."""

    # None for the usual name, which tells the year; see :meth:`named_after`.
    workbook: Path | None = None
    json: Path | None = None
    feedback: Path | None = None
    csv: Path | None = None

    def must_fit(self, returns: Sequence[Path]) -> None:
        """Raise CannotRun for every problem that shows before anything is read."""
        self.must_differ()
        for file in self._files():
            file.must_fit(returns)
        if self.workbook and self.workbook.suffix.lower() != ".xlsx":
            raise CannotRun(words.not_an_excel_name(str(self.workbook)))
        for folder in self._folders():
            folder.must_fit(returns)

    def named_after(self, year: int) -> Outputs:
        """The same outputs; a workbook that nobody has named gets its name from the year."""
        if self.workbook:
            return self
        return replace(self, workbook=Path(words.default_output(year)))

    def must_differ(self) -> None:
        """Raise CannotRun where another output would lie at the path of the workbook or its copy.

        As long as the workbook has no name, nothing can be checked.
        """
        if not self.workbook:
            return
        if not self.workbook.name:
            raise CannotRun(file_words.is_a_folder(str(self.workbook)))
        taken = [real(self.workbook), real(backup_of(self.workbook))]
        if self.json and real(self.json) == taken[0]:
            raise CannotRun(words.same_output(str(self.json)))
        if self.json and real(self.json) == taken[1]:
            raise CannotRun(words.json_over_backup(str(self.json)))
        taken += [real(self.json)] if self.json else []
        for option, folder in (("--csv", self.csv), ("--feedback", self.feedback)):
            # A folder of that name would be made before the file is written.
            if folder and any(real(folder).is_relative_to(one) for one in taken):
                raise CannotRun(words.same_folder(option, str(folder)))

    def make(
        self,
        done: Done,
        timings: Timings,
        marked: Callable[[Done, Outbox | None], Done] = lambda done, _: done,
    ) -> list[Made]:
        """All of them, in the order in which they have to be written.

        The workbook that people have typed into goes last, once everything else is in its place.
        ``marked``: what it says besides, once it is known what goes back to the units.
        """
        workbook, *others = (*self._files(), *self._folders())
        made = []
        for one in others:
            with timings.step("outputs"):
                made.append(one.make(done))
        outbox = next((one.outbox for one in made if one.outbox), None)
        done = marked(done, outbox)
        with timings.step("workbook"):
            return [*made, workbook.make(done)]

    @property
    def told(self) -> list[Path]:
        """The paths that the user is told; feedback is not among them, as it is told in detail."""
        return [path for path in (self.workbook, self.json, self.csv) if path]

    @property
    def besides(self) -> list[Path]:
        """The single files that are written besides the workbook; one keeps what it replaces."""
        replaced = [self.workbook] if self.workbook and self.workbook.exists() else []
        return [*map(backup_of, replaced), *([self.json] if self.json else [])]

    @property
    def places(self) -> Iterator[Path]:
        """The folders that something is written to."""
        for path in (self.workbook, self.json):
            if path:
                yield real(path).parent
        for folder in (self.feedback, self.csv):
            if folder:
                yield folder

    def _files(self) -> Iterator[Output]:
        if self.workbook:
            yield WorkbookOutput(self.workbook)
        if self.json:
            yield JsonOutput(self.json)

    def _folders(self) -> Iterator[Output]:
        if self.feedback:
            yield FeedbackOutput(self.feedback)
        if self.csv:
            yield CsvOutput(self.csv, [path for path in (self.workbook, self.json) if path])


def must_be_distinct(paths: Iterable[Path]) -> None:
    """Raise CannotRun where a run would write two of its files to the same path."""
    seen: set[Path] = set()
    for path in paths:
        if (target := real(path)) in seen:
            raise CannotRun(words.twice_written(str(path)))
        seen.add(target)


def collected_folder(folder: Path, returns: Sequence[Path]) -> Path | None:
    """The collected folder that ``folder`` lies in; None where it lies in none."""
    inside = (one for one in returns if not is_remote(one) and one.is_dir())
    return next((p for p in inside if real(folder).is_relative_to(real(p))), None)
