"""What a cell shows, where that is not what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Why(Enum):
    """Why a cell shows something else than it holds."""

    # The same figure in another spelling: 000402 for 402.
    SPELLING = auto()
    # A thousandth, a hundredfold, a ten-thousandth.
    SCALED = auto()
    # Digits or signs of the format's own within or beside the number.
    LITERAL = auto()
    # A word such as 万 behind the number, which multiplies it, or 元, which may be another unit.
    UNIT = auto()
    # Nothing, or only a word.
    HIDDEN = auto()
    # A date, a weekday, a time.
    DATE = auto()
    # All of it, or a piece of it, is struck out.
    STRUCK = auto()
    # A piece of it is raised or lowered: a footnote.
    RAISED = auto()
    # A formula whose result is a text without characters.
    EMPTY = auto()
    # Characters that show nothing.
    UNSEEN = auto()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person sees in a cell."""

    text: str
    why: Why
    # The piece that is struck out or raised, and what is left without it.
    apart: str = ""
    left: str = ""
