"""The tree of a page, as browsers make it, unless it is too large for one."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from toolkit.grids.refusals import Refusal, Unreadable

MOST_NODES = 2_000_000
# Within so many elements the parser takes seconds: its time grows with the square of the depth.
_MOST_OPEN, _MANY = 20_000, 20_000
_TAG = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
# What has no end, or ends by itself.
_CLOSED = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr", "p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "dt"),
    *("dd", "colgroup", "a"),
}
# A tag with thousands of attributes takes as long. An embedded picture is one long word.
_LONG_TAG = re.compile(r"<[a-z][^<>]{100000,}", re.IGNORECASE)
_MOST_ATTRIBUTES = 20_000
# What ends a page, and what its file ends with when it has been cut off: in a tag, in a character.
_ENDS = re.compile(r"</(?:html|body)\b", re.IGNORECASE)
_IN_TAG = re.compile(r"<(?:[a-z/!?][^>]*)?\Z", re.IGNORECASE)
_IN_CHARACTER = re.compile(r"(?:&(?:#?[a-z0-9]{0,8})?|\ufffd)\Z", re.IGNORECASE)
_OF_TABLE = re.compile(r"<(/?)(table|tr|t[dh])\b", re.IGNORECASE)
_BLANK = " \t\r\n\f\0\ufeff\x1a"


def parsed(text: str) -> LexborHTMLParser:
    """The tree of a page, as browsers make it.

    Raises:
        Unreadable: if it is larger or deeper than any page is.
    """
    tags = text.count("<")
    if tags > MOST_NODES or (tags > _MANY and _deepest(text) > _MOST_OPEN):
        raise Unreadable(Refusal.TOO_LARGE)
    for tag in _LONG_TAG.finditer(text):
        if sum(len(word) < 60 for word in tag[0].split()) > _MOST_ATTRIBUTES:
            raise Unreadable(Refusal.TOO_LARGE)
    return LexborHTMLParser(text)


def _deepest(text: str) -> int:
    """About how many elements are open at once."""
    depth = deepest = 0
    for end, name in _TAG.findall(text):
        if name.lower() not in _CLOSED:
            depth = max(depth + (-1 if end else 1), 0)
            deepest = max(deepest, depth)
    return deepest


def is_cut(text: str) -> bool:
    """Whether the text of a page breaks off in a tag, a character, a comment, a row or a cell.

    Many pages leave out the end of a table, or their own; so that alone says nothing.
    """
    last = max(text.rfind("<table"), text.rfind("<TABLE"), 0)
    rest = text[last:].rstrip(_BLANK)
    if _ENDS.search(rest):
        return False
    begun = rest.rfind("<")
    if rest.rfind("<!--") > rest.rfind("-->") or (begun >= 0 and _IN_TAG.match(rest, begun)):
        return True
    return _IN_CHARACTER.search(rest, max(len(rest) - 10, 0)) is not None or _is_row_open(rest)


def _is_row_open(rest: str) -> bool:
    """Whether a row or a cell of the last table has begun, and neither it nor the table ends."""
    is_open = {"tr": False, "cell": False}
    for end, name in _OF_TABLE.findall(rest):
        kind = name.lower()
        if kind == "table":
            if end:
                return False
        else:
            is_open["tr" if kind == "tr" else "cell"] = not end
    return any(is_open.values())
