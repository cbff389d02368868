"""PDFs: rows that a page end cuts."""

from __future__ import annotations

import pytest

from tests.support.pdf_writer import Sheet, pdf, plain
from toolkit.documents.pdf import read_pdf
from toolkit.grids.document import Piece

# The second label column has room for six characters, the figures for four digits.
COLUMNS = [60, 130, 203, 235, 267]
ROWS = [
    ["（三）", "1.国家秘密", "12", "7"],
    ["", "2.法规禁止", "2054", "11"],
    ["", "3.安全稳定", "3", "5"],
]


def rows(above: list[str], below: list[str], heads: int = 0) -> list[list[str | None]]:
    """The rows beside the page end, of a table with ``heads`` rows that the next page repeats."""
    head = [["事项", "情形", "甲", "乙"]] * heads
    sheets = []
    for lines in ([*head, *ROWS, above], [*head, below]):
        sheet = Sheet()
        places = [100 + 30 * number for number in range(len(lines) + 1)]
        sheet.table(COLUMNS, places, plain(lines))
        sheets.append(sheet)
    first, second = read_pdf(pdf(*sheets)).pieces
    assert list(first.rows[:-1]) == [*head, *ROWS]
    assert list(second.rows[:heads]) == head
    return [list(first.rows[-1]), *map(list, second.rows[heads:])]


@pytest.mark.parametrize("heads", [0, 1])
@pytest.mark.parametrize(
    ("above", "below", "read"),
    [
        # Every figure goes on, and so does the label.
        (
            ["", "4.第三方合法", "1358", "1061"],
            ["", "权益", "027", "7302"],
            [["", "4.第三方合法", "1358027", "10617302"], ["", "权益", "", ""]],
        ),
        (
            ["", "4.", "1358", "1061"],
            ["", "保护第三方", "027", "7302"],
            [["", "4.", "1358027", "10617302"], ["", "保护第三方", "", ""]],
        ),
        # The label has ended.
        (
            ["", "4.第三方", "1358", "1061"],
            ["", "", "027", "7302"],
            [["", "4.第三方", "1358027", "10617302"], ["", "", "", ""]],
        ),
        # The figures stand below alone.
        (
            ["", "4.第三方合法", "", ""],
            ["", "权益", "27", "2"],
            [["", "4.第三方合法", "27", "2"], ["", "权益", "", ""]],
        ),
        # The upper digits would have had room for the others: nobody knows.
        (
            ["", "4.第三方", "1358", "10"],
            ["", "", "027", "7"],
            [["", "4.第三方", "1358\n027", "10\n7"], ["", "", "", ""]],
        ),
    ],
)
def test_figures_of_a_row_that_is_cut(
    above: list[str], below: list[str], read: list[list[str]], heads: int
) -> None:
    assert rows(above, below, heads) == read


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["", "4.第三方合法", "1358", "1061"], ["", "5.内部事务", "27", "2"]),
        (["", "4.第三方合法", "1358", "1061"], ["四、结转", "", "27", "2"]),
        # A label that had room for more has ended.
        (["", "4.其他", "1358", "1061"], ["", "总计", "27", "2"]),
        # Labels of this column have no numbers.
        (["合计", "", "1358", "1061"], ["总计", "", "27", "2"]),
        (["", "4.第三方合法", "1358", "1061"], ["", "权益", "", ""]),
        (["", "4.第三方合法", "无", "1061"], ["", "权益", "27", "2"]),
    ],
)
def test_rows_of_their_own(above: list[str], below: list[str]) -> None:
    assert rows(above, below) == [above, below]


def test_a_strip_that_a_page_end_leaves_is_no_row() -> None:
    first, second = Sheet(), Sheet()
    first.table(COLUMNS, [100, 130, 138], plain([["（一）", "公开", "1", "2"], [""] * 4]))
    second.table(COLUMNS, [40, 48, 78], plain([[""] * 4, ["（二）", "其他", "3", "4"]]))
    assert [one.rows for one in read_pdf(pdf(first, second)).pieces] == [
        [["（一）", "公开", "1", "2"]],
        [["（二）", "其他", "3", "4"]],
    ]


def test_an_empty_row_stays() -> None:
    first, second = Sheet(), Sheet()
    first.table(COLUMNS, [100, 130, 160], plain([["（一）", "公开", "1", "2"], [""] * 4]))
    second.table(COLUMNS, [40, 70], plain([["（二）", "其他", "3", "4"]]))
    assert read_pdf(pdf(first, second)).pieces[0].rows[1:] == [[""] * 4]


def test_heads_alone_at_a_page_end_are_above_the_rows() -> None:
    """The browser draws no border where a merged head is cut; Word draws one."""
    for drawn in (False, True):
        first, second = Sheet(), Sheet()
        for x in COLUMNS:
            first.line(x, 700, x, 729)
            second.line(x, 40, x, 100)
        for y in (700, *((730,) if drawn else ())):
            first.line(60, y, 267, y)
        first.line(130, 730, 203, 730)
        for y in (70, 100, *((40,) if drawn else ())):
            second.line(60, y, 267, y)
        for x, text in zip(COLUMNS, ["事项", "申请人", "甲", "乙"], strict=False):
            first.text(x + 3, 720, text)
        for y, texts in (
            (60, ["" if drawn else "名称", "企业", "", ""]),
            (90, ["一", "二", "3", "4"]),
        ):
            for x, text in zip(COLUMNS, texts, strict=False):
                if text:
                    second.text(x + 3, y, text)
        assert read_pdf(pdf(first, second)).pieces == [
            Piece(
                [
                    ["事项" if drawn else "事项\n名称", "申请人", "甲", "乙"],
                    [None, "企业", None, None],
                    ["一", "二", "3", "4"],
                ],
                page=2,
            )
        ]


def test_heads_that_are_repeated_stay_where_they_are() -> None:
    first, second = Sheet(), Sheet()
    heads = ["事项", "情形", "甲", "乙"]
    first.table(COLUMNS, [700, 730], plain([heads]))
    second.table(COLUMNS, [40, 70, 100], plain([heads, ["一", "二", "3", "4"]]))
    assert [one.rows for one in read_pdf(pdf(first, second)).pieces] == [
        [heads],
        [heads, ["一", "二", "3", "4"]],
    ]
