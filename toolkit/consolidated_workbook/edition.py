"""Edition: all that one consolidated workbook is painted from, as a value."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from toolkit.consolidated_workbook.by_unit import ByUnit, by_unit_of
from toolkit.consolidated_workbook.overview.chart_data import ChartData, chart_data_of
from toolkit.consolidated_workbook.overview.same_units import SameUnits, same_units_of
from toolkit.consolidation.consolidate import Consolidation
from toolkit.consolidation.words import consolidated_title
from toolkit.findings.codes.catalogue import MAGNITUDES
from toolkit.findings.finding import Finding
from toolkit.form.layout import Layout, lay_out
from toolkit.review.changes import Review


@dataclass(frozen=True)
class Edition:
    """A consolidation and its review as they are at one moment.

    What several sheets need of them is worked out here, once.
    """

    result: Consolidation
    # What is carried over from the workbook that is replaced.
    review: Review
    # When the workbook is made, in the time zone of those who read it.
    now: datetime.datetime
    # Where the workbook will lie; links to files start from there. None: there are no such links.
    folder: Path | None = None
    # The name of the file that keeps the workbook that is replaced.
    backup: str | None = None
    # Unit → the course of its reporting, by the journal; None where there is no journal.
    courses: Mapping[str, str] | None = None

    @property
    def today(self) -> datetime.date:
        return self.now.date()

    @cached_property
    def layout(self) -> Layout:
        return lay_out(self.result.form)

    @cached_property
    def by_unit(self) -> ByUnit:
        return by_unit_of(self.result)

    @cached_property
    def charts(self) -> tuple[ChartData, ...]:
        """The charts that have something to show, and where their data stand."""
        return chart_data_of(self.result, self.by_unit, self.layout, self.same_units)

    @cached_property
    def same_units(self) -> SameUnits | None:
        """The figures of both years, over the units that are in both sums."""
        return same_units_of(self.result, self.by_unit)

    @cached_property
    def suspicious(self) -> Sequence[Finding]:
        """The amounts that are too large or too small to be true, and that nobody has verified."""
        return [
            one.finding
            for one in self.review.worklist.items
            if one.finding and one.finding.code in MAGNITUDES and one.finding.status == "open"
            if not one.stands
        ]

    @property
    def title(self) -> str:
        """Whose sums these are, of which year and form."""
        result = self.result
        return consolidated_title(result.collector_title, result.year, result.form.title)

    def heading(self, sheet: str) -> str:
        """What stands at the top of a sheet."""
        return f"{self.title}—{sheet}"
