"""The sheet 说明: what this workbook is, how it was made, and what became of each file."""

from __future__ import annotations

from toolkit import __version__
from toolkit.consolidated_workbook.cross_check import Room, paint_cross_check
from toolkit.consolidated_workbook.edition import Edition
from toolkit.consolidated_workbook.words import (
    ALL_FILES,
    FILE_COLUMNS,
    FILE_STATUSES,
    HOW,
    NOTE_LINES,
    compared_with,
)
from toolkit.consolidation.banner import banner
from toolkit.consolidation.words import MINUTE, outcomes
from toolkit.findings.seen import Shown
from toolkit.grids.names import NOTES
from toolkit.grids.reason import said
from toolkit.painting.book import Book
from toolkit.painting.lists import LINE_HEIGHT, head_of_sheet, list_rows
from toolkit.painting.table import lines_of

_WIDTHS = (44, 12, 16, 16, 16, 16)
# The row of the verdict on the check; the notes begin below it.
_HEADLINE = 1


def paint_notes(book: Book, edition: Edition) -> None:
    """What this workbook is, how it was made, whom it contains, what became of each file, and the
    check of every official cell."""
    sheet = book.sheet(NOTES)
    # The last column of the list of files is as wide as what is left.
    widths = (*_WIDTHS[:3], sum(_WIDTHS[3:]))
    head_of_sheet(book, sheet, edition.heading(NOTES), _WIDTHS)
    row, wrap = _HEADLINE + 1, book.format(text_wrap=True, valign="top")
    for line in _lines(edition):
        sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, "", wrap)
        sheet.write_string(row, 0, line, wrap)
        sheet.set_row(row, lines_of(line, sum(widths)) * LINE_HEIGHT + 3)
        row += 1
    sheet.write_string(row + 1, 0, ALL_FILES, book.format(bold=True))
    files: list[list[Shown]] = [
        [one.path, FILE_STATUSES[one.status], one.unit, said(one.reason)]
        for one in edition.result.files
    ]
    list_rows(book, sheet, row + 2, FILE_COLUMNS, widths, files, last=len(_WIDTHS) - 1)
    room = Room(sheet, _WIDTHS, _HEADLINE, row + 2 + len(files) + 2)
    paint_cross_check(book, edition, room)


def _lines(edition: Edition) -> list[str]:
    result, form = edition.result, edition.result.form
    name, code = result.collector_name, result.collector
    texts = {
        "form": f"{form.title}（{form.id}）",
        "basis": form.basis,
        "year": str(result.year),
        "collector": f"{name}（{code}）" if name else code,
        "previous": compared_with(result.previous.year, len(result.previous.figures)),
        "made": edition.now.strftime(MINUTE),
        "version": __version__,
    }
    lines = [f"{NOTE_LINES[key]}：{text}" for key, text in texts.items()]
    lines += [f"{number}. {text}" for number, text in enumerate(HOW, 1)]
    lines += banner(result)
    of_rules = result.outcomes
    counted = outcomes(of_rules.holds, of_rules.fails, of_rules.explained, of_rules.unjudged)
    return lines + [f"{caption.strip()} {number}" for caption, number in counted]
