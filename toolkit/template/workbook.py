"""Templates: the locked workbook that a unit fills in, and the blank official one."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from xlsxwriter.worksheet import Worksheet

from toolkit import __version__
from toolkit.form.cover import Cover, cover_of
from toolkit.form.form import PAGES, Form, Indicator
from toolkit.form.last_year import KEY, NOTHING, Figures, to_texts
from toolkit.form.layout import Place, TableLayout, lay_out
from toolkit.form.number import plain, to_float, to_number
from toolkit.grids.identity import NEVER_SAVED, Identity, template_id
from toolkit.grids.names import (
    COVER,
    LEVELS,
    STOP_TITLE,
    STOPS,
    amount_prompt,
    count_prompt,
    last_year_note,
    unit_line,
    unit_line_formula,
)
from toolkit.painting.book import RED, YELLOW, Book, protect, strictly
from toolkit.painting.formulas import Formulas, rectangles, reference
from toolkit.painting.table import INPUT_FILL, Content, Mark, paint_table
from toolkit.roster.roster import Category, Unit
from toolkit.template.checks import Checks
from toolkit.template.cover_sheet import paint_cover
from toolkit.text import file_name

# xlsxwriter drops a prompt that is longer; Excel would call the file damaged.
_PROMPT_LIMIT, _PROMPT_TITLE_LIMIT = 255, 32
# A file's name may have 255 bytes, and a Chinese character takes three.
_NAME_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Filling:
    """What a unit would type: figures (integers of the smallest unit), states, contact fields,
    explanations by code and place.

    Used where a workbook is made with figures in it; an empty one gives the blank template.
    ``texts``: what stands in an input in place of a figure. ``marks``: by sheet and address.
    """

    figures: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    contact: Mapping[str, str | float] = field(default_factory=dict)
    saved: datetime.datetime = NEVER_SAVED
    explanations: Mapping[tuple[str, str | None], str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[tuple[str, str], Mark] = field(default_factory=dict)


EMPTY = Filling()


def opening_figures(form: Form, before: Figures) -> dict[str, int]:
    """What a template comes with: figures that only carry on those of the year before."""
    carried = {code: before.get(one) for code, one in form.openings.items()}
    return {code: figure for code, figure in carried.items() if figure is not None}


@strictly()
def make_template(
    form: Form,
    unit: Unit | None = None,
    year: int | None = None,
    filling: Filling = EMPTY,
    before: Figures = NOTHING,
    kind: str = "template",
    paint_first: Callable[[Book], Worksheet] | None = None,
    category: Category | None = None,
) -> bytes:
    """The locked workbook of one unit for one year; without unit, the blank official template.

    ``before``: the unit's figures of the year before. What simply carries them on is filled in, and
    every input has a note with its own. ``kind``: what the workbook says it is. ``paint_first``
    paints a sheet before all others. ``category``: as what the unit is audited, if not as its own.
    """
    category = category or (unit.category if unit else None)
    layout, cover = lay_out(form), cover_of(form)
    # Nothing is filled in among what somebody has typed.
    openings = {} if filling.figures or filling.states else opening_figures(form, before)
    filling = replace(filling, figures={**openings, **filling.figures})
    checks = Checks(
        layout,
        cover,
        filling.figures,
        filling.states,
        filling.texts,
        category=category,
        before=before,
        prefilled=openings,
        explanations=filling.explanations,
    )
    printed = _printed(unit, year)
    book = Book(filling.saved)
    first = paint_first(book) if paint_first else None
    marks = {cell: mark for (sheet, cell), mark in filling.marks.items() if sheet == COVER}
    front = paint_cover(book, checks, printed, filling.contact, marks)
    (first or front).activate()
    for table in layout.tables:
        _table(book, table, cover, unit, printed, checks, filling)
    checks.paint(book)
    told = [(KEY, text) for text in to_texts(form, before)]
    book.identify(_identity(form, unit, year, kind, told, category), form.title, told)
    return book.finish(locked=True)


def template_name(form: Form, unit: Unit | None, year: int | None) -> str:
    """代码_名称_年度.xlsx; the blank official template is named after its form."""
    if unit is None:
        return f"{form.id}{f'-{year}' if year else ''}.xlsx"
    return f"{file_stem(unit, year)}.xlsx"


def file_stem(unit: Unit, year: int | None) -> str:
    """代码_名称_年度, without what a file system does not accept in a name."""
    return f"{unit.code}_{file_name(unit.name)[:_NAME_LIMIT]}_{year}"


def _printed(unit: Unit | None, year: int | None) -> dict[str, str]:
    """What the cover of this workbook says for good; the other fields are inputs."""
    if unit is None:
        return {"year": str(year)} if year else {}
    return {
        "name": unit.name,
        "unit": unit.code,
        "year": str(year) if year else "",
        "level": LEVELS[unit.level],
        "deadline": unit.deadline.isoformat() if unit.deadline else "",
    }


def _identity(
    form: Form,
    unit: Unit | None,
    year: int | None,
    kind: str,
    told: Sequence[tuple[str, str]],
    category: Category | None,
) -> Identity:
    deadline = unit.deadline if unit else None
    of_form = form.model_dump_json(exclude=PAGES)
    return Identity(
        kind=kind,
        form=form.id,
        version=form.version,
        level=unit.level if unit else None,
        year=str(year) if year else None,
        unit=unit.code if unit else None,
        name=unit.name if unit else None,
        template=template_id(__version__, of_form, unit, year, deadline, *told),
        category=str(category) if category else None,
    )


def _table(
    book: Book,
    table: TableLayout,
    cover: Cover,
    unit: Unit | None,
    printed: Mapping[str, str],
    checks: Checks,
    filling: Filling,
) -> None:
    layout, form = checks.layout, checks.form
    formulas = Formulas(layout, table.table.sheet, checks.before)
    name, year = (reference(cover.values[key], COVER) for key in ("name", "year"))
    caption = unit_line(unit.name, printed["year"]) if unit else unit_line_formula(name, year)
    sheet = paint_table(book, form, table, caption, partial(_content, formulas, filling))
    inputs = form.table_inputs(table.table.code)
    for code in inputs:
        _validate(sheet, layout.places[code], form.indicators[code])
    for decimals in sorted({form.decimals[code] for code in inputs}):
        places = [layout.places[code] for code in inputs if form.decimals[code] == decimals]
        _mark_bad_inputs(book, sheet, places, decimals)
    for rule in form.declared_rules:
        if not (form.applies(rule.code, checks.category) and formulas.judgeable(rule)):
            continue
        places = [
            layout.places[code]
            for code in rule.indicators
            if layout.sheet_of[code] == table.table.sheet
        ]
        if places:
            look = YELLOW if form.rule_specs[rule.code].explainable else RED
            begun, fails = checks.begun(rule, formulas), formulas.fails(rule)
            _mark(book, sheet, places, f"AND({begun},{fails})" if begun else fails, look)
    protect(sheet)


def _content(formulas: Formulas, filling: Filling, code: str) -> Content:
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
    before = formulas.before.get(code)
    if before is not None:
        carried = form.openings.get(code)
        label = form.indicators[carried].label if carried else None
        note = last_year_note(plain(to_number(before, decimals)), label)
        comment = f"{comment}\n{note}" if comment else note
    look = {"bg_color": INPUT_FILL, "locked": False, **look}
    return Content(value, look=look, comment=comment)


def _validate(sheet: Worksheet, place: Place, one: Indicator) -> None:
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
    sheet.data_validation(
        place.row,
        place.column,
        place.row,
        place.column,
        {
            **criterion,
            "input_title": _cut(title, _PROMPT_TITLE_LIMIT),
            "input_message": _cut("".join(filter(None, (hint, one.help))), _PROMPT_LIMIT),
            "error_title": STOP_TITLE,
            "error_message": stop,
        },
    )


def _cut(text: str, limit: int) -> str:
    """A text of at most so many UTF-16 units, which is how Excel counts."""
    return text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")


def _mark_bad_inputs(book: Book, sheet: Worksheet, places: list[Place], decimals: int) -> None:
    """Red for what was pasted past the validation: text, negative, too many decimals."""
    at = min(places).address
    wrong = f"OR({at}<0,{at}<>ROUND({at},{decimals}))"
    formula = f"IF(ISBLANK({at}),FALSE,IF(ISNUMBER({at}),{wrong},TRUE))"
    # 5.5 in a column of whole numbers would look like 6.
    _mark(book, sheet, places, formula, {**RED, "num_format": "0.########"})


def _mark(
    book: Book, sheet: Worksheet, places: list[Place], formula: str, look: Mapping[str, str]
) -> None:
    """A look where the formula is true; its relative references are those of the first place."""
    first = min(places)
    options = {"type": "formula", "criteria": f"={formula}", "format": book.mark(**look)}
    cells = " ".join(one.replace("$", "") for one in rectangles(places))
    sheet.conditional_format(
        first.row, first.column, first.row, first.column, options | {"multi_range": cells}
    )
