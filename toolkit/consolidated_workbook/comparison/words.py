"""What stands on the sheet 上下年对比."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.grids.names import OVERVIEW

# The four lines of every official line.
LINES = ("本年", "上年", "增减", "增减%")
UNKNOWN = "—"
UP, DOWN = "▲", "▼"
NO_PREVIOUS = (
    "没有提供上年数据，因此没有对比。"
    "汇总时加上“--previous 上年汇总表.xlsx”（上年的汇总表，或存放上年报送件的文件夹），"
    "本页就会列出各项指标的本年数、上年数、增减数和增减百分比。"
)
SOURCES = (
    "本年数随各汇总表自动变动，上年数取自上年的汇总表或报送件；"
    f"上年没有的数、上年为 0 时的百分比，显示“{UNKNOWN}”。"
)
_MOST_NAMES = 20


def years(now: int) -> str:
    return f"{now} 年度与 {now - 1} 年度对比"


def continued(title: str) -> str:
    """Above the part of a table that stands on another page."""
    return f"{title}（续）"


def sums(now: int, before: int) -> str:
    return f"本年汇总 {now} 个单位，上年汇总 {before} 个单位。"


SAME_UNITS = "两年汇总的是同样的单位，可以直接对比。"


def other_units(gone: Sequence[str], new: Sequence[str], partial: Sequence[str]) -> str:
    """Who is in only one of the two sums, or in this year's with only a part."""
    groups = (
        ("上年在内、本年不在内的", gone),
        ("本年新计入的", new),
        ("本年自身汇总不齐的", partial),
    )
    parts = [f"{words} {len(names)} 个：{_some(names)}" for words, names in groups if names]
    return f"{'；'.join(parts)}。两年的汇总范围不同，增减不完全可比。"


def on_the_overview(units: int) -> str:
    """Why the figures of last year on the first page are others."""
    return f"“{OVERVIEW}”页只比较两年数据都齐的 {units} 个单位，所以上年数、增减、增幅与本页不同。"


def merged(units: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Whose figures of last year are those of others, by the roster."""
    shown = [f"{name}（上年：{'、'.join(before)}）" for name, before in units[:_MOST_NAMES]]
    more = f"等 {len(units)} 个单位" if len(units) > _MOST_NAMES else ""
    return f"按名册的“上年代码”，以下单位的上年数取自：{'、'.join(shown)}{more}。"


def _some(names: Sequence[str]) -> str:
    more = "等" if len(names) > _MOST_NAMES else ""
    return "、".join(names[:_MOST_NAMES]) + more


def rule(percent: int, least: Sequence[tuple[int, str]]) -> str:
    """``least``: the smallest changes that count as big, with their units of measure."""
    amounts = "、".join(f"{number} {unit}" for number, unit in least)
    return (
        f"变化大的加底色、加粗，并标{UP}（增）或{DOWN}（减）："
        f"增减达到上年数的 {percent}%，并且达到 {amounts}；上年为 0 的，只看后一条。"
    )
