"""The sheets that are lists: cross-year rules, files, and figures that differ between files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from toolkit.chronicle.choosing import Difference
from toolkit.chronicle.chronicle import Chronicle
from toolkit.chronicle.cross_years import CrossYear, Outcome
from toolkit.chronicle_workbook import words
from toolkit.chronicle_workbook.places import Places, shown_code
from toolkit.findings.seen import Shown
from toolkit.form.number import from_fraction, to_number
from toolkit.grids.reason import said
from toolkit.painting.book import Book
from toolkit.painting.lists import head_of_sheet, list_rows
from toolkit.painting.looks import GREEN, RED, YELLOW
from toolkit.returns.unit_return import FileStatus

Look = Mapping[str, str]
_CROSS_WIDTHS = (9, 11, 20, 7, 8, 26, 26, 7, 8, 10, 11, 9, 34)
_FILE_WIDTHS = (46, 9, 24, 8, 8, 10, 56)
_DIFFERENCE_WIDTHS = (11, 20, 7, 40, 12, 28, 12, 28, 10, 34)
_ORDER = (Outcome.FAILS, Outcome.UNJUDGED, Outcome.EXPLAINED, Outcome.HOLDS)
_LOOKS: Mapping[Outcome, Look] = {
    Outcome.FAILS: RED,
    Outcome.UNJUDGED: YELLOW,
    Outcome.HOLDS: GREEN,
}
_FILE_LOOKS: Mapping[FileStatus, Look] = {
    "unreadable": RED,
    "unrecognised": YELLOW,
    "superseded": YELLOW,
    "duplicate": YELLOW,
}
# The row of the heads.
_TOP = 2


def paint_cross_years(book: Book, chronicle: Chronicle, places: Places) -> None:
    """Every rule, what does not hold first."""
    some = sorted(chronicle.cross_years, key=lambda one: _ORDER.index(one.outcome))
    folded = list(_folded(some))
    looks = [_LOOKS.get(alike[0].outcome) for alike in folded]
    rows = [_cross_row(alike) for alike in folded] or [[words.UNREASONED]]
    list_sheet(book, words.CROSS_YEARS, words.CROSS_HEADS, _CROSS_WIDTHS, rows, looks)


def _folded(some: Sequence[CrossYear]) -> Iterator[Sequence[CrossYear]]:
    """What holds, or could not be judged for one reason, is told once for all columns of a rule."""

    def alike(one: CrossYear) -> tuple[object, ...]:
        apart = one.outcome in (Outcome.FAILS, Outcome.EXPLAINED)
        place = one.rule.at if apart else ""
        return one.outcome, one.unit, one.year, one.rule.code, one.reason, place

    for _, group in groupby(some, key=alike):
        yield list(group)


def _cross_row(alike: Sequence[CrossYear]) -> list[Shown]:
    one, several = alike[0], len(alike) > 1
    form = one.form
    figures = one.actual, one.expected, one.difference
    return [
        words.OUTCOMES[one.outcome],
        shown_code(one.unit),
        one.name,
        one.year,
        one.rule.code,
        form.rule_specs[one.rule.code].title,
        words.places(len(alike)) if several else form.indicators[one.rule.at].label,
        one.sheet,
        f"{one.cell}—{alike[-1].cell}" if several else one.cell,
        *((None,) * 3 if several else map(_number, figures)),
        one.reason,
    ]


def _number(value: Fraction | None) -> Shown:
    return None if value is None else from_fraction(value)


def paint_files(book: Book, chronicle: Chronicle, places: Places) -> None:
    """Every file, with what was not used and why."""
    rows: list[list[Shown]] = []
    for one in chronicle.files:
        reason = said(one.record.reason)
        rows.append(
            [
                one.record.path,
                words.STATUSES[one.record.status],
                one.name,
                one.year,
                one.form.version if one.form else "",
                words.SOURCES[one.source] if one.source else "",
                "；".join([*([reason] if reason else []), *one.notes]),
            ]
        )
    looks = [_FILE_LOOKS.get(one.record.status) for one in chronicle.files]
    list_sheet(book, words.FILES, words.FILE_HEADS, _FILE_WIDTHS, rows, looks, state=1)


def paint_differences(book: Book, chronicle: Chronicle, places: Places) -> None:
    """Figures that differ between files on one unit and year; no sheet where none does."""
    rows: list[list[Shown]] = []
    for one in chronicle.unused:
        for each in one.differing:
            rows.append(
                [
                    shown_code(one.said.unit),
                    one.said.name,
                    one.said.year,
                    each.line.label,
                    _figure(each, each.used),
                    one.instead.file if one.instead else words.NOTHING_USED,
                    _figure(each, each.there),
                    one.said.file,
                    words.SOURCES[one.said.source],
                    one.reason.text,
                ]
            )
    if rows:
        list_sheet(book, words.DIFFERENCES, words.DIFFERENCE_HEADS, _DIFFERENCE_WIDTHS, rows)


def _figure(one: Difference, value: int | None) -> Shown:
    return None if value is None else to_number(value, one.line.kind.decimals)


def list_sheet(
    book: Book,
    name: str,
    heads: Sequence[str],
    widths: Sequence[float],
    rows: Sequence[Sequence[Shown]],
    looks: Sequence[Look | None] = (),
    *,
    state: int = 0,
) -> None:
    """A list with a filter; ``looks``: the colours of each row in the column ``state``."""
    sheet = book.sheet(name, landscape=True)
    head_of_sheet(book, sheet, name, widths)
    list_rows(book, sheet, _TOP, heads, widths, rows)
    last = _TOP + len(rows)
    sheet.autofilter(_TOP, 0, last, len(heads) - 1)
    for row, look in enumerate(looks):
        if look:
            left: dict[str, Any] = {"align": "left", "indent": 1, "font_size": 10}
            coloured = book.format(border=1, valign="top", **left, **look)
            sheet.write_string(_TOP + 1 + row, state, str(rows[row][state]), coloured)
    sheet.freeze_panes(_TOP + 1, 0)
    sheet.repeat_rows(_TOP)
    sheet.print_area(0, 0, last, len(heads) - 1)
