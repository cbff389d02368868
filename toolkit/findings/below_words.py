"""What a consolidated workbook says of the units that it sums, in words."""

from __future__ import annotations

from toolkit.findings import phrases
from toolkit.findings.details import (
    Accepted,
    Child,
    Gaps,
    LineChanged,
    MissingLists,
    MoreBelow,
    NotTheSum,
    OpenBelow,
    Retyped,
    Trouble,
)
from toolkit.findings.voice import Voice
from toolkit.grids.names import BY_UNIT, FINDINGS, SENT_BACK, STANDS
from toolkit.text import shorten

# The longest text of an error that is taken from the list one level down, in characters.
_LONGEST = 160
_WAITS = {
    SENT_BACK: f"（{SENT_BACK}该单位，尚未改正）",
    **{one: f"（处理意见为“{one}”，但情况已变，尚未复核）" for one in STANDS},
}

# --- Its figures ---------------------------------------------------------------------------------

_MEND_STALE = (
    "请用 Excel 或 WPS 打开该文件，重新计算（Excel 按 Ctrl+Alt+F9）并保存；"
    "仍不一致的，求和公式已被改动，请重新汇总。"
)


def not_the_sum(one: NotTheSum, expected: str) -> dict[str, str]:
    """For an official cell that is not the sum of the units."""
    typed = (
        "请不要直接改汇总数：应当更正的，请改正有关单位的报表后重新汇总；"
        f"误改的，请恢复求和公式，或改回 {expected}。"
    )
    return {"mend": typed if one.typed else _MEND_STALE}


_MOVED = "，汇总数随之改变"


def retyped(one: Retyped, actual: str, expected: str) -> dict[str, str]:
    """For a figure on 分单位 that has changed since the workbook was made."""
    now = f"文本“{actual}”" if one.as_text else actual
    return {
        "said": f"现为 {now}，生成该工作簿时为 {expected}",
        "effect": _MOVED if one.summed else "",
        "restore": f"；误改的，请改回 {expected}",
    }


def line_changed(one: LineChanged) -> dict[str, str]:
    """For a line of 分单位 that has changed since the workbook was made."""
    said = {
        "added": "是后来加上的一行，生成该工作簿时没有",
        "gone": "一行已删去，生成该工作簿时有",
        "recoded": f"的单位代码由 {one.old_code} 改成了 {one.new_code}",
        "more": "也有改动",
    }
    return {"said": said[one.how], "effect": _MOVED, "restore": ""}


# --- Its lists -----------------------------------------------------------------------------------


def who(one: Trouble) -> str:
    """Whose error it is; a file that belongs to nobody has neither name nor code."""
    if not one.name:
        return one.code or "不知哪个单位报来的文件"
    return f"{one.name}（{one.code}）" if one.code else one.name


def where(one: Trouble) -> str:
    at = short_place(one)
    return f"{at}（{one.label}）" if one.label else at


def short_place(one: Trouble) -> str:
    """Without the label."""
    return " ".join(part for part in (one.sheet, one.cell) if part)


def open_below(one: OpenBelow, voice: Voice) -> dict[str, str]:
    """``look``: only the office has what else is said of the unit below."""
    trouble = one.trouble
    nobodys = not (trouble.name or trouble.code)
    here = one.here and not voice.to_unit
    look = "该单位的报表也在本次汇总的文件中，最新情况见其名下的审核意见。" if here else ""
    if not trouble.line:
        look += "该条已从“审核结果”页删去或改动，按生成时所列。"
    mend = "请查明该文件是哪个单位的、是否报表，改正或移出" if nobodys else "请与该单位核实改正"
    return {"said": _trouble(trouble), "mend": mend, "look": look}


def _trouble(one: Trouble) -> str:
    """One error as the county's list has it, with its place where its words do not say it."""
    place = where(one)
    at = f" {place}" if place and short_place(one) not in one.said else ""
    waits = _WAITS.get(one.decision, "")
    words = shorten(one.said, _LONGEST).rstrip("。")
    told = f"{one.rule}{at}"
    return f"{who(one)}，{told}：{words}{waits}" if words else f"{who(one)} {told}{waits}"


def more_below(one: MoreBelow) -> dict[str, str]:
    said = f"另有 {one.number} 处，见该工作簿的“{FINDINGS}”页"
    return {"said": said, "mend": "请与有关单位核实改正", "look": ""}


def accepted(one: Accepted) -> dict[str, str]:
    more = f"；等 {one.number} 处" if one.number > len(one.shown) else ""
    return {"said": "；".join(map(_accepted, one.shown)) + more}


def _accepted(one: Trouble) -> str:
    """An error that the reviewer there let stand, with the reviewer's note."""
    at = f" {where(one)}" if where(one) else ""
    noted = f"，备注：{one.note}" if one.note else ""
    return f"{who(one)}，{one.rule}{at}（{one.decision}{noted}）"


def gaps(one: Gaps) -> dict[str, str]:
    here = "其报表在本次汇总的文件中"
    missing = [
        _remarked(child.name, here if child.code in one.here else "") for child in one.missing
    ]
    left_out = [_remarked(child.name, child.reason) for child in one.left_out]
    besides = [child.name for child in one.besides]
    told = (
        (missing, "未报 {} 个"),
        (left_out, "已报未计入 {} 个"),
        (besides, "多计入了不由其汇总的 {} 个单位"),
        (one.unlisted, "名册中另有 {} 个下级单位不在其汇总范围"),
        (one.incomplete, "其中 {} 个单位自身的汇总不齐"),
    )
    lists = (f"；{words.format(len(some))}：{phrases.names(some)}" for some, words in told if some)
    return {
        "due": str(one.due),
        "inside": str(one.inside),
        "gaps": "".join(lists),
        "steps": _steps(one),
    }


def _remarked(name: str, remark: str) -> str:
    return f"{name}（{remark}）" if remark else name


def _steps(one: Gaps) -> str:
    """What to do before it is summed again."""
    steps = f"请催报 {phrases.names(list(map(_addressed, one.missing)))}；" if one.missing else ""
    if one.left_out or one.besides or one.unlisted:
        return f"{steps}请查明其他单位未计入、多计入或不齐的原因；"
    if one.incomplete:
        return f"{steps}请 {phrases.names(one.incomplete)} 先补齐自身的汇总；"
    return steps


def _addressed(one: Child) -> str:
    return one.name + phrases.contact(one.person, one.phone)


def lost(one: MissingLists) -> dict[str, str]:
    """The lists that cannot be read, and the record, which people do not know as a sheet."""
    things = [f"{phrases.files(one.lists)}页"] if one.lists else []
    things += ["生成时留下的记录"] if one.record else []
    unsure = ["它的所属单位是否报齐、有无错误"] if one.lists else []
    if one.record or BY_UNIT in one.lists:
        unsure.append("各单位的数是否改动过")
    return {"lost": "和".join(things), "unsure": "，".join(unsure)}
