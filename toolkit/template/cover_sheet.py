"""The sheet 封面 of a template: who reports on what, each table's state, how to fill in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlsxwriter.worksheet import Worksheet

from toolkit.form.cover import CONTACT, WIDTH, Cover
from toolkit.form.form import Form
from toolkit.grids.address import Place
from toolkit.grids.names import (
    CAPTIONS,
    CHECK_CODE,
    COVER,
    LEVELS,
    NO_CHECK_CODE,
    STATE_HEADS,
    STATES,
)
from toolkit.painting.book import Book, protect
from toolkit.painting.looks import HEAD_FILL, HEI, INPUT_FILL, RED
from toolkit.painting.table import Mark, comment_on, lines_of, write_cell
from toolkit.painting.words import STOP_TITLE
from toolkit.template.checks_sheet import colour_states
from toolkit.template.code_cells import COLUMN as CODE_COLUMN
from toolkit.template.code_cells import CodeCell
from toolkit.template.contact_check import COLUMN, contact_check
from toolkit.template.contents import Contents, Live
from toolkit.template.plan import Plan
from toolkit.template.words import (
    ABOUT_CODE,
    AS_ANNOUNCED,
    CONTACT_OF_COVER,
    GUIDE,
    OVERALL,
    PROMPTS,
    STAMP,
    STOPS,
)

_WIDTHS = (16, 32, 16, 32)
_HEAD = {"bold": True, "align": "center", "border": 1, "bg_color": HEAD_FILL}


def paint_cover(book: Book, plan: Plan, contents: Contents) -> Worksheet:
    """Printed fields cannot be changed; the contact fields of the filling are inputs."""
    sheet, form = book.sheet(COVER), plan.form
    marks = {cell: mark for (name, cell), mark in plan.filling.marks.items() if name == COVER}
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    title = book.format(font_name=HEI, font_size=20, align="center")
    write_cell(sheet, Place(0, 0, 0, WIDTH - 1), form.title, None, title)
    sheet.set_row(0, 48)
    sheet.set_row(1, 12)
    for key, place in plan.cover.values.items():
        caption = book.format(align="center", border=1, bg_color=HEAD_FILL)
        write_cell(sheet, plan.cover.captions[key], CAPTIONS[key], None, caption)
        sheet.set_row(place.row, 24)
        _field(book, sheet, plan, contents.printed, key, _marked(sheet, place, marks))
    _states(book, sheet, plan, contents.judged.verdicts, marks)
    _overall(book, sheet, plan, contents.judged.overall)
    _code(book, sheet, plan.cover.code, (*contents.judged.sums, *contents.code))
    _guide(book, sheet, plan.cover, form)
    protect(sheet)
    sheet.fit_to_pages(1, 1)
    return sheet


def _marked(sheet: Worksheet, place: Place, marks: Mapping[str, Mark]) -> dict[str, object]:
    """Write the comment of a cell that is marked; returns what the mark adds to its format."""
    mark = marks.get(place.address)
    if not mark:
        return {}
    comment_on(sheet, place, mark.comment)
    return {"bg_color": mark.colour}


def _field(
    book: Book,
    sheet: Worksheet,
    plan: Plan,
    printed: Mapping[str, str],
    key: str,
    marked: Mapping[str, object],
) -> None:
    """Who reports, when, and how he is reached: printed, or an input."""
    place = plan.cover.values[key]
    is_input = key in CONTACT or (not printed.get(key) and "name" not in printed)
    if key == "deadline":
        is_input = False
    look: dict[str, object] = {"border": 1, "align": "center", "shrink": True}
    if is_input:
        look |= {"bg_color": INPUT_FILL, "locked": False}
    look |= marked
    if key == "date":
        look["num_format"] = "yyyy-mm-dd"
    text = printed.get(key) or plan.filling.contact.get(key) or None
    if key == "deadline" and not text:
        text = AS_ANNOUNCED
    write_cell(sheet, place, text, None, book.format(**look))
    if is_input:
        _validate_field(sheet, key, place)


def _validate_field(sheet: Worksheet, key: str, place: Place) -> None:
    rule: dict[str, object] = {"validate": "any"}
    if key == "year":
        rule = {"validate": "integer", "criteria": "between", "minimum": 1900, "maximum": 9999}
    elif key == "date":
        rule = {"validate": "custom", "value": f"=ISNUMBER({place.address})"}
    elif key == "level":
        rule = {"validate": "list", "source": list(LEVELS.values())}
    rule |= {"input_title": CAPTIONS[key], "input_message": PROMPTS[key]}
    if rule["validate"] != "any":
        stop = STOPS["list" if key == "level" else key]
        rule |= {"error_title": STOP_TITLE, "error_message": stop}
    at = place.row, place.column
    sheet.data_validation(*at, *at, rule)


def _states(
    book: Book,
    sheet: Worksheet,
    plan: Plan,
    verdicts: Mapping[str, Live],
    marks: Mapping[str, Mark],
) -> None:
    """A row for each table: its name, the state that the unit chooses, and what its checks say."""
    cover = plan.cover
    row = cover.heads_row
    sheet.set_row(row, 22)
    spans = ((0, 0), (1, 1), (2, WIDTH - 1))
    for (left, right), text in zip(spans, STATE_HEADS, strict=True):
        write_cell(sheet, Place(row, left, row, right), text, None, book.format(**_HEAD))
    plain = book.format(border=1, align="center")
    for table in plan.form.tables:
        code, place = table.code, cover.states[table.code]
        sheet.set_row(place.row, 24)
        write_cell(sheet, cover.names[code], table.sheet, None, plain)
        look = {"border": 1, "align": "center", "bg_color": INPUT_FILL, "locked": False}
        choice = book.format(**look | _marked(sheet, place, marks))
        write_cell(sheet, place, plan.filling.states.get(code), None, choice)
        sheet.data_validation(
            *(place.row, place.column) * 2,
            {
                "validate": "list",
                "source": list(STATES),
                "input_title": table.sheet,
                "input_message": PROMPTS["state"],
                "error_title": STOP_TITLE,
                "error_message": STOPS["list"],
            },
        )
        formula, result = verdicts[code]
        write_cell(sheet, cover.results[code], result, formula, plain)


def _overall(book: Book, sheet: Worksheet, plan: Plan, overall: Live) -> None:
    """The lines below the tables: what the checks say of the whole, and of the fields above."""
    row, contact = plan.cover.overall_row, plan.cover.contact
    look: dict[str, object] = {"bold": True, "border": 1, "align": "center"}
    whole = Place(row, contact.column, row, contact.last_column)
    check = contact_check(plan)
    of_cover = check.verdict.formula, str(check.verdict.result)
    for place, caption, (formula, result), more in (
        (whole, OVERALL, overall, {}),
        (contact, CONTACT_OF_COVER, of_cover, {"shrink": True}),
    ):
        write_cell(sheet, Place(place.row, 0, place.row, 0), caption, None, book.format(**_HEAD))
        write_cell(sheet, place, result, formula, book.format(**look, **more))
        sheet.set_row(place.row, 27)
    sheet.set_column(COLUMN, COLUMN, None, None, {"hidden": True})
    for one in check.helpers:
        write_cell(sheet, one.place, one.result, one.formula, book.format())
    colour_states(book, sheet, f"B{plan.cover.heads_row + 2}:D{contact.row + 1}")


def _code(book: Book, sheet: Worksheet, at: Place, cells: Iterable[CodeCell]) -> None:
    """The check code with what it is for, and the hidden cells that it rests on."""
    code = book.format(bold=True, font_size=14, border=1, align="center", shrink=True)
    small = book.format(text_wrap=True, font_size=9, font_color="#595959", border=1, indent=1)
    write_cell(sheet, Place(at.row, 0, at.row, 0), CHECK_CODE, None, book.format(**_HEAD))
    for one in cells:
        row, column = one.place.row, one.place.column
        look = code if one.place == at else book.format()
        if one.array:
            sheet.write_array_formula(row, column, row, column, one.formula, look, one.result)
        else:
            sheet.write_formula(row, column, one.formula, look, one.result)
    about = Place(at.row, at.last_column + 1, at.row, WIDTH - 1)
    write_cell(sheet, about, ABOUT_CODE, None, small)
    sheet.set_row(at.row, 30)
    sheet.set_column(CODE_COLUMN, CODE_COLUMN, None, None, {"hidden": True})
    no_code = {"type": "text", "criteria": "begins with", "value": NO_CHECK_CODE}
    sheet.conditional_format(at.address, {**no_code, "format": book.mark(**RED)})


def _guide(book: Book, sheet: Worksheet, cover: Cover, form: Form) -> None:
    row = cover.guide_row
    bold = book.format(bold=True)
    write_cell(sheet, Place(row, 0, row, WIDTH - 1), GUIDE, None, bold)
    sheet.set_row(row, 27)
    text = book.format(text_wrap=True, valign="top")
    for number, line in enumerate(form.guide, 1):
        words = f"{number}. {line}"
        write_cell(sheet, Place(row + number, 0, row + number, WIDTH - 1), words, None, text)
        sheet.set_row(row + number, lines_of(words, sum(_WIDTHS)) * 15 + 3)
    basis = row + len(form.guide) + 1
    small = book.format(text_wrap=True, font_size=9, font_color="#595959")
    write_cell(sheet, Place(basis, 0, basis, WIDTH - 1), form.basis, None, small)
    seal = Place(basis + 2, 2, basis + 5, WIDTH - 1)
    dashed = book.format(align="center", border=4, font_color="#7F7F7F", font_size=14)
    write_cell(sheet, seal, STAMP, None, dashed)
    sheet.print_area(0, 0, seal.last_row, WIDTH - 1)
