"""What ``toolkit`` says alone, in the folder of a collection."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from toolkit.cli.line import typed
from toolkit.collection.names import FEEDBACK, FILE
from toolkit.collection.names import RETURNS as RETURNS_FOLDER
from toolkit.commands.standing import LastYear, Step

# So many names are told in a line.
_MOST = 8

ROSTER, LAST_YEAR, TEMPLATES, RETURNS, SENT, ERRORS, REPORTS = (
    "名册",
    "上年",
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


def last_year(which: LastYear, path: str, folder: str) -> str:
    """``path``: how last year's figures are named; ``folder``: that of the collection."""
    return {
        LastYear.NOT_NAMED: f"没有写明，不与上年核对；有的请在 {FILE} 的 previous 一行写明",
        LastYear.NOT_MADE: (f"{path} 还没有生成：名册填好后运行 {typed('init', folder)} 就会生成"),
        LastYear.BLANK: f"{path} 还没有填写，目前按没有上年数处理",
        LastYear.GONE: f"{path} 找不到：请放回原处，或在 {FILE} 改正 previous 一行",
        LastYear.THERE: path,
        LastYear.SAVED_SINCE: (
            f"{path}，上次汇总以后保存过，或上次用的是别的；确认用它的，"
            f"请写明：{typed('collect', '--previous', path)}"
        ),
    }[which]


def templates(number: int, folder: str) -> str:
    return f"{number} 份，在 {folder} 中" if number else "还没有生成"


def returns(number: int, folders: str) -> str:
    return f"{folders} 中有 {number} 个文件" if number else f"{folders} 中还没有文件"


def new(names: Sequence[str], at: datetime.datetime) -> str:
    when = f"上次汇总（{at.month}月{at.day}日 {at:%H:%M}）以后"
    return f"；{when}新来 {len(names)} 个：{_some(names)}" if names else f"；{when}没有新来的"


def partly(names: Sequence[str]) -> str:
    return f"；上次只汇总了一部分，没有读完 {_some(names)}"


def sent(due: int, missing: int) -> str:
    return f"已报 {due - missing} 个，未报 {missing} 个，应报 {due} 个"


def missing(names: Sequence[str]) -> str:
    return f"；未报：{_some(names)}"


def late(names: Sequence[str]) -> str:
    return f"；已过截止日期：{_some(names)}"


ALL_LATE = "，都已过截止日期"


def ahead(day: datetime.date) -> str:
    return f"；最近的截止日期是 {day.month}月{day.day}日"


NOT_COLLECTED = "还没有汇总过"
UNREAD = "汇总工作簿读不出来，见下"
LOST = "汇总工作簿找不到，见下"
NO_RETURNS_NAMED = f"{FILE} 的 returns 一行没有启用，不知道报送件放在哪里"


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


def step(
    which: Step,
    roster: str,
    returns: str,
    feedback: str,
    workbook: str,
    report: str,
    *,
    reminds: bool,
    previous: str = "",
) -> str:
    """What comes next, with the command that does it; what is blank is not known.

    ``reminds``: whether there are units to be reminded; ``previous``: last year's figures, where
    they have to be confirmed.
    """
    options = ("--previous", previous) if previous else ()
    put, collect = f"放进 {returns}", typed("collect", *options)
    if not returns:
        put = f"放进一个文件夹（例如 {RETURNS_FOLDER}）"
        collect = typed("collect", RETURNS_FOLDER, *options)
    told = {
        Step.FIND_ROSTER: (
            f"请把名册放回原处，或在 {FILE} 的 units 一行写明它在哪里，再运行 toolkit 看一看。"
        ),
        Step.FILL_ROSTER: f"请打开 {roster}，填好各单位，保存、关闭后再运行 toolkit 看一看。",
        Step.TEMPLATES_AGAIN: (
            "上年数是在生成模板以后填的，请再生成一次，模板中才有上年的数：toolkit template"
        ),
        Step.MAKE_TEMPLATES: "生成模板，发给各单位：toolkit template",
        Step.WAIT_FOR_RETURNS: f"把各单位报来的文件{put}，然后汇总：{collect}",
        Step.COLLECT: f"审核、汇总：{collect}",
        Step.COLLECT_AGAIN: f"有变化，请再汇总一次：{collect}",
        Step.FREE_WORKBOOK: (
            f"请让 {workbook} 能读出来：正打开着的请保存、关闭；损坏的请换回，"
            f"例如用备份 {workbook}.bak；再运行 toolkit 看一看。"
        ),
        Step.FIND_WORKBOOK: "请先按上面说的找回汇总工作簿，再运行 toolkit 看一看。",
        Step.CONFIRM_ROSTER: (
            f"名册有改动，核对无误后请这样汇总：{typed('collect', '--units', roster, *options)}"
        ),
        Step.SETTLE: f"{_settle(feedback, reminds=reminds)}报来的{put} 后再汇总：{collect}",
        Step.REPORT: "数已齐全，生成对外发布的年度报告：toolkit report",
        Step.REPORT_AGAIN: (
            "报告是上次汇总以前生成的，请核对其中的数是否还对："
            f"{typed('check', report, '--against', workbook)}；不对的请重新生成：toolkit report"
        ),
        Step.PUBLISH: (
            f"填写报告，发布前核对一遍：{typed('check', report, '--against', workbook)}"
        ),
    }
    return f"下一步：{told[which]}"


def _settle(feedback: str, *, reminds: bool) -> str:
    if feedback:
        listed, what = ("催报名单、", "催报、退改") if reminds else ("", "退改")
        return f"{what}：{feedback} 中有{listed}退回件和通知，请发给有关单位；"
    making = typed("collect", "--feedback", FEEDBACK)
    return f"请未报的单位补报，有错误的单位改正后重报（退回件、通知、催报名单这样生成：{making}）；"
