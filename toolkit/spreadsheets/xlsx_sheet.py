"""The XML of one sheet → what calamine does not tell of it, and XML that calamine reads right.

Patterns look through a sheet twice as fast as a parser. They cover the way in which spreadsheet
programs spell their XML; what is spelt in any other way goes through the parser, and is handed over
in the parser's spelling.
"""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple
from xml.etree import ElementTree

from toolkit.grids.address import column_number
from toolkit.grids.grid import Area, At
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.ooxml_parts import local, tree
from toolkit.spreadsheets.zip_package import (
    MAX_CELLS,
    MAX_MERGED,
    check_extent,
)

# Each pattern begins with a literal, which keeps a pass over a sheet well under a millisecond. They
# know only the usual spelling; a sheet with anything else in it goes through the parser.
_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"(?: s="[0-9]+")?(?: t="([a-zA-Z]+)")?/?>')
_ROW = re.compile(rb'<row r="([0-9]+)"([^>&\']*)>')
_FORMULA = re.compile(rb'\br="([A-Z]+)([0-9]+)"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>([^<]*))')
_ERROR = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"[^>]*\bt="e"[^>]*>(?:<f\b[^>]*(?:/>|>[^<]*</f>))?<v>([^<]*)<'
)
_VALUE = re.compile(rb"<v>[^<&]*</v>")
# At a newer one, such as #SPILL!, calamine would fail on the whole file.
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}
_ERRORS_SPELT, _ANY_ERROR = {one.encode() for one in _ERRORS}, "#N/A"
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_PROTECTED = re.compile(rb"<(?:\w+:)?sheetProtection\s[^>]*\bsheet\s*=\s*[\"'](?:1|true)[\"']")
_MERGE = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*\bref\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']"
)
_ATTRIBUTE = re.compile(rb"\b(min|max|hidden)\s*=\s*[\"'](\w+)[\"']")
# Comments, and elements with a prefix.
_UNUSUAL = (b"<!", b"<?", b":c ", b":c>", b":row", b":f>", b":f ", b":v>", b"</v><v", b"extLst")
_HIDDEN = (b'hidden="1"', b'hidden="true"')
_CELL_REF = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


class Flags(NamedTuple):
    """What calamine does not tell of a sheet, in the order of :class:`toolkit.grids.grid.Grid`."""

    formulas: dict[At, str]
    errors: dict[At, str]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    protected: bool
    merged: list[Area]


def look_through(part: bytes) -> tuple[Flags, bytes]:
    """What calamine does not tell of a sheet, and its XML in a spelling that calamine reads right.

    Raises:
        Unreadable: a cell lies too far out, or occurs twice.
    """
    start, end, cells = _cells(part)
    if cells is None:
        return _parsed(part)
    named, rows, formulas = _CELL.findall(cells), _ROW.findall(cells), _FORMULA.findall(cells)
    faulty = sum(kind == b"e" for _, _, kind in named)
    errors = _ERROR.findall(cells) if faulty else ()
    if (
        (len(named), len(rows)) != (_count(cells, b"<c"), _count(cells, b"<row"))
        or (len(formulas), len(errors)) != (_count(cells, b"<f"), faulty)
        or len(_VALUE.findall(cells)) != _count(cells, b"<v") - cells.count(b"<v/>")
    ):
        return _parsed(part)
    if len(named) > MAX_CELLS:
        raise Unreadable(Refusal.TOO_FAR)
    if any(text not in _ERRORS_SPELT for _, _, text in errors):
        return _parsed(part)
    places = {(row, column) for column, row, _ in named}
    if len(places) != len(named):
        raise Unreadable(Refusal.BROKEN)
    # Only rows with cells count: LibreOffice writes empty rows far down, which are harmless.
    check_extent(
        max((_number(row) for row, _ in places), default=0),
        max((_column(one) for one in {letters for _, letters in places}), default=-1) + 1,
    )
    flags = Flags(
        {_at(c, r): "=" + unescape(text.decode("utf-8", "replace")) for c, r, text in formulas},
        {_at(c, r): text.decode("utf-8", "replace") for c, r, text in errors},
        frozenset(_number(row) - 1 for row, rest in rows if any(one in rest for one in _HIDDEN)),
        _hidden_columns(part[:start]),
        bool(_PROTECTED.search(part, end)),
        _merged(part[end:]),
    )
    return flags, part


def glance_through(part: bytes) -> tuple[Flags, bytes]:
    """The same for a sheet of which only texts matter: only whether it is sane is checked."""
    _, _, cells = _cells(part)
    if cells is None:
        return _parsed(part)
    named = _CELL.findall(cells)
    if len(named) != _count(cells, b"<c") or any(kind == b"e" for _, _, kind in named):
        return _parsed(part)
    if len(named) > MAX_CELLS:
        raise Unreadable(Refusal.TOO_FAR)
    check_extent(
        max((_number(row) for _, row, _ in named), default=0),
        max((_column(one) for one in {letters for letters, _, _ in named}), default=-1) + 1,
    )
    return Flags({}, {}, frozenset(), frozenset(), False, []), part


def _cells(part: bytes) -> tuple[int, int, bytes | None]:
    """Where the cells begin and end, and their XML; None where it is spelt in unusual ways.

    Validations and conditional formats, most of a template's sheet, come after the cells.
    """
    start, end = part.find(b"<sheetData"), part.rfind(b"</sheetData>")
    cells = part[max(start, 0) : end if end > start else None]
    usual = start >= 0 and part.count(b"sheetData") <= 2
    return start, end, cells if usual and not any(one in cells for one in _UNUSUAL) else None


def _count(part: bytes, tag: bytes) -> int:
    return sum(part.count(tag + end) for end in (b" ", b">", b"/", b"\n", b"\r", b"\t"))


def _hidden_columns(head: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    for one in _COLUMN.findall(head):
        stated = dict(_ATTRIBUTE.findall(one))
        if stated.get(b"hidden") in (b"1", b"true"):
            last = min(_number(stated.get(b"max", b"0")), 1_000)
            hidden.update(range(_number(stated.get(b"min", b"1")) - 1, last))
    return frozenset(hidden)


def _merged(tail: bytes) -> list[Area]:
    """The merged ranges, which come after the cells."""
    if tail.count(b"mergeCell ") > MAX_MERGED:
        raise Unreadable(Refusal.TOO_LARGE)
    corners = ((_at(c, r), _at(d, s)) for c, r, d, s in _MERGE.findall(tail))
    return [(*first, *last) for first, last in corners]


def _parsed(part: bytes) -> tuple[Flags, bytes]:
    """What :func:`look_through` gives, by a parser, for every spelling that XML allows."""
    root = tree(part)
    data = [one for one in root if local(one) == "sheetData"]
    if len(data) != 1 or sum(local(one) == "sheetData" for one in root.iter()) != 1:
        raise Unreadable(Refusal.BROKEN)
    formulas: dict[At, str] = {}
    errors: dict[At, str] = {}
    hidden: set[int] = set()
    seen: set[At] = set()
    row = -1
    for line in data[0]:
        if local(line) != "row":
            raise Unreadable(Refusal.BROKEN)
        row = int(line.get("r", row + 2)) - 1
        if line.get("hidden") in ("1", "true"):
            hidden.add(row)
        column = -1
        for one in line:
            at = _cell_at(one.get("r"), row, column)
            column = at[1]
            for extra in [child for child in one if local(child) == "extLst"]:
                one.remove(extra)
            inner = {local(child): child for child in one}
            is_cell = local(one) == "c" and len(inner) == len(one)
            if at in seen or not is_cell or ("v" in inner and len(inner["v"])):
                raise Unreadable(Refusal.BROKEN)
            seen.add(at)
            if "f" in inner:
                formulas[at] = "=" + (inner["f"].text or "")
            if one.get("t") == "e":
                errors[at] = inner["v"].text or "" if "v" in inner else ""
                if errors[at] not in _ERRORS and "v" in inner:
                    inner["v"].text = _ANY_ERROR
    rows, columns_used = ({at[axis] for at in seen} for axis in (0, 1))
    check_extent(max(rows, default=-1) + 1, max(columns_used, default=-1) + 1)
    columns = _hidden_columns(part[: max(part.find(b"sheetData"), 0)])
    flags = Flags(
        formulas,
        errors,
        frozenset(hidden),
        columns,
        bool(_PROTECTED.search(part)),
        _merged(part[max(part.rfind(b"sheetData>"), 0) :]),
    )
    return flags, ElementTree.tostring(root)


def _cell_at(reference: str | None, row: int, before: int) -> At:
    if reference is None:
        return row, before + 1
    found = _CELL_REF.fullmatch(reference)
    if not found:
        raise Unreadable(Refusal.TOO_FAR)
    return int(found[2]) - 1, column_number(found[1].upper())


def _at(letters: bytes, row: bytes) -> At:
    return int(row) - 1, _column(letters)


def _number(digits: bytes) -> int:
    """No row has more than 7 digits, and int() of a million digits would take its time."""
    return int(digits[:8]) if digits.isdigit() else 0


def _column(letters: bytes) -> int:
    """No column has more than 3 letters; with 4 it lies too far out, whatever follows."""
    return column_number(letters[:4].decode())
