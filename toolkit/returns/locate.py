"""Locating: where in a workbook each official table stands, found by its labels.

A table is read only where every row and column head is found with its official text. A table that
was moved as a whole, or has inserted rows and columns, is read where it is. A head that was
changed, is missing or occurs twice makes the table unreadable, and its cell is named. Titles are
ignored: offices word them differently.

Where a text repeats, as 其他 does, the order of all heads decides: rows, then columns, are aligned
so that as many heads as possible agree, which is the longest common subsequence over sets of texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from toolkit.form.layout import FIRST_ROW, Box, Layout, TableLayout, box_of
from toolkit.grids.grid import At, Grid, Workbook
from toolkit.grids.hidden_sheet import stated_in
from toolkit.grids.identity import SHEET
from toolkit.grids.names import COMPARISON, FIGURES_LINE, SHEETS
from toolkit.returns.alignment import align
from toolkit.returns.likely_value import ANY_NUMBER, likely_value, looks_like_figure
from toolkit.text import fold

# The least share of its labels with which a table counts as present, though damaged: on the sheet
# with its name, and on any other.
_AT_HOME, _ELSEWHERE = 0.25, 0.5
# No label is longer; folding what a hidden sheet holds would take its time.
_LONGEST_LABEL = 200
# How many lines below its place a line without a head is still looked for.
_FURTHER = 5

Texts = Mapping[At, str]


@dataclass(frozen=True, slots=True)
class LabelFault:
    """One label that is not as it should be, and the cell that shows it."""

    kind: Literal["changed", "doubled"]
    at: At
    expected: str
    actual: str


@dataclass(frozen=True, slots=True)
class Found:
    """One table as it stands on a sheet."""

    layout: TableLayout
    sheet: str
    # Indicator → its cell.
    spots: Mapping[str, At]
    # Every cell with a meaning.
    known: frozenset[At]
    # First and last row, first and last column.
    box: Box
    # The share of its labels that were found, from 0 to 1.
    share: float
    # The table is readable only where there are none.
    faults: tuple[LabelFault, ...]

    @property
    def entries(self) -> tuple[AbstractSet[At], Box]:
        """The cells to fill in, and how far they reach."""
        home = self.layout
        if self.spots is home.spots:
            return home.entries, home.entries_box
        cells = {at for code, at in self.spots.items() if code not in home.totals}
        return cells, box_of(cells)

    @property
    def shifted(self) -> bool:
        """Whether its cells are not those of the template, on whichever sheet."""
        home = self.layout.spots
        return self.spots is not home and self.spots != home

    @property
    def moved(self) -> bool:
        """Whether its cells or its sheet are not those of the template."""
        return self.shifted or self.sheet != self.layout.table.sheet


@dataclass(frozen=True, slots=True)
class Located:
    """One table, with every place where it was found."""

    # The table that is read, or the best one there is.
    found: Found | None
    # Further copies, whole or damaged.
    copies: tuple[Found, ...] = ()


@dataclass(frozen=True)
class Locator:
    """Looks for the tables of a form in one workbook."""

    workbook: Workbook
    form: Layout
    # Whether it is a consolidated one; only there do our names say that a sheet is ours.
    summed: bool

    def locate(self, layout: TableLayout) -> Located:
        """A table: on its own sheet, else on any.

        One that is damaged on its own sheet is not looked for elsewhere, since its figures are
        there.
        """
        grids = dict(self._grids)
        home = grids.pop(layout.table.sheet, None)
        at_home = _on(home, layout, layout.table.sheet) if home is not None else None
        if at_home:
            # What is too much beside another table is told there, as figures out of place.
            passed = self._ours if self.summed else self._with_their_tables
            grids = {name: grid for name, grid in grids.items() if name not in passed}
        elsewhere = [
            one
            for name, grid in grids.items()
            if self._may_hold(name, layout) and (one := _on(grid, layout, name))
        ]
        # A whole table comes before a damaged one. A blank one is hardly the one that is meant, nor
        # is one on a sheet for something else.
        elsewhere.sort(
            key=lambda one: (
                bool(one.faults),
                _is_blank(grids[one.sheet], one),
                one.sheet in self._ours,
                -one.share,
            )
        )
        found = at_home or next(iter(elsewhere), None)
        return Located(found, tuple(one for one in elsewhere if one is not found))

    @cached_property
    def _grids(self) -> Mapping[str, Grid]:
        every = self.workbook.grids
        if not self.summed:
            return every
        return {name: grid for name, grid in every.items() if not _compares(name, grid)}

    @cached_property
    def _ours(self) -> set[str]:
        return {*SHEETS, SHEET, *(one.table.sheet for one in self.form.tables)}

    @cached_property
    def _with_their_tables(self) -> set[str]:
        """The sheets of the form that hold the table they are named after."""
        named = ((one, one.table.sheet) for one in self.form.tables)
        return {
            sheet
            for one, sheet in named
            if (grid := self._grids.get(sheet)) is not None
            and (_in_place(grid, one) or _on(grid, one, sheet))
        }

    def _may_hold(self, name: str, layout: TableLayout) -> bool:
        """Whether enough of a table's labels occur on a sheet at all, wherever they stand."""
        words = self._words.get(name)
        if words is None:
            texts = set(self._grids[name].texts.values())
            words = {fold(one) for one in texts if len(one) < _LONGEST_LABEL}
            self._words[name] = words
        if words.isdisjoint(layout.vocabulary):
            return False
        there = sum(text in words for _, text in layout.heads)
        return there >= len(layout.heads) * min(_AT_HOME, _ELSEWHERE)

    @cached_property
    def _words(self) -> dict[str, set[str]]:
        return {}


def _compares(name: str, grid: Grid) -> bool:
    """Whether a sheet, whatever its name, compares the tables of a sum with last year's.

    All their labels are on it, but the figures between them are not what is reported.
    """
    return name == COMPARISON or grid.text(0, 0).endswith(COMPARISON)


def stands_at_home(workbook: Workbook, layout: Layout) -> bool:
    """Whether every table is on its own sheet with its labels in place: the usual case."""
    return all(
        (grid := workbook.grids.get(one.table.sheet)) is not None and _in_place(grid, one)
        for one in layout.tables
    )


def all_tables_readable(workbook: Workbook, layout: Layout) -> bool:
    """Whether every table that is not optional is there with all its labels."""
    tables = (one for one in layout.tables if not one.table.optional)
    locator = Locator(workbook, layout, stated_in(workbook).is_sum)
    found = (locator.locate(one).found for one in tables)
    return all(one is not None and not one.faults for one in found)


def _is_blank(grid: Grid, found: Found) -> bool:
    totals = found.layout.totals
    return all(grid.value(*at) == "" for code, at in found.spots.items() if code not in totals)


def _in_place(grid: Grid, layout: TableLayout) -> bool:
    if layout.printed.items() <= grid.texts.items():
        return True
    there = ((grid.texts.get(at), text) for at, text in layout.spelt.items())
    return all(text is not None and fold(text) == folded for text, folded in there)


def _on(grid: Grid, layout: TableLayout, sheet: str) -> Found | None:
    """The table on this sheet; None where too few of its labels are on it."""
    known = layout.vocabulary
    texts = {at: text for at, one in grid.texts.items() if (text := fold(one)) in known}
    if texts == layout.spelt and _headless_in_place(grid, layout):
        # Every label is in its place and there is no other, as in the template.
        box = (FIRST_ROW, layout.last_row, 0, layout.width - 1)
        return Found(layout, sheet, layout.spots, layout.known, box, 1.0, ())
    if _in_place(grid, layout):
        rows = {row: row for row, _ in layout.spelt}
        columns = {column: column for _, column in layout.spelt}
    else:
        rows = _aligned_rows(texts, layout)
        columns = _aligned_columns(texts, layout, rows)
        least = _AT_HOME if sheet == layout.table.sheet else _ELSEWHERE
        if _share(texts, layout, rows, columns) < least:
            return None
    return _fitted(grid, layout, sheet, texts, rows, columns)


def _headless_in_place(grid: Grid, layout: TableLayout) -> bool:
    """Whether the rows without a head are where the template has them, as the labels are."""
    columns = range(layout.width)
    found = {row: _figure_row(grid, layout, row, row, columns) for row in layout.headless}
    return all(place == (row, None) for row, place in found.items())


# --- Aligning ------------------------------------------------------------------------------------


def _aligned_rows(texts: Texts, layout: TableLayout) -> dict[int, int]:
    """Rows of the layout that hold labels → rows of the sheet."""
    wanted: dict[int, Counter[str]] = {}
    for label, text in layout.heads:
        wanted.setdefault(label.place.row, Counter())[text] += 1
    there: dict[int, Counter[str]] = {}
    for (row, _), text in texts.items():
        there.setdefault(row, Counter())[text] += 1
    return align(sorted(wanted), sorted(there), lambda a, b: (wanted[a] & there[b]).total())


def _aligned_columns(texts: Texts, layout: TableLayout, rows: Mapping[int, int]) -> dict[int, int]:
    """Columns of the layout that hold labels → columns of the sheet, once the rows are known."""
    by_row: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in texts.items():
        by_row.setdefault(row, []).append((column, text))
    agree: Counter[At] = Counter()
    for label, text in layout.heads:
        for column, actual in by_row.get(rows.get(label.place.row, -1), ()):
            agree[label.place.column, column] += actual == text
    wanted = sorted({label.place.column for label, _ in layout.heads})
    return align(wanted, sorted({c for _, c in texts}), lambda a, b: agree[a, b])


def _share(
    texts: Texts, layout: TableLayout, rows: Mapping[int, int], columns: Mapping[int, int]
) -> float:
    agree = sum(
        texts.get((rows.get(one.place.row, -1), columns.get(one.place.column, -1))) == text
        for one, text in layout.heads
    )
    return agree / len(layout.heads)


# --- Fitting -------------------------------------------------------------------------------------


def _fitted(
    grid: Grid,
    layout: TableLayout,
    sheet: str,
    texts: Texts,
    rows: dict[int, int],
    columns: dict[int, int],
) -> Found:
    """The whole table, from the rows and columns that its labels gave."""
    top = min(label.place.row for label, _ in layout.heads)
    all_rows = _completed(rows, range(top, layout.last_row + 2))
    all_columns = _completed(columns, range(layout.width + 1))
    uncertain: list[LabelFault] = []
    for row in layout.headless:
        all_rows[row], fault = _figure_row(grid, layout, row, all_rows[row], all_columns)
        uncertain += [fault] if fault else []
    spots = {
        code: (all_rows[place.row], all_columns[place.column])
        for code, place in layout.cells.items()
    }
    labels = [(all_rows[row], all_columns[column]) for row, column in layout.spelt]
    box = (all_rows[top], all_rows[layout.last_row], all_columns[0], all_columns[layout.width - 1])
    faults = (
        *_changed(grid, layout, texts, all_rows, all_columns),
        *_doubled(layout, texts, all_rows, all_columns, box),
        *uncertain,
    )
    return Found(
        layout,
        sheet,
        spots,
        frozenset((*spots.values(), *labels)),
        box,
        _share(texts, layout, all_rows, all_columns),
        faults,
    )


def _completed(mapped: Mapping[int, int], wanted: range) -> dict[int, int]:
    """A place for every row or column: one without a label follows the one before it.

    Where none is before, they precede the first one, but no further up than in the template.
    """
    known = sorted(mapped)
    complete: dict[int, int] = {}
    for one in wanted:
        before = max((k for k in known if k <= one), default=None)
        anchor = before if before is not None else known[0]
        least = 0 if before is not None else min(one, mapped[anchor])
        complete[one] = max(mapped[anchor] + one - anchor, least)
    return complete


def _figure_row(
    grid: Grid,
    layout: TableLayout,
    row: int,
    expected: int,
    columns: Mapping[int, int] | Sequence[int],
) -> tuple[int, LabelFault | None]:
    """A row of figures without a head, as in table 4, and what makes its place uncertain.

    It is the row with the formulas of the totals; where there is none, the only row that holds
    figures. Lines of column numbers and second lines of figures do occur. ``expected``: where the
    labels make it expected; ``columns``: those of the layout → those of the sheet.
    """
    spots = {code: columns[at.column] for code, at in layout.cells.items() if at.row == row}
    places = list(spots.values())
    totals = [column for code, column in spots.items() if code in layout.totals]
    first = expected

    def holds(actual: int) -> bool:
        ats = [(actual, column) for column in places]
        return any(
            type(grid.value(*at)) is float or at in grid.formulas or at in grid.errors for at in ats
        )

    while first < len(grid.rows) and not holds(first):
        first += 1
    last = first
    while last < len(grid.rows) and holds(last):
        last += 1
    near = range(first, min(first + _FURTHER, len(grid.rows)))
    for some, lines in ((any, range(first, last)), (all, near if totals else ())):
        live = [one for one in lines if some((one, column) in grid.formulas for column in totals)]
        if len(live) == 1:
            return live[0], None
    if last - first > 1:
        return first, LabelFault("doubled", (first + 1, places[0]), FIGURES_LINE, FIGURES_LINE)
    if last == first:
        return expected, None
    foreign = [text for at in places if (text := grid.value(first, at)) and _is_foreign(text)]
    if first > expected and (first > expected + _FURTHER or foreign):
        # The line itself is blank; this is another one, such as who filled in the form, and when.
        return expected, None
    return first, None


def _is_foreign(value: object) -> bool:
    """Whether it is a text that nobody would type as a figure."""
    return isinstance(value, str) and not (
        looks_like_figure(value) or likely_value(value, ANY_NUMBER) is not None
    )


def _changed(
    grid: Grid,
    layout: TableLayout,
    texts: Texts,
    rows: Mapping[int, int],
    columns: Mapping[int, int],
) -> Iterator[LabelFault]:
    for label, text in layout.heads:
        at = (rows[label.place.row], columns[label.place.column])
        if texts.get(at) != text:
            yield LabelFault("changed", at, label.text, grid.text(*at))


def _doubled(
    layout: TableLayout,
    texts: Texts,
    rows: Mapping[int, int],
    columns: Mapping[int, int],
    box: tuple[int, int, int, int],
) -> Iterator[LabelFault]:
    """Labels that occur twice, so that nobody knows which of the two lines is the right one.

    Where merged cells were split and filled, a label is repeated within its own range; that does
    not count.
    """
    ranges: dict[str, list[tuple[int, int, int, int]]] = {}
    for label, text in layout.heads:
        place = label.place
        bottom, right = rows[place.row], columns[place.column]
        if place.last_row > place.row:
            bottom = max(rows[place.last_row + 1] - 1, bottom)
        if place.last_column > place.column:
            right = max(columns[place.last_column + 1] - 1, right)
        ranges.setdefault(text, []).append((rows[place.row], bottom, columns[place.column], right))
    for (row, column), text in texts.items():
        inside = box[0] <= row <= box[1] and box[2] <= column <= box[3]
        if not inside and text not in layout.own:
            continue
        if not any(a <= row <= b and c <= column <= d for a, b, c, d in ranges[text]):
            yield LabelFault("doubled", (row, column), text, text)
