"""The official tables of a consolidated workbook: whether each figure is still the sum."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from toolkit.findings.details import NotTheSum
from toolkit.findings.finding import Finding
from toolkit.form.number import to_number
from toolkit.grids.names import BY_UNIT
from toolkit.returns.figure_reading import Cells, Inputs

_SUM_OVER_UNITS = re.compile(
    rf"=\s*(?:ROUND\(\s*)?SUMIFS\([^()]*{BY_UNIT}[^()]*\)(?:\s*[,;]\s*\d+\s*\))?\s*"
)
# The largest relative error of a sum of doubles.
_NOISE = 1e-14


def sums_over_units(formula: str) -> bool:
    """Whether it is the formula of a consolidated workbook, in any program's spelling.

    Also true where the format does not give the formula.
    """
    return formula == "=" or bool(_SUM_OVER_UNITS.fullmatch(formula))


def lost_results(cells: Cells, codes: Sequence[str]) -> Finding | None:
    """The finding where the formulas of inputs lost their results, so that nothing can be read."""
    grid, spots = cells.grid, cells.spots
    lost = [
        code
        for code in codes
        if spots[code] in grid.formulas
        and grid.value(*spots[code]) == ""
        and spots[code] not in grid.errors
    ]
    return cells.told("TOT-04", lost[0], more=len(lost) - 1) if lost else None


def not_the_sums(
    cells: Cells, codes: Sequence[str], inputs: Inputs, sums: Mapping[str, int]
) -> Iterator[Finding]:
    """Inputs that are not the sum over the units, and those that are no longer formulas.

    ``sums``: input → what it should be, an integer of the smallest unit, where that is known.
    """
    formulas, spots, values = cells.grid.formulas, cells.spots, inputs.values
    typed = [code for code in codes if not sums_over_units(formulas.get(spots[code], ""))]
    wrong = [
        code
        for code in codes
        if code in sums
        and code not in inputs.invalid
        # Any value that a program could have got by adding doubles is right.
        and not math.isclose(values.get(code) or 0, sums[code], rel_tol=_NOISE, abs_tol=0)
    ]
    if wrong:
        first = wrong[0]
        decimals = cells.form.decimals[first]
        actual = to_number(values.get(first) or 0, decimals)
        expected = to_number(sums[first], decimals)
        yield cells.told(
            "TOT-05",
            first,
            actual=actual,
            expected=expected,
            difference=actual - expected,
            more=len(wrong) - 1,
            details=NotTheSum(typed=first in typed),
        )
    typed = [code for code in typed if code not in wrong]
    if typed:
        yield cells.told("TOT-03", typed[0], more=len(typed) - 1)
