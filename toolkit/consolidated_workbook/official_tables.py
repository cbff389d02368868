"""The official tables of the consolidated workbook: each figure a live sum over 分单位."""

from __future__ import annotations

from toolkit.consolidated_workbook.by_unit import ByUnit
from toolkit.consolidated_workbook.words import TO_BY_UNIT
from toolkit.consolidation.consolidate import Consolidation
from toolkit.form.layout import Layout
from toolkit.form.number import to_float
from toolkit.grids.names import BY_UNIT, incomplete
from toolkit.painting.book import Book, protect
from toolkit.painting.formulas import Formulas
from toolkit.painting.links import within
from toolkit.painting.table import Content, paint_table
from toolkit.painting.words import unit_line


def paint_official_table(
    book: Book, layout: Layout, result: Consolidation, by_unit: ByUnit
) -> None:
    """The official tables: inputs are sums over 分单位, totals the same formulas as in a return.

    Each figure leads to its column on 分单位.
    """
    form = layout.form
    caption = unit_line(result.collector_title, str(result.year))
    due = [one for one in result.units if one.due]
    faulty = sum(one.status == "with_errors" and one.in_total for one in due)
    missing = sum(one.status == "missing" for one in due)
    left_out = sum(not one.in_total for one in due) - missing
    notes = incomplete(missing, faulty, left_out)
    for table in layout.tables:
        formulas = Formulas(layout, table.table.sheet)

        def content(code: str, formulas: Formulas = formulas) -> Content:
            value = to_float(result.totals[code], form.decimals[code])
            total = bool(form.indicators[code].parts)
            formula = formulas.total(code) if total else by_unit.sum(code, BY_UNIT)
            link = within(BY_UNIT, by_unit.total(code))
            return Content(value, f"={formula}", link=link, tip=TO_BY_UNIT)

        protect(paint_table(book, form, table, caption, content, notes))
