"""Coverage: who should report, who has, who is in the sum, and why the others are not."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from toolkit.consolidation.assignment import Assignment
from toolkit.consolidation.reasons import Chosen, NotSummed, PartMissing
from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import NotSent
from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.grids.names import Excluded
from toolkit.grids.reason import Reason
from toolkit.returns.previous_year import Previous
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Category, Roster, Unit

UnitStatus = Literal["received", "missing", "with_errors"]


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """One unit and its return, if it has one that can be used.

    ``due``: it is one of those that are summed here, so it is missed if it sends nothing.
    ``chosen``: it is in the total, or not, against the rule, because the reviewer has said so.
    """

    unit: Unit
    status: UnitStatus
    in_total: bool
    due: bool
    reason: Reason | None = None
    returned: Return | None = None
    chosen: bool = False

    @property
    def lacking(self) -> tuple[str, ...]:
        """The names of those that its figures should hold and do not, where it is a sum itself."""
        below = self.returned.below if self.returned and self.in_total else None
        return below.lacking if below else ()


def records(
    assigned: Assignment,
    form: Form,
    roster: Roster,
    collector: str,
    excluded: AbstractSet[str | None] = frozenset(),
    failing: AbstractSet[str | None] = frozenset(),
    chosen: Mapping[str, bool] = MappingProxyType({}),
) -> Iterator[UnitRecord]:
    """One record a unit: the roster's in its order, then those that are not on it.

    ``chosen``: unit → whether the reviewer wants it in the total; for one with figures it counts.
    """
    others = [unit for code, unit in assigned.units.items() if code not in roster.units]
    for unit in [*roster.units.values(), *others]:
        if unit.code == collector:
            # It may stand on its own roster, for its name; it does not report to itself.
            continue
        returned = assigned.returns.get(unit.code)
        known = returned is not None or unit.code in assigned.unusable
        if not known and roster.elsewhere(unit, collector):
            # A county may use the city's roster: the others on it are none of its business.
            continue
        reason: Reason | None = _outside(unit, roster, collector)
        due, partly = reason is None, None
        if reason is None and returned is None:
            reason = assigned.unusable.get(unit.code, NotSummed.MISSING)
        elif reason is None and returned is not None and _says_nothing(returned, form):
            reason = NotSummed.NOTHING_COUNTED
        elif reason is None and unit.code in excluded:
            reason = NotSummed.STRICT
        elif reason is None and returned is not None:
            left = tuple(t.sheet for t in form.tables if t.code not in returned.counted)
            partly = PartMissing(left) if left else None
        inside = reason is None
        against = returned is not None and chosen.get(unit.code, inside) != inside
        if against:
            inside = not inside
            reason = Chosen(inside, reason)
        yield UnitRecord(
            unit=unit,
            status=("with_errors" if unit.code in failing else "received" if known else "missing"),
            in_total=inside,
            due=due,
            reason=reason or partly,
            returned=returned,
            chosen=against,
        )


def saved_at(record: UnitRecord) -> datetime.datetime | None:
    """When the return that counts was saved, in the time of the office."""
    # A workbook says in UTC when it was saved; a deadline is meant where the office is.
    saved = record.returned.saved if record.returned else None
    return saved.replace(tzinfo=datetime.UTC).astimezone() if saved else None


def days_late(record: UnitRecord, today: datetime.date) -> int | None:
    """Days past the deadline, at least 1: of a return when it was saved, else until today.

    None: in time, no deadline, or a return that does not say when it was saved.
    """
    saved = saved_at(record)
    if not record.unit.deadline or (record.returned and not saved):
        return None
    days = ((saved.date() if saved else today) - record.unit.deadline).days
    return days if days > 0 else None


def missing(
    assigned: Assignment, units: Sequence[UnitRecord], previous: Previous
) -> Iterator[Finding]:
    """A finding for every unit of the sum that has sent nothing that could be used."""
    for one in units:
        if one.status != "missing" or not one.due:
            continue
        yield found(
            "UNIT-01",
            unit=one.unit.code,
            unit_name=one.unit.name,
            details=NotSent(
                one.unit.contact,
                one.unit.phone,
                assigned.blank.get(one.unit.code),
                one.unit.code in previous.figures,
            ),
        )


def gone(
    assigned: Assignment, roster: Roster, collector: str, previous: Previous
) -> Iterator[Finding]:
    """A finding for every unit that reported last year and is nowhere now."""
    for code, name in previous.names.items():
        if code not in roster.units and code not in assigned.units and code != collector:
            yield found("UNIT-15", unit=code, unit_name=name)


def _says_nothing(one: Return, form: Form) -> bool:
    """No table counts, but for optional ones of which nothing is said (STAT-04)."""
    return all(one.said_nothing(form.table(code)) for code in one.counted)


def _outside(unit: Unit, roster: Roster, collector: str) -> Excluded | None:
    """Why a unit is not among those that are summed here, whatever it sends."""
    if unit.code not in roster.units:
        return Excluded.OFF_ROSTER
    if roster.elsewhere(unit, collector):
        return Excluded.ELSEWHERE
    if unit.category == Category.VERTICAL:
        return Excluded.VERTICAL
    if unit.parent == collector:
        return None
    return Excluded.DEEPER if unit.parent in roster.units else Excluded.ELSEWHERE
