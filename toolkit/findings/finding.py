"""Finding: one problem, with its place, what is there and what was expected.

A finding is a value; :mod:`toolkit.findings.message` turns it into words. The catalogue below names
every code but those of a form's own rules, which stand in the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Severity = Literal["error", "warning", "info"]
Status = Literal["open", "explained", "cannot_judge"]
Shown = int | Decimal | str | None

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Correction:
    """What one cell likely should say, in its own unit of measure; never applied.

    ``kind``: how it would have become what it is. ``partner``: the place of the other cell where
    two were exchanged, or a figure slipped into the neighbour's.
    """

    indicator: str
    sheet: str
    cell: str
    label: str
    actual: int | Decimal
    value: int | Decimal
    kind: str
    partner: str | None = None
    like_last_year: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """``actual``, ``expected`` and ``difference`` are in the indicator's own unit of measure.

    ``suggested`` is the value that the cell would likely take; ``details`` are further words that
    the message needs. ``corrections``: each a set of cells to change that would mend it together,
    the most plausible first, at most three; ``certain``: it is the only one.
    """

    code: str
    severity: Severity
    status: Status = "open"
    unit: str | None = None
    unit_name: str | None = None
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    indicator: str | None = None
    label: str | None = None
    actual: Shown = None
    expected: Shown = None
    difference: Shown = None
    suggested: Shown = None
    details: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[tuple[Correction, ...], ...] = ()
    certain: bool = False

    @property
    def is_open_error(self) -> bool:
        return self.severity == "error" and self.status == "open"
