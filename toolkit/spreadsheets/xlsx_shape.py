"""The shape of a sheet: its XML without the values, which the returns of one template share.

Whatever can be said of a sheet without its values is found out once, from the first of its shape:
where its cells are, which of them are formulas, and by what styles they are shown. Of every other
one only the values are read. What is remembered was compared with what calamine gave for that first
sheet; where a value is not of the plainest kind, a sheet is read as if nothing were known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, NoReturn

from toolkit.grids.address import column_number
from toolkit.grids.grid import At, Grid
from toolkit.grids.shown import Shown, Why
from toolkit.spreadsheets.number_formats import Look, shown_as
from toolkit.spreadsheets.ooxml_texts import PLAIN_TEXTS, SPACE, Unusual
from toolkit.spreadsheets.xlsx_apart import KEPT, RESULT, SHARED, TRIMMED, TRUTH, Apart
from toolkit.spreadsheets.xlsx_sheet import after_cells, before_cells

# A cell without its value: column, row, style.
_CELL = re.compile(rb'r="([A-Z]+)([0-9]+)"(?: s="([0-9]+)")?>')
_ROW_STYLE = re.compile(rb'<row\b[^>]*?\bs="([0-9]++)"')
# A formula that counts for a whole range, and the range if that is only one cell.
_ARRAY, _OF_ONE_CELL = (
    re.compile(rb'<f [^>]*\bt="array"[^>]*>'),
    re.compile(rb'\bref="([A-Z]+[0-9]+)(?::\1)?"'),
)
_PLAIN_NUMBER = re.compile(rb"-?[0-9]{1,15}(?:\.[0-9]{1,20})?(?:[eE][-+]?[0-9]{1,3})?")
_TRUTHS = {b"0": False, b"1": True}
# So many shapes are remembered at once; a template of ours has seven sheets.
_MOST = 140
# The bytes of a value that is remembered.
_LONGEST = 100
# No sheet of a template reaches over so many cells.
_LARGEST_AREA = 20_000
# What most cells hold: nothing, or a small count. To have it at hand saves a tenth of the reading.
_OFTEN: dict[bytes, object] = {b"": "", **{b"%d" % count: float(count) for count in range(1_000)}}


class Values(dict[bytes, object]):
    """What stands in the cells of a workbook: as it is spelt → as calamine gives it.

    ``texts``: the shared ones by their numbers; of an empty one nothing is known.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__(_OFTEN)
        numbered = zip(_numbered(len(texts)), texts, strict=True)
        self.update((number, text) for number, text in numbered if text)

    def __missing__(self, spelt: bytes) -> object:
        """Raise Unusual for what only calamine is sure to read right."""
        short = len(spelt) <= _LONGEST
        self[spelt] = held = (_held_once if short else _held)(spelt)
        return held


@lru_cache(16)
def _numbered(count: int) -> list[bytes]:
    """How the shared texts are named, from the first on; nobody may change it."""
    return [SHARED + b"%d" % number for number in range(count)]


def _held(spelt: bytes) -> object:
    """What a value is.

    Raises:
        Unusual: it is not plainly something, or a shared text that is not known.
    """
    mark, inner = spelt[:1], spelt[1:]
    if mark == TRUTH and inner in _TRUTHS:
        return _TRUTHS[inner]
    if mark == RESULT:
        return PLAIN_TEXTS[inner] or _unusual() if inner else ""
    if mark in (TRIMMED, KEPT):
        text = PLAIN_TEXTS[inner]
        return (text if mark == KEPT else text.strip(SPACE)) or _unusual()
    return float(spelt) if _PLAIN_NUMBER.fullmatch(spelt) else _unusual()


_held_once = lru_cache(10_000)(_held)


def _unusual() -> NoReturn:
    raise Unusual


class Common(NamedTuple):
    """What the sheets of a workbook have in common."""

    values: Values
    # The styles that change what is shown, and those that make a date of a number.
    odd: Mapping[bytes, Look]
    dates: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Shape:
    """What all sheets have in common that differ in nothing but the values of their cells."""

    width: int
    # For each cell of the area, row by row, which of the values it holds; the blank one where there
    # is no cell.
    numbers: Sequence[int]
    # The cells with formulas, each with the number of its value.
    results: Sequence[tuple[int, At]]
    # Style → the cells that name it.
    styles: Mapping[bytes, Sequence[At]]
    # The styles by which cells may be shown that name none; empty where there is no such cell.
    unnamed: frozenset[bytes]
    formulas: Mapping[At, str]
    hidden_rows: frozenset[int]


# By their cells without values.
_known: dict[tuple[bytes, ...], Shape] = {}


def known_shape(apart: Apart) -> Shape | None:
    """The shape of a sheet, if one of it was remembered."""
    shape = _known.pop(apart.cells, None)
    if shape:
        # Those that are met again are kept longest.
        _known[apart.cells] = shape
    return shape


def filled(shape: Shape, apart: Apart, common: Common) -> Grid:
    """The grid of a sheet.

    Raises:
        Unusual: it has to be read as if nothing were known of it.
    """
    values, (hidden_columns, columns) = apart.values, before_cells(apart.before)
    protected, merged, has_looks = after_cells(apart.after)
    if has_looks:
        raise Unusual
    if shape.unnamed and not common.odd.keys().isdisjoint(shape.unnamed | columns):
        raise Unusual
    held = list(map(common.values.__getitem__, values))
    cells = list(map(held.__getitem__, shape.numbers))
    rows = [cells[at : at + shape.width] for at in range(0, len(cells), shape.width)]
    # The formulas that give a text without characters.
    empty = [at for number, at in shape.results if values[number] == RESULT]
    for style in common.dates & shape.styles.keys():
        if any(isinstance(rows[row][column], float) for row, column in shape.styles[style]):
            raise Unusual
    shown = _shown(shape, rows, common.odd) | dict.fromkeys(empty, Shown("", Why.EMPTY))
    used, hidden = _used(rows, empty), shape.hidden_rows
    return Grid(used, shape.formulas, {}, hidden, hidden_columns, protected, merged, shown=shown)


def _shown(
    shape: Shape, rows: Sequence[Sequence[object]], odd: Mapping[bytes, Look]
) -> dict[At, Shown]:
    """The cells that show something else than they hold."""
    return {
        (row, column): shown
        for style in odd.keys() & shape.styles.keys()
        for row, column in shape.styles[style]
        if (value := rows[row][column]) != "" and (shown := shown_as(value, odd[style]))
    }


def _used(rows: list[list[object]], empty: Sequence[At]) -> list[list[object]]:
    """The rows down to the last cell that holds anything, and to the rightmost.

    ``empty``: the cells that hold a text without characters.
    """
    least = max((row for row, _ in empty), default=-1) + 1
    while len(rows) > least and all(one == "" for one in rows[-1]):
        rows.pop()
    least = max((column for _, column in empty), default=-1) + 1
    while rows and len(rows[0]) > least and all(row[-1] == "" for row in rows):
        rows = [row[:-1] for row in rows]
    return rows


# --- Remembering ---------------------------------------------------------------------------------


def remember(apart: Apart, grid: Grid, common: Common) -> None:
    """What was found out about a sheet, for all others of its shape.

    ``grid``: what it gave when nothing was known of it.
    """
    shape = _shape(apart.cells, grid)
    try:
        if not shape or filled(shape, apart, common) != grid:
            return
    except Unusual:
        return
    if len(_known) >= _MOST:
        _known.pop(next(iter(_known)))
    _known[apart.cells] = shape


def _shape(blank: tuple[bytes, ...], grid: Grid) -> Shape | None:
    """The shape of a sheet; None where it is an unusual one."""
    joined = b"".join(blank)
    # A table of data counts for many cells, and so may an array.
    if b"dataTable" in joined or not all(map(_OF_ONE_CELL.search, _ARRAY.findall(joined))):
        return None
    cells = [one for one in map(_CELL.match, blank[1:]) if one]
    places = [(int(one[2]) - 1, column_number(one[1].decode())) for one in cells]
    height, width = (max((at[axis] for at in places), default=-1) + 1 for axis in (0, 1))
    if not 0 < height * width <= _LARGEST_AREA:
        return None
    numbers = [len(cells)] * (height * width)
    styles: dict[bytes, list[At]] = {}
    for number, (one, (row, column)) in enumerate(zip(cells, places, strict=True)):
        styles.setdefault(one[3] or b"", []).append((row, column))
        numbers[row * width + column] = number
    of_rows = {one.lstrip(b"0") or b"0" for one in _ROW_STYLE.findall(joined)}
    unnamed = {b"0", *of_rows} if b"" in styles else ()
    return Shape(
        width,
        numbers,
        [(number, at) for number, at in enumerate(places) if at in grid.formulas],
        styles,
        frozenset(unnamed),
        grid.formulas,
        grid.hidden_rows,
    )
