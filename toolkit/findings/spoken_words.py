"""What is said in other words to the office than to a unit, before it sends or after."""

from __future__ import annotations

from toolkit.findings.details import Unstated
from toolkit.findings.voice import Voice
from toolkit.grids.refusals import Refusal

NAME_PATTERN = "“单位代码_单位名称_年度”"
# What the two readers of a workbook that was sent back call it.
_WORKBOOKS = {Voice.SENT_BACK: "本工作簿", Voice.NOTICE: "随附的工作簿"}


def spoken(voice: Voice) -> dict[str, str]:
    """The fields whose words depend on nothing but the reader.

    Before a unit sends its workbook nothing has been added up.
    """
    return {
        "uncounted": "汇总时不会计入" if voice is Voice.UNIT else "未计入汇总",
        "workbook": _WORKBOOKS.get(voice, ""),
    }


def unstated(one: Unstated, place: str, year: str, voice: Voice) -> str:
    """How it is put right that a return does not say who it is from, or of what year it is.

    ``place``: where on its cover it says the year, which may have to be ``year``.
    """
    stating = _stating(one, place, year)
    if voice.to_unit:
        return f"{stating}。"
    further = "；不是报表的文件，请移出文件夹"
    if one.reason is Refusal.NO_YEAR:
        further = "" if one.told else "；也可用 --year 指明年度"
    return f"{stating}，再重新汇总{further}。"


def _stating(one: Unstated, place: str, year: str) -> str:
    if one.published:
        alike = "（文中各标题的年度也应一致）" if one.told else ""
        return f"请在标题中写明单位全称和年度，或把文件名改为{NAME_PATTERN}{alike}"
    if not one.cover:
        alike = "（表上方的年度也应一致）" if one.told else ""
        return f"没有封面：请把文件名改为{NAME_PATTERN}{alike}，或把数据填入下发的模板"
    if not one.unit:
        hint = f"（如为本次报表，应填 {year}）" if year else ""
        return f"请在 {place} 填写报告年度{hint}"
    what = "单位名称、单位代码和报告年度" if one.year else "单位名称和单位代码"
    return f"请在封面填写{what}"
