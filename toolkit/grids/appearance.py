"""Appearance: how a sheet looks, as far as a person may have chosen it while working in it."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from toolkit.grids.grid import At

# Colours are written as "#RRGGBB".
NO_COLOUR = ""


class Style(NamedTuple):
    """How a cell looks. A colour that is left to the program, as black text is, is none."""

    fill: str = NO_COLOUR
    colour: str = NO_COLOUR
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    struck: bool = False
    # Empty where it is not known.
    font: str = ""
    # In points.
    size: float = 0


# The fields of a style that are other than they were written, and what they are now.
Restyled = Mapping[str, str | bool | float]


class Width(NamedTuple):
    """How wide a column is, in characters; a hidden one keeps its width."""

    characters: float
    hidden: bool = False


class Link(NamedTuple):
    """Where a click on a cell leads."""

    # An address, or the path of a file; None for a place within the workbook.
    address: str | None
    # A place within what the address names, or within the workbook.
    place: str | None
    tip: str | None


@dataclass(frozen=True, slots=True)
class ColumnFilter:
    """Which rows a filter shows, by what they have in one column: a choice, or conditions."""

    # The texts that were ticked.
    texts: tuple[str, ...] = ()
    # Whether blank cells were ticked, too.
    blank: bool = False
    # At most two: an operator of ECMA-376 (18.18.31) and a text, maybe with the wildcards * and ?.
    conditions: tuple[tuple[str, str], ...] = ()
    # Whether all conditions have to hold, or one.
    every: bool = False

    def shows(self, text: str) -> bool:
        """Whether a row stays in sight that has this text in the column."""
        if not self.conditions:
            return text in self.texts if text else self.blank
        held = [_holds(text, *one) for one in self.conditions]
        return all(held) if self.every else any(held)


# A row with a cell further right than this is not kept as a whole, since nearly all of it is blank.
_FAR = 1_000


class CellStyles(Mapping[At, Style]):
    """The style of each cell of a sheet. There may be millions, which have few styles."""

    def __init__(self, cells: Iterable[tuple[At, int]], styles: Sequence[Style]) -> None:
        """``cells``: each with the number of its style."""
        self._styles = styles
        # Of each row: by column 1 more than the number of the style, 0 where there is no cell.
        self._rows: dict[int, array[int]] = {}
        self._far: dict[At, int] = {}
        for (row, column), number in cells:
            if column >= _FAR:
                self._far[row, column] = number
                continue
            numbers = self._rows.get(row)
            if numbers is None:
                numbers = self._rows[row] = array("I")
            if column >= len(numbers):
                numbers.extend([0] * (column + 1 - len(numbers)))
            numbers[column] = number + 1

    def __getitem__(self, at: At) -> Style:
        row, column = at
        if at in self._far:
            return self._styles[self._far[at]]
        numbers = self._rows.get(row, ())
        number = numbers[column] if 0 <= column < len(numbers) else 0
        if not number:
            raise KeyError(at)
        return self._styles[number - 1]

    def __iter__(self) -> Iterator[At]:
        for row, numbers in self._rows.items():
            yield from ((row, column) for column, number in enumerate(numbers) if number)
        yield from self._far

    def __len__(self) -> int:
        return sum(map(bool, chain.from_iterable(self._rows.values()))) + len(self._far)


@dataclass(frozen=True, slots=True)
class Appearance:
    """How one sheet looks; rows and columns count from 0."""

    styles: Mapping[At, Style] = field(default_factory=dict)
    widths: Mapping[int, Width] = field(default_factory=dict)
    filters: Mapping[int, ColumnFilter] = field(default_factory=dict)
    links: Mapping[At, Link] = field(default_factory=dict)


# The first of the characters that stand for styles, and how many styles there can be at most: the
# characters behind are such as no text may hold.
_FIRST_MARK = ord("0")
MOST_STYLES = 0xD800 - _FIRST_MARK


def style_mark(number: int) -> str:
    """The character that stands for the style of that number, counted from 0."""
    return chr(_FIRST_MARK + number)


@dataclass(frozen=True, slots=True)
class Painted:
    """How a sheet of ours was written, before anything that a person has put on it."""

    # Of each row that holds anything: a character for each column (:func:`style_mark`).
    rows: Sequence[str]
    # What such a character stands for; any other stands for nothing.
    styles: Mapping[str, Style]
    widths: Mapping[int, Width]

    def style(self, row: int, column: int) -> Style | None:
        known = 0 <= row < len(self.rows) and column < len(self.rows[row])
        return self.styles.get(self.rows[row][column]) if known else None

    @property
    def filled(self) -> bool:
        """Whether any cell has a colour of its own."""
        fills = {mark for mark, style in self.styles.items() if style.fill}
        return any(not fills.isdisjoint(row) for row in self.rows)


def _holds(text: str, operator: str, wanted: str) -> bool:
    if operator in ("equal", "notEqual"):
        return _matches(text, wanted) is (operator == "equal")
    try:
        one, other = float(text), float(wanted)
    except ValueError:
        return False
    return {
        "greaterThan": one > other,
        "greaterThanOrEqual": one >= other,
        "lessThan": one < other,
    }.get(operator, one <= other)


def _matches(text: str, wanted: str) -> bool:
    """As spreadsheet programs compare: without case, and ~ takes its meaning from a wildcard."""
    pieces = re.findall(r"~[*?~]|.", wanted.strip(" "), re.DOTALL)
    spelt = ({"*": ".*", "?": "."}.get(one, re.escape(one[-1])) for one in pieces)
    return re.fullmatch("".join(spelt), text, re.IGNORECASE | re.DOTALL) is not None
