"""The likely value of a cell without a usable figure: a suggestion that is never applied."""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from toolkit.form.number import plain, read_figure, to_number
from toolkit.form.table import FigureKind
from toolkit.grids.shown import Shown, Why

# Characters that, behind a number, change its value.
_MULTIPLES = set("十百千亿成%％‰多余几来半")
# Any plain number at all.
ANY_NUMBER = FigureKind(type="amount", unit="-", decimals=9)
# What offices write where there was nothing.
_NOTHING = {"无", "没有", "—", "——", "-", "－", "–", "/", "／", "\\", "零", "〇", "空", "0件", "○"}
_LEADING = re.compile(
    r"[约共计]?\s*([0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?)\s*([^0-9０-９.．]*)"
)
_NOTE = re.compile(r"[（(【\[].*$", re.DOTALL)
_SCIENTIFIC = re.compile(r"([0-9](?:\.[0-9]+)?)[eE]\+?([0-9]{1,2})")
# Signs that a keyboard slip puts beside a number: +5, 5., '5.
_SLIPS = "+.'’`＋。"
# A number beside a table is probably a figure, unless it is part of a date or year, numbers a line,
# page or clause, or stands among many words.
_LONGEST_REMARK = 24
_FIGURES = r"[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?"
_REMARK = re.compile(
    rf"(?P<before>[^0-9０-９]{{0,4}}?){_FIGURES}(?P<behind>[^0-9０-９]{{0,6}})", re.DOTALL
)
_NO_FIGURE_BEFORE = re.compile(r"[第表附图件号〔(（\[【]$|附件|电话|手机|邮编")
# A figure in brackets; （3）, with one digit, would be the number of a line.
_BRACKETED = re.compile(r"[（(]([0-9０-９]{2,})[）)]")
_NO_FIGURE_BEHIND = re.compile(r"[年月日号时点页期章节款、)）]|[.．:：/-].")
_NUMERALS = "〇零一二三四五六七八九十百千万两"
_SPELT = re.compile(
    rf"(?:约|共|计|共计|合计|收到)?(?:[{_NUMERALS}]{{2,}}\w{{0,2}}|[{_NUMERALS}][件条项份个宗次人元])"
)
# The word behind a number that a cell shows.
_UNIT = re.compile(r"[^0-9.,\s]\D*$")
_MONEY = re.compile("万?元")
# Day 0 of the serial dates of spreadsheets; a count that was formatted as a date lies near it.
_DAY_0, _LAST_COUNT = datetime.date(1899, 12, 30), datetime.date(1950, 1, 1)


def likely_value(value: object, kind: FigureKind) -> int | Decimal | None:
    """The plain number in a badly typed one: 12件 → 12, 22（其中修订16件） → 22, 无 → 0, ⑫ → 12.

    A date near 1900 is taken for a number that was formatted as a date.
    """
    if isinstance(value, datetime.date):
        return _serial(value, kind)
    if not isinstance(value, str):
        return None
    stripped = re.sub(r"\s+", "", value)
    if stripped in _NOTHING:
        return 0
    if found := _SCIENTIFIC.fullmatch(stripped):
        return _fitting(plain(Decimal(found[1]).scaleb(int(found[2]))), kind)
    slipped = _circled(stripped).rstrip(_SLIPS).lstrip("+＋'’`")
    found = _LEADING.fullmatch(_NOTE.sub("", slipped))
    if not found:
        return None
    number, words = found[1], found[2]
    if words[:1] in _MULTIPLES:
        return None
    if words.startswith("元") and kind.unit == "万元":
        # The amount was typed in 元 where 万元 is asked for.
        yuan = read_figure(number, FigureKind(type="amount", unit="元", decimals=2))
        if not isinstance(yuan, int):
            return None
        return _fitting(plain(to_number(yuan, 6)), kind)
    if words.startswith("万") != (kind.unit == "万元") and words.startswith("万"):
        return None
    return _fitting(number, kind)


def looks_like_figure(value: object) -> bool:
    """Whether a value outside of the cells for figures is probably one: 12, 共12件, 十二件.

    It only leads to a warning, so one too many does little harm.
    """
    if isinstance(value, datetime.date):
        return likely_value(value, ANY_NUMBER) is not None
    if not isinstance(value, str):
        return isinstance(value, bool | int | float)
    return len(value) <= _LONGEST_REMARK and _reads_as_figure(value)


@lru_cache(1_000)
def _reads_as_figure(short: str) -> bool:
    bare = re.sub(r"\s+", "", short)
    alone = _BRACKETED.fullmatch(bare)
    text = alone[1] if alone else _circled(_NOTE.sub("", bare).lstrip(_SLIPS + "-－"))
    if not text:
        return False
    if _SCIENTIFIC.fullmatch(text) or _SPELT.fullmatch(text):
        return True
    found = _REMARK.fullmatch(text)
    return (
        found is not None
        and not _NO_FIGURE_BEFORE.search(found["before"])
        and not _NO_FIGURE_BEHIND.match(found["behind"])
    )


def _circled(text: str) -> str:
    """⑫ → 12, where there is only one such character; several could mean anything."""
    if len(text) == 1 and unicodedata.decomposition(text).startswith("<circle>"):
        return unicodedata.normalize("NFKC", text)
    return text


def shows_another(shown: Shown, kind: FigureKind) -> bool:
    """Whether a cell shows another figure than it holds, and not the same in another spelling."""
    if shown.why is not Why.UNIT:
        return shown.why not in (Why.SPELLING, Why.EMPTY)
    unit = _UNIT.search(shown.text) or _MONEY.search(shown.text)
    word = unit[0].strip("（() ") if unit else ""
    if word.startswith(("元", "万元")):
        # Money where pieces are asked for is a slip in the words, not in the number.
        return kind.unit != word[: word.index("元") + 1] and kind.unit in ("元", "万元")
    return kind.unit != "万元" or not word.startswith("万")


def likely_shown(shown: Shown, value: object, kind: FigureKind) -> int | Decimal | None:
    """The figure that a cell shows, where it shows another than it holds.

    A small number that is shown as a date was formatted so by mistake.
    """
    if isinstance(value, datetime.date):
        # In 1900 Excel is a day ahead.
        return _serial(value - datetime.timedelta(days=1), kind)
    if shown.why is Why.DATE:
        small = isinstance(value, float) and 0 < value < (_LAST_COUNT - _DAY_0).days
        return _fitting(f"{value:.6f}", kind) if small else None
    if shown.why is Why.HIDDEN:
        return None
    apart = shown.why in (Why.STRUCK, Why.RAISED)
    return likely_value(shown.left if apart else shown.text.rstrip("%％‰ "), kind)


def _serial(value: datetime.date, kind: FigureKind) -> int | Decimal | None:
    whole = value.time() == datetime.time() if isinstance(value, datetime.datetime) else True
    day = value.date() if isinstance(value, datetime.datetime) else value
    if not whole or not _DAY_0 < day < _LAST_COUNT:
        return None
    return _fitting(str((day - _DAY_0).days), kind)


def _fitting(number: str, kind: FigureKind) -> int | Decimal | None:
    figure = read_figure(number, kind)
    return to_number(figure, kind.decimals) if isinstance(figure, int) else None
