"""The texts of an .xlsx, shared ones and those within cells, spelt as calamine reads them right.

calamine joins every ``t`` that it meets, also those of extensions, and passes over elements within
one. Spreadsheet programs take only the text itself and the texts of its runs.
"""

from __future__ import annotations

import re
from html import escape, unescape
from xml.etree import ElementTree

from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.extent import is_blank
from toolkit.spreadsheets.ooxml_parts import Package, local, tree
from toolkit.spreadsheets.zip_package import OF_A_RETURN, Limits

# How spreadsheet programs spell a text: alone or in runs, and how it is pronounced.
_T = rb'<t(?: xml:space="[a-z]+")?(?:/>|>[^<]*+</t>)'
_LOOKS = rb"<rPr(?:/>|>(?:<(?!t[ />])[A-Za-z]+[^<>]*+>)*+</rPr>)"
_SPOKEN = rb"<rPh [^<>]*+>%b</rPh>|<phoneticPr[^<>]*+>" % _T
TEXT = rb"(?:(?:%b|(?:<r>(?:%b)?%b</r>)++)(?:%b)*+)?" % (_T, _LOOKS, _T, _SPOKEN)
_SHARED = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+)?<sst[^>]*+>((?:<si>%b</si>\s*+|<si/>\s*+)*+)</sst>\s*+" % TEXT
)
_ONE = re.compile(rb"<si>(.*?)</si>|<si/>", re.DOTALL)
_TAGS = re.compile(rb"<[^>]*>")
# White space of XML, which is dropped at the edges unless it is to be preserved.
SPACE = " \t\r\n"
PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


class SharedTexts:
    """The texts that the sheets of a package share, in the usual spelling."""

    def __init__(self, package: Package) -> None:
        part = package.part(package.used("sharedstrings", package.main))
        self.xml = plain_texts(part, package.limits) if part is not None else b"<sst/>"

    def blank(self) -> set[int]:
        """The numbers of those in which there is nothing to see."""
        return blank_texts(self.xml)


def plain_texts(part: bytes, limits: Limits = OF_A_RETURN) -> bytes:
    """The shared texts in the usual spelling, without the counts, which may be wrong.

    Raises:
        Unreadable: a text holds other elements.
    """
    usual = _SHARED.fullmatch(part)
    if usual:
        return b"<sst>%b</sst>" % usual[1]
    texts = (spelt("si", one) for one in tree(part, limits) if local(one) == "si")
    return f"<sst>{''.join(texts)}</sst>".encode()


def spelt(tag: str, text: ElementTree.Element) -> str:
    return f'<{tag}><t xml:space="preserve">{escape(text_of(text), quote=False)}</t></{tag}>'


def text_of(element: ElementTree.Element) -> str:
    """The text of an ``si`` or ``is``: its own, or those of its runs.

    Raises:
        Unreadable: a text holds other elements.
    """
    pieces = [
        piece
        for one in element
        for piece in ([one] if local(one) == "t" else one if local(one) == "r" else ())
        if local(piece) == "t"
    ]
    if any(len(piece) for piece in pieces):
        raise Unreadable(Refusal.BROKEN)
    return "".join(
        text if piece.get(PRESERVE) == "preserve" else text.strip(SPACE)
        for piece in pieces
        if (text := piece.text or "")
    )


def keep_pieces(element: ElementTree.Element) -> None:
    """Take out of an ``is`` all but its own text and its runs, each with its font and its text.

    Raises:
        Unreadable: a text holds other elements.
    """
    _keep(element, "t", "r")
    runs = [one for one in element if local(one) == "r"]
    for run in runs:
        _keep(run, "rPr", "t")
    for piece in (one for some in (element, *runs) for one in some if local(one) == "t"):
        if len(piece):
            raise Unreadable(Refusal.BROKEN)
        if piece.get(PRESERVE) != "preserve":
            piece.text = (piece.text or "").strip(SPACE)
            piece.set(PRESERVE, "preserve")


def _keep(element: ElementTree.Element, *tags: str) -> None:
    for one in [one for one in element if local(one) not in tags]:
        element.remove(one)


def blank_texts(plain: bytes) -> set[int]:
    """The numbers of the shared texts, in the usual spelling, in which there is nothing to see."""
    return {
        number
        for number, text in enumerate(_ONE.findall(plain))
        if is_blank(unescape(_TAGS.sub(b"", text).decode("utf-8", "replace")))
    }
