"""Reports as PDF: ruled tables that are cut at page ends, written mark by mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.support.reports.model import Report, Table, tags

_WIDTH, _HEIGHT, _MARGIN, _SIZE = 595, 842, 56, 7.5
_LINE, _TOP = _SIZE + 2.5, _HEIGHT - _MARGIN
# How wide the columns of each table are; a table of another shape has equal ones.
_COLUMNS = {
    ("t2", 4): (160, 107, 108, 108),
    ("t3", 10): (48, 66, 138, 33, 33, 33, 33, 33, 33, 33),
    ("t4", 15): (32,) * 14 + (35,),
}


@dataclass(slots=True)
class _Page:
    marks: list[str] = field(default_factory=list)
    y: float = _TOP


class _Sheet:
    """Pages that are written from top to bottom."""

    def __init__(self) -> None:
        self.pages = [_Page()]

    def turn(self) -> None:
        self.pages.append(_Page())

    def text(self, text: str, x: float, y: float, size: float = _SIZE) -> None:
        code = text.encode("utf-16-be").hex().upper()
        self.pages[-1].marks.append(f"BT /F1 {size} Tf {x:.2f} {y:.2f} Td <{code}> Tj ET")

    def line(self, *ends: float) -> None:
        first_x, first_y, x, y = ends
        self.pages[-1].marks.append(f"{first_x:.2f} {first_y:.2f} m {x:.2f} {y:.2f} l S")

    def paragraph(self, text: str, size: float = 10.5) -> None:
        each = int((_WIDTH - 2 * _MARGIN) // size)
        for begin in range(0, len(text), each):
            if self.pages[-1].y < _MARGIN + 2 * size:
                self.turn()
            self.pages[-1].y -= size + 6
            self.text(text[begin : begin + each], _MARGIN, self.pages[-1].y, size)


def ruled_pdf(report: Report) -> bytes:
    """Table 3 goes on over page ends without its head, and its last row stands alone."""
    sheet = _Sheet()
    for one in (report, *report.others):
        sheet.paragraph(one.heading, 16)
        for part in one.parts:
            if isinstance(part, Table):
                _draw(sheet, part)
            else:
                sheet.paragraph(part)
    return _document(sheet.pages)


def _draw(sheet: _Sheet, table: Table) -> None:
    heights = _heights(table)
    cuts = _cuts(table)
    if table.kind == "t3" and cuts:
        sheet.turn()
    begin = 0
    for number in range(1, len(table.rows) + 1):
        full = sum(heights[begin : number + 1]) > sheet.pages[-1].y - _MARGIN - 12
        if number in cuts or number == len(table.rows) or full:
            _draw_rows(sheet, table, heights, begin, number)
            begin = number
            if number < len(table.rows):
                sheet.turn()


def _cuts(table: Table) -> list[int]:
    """The rows of table 3 before which a page ends: within 无法提供, and before the last one."""
    if table.kind != "t3" or len(table.rows) < 8:
        return []
    within = [
        number + 1
        for number, row in enumerate(table.rows[:-2])
        if len(row) > 1 and "无法提供" in row[1].text and row[1] is not table.rows[number - 1][1]
    ]
    return [*within, len(table.rows) - 1]


def _draw_rows(
    sheet: _Sheet, table: Table, heights: Sequence[float], first: int, last: int
) -> None:
    """The rows of one page; a merged cell that is cut has half of its text on each page."""
    wide = _widths(table)
    lefts = [_MARGIN + sum(wide[:column]) for column in range(table.width + 1)]
    top = sheet.pages[-1].y - 8
    tops = [top - sum(heights[first:number]) for number in range(first, last + 1)]
    piece = Table(table.kind, table.rows[first:last])
    before = {id(cell) for row in table.rows[:first] for cell in row}
    after = {id(cell) for row in table.rows[last:] for cell in row}
    for number, row in enumerate(tags(piece)):
        for tag in row:
            column = next(at for at, one in enumerate(piece.rows[number]) if one is tag.cell)
            text = tag.cell.text
            if id(tag.cell) in before or id(tag.cell) in after:
                text = _part(text, id(tag.cell) in before)
            box = (
                lefts[column],
                tops[number],
                lefts[column + tag.colspan],
                tops[number + tag.rowspan],
            )
            _cell(sheet, text, box)
    sheet.pages[-1].y = tops[-1] - 6


def _part(text: str, goes_on: bool) -> str:
    """（四）无法提供 is cut behind its fourth character; other labels stand where they begin."""
    if "无法提供" in text:
        cut = text.index("无") + 1
        return text[cut:] if goes_on else text[:cut]
    return "" if goes_on else text


def _cell(sheet: _Sheet, text: str, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    for ends in (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    ):
        sheet.line(*ends)
    lines = list(_wrapped(text, right - left))
    y = (top + bottom) / 2 + len(lines) * _LINE / 2 - _SIZE
    for number, line in enumerate(lines):
        sheet.text(line, left + 2, y - number * _LINE)


def _widths(table: Table) -> Sequence[float]:
    equal = (_WIDTH - 2 * _MARGIN) / table.width
    return _COLUMNS.get((table.kind, table.width)) or [equal] * table.width


def _heights(table: Table) -> list[float]:
    """As high as the text of each row needs; what covers several rows does not count."""
    wide = _widths(table)
    heights = []
    for number, row in enumerate(tags(table)):
        lines = 1
        for tag in row:
            column = next(at for at, one in enumerate(table.rows[number]) if one is tag.cell)
            if tag.rowspan == 1:
                room = sum(wide[column : column + tag.colspan])
                lines = max(lines, len(list(_wrapped(tag.cell.text, room))))
        heights.append(lines * _LINE + 5)
    return heights


def _wrapped(text: str, room: float) -> Iterator[str]:
    """The lines of a text in a cell: a digit is half as wide as a character."""
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for sign in paragraph:
            wide = _SIZE / 2 if sign.isascii() else _SIZE
            if used + wide > room - 4 and line:
                yield line
                line, used = "", 0.0
            line, used = line + sign, used + wide
        yield line


# --- The file ------------------------------------------------------------------------------------


def _document(pages: Sequence[_Page]) -> bytes:
    """The objects of a PDF with one font, whose characters are named by their Unicode."""
    numbers = [6 + 2 * number for number in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        "/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500 814 939 500]"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R>>",
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
        "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    ]
    for number, page in zip(numbers, pages, strict=True):
        marks = "0.5 w\n" + "\n".join(page.marks)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {_WIDTH} {_HEIGHT}]"
            f"/Resources<</Font<</F1 3 0 R>>>>/Contents {number + 1} 0 R>>"
        )
        objects.append(f"<</Length {len(marks)}>>stream\n{marks}\nendstream")
    content, offsets = b"%PDF-1.4\n", list[int]()
    for number, body in enumerate(objects, 1):
        offsets.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(content)}\n%%EOF\n"
    return content + (end + trailer).encode("ascii")
