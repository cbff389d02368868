"""What is said of the years of a unit, on sheets, in tables and on the screen."""

from __future__ import annotations

from collections.abc import Sequence


def returns_kept(file: str) -> str:
    return f"汇总工作簿中的数，以“{file}”为准"


def workbook_kept(file: str) -> str:
    return f"已有工作簿“{file}”，以其为准"


BREAKS_OFF = "没有保存完整，到中途就断了"


def whole_kept(file: str) -> str:
    return f"{BREAKS_OFF}，以完整的“{file}”为准"


def has_errors(number: int) -> str:
    return f"审核有 {number} 处错误，请先用 toolkit check 核对"


def other_format(file: str) -> str:
    return f"同一年度另有较新格式的“{file}”，以其为准"


def impossible_year(year: str) -> str:
    return f"写的年度是“{year}”，不像报告年度"


def retyped(told: str) -> str:
    return f"“分单位”页改动过，按现在的数列出：{told}"


def units_of_sum(name: str, units: int) -> str:
    return f"“{name}”页列有 {units} 个单位的数"


def no_units(name: str) -> str:
    return f"“{name}”页读不出各单位的数，只用了汇总数"


def unread(tables: Sequence[str]) -> str:
    return f"{'、'.join(tables)}没有读出"


def bad_cells(number: int, cells: Sequence[str]) -> str:
    more = " 等" if number > len(cells) else ""
    return f"{number} 格不是有效的数（{'、'.join(cells)}{more}）"


def heirs(names: Sequence[str]) -> str:
    return f"名册写明其数来自：{'、'.join(names)}"


def missing(years: Sequence[int], unit: str) -> str:
    return f"{unit} 缺 {spans(years)} 年度，前后各年都有"


def outside(years: Sequence[int], unit: str) -> str:
    return f"{unit} 没有 {spans(years)} 年度，其他单位有"


def nobody(years: Sequence[int]) -> str:
    return f"{spans(years)} 年度没有任何单位的数"


def also_sent(file: str, reason: str) -> str:
    return f"“{file}”{reason}"


def spans(years: Sequence[int]) -> str:
    """Years as runs: 2010、2012—2014."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return "、".join(str(one[0]) if len(one) == 1 else f"{one[0]}—{one[-1]}" for one in runs)


def no_year_before(year: int) -> str:
    return f"没有 {year} 年度的数"


def not_in_format(version: str) -> str:
    return f"上年用的是 {version} 年格式，没有这项数"


def format_went_back(version: str) -> str:
    return f"上年用的格式（{version} 年）比本年的新，不能倒过来核对"


UNKNOWN_NOW = "本年的数没有读出，或不是有效的数"
UNKNOWN_BEFORE = "上年的数没有读出，或不是有效的数"
INCOMPLETE = "所属单位没有汇总齐全，与上年的数不可比"
