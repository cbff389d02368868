"""Sections: where in a document its report begins, and what stands above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from toolkit.grids.document import Document, Piece
from toolkit.returns.published.titles import title_in
from toolkit.text import fold

Parts = Sequence[str | Piece]

_BEGINS = re.compile(
    r"(?:第?[一1](?:部分|章)?[、..:]?)(?:(?:政府|政务)?(?:信息|政务)公开)?(?:工作)?(?:的?总体|基本)(?:工作)?情况"
    "|[一1][、.]概[述况]|总体情况$"
)
_SECOND = re.compile(r"第?[二2](?:部分|章)?[、..]?主动公开")
_PAGE_NUMBER = re.compile(r"[\d.…·\-]*")
# A table with so many plain numbers is none that only says what the document is.
_FIGURES = 4
_LONGEST_CELL = 120
# The head of a section with tables, or of what is appended; the narrative is not headed so.
_HEADED = re.compile(
    "(?:第?[二三四](?:部分|章)?[、.]|附[件表]?[0-9一二三]*[:、.])[^。;]{0,40}公开[^。;]{0,30}$"
)
_HEADING_ABOVE = 3
# So many paragraphs of its first section are its opening.
_FIRST = 4


def begins_of(parts: Parts) -> list[int]:
    """Where a report begins: its first section. A list of its sections is none."""
    found = (n for n, one in enumerate(parts) if isinstance(one, str) and _BEGINS.match(fold(one)))
    return [at for at in found if not _is_listed(parts, at)]


def _is_listed(parts: Parts, at: int) -> bool:
    """Whether the name of the second section follows at once."""
    for n in range(at + 1, len(parts)):
        one = parts[n]
        if not isinstance(one, str):
            return False
        plain = fold(one)
        if not _PAGE_NUMBER.fullmatch(plain):
            return bool(_SECOND.match(plain))
    return False


def first_table(parts: Parts) -> int:
    """Where the first table of figures stands, else the end of the document."""
    tables = (n for n, one in enumerate(parts) if isinstance(one, Piece) and _has_figures(one))
    return next(tables, len(parts))


def _has_figures(piece: Piece) -> bool:
    numbers = (text for row in piece.rows for text in row if text and text.strip().isdigit())
    return sum(1 for _ in islice(numbers, _FIGURES)) == _FIGURES


def above(document: Document) -> list[str]:
    """The lines above the report, or above the first table where its first head is lost.

    Of a table there only those cells count that say what the document is.
    """
    parts = document.parts
    end = min([first_table(parts), *begins_of(parts)[:1]])
    return lines_in(parts[:end])


def opening(document: Document) -> list[str]:
    """The paragraphs with which the report begins, and those above them."""
    parts = document.parts
    end = min([first_table(parts), *(at + _FIRST for at in begins_of(parts)[:1])])
    return [one for one in parts[:end] if isinstance(one, str)]


def headings_of_tables(document: Document) -> list[str]:
    """The heads of sections that stand right above a table, within the report."""
    parts = document.parts
    begin = next(iter(begins_of(parts)), len(parts))
    found: list[str] = []
    for at in range(begin + 1, len(parts)):
        if isinstance(parts[at], Piece):
            for one in reversed(parts[max(begin, at - _HEADING_ABOVE) : at]):
                if not isinstance(one, str):
                    break
                if _HEADED.match(fold(one)):
                    found.append(one.strip())
                    break
    return found


def lines_in(parts: Parts) -> list[str]:
    """Paragraphs, and the titles that stand in tables."""
    lines: list[str] = []
    for one in parts:
        if isinstance(one, str):
            lines.append(one)
        elif not _has_figures(one):
            cells = (text for row in one.rows for text in row if text and len(text) < _LONGEST_CELL)
            lines += [text for text in cells if _is_whole(text)]
    return [one.strip() for one in lines if one.strip()]


def _is_whole(text: str) -> bool:
    title = title_in(text)
    return title is not None and title.is_whole
