"""PDFs: borders that are open, or drawn in dashes and dots."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.pdf_writer import Sheet, pdf
from toolkit.documents.pdf import read_pdf
from toolkit.grids.document import Piece

COLUMNS = (60, 180, 300, 420)


def parts(*sheets: Sheet) -> list[str | Piece]:
    return list(read_pdf(pdf(*sheets)).parts)


def upright(sheet: Sheet, top: float, bottom: float, columns: tuple[int, ...] = COLUMNS) -> None:
    for x in columns:
        sheet.line(x, top, x, bottom)


def level(sheet: Sheet, places: tuple[int, ...], left: float = 60, right: float = 420) -> None:
    for y in places:
        sheet.line(left, y, right, y)


def row(sheet: Sheet, base: float, *texts: str, columns: tuple[int, ...] = COLUMNS) -> None:
    for x, text in zip(columns, texts, strict=False):
        if text:
            sheet.text(x + 3, base, text)


def test_a_table_is_closed_where_a_page_ends_and_begins() -> None:
    first, second = Sheet(), Sheet()
    level(first, (700, 730))
    upright(first, 700, 760)
    row(first, 720, "规章", "1", "2")
    row(first, 750, "其他", "3", "4")
    level(second, (70, 100))
    upright(second, 40, 100)
    row(second, 60, "行政许可", "5", "6")
    row(second, 90, "行政处罚", "7", "8")
    assert parts(first, second) == [
        Piece([["规章", "1", "2"], ["其他", "3", "4"]], page=1),
        Piece([["行政许可", "5", "6"], ["行政处罚", "7", "8"]], page=2),
    ]


def test_a_merged_cell_is_closed_beside_a_row_that_is() -> None:
    """The row ends with the page; the label of its group goes on."""
    first, second = Sheet(), Sheet()
    level(first, (700,))
    level(first, (730, 760), left=180)
    upright(first, 700, 759)
    row(first, 720, "不予公开", "国家秘密", "2")
    row(first, 750, "", "安全", "4")
    level(second, (70,), left=180)
    level(second, (100,))
    upright(second, 40, 100)
    row(second, 60, "", "内部", "6")
    row(second, 90, "", "过程", "8")
    assert parts(first, second) == [
        Piece([["不予公开", "国家秘密", "2"], [None, "安全", "4"]], page=1),
        Piece([["", "内部", "6"], [None, "过程", "8"]], page=2),
    ]


def test_merged_cells_that_begin_and_end_on_other_pages() -> None:
    sheet = Sheet()
    upright(sheet, 40, 760)
    level(sheet, (400,), left=300)
    row(sheet, 60, "", "其他", "6")
    row(sheet, 420, "", "", "8")
    assert parts(sheet) == [Piece([["", "其他", "6"], [None, None, "8"]], page=1)]


def test_open_sides() -> None:
    sheet = Sheet()
    level(sheet, (100, 130, 160, 190))
    upright(sheet, 100, 130, (180, 300))
    upright(sheet, 160, 190, (180, 300))
    row(sheet, 120, "规章", "1", "2")
    row(sheet, 150, "第二十条第（五）项")
    row(sheet, 180, "行政许可", "5", "6")
    assert parts(sheet) == [
        Piece([["规章", "1", "2"]], page=1),
        "第二十条第（五）项",
        Piece([["行政许可", "5", "6"]], page=1),
    ]


def test_text_of_a_merged_cell_below_its_borders() -> None:
    """The browser puts the next row on the next page, and the text of the merged cell here."""
    sheet = Sheet()
    level(sheet, (700,))
    level(sheet, (730,), left=180)
    upright(sheet, 700, 730)
    row(sheet, 727, "自然", "企业", "2")
    row(sheet, 740, "人")
    row(sheet, 752, "数")
    row(sheet, 785, "2026/11/30")
    row(sheet, 820, "file:///tmp/report.html")
    assert parts(sheet) == [
        Piece([["自然\n人\n数", "企业", "2"]], page=1),
        "2026/11/30",
        "file:///tmp/report.html",
    ]


def test_text_below_a_border_is_not_in_its_cell() -> None:
    sheet = Sheet()
    level(sheet, (700, 730))
    upright(sheet, 700, 730)
    row(sheet, 727, "自然", "企业", "2")
    row(sheet, 740, "人")
    assert parts(sheet) == [Piece([["自然", "企业", "2"]], page=1), "人"]


def test_a_frame_that_touches_its_table() -> None:
    sheet = Sheet()
    for place in ((60, 80, 60, 300), (420, 80, 420, 300), (60, 80, 420, 80), (60, 300, 420, 300)):
        sheet.line(*place)
    for number, text in enumerate(
        ["东海市教育局年度报告", "一、总体情况。", "公开各类信息十二条。"]
    ):
        sheet.text(70 + 20 * (number % 2), 95 + 20 * number, text)
    sheet.table(
        [60, 180, 420],
        [140, 170, 200, 230],
        [
            (0, 0, 0, 1, "第二十条第（一）项"),
            (1, 0, 1, 0, "规章"),
            (1, 1, 1, 1, "1"),
            (2, 0, 2, 0, "其他"),
            (2, 1, 2, 1, "2"),
        ],
    )
    for number, text in enumerate(["三、问题。", "公开的质量有待提高。", "四、其他。"]):
        sheet.text(70 + 20 * (number % 2), 245 + 20 * number, text)
    assert parts(sheet) == [
        *("东海市教育局年度报告", "一、总体情况。", "公开各类信息十二条。"),
        Piece([["第二十条第（一）项", None], ["规章", "1"], ["其他", "2"]], page=1),
        *("三、问题。", "公开的质量有待提高。", "四、其他。"),
    ]


def test_lines_that_do_not_meet_are_no_table() -> None:
    sheet = Sheet()
    sheet.line(60, 100, 400, 100)
    sheet.line(60, 160, 400, 160)
    sheet.line(500, 90, 500, 300)
    sheet.line(540, 90, 540, 300)
    row(sheet, 130, "正文里有不少于十个字的一行")
    assert parts(sheet) == ["正文里有不少于十个字的一行"]


def dots(sheet: Sheet, left: float, top: float, right: float, bottom: float) -> None:
    steps = int(max(right - left, bottom - top) / 1.5)
    for n in range(steps + 1):
        x, y = (left, top + n * 1.5) if left == right else (left + n * 1.5, top)
        sheet.area(x, y, x + 0.75, y + 0.75)


def dashes(sheet: Sheet, left: float, top: float, right: float, bottom: float) -> None:
    steps = int(max(right - left, bottom - top) / 4)
    for n in range(steps + 1):
        x, y = (left, top + n * 4) if left == right else (left + n * 4, top)
        sheet.area(x, y, *((x + 0.75, y + 2.25) if left == right else (x + 2.25, y + 0.75)))


@pytest.mark.parametrize("draw", [dots, dashes])
def test_borders_of_dots_and_dashes(
    draw: Callable[[Sheet, float, float, float, float], None],
) -> None:
    sheet = Sheet()
    for x in (60, 180, 300):
        draw(sheet, x, 100, x, 160)
    for y in (100, 130, 160):
        draw(sheet, 60, y, 300, y)
    row(sheet, 120, "规章", "1")
    row(sheet, 150, "其他", "3")
    assert parts(sheet) == [Piece([["规章", "1"], ["其他", "3"]], page=1)]


def test_a_full_page_of_dots_is_read() -> None:
    sheet = Sheet()
    for x in (60, 180, 300, 420, 535):
        dots(sheet, x, 60, x, 780)
    for y in range(60, 781, 24):
        dots(sheet, 60, y, 535, y)
    row(sheet, 75, "规章", "1", "2", "3")
    (piece,) = parts(sheet)
    assert isinstance(piece, Piece)
    assert piece.rows[0] == ["规章", "1", "2", "3"]
    assert {tuple(one) for one in piece.rows[1:]} == {("",) * 4}
    assert len(piece.rows) == 30
