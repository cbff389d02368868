"""What stands in the cells of an official table of a template, and when they are marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toolkit.form.layout import TableLayout
from toolkit.form.number import to_float
from toolkit.grids.address import Place
from toolkit.painting.formulas import Formulas
from toolkit.painting.looks import INPUT_FILL, RED, YELLOW
from toolkit.painting.table import Content
from toolkit.template.filling import Filling
from toolkit.template.last_year import last_year_notes
from toolkit.template.plan import Plan


@dataclass(frozen=True, slots=True)
class Highlight:
    """A look that cells have where a formula is true.

    The relative references of the formula are those of the first place.
    """

    places: tuple[Place, ...]
    # Without its leading "=".
    formula: str
    look: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableFigures:
    """One official table, without what the form alone says of it."""

    # By indicator.
    contents: Mapping[str, Content]
    highlights: tuple[Highlight, ...]


def table_figures(plan: Plan, table: TableLayout) -> TableFigures:
    """The inputs with what is filled in, the totals with their formulas, and all highlights."""
    formulas, inputs = plan.formulas(table.table.sheet), plan.form.table_inputs(table.table.code)
    notes = last_year_notes(plan, inputs)
    contents = {code: _content(formulas, plan.filling, notes, code) for code in table.cells}
    return TableFigures(contents, tuple(_highlights(plan, list(inputs), formulas)))


def _content(
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


# --- Highlights ----------------------------------------------------------------------------------


def _highlights(plan: Plan, inputs: list[str], formulas: Formulas) -> Iterator[Highlight]:
    decimals_of, places_of = plan.form.decimals, plan.layout.places
    for decimals in sorted({decimals_of[code] for code in inputs}):
        places = [places_of[code] for code in inputs if decimals_of[code] == decimals]
        yield from _bad_inputs(tuple(places), decimals)
    yield from _broken_rules(plan, formulas)
    for code in (one for one in inputs if one in plan.amounts):
        yield _mixed_up(places_of[code], code, formulas)


def _bad_inputs(places: tuple[Place, ...], decimals: int) -> Iterator[Highlight]:
    """Red for what was pasted past the validation: text, negative, too many decimals."""
    at = min(places).address
    wrong = f"OR({at}<0,{at}<>ROUND({at},{decimals}))"
    formula = f"IF(ISBLANK({at}),FALSE,IF(ISNUMBER({at}),{wrong},TRUE))"
    yield Highlight(places, formula, RED)
    # 5.5 in a column of whole numbers would look like 6; a whole number would get a stray point.
    fraction = f"IF(ISNUMBER({at}),AND({wrong},{at}<>ROUND({at},0)),FALSE)"
    yield Highlight(places, fraction, {"num_format": "0.########"})


def _broken_rules(plan: Plan, formulas: Formulas) -> Iterator[Highlight]:
    """Red for the cells of a rule that does not hold; yellow where the unit may explain it."""
    layout = plan.layout
    for rule in filter(formulas.judgeable, plan.rules):
        here = (code for code in rule.indicators if layout.sheet_of[code] == formulas.home)
        places = tuple(layout.places[code] for code in here)
        if places:
            look = YELLOW if plan.form.rule_specs[rule.code].explainable else RED
            begun, fails = plan.begun(rule, formulas), formulas.fails(rule)
            yield Highlight(places, f"AND({begun},{fails})" if begun else fails, look)


def _mixed_up(place: Place, code: str, formulas: Formulas) -> Highlight:
    """Yellow for an amount that is about 10,000 times that of last year, or a 10,000th."""
    is_number, wrong = f"ISNUMBER({place.address})", formulas.mixed_up(code, place.address)
    return Highlight((place,), f"AND({is_number},{wrong})", YELLOW)
