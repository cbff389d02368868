"""What one file says: of one unit in one year, or of all units that a sum holds."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto

from toolkit.form.form import Form
from toolkit.form.opening_figures import Figures
from toolkit.grids.document import Medium
from toolkit.returns.sums.unit_rows import UnitRow
from toolkit.returns.unit_return import FileRecord, Return
from toolkit.roster.roster import Category


class Source(StrEnum):
    """What figures were read from; the first goes before the others of a unit and a year."""

    # A workbook that the unit has filled in.
    RETURN = auto()
    # The official tables of a consolidated workbook.
    SUM = auto()
    # A line of its sheet 分单位.
    IN_A_SUM = auto()
    # A published report.
    PAGE = auto()
    WORD = auto()
    PDF = auto()
    TEXT = auto()

    @classmethod
    def of(cls, one: Return) -> Source:
        """What a return was read from."""
        if one.medium is not None:
            return _OF_MEDIUM[one.medium]
        return cls.SUM if one.identity.is_sum else cls.RETURN

    @property
    def is_document(self) -> bool:
        return self in _OF_MEDIUM.values()


_OF_MEDIUM = {
    Medium.PAGE: Source.PAGE,
    Medium.WORD: Source.WORD,
    Medium.PDF: Source.PDF,
    Medium.TEXT: Source.TEXT,
}


@dataclass(frozen=True, slots=True)
class Heard:
    """One file as it was read, with the unit and the year that it is known to be of."""

    record: FileRecord
    form: Form
    # None where it gives no return.
    returned: Return | None = None
    category: Category | None = None
    # What its sheet 分单位 says of each unit, and what has to be known of it.
    rows: tuple[UnitRow, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one unit in one year."""

    unit: str
    name: str
    year: int
    form: Form
    # Every indicator that is known, totals among them, in integers of the smallest unit.
    figures: Figures
    source: Source
    file: str
    category: Category | None = None
    # When it was saved, as far as is known.
    time: datetime.datetime | None = None
    # The return, unless it is a line of a sum.
    returned: Return | None = None
    # What has to be known of these figures.
    notes: tuple[str, ...] = ()
    # (rule, indicator) → why it need not hold, as the unit has explained.
    explained: Mapping[tuple[str, str | None], str] = field(default_factory=dict)

    @property
    def lacks_units(self) -> bool:
        """Whether it is a sum without all its units."""
        below = self.returned.below if self.returned else None
        return bool(below and below.lacking)
