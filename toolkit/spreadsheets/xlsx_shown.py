"""What the cells of an .xlsx sheet show, where that is not what they hold.

The styles of a workbook are looked through first: where none of them is odd, as in nearly every
return, no cell is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

from toolkit.grids.address import column_number
from toolkit.grids.grid import At
from toolkit.grids.shown import Shown, Why
from toolkit.spreadsheets.number_formats import (
    BUILTIN,
    GENERAL,
    PLAIN,
    Font,
    Look,
    Piece,
    shown_as,
    shown_pieces,
)
from toolkit.spreadsheets.zip_package import MAX_TAGS

_STYLES, _STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
# The sheets were looked through before: each cell bears its address, in double quotes.
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_SHARED = re.compile(rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?v>\s*([0-9]{1,9})\s*<")
_EMPTY = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</[^>]*>)"
    rb"\s*<(?:\w+:)?v\b(?:[^>]*/>|[^>]*></)"
)
_ADDRESS, _STYLE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"'), re.compile(rb'\bs="([0-9]+)"')
_IS_TEXT = b't="str"'
_EMPTY_VALUES, _ODD_FONTS = (b"v></", b"v/>", b"v />"), (b"strike", b"vertAlign")
_FALSE = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Looks:
    """The odd looks of a workbook."""

    # The number of a style, as it is spelt → how its cells look; only the odd ones.
    styles: Mapping[bytes, Look]
    # The number of a shared string → its pieces; only those with odd ones.
    strings: Mapping[int, Sequence[Piece]]

    @classmethod
    def of(cls, parts: Mapping[str, bytes]) -> Looks:
        strings = parts.get(_STRINGS, b"")
        odd = any(one in strings for one in _ODD_FONTS)
        return cls(_styles(parts.get(_STYLES, b"")), dict(_strings(strings)) if odd else {})


def shown_cells(part: bytes, rows: Sequence[Sequence[object]], looks: Looks) -> dict[At, Shown]:
    """The cells of a sheet that show something else than ``rows`` says."""
    shown = dict(_by_style(part, rows, looks.styles))
    if looks.strings:
        shown |= _by_shared_string(part, looks)
    if any(one in part for one in _ODD_FONTS):
        shown |= _by_inline_string(part, looks.styles)
    if any(one in part for one in _EMPTY_VALUES) and _IS_TEXT in part:
        for attributes in _EMPTY.findall(part):
            if _IS_TEXT in attributes:
                shown[_at(attributes)] = Shown("", Why.EMPTY)
    return shown


def _by_style(
    part: bytes, rows: Sequence[Sequence[object]], styles: Mapping[bytes, Look]
) -> Iterator[tuple[At, Shown]]:
    # A cell that names no style has the first.
    if b"0" not in styles and not any(b's="%s"' % one in part for one in styles):
        return
    for attributes in _CELL.findall(part):
        look = _look(attributes, styles)
        if look is None:
            continue
        row, column = at = _at(attributes)
        if row < len(rows) and column < len(rows[row]):
            shown = shown_as(rows[row][column], look)
            if shown and rows[row][column] != "":
                yield at, shown


def _by_shared_string(part: bytes, looks: Looks) -> dict[At, Shown]:
    found: dict[At, Shown] = {}
    for attributes, number in _SHARED.findall(part):
        pieces = looks.strings.get(int(number)) if b't="s"' in attributes else None
        look = _look(attributes, looks.styles)
        if pieces and (shown := shown_pieces(pieces, look.font if look else PLAIN)):
            found[_at(attributes)] = shown
    return found


def _by_inline_string(part: bytes, styles: Mapping[bytes, Look]) -> dict[At, Shown]:
    found: dict[At, Shown] = {}
    for one in _tree(part).iter():
        inline = next((child for child in one if _local(child) == "is"), None)
        if inline is not None:
            attributes = b" ".join(b'%s="%s"' % (k.encode(), v.encode()) for k, v in one.items())
            look = _look(attributes, styles)
            shown = shown_pieces(_pieces(inline), look.font if look else PLAIN)
            if shown:
                found[_at(attributes)] = shown
    return found


def _look(attributes: bytes, styles: Mapping[bytes, Look]) -> Look | None:
    named = _STYLE.search(attributes)
    return styles.get(named[1] if named else b"0")


def _at(attributes: bytes) -> At:
    found = _ADDRESS.search(attributes)
    return (int(found[2]) - 1, column_number(found[1].decode())) if found else (-1, -1)


# --- Styles and strings --------------------------------------------------------------------------


@lru_cache(32)
def _styles(part: bytes) -> dict[bytes, Look]:
    """The odd ones of the styles; the returns of one template share them."""
    lists = {_local(one): list(one) for one in _tree(part)}
    codes = {
        one.get("numFmtId", ""): one.get("formatCode", GENERAL) for one in lists.get("numFmts", ())
    }
    fonts = [_font(one) for one in lists.get("fonts", ())]
    parents = lists.get("cellStyleXfs", [])
    found: dict[bytes, Look] = {}
    for number, one in enumerate(lists.get("cellXfs", ())):
        own = {**_attributes(parents, one.get("xfId", "")), **one.attrib}
        look = Look(_code(own.get("numFmtId", "0"), codes), _nth(fonts, own.get("fontId", "0")))
        if not look.is_plain:
            found[str(number).encode()] = look
    return found


def _attributes(parents: Sequence[ElementTree.Element], number: str) -> Mapping[str, str]:
    """What a cell style says of itself, for what its cells do not say."""
    known = number.isdecimal() and int(number[:9]) < len(parents)
    return parents[int(number)].attrib if known else {}


def _nth(fonts: Sequence[Font], number: str) -> Font:
    known = number.isdecimal() and int(number[:9]) < len(fonts)
    return fonts[int(number)] if known else PLAIN


def _code(number: str, codes: Mapping[str, str]) -> str:
    builtin = BUILTIN.get(int(number), GENERAL) if number.isdecimal() and len(number) < 9 else ""
    return codes.get(number, builtin or GENERAL)


def _font(properties: ElementTree.Element | None) -> Font:
    if properties is None:
        return PLAIN
    inner = {_local(one): one.get("val", "") for one in properties}
    raised = inner.get("vertAlign")
    return Font(
        inner.get("strike", "0") not in _FALSE, raised == "superscript", raised == "subscript"
    )


def _strings(part: bytes) -> Iterator[tuple[int, list[Piece]]]:
    items = (one for one in _tree(part).iter() if _local(one) == "si")
    for number, item in enumerate(items):
        pieces = _pieces(item)
        if any(font and not font.is_plain for _, font in pieces):
            yield number, pieces


def _pieces(item: ElementTree.Element) -> list[Piece]:
    """The texts of an item, each with its font if it has one; phonetic ones are none of them."""
    pieces: list[Piece] = []
    for one in item:
        if _local(one) == "t":
            pieces.append((one.text or "", None))
        elif _local(one) == "r":
            inner = {_local(child): child for child in one}
            own = _font(inner["rPr"]) if "rPr" in inner else None
            pieces.append((inner["t"].text or "" if "t" in inner else "", own))
    return pieces


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _tree(part: bytes) -> ElementTree.Element:
    """The tree of a part, if it has not more elements than any return has."""
    sane = part if part.count(b"<") <= MAX_TAGS else b""
    try:
        return ElementTree.fromstring(sane)
    except ElementTree.ParseError:
        return ElementTree.Element("nothing")
