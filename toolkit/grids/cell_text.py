"""The value or formula of a cell as comparable text, whichever program saved it."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

from toolkit.grids.grid import shown_text
from toolkit.grids.spelt_time import spelt_moment

_STRING = re.compile(r'("(?:[^"]|"")*")')

_REFERENCE = re.compile(
    r"(?:'(?:[^']|'')*'!|[^\W\d][\w.]*!)?\$?[A-Z]{1,3}(?:\$?[0-9]+|:\$?[A-Z]{1,3})(?![\w(])", re.I
)

UNKNOWN_FORMULA = "="
# All but the line break; halves of surrogate pairs, too.
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

# --- Cells as they are compared ------------------------------------------------------------------


def outline(formula: str) -> str:
    """What every program keeps of a formula when it saves it: all but the cells it refers to.

    A formula whose text the format does not give is ``=``.
    """
    if formula == UNKNOWN_FORMULA:
        return UNKNOWN_FORMULA
    parts = _STRING.split(formula.replace("_xlfn.", "").replace("_xlws.", ""))
    for number in range(0, len(parts), 2):
        parts[number] = re.sub(r"\s+", "", _REFERENCE.sub("#", parts[number])).upper()
    return f"={''.join(parts).removeprefix('=')}."


def cell_text(value: object) -> str:
    """A cell's value as text for comparing.

    Figures have 15 digits at most. A quotient has 17, of which 16 are written; if a program changes
    the last ones, nobody has typed anything.
    """
    return _number_text(value) if isinstance(value, float | int) else shown_text(value)


# Hundreds of thousands of cells hold a few thousand different numbers.
@lru_cache(maxsize=10_000, typed=True)
def _number_text(value: float) -> str:
    if isinstance(value, float) and not value.is_integer():
        text = format(value, ".16g")
        return text if sum(map(str.isdigit, text.lstrip("-0."))) <= 15 else format(value, ".12g")
    return shown_text(value)


def hand_text(value: object) -> str:
    """What a person typed, with line breaks and time of day, without control characters."""
    if isinstance(value, datetime.datetime):
        return spelt_moment(value)
    if not isinstance(value, str):
        return shown_text(value)
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", lines).strip()
