"""The sheets that list: 审核结果, 报送情况 and 说明 of the consolidated workbook."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from toolkit import __version__
from toolkit.consolidation import Consolidation
from toolkit.coverage import UnitRecord, days_late, saved_at
from toolkit.files.book import HEI, Book
from toolkit.files.table import HEAD_FILL, lines_of
from toolkit.finding import Finding, Shown
from toolkit.words import corrections
from toolkit.words import findings as words
from toolkit.words.commands import outcomes
from toolkit.words.sheets import (
    ALL_FILES,
    COVERAGE,
    COVERAGE_COLUMNS,
    FILE_COLUMNS,
    FILE_STATUSES,
    FINDING_COLUMNS,
    FINDINGS,
    HOW,
    NO,
    NOTE_LINES,
    NOTES,
    STATUSES,
    YES,
    Overview,
    compared_with,
)

SEVERITY_LOOK = {
    "error": {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
    "warning": {"bg_color": "#FFEB9C", "font_color": "#7F6000"},
    "info": {"bg_color": "#DDEBF7", "font_color": "#1F4E78"},
}
# Rows cannot be higher than that.
_LINE, _HIGHEST = 15.0, 409.0


def paint_findings(book: Book, result: Consolidation, title: str) -> None:
    """One row a finding, errors first; every text as text."""
    widths = (6, 6, 11, 18, 9, 7, 7, 26, 12, 12, 12, 40, 32, 9, 36)
    rows = [_finding(result, number, one) for number, one in enumerate(result.findings, 1)]
    sheet = _listing(book, FINDINGS, title, FINDING_COLUMNS, widths, rows, printed=13)
    for number, one in enumerate(result.findings):
        look = {"border": 1, "align": "center", "valign": "top", **SEVERITY_LOOK[one.severity]}
        row = _FIRST + number
        sheet.write_string(row, 1, words.SEVERITY[one.severity], book.format(**look))


def _finding(result: Consolidation, number: int, one: Finding) -> list[Shown]:
    form = result.form
    return [
        number,
        words.SEVERITY[one.severity],
        one.unit,
        one.unit_name,
        one.code,
        one.sheet,
        one.cell,
        one.label,
        one.actual,
        corrections.short(one) if one.certain else one.expected,
        one.difference,
        words.message(one, form),
        words.suggestion(one, form),
        words.STATUS[one.status],
        one.file,
    ]


def paint_coverage(book: Book, result: Consolidation, title: str, today: datetime.date) -> None:
    """Roster × status: who, when, how late, and the file with its digest."""
    widths = (13, 28, 13, 12, 10, 28, 12, 18, 12, 10, 40, 20, 72)
    rows = [_coverage(one, today) for one in result.units]
    _listing(book, COVERAGE, title, COVERAGE_COLUMNS, widths, rows, printed=10)


def _coverage(record: UnitRecord, today: datetime.date) -> list[Shown]:
    unit, one = record.unit, record.returned
    contact = one.contact if one else {}
    saved = saved_at(record)
    return [
        unit.code,
        unit.name,
        str(unit.category or ""),
        STATUSES[record.status],
        YES if record.in_total else NO,
        record.reason,
        contact.get("preparer") or unit.contact,
        contact.get("phone") or unit.phone,
        unit.deadline.isoformat() if unit.deadline else None,
        days_late(record, today),
        one.file if one else None,
        saved.strftime("%Y-%m-%d %H:%M:%S") if saved else None,
        one.sha256 if one else None,
    ]


def paint_notes(book: Book, result: Consolidation, title: str, now: datetime.datetime) -> None:
    """What this workbook is, how it was made, whom it contains, and what became of each file."""
    sheet = book.sheet(NOTES)
    widths = (44, 12, 16, 48)
    _head(book, sheet, title, widths)
    form = result.form
    texts = {
        "form": f"{form.title}（{form.id}）",
        "basis": form.basis,
        "year": str(result.year),
        "collector": f"{result.collector_name}（{result.collector}）"
        if result.collector_name
        else result.collector,
        "previous": compared_with(result.previous.year, len(result.previous.figures)),
        "made": now.strftime("%Y-%m-%d %H:%M"),
        "version": __version__,
    }
    row, wrap = _HEAD_ROW, book.format(text_wrap=True, valign="top")
    lines = [f"{NOTE_LINES[key]}：{text}" for key, text in texts.items()]
    lines += [f"{number}. {text}" for number, text in enumerate(HOW, 1)]
    lines += banner(result)
    of_rules = result.outcomes
    counted = outcomes(of_rules.holds, of_rules.fails, of_rules.explained, of_rules.unjudged)
    lines += [f"{caption.strip()} {number}" for caption, number in counted]
    for line in lines:
        sheet.merge_range(row, 0, row, len(widths) - 1, "", wrap)
        sheet.write_string(row, 0, line, wrap)
        sheet.set_row(row, lines_of(line, sum(widths)) * _LINE + 3)
        row += 1
    sheet.write_string(row + 1, 0, ALL_FILES, book.format(bold=True))
    rows: list[list[Shown]] = [
        [one.path, FILE_STATUSES[one.status], one.unit, one.reason] for one in result.files
    ]
    list_rows(book, sheet, row + 2, FILE_COLUMNS, widths, rows)


def banner(result: Consolidation, room: int | None = None) -> list[str]:
    """Whose figures are in the sum and whose are not, in whole sentences.

    ``room``: how many characters of names there may be in each.
    """
    missing = [one.unit.name for one in result.with_status("missing") if one.due]
    faulty = [one.unit.name for one in result.with_status("with_errors") if one.in_total]
    left_out = [
        Overview.with_reason(one.unit.name, one.reason)
        for one in result.units
        if not one.in_total and one.status != "missing"
    ]
    inside = [one.unit.name for one in result.units if one.in_total]
    lines = [Overview.missing(missing, room)] if missing else []
    lines += [Overview.left_out(left_out, room)] if left_out else []
    lines += [Overview.faulty(faulty, room)] if faulty else []
    if not missing and not faulty and not result.has_errors:
        lines.insert(0, Overview.COMPLETE)
    return [*lines, Overview.inside(inside, room)]


_HEAD_ROW, _FIRST = 1, 2


def _listing(
    book: Book,
    name: str,
    title: str,
    heads: Sequence[str],
    widths: Sequence[float],
    rows: Sequence[Sequence[Shown]],
    printed: int,
) -> Worksheet:
    """A sheet with one filterable list; only the first ``printed`` columns go on paper."""
    sheet = book.sheet(name, landscape=True)
    _head(book, sheet, title, widths)
    list_rows(book, sheet, _HEAD_ROW, heads, widths, rows)
    sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + max(len(rows), 1), len(heads) - 1)
    sheet.freeze_panes(_FIRST, 0)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.print_area(0, 0, _HEAD_ROW + len(rows), printed - 1)
    return sheet


def _head(book: Book, sheet: Worksheet, title: str, widths: Iterable[float]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, title, book.format(font_name=HEI, font_size=14))
    sheet.set_row(0, 26)


def list_rows(
    book: Book,
    sheet: Worksheet,
    top: int,
    heads: Sequence[str],
    widths: Sequence[float],
    rows: Sequence[Sequence[Shown]],
) -> None:
    """A table from the row ``top`` on, each row as high as its texts need."""
    head = book.format(bold=True, border=1, align="center", text_wrap=True, bg_color=HEAD_FILL)
    text = book.format(border=1, text_wrap=True, valign="top", indent=1, font_size=10)
    look = {"border": 1, "valign": "top", "align": "right", "shrink": True, "font_size": 10}
    number = book.format(num_format="0.#########", **look)
    whole = book.format(num_format="0", **look)
    sheet.set_row(top, 22)
    for column, words_of_head in enumerate(heads):
        sheet.write_string(top, column, words_of_head, head)
    for offset, values in enumerate(rows, 1):
        lines = 1
        for column, value in enumerate(values):
            if isinstance(value, int | Decimal):
                form = whole if value == int(value) else number
                sheet.write_number(top + offset, column, float(value), form)
                continue
            sheet.write_string(top + offset, column, value or "", text)
            # The text is a size smaller than what a column's width is counted in.
            lines = max(lines, lines_of(value or "", (widths[column] - 1) * 1.1))
        sheet.set_row(top + offset, min(lines * _LINE + 3, _HIGHEST))
