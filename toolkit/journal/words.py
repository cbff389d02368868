"""What a journal says: how a unit came to where it is, and why the journal cannot be used."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from toolkit.journal.hindrance import Hindrance
from toolkit.text import shorten

_WHY = {
    Hindrance.LOCKED: (
        "被别的程序占用，或另一次汇总正在写入。请关闭打开它的程序；没有人打开而仍占用的，"
        "可能是所在的共享文件夹不支持加锁，请改放到别的文件夹。"
    ),
    Hindrance.READ_ONLY: "没有写入权限，或所在的文件夹是只读的。请检查权限。",
    Hindrance.FULL: "磁盘已满，或已用完规定的空间。请清理出空间。",
    Hindrance.DAMAGED: (
        "已损坏。有备份的，请换回备份；没有的，请改名留底（例如 台账-损坏.sqlite），"
        "下次汇总时会另建一个。"
    ),
    Hindrance.FOREIGN: (
        "不是本工具的台账，或已损坏。有备份的，请换回备份；没有的，请把它移走或改名，"
        "下次汇总时会另建一个。"
    ),
    Hindrance.NEWER: "是用更新版本的 toolkit 写的，没有改动它。请升级 toolkit。",
    Hindrance.CANNOT_OPEN: "打不开。请检查路径和权限，看它是不是文件夹。",
    Hindrance.FAILED: "读写时系统报告出错。请检查磁盘和网络。",
}


def not_written(path: str, why: Hindrance) -> str:
    """``path``: of the journal."""
    return f"台账 {path} {_WHY[why]}本次汇总没有记入台账，结果不受影响；下次汇总时补记。"


def not_readable(path: str, why: Hindrance) -> str:
    return f"读不了台账 {path}：{_WHY[why]}"


def lost(path: str) -> str:
    return (
        f"没有找到台账 {path}，它可能被删除或移走了：以前的报送经过查不到了，"
        "已另建一个，从这次记起。找回原来的台账后，请用它替换新建的。"
    )


def gap(path: str) -> str:
    return f"台账 {path} 中没有上一次汇总的记录，那一次的经过查不到；从这次起继续记录。"


def older(workbook: str, time: datetime.datetime, later: int) -> str:
    """``time``: when what was replaced was made; ``later``: how many runs came after that."""
    return (
        f"被代替的 {workbook} 是较早的一份（{day(time)} {time:%H:%M} 汇总的），"
        f"此后还汇总过 {later} 次，那以后填写的处理意见、说明和选定没有沿用。如不是有意换回的，"
        "请用 --review 写明最后那一份，重新汇总。"
    )


def no_journal(path: str) -> str:
    return f"没有找到台账 {path}：这里还没有汇总过，或台账已移走。请在汇总所在的文件夹中运行。"


def empty(path: str) -> str:
    return f"台账 {path} 中还没有一次完成的汇总。请先运行 toolkit collect。"


def no_such_unit(wanted: str, known: Sequence[tuple[str, str]]) -> str:
    return f"台账中没有“{shorten(wanted)}”这个单位，有的是：{_units(known)}。"


def several_units(wanted: str, found: Sequence[tuple[str, str]]) -> str:
    return f"“{shorten(wanted)}”不止一个单位：{_units(found)}。请写全名称或代码。"


_MOST_UNITS = 20


def _units(some: Sequence[tuple[str, str]]) -> str:
    told = "、".join(f"{name}（{code}）" for code, name in some[:_MOST_UNITS])
    return told + (f" 等 {len(some)} 个" if len(some) > _MOST_UNITS else "")


# --- The course of a unit's reporting ------------------------------------------------------------


def day(time: datetime.datetime) -> str:
    return f"{time.month}月{time.day}日"


def one_by_one(some: Iterable[str]) -> str:
    return "；".join(some)


def without_usual(file: str, usual: str) -> str:
    """A file's name; ``usual``: that of the unit's template, which nobody has to be told."""
    stem, dot, ending = file.rpartition(".")
    added = stem.removeprefix(usual)
    return file if added == stem else f"…{added}{dot}{ending}" if added else ""


def _named(what: str, file: str) -> str:
    return f"{what} {shorten(file)}" if file else what


def first(file: str) -> str:
    return _named("首次报送", file)


def again(file: str) -> str:
    return _named("重报", file)


def known_before(file: str) -> str:
    return _named("此前已报", file)


def copied(file: str, of: str) -> str:
    told = f" {shorten(of)} " if of else "先前所报"
    return f"{_named('又报', file)}，与{told}完全相同"


def unusable(file: str, reason: str) -> str:
    told = f"来件 {shorten(file)} 不能采用" if file else "来件不能采用"
    return told + (f"（{reason}）" if reason else "")


def changed(number: int | None) -> str:
    """Beside a file that was sent again: in how many figures it differs from the one before."""
    if number is None:
        return ""
    return f"{number} 个数有变" if number else "各数未变"


NOT_USED = "未采用"
# With errors, and without.
SENT_BACK, TO_BE_CHECKED = "已退回", "已发回核实"
NO_ERRORS = "没有错误"


def errors(number: int) -> str:
    return f"错误 {number} 条" if number else NO_ERRORS


def taken_away(file: str) -> str:
    return f"{shorten(file) or '所报文件'} 已不在报送件中"


def there_again(file: str) -> str:
    return f"{shorten(file) or '所报文件'} 又在报送件中"


def used_now(file: str) -> str:
    """Of a file that had come in before."""
    return f"改为采用{f' {shorten(file)}' if file else '先前所报的文件'}"


def used_no_more(file: str) -> str:
    return f"{shorten(file) or '所报文件'} 不再采用"


def skipped(number: int) -> str:
    return f"（中间 {number} 次略）"
