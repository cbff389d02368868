"""What a consolidated workbook says of the units that it sums: how its lists are read, and told."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.words import details
from toolkit.words.review import SENT_BACK, STANDS
from toolkit.words.sheets import FINDINGS, Column


class Head:
    """Heads of the lists of a consolidated workbook, wherever their columns stand."""

    UNIT, NAME, INSIDE, REASON = Column.UNIT, Column.NAME, "计入汇总", "说明"
    STATUS, CONTACT, PHONE = "报送状态", "联系人", "联系电话"
    SEVERITY, RULE, STATE = "级别", Column.RULE, "状态"
    SHEET, CELL, LABEL, MESSAGE = Column.SHEET, Column.CELL, Column.LABEL, Column.MESSAGE
    DECISION, NOTE, CHANGE = Column.DECISION, Column.NOTE, Column.CHANGE


HEADS = frozenset(text for key, text in vars(Head).items() if key.isupper())


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
        return code or "下级报来的文件"
    return f"{name}（{code}）" if code else name


def place(sheet: str, cell: str, label: str) -> str:
    where = " ".join(part for part in (sheet, cell) if part)
    return f"{where}（{label}）" if label else where


def trouble(who: str, rule: str, where: str, said: str, decision: str) -> str:
    """One error as the county's list has it; its place only where its own words do not say it."""
    known = where.partition("（")[0]
    at = f" {where}" if where and known not in said else ""
    waits = _WAITS.get(decision, "")
    words = details.shorten(said, _LONGEST).rstrip("。")
    return f"{who}，{rule}{at}：{words}{waits}" if words else f"{who} {rule}{at}{waits}"


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
    return f"；未报 {len(names)} 个：{details.names(list(names))}"


def left_out(names: Sequence[str]) -> str:
    return f"；已报未计入 {len(names)} 个：{details.names(list(names))}"


def unlisted(names: Sequence[str]) -> str:
    return f"；名册中另有 {len(names)} 个下级单位不在其汇总范围：{details.names(list(names))}"


def besides(names: Sequence[str]) -> str:
    return f"；多计入了不由其汇总的 {len(names)} 个单位：{details.names(list(names))}"


def incomplete(names: Sequence[str]) -> str:
    return f"；其中 {len(names)} 个单位自身的汇总不齐：{details.names(list(names))}"


def press(names: Sequence[str]) -> str:
    return f"请催报 {details.names(list(names))}；"


CLEAR_UP = "请查明其他单位未计入、多计入或不齐的原因；"


def sheets(names: Sequence[str]) -> str:
    return "、".join(f"“{name}”" for name in names)


def covers(inside: int, due: int) -> str:
    """Beside a unit in 报送情况: of how many its sum is, and of how many it should be."""
    if inside == due:
        return f"汇总了下级 {inside} 个单位"
    return f"汇总了下级 {inside} 个单位（应汇总 {due} 个），见该单位的审核意见"
