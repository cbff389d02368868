"""How the cells of a sheet look, and which rows a filter shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.grids.appearance import CellStyles, ColumnFilter, Style

EQUAL, NOT_EQUAL = "equal", "notEqual"


@pytest.mark.parametrize(
    ("chosen", "shown", "hidden"),
    [
        (ColumnFilter(("错误", "警告")), ["错误", "警告"], ["提示", "", "错误 "]),
        (ColumnFilter(("错误",), blank=True), ["错误", ""], ["提示"]),
        (ColumnFilter(blank=True), [""], ["错误"]),
        (ColumnFilter(conditions=((EQUAL, "*局"),)), ["教育局", "局"], ["局长", ""]),
        (ColumnFilter(conditions=((EQUAL, "T?-01"),)), ["T3-01", "t2-01"], ["T10-01"]),
        (ColumnFilter(conditions=((EQUAL, "~*"),)), ["*"], ["一", "~*"]),
        (ColumnFilter(conditions=((EQUAL, " "),)), [""], ["有"]),
        (ColumnFilter(conditions=((NOT_EQUAL, " "),)), ["有"], [""]),
        (ColumnFilter(conditions=((NOT_EQUAL, "市直*"),)), ["县"], ["市直部门"]),
        (ColumnFilter(conditions=(("greaterThan", "10"),)), ["11", "10.5"], ["10", "9", "十一"]),
        (ColumnFilter(conditions=(("greaterThanOrEqual", "10"),)), ["10"], ["9.9"]),
        (ColumnFilter(conditions=(("lessThan", "10"),)), ["9.9", "-1"], ["10", ""]),
        (ColumnFilter(conditions=(("lessThanOrEqual", "10"),)), ["10"], ["10.1"]),
        (ColumnFilter(conditions=((EQUAL, "a.c"),)), ["a.c", "A.C"], ["abc"]),
        (ColumnFilter(conditions=(("greaterThan", "1"), ("lessThan", "3"))), ["0", "5"], []),
        (
            ColumnFilter(conditions=(("greaterThan", "1"), ("lessThan", "3")), every=True),
            ["2"],
            ["0", "5"],
        ),
    ],
)
def test_rows_that_a_filter_shows(
    chosen: ColumnFilter, shown: list[str], hidden: list[str]
) -> None:
    assert [text for text in (*shown, *hidden) if chosen.shows(text)] == shown


STYLES = [Style(), Style(fill="#FF0000"), Style(bold=True)]
PLACES = st.tuples(st.integers(0, 5), st.integers(0, 300) | st.integers(990, 16_383))


@given(st.dictionaries(PLACES, st.integers(0, 2)), PLACES)
def test_each_cell_has_its_style(cells: dict[tuple[int, int], int], other: tuple[int, int]) -> None:
    styles = CellStyles(cells.items(), STYLES)
    assert dict(styles) == {at: STYLES[number] for at, number in cells.items()}
    assert len(styles) == len(cells)
    assert styles.get(other) == (STYLES[cells[other]] if other in cells else None)
    assert (0, -1) not in styles
