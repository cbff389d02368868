"""The sheet 报送情况: who has reported what, and the list of all files."""

from __future__ import annotations

import datetime

from toolkit.consolidated_workbook.edition import Edition
from toolkit.consolidated_workbook.links import counted_by_unit
from toolkit.consolidation.coverage import UnitRecord, days_late, saved_at
from toolkit.consolidation.words import as_published, covers
from toolkit.findings.seen import Shown
from toolkit.form.check_code import NoCode
from toolkit.form.form import Form
from toolkit.grids.names import COVERAGE, COVERAGE_COLUMNS, NO, NO_CHECK_CODE, STATUSES, YES
from toolkit.grids.reason import said
from toolkit.painting.book import Book
from toolkit.painting.lists import head_of_sheet, list_rows
from toolkit.returns.cover_code import code_on_cover
from toolkit.returns.unit_return import Return

_HEAD_ROW, _FIRST = 1, 2
_WIDTHS = (13, 28, 13, 12, 13, 10, 27, 12, 10, 16, 12, 10, 40, 20, 72)
# Only this many columns are printed.
_PRINTED = 12


def paint_coverage(book: Book, edition: Edition) -> None:
    """Roster × status: who, when, how late, the check code, and the file with its digest."""
    result, today = edition.result, edition.today
    counts = counted_by_unit(result.findings)
    sheet = book.sheet(COVERAGE, landscape=True)
    head_of_sheet(book, sheet, edition.heading(COVERAGE), _WIDTHS)
    rows = [_unit(one, result.form, counts.get(one.unit.code), today) for one in result.units]
    list_rows(book, sheet, _HEAD_ROW, COVERAGE_COLUMNS, _WIDTHS, rows)
    last = _HEAD_ROW + max(len(rows), 1)
    sheet.autofilter(_HEAD_ROW, 0, last, len(COVERAGE_COLUMNS) - 1)
    sheet.freeze_panes(_FIRST, 0)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.print_area(0, 0, _HEAD_ROW + len(rows), _PRINTED - 1)


def _kind(one: Return) -> str | None:
    """What is to be known of a return that counts and is no workbook of a single unit."""
    if one.medium:
        return as_published(one.medium)
    return covers(one.below.inside, len(one.below.due)) if one.below else None


def _code(one: Return, form: Form) -> str | None:
    """What stands on the cover of the sealed paper."""
    code = code_on_cover(one, form)
    if isinstance(code, NoCode):
        return NO_CHECK_CODE if code is NoCode.NOT_NUMBERS else None
    return code


def _unit(record: UnitRecord, form: Form, counts: str | None, today: datetime.date) -> list[Shown]:
    unit, one = record.unit, record.returned
    contact = one.contact if one else {}
    saved = saved_at(record)
    return [
        unit.code,
        unit.name,
        str(unit.category or ""),
        STATUSES[record.status],
        counts,
        YES if record.in_total else NO,
        said(record.reason) or (_kind(one) if one else None),
        _code(one, form) if one else None,
        contact.get("preparer") or unit.contact,
        (one.phone if one else "") or unit.phone,
        unit.deadline.isoformat() if unit.deadline else None,
        days_late(record, today),
        one.file if one else None,
        saved.strftime("%Y-%m-%d %H:%M:%S") if saved else None,
        one.sha256 if one else None,
    ]
