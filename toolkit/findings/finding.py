"""Finding: one problem, with its place, what is there and what was expected.

A finding is a value; :mod:`toolkit.findings.message` turns it into words. The catalogue below names
every code but those of a form's own rules, which stand in the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Severity = Literal["error", "warning", "info"]
Status = Literal["open", "explained", "cannot_judge"]
Shown = int | Decimal | str | None

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

CATALOGUE: Mapping[str, Severity] = {
    "FILE-01": "error",  # not readable
    "FILE-02": "error",  # read, but not a return of any form known
    "FILE-03": "error",  # a return of another form, or another version of it
    "FILE-04": "error",  # a return of another year
    "FILE-05": "info",  # a return of another year beside the right one
    "FILE-06": "error",  # the year is not stated
    "FILE-07": "error",  # encrypted
    "FILE-08": "warning",  # holds macros
    "FILE-09": "info",  # a format that says less than .xlsx does: no text of formulas
    "FILE-10": "info",  # its name's ending is that of another format
    "FILE-11": "info",  # refers to other workbooks, though in no cell that is read
    "UNIT-01": "warning",  # has not sent anything
    "UNIT-02": "error",  # not on the roster
    "UNIT-03": "warning",  # more than once on the roster
    "UNIT-04": "error",  # the workbook contradicts itself about who or which year
    "UNIT-05": "warning",  # known by the file's name only
    "UNIT-06": "warning",  # several versions: the later saved counts
    "UNIT-07": "error",  # several versions saved at the same time: none counts
    "UNIT-08": "info",  # the same bytes more than once
    "UNIT-09": "warning",  # the name in the return is not the roster's
    "UNIT-10": "error",  # only named, by a name that several units have
    "UNIT-11": "info",  # the file is named after another unit
    "UNIT-12": "info",  # a superseded file, and what it said otherwise
    "UNIT-13": "error",  # the same figures as last year
    "UNIT-14": "error",  # 填报口径 is not what the roster asks for
    "UNIT-15": "warning",  # reported last year, is not on the roster now
    "UNIT-16": "warning",  # the same figures as another unit
    "UNIT-17": "warning",  # a county's table is that of its own office
    "UNIT-18": "info",  # one table is that of another unit
    "TAB-01": "error",  # a table is on no sheet
    "TAB-02": "error",  # a label was changed or is missing
    "TAB-03": "warning",  # a number outside of the cells that are read
    "TAB-04": "info",  # a table was moved, and read where it is
    "TAB-05": "info",  # rows or columns of a table are hidden
    "TAB-06": "info",  # the sheet's protection was removed
    "TAB-07": "error",  # a label, or the whole table, is there twice
    "TAB-08": "warning",  # another sheet holds the same table with other figures
    "TAB-09": "warning",  # entry cells merged with each other
    "STAT-01": "error",  # reported as empty, with figures
    "STAT-02": "warning",  # no state chosen, partly filled
    "STAT-03": "error",  # no state chosen, nothing filled
    "STAT-04": "info",  # the same in an optional table
    "STAT-05": "warning",  # a state that is not on the list
    "NUM-01": "error",  # not a number
    "NUM-02": "error",  # negative
    "NUM-03": "error",  # more decimals than the indicator has
    "NUM-04": "error",  # more than 15 digits
    "NUM-05": "error",  # an Excel error
    "NUM-06": "error",  # a date, a time or a truth value
    "NUM-07": "warning",  # a formula in an input cell
    "NUM-08": "error",  # a formula that refers to another workbook
    "NUM-09": "error",  # a formula whose result was not stored
    "TOT-01": "info",  # a total typed over, with the right figure
    "TOT-02": "info",  # a live total that was not recalculated
    "TOT-03": "warning",  # a sum over units in a consolidated workbook that is no formula any more
    "TOT-04": "error",  # the sums of a consolidated workbook have lost their results
    "TOT-05": "error",  # what stands in the place of such a sum is not the sum
    "TOT-06": "error",  # a figure on 分单位 that is not the one its unit had reported
    "YEAR-01": "warning",  # an amount is about 10,000 times last year's, or a 10,000th
    "YEAR-02": "info",  # a count that was large is 0
    "YEAR-03": "info",  # a count is ten times last year's or more, or a tenth or less
    "YEAR-04": "warning",  # a file of last year could not be used
    "LEVEL-01": "error",  # a parent's own sum is not that of its children
    "LEVEL-02": "warning",  # a sum is not of all those whose sum it should be
    "LEVEL-03": "error",  # an error of a unit below that nobody there has settled
    "LEVEL-04": "info",  # errors of units below that the reviewer there let stand
    "LEVEL-05": "warning",  # a consolidated workbook without its lists
    "EXP-01": "info",  # an explanation whose problem is not there
}

# What a unit may explain in place of mending it, besides the warnings of a form's own rules. That
# its figures are last year's is an error, but may be true of a small office.
EXPLAINABLE = ("YEAR-01", "UNIT-13", "UNIT-16", "UNIT-17")
# Of these the one that comes up at single amounts.
AT_AMOUNTS = "YEAR-01"


@dataclass(frozen=True, slots=True)
class Correction:
    """What one cell likely should say, in its own unit of measure; never applied.

    ``kind``: how it would have become what it is. ``partner``: the place of the other cell where
    two were exchanged, or a figure slipped into the neighbour's.
    """

    indicator: str
    sheet: str
    cell: str
    label: str
    actual: int | Decimal
    value: int | Decimal
    kind: str
    partner: str | None = None
    like_last_year: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """``actual``, ``expected`` and ``difference`` are in the indicator's own unit of measure.

    ``suggested`` is the value that the cell would likely take; ``details`` are further words that
    the message needs. ``corrections``: each a set of cells to change that would mend it together,
    the most plausible first, at most three; ``certain``: it is the only one.
    """

    code: str
    severity: Severity
    status: Status = "open"
    unit: str | None = None
    unit_name: str | None = None
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    indicator: str | None = None
    label: str | None = None
    actual: Shown = None
    expected: Shown = None
    difference: Shown = None
    suggested: Shown = None
    details: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[tuple[Correction, ...], ...] = ()
    certain: bool = False

    @property
    def is_open_error(self) -> bool:
        return self.severity == "error" and self.status == "open"


def found(code: str, *, details: Mapping[str, str] | None = None, **place: Shown) -> Finding:
    """A finding of the catalogue, with the severity that the catalogue gives it."""
    return Finding(code, CATALOGUE[code], details=details or {}, **place)  # type: ignore[arg-type]
