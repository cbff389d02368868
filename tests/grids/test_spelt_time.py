"""Times and durations as people read them, wherever a cell holds one."""

from __future__ import annotations

import datetime

import pytest

from toolkit.findings.seen_words import show
from toolkit.grids.cell_text import cell_text, hand_text
from toolkit.grids.grid import shown_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime.timedelta(hours=36), "36 小时"),
        (datetime.timedelta(hours=1, minutes=30), "1 小时 30 分"),
        (datetime.timedelta(minutes=2, seconds=5), "2 分 5 秒"),
        (datetime.timedelta(0), "0 小时"),
        (-datetime.timedelta(hours=36), "-36 小时"),
        (datetime.timedelta(milliseconds=1_600), "2 秒"),
        (datetime.time(8, 30), "08:30"),
        (datetime.time(8, 30, 5), "08:30:05"),
    ],
)
def test_a_time_is_spelt_alike_everywhere(
    value: datetime.time | datetime.timedelta, text: str
) -> None:
    assert shown_text(value) == hand_text(value) == cell_text(value) == text
    assert show(value) == f"日期或时间 {text}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime.date(2025, 1, 2), "2025-01-02"),
        (datetime.datetime(2025, 1, 2), "2025-01-02"),
        (datetime.datetime(2025, 1, 2, 8, 30), "2025-01-02 08:30"),
        (datetime.datetime(2025, 1, 2, 8, 30, 5, 999_999), "2025-01-02 08:30:05"),
    ],
)
def test_a_day_has_its_time_where_there_is_one(value: datetime.date, text: str) -> None:
    assert hand_text(value) == text
    assert show(value) == f"日期或时间 {text}"
