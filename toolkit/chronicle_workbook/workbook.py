"""The workbook of the years side by side: its sheets, in their order."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from toolkit.chronicle.chronicle import Chronicle
from toolkit.chronicle_workbook import words
from toolkit.chronicle_workbook.key_figures_sheet import paint_key_figures
from toolkit.chronicle_workbook.lists import paint_cross_years, paint_differences, paint_files
from toolkit.chronicle_workbook.overview_sheet import paint_overview
from toolkit.chronicle_workbook.places import Places
from toolkit.chronicle_workbook.unit_sheets import paint_unit_sheets
from toolkit.errors import CannotRun
from toolkit.grids.identity import YEARS_KIND, Identity
from toolkit.painting.book import Book, strictly

PAINTERS: tuple[Callable[[Book, Chronicle, Places], None], ...] = (
    paint_overview,
    paint_key_figures,
    paint_cross_years,
    paint_files,
    paint_differences,
    paint_unit_sheets,
)
# What a sheet of any spreadsheet program holds.
_MOST_ROWS = 1_048_576


@strictly()
def make_years(chronicle: Chronicle, now: datetime.datetime) -> bytes:
    """The bytes of the workbook, sealed; ``now``: when it is made.

    Raises:
        CannotRun: there is more than a sheet can hold.
    """
    places = Places(chronicle)
    if places.number_of_rows > _MOST_ROWS:
        raise CannotRun(words.too_many(places.number_of_rows, _MOST_ROWS))
    book = Book(now.astimezone(datetime.UTC).replace(tzinfo=None))
    for paint in PAINTERS:
        paint(book, chronicle, places)
    book.identify(Identity(kind=YEARS_KIND), words.title(chronicle.form.title, chronicle.years))
    return book.finish(sealed=True)
