"""New workbooks: creation, formats, and the seal that says they are as we made them."""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from toolkit.grids.appearance import ColumnFilter, Painted, Restyled, Style, Width, style_mark
from toolkit.grids.cell_text import cell_text, outline
from toolkit.grids.grid import At, Grid
from toolkit.grids.identity import PROPERTY, SHEET, Identity
from toolkit.painting.blocks import BlockSheet, FigureBlock
from toolkit.painting.filters import with_filters
from toolkit.painting.looks import SONG
from toolkit.painting.packager import PackedWorkbook
from toolkit.returns.sums.record import as_grid
from toolkit.spreadsheets.seal import SEAL, seal_value

# Functions that were there before Excel 2010: a formula of these alone is written as it is.
_OLD_FUNCTIONS = {
    *("ABS", "AND", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "HYPERLINK", "IF", "IFERROR"),
    *(
        "FIND",
        "INDEX",
        "INT",
        "ISBLANK",
        "ISERROR",
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
    *("SUBSTITUTE", "SUMIFS", "SUMPRODUCT", "TEXT", "TRIM"),
}
_CALLED = re.compile(r"[A-Z][A-Z0-9.]*(?=\()")


class _Sheet(BlockSheet):
    """A worksheet of xlsxwriter, which looks through every formula for each newer function.

    That is a sixth of the time that a workbook takes. The method is a private one of xlsxwriter;
    that it is still there and gives the same is held by tests/painting.
    """

    def __init__(self) -> None:
        super().__init__()
        self.widths: dict[int, Width] = {}
        self._heights: dict[int, float | None] = {}

    def set_column(  # type: ignore[no-untyped-def]
        self, first: int, last: int, width: float | None = None, *more, **options
    ) -> int:
        """As xlsxwriter does; what was set is kept."""
        if width is not None:
            self.widths |= dict.fromkeys(range(first, last + 1), Width(width))
        return int(super().set_column(first, last, width, *more, **options))

    def set_row(  # type: ignore[no-untyped-def]
        self, row: int, height: float | None = None, *more, **options
    ) -> int:
        """As xlsxwriter does; what was set is kept."""
        self._heights[row] = height
        return int(super().set_row(row, height, *more, **options))

    def hide_row(self, row: int) -> None:
        self.set_row(row, self._heights.get(row), None, {"hidden": True})

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        braced = formula.startswith("{") or formula.endswith("}")
        if not braced and _OLD_FUNCTIONS.issuperset(_CALLED.findall(formula)):
            return formula.removeprefix("=")
        prepared: str = super()._prepare_formula(formula, expand_future_functions)
        return prepared


class Book:
    """An xlsxwriter workbook in memory; equal property sets share one format."""

    def __init__(self, created: datetime.datetime) -> None:
        self.workbook = PackedWorkbook(
            {
                # What a return says is text, whatever it looks like.
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": SONG, "font_size": 11},
            }
        )
        self.workbook.worksheet_class = _Sheet
        self._created = created
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        # What each format was made of.
        self._properties: dict[Format, dict[str, object]] = {}
        # The part of a sheet or a table → its filters.
        self._filters: dict[str, Mapping[int, ColumnFilter]] = {}

    def format(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            whole = {"font_name": SONG, "font_size": 11, "valign": "vcenter", **properties}
            self._formats[key] = self.workbook.add_format(whole)
            self._properties[self._formats[key]] = whole
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

    def grid(self, name: str) -> Grid | None:
        """The texts of a sheet so far, each row where it is; None where there is no such sheet."""
        sheet = self.workbook.get_worksheet_by_name(name)
        if sheet is None:
            return None
        texts, last = self._texts(), max(sheet.table, default=-1)
        return as_grid([_row(sheet.split_figures(row), texts) for row in range(last + 1)])

    def filter(self, sheet: Worksheet, filters: Mapping[int, ColumnFilter]) -> None:
        """Filter the list of a sheet, which has the arrows of a filter: column → what it shows.

        The rows that are not shown have to be hidden besides.
        """
        part = f"xl/worksheets/sheet{sheet.index + 1}.xml"
        if sheet.tables:
            earlier = self.workbook.worksheets()[: sheet.index]
            part = f"xl/tables/table{sum(len(one.tables) for one in earlier) + 1}.xml"
        self._filters[part] = filters

    def written(self) -> dict[str, list[dict[int | str, str]]]:
        """Every row of every sheet so far, without the figures that were written as blocks.

        :func:`toolkit.review.hand_typed.rows_of` reads them again.
        """
        texts = self._texts()
        return {
            sheet.name: [_row(cells, texts) for _, cells in sorted(sheet.table.items())]
            for sheet in self.workbook.worksheets()
        }

    def _texts(self) -> dict[int, str]:
        """Every text so far, as it is compared, by the number under which xlsxwriter has it."""
        return {at: cell_text(text) for text, at in self.workbook.str_table.string_table.items()}

    def painted(self, name: str) -> Painted:
        """How a sheet looks so far; its rows are those of :meth:`written`."""
        sheet = self.workbook.get_worksheet_by_name(name)
        if sheet is None:
            return Painted((), {}, {})
        styles = {one: _style(some) for one, some in self._properties.items()}
        marks = {one: style_mark(n) for n, one in enumerate(dict.fromkeys(styles.values()))}
        known = {one: marks[style] for one, style in styles.items()}
        rows = [_marks(cells, known) for _, cells in sorted(sheet.table.items())]
        return Painted(rows, {mark: one for one, mark in marks.items()}, dict(sheet.widths))

    def restyle(self, sheet: Worksheet, at: At, restyled: Restyled, filled: str | None) -> None:
        """Have a cell that was written look differently in a few ways.

        ``filled``: its own fill when it was made to. Where it has another one now, that has
        something to say, and stays.
        """
        row, column = at
        cell = sheet.split_figures(row).get(column)
        if cell is None or cell.format not in self._properties:
            return
        own = self._properties[cell.format]
        changed = {_PROPERTY_OF[key]: value for key, value in restyled.items()}
        if filled is not None and own.get("bg_color", filled) != filled:
            changed.pop("bg_color", None)
        look = self.format(**{**own, **changed})
        sheet.table[row][column] = cell._replace(format=look)

    def finish(self, *, locked: bool = False, sealed: bool = False) -> bytes:
        """Close the workbook.

        ``sealed``: it can be seen later whether it is still as it was made. ``locked`` keeps its
        sheets from being renamed, moved or deleted besides.
        """
        if locked or sealed:
            self.workbook.set_custom_property(SEAL, "0" * 64, "text")
        self.workbook.close()
        content = self.workbook.package()
        if self._filters:
            content = with_filters(content, self._filters)
        return seal_value(content, locked=locked) if locked or sealed else content


# The character for a cell of no known look.
_NONE = " "

# The name that xlsxwriter has for each field of a style.
_PROPERTY_OF = {
    "fill": "bg_color",
    "colour": "font_color",
    "bold": "bold",
    "italic": "italic",
    "underlined": "underline",
    "struck": "font_strikeout",
    "font": "font_name",
    "size": "font_size",
}


def _style(properties: Mapping[str, Any]) -> Style:
    """How a cell with a format of these properties looks, as it will be read."""
    given = {key: properties.get(name) for key, name in _PROPERTY_OF.items()}
    kinds = {key: type(value) for key, value in Style()._asdict().items()}
    return Style(**{key: kinds[key](value) for key, value in given.items() if value})


def _row(cells: Mapping[int, Any], texts: Mapping[int, str]) -> dict[int | str, str]:
    """The cells of a row as xlsxwriter holds them: named tuples, one kind for each type."""
    shown: dict[int | str, str] = {}
    for column, cell in cells.items():
        kind = type(cell).__name__
        if kind in ("Formula", "ArrayFormula"):
            shown[column] = outline(f"={cell.formula.removeprefix('=')}")
        elif kind == "String":
            shown[column] = texts[cell.string]
        elif kind == "Number":
            shown[column] = cell_text(cell.number)
        elif kind == "Boolean":
            shown[column] = cell_text(bool(cell.boolean))
        elif kind not in ("Blank", "FigureBlock"):
            raise TypeError(f"xlsxwriter holds a cell as {kind}, which is not known here")
    return {column: text for column, text in shown.items() if text}


def _marks(cells: Mapping[int, Any], known: Mapping[Format, str]) -> str:
    """A character for each column, from the first on: ``known`` for the format of its cell."""
    marks = ""
    for column, cell in sorted(cells.items()):
        looks = cell.looks if isinstance(cell, FigureBlock) else (cell.format,)
        marks = marks.ljust(column, _NONE) + "".join([known.get(one, _NONE) for one in looks])
    return marks


def protect(sheet: Worksheet, *, filtered: bool = False) -> None:
    """No password: the lock guides. Column widths, row heights and a filter stay free."""
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": filtered})


@contextmanager
def strictly() -> Iterator[None]:
    """xlsxwriter drops what it cannot write with a mere warning: here that is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
