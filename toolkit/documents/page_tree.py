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
