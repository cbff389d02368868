"""Consolidation: returns → units × indicators, totals, and who is in the sum.

Every figure is a Python integer of its smallest unit, so sums are exact at any size; pandas does
the grouping over columns of such integers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from toolkit.audit.judge import judge
from toolkit.audit.rules import Outcomes
from toolkit.consolidation.assignment import Assignment
from toolkit.consolidation.coverage import UnitRecord, UnitStatus, gone, missing, records
from toolkit.findings.codes.catalogue import found
from toolkit.findings.finding import SEVERITIES, Finding
from toolkit.form.form import Form
from toolkit.form.layout import Layout, lay_out
from toolkit.returns.previous_year import Previous
from toolkit.returns.unit_return import FileRecord
from toolkit.roster.roster import Category, Roster


@dataclass(frozen=True)
class Consolidation:
    """What the returns of one year add up to, and all that is known of files and units."""

    form: Form
    year: int
    # The code of the collecting unit.
    collector: str
    # Its name; empty where it is not on the roster itself.
    collector_name: str
    files: Sequence[FileRecord]
    # Those of the roster in its order, then those that are not on it.
    units: Sequence[UnitRecord]
    findings: Sequence[Finding]
    # Units × indicators: integers of the smallest unit, None where there is no figure.
    figures: pd.DataFrame
    # By indicator, over the units in the sum; integers of the smallest unit.
    totals: Mapping[str, int]
    # The same by 单位类别.
    subtotals: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    # How often the rules of the form held.
    outcomes: Outcomes = field(default_factory=Outcomes)
    previous: Previous = field(default_factory=Previous)
    # Where each file lies, for those that are files on disk.
    sources: Mapping[str, Path] = field(default_factory=dict)

    @property
    def collector_title(self) -> str:
        """The collecting unit as titles call it."""
        return self.collector_name or self.collector

    @property
    def has_errors(self) -> bool:
        return any(one.is_open_error for one in self.findings)

    def with_status(self, *statuses: UnitStatus) -> list[UnitRecord]:
        return [one for one in self.units if one.status in statuses]


def tabulate(form: Form, units: Iterable[UnitRecord]) -> pd.DataFrame:
    """Units × indicators; the column type is object, as an integer may pass 64 bits."""
    rows = {one.unit.code: one.returned.values if one.returned else {} for one in units}
    codes = list(form.indicators)
    return pd.DataFrame(
        [[values.get(code) for code in codes] for values in rows.values()],
        index=list(rows),
        columns=codes,
        dtype=object,
    )


def add_up(figures: pd.DataFrame, units: Sequence[UnitRecord]) -> dict[str, int]:
    """The exact sum over the units in the total; a blank adds nothing."""
    inside = figures[[one.in_total for one in units]]
    return {str(code): _sum(inside[code]) for code in figures.columns}


def add_up_by_category(
    figures: pd.DataFrame, units: Sequence[UnitRecord]
) -> dict[str, dict[str, int]]:
    """The same for each 单位类别 that has a unit in the total, in the order of the categories.

    A category is also there if a unit of it is due, as that may still come into the total.
    """
    wanted = {one.unit.category for one in units if one.in_total or one.due}
    sums = {}
    for category in (one for one in Category if one in wanted):
        chosen = [one.in_total and one.unit.category == category for one in units]
        sums[str(category)] = {str(code): _sum(figures[chosen][code]) for code in figures.columns}
    return sums


def _sum(column: pd.Series[int]) -> int:
    # Python's own sum over the objects: exact, and no detour over 64-bit integers or floats.
    return sum(value for value in column if value is not None)


def consolidate(
    assignment: Assignment,
    form: Form,
    roster: Roster,
    *,
    collector: str,
    year: int,
    strict: bool = False,
    previous: Previous = Previous(),  # noqa: B008 - a frozen value
    chosen: Mapping[str, bool] = MappingProxyType({}),
) -> Consolidation:
    """Audit the returns that count, and add up those that are in the sum.

    ``strict``: units with an open error are left out. ``chosen``: unit → whether the reviewer wants
    it in the sum, whatever the rule says.
    """
    layout = lay_out(form)
    judged, outcomes = judge(assignment.returns, assignment.units, roster, layout, previous)
    findings = [*assignment.findings, *judged, *previous.findings]
    for code in roster.repeated:
        findings.append(found("UNIT-03", unit=code, unit_name=roster.units[code].name))
    findings.extend(gone(assignment, roster, collector, previous))
    failing = {one.unit for one in findings if one.is_open_error}
    units = list(
        records(assignment, form, roster, collector, failing if strict else set(), failing, chosen)
    )
    findings.extend(missing(assignment, units, previous))
    figures = tabulate(form, units)
    known = roster.units.get(collector)
    return Consolidation(
        form=form,
        year=year,
        collector=collector,
        collector_name=known.name if known else "",
        files=assignment.files,
        units=units,
        findings=sorted(findings, key=_order(units, layout)),
        figures=figures,
        totals=add_up(figures, units),
        subtotals=add_up_by_category(figures, units),
        outcomes=outcomes,
        previous=previous,
    )


def _order(units: Sequence[UnitRecord], layout: Layout) -> Callable[[Finding], tuple[object, ...]]:
    """Errors first, then by unit as on the roster, then by place as on the form."""
    place = {record.unit.code: number for number, record in enumerate(units)}
    indicators = {code: number for number, code in enumerate(layout.places)}

    def key(one: Finding) -> tuple[object, ...]:
        return (
            SEVERITIES.index(one.severity),
            place.get(one.unit or "", len(place)),
            one.file or "",
            indicators.get(one.indicator or "", -1),
            one.code,
        )

    return key
