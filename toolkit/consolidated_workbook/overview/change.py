"""Last year's figure of a measure, the change and the growth, over the same units: live."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from toolkit.consolidated_workbook.overview.same_units import Live, SameUnits
from toolkit.form.measure import Measure
from toolkit.grids.names import NO_SHARE


@dataclass(frozen=True, slots=True)
class Change:
    """What stands beside this year's figure; a share changes by points, and has no growth."""

    before: Live
    change: Live
    growth: Live | None


def change_of(same_units: SameUnits, measure: Measure, decimals: int) -> Change:
    """``decimals``: of the measure."""
    now, before = (same_units.seen(measure.of, year) for year in (0, 1))
    if measure.over:
        return _of_a_share(same_units, measure)
    less = f"{now.formula}-{before.formula}"
    less = f"ROUND({less},{decimals})" if decimals else less
    more = times = None
    if now.value is not None and before.value is not None:
        more = now.value - before.value
        times = now.value / before.value - 1 if before.value else None
    known = f"ISNUMBER({before.formula})"
    growth = f'IF(N({before.formula})=0,"{NO_SHARE}",{now.formula}/{before.formula}-1)'
    return Change(before, Live(more, f'IF({known},{less},"{NO_SHARE}")'), Live(times, growth))


def _of_a_share(same_units: SameUnits, measure: Measure) -> Change:
    """Of nothing there is no share; where nobody is compared, a sum is a text."""
    parts = [same_units.seen(measure.of, year) for year in (0, 1)]
    wholes = [same_units.seen(measure.over, year) for year in (0, 1)]
    now, before = (_divided(*both) for both in zip(parts, wholes, strict=True))
    known = [f"N({one.formula})<>0" for one in wholes]
    then = f'IF({known[1]},{before.formula},"{NO_SHARE}")'
    points = None
    if now.value is not None and before.value is not None:
        points = (now.value - before.value) * 100
    less = f'IF(AND({known[0]},{known[1]}),({now.formula}-{before.formula})*100,"{NO_SHARE}")'
    return Change(Live(before.value, then), Live(points, less), None)


def _divided(part: Live, whole: Live) -> Live:
    share: Fraction | None = None
    if part.value is not None and whole.value:
        share = part.value / whole.value
    return Live(share, f"{part.formula}/{whole.formula}")
