"""How a figure comes to be mistyped, and how plausible that is.

The kinds follow Scholtus, "Automatic correction of simple typing errors in numerical data with
balance edits" (CBS discussion paper 09046, 2009): restricted Damerau-Levenshtein distance 1 on the
decimal text as people write it. The weights rank what arithmetic alone leaves open: they are the
probability of the typed text given the meant one, times the odds of the meant figure against the
typed one, with all kinds taken as equally frequent. They never decide against arithmetic.
"""

from __future__ import annotations

import math
from typing import Literal

from toolkit.form.number import plain, to_number

MistakeKind = Literal[
    "deduced",
    "transposed",
    "replaced",
    "dropped",
    "added",
    "swapped",
    "slipped",
    "factor",
    "sign",
    "balance",
    # Of a block mistake: two lines exchanged, figures shifted, and the one that this pushed out.
    "exchanged",
    "moved",
    "lost",
]

# 元 where 万元 is asked for.
WAN = 10_000
# The share of zeros in tables. Other figures have a heavy tail, with as many from 10 to 100 as from
# 100 to 1,000; ln 10⁶, since counts seldom have more digits.
_NOTHING, _SPREAD = 0.7, math.log(10**6)
# Where last year's figure is above 0, most are within a factor e^±1 of it (twice the deviation).
_NEAR, _DEVIATION = 0.8, 0.5
# The share of figures that were above 0 last year and are 0 now, or the other way round.
_VANISHED = 0.1
# People leave a cell empty by mistake more often than they type a wrong 0 into it.
_LEFT_BLANK, _TYPED_ZERO = 0.3, 0.03
# Mistakes are made where something has to be written, seldom where nothing belongs.
_WHERE_NOTHING_BELONGS = 0.05
# A sum added up by hand may be wrong by any amount.
_ADDED_UP = 5.0


def text_of(figure: int, decimals: int) -> str:
    """A figure of 10⁻ᵈᵉᶜⁱᵐᵃˡˢ as people write it."""
    return str(figure) if not decimals else plain(to_number(figure, decimals))


def typing_error(
    typed: str, meant: str
) -> Literal["transposed", "replaced", "dropped", "added"] | None:
    """How ``meant`` became ``typed``, where one slip of the keys explains it; else None.

    These are exactly the pairs at restricted Damerau-Levenshtein distance 1: what is left between
    the common beginning and the common end shows which of the four kinds it is.
    """
    if typed == meant or abs(len(typed) - len(meant)) > 1:
        return None
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    end = 0
    while end < min(len(typed), len(meant)) - start and typed[-1 - end] == meant[-1 - end]:
        end += 1
    here, there = typed[start : len(typed) - end], meant[start : len(meant) - end]
    if len(here) == len(there) == 1:
        return "replaced"
    if len(here) == 2 and here == there[::-1]:
        return "transposed"
    if len(here) + len(there) == 1:
        return "dropped" if there else "added"
    return None


def likeliest_kind(
    was: int,
    value: int,
    decimals: int,
    last: int | None,
    *,
    blank: bool = False,
    total: bool = False,
) -> tuple[MistakeKind, float]:
    """The most plausible kind of change of one cell, and the weight of all kinds together."""
    ways: dict[MistakeKind, float] = {"balance": _anything(was, decimals, blank, total)}
    if was < 0 and value == -was:
        ways["sign"] = 1.0
    if value > 0 and was > 0:
        typed, meant = text_of(was, decimals), text_of(value, decimals)
        if slip := typing_error(typed, meant):
            ways[slip] = _by_keys(slip, len(meant))
        if is_factor(was, value, last):
            ways["factor"] = 1.0
    elif value > 0 or was > 0:
        # A wrong key for a single digit: 0 for 5.
        typed, meant = text_of(was, decimals), text_of(value, decimals)
        if not blank and (slip := typing_error(typed, meant)):
            ways[slip] = _by_keys(slip, len(meant))
    kind = max(ways, key=ways.__getitem__)
    odds = likelihood(value, decimals, last) / likelihood(was, decimals, last)
    where = 1.0 if value else _WHERE_NOTHING_BELONGS
    return kind, where * odds * sum(ways.values())


def is_factor(was: int, value: int, last: int | None) -> bool:
    """Ten times too much or too little; 10,000 times only where last year's figure confirms it."""
    if was == 10 * value or value == 10 * was:
        return True
    return was == WAN * value and bool(last) and like(value, last) and not like(was, last)


def like(figure: int, last: int | None) -> bool:
    """Whether it is the same as last year's figure, or within half of it."""
    return last is not None and (figure == last or 2 * abs(figure - last) <= last)


def likelihood(figure: int, decimals: int, last: int | None) -> float:
    """How likely a figure is, before anything is known of this year's other figures."""
    size = abs(figure) / 10.0**decimals
    usual = 1 / (_SPREAD * max(size, 1.0))
    if last is None:
        return (1 - _NOTHING) * usual if figure else _NOTHING
    if not last:
        return _VANISHED * usual if figure else 1 - _VANISHED
    if not figure:
        return _VANISHED
    off = math.log(abs(figure) / abs(last)) / _DEVIATION
    near = math.exp(-off * off / 2) / (_DEVIATION * math.sqrt(2 * math.pi) * max(size, 1.0))
    return (1 - _VANISHED) * (_NEAR * near + (1 - _NEAR) * usual)


def _by_keys(slip: str, length: int) -> float:
    """The chance of exactly this slip: at this place, and with this of the other digits."""
    if slip == "transposed":
        return 1 / max(length - 1, 1)
    if slip == "replaced":
        return 1 / (9 * length)
    return 1 / length if slip == "dropped" else 1 / (10 * (length + 1))


def _anything(was: int, decimals: int, blank: bool, total: bool) -> float:
    """The chance that exactly this was typed where something else was meant."""
    if blank or not was:
        return _LEFT_BLANK if blank else _TYPED_ZERO
    size = max(abs(was) / 10.0**decimals, 1.0)
    return (_ADDED_UP if total else 1.0) / (_SPREAD * size)
