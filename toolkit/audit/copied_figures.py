"""Alike: returns whose figures are those of another unit; copied, most likely."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Alike
from toolkit.findings.finding import Finding
from toolkit.form.layout import Layout, TableLayout
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Category, Roster, Unit

# Small offices have a handful of small figures, which may well coincide: figures other than 0, and
# different ones among them, that it takes for a return, and for a single table.
_RETURN, _TABLE = (5, 3), (6, 4)
# A county's table holds what a dozen offices and more have done.
_COUNTY = (3, 2)

Key = tuple[int, ...]


def alike(returns: Mapping[str, Return], roster: Roster, layout: Layout) -> Iterator[Finding]:
    """Findings on units whose figures, or one table of them, another unit has as well.

    ``returns``: unit code → the return that counts.
    """
    keys = {unit: _keys(one, layout) for unit, one in returns.items()}
    found_whole: set[frozenset[str]] = set()
    for unit, same in _groups({unit: _whole(tables) for unit, tables in keys.items()}, _RETURN):
        others = [one for one in same if not _related(unit, one, roster)]
        if others:
            found_whole |= {frozenset((unit, one)) for one in others}
            count = _telling(_whole(keys[unit]))
            yield _found("UNIT-16", unit, others, returns, roster, count)
    for table in layout.tables:
        code = table.table.code
        tables = {unit: some[code] for unit, some in keys.items() if code in some}
        for unit, same in _groups(tables, _TABLE):
            others = [
                one
                for one in same
                if not _related(unit, one, roster) and frozenset((unit, one)) not in found_whole
            ]
            if others:
                finding = _found("UNIT-18", unit, others, returns, roster, _telling(tables[unit]))
                yield _on([table], finding, returns[unit], layout)
    yield from _counties(keys, returns, roster, layout)


def _keys(one: Return, layout: Layout) -> dict[str, Key]:
    """The inputs of each table that counts; a blank is a 0."""
    inputs = layout.form.table_inputs
    return {
        code: tuple(one.values.get(each) or 0 for each in inputs(code))
        for code in (table.table.code for table in layout.tables)
        if code in one.counted
    }


def _whole(tables: Mapping[str, Key]) -> Key:
    return tuple(value for key in tables.values() for value in key)


def _telling(key: Key) -> int:
    return sum(value != 0 for value in key)


def _tells(key: Key, least: tuple[int, int]) -> bool:
    figures = [value for value in key if value]
    return len(figures) >= least[0] and len(set(figures)) >= least[1]


def _groups(keys: Mapping[str, Key], least: tuple[int, int]) -> Iterator[tuple[str, list[str]]]:
    """Each unit that is not alone with its figures, and the others that have them."""
    same: dict[Key, list[str]] = defaultdict(list)
    for unit, key in keys.items():
        if _tells(key, least):
            same[key].append(unit)
    for group in same.values():
        for unit in group if len(group) > 1 else ():
            yield unit, [other for other in group if other != unit]


def _related(one: str, other: str, roster: Roster) -> bool:
    """Whether one sums the other: then their figures may be the same by right."""
    listed = roster.units
    return any(
        below in listed and roster.reports_to(listed[below], above)
        for below, above in ((one, other), (other, one))
    )


def _counties(
    keys: Mapping[str, Mapping[str, Key]],
    returns: Mapping[str, Return],
    roster: Roster,
    layout: Layout,
) -> Iterator[Finding]:
    """Counties that filled in what their own office did, in place of the sum."""
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
        # Without others on the roster it may well be all that there is.
        finding = replace(finding, severity="warning" if rest else "info")
        yield _on(same, finding, returns[unit], layout)


def _nothing_else(rest: Sequence[Unit], table: str, keys: Mapping[str, Mapping[str, Key]]) -> bool:
    """Whether all the others report nothing: then the sum is that of the office alone."""
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
        details=Alike(names, not_summed),
    )


def _name(unit: str, returns: Mapping[str, Return], roster: Roster) -> str:
    known = roster.units.get(unit)
    return known.name if known else returns[unit].identity.name or unit


def _on(tables: Sequence[TableLayout], finding: Finding, one: Return, layout: Layout) -> Finding:
    """The same with its place: the first figure of the first of the tables that it is about."""
    first = tables[0].table
    sheet, cell = one.where(layout.form.table_inputs(first.code)[0], layout)
    sheets = tuple(table.table.sheet for table in tables)
    return replace(finding, sheet=sheet, cell=cell, label=first.title, tables=sheets)
