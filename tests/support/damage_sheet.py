"""One sheet of a workbook that can be damaged as Excel would: what is shifted, and how.

Cells, merged ranges, heights, widths and the references of formulas move together. Works on the XML
of a template, so that styles, stored results and odd spellings survive.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Literal, NamedTuple
from xml.sax.saxutils import escape

from toolkit.grids.address import cell, column_number

At = tuple[int, int]
Range = tuple[int, int, int, int]  # top, left, bottom, right
Axis = Literal["row", "column"]

_ROW = re.compile(r'<row r="(\d+)"([^>]*?)(?:/>|>(.*?)</row>)', re.DOTALL)
_CELL = re.compile(
    r'<c r="([A-Z]+)(\d+)"(?: s="(\d+)")?(?: t="(\w+)")?(?:/>|>(.*?)</c>)', re.DOTALL
)
_COL = re.compile(r'<col min="(\d+)" max="(\d+)"([^>]*)/>')
_MERGE = re.compile(r'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/>')
FORMULA = re.compile(r"(<f[^>]*>)([^<]*)(</f>)")
_REFERENCE = re.compile(
    r"((?:'[^']+'|\w+)!)?(?<![\w$.])(\$?)([A-Z]{1,3})(\$?)(\d+)(?::(\$?)([A-Z]{1,3})(\$?)(\d+))?(?![\w(])"
)
_DROPPED = re.compile(
    r"<conditionalFormatting.*?</conditionalFormatting>|<dataValidations.*?</dataValidations>",
    re.DOTALL,
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PLAIN_SHEET = f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{_MAIN}">'


class Cell(NamedTuple):
    """``kind``: the attribute t; that of a text is ``s``, and ``inner`` is then the text itself."""

    style: str = ""
    kind: str = ""
    inner: str = ""

    @property
    def text(self) -> str:
        return unescape(self.inner) if self.kind == "s" else ""


def words(text: str, style: str = "") -> Cell:
    return Cell(style, "s", escape(text, {"\r": "&#13;"}))


def number(value: str | int, style: str = "") -> Cell:
    return Cell(style, "", f"<v>{value}</v>")


@dataclass(frozen=True, slots=True)
class Shift:
    """``count`` lines put in before line ``at`` of a sheet, or taken out from there (negative)."""

    sheet: str
    axis: Axis
    at: int
    count: int

    def line(self, one: int) -> int | None:
        if one < self.at:
            return one
        return None if one < self.at - self.count else one + self.count

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        start = self.at if (moved := self.line(first)) is None else moved
        end = self.at - 1 if (moved := self.line(last)) is None else moved
        return (start, end) if start <= end else None

    def cell(self, at: At) -> At | None:
        line = self.line(at[self.axis == "column"])
        if line is None:
            return None
        return (line, at[1]) if self.axis == "row" else (at[0], line)

    def area(self, area: Range) -> Range | None:
        top, left, bottom, right = area
        if self.axis == "row":
            rows = self.span(top, bottom)
            return rows and (rows[0], left, rows[1], right)
        columns = self.span(left, right)
        return columns and (top, columns[0], bottom, columns[1])

    def formula(self, text: str, own: str) -> str:
        """A formula that stands on sheet ``own``, with its references to this sheet adapted."""

        def move(sheet: str, area: Range) -> Range | None:
            return self.area(area) if sheet == self.sheet else area

        return referring(text, own, move)


def referring(text: str, own: str, move: Callable[[str, Range], Range | None]) -> str:
    """A formula with every reference moved; what is gone becomes #REF!. Texts are left alone."""

    def one(match: re.Match[str]) -> str:
        prefix = match[1] or ""
        sheet = prefix.rstrip("!").strip("'") or own
        first = (int(match[5]) - 1, column_number(match[3]))
        last = (int(match[9]) - 1, column_number(match[7])) if match[9] else first
        moved = move(sheet, (*first, *last))
        if moved is None:
            return "#REF!"
        start = _reference(moved[:2], match[2], match[4])
        return (
            prefix + start + (f":{_reference(moved[2:], match[6], match[8])}" if match[9] else "")
        )

    pieces = text.split('"')
    pieces[::2] = [_REFERENCE.sub(one, piece) for piece in pieces[::2]]
    return '"'.join(pieces)


def _reference(at: tuple[int, int], column_mark: str, row_mark: str) -> str:
    letters = cell(0, at[1]).address.rstrip("1")
    return f"{column_mark}{letters}{row_mark}{at[0] + 1}"


@dataclass
class Sheet:
    """One sheet; ``head`` and ``tail`` are its XML before and behind what can be moved."""

    name: str
    head: str = _PLAIN_SHEET
    tail: str = "</worksheet>"
    state: str = ""
    protection: str = ""
    cells: dict[At, Cell] = field(default_factory=dict)
    merges: set[Range] = field(default_factory=set)
    rows: dict[int, str] = field(default_factory=dict)
    columns: dict[int, str] = field(default_factory=dict)
    spelling: tuple[Callable[[str], str], ...] = ()

    @classmethod
    def parsed(cls, name: str, state: str, xml: str, strings: list[str]) -> Sheet:
        head, _, rest = xml.partition("<sheetData>")
        data, _, tail = rest.partition("</sheetData>")
        sheet = cls(name, state=state)
        for first, last, look in _COL.findall(head):
            sheet.columns |= dict.fromkeys(range(int(first) - 1, int(last)), look)
        sheet.head = re.sub(r"<cols>.*</cols>|<dimension[^>]*>", "", head)
        for row, look, cells in _ROW.findall(data):
            sheet.rows[int(row) - 1] = re.sub(' spans="[^"]*"', "", look)
            for letters, line, style, kind, content in _CELL.findall(cells):
                inner = strings[int(content[3:-4])] if kind == "s" else content
                sheet.cells[int(line) - 1, column_number(letters)] = Cell(style, kind, inner)
        for a, b, c, d in _MERGE.findall(tail):
            sheet.merges.add((int(b) - 1, column_number(a), int(d) - 1, column_number(c)))
        protection = re.search("<sheetProtection[^>]*/>", tail)
        sheet.protection = protection[0] if protection else ""
        tail = re.sub("<mergeCells.*</mergeCells>|<sheetProtection[^>]*/>", "", tail)
        sheet.tail = _DROPPED.sub("", tail)
        return sheet

    def copy(self, name: str | None = None) -> Sheet:
        return replace(
            self,
            name=name or self.name,
            cells=dict(self.cells),
            merges=set(self.merges),
            rows=dict(self.rows),
            columns=dict(self.columns),
        )

    @property
    def extent(self) -> At:
        """How many rows and columns are used."""
        used = [at for at, one in self.cells.items() if one.inner]
        return max((r for r, _ in used), default=-1) + 1, max((c for _, c in used), default=-1) + 1

    def merge_at(self, at: At) -> Range:
        """The merged range that begins at a cell, or the cell itself."""
        return next((one for one in self.merges if one[:2] == at), (*at, *at))

    def shift(self, shift: Shift) -> None:
        moved: dict[At, Cell] = {}
        for at, one in self.cells.items():
            to = shift.cell(at)
            if to is None and (area := shift.area(self.merge_at(at))):
                # Excel keeps the content of a merged range of which the first line goes.
                to = (area[0], area[1])
                moved.pop(to, None)
            if to is not None:
                moved.setdefault(to, one)
        self.cells = moved
        areas = [shift.area(one) for one in self.merges]
        self.merges = {one for one in areas if one and one[:2] != one[2:]}
        lines = self.rows if shift.axis == "row" else self.columns
        kept = {new: look for line, look in lines.items() if (new := shift.line(line)) is not None}
        lines.clear()
        lines.update(kept)

    def reformulate(self, change: Callable[[str], str]) -> None:
        for at, one in self.cells.items():
            if "<f" in one.inner and one.kind != "s":
                inner = FORMULA.sub(lambda m: m[1] + change(m[2]) + m[3], one.inner)
                self.cells[at] = one._replace(inner=inner)

    def xml(self, strings: dict[str, int]) -> str:
        columns = "".join(
            f'<col min="{one + 1}" max="{one + 1}"{look}/>'
            for one, look in sorted(self.columns.items())
        )
        merges = "".join(
            f'<mergeCell ref="{cell(*one[:2]).address}:{cell(*one[2:]).address}"/>'
            for one in sorted(self.merges)
        )
        text = "".join(
            (
                self.head,
                f"<cols>{columns}</cols>" if columns else "",
                f"<sheetData>{''.join(self._rows(strings))}</sheetData>",
                self.protection,
                f'<mergeCells count="{len(self.merges)}">{merges}</mergeCells>' if merges else "",
                self.tail,
            )
        )
        for spelt in self.spelling:
            text = spelt(text)
        return text

    def _rows(self, strings: dict[str, int]) -> Iterator[str]:
        by_row: dict[int, list[str]] = {row: [] for row in self.rows}
        for (row, column), one in sorted(self.cells.items()):
            inner = one.inner
            if one.kind == "s":
                inner = f"<v>{strings.setdefault(inner, len(strings))}</v>"
            style = f' s="{one.style}"' if one.style else ""
            kind = f' t="{one.kind}"' if one.kind else ""
            written = f'<c r="{cell(row, column).address}"{style}{kind}>{inner}</c>'
            by_row.setdefault(row, []).append(written)
        for row, cells in sorted(by_row.items()):
            yield f'<row r="{row + 1}"{self.rows.get(row, "")}>{"".join(cells)}</row>'
