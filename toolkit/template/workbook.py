"""Templates: the locked workbook that a unit fills in, and the blank official one."""

from __future__ import annotations

from collections.abc import Callable

from xlsxwriter.worksheet import Worksheet

from toolkit.form.form import Form
from toolkit.form.opening_figures import NOTHING, Figures
from toolkit.painting.book import Book, strictly
from toolkit.roster.roster import Category, Unit
from toolkit.template.checks_sheet import paint_checks
from toolkit.template.contents import Contents, contents_of, judged
from toolkit.template.cover_sheet import paint_cover
from toolkit.template.filling import UNFILLED, Filling
from toolkit.template.plan import Plan, plan_of
from toolkit.template.tables import paint_input_table
from toolkit.text import file_name

# A file's name may have 255 bytes, and a Chinese character takes three.
_NAME_LIMIT = 50


@strictly()
def make_template(
    form: Form,
    unit: Unit | None = None,
    year: int | None = None,
    filling: Filling = UNFILLED,
    *,
    before: Figures = NOTHING,
    category: Category | None = None,
    kind: str = "template",
    paint_first: Callable[[Book], Worksheet] | None = None,
) -> bytes:
    """The locked workbook of one unit for one year; without unit, the blank official template.

    ``before``: the unit's figures of the year before. Inputs that simply carry them on are filled
    in, and every input has a note with its own. ``category``: the category the unit is audited as,
    if not its own. ``kind``: what the workbook says it is. ``paint_first`` paints a sheet before
    all others.
    """
    plan = plan_of(form, unit, year, filling, before=before, category=category)
    return _painted(plan, contents_of(plan, kind, judged(plan)), paint_first)


def _painted(
    plan: Plan, contents: Contents, paint_first: Callable[[Book], Worksheet] | None = None
) -> bytes:
    """What differs from unit to unit comes from the contents alone."""
    form, of_figures = plan.form, contents.judged
    book = Book(plan.filling.saved)
    first = paint_first(book) if paint_first else None
    front = paint_cover(book, plan, contents)
    (first or front).activate()
    for table in plan.layout.tables:
        figures = of_figures.tables[table.table.code]
        paint_input_table(book, plan, table, contents.printed, figures)
    paint_checks(book, of_figures.checks, of_figures.problem)
    book.identify(contents.identity, form.title, contents.told)
    return book.finish(locked=True)


def template_name(form: Form, unit: Unit | None, year: int | None) -> str:
    """代码_名称_年度.xlsx; the blank official template is named after its form."""
    if unit is None:
        return f"{form.id}{f'-{year}' if year else ''}.xlsx"
    return f"{unit_stem(unit, year)}.xlsx"


def unit_stem(unit: Unit, year: int | None) -> str:
    """代码_名称_年度, without what a file system does not accept in a name."""
    return f"{unit.code}_{file_name(unit.name)[:_NAME_LIMIT]}_{year}"
