"""The workbook that goes back to a unit: its own figures in a fresh template, faults marked."""

from __future__ import annotations

import datetime
from collections import defaultdict
from functools import partial

from xlsxwriter.worksheet import Worksheet

from toolkit.feedback import notices
from toolkit.feedback.points import Feedback, Point, Where
from toolkit.findings import message
from toolkit.findings.codes.catalogue import UNREAD_TABLE
from toolkit.findings.finding import SEVERITIES, Severity
from toolkit.findings.seen import Shown
from toolkit.findings.seen_words import show
from toolkit.findings.voice import Voice
from toolkit.form.form import Form
from toolkit.form.layout import lay_out
from toolkit.form.opening_figures import NOTHING, Figures
from toolkit.grids.identity import FEEDBACK_KIND, Identity
from toolkit.grids.names import FEEDBACK, SEVERITY_WORDS
from toolkit.painting.book import Book, protect
from toolkit.painting.links import within
from toolkit.painting.lists import SEVERITY_LOOK, list_rows
from toolkit.painting.looks import HEI, LINK
from toolkit.painting.table import Mark, lines_of
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import category_of
from toolkit.template.filling import Filling
from toolkit.template.workbook import make_template

_WIDTHS = (6, 7, 10, 14, 30, 14, 14, 42, 42)
_SEVERITY, _POSITION = 1, 3
_TITLE_ROW, _GUIDE_ROW = 0, 1
_LINE = 16.0
_DAY_ZERO = datetime.date(1899, 12, 30)


def make_feedback(form: Form, year: int, feedback: Feedback, before: Figures = NOTHING) -> bytes:
    """The workbook, ready to be corrected and sent in again; it is read as a template is.

    ``before``: the unit's figures of the year before.
    """
    one = feedback.returned
    return make_template(
        form,
        feedback.unit,
        year,
        _filling(form, feedback),
        before=before,
        category=category_of(one.identity.category) if one else None,
        kind=FEEDBACK_KIND,
        paint_first=partial(_paint, form=form, year=year, feedback=feedback),
    )


def _filling(form: Form, feedback: Feedback) -> Filling:
    """What the unit has sent, as far as it was read; a cell without a figure keeps its text."""
    one = feedback.returned or Return("", Identity())
    figures = {code: value for code in form.inputs if (value := one.values.get(code)) is not None}
    texts = {
        code: show(notices.typed(point.finding))
        for point in feedback.points
        if (code := point.finding.indicator) and code in one.invalid
    }
    return Filling(
        figures=figures,
        states=one.states,
        contact={key: _as_typed(key, text) for key, text in one.contact.items()},
        texts=texts,
        marks=_marks(form, feedback),
        explanations={(said.code, said.indicator): said.text for said in one.explanations},
    )


def _as_typed(key: str, text: str) -> str | float:
    """A field of the cover; a date is a number to a spreadsheet program."""
    if key == "date":
        try:
            return float((datetime.date.fromisoformat(text) - _DAY_ZERO).days)
        except ValueError:
            return text
    return text


def _marks(form: Form, feedback: Feedback) -> dict[tuple[str, str], Mark]:
    """Cell → the colour of the worst finding on it, and all that is said of it."""
    at: dict[tuple[str, str], list[tuple[Severity, str]]] = defaultdict(list)
    for point in feedback.points:
        if point.link and point.marked:
            said = point.finding.severity, notices.comment(point.finding, form)
            at[point.link].append(said)
    for where, suspicions in _suspicions(form, feedback).items():
        # A cell with a finding of its own already says what it should be.
        at.setdefault(where, suspicions)
    return {
        where: Mark(str(SEVERITY_LOOK[_worst(said)]["bg_color"]), "\n".join(t for _, t in said))
        for where, said in at.items()
    }


def _suspicions(form: Form, feedback: Feedback) -> dict[Where, list[tuple[Severity, str]]]:
    """Cell → the suspicion that it breaks a balance that is told elsewhere; each value once."""
    layout, told = lay_out(form), set[tuple[str, object]]()
    at: dict[Where, list[tuple[Severity, str]]] = defaultdict(list)
    for one in (point.finding for point in feedback.points):
        for change in (each for solution in one.corrections for each in solution):
            # A total is a formula again, and needs nothing.
            if form.indicators[change.indicator].parts or (change.indicator, change.value) in told:
                continue
            told.add((change.indicator, change.value))
            # One of several possibilities is only worth a look.
            severity: Severity = one.severity if one.certain else "warning"
            at[layout.where(change.indicator)].append((severity, notices.suspicion(one, change)))
    return at


def _worst(said: list[tuple[Severity, str]]) -> Severity:
    return min((severity for severity, _ in said), key=SEVERITIES.index)


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
        notices.problem(one, form, point.marked),
        message.suggestion(one, form, Voice.SENT_BACK),
    ]


def position(point: Point) -> str:
    sheet = point.link[0] if point.link else ""
    return notices.position(sheet, point.finding, point.marked)


def _highlight(book: Book, sheet: Worksheet, row: int, point: Point) -> None:
    """The severity in its colour, and the place as a link."""
    severity = point.finding.severity
    look = {"border": 1, "align": "center", "valign": "top", **SEVERITY_LOOK[severity]}
    sheet.write_string(row, _SEVERITY, SEVERITY_WORDS[severity], book.format(**look))
    if point.link:
        place = {"border": 1, "text_wrap": True, "valign": "top", "align": "left", "indent": 1}
        link = book.format(font_size=10, **place, **LINK)
        sheet.write_url(row, _POSITION, within(*point.link), link, position(point))
