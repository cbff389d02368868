"""The sheets that list: 报送情况 and 说明 of the consolidated workbook."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from toolkit import __version__
from toolkit.consolidated_workbook.coverage_sheet import HEAD_ROW
from toolkit.consolidated_workbook.words import (
    ALL_FILES,
    FILE_COLUMNS,
    FILE_STATUSES,
    HOW,
    NOTE_LINES,
    compared_with,
)
from toolkit.consolidation.banner import in_the_sum
from toolkit.consolidation.consolidate import Consolidation
from toolkit.consolidation.words import MINUTE, outcomes
from toolkit.findings.finding import Shown
from toolkit.grids.names import NOTES
from toolkit.painting.book import Book
from toolkit.painting.lists import LINE_HEIGHT, head_of_sheet, list_rows
from toolkit.painting.table import lines_of


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
    row, wrap = HEAD_ROW + 1, book.format(text_wrap=True, valign="top")
    lines = [f"{NOTE_LINES[key]}：{text}" for key, text in texts.items()]
    lines += [f"{number}. {text}" for number, text in enumerate(HOW, 1)]
    lines += in_the_sum(result).lines()
    of_rules = result.outcomes
    counted = outcomes(of_rules.holds, of_rules.fails, of_rules.explained, of_rules.unjudged)
    lines += [f"{caption.strip()} {number}" for caption, number in counted]
    for line in lines:
        sheet.merge_range(row, 0, row, len(NOTE_WIDTHS) - 1, "", wrap)
        sheet.write_string(row, 0, line, wrap)
        sheet.set_row(row, lines_of(line, sum(widths)) * LINE_HEIGHT + 3)
        row += 1
    sheet.write_string(row + 1, 0, ALL_FILES, book.format(bold=True))
    rows: list[list[Shown]] = [
        [one.path, FILE_STATUSES[one.status], one.unit, one.reason] for one in result.files
    ]
    list_rows(book, sheet, row + 2, FILE_COLUMNS, widths, rows, last=len(NOTE_WIDTHS) - 1)
    return Notes(sheet, HEAD_ROW, row + 2 + len(rows) + 2)
