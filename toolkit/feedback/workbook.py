"""The workbook that goes back to a unit: its own figures in a fresh template, faults marked."""

from __future__ import annotations

from functools import partial

from xlsxwriter.worksheet import Worksheet

from toolkit.feedback import notices
from toolkit.feedback.points import Feedback, Point
from toolkit.feedback.refilled import refilled
from toolkit.findings import message
from toolkit.findings.codes.catalogue import UNREAD_TABLE
from toolkit.findings.seen import Shown
from toolkit.findings.voice import Voice
from toolkit.form.form import Form
from toolkit.form.opening_figures import NOTHING, Figures
from toolkit.grids.identity import FEEDBACK_KIND
from toolkit.grids.names import FEEDBACK, SEVERITY_WORDS
from toolkit.painting.book import Book, protect
from toolkit.painting.links import within
from toolkit.painting.lists import SEVERITY_LOOK, list_rows
from toolkit.painting.looks import HEI, LINK
from toolkit.painting.table import lines_of
from toolkit.roster.roster import category_of
from toolkit.template.workbook import make_template

_WIDTHS = (6, 7, 10, 14, 30, 14, 14, 42, 42)
_SEVERITY, _POSITION = 1, 3
_TITLE_ROW, _GUIDE_ROW = 0, 1
_LINE = 16.0


def make_feedback(form: Form, year: int, feedback: Feedback, before: Figures = NOTHING) -> bytes:
    """The workbook, ready to be corrected and sent in again; it is read as a template is.

    ``before``: the unit's figures of the year before.
    """
    one = feedback.returned
    return make_template(
        form,
        feedback.unit,
        year,
        refilled(form, feedback.returned, feedback.points),
        before=before,
        category=category_of(one.identity.category) if one else None,
        kind=FEEDBACK_KIND,
        paint_first=partial(_paint, form=form, year=year, feedback=feedback),
    )


def counts(feedback: Feedback) -> tuple[int, int] | None:
    """Errors and warnings; None where nothing that was sent is usable."""
    if feedback.returned is None or feedback.unsure:
        return None
    return feedback.count("error"), feedback.count("warning")


def marks(feedback: Feedback) -> str:
    """What the colours in the workbook mean."""
    worst = {one.finding.severity for one in feedback.points if one.marked}
    return notices.colours("error" in worst, "warning" in worst)


def unread(form: Form, feedback: Feedback) -> list[str]:
    """The tables that could not be read, where others could."""
    if feedback.returned is None:
        return []
    failed = [one for one in feedback.points if one.finding.code in UNREAD_TABLE]
    sheets = {one.link[0] for one in failed if one.link}
    return [table.sheet for table in form.tables if table.sheet in sheets]


def _paint(book: Book, form: Form, year: int, feedback: Feedback) -> Worksheet:
    """退回意见: what to do, and each point with a link to its cell."""
    sheet: Worksheet = book.sheet(FEEDBACK, landscape=True)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    last = len(_WIDTHS) - 1
    title = book.format(font_name=HEI, font_size=16, align="center")
    sheet.merge_range(_TITLE_ROW, 0, _TITLE_ROW, last, "", title)
    sheet.write_string(_TITLE_ROW, 0, notices.feedback_title(feedback.unit.name, year), title)
    sheet.set_row(_TITLE_ROW, 34)
    row, text = _GUIDE_ROW, book.format(text_wrap=True)
    told = counts(feedback), marks(feedback), unread(form, feedback)
    for line in notices.guide(*told, is_sum=feedback.is_sum, unsure=feedback.unsure):
        sheet.merge_range(row, 0, row, last, "", text)
        sheet.write_string(row, 0, line, text)
        sheet.set_row(row, lines_of(line, sum(_WIDTHS)) * _LINE + 3)
        row += 1
    rows = [_row(form, number, one) for number, one in enumerate(feedback.points, 1)]
    list_rows(book, sheet, row, notices.POINT_HEADS, _WIDTHS, rows)
    for number, point in enumerate(feedback.points, row + 1):
        _highlight(book, sheet, number, point)
    sheet.repeat_rows(row)
    sheet.freeze_panes(row + 1, 0)
    sheet.print_area(0, 0, row + len(rows), last)
    protect(sheet)
    return sheet


def _row(form: Form, number: int, point: Point) -> list[Shown]:
    one = point.finding
    return [
        number,
        SEVERITY_WORDS[one.severity],
        one.code,
        position(point),
        one.label,
        notices.typed(one),
        message.wanted(one, form),
        notices.problem(one, form, point.home),
        message.suggestion(one, form, Voice.SENT_BACK),
    ]


def position(point: Point) -> str:
    sheet = point.link[0] if point.link else ""
    return notices.position(sheet, point.finding, point.home)


def _highlight(book: Book, sheet: Worksheet, row: int, point: Point) -> None:
    """The severity in its colour, and the place as a link."""
    severity = point.finding.severity
    look = {"border": 1, "align": "center", "valign": "top", **SEVERITY_LOOK[severity]}
    sheet.write_string(row, _SEVERITY, SEVERITY_WORDS[severity], book.format(**look))
    if point.link:
        place = {"border": 1, "text_wrap": True, "valign": "top", "align": "left", "indent": 1}
        link = book.format(font_size=10, **place, **LINK)
        sheet.write_url(row, _POSITION, within(*point.link), link, position(point))
