"""Year on year: this year's sum against last year's, by indicator, and which changes are big."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from toolkit.consolidation.consolidate import Consolidation
from toolkit.consolidation.coverage import UnitRecord
from toolkit.form.form import Form


@dataclass(frozen=True, slots=True)
class YearOnYear:
    """One indicator in two years, integers of the smallest unit."""

    code: str
    now: int
    # None where it is not known.
    before: int | None
    # Whether the change is big by the rule of the form.
    big: bool = False

    @property
    def change(self) -> int | None:
        return None if self.before is None else self.now - self.before

    @property
    def share(self) -> Fraction | None:
        """The change as a share of last year's figure; None where that is 0 or not known."""
        return Fraction(self.now - self.before, self.before) if self.before else None


@dataclass(frozen=True, slots=True)
class Span:
    """Whose figures the two sums hold; names, in the order of the roster and of their codes."""

    now: int
    before: int
    gone: tuple[str, ...]
    new: tuple[str, ...]
    # Who is in this year's sum with a sum of its own that is not complete.
    partial: tuple[str, ...] = ()
    # Whose figures of last year are those of others: its name, and their names.
    merged: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def same(self) -> bool:
        return not (self.gone or self.new or self.partial)


def compare_years(
    form: Form, now: Mapping[str, int], before: Mapping[str, int]
) -> dict[str, YearOnYear]:
    """Every indicator of the form, in its order."""
    return {code: _change(form, code, now[code], before.get(code)) for code in form.indicators}


def _change(form: Form, code: str, now: int, before: int | None) -> YearOnYear:
    kind = form.indicators[code].kind
    big = before is not None and form.big_change.marks(now, before, kind)
    return YearOnYear(code, now, before, big)


def comparison(result: Consolidation) -> dict[str, YearOnYear]:
    """The totals of a consolidation against those of the year before, by indicator."""
    return compare_years(result.form, result.totals, result.previous.totals)


def span(result: Consolidation) -> Span:
    """Who was in last year's sum and is not in this one, and who is new: not like for like."""
    inside = {one.unit.code: one.unit.name for one in result.units if one.in_total}
    previous = result.previous
    last, names = previous.inside, previous.names
    return Span(
        now=len(inside),
        before=len(last) if previous.summed is None else previous.summed,
        gone=tuple(names.get(code, code) for code in sorted(last - inside.keys())),
        new=tuple(name for code, name in inside.items() if code not in last),
        partial=tuple(one.unit.name for one in result.units if one.lacking),
        merged=tuple((inside[code], of) for code, of in previous.merged.items() if code in inside),
    )


def comparable(result: Consolidation, codes: Iterable[str]) -> frozenset[str]:
    """The units of last year's sum that can be held against themselves, in this year's sum or not.

    All figures that are compared are known of both years, and no sum of a unit's own lacks anybody.
    """
    wanted = list(dict.fromkeys(codes))
    inputs = {one for code in wanted for one in result.form.inputs_of(code)}
    return frozenset(
        one.unit.code
        for one in result.units
        if one.unit.code in result.previous.inside
        if all(result.previous.of(one.unit.code).get(code) is not None for code in wanted)
        if _is_whole(result.form, one, inputs)
    )


def _is_whole(form: Form, record: UnitRecord, inputs: Iterable[str]) -> bool:
    """Whether all these figures of a unit's return are known, and those of all units below it."""
    returned = record.returned
    if returned is None or (returned.below and returned.below.lacking):
        return False
    tables = {form.indicators[code].table for code in inputs}
    return tables <= returned.counted and returned.invalid.isdisjoint(inputs)
