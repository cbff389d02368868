"""What was found out about a part, for the next file that has the same; but not of large ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

# No part of a template that is remembered is as large. A tree takes twenty times the memory of its
# text, and anybody may send a file.
_LARGEST = 100_000

Function = TypeVar("Function", bound=Callable[..., Any])


def remembered(most: int) -> Callable[[Function], Function]:
    """Remember the last results of a function of a part, ``most`` of them.

    Nobody may change them, since all who ask get the same.
    """

    def of(function: Function) -> Function:
        known = lru_cache(most)(function)

        @wraps(function)
        def asked(part: bytes, *others: Any) -> Any:
            return (function if len(part) > _LARGEST else known)(part, *others)

        return cast(Function, asked)

    return of
