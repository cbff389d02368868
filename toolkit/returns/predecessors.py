"""Predecessors: last year's figures, given to the units whose they are this year.

The roster says so (上年代码). It is settled here once; all that compares with last year asks for a
unit's own code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property

from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Listed
from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.form.opening_figures import Figures, complete
from toolkit.grids.document import Passage
from toolkit.returns.previous_year import Previous
from toolkit.roster.roster import Category, Roster, Unit


def by_this_years_codes(
    previous: Previous, form: Form, roster: Roster, listed: AbstractSet[str], collector: str
) -> Previous:
    """Last year's figures by the codes of this year's roster.

    ``listed``: every unit of last year's file, those that had sent nothing among them.
    """
    heirs = _Heirs(roster, listed)
    if not heirs.stated:
        return previous
    taken = {code for unit in heirs.changed for code in (unit.code, *unit.before)}
    names = {code: name for code, name in previous.names.items() if code not in taken}
    figures = {code: known for code, known in previous.figures.items() if code not in taken}
    inside = set(previous.inside - taken)
    merged: dict[str, tuple[str, ...]] = {}
    for unit in heirs.changed:
        known = tuple(previous.names[code] for code in unit.before if code in previous.names)
        if known:
            names[unit.code] = "、".join(known)
        if heirs.are_certain(unit) and (whole := _sum(form, unit, previous)):
            figures[unit.code] = whole
            merged |= {unit.code: known} if unit.has_others_before else {}
        if not previous.inside.isdisjoint(unit.before):
            inside.add(unit.code)
    told = _not_there(heirs, collector), _shared(heirs, collector, previous)
    return replace(
        previous,
        figures=figures,
        names=names,
        inside=frozenset(inside),
        findings=(*previous.findings, *(one for some in told for one in some)),
        summed=len(previous.inside),
        narratives=_narratives(previous, heirs, taken),
        merged=merged,
    )


def _narratives(
    previous: Previous, heirs: _Heirs, taken: AbstractSet[str]
) -> dict[str, tuple[Passage, ...]]:
    """The reports by this year's codes; of units that have merged all of them count."""
    told = {code: text for code, text in previous.narratives.items() if code not in taken}
    for unit in heirs.changed:
        told[unit.code] = tuple(
            one for code in unit.before for one in previous.narratives.get(code, ())
        )
    return told


@dataclass(frozen=True)
class _Heirs:
    """Who claims the figures of whom; a unit of which the roster says nothing claims its own."""

    roster: Roster
    # The units of last year's file.
    listed: AbstractSet[str]

    @cached_property
    def stated(self) -> list[Unit]:
        """The units of which the roster says whose figures are theirs."""
        return [unit for unit in self.roster.units.values() if unit.predecessors is not None]

    @cached_property
    def of(self) -> dict[str, list[Unit]]:
        """Unit of last year → those that claim its figures."""
        every: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.roster.units.values():
            for code in unit.before:
                every[code].append(unit)
        return dict(every)

    @cached_property
    def shared(self) -> list[str]:
        """The units of last year that several claim: nobody can tell which figures are whose."""
        claimed = dict.fromkeys(code for unit in self.stated for code in unit.before)
        return [code for code in claimed if len(self.of[code]) > 1 and code in self.listed]

    @cached_property
    def changed(self) -> list[Unit]:
        """The units whose figures of last year are not simply those under their own code."""
        units = self.roster.units.values()
        return [
            one
            for one in units
            if one.predecessors is not None or not set(self.shared).isdisjoint(one.before)
        ]

    def are_certain(self, unit: Unit) -> bool:
        """Whether all that it claims is there, and claimed by nobody else."""
        return set(unit.before) <= self.listed and set(self.shared).isdisjoint(unit.before)


def _sum(form: Form, unit: Unit, previous: Previous) -> Figures:
    """The sum over the predecessors; what is not known of one is not known of all.

    Nothing is known of a unit without any: it may have taken over what others had not finished.
    """
    every: Sequence[Figures] = [previous.of(code) for code in unit.before]
    if not (every and all(every)):
        return {}
    sums: dict[str, int | None] = {}
    for code in form.inputs:
        values = [one.get(code) for one in every]
        sums[code] = None if None in values else sum(v for v in values if v is not None)
    return complete(form, sums)


def is_summed(unit: Unit, collector: str) -> bool:
    """Whether last year's file should have the unit's figures: others are summed elsewhere."""
    return not collector or (unit.parent == collector and unit.category != Category.VERTICAL)


def _not_there(heirs: _Heirs, collector: str) -> Iterator[Finding]:
    for unit in heirs.stated:
        lost = tuple(code for code in unit.before if code not in heirs.listed)
        if lost and is_summed(unit, collector):
            yield found("YEAR-05", unit=unit.code, unit_name=unit.name, details=Listed(lost))


def _shared(heirs: _Heirs, collector: str, previous: Previous) -> Iterator[Finding]:
    for code in heirs.shared:
        claiming = heirs.of[code]
        if any(is_summed(unit, collector) for unit in claiming):
            units = tuple(f"{unit.name}（{unit.code}）" for unit in claiming)
            name = previous.names.get(code, code)
            yield found("YEAR-06", unit=code, unit_name=name, details=Listed(units))
