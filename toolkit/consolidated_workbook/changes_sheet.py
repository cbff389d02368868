"""The sheets 本次变化 and 手工改动, and the sheets that people have added to the workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from toolkit.consolidated_workbook.edition import Edition
from toolkit.findings.seen import Shown
from toolkit.form.layout import Layout
from toolkit.form.number import plain, to_number
from toolkit.grids.grid import At, Grid
from toolkit.grids.names import CHANGES, NO, TYPED, YES
from toolkit.painting.book import Book
from toolkit.painting.lists import head_of_sheet, list_rows, write_typed
from toolkit.painting.table import lines_of
from toolkit.review import words as review_words
from toolkit.review.changes import Moved, Review, UnitChange
from toolkit.text import distinct

# Both lists share them: names, sentences, figures, files.
_WIDTHS = (13, 30, 44, 14, 14, 26, 26)
_TYPED_WIDTHS = (16, 12, 9, 34, 20, 24, 34, 18)
_LINE = 15.0
# What a spreadsheet program forbids in the name of a sheet, and how long it may be.
_FORBIDDEN, _LONGEST_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$"), 31


def paint_changes(book: Book, edition: Edition) -> None:
    """What is different since the last run: which units, which totals and through whom."""
    result, review = edition.result, edition.review
    sheet = book.sheet(CHANGES, landscape=True)
    head_of_sheet(book, sheet, edition.heading(CHANGES), _WIDTHS)
    row = 1
    for line in _sentences(edition):
        _paint_sentence(book, sheet, row, line, _WIDTHS)
        row += 1
    if review.made is None:
        return
    names = {one.code: one.name for one in review.units}
    names |= {one.unit.code: one.unit.name for one in result.units}
    units = [_unit(one) for one in review.units]
    totals = [_total(one, edition.layout, names) for one in review.totals]
    for title, heads, rows in (
        (review_words.CHANGED_UNITS, review_words.UNIT_COLUMNS, units),
        (review_words.CHANGED_TOTALS, review_words.TOTAL_COLUMNS, totals),
    ):
        row = _paint_list(book, sheet, row + 1, title, heads, rows)
    sheet.print_area(0, 0, row, len(_WIDTHS) - 1)


def _paint_sentence(
    book: Book, sheet: Worksheet, row: int, line: str, widths: Sequence[float]
) -> None:
    """Paint a sentence over all columns, as high as it needs."""
    wrap = book.format(text_wrap=True, valign="top")
    sheet.merge_range(row, 0, row, len(widths) - 1, "", wrap)
    sheet.write_string(row, 0, line, wrap)
    sheet.set_row(row, lines_of(line, sum(widths)) * _LINE + 3)


def _sentences(edition: Edition) -> list[str]:
    """Since when, and what was kept of what a reviewer has written."""
    result, review, backup = edition.result, edition.review, edition.backup
    if review.made is None:
        return [review_words.FIRST_RUN]
    work = review.worklist
    told = [
        review_words.since(review.made),
        review_words.carried(work.kept, work.changed, work.gone, work.gone_written),
        *review.taken_over,
        *review.left_open,
    ]
    names = [one.unit.name for one in result.units if one.chosen]
    told += [review_words.switched(names)] if names else []
    nothing = {one.unit.code: one.unit.name for one in result.units if one.returned is None}
    waiting = [nothing[code] for code in review.chosen if code in nothing]
    told += [review_words.waiting(waiting)] if waiting else []
    told += review.listed
    told += [review_words.kept_sheets(list(review.sheets))] if review.sheets else []
    filtered = [name for name, look in review.looks.items() if look.filters]
    told += [review_words.kept_filters(filtered)] if filtered else []
    told += [review_words.LOOKS_UNREAD] if review.looks_unread else []
    return [*told, review_words.backup(backup)] if backup else told


def _paint_list(
    book: Book,
    sheet: Worksheet,
    row: int,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[Shown]],
) -> int:
    """Paint a list under its title, or that it is empty; returns the row below it."""
    sheet.write_string(row, 0, title, book.format(bold=True, font_size=12))
    if not rows:
        sheet.write_string(row + 1, 0, review_words.NOTHING_CHANGED)
        return row + 2
    list_rows(book, sheet, row + 1, heads, _WIDTHS, rows)
    return row + 2 + len(rows)


def _unit(one: UnitChange) -> list[Shown]:
    switches = (one.inside_before, one.inside)
    return [
        one.code,
        one.name,
        "；".join(kind.text for kind in one.kinds),
        *("" if inside is None else YES if inside else NO for inside in switches),
        one.file_before,
        one.file,
    ]


def _total(one: Moved, layout: Layout, names: dict[str, str]) -> list[Shown]:
    decimals = layout.form.decimals[one.code]
    figures = (one.before, one.now, one.now - one.before)
    before, now, change = (to_number(figure, decimals) for figure in figures)
    parts = [(names.get(unit, unit), _signed(to_number(by, decimals))) for unit, by in one.by]
    sheet, cell = layout.where(one.code)
    label = layout.form.indicators[one.code].label
    return [f"{sheet} {cell}", label, review_words.by_units(parts), before, now, change]


def _signed(number: int | Decimal) -> str:
    return plain(number) if number < 0 else f"+{plain(number)}"


def paint_typed(book: Book, edition: Edition) -> None:
    """What people typed where nothing should be typed; if they did not, there is no such sheet."""
    typed = edition.review.typed
    if not typed:
        return
    sheet = book.sheet(TYPED, landscape=True)
    head_of_sheet(book, sheet, edition.heading(TYPED), _TYPED_WIDTHS)
    _paint_sentence(book, sheet, 1, review_words.TYPED_NOTE, _TYPED_WIDTHS)
    rows = [list(one.cells) for one in typed]
    list_rows(book, sheet, 2, review_words.TYPED_COLUMNS, _TYPED_WIDTHS, rows)
    sheet.freeze_panes(3, 0)


def paint_own_sheets(book: Book, review: Review) -> None:
    """The sheets that people have added, with their values and comments."""
    ours = [sheet.name for sheet in book.workbook.worksheets()]
    wanted = [_FORBIDDEN.sub("_", name[:_LONGEST_NAME]) for name in review.sheets]
    names = distinct([*ours, *wanted], _LONGEST_NAME)[len(ours) :]
    for (old, grid), name in zip(review.sheets.items(), names, strict=True):
        sheet = book.sheet(name)
        for row, values in enumerate(grid.rows):
            for column, value in enumerate(values):
                write_typed(sheet, (row, column), value)
        for (row, column), text in _comments(grid, review.comments.get(old, {})).items():
            sheet.write_comment(row, column, text)


def _comments(grid: Grid, written: Mapping[At, str]) -> dict[At, str]:
    """The comments; and formulas, as comments, since the cells keep only their values."""
    comments = dict(written)
    for at, formula in grid.formulas.items():
        said = f"{review_words.OLD_FORMULA}：{formula}"
        if said not in comments.get(at, ""):
            comments[at] = "\n".join(filter(None, (comments.get(at), said)))
    return comments
