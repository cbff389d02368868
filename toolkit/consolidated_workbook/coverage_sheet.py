"""The sheet 报送情况: who has reported what, and the list of all files."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from toolkit.consolidation.consolidate import Consolidation
from toolkit.consolidation.coverage import UnitRecord, days_late, saved_at
from toolkit.consolidation.words import covers
from toolkit.findings.finding import Shown
from toolkit.grids.names import COVERAGE, COVERAGE_COLUMNS, NO, STATUSES, YES
from toolkit.grids.reason import said
from toolkit.painting.book import Book
from toolkit.painting.lists import head_of_sheet, list_rows


def paint_coverage(book: Book, result: Consolidation, title: str, today: datetime.date) -> None:
    """Roster × status: who, when, how late, and the file with its digest."""
    widths = (13, 28, 13, 12, 10, 28, 12, 18, 12, 10, 40, 20, 72)
    rows = [_coverage(one, today) for one in result.units]
    _listing(book, COVERAGE, title, COVERAGE_COLUMNS, widths, rows, printed=10)


def _coverage(record: UnitRecord, today: datetime.date) -> list[Shown]:
    unit, one = record.unit, record.returned
    contact = one.contact if one else {}
    saved = saved_at(record)
    return [
        unit.code,
        unit.name,
        str(unit.category or ""),
        STATUSES[record.status],
        YES if record.in_total else NO,
        said(record.reason)
        or (covers(one.below.inside, len(one.below.due)) if one and one.below else None),
        contact.get("preparer") or unit.contact,
        contact.get("phone") or unit.phone,
        unit.deadline.isoformat() if unit.deadline else None,
        days_late(record, today),
        one.file if one else None,
        saved.strftime("%Y-%m-%d %H:%M:%S") if saved else None,
        one.sha256 if one else None,
    ]


HEAD_ROW, _FIRST = 1, 2


def _listing(
    book: Book,
    name: str,
    title: str,
    heads: Sequence[str],
    widths: Sequence[float],
    rows: Sequence[Sequence[Shown]],
    printed: int,
) -> Worksheet:
    """A sheet with one filterable list; only the first ``printed`` columns go on paper."""
    sheet = book.sheet(name, landscape=True)
    head_of_sheet(book, sheet, title, widths)
    list_rows(book, sheet, HEAD_ROW, heads, widths, rows)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + max(len(rows), 1), len(heads) - 1)
    sheet.freeze_panes(_FIRST, 0)
    sheet.repeat_rows(HEAD_ROW)
    sheet.print_area(0, 0, HEAD_ROW + len(rows), printed - 1)
    return sheet
