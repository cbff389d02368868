"""Grid: a sheet as plain values, formulas and errors; the form in which readers pass it on."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from toolkit.grids.shown import Shown
from toolkit.grids.spelt_time import spelt_time
from toolkit.text import printable

At = tuple[int, int]
Area = tuple[int, int, int, int]


def shown_text(value: object) -> str:
    """A cell's value as text: the same for what is written and for what is read back."""
    if type(value) is str:
        return printable(value).strip()
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.timedelta | datetime.time):
        value = spelt_time(value)
    return "" if value is None else printable(str(value)).strip()


@dataclass(frozen=True)
class Grid:
    """A sheet: rows of values from A1 on, and what else is known of its cells, counted from 0."""

    rows: Sequence[Sequence[object]]
    # (row, column) → the text with its leading ``=``; a bare ``=`` where the format does not give
    # it.
    formulas: Mapping[At, str] = field(default_factory=dict)
    # (row, column) → the error that is shown.
    errors: Mapping[At, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    # None where the format does not say.
    protected: bool | None = None
    # First row, first column, last row and last column of each merged range.
    merged: Sequence[Area] = ()
    # (row, column) → what is shown, where it is not what the cell holds.
    shown: Mapping[At, Shown] = field(default_factory=dict)

    @property
    def texts(self) -> Mapping[At, str]:
        """The texts that its cells hold, by their cells, row by row."""
        return self._texts_and_others[0]

    @property
    def others(self) -> Mapping[At, object]:
        """What cells hold that hold no text: a number, a date, whether something is true."""
        return self._texts_and_others[1]

    @cached_property
    def _texts_and_others(self) -> tuple[dict[At, str], dict[At, object]]:
        texts: dict[At, str] = {}
        others: dict[At, object] = {}
        for r, row in enumerate(self.rows):
            for c, value in enumerate(row):
                if type(value) is not str:
                    others[r, c] = value
                elif value:
                    texts[r, c] = value
        return texts, others

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The texts of the first two columns, row by row."""
        return tuple((self.text(row, 0), self.text(row, 1)) for row in range(len(self.rows)))

    def value(self, row: int, column: int) -> object:
        """The value of a cell; an empty text outside of the used range."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return ""

    def text(self, row: int, column: int) -> str:
        return shown_text(self.value(row, column))

    def seen(self, row: int, column: int) -> str:
        """What a person sees in a cell."""
        shown = self.shown.get((row, column))
        return shown.text if shown else self.text(row, column)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook: its grids by sheet name, and what it says besides."""

    # By the names of their sheets.
    grids: Mapping[str, Grid]
    # Its custom properties.
    properties: Mapping[str, str] = field(default_factory=dict)
    # When it was last saved (UTC).
    saved: datetime.datetime | None = None
    # Whether its format gives the texts of formulas.
    tells_formulas: bool = True
    # The sheets whose grids were not asked for.
    unread: tuple[str, ...] = ()
    # It has macros.
    macros: bool = False
    # It refers to other workbooks.
    links: bool = False
