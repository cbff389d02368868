"""What a consolidated workbook says of the units that it sums: how its lists are read, and told."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.findings import phrases
from toolkit.grids.names import BY_UNIT, FINDINGS, SENT_BACK, STANDS

# What a reviewer decides of an error: it stands as it is, or it waits for the unit.
SETTLED = STANDS
WAITING = SENT_BACK
_LONGEST = 160
_WAITS = {
    WAITING: f"（{WAITING}该单位，尚未改正）",
    **{one: f"（处理意见为“{one}”，但情况已变，尚未复核）" for one in SETTLED},
}


def unit(name: str, code: str) -> str:
    """Whose error it is; a file that is nobody's has neither name nor code."""
    if not name:
        return code or "不知哪个单位报来的文件"
    return f"{name}（{code}）" if code else name


def place(sheet: str, cell: str, label: str) -> str:
    where = " ".join(part for part in (sheet, cell) if part)
    return f"{where}（{label}）" if label else where


def trouble(who: str, rule: str, where: str, said: str, decision: str) -> str:
    """One error as the county's list has it; its place only where its own words do not say it."""
    known = where.partition("（")[0]
    at = f" {where}" if where and known not in said else ""
    waits = _WAITS.get(decision, "")
    words = phrases.shorten(said, _LONGEST).rstrip("。")
    return f"{who}，{rule}{at}：{words}{waits}" if words else f"{who} {rule}{at}{waits}"


MEND_REST = "请与有关单位核实改正"


def mend(name: str, code: str) -> str:
    """What to do about an error, by whose it is."""
    if name or code:
        return "请与该单位核实改正"
    return "请查明该文件是哪个单位的、是否报表，改正或移出"


def trouble_label(who: str, rule: str, where: str) -> str:
    """Which problem of which unit: as it stands beside the finding."""
    return f"{who}，{rule} {where.partition('（')[0]}".strip()


def more(number: int) -> str:
    return f"另有 {number} 处，见该工作簿的“{FINDINGS}”页"


def accepted(who: str, rule: str, where: str, decision: str, note: str) -> str:
    """An error that the reviewer there let stand, with what was noted of it."""
    at = f" {where}" if where else ""
    noted = f"，备注：{note}" if note else ""
    return f"{who}，{rule}{at}（{decision}{noted}）"


def listed(shown: Sequence[str], number: int) -> str:
    return "；".join(shown) + (f"；等 {number} 处" if number > len(shown) else "")


def with_remark(name: str, remark: str) -> str:
    return f"{name}（{remark}）" if remark else name


HERE = "其报表在本次汇总的文件中"
LOOK_HERE = "该单位的报表也在本次汇总的文件中，最新情况见其名下的审核意见。"


def missing(names: Sequence[str]) -> str:
    return f"；未报 {len(names)} 个：{phrases.names(list(names))}"


def left_out(names: Sequence[str]) -> str:
    return f"；已报未计入 {len(names)} 个：{phrases.names(list(names))}"


def unlisted(names: Sequence[str]) -> str:
    return f"；名册中另有 {len(names)} 个下级单位不在其汇总范围：{phrases.names(list(names))}"


def besides(names: Sequence[str]) -> str:
    return f"；多计入了不由其汇总的 {len(names)} 个单位：{phrases.names(list(names))}"


def incomplete(names: Sequence[str]) -> str:
    return f"；其中 {len(names)} 个单位自身的汇总不齐：{phrases.names(list(names))}"


def press(names: Sequence[str]) -> str:
    return f"请催报 {phrases.names(list(names))}；"


LINE_IS_LOST = "该条已从“审核结果”页删去或改动，按生成时所列。"


def fill_up(names: Sequence[str]) -> str:
    return f"请 {phrases.names(list(names))} 先补齐自身的汇总；"


CLEAR_UP = "请查明其他单位未计入、多计入或不齐的原因；"


def lost(names: Sequence[str]) -> dict[str, str]:
    """The lists that cannot be read, and the record, which is no sheet that anybody knows."""
    sheets = [f"“{name}”" for name in names if name != RECORD]
    things = ["、".join(sheets) + "页"] if sheets else []
    unsure = ["它的所属单位是否报齐、有无错误"] if sheets else []
    if RECORD in names or BY_UNIT in names:
        unsure.append("各单位的数是否改动过")
    return {
        "lost": "和".join([*things, *([RECORD] if RECORD in names else [])]),
        "unsure": "，".join(unsure),
    }


# In place of what a unit is told of its own return.
MEND_SUM = (
    "请不要在汇总工作簿中改数、改表样：数要改的，请改正有关单位的报表；"
    "再重新汇总，报送新的汇总工作簿。"
)
MEND_YEAR = "请与有关单位核对计量单位，是否把“元”和“万元”弄混；改正后重新汇总，报送新的汇总工作簿。"


def several_cells(label: str, number: int) -> str:
    return f"{label}，等 {number + 1} 格" if number else label


# Of an official cell that is not the sum of the units.
MEND_STALE = (
    "请用 Excel 或 WPS 打开该文件，重新计算（Excel 按 Ctrl+Alt+F9）并保存；"
    "仍不一致的，求和公式已被改动，请重新汇总。"
)


def mend_typed(expected: str) -> str:
    return (
        "请不要直接改汇总数：应当更正的，请改正有关单位的报表后重新汇总；"
        f"误改的，请恢复求和公式，或改回 {expected}。"
    )


# Lines of 分单位 that are not as they were when the workbook was made.
ROW_ADDED = "是后来加上的一行，生成该工作簿时没有"
ROW_GONE = "一行已删去，生成该工作簿时有"
CHANGED = "也有改动"
RECORD = "生成时留下的记录"


# What comes of it.
MOVED = "，汇总数随之改变"


def recoded(old: str, new: str) -> str:
    return f"的单位代码由 {old} 改成了 {new}"


def as_text(value: str) -> str:
    return f"文本“{value}”"


def was(actual: str, expected: str) -> str:
    return f"现为 {actual}，生成该工作簿时为 {expected}"


def restore(expected: str) -> str:
    return f"；误改的，请改回 {expected}"


def of_unit(name: str, label: str) -> str:
    return f"{name}，{label}"


def more_units(number: int) -> str:
    return f"另外 {number} 个单位"
