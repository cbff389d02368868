"""Figures that are written together: to the byte what xlsxwriter's own calls give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tests.support.build import SAVED
from toolkit.painting.blocks import BlockSheet, FigureBlock
from toolkit.painting.book import Book

FIGURES: list[list[float | None]] = [
    [12, 0, None, 3.25, -7, 10**14 + 1, 1 / 3],
    [None, None, 0, 0.1, 1e-7, 123456789012345678, 2],
    [5, 5, 5, 5, 5, 5, None],
]
LOOKS: list[dict[str, Any]] = [
    {"border": 1},
    {"border": 1, "font_color": "#A6A6A6"},
    {"num_format": "0.00####"},
]
LEFT, TOP = 2, 3


def together(sheet: Any, row: int, looks: Sequence[Format], numbers: Sequence[Any]) -> None:
    sheet.write_figures(row, LEFT, FigureBlock(looks, numbers))


def one_by_one(sheet: Any, row: int, looks: Sequence[Format], numbers: Sequence[Any]) -> None:
    for column, (look, number) in enumerate(zip(looks, numbers, strict=True), LEFT):
        if number is None:
            sheet.write_blank(row, column, None, look)
        else:
            sheet.write_number(row, column, number, look)


def finished(book: Book) -> bytes:
    """Its bytes, in which no clock is."""
    book.workbook.set_properties({"created": SAVED})
    return book.finish()


def workbook(
    write: Callable[..., None],
    rows: Sequence[Sequence[Any]],
    more: Callable[[Book, Any], None] = lambda book, sheet: None,
) -> bytes:
    """A workbook with texts and formulas around the figures."""
    book = Book(SAVED)
    if write is one_by_one:
        book.workbook.worksheet_class = Worksheet
    sheet = book.sheet("分单位")
    text = book.format(border=1, text_wrap=True)
    looks = [book.format(**one) for one in LOOKS]
    sheet.write_string(0, 0, "单位 & <名称>", text)
    sheet.write_string(1, 0, "无格式")
    for row, numbers in enumerate(rows, TOP):
        sheet.write_string(row, 0, f"单位{row}", text)
        some = [looks[(row * column) % len(looks)] for column in range(len(numbers))]
        write(sheet, row, some, numbers)
    sheet.set_row(TOP, 40, looks[0])
    sheet.write_formula(1, LEFT, f"=SUM(C{TOP + 1}:C9)", looks[2], 17)
    sheet.write_boolean(2, 1, True, text)
    sheet.write_array_formula(2, LEFT, 2, LEFT, "{=SUM(C4:C5*1)}", text, 5)
    sheet.conditional_format(
        TOP, LEFT, 9, 9, {"type": "cell", "criteria": "<", "value": 0, "format": book.mark(bold=1)}
    )
    more(book, sheet)
    return finished(book)


def test_a_block_is_written_as_single_cells_are() -> None:
    assert workbook(together, FIGURES) == workbook(one_by_one, FIGURES)


# Each example makes two workbooks.
@settings(deadline=None)
@given(
    st.lists(
        st.lists(
            st.none()
            | st.integers(-(10**18), 10**18)
            | st.floats(allow_nan=False, allow_infinity=False),
            min_size=1,
            max_size=8,
        ),
        max_size=4,
    )
)
def test_whatever_the_figures_are(rows: list[list[float | None]]) -> None:
    assert workbook(together, rows) == workbook(one_by_one, rows)


def test_another_program_finds_the_same_in_every_cell() -> None:
    ours, theirs = (
        openpyxl.load_workbook(BytesIO(workbook(how, FIGURES)))["分单位"]
        for how in (together, one_by_one)
    )
    assert ours.dimensions == theirs.dimensions == "A1:I6"
    for row, numbers in enumerate(FIGURES, TOP + 1):
        cells = [ours.cell(row, column) for column in range(LEFT + 1, LEFT + 1 + len(numbers))]
        assert [one.value for one in cells] == [
            None if one is None else float(format(one, ".16G")) for one in numbers
        ]
        for cell in cells:
            other = theirs[cell.coordinate]
            assert (cell.value, cell.number_format) == (other.value, other.number_format)
            for look in ("font", "border", "fill"):
                assert repr(getattr(cell, look)) == repr(getattr(other, look))


def replaced(book: Book, sheet: Any) -> None:
    """What is done to single cells afterwards."""
    look = book.format(border=1, bold=True)
    if isinstance(sheet, BlockSheet):
        sheet.split_figures(TOP + 1)
    sheet.write_url(TOP + 1, LEFT + 3, "internal:'分单位'!A1", look, "见附表", "说明")
    sheet.write_number(TOP + 1, LEFT, 99, look)


def charted(book: Book, sheet: Any) -> None:
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series({"values": ["分单位", TOP, LEFT, TOP, LEFT + 4]})
    chart.add_series({"values": ["分单位", TOP, LEFT + 1, TOP + 2, LEFT + 1]})
    sheet.insert_chart(12, 0, chart)


@pytest.mark.parametrize("more", [replaced, charted])
def test_a_single_cell_of_a_block_can_be_used_like_any_other(
    more: Callable[[Book, Any], None],
) -> None:
    assert workbook(together, FIGURES, more) == workbook(one_by_one, FIGURES, more)


def test_a_cell_of_a_block_is_restyled_as_any_other() -> None:
    def painted(write: Callable[..., None]) -> bytes:
        book = Book(SAVED)
        sheet = book.sheet("分单位")
        looks = [book.format(border=1, bg_color="#FFC7CE")] * len(FIGURES[0])
        write(sheet, TOP, looks, FIGURES[0])
        book.restyle(sheet, (TOP, LEFT + 2), {"bold": True}, None)
        book.restyle(sheet, (TOP, LEFT + 1), {"fill": "#FFFF00"}, "#FFC7CE")
        return finished(book)

    assert painted(together) == painted(one_by_one)


def test_a_book_tells_what_a_block_looks_like_and_holds() -> None:
    """What was written leaves its figures out: the record has them otherwise."""
    books = {}
    for write in (together, one_by_one):
        book = books[write] = Book(SAVED)
        sheet = book.sheet("分单位")
        sheet.write_string(TOP, 0, "甲局", book.format())
        looks = [book.format(**LOOKS[column % 2], bold=column > 3) for column in range(7)]
        write(sheet, TOP, looks, FIGURES[0])
    ours, theirs = books[together], books[one_by_one]
    assert ours.painted("分单位") == theirs.painted("分单位")
    assert ours.written()["分单位"] == [{0: "甲局"}]
    assert ours.grid("分单位") == theirs.grid("分单位")
    assert theirs.grid("分单位").rows[TOP][LEFT:] == [  # type: ignore[union-attr]
        *("12", "0", "", "3.25", "-7", "100000000000001", "0.333333333333"),
    ]
