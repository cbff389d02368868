"""Roster files: CSV or a workbook → :class:`toolkit.roster.roster.Roster`."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

from toolkit.errors import CannotRun
from toolkit.files.disk import read_named, real
from toolkit.files.remote import is_remote
from toolkit.grids.names import ROSTERS
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.roster import words
from toolkit.roster.listing import NO_TABLE, Table, table_of, units_of
from toolkit.roster.roster import Roster
from toolkit.roster.rows import Row, row_of, rows_of
from toolkit.roster.spelling import REQUIRED
from toolkit.spreadsheets.formats import FORMATS
from toolkit.spreadsheets.kind import FileKind, kind_of
from toolkit.spreadsheets.seal import unchanged_since_made
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.text import decoded, printable

# What a roster was called before a collection had a folder. Where one of these lies, it is meant: a
# table under another name may be a list of another kind.
_FIRST = ("units.csv", "units.xlsx")
# What may stand between two columns; the first that gives all of them is the one.
DELIMITERS = ",，;；\t|"
# Kinds that are told by their content alone, and cannot be a text.
_WORKBOOKS = {*FORMATS, FileKind.ENCRYPTED}


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A roster, and where it was found."""

    path: Path
    units: Roster


def find_roster(paths: Sequence[Path]) -> Path:
    """A roster under one of its usual names in one of the paths, or beside it.

    Raises:
        CannotRun: there is none, or there are several that differ.
    """
    places = [path if path.is_dir() else path.parent for path in paths]
    beside = [path.absolute().parent for path in paths]
    found: list[Path] = []
    for place in (*places, *beside):
        for path in _rosters_in(place):
            if not any(_same(path, one) for one in found):
                found.append(path)
    found = _meant(found)
    if not found:
        shown = dict.fromkeys(printable(str(place)) for place in places)
        raise CannotRun(words.no_roster(shown))
    for other in found[1:]:
        _must_agree(found[0], other)
    return found[0]


def other_rosters(used: Path, units: Roster, paths: Sequence[Path]) -> list[Path]:
    """The rosters in the folders of these paths, or beside them, that say something else.

    Somebody may have meant one of them. One that nobody has filled in yet says nothing.
    """
    folders = [path if path.is_dir() else path.parent for path in paths if not is_remote(path)]
    near = [used.parent, *folders, *(path.absolute().parent for path in folders)]
    # A folder may be named twice, once from here and once as a whole.
    found: dict[Path, Path] = {}
    for place in near:
        for one in () if is_remote(place) else _rosters_in(place):
            found.setdefault(real(one), one)
    return [one for one in found.values() if not _same(one, used) and not _agrees(one, units)]


def _agrees(path: Path, units: Roster) -> bool:
    try:
        return read_roster(path).rows == units.rows
    except CannotRun:
        return unchanged_since_made(read_named(path))


def _meant(found: list[Path]) -> list[Path]:
    return [one for one in found if one.name.lower() in _FIRST] or found


def _same(path: Path, other: Path) -> bool:
    if is_remote(path) or is_remote(other):
        return str(path) == str(other)
    return path.samefile(other)


def _rosters_in(place: Path) -> list[Path]:
    """The rosters that lie in a folder, in the order of their usual names."""
    found: list[Path] = []
    with suppress(OSError):
        found = [one for one in place.iterdir() if one.name.lower() in ROSTERS and one.is_file()]
    return sorted(found, key=lambda one: (ROSTERS.index(one.name.lower()), one.name))


def _must_agree(used: Path, other: Path) -> None:
    """Raise CannotRun where two rosters are not the same: one of them is out of date."""
    units = read_roster(used).rows
    shown, beside = (printable(str(path)) for path in (used, other))
    try:
        same = read_roster(other).rows == units
    except CannotRun as error:
        raise CannotRun(words.roster_beside_unread(shown, beside, str(error))) from error
    if not same:
        raise CannotRun(words.rosters_differ(shown, beside))


def named_roster(path: Path) -> Path:
    """The file that somebody means: of a folder the roster in it.

    Raises:
        CannotRun: the folder has none, or several that differ.
    """
    if not path.is_dir():
        return path
    found = _meant(_rosters_in(path))
    if not found:
        raise CannotRun(words.no_roster_within(printable(str(path))))
    for other in found[1:]:
        _must_agree(found[0], other)
    return found[0]


def read_roster(path: Path) -> Roster:
    """The roster in a file.

    Raises:
        CannotRun: it cannot be read, lacks a column, or is not certain: with the rows.
    """
    content, name = read_named(path), printable(path.name)
    if is_workbook(content):
        return _of_workbook(name, content)
    text = decoded(content)
    if text is None:
        raise CannotRun(words.roster_unreadable(name))
    return units_of(name, _table_of_text(text))


def is_workbook(content: bytes) -> bool:
    """Whether a file that may be a table is a workbook, and no text."""
    return content.startswith(b"PK") or kind_of(content) in _WORKBOOKS


# --- Workbooks -----------------------------------------------------------------------------------


def _of_workbook(name: str, content: bytes) -> Roster:
    """The roster on the sheet that has its heads."""
    try:
        grids = read_workbook(content).grids
    except Unreadable as error:
        why = error.refusal.text if error.refusal is Refusal.ENCRYPTED else ""
        raise CannotRun(words.roster_unreadable(name, why)) from error
    tables = {sheet: table_of(rows_of(grid)) for sheet, grid in grids.items()}
    filled = {n: one for n, one in tables.items() if not one.missing and one.rows}
    if not filled:
        best = max(tables.values(), key=lambda one: len(one.columns), default=NO_TABLE)
        return units_of(name, best)
    first, *others = filled
    roster = units_of(name, filled[first])
    for other in others:
        if units_of(name, filled[other]).rows != roster.rows:
            raise CannotRun(words.roster_sheets(name, [first, other]))
    return roster


# --- Text ----------------------------------------------------------------------------------------


def _table_of_text(text: str) -> Table:
    """The roster in a text, read with the delimiter that gives the most of its heads."""
    tables = []
    for delimiter in DELIMITERS:
        table = table_of(list(lines_of(text, delimiter)))
        if not table.missing:
            return _of_even_rows(table, delimiter)
        tables.append(table)
    return min(tables, key=lambda one: (len(one.missing), -len(one.columns)))


def lines_of(text: str, delimiter: str) -> Iterator[Row]:
    """Every line; where a quotation mark swallows some, what it has swallowed is said."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        first = reader.line_num + 1
        try:
            texts = next(reader)
        except StopIteration:
            return
        except csv.Error:
            last = reader.line_num
            fault = words.roster_quote(last) if last > first else words.roster_quote_within()
            yield row_of(first, (), fault)
            # What follows an unclosed mark cannot be told from what it swallows.
            continue
        last = reader.line_num
        yield row_of(first, texts, words.roster_quote(last) if last > first else "")


def _of_even_rows(table: Table, delimiter: str) -> Table:
    """The table, with what is wrong with rows that have not as many columns as there are heads."""
    last = max(at for at, text in enumerate(table.head.texts) if text) + 1
    needed = max(table.columns[head] for head in REQUIRED) + 1
    rows = []
    for row in table.rows:
        there = len(row.texts)
        eaten = there < last and any(delimiter in text for text in row.texts)
        short = 0 < there < needed and any(row.texts)
        uneven = not row.fault and (short or eaten or any(row.texts[last:]))
        fault = words.roster_columns_differ(there, last) if uneven else row.fault
        rows.append(replace(row, fault=fault))
    return replace(table, rows=rows)
