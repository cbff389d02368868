"""The lines that ``history`` shows."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.chronicle import words
from toolkit.grids.names import SEVERITY_WORDS


def lined_up(units: int, first: int, last: int, files: int, used: int) -> str:
    years = f"{first}—{last}" if first < last else str(first)
    return f"历年对比：{units} 个单位，{years} 年度；读取 {files} 个文件，采用 {used} 个。"


def not_used(path: str, reason: str) -> str:
    return f"未采用：{path}　{reason}"


def gap(name: str, years: Sequence[int], between: bool) -> str:
    if not name:
        return f"缺年：{words.nobody(years)}"
    return f"缺年：{(words.missing if between else words.outside)(years, name)}"


def broken(
    code: str, name: str, year: int, label: str, place: str, shown: Sequence[str], *, error: bool
) -> str:
    """``shown``: what is there, what was expected, and the difference."""
    actual, expected, difference = shown
    severity = SEVERITY_WORDS["error" if error else "warning"]
    return (
        f"{severity} {code}　{name} {year} 年度 {place}　{label}："
        f"本年 {actual}，按上年应为 {expected}，相差 {difference}"
    )


def and_more(number: int) -> str:
    return f"还有 {number} 条，见工作簿。"


def differing(number: int) -> str:
    return f"同一单位同一年度的几份文件有 {number} 个数不一致，见“不一致的数”页。"


def with_errors(files: int) -> str:
    return f"有 {files} 份的数审核有错误，请先用 toolkit check 核对，见“数据来源”页。"
