"""The sheet 封面 of a template: who reports on what, each table's state, how to fill in."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.worksheet import Worksheet

from toolkit.form.cover import CONTACT, WIDTH
from toolkit.grids.address import Place
from toolkit.grids.names import (
    CAPTIONS,
    CHECKS,
    COVER,
    FAILS,
    HOLDS,
    LATER,
    LEVELS,
    NOT_NUMBERS,
    QUERY,
    STATE_HEADS,
    STATES,
    UNTOUCHED,
)
from toolkit.painting.book import Book, protect
from toolkit.painting.formulas import reference
from toolkit.painting.looks import HEAD_FILL, HEI, INPUT_FILL
from toolkit.painting.table import Mark, comment_on, lines_of, write_cell
from toolkit.painting.words import STOP_TITLE
from toolkit.template.checks import Checks, colour_states
from toolkit.template.words import AS_ANNOUNCED, GUIDE, OVERALL, PROMPTS, SEAL, STOPS, Verdict

_WIDTHS = (16, 32, 16, 32)
_HEAD = {"bold": True, "align": "center", "border": 1, "bg_color": HEAD_FILL}


def paint_cover(
    book: Book,
    checks: Checks,
    printed: Mapping[str, str],
    contact: Mapping[str, str | float],
    marks: Mapping[str, Mark],
) -> Worksheet:
    """``printed`` fields stand for good; of the others those in ``contact`` are prefilled.

    ``marks``: by address.
    """
    sheet, cover, form = book.sheet(COVER), checks.cover, checks.form
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    title = book.format(font_name=HEI, font_size=20, align="center")
    write_cell(sheet, Place(0, 0, 0, WIDTH - 1), form.title, None, title)
    sheet.set_row(0, 48)
    sheet.set_row(1, 12)
    for key, place in cover.values.items():
        caption = book.format(align="center", border=1, bg_color=HEAD_FILL)
        write_cell(sheet, cover.captions[key], CAPTIONS[key], None, caption)
        sheet.set_row(place.row, 24)
        open_field = key in CONTACT or (not printed.get(key) and "name" not in printed)
        if key == "deadline":
            open_field = False
        look: dict[str, object] = {"border": 1, "align": "center", "shrink": True}
        if open_field:
            look |= {"bg_color": INPUT_FILL, "locked": False}
        look |= _marked(sheet, place, marks)
        if key == "date":
            look["num_format"] = "yyyy-mm-dd"
        text = printed.get(key) or contact.get(key) or None
        if key == "deadline" and not text:
            text = AS_ANNOUNCED
        write_cell(sheet, place, text, None, book.format(**look))
        if open_field:
            _validate(sheet, key, place)
    _states(book, sheet, checks, marks)
    _guide(book, sheet, checks)
    protect(sheet)
    sheet.fit_to_pages(1, 1)
    return sheet


def _marked(sheet: Worksheet, place: Place, marks: Mapping[str, Mark]) -> dict[str, object]:
    """Write the comment of a cell that is marked; what its format takes from that."""
    mark = marks.get(place.address)
    if not mark:
        return {}
    comment_on(sheet, place, mark.comment)
    return {"bg_color": mark.colour}


def _validate(sheet: Worksheet, key: str, place: Place) -> None:
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


def _states(book: Book, sheet: Worksheet, checks: Checks, marks: Mapping[str, Mark]) -> None:
    cover, form = checks.cover, checks.form
    row = cover.heads_row
    sheet.set_row(row, 22)
    spans = ((0, 0), (1, 1), (2, WIDTH - 1))
    for (left, right), text in zip(spans, STATE_HEADS, strict=True):
        write_cell(sheet, Place(row, left, row, right), text, None, book.format(**_HEAD))
    plain = book.format(border=1, align="center")
    for table in form.tables:
        code, place = table.code, cover.states[table.code]
        sheet.set_row(place.row, 24)
        write_cell(sheet, cover.names[code], table.sheet, None, plain)
        look = {"border": 1, "align": "center", "bg_color": INPUT_FILL, "locked": False}
        choice = book.format(**look | _marked(sheet, place, marks))
        write_cell(sheet, place, checks.states.get(code), None, choice)
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
        formula, result = _table_verdict(checks, code)
        write_cell(sheet, cover.results[code], result, formula, plain)
    formula, result = _overall_verdict(checks)
    overall = Place(cover.overall_row, 1, cover.overall_row, WIDTH - 1)
    bold = book.format(bold=True, border=1, align="center")
    write_cell(sheet, Place(overall.row, 0, overall.row, 0), OVERALL, None, book.format(**_HEAD))
    write_cell(sheet, overall, result, formula, bold)
    sheet.set_row(overall.row, 27)
    first = cover.heads_row + 2
    colour_states(book, sheet, f"B{first}:{'D'}{overall.row + 1}")


def _bad(states: list[str]) -> int:
    return sum(one.startswith((FAILS, NOT_NUMBERS)) for one in states)


def _queries(states: list[str]) -> int:
    return sum(one.startswith(QUERY) for one in states)


def _count(cells: str, *states: str) -> str:
    """How many checks are in one of the states; a state is known by how it begins."""
    counts = [f'COUNTIF({cells},"{state}*")' for state in states]
    return f"({'+'.join(counts)})"


def _ranges(checks: Checks, table: str) -> str:
    first, last = checks.rows(table)
    return f"'{CHECKS}'!$F${first}:$F${last}"


def _bad_formula(checks: Checks, table: str) -> str:
    return _count(_ranges(checks, table), FAILS, NOT_NUMBERS)


def _around(words: tuple[str, str], number: str) -> str:
    return f'"{words[0]}"&{number}&"{words[1]}"'


def _table_verdict(checks: Checks, table: str) -> tuple[str, str]:
    """Formula and present result: how many fail, 未填, 请选择填报状态, what to explain, or √."""
    bad, cells = _bad_formula(checks, table), _ranges(checks, table)
    state, queries = reference(checks.cover.states[table]), _count(cells, QUERY)
    formula = (
        f"=IF({bad}>0,{_around(Verdict.FAILING, bad)},"
        f'IF({_count(cells, UNTOUCHED, LATER)}=ROWS({cells}),"{UNTOUCHED}",'
        f'IF({state}="","{Verdict.CHOOSE}",'
        f'IF({queries}>0,{_around(Verdict.QUERIES, queries)},"{HOLDS}"))))'
    )
    results = checks.results(table)
    if bad_now := _bad(results):
        return formula, f"{bad_now}".join(Verdict.FAILING)
    if set(results) <= {UNTOUCHED, LATER}:
        return formula, UNTOUCHED
    if not checks.states.get(table):
        return formula, Verdict.CHOOSE
    open_now = _queries(results)
    return formula, f"{open_now}".join(Verdict.QUERIES) if open_now else HOLDS


def _overall_verdict(checks: Checks) -> tuple[str, str]:
    tables = [table.code for table in checks.form.tables]
    needed = [table.code for table in checks.form.tables if not table.optional]
    bad = "+".join(_bad_formula(checks, one) for one in tables)
    queries = "+".join(_count(_ranges(checks, one), QUERY) for one in tables)
    cells = [reference(checks.cover.results[one]) for one in needed]
    done = ",".join(f'OR({one}="{HOLDS}",LEFT({one},1)="{QUERY[0]}")' for one in cells)
    idle = ",".join(f'{one}="{UNTOUCHED}"' for one in cells)
    formula = (
        f"=IF({bad}>0,{_around(Verdict.FAILING, f'({bad})')},"
        f'IF(AND({idle}),"{UNTOUCHED}",IF(AND({done}),'
        f'IF({queries}>0,{_around(Verdict.READY_BUT, f"({queries})")},"{Verdict.READY}"),'
        f'"{Verdict.UNFINISHED}")))'
    )
    if bad_now := sum(_bad(checks.results(one)) for one in tables):
        return formula, f"{bad_now}".join(Verdict.FAILING)
    verdicts = {_table_verdict(checks, one)[1] for one in needed}
    if verdicts == {UNTOUCHED}:
        return formula, UNTOUCHED
    if not all(one == HOLDS or one.startswith(QUERY[0]) for one in verdicts):
        return formula, Verdict.UNFINISHED
    open_now = sum(_queries(checks.results(one)) for one in tables)
    return formula, f"{open_now}".join(Verdict.READY_BUT) if open_now else Verdict.READY


def _guide(book: Book, sheet: Worksheet, checks: Checks) -> None:
    cover, form = checks.cover, checks.form
    row = cover.guide_row
    bold = book.format(bold=True)
    write_cell(sheet, Place(row, 0, row, WIDTH - 1), GUIDE, None, bold)
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
    write_cell(sheet, seal, SEAL, None, dashed)
    sheet.print_area(0, 0, seal.last_row, WIDTH - 1)
