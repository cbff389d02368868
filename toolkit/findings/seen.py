"""What stands in a cell, as far as a finding has to show it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class Formula:
    """The formula of a cell, as it stands: ``=`` where its format does not tell it."""

    text: str


class Blank(Enum):
    """A cell that holds nothing, where something was expected."""

    CELL = auto()


# As it is shown: a number of an indicator's own unit of measure, or a text.
Shown = int | Decimal | str | None
# As it stands there; several texts contradict each other.
Seen = (
    Shown
    | bool
    | datetime.date
    | datetime.time
    | datetime.timedelta
    | Formula
    | Blank
    | tuple[str, ...]
)
