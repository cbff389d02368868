"""Why a roster cannot be used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from toolkit.grids.names import ROSTERS
from toolkit.text import Unseen, shorten

# Problems of one roster beyond this many are only counted: who mends these, finds the others.
_MOST_PROBLEMS = 20

# What a roster may be called where none is named.
_NAMES = f"{'、'.join(ROSTERS[:-1])} 或 {ROSTERS[-1]}"

# A row of the roster: its number, and the name of its unit.
Named = tuple[int, str]


def no_roster(places: Iterable[str]) -> str:
    return (
        f"找不到单位名册（{_NAMES}）。已查找：{'、'.join(places)} 里面和旁边。"
        "请把名册放在报送件文件夹中，或用 --units 指明。"
    )


def no_roster_within(folder: str) -> str:
    return (
        f"{folder} 是文件夹，这里应写一个文件；"
        f"其中也没有单位名册（{_NAMES}）。请写明名册，"
        f"例如 --units {ROSTERS[0]}。"
    )


def rosters_differ(one: str, other: str) -> str:
    return (
        f"有两份内容不同的单位名册：{one} 和 {other}，不知道用哪一份。"
        "请删去过时的一份，或用 --units 指明名册。"
    )


def roster_beside_unread(used: str, other: str, problem: str) -> str:
    return (
        f"有两份单位名册：{used} 和 {other}，后一份不能用，不知道内容是否相同（{problem}）。"
        "请删去不用的一份，或用 --units 指明名册。"
    )


def roster_unreadable(name: str, reason: str = "") -> str:
    why = f"（{reason}）" if reason else ""
    return f"单位名册 {name} 打不开{why}：应为 CSV（UTF-8 或 GB18030 编码）或 .xlsx 文件。"


def roster_sheets(name: str, sheets: Sequence[str]) -> str:
    return (
        f"单位名册 {name} 中有 {len(sheets)} 张内容不同的名册：工作表"
        f"{'、'.join(f'“{one}”' for one in sheets)}。请只保留一张，其余的删去。"
    )


def roster_heads_twice(name: str, heads: Iterable[str]) -> str:
    return (
        f"单位名册 {name} 中有两列的列名都是{'、'.join(f'“{one}”' for one in heads)}，"
        "不知道用哪一列。请删去或改名其中一列。"
    )


def roster_columns(name: str, missing: Sequence[str]) -> str:
    return f"单位名册 {name} 缺少列：{'、'.join(missing)}。第一行应为列名。"


def roster_empty(name: str) -> str:
    return f"单位名册 {name} 还没有填写单位：请在列名下面填写，每个单位一行。"


def roster_problems(name: str, problems: Sequence[str]) -> str:
    """``problems``: each begins with its rows."""
    if len(problems) == 1:
        return f"单位名册 {name} {problems[0]}"
    told = "".join(f"（{n}）{one}" for n, one in enumerate(problems[:_MOST_PROBLEMS], 1))
    left = len(problems) - _MOST_PROBLEMS
    more = f"另有 {left} 处，改正后再运行会列出。" if left > 0 else ""
    return f"单位名册 {name} 有 {len(problems)} 处问题：{told}{more}"


def roster_rows(problems: Iterable[tuple[int, str]]) -> list[str]:
    """Row and problem of each; rows that have the same one are told together."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, problem in problems:
        rows[problem].append(row)
    return [f"第 {_numbers(some)} 行：{problem}" for problem, some in rows.items()]


def _numbers(rows: Sequence[int]) -> str:
    more = f" 等 {len(rows)}" if len(rows) > _MOST_PROBLEMS else ""
    return "、".join(map(str, rows[:_MOST_PROBLEMS])) + more


def _rows(some: Sequence[Named]) -> str:
    told = [f"第 {row} 行（{name}）" for row, name in some[:_MOST_PROBLEMS]]
    if len(some) > _MOST_PROBLEMS:
        return f"{'、'.join(told)}等 {len(some)} 行"
    return f"{'、'.join(told[:-1])}和{told[-1]}" if told[1:] else told[0]


def roster_twice(some: Sequence[Named], code: str) -> str:
    return (
        f"{_rows(some)}的单位代码都是 {code}。一个代码只能是一个单位：请改正代码，或删去重复的行。"
    )


def roster_circle(some: Sequence[Named]) -> str:
    return f"{_rows(some)}的上级代码互相指向，绕成了一圈，看不出由谁汇总。请改正上级代码。"


def roster_self(one: Named) -> str:
    return f"{_rows([one])}的上级代码就是它自己的代码。请改为由谁汇总该单位的代码。"


def roster_blank_parents(some: Sequence[Named]) -> str:
    return (
        f"{_rows(some)}都没有填上级代码。只有汇总单位自己的一行可以空着：请填上其余各行的上级代码。"
    )


def roster_two_tops(one: Named, parent: str, others: Sequence[str]) -> str:
    what = "的上级代码就是它自己的代码" if parent else "没有填上级代码"
    return (
        f"{_rows([one])}{what}，其他单位的上级代码却是 {'、'.join(others[:_MOST_PROBLEMS])}，"
        "名册中没有这个代码的单位。只有汇总单位自己的一行可以没有上级：请改正上级代码。"
    )


def roster_error(head: str, error: str) -> str:
    return f"“{head}”是错误值 {error}。请改正公式，或直接填写。"


def roster_uncalculated(head: str) -> str:
    return (
        f"“{head}”是公式，却没有算出结果。请用 Excel 或 WPS 打开名册，重新计算并保存，或直接填写。"
    )


_UNSEEN = {
    Unseen.CONTROL: "看不见的控制字符",
    Unseen.DIRECTION: "看不见的、会颠倒文字显示方向的字符",
    Unseen.BLANK: "看不见的空字符",
}


def unseen(why: Unseen, piece: str) -> str:
    """What a piece of a text is that a person cannot see as what it is."""
    if why is Unseen.ESCAPE:
        return f"“{piece}”，表格软件会把它当成一个字符的代码，而不是文字"
    return f"{_UNSEEN[why]}（U+{ord(piece):04X}）"


def roster_unseen(head: str, text: str, why: Unseen, piece: str, at: int) -> str:
    what = f"“{head}”的“{shorten(text)}”中有{unseen(why, piece)}"
    if why is Unseen.ESCAPE:
        return f"{what}。请删去“{piece}”，或改成原来的文字。"
    return f"{what}，在第 {at + 1} 个字的位置。请清空这一格，用键盘重新输入，不要粘贴。"


def roster_across(head: str) -> str:
    return f"“{head}”与左边的单元格合并了，看不出各列的内容。请取消横向合并。"


def roster_day(head: str, text: str) -> str:
    return f"“{head}”的“{text}”被 Excel 当成了日期或逻辑值。请把该列设为“文本”格式后重新填写。"


def roster_long(head: str, text: str, length: int, longest: int) -> str:
    return f"“{head}”有 {length} 个字，最多 {longest} 个：“{text}”。请改短，或核对是否填错了列。"


def roster_quote(last: int) -> str:
    """``last``: the line at which the field ends that a quotation mark begins."""
    return (
        f'引号（"）不成对，或一格中有换行，一直读到了第 {last} 行。'
        "请删去多余的引号，一个单位写成一行。"
    )


def roster_quote_within() -> str:
    return '引号（"）不成对，看不出各列的内容。请删去多余的引号。'


def roster_columns_differ(here: int, heads: int) -> str:
    return f"有 {here} 列，列名有 {heads} 列。请检查这一行的分隔符（逗号）和引号。"


def roster_code_damaged(code: str, likely: str) -> str:
    return (
        f"单位代码“{code}”像是被 Excel 当成了数字（应为“{likely}”之类）。"
        "请把该列设为“文本”格式后重新填写代码。"
    )


def roster_code_bad(code: str) -> str:
    return f"代码“{shorten(code)}”不合规：只能用数字、字母、“-”和“_”。"


def roster_code_missing() -> str:
    return "缺少单位代码。"


def roster_name_missing() -> str:
    return "缺少单位名称。"


def roster_long_number(head: str, text: str) -> str:
    return (
        f"“{head}”的“{text}”是以数字存的，超过 15 位的数字 Excel 只保留前 15 位，后面的已经丢失。"
        "请把该列设为“文本”格式后重新填写。"
    )


def roster_unclear(head: str, stored: str) -> str:
    return (
        f"{head}存的是“{stored}”，显示的却不是（单元格格式改变、隐藏了它，或划了删除线、用了上标），"
        "无法确定是哪一个。请清除该格的格式后重新填写。"
    )


def roster_category(category: str, known: Iterable[str]) -> str:
    return f"单位类别“{shorten(category)}”不在可选范围内，应为：{'、'.join(known)}。"


def roster_deadline(text: str) -> str:
    return f"截止日期“{shorten(text)}”看不懂，请写成 2026-02-20 的样子。"


def roster_no_such_day(text: str) -> str:
    return f"截止日期“{text}”：没有这一天，请核对月和日。"


def whose_sum(codes: Sequence[str]) -> str:
    if not codes:
        return "从名册看不出由谁汇总（上级代码全空或互相循环），请用 --as 指明汇总单位的代码。"
    return f"从名册看不出由谁汇总：可能是 {'、'.join(codes)}。请用 --as 指明汇总单位的代码。"


def no_children(code: str) -> str:
    return f"名册中没有上级代码为 {shorten(code)} 的单位。请检查 --as 或名册的“上级代码”列。"
