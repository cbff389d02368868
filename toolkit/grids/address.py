"""Places on a sheet: rows and columns from 0, and the address that a spreadsheet shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A cell, or a merged range of cells; rows and columns count from 0, the last ones included."""

    row: int
    column: int
    last_row: int
    last_column: int

    @property
    def address(self) -> str:
        """The Excel address of the top left cell."""
        return f"{column_name(self.column)}{self.row + 1}"

    @property
    def merged(self) -> bool:
        """Whether it is more than one cell."""
        return (self.row, self.column) != (self.last_row, self.last_column)


def cell(row: int, column: int) -> Place:
    """The place of a single cell."""
    return Place(row, column, row, column)


@cache
def column_name(column: int) -> str:
    """0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=1024)
def column_number(name: str) -> int:
    """A → 0, AA → 26."""
    number = 0
    for letter in name:
        number = 26 * number + ord(letter) - 64
    return number - 1
