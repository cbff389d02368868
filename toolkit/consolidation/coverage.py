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
from toolkit.returns.unit_return import FileRecord, Return
from toolkit.roster.roster import Category, Roster, Unit

UnitStatus = Literal["received", "missing", "with_errors"]


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """One unit and its return, if it has one that can be used."""

    unit: Unit
    status: UnitStatus
    in_total: bool
    # It is one of those that are summed here, so it is missed if it sends nothing.
    due: bool
    # Why it is not in the total, or lacks some tables there; or that this is the reviewer's choice.
    reason: Reason | None = None
    returned: Return | None = None
    # Whether the reviewer has put it into the total, or left it out, against the rule.
    chosen: bool = False
    # The files that bear its name and are no returns of it, where it has sent no other.
    instead: Sequence[FileRecord] = ()
    # A return that does not count, but probably holds its figures.
    unsure: Return | None = None

    @property
    def figures(self) -> Mapping[str, int | None]:
        """By indicator, as :attr:`Return.values`; empty where nothing usable was sent."""
        return self.returned.values if self.returned else {}

    def uncertain(self, form: Form) -> frozenset[str]:
        """The indicators of which a blank says nothing; any other blank counts as 0."""
        one = self.returned
        tables = {table.code for table in form.tables if not one or table.code not in one.counted}
        within = (code for code, one in form.indicators.items() if tables and one.table in tables)
        return frozenset((*within, *(one.invalid if one else ())))

    def unknown(self, form: Form) -> frozenset[str]:
        """The indicators of which nothing is known."""
        return frozenset(code for code in self.uncertain(form) if self.figures.get(code) is None)

    @property
    def lacking(self) -> tuple[str, ...]:
        """If its return is a sum itself: the names of the units that this sum lacks."""
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

    ``excluded``: the codes of units that are left out for their errors. ``failing``: those that
    have errors. ``chosen``: unit → whether the reviewer wants it in the total; this counts only for
    a unit with figures.
    """
    for unit in _listed(assigned, roster, collector):
        returned = assigned.returns.get(unit.code)
        outside = _outside(unit, roster, collector)
        by_rule = outside or _not_summed(unit, assigned, form, excluded)
        in_total = by_rule is None
        against = returned is not None and chosen.get(unit.code, in_total) != in_total
        if against:
            in_total = not in_total
        yield UnitRecord(
            unit=unit,
            status=_status(unit, assigned, failing),
            in_total=in_total,
            due=outside is None,
            reason=Chosen(in_total, by_rule) if against else by_rule or _partly(returned, form),
            returned=returned,
            chosen=against,
            instead=assigned.instead.get(unit.code, ()),
            unsure=None if returned else assigned.unsure.get(unit.code),
        )


def _listed(assigned: Assignment, roster: Roster, collector: str) -> Iterator[Unit]:
    """Every unit to be listed: those of the roster that are concerned, and all that sent one."""
    others = [unit for code, unit in assigned.units.items() if code not in roster.units]
    for unit in [*roster.units.values(), *others]:
        # The collector may stand on its own roster, for its name; it does not report to itself.
        # And a county may use the city's roster: the others on it are none of its business.
        silent = not assigned.knows(unit.code)
        if unit.code != collector and not (silent and roster.elsewhere(unit, collector)):
            yield unit


def _status(unit: Unit, assigned: Assignment, failing: AbstractSet[str | None]) -> UnitStatus:
    if not assigned.knows(unit.code) and (
        unit.code not in failing or unit.code in assigned.instead
    ):
        return "missing"
    return "with_errors" if unit.code in failing else "received"


def _not_summed(
    unit: Unit, assigned: Assignment, form: Form, excluded: AbstractSet[str | None]
) -> Reason | None:
    """Why a unit that should be in the total is not: nothing usable came, or it has errors."""
    returned = assigned.returns.get(unit.code)
    if returned is None:
        instead = assigned.instead.get(unit.code)
        sent = instead[0].reason if instead else None
        return assigned.unusable.get(unit.code) or sent or NotSummed.MISSING
    if _says_nothing(returned, form):
        return NotSummed.NOTHING_COUNTED
    return NotSummed.STRICT if unit.code in excluded else None


def _partly(returned: Return | None, form: Form) -> Reason | None:
    """Which of the unit's tables are not in the total, where others are."""
    counted = returned.counted if returned else frozenset()
    left_out = tuple(table.sheet for table in form.tables if table.code not in counted)
    return PartMissing(left_out) if left_out else None


def saved_at(record: UnitRecord) -> datetime.datetime | None:
    """When the return that counts was saved, in the time of the office."""
    # A workbook states its time of saving in UTC; deadlines are in the office's own time.
    saved = record.returned.saved if record.returned else None
    return saved.replace(tzinfo=datetime.UTC).astimezone() if saved else None


def days_late(record: UnitRecord, today: datetime.date) -> int | None:
    """Days past the deadline, at least 1: until the return was saved, or, without one, until today.

    None: in time, no deadline, a return that does not say when it was saved, or a unit that is not
    summed here, so that nobody here waits for it.
    """
    saved = saved_at(record)
    if not record.due or not record.unit.deadline or (record.returned and not saved):
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
                tuple((sent.path, sent.reason) for sent in one.instead if sent.reason),
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
    """Whether no table counts except optional ones of which nothing is said (STAT-04)."""
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
