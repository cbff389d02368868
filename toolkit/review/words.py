"""What a reviewer reads and types: the worklist, what was carried over, what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum, unique

from toolkit.grids.names import (
    BY_UNIT,
    CHANGED,
    CHANGES,
    COMPARISON,
    DIFFERS,
    FINDINGS,
    OVERVIEW,
    TYPED,
)
from toolkit.review.taken_over import Difference, Merged, Withdrawn
from toolkit.text import shorten

DECISION_STOP = "请从下拉列表中选择：待处理、已核实、已退回、不采纳。详细情况请写在“备注”栏。"
SETTLED_NOTE = (
    "以前列出、现在已不存在的问题，连同写过的处理意见和备注移到这里；不需要的行可以删去。"
)


def changed(figure: str, expected: str, message: str) -> str:
    """What a decision was about when it was made: the figures at that time, or what was said."""
    parts = [
        f"{caption} {text}" for caption, text in (("填报数", figure), ("应为", expected)) if text
    ]
    about = "、".join(parts) or f"“{message}”"
    return f"{CHANGED}，原为{about}，请复核处理意见"


# What a person changed outside of the cells that are meant for it.
TYPED_COLUMNS = ("原汇总时间", "工作表", "单元格", "所在行", "所在列", "原内容", "改为", "说明")
TYPED_NOTE = (
    "下列内容是在填写栏以外手工改动或添加的。汇总数只取自报送件，这些改动没有计入；"
    "重新汇总时保留在这里，处理完后可以删去。"
    "“意见不一”的，“原内容”是采用的意见，“改为”是另一份的意见，核定后删去。"
)
IS_CELL, IS_COMMENT, IS_ADDED = "改动", "批注", "添加"
CLEARED = "（已清除）"
OLD_FORMULA = "原公式"


def old_formula(result: str) -> str:
    """A formula of ours that was typed over, with its result where that is known."""
    return f"{OLD_FORMULA}（{result}）" if result else OLD_FORMULA


def row_by_hand(cells: Iterable[tuple[str, str]]) -> str:
    """A row that a person has added to a list: head and text of each cell."""
    return "；".join(f"{head}：{text}" if head else text for head, text in cells)


# What was taken over from copies that colleagues have worked on.
THIS = "本工作簿"
_MOST_DIFFERENCES = 10


def typed_in(kind: str, names: Sequence[str]) -> str:
    """What a row of the list is, and the copies that it comes from."""
    return f"{kind}（{'、'.join(names)}）"


def noted(name: str, note: str) -> str:
    """One of several notes on a row; ``name``: the copy that it comes from, if it does."""
    return f"（{name}）{note}" if name else note


def differs(others: Sequence[tuple[str, str]]) -> str:
    """What copies have decided that was not kept: name and decision; named on 变化."""
    told = "、".join(f"{name or THIS} {shorten(decision)}" for name, decision in others)
    return f"{DIFFERS}，{told}，请复核处理意见"


def unit_line(code: str, name: str) -> str:
    return f"{code} {name}".strip()


def problem(code: str, name: str, rule: str, place: str) -> str:
    return " ".join(filter(None, (code, name, rule, place)))


def sheet_of(name: str, copy: str) -> str:
    """A sheet of a copy, where the workbook has another one of that name."""
    return f"{name}（{copy}）"


def taken_over(merged: Merged) -> list[str]:
    """What was taken over from copies, and the first places where they differ."""
    told = []
    if merged.ground:
        told.append(
            f"原处没有汇总工作簿，接着 --review 指明的 {merged.ground} 做，其中填写的内容都已沿用。"
        )
    if copies := [name for name in merged.copies if name != merged.ground]:
        counts = (
            (merged.decisions, "处理意见 {} 条"),
            (merged.notes, "备注 {} 条"),
            (merged.switches, "计入汇总 {} 个单位"),
            (merged.typed, "手工改动 {} 处"),
            (merged.sheets, "工作表 {} 页"),
            (len(merged.withdrawn), "撤回 {} 处"),
        )
        taken = "、".join(text.format(n) for n, text in counts if n) or "没有新的内容"
        told.append(
            f"已并入 {len(copies)} 份副本（{'、'.join(copies)}）：{taken}。"
            "副本中的颜色、列宽、筛选没有并入。"
        )
    if merged.known:
        told.append(f"以前已经并入、没有新内容的副本：{'、'.join(merged.known)}。")
    return [*told, *withdrawing(merged.withdrawn), *differing(merged.differences)]


def withdrawing(every: Sequence[Withdrawn]) -> list[str]:
    """What copies have taken back: the first places, each with what became of it."""
    if not every:
        return []
    more = len(every) - _MOST_DIFFERENCES
    return [
        f"副本中撤回的 {len(every)} 处，请核对：",
        *(
            f"  {one.of}“{one.head}”：{one.by} 撤回了所写的，"
            + (f"仍为“{shorten(one.kept)}”。" if one.kept else f"已撤回“{shorten(one.was)}”。")
            for one in every[:_MOST_DIFFERENCES]
        ),
        *([f"  另有 {more} 处。"] if more > 0 else []),
    ]


def differing(every: Sequence[Difference]) -> list[str]:
    """Where copies say different things: the first places."""
    if not every:
        return []
    more = len(every) - _MOST_DIFFERENCES
    return [
        f"各份意见不一 {len(every)} 处，没有采用的列在“{TYPED}”页，请逐条核定：",
        *(
            f"  {one.of}“{one.head}”：采用 {one.kept_of or THIS} 的“{shorten(one.kept)}”，"
            f"{one.other_of or THIS} 为“{shorten(one.other)}”。"
            for one in every[:_MOST_DIFFERENCES]
        ),
        *([f"  另有 {more} 处。"] if more > 0 else []),
    ]


CHANGED_UNITS, CHANGED_TOTALS = "单位变化", "汇总数变化"
UNIT_COLUMNS = ("单位代码", "单位名称", "变化", "上次计入", "本次计入", "上次文件", "本次文件")
TOTAL_COLUMNS = ("位置", "指标", "由哪些单位引起", "上次", "本次", "增减")
FIRST_RUN = "这是第一次汇总到这个文件，没有上次的结果可比。"
NOTHING_CHANGED = "没有变化。"
_MOST_UNITS = 8


@unique
class UnitChangeKind(Enum):
    """A way in which a unit has changed since the consolidated workbook was last made."""

    LISTED = "名册新增"
    UNLISTED = "名册已删去"
    ARRIVED = "新报送"
    REPLACED = "更换文件"
    SAME_FIGURES = "更换文件，数未变"
    GONE = "文件不再采用"
    REREAD = "数有变化"
    INSIDE = "计入汇总"
    OUTSIDE = "不计入汇总"
    CHOSEN_INSIDE = "审核人选定计入汇总"
    CHOSEN_OUTSIDE = "审核人选定不计入汇总"
    # The reviewer chose whether it counts before its figures changed.
    CHOSEN_ONCE = "计入汇总由审核人选定，此后该单位的数已变，请复核"

    @property
    def text(self) -> str:
        return self.value


def since(made: str) -> str:
    return f"与上次汇总（{made}）相比。"


def moved(
    made: str,
    units: tuple[int, int, int, int],
    total: str,
    errors: tuple[int | None, int],
) -> str:
    """What is different since the last run, in one line.

    ``units``: how many have sent something for the first time, something else, nothing that is
    used any more, and how many have changed otherwise. ``total``: a key figure and by how much it
    moved, if it did; ``errors``: then and now, None where it is not known.
    """
    told = "新报 {} 个单位", "重报 {} 个单位", "{} 个单位的文件不再采用", "{} 个单位有其他变化"
    came = [text.format(n) for n, text in zip(units, told, strict=True) if n]
    parts = ["，".join(came)] if came else []
    parts += [total] if total else []
    then, now = errors
    parts += [f"错误 {then} → {now} 条"] if then is not None and then != now else []
    return f"比上次汇总（{made}）：{'；'.join(parts) or '单位、主要数据和错误都没有变化'}。"


def carried(kept: int, changed: int, settled: int, written: int) -> str:
    """``written``: how many of those that are settled the reviewer had written something on."""
    told = f"（其中 {written} 条写过意见）" if settled else ""
    return (
        f"保留处理意见和备注 {kept} 条，其中数已变、需要复核 {changed} 条；"
        f"已消除 {settled} 条{told}。"
    )


def forgotten(previous: str) -> str:
    """``previous``: the name of what an earlier run compared with."""
    return (
        f"以前汇总用过 --previous {previous}，这次没有用 --previous：与上年的对比都没有做，"
        f"“{OVERVIEW}”“{COMPARISON}”中没有上年数。请加上 --previous {previous} 重新汇总。"
    )


def declined(previous: str) -> str:
    """The same where somebody has said so."""
    return (
        f"按 --no-previous 的要求，没有与上年核对（以前用过 --previous {previous}），"
        f"“{OVERVIEW}”“{COMPARISON}”中没有上年数。要再与上年核对的，请加上 --previous {previous}。"
    )


def not_judged(reasons: Sequence[tuple[str, int]]) -> str:
    """What an earlier run has told and this one could not judge: each reason with its number."""
    number = sum(one for _, one in reasons)
    why = "；".join(f"{reason} {one} 条" for reason, one in reasons)
    return (
        f"上次列出的问题中有 {number} 条本次未审核，照上次所列保留，不算已消除：{why}。"
        f"办法见“{FINDINGS}”页“处理建议”栏。"
    )


def written_below(written: Sequence[tuple[str, str, str, str]]) -> str:
    """What the reviewer wrote on rows that follow from another now: sheet, cell, decision, note."""
    parts = (
        f"{sheet} {cell} {decision}{f'（{note}）' if note else ''}".strip()
        for sheet, cell, decision, note in written
    )
    return f"其下原有意见：{'、'.join(parts)}"


def to_recheck(units: Sequence[tuple[str, bool]]) -> str:
    """Units that the reviewer left out and that have moved since; whether errors are open."""
    said = (f"{name}（{'仍有错误' if faulty else '现已没有错误'}）" for name, faulty in units)
    return (
        f"审核人选定不计入、此后已改正或数已变的单位（{len(units)} 个）：{'、'.join(said)}。"
        f"请复核：应计入的，在“{BY_UNIT}”页把“计入汇总”改为“是”，再汇总一次。"
    )


def kept_filters(sheets: Sequence[str]) -> str:
    return f"以前在{'、'.join(f'“{one}”' for one in sheets)}页设的筛选已沿用，有的行可能没有显示。"


LOOKS_UNREAD = "以前在工作簿中设的颜色、字体、列宽、筛选读不出来，没有沿用；请看备份文件。"


def switched(names: Sequence[str]) -> str:
    return f"“计入汇总”由审核人选定、已沿用的单位（{len(names)} 个）：{'、'.join(names)}。"


def waiting(names: Sequence[str]) -> str:
    """Units that were chosen, but have sent nothing that could be in the sum."""
    return (
        f"“计入汇总”由审核人选定、还没有报表可计入的单位（{len(names)} 个）：{'、'.join(names)}。"
        "收到报表后照选定的办。"
    )


def typed(number: int) -> str:
    return f"填写栏以外的手工改动 {number} 处，列在“手工改动”页，没有计入汇总数。"


def unsettled(number: int) -> str:
    """What copies that were taken over before say otherwise, and is listed still."""
    return f"以前并入副本时意见不一的 {number} 处，列在“{TYPED}”页，核定后请删去那些行。"


def kept_sheets(names: Sequence[str]) -> str:
    return f"自行添加的工作表（{'、'.join(names)}）已保留内容；格式和公式请看备份文件。"


def backup(name: str) -> str:
    return f"被代替的文件已另存为 {name}（打开时请去掉末尾的“.bak”）。"


def by_units(parts: Sequence[tuple[str, str]]) -> str:
    """Which units moved a total, the largest first: name and signed change."""
    shown = [f"{name} {change}" for name, change in parts[:_MOST_UNITS]]
    more = f"，另有 {len(parts) - _MOST_UNITS} 个单位" if len(parts) > _MOST_UNITS else ""
    return f"{'；'.join(shown)}{more}"


def run_summary(arrived: int, replaced: int, moved: int) -> str:
    return (
        f"与上次相比：新报送 {arrived} 个单位，更换文件 {replaced} 个单位，汇总数变化 {moved} 项。"
    )


def missed(names: Sequence[str]) -> str:
    more = f"等，详见“{CHANGES}”页" if len(names) > _MOST_UNITS else ""
    return (
        f"上次有报送件、这次没有可用报送件的单位（{len(names)} 个）："
        f"{'、'.join(names[:_MOST_UNITS])}{more}。如不是有意撤下，请找回报送件后重新汇总。"
    )


def of_another_unit(path: str, unit: str) -> str:
    return (
        f"{path} 是另一汇总单位（{unit}）的汇总工作簿，没有覆盖。"
        "请另取文件名；如本次是替它汇总，请用 --as 指明它的代码。"
    )


def earlier_unreadable(path: str, reason: str) -> str:
    return (
        f"{path} 是以前的汇总工作簿，但{reason}，读不出其中填写的处理意见等内容。"
        "为免丢失，没有覆盖：请恢复后重试，或把它改名、移走后重新汇总。"
    )


NO_RECORD = "其中没有本工具留下的记录（可能是旧版本生成的，或用别的软件另存过）"


def sheet_is_gone(name: str) -> str:
    return f"“{name}”页已被删除或改名"


def heads_are_gone(name: str) -> str:
    return f"“{name}”页的表头已被改动"


def of_another_period(path: str, year: str) -> str:
    return f"{path} 是另一年度（{year}）或另一表式的汇总工作簿，没有覆盖。请另取文件名。"


def is_open(path: str, lock: str) -> str:
    return (
        f"{path} 正在 Excel、WPS 或 LibreOffice 中打开，为免丢失尚未保存的内容，没有覆盖。"
        f"请保存并关闭后重试；如并没有打开，请删去 {lock}。"
    )


# Why a copy that --review names cannot be used.
COPY_KIND = "不是本工具生成的汇总工作簿"
COPY_FORMAT = "已用别的格式另存过，其中填写的内容读不全，请用 Excel 或 WPS 另存为“.xlsx”工作簿"
COPY_LOCKED = "设有打开密码，请先取消打开密码并保存"


def copy_unusable(path: str, reason: str) -> str:
    return (
        f"--review 指明的 {path} 不能用：{reason}。"
        "应为同一单位、同一年度汇总工作簿的另一份。没有生成汇总工作簿。"
    )


def copy_of_another_unit(path: str, unit: str) -> str:
    return copy_unusable(path, f"它是另一汇总单位（{unit}）的汇总工作簿")


def copy_of_another_period(path: str, year: str) -> str:
    return copy_unusable(path, f"它是另一年度（{year}）或另一表式的汇总工作簿")


def copy_written_over(path: str) -> str:
    return (
        f"--review 指明的 {path} 是本次要写入的文件，写入后其中填写的内容就没有了。"
        "请先把它另存到别处，再用 --review 指明。"
    )
