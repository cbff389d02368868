"""Reading figures: the cells of one table → exact integers, and what speaks against each.

Nothing is coerced and nothing is guessed: a cell gives a certain figure or none, and then a finding
says why, with the likely value where the text is plain. Stored totals are never taken, only
compared.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeGuard, Unpack

from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Number, Unjudged
from toolkit.findings.finding import Facts, Finding, Place
from toolkit.findings.phrases import PARTS_UNSURE
from toolkit.findings.seen import Formula, Seen
from toolkit.form.form import Form
from toolkit.form.number import Misfit, plain, read_figure, to_number, whole
from toolkit.grids.address import cell, column_number
from toolkit.grids.grid import At, Grid
from toolkit.grids.names import BY_UNIT
from toolkit.returns.likely_value import likely_value
from toolkit.text import shorten

_FAULTS = {
    "text": "NUM-01",
    "negative": "NUM-02",
    "fraction": "NUM-03",
    "digits": "NUM-04",
    "date": "NUM-06",
    "truth": "NUM-06",
}
# [1]Sheet!A1, 'C:\dir\[a.xlsx]S'!A1, and LibreOffice's 'file:///a.xlsx'#$S.A1; a text in quotes is
# no reference.
_OUTSIDE = re.compile(r"\[[^\[\]]*\][^\[\]]*!|\[\?\]|'?file:|^=\s*\w+\|", re.IGNORECASE)
_SUM_OVER_UNITS = re.compile(
    rf"=\s*(?:ROUND\(\s*)?SUMIFS\([^()]*{BY_UNIT}[^()]*\)(?:\s*[,;]\s*\d+\s*\))?\s*"
)
# The ranges of a sum on its own sheet; what has anything else in it is another formula.
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,5})(?::\$?([A-Z]{1,3})\$?([0-9]{1,5}))?(?![\w(!])")
_NO_SUM = re.compile(r"[0-9\"\[!*/&^-]")
_QUOTED = re.compile(r'"[^"]*"')


class FigureReader:
    """The figures of one table, as they stand in ``grid`` at ``spots``.

    ``live``: inputs are formulas by right, as in a consolidated workbook. ``values`` and
    ``invalid`` are filled for the whole return, ``findings`` in the order of reading. ``typed``:
    the totals that are figures in place of formulas, with these figures.
    """

    def __init__(
        self, form: Form, grid: Grid, sheet: str, spots: Mapping[str, At], *, live: bool
    ) -> None:
        self.form, self.grid, self.sheet, self.spots = form, grid, sheet, spots
        self.live = live
        self.values: dict[str, int | None] = {}
        self.invalid: set[str] = set()
        self.findings: list[Finding] = []
        self.typed: dict[str, int] = {}

    def read(self, code: str) -> bool:
        """Read one input; True where something is in its cell."""
        return self._plain(code) or self._input(code)

    def _plain(self, code: str) -> bool:
        """The usual cell, made quick: a whole number that was typed."""
        at = self.spots[code]
        number = whole(self.grid.value(*at))
        if number is None or at in self.grid.formulas or at in self.grid.errors:
            return False
        self.values[code] = number * self.form.scales[code]
        return True

    def _input(self, code: str) -> bool:
        grid, at, kind = self.grid, self.spots[code], self.form.indicators[code].kind
        if at in grid.errors:
            self._refuse("NUM-05", code, actual=grid.errors[at])
            return True
        value = grid.value(*at)
        formula = grid.formulas.get(at)
        figure = read_figure(value, kind)
        if formula is not None and refers_outside(formula):
            self._refuse("NUM-08", code, figure=figure, formula=formula)
            return True
        if figure is None and at in grid.formulas:
            # A formula without a stored result: what it came to is lost.
            self._refuse("NUM-09", code, actual=Formula(grid.formulas[at]))
            return True
        if isinstance(figure, Misfit):
            self._misfit(code, value, figure)
            return True
        if figure is None:
            return False
        self.values[code] = figure
        if formula is not None and not self.live:
            shown = to_number(figure, kind.decimals)
            self.findings.append(
                self.at("NUM-07", code, actual=shown, suggested=shown, details=Formula(formula))
            )
        return True

    def _misfit(self, code: str, value: object, misfit: Misfit) -> None:
        kind = self.form.indicators[code].kind
        suggested: Number | None = None
        if misfit.fault == "negative" and misfit.number is not None:
            opposite = read_figure(plain(-misfit.number), kind)
            if isinstance(opposite, int):
                suggested = to_number(opposite, kind.decimals)
        elif misfit.fault in ("text", "date"):
            suggested = likely_value(value, kind)
        actual: Seen
        if misfit.number is not None:
            actual = misfit.number
        elif isinstance(value, bool | datetime.date | datetime.time | datetime.timedelta):
            actual = value
        else:
            actual = shorten(plain(Decimal(value)) if _is_finite(value) else str(value))
        self.invalid.add(code)
        self.findings.append(
            self.at(_FAULTS[misfit.fault], code, actual=actual, suggested=suggested)
        )

    def _refuse(
        self,
        finding: str,
        code: str,
        actual: Seen = None,
        figure: int | Misfit | None = None,
        formula: str | None = None,
    ) -> None:
        """The cell holds something, but no figure that is certain."""
        self.invalid.add(code)
        stored = figure if isinstance(figure, int) else None
        decimals = self.form.decimals[code]
        suggested = None if stored is None else to_number(stored, decimals)
        shown = actual if actual is not None else suggested
        details = None if formula is None else Formula(formula)
        self.findings.append(
            self.at(finding, code, actual=shown, suggested=suggested, details=details)
        )

    def totals(self, table: str) -> None:
        """Compute every total of the table, and compare what stands in its cell."""
        stale: list[Finding] = []
        values = self.values
        for code, inputs in self.form.totals_of[table]:
            values[code] = sum([values.get(i) or 0 for i in inputs])
            unsure = bool(self.invalid) and not self.invalid.isdisjoint(inputs)
            finding = self._compared(code, unsure)
            if finding and finding.code == "TOT-02":
                stale.append(finding)
            elif finding:
                self.findings.append(finding)
        if stale:
            # One word for the table: all its totals are stale together.
            self.findings.append(replace(stale[0], more=len(stale) - 1))

    def _compared(self, code: str, unsure: bool) -> Finding | None:
        """A total as it stands in the workbook against the one computed from its parts."""
        grid, at, one = self.grid, self.spots[code], self.form.indicators[code]
        live = at in grid.formulas
        stands = grid.errors.get(at, grid.value(*at))
        figure = read_figure(stands, one.kind)
        computed = self.values[code] or 0
        right = figure == computed
        if isinstance(figure, int) and not live:
            self.typed[code] = figure
        if figure is None or (live and (right or unsure)):
            return None
        expected = to_number(computed, one.kind.decimals)
        if right and not unsure:
            return None if self.live else self.at("TOT-01", code, actual=expected)
        shown = _stored(stands, figure, one.kind.decimals)
        if live and (not isinstance(figure, int) or self._adds_its_parts(code)):
            return self.at("TOT-02", code, actual=shown, expected=expected)
        if unsure:
            # The parts are not all known, so the typed total cannot be judged.
            finding = self.at("TOT-02", code, actual=shown, details=Unjudged(PARTS_UNSURE))
            return replace(finding, code=one.total or "", status="cannot_judge")
        difference = shown - expected if isinstance(shown, int | Decimal) else None
        return replace(
            self.at("TOT-02", code, actual=shown, expected=expected, difference=difference),
            code=one.total or "",
            severity="error",
            suggested=expected,
        )

    def _adds_its_parts(self, code: str) -> bool:
        """Whether the formula of a total is still the sum of its parts, as far as it can be seen.

        Cells that were put in between are in its range, too, and hold no figure.
        """
        formula = self.grid.formulas[self.spots[code]]
        if formula == "=" or self.live:
            return True
        if _NO_SUM.search(_RANGE.sub("", formula)):
            return False
        added = {
            (row, column)
            for first, top, last, bottom in _RANGE.findall(formula)
            for row in range(int(top) - 1, int(bottom or top))
            for column in range(column_number(first), column_number(last or first) + 1)
        }
        for parts in (self.form.inputs_of(code), self.form.indicators[code].parts):
            cells = {self.spots[part] for part in parts}
            others = (self.grid.value(*at) for at in added - cells)
            if cells <= added and not any(isinstance(one, float) for one in others):
                return True
        return False

    def at(self, finding: str, code: str, **facts: Unpack[Facts]) -> Finding:
        """A finding at the cell of an indicator."""
        address = cell(*self.spots[code]).address
        label = self.form.indicators[code].label
        return found(finding, Place(self.sheet, address, code, label), **facts)


def refers_outside(formula: str) -> bool:
    """Whether a formula takes its value from another workbook or program."""
    return bool(_OUTSIDE.search(_QUOTED.sub('""', formula)))


def sums_over_units(formula: str) -> bool:
    """Whether it is the formula of a consolidated workbook, however a program spells it; also where
    its format does not tell."""
    return formula == "=" or bool(_SUM_OVER_UNITS.fullmatch(formula))


def _stored(stands: object, figure: int | Misfit, decimals: int) -> int | Decimal | str:
    if isinstance(figure, int):
        return to_number(figure, decimals)
    return figure.number if figure.number is not None else shorten(str(stands))


def _is_finite(value: object) -> TypeGuard[float]:
    return isinstance(value, float) and math.isfinite(value)
