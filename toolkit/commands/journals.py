"""Journals, read: where one lies, what it holds, and which of its runs took place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from toolkit.collection.settings import collection_of
from toolkit.errors import CannotRun
from toolkit.files.disk import backup_of, read_existing, real
from toolkit.grids.identity import SHEET
from toolkit.grids.names import JOURNAL
from toolkit.grids.refusals import Unreadable
from toolkit.journal import words
from toolkit.journal.database import Database, is_none_yet
from toolkit.journal.hindrance import Hindered, Hindrance
from toolkit.journal.past import Past, took_place
from toolkit.journal.rows import RunRow
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
    database = Database(path, writes=False)
    try:
        rows = database.rows()
    finally:
        database.close()
    past = Past.after(rows, took_place(rows, lambda run: _stated(path, run)))
    if not past.runs:
        raise CannotRun(words.empty(shown))
    return past


def _stated(journal: Path, run: RunRow) -> frozenset[str]:
    workbook = real(journal).parent / run.workbook
    return frozenset(ids_in(workbook) | ids_in(backup_of(workbook)))


def ids_in(workbook: Path) -> set[str]:
    """The id of the run that made a workbook; none where it is no longer there or has none."""
    try:
        content = read_existing(workbook)
        record = record_in(read_workbook(content, {SHEET})) if content else None
    except (CannotRun, Unreadable):
        return set()
    return {record.run} if record and record.run else set()
