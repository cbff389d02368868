"""Plain text and Markdown: cells between tabs, cells between pipes, and all else paragraphs."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.documents.plain_text import read_plain_text
from toolkit.documents.text_parts import MOST_PIECES
from toolkit.grids.document import Document, Medium, Piece
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.grids.shown import Shown, Why


def parts(text: str) -> list[str | list[list[str | None]]]:
    """The paragraphs, and the rows of the tables."""
    found = read_plain_text(text.encode()).parts
    return [one if isinstance(one, str) else [list(row) for row in one.rows] for one in found]


def test_a_text_says_nothing_of_itself() -> None:
    document = read_plain_text("东海市教育局\n\n一、总体情况\n".encode("gb18030"))
    lines = ["东海市教育局", "一、总体情况"]
    assert document == Document(Medium.TEXT, lines, without_table=Refusal.TEXT)
    assert read_plain_text(b"").parts == []


# --- Tabs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_of_tabs(end: str) -> None:
    lines = [
        "一、情况",
        "甲\t\t乙",
        " 三 \t（一） 甲\t1,200",
        "\t（二）\t\u30000 ",
        "\t\t3\t",
        "二、其他",
    ]
    assert parts(end.join(lines)) == [
        "一、情况",
        [
            ["甲", "", "乙", None],
            ["三", "（一） 甲", "1,200", None],
            ["", "（二）", "0", None],
            ["", "", "3", ""],
        ],
        "二、其他",
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        # One blank line stands between two rows by accident, two end a table.
        (
            "甲\t1\n\n乙\t2\n\n\n丙\t3\n丁\t4",
            [[["甲", "1"], ["乙", "2"]], [["丙", "3"], ["丁", "4"]]],
        ),
        ("甲\t1\n　\n乙\t2\n\n三、其他", [[["甲", "1"], ["乙", "2"]], "三、其他"]),
        # A head that comes again begins another table.
        ("甲\t1\n乙\t2\n\n甲\t1\n丙\t3", [[["甲", "1"], ["乙", "2"]], [["甲", "1"], ["丙", "3"]]]),
        # A single line is no table.
        ("电话：\t123\n一", ["电话： 123", "一"]),
        # A tab that indents a paragraph separates no cells.
        ("\t甲\n\t乙\n　\t丙", ["甲", "乙", "丙"]),
        ("甲\t1\n乙\t2\n\t丙", [[["甲", "1"], ["乙", "2"]], "丙"]),
        # Neither do blanks, or drawn lines.
        ("甲    1\n乙    2", ["甲 1", "乙 2"]),
        ("│甲│1│\n├─┼─┤\n│乙│2│", ["│甲│1│", "├─┼─┤", "│乙│2│"]),
        ("\t\t\n\t\t", []),
        # A row of blanks is a row.
        ("甲\t乙\n\t\t\n", [[["甲", "乙", None], ["", "", ""]]]),
        ("a\0b\fc", ["ab", "c"]),
    ],
)
def test_what_is_a_table_of_tabs(text: str, read: list[object]) -> None:
    assert parts(text) == read


def test_a_cell_of_several_lines_as_excel_copies_it() -> None:
    text = '"结果\n维持"\t"三安全""一稳定"""\t"甲"\n1\t2\t"乙\n'
    assert parts(text) == [[["结果\n维持", '三安全"一稳定"', '"甲"'], ["1", "2", '"乙']]]
    assert parts('"甲\n乙"\n丙\t') == ["甲", "乙", "丙"]


# --- Pipes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "# 年度报告 #\n## **二、情况**\n| 甲 | 乙 |\n|---|:--:|\n| 1 | |\n|2|3|4|\n正文",
            [
                "年度报告",
                "二、情况",
                [["甲", "乙", None], ["1", "", None], ["2", "3", "4"]],
                "正文",
            ],
        ),
        ("甲 | 乙\n:--|--:\n1 | 2\n\n3 | 4", [[["甲", "乙"], ["1", "2"]], "3 | 4"]),
        ("| 甲 | 1 | 2 |", [[["甲", "1", "2"]]]),
        (
            "|a|b|\n|-|-|\n|1|2|\n\n|c|d|\n|-|-|\n|3|4|",
            [[["a", "b"], ["1", "2"]], [["c", "d"], ["3", "4"]]],
        ),
        (
            r"| 甲\|乙 | **丙**<br>丁 | `戊` | &nbsp;1&lt; |",
            [[["甲|乙", "丙\n丁", "戊", "1<"]]],
        ),
        ("来源：甲 | 时间：乙 | 丙", ["来源：甲 | 时间：乙 | 丙"]),
        ("|甲", ["|甲"]),
        ("---\n一\n***", ["---", "一", "***"]),
        ("|||\n|-|-|", []),
    ],
)
def test_what_is_a_table_of_pipes(text: str, read: list[object]) -> None:
    assert parts(text) == read


def test_what_is_struck_out_in_markdown() -> None:
    piece = read_plain_text("|甲|~~12~~ 13|\n".encode()).pieces[0]
    assert piece == Piece([["甲", "12 13"]], {(0, 1): Shown("13", Why.STRUCK, "12", "13")})


# --- Tables of HTML in Markdown ------------------------------------------------------------------


def test_a_table_of_html_in_a_text() -> None:
    table = "<table><tr><td rowspan=2>甲<td>1<tr><td>2</table>"
    rows = [["甲", "1"], [None, "2"]]
    assert parts(f"# 一\n{table}\n二\n\n{table}三\n甲\t1\n乙\t2") == [
        *("一", rows, "二", rows, "三", [["甲", "1"], ["乙", "2"]])
    ]
    around = f"<TABLE><tr><td>a{table}</TABLE >"
    assert parts(f"一\n{around}\n二") == ["一", "a", rows, "二"]
    assert parts("一 <table> 二") == ["一 <table> 二"]
    assert parts("一 </table> 二 <table>") == ["一 </table> 二 <table>"]
    assert parts(f"一</table>{table}<table>二</table>") == ["一</table>", rows, "二"]


# --- Harm ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "\t" * 600_000 + "\n\t\t1",
        "1\t2\n1\t2\n一\n" * (MOST_PIECES + 1),
        "a\n" * 200_001,
        "|" * 1_000_000,
    ],
)
def test_too_much_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as error:
        read_plain_text(text.encode())
    assert error.value.refusal is Refusal.TOO_LARGE


@pytest.mark.parametrize(
    "text",
    [
        '\t"' + "a\n" * 50_000,
        '"\t' * 50_000,
        "|-" * 50_000 + "a",
        "**" * 50_000,
        "# " + "# " * 50_000 + "a",
        "`a" * 50_000,
        "~~|" * 50_000,
        "<table>" * 50_000,
        "</table>" * 20_000 + "<table>",
        " " * 200_000 + "a",
    ],
)
def test_nothing_takes_long(text: str) -> None:
    began = time.monotonic()
    try:
        read_plain_text(text.encode())
    except Unreadable as error:
        assert error.refusal is Refusal.TOO_LARGE
    assert time.monotonic() - began < 3


PIECES = st.sampled_from(
    ["甲", "\t", "\n", "|", "-", '"', "**", "~~", " ", "<br>", "#", "<table>", "\\"]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_any_text_gives_whole_tables(pieces: list[str]) -> None:
    text = "".join(pieces)
    document = read_plain_text(text.encode())
    for piece in document.pieces:
        assert len({len(row) for row in piece.rows}) == 1
    shown = "".join(document.paragraphs) + "".join(
        cell or "" for piece in document.pieces for row in piece.rows for cell in row
    )
    assert shown.count("甲") == text.count("甲")
