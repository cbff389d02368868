"""What ``toolkit`` says alone, in the folder of a collection."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from toolkit.commands.standing import Step

# So many names are told in a line.
_MOST = 8

ROSTER, TEMPLATES, RETURNS, SENT, ERRORS, REPORTS = (
    "名册",
    "模板",
    "收件",
    "报送",
    "错误",
    "报告",
)


def title(year: object, file: str) -> str:
    return f"{f'{year} 年度' if year else ''}数据收集（{file}）"


def roster(rows: int, due: int) -> str:
    return f"{rows} 个单位，应报 {due} 个"


NO_ROSTER = "还没有可用的名册"


def roster_moved(came: Sequence[str], went: Sequence[str]) -> str:
    parts = [
        f"{what} {len(names)} 个（{_some(names)}）"
        for what, names in (("多了", came), ("少了", went))
        if names
    ]
    return f"；上次汇总以后有改动：{'，'.join(parts) or '单位的名称、类别或上级变了'}"


def templates(number: int, folder: str) -> str:
    return f"{number} 份，在 {folder} 中" if number else "还没有生成"


def returns(number: int, folders: str) -> str:
    return f"{folders} 中有 {number} 个文件" if number else f"{folders} 中还没有文件"


def new(names: Sequence[str], at: datetime.datetime) -> str:
    when = f"上次汇总（{at.month}月{at.day}日 {at:%H:%M}）以后"
    return f"；{when}新来 {len(names)} 个：{_some(names)}" if names else f"；{when}没有新来的"


def sent(due: int, missing: int) -> str:
    return f"已报 {due - missing} 个，未报 {missing} 个，应报 {due} 个"


def missing(names: Sequence[str]) -> str:
    return f"；未报：{_some(names)}"


def late(names: Sequence[str]) -> str:
    return f"；已过截止日期：{_some(names)}"


def ahead(day: datetime.date) -> str:
    return f"；最近的截止日期是 {day.month}月{day.day}日"


NOT_COLLECTED = "还没有汇总过"


def errors(number: int, units: int, accepted: int) -> str:
    settled = f"；审核人已核实或不采纳 {accepted} 条" if accepted else ""
    if not number:
        return f"没有未处理的错误{settled}"
    return f"未处理的错误 {number} 条（{units} 个单位）{settled}"


def left_out(names: Sequence[str]) -> str:
    return f"；已报但没有计入汇总：{_some(names)}"


def reports(names: Sequence[str]) -> str:
    return _some(names) if names else "还没有生成"


def _some(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > _MOST else ""
    return f"{'、'.join(names[:_MOST])}{more}"


def step(which: Step, roster: str, returns: str, feedback: str) -> str:
    """What comes next, with the command that does it."""
    told = {
        Step.FILL_ROSTER: f"请打开 {roster}，填好各单位，保存、关闭后再运行 toolkit 看一看。",
        Step.MAKE_TEMPLATES: "生成模板，发给各单位：toolkit template",
        Step.WAIT_FOR_RETURNS: f"把各单位报来的文件放进 {returns}，然后汇总：toolkit collect",
        Step.COLLECT: "审核、汇总：toolkit collect",
        Step.COLLECT_AGAIN: "有变化，请再汇总一次：toolkit collect",
        Step.SETTLE: (
            f"催报、退改：{feedback} 中有催报名单、退回件和通知，请发给有关单位；"
            f"补报的放进 {returns} 后再汇总：toolkit collect"
        ),
        Step.REPORT: "数已齐全，生成对外发布的年度报告：toolkit report",
        Step.PUBLISH: "填写报告，发布前核对一遍：toolkit check 报告 --against 汇总工作簿",
    }
    return f"下一步：{told[which]}"
