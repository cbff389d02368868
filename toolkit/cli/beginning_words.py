"""What ``init`` says."""

from __future__ import annotations

from collections.abc import Sequence


def begun(folder: str, year: object, *, meant: bool) -> str:
    """``meant``: whether it is there, and not only tried."""
    of_year = f"，收集 {year} 年度的数据" if year else ""
    return f"文件夹 {folder} {'已' if meant else '将'}可使用{of_year}。"


def made(names: Sequence[str]) -> str:
    return f"新建：{'、'.join(names)}。"


def kept(names: Sequence[str]) -> str:
    return f"原来就有、没有改动：{'、'.join(names)}。"


def last_year_follows(folder: str, roster: str, sheet: str) -> str:
    """The sheet to type last year's figures into is made from the roster."""
    return (
        f"要与上年核对、又没有上年的汇总工作簿或年度报告的：填好 {roster} 后再运行一次 "
        f"toolkit init {folder}，会按名册生成“{sheet}”，供填写上年数。"
    )


def copied(source: str, copy: str) -> str:
    return f"{copy} 是从 {source} 复制来的，以后用的是这一份；要改请改这一份。"


def elsewhere(path: str) -> str:
    return f"{path} 在本文件夹之外，没有复制：移动本文件夹时，请一并移动它并核对 collection.toml。"


def dated(number: int) -> str:
    return (
        f"名册沿用上年的，其中 {number} 个单位的截止日期是以前填的：请打开名册，改成本年度的日期。"
    )


def succeeding(names: Sequence[str]) -> str:
    return (
        f"名册中 {'、'.join(names)} 写有“上年代码”，那是上年合并、换代码时填的："
        "今年没有再变的，请清空这一格。"
    )
