"""Printed titles: the lines of a document that are the title of a report, alone or with others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, auto

from toolkit.returns.published.titles import (
    Title,
    begins_title,
    is_body,
    names_its_place,
    title_in,
    year_alone,
)
from toolkit.text import fold

# No line of a title is longer; it may stand on so many lines, and so many may stand above them.
LONGEST = 80
_MOST_LINES = 3
_MOST_ABOVE = 2
# How the rest of a name begins that a line was too short for.
_CUT = re.compile("(?:管?理)?委?员会|办?公室|领导小组办公室|[中小]?学校|服务中心|管理[局处所]|分局")
# Every title has it.
_TELLING = "公"
_SENTENCE = re.compile("[。；，,]")
# A link to another report, whose title follows.
_LINK = re.compile("[上下]一?[篇条页个]|相关|历年|往年|更多|延伸")


class Standing(IntEnum):
    """How much a printed title says by itself."""

    SILENT = auto()
    # It leaves out the year, or whose it is.
    NAMED = auto()
    DATED = auto()
    WITH_NEIGHBOURS = auto()
    WHOLE = auto()


@dataclass(frozen=True, slots=True)
class PrintedTitle:
    """A title as it is printed."""

    title: Title
    text: str
    standing: Standing
    # Its first and its last line.
    first: int
    last: int


def printed_titles(lines: Sequence[str]) -> list[PrintedTitle]:
    """Every title of a report among some lines, in their order."""
    found: list[PrintedTitle] = []
    at = 0
    while at < len(lines):
        one = _at(lines, at)
        if one:
            found.append(one)
        at = one.last + 1 if one else at + 1
    return found


def _at(lines: Sequence[str], at: int) -> PrintedTitle | None:
    """The title whose name for what it is begins in a line."""
    if not any(_TELLING in one for one in lines[at : at + _MOST_LINES]):
        return None
    for last in range(at, min(at + _MOST_LINES, len(lines))):
        some = lines[at : last + 1]
        if not all(map(_is_short, some)) or _LINK.match(fold(some[0])):
            return None
        if title := title_in(" ".join(some)):
            # What another line says by itself is no part of this one.
            if last > at and any(title_in(" ".join(some[n:])) for n in range(1, len(some))):
                return None
            return _with_neighbours(
                lines, PrintedTitle(title, " ".join(some), _of(title), at, last)
            )
    return None


def _of(title: Title, whole: Standing = Standing.WHOLE) -> Standing:
    if title.is_whole:
        return whole
    if title.years:
        return Standing.DATED
    return Standing.NAMED if title.name else Standing.SILENT


def _with_neighbours(lines: Sequence[str], one: PrintedTitle) -> PrintedTitle:
    """The title with what the lines above and below it say that it leaves out."""
    for first in range(one.first - 1, max(one.first - 1 - _MOST_ABOVE, -1), -1):
        line = lines[first]
        cut = _is_cut(line, one)
        if _is_complete(one) or not _is_short(line) or not (cut or begins_title(line)):
            break
        # The name of a body that is in no place goes on from the line above.
        if one.title.is_whole and not (cut or is_body(line)):
            break
        text = f"{line}{one.text}" if cut else f"{line} {one.text}"
        one = _longer(one, title_in(text) or one.title, text, first=first)
    for last in range(one.last + 1, min(one.last + 1 + _MOST_ABOVE, len(lines))):
        name, years = one.title.name, one.title.years
        line = lines[last].strip("()（） ")
        year = year_alone(line)
        if (name and years) or title_in(line) or not (year or is_body(line)):
            break
        if year and not years:
            years = (year,)
        elif not year and not name:
            name = fold(line)
        else:
            break
        one = _longer(one, Title(name, years), f"{one.text} {lines[last]}", last=last)
    return one


def _is_cut(line: str, one: PrintedTitle) -> bool:
    """Whether a name begins in a line and goes on in the one below, wherever that was full."""
    rest = _CUT.match(one.title.name or "")
    return rest is not None and is_body(fold(line) + rest[0]) and names_its_place(fold(line))


def _is_complete(one: PrintedTitle) -> bool:
    return one.title.is_whole and names_its_place(one.title.name or "")


def _longer(
    one: PrintedTitle, title: Title, text: str, *, first: int | None = None, last: int | None = None
) -> PrintedTitle:
    """The title with one more line."""
    whole = max(one.standing, Standing.WITH_NEIGHBOURS)
    first = one.first if first is None else first
    last = one.last if last is None else last
    return PrintedTitle(title, text, _of(title, whole), first, last)


def _is_short(line: str) -> bool:
    return len(line) <= LONGEST and not _SENTENCE.search(line)
