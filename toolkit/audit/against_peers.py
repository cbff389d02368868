"""Against peers: an amount compared with those of the other units of its category.

Where last year's amount is not known, they are all that shows that somebody reported 元 for 万元.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Peers
from toolkit.findings.finding import Finding
from toolkit.form.layout import Layout
from toolkit.form.measure import MIX_UP, is_mixed_up
from toolkit.form.number import from_fraction, to_number
from toolkit.returns.previous_year import Previous
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Category, Unit

# With fewer others than this nobody knows what is usual.
_LEAST = 3
_SUSPICIOUS = 1_000
# A likely value is not further from the median than this many times.
_FITS = 100


def against_peers(
    returns: Mapping[str, Return], units: Mapping[str, Unit], layout: Layout, previous: Previous
) -> Iterator[Finding]:
    """Findings on amounts that are at least 1,000 times the median of the others.

    What is told already beside last year's figure of the same cell is not told again. ``returns``:
    unit code → the return that counts.
    """
    form = layout.form
    for code in form.inputs:
        if form.indicators[code].kind.type != "amount":
            continue
        for category, amounts in _amounts(returns, units, layout, code).items():
            inorder = sorted(amounts.values())
            for unit, now in amounts.items():
                twice = _twice_the_median(inorder, now)
                then = previous.of(unit).get(code)
                if twice and 2 * now >= _SUSPICIOUS * twice and not is_mixed_up(now, then or 0):
                    others = tuple(one for one in amounts if one != unit)
                    finding = _found(returns[unit], layout, code, category, Fraction(twice, 2))
                    yield replace(finding, unit=unit, count=len(others), beside=others)


def _amounts(
    returns: Mapping[str, Return], units: Mapping[str, Unit], layout: Layout, code: str
) -> dict[Category, dict[str, int]]:
    """Category → unit → its amount; without those that are 0 or not known."""
    table, found = layout.form.indicators[code].table, defaultdict[Category, dict[str, int]](dict)
    for unit, one in returns.items():
        category, amount = units[unit].category, one.values.get(code)
        if category and amount and code not in one.invalid and table in one.counted:
            found[category][unit] = amount
    return found


def _twice_the_median(inorder: list[int], own: int) -> int:
    """Of all others; 0 where they are too few. Twice, so that it is a whole number."""
    others = len(inorder) - 1
    if others < _LEAST:
        return 0
    skipped = bisect_left(inorder, own)
    middle = ((others - 1) // 2, others // 2)
    return sum(inorder[at if at < skipped else at + 1] for at in middle)


def _found(one: Return, layout: Layout, code: str, category: Category, median: Fraction) -> Finding:
    now, scale = one.values[code] or 0, layout.form.scales[code]
    likely = Fraction(now, MIX_UP)
    fits = likely.denominator == 1 and median <= _FITS * likely and likely <= _FITS * median
    decimals = layout.form.decimals[code]
    finding = found(
        "PEER-01",
        one.place(code, layout),
        file=one.file,
        actual=to_number(now, decimals),
        suggested=to_number(int(likely), decimals) if fits else None,
        details=Peers(str(category), from_fraction(median / scale), round(now / median)),
    )
    return replace(finding, in_a_sum=one.identity.is_sum)
