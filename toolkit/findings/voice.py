"""Voice: whom a text speaks to."""

from __future__ import annotations

from enum import Enum, unique


@unique
class Voice(Enum):
    """Who reads what is said of a finding. No unit ever sees the figures of others."""

    # The office that collects: on the screen, on 审核结果 and in the JSON of ``collect``.
    OFFICE = "office"
    # A unit that checks its workbook before it sends it.
    UNIT = "unit"
    # A unit that reads it within the workbook that was sent back to it ...
    SENT_BACK = "sent back"
    # ... or in the notice that goes along with that workbook.
    NOTICE = "notice"

    @property
    def to_unit(self) -> bool:
        return self is not Voice.OFFICE

    @property
    def has_workbook(self) -> bool:
        """Whether the reader has a workbook at hand that was sent back."""
        return self in (Voice.SENT_BACK, Voice.NOTICE)
