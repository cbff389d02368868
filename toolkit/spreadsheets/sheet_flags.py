"""What calamine does not tell of a sheet of an .xlsx, and the errors and ranges in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from toolkit.grids.address import column_number
from toolkit.grids.grid import Area, At
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.zip_package import OF_A_RETURN, Limits

# At a newer one, such as #SPILL!, calamine would fail on the whole file.
ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}
ANY_ERROR = "#N/A"
# Also written with dollars. A whole column (A:A) or row is no range that a program would merge.
_AREA = re.compile(
    r"\s*\$?([A-Za-z]{1,3})\$?([0-9]{1,7}):\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\s*", re.ASCII
)
# No sheet of ours has more columns.
_MOST_HIDDEN = 1_000


class Flags(NamedTuple):
    """What calamine does not tell of a sheet, in the order of :class:`toolkit.grids.grid.Grid`."""

    formulas: dict[At, str]
    errors: dict[At, str]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    protected: bool
    merged: Sequence[Area]


def areas(references: list[str], limits: Limits = OF_A_RETURN) -> tuple[Area, ...]:
    """The merged ranges; what is written as none is passed over, as spreadsheet programs do.

    Raises:
        Unreadable: there are more than the limits allow.
    """
    if len(references) > limits.merged:
        raise Unreadable(Refusal.TOO_LARGE)
    found = []
    for match in map(_AREA.fullmatch, references):
        if match:
            rows = sorted(int(one) - 1 for one in (match[2], match[4]))
            columns = sorted(column_number(one.upper()) for one in (match[1], match[3]))
            found.append((rows[0], columns[0], rows[1], columns[1]))
    return tuple(found)


def hidden_columns(stated: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The columns, from 0, of ranges that are counted from 1."""
    return frozenset(
        one for first, last in stated for one in range(first - 1, min(last, _MOST_HIDDEN))
    )
