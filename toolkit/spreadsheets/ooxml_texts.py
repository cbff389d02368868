"""The texts of an .xlsx, shared ones and those within cells, spelt as calamine reads them right.

calamine joins every ``t`` that it meets, also those of extensions, and passes over elements within
one. Spreadsheet programs take only the text itself and the texts of its runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from html import escape, unescape
from sys import maxunicode
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
_HEAD = re.compile(rb"\s*+(?:<\?xml[^>]*+>\s*+)?<sst[^>]*+>\s*+")
_ITEM, _SPOKEN_IN_IT = re.compile(rb"%b</si>\s*+" % TEXT), re.compile(_SPOKEN)
_PIECE = re.compile(rb'<t(?: xml:space="([a-z]+)")?>([^<]++)')
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
# Texts that a workbook may have, and that are remembered, as the returns of one template share most
# of them; and the bytes of one.
_MOST, _LONGEST = 10_000, 500
_ONE = re.compile(rb"<si>(.*?)</si>|<si/>", re.DOTALL)
_TAGS = re.compile(rb"<[^>]*>")
# White space of XML, which is dropped at the edges unless it is to be preserved.
SPACE = " \t\r\n"
PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


class SharedTexts:
    """The texts that the sheets of a package share."""

    def __init__(self, package: Package) -> None:
        self._part = package.part(package.used("sharedstrings", package.main))
        self._limits = package.limits

    @cached_property
    def xml(self) -> bytes:
        """All of them in the usual spelling."""
        return plain_texts(self._part, self._limits) if self._part is not None else b"<sst/>"

    @cached_property
    def in_order(self) -> list[str] | None:
        """The texts in the order of their numbers, an empty one for each that is empty or not spelt
        plainly. None where they cannot be counted, or are more than any template has.
        """
        head, *items = (self._part or b"<sst></sst>").split(b"<si>", _MOST + 1)
        if len(items) > _MOST:
            return None
        if items and not items[-1].endswith(b"</sst>"):
            return None
        if not _HEAD.fullmatch(head if items else head.removesuffix(b"</sst>")):
            return None
        items[-1:] = [one.removesuffix(b"</sst>") for one in items[-1:]]
        try:
            return list(map(_PLAIN_ITEMS.__getitem__, items))
        except Unusual:
            return None

    def blank(self) -> set[int]:
        """The numbers of those in which there is nothing to see."""
        return blank_texts(self.xml)


class Unusual(Exception):
    """Something is spelt in a way that only calamine is sure to read right."""


class _Remembered(dict[bytes, str]):
    """Texts by how they are spelt, read once; the returns of one template share most of them."""

    def __init__(self, read: Callable[[bytes], str]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, spelt: bytes) -> str:
        text = self._read(spelt)
        if len(spelt) < _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[spelt] = text
        return text


def _plain_text(spelt: bytes) -> str:
    """A text as XML spells it; empty where calamine might see more in it than its characters."""
    try:
        text = spelt.decode()
        if "&" in text:
            text = _REFERENCE.sub(_referred, text) if _is_sound(text) else ""
    except (UnicodeDecodeError, Unusual):
        return ""
    # Excel spells characters by their numbers, and a return is a line break in XML.
    return "" if "_x" in text or "\r" in text else text


def _is_sound(text: str) -> bool:
    """Whether every reference to a character is one that we know."""
    return text.count("&") == len(_REFERENCE.findall(text))


def _referred(found: re.Match[str]) -> str:
    name, number, digits = found.groups()
    if name:
        return _NAMED[name]
    character = int(number) if number else int(digits, 16)
    # Neither a control character nor half of one nor beyond the last.
    if character not in (9, 10) and not (
        32 <= character < 0xD800 or 0xE000 <= character < 0xFFFE or 0xFFFF < character <= maxunicode
    ):
        raise Unusual
    return chr(character)


def _plain_item(item: bytes) -> str:
    """The text of an ``si``, given what comes after its tag; empty where it is not plain.

    Raises:
        Unusual: it may not be one item.
    """
    if not _ITEM.fullmatch(item):
        raise Unusual
    whole = ""
    for space, spelt in _PIECE.findall(_SPOKEN_IN_IT.sub(b"", item)):
        text = _plain_text(spelt)
        if not text:
            return ""
        whole += text if space == b"preserve" else text.strip(SPACE)
    return whole


PLAIN_TEXTS, _PLAIN_ITEMS = _Remembered(_plain_text), _Remembered(_plain_item)


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
