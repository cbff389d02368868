"""Damage to labels and their lines: changed, deleted, exchanged, doubled."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

from tests.support.damage import NOT_THE_TABLE, Hit, NotHere, at, damage, sheet_of, standing
from tests.support.damage_book import FORM, LABELS, TABLES, Book, Spot, heads_of
from tests.support.damage_sheet import Axis, Cell, Sheet, Shift, number, words
from toolkit.grids.address import cell
from toolkit.text import fold

# --- Lines put in --------------------------------------------------------------------------------


def _any_label(book: Book, rng: random.Random) -> tuple[str, int, Spot]:
    table = rng.choice(standing(book))
    which = rng.choice(heads_of(table))
    return table, which, book.labels[which]


@damage("a label changed", expect="TAB-02", sums=NOT_THE_TABLE)
def label_changed(book: Book, rng: random.Random) -> Hit:
    table, which, spot = _any_label(book, rng)
    text = LABELS[which][1].text
    place = rng.randrange(len(text))
    new = rng.choice([text[:place] + text[place + 1 :], f"{text}（件）", f"其中：{text}", "小计"])
    if fold(new) == fold(text):
        raise NotHere
    book.put(spot, words(new))
    return at(spot, table)


@damage("a label deleted", expect="TAB-02", sums=NOT_THE_TABLE)
def label_deleted(book: Book, rng: random.Random) -> Hit:
    table, _, spot = _any_label(book, rng)
    book.put(spot, Cell())
    return at(spot, table)


@damage("a label turned into a number", expect="TAB-02", sums=NOT_THE_TABLE)
def label_number(book: Book, rng: random.Random) -> Hit:
    table, _, spot = _any_label(book, rng)
    book.put(spot, number(rng.randint(1, 99)))
    return at(spot, table)


@damage("a label typed over with its neighbour's", expect="TAB-02", sums=NOT_THE_TABLE)
def label_overwritten(book: Book, rng: random.Random) -> Hit:
    table, (one, other) = _neighbours(book, rng)
    book.put(book.labels[other], words(LABELS[one][1].text))
    cells = frozenset(book.labels[which].address for which in (one, other))
    return Hit(book.labels[other].sheet, cells, table)


@damage("two labels exchanged", expect="TAB-02", sums=NOT_THE_TABLE)
def labels_exchanged(book: Book, rng: random.Random) -> Hit:
    table, (one, other) = _neighbours(book, rng)
    first, second = book.labels[one], book.labels[other]
    book.put(first, words(LABELS[other][1].text))
    book.put(second, words(LABELS[one][1].text))
    return Hit(first.sheet, frozenset((first.address, second.address)), table)


def _neighbours(book: Book, rng: random.Random) -> tuple[str, tuple[int, int]]:
    """Two labels in a row that differ."""
    table = rng.choice(standing(book))
    pairs = [
        (a, b)
        for a, b in pairwise(heads_of(table))
        if LABELS[a][1].role == LABELS[b][1].role and LABELS[a][1].text != LABELS[b][1].text
    ]
    if not pairs:
        raise NotHere
    return table, rng.choice(pairs)


@damage("two rows exchanged with their figures", expect="TAB-02", sums=NOT_THE_TABLE)
def rows_exchanged(book: Book, rng: random.Random) -> Hit:
    table, sheet, leaves = _leaf_rows(book, rng)
    pairs = [
        (a, b)
        for a, b in pairwise(leaves)
        if book.labels[a].at[1] == book.labels[b].at[1]
        and book.labels[a].at[0] + 1 == book.labels[b].at[0]
    ]
    if not pairs:
        raise NotHere
    one, other = rng.choice(pairs)
    first, second = book.labels[one], book.labels[other]
    for column in range(first.at[1], sheet.extent[1]):
        upper, lower = (first.at[0], column), (second.at[0], column)
        above, below = sheet.cells.get(upper, Cell()), sheet.cells.get(lower, Cell())
        if "<f" not in above.inner + below.inner:
            sheet.cells[upper], sheet.cells[lower] = below, above
    for code, spot in book.spots.items():
        if spot.sheet == sheet.name and spot.at[0] in (first.at[0], second.at[0]):
            row = first.at[0] + second.at[0] - spot.at[0]
            book.spots[code] = Spot(sheet.name, (row, spot.at[1]))
    book.labels[one], book.labels[other] = second, first
    return Hit(sheet.name, frozenset((first.address, second.address)), table)


def _leaf_rows(book: Book, rng: random.Random) -> tuple[str, Sheet, list[int]]:
    """A table with the labels of its single rows of figures."""
    tables = [table for table in standing(book) if table != "t4"]
    if not tables:
        raise NotHere
    table = rng.choice(tables)
    rows = {book.spots[code].at[0] for code in TABLES[table].cells}
    sheet = sheet_of(book, table)
    leaves = [
        which
        for which in heads_of(table)
        if LABELS[which][1].role == "row"
        and (at := book.labels[which].at)[0] in rows
        and sheet.merge_at(at)[2] == at[0]
    ]
    return table, sheet, leaves


@damage("a row doubled with other figures", expect="TAB-07", sums=NOT_THE_TABLE)
def row_doubled(book: Book, rng: random.Random) -> Hit:
    table, sheet, leaves = _leaf_rows(book, rng)
    spot = book.labels[rng.choice(leaves)]
    row = spot.at[0]
    book.shift(Shift(sheet.name, "row", row + 1, 1))
    for column in range(spot.at[1], sheet.extent[1]):
        one = sheet.cells.get((row, column))
        if one and "<f" not in one.inner:
            sheet.cells[row + 1, column] = one
    other_figure(sheet, [(row + 1, s.at[1]) for s in _inputs_in(book, table, "row", row)], rng)
    cells = frozenset((spot.address, cell(row + 1, spot.at[1]).address))
    return Hit(sheet.name, cells, table)


@damage("a column doubled with other figures", expect="TAB-07", sums=NOT_THE_TABLE)
def column_doubled(book: Book, rng: random.Random) -> Hit:
    table, sheet, leaves = _leaf_columns(book, rng)
    spot = book.labels[rng.choice(leaves)]
    column = spot.at[1]
    book.shift(Shift(sheet.name, "column", column + 1, 1))
    for row in range(spot.at[0], sheet.extent[0]):
        one = sheet.cells.get((row, column))
        if one and "<f" not in one.inner:
            sheet.cells[row, column + 1] = one
    places = [(s.at[0], column + 1) for s in _inputs_in(book, table, "column", column)]
    other_figure(sheet, places, rng)
    cells = frozenset((spot.address, cell(spot.at[0], column + 1).address))
    return Hit(sheet.name, cells, table)


def _leaf_columns(book: Book, rng: random.Random) -> tuple[str, Sheet, list[int]]:
    """A table with the labels of its single columns of figures."""
    tables = [one for one in standing(book) if one in ("t3", "t4")]
    if not tables:
        raise NotHere
    table = rng.choice(tables)
    sheet = sheet_of(book, table)
    leaves = [
        which
        for which in heads_of(table)
        if LABELS[which][1].role == "column"
        and LABELS[which][1].place.last_column == LABELS[which][1].place.column
        for spot in [book.labels[which]]
        if sheet.merge_at(spot.at)[3] == spot.at[1]
        and _inputs_in(book, table, "column", spot.at[1])
    ]
    if not leaves:
        raise NotHere
    return table, sheet, leaves


def _inputs_in(book: Book, table: str, axis: Axis, line: int) -> list[Spot]:
    spots = (book.spots[code] for code in FORM.table_inputs(table))
    return [one for one in spots if one.at[axis == "column"] == line]


def other_figure(sheet: Sheet, places: Sequence[tuple[int, int]], rng: random.Random) -> None:
    """Another figure in one of these cells at least."""
    if not places:
        raise NotHere
    place = rng.choice(places)
    old = sheet.cells.get(place, Cell())
    new = rng.randint(1, 999)
    sheet.cells[place] = number(new if f"<v>{new}</v>" != old.inner else new + 1, old.style)


@damage("two columns exchanged with their figures", expect="TAB-02", sums=NOT_THE_TABLE)
def columns_exchanged(book: Book, rng: random.Random) -> Hit:
    table, sheet, leaves = _leaf_columns(book, rng)
    pairs = [
        (a, b)
        for a, b in pairwise(leaves)
        if book.labels[a].at[0] == book.labels[b].at[0]
        and book.labels[a].at[1] + 1 == book.labels[b].at[1]
        and LABELS[a][1].text != "总计" != LABELS[b][1].text
    ]
    if not pairs:
        raise NotHere
    one, other = rng.choice(pairs)
    first, second = book.labels[one], book.labels[other]
    for row in range(first.at[0], sheet.extent[0]):
        left, right = (row, first.at[1]), (row, second.at[1])
        before, after = sheet.cells.get(left, Cell()), sheet.cells.get(right, Cell())
        if "<f" not in before.inner + after.inner:
            sheet.cells[left], sheet.cells[right] = after, before
    for code, spot in book.spots.items():
        if spot.sheet == sheet.name and spot.at[1] in (first.at[1], second.at[1]):
            column = first.at[1] + second.at[1] - spot.at[1]
            book.spots[code] = Spot(sheet.name, (spot.at[0], column))
    book.labels[one], book.labels[other] = second, first
    return Hit(sheet.name, frozenset((first.address, second.address)), table)


@damage("a line of column numbers under the head", expect="TAB-03")
def column_numbers(book: Book, rng: random.Random) -> Hit:
    """栏次: 1, 2, 3 … as many official tables have it."""
    tables = [one for one in standing(book) if one in ("t3", "t4")]
    if not tables:
        raise NotHere
    table = rng.choice(tables)
    spots = [book.spots[code] for code in TABLES[table].cells]
    row = min(one.at[0] for one in spots)
    columns = sorted({one.at[1] for one in spots})
    sheet = sheet_of(book, table)
    book.shift(Shift(sheet.name, "row", row, 1))
    for count, column in enumerate(columns, 1):
        sheet.cells[row, column] = number(count)
    return Hit(sheet.name, frozenset(cell(row, one).address for one in columns), table)


@damage("a second line of figures in table 4", expect="TAB-03")
def second_figures(book: Book, rng: random.Random) -> Hit:
    if "t4" not in standing(book):
        raise NotHere
    spot = book.spots[rng.choice(FORM.table_inputs("t4"))]
    sheet, below = sheet_of(book, "t4"), (spot.at[0] + 1, spot.at[1])
    if sheet.cells.get(below, Cell()).inner:
        raise NotHere
    sheet.cells[below] = number(rng.randint(1, 999))
    return at(Spot(sheet.name, below), "t4")
