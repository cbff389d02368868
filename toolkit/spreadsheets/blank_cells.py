"""Cells of an .xlsx sheet in which there is nothing, taken out of its XML by patterns."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape

from toolkit.spreadsheets.extent import is_blank

_CELL = rb'<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?'
# Only formatted, or with an empty text.
_EMPTY = re.compile(
    rb'%b(?: t="(?:n|b|s|str|inlineStr)")?'
    rb"(?:/>|>(?:<v/>|<v></v>|<is/>|<is><t[^<>]*/?>(?:</t>)?</is>)?</c>)" % _CELL
)
_TEXT = re.compile(
    rb'%b t="(?:str"><v>([^<]*)</v>|inlineStr"><is><t[^<>]*>([^<]*)</t></is>|'
    rb's"><v>([0-9]{1,7})</v>)</c>' % _CELL
)


def without_empty(cells: bytes) -> bytes:
    """The XML without the cells that are only formatted."""
    return _EMPTY.sub(b"", cells)


def without_blank(cells: bytes, blanks: Collection[int]) -> bytes:
    """The XML without the cells whose text shows nothing; ``blanks``: such shared texts."""

    def kept(match: re.Match[bytes]) -> bytes:
        own, inline, shared = match.groups()
        if shared is not None:
            return b"" if int(shared) in blanks else match[0]
        text = unescape((own or inline or b"").decode("utf-8", "replace"))
        return b"" if is_blank(text) else match[0]

    return _TEXT.sub(kept, cells)
