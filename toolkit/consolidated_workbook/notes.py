"""The sheet 说明: what this workbook is, how it was made, and what became of each file."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit import __version__
from toolkit.consolidated_workbook.cross_check import CheckSection, paint_cross_check
from toolkit.consolidated_workbook.edition import Edition
from toolkit.consolidated_workbook.words import (
    ALL_FILES,
    FILE_COLUMNS,
    FILE_STATUSES,
    HOW,
    NOTE_LINES,
    compared_with,
    files_apart,
    many_lines,
    units_apart,
)
from toolkit.consolidation.banner import in_the_sum
from toolkit.consolidation.consolidate import MOST_LINES
from toolkit.consolidation.words import MINUTE, outcomes
from toolkit.findings.seen import Shown
from toolkit.grids.names import NOTES
from toolkit.grids.reason import said
from toolkit.painting.book import Book
from toolkit.painting.lists import LINE_HEIGHT, head_of_sheet, list_rows
from toolkit.painting.table import lines_of
from toolkit.returns.unit_return import FileRecord

_WIDTHS = (44, 12, 16, 16, 16, 16)
# Of more files than this, those that count are listed beside their units alone.
_MOST_FILES = 5_000
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
    listed = _listed(edition.result.files)
    every = len(listed) == len(edition.result.files)
    title = ALL_FILES if every else files_apart(len(edition.result.files) - len(listed))
    sheet.write_string(row + 1, 0, title, book.format(bold=True))
    files: list[list[Shown]] = [
        [one.path, FILE_STATUSES[one.status], one.unit, said(one.reason)] for one in listed
    ]
    list_rows(book, sheet, row + 2, FILE_COLUMNS, widths, files, last=len(_WIDTHS) - 1)
    section = CheckSection(sheet, _WIDTHS, _HEADLINE, row + 2 + len(files) + 2)
    paint_cross_check(book, edition, section)


def _listed(files: Sequence[FileRecord]) -> Sequence[FileRecord]:
    """All files, but of very many only those that do not count: each of the others stands beside
    its unit on 报送情况."""
    if len(files) <= _MOST_FILES:
        return files
    return [one for one in files if one.status != "accepted"]


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
    if apart := len(result.units) - len(result.lines):
        lines.append(units_apart(apart))
    if len(result.lines) > MOST_LINES:
        lines.append(many_lines(len(result.lines)))
    lines += in_the_sum(result).lines()
    of_rules = result.outcomes
    counted = outcomes(of_rules.holds, of_rules.fails, of_rules.explained, of_rules.unjudged)
    return lines + [f"{caption.strip()} {number}" for caption, number in counted]
