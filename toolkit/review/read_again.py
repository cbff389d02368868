"""The consolidated workbook that is about to be replaced → what people typed into it.

Nothing that a person typed may be lost: what is not understood stops the run instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from toolkit.findings.seen import Shown
from toolkit.form.layout import lay_out
from toolkit.grids import names
from toolkit.grids.address import cell
from toolkit.grids.appearance import Appearance
from toolkit.grids.grid import At, Grid
from toolkit.grids.identity import SHEET
from toolkit.grids.lists import linked_text, listing_on
from toolkit.grids.names import (
    BY_UNIT,
    BY_UNIT_COLUMNS,
    FINDING_COLUMNS,
    FINDINGS,
    LIST_HEADS,
    NO,
    SETTLED,
    SHEETS,
    TYPED,
    TYPED_IN,
    YES,
    ListHead,
)
from toolkit.returns.sums.record import LONGEST, Record, Row, as_grid, mark_of
from toolkit.returns.sums.sum_workbook import SumWorkbook
from toolkit.returns.sums.told import told_before
from toolkit.review import words
from toolkit.review.appearance import WORKED_ON, list_heads
from toolkit.review.cell_names import CellNames
from toolkit.review.hand_typed import (
    HandTyped,
    Typed,
    by_hand,
    listed_on,
    rows_of,
    typed_over,
    value_by_hand,
)
from toolkit.review.lists_as_left import ListsAsLeft
from toolkit.review.worklist import Item, matched
from toolkit.text import fold

_CODE, _, _, _INSIDE = BY_UNIT_COLUMNS[:4]
_LISTS = (FINDINGS, SETTLED)


class NotUnderstood(Exception):
    """Something that must be read before the workbook is replaced is gone; the text says what."""


class ReadAgain:
    """What people typed into a consolidated workbook; ``comments``: sheet → cell → text.

    ``appearances``: how the sheets of :data:`WORKED_ON` look.

    Raises:
        NotUnderstood: something that is needed for this was removed or changed.
    """

    def __init__(
        self,
        read: SumWorkbook,
        comments: Mapping[str, Mapping[At, str]],
        appearances: Mapping[str, Appearance],
    ) -> None:
        self.read, self.grids, self.comments = read, read.workbook.grids, comments
        self.record, form = self._record(), read.form
        self.heads = list_heads(form)
        self.lists = ListsAsLeft(self.grids, self.record, self.heads, appearances)
        self.places = CellNames(read.workbook, lay_out(form), self.heads, self.record)
        self.ours = {*SHEETS, SHEET, *(table.sheet for table in form.tables)}

    def _record(self) -> Record:
        if self.read.record is None:
            raise NotUnderstood(words.NO_RECORD)
        for needed in (BY_UNIT, FINDINGS):
            if needed not in self.grids:
                raise NotUnderstood(words.sheet_is_gone(needed))
        return self.read.record

    def earlier(self) -> HandTyped:
        chosen = self._switches()
        listed = list(listed_on(self.grids.get(TYPED)))
        told = told_before(self.record, self.read.form)
        written = _items(as_grid(self.record.sheets.get(FINDINGS, ())), FINDINGS)
        if len(written) == len(told):
            written = [replace(row, id=one.id) for row, one in zip(written, told, strict=True)]
        settled_then = as_grid(self.record.sheets.get(SETTLED, ()))
        known = {FINDINGS: written, SETTLED: _items(settled_then, SETTLED, may_lack=True)}
        items, settled = (self._known(name, known[name]) for name in _LISTS)
        return HandTyped(
            record=self.record,
            chosen=chosen,
            items=items,
            settled=settled,
            written=written,
            told=told,
            typed=[*listed, *self._typed()],
            listed=len(listed),
            sheets={name: grid for name, grid in self.grids.items() if name not in self.ours},
            comments={n: some for n, some in self.comments.items() if n not in self.ours},
            looks={name: self.lists.look(name) for name in WORKED_ON},
            own_heads={name: self.lists.own_heads(name) for name in _LISTS},
            lineage=(mark_of(self.read.workbook), *self.record.lineage),
            taken=self.record.taken,
        )

    def _known(self, name: str, written: Sequence[Item]) -> list[Item]:
        """The rows of a list of findings, with what is known of each from when it was written."""
        if name not in self.grids:
            return []
        items, looks = _items(self.grids[name], name), self.lists.looks(name)
        own = {*TYPED_IN, *map(fold, self.lists.own_heads(name))}
        found, none = matched(items, written), Item({})
        then = [found.get(id(one), none) for one in items]
        return [
            replace(
                one,
                id=old.id,
                look=looks.row(one.row, old.row, own) if looks else {},
                was=old.written,
            )
            for one, old in zip(items, then, strict=True)
        ]

    def _switches(self) -> dict[str, bool]:
        """Unit → what the reviewer wants: set just now, or set before and not taken back."""
        units = listing_on(self.grids[BY_UNIT], self.heads[BY_UNIT])
        if units is None:
            raise NotUnderstood(words.heads_are_gone(BY_UNIT))
        chosen = dict(self.record.chosen)
        for row in units.rows:
            then = self.record.units.get(code := units.text(row, _CODE))
            now = units.text(row, _INSIDE) == YES
            if then is None or now == then.inside:
                continue
            if now == then.by_rule:
                chosen.pop(code, None)
            else:
                chosen[code] = now
        return chosen

    def _typed(self) -> Iterator[Typed]:
        for name, grid in self.grids.items():
            if name not in self.ours or name == SHEET:
                continue
            yield from self._beside_the_list(grid) if name == TYPED else self._typed_on(name, grid)
            for at, text in self.comments.get(name, {}).items():
                yield from self._at(grid, name, at, "", text, words.IS_COMMENT)

    def _typed_on(self, name: str, grid: Grid) -> Iterator[Typed]:
        written, read = _Rows(lambda: self.record.written(name)), _Rows(lambda: rows_of(grid))
        columns: Mapping[int | str, int] = {}
        if heads := self.heads.get(name):
            # A column is known by its head, since columns may have been inserted or deleted.
            then = _columns(as_grid(self.record.sheets.get(name, ())), heads)
            columns = _columns(grid, heads)
            written, read = (
                self._compared(name, *one) for one in ((written, then), (read, columns))
            )
        changed = list(typed_over(written, read))
        added = _added_rows(changed, read) if columns else set[int]()
        for row in sorted(added):
            yield from self._row(grid, name, row)
        for row, key, old in changed:
            column = columns.get(key, key)
            if row in added:
                continue
            if isinstance(column, str):
                # The column is no longer there: nobody has typed anything into it.
                continue
            if self.lists.is_kept(name, (row, column)):
                continue
            was = old or (self._switch_then(grid, row, columns) if key == _INSIDE else "")
            new = grid.formulas.get((row, column)) or by_hand(grid, (row, column))
            kind = words.IS_CELL if was else words.IS_ADDED
            yield from self._at(grid, name, (row, column), was, new or words.CLEARED, kind)

    def _row(self, grid: Grid, sheet: str, row: int) -> Iterator[Typed]:
        """A row that somebody has added to a list: its cells mean something together alone."""
        cells = [(row, c) for c in range(len(grid.rows[row])) if by_hand(grid, (row, c))]
        heads = (self.places.labels(sheet, grid, at)[1] for at in cells)
        said = words.row_by_hand(zip(heads, (by_hand(grid, at) for at in cells), strict=True))
        yield from self._entry((sheet, cell(*cells[0]).address, "", ""), "", said, words.IS_ADDED)

    def _switch_then(self, grid: Grid, row: int, columns: Mapping[int | str, int]) -> str:
        """What stood in the column 计入汇总 of a unit's line."""
        code = columns.get(_CODE)
        then = None if code is None else self.record.units.get(grid.text(row, code))
        return "" if then is None else YES if then.inside else NO

    def _compared(self, name: str, rows: Iterable[Row], columns: Mapping[int | str, int]) -> _Rows:
        """The rows of a list as they are compared."""
        return _Rows(lambda: self._without_answers(_by_heads(rows, columns), name))

    def _without_answers(self, rows: Iterable[Row], name: str) -> Iterator[Row]:
        """The rows without decisions, notes, own columns and switches: these are carried over."""
        for row in rows:
            dropped: set[int | str] = set()
            if name in _LISTS and row.get(ListHead.RULE):
                own = {k for k in row if isinstance(k, str) and k not in FINDING_COLUMNS}
                dropped = {ListHead.DECISION, ListHead.NOTE, *own}
            elif name == BY_UNIT and row.get(_CODE, "") in self.record.units:
                dropped = {_INSIDE} if row.get(_INSIDE, YES) in (YES, NO) else set()
            yield {key: text for key, text in row.items() if key not in dropped}

    def _beside_the_list(self, grid: Grid) -> Iterator[Typed]:
        """Cells on the list of what was typed that are in none of its columns."""
        found = listing_on(grid, words.TYPED_COLUMNS)
        ours = {found.columns[one] for one in words.TYPED_COLUMNS} if found else set()
        for row in found.rows if found else range(len(grid.rows)):
            for column in range(len(grid.rows[row])):
                if column not in ours and (text := by_hand(grid, (row, column))):
                    yield from self._at(grid, TYPED, (row, column), "", text, words.IS_ADDED)

    def _at(self, grid: Grid, sheet: str, at: At, old: str, new: str, kind: str) -> Iterator[Typed]:
        """The change as rows of the list; a formula of ours is told only by its result."""
        line, head = self.places.labels(sheet, grid, at)
        was = words.old_formula(self.places.sum_then(sheet, at)) if old.startswith("=") else old
        yield from self._entry((sheet, cell(*at).address, line, head), was, new, kind)

    def _entry(self, where: tuple[str, ...], was: str, new: str, kind: str) -> Iterator[Typed]:
        # A cell holds no more than this; a comment or a text box may.
        for begin in range(0, len(new), LONGEST):
            yield Typed((self.record.made, *where, was, new[begin : begin + LONGEST], kind))


@dataclass(frozen=True)
class _Rows:
    """Rows that are made each time they are asked for: all at once take memory."""

    make: Callable[[], Iterator[Row]]

    def __iter__(self) -> Iterator[Row]:
        return self.make()


def _added_rows(changed: Collection[tuple[int, int | str, str]], read: Iterable[Row]) -> set[int]:
    """The rows of several cells of which none was there before."""
    there = Counter(row for row, _, _ in changed)
    for row in {row for row, _, old in changed if old}:
        del there[row]
    rows = enumerate(read) if there else ()
    return {row for row, cells in rows if there[row] == len(cells) > 1}


def _columns(grid: Grid, wanted: Sequence[str]) -> dict[int | str, int]:
    """The columns of a list by their heads; none where the list is not found."""
    columns: dict[int | str, int] = {}
    if found := listing_on(grid, wanted):
        columns.update(found.columns)
    return columns


def _by_heads(rows: Iterable[Row], columns: Mapping[int | str, int]) -> Iterator[Row]:
    """The rows of a list by the heads of its columns."""
    names = {column: head for head, column in columns.items()}
    for row in rows:
        yield {names.get(int(at), at): text for at, text in row.items()} if names else row


def _items(grid: Grid, name: str, *, may_lack: bool = False) -> list[Item]:
    """The rows of a list of findings, with what the reviewer has written."""
    listing = listing_on(grid, LIST_HEADS[name])
    if listing is None and may_lack:
        return []
    if listing is None:
        raise NotUnderstood(words.heads_are_gone(name))
    heads = listing.columns
    own = [text for text in heads if text not in FINDING_COLUMNS]
    typed = [*(text for text in TYPED_IN if text in heads), *own]
    found = []
    for row in listing.rows:
        if not listing.text(row, ListHead.RULE):
            continue
        said = {text: by_hand(grid, (row, heads[text])) for text in typed}
        shown: dict[str, Shown] = {
            text: _figure_or(grid.text(row, heads[text]), grid.value(row, heads[text]))
            for text in FINDING_COLUMNS
            if text in heads and text not in TYPED_IN
        }
        if ListHead.CELL in heads:
            at = row, heads[ListHead.CELL]
            text = grid.text(*at)
            # A record holds the formula itself.
            linked = linked_text(text) or text or linked_text(grid.formulas.get(at, "")) or ""
            shown[ListHead.CELL] = "" if linked == names.GO else linked
        more: dict[str, Shown] = {
            grid.text(listing.top, heads[text]): _figure_or(
                said[text], value_by_hand(grid, (row, heads[text]))
            )
            for text in own
            if said[text]
        }
        decision, note, change = (said.get(one, "") for one in TYPED_IN)
        found.append(Item(shown, decision, note, change, more, row=row))
    return found


def _figure_or(text: str, value: object) -> Shown:
    """A number as it is, and in the place of anything else its text."""
    is_number = isinstance(value, float | int) and not isinstance(value, bool)
    return Decimal(repr(value)) if is_number else text
