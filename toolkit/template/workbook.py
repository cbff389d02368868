"""Templates: the locked workbook that a unit fills in, and the blank official one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

from xlsxwriter.worksheet import Worksheet

from toolkit.form.form import Form
from toolkit.form.opening_figures import NOTHING, Figures
from toolkit.painting.book import Book, strictly
from toolkit.roster.roster import Category, Unit
from toolkit.template.checks_sheet import paint_checks
from toolkit.template.contents import Contents, Judged, contents_of, judged
from toolkit.template.cover_sheet import paint_cover
from toolkit.template.filling import UNFILLED, Filling
from toolkit.template.mould import KnownBoxes, Mould, is_usual, leaves_of
from toolkit.template.plan import Plan, plan_of
from toolkit.template.tables import paint_input_table
from toolkit.text import file_name

# A file's name may have 255 bytes, and a Chinese character takes three.
_NAME_LIMIT = 50
# Kinds of units remembered, since a mould takes a megabyte; and sheets with comments that were met.
_MOST_KINDS, _MOST_BOXES = 16, 64


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


@dataclass(slots=True)
class _Kind:
    """Units whose contents differ in nothing but their leaves."""

    contents: Contents
    # Made for the second of them.
    mould: Mould | None = None


class Templates:
    """The templates of a form for one year: each as :func:`make_template` makes it, byte by byte.

    What is the same for all units of a kind is painted twice: the second time for a mould, which
    takes a tenth of the time from then on, but would not be worth it for a single unit.
    """

    def __init__(self, form: Form, year: int | None) -> None:
        self._form, self._year = form, year
        self._blank = plan_of(form, None, year, UNFILLED, before=NOTHING, category=None)
        # By category: what is the same for all units without figures of last year.
        self._judged: dict[Category | None, Judged] = {}
        # The latest first.
        self._kinds: list[_Kind] = []
        self._boxes: KnownBoxes = lru_cache(_MOST_BOXES)(lambda name, part: {})

    def name(self, unit: Unit | None) -> str:
        """The name of the file of a unit."""
        return template_name(self._form, unit, self._year)

    def of(
        self, unit: Unit | None, *, before: Figures = NOTHING, category: Category | None = None
    ) -> bytes:
        """The template of a unit; without one, the blank official template."""
        if unit is None or not (is_usual(unit.name) and is_usual(unit.code)):
            return make_template(self._form, unit, self._year, before=before, category=category)
        plan = self._blank.of(unit, before, category)
        contents = contents_of(plan, "template", self._judge(plan))
        leaves, kind = leaves_of(contents)
        met = next((one for one in self._kinds if one.contents == kind), None)
        others = [one for one in self._kinds if one is not met]
        self._kinds = [met or _Kind(kind), *others][:_MOST_KINDS]
        paint = partial(_painted, plan, contents)
        if met is None:
            return paint()
        met.mould = met.mould or Mould(contents, partial(_painted, plan), self._boxes)
        return met.mould.cast(leaves, paint)

    def _judge(self, plan: Plan) -> Judged:
        if plan.before:
            return judged(plan)
        if plan.category not in self._judged:
            self._judged[plan.category] = judged(plan)
        return self._judged[plan.category]


@strictly()
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
    return stem_of(unit.code, unit.name, year)


def stem_of(code: str, name: str, year: int | None) -> str:
    """The same of a unit of which less may be known: what is not known is left out."""
    parts = code, file_name(name)[:_NAME_LIMIT], str(year or "")
    return "_".join(filter(None, parts))
