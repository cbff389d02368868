"""The consolidated workbook: overview, official tables as live sums, units, findings, coverage."""

from __future__ import annotations

import datetime
from pathlib import Path

from toolkit.consolidation import Consolidation
from toolkit.files.book import Book, protect, strictly
from toolkit.files.by_unit import ByUnit
from toolkit.files.chart_data import ChartData
from toolkit.files.listings import paint_coverage, paint_findings, paint_notes
from toolkit.files.overview import paint_overview
from toolkit.files.table import Content, paint_table
from toolkit.formula import Formulas
from toolkit.identity import Identity
from toolkit.layout import Layout, lay_out
from toolkit.number import to_float
from toolkit.words.sheets import (
    BY_UNIT,
    CHART_DATA,
    COVERAGE,
    FINDINGS,
    NOTES,
    consolidated_title,
    incomplete,
    unit_line,
)


@strictly()
def make_consolidated(
    result: Consolidation, now: datetime.datetime, folder: Path | None = None
) -> bytes:
    """The workbook that is reviewed, and that is the collecting unit's own return one level up.

    ``folder``: where it will lie; links to files start from there.
    """
    form, layout = result.form, lay_out(result.form)
    title = consolidated_title(result.collector_title, result.year, form.title)
    # Workbooks say in UTC when they were saved; people read it where they are.
    book = Book(now.astimezone(datetime.UTC).replace(tzinfo=None))
    by_unit = ByUnit(result)
    charts = ChartData(result, by_unit, layout)
    paint_overview(book, result, title, layout, by_unit, charts, now.date())
    _official(book, layout, result, by_unit)
    by_unit.paint(book, f"{title}—{BY_UNIT}")
    paint_findings(book, result, f"{title}—{FINDINGS}")
    paint_coverage(book, result, f"{title}—{COVERAGE}", now.date())
    paint_notes(book, result, f"{title}—{NOTES}", now)
    charts.paint(book, f"{title}—{CHART_DATA}")
    identity = Identity(
        kind="consolidated",
        form=form.id,
        version=form.version,
        level="region",
        year=str(result.year),
        unit=result.collector,
        name=result.collector_name or None,
    )
    book.identify(identity, title)
    return book.finish()


def _official(book: Book, layout: Layout, result: Consolidation, by_unit: ByUnit) -> None:
    """The official tables: inputs are sums over 分单位, totals the same formulas as in a return."""
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
            if form.indicators[code].parts:
                return Content(value, f"={formulas.total(code)}")
            return Content(value, f"={by_unit.sum(code, BY_UNIT)}")

        protect(paint_table(book, form, table, caption, content, notes))
