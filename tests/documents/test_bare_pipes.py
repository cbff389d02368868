"""Texts whose lines have pipes between the cells and at the end, and no dashes below the head."""

from __future__ import annotations

import pytest

from toolkit.documents.plain_text import read_plain_text


def parts(*lines: str) -> list[str | list[list[str | None]]]:
    """The paragraphs, and the rows of the tables."""
    found = read_plain_text("\n".join(lines).encode()).parts
    return [one if isinstance(one, str) else [list(row) for row in one.rows] for one in found]


def test_pipes_at_the_end_close_the_lines() -> None:
    assert parts("前", "项目 | 数 | ||", "规章 | 2 | 1 | 31 |", "许可 | 4711 | ||", "", "后") == [
        "前",
        [["项目", "数", "", ""], ["规章", "2", "1", "31"], ["许可", "4711", "", ""]],
        "后",
    ]


def test_lines_that_end_with_pipes_may_have_fewer_cells() -> None:
    assert parts("结果 | 公开 | 1 | 2 |", "部分 | 3 | 4 |", "总计 | 4 | 6 ||") == [
        [["结果", "公开", "1", "2"], ["部分", "3", "4", None], ["总计", "4", "6", ""]]
    ]


def test_pipes_between_cells_alone() -> None:
    assert parts("a | 1 | 2", "b | 3 | ", "c | 4 | 5") == [
        [["a", "1", "2"], ["b", "3", ""], ["c", "4", "5"]]
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("首页 | 公开 | 互动", "来源 | 市局 | 2024"),
        ("字号 | 大", "打印 | 关闭", "来源 | 市局"),
        ("首页 | 公开 | 互动", "来源 | 市局 | 2024 | 打印", "首页 | 公开 | 互动"),
        ("首页 | 公开 | 互动", "", "首页 | 公开 | 互动", "", "首页 | 公开 | 互动"),
        (r"a \| 1 \| 2", r"b \| 1 \| 2", r"c \| 1 \| 2"),
    ],
)
def test_a_few_lines_with_pipes_are_none(lines: tuple[str, ...]) -> None:
    assert parts(*lines) == [one for one in lines if one]


def test_what_is_marked_as_a_table_begins_anew() -> None:
    found = parts("a | 1 | 2", "b | 3 | 4", "c | 5 | 6", "| d | 7 |", "| e | 8 |")
    assert found == [
        [["a", "1", "2"], ["b", "3", "4"], ["c", "5", "6"]],
        [["d", "7"], ["e", "8"]],
    ]
