"""Templates: the locked workbook that a unit fills in, and the blank official one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from xlsxwriter.worksheet import Worksheet

from toolkit import __version__
from toolkit.form.cover import cover_of
from toolkit.form.form import PAGES, Form
from toolkit.form.last_year import KEY, NOTHING, Figures, to_texts
from toolkit.form.layout import lay_out
from toolkit.grids.identity import Identity, template_id
from toolkit.grids.names import COVER, LEVELS
from toolkit.painting.book import Book, strictly
from toolkit.roster.roster import Category, Unit
from toolkit.template.checks import Checks
from toolkit.template.cover_sheet import paint_cover
from toolkit.template.filling import Filling
from toolkit.template.tables import paint_input_table
from toolkit.text import file_name

# A file's name may have 255 bytes, and a Chinese character takes three.
_NAME_LIMIT = 50


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
        paint_input_table(book, table, cover, unit, printed, checks, filling)
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
