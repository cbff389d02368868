"""What ``toolkit log`` says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from toolkit.consolidated_workbook.words import FILE_STATUSES
from toolkit.consolidation.words import MINUTE
from toolkit.feedback.outbox import LetterKind
from toolkit.grids.names import NO, NOT_JUDGED, SEVERITY_WORDS, STATUS_WORDS, STATUSES, YES
from toolkit.journal.account import Differs, RunAccount
from toolkit.journal.rows import GONE, UNJUDGED
from toolkit.text import printable

RUN_COLUMNS = ("汇总时间", "新到", "已报/应报", "计入", "错误", "变化")
HOW_TO_SEE_ONE = "看一个单位的经过：toolkit log 单位名称或代码"
NOT_KNOWN_BEFORE = "（在这之前的汇总，本台账没有记录）"

FILES, FINDINGS, DECISIONS, LETTERS, STANDING = (
    "报送件",
    "审核意见",
    "审核人的处理",
    "退回",
    "报送状态",
)
NOTHING = "（无）"

_FILE_STATUSES = {**FILE_STATUSES, GONE: "已不在报送件中"}
_UNIT_STATUSES = {**STATUSES, GONE: "不再列出"}
_FINDING_STATUSES = {**STATUS_WORDS, UNJUDGED: NOT_JUDGED}
_LETTERS: Mapping[str, str] = {
    LetterKind.WORKBOOK: "退回件",
    LetterKind.NOTICE: "退回通知",
    LetterKind.RECEIPT: "回执",
    LetterKind.REMINDERS: "催报名单",
}
# So many characters of a digest tell it from any other of a unit.
_DIGITS = 8


def minute(time: str) -> str:
    """When a run was, as the office's clock showed it."""
    return datetime.fromisoformat(time).strftime(MINUTE)


def saved(time: str) -> str:
    """When a file was saved, which is known in UTC."""
    if not time:
        return ""
    local = datetime.fromisoformat(time).replace(tzinfo=UTC).astimezone()
    return f"保存于 {local.strftime(MINUTE)}"


def title(year: int, name: str, number: int) -> str:
    return f"{name} {year} 年度：共汇总 {number} 次"


def changes(one: RunAccount, workbook: str) -> str:
    """What a run has brought; ``workbook``: where it has written one besides the usual one."""
    parts = (
        ("数据有变的单位", one.changed),
        ("新提意见", one.told),
        ("消除", one.gone),
        ("处理意见有变", one.decided),
        ("没有沿用的处理意见", one.lost),
        ("退回或催报文件", one.letters),
    )
    told = "，".join(f"{what} {number}" for what, number in parts if number) or "没有变化"
    return f"（写入 {printable(workbook)}）{told}" if workbook else told


def unit_title(name: str, code: str) -> str:
    return f"{name}（{code}）"


def section(head: str) -> str:
    return f"{head}："


def digest(sha256: str) -> str:
    return f"校验值 {sha256[:_DIGITS]}" if sha256 else "校验值未知"


def file_line(number: int, time: str, told: str, facts: Sequence[str]) -> str:
    return f"{number}. {time} {told}（{'，'.join(filter(None, facts))}）"


def moved(file: str) -> str:
    return f"改名或移到 {printable(file)}"


def differs(one: Differs) -> str:
    """A figure that is another than before.

    Of a total it is known only where it is not what its parts add up to.
    """
    unknown = "与分项相符" if one.is_total else "不是数"
    old, new = (figure or unknown for figure in (one.then, one.now))
    return f"{one.sheet} {one.cell}（{one.label}）：{old} → {new}"


def file_state(time: str, status: str, reason: str) -> str:
    told = _FILE_STATUSES.get(status, status)
    return f"{time} {told}" + (f"：{reason}" if reason else "")


def finding_head(severity: str, code: str, place: str) -> str:
    return " ".join(filter(None, (SEVERITY_WORDS.get(severity, severity), code, place)))


def finding_told(time: str, status: str, text: str, *, again: bool) -> str:
    what = "改为" if again else "提出"
    state = "" if status == "open" else f"（{_FINDING_STATUSES.get(status, status)}）"
    return f"{time} {what}{state}：{text}"


def finding_gone(time: str) -> str:
    return f"{time} 已消除"


def decision(time: str, code: str, decided: str, note: str) -> str:
    if not (decided or note):
        return f"{time} {code}：撤销处理意见"
    return f"{time} {code}：{decided or '（备注）'}" + (f"，{note}" if note else "")


_LOST = "这次汇总时没有原来的汇总工作簿"


def lost_decision(time: str, code: str) -> str:
    """A decision that nobody has withdrawn."""
    return f"{time} {code}：{_LOST}，处理意见没有沿用"


def lost_switch(time: str) -> str:
    return f"{time} 计入汇总：{_LOST}，审核人的选定没有沿用"


def switch(time: str, inside: int | None) -> str:
    if inside is None:
        return f"{time} 计入汇总：不再由审核人选定"
    return f"{time} 计入汇总：选定为“{YES if inside else NO}”"


def letter(time: str, kind: str, name: str, sha256: str, codes: Sequence[str]) -> str:
    what = _LETTERS.get(kind, kind)
    if not sha256:
        return f"{time} 撤下{what} {printable(name)}"
    told = f"，{len(codes)} 条意见：{'、'.join(dict.fromkeys(codes))}" if codes else ""
    return f"{time} {what} {printable(name)}（{digest(sha256)}）{told}"


def standing(time: str, status: str, inside: int, reason: str, errors: int, warnings: int) -> str:
    told = [_UNIT_STATUSES.get(status, status), f"计入汇总：{YES if inside else NO}"]
    told += [f"错误 {errors} 条"] if errors else []
    told += [f"警告 {warnings} 条"] if warnings else []
    return f"{time} {'，'.join(told)}" + (f"（{reason}）" if reason else "")
