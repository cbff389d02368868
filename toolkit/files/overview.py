"""The first sheet of the consolidated workbook: who should report, who has, what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from xlsxwriter.worksheet import Worksheet

from toolkit.consolidation import Consolidation
from toolkit.coverage import UnitRecord
from toolkit.files.book import HEI, Book
from toolkit.files.listings import SEVERITY_LOOK, banner
from toolkit.files.table import HEAD_FILL, lines_of, write_cell
from toolkit.finding import SEVERITIES
from toolkit.layout import Place
from toolkit.words.findings import SEVERITY
from toolkit.words.sheets import OVERVIEW, Overview

_WIDTHS = (24, 13, 13, 13, 13, 13)
_LAST = len(_WIDTHS) - 1
_LINE = 16.0


def paint_overview(book: Book, result: Consolidation, title: str) -> None:
    """One page: the banner of what is missing, units by category, findings by severity."""
    sheet = book.sheet(OVERVIEW)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    big = book.format(font_name=HEI, font_size=18, align="center", text_wrap=True)
    write_cell(sheet, Place(0, 0, 0, _LAST), title, None, big)
    sheet.set_row(0, 54)
    row = _banner(book, sheet, result)
    row = _table(
        book, sheet, row + 1, Overview.BY_CATEGORY, Overview.CATEGORY_HEADS, _categories(result)
    )
    counts = Counter(one.severity for one in result.findings)
    heads = [SEVERITY[one] for one in SEVERITIES]
    row = _table(
        book, sheet, row + 1, Overview.BY_SEVERITY, heads, [[counts[one] for one in SEVERITIES]]
    )
    for column, one in enumerate(SEVERITIES):
        look = book.format(border=1, align="center", bold=True, **SEVERITY_LOOK[one])
        write_cell(sheet, Place(row - 2, column, row - 2, column), SEVERITY[one], None, look)
    row = _table(book, sheet, row + 1, Overview.BY_OUTCOME, Overview.OUTCOMES, _outcomes(result))
    sheet.print_area(0, 0, row, _LAST)
    sheet.fit_to_pages(1, 1)
    sheet.activate()


def _banner(book: Book, sheet: Worksheet, result: Consolidation) -> int:
    row = 2
    for line in banner(result):
        calm = line.startswith((Overview.COMPLETE, Overview.INSIDE_STARTS))
        alarm = {} if calm else {"bg_color": "#FFF2CC", "bold": True}
        look = book.format(text_wrap=True, border=1, indent=1, **alarm)
        write_cell(sheet, Place(row, 0, row, _LAST), line, None, look)
        sheet.set_row(row, lines_of(line, sum(_WIDTHS) - 2) * _LINE + 8)
        row += 1
    return row


def _categories(result: Consolidation) -> list[list[int | str]]:
    """Counts by 单位类别 over those who are due, and all of them together."""
    due = [one for one in result.units if one.due]
    names = list(dict.fromkeys(str(one.unit.category) for one in due))
    rows: list[list[int | str]] = [
        [name, *_counts(one for one in due if str(one.unit.category) == name)] for name in names
    ]
    return [*rows, [Overview.TOTAL, *_counts(due)]]


def _outcomes(result: Consolidation) -> list[list[int | str]]:
    """How often the rules of the form held, over all units; the reasons stand on 说明."""
    one = result.outcomes
    return [[one.holds, one.fails, one.explained, one.unjudged.total()]]


def _counts(records: Iterable[UnitRecord]) -> list[int]:
    known = list(records)
    by_status = Counter(one.status for one in known)
    received = len(known) - by_status["missing"]
    inside = sum(one.in_total for one in known)
    return [len(known), received, by_status["missing"], by_status["with_errors"], inside]


def _table(
    book: Book,
    sheet: Worksheet,
    row: int,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[int | str]],
) -> int:
    """A small table under its title; returns the row below it."""
    sheet.write_string(row, 0, title, book.format(bold=True, font_size=12))
    head = book.format(bold=True, border=1, align="center", bg_color=HEAD_FILL)
    plain = book.format(border=1, align="center")
    sheet.set_row(row + 1, 21)
    for column, text in enumerate(heads):
        write_cell(sheet, Place(row + 1, column, row + 1, column), text, None, head)
    for number, values in enumerate(rows, row + 2):
        sheet.set_row(number, 21)
        for column, value in enumerate(values):
            write_cell(sheet, Place(number, column, number, column), value, None, plain)
    return row + 2 + len(rows)
