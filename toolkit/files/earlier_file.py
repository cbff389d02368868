"""The consolidated workbook that is about to be replaced → what people typed into it.

Nothing that a person typed may be lost: what is not understood stops the run instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from toolkit.earlier import KEY, Earlier, Record, Row, Typed, from_text, rows_of, typed_over
from toolkit.errors import CannotRun
from toolkit.files.comments import read_comments
from toolkit.files.inbox import read_existing
from toolkit.files.workbook import read_workbook
from toolkit.finding import Shown
from toolkit.form import Form
from toolkit.grid import At, Grid, Unreadable, Workbook, shown_text
from toolkit.identity import PROPERTY, SHEET
from toolkit.layout import cell
from toolkit.text import printable
from toolkit.words import review, stops
from toolkit.words.sheets import (
    BY_UNIT,
    BY_UNIT_COLUMNS,
    FINDING_COLUMNS,
    FINDINGS,
    SETTLED,
    SHEETS,
    TYPED,
    TYPED_IN,
    YES,
    Column,
)
from toolkit.worklist import Item

_CODE, _, _, _INSIDE = BY_UNIT_COLUMNS[:4]
_LISTS = (FINDINGS, SETTLED)
# By these the head row of a list is known.
_HEADS = {Column.RULE, Column.DECISION, Column.NOTE}
_LINK = re.compile(r'HYPERLINK\(.*,"((?:[^"]|"")*)"\)$')
# What Excel, LibreOffice and WPS leave beside a workbook while it is open.
_LOCKS = ("~${}", ".~lock.{}#", ".~{}")


def must_be_closed(path: Path) -> None:
    """Raise CannotRun while somebody has the workbook open: what he has not saved would be lost."""
    for lock in (path.with_name(one.format(path.name)) for one in _LOCKS):
        if lock.exists():
            raise CannotRun(stops.is_open(str(path), str(lock)))


def read_earlier(path: Path, form: Form, year: int, collector: str) -> tuple[bytes, Earlier] | None:
    """The bytes of what is to be replaced, and what it says; None where there is nothing.

    Raises:
        CannotRun: it is not ours, is open elsewhere, or cannot be understood as a whole.
    """
    content = read_existing(path)
    if content is None:
        return None
    must_be_closed(path)
    try:
        workbook = read_workbook(content)
        comments = read_comments(content)
    except Unreadable as error:
        raise CannotRun(stops.earlier_unreadable(str(path), str(error))) from error
    stated = workbook.properties
    if (stated.get(f"{PROPERTY}kind"), stated.get(f"{PROPERTY}unit")) != (
        "consolidated",
        collector,
    ):
        raise CannotRun(stops.foreign_file(str(path)))
    if (stated.get(f"{PROPERTY}year"), stated.get(f"{PROPERTY}form")) != (str(year), form.id):
        raise CannotRun(stops.of_another_period(str(path), stated.get(f"{PROPERTY}year", "")))
    try:
        return content, _Reading(workbook, comments, form).earlier()
    except Unreadable as error:
        raise CannotRun(stops.earlier_unreadable(str(path), str(error))) from error


class _Reading:
    def __init__(
        self, workbook: Workbook, comments: Mapping[str, Mapping[At, str]], form: Form
    ) -> None:
        self.grids, self.comments = workbook.grids, comments
        self.record = self._record()
        self.ours = {*SHEETS, SHEET, *(table.sheet for table in form.tables)}
        self.items: dict[str, list[Item]] = {FINDINGS: [], SETTLED: []}

    def _record(self) -> Record:
        hidden = self.grids.get(SHEET)
        rows = range(len(hidden.rows)) if hidden else ()
        texts = [hidden.text(r, 1) for r in rows if hidden and hidden.text(r, 0) == KEY]
        record = from_text("".join(texts))
        if record is None:
            raise Unreadable(stops.NO_RECORD)
        for needed in (BY_UNIT, FINDINGS):
            if needed not in self.grids:
                raise Unreadable(stops.sheet_is_gone(needed))
        return record

    def earlier(self) -> Earlier:
        inside, chosen = self._switches()
        for name in _LISTS:
            if name in self.grids:
                self.items[name] = _items(self.grids[name], name)
        return Earlier(
            record=self.record,
            inside=inside,
            chosen=chosen,
            items=self.items[FINDINGS],
            settled=self.items[SETTLED],
            written=self._written(),
            typed=[*self._listed(), *self._typed()],
            sheets={name: grid for name, grid in self.grids.items() if name not in self.ours},
            comments={n: some for n, some in self.comments.items() if n not in self.ours},
        )

    def _switches(self) -> tuple[dict[str, bool], dict[str, bool]]:
        grid = self.grids[BY_UNIT]
        head = _head_row(grid, {_CODE, _INSIDE})
        if head is None:
            raise Unreadable(stops.heads_are_gone(BY_UNIT))
        top, heads = head
        inside = {
            code: grid.text(row, heads[_INSIDE]) == YES
            for row in range(top + 1, len(grid.rows))
            if (code := grid.text(row, heads[_CODE])) in self.record.units
        }
        chosen = {}
        for code, now in inside.items():
            then = self.record.units[code]
            choice = now if now != then.inside else then.chosen
            if choice is not None:
                chosen[code] = choice
        return inside, chosen

    def _written(self) -> list[Item]:
        """The list of findings as we had written it."""
        rows = self.record.sheets.get(FINDINGS, ())
        width = max((max(row, default=-1) for row in rows), default=-1) + 1
        grid = Grid([[row.get(column, "") for column in range(width)] for row in rows])
        return _items(grid, FINDINGS)

    def _listed(self) -> Iterator[Typed]:
        """What the workbook lists already as typed, as it stands there now."""
        grid = self.grids.get(TYPED)
        head = _head_row(grid, set(review.TYPED_COLUMNS)) if grid else None
        if grid is None or head is None:
            return
        top, heads = head
        for row in range(top + 1, len(grid.rows)):
            cells = tuple(_lines(grid.value(row, heads[c])) for c in review.TYPED_COLUMNS)
            if any(cells):
                yield Typed(cells)

    def _typed(self) -> Iterator[Typed]:
        for name, grid in self.grids.items():
            if name in self.ours and name not in (SHEET, TYPED):
                yield from self._typed_on(name, grid)
            if name in self.ours:
                for (row, column), text in self.comments.get(name, {}).items():
                    yield self._at(grid, name, row, column, "", text, review.IS_COMMENT)
        listed = self.grids.get(TYPED)
        if listed:
            yield from self._beside_the_list(listed)

    def _typed_on(self, name: str, grid: Grid) -> Iterator[Typed]:
        written, read = self.record.sheets.get(name, ()), rows_of(grid)
        skipped: dict[int, set[int]] = {}
        if name in _LISTS:
            written = [_without(row, _typed_columns(written)) for row in written]
            skipped = _reviewed(grid)
        elif name == BY_UNIT:
            head = _head_row(grid, {_CODE, _INSIDE})
            column = head[1][_INSIDE] if head else -1
            known = self.record.units
            written = [_without(r, {column}) if r.get(0) in known else r for r in written]
            skipped = {row: {column} for row in range(len(read)) if grid.text(row, 0) in known}
        read = [_without(row, skipped.get(number, set())) for number, row in enumerate(read)]
        for row, column, old in typed_over(written, read):
            new = grid.formulas.get((row, column)) or _lines(grid.value(row, column))
            kind = review.IS_CELL if old else review.IS_ADDED
            yield self._at(grid, name, row, column, old, new or review.CLEARED, kind)

    def _beside_the_list(self, grid: Grid) -> Iterator[Typed]:
        """Cells on the list of what was typed that are in none of its columns."""
        head = _head_row(grid, set(review.TYPED_COLUMNS))
        width = len(review.TYPED_COLUMNS)
        for row in range(head[0] + 1 if head else 0, len(grid.rows)):
            for column in range(width if head else 0, len(grid.rows[row])):
                if text := _lines(grid.value(row, column)):
                    yield self._at(grid, TYPED, row, column, "", text, review.IS_ADDED)

    def _at(
        self, grid: Grid, sheet: str, row: int, column: int, old: str, new: str, kind: str
    ) -> Typed:
        """As a row of the list; ``old`` is not told where it was a formula of ours."""
        line = [grid.text(row, c) for c in range(4) if c != column and grid.text(row, c)]
        above = (grid.text(r, column) for r in range(row - 1, -1, -1))
        head = next((text for text in above if text), "")
        was = review.OLD_FORMULA if old.startswith("=") else old
        address = cell(row, column).address
        return Typed((self.record.made, sheet, address, " ".join(line[:3]), head, was, new, kind))


def _head_row(grid: Grid, wanted: set[str]) -> tuple[int, dict[str, int]] | None:
    """The row that holds all of the heads, and the column of every text in it."""
    for row in range(len(grid.rows)):
        heads: dict[str, int] = {}
        for column in range(len(grid.rows[row])):
            heads.setdefault(grid.text(row, column), column)
        if wanted <= heads.keys():
            return row, {text: column for text, column in heads.items() if text}
    return None


def _items(grid: Grid, name: str) -> list[Item]:
    """The rows of a list of findings, with what the reviewer has written."""
    head = _head_row(grid, _HEADS)
    if head is None:
        raise Unreadable(stops.heads_are_gone(name))
    top, heads = head
    own = [text for text in heads if text not in FINDING_COLUMNS]
    found = []
    for row in range(top + 1, len(grid.rows)):
        if not grid.text(row, heads[Column.RULE]):
            continue
        said = {text: _lines(grid.value(row, column)) for text, column in heads.items()}
        shown: dict[str, Shown] = {
            text: _figure(grid.value(row, heads[text])) or said[text]
            for text in FINDING_COLUMNS
            if text in said and text not in TYPED_IN
        }
        if Column.CELL in heads:
            linked = said[Column.CELL] or _linked(grid, (row, heads[Column.CELL]))
            shown[Column.CELL] = "" if linked == review.GO else linked
        more = {text: said[text] for text in own if said[text]}
        decision, note, change = (said.get(one, "") for one in TYPED_IN)
        found.append(Item(shown, decision, note, change, more))
    return found


def _figure(value: object) -> Decimal | None:
    return Decimal(repr(value)) if isinstance(value, float | int) else None


def _linked(grid: Grid, at: At) -> str:
    """The text of a link whose result a program did not store."""
    found = _LINK.search(grid.formulas.get(at, ""))
    return found[1].replace('""', '"') if found else ""


def _lines(value: object) -> str:
    """A cell's text with its line breaks, which people make with Alt+Enter."""
    if not isinstance(value, str):
        return shown_text(value)
    return "\n".join(printable(line) for line in value.splitlines()).strip()


def _typed_columns(rows: Sequence[Row]) -> set[int]:
    """The columns of decision and note in the rows of a list as we wrote it."""
    for row in rows:
        at = {text: column for column, text in row.items()}
        if at.keys() >= _HEADS:
            return {at[Column.DECISION], at[Column.NOTE]}
    return set()


def _reviewed(grid: Grid) -> dict[int, set[int]]:
    """For each row of a list that is a finding, the columns that are the reviewer's."""
    head = _head_row(grid, _HEADS)
    if head is None:
        return {}
    top, heads = head
    theirs = {column for text, column in heads.items() if text not in FINDING_COLUMNS}
    theirs |= {heads[Column.DECISION], heads[Column.NOTE]}
    rule = heads[Column.RULE]
    rows = range(top + 1, len(grid.rows))
    # The heads of his own come along with what stands below them.
    return {top: theirs, **{row: theirs for row in rows if grid.text(row, rule)}}


def _without(row: Row, columns: set[int]) -> Row:
    return (
        {column: text for column, text in row.items() if column not in columns} if columns else row
    )
