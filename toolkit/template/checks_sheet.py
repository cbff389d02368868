"""The sheet 审核 of a template, painted: a row for each check, coloured by its state."""

from __future__ import annotations

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from toolkit.grids.address import Place
from toolkit.grids.names import (
    CHECK_HEADS,
    CHECKS,
    EXPLANATION,
    FAILS,
    HOLDS,
    LEAST_EXPLANATION,
    NOT_NUMBERS,
    QUERY,
)
from toolkit.painting.book import Book, protect
from toolkit.painting.links import within
from toolkit.painting.looks import GREEN, HEAD_FILL, HEI, INPUT_FILL, LINK, RED, YELLOW
from toolkit.painting.table import lines_of, write_cell
from toolkit.painting.words import STOP_TITLE
from toolkit.template.checks import FIRST_ROW, STATE, CheckLine, Checks
from toolkit.template.validation import validate
from toolkit.template.words import EXPLANATION_PROMPT, STOPS

_TITLE, _LABEL, _LEFT, _RIGHT, _STATE, _EXPLANATION = range(1, len(CHECK_HEADS))
_WIDTHS = (8.5, 28, 34, 11, 11, 24, 30)
# Of the first row; the columns before it have the title.
_HEIGHT, _PROBLEMS = 50, _LEFT
_LONGEST_EXPLANATION = 300


def paint_checks(book: Book, checks: Checks, problem: tuple[str, str]) -> None:
    """The sheet itself, protected; only explanations can be typed.

    ``problem``: formula and present result of the line above all checks.
    """
    sheet = book.sheet(CHECKS, landscape=True)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    _paint_top(book, sheet, *problem)
    head = book.format(bold=True, align="center", border=1, bg_color=HEAD_FILL, text_wrap=True)
    sheet.set_row(FIRST_ROW - 1, 34)
    for column, text in enumerate(CHECK_HEADS):
        sheet.write_string(FIRST_ROW - 1, column, text, head)
    for row, line in enumerate(checks.lines, FIRST_ROW):
        _paint_line(book, sheet, row, line)
    _limit_explanations(sheet, checks)
    last = FIRST_ROW + len(checks.lines)
    colour_states(book, sheet, f"{STATE}{FIRST_ROW + 1}:{STATE}{last}")
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.repeat_rows(FIRST_ROW - 1)
    protect(sheet)


def _paint_top(book: Book, sheet: Worksheet, formula: str, result: str) -> None:
    """The title, and beside it what there is to do."""
    title = book.format(font_name=HEI, font_size=16, align="center")
    write_cell(sheet, Place(0, 0, 0, _PROBLEMS - 1), CHECKS, None, title)
    place = Place(0, _PROBLEMS, 0, len(_WIDTHS) - 1)
    write_cell(sheet, place, result, formula, book.format(text_wrap=True, bold=True, indent=1))
    sheet.set_row(0, _HEIGHT)
    colour_states(book, sheet, place.address)


def _paint_line(book: Book, sheet: Worksheet, row: int, line: CheckLine) -> None:
    text = book.format(border=1, text_wrap=True, indent=1)
    middle = book.format(border=1, align="center", text_wrap=True)
    number = book.format(border=1, align="center", shrink=True)
    # The code carries the link, which says nothing else to a unit. The label needs two lines, and
    # LibreOffice breaks none in a link.
    if line.link:
        code = book.format(border=1, align="center", shrink=True, **LINK)
        sheet.write_url(row, 0, within(*line.link), code, line.code)
    else:
        sheet.write_string(row, 0, line.code, middle)
    for column, words in ((_TITLE, line.title), (_LABEL, line.label)):
        sheet.write_string(row, column, words, text)
    if line.array:
        formula = f"{{={line.left}}}"
        sheet.write_array_formula(row, _LEFT, row, _LEFT, formula, number, line.left_result)
    else:
        _paint_side(sheet, (row, _LEFT), line.left, line.left_result, number)
    _paint_side(sheet, (row, _RIGHT), line.right, line.right_result, number)
    if line.state is None:
        sheet.write_string(row, _STATE, line.state_result, middle)
    else:
        sheet.write_formula(row, _STATE, f"={line.state}", middle, line.state_result)
    _paint_explanation(book, sheet, row, line.explanation)
    told = ((line.title, _TITLE), (line.label, _LABEL), (line.explanation or "", _EXPLANATION))
    lines = max(lines_of(words, _WIDTHS[column] - 2) for words, column in told)
    sheet.set_row(row, 16 * lines + 4)


def _paint_side(
    sheet: Worksheet, at: tuple[int, int], formula: str | None, result: float | str, look: Format
) -> None:
    if formula is None:
        sheet.write_blank(*at, None, look)
    else:
        sheet.write_formula(*at, f"={formula}", look, result)


def _paint_explanation(book: Book, sheet: Worksheet, row: int, said: str | None) -> None:
    """The cell where a unit may say why its figures are right all the same."""
    look: dict[str, object] = {"border": 1, "text_wrap": True, "indent": 1}
    if said is None:
        sheet.write_blank(row, _EXPLANATION, None, book.format(**look))
        return
    look |= {"bg_color": INPUT_FILL, "locked": False, "num_format": "@"}
    if said:
        sheet.write_string(row, _EXPLANATION, said, book.format(**look))
    else:
        sheet.write_blank(row, _EXPLANATION, None, book.format(**look))


def _limit_explanations(sheet: Worksheet, checks: Checks) -> None:
    limit: dict[str, object] = {
        "validate": "length",
        "criteria": "between",
        "minimum": LEAST_EXPLANATION,
        "maximum": _LONGEST_EXPLANATION,
    }
    prompt = {"input_title": EXPLANATION, "input_message": EXPLANATION_PROMPT}
    stop = {"error_title": STOP_TITLE, "error_message": STOPS["explanation"]}
    limits = {**limit, **prompt, **stop}
    rows = [at for at, one in enumerate(checks.lines, FIRST_ROW) if one.explanation is not None]
    validate(sheet, ((Place(at, _EXPLANATION, at, _EXPLANATION), limits) for at in rows))


def colour_states(book: Book, sheet: Worksheet, cells: str) -> None:
    """√ green, ！ yellow, × and 含非数字 red: by colour and by mark, so that either is enough."""
    marks = ((HOLDS[0], GREEN), (QUERY[0], YELLOW), (FAILS[0], RED), (NOT_NUMBERS, RED))
    for words, look in marks:
        begins = {"type": "text", "criteria": "begins with", "value": words}
        sheet.conditional_format(cells, {**begins, "format": book.mark(**look)})
