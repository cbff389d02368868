"""What is in a cell, as far as a finding has to show it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class Formula:
    """The formula of a cell as it is written; ``=`` where its format does not give it."""

    text: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a spelling that only its cell knows, a weekday for instance."""

    text: str


class Blank(Enum):
    """A cell that holds nothing, where something was expected."""

    CELL = auto()


# What is shown: a number in the indicator's own unit of measure, or a text.
Shown = int | Decimal | str | None
# What is there; several texts are texts that contradict each other.
Seen = (
    Shown
    | bool
    | datetime.date
    | datetime.time
    | datetime.timedelta
    | Formula
    | Dated
    | Blank
    | tuple[str, ...]
)
