"""The XML of one sheet of an .xlsx, looked through by a parser, in any spelling that XML allows."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from xml.etree import ElementTree

from toolkit.grids.address import cell, column_number
from toolkit.grids.grid import At
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.extent import check_cells, fits, is_blank
from toolkit.spreadsheets.ooxml_parts import local, tree
from toolkit.spreadsheets.ooxml_texts import SPACE, keep_pieces
from toolkit.spreadsheets.sheet_flags import ANY_ERROR, ERRORS, Flags, areas, hidden_columns
from toolkit.spreadsheets.zip_package import OF_A_RETURN, Limits

_CELL_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})", re.ASCII)
_TRUE = ("1", "true")
_NUMBER = re.compile(r"[0-9]{1,7}", re.ASCII)
# Cells and rows with nothing in them, where every cell and row says where it stands.
_EMPTY = re.compile(rb"<((?:\w+:)?c|(?:\w+:)?row)\b(?![^<>]*\b(?:t=.e|hidden))[^<>]*(?:/>|></\1>)")
_NAMED, _ANY = (
    re.compile(rb"<(?:\w+:)?(?:c|row)\s[^<>]*\br="),
    re.compile(rb"<(?:\w+:)?(?:c|row)\b"),
)

Element = ElementTree.Element


class _Cells:
    """The cells of a sheet while they are read."""

    def __init__(self) -> None:
        self.formulas: dict[At, str] = {}
        self.errors: dict[At, str] = {}
        self.hidden: set[int] = set()
        # Those with content: their rows, elements and places.
        self.used: list[tuple[Element, Element, At]] = []
        self._seen: set[At] = set()

    def take(self, row: Element, one: Element, at: At) -> bool:
        """Whether the cell has any content."""
        for extra in [child for child in one if local(child) == "extLst"]:
            one.remove(extra)
        inner = {local(child): child for child in one}
        is_cell = local(one) == "c" and len(inner) == len(one)
        if at in self._seen or not is_cell or ("v" in inner and len(inner["v"])):
            raise Unreadable(Refusal.BROKEN)
        self._seen.add(at)
        one.set("r", cell(*at).address)
        if _NUMBER.fullmatch(style := one.get("s", "").strip(SPACE)):
            one.set("s", str(int(style)))
        if "is" in inner:
            _take_inline(one, inner)
        if "f" in inner:
            self.formulas[at] = "=" + (inner["f"].text or "")
        if one.get("t") == "e":
            self.errors[at] = inner["v"].text or "" if "v" in inner else ""
            if self.errors[at] not in ERRORS and "v" in inner:
                inner["v"].text = ANY_ERROR
        elif "f" not in inner and not "".join(one.itertext()).strip(SPACE):
            return False
        self.used.append((row, one, at))
        return True

    def drop_blank(self, blanks: Collection[int]) -> None:
        """Take out the cells that hold a text in which there is nothing to see."""
        kept = []
        for row, one, at in self.used:
            text = "".join(one.itertext())
            number = int(text) if one.get("t") == "s" and _NUMBER.fullmatch(text) else -1
            is_text = one.get("t") in ("str", "inlineStr") and at not in self.formulas
            if number in blanks or (is_text and is_blank(text)):
                row.remove(one)
            else:
                kept.append((row, one, at))
        self.used = kept


def parsed(
    part: bytes, blanks: Callable[[], Collection[int]], limits: Limits = OF_A_RETURN
) -> tuple[Flags, bytes]:
    """What :func:`toolkit.spreadsheets.xlsx_sheet.look_through` gives, by a parser.

    Raises:
        Unreadable: a cell lies too far out, or occurs twice.
    """
    root = tree(_without_empty(part, limits), limits)
    data = [one for one in root if local(one) == "sheetData"]
    if len(data) > 1 or sum(local(one) == "sheetData" for one in root.iter()) != len(data):
        raise Unreadable(Refusal.BROKEN)
    cells = _Cells()
    for row, one, at in _listed(data[0] if data else root.makeelement("sheetData", {}), cells):
        if not cells.take(row, one, at):
            row.remove(one)
    rows, columns = ({at[axis] for _, _, at in cells.used} for axis in (0, 1))
    height, width = (max(some, default=-1) + 1 for some in (rows, columns))
    if not fits(height, width, len(cells.used), limits):
        cells.drop_blank(blanks())
    check_cells([at for _, _, at in cells.used], limits)
    flags = Flags(
        cells.formulas,
        cells.errors,
        frozenset(cells.hidden),
        hidden_columns(_hidden(root)),
        any(one.get("sheet") in _TRUE for one in root if local(one) == "sheetProtection"),
        areas([one.get("ref", "") for one in root.iter() if local(one) == "mergeCell"], limits),
    )
    xml = b"".join(map(ElementTree.tostring, data))
    return flags, b"<worksheet>%b</worksheet>" % (xml or b"<sheetData/>")


def _without_empty(part: bytes, limits: Limits) -> bytes:
    """A part that is too large for a parser, without what is only formatted in it."""
    if part.count(b"<") <= limits.tags or len(_NAMED.findall(part)) < len(_ANY.findall(part)):
        return part
    return _EMPTY.sub(b"", _EMPTY.sub(b"", part))


def _listed(data: Element, cells: _Cells) -> Iterator[tuple[Element, Element, At]]:
    """Each cell with its row and its place; rows and cells need not say where they stand."""
    row = -1
    for line in data:
        if local(line) != "row":
            raise Unreadable(Refusal.BROKEN)
        row = int(line.get("r", row + 2)) - 1
        if line.get("hidden") in _TRUE:
            cells.hidden.add(row)
        column = -1
        for one in list(line):
            at = _cell_at(one.get("r"), row, column)
            column = at[1]
            yield line, one, at


def _cell_at(reference: str | None, row: int, before: int) -> At:
    if reference is None:
        return row, before + 1
    found = _CELL_REF.fullmatch(reference)
    if not found:
        raise Unreadable(Refusal.TOO_FAR)
    return int(found[2]) - 1, column_number(found[1].upper())


def _take_inline(one: Element, inner: dict[str, Element]) -> None:
    """Leave of a text within its cell only what spreadsheet programs take of it."""
    if one.get("t") != "inlineStr":
        one.remove(inner.pop("is"))
        return
    if "v" in inner:
        one.remove(inner.pop("v"))
    keep_pieces(inner["is"])


def _hidden(root: Element) -> Iterator[tuple[int, int]]:
    """First and last of the columns that are hidden."""
    for one in (col for cols in root if local(cols) == "cols" for col in cols):
        if one.get("hidden") in _TRUE:
            first, last = one.get("min", "1"), one.get("max", "0")
            if _NUMBER.fullmatch(first) and _NUMBER.fullmatch(last):
                yield int(first), int(last)
