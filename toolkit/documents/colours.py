"""Colours as pages and Word documents state them: white characters, and what is behind them."""

from __future__ import annotations

import re
from functools import lru_cache

# From here on a channel counts as white in characters, and as pale behind them.
_WHITE, _PALE = 0xF0, 0xD0
_HEX = re.compile(r"#([0-9a-f]{3,8})(?![\w-])")
_RGB = re.compile(r"rgba?\(\s*([0-9]+)[\s,]+([0-9]+)[\s,]+([0-9]+)\s*(?:[,/]\s*([0-9.]+%?)\s*)?\)")
_BARE_HEX = re.compile(r"[0-9a-f]{6}")
# They let what is behind them through, or state nothing.
_CLEAR = {"", "none", "transparent", "inherit", "initial", "unset", "auto", "0"}
_CLEAREST = "0", "0.0", "0%", ".0"


@lru_cache(1_000)
def is_light(colour: str) -> bool:
    """Whether characters of this colour are not seen on white."""
    name = _tidy(colour)
    if name in ("white", "transparent"):
        return True
    channels = _channels(name)
    return channels is not None and (not channels or min(channels) >= _WHITE)


@lru_cache(1_000)
def is_pale(background: str) -> bool | None:
    """Whether white characters are not seen on this; None where it is not there."""
    value = _tidy(background)
    if value in _CLEAR:
        return None
    if "url(" in value or "gradient(" in value:
        return False
    channels = _channels(value)
    if channels is None:
        return "white" in value.split()
    return min(channels) >= _PALE if channels else None


def _tidy(stated: str) -> str:
    value = stated.strip().lower()
    return f"#{value}" if _BARE_HEX.fullmatch(value) else value


def _channels(value: str) -> tuple[int, ...] | None:
    """Red, green and blue; none of them where it is wholly clear; None where they are unknown."""
    if found := _HEX.search(value):
        digits = found[1] if len(found[1]) > 5 else "".join(one * 2 for one in found[1])
        if digits[6:8] == "00":
            return ()
        return tuple(int(digits[at : at + 2], 16) for at in (0, 2, 4))
    if found := _RGB.search(value):
        if found[4] in _CLEAREST:
            return ()
        return tuple(min(int(one[:4]), 255) for one in found.group(1, 2, 3))
    return None
