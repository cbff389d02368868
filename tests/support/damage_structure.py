"""Damage to lines: rows and columns put in or taken out."""

from __future__ import annotations

import random
from collections.abc import Iterable

from tests.support.damage import NOT_THE_TABLE, Hit, NotHere, any_table, damage, sheet_of, standing
from tests.support.damage_book import FORM, TABLES, Book, heads_of
from tests.support.damage_sheet import Axis, Cell, Shift, words
from toolkit.grids.address import cell

# --- Lines put in --------------------------------------------------------------------------------


def _insert(book: Book, rng: random.Random, axis: Axis, where: str) -> Hit:
    table, sheet = any_table(book, rng)
    top, left, bottom, right = book.box(table)
    first, last = (top, bottom) if axis == "row" else (left, right)
    if where == "head":
        bodies = [book.spots[code].at[axis == "column"] for code in TABLES[table].cells]
        last = min(bodies)
    place = {
        "before": first,
        "inside": rng.randint(first + 1, max(last, first + 1)),
        "head": rng.randint(first + 1, max(last, first + 1)),
        "after": last + 1,
    }[where]
    count = rng.choice([1, 1, 1, 2, 5])
    book.shift(Shift(sheet.name, axis, place, count))
    spot = (place, 0) if axis == "row" else (0, place)
    return Hit(sheet.name, frozenset([cell(*spot).address]), table)


@damage("rows inserted above a table", harmless=True)
def rows_above(book: Book, rng: random.Random) -> Hit:
    return _insert(book, rng, "row", "before")


@damage("rows inserted inside a table", harmless=True)
def rows_inside(book: Book, rng: random.Random) -> Hit:
    return _insert(book, rng, "row", "inside")


@damage("rows inserted inside the head", harmless=True)
def rows_in_head(book: Book, rng: random.Random) -> Hit:
    return _insert(book, rng, "row", "head")


@damage("rows inserted below a table", harmless=True)
def rows_below(book: Book, rng: random.Random) -> Hit:
    return _insert(book, rng, "row", "after")


@damage("rows inserted at several places", harmless=True)
def rows_everywhere(book: Book, rng: random.Random) -> Hit:
    for where in ("before", "head", "inside", "inside"):
        hit = _insert(book, rng, "row", where)
    return hit


@damage("columns inserted left of a table", harmless=True)
def columns_left(book: Book, rng: random.Random) -> Hit:
    return _insert(book, rng, "column", "before")


@damage("columns inserted inside a table", harmless=True)
def columns_inside(book: Book, rng: random.Random) -> Hit:
    return _insert(book, rng, "column", "inside")


@damage("columns inserted right of a table", harmless=True)
def columns_right(book: Book, rng: random.Random) -> Hit:
    return _insert(book, rng, "column", "after")


@damage("a note in inserted rows", harmless=True)
def rows_with_note(book: Book, rng: random.Random) -> Hit:
    table, sheet = any_table(book, rng)
    top, left, bottom, _ = book.box(table)
    row = rng.randint(top, bottom + 1)
    book.shift(Shift(sheet.name, "row", row, 2))
    sheet.cells[row, left] = words("注：本表由办公室汇总，截至12月31日。")
    return Hit(sheet.name, table=table)


@damage("entry cells merged, what they hold kept or not", expect="TAB-09")
def entries_merged(book: Book, rng: random.Random) -> Hit:
    table, sheet = any_table(book, rng)
    spots = {book.spots[code].at: code for code in FORM.table_inputs(table)}
    pairs = [(at, right) for at in spots if (right := (at[0], at[1] + 1)) in spots]
    pairs = [pair for pair in pairs if not any(_overlap(area, pair) for area in sheet.merges)]
    if not pairs:
        raise NotHere
    first, second = rng.choice(pairs)
    sheet.merges.add((*first, *second))
    if rng.random() < 0.5 and isinstance(book.typed[spots[second]], int | None):
        book.put(book.spots[spots[second]], Cell())
        book.typed[spots[second]] = None
    return Hit(sheet.name, frozenset([book.spots[spots[first]].address]), table)


def _overlap(area: tuple[int, int, int, int], cells: Iterable[tuple[int, int]]) -> bool:
    return any(area[0] <= r <= area[2] and area[1] <= c <= area[3] for r, c in cells)


@damage("title and caption deleted with their rows", harmless=True)
def title_rows_deleted(book: Book, rng: random.Random) -> Hit:
    table, sheet = any_table(book, rng)
    top = book.box(table)[0]
    if top != 2:
        raise NotHere
    book.shift(Shift(sheet.name, "row", 0, -rng.choice([1, 2])))
    return Hit(sheet.name, table=table)


# --- Lines taken out -----------------------------------------------------------------------------


def _delete(book: Book, rng: random.Random, axis: Axis) -> Hit:
    table, sheet = any_table(book, rng)
    heads = [book.labels[which] for which in heads_of(table)]
    side = axis == "column"
    lines = sorted({one.at[side] for one in heads})
    rng.shuffle(lines)
    for line in lines:
        shift = Shift(sheet.name, axis, line, -1)
        lost = [one for one in heads if not shift.area(sheet.merge_at(one.at))]
        if lost:
            book.shift(shift)
            return Hit(sheet.name, frozenset(one.address for one in lost), table)
    raise NotHere


@damage("a row deleted", expect="TAB-02", sums=NOT_THE_TABLE)
def row_deleted(book: Book, rng: random.Random) -> Hit:
    return _delete(book, rng, "row")


@damage("a column deleted", expect="TAB-02", sums=NOT_THE_TABLE)
def column_deleted(book: Book, rng: random.Random) -> Hit:
    return _delete(book, rng, "column")


@damage("several rows deleted", expect="TAB-02", sums=NOT_THE_TABLE)
def rows_deleted(book: Book, rng: random.Random) -> Hit:
    table, sheet = any_table(book, rng)
    rows = sorted({book.labels[which].at[0] for which in heads_of(table)})
    first = rng.choice(rows)
    count = rng.randint(2, 4)
    shift = Shift(sheet.name, "row", first, -count)
    lost = [
        book.labels[which]
        for which in heads_of(table)
        if not shift.area(sheet.merge_at(book.labels[which].at))
    ]
    if not 0 < len(lost) < len(heads_of(table)) / 3:
        # With most of its labels gone, it is no table any more.
        raise NotHere
    book.shift(shift)
    return Hit(sheet.name, table=table)


@damage("several columns deleted", expect="TAB-02", sums=NOT_THE_TABLE)
def columns_deleted(book: Book, rng: random.Random) -> Hit:
    table, sheet = any_table(book, rng)
    figures = sorted({book.spots[code].at[1] for code in TABLES[table].cells})
    shift = Shift(sheet.name, "column", rng.choice(figures), -rng.randint(2, 5))
    heads = [book.labels[which] for which in heads_of(table)]
    lost = [one for one in heads if not shift.area(sheet.merge_at(one.at))]
    if not 0 < len(lost) < len(heads) / 3:
        raise NotHere
    book.shift(shift)
    return Hit(sheet.name, table=table)


@damage("the line of figures of table 4 deleted", expect="TAB-02", sums=NOT_THE_TABLE)
def figures_deleted(book: Book, rng: random.Random) -> Hit:
    """No label is in it, so that nothing but the figures is gone."""
    if "t4" not in standing(book):
        raise NotHere
    sheet, row = sheet_of(book, "t4"), book.box("t4")[2]
    if all(book.typed[code] in (None, 0) for code in FORM.table_inputs("t4")):
        raise NotHere
    book.shift(Shift(sheet.name, "row", row, -1))
    return Hit(sheet.name, table="t4")
