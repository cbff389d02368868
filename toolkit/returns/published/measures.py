"""Measures: in what the figures of a printed table are counted, where it says so beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from toolkit.returns.published.lines import Line
from toolkit.text import fold

_STATED = re.compile(r"单位[:是为]?([十百千万亿]*(?:元|件|条|宗|份|个|项|次|人次)|[千万亿])(?!\w)")
_MONEY = re.compile("元$")
_TIMES = re.compile("[十百千万亿]|元")


def other_measure(lines: Iterable[Line], units: Collection[str]) -> str | None:
    """A measure that a table states and that is none of those of the form; None where it is none.

    Plain pieces, by whatever word, are what is meant; thousands of them are not, nor is another sum
    of money where there is an amount.
    """
    has_amount = any(map(_MONEY.search, units))
    for line in lines:
        # An official label says what it says in the form.
        cells = (one for at, one in line.cells.items() if at not in line.meanings)
        for text in (*line.captions, *cells):
            for stated in _stated(text):
                if _MONEY.search(stated) and not has_amount:
                    continue
                if stated not in units and _TIMES.search(stated):
                    return stated
    return None


def _stated(text: str) -> Iterator[str]:
    # Most cells hold a figure.
    if len(text) > 3 and not text.isascii():
        yield from _STATED.findall(fold(text))
