"""Rows of a roster as its file has them: texts, and what speaks against a cell or a whole row."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.grids.grid import At, Grid
from toolkit.grids.shown import Why
from toolkit.text import Unseen, printable, unseen_in

_ERROR = re.compile(r"#(?:N/A|DIV/0!|NAME\?|[A-Z_]+!|GETTING_DATA)|Err:[0-9]{3}", re.IGNORECASE)
# Ways of showing a cell that leave open what is meant.
_UNCLEAR = {Why.SCALED, Why.HIDDEN, Why.STRUCK, Why.RAISED}
_NO_TEXT = (bool, datetime.date, datetime.time, datetime.timedelta)
_MOST_DIGITS = 1e15
# As many columns beside a roster may be merged with one of its own.
_WIDEST = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One row, or one line of text; columns are counted from 0."""

    # As the file counts, from 1.
    number: int
    texts: Sequence[str]
    # What is wrong with the row as a whole.
    fault: str = ""
    # Column → the error that its cell shows.
    errors: Mapping[int, str] = field(default_factory=dict)
    # Columns with a formula that has no result.
    uncalculated: frozenset[int] = frozenset()
    # Columns whose text is that of a cell above, with which they are merged.
    merged: frozenset[int] = frozenset()
    # Columns that are merged with the one on their left.
    across: frozenset[int] = frozenset()
    # Columns whose cell holds a day, a time or a truth value.
    days: frozenset[int] = frozenset()
    # Columns whose cell holds a number of which spreadsheet programs keep only the first 15 digits.
    long: frozenset[int] = frozenset()
    # Columns whose cell shows something else than it holds, so that nobody knows which is meant.
    unclear: frozenset[int] = frozenset()
    # Column → what is in its text that a person cannot see as what it is: why, what and where.
    unseen: Mapping[int, tuple[Unseen, str, int]] = field(default_factory=dict)

    def text(self, column: int) -> str:
        return self.texts[column] if column < len(self.texts) else ""

    def says(self, column: int) -> bool:
        """Whether anything is in the cell itself."""
        if column in self.merged:
            return False
        return bool(self.text(column)) or column in self.errors or column in self.uncalculated


def plain_text(text: str) -> str:
    """A text of the roster in one line, without blanks around it."""
    return printable(text).strip()


def error_in(text: str) -> str | None:
    """The error of a spreadsheet program that was saved as a text; None where it is none."""
    return text if _ERROR.fullmatch(text) else None


def row_of(number: int, texts: Sequence[str], fault: str = "") -> Row:
    """A line of text as a row."""
    plain = [plain_text(text) for text in texts]
    return Row(number, plain, fault, _errors(plain), unseen=_unseen(dict(enumerate(texts))))


def _errors(texts: Sequence[str]) -> dict[int, str]:
    return {at: error for at, text in enumerate(texts) if (error := error_in(text))}


def _unseen(texts: Mapping[int, str]) -> dict[int, tuple[Unseen, str, int]]:
    return {at: found for at, text in texts.items() if (found := unseen_in(text))}


def rows_of(grid: Grid) -> list[Row]:
    """The rows of a sheet; what is merged is meant for every row of its range."""
    above, across = _merged(grid)
    rows = []
    for number, cells in enumerate(grid.rows):
        width = max([len(cells), *(column + 1 for column in above.get(number, ()))])
        places = [(above.get(number, {}).get(one, number), one) for one in range(width)]
        values = [grid.value(*at) for at in places]
        texts = [_text(grid, at) for at in places]
        shown = {at[1]: grid.errors[at] for at in places if at in grid.errors}
        rows.append(
            Row(
                number + 1,
                texts,
                errors={**_errors(texts), **shown},
                uncalculated=frozenset(at[1] for at in places if _uncalculated(grid, at)),
                merged=frozenset(at[1] for at in places if at[0] != number),
                across=frozenset(across.get(number, ())),
                days=frozenset(n for n, value in enumerate(values) if isinstance(value, _NO_TEXT)),
                long=frozenset(n for n, value in enumerate(values) if _is_long(value)),
                unclear=frozenset(at[1] for at in places if _is_unclear(grid, at)),
                unseen=_unseen({n: one for n, one in enumerate(values) if isinstance(one, str)}),
            )
        )
    return rows


def _text(grid: Grid, at: At) -> str:
    """What a person sees in a cell; what it holds, where it is open which of the two is meant."""
    if _is_unclear(grid, at):
        return grid.text(*at)
    value = grid.value(*at)
    return plain_text(value) if isinstance(value, str) else grid.seen(*at)


def _is_long(value: object) -> bool:
    return isinstance(value, float) and abs(value) >= _MOST_DIGITS


def _is_unclear(grid: Grid, at: At) -> bool:
    return at in grid.shown and grid.shown[at].why in _UNCLEAR


def _merged(grid: Grid) -> tuple[dict[int, dict[int, int]], dict[int, set[int]]]:
    """Row → column → the row whose value it has; row → columns merged with one on their left."""
    above: dict[int, dict[int, int]] = {}
    across: dict[int, set[int]] = {}
    for top, left, bottom, right in grid.merged:
        for row in range(top, min(bottom + 1, len(grid.rows))):
            if row > top:
                above.setdefault(row, {})[left] = top
            if right > left:
                last = min(right, left + _WIDEST)
                across.setdefault(row, set()).update(range(left + 1, last + 1))
    return above, across


def _uncalculated(grid: Grid, at: At) -> bool:
    """A formula that was never calculated is stored without a result, or with 0."""
    return at in grid.formulas and at not in grid.errors and grid.value(*at) in ("", None, 0)
