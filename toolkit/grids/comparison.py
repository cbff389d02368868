"""Comparisons with a number, as number formats and conditional formats write them."""

from __future__ import annotations

import operator
import re
from functools import lru_cache

_COMPARISON = re.compile(r"\s*(<=|>=|<>|!=|<|>|=)\s*(-?[0-9.]+(?:E[+-]?[0-9]+)?)\s*", re.IGNORECASE)
_OPERATORS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
    "!=": operator.ne,
}

# A sign and a number.
Comparison = tuple[str, float]


@lru_cache(1_000)
def comparison(text: str) -> Comparison | None:
    """A text such as ``>=100``; None where it is no comparison."""
    found = _COMPARISON.fullmatch(text)
    try:
        return (found[1], float(found[2])) if found else None
    except ValueError:
        return None


def holds(one: Comparison, number: float) -> bool:
    """Whether it does for a number."""
    sign, limit = one
    return bool(_OPERATORS[sign](number, limit))


def may_hold(text: str, value: object) -> bool:
    """Whether a condition may hold for a value.

    What is no comparison with a number cannot be judged here, nor what is no number.
    """
    one = comparison(text)
    return one is None or not isinstance(value, float) or holds(one, value)
