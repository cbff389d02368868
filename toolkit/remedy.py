"""The likely value of a cell that holds no usable figure. A suggestion, never applied."""

from __future__ import annotations

import re
from decimal import Decimal

from toolkit.number import plain, read_figure, to_number
from toolkit.table import Kind

# What offices write where there was nothing.
_NOTHING = {"无", "没有", "—", "——", "-", "－", "–", "/", "／", "\\", "零", "〇", "空", "0件", "○"}
_LEADING = re.compile(
    r"[约共计]?\s*([0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?)\s*([^0-9０-９.．]*)"
)
_NOTE = re.compile(r"[（(【\[].*$", re.DOTALL)


def likely_value(text: str, kind: Kind) -> int | Decimal | None:
    """The plain number in a badly typed one: 12件 → 12, 22（其中修订16件） → 22, 无 → 0."""
    stripped = re.sub(r"\s+", "", text)
    if stripped in _NOTHING:
        return 0
    found = _LEADING.fullmatch(_NOTE.sub("", stripped))
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


def _fitting(number: str, kind: Kind) -> int | Decimal | None:
    figure = read_figure(number, kind)
    return to_number(figure, kind.decimals) if isinstance(figure, int) else None
