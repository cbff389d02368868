"""Phrases from which messages are put together."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction

from toolkit.findings.details import (
    AsPublished,
    Beside,
    Changed,
    CoverField,
    Differing,
    Named,
    NotUsed,
    Number,
    TableDifference,
    UnitKnownBy,
    UsedInPart,
    YearKnownBy,
)
from toolkit.findings.finding import Origin, ReadAs
from toolkit.findings.spoken_words import NAME_PATTERN
from toolkit.form.contact import Fault
from toolkit.form.number import from_fraction, plain
from toolkit.form.rule import Sense
from toolkit.grids.address import column_name
from toolkit.grids.document import Medium
from toolkit.grids.names import BY_UNIT, CAPTIONS, COVERAGE, FINDINGS
from toolkit.grids.reason import Advised, Reason
from toolkit.grids.shown import Why
from toolkit.grids.spelt_time import spelt_moment, spelt_time
from toolkit.text import shorten

_MOST_LINES, _MOST_LABELS = 5, 3

BLANK = "空白"
_NO_FIGURE = "不是有效的数"
_UNKNOWN_FORMULA = "（看不到公式内容）"


def place_within(place: str, file: str) -> dict[str, str]:
    """The fields for place and file of a message that names both."""
    return {
        # At the start of a sentence, and within one.
        "here": f"{place} ",
        "here_within": f" {place} ",
        # In brackets.
        "at": f"（{place}）",
        "the_file": f"文件“{file}”",
    }


def choose_state(cover: str | None, cell: str | None, state: str) -> str:
    """How a unit states that blank cells are zeros; a workbook of its own may have no cover."""
    return f"请在{cover} {cell} 选择“{state}”" if cell else "请逐格填 0"


def times(before: Number, now: Number) -> str:
    """How this year's figure compares with last year's; empty where one of them is 0."""
    low, high = Fraction(min(before, now)), Fraction(max(before, now))
    if not low:
        return ""
    ratio = round(high / low)
    return f"约为上年的 {ratio} 倍" if now > before else f"约为上年的 {ratio} 分之一"


def not_this_time(reason: Advised | None) -> str:
    """Before the remedy of a finding that an earlier run told and this one could not judge."""
    return f"本次未审核（{reason.text}），以下照上次所列。{reason.advice}" if reason else ""


def only_title(place: str, title: str) -> str:
    """A message without figures."""
    return f"{place}：{title}。" if place else f"{title}。"


def likely(value: Number) -> str:
    return f"；看来应为 {plain(value)}"


def read_as(some: Sequence[ReadAs]) -> str:
    """That cells without a figure were taken for the one as which they read."""
    cells = "、".join(f"{one.sheet} {one.cell} 按 {plain(one.value)} 计" for one in some)
    return f"（其中{cells}）" if cells else ""


def typed_totals(first: str, number: int) -> str:
    return f"{first} 等 {number} 个" if number > 1 else f"{first} 的"


def summed_as(expected: str) -> str:
    return f"汇总按 {expected} 计。"


def origin(of: Origin | None) -> str:
    """A finding by its place; by its code where it has none, or a line of a list."""
    if of is None:
        return ""
    if of.sheet in (BY_UNIT, COVERAGE, FINDINGS):
        return f"{of.code} {of.label or ''}".strip()
    return " ".join(filter(None, (of.sheet, of.cell))) or of.code


def and_more(number: int) -> str:
    return f"（另有 {number} 处）" if number > 0 else ""


def and_cells(cells: Sequence[str]) -> str:
    """Some other cells of the same table, not too many."""
    if not cells:
        return ""
    more = "等" if len(cells) > _MOST_LINES else ""
    return f"（另有 {len(cells)} 处：{'、'.join(cells[:_MOST_LINES])}{more}）"


def unused(one: NotUsed | UsedInPart) -> str:
    """Why a file of last year is not used, or its tables and cells without a certain figure."""
    if isinstance(one, NotUsed):
        return one.reason.text if one.reason else ""
    many = f" 等 {one.number} 格" if one.number > len(one.cells) else " "
    missing = f"{'、'.join(one.tables)}没有读出"
    invalid = f"{'、'.join(one.cells)}{many}{_NO_FIGURE}"
    told = ((one.tables, missing), (one.cells, invalid))
    return "；".join(text for there, text in told if there)


def allowed_decimals(decimals: int) -> str:
    return f"最多只能有 {decimals} 位小数" if decimals else "只能填整数"


def truth_value(value: bool) -> str:
    return "逻辑值 TRUE" if value else "逻辑值 FALSE"


def as_date(value: datetime.date | datetime.time | datetime.timedelta) -> str:
    return dated(date_alone(value))


def dated(text: str) -> str:
    return f"日期或时间 {text}".strip()


def date_alone(value: datetime.date | datetime.time | datetime.timedelta) -> str:
    """The date, without the time of day where there is none; a duration in hours."""
    if isinstance(value, datetime.time | datetime.timedelta):
        return spelt_time(value)
    return spelt_moment(value) if isinstance(value, datetime.datetime) else value.isoformat()


def displayed(text: str, stored: str, why: Why, apart: str) -> str:
    """What a cell shows, and what else it holds; ``apart``: the piece that does not count."""
    if why is Why.STRUCK:
        rest = f"，其余是“{text}”" if text else ""
        return f"里的“{apart}”划了删除线{rest}"
    if why is Why.RAISED:
        return f"显示的是“{text}”，其中“{apart}”是上标或下标，里面存的是“{stored}”"
    if why is Why.HIDDEN:
        seen = f"只显示“{text}”" if text else "什么也不显示"
        return f"{seen}，里面存的却是 {stored}（单元格格式把数隐藏了）"
    return f"显示的是“{text}”，里面存的却是 {stored}（单元格格式改变了显示的数）"


def displayed_alone(text: str, why: Why, apart: str) -> str:
    """The same for the person who typed it: never a plain number, since it is none."""
    if why is Why.STRUCK:
        return f"{text}（“{apart}”已划去）"
    if why is Why.UNSEEN:
        return f"{text}（夹有看不见的字符）"
    return f"{text or BLANK}（仅为显示）"


def changes(changed: Sequence[Changed], number: int) -> str:
    """The figures in which two returns differ, the first of ``number``."""
    if not number:
        return "数据没有不同。"
    more = "等" if number > len(changed) else ""
    return f"数据有 {number} 处不同：{'；'.join(map(_change, changed))}{more}。"


def _change(one: Changed) -> str:
    before, after = (BLANK if value is None else plain(value) for value in (one.old, one.new))
    return f"{one.label} {before} → {after}"


def files(names: Sequence[str]) -> str:
    return "、".join(f"“{name}”" for name in names)


def names(some: Sequence[str], most: int | None = None) -> str:
    """Some units by name, not too many. ``most``: of more than so many nobody knows how many."""
    more = f"等 {len(some)} 个单位" if len(some) > _MOST_LINES else ""
    if most is not None and len(some) > most:
        more = f"等 {most} 个以上的单位"
    return "、".join(some[:_MOST_LINES]) + more


def contact(person: str, phone: str) -> str:
    known = " ".join(part for part in (person, phone) if part)
    return f"（联系人：{known}）" if known else ""


def side(labels: list[tuple[str, str]]) -> str:
    """One side of a rule in words: ``labels`` are (sign or factor, label) pairs."""
    text = " ".join(f"{sign} {label}" if sign else label for sign, label in labels)
    return text.removeprefix("+ ")


def last_year(label: str, figure: str) -> str:
    """``figure``: what it was; empty where that is not told here."""
    return f"上年的“{label}”（{figure}）" if figure else f"上年的“{label}”"


SENSES = {"=": "等于", "<=": "不大于", ">=": "不小于"}
Side = tuple[str, str]


def comparison(left: Side, right: Side, relation: str) -> str:
    """Two sides of a rule (words and values) that do not compare as they should."""
    shown = [f"{words} = {value}" for words, value in (left, right) if words != value]
    return "，".join([*shown, relation])


def relation(sense: Sense, right: Side, difference: Fraction) -> str:
    """How two sides should compare; a right side that is only a number is given here."""
    if right[0] == right[1]:
        return f"应{SENSES[sense]} {right[1]}"
    apart = plain(from_fraction(abs(difference)))
    if sense == "=":
        return f"两边应相等，相差 {apart}"
    return f"左边应{SENSES[sense]}右边，相差 {apart}"


def by_rule(value: str) -> str:
    return f"式中其余各数如都无误，此处应为 {value}。"


def by_balance(value: Number, *, agrees: bool) -> str:
    """What the balances say about a cell without a figure."""
    return "，与勾稽关系相符" if agrees else f"；按勾稽关系推算应为 {plain(value)}"


def because(cells: Sequence[str]) -> str:
    return f"{'、'.join(cells)} 不是有效的数"


def blank_template_found(file: str) -> str:
    return f"文件夹中有其未填写的模板“{file}”。"


SENT_LAST_YEAR = "该单位上年报送过。"
# Which of several versions counts, and why none does.
LAST_SAVED, CHOSEN = "最后保存", "指定"
SAVED_LATER, CHOSEN_ONE = "后保存的", "指定的"
TIES = {"undated": "有的文件没有记录保存时间", "same_time": "文件的保存时间相同"}
# Why a county's figures cannot be those of its own office alone.
_NO_OTHERS_LISTED = "名册中没有其他下级单位可以对照"


def not_summed(number: int) -> str:
    """``number``: how many units there are below a county besides its own office."""
    return f"似乎没有加上其余 {number} 个下级单位的数" if number else _NO_OTHERS_LISTED


def formula_text(formula: str) -> str:
    """A formula as it is written, or words for one that its format does not give."""
    return formula if formula not in ("=", "=[?]") else _UNKNOWN_FORMULA


def hidden_lines(rows: Sequence[int], columns: Sequence[int]) -> str:
    """Hidden rows and columns, counted from 0, as a spreadsheet program numbers them."""
    parts = []
    if rows:
        parts.append(f"第 {'、'.join(str(one + 1) for one in rows[:_MOST_LINES])} 行")
    if columns:
        parts.append(f"{'、'.join(map(column_name, columns[:_MOST_LINES]))} 列")
    more = "等" if max(len(rows), len(columns)) > _MOST_LINES else ""
    return f"{'和'.join(parts)}{more}"


# By what else the unit of a return, or its year, is known.
KNOWN_BY = {"name": "文件名", "heading": "表上方的文字", "option": "本次指定的年度"}

# What a document is called behind 是, and by what it is known whose it is and of what year.
MEDIA = {
    Medium.PAGE: "网页",
    Medium.WORD: " Word 文档",
    Medium.PDF: " PDF 文件",
    Medium.TEXT: "文本文件",
}
UNIT_KNOWN_BY: Mapping[UnitKnownBy, str] = {
    "title": "标题",
    "name": "文件名",
    "publisher": "发布单位",
    "folder": "所在的文件夹或压缩包",
}
YEAR_KNOWN_BY: Mapping[YearKnownBy, str] = {
    "title": "标题",
    "heading": "文中的标题行或统计期限",
    "name": "文件名",
    "option": "本次指定的年度",
}


def recognised(one: AsPublished, name: str, year: str) -> str:
    """By what it is known whose a report is, and of what year."""
    by, also = UNIT_KNOWN_BY[one.unit], YEAR_KNOWN_BY[one.year]
    if one.unit == one.year:
        return f"按{by}认定为“{name}”{year} 年度"
    return f"单位按{by}认定为“{name}”，年度按{also}认定为 {year} 年度"


def beside(one: Beside, number: int) -> str:
    """The cells in which a report differs from the workbook, the first of ``number``."""
    if not one.compared:
        return "两者没有都能读出的表，无法对照。"
    if not number:
        return "两者都有的各表，数据没有不同。"
    more = f"；另有 {number - len(one.cells)} 处" if number > len(one.cells) else ""
    return f"两者有 {number} 处不同：{'；'.join(map(_differing, one.cells))}{more}。"


def _differing(one: Differing) -> str:
    here, there = (
        _NO_FIGURE if value is None else plain(value) for value in (one.workbook, one.report)
    )
    return f"{one.sheet} {one.cell}（{one.label}）工作簿 {here}、报告 {there}"


def state_code(cover: str | None, cell: str | None) -> str:
    """How a unit says which of several with one name it is; a document has no cover."""
    if cell:
        return f"请在 {cover} {cell} 补填单位代码"
    return f"请把文件名改为{NAME_PATTERN}"


def unit(one: Named) -> str:
    return f"{one.name}（{one.code}）" if one.name else one.code


def sent_instead(some: Sequence[tuple[str, Reason]]) -> str:
    """The files that a unit has sent in place of a return."""
    told = [f"报来的{reason.text}（“{file}”）" for file, reason in some[:_MOST_LABELS]]
    more = f"等 {len(some)} 件" if len(some) > _MOST_LABELS else ""
    return "，".join(told) + more


def years_told(years: Sequence[str]) -> str:
    return f"（文件名和表上方的文字中有 {'、'.join(years)}，不一致）" if years else ""


def differences(tables: Sequence[TableDifference]) -> str:
    """Where another form differs from ours."""
    parts = []
    for one in tables:
        words = (("多出", one.theirs), ("缺少", one.ours))
        parts.append(one.sheet + "、".join(f"{word}{_some(some)}" for word, some in words if some))
    return f"与本次表式相比，{'；'.join(parts)}。" if parts else ""


def _some(labels: Sequence[str]) -> str:
    unique = list(dict.fromkeys(labels))
    shown = "、".join(f"“{shorten(one)}”" for one in unique[:_MOST_LABELS])
    return shown + (f"等 {len(unique)} 项" if len(unique) > _MOST_LABELS else "")


def cover_fields(fields: Sequence[CoverField]) -> str:
    """Fields of the cover that are to be filled in or mended, each with its cell."""
    return "；".join(f"{CAPTIONS[one.key]}（{one.cell}）{_wrong_in(one)}" for one in fields)


def _wrong_in(one: CoverField) -> str:
    match one.fault:
        case Fault.NO_PHONE:
            return f"写的是“{one.text}”，不是电话号码"
        case Fault.NO_DATE:
            return f"写的是“{one.text}”，没有这样的日期"
    return "没有填"
