"""Reading the cover: who reports, on which year, and the state of each table.

Each field is looked for beside its caption, so a cover that was moved or renamed can be read, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from toolkit.form.check_code import whose
from toolkit.form.cover import Cover
from toolkit.grids.address import cell
from toolkit.grids.grid import At, Grid, Workbook
from toolkit.grids.names import CAPTIONS, CHECK_CODE, COVER, STATE_HEADS
from toolkit.text import fold

# A sheet with another name is the cover if it has these captions.
_TELLING = ("name", "unit", "year")
_CAPTION_TEXTS = {fold(text) for text in CAPTIONS.values()}


class CoverReader:
    """The cover of one workbook; ``sheet`` is the name of its sheet there."""

    def __init__(self, workbook: Workbook, cover: Cover) -> None:
        self.cover, self.sheet = cover, COVER
        self._grid = workbook.grids.get(COVER)
        if self._grid is None:
            telling = {fold(CAPTIONS[key]) for key in _TELLING}
            for name, grid in workbook.grids.items():
                # Of a consolidated workbook a sheet may hold millions of cells; none is kept here.
                if telling <= {fold(one) for row in grid.rows for one in row if type(one) is str}:
                    self.sheet, self._grid = name, grid
                    break

    @property
    def missing(self) -> bool:
        """Whether the workbook has no cover."""
        return self._grid is None

    def fields(self, keys: Iterable[str]) -> dict[str, str]:
        """What is filled in, by field."""
        texts = {key: self._field(key) for key in keys}
        return {key: text for key, text in texts.items() if text}

    @property
    def code_text(self) -> str | None:
        """What its check code is made of besides the figures; None where it has none."""
        if self._grid is None:
            return None
        caption = self._grid.value(self.cover.code.row, 0)
        if caption != CHECK_CODE and fold(CHECK_CODE) not in self._where:
            return None
        return whose(self._field("unit"), self._field("year"))

    def state(self, code: str, name: str) -> str:
        """The 填报状态 of a table as it is written; ``name`` is the table's name on the cover."""
        if self._grid is None:
            return ""
        at = self._state_cell(self._grid, code, name)
        return self._grid.seen(*at) if at else ""

    def state_address(self, code: str, name: str) -> str:
        """The address of that cell: in the return if it was found there, else in the template."""
        at = self._state_cell(self._grid, code, name) if self._grid is not None else None
        return cell(*at).address if at else self.cover.states[code].address

    @cached_property
    def _where(self) -> dict[str, At]:
        """Folded text → the first cell that holds it."""
        found: dict[str, At] = {}
        for at, text in _texts(self._grid).items() if self._grid is not None else ():
            found.setdefault(text, at)
        return found

    def place(self, key: str) -> str:
        """The address of a field; empty where its caption is not there."""
        at = self._field_cell(key)
        return cell(*at).address if at else ""

    def _field(self, key: str) -> str:
        at = self._field_cell(key)
        if self._grid is None or at is None:
            return ""
        text = self._grid.seen(*at)
        # 20260115 in a cell for dates is beyond all days, and shows as nothing but #.
        return text if text.strip("#") else self._grid.text(*at)

    def _field_cell(self, key: str) -> At | None:
        """The cell of a field: where it was found, what is filled in or else the next cell."""
        grid, caption, value = self._grid, self.cover.captions[key], self.cover.values[key]
        if grid is None:
            return None
        if grid.value(caption.row, caption.column) == CAPTIONS[key]:
            return value.row, value.column
        at = self._where.get(fold(CAPTIONS[key]))
        if at is None:
            return None
        row, width = at[0], len(grid.rows[at[0]])
        for column in range(at[1] + 1, width):
            text = grid.seen(row, column)
            if fold(text) in _CAPTION_TEXTS:
                break
            if text:
                return row, column
        return row, at[1] + 1

    def _state_cell(self, grid: Grid, code: str, name: str) -> At | None:
        known, state = self.cover.names[code], self.cover.states[code]
        if grid.value(known.row, known.column) == name:
            return state.row, state.column
        row, head = self._where.get(fold(name)), self._where.get(fold(STATE_HEADS[1]))
        return (row[0], head[1]) if row and head else None


def _texts(grid: Grid) -> dict[At, str]:
    return {at: fold(text) for at, text in grid.texts.items()}
