"""The XML of one sheet → what calamine does not tell of it, and its cells as calamine reads them.

Patterns look through a sheet twice as fast as a parser. They cover the way in which spreadsheet
programs spell their XML; what is spelt in any other way goes through the parser, and is handed over
in the parser's spelling.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence, Set
from html import unescape
from typing import NamedTuple

from toolkit.grids.address import column_number
from toolkit.grids.grid import Area, At
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.blank_cells import without_blank, without_empty
from toolkit.spreadsheets.extent import check_cells, fits
from toolkit.spreadsheets.ooxml_texts import TEXT
from toolkit.spreadsheets.remembered import remembered
from toolkit.spreadsheets.sheet_flags import ERRORS, Flags, areas, hidden_columns
from toolkit.spreadsheets.xlsx_parsed import parsed
from toolkit.spreadsheets.zip_package import OF_A_RETURN, Limits

# Each pattern begins with a literal, which keeps a pass over a sheet well under a millisecond. They
# know only the usual spelling; a sheet with anything else in it goes through the parser.
_CELL = re.compile(
    rb'<c r="([A-Z]+)([1-9][0-9]*)"(?: s="(?:0|[1-9][0-9]*)")?(?: t="([a-zA-Z]+)")?/?>'
)
_ROW = re.compile(rb'<row r="([0-9]+)"([^>&\']*)>')
_FORMULA = re.compile(rb'\br="([A-Z]+)([0-9]+)"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>([^<]*))')
_ERROR = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"[^>]*\bt="e"[^>]*>(?:<f\b[^>]*(?:/>|>[^<]*</f>))?<v>([^<]*)<'
)
_VALUE = re.compile(rb"<v>[^<&]*</v>")
_INLINE = re.compile(rb't="inlineStr"><is>%b</is></c>' % TEXT)
_ERRORS_SPELT = {one.encode() for one in ERRORS}
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_PROTECTED = re.compile(rb"<(?:\w+:)?sheetProtection\s[^>]*\bsheet\s*=\s*[\"'](?:1|true)[\"']")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*\bref\s*=\s*[\"']([^\"']*)[\"']")
_STYLE = re.compile(rb"\bstyle\s*=\s*[\"']\s*0*([0-9]+)")
_ATTRIBUTE = re.compile(rb"\b(min|max|hidden)\s*=\s*[\"'](\w+)[\"']")
# Comments, and elements with a prefix.
_UNUSUAL = (b"<!", b"<?", b":c ", b":c>", b":row", b":f>", b":f ", b":v>", b"</v><v", b"extLst")
_HIDDEN = (b'hidden="1"', b'hidden="true"')
# No sheet of a template is a tenth as long.
_LARGE = 1_000_000
# A sheet with more bytes is looked through in pieces.
_PIECE = 4_000_000

# The numbers of the shared texts that show nothing; asked for only where a sheet is large.
Blanks = Callable[[], Collection[int]]


class Named(NamedTuple):
    """What the cells of a sheet are called."""

    cells: int
    # How many of them hold an error.
    faulty: int
    rows: Set[bytes]
    columns: Set[bytes]
    # Whether a cell occurs twice.
    repeated: bool


def look_through(
    part: bytes, blanks: Blanks = frozenset, limits: Limits = OF_A_RETURN
) -> tuple[Flags, bytes]:
    """What calamine does not tell of a sheet, and its cells in XML that calamine reads right.

    Raises:
        Unreadable: a cell lies too far out, or occurs twice.
    """
    start, end, cells = _cells(part)
    if cells is None:
        return parsed(part, blanks, limits)
    cells, named = _fitting(cells, blanks, limits)
    rows, formulas = _ROW.findall(cells), _FORMULA.findall(cells)
    errors = _ERROR.findall(cells) if named.faulty else ()
    values = sum(len(_VALUE.findall(piece)) for piece in _pieces(cells))
    if (
        (named.cells, len(rows)) != (count_of(cells, b"<c"), count_of(cells, b"<row"))
        or (len(formulas), len(errors)) != (count_of(cells, b"<f"), named.faulty)
        or values != count_of(cells, b"<v") - cells.count(b"<v/>")
        or not _inline_is_usual(cells)
    ):
        return parsed(part, blanks, limits)
    if any(text not in _ERRORS_SPELT for _, _, text in errors):
        return parsed(part, blanks, limits)
    if named.repeated:
        raise Unreadable(Refusal.BROKEN)
    if not _fits(named, limits):
        every = ((_number(row) - 1, _column(letters)) for letters, row, _ in _CELL.findall(cells))
        check_cells(list(every), limits)
    flags = Flags(
        {_at(c, r): "=" + unescape(text.decode("utf-8", "replace")) for c, r, text in formulas},
        {_at(c, r): text.decode("utf-8", "replace") for c, r, text in errors},
        frozenset(_number(row) - 1 for row, rest in rows if any(one in rest for one in _HIDDEN)),
        before_cells(part[:start])[0],
        *after_cells(part[end:], limits)[:2],
    )
    return flags, _handed(cells)


def _cells(part: bytes) -> tuple[int, int, bytes | None]:
    """Where the cells begin and end, and their XML; None where it is spelt in unusual ways.

    Validations and conditional formats, most of a template's sheet, come after the cells.
    """
    start, end = part.find(b"<sheetData"), part.rfind(b"</sheetData>")
    if not 0 <= start < end or part.count(b"sheetData") > 2:
        return start, end, None
    cells = part[start:end]
    return start, end, None if any(one in cells for one in _UNUSUAL) else cells


def _handed(cells: bytes) -> bytes:
    """A sheet of nothing but its cells: calamine trusts what else a sheet says of itself."""
    return b"<worksheet>%b</sheetData></worksheet>" % cells


def count_of(part: bytes, tag: bytes) -> int:
    """How often an element with this tag begins, however it goes on."""
    return sum(part.count(tag + end) for end in (b" ", b">", b"/", b"\n", b"\r", b"\t"))


def _inline_is_usual(cells: bytes) -> bool:
    """Whether texts within their cells, which hardly any program writes, are plain texts."""
    count = cells.count(b"<is") + cells.count(b"inlineStr")
    return not count or 2 * len(_INLINE.findall(cells)) == count


# --- How far it reaches --------------------------------------------------------------------------


def _fitting(cells: bytes, blanks: Blanks, limits: Limits) -> tuple[bytes, Named]:
    """The cells and what they are called, of a large sheet without those that hold nothing."""
    if len(cells) > _LARGE:
        cells = without_empty(cells)
    named = _named(cells)
    if not _fits(named, limits):
        cells = without_empty(cells)
        named = _named(cells)
        if not _fits(named, limits):
            cells = without_blank(cells, blanks())
            named = _named(cells)
    return cells, named


def _named(cells: bytes) -> Named:
    rows, columns, count, faulty = set[bytes](), set[bytes](), 0, 0
    apart, repeated = True, False
    for piece in _pieces(cells):
        found = _CELL.findall(piece)
        here = {row for _, row, _ in found}
        apart = apart and rows.isdisjoint(here)
        repeated = repeated or _repeated(found)
        rows |= here
        columns |= {column for column, _, _ in found}
        count += len(found)
        faulty += sum(kind == b"e" for _, _, kind in found)
    if not (apart or repeated):
        # Pieces have cells of one row; whether one is there twice, only all cells together tell.
        repeated = _repeated(_CELL.findall(cells))
    return Named(count, faulty, rows, columns, repeated)


def _repeated(found: Sequence[tuple[bytes, bytes, bytes]]) -> bool:
    return len({(row, column) for column, row, _ in found}) != len(found)


def _pieces(cells: bytes) -> Iterator[bytes]:
    """The XML, of a large sheet some rows at a time: lists of millions of cells take memory."""
    begin = 0
    while len(cells) - begin > _PIECE and (end := cells.find(b"<row ", begin + _PIECE)) > 0:
        yield cells[begin:end]
        begin = end
    yield cells[begin:] if begin else cells


def _fits(named: Named, limits: Limits) -> bool:
    # Only rows with cells count: LibreOffice writes empty rows far down, which are harmless.
    rows = max(map(_number, named.rows), default=0)
    columns = max(map(_column, named.columns), default=-1) + 1
    return fits(rows, columns, named.cells, limits)


# --- What stands around the cells ----------------------------------------------------------------


@remembered(64)
def before_cells(head: bytes) -> tuple[frozenset[int], frozenset[bytes]]:
    """What comes before the cells of a sheet: the hidden columns, and the styles of columns."""
    every = (dict(_ATTRIBUTE.findall(one)) for one in _COLUMN.findall(head))
    hidden = hidden_columns(
        (_number(one.get(b"min", b"1")), _number(one.get(b"max", b"0")))
        for one in every
        if one.get(b"hidden") in (b"1", b"true")
    )
    return hidden, frozenset(_STYLE.findall(head))


@remembered(64)
def after_cells(tail: bytes, limits: Limits = OF_A_RETURN) -> tuple[bool, tuple[Area, ...], bool]:
    """What comes after the cells: whether the sheet is protected, its merged ranges, and whether a
    conditional format states its looks here and not among the styles.

    Raises:
        Unreadable: there are more ranges than the limits allow.
    """
    merged = areas([one.decode("utf-8", "replace") for one in _MERGE.findall(tail)], limits)
    return bool(_PROTECTED.search(tail)), merged, b"dxf>" in tail


def _at(letters: bytes, row: bytes) -> At:
    return int(row) - 1, _column(letters)


def _number(digits: bytes) -> int:
    """No row has more than 7 digits, and int() of a million digits would take its time."""
    return int(digits[:8]) if digits.isdigit() else 0


def _column(letters: bytes) -> int:
    """No column has more than 3 letters; with 4 it lies too far out, whatever follows."""
    return column_number(letters[:4].decode())
