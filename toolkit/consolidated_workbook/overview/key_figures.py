"""The key figures of the overview: live, with last year's beside them and the change."""

from __future__ import annotations

from typing import Any

from toolkit.consolidated_workbook.overview import words
from toolkit.consolidated_workbook.overview.page import HALF, Page
from toolkit.consolidation.consolidate import Consolidation
from toolkit.form.form import Form
from toolkit.form.layout import Layout
from toolkit.form.measure import Measure
from toolkit.grids.names import NO_SHARE
from toolkit.painting.formulas import Formulas

# Columns of label, this year, last year, change, growth in each half of the page; without a
# last year there are only the first two.
_WITH, _WITHOUT = (7, 4, 3, 2, 2), (8, 10)
# The letters of a label, and how high a line is with a label in one line or in two.
_LARGE, _SMALL, _LOW, _TALL = 13, 10, 29, 36
_SHARE, _GROWTH = "0.0%", "+0.0%;-0.0%;0.0%"
_POINTS = f'+0.0"{words.POINTS}";-0.0"{words.POINTS}";0.0"{words.POINTS}"'
_FIGURE: dict[str, Any] = {"border": 1, "shrink": True, "align": "center"}


def paint_key_figures(page: Page, result: Consolidation, layout: Layout) -> None:
    """Two side by side, in order down the left half first; without key figures, no lines."""
    measures = result.form.overview.figures
    if not measures:
        return
    before, lines = result.previous.year, -(-len(measures) // 2)
    outside = sum(one.due and not one.in_total for one in result.units) if before else 0
    partial = sum(bool(one.lacking) for one in result.units) if before else 0
    page.caption(page.line(20), 0, 2 * HALF, words.figures_caption(outside, partial))
    heads: tuple[str, ...] = ("", words.year_caption(result.year))
    if before is not None:
        heads += (words.year_caption(before), words.CHANGE, words.GROWTH)
    top = page.line(18)
    width = (_WITH if before is not None else _WITHOUT)[0]
    labels = [_label(result.form, one, width) for one in measures]
    high = [any(size < _LARGE for _, size in labels[row::lines]) for row in range(lines)]
    rows = [page.line(_TALL if one else _LOW) for one in high]
    for number, measure in enumerate(measures):
        left = HALF * (number // lines)
        if not number % lines:
            for column, width, text in _columns(left, before is not None, heads):
                page.head(top, column, width, text)
        _Line(page, result, layout, measure, rows[number % lines], left).paint(*labels[number])


def _label(form: Form, measure: Measure, width: int) -> tuple[str, int]:
    """What a line is called, and the size of its letters: large in one line, else in two."""
    unit = _unit_of(form, measure)
    whole = words.measured(measure.label, unit) if unit else measure.label
    sizes = ((_LARGE, 1.3 * width), (_LARGE - 1, 2.5 * width))
    size = next((size for size, room in sizes if len(whole) <= room), _SMALL)
    # In two lines it breaks where the form has a blank.
    return whole if size == _LARGE else whole.replace(" ", "\n", 1), size


def _unit_of(form: Form, measure: Measure) -> str:
    """The unit of measure; a share has none."""
    return "" if measure.over else form.indicators[measure.of[0]].kind.unit


def _columns(left: int, compared: bool, texts: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """First column, width and text of each cell of a line."""
    widths = _WITH if compared else _WITHOUT
    starts = [left + sum(widths[:number]) for number in range(len(widths))]
    return list(zip(starts, widths, texts, strict=True))


class _Line:
    """One measure in its half of a line."""

    def __init__(
        self,
        page: Page,
        result: Consolidation,
        layout: Layout,
        measure: Measure,
        row: int,
        left: int,
    ) -> None:
        self.page, self.row, self.measure = page, row, measure
        form = result.form
        self.formula = Formulas(layout).measure(measure)
        self.now = measure.value(result.totals, form.decimals)
        self.compared = result.previous.year is not None
        self.before = measure.value(result.previous.totals, form.decimals)
        self.decimals = 0 if measure.over else max(form.decimals[one] for one in measure.of)
        texts = ("",) * len(_WITH if self.compared else _WITHOUT)
        self.cells = [(at, width) for at, width, _ in _columns(left, self.compared, texts)]

    def paint(self, label: str, size: int) -> None:
        look: dict[str, Any] = {"border": 1, "text_wrap": True, "indent": 1, "font_size": size}
        self.page.put(self.row, *self.cells[0], label, None, **look)
        value = NO_SHARE if self.now is None else float(self.now)
        large = {**_FIGURE, "bold": True, "font_size": 18, "num_format": self._format}
        here = self.page.put(self.row, *self.cells[1], value, f"={self.formula}", **large)
        if self.compared:
            self._change(here)

    @property
    def _format(self) -> str:
        if self.measure.over:
            return _SHARE
        return "#,##0." + "0" * min(self.decimals, 2) if self.decimals else "#,##0"

    def _change(self, here: str) -> None:
        (at, width), (change, wide), (growth, narrow) = self.cells[2:]
        both, before = wide + narrow, self.before
        if before is None:
            self._put(at, width, NO_SHARE)
            self._put(change, both, NO_SHARE)
            return
        last = self._put(at, width, float(before), num_format=self._format)
        now = before if self.now is None else self.now
        if self.measure.over:
            points: float | str = float(now - before) * 100 if self.now is not None else NO_SHARE
            formula = f'=IF(ISNUMBER({here}),({here}-{last})*100,"{NO_SHARE}")'
            self._put(change, both, points, formula, num_format=_POINTS)
            return
        formula = f"={here}-{last}"
        if self.decimals:
            formula = f"=ROUND({here}-{last},{self.decimals})"
        signed = f"+{self._format};-{self._format};0"
        self._put(change, wide, float(now - before), formula, num_format=signed)
        if before:
            times = float(now / before - 1)
            self._put(growth, narrow, times, f"={here}/{last}-1", num_format=_GROWTH)
        else:
            self._put(growth, narrow, NO_SHARE)

    def _put(
        self, at: int, width: int, value: float | str, formula: str | None = None, **look: Any
    ) -> str:
        return self.page.put(self.row, at, width, value, formula, **_FIGURE, **look)
