"""What a reviewer had done to how the lists look, done again to the new ones.

It comes last, when all sheets are painted and recorded as they are by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from xlsxwriter.worksheet import Worksheet

from toolkit.consolidated_workbook.edition import Edition
from toolkit.grids.appearance import ColumnFilter, Link, Width
from toolkit.grids.lists import Listing, linked_text, listing_on
from toolkit.grids.names import FINDINGS, SETTLED, ListHead
from toolkit.painting.book import Book
from toolkit.painting.links import link_to
from toolkit.painting.lists import write_typed
from toolkit.painting.looks import HEAD_FILL
from toolkit.review.appearance import (
    OwnColumn,
    RowLook,
    SheetLook,
    keyed_rows,
    list_heads,
    with_own_columns,
)
from toolkit.review.worklist import Item

_OWN_WIDTH = 16


def paint_kept_looks(book: Book, edition: Edition) -> None:
    """Colours and fonts of cells, links, widths, and filters with the rows that they hide."""
    review = edition.review
    items = {FINDINGS: review.worklist.items, SETTLED: review.worklist.settled}
    for name, heads in list_heads(edition.result.form).items():
        look, some = review.looks.get(name, SheetLook()), items.get(name, ())
        if look == SheetLook() and not any(one.look for one in some):
            continue
        listing = listing_on(book.grid(name), heads)
        if listing is not None:
            right = max(listing.columns.values()) + 1
            own = with_own_columns(listing, range(right, right + len(look.own)))
            _List(book, name, own).look_as(look, some)


class _List:
    """A list that was painted."""

    def __init__(self, book: Book, name: str, listing: Listing) -> None:
        self.book, self.listing = book, listing
        self.sheet: Worksheet = book.workbook.get_worksheet_by_name(name)

    def look_as(self, look: SheetLook, items: Sequence[Item]) -> None:
        for number, own in enumerate(look.own):
            self._own_column(self.listing.columns[f"+{number}"], own)
        if look.own and (grid := self.book.grid(self.sheet.name)):
            self.listing = replace(self.listing, grid=grid)
        for row, one in self._rows(look.rows, items):
            self._row(row, one)
        for head, width in look.widths.items():
            if (column := self.listing.columns.get(head)) is not None:
                self._width(column, width)
        self._filter(look.filters)

    def _filter(self, filters: Mapping[str, ColumnFilter]) -> None:
        columns = self.listing.columns
        known = {columns[head]: one for head, one in filters.items() if head in columns}
        if not known:
            return
        self.book.filter(self.sheet, known)
        for row in self.listing.rows:
            texts = ((self.listing.grid.text(row, at), one) for at, one in known.items())
            if not all(one.shows(linked_text(text) or text) for text, one in texts):
                self.sheet.hide_row(row)

    def _rows(
        self, looks: Mapping[str, RowLook], items: Sequence[Item]
    ) -> Iterator[tuple[int, RowLook]]:
        for key, row in keyed_rows(self.listing):
            if key in looks:
                yield row, looks[key]
        yield from ((row, one.look) for row, one in zip(self.listing.rows, items, strict=False))

    def _row(self, row: int, look: RowLook) -> None:
        for head, one in look.items():
            column = self.listing.columns.get(head)
            if column is None:
                continue
            if one.link:
                self._link(row, column, one.link)
            self.book.restyle(self.sheet, (row, column), one.restyled, one.filled)

    def _own_column(self, column: int, own: OwnColumn) -> None:
        head = self.book.format(bold=True, border=1, text_wrap=True, bg_color=HEAD_FILL)
        text = self.book.format(border=1, text_wrap=True, valign="top", font_size=10)
        for row, said in own.heads.items():
            self.sheet.write_string(row, column, said, head)
        for row in self.listing.rows:
            value = own.values.get(self.listing.text(row, ListHead.UNIT), "")
            if value != "":
                write_typed(self.sheet, (row, column), value, text)
        self.sheet.set_column(column, column, _OWN_WIDTH)

    def _width(self, column: int, width: Width) -> None:
        hidden = {"hidden": width.hidden}
        self.sheet.set_column(column, column, width.characters, None, hidden)

    def _link(self, row: int, column: int, link: Link) -> None:
        text = self.listing.grid.text(row, column)
        look = self.sheet.split_figures(row)[column].format
        to = (
            link_to(link.address, text, link.tip or "", link.place or "")
            if link.address
            else f"internal:{link.place}"
        )
        if to and text:
            self.sheet.write_url(row, column, to, look, text, link.tip)
