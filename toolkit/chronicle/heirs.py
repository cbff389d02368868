"""Heirs: units that have merged or changed their codes, by what the roster says of last year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from toolkit.chronicle import words
from toolkit.chronicle.heard import Said
from toolkit.form.opening_figures import complete
from toolkit.roster.roster import Roster, Unit

Years = dict[str, dict[int, Said]]


def with_predecessors(years: Years, roster: Roster) -> Years:
    """The same, with the years that units had under other codes.

    A roster tells only whose figures of last year are whose; what holds for last year is taken to
    hold for the years before, as long as the unit has none under its own code. A unit that only
    changed its code takes its years along; those that have merged stay as they were besides.
    """
    found = {code: dict(some) for code, some in years.items()}
    claims = Counter(code for unit in roster.units.values() for code in unit.before)
    for unit in roster.units.values():
        alone = all(claims[code] == 1 for code in unit.before)
        if unit.predecessors and alone and unit.code not in unit.before:
            _inherit(found, unit)
    return {code: some for code, some in found.items() if some}


def _inherit(found: Years, unit: Unit) -> None:
    before = [found.get(code, {}) for code in unit.before]
    own = found.setdefault(unit.code, {})
    for year in sorted(set[int]().union(*before) - own.keys()):
        some = [years[year] for years in before if year in years]
        if len(some) < len(before):
            # A part is not the whole.
            continue
        if merged := _together(some, unit):
            own[year] = merged
            if len(before) == 1:
                del found[unit.before[0]][year]


def _together(some: list[Said], unit: Unit) -> Said | None:
    """What was said of several units as if of one; None where they used different formats."""
    first = some[0]
    if any(one.form.id != first.form.id for one in some):
        return None
    note = words.heirs([f"{one.name}（{one.unit}）" for one in some])
    figures = first.figures if len(some) == 1 else _sum([one.figures for one in some], first)
    return replace(
        first,
        unit=unit.code,
        name=unit.name,
        figures=figures,
        file="、".join(dict.fromkeys(one.file for one in some)),
        returned=first.returned if len(some) == 1 else None,
        notes=(*first.notes, note),
        explained=first.explained if len(some) == 1 else {},
    )


def _sum(some: list[Mapping[str, int | None]], first: Said) -> Mapping[str, int | None]:
    sums: dict[str, int | None] = {}
    for code in first.form.inputs:
        known = [value for one in some if (value := one.get(code)) is not None]
        sums[code] = sum(known) if len(known) == len(some) else None
    return complete(first.form, sums)
