"""What a reviewer has done to how the lists look: colours and fonts, widths, filters, links.

A cell is told by its row, which is that of a unit or of a finding, and by the head of its column,
as lists are sorted and columns moved.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolkit.form.form import Form
from toolkit.grids.appearance import (
    NO_COLOUR,
    Appearance,
    ColumnFilter,
    Link,
    Painted,
    Restyled,
    Style,
    Width,
)
from toolkit.grids.grid import At, Grid
from toolkit.grids.lists import Listing, listing_on
from toolkit.grids.names import BY_UNIT, COVERAGE, FINDINGS, LIST_HEADS, SETTLED, ListHead

# The sheets on which a reviewer works.
WORKED_ON = (FINDINGS, SETTLED, BY_UNIT, COVERAGE)
# A column that was not touched may be wider or narrower by so much after another program saved it.
_NOT_WIDER = 0.75
# The colours with which versions that kept no record of them have filled cells of the lists.
_OUR_FILLS = frozenset(
    ("#F5F7FA", "#FFF9DB", "#EDEDED", "#FFC7CE", "#FFEB9C", "#DDEBF7", "#D9D9D9", "#FFF2CC")
)


@dataclass(frozen=True, slots=True)
class CellLook:
    """What a reviewer has done to a cell."""

    restyled: Restyled = field(default_factory=dict)
    link: Link | None = None
    # What it had been filled with by itself; None where that is not known.
    filled: str | None = None


# By the head of the column, folded.
RowLook = Mapping[str, CellLook]


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column that a person has added at the right of a list of units."""

    # Row, from 0 → what stands there above the units.
    heads: Mapping[int, str]
    # Unit → what stands in its row.
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SheetLook:
    """What a reviewer has done to a list; of one of findings, the rows of these are told there."""

    rows: Mapping[str, RowLook] = field(default_factory=dict)
    widths: Mapping[str, Width] = field(default_factory=dict)
    filters: Mapping[str, ColumnFilter] = field(default_factory=dict)
    # Of a list of units, from the left.
    own: Sequence[OwnColumn] = ()


def list_heads(form: Form) -> dict[str, tuple[str, ...]]:
    """The heads by which each list is found.

    分单位 has its heads twice; a code tells which of them is the row right above the units.
    """
    return {**LIST_HEADS, BY_UNIT: (*LIST_HEADS[BY_UNIT], next(iter(form.indicators)))}


def keyed_rows(listing: Listing) -> Iterator[tuple[str, int]]:
    """What tells a row that is no finding, and its number: its unit, its name, or where it is."""
    for row in range(len(listing.grid.rows)):
        told = listing.text(row, ListHead.UNIT) or listing.text(row, ListHead.NAME)
        yield (f"#{row}" if row <= listing.top else told), row


def own_columns(listing: Listing, ours: Collection[str]) -> list[int]:
    """The columns right of ours that have a head; ``ours``: the heads that were written."""
    last = max((listing.columns[one] for one in ours if one in listing.columns), default=-1)
    width = len(listing.grid.rows[listing.top])
    heads = range(1, listing.top + 1)
    return [
        column
        for column in range(last + 1, width)
        if any(listing.grid.text(row, column) for row in heads)
    ]


def with_own_columns(listing: Listing, columns: Sequence[int]) -> Listing:
    """The listing with heads by which the columns of a person's own are told."""
    ours = {head: column for head, column in listing.columns.items() if column not in columns}
    return replace(listing, columns=ours | {f"+{n}": column for n, column in enumerate(columns)})


class Looks:
    """How a sheet of ours looks now, beside how it was written."""

    def __init__(
        self,
        now: Listing,
        appearance: Appearance,
        then: Grid | None = None,
        painted: Painted | None = None,
        heads: Collection[str] = (),
    ) -> None:
        """``then``: the sheet as it was written; without ``painted`` it is not known how it looked
        then.
        """
        self._now, self._appearance, self._painted = now, appearance, painted
        self._then = listing_on(then, heads) if painted else None
        were = painted is not None and painted.filled
        # As some programs save a workbook, no cell is coloured any more: no person did that.
        self._lost = were and not any(one.fill for one in appearance.styles.values())

    def sheet(self, *, with_rows: bool, linked: Collection[str] = ()) -> SheetLook:
        """All that was done to it; ``with_rows``: to the rows below the heads, too."""
        then = dict(keyed_rows(self._then)) if self._then else {}
        last = len(self._now.grid.rows) if with_rows else self._now.top + 1
        rows = {
            key: look
            for key, row in keyed_rows(self._now)
            if row < last and (look := self.row(row, then.get(key), linked))
        }
        named = {column: head for head, column in self._now.columns.items()}
        filters = self._appearance.filters.items()
        return SheetLook(
            rows,
            dict(self._widths()),
            {named[column]: one for column, one in filters if column in named},
        )

    def row(self, row: int, then: int | None, linked: Collection[str] = ()) -> RowLook:
        """What was done to the cells of a row, which was the row ``then`` when it was written.

        ``linked``: the columns whose links are the reviewer's.
        """
        found = {}
        for head, column in self._now.columns.items():
            style = self._style_then(then, head)
            restyled = self._restyled((row, column), style)
            link = self._appearance.links.get((row, column)) if head in linked else None
            if restyled or link:
                found[head] = CellLook(restyled, link, style.fill if style else None)
        return found

    def _widths(self) -> Iterator[tuple[str, Width]]:
        for head, column in self._now.columns.items() if self._then else ():
            now, then = self._appearance.widths.get(column), self._width_then(head)
            if now and (now.hidden or then is None or abs(now.characters - then) > _NOT_WIDER):
                yield head, now

    def _width_then(self, head: str) -> float | None:
        column = self._then.columns.get(head) if self._then else None
        known = self._painted.widths.get(column) if self._painted and column is not None else None
        return known.characters if known else None

    def _style_then(self, row: int | None, head: str) -> Style | None:
        column = self._then.columns.get(head) if self._then else None
        if row is None or column is None or self._painted is None:
            return None
        return self._painted.style(row, column)

    def _restyled(self, at: At, then: Style | None) -> Restyled:
        now = self._appearance.styles.get(at)
        if now is None or now == then or self._lost:
            return {}
        if then is None:
            foreign = now.fill != NO_COLOUR and now.fill not in _OUR_FILLS
            return {"fill": now.fill} if foreign else {}
        # What was taken away is not told from what a program has lost.
        fields = now._asdict().items()
        return {key: value for key, value in fields if value and value != getattr(then, key)}
