"""The years side by side as rows, exact and in each indicator's own unit of measure.

The CSV and the tables of the library are both made of these; their keys are the columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TypedDict

from toolkit.chronicle.chronicle import Chronicle, UnitYears
from toolkit.chronicle.lines import Line
from toolkit.form.number import from_fraction, to_number
from toolkit.grids.reason import said

Number = int | Decimal
# Digits behind the point of a change in per cent.
_DIGITS = 6


class ValueEntry(TypedDict):
    """A figure of a unit in a year; value None: not known."""

    unit: str
    name: str
    year: int
    form: str
    indicator: str
    label: str
    value: Number | None
    source: str
    file: str


class ChangeEntry(TypedDict):
    """A figure beside that of the year right before, where both are known."""

    unit: str
    name: str
    year: int
    indicator: str
    label: str
    value: Number
    before: Number
    change: Number
    # None where the year before had 0.
    percent: Number | None
    big: bool


class CrossYearEntry(TypedDict):
    """A cross-year rule between a year and the one before."""

    unit: str
    name: str
    year: int
    code: str
    severity: str
    outcome: str
    indicator: str
    label: str
    sheet: str
    cell: str
    actual: Number | None
    expected: Number | None
    difference: Number | None
    reason: str


class GapEntry(TypedDict):
    """A year of a unit of which nothing is known; unit and name blank: of any unit."""

    unit: str
    name: str
    year: int
    between: bool


class SourceEntry(TypedDict):
    """A file, what became of it and what has to be known of it."""

    path: str
    status: str
    unit: str | None
    name: str
    year: int | None
    form: str | None
    source: str | None
    reason: str


class DifferenceEntry(TypedDict):
    """A figure that differs between two files on one unit and year; the first one counts."""

    unit: str
    name: str
    year: int
    indicator: str
    label: str
    value: Number | None
    file: str | None
    other_value: Number | None
    other_file: str
    reason: str


class LineEntry(TypedDict):
    """What is compared: an indicator, or several that are one in the format before."""

    indicator: str
    label: str
    form: str
    table: str
    measure: str
    decimals: int
    computed: bool
    codes: str


def value_entries(one: Chronicle) -> Iterator[ValueEntry]:
    for unit in one.units:
        for year, known in unit.years.items():
            for line in one.lines_for(unit):
                if line.codes_in(known.form):
                    yield {
                        "unit": unit.code,
                        "name": unit.name,
                        "year": year,
                        "form": known.form.id,
                        "indicator": line.code,
                        "label": line.label,
                        "value": _number(one.value(line, unit, year), line),
                        "source": known.source.value,
                        "file": known.file,
                    }


def change_entries(one: Chronicle) -> Iterator[ChangeEntry]:
    for unit in one.units:
        for year in unit.years:
            for line in one.lines_for(unit):
                if entry := _change(one, unit, year, line):
                    yield entry


def _change(one: Chronicle, unit: UnitYears, year: int, line: Line) -> ChangeEntry | None:
    change = one.change(line, unit, year)
    if change.now is None or change.before is None:
        return None
    more, decimals = change.now - change.before, line.kind.decimals
    share = Fraction(100 * more, change.before) if change.before else None
    return {
        "unit": unit.code,
        "name": unit.name,
        "year": year,
        "indicator": line.code,
        "label": line.label,
        "value": to_number(change.now, decimals),
        "before": to_number(change.before, decimals),
        "change": to_number(more, decimals),
        "percent": None if share is None else _rounded(share),
        "big": change.big,
    }


def _rounded(share: Fraction) -> Number:
    return (
        share.numerator
        if share.denominator == 1
        else to_number(round(share * 10**_DIGITS), _DIGITS)
    )


def cross_year_entries(one: Chronicle) -> Iterator[CrossYearEntry]:
    for each in one.cross_years:
        figures = each.actual, each.expected, each.difference
        actual, expected, more = (None if v is None else from_fraction(v) for v in figures)
        yield {
            "unit": each.unit,
            "name": each.name,
            "year": each.year,
            "code": each.rule.code,
            "severity": each.form.rule_specs[each.rule.code].severity,
            "outcome": each.outcome.value,
            "indicator": each.rule.at,
            "label": each.form.indicators[each.rule.at].label,
            "sheet": each.sheet,
            "cell": each.cell,
            "actual": actual,
            "expected": expected,
            "difference": more,
            "reason": each.reason,
        }


def gap_entries(one: Chronicle) -> Iterator[GapEntry]:
    for gap in one.gaps:
        for year in gap.years:
            yield {"unit": gap.unit, "name": gap.name, "year": year, "between": gap.between}


def source_entries(one: Chronicle) -> Iterator[SourceEntry]:
    for file in one.files:
        reason = said(file.record.reason)
        yield {
            "path": file.record.path,
            "status": file.record.status,
            "unit": file.record.unit,
            "name": file.name,
            "year": file.year,
            "form": file.form.id if file.form else None,
            "source": file.source and file.source.value,
            "reason": "；".join([*([reason] if reason else []), *file.notes]),
        }


def difference_entries(one: Chronicle) -> Iterator[DifferenceEntry]:
    for unused in one.unused:
        for each in unused.differing:
            yield {
                "unit": unused.said.unit,
                "name": unused.said.name,
                "year": unused.said.year,
                "indicator": each.line.code,
                "label": each.line.label,
                "value": _number(each.used, each.line),
                "file": unused.instead.file if unused.instead else None,
                "other_value": _number(each.there, each.line),
                "other_file": unused.said.file,
                "reason": unused.reason.text,
            }


def line_entries(one: Chronicle) -> Iterator[LineEntry]:
    for line in one.lines:
        yield {
            "indicator": line.code,
            "label": line.label,
            "form": line.form.id,
            "table": line.table.title,
            "measure": line.kind.unit,
            "decimals": line.kind.decimals,
            "computed": line.is_sum,
            "codes": " ".join(line.codes),
        }


def _number(value: int | None, line: Line) -> Number | None:
    return None if value is None else to_number(value, line.kind.decimals)
