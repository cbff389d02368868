"""Copied figures: returns with the same figures as another unit's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from types import MappingProxyType

from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import MOST_ALIKE, CopiedFigures
from toolkit.findings.finding import Finding
from toolkit.form.layout import Layout, TableLayout
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Category, Roster, Unit

# Small offices have a few small figures, which may well coincide. The least number of figures other
# than 0, and of different ones among them: for a whole return, and for a single table.
_RETURN, _TABLE = (5, 3), (6, 4)
# The same for a county's table, which covers a dozen offices or more.
_COUNTY = (3, 2)

_NOBODY: frozenset[str] = frozenset()

Key = tuple[int, ...]


def copied_figures(
    returns: Mapping[str, Return], roster: Roster, layout: Layout
) -> Iterator[Finding]:
    """Findings on units that have the same figures as another unit, in all tables or in one.

    ``returns``: unit code → the return that counts.
    """
    form = layout.form
    inputs = {one.table.code: form.table_inputs(one.table.code) for one in layout.tables}
    keys = {unit: _keys(one, inputs) for unit, one in returns.items()}
    above = {unit: _above(unit, roster) for unit in returns}
    # Unit → the figures of its whole return, where they are told already.
    found_whole: dict[str, Key] = {}
    for unit, same in _groups({unit: _whole(tables) for unit, tables in keys.items()}, _RETURN):
        others = _first(one for one in same if _unrelated(unit, one, above))
        if others:
            found_whole[unit] = _whole(keys[unit])
            count = _telling(_whole(keys[unit]))
            yield _found("UNIT-16", unit, others, returns, roster, count)
    for table in layout.tables:
        code = table.table.code
        tables = {unit: some[code] for unit, some in keys.items() if code in some}
        for unit, same in _groups(tables, _TABLE, found_whole):
            whole = found_whole.get(unit)
            others = _first(
                one
                for one in same
                if _unrelated(unit, one, above) and (whole is None or found_whole.get(one) != whole)
            )
            if others:
                finding = _found("UNIT-18", unit, others, returns, roster, _telling(tables[unit]))
                yield _on([table], finding, returns[unit], layout)
    yield from _counties(keys, returns, roster, layout)


def _keys(one: Return, inputs: Mapping[str, Sequence[str]]) -> dict[str, Key]:
    """The inputs of each table that counts; a blank is a 0."""
    return {
        table: tuple([value or 0 for value in map(one.values.get, codes)])
        for table, codes in inputs.items()
        if table in one.counted
    }


def _whole(tables: Mapping[str, Key]) -> Key:
    return tuple(chain.from_iterable(tables.values()))


def _telling(key: Key) -> int:
    return len(key) - key.count(0)


def _tells(key: Key, least: tuple[int, int]) -> bool:
    return _telling(key) >= least[0] and len({*key} - {0}) >= least[1]


def _groups(
    keys: Mapping[str, Key], least: tuple[int, int], told: Mapping[str, Key] = MappingProxyType({})
) -> Iterator[tuple[str, Sequence[str]]]:
    """Each unit that shares its figures with others, and them, itself among them.

    Of very many that are alike some are enough, of each kind of those that are ``told`` already.
    """
    same: dict[Key, list[str]] = defaultdict(list)
    for unit, key in keys.items():
        if _tells(key, least):
            same[key].append(unit)
    for group in same.values():
        shown = group if len(group) <= MOST_ALIKE else _some_of_each(group, told)
        for unit in group if len(group) > 1 else ():
            yield unit, shown


def _some_of_each(group: Sequence[str], told: Mapping[str, Key]) -> Sequence[str]:
    kinds: dict[Key | None, list[str]] = defaultdict(list)
    for unit in group:
        some = kinds[told.get(unit)]
        # The one that is asked about, one more than are told, and whoever sums the others.
        if len(some) < MOST_ALIKE + 10:
            some.append(unit)
    return [unit for some in kinds.values() for unit in some]


def _first(some: Iterator[str]) -> list[str]:
    """At most one more than are told, by which it is seen that there are more."""
    return list(islice(some, MOST_ALIKE + 1))


def _above(unit: str, roster: Roster) -> frozenset[str]:
    """All that a unit reports to, in any number of steps."""
    known = roster.units.get(unit)
    return frozenset(one.parent for one in (known, *roster.ancestors(known))) if known else _NOBODY


def _unrelated(unit: str, one: str, above: Mapping[str, frozenset[str]]) -> bool:
    """Whether it is another, and none sums the other, so that the figures may not be the same."""
    return one != unit and one not in above[unit] and unit not in above[one]


def _counties(
    keys: Mapping[str, Mapping[str, Key]],
    returns: Mapping[str, Return],
    roster: Roster,
    layout: Layout,
) -> Iterator[Finding]:
    """Counties that filled in what their own office did instead of the sum."""
    for unit, tables in keys.items():
        known = roster.units.get(unit)
        if known is None or known.category != Category.COUNTY:
            continue
        below = roster.children(unit)
        own = [one.code for one in below if one.category == Category.OWN and one.code in keys]
        rest = [one for one in below if one.category not in (Category.OWN, Category.VERTICAL)]
        same = [
            table
            for table in layout.tables
            if (key := tables.get(table.table.code)) is not None
            and _tells(key, _COUNTY)
            and any(keys[one].get(table.table.code) == key for one in own)
            and not _nothing_else(rest, table.table.code, keys)
        ]
        if not same:
            continue
        count = sum(_telling(tables[table.table.code]) for table in same)
        finding = _found("UNIT-17", unit, own, returns, roster, count, len(rest))
        # With no other unit on the roster, the office's figures may well be the whole sum.
        finding = replace(finding, severity="warning" if rest else "info")
        yield _on(same, finding, returns[unit], layout)


def _nothing_else(rest: Sequence[Unit], table: str, keys: Mapping[str, Mapping[str, Key]]) -> bool:
    """Whether all other units report nothing, so that the sum is that of the office alone."""
    telling = [_telling(keys[one.code].get(table, ())) for one in rest if one.code in keys]
    return bool(rest) and len(telling) == len(rest) and not any(telling)


def _found(
    code: str,
    unit: str,
    others: Sequence[str],
    returns: Mapping[str, Return],
    roster: Roster,
    count: int,
    not_summed: int = 0,
) -> Finding:
    names = tuple(_name(one, returns, roster) for one in others)
    return found(
        code,
        unit=unit,
        unit_name=_name(unit, returns, roster),
        file=returns[unit].file,
        count=count,
        details=CopiedFigures(names, not_summed),
        beside=tuple(others),
    )


def _name(unit: str, returns: Mapping[str, Return], roster: Roster) -> str:
    known = roster.units.get(unit)
    return known.name if known else returns[unit].identity.name or unit


def _on(tables: Sequence[TableLayout], finding: Finding, one: Return, layout: Layout) -> Finding:
    """The finding placed at the first figure of the first of the tables that it is about."""
    first = tables[0].table
    sheet, cell = one.where(layout.form.table_inputs(first.code)[0], layout)
    sheets = tuple(table.table.sheet for table in tables)
    return replace(finding, sheet=sheet, cell=cell, label=first.title, tables=sheets)
