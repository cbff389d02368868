"""What the cells of an .xlsx sheet show, where that is not what they hold.

The styles of a workbook are looked through first. Where none of them is odd, no cell is looked at;
else only the cells that name an odd one, or none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from toolkit.grids.address import column_number
from toolkit.grids.grid import At
from toolkit.grids.shown import Shown, Why
from toolkit.spreadsheets.number_formats import (
    Look,
    Piece,
    shown_as,
    shown_pieces,
)
from toolkit.spreadsheets.ooxml_parts import Package, local, tree
from toolkit.spreadsheets.xlsx_sheet_looks import around_cells, column_styles, conditional_looks
from toolkit.spreadsheets.xlsx_styles import OddStyles, font_of, odd_styles

# The sheets were looked through before: each cell bears its address, in double quotes.
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_SHARED = re.compile(rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?v>\s*([0-9]{1,9})\s*<")
_EMPTY = re.compile(
    rb"\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</[^>]*>)\s*<(?:\w+:)?v\b(?:[^>]*/>|[^>]*></)"
)
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
# A cell that names no style.
_BARE = re.compile(rb'<(?:\w+:)?c\s(?![^>]*\bs="[0-9])([^>]*)>')
_OF_ITS_OWN = b' customFormat="1"', b' customFormat="true"'
_ADDRESS, _STYLE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"'), re.compile(rb'\bs="([0-9]+)"')
_IS_TEXT, _FIRST = b' t="str"', b"0"
_ODD_FONTS = b"strike", b"vertAlign"
# No tag of a cell is longer.
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Looks:
    """The odd looks of a workbook."""

    styles: OddStyles
    # The number of a shared string → its pieces; only those with fonts of their own.
    strings: Mapping[int, Sequence[Piece]]
    # Whether a style has an odd font.
    fonts: bool

    @classmethod
    def of(cls, package: Package) -> Looks:
        """Those of an .xlsx workbook."""
        part, strings = (
            package.part(package.used(kind, package.main)) or b""
            for kind in ("styles", "sharedstrings")
        )
        styles = odd_styles(part)
        fonts = any(not look.font.is_plain for look in styles.cells.values())
        rich = b"rPr" in strings and (fonts or any(one in strings for one in _ODD_FONTS))
        return cls(styles, dict(_strings(tree(strings, package.limits))) if rich else {}, fonts)


def shown_cells(
    part: bytes,
    read: bytes,
    cells: bytes,
    rows: Sequence[Sequence[object]],
    formulas: Iterable[At],
    looks: Looks,
) -> dict[At, Shown]:
    """The cells of a sheet that show something else than ``rows`` says.

    ``read``: the sheet as calamine reads it, without what stands around the cells; ``cells``: what
    describes them within it.
    """
    styles = looks.styles.cells
    shown = dict(_by_style(cells, rows, styles))
    pieces = dict(_with_shared_string(cells, looks.strings)) if looks.strings else {}
    if b"rPr" in cells:
        pieces |= dict(_with_inline_string(read))
    for attributes, some in pieces.items():
        look = _look(attributes, styles) or Look()
        at = _at(attributes)
        one = shown_pieces(some, look.font)
        if one:
            shown[at] = one
        elif not look.font.is_plain:
            # The pieces have fonts of their own.
            shown.pop(at, None)
    shown |= dict(_by_sheet(part, cells, rows, looks.styles))
    if any(_value(rows, at) == "" for at in formulas):
        for attributes, end in _tags_with(cells, _IS_TEXT):
            if _EMPTY.match(cells, end):
                shown[_at(attributes)] = Shown("", Why.EMPTY)
    return shown


def _by_style(
    cells: bytes, rows: Sequence[Sequence[object]], styles: Mapping[bytes, Look]
) -> Iterator[tuple[At, Shown]]:
    for number, look in styles.items():
        for attributes, _ in _tags_with(cells, b' s="%s"' % number):
            at = _at(attributes)
            value = _value(rows, at)
            if value != "" and (shown := shown_as(value, look)):
                yield at, shown


def _without_style(
    cells: bytes, columns: Mapping[int, bytes], odd: Collection[bytes]
) -> Iterator[tuple[At, Iterable[bytes]]]:
    """The cells that name no style, and those by which programs show them, if any may be odd.

    For Excel it is the first one, for LibreOffice that of the row or else of the column.
    """
    of_columns = set(columns.values())
    lines = iter(_ROW.split(cells)[1:])
    for attributes, inside in zip(lines, lines, strict=True):
        named = _STYLE.search(attributes)
        own = named and any(one in attributes for one in _OF_ITS_OWN)
        of_row = b"%d" % int(named[1]) if named and own else None
        possible = {_FIRST, of_row} if of_row else {_FIRST, *of_columns}
        if possible.isdisjoint(odd):
            continue
        for one in _BARE.findall(inside):
            at = _at(one)
            yield at, {of_row or columns.get(at[1], _FIRST): None, _FIRST: None}


def _by_sheet(
    part: bytes, cells: bytes, rows: Sequence[Sequence[object]], styles: OddStyles
) -> Iterator[tuple[At, Shown]]:
    """By the styles of rows and columns, and by conditional formats."""
    bare = bool(styles.cells) and _BARE.search(cells) is not None
    if not (bare or styles.conditional or b"dxf>" in part):
        # Parsing what stands around the cells of a template takes a third of all reading.
        return
    around = around_cells(part)
    if bare:
        for at, numbers in _without_style(cells, column_styles(around), styles.cells):
            some = (shown_as(_value(rows, at), styles.cells.get(one, Look())) for one in numbers)
            if _value(rows, at) != "" and (shown := next(filter(None, some), None)):
                yield at, shown
    for one in conditional_looks(around, styles.conditional):
        yield from one.shown(rows)


def _tags_with(cells: bytes, marker: bytes) -> Iterator[tuple[bytes, int]]:
    """The attributes of the cells that have this one among them, and where each tag ends."""
    at = cells.find(marker)
    while at >= 0:
        end = cells.find(b">", at) + 1
        if tag := _CELL.fullmatch(cells, cells.rfind(b"<", max(at - _LONGEST, 0), at), end):
            yield tag[1], end
        at = cells.find(marker, max(end, at + 1))


def _value(rows: Sequence[Sequence[object]], at: At) -> object:
    inside = at[0] < len(rows) and at[1] < len(rows[at[0]])
    return rows[at[0]][at[1]] if inside else ""


def _with_shared_string(
    cells: bytes, strings: Mapping[int, Sequence[Piece]]
) -> Iterator[tuple[bytes, Sequence[Piece]]]:
    for attributes, number in _SHARED.findall(cells):
        if b't="s"' in attributes and int(number) in strings:
            yield attributes, strings[int(number)]


def _with_inline_string(part: bytes) -> Iterator[tuple[bytes, Sequence[Piece]]]:
    for one in tree(part).iter():
        inline = next((child for child in one if local(child) == "is"), None)
        if inline is not None:
            pieces = _pieces(inline)
            if any(font for _, font in pieces):
                spelt = (f'{key}="{value}"' for key, value in one.items())
                yield " ".join(spelt).encode(), pieces


def _look(attributes: bytes, styles: Mapping[bytes, Look]) -> Look | None:
    named = _STYLE.search(attributes)
    return styles.get(named[1] if named else b"0")


def _at(attributes: bytes) -> At:
    found = _ADDRESS.search(attributes)
    return (int(found[2]) - 1, column_number(found[1].decode())) if found else (-1, -1)


# --- Texts in pieces ------------------------------------------------------------------------------


def _strings(shared: ElementTree.Element) -> Iterator[tuple[int, list[Piece]]]:
    items = (one for one in shared if local(one) == "si")
    for number, item in enumerate(items):
        pieces = _pieces(item)
        if any(font for _, font in pieces):
            yield number, pieces


def _pieces(item: ElementTree.Element) -> list[Piece]:
    """The texts of an item, each with its font if it has one; phonetic ones are none of them."""
    pieces: list[Piece] = []
    for one in item:
        if local(one) == "t":
            pieces.append((one.text or "", None))
        elif local(one) == "r":
            inner = {local(child): child for child in one}
            own = font_of(inner["rPr"]) if "rPr" in inner else None
            pieces.append((inner["t"].text or "" if "t" in inner else "", own))
    return pieces
