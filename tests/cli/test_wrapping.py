"""Lines of Chinese: none too wide, nothing lost, no comma at the beginning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from toolkit.cli.line_breaks import filled, pieces_of
from toolkit.cli.wrapped import wrapped


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("一二三四五", 10, ["一二三四五"]),
        ("一二三四五，六", 10, ["一二三四", "五，六"]),
        ("一二三四（五）", 10, ["一二三四", "（五）"]),
        ("应为 190，相差", 8, ["应为", "190，相", "差"]),
        ("请用“.xlsx”工作簿", 10, ["请用", "“.xlsx”工", "作簿"]),
        ("1234567890123456", 10, ["1234567890", "123456"]),
        ("一 二", 2, ["一", "二"]),
    ],
)
def test_where_lines_break(text: str, width: int, lines: list[str]) -> None:
    assert list(wrapped(text, width)) == lines


@given(st.text("一二，。（）“” ab1.-", max_size=60), st.integers(2, 30))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    lines = list(wrapped(text, width))
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_help_page_keeps_its_indents_and_its_long_words() -> None:
    """Where nothing is cut: an option that is wider than its column has a line of its own."""
    lines = filled(pieces_of("  用「—」连接 --a-long-option，其余同上"), 10, cell_len)
    assert list(lines) == ["  用「—」", "连接", "--a-long-option，", "其余同上"]
