"""The sheets 本次变化 and 手工改动, and the sheets that people have added to the workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from toolkit.consolidation.consolidate import Consolidation
from toolkit.findings.seen import Shown
from toolkit.form.layout import Layout
from toolkit.form.number import plain, to_number
from toolkit.grids.cell_text import hand_text
from toolkit.grids.names import CHANGES, NO, TYPED, YES
from toolkit.painting.book import Book
from toolkit.painting.lists import head_of_sheet, list_rows
from toolkit.painting.table import lines_of
from toolkit.review import words as review_words
from toolkit.review.changes import Moved, Review, UnitChange
from toolkit.text import distinct

# Both lists share them: names, sentences, figures, files.
_WIDTHS = (13, 30, 44, 14, 14, 26, 26)
_TYPED_WIDTHS = (16, 12, 9, 34, 20, 24, 34, 8)
_LINE = 15.0
# What a spreadsheet program forbids in the name of a sheet, and how long it may be.
_FORBIDDEN, _LONGEST_NAME = re.compile(r"[\[\]:*?/\\']"), 31


def paint_changes(
    book: Book,
    result: Consolidation,
    layout: Layout,
    review_: Review,
    title: str,
    backup: str | None,
) -> None:
    """What is different since the last run: which units, which totals and by whom, what was kept.

    ``backup``: the name of the file that keeps the workbook that was replaced.
    """
    sheet = book.sheet(CHANGES, landscape=True)
    head_of_sheet(book, sheet, title, _WIDTHS)
    row = 1
    wrap = book.format(text_wrap=True, valign="top")
    for line in lines(result, review_, backup):
        sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, "", wrap)
        sheet.write_string(row, 0, line, wrap)
        sheet.set_row(row, lines_of(line, sum(_WIDTHS)) * _LINE + 3)
        row += 1
    if review_.made is None:
        return
    row = _list(
        book,
        sheet,
        row + 1,
        review_words.CHANGED_UNITS,
        review_words.UNIT_COLUMNS,
        [_unit(one) for one in review_.units],
    )
    names = {one.code: one.name for one in review_.units}
    names |= {one.unit.code: one.unit.name for one in result.units}
    totals = [_total(one, layout, names) for one in review_.totals]
    row = _list(
        book, sheet, row + 1, review_words.CHANGED_TOTALS, review_words.TOTAL_COLUMNS, totals
    )
    sheet.print_area(0, 0, row, len(_WIDTHS) - 1)


def lines(result: Consolidation, review_: Review, backup: str | None) -> list[str]:
    """In sentences: since when, what was kept of what a reviewer has written."""
    if review_.made is None:
        return [review_words.FIRST_RUN]
    work = review_.worklist
    told = [
        review_words.since(review_.made),
        review_words.carried(work.kept, work.changed, work.gone),
    ]
    names = [one.unit.name for one in result.units if one.chosen]
    told += [review_words.switched(names)] if names else []
    nothing = {one.unit.code: one.unit.name for one in result.units if one.returned is None}
    waiting = [nothing[code] for code in review_.chosen if code in nothing]
    told += [review_words.waiting(waiting)] if waiting else []
    told += [review_words.typed(len(review_.typed))] if review_.typed else []
    told += [review_words.kept_sheets(list(review_.sheets))] if review_.sheets else []
    return [*told, review_words.backup(backup)] if backup else told


def _list(
    book: Book,
    sheet: Worksheet,
    row: int,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[Shown]],
) -> int:
    """A list under its title, or that there is nothing in it; returns the row below it."""
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
        "；".join(one.kinds),
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


def paint_typed(book: Book, review_: Review, title: str) -> None:
    """What people typed where nothing is to be typed; no such sheet where there is nothing."""
    if not review_.typed:
        return
    sheet = book.sheet(TYPED, landscape=True)
    head_of_sheet(book, sheet, title, _TYPED_WIDTHS)
    wrap = book.format(text_wrap=True, valign="top")
    sheet.merge_range(1, 0, 1, len(_TYPED_WIDTHS) - 1, "", wrap)
    sheet.write_string(1, 0, review_words.TYPED_NOTE, wrap)
    sheet.set_row(1, lines_of(review_words.TYPED_NOTE, sum(_TYPED_WIDTHS)) * _LINE + 3)
    rows = [list(one.cells) for one in review_.typed]
    list_rows(book, sheet, 2, review_words.TYPED_COLUMNS, _TYPED_WIDTHS, rows)
    sheet.freeze_panes(3, 0)


def paint_own_sheets(book: Book, review_: Review) -> None:
    """The sheets that people have added, with their values and comments."""
    ours = [sheet.name for sheet in book.workbook.worksheets()]
    wanted = [_FORBIDDEN.sub("_", name) for name in review_.sheets]
    names = distinct([*ours, *wanted], _LONGEST_NAME)[len(ours) :]
    for (old, grid), name in zip(review_.sheets.items(), names, strict=True):
        sheet = book.sheet(name)
        comments = dict(review_.comments.get(old, {}))
        for at, formula in grid.formulas.items():
            said = f"{review_words.OLD_FORMULA}：{formula}"
            if said not in comments.get(at, ""):
                comments[at] = "\n".join(filter(None, (comments.get(at), said)))
        for row, values in enumerate(grid.rows):
            for column, value in enumerate(values):
                if isinstance(value, bool):
                    sheet.write_boolean(row, column, value)
                elif isinstance(value, int | float):
                    sheet.write_number(row, column, value)
                elif value not in ("", None):
                    sheet.write_string(row, column, hand_text(value))
        for (row, column), text in comments.items():
            sheet.write_comment(row, column, text)
