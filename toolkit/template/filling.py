"""What a template is filled in with when it goes back to its unit."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.grids.identity import NEVER_SAVED
from toolkit.painting.table import Mark


@dataclass(frozen=True, slots=True)
class Filling:
    """What a unit would type: figures (integers of the smallest unit), states, contact fields,
    explanations by code and place.

    Used where a workbook is made with figures in it; an empty one gives the blank template.
    ``texts``: what stands in an input in place of a figure. ``marks``: by sheet and address.
    """

    figures: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    contact: Mapping[str, str | float] = field(default_factory=dict)
    saved: datetime.datetime = NEVER_SAVED
    explanations: Mapping[tuple[str, str | None], str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[tuple[str, str], Mark] = field(default_factory=dict)
