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
from toolkit.grids.names import (
    COVERAGE,
    COVERAGE_COLUMNS,
    NO,
    NO_CHECK_CODE,
    STATUSES,
    YES,
    ListHead,
)
from toolkit.grids.reason import said
from toolkit.painting.book import Book
from toolkit.painting.lists import head_of_sheet, list_rows
from toolkit.returns.cover_code import code_on_cover
from toolkit.returns.unit_return import Return

_HEAD_ROW, _FIRST = 1, 2
_WIDTHS = (13, 28, 13, 12, 13, 10, 27, 12, 10, 16, 12, 10, 40, 40, 20, 72)
# What is behind this column is not printed.
_COURSE = COVERAGE_COLUMNS.index(ListHead.COURSE)


def paint_coverage(book: Book, edition: Edition) -> None:
    """Roster × status: who, when, how late, the check code, and the file with its digest."""
    result, today, courses = edition.result, edition.today, edition.courses
    counts = counted_by_unit(result.findings)
    shown = [at for at in range(len(_WIDTHS)) if at != _COURSE or courses is not None]
    heads, widths = [COVERAGE_COLUMNS[at] for at in shown], [_WIDTHS[at] for at in shown]
    sheet = book.sheet(COVERAGE, landscape=True)
    head_of_sheet(book, sheet, edition.heading(COVERAGE), widths)
    every = [
        _unit(
            one,
            result.form,
            counts.get(one.unit.code),
            today,
            (courses or {}).get(one.unit.code),
        )
        for one in result.units
    ]
    rows = [[values[at] for at in shown] for values in every]
    list_rows(book, sheet, _HEAD_ROW, heads, widths, rows)
    last = _HEAD_ROW + max(len(rows), 1)
    sheet.autofilter(_HEAD_ROW, 0, last, len(heads) - 1)
    sheet.freeze_panes(_FIRST, 0)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.print_area(0, 0, _HEAD_ROW + len(rows), _COURSE - (courses is None))


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


def _unit(
    record: UnitRecord,
    form: Form,
    counts: str | None,
    today: datetime.date,
    course: str | None,
) -> list[Shown]:
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
        course,
        one.file if one else None,
        saved.strftime("%Y-%m-%d %H:%M:%S") if saved else None,
        one.sha256 if one else None,
    ]
