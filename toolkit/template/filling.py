"""What a template is filled in with before it goes to its unit."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.grids.identity import NEVER_SAVED
from toolkit.painting.table import Mark


@dataclass(frozen=True, slots=True)
class Filling:
    """What the unit would type itself, and what is pointed out to it.

    A workbook that goes back to its unit has one; an empty one gives the blank template.
    """

    # By code of the indicator: integers of its smallest unit.
    figures: Mapping[str, int] = field(default_factory=dict)
    # By code of the table: one of ``names.STATES``.
    states: Mapping[str, str] = field(default_factory=dict)
    # By field of the cover: who has filled in, when, and how he is reached.
    contact: Mapping[str, str | float] = field(default_factory=dict)
    # When the workbook says that it was last saved (UTC).
    saved: datetime.datetime = NEVER_SAVED
    # By code of the rule and by indicator, None where the finding has no place.
    explanations: Mapping[tuple[str, str | None], str] = field(default_factory=dict)
    # By code of the indicator: what stands in an input in place of a figure.
    texts: Mapping[str, str] = field(default_factory=dict)
    # By sheet and address.
    marks: Mapping[tuple[str, str], Mark] = field(default_factory=dict)


UNFILLED = Filling()
