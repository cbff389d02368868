"""Consolidation: returns → units × indicators, totals, and who is in the sum.

Every figure is a Python integer of its smallest unit, so sums are exact at any size; pandas does
the grouping over columns of such integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from toolkit.finding import Finding
from toolkit.form import Form
from toolkit.returns import Return
from toolkit.roster import Unit

FileStatus = Literal["accepted", "superseded", "duplicate", "unreadable", "unrecognised", "ignored"]
UnitStatus = Literal["received", "missing", "with_errors"]


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What became of one file; every status but accepted has a reason."""

    path: str
    status: FileStatus
    unit: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """One unit and its return, if it has one that can be used.

    ``due``: it is one of those that are summed here, so it is missed if it sends nothing.
    """

    unit: Unit
    status: UnitStatus
    in_total: bool
    due: bool
    reason: str | None = None
    returned: Return | None = None


@dataclass(frozen=True)
class Consolidation:
    """``units``: the roster's in its order, then those that are not on it.

    ``figures``: units × indicators, integers of the smallest unit, None where there is none.
    ``totals``: over the units in the sum. ``subtotals``: the same by 单位类别.
    """

    form: Form
    year: int
    collector: str
    collector_name: str
    files: Sequence[FileRecord]
    units: Sequence[UnitRecord]
    findings: Sequence[Finding]
    figures: pd.DataFrame
    totals: Mapping[str, int]
    subtotals: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        return any(one.is_open_error for one in self.findings)

    def with_status(self, *statuses: UnitStatus) -> list[UnitRecord]:
        return [one for one in self.units if one.status in statuses]


def tabulate(form: Form, units: Iterable[UnitRecord]) -> pd.DataFrame:
    """Units × indicators; the column type is object, as an integer may pass 64 bits."""
    rows = {one.unit.code: one.returned.values if one.returned else {} for one in units}
    codes = list(form.indicators)
    return pd.DataFrame(
        [[values.get(code) for code in codes] for values in rows.values()],
        index=list(rows),
        columns=codes,
        dtype=object,
    )


def add_up(figures: pd.DataFrame, units: Sequence[UnitRecord]) -> dict[str, int]:
    """The exact sum over the units in the total; a blank adds nothing."""
    inside = figures[[one.in_total for one in units]]
    return {str(code): _sum(inside[code]) for code in figures.columns}


def add_up_by_category(
    figures: pd.DataFrame, units: Sequence[UnitRecord]
) -> dict[str, dict[str, int]]:
    """The same for each 单位类别 that has a unit in the total."""
    inside = figures[[one.in_total for one in units]]
    categories = [str(one.unit.category) for one in units if one.in_total]
    grouped = inside.groupby(categories, sort=False)
    return {
        str(category): {str(code): _sum(group[code]) for code in figures.columns}
        for category, group in grouped
    }


def _sum(column: pd.Series[int]) -> int:
    # Python's own sum over the objects: exact, and no detour over 64-bit integers or floats.
    return sum(value for value in column if value is not None)
