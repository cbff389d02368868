"""Levels: a unit that sums others, compared with those that it sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from toolkit.finding import Finding, found
from toolkit.layout import Layout, TableLayout
from toolkit.number import to_number
from toolkit.returns import Return
from toolkit.roster import Category, Roster, Unit
from toolkit.words import details, reasons


def compare_levels(
    returns: Mapping[str, Return], roster: Roster, layout: Layout
) -> Iterator[Finding]:
    """For every unit that reports a sum and whose children have reported too: whether it is theirs.

    ``returns``: unit code → the return that counts. Where a child is missing nothing can be said of
    the sum, and the missing ones are named instead.
    """
    for parent in roster.units.values():
        one = returns.get(parent.code)
        if one is None or not _sums(parent, one):
            continue
        below = [u for u in roster.children(parent.code) if u.category != Category.VERTICAL]
        missing = [child for child in below if child.code not in returns]
        if len(missing) == len(below):
            continue
        tables = [table for table in layout.tables if table.table.code in one.counted]
        if missing:
            told = [_cannot_compare(tables[0], one, missing, layout)] if tables else []
        else:
            told = [f for table in tables if (f := _compare(table, one, below, returns, layout))]
        for finding in told:
            yield replace(finding, unit=parent.code, unit_name=parent.name, file=one.file)


def _sums(unit: Unit, one: Return) -> bool:
    """Whether a unit's return is about more than its own office."""
    return one.identity.kind == "consolidated" or (one.identity.level or unit.level) == "region"


def _cannot_compare(
    table: TableLayout, one: Return, missing: Sequence[Unit], layout: Layout
) -> Finding:
    first = layout.form.table_inputs(table.table.code)[0]
    names = details.names([unit.name for unit in missing])
    words = {"reason": reasons.missing_below(names), "mend": reasons.MEND_BELOW}
    finding = _at(first, one, layout)
    return replace(finding, severity="info", status="cannot_judge", details=words)


def _compare(
    table: TableLayout,
    one: Return,
    below: Sequence[Unit],
    returns: Mapping[str, Return],
    layout: Layout,
) -> Finding | None:
    """One table: the place that differs most; or who is missing."""
    code, form = table.table.code, layout.form
    if absent := [unit for unit in below if code not in returns[unit.code].counted]:
        return _cannot_compare(table, one, absent, layout)
    children = [returns[unit.code] for unit in below]
    gaps = {
        each: (one.values.get(each) or 0) - sum(child.values.get(each) or 0 for child in children)
        for each in form.table_inputs(code)
        if not any(each in known.invalid for known in (one, *children))
    }
    differing = [each for each, gap in gaps.items() if gap]
    if not differing:
        return None
    worst = max(differing, key=lambda each: abs(gaps[each]))
    decimals = form.decimals[worst]
    actual = one.values.get(worst) or 0
    return replace(
        _at(worst, one, layout),
        actual=to_number(actual, decimals),
        expected=to_number(actual - gaps[worst], decimals),
        difference=to_number(gaps[worst], decimals),
        details={"count": str(len(below)), "more": details.and_more(len(differing) - 1)},
    )


def _at(code: str, one: Return, layout: Layout) -> Finding:
    sheet, cell = one.where(code, layout)
    label = layout.form.indicators[code].label
    return found("LEVEL-01", sheet=sheet, cell=cell, indicator=code, label=label)
