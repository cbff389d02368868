"""The official tables of the consolidated workbook: each figure a live sum over 分单位."""

from __future__ import annotations

from functools import partial

from toolkit.consolidated_workbook.edition import Edition
from toolkit.consolidated_workbook.words import TO_BY_UNIT, suspicious
from toolkit.form.number import to_float
from toolkit.grids.names import BY_UNIT, incomplete
from toolkit.painting.book import Book, protect
from toolkit.painting.formulas import Formulas
from toolkit.painting.links import within
from toolkit.painting.table import Content, paint_table
from toolkit.painting.words import unit_line


def paint_official_tables(book: Book, edition: Edition) -> None:
    """Inputs are sums over 分单位, totals the same formulas as in a return.

    Each figure leads to its column on 分单位.
    """
    form, result = edition.result.form, edition.result
    caption = unit_line(result.collector_title, str(result.year))
    due = [one for one in result.units if one.due]
    faulty = sum(one.status == "with_errors" and one.in_total for one in due)
    missing = sum(one.status == "missing" for one in due)
    left_out = sum(not one.in_total for one in due) - missing
    notes = incomplete(missing, faulty, left_out)
    inside = {one.unit.code for one in result.units if one.in_total}
    doubts = [one for one in edition.suspicious if one.unit in inside]
    for table in edition.layout.tables:
        here = sum(form.indicators[one.indicator or ""].table == table.table.code for one in doubts)
        told = [*notes, *([suspicious(here)] if here else [])]
        content = partial(_figure, edition, Formulas(edition.layout, table.table.sheet))
        protect(paint_table(book, form, table, caption, content, told))


def _figure(edition: Edition, formulas: Formulas, code: str) -> Content:
    form, by_unit = formulas.form, edition.by_unit
    value = to_float(edition.result.totals[code], form.decimals[code])
    total = bool(form.indicators[code].parts)
    formula = formulas.total(code) if total else by_unit.sum(code, BY_UNIT)
    link = within(BY_UNIT, by_unit.total(code))
    return Content(value, f"={formula}", link=link, tip=TO_BY_UNIT)
