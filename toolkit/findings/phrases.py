"""Small pieces of wording that messages are put together from."""

from __future__ import annotations

import datetime
from decimal import Decimal

from toolkit.form.number import plain
from toolkit.text import printable

_LONGEST, _MOST_LINES, _MOST_LABELS = 40, 5, 3
PARTS_UNSURE = "它的分项中有不是数的单元格"


BLANK = "空白"
AS_DATE = "日期或时间 "
_UNKNOWN_FORMULA = "（看不到公式内容）"


def shorten(text: str, longest: int = _LONGEST) -> str:
    """A text from a return, fit for a message: one line, no control characters, not too long."""
    clean = printable(text).strip()
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"


def settle(cover: str | None, cell: str | None, state: str) -> str:
    """How a unit says that blank cells are zeros; a workbook of its own may have no cover."""
    return f"请在{cover} {cell} 选择“{state}”" if cover else "请逐格填 0"


def times(ratio: str, more: bool) -> str:
    """How this year's figure compares with last year's."""
    return f"约为上年的 {ratio} 倍" if more else f"约为上年的 {ratio} 分之一"


def likely(value: int | Decimal | None) -> str:
    return "" if value is None else f"；看来应为 {plain(value)}"


def and_more(number: int) -> str:
    return f"（另有 {number} 处）" if number > 0 else ""


def and_cells(cells: list[str]) -> str:
    """Other cells of the same table, not too many of them."""
    if not cells:
        return ""
    more = "等" if len(cells) > _MOST_LINES else ""
    return f"（另有 {len(cells)} 处：{'、'.join(cells[:_MOST_LINES])}{more}）"


def allowed_decimals(decimals: int) -> str:
    return f"最多只能有 {decimals} 位小数" if decimals else "只能填整数"


def as_date(value: object) -> str:
    if isinstance(value, datetime.datetime):
        value = value.date() if value.time() == datetime.time() else value
    return f"{AS_DATE}{value}"


def changed(label: str, old: int | Decimal | None, new: int | Decimal | None) -> str:
    before, after = (BLANK if one is None else plain(one) for one in (old, new))
    return f"{label} {before} → {after}"


def changes(shown: list[str], number: int) -> str:
    if not number:
        return "数据没有不同。"
    more = "等" if number > len(shown) else ""
    return f"数据有 {number} 处不同：{'；'.join(shown)}{more}。"


def files(names: list[str]) -> str:
    return "、".join(f"“{name}”" for name in names)


def names(some: list[str]) -> str:
    """Units by name, not too many of them."""
    more = f"等 {len(some)} 个单位" if len(some) > _MOST_LINES else ""
    return "、".join(some[:_MOST_LINES]) + more


def contact(person: str, phone: str) -> str:
    known = " ".join(part for part in (person, phone) if part)
    return f"（联系人：{known}）" if known else ""


def side(labels: list[tuple[str, str]]) -> str:
    """One side of a rule in words: ``labels`` are (sign or factor, label) pairs."""
    text = " ".join(f"{sign} {label}" if sign else label for sign, label in labels)
    return text.removeprefix("+ ")


def last_year(label: str) -> str:
    return f"上年的“{label}”"


_SENSES = {"=": "等于", "<=": "不大于", ">=": "不小于"}
Side = tuple[str, str]


def comparison(left: Side, right: Side, relation: str) -> str:
    """Two sides of a rule (words and what they come to) that do not compare as they should."""
    shown = [f"{words} = {value}" for words, value in (left, right) if words != value]
    return "，".join([*shown, relation])


def relation(sense: str, left: Side, right: Side, difference: str) -> str:
    """How they should compare; a side that is but a number is named here."""
    if right[0] == right[1]:
        return f"应{_SENSES[sense]} {right[1]}"
    if sense == "=":
        return f"两边应相等，相差 {difference}"
    return f"左边应{_SENSES[sense]}右边，相差 {difference}"


def by_rule(value: int | Decimal) -> str:
    return f"式中其余各数如都无误，此处应为 {plain(value)}。"


def by_balance(value: int | Decimal, *, agrees: bool) -> str:
    """What the balances say of a cell without a figure."""
    return "，与勾稽关系相符" if agrees else f"；按勾稽关系推算应为 {plain(value)}"


def because(cells: list[str]) -> str:
    return f"{'、'.join(cells)} 不是有效的数"


def blank_template_found(file: str) -> str:
    return f"文件夹中有其未填写的模板“{file}”。"


def formula_text(formula: str) -> str:
    """A formula as it stands, or that its format does not tell it."""
    return formula if formula not in ("=", "=[?]") else _UNKNOWN_FORMULA


def hidden_lines(rows: list[str], columns: list[str]) -> str:
    """Hidden rows and columns, as a spreadsheet program numbers them."""
    parts = []
    if rows:
        parts.append(f"第 {'、'.join(rows[:_MOST_LINES])} 行")
    if columns:
        parts.append(f"{'、'.join(columns[:_MOST_LINES])} 列")
    more = "等" if max(len(rows), len(columns)) > _MOST_LINES else ""
    return f"{'和'.join(parts)}{more}"


def differences(tables: list[tuple[str, list[str], list[str]]]) -> str:
    """Where two forms differ: table, what only theirs has, what only ours has."""
    parts = []
    for sheet, theirs, ours in tables:
        words = (("多出", theirs), ("缺少", ours))
        parts.append(sheet + "、".join(f"{word}{_some(some)}" for word, some in words if some))
    return f"与本次表式相比，{'；'.join(parts)}。" if parts else ""


def _some(labels: list[str]) -> str:
    unique = list(dict.fromkeys(labels))
    shown = "、".join(f"“{shorten(one)}”" for one in unique[:_MOST_LABELS])
    return shown + (f"等 {len(unique)} 项" if len(unique) > _MOST_LABELS else "")
