"""The file of a journal: SQLite, of which nothing is ever changed or removed.

No log beside it (WAL), since folders lie on network shares, where that does not work. Between the
moment at which a run is written as begun and that at which it is finished the file stays locked: so
of two runs at once one waits, and sees what the other has done.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import product
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

from toolkit.journal.hindrance import Hindered, Hindrance
from toolkit.journal.rows import TABLES, FinishedRow, Rows

# What the head of the file says of whose it is, and how its tables are made.
APPLICATION, VERSION = 0x7A676B31, 1
# Seconds that are waited for another who reads or writes.
PATIENCE = 5.0

_HEAD = b"SQLite format 3\0"
_HINDRANCES = {
    sqlite3.SQLITE_BUSY: Hindrance.LOCKED,
    sqlite3.SQLITE_LOCKED: Hindrance.LOCKED,
    sqlite3.SQLITE_PROTOCOL: Hindrance.LOCKED,
    sqlite3.SQLITE_READONLY: Hindrance.READ_ONLY,
    sqlite3.SQLITE_PERM: Hindrance.READ_ONLY,
    sqlite3.SQLITE_FULL: Hindrance.FULL,
    sqlite3.SQLITE_CORRUPT: Hindrance.DAMAGED,
    # A table, or a column, is not there.
    sqlite3.SQLITE_ERROR: Hindrance.DAMAGED,
    sqlite3.SQLITE_NOTADB: Hindrance.DAMAGED,
    sqlite3.SQLITE_CANTOPEN: Hindrance.CANNOT_OPEN,
}
_KINDS = {int: "INTEGER", str: "TEXT", bytes: "BLOB"}


class Database:
    """A journal, open. :meth:`close` has to be called."""

    def __init__(self, path: Path, *, writes: bool) -> None:
        """Open it; with ``writes`` it is made where there is none.

        Raises:
            Hindered: it cannot be used.
        """
        with _told():
            self._connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        try:
            with _told():
                self._do("PRAGMA trusted_schema = OFF")
                if not writes:
                    self._do("PRAGMA query_only = ON")
                self._must_be_ours()
        except Hindered:
            self.close()
            raise

    def rows(self) -> Rows:
        """All of them, those of runs that have not ended, too.

        Raises:
            Hindered: it is damaged, or somebody keeps it locked.
        """
        with _told(), self._at_once("DEFERRED"):
            if not self._version():
                return Rows()
            return Rows(**{name: list(self._table(name)) for name in TABLES})

    def lock(self) -> None:
        """Keep everybody else from reading and writing from the next :meth:`add` on, and from
        writing from now on.

        Raises:
            Hindered: somebody else has it, or it cannot be written.
        """
        with _told():
            self._do("PRAGMA journal_mode = DELETE")
            self._do("PRAGMA synchronous = FULL")
            self._do("BEGIN IMMEDIATE")
            # Not before: two who wait for each other would both keep what the other one needs.
            self._do("PRAGMA locking_mode = EXCLUSIVE")
            if not self._version():
                self._make()

    def has_only(self, rows: Rows) -> bool:
        """Whether nobody has written since these were read."""
        with _told():
            runs = self._one("SELECT count(*) FROM runs")
            finished = self._one("SELECT count(*) FROM finished")
        return (runs, finished) == (len(rows.runs), len(rows.finished))

    def add(self, rows: Rows) -> None:
        """Write rows, all or none; after this the file stays locked until it is closed."""
        with _told():
            for name, some in rows.tables():
                if some:
                    marks = ", ".join("?" * len(some[0]))
                    self._connection.executemany(f"INSERT INTO {name} VALUES ({marks})", some)
            self._do("COMMIT")

    def finish(self, run: int, time: str) -> None:
        """Note that the outputs of a run are in their places."""
        with _told():
            self._do("INSERT INTO finished VALUES (?, ?)", FinishedRow(run, time))

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self._connection.close()

    def _must_be_ours(self) -> None:
        with self._at_once("DEFERRED"):
            version = self._version()
            known = self._one("SELECT count(*) FROM sqlite_master")
            if (version or known) and self._one("PRAGMA application_id") != APPLICATION:
                raise Hindered(Hindrance.FOREIGN)
            if version > VERSION:
                raise Hindered(Hindrance.NEWER)

    def _make(self) -> None:
        for name, kind in TABLES.items():
            columns = ", ".join(_column(*one) for one in get_type_hints(kind).items())
            self._do(f"CREATE TABLE {name} ({columns})")
            for what in ("UPDATE", "DELETE"):
                self._do(
                    f"CREATE TRIGGER no_{what.lower()}_of_{name} BEFORE {what} ON {name} "
                    "BEGIN SELECT RAISE(ABORT, 'a journal is only added to'); END"
                )
        self._do(f"PRAGMA application_id = {APPLICATION}")
        self._do(f"PRAGMA user_version = {VERSION}")

    def _table(self, name: str) -> Iterator[Any]:
        kind = TABLES[name]
        sound = _types_of(kind)
        for row in self._connection.execute(f"SELECT * FROM {name} ORDER BY rowid"):
            if tuple(map(type, row)) not in sound:
                raise Hindered(Hindrance.DAMAGED)
            yield kind(*row)

    def _version(self) -> int:
        return int(self._one("PRAGMA user_version"))

    def _one(self, sql: str) -> int:
        return int(self._connection.execute(sql).fetchone()[0])

    def _do(self, sql: str, values: tuple[Any, ...] = ()) -> None:
        self._connection.execute(sql, values).close()

    @contextmanager
    def _at_once(self, how: str) -> Iterator[None]:
        """Within one transaction, so that all is of one moment."""
        if self._connection.in_transaction:
            yield
            return
        self._do(f"BEGIN {how}")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self._do("ROLLBACK")


def rows_in(path: Path) -> Rows:
    """What a journal holds, which is only read.

    Raises:
        Hindered: it cannot be used.
    """
    database = Database(path, writes=False)
    try:
        return database.rows()
    finally:
        database.close()


def is_none_yet(path: Path) -> bool:
    """Whether nothing is there, or an empty file.

    Raises:
        Hindered: what is there is no file of a database, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(len(_HEAD))
    except FileNotFoundError:
        return True
    except (OSError, ValueError) as error:
        raise Hindered(Hindrance.CANNOT_OPEN) from error
    if head and head != _HEAD:
        raise Hindered(Hindrance.FOREIGN)
    return not head


def _column(name: str, kind: Any) -> str:
    if isinstance(kind, UnionType):
        (only,) = (one for one in get_args(kind) if one is not NoneType)
        return f"{name} {_KINDS[only]}"
    return f"{name} {_KINDS[kind]} NOT NULL"


def _types_of(row: type[Any]) -> frozenset[tuple[type, ...]]:
    """The types that the values of a row may have."""
    kinds = get_type_hints(row).values()
    each = [get_args(one) if isinstance(one, UnionType) else (one,) for one in kinds]
    return frozenset(product(*each))


@contextmanager
def _told() -> Iterator[None]:
    """Have what SQLite refuses told as a reason."""
    try:
        yield
    except sqlite3.Error as error:
        # The lowest byte; the others say more about where it was found.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        raise Hindered(_HINDRANCES.get(code, Hindrance.FAILED)) from error
    except (ValueError, OverflowError) as error:
        raise Hindered(Hindrance.DAMAGED) from error
