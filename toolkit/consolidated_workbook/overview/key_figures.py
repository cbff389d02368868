"""The key figures of the overview: live, with last year's beside them and the change."""

from __future__ import annotations

from typing import Any

from toolkit.consolidated_workbook.edition import Edition
from toolkit.consolidated_workbook.overview import words
from toolkit.consolidated_workbook.overview.change import change_of
from toolkit.consolidated_workbook.overview.page import HALF, Page
from toolkit.consolidated_workbook.overview.same_units import Live
from toolkit.consolidation.year_on_year import span
from toolkit.form.form import Form
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


def paint_key_figures(page: Page, edition: Edition) -> None:
    """Two side by side, in order down the left half first; without key figures, no lines."""
    result = edition.result
    measures = result.form.overview.figures
    if not measures:
        return
    before, lines = result.previous.year, -(-len(measures) // 2)
    page.caption(page.line(20), 0, 2 * HALF, *_caption(edition))
    heads: tuple[str, ...] = ("", words.year_caption(result.year))
    if before is not None:
        heads += (words.SAME_UNITS, words.CHANGE, words.GROWTH)
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
        _Line(page, edition, measure, rows[number % lines], left).paint(*labels[number])


def _caption(edition: Edition) -> tuple[str, str | None]:
    """What the comparison with last year rests on, live: nothing where it rests on all units."""
    result, same_units = edition.result, edition.same_units
    if same_units is None:
        return words.FIGURES, None
    # Units that have merged since are one among those that are compared.
    now, last = sum(one.in_total for one in result.units), len(result.previous.inside)
    before, compared = span(result).before, len(same_units.compared)
    number, inside = same_units.number, edition.by_unit.number()
    parts = zip(words.COMPARED, (number, inside, str(before)), strict=False)
    told = "&".join(f'"{text}"&{one}' for text, one in parts) + f'&"{words.COMPARED[-1]}"'
    formula = (
        f'=IF({number}=0,"{words.NOBODY_COMPARED}",'
        f'IF(AND({number}={last},{inside}={last}),"{words.FIGURES}",{told}))'
    )
    if not compared:
        return words.NOBODY_COMPARED, formula
    if compared == now == last:
        return words.FIGURES, formula
    return words.compared(compared, now, before), formula


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

    def __init__(self, page: Page, edition: Edition, measure: Measure, row: int, left: int) -> None:
        self.page, self.row, self.measure = page, row, measure
        self.same_units, form = edition.same_units, edition.result.form
        self.formula = Formulas(edition.layout).measure(measure)
        self.now = measure.value(edition.result.totals, form.decimals)
        self.compared = edition.result.previous.year is not None
        self.decimals = 0 if measure.over else max(form.decimals[one] for one in measure.of)
        texts = ("",) * len(_WITH if self.compared else _WITHOUT)
        self.cells = [(at, width) for at, width, _ in _columns(left, self.compared, texts)]

    def paint(self, label: str, size: int) -> None:
        look: dict[str, Any] = {"border": 1, "text_wrap": True, "indent": 1, "font_size": size}
        self.page.put(self.row, *self.cells[0], label, None, **look)
        value = NO_SHARE if self.now is None else float(self.now)
        large = {**_FIGURE, "bold": True, "font_size": 18, "num_format": self._format}
        self.page.put(self.row, *self.cells[1], value, f"={self.formula}", **large)
        if self.compared:
            self._beside_last_year()

    @property
    def _format(self) -> str:
        if self.measure.over:
            return _SHARE
        return "#,##0." + "0" * min(self.decimals, 2) if self.decimals else "#,##0"

    def _beside_last_year(self) -> None:
        """Last year's figure, change and growth, over the units that are in both years."""
        (at, width), (change, wide), (growth, narrow) = self.cells[2:]
        if self.same_units is None or not self.same_units.knows(self.measure):
            self._put(at, width, None)
            self._put(change, wide + narrow, None)
            return
        compared = change_of(self.same_units, self.measure, self.decimals)
        self._put(at, width, compared.before, num_format=self._format)
        if compared.growth is None:
            self._put(change, wide + narrow, compared.change, num_format=_POINTS)
            return
        signed = f"+{self._format};-{self._format};0"
        self._put(change, wide, compared.change, num_format=signed)
        self._put(growth, narrow, compared.growth, num_format=_GROWTH)

    def _put(self, at: int, width: int, live: Live | None, **look: Any) -> None:
        """A figure, or the mark for none."""
        value = NO_SHARE if live is None or live.value is None else float(live.value)
        formula = f"={live.formula}" if live else None
        self.page.put(self.row, at, width, value, formula, **_FIGURE, **look)
