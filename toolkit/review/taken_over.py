"""What was taken over from copies of the workbook, and where these say different things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """Two workbooks say different things in one place."""

    # The unit, and the problem where it is about one; the head of the column.
    of: str
    head: str
    # What is kept, and the name of the copy that says so; none for the workbook that is replaced.
    kept: str
    kept_of: str
    # What another one says, the name of that copy, and when it was made.
    other: str
    other_of: str
    made: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A copy has taken back what stood in one place when it was made."""

    # The unit, and the problem where it is about one; the head of the column.
    of: str
    head: str
    # The name of the copy.
    by: str
    # What stood in the workbook, and what stands there now all the same, if anything does.
    was: str
    kept: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What was taken over from copies of the workbook; each goes by the name of its file."""

    copies: Sequence[str] = ()
    # Those of which everything had been taken over before.
    known: Sequence[str] = ()
    # The copy that stands for the workbook that is replaced, where there is none; else "".
    ground: str = ""
    # How many rows got a decision or a note of a copy, and how many units a switch.
    decisions: int = 0
    notes: int = 0
    switches: int = 0
    # How many things that were typed elsewhere are listed now, and how many sheets were kept.
    typed: int = 0
    sheets: int = 0
    differences: Sequence[Difference] = ()
    withdrawn: Sequence[Withdrawn] = ()
