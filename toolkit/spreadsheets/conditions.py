"""Conditional formats: for which values one may apply."""

from __future__ import annotations

import operator
import re

_COMPARISON = re.compile(r"\s*(<=|>=|<>|!=|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)\s*")
_OPERATORS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
    "!=": operator.ne,
}


def may_hold(condition: str, value: object) -> bool:
    """Whether a comparison such as ``>=100`` holds for a number.

    What is no comparison with a number cannot be judged here, so it may hold.
    """
    found = _COMPARISON.fullmatch(condition)
    if not found or not isinstance(value, float):
        return True
    return bool(_OPERATORS[found[1]](value, float(found[2])))
