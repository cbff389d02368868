"""Reading totals: computed from the inputs, and compared with what stands in their cells.

The figures in their cells are never used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from toolkit.findings.details import NotJudged, Number
from toolkit.findings.finding import Finding, ReadAs, finding_at
from toolkit.findings.unjudged import Unjudged
from toolkit.form.number import Misfit, read_figure, to_number, whole
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
    findings = list[Finding]()
    # One finding for the table: its totals are all stale together, or all typed.
    alike: dict[str, list[Finding]] = {"TOT-01": [], "TOT-02": []}
    read_as = _read_as(cells, inputs)
    known, grid, scales = inputs.values, cells.grid, cells.form.scales
    for code, parts in cells.form.totals_of[table]:
        values[code] = sum([known[part] for part in parts if part in known])
        # The usual total, read fast: a formula with the right result.
        at = cells.spots[code]
        if at in grid.formulas and not inputs.invalid and at not in grid.errors:
            number = whole(grid.others.get(at))
            if number is not None and number * scales[code] == values[code]:
                continue
        figure = _typed(cells, code)
        if figure is not None:
            typed[code] = figure
        if inputs.invalid and not inputs.invalid.isdisjoint(parts):
            finding = _unsure(
                cells,
                code,
                values[code],
                [read_as.get(one) for one in parts if one in inputs.invalid],
            )
        else:
            finding = _compared(cells, code, values[code])
        if finding:
            alike.get(finding.code, findings).append(finding)
    for some in alike.values():
        findings += [replace(some[0], count=len(some), more=len(some) - 1)] if some else []
    return Totals(values, typed, tuple(findings))


def _read_as(cells: Cells, inputs: Inputs) -> dict[str, ReadAs]:
    """The unusable inputs, each with the figure as which it plainly reads, where it does."""
    return {
        one.indicator: ReadAs(one.sheet, one.cell, one.suggested)
        for one in inputs.findings
        if one.indicator in inputs.invalid and one.suggested is not None
        if one.sheet and one.cell
    }


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


def _compared(cells: Cells, code: str, computed: int) -> Finding | None:
    """A total as it stands in the workbook, compared with the one computed from its parts."""
    live, stands = _is_live(cells, code), _stands(cells, code)
    one = cells.form.indicators[code]
    figure = read_figure(stands, one.kind)
    if figure is None or (live and figure == computed):
        return None
    expected = to_number(computed, one.kind.decimals)
    if figure == computed:
        usual = cells.live or cells.printed
        return None if usual else cells.told("TOT-01", code, actual=expected)
    shown = _stored(stands, figure, one.kind.decimals)
    if live and (not isinstance(figure, int) or _adds_its_parts(cells, code)):
        return cells.told("TOT-02", code, actual=shown, expected=expected)
    return _differs(cells, code, shown, expected)


def _unsure(
    cells: Cells, code: str, computed: int, doubtful: Sequence[ReadAs | None]
) -> Finding | None:
    """The same where some of its parts hold no figure: with those as which they plainly read.

    ``computed``: over the parts that hold one. ``doubtful``: what the others read as; None where
    that is not plain.
    """
    stands, decimals = _stands(cells, code), cells.form.decimals[code]
    figure = read_figure(stands, cells.form.indicators[code].kind)
    if figure is None or _is_live(cells, code):
        return None
    shown = _stored(stands, figure, decimals)
    known = [one for one in doubtful if one]
    expected = to_number(computed, decimals) + sum(one.value for one in known)
    if shown == expected or len(known) < len(doubtful):
        why, rule = NotJudged(Unjudged.PARTS_UNSURE), cells.form.indicators[code].total or ""
        place = cells.place(code)
        return finding_at(rule, "info", place, status="cannot_judge", actual=shown, details=why)
    return replace(_differs(cells, code, shown, expected), read_as=tuple(dict.fromkeys(known)))


def _is_live(cells: Cells, code: str) -> bool:
    return cells.spots[code] in cells.grid.formulas


def _differs(cells: Cells, code: str, shown: Number | str, expected: Number) -> Finding:
    """A typed total that is not the sum of its parts."""
    return finding_at(
        cells.form.indicators[code].total or "",
        "error",
        cells.place(code),
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
