"""Templates: the locked workbook that a unit fills in, and the blank official one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xlsxwriter.worksheet import Worksheet

from toolkit import __version__
from toolkit.form.form import PAGES, Form
from toolkit.form.opening_figures import KEY, NOTHING, Figures, to_texts
from toolkit.grids.identity import Identity, template_id
from toolkit.painting.book import Book, strictly
from toolkit.roster.roster import Category, Unit
from toolkit.template.checks import checks_of
from toolkit.template.checks_sheet import paint_checks
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
    checks = checks_of(plan)
    book = Book(filling.saved)
    first = paint_first(book) if paint_first else None
    front = paint_cover(book, plan, checks)
    (first or front).activate()
    for table in plan.layout.tables:
        paint_input_table(book, plan, table)
    paint_checks(book, checks)
    told = [(KEY, text) for text in to_texts(form, before)]
    book.identify(_identity(plan, kind, told), form.title, told)
    return book.finish(locked=True)


def template_name(form: Form, unit: Unit | None, year: int | None) -> str:
    """代码_名称_年度.xlsx; the blank official template is named after its form."""
    if unit is None:
        return f"{form.id}{f'-{year}' if year else ''}.xlsx"
    return f"{unit_stem(unit, year)}.xlsx"


def unit_stem(unit: Unit, year: int | None) -> str:
    """代码_名称_年度, without what a file system does not accept in a name."""
    return f"{unit.code}_{file_name(unit.name)[:_NAME_LIMIT]}_{year}"


def _identity(plan: Plan, kind: str, told: Sequence[tuple[str, str]]) -> Identity:
    """``told``: what stands on the hidden sheet beside the identity."""
    form, unit, year = plan.form, plan.unit, plan.year
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
        category=str(plan.category) if plan.category else None,
    )
