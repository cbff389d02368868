"""The styles of an .xlsx workbook: how its cells look, as far as that changes what they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.etree import ElementTree

from toolkit.spreadsheets.number_formats import BUILTIN, GENERAL, PLAIN, Font, Look
from toolkit.spreadsheets.ooxml_parts import local, tree
from toolkit.spreadsheets.remembered import remembered

# Digits that no number of a format reaches.
_DIGITS = 10
FALSE = ("0", "false", "off")


class OddStyles(NamedTuple):
    """The styles that change what is shown, by their numbers as they are spelt."""

    cells: Mapping[bytes, Look]
    # Those that conditional formats give to cells.
    conditional: Mapping[str, Look]


@remembered(32)
def odd_styles(part: bytes) -> OddStyles:
    """The odd ones of the styles; the returns of one template share them."""
    try:
        lists = {local(one): list(one) for one in tree(part)}
    except ElementTree.ParseError:
        # Any program shows the cells without styles then.
        return OddStyles({}, {})
    codes = {
        _number(one.get("numFmtId", "")): one.get("formatCode", GENERAL)
        for one in lists.get("numFmts", ())
    }
    fonts = [font_of(one) for one in lists.get("fonts", ())]
    parents = lists.get("cellStyleXfs", [])
    found: dict[bytes, Look] = {}
    for number, one in enumerate(lists.get("cellXfs", ())):
        own = {**_attributes(parents, one.get("xfId", "")), **one.attrib}
        look = Look(_code(own.get("numFmtId", "0"), codes), _nth(fonts, own.get("fontId", "0")))
        if not look.is_plain:
            found[str(number).encode()] = look
    conditional = {str(n): differential(one) for n, one in enumerate(lists.get("dxfs", ()))}
    return OddStyles(found, {n: look for n, look in conditional.items() if not look.is_plain})


def differential(style: ElementTree.Element) -> Look:
    """The look of which a conditional format states only what differs."""
    inner = {local(one): one for one in style}
    code = GENERAL
    if "numFmt" in inner:
        number = inner["numFmt"].get("numFmtId", "")
        code = inner["numFmt"].get("formatCode", _code(number, {}))
    return Look(code, font_of(inner.get("font")))


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


def font_of(properties: ElementTree.Element | None) -> Font:
    if properties is None:
        return PLAIN
    inner = {local(one): one.get("val", "") for one in properties}
    raised = inner.get("vertAlign")
    return Font(
        inner.get("strike", "0") not in FALSE, raised == "superscript", raised == "subscript"
    )
