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
from toolkit.spreadsheets.xlsx_sheet import after_cells, before_cells, count_of

_VALUE = re.compile(rb"><v>([^<]*)</v></c>")
_BLANK = b"><v></v></c>"
# Marks of a text that is shared, and of one in its cell without and with white space at its ends.
# No XML holds these characters.
_SHARED, _TRIMMED, _KEPT = b"\x01", b"\x02", b"\x03"
# The ways in which one cell is blank, or holds a number or a text. They are made alike: what is a
# text is marked, as its cell no longer says so.
_ALIKE = (
    (b"/><c ", _BLANK + b"<c "),
    (b"/></row>", _BLANK + b"</row>"),
    (b"><v/></c>", _BLANK),
    (b' t="n">', b">"),
    (b'"></c>', b'"' + _BLANK),
    (b' t="s"><v>', b"><v>" + _SHARED),
)
_INLINE = (
    (b' t="inlineStr"><is><t>', b"><v>" + _TRIMMED),
    (b' t="inlineStr"><is><t xml:space="preserve">', b"><v>" + _KEPT),
    (b"</t></is></c>", b"</v></c>"),
)
# Programs fit the heights of rows to what is written in them.
_HEIGHT = re.compile(rb'(<row [^<>]*?) ht="[0-9.]*"')
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="(0|[1-9][0-9]*)")?(?: t="(str|b|n)")?'
    rb"(>\s*<f\b[^>']*(?:/|>[^<]*</f))?"
)
_BARE = re.compile(rb'<c r="[A-Z]+[0-9]+"(?! s=)')
_ROW_STYLE = re.compile(rb'<row\b[^>]*?\bs="0*([0-9]+)"')
# A formula that says for which cells it counts, and one that counts only for its own.
_ARRAY, _OF_ONE_CELL = b't="array"', re.compile(rb'<f [^>]*\bref="([A-Z]+[0-9]+)(?::\1)?"')
# What is not remembered though each of its cells is understood: tables of data, and elements with a
# prefix.
_STRANGE = (b"dataTable", b":c ", b":f", b":v")
_PLAIN_NUMBER = re.compile(rb"-?[0-9]{1,15}(?:\.[0-9]{1,20})?(?:[eE][-+]?[0-9]{1,3})?")
_TRUTHS = {b"0": False, b"1": True}
# So many shapes are remembered at once; a template of ours has seven sheets.
_MOST = 140
# The closing tag of a sheet, with white space behind it.
_LONGEST_END = 40
# No sheet of a template has so many bytes in its cells, or reaches over so many cells.
_LARGE, _LARGEST_AREA = 200_000, 20_000
# What most cells hold: nothing, or a small count.
_OFTEN: dict[bytes, object] = {b"": "", **{b"%d" % count: float(count) for count in range(1_000)}}


class Values(dict[bytes, object]):
    """What stands in the cells of a workbook: as it is spelt → as calamine gives it.

    ``texts``: the shared ones by their numbers.
    """

    def __init__(self, texts: Mapping[bytes, str]) -> None:
        super().__init__(_OFTEN)
        self.update({_SHARED + number: text for number, text in texts.items()})

    def __missing__(self, spelt: bytes) -> object:
        """Raise Unusual for a number that is not plainly one, and for an empty text."""
        mark = spelt[:1]
        inside = mark in (_TRIMMED, _KEPT)
        self[spelt] = held = _text(spelt[1:], kept=mark == _KEPT) if inside else _number(spelt)
        return held


@lru_cache(10_000)
def _number(spelt: bytes) -> float:
    if not _PLAIN_NUMBER.fullmatch(spelt):
        raise Unusual
    return float(spelt)


def _text(spelt: bytes, *, kept: bool) -> str:
    """A text that is not empty; ``kept``: with the white space at its ends."""
    text = PLAIN_TEXTS[spelt]
    return (text if kept else text.strip(SPACE)) or _unusual()


class Common(NamedTuple):
    """What the sheets of a workbook have in common."""

    values: Values
    # The styles that change what is shown, and those that make a date of a number.
    odd: Mapping[bytes, Look]
    dates: frozenset[bytes]


class Apart(NamedTuple):
    """A sheet taken apart."""

    # What stands before its cells, the cells with all of them blank, and what stands after them.
    before: bytes
    blank: bytes
    after: bytes
    # The values, in their order, and a blank one.
    values: list[bytes]


@dataclass(frozen=True, slots=True)
class Shape:
    """What all sheets have in common that differ in nothing but the values of their cells."""

    width: int
    # For each cell of the area, row by row, which of the values it holds; the blank one where it
    # holds none, or what ``texts`` or ``truths`` name.
    numbers: Sequence[int]
    # The values that are texts of their cells, or say whether something is true.
    texts: Sequence[tuple[int, At]]
    truths: Sequence[tuple[int, At]]
    # The values of formulas that give a text.
    results: Sequence[tuple[int, At]]
    # Style → the cells that name it.
    styles: Mapping[bytes, Sequence[At]]
    # The styles by which cells may be shown that name none; empty where there is no such cell.
    unnamed: frozenset[bytes]
    formulas: Mapping[At, str]
    hidden_rows: frozenset[int]


_known: dict[bytes, Shape] = {}


def taken_apart(part: bytes) -> Apart | None:
    """A sheet, its values taken out; None where they cannot be told from the rest."""
    start, end = part.find(b"<sheetData"), part.rfind(b"</sheetData>")
    cells = part[start:end]
    if not 0 <= start < end or len(cells) > _LARGE or _is_marked(cells):
        return None
    # Only a parser tells what is meant where there are comments, programs, or cells elsewhere, or
    # where the end is missing.
    if part.count(b"sheetData") > 2 or b"<!" in part or part.find(b"<?", 1) > 0:
        return None
    if not part[-_LONGEST_END:].rstrip().endswith(b"</worksheet>"):
        return None
    for spelt, alike in _ALIKE + _INLINE if b"inlineStr" in cells else _ALIKE:
        cells = cells.replace(spelt, alike)
    pieces = _VALUE.split(cells)
    blank = _HEIGHT.sub(rb"\1", _BLANK.join(pieces[::2]))
    return Apart(part[:start], blank, part[end:], [*pieces[1::2], b""])


def _is_marked(cells: bytes) -> bool:
    return _SHARED in cells or _TRIMMED in cells or _KEPT in cells


def known_shape(apart: Apart) -> Shape | None:
    """The shape of a sheet, if one of it was remembered."""
    shape = _known.pop(apart.blank, None)
    if shape:
        # Those that are met again are kept longest.
        _known[apart.blank] = shape
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
    cells = list(map(common.values.__getitem__, map(values.__getitem__, shape.numbers)))
    rows = [cells[at : at + shape.width] for at in range(0, len(cells), shape.width)]
    empty = [at for number, at in shape.results if not values[number]]
    for number, (row, column) in shape.texts:
        if values[number] or (row, column) not in empty:
            rows[row][column] = PLAIN_TEXTS[values[number]] or _unusual()
    for number, (row, column) in shape.truths:
        rows[row][column] = _truth(values[number])
    for style in common.dates & shape.styles.keys():
        if any(isinstance(rows[row][column], float) for row, column in shape.styles[style]):
            raise Unusual
    shown = _shown(shape, rows, common.odd) | dict.fromkeys(empty, Shown("", Why.EMPTY))
    used, hidden = _used(rows, empty), shape.hidden_rows
    return Grid(used, shape.formulas, {}, hidden, hidden_columns, protected, merged, shown=shown)


def _unusual() -> NoReturn:
    raise Unusual


def _truth(spelt: bytes) -> object:
    if spelt not in _TRUTHS:
        _unusual()
    return _TRUTHS[spelt]


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
    shape = _shape(apart.blank, grid)
    try:
        if not shape or filled(shape, apart, common) != grid:
            return
    except Unusual:
        return
    if len(_known) >= _MOST:
        _known.pop(next(iter(_known)))
    _known[apart.blank] = shape


def _shape(blank: bytes, grid: Grid) -> Shape | None:
    """The shape of a sheet; None where it is an unusual one."""
    *pieces, _ = blank.split(_BLANK)
    found = [_CELL.fullmatch(one, one.rfind(b"<c ")) for one in pieces]
    strange = any(one in blank for one in _STRANGE)
    strange |= blank.count(_ARRAY) > len(_OF_ONE_CELL.findall(blank))
    cells = [one for one in found if one]
    # Each cell is one of those whose value was taken out: what is left of another would be taken
    # for a part of the shape.
    if grid.errors or strange or not len(found) == len(cells) == count_of(blank, b"<c"):
        return None
    places = [(int(one[2]) - 1, column_number(one[1].decode())) for one in cells]
    height, width = (max((at[axis] for at in places), default=-1) + 1 for axis in (0, 1))
    if not 0 < height * width <= _LARGEST_AREA:
        return None
    numbers = [len(cells)] * (height * width)
    texts, truths = list[tuple[int, At]](), list[tuple[int, At]]()
    styles: dict[bytes, list[At]] = {}
    for number, (one, at) in enumerate(zip(cells, places, strict=True)):
        styles.setdefault(one[3] or b"", []).append(at)
        if one[4] in (b"str", b"b"):
            (texts if one[4] == b"str" else truths).append((number, at))
        else:
            numbers[at[0] * width + at[1]] = number
    unnamed = {b"0", *_ROW_STYLE.findall(blank)} if _BARE.search(blank) else ()
    return Shape(
        width,
        numbers,
        texts,
        truths,
        [one for one in texts if cells[one[0]][5]],
        styles,
        frozenset(unnamed),
        grid.formulas,
        grid.hidden_rows,
    )
