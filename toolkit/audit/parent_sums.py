"""Parent sums: a unit that sums others, compared with the units that it sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import NotJudged
from toolkit.findings.finding import Finding
from toolkit.findings.unjudged import MissingBelow, Unjudged
from toolkit.form.layout import Layout, TableLayout
from toolkit.form.number import to_number
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Category, Roster, Unit


def compare_levels(
    returns: Mapping[str, Return], roster: Roster, layout: Layout
) -> Iterator[Finding]:
    """Whether each sum that a unit reports is that of its children, as far as they have reported.

    ``returns``: unit code → the return that counts. Where a child is missing nothing can be said of
    the sum, and the missing ones are named instead.
    """
    for parent in roster.units.values():
        one = returns.get(parent.code)
        if one is None or not _sums(parent, one):
            continue
        below = [u for u in roster.children(parent.code) if u.category != Category.VERTICAL]
        missing = [child for child in below if child.code not in returns]
        if len(missing) == len(below) or all(u.category == Category.OWN for u in below):
            # With only its own office on the roster, others must be missing from the roster.
            continue
        tables = [table for table in layout.tables if table.table.code in one.counted]
        if missing:
            told = [_cannot_compare(tables[0], one, missing, layout)] if tables else []
        else:
            told = [f for table in tables if (f := _compare(table, one, below, returns, layout))]
        for finding in told:
            yield replace(
                finding,
                unit=parent.code,
                unit_name=parent.name,
                file=one.file,
                beside=tuple(child.code for child in below),
            )


def _sums(unit: Unit, one: Return) -> bool:
    """Whether a unit's return covers more than its own office."""
    return one.identity.is_sum or (one.identity.level or unit.level) == "region"


def _cannot_compare(
    table: TableLayout, one: Return, missing: Sequence[Unit], layout: Layout
) -> Finding:
    first = layout.form.table_inputs(table.table.code)[0]
    return _unjudged(first, one, layout, MissingBelow(tuple(unit.name for unit in missing)))


def _unjudged(code: str, one: Return, layout: Layout, reason: MissingBelow | Unjudged) -> Finding:
    finding = found("LEVEL-01", one.place(code, layout), details=NotJudged(reason))
    return replace(finding, severity="info", status="cannot_judge")


def _compare(
    table: TableLayout,
    one: Return,
    below: Sequence[Unit],
    returns: Mapping[str, Return],
    layout: Layout,
) -> Finding | None:
    """One table: the finding at the cell that differs most, or on the missing children."""
    code, form = table.table.code, layout.form
    if absent := [unit for unit in below if code not in returns[unit.code].counted]:
        return _cannot_compare(table, one, absent, layout)
    children = [returns[unit.code] for unit in below]
    gaps: dict[str, int] = {}
    unsure = []
    for each in form.table_inputs(code):
        if any(each in known.invalid for known in (one, *children)):
            unsure.append(each)
            continue
        values = [child.values.get(each) or 0 for child in children]
        if gap := (one.values.get(each) or 0) - sum(values):
            gaps[each] = gap
    if gaps:
        return _differs(gaps, one, len(below), layout)
    if unsure:
        return _unjudged(unsure[0], one, layout, Unjudged.UNSURE_BELOW)
    return None


def _differs(gaps: Mapping[str, int], one: Return, below: int, layout: Layout) -> Finding:
    """The finding at the cell that differs most, with the addresses of the others."""
    form = layout.form
    order = sorted(gaps, key=lambda each: -abs(Fraction(gaps[each], form.scales[each])))
    worst, *others = order
    decimals, actual = form.decimals[worst], one.values.get(worst) or 0
    return found(
        "LEVEL-01",
        one.place(worst, layout),
        actual=to_number(actual, decimals),
        expected=to_number(actual - gaps[worst], decimals),
        difference=to_number(gaps[worst], decimals),
        count=below,
        more_cells=tuple(one.where(each, layout)[1] for each in others),
    )
