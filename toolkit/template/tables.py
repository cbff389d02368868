"""The official tables of a template: what may be typed where, and what is marked."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.worksheet import Worksheet

from toolkit.form.form import Indicator
from toolkit.form.layout import TableLayout
from toolkit.grids.address import Place
from toolkit.grids.names import COVER
from toolkit.painting.book import Book, protect
from toolkit.painting.formulas import reference
from toolkit.painting.table import paint_table
from toolkit.painting.words import STOP_TITLE, unit_line, unit_line_formula
from toolkit.template.figures import Highlight, TableFigures
from toolkit.template.plan import Plan
from toolkit.template.validation import criterion, cut, ranges, validate
from toolkit.template.words import STOPS, amount_prompt, count_prompt

# xlsxwriter drops a prompt that is longer; Excel would call the file damaged.
_PROMPT_LIMIT, _PROMPT_TITLE_LIMIT = 255, 32


def paint_input_table(
    book: Book, plan: Plan, table: TableLayout, printed: Mapping[str, str], figures: TableFigures
) -> None:
    """The inputs are open and checked as they are typed; totals are formulas.

    ``printed``: the fields of the cover that are there for good.
    """
    keys = "name", "year"
    caption = unit_line(*(printed.get(key, "") for key in keys))
    cells = (reference(plan.cover.values[key], COVER) for key in keys)
    formula = None if "name" in printed else unit_line_formula(*cells)
    content = figures.contents.__getitem__
    sheet = paint_table(book, plan.form, table, caption, content, formula=formula)
    inputs = plan.form.table_inputs(table.table.code)
    places, indicators = plan.layout.places, plan.form.indicators
    validate(sheet, ((at := places[code], _limits(at, indicators[code])) for code in inputs))
    for one in figures.highlights:
        _highlight(book, sheet, one)
    protect(sheet)


def _limits(place: Place, one: Indicator) -> dict[str, object]:
    """What an input takes, and what is said of it, as xlsxwriter wants it."""
    kind = one.kind
    if kind.type == "count":
        hint, stop = count_prompt(kind.unit), STOPS["count"]
    else:
        hint = amount_prompt(kind.unit, kind.decimals)
        stop = STOPS["amount"].format(unit=kind.unit, decimals=kind.decimals)
    title = (one.row_labels or one.column_labels)[-1]
    return {
        **criterion(place, kind),
        "input_title": cut(title, _PROMPT_TITLE_LIMIT),
        "input_message": cut("".join(filter(None, (hint, one.help))), _PROMPT_LIMIT),
        "error_title": STOP_TITLE,
        "error_message": stop,
    }


def _highlight(book: Book, sheet: Worksheet, one: Highlight) -> None:
    first = min(one.places)
    options = {"type": "formula", "criteria": f"={one.formula}", "format": book.mark(**one.look)}
    cells = {"multi_range": ranges(one.places)}
    sheet.conditional_format(*(first.row, first.column) * 2, options | cells)
