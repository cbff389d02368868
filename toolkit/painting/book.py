"""New workbooks: creation, formats, and the seal that says they are as we made them."""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from toolkit.grids.cell_text import cell_text, outline
from toolkit.grids.identity import PROPERTY, SHEET, Identity
from toolkit.painting.looks import SONG
from toolkit.spreadsheets.seal import SEAL, seal_value

# Functions that were there before Excel 2010: a formula of these alone is written as it is.
_OLD_FUNCTIONS = {
    *("ABS", "AND", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "HYPERLINK", "IF", "IFERROR"),
    *(
        "INDEX",
        "ISBLANK",
        "ISNUMBER",
        "LEFT",
        "LEN",
        "MATCH",
        "MID",
        "MIN",
        "OR",
        "ROUND",
        "ROW",
        "ROWS",
        "SUM",
    ),
    *("SUMIFS", "SUMPRODUCT", "TRIM"),
}
_CALLED = re.compile(r"[A-Z][A-Z0-9.]*(?=\()")


class _Sheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A worksheet of xlsxwriter, which looks through every formula for each newer function.

    That is a sixth of the time that a workbook takes. The method is a private one of xlsxwriter;
    that it is still there and gives the same is held by tests/painting.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        braced = formula.startswith("{") or formula.endswith("}")
        if not braced and _OLD_FUNCTIONS.issuperset(_CALLED.findall(formula)):
            return formula.removeprefix("=")
        prepared: str = super()._prepare_formula(formula, expand_future_functions)
        return prepared


class Book:
    """An xlsxwriter workbook in memory; equal property sets share one format."""

    def __init__(self, created: datetime.datetime) -> None:
        self._buffer = BytesIO()
        self.workbook = xlsxwriter.Workbook(
            self._buffer,
            {
                "in_memory": True,
                # What a return says is text, whatever it looks like.
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": SONG, "font_size": 11},
            },
        )
        self.workbook.worksheet_class = _Sheet
        self._created = created
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def format(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": SONG, "font_size": 11, "valign": "vcenter"}
            self._formats[key] = self.workbook.add_format({**base, **properties})
        return self._formats[key]

    def mark(self, **properties: object) -> Format:
        """A format for a conditional format: only what it changes."""
        key = ("mark", True), *sorted(properties.items())
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def sheet(self, name: str, *, landscape: bool = False, wide: bool = False) -> Worksheet:
        """A sheet that prints on A4, one page wide; ``wide`` ones on several side by side."""
        sheet: Worksheet = self.workbook.add_worksheet(name)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.center_horizontally()
        if wide:
            sheet.set_print_scale(60)
        else:
            sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        # The footer is as large on every page, however much a table is made smaller.
        sheet.set_footer("&C第 &P 页，共 &N 页", {"scale_with_doc": False})
        return sheet

    def identify(
        self, identity: Identity, title: str, more: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Write the identity: on a very hidden sheet and in the custom properties.

        ``more`` stands on the hidden sheet alone.
        """
        pairs = identity.pairs()
        hidden = self.workbook.add_worksheet(SHEET)
        for row, (key, value) in enumerate([*pairs.items(), *more]):
            hidden.write_string(row, 0, key)
            hidden.write_string(row, 1, value)
        hidden.protect()
        hidden.very_hidden()
        self.workbook.set_properties({"title": title, "created": self._created})
        for key, value in pairs.items():
            self.workbook.set_custom_property(PROPERTY + key, value, "text")

    def written(self) -> dict[str, list[dict[int | str, str]]]:
        """Every row of every sheet so far.

        :func:`toolkit.review.hand_typed.rows_of` reads them again.
        """
        texts = {at: text for text, at in self.workbook.str_table.string_table.items()}
        return {
            sheet.name: [_row(cells, texts) for _, cells in sorted(sheet.table.items())]
            for sheet in self.workbook.worksheets()
        }

    def finish(self, *, locked: bool = False) -> bytes:
        """Close the workbook.

        ``locked`` keeps its sheets from being renamed, moved or deleted, and seals it.
        """
        if locked:
            self.workbook.set_custom_property(SEAL, "0" * 64, "text")
        self.workbook.close()
        content = self._buffer.getvalue()
        return seal_value(content) if locked else content


def _row(cells: Mapping[int, Any], texts: Mapping[int, str]) -> dict[int | str, str]:
    """The cells of a row as xlsxwriter holds them: named tuples, one kind for each type."""
    shown: dict[int | str, str] = {}
    for column, cell in cells.items():
        kind = type(cell).__name__
        if kind in ("Formula", "ArrayFormula"):
            shown[column] = outline(f"={cell.formula.removeprefix('=')}")
        elif kind == "String":
            shown[column] = cell_text(texts[cell.string])
        elif kind == "Number":
            shown[column] = cell_text(cell.number)
        elif kind == "Boolean":
            shown[column] = cell_text(bool(cell.boolean))
        elif kind != "Blank":
            raise TypeError(f"xlsxwriter holds a cell as {kind}, which is not known here")
    return {column: text for column, text in shown.items() if text}


def protect(sheet: Worksheet, *, filtered: bool = False) -> None:
    """No password: the lock guides. Column widths, row heights and a filter stay free."""
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": filtered})


@contextmanager
def strictly() -> Iterator[None]:
    """xlsxwriter drops what it cannot write with a mere warning: here that is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
