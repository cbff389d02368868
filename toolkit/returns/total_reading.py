"""Reading totals: computed from the inputs, and compared with what stands in their cells.

The figures in their cells are never used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from toolkit.findings.details import NotJudged, Number
from toolkit.findings.finding import Finding, finding_at
from toolkit.findings.unjudged import Unjudged
from toolkit.form.number import Misfit, read_figure, to_number
from toolkit.grids.address import column_number
from toolkit.grids.grid import shown_text
from toolkit.returns.figure_reading import Cells, Inputs
from toolkit.returns.likely_value import shows_another
from toolkit.text import shorten

# The ranges of a sum on its own sheet; a formula with anything else in it is another one.
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,5})(?::\$?([A-Z]{1,3})\$?([0-9]{1,5}))?(?![\w(!])")
_NO_SUM = re.compile(r"[0-9\"\[!*/&^-]")


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of one table, integers of the smallest unit."""

    # The totals computed from the inputs.
    values: Mapping[str, int] = field(default_factory=dict)
    # The figures that stand in place of formulas.
    typed: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def read_totals(cells: Cells, table: str, inputs: Inputs) -> Totals:
    """Every total of the table, including those that sum other totals."""
    values, typed = dict[str, int](), dict[str, int]()
    findings, stale = list[Finding](), list[Finding]()
    for code, parts in cells.form.totals_of[table]:
        values[code] = sum([inputs.values.get(part) or 0 for part in parts])
        figure = _typed(cells, code)
        if figure is not None:
            typed[code] = figure
        unsure = bool(inputs.invalid) and not inputs.invalid.isdisjoint(parts)
        finding = _compared(cells, code, values[code], unsure)
        if finding:
            (stale if finding.code == "TOT-02" else findings).append(finding)
    if stale:
        # One finding for the table: all its totals are stale together.
        findings.append(replace(stale[0], more=len(stale) - 1))
    return Totals(values, typed, tuple(findings))


def _typed(cells: Cells, code: str) -> int | None:
    """The figure in a total's cell where that is not a formula."""
    at = cells.spots[code]
    if at in cells.grid.formulas or at in cells.grid.errors:
        return None
    figure = read_figure(_stands(cells, code), cells.form.indicators[code].kind)
    return figure if isinstance(figure, int) else None


def _stands(cells: Cells, code: str) -> object:
    """What stands in a total's cell; what it shows, where that is another figure."""
    grid, at = cells.grid, cells.spots[code]
    another = None if at in grid.formulas else grid.shown.get(at)
    if another and shows_another(another, cells.form.indicators[code].kind):
        return another.text or another.apart
    return grid.errors.get(at, grid.value(*at))


def _compared(cells: Cells, code: str, computed: int, unsure: bool) -> Finding | None:
    """A total as it stands in the workbook, compared with the one computed from its parts.

    ``unsure``: not all of the parts are known.
    """
    grid, at, one = cells.grid, cells.spots[code], cells.form.indicators[code]
    live = at in grid.formulas
    stands = _stands(cells, code)
    figure = read_figure(stands, one.kind)
    right = figure == computed
    if figure is None or (live and (right or unsure)):
        return None
    expected = to_number(computed, one.kind.decimals)
    if right and not unsure:
        return None if cells.live else cells.told("TOT-01", code, actual=expected)
    shown = _stored(stands, figure, one.kind.decimals)
    if live and (not isinstance(figure, int) or _adds_its_parts(cells, code)):
        return cells.told("TOT-02", code, actual=shown, expected=expected)
    rule, place = one.total or "", cells.place(code)
    if unsure:
        why = NotJudged(Unjudged.PARTS_UNSURE)
        return finding_at(rule, "info", place, status="cannot_judge", actual=shown, details=why)
    return finding_at(
        rule,
        "error",
        place,
        actual=shown,
        expected=expected,
        difference=shown - expected if isinstance(shown, int | Decimal) else None,
        suggested=expected,
    )


def _adds_its_parts(cells: Cells, code: str) -> bool:
    """Whether the formula of a total still sums its parts, as far as can be seen.

    Cells that were inserted are in its range, too, and hold no figure.
    """
    formula = cells.grid.formulas[cells.spots[code]]
    if formula == "=" or cells.live:
        return True
    if _NO_SUM.search(_RANGE.sub("", formula)):
        return False
    added = {
        (row, column)
        for first, top, last, bottom in _RANGE.findall(formula)
        for row in range(int(top) - 1, int(bottom or top))
        for column in range(column_number(first), column_number(last or first) + 1)
    }
    for parts in (cells.form.inputs_of(code), cells.form.indicators[code].parts):
        spots = {cells.spots[part] for part in parts}
        others = (cells.grid.value(*at) for at in added - spots)
        if spots <= added and not any(isinstance(one, float) for one in others):
            return True
    return False


def _stored(stands: object, figure: int | Misfit, decimals: int) -> Number | str:
    if isinstance(figure, int):
        return to_number(figure, decimals)
    return figure.number if figure.number is not None else shorten(shown_text(stands))
