"""What the cells of an .xlsx sheet show, where that is not what they hold.

The styles of a workbook are looked through first: where none of them is odd, as in nearly every
return, no cell is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from toolkit.spreadsheets.ooxml_parts import Package, local, tree

# The sheets were looked through before: each cell bears its address, in double quotes.
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_SHARED = re.compile(rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?v>\s*([0-9]{1,9})\s*<")
_EMPTY = re.compile(
    rb"\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</[^>]*>)\s*<(?:\w+:)?v\b(?:[^>]*/>|[^>]*></)"
)
_ADDRESS, _STYLE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"'), re.compile(rb'\bs="([0-9]+)"')
_IS_TEXT, _FIRST = b' t="str"', b"0"
_ODD_FONTS = b"strike", b"vertAlign"
# No tag of a cell is longer.
_LONGEST = 1_000
# Digits that no number of a format reaches.
_DIGITS = 10
_FALSE = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Looks:
    """The odd looks of a workbook."""

    # The number of a style, as it is spelt → how its cells look; only the odd ones.
    styles: Mapping[bytes, Look]
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
        styles = _styles(part)
        fonts = any(not look.font.is_plain for look in styles.values())
        rich = b"rPr" in strings and (fonts or any(one in strings for one in _ODD_FONTS))
        return cls(styles, dict(_strings(tree(strings, package.limits))) if rich else {}, fonts)


def shown_cells(
    part: bytes,
    cells: bytes,
    rows: Sequence[Sequence[object]],
    formulas: Iterable[At],
    looks: Looks,
) -> dict[At, Shown]:
    """The cells of a sheet that show something else than ``rows`` says.

    ``cells``: what describes them within the part.
    """
    shown = dict(_by_style(cells, rows, looks.styles))
    pieces = dict(_with_shared_string(cells, looks.strings)) if looks.strings else {}
    if b"rPr" in cells:
        pieces |= dict(_with_inline_string(part))
    for attributes, some in pieces.items():
        look = _look(attributes, looks.styles) or Look()
        at = _at(attributes)
        one = shown_pieces(some, look.font)
        if one:
            shown[at] = one
        elif not look.font.is_plain:
            # The pieces have fonts of their own.
            shown.pop(at, None)
    if any(_value(rows, at) == "" for at in formulas):
        for attributes, end in _tags_with(cells, _IS_TEXT):
            if _EMPTY.match(cells, end):
                shown[_at(attributes)] = Shown("", Why.EMPTY)
    return shown


def _by_style(
    cells: bytes, rows: Sequence[Sequence[object]], styles: Mapping[bytes, Look]
) -> Iterator[tuple[At, Shown]]:
    for number, look in styles.items():
        tags = [attributes for attributes, _ in _tags_with(cells, b' s="%s"' % number)]
        if number == _FIRST:
            # A cell that names no style has the first.
            tags += [one for one in _CELL.findall(cells) if not _STYLE.search(one)]
        for attributes in tags:
            at = _at(attributes)
            value = _value(rows, at)
            if value != "" and (shown := shown_as(value, look)):
                yield at, shown


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


# --- Styles and strings --------------------------------------------------------------------------


@lru_cache(32)
def _styles(part: bytes) -> dict[bytes, Look]:
    """The odd ones of the styles; the returns of one template share them."""
    try:
        lists = {local(one): list(one) for one in tree(part)}
    except ElementTree.ParseError:
        # Any program shows the cells without styles then.
        return {}
    codes = {
        _number(one.get("numFmtId", "")): one.get("formatCode", GENERAL)
        for one in lists.get("numFmts", ())
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


def _code(spelt: str, codes: Mapping[int, str]) -> str:
    number = _number(spelt)
    return codes.get(number, BUILTIN.get(number, GENERAL))


def _number(spelt: str) -> int:
    """007 is 7; what is no number is none that a file can name."""
    bare = spelt.strip()
    return int(bare) if bare.isdecimal() and len(bare) < _DIGITS else -1


def _font(properties: ElementTree.Element | None) -> Font:
    if properties is None:
        return PLAIN
    inner = {local(one): one.get("val", "") for one in properties}
    raised = inner.get("vertAlign")
    return Font(
        inner.get("strike", "0") not in _FALSE, raised == "superscript", raised == "subscript"
    )


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
            own = _font(inner["rPr"]) if "rPr" in inner else None
            pieces.append((inner["t"].text or "" if "t" in inner else "", own))
    return pieces
