"""What stands on a page of a PDF: lines of text, and tables that are drawn, each at its place.

Places are in points (1/72 inch) from the upper left corner of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypeVar

from toolkit.grids.shown import Shown, Why

# How far the baselines of what stands on one line may differ, as a part of its height.
_ONE_LINE = 0.4
# A gap of so many heights within a line is a blank.
_BLANK = 0.3
# What Word leaves free within a cell, left and right together.
_INSET = 11.0
# So many characters may stand together on the next line: no line begins with a comma.
_UNBROKEN = 2
T = TypeVar("T")
# A heading, or an item of a list: 一、, （一）, 1.
_ITEM = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、]|[0-9]{1,2}[.、．]\D")
_FIGURES = re.compile(r"[0-9][0-9.,]*", re.ASCII)


# The left, upper, right and lower edge.
Place = tuple[float, float, float, float]


class Line(NamedTuple):
    """A line of text, or a piece of one."""

    text: str
    left: float
    right: float
    # The baseline of the text, and the size of its characters.
    base: float
    size: float
    page: int = 0
    # Whether it stands on its side.
    turned: bool = False
    struck: bool = False
    # Whether nobody may see it: it is white on something pale.
    doubtful: bool = False

    @property
    def middle(self) -> float:
        return self.base - self.size / 3

    @property
    def top(self) -> float:
        return self.base - self.size

    @property
    def characters(self) -> int:
        return len("".join(self.text.split()))


class Box(NamedTuple):
    """A cell that is drawn, and its text."""

    left: float
    top: float
    right: float
    bottom: float
    text: str
    # Whether its last line leaves no room, so that what is more goes on in a next one.
    full: bool = False
    # Whether no border is drawn where it begins, or where it ends: it is cut by a page end.
    open_above: bool = False
    open_below: bool = False
    # What is seen of it, where that is not all.
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table, or what stands of it on one page."""

    page: int
    bounds: Place
    boxes: Sequence[Box]
    # All that stands in it, for the case that its borders only frame running text.
    lines: Sequence[Line]

    @property
    def left(self) -> float:
        return self.bounds[0]

    @property
    def right(self) -> float:
        return self.bounds[2]

    @property
    def top(self) -> float:
        return self.bounds[1]

    @property
    def characters(self) -> int:
        return sum(one.characters for one in self.lines)


@dataclass(frozen=True, slots=True)
class Page:
    """A page, counted from 1, and what stands on it from above to below."""

    number: int
    width: float
    height: float
    parts: Sequence[Line | Drawn]


def grouped(some: Iterable[T], place: Callable[[T], float], apart: float) -> list[list[T]]:
    """In the order of their places; what is no further than this from the one before is with it."""
    ordered = sorted(some, key=place)
    groups = [ordered[:1]] if ordered else []
    for before, one in pairwise(ordered):
        if place(one) - place(before) > apart:
            groups.append([])
        groups[-1].append(one)
    return groups


def lines_of(words: Iterable[Line]) -> list[Line]:
    """Words put together to lines, from above to below."""
    words = list(words)
    apart = _ONE_LINE * min((one.size for one in words), default=0)
    lines = map(_joined, grouped(words, lambda one: one.base, apart))
    return [one for one in lines if one.text]


def _joined(words: Sequence[Line]) -> Line:
    """The line of words, or of single characters; blanks may be written or only left free."""
    words = sorted(words, key=lambda one: one.left)
    text = words[0].text
    for before, one in pairwise(words):
        free = one.left - before.right > _BLANK * max(before.size, one.size)
        text += f" {one.text}" if free else one.text
    shown = [one for one in words if one.text.strip()] or words
    size, right = max(one.size for one in shown), max(one.right for one in shown)
    return shown[0]._replace(text=text.strip(), right=right, size=size)


def box_of(place: Place, characters: Sequence[Line]) -> Box:
    """A cell with its characters."""
    text, full = _cell(place, characters)
    seen = [one for one in characters if not (one.struck or one.doubtful)]
    if len(seen) == len(characters):
        return Box(*place, text, full)
    struck = [one for one in characters if one.struck]
    left, _ = _cell(place, seen)
    if not struck:
        return Box(*place, text, shown=Shown(left, Why.HIDDEN))
    return Box(*place, text, shown=Shown(left, Why.STRUCK, _cell(place, struck)[0], left))


def _cell(place: Place, characters: Sequence[Line]) -> tuple[str, bool]:
    """The text of a cell, and whether its last line fills it.

    A number that did not fit into one line is one number.
    """
    left, _, right, _ = place
    text, before, full = "", False, False
    for one in lines_of(characters):
        full = _fills(one, right - left)
        joined = not text or (before and is_figure(one.text))
        text += one.text if joined else f"\n{one.text}"
        before = full and is_figure(one.text)
    return text, full


def begins_item(text: str) -> bool:
    """Whether it begins as a heading does, or as an item of a list."""
    return _ITEM.match(text) is not None


def is_figure(text: str) -> bool:
    """Whether it is a number, or a piece of one."""
    return _FIGURES.fullmatch(text) is not None


def _fills(line: Line, room: float) -> bool:
    """Whether a line leaves no room: for one more digit, or for the next characters of a text."""
    width = line.right - line.left
    more = width / len(line.text) if is_figure(line.text) else _UNBROKEN * line.size
    return room - width - _INSET < more
