"""The sheets that list: 报送情况 and 说明 of the consolidated workbook."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from toolkit import __version__
from toolkit.cli.words import MINUTE, outcomes
from toolkit.consolidation.consolidate import Consolidation
from toolkit.consolidation.coverage import UnitRecord, days_late, saved_at
from toolkit.findings.finding import Shown
from toolkit.grids.names import (
    ALL_FILES,
    COVERAGE,
    COVERAGE_COLUMNS,
    FILE_COLUMNS,
    FILE_STATUSES,
    HOW,
    NO,
    NOTE_LINES,
    NOTES,
    STATUSES,
    YES,
    Overview,
    compared_with,
)
from toolkit.painting.book import HEI, Book
from toolkit.painting.table import HEAD_FILL, lines_of
from toolkit.returns.sums.words import covers, lacks

SEVERITY_LOOK = {
    "error": {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
    "warning": {"bg_color": "#FFEB9C", "font_color": "#7F6000"},
    "info": {"bg_color": "#DDEBF7", "font_color": "#1F4E78"},
}
# Rows cannot be higher than that.
_LINE, _HIGHEST = 15.0, 409.0


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
        record.reason
        or (covers(one.below.inside, len(one.below.due)) if one and one.below else None),
        contact.get("preparer") or unit.contact,
        contact.get("phone") or unit.phone,
        unit.deadline.isoformat() if unit.deadline else None,
        days_late(record, today),
        one.file if one else None,
        saved.strftime("%Y-%m-%d %H:%M:%S") if saved else None,
        one.sha256 if one else None,
    ]


class Notes(NamedTuple):
    """The sheet 说明, for what else goes on it: the row for a headline, and the first free row."""

    sheet: Worksheet
    headline: int
    free: int


NOTE_WIDTHS = (44, 12, 16, 16, 16, 16)


def paint_notes(book: Book, result: Consolidation, title: str, now: datetime.datetime) -> Notes:
    """What this workbook is, how it was made, whom it contains, and what became of each file."""
    sheet = book.sheet(NOTES)
    # The last column of the list of files is as wide as what is left.
    widths = (*NOTE_WIDTHS[:3], sum(NOTE_WIDTHS[3:]))
    head_of_sheet(book, sheet, title, NOTE_WIDTHS)
    form = result.form
    texts = {
        "form": f"{form.title}（{form.id}）",
        "basis": form.basis,
        "year": str(result.year),
        "collector": f"{result.collector_name}（{result.collector}）"
        if result.collector_name
        else result.collector,
        "previous": compared_with(result.previous.year, len(result.previous.figures)),
        "made": now.strftime(MINUTE),
        "version": __version__,
    }
    row, wrap = _HEAD_ROW + 1, book.format(text_wrap=True, valign="top")
    lines = [f"{NOTE_LINES[key]}：{text}" for key, text in texts.items()]
    lines += [f"{number}. {text}" for number, text in enumerate(HOW, 1)]
    lines += banner(result)
    of_rules = result.outcomes
    counted = outcomes(of_rules.holds, of_rules.fails, of_rules.explained, of_rules.unjudged)
    lines += [f"{caption.strip()} {number}" for caption, number in counted]
    for line in lines:
        sheet.merge_range(row, 0, row, len(NOTE_WIDTHS) - 1, "", wrap)
        sheet.write_string(row, 0, line, wrap)
        sheet.set_row(row, lines_of(line, sum(widths)) * _LINE + 3)
        row += 1
    sheet.write_string(row + 1, 0, ALL_FILES, book.format(bold=True))
    rows: list[list[Shown]] = [
        [one.path, FILE_STATUSES[one.status], one.unit, one.reason] for one in result.files
    ]
    list_rows(book, sheet, row + 2, FILE_COLUMNS, widths, rows, last=len(NOTE_WIDTHS) - 1)
    return Notes(sheet, _HEAD_ROW, row + 2 + len(rows) + 2)


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
    partial = [
        Overview.with_reason(one.unit.name, lacks(one.lacking))
        for one in result.units
        if one.lacking
    ]
    lines = [Overview.missing(missing, room)] if missing else []
    lines += [Overview.left_out(left_out, room)] if left_out else []
    lines += [Overview.partial(partial, room)] if partial else []
    lines += [Overview.faulty(faulty, room)] if faulty else []
    if not missing and not partial and not faulty and not result.has_errors:
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
    head_of_sheet(book, sheet, title, widths)
    list_rows(book, sheet, _HEAD_ROW, heads, widths, rows)
    sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + max(len(rows), 1), len(heads) - 1)
    sheet.freeze_panes(_FIRST, 0)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.print_area(0, 0, _HEAD_ROW + len(rows), printed - 1)
    return sheet


def head_of_sheet(book: Book, sheet: Worksheet, title: str, widths: Iterable[float]) -> None:
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
    last: int = 0,
) -> None:
    """A table from the row ``top`` on, each row as high as its texts need.

    ``last``: the sheet's column up to which the table's last one is merged.
    """
    head = book.format(bold=True, border=1, align="center", text_wrap=True, bg_color=HEAD_FILL)
    text = book.format(border=1, text_wrap=True, valign="top", indent=1, font_size=10)
    look = {"border": 1, "valign": "top", "align": "right", "shrink": True, "font_size": 10}
    number = book.format(num_format="0.#########", **look)
    whole = book.format(num_format="0", **look)
    sheet.set_row(top, 22)
    for row in range(top, top + len(rows) + 1) if last >= len(heads) else ():
        sheet.merge_range(row, len(heads) - 1, row, last, "", text if row > top else head)
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
