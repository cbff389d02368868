"""The consolidated workbook: overview, official tables as live sums, units, findings, coverage."""

from __future__ import annotations

import datetime
import gc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from toolkit.consolidated_workbook.by_unit_sheet import paint_by_unit
from toolkit.consolidated_workbook.changes_sheet import paint_changes, paint_own_sheets, paint_typed
from toolkit.consolidated_workbook.comparison.sheet import paint_comparison
from toolkit.consolidated_workbook.coverage_sheet import paint_coverage
from toolkit.consolidated_workbook.edition import Edition
from toolkit.consolidated_workbook.kept_looks import paint_kept_looks
from toolkit.consolidated_workbook.notes import paint_notes
from toolkit.consolidated_workbook.official_tables import paint_official_tables
from toolkit.consolidated_workbook.overview.chart_data_sheet import paint_chart_data
from toolkit.consolidated_workbook.overview.sheet import paint_overview
from toolkit.consolidated_workbook.words import too_many_findings, too_many_units
from toolkit.consolidated_workbook.worklist_sheet import paint_settled, paint_worklist
from toolkit.consolidation.consolidate import Consolidation
from toolkit.consolidation.words import MINUTE
from toolkit.errors import CannotRun
from toolkit.grids.identity import CONSOLIDATED_KIND, Identity
from toolkit.grids.names import FINDING_COLUMNS
from toolkit.painting.book import Book, strictly
from toolkit.returns.sums.record import KEY, record_texts
from toolkit.returns.sums.used import Used
from toolkit.review.appearance import WORKED_ON
from toolkit.review.changes import Review, record_of, review_of
from toolkit.spreadsheets.zip_package import MAX_CELLS_OF_A_SUM

# The sheets in their order; a painter that has nothing to show adds none. To add a sheet, write a
# module with its painter, name the sheet in ``grids.names``, and put the painter here.
PAINTERS: tuple[Callable[[Book, Edition], None], ...] = (
    paint_overview,
    paint_official_tables,
    paint_comparison,
    paint_by_unit,
    paint_worklist,
    paint_settled,
    paint_changes,
    paint_typed,
    paint_coverage,
    paint_notes,
    paint_chart_data,
)


@contextmanager
def _uncollected() -> Iterator[None]:
    """All that a workbook is made of stays until it is written.

    To look for garbage meanwhile would find none, and take a fifth of the time in a program that
    does so as often as Python does by itself.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@strictly()
@_uncollected()
def make_consolidated(
    result: Consolidation,
    now: datetime.datetime,
    *,
    folder: Path | None = None,
    review: Review | None = None,
    backup: str | None = None,
    used: Used | None = None,
    run: str = "",
    courses: Mapping[str, str] | None = None,
) -> bytes:
    """The workbook that is reviewed, and that is the collecting unit's own return one level up.

    ``folder``: where it will lie; links to files start from there. ``review``: what is carried over
    from the workbook that it replaces, which is kept under the name ``backup``. ``used``: what the
    run was given, for the next one. ``run``: the id of the run in its journal; ``courses``: what
    that knows of the units, see :class:`Edition`.
    """
    edition = Edition(result, review or review_of(result, None), now, folder, backup, courses)
    _must_fit(edition)
    # Workbooks state their time of saving in UTC; the sheets tell it in the readers' time zone.
    book = Book(now.astimezone(datetime.UTC).replace(tzinfo=None))
    for paint in PAINTERS:
        paint(book, edition)
    written, painted = book.written(), {name: book.painted(name) for name in WORKED_ON}
    made, columns = now.strftime(MINUTE), edition.by_unit.column
    record = record_of(result, edition.review, made, written, painted, columns, run)
    # What people have added is no part of the record: it is theirs.
    paint_own_sheets(book, edition.review)
    paint_kept_looks(book, edition)
    kept = [(KEY, text) for text in record_texts(record)]
    kept += used.pairs() if used else []
    book.identify(_identity(result), edition.title, kept)
    return book.finish()


def _must_fit(edition: Edition) -> None:
    """Raise CannotRun for a workbook that the next run could not read again."""
    work, units = edition.review.worklist, edition.result.lines
    codes = Counter(one.finding.code for one in work.items if one.finding)
    lists = (work.items, work.settled)
    if max(map(len, lists)) * len(FINDING_COLUMNS) > MAX_CELLS_OF_A_SUM:
        most = MAX_CELLS_OF_A_SUM // len(FINDING_COLUMNS)
        raise CannotRun(too_many_findings(max(map(len, lists)), most, codes.most_common(3)))
    width = edition.by_unit.last_column + 1
    if len(units) * width > MAX_CELLS_OF_A_SUM:
        raise CannotRun(too_many_units(len(units), MAX_CELLS_OF_A_SUM // width))


def _identity(result: Consolidation) -> Identity:
    return Identity(
        kind=CONSOLIDATED_KIND,
        form=result.form.id,
        version=result.form.version,
        level="region",
        year=str(result.year),
        unit=result.collector,
        name=result.collector_name or None,
    )
