"""Grid: a sheet as plain values with their formulas and errors; what readers hand to the core."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.text import printable

At = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of values from A1 on; ``formulas`` and ``errors`` by (row, column) from 0."""

    rows: Sequence[Sequence[object]]
    formulas: Mapping[At, str] = field(default_factory=dict)
    errors: Mapping[At, str] = field(default_factory=dict)

    def value(self, row: int, column: int) -> object:
        """The value of a cell; an empty text outside of what is used."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return ""

    def text(self, row: int, column: int) -> str:
        value = self.value(row, column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, datetime.datetime):
            value = value.date()
        return printable(str(value)).strip()


@dataclass(frozen=True, slots=True)
class Workbook:
    """Grids by sheet name, the custom properties, and when it was last saved."""

    grids: Mapping[str, Grid]
    properties: Mapping[str, str] = field(default_factory=dict)
    saved: datetime.datetime | None = None


class Unreadable(Exception):
    """A file that cannot be read as a workbook; the text is the reason, for the user."""
