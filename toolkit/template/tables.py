"""The official tables of a template: what may be typed where, and what is marked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from xlsxwriter.worksheet import Worksheet

from toolkit.form.form import Indicator
from toolkit.form.layout import TableLayout
from toolkit.form.number import to_float
from toolkit.grids.address import Place
from toolkit.grids.names import COVER
from toolkit.painting.book import Book, protect
from toolkit.painting.formulas import Formulas, reference
from toolkit.painting.looks import INPUT_FILL, RED, YELLOW
from toolkit.painting.table import Content, paint_table
from toolkit.painting.words import STOP_TITLE, unit_line, unit_line_formula
from toolkit.template.filling import Filling
from toolkit.template.last_year import last_year_notes
from toolkit.template.plan import Plan
from toolkit.template.validation import ranges, validate
from toolkit.template.words import STOPS, amount_prompt, count_prompt

# xlsxwriter drops a prompt that is longer; Excel would call the file damaged.
_PROMPT_LIMIT, _PROMPT_TITLE_LIMIT = 255, 32


def paint_input_table(book: Book, plan: Plan, table: TableLayout) -> None:
    """The inputs are open and checked as they are typed; totals are formulas."""
    layout, form, formulas = plan.layout, plan.form, plan.formulas(table.table.sheet)
    keys = "name", "year"
    caption = unit_line(*(plan.printed.get(key, "") for key in keys))
    cells = (reference(plan.cover.values[key], COVER) for key in keys)
    formula = None if plan.unit else unit_line_formula(*cells)
    inputs = form.table_inputs(table.table.code)
    content = partial(_figure, formulas, plan.filling, last_year_notes(plan, inputs))
    sheet = paint_table(book, form, table, caption, content, formula=formula)
    validate(
        sheet, ((at := layout.places[code], _limits(at, form.indicators[code])) for code in inputs)
    )
    for decimals in sorted({form.decimals[code] for code in inputs}):
        places = [layout.places[code] for code in inputs if form.decimals[code] == decimals]
        _mark_bad_inputs(book, sheet, places, decimals)
    _mark_broken_rules(book, sheet, plan, formulas)
    for code in (one for one in inputs if one in plan.amounts):
        _mark_mixed_up(book, sheet, layout.places[code], code, formulas)
    protect(sheet)


def _figure(
    formulas: Formulas, filling: Filling, last_year: Mapping[str, str], code: str
) -> Content:
    """What the cell of an indicator holds: the formula of a total, or what is filled in.

    ``last_year``: the notes at inputs.
    """
    form, figures = formulas.form, filling.figures
    decimals = form.decimals[code]
    mark = filling.marks.get(formulas.layout.where(code))
    look: dict[str, object] = {"bg_color": mark.colour} if mark else {}
    comment = mark.comment if mark else ""
    if form.indicators[code].parts:
        total = sum(figures.get(one, 0) * n for one, n in form.inputs_of(code).items())
        return Content(to_float(total, decimals), f"={formulas.total(code)}", look, comment)
    typed = figures.get(code)
    value = filling.texts.get(code) if typed is None else to_float(typed, decimals)
    comment = "\n".join(filter(None, (comment, last_year.get(code, ""))))
    look = {"bg_color": INPUT_FILL, "locked": False, **look}
    return Content(value, look=look, comment=comment)


def _limits(place: Place, one: Indicator) -> dict[str, object]:
    """What an input takes, and what is said of it, as xlsxwriter wants it."""
    kind = one.kind
    if kind.type == "count":
        criterion: dict[str, object] = {"validate": "integer", "criteria": ">=", "value": 0}
        hint, stop = count_prompt(kind.unit), STOPS["count"]
    else:
        at = place.address
        formula = f"=AND(ISNUMBER({at}),{at}>=0,ROUND({at},{kind.decimals})={at})"
        criterion = {"validate": "custom", "value": formula}
        hint = amount_prompt(kind.unit, kind.decimals)
        stop = STOPS["amount"].format(unit=kind.unit, decimals=kind.decimals)
    title = (one.row_labels or one.column_labels)[-1]
    return {
        **criterion,
        "input_title": _cut(title, _PROMPT_TITLE_LIMIT),
        "input_message": _cut("".join(filter(None, (hint, one.help))), _PROMPT_LIMIT),
        "error_title": STOP_TITLE,
        "error_message": stop,
    }


def _cut(text: str, limit: int) -> str:
    """A text of at most ``limit`` UTF-16 units, which is how Excel counts."""
    return text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")


def _mark_bad_inputs(book: Book, sheet: Worksheet, places: list[Place], decimals: int) -> None:
    """Red for what was pasted past the validation: text, negative, too many decimals."""
    at = min(places).address
    wrong = f"OR({at}<0,{at}<>ROUND({at},{decimals}))"
    formula = f"IF(ISBLANK({at}),FALSE,IF(ISNUMBER({at}),{wrong},TRUE))"
    _mark(book, sheet, places, formula, RED)
    # 5.5 in a column of whole numbers would look like 6; a whole number would get a stray point.
    fraction = f"IF(ISNUMBER({at}),AND({wrong},{at}<>ROUND({at},0)),FALSE)"
    _mark(book, sheet, places, fraction, {"num_format": "0.########"})


def _mark_broken_rules(book: Book, sheet: Worksheet, plan: Plan, formulas: Formulas) -> None:
    """Red for the cells of a rule that does not hold; yellow where the unit may explain it."""
    layout = plan.layout
    for rule in filter(formulas.judgeable, plan.rules):
        here = (code for code in rule.indicators if layout.sheet_of[code] == formulas.home)
        places = [layout.places[code] for code in here]
        if places:
            look = YELLOW if plan.form.rule_specs[rule.code].explainable else RED
            begun, fails = plan.begun(rule, formulas), formulas.fails(rule)
            _mark(book, sheet, places, f"AND({begun},{fails})" if begun else fails, look)


def _mark_mixed_up(
    book: Book, sheet: Worksheet, place: Place, code: str, formulas: Formulas
) -> None:
    """Yellow for an amount that is about 10,000 times that of last year, or a 10,000th."""
    is_number, wrong = f"ISNUMBER({place.address})", formulas.mixed_up(code, place.address)
    _mark(book, sheet, [place], f"AND({is_number},{wrong})", YELLOW)


def _mark(
    book: Book, sheet: Worksheet, places: list[Place], formula: str, look: Mapping[str, str]
) -> None:
    """A look where the formula is true; its relative references are those of the first place."""
    first = min(places)
    options = {"type": "formula", "criteria": f"={formula}", "format": book.mark(**look)}
    sheet.conditional_format(
        first.row, first.column, first.row, first.column, options | {"multi_range": ranges(places)}
    )
