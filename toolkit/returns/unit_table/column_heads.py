"""Column heads: which indicator a column holds the figures of, by all that is written above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from toolkit.findings.details import UntakenWhy
from toolkit.grids.grid import At, Grid
from toolkit.grids.identity import years_in
from toolkit.returns.unit_table.labels import CAPTION, Labels
from toolkit.text import fold

_AND = re.compile("[、,，/;；和 ]+")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column is: that of an indicator, or why it is none's."""

    code: str = ""
    why: UntakenWhy | None = None


@dataclass(frozen=True)
class ColumnHeads:
    """The heads of a table."""

    grid: Grid
    # The rows of titles and heads, and the first of them that heads the units as well.
    zone: Sequence[int]
    first: int
    # The columns that say which unit a row is of, and more about it.
    naming: frozenset[int]
    labels: Labels
    # The year that the figures have to be of.
    year: int

    def meaning(self, column: int) -> Meaning:
        """What a column holds."""
        above = [text for row, text in self._own(column) if row in self._heads]
        if not above:
            return Meaning(why="no_head")
        if self._is_of_another_year(column):
            return Meaning(why="another_year")
        codes = [code for text in above if (code := self.labels.code(text))]
        spelt = [self.labels.spelt(text) for text in above if not self.labels.code(text)]
        labels = [label for one in spelt if one for label in one.labels]
        # What nobody understands may say that only a part is meant.
        strange = None in (*spelt, *map(self.labels.spelt, self._inherited(column)))
        if strange and not codes:
            return Meaning(why="unknown_column")
        meant = self._meant(column, labels)
        if codes:
            if len(set(codes)) > 1 or (meant and codes[0] not in meant):
                return Meaning(why="contradiction")
            meant = frozenset(codes)
        if len(meant) != 1:
            return Meaning(why="several" if meant else "unknown_column")
        (code,) = meant
        measures = {one.measure for one in spelt if one and one.measure}
        if self._is_of_another_measure(code, measures):
            return Meaning(why="measure")
        return Meaning(code)

    def shown(self, column: int) -> str:
        """What is written above a column, from outside to inside."""
        return "→".join(text for row, text in self._own(column) if row in self._heads)

    def _meant(self, column: int, labels: Sequence[str]) -> frozenset[str]:
        """The indicators that the labels mean; where that is open, with those of heads on the left.

        Where merged heads were taken apart, only the first of their columns still has the text.
        """
        meant = self.labels.meant(labels)
        if len(meant) > 1:
            for text in self._inherited(column):
                outer = self.labels.spelt(text)
                within = self.labels.meant((*outer.labels, *labels)) if outer else frozenset[str]()
                meant = meant & within or meant
        return meant

    def _is_of_another_year(self, column: int) -> bool:
        texts = [*(text for _, text in self._own(column)), *self._inherited(column)]
        years = [some for text in texts if (some := years_in(text))]
        return any(str(self.year) not in some for some in years)

    def _is_of_another_measure(self, code: str, measures: set[str]) -> bool:
        kind = self.labels.form.indicators[code].kind
        if measures and measures != {fold(kind.unit)}:
            return True
        return kind.type == "amount" and bool(self._measures) and kind.unit not in self._measures

    @cached_property
    def _measures(self) -> frozenset[str]:
        """The units of measure of amounts that stand above the whole table."""
        amounts = [one.unit for one in self.labels.form.kinds.values() if one.type == "amount"]
        listed = [
            one
            for row in self.zone
            for column in range(self.width)
            if (found := CAPTION.search(fold(self.grid.seen(row, column))))
            for one in _AND.split(found[1])
        ]
        return frozenset(one for one in listed if any(map(one.endswith, amounts)))

    # --- What is written where ------------------------------------------------------------------

    @cached_property
    def width(self) -> int:
        """How many columns there are up to the last with a head."""
        heads = (enumerate(self.grid.rows[row]) for row in self.zone)
        return max((at + 1 for row in heads for at, value in row if value != ""), default=0)

    @cached_property
    def _first_cell(self) -> dict[At, At]:
        """The first cell of the range that a cell of the heads is merged into."""
        rows, last = set(self.zone), self.width - 1
        return {
            (row, column): (top, left)
            for top, left, bottom, right in self.grid.merged
            for row in rows.intersection(range(top, bottom + 1))
            for column in range(left, min(right, last) + 1)
        }

    def _text(self, row: int, column: int) -> str:
        """What a head says; nothing where it began in another row, or is a title of the sheet."""
        at = self._first_cell.get((row, column), (row, column))
        if at[0] != row or (at[1] != column and at[1] in self.naming):
            return ""
        return self.grid.seen(*at)

    def _own(self, column: int) -> Iterator[tuple[int, str]]:
        return ((row, text) for row in self.zone if (text := self._text(row, column)))

    @cached_property
    def _heads(self) -> frozenset[int]:
        """The rows of which all that stands above a column has to be understood.

        Above them are titles: rows without a label, and with one text at most.
        """
        return frozenset(row for row in self.zone if row >= self.first or self._is_head(row))

    def _is_head(self, row: int) -> bool:
        columns = (column for column in range(self.width) if column not in self.naming)
        texts = {text for column in columns if (text := self._text(row, column))}
        spelt = [self.labels.spelt(text) for text in texts]
        has_label = any(one.labels for one in spelt if one) or any(map(self.labels.code, texts))
        return has_label or spelt.count(None) > 1

    def _inherited(self, column: int) -> Iterator[str]:
        """The texts on the left that may go on above a column, from inside to outside."""
        rows = sorted(self._heads)
        for n in range(len(rows) - 2, -1, -1):
            if (rows[n], column) in self._first_cell or self._text(rows[n], column):
                continue
            for left in range(column - 1, -1, -1):
                # A head further outside that begins here ends those on the left.
                if left in self.naming or any(self._text(r, left + 1) for r in rows[:n]):
                    break
                if text := self._text(rows[n], left):
                    yield text
                    break
