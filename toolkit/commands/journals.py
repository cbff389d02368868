"""Journals, read: where one lies, what it holds, and which of its runs took place."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from toolkit.collection.settings import collection_of
from toolkit.commands.asked import sum_in
from toolkit.commands.words import default_output
from toolkit.errors import CannotRun
from toolkit.files.disk import backup_of, read_existing, real
from toolkit.grids.identity import SHEET
from toolkit.grids.names import JOURNAL
from toolkit.grids.refusals import Unreadable
from toolkit.journal import words
from toolkit.journal.database import is_none_yet, rows_in
from toolkit.journal.hindrance import Hindered, Hindrance
from toolkit.journal.past import Past, took_place
from toolkit.journal.rows import RunLine, RunRow
from toolkit.returns.sums.record import record_in
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.text import printable


def journal_here() -> Path:
    """The journal of the collection that we are in, or the one in this folder.

    Raises:
        CannotRun: its collection.toml has a mistake.
    """
    collection = collection_of(Path())
    return collection.journal if collection else Path(JOURNAL)


def main_line(past: Past, journal: Path) -> RunLine:
    """That of the collection's own workbook; where no run has written it, that of the last run.

    Raises:
        CannotRun: the collection.toml has a mistake.
    """
    runs = list(past.runs.values())
    last, collection, own = runs[-1], collection_of(Path()), ""
    if collection:
        named = sum_in(collection) or collection.folder / default_output(last.year)
        own = place_of(real(Path(named)), real(journal))
    return next((one.line for one in reversed(runs) if one.workbook == own), last.line)


@contextmanager
def past_in(path: Path) -> Iterator[Past]:
    """What a journal holds; that it is damaged may show only when somebody looks at it.

    Raises:
        CannotRun: there is none, or it cannot be read.
    """
    shown = printable(str(path))
    try:
        yield _past(path, shown)
    except Hindered as error:
        raise CannotRun(words.not_readable(shown, error.why)) from error
    except ValueError as error:
        raise CannotRun(words.not_readable(shown, Hindrance.DAMAGED)) from error


def _past(path: Path, shown: str) -> Past:
    if is_none_yet(path):
        raise CannotRun(words.no_journal(shown))
    rows = rows_in(path)
    past = Past.after(rows, took_place(rows, lambda run: ids_stated(real(path), run)))
    if not past.runs:
        raise CannotRun(words.empty(shown))
    return past


def place_of(workbook: Path, journal: Path) -> str:
    """Where a workbook lies, from the folder of a journal; both without links."""
    with suppress(ValueError):
        return printable(Path(os.path.relpath(workbook, journal.parent)).as_posix())
    # It is on another drive.
    return printable(str(workbook))


def ids_stated(
    journal: Path, run: RunRow, known: Mapping[Path, str] | None = None
) -> frozenset[str]:
    """The ids that the workbook of a run and its copy state.

    ``known``: workbook → its id, of those that were read already.
    """
    path = journal.parent / run.workbook
    own = {known[path]} if known and path in known else ids_in(path)
    return frozenset(own | ids_in(backup_of(path)))


def ids_in(workbook: Path) -> set[str]:
    """The id of the run that made a workbook; none where it is no longer there or has none."""
    try:
        content = read_existing(workbook)
        record = record_in(read_workbook(content, {SHEET})) if content else None
    except (CannotRun, Unreadable):
        return set()
    return {record.run} if record and record.run else set()
