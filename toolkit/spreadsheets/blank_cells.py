"""Cells of an .xlsx sheet in which there is nothing, taken out of its XML by patterns."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape
from typing import IO

from toolkit.spreadsheets.extent import is_blank

_CELL = rb'<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?'
# Only formatted, or with an empty text.
_NOTHING = (
    rb'%b(?: t="(?:n|b|s|str|inlineStr)")?'
    rb"(?:/>|>(?:<v/>|<v></v>|<is/>|<is><t[^<>]*/?>(?:</t>)?</is>)?</c>)" % _CELL
)
_EMPTY = re.compile(_NOTHING)
_TEXT = re.compile(
    rb'%b t="(?:str"><v>([^<]*)</v>|inlineStr"><is><t[^<>]*>([^<]*)</t></is>|'
    rb's"><v>([0-9]{1,7})</v>)</c>' % _CELL
)
_EMPTY_ROW = re.compile(
    rb'<row r="[0-9]+"(?![^<>]*hidden)[^<>]*+(?:(?<=/)>|>(?:%b)*+</row>)' % _NOTHING
)
# What does not say where it stands counts from the one before, so nothing may be taken out there.
_NAMELESS_ROW, _NAMELESS_CELL = (b"<row>", b"<row s"), (b"<c>", b"<c s=", b"<c t=")
_CHUNK = 4_000_000
# A sheet whose every row is formatted, with two cells in each, has about as many bytes.
MOST_READ = 120_000_000


def without_empty(cells: bytes) -> bytes:
    """The XML without the cells that are only formatted."""
    return _EMPTY.sub(b"", cells)


def read_sheet(file: IO[bytes], most: int) -> bytes:
    """The XML of a sheet; of one with more than so many bytes, only what is more than format.

    Programs that format a sheet down to its last row may write a hundred megabytes of nothing.
    """
    part = file.read(most + 1)
    if len(part) <= most or b"<row " not in part:
        return part
    kept, rest, length = [], part, len(part)
    while True:
        cut = rest.rfind(b"<row ")
        rows, rest = rest[:cut], rest[cut:]
        kept.append(_with_content(rows))
        chunk = file.read(_CHUNK)
        rest, length = rest + chunk, length + len(chunk)
        if not chunk or length > MOST_READ or sum(map(len, kept)) + len(rest) > most:
            return b"".join([*kept, rest, file.read(1) and b" " * most])


def _with_content(rows: bytes) -> bytes:
    if any(one in rows for one in _NAMELESS_ROW):
        return rows
    kept = _EMPTY_ROW.sub(b"", rows)
    if 2 * len(kept) < len(rows) or any(one in kept for one in _NAMELESS_CELL):
        return kept
    return without_empty(kept)


def without_blank(cells: bytes, blanks: Collection[int]) -> bytes:
    """The XML without the cells whose text shows nothing; ``blanks``: such shared texts."""

    def kept(match: re.Match[bytes]) -> bytes:
        own, inline, shared = match.groups()
        if shared is not None:
            return b"" if int(shared) in blanks else match[0]
        text = unescape((own or inline or b"").decode("utf-8", "replace"))
        return b"" if is_blank(text) else match[0]

    return _TEXT.sub(kept, cells)
