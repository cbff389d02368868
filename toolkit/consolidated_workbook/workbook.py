"""The consolidated workbook: overview, official tables as live sums, units, findings, coverage."""

from __future__ import annotations

import datetime
from pathlib import Path

from toolkit.consolidated_workbook.by_unit import ByUnit
from toolkit.consolidated_workbook.changes_sheet import paint_changes, paint_own_sheets, paint_typed
from toolkit.consolidated_workbook.comparison.sheet import paint_comparison
from toolkit.consolidated_workbook.coverage_sheet import paint_coverage
from toolkit.consolidated_workbook.cross_check import paint_check
from toolkit.consolidated_workbook.notes import paint_notes
from toolkit.consolidated_workbook.official_tables import paint_official_table
from toolkit.consolidated_workbook.overview.chart_data import ChartData
from toolkit.consolidated_workbook.overview.sheet import paint_overview
from toolkit.consolidated_workbook.worklist_sheet import paint_settled, paint_worklist
from toolkit.consolidation.consolidate import Consolidation
from toolkit.consolidation.words import MINUTE, consolidated_title
from toolkit.form.layout import lay_out
from toolkit.grids.identity import CONSOLIDATED_KIND, Identity
from toolkit.grids.names import (
    BY_UNIT,
    CHANGES,
    CHART_DATA,
    COMPARISON,
    COVERAGE,
    FINDINGS,
    NOTES,
    SETTLED,
    TYPED,
)
from toolkit.painting.book import Book, strictly
from toolkit.returns.sums.record import KEY, to_texts
from toolkit.review.changes import Review, record_of, review_of


@strictly()
def make_consolidated(
    result: Consolidation,
    now: datetime.datetime,
    folder: Path | None = None,
    review: Review | None = None,
    backup: str | None = None,
) -> bytes:
    """The workbook that is reviewed, and that is the collecting unit's own return one level up.

    ``folder``: where it will lie; links to files start from there. ``review``: what is carried over
    from the workbook that it replaces, which is kept under the name ``backup``.
    """
    review = review or review_of(result, None)
    form, layout = result.form, lay_out(result.form)
    title = consolidated_title(result.collector_title, result.year, form.title)
    # Workbooks say in UTC when they were saved; people read it where they are.
    book = Book(now.astimezone(datetime.UTC).replace(tzinfo=None))
    by_unit = ByUnit(result, folder)
    charts = ChartData(result, by_unit, layout)
    paint_overview(book, result, title, layout, by_unit, charts, review.worklist, now.date())
    paint_official_table(book, layout, result, by_unit)
    paint_comparison(book, layout, result, f"{title}—{COMPARISON}")
    by_unit.paint(book, f"{title}—{BY_UNIT}")
    paint_worklist(book, review.worklist.items, f"{title}—{FINDINGS}", by_unit.target)
    paint_settled(book, review.worklist.settled, f"{title}—{SETTLED}")
    paint_changes(book, result, layout, review, f"{title}—{CHANGES}", backup)
    paint_typed(book, review, f"{title}—{TYPED}")
    paint_coverage(book, result, f"{title}—{COVERAGE}", now.date())
    notes = paint_notes(book, result, f"{title}—{NOTES}", now)
    paint_check(book, result, layout, by_unit, notes)
    charts.paint(book, f"{title}—{CHART_DATA}")
    identity = Identity(
        kind=CONSOLIDATED_KIND,
        form=form.id,
        version=form.version,
        level="region",
        year=str(result.year),
        unit=result.collector,
        name=result.collector_name or None,
    )
    record = record_of(result, review, now.strftime(MINUTE), book.written())
    paint_own_sheets(book, review)
    book.identify(identity, title, [(KEY, text) for text in to_texts(record)])
    return book.finish()
