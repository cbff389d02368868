"""The likely value of a cell that holds no usable figure. A suggestion, never applied."""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal

from toolkit.number import plain, read_figure, to_number
from toolkit.table import Kind

# What offices write where there was nothing.
_NOTHING = {"无", "没有", "—", "——", "-", "－", "–", "/", "／", "\\", "零", "〇", "空", "0件", "○"}
_LEADING = re.compile(
    r"[约共计]?\s*([0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?)\s*([^0-9０-９.．]*)"
)
_NOTE = re.compile(r"[（(【\[].*$", re.DOTALL)
_SCIENTIFIC = re.compile(r"([0-9](?:\.[0-9]+)?)[eE]\+?([0-9]{1,2})")
# Signs that a keyboard slip puts beside a number: +5, 5., '5.
_SLIPS = "+.'’`＋。"
# Day 1 of the serial dates of spreadsheets; a count that was formatted as a date lies near it.
_DAY_0, _LAST_COUNT = datetime.date(1899, 12, 30), datetime.date(1950, 1, 1)


def likely_value(value: object, kind: Kind) -> int | Decimal | None:
    """The plain number in a badly typed one: 12件 → 12, 22（其中修订16件） → 22, 无 → 0, ⑫ → 12.

    A date near 1900 is a number that only looks like a date.
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
    found = _LEADING.fullmatch(_NOTE.sub("", _circled(stripped).strip(_SLIPS)))
    if not found:
        return None
    number, words = found[1], found[2]
    if words.startswith("元") and kind.unit == "万元":
        # Typed in 元 where 万元 is asked for.
        yuan = read_figure(number, Kind(type="amount", unit="元", decimals=2))
        if not isinstance(yuan, int):
            return None
        return _fitting(plain(to_number(yuan, 6)), kind)
    if words.startswith("万") != (kind.unit == "万元") and words.startswith("万"):
        return None
    return _fitting(number, kind)


def _circled(text: str) -> str:
    """⑫ → 12: one such character alone; several could be anything."""
    if len(text) == 1 and unicodedata.decomposition(text).startswith("<circle>"):
        return unicodedata.normalize("NFKC", text)
    return text


def _serial(value: datetime.date, kind: Kind) -> int | Decimal | None:
    whole = value.time() == datetime.time() if isinstance(value, datetime.datetime) else True
    day = value.date() if isinstance(value, datetime.datetime) else value
    if not whole or not _DAY_0 < day < _LAST_COUNT:
        return None
    return _fitting(str((day - _DAY_0).days), kind)


def _fitting(number: str, kind: Kind) -> int | Decimal | None:
    figure = read_figure(number, kind)
    return to_number(figure, kind.decimals) if isinstance(figure, int) else None
