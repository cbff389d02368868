"""Headed rows: a table whose rows have heads, found in a document by its labels.

Its rows are those lines whose labels agree best with the official ones, in their order; its columns
are told by the heads above (:mod:`toolkit.returns.published.columns`). Where one label, or the
number of cells in one row, leaves it open which figure is which, nothing of the table is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from toolkit.form.form import Form
from toolkit.form.layout import TableLayout
from toolkit.returns.alignment import align
from toolkit.returns.published.columns import EXACT, NEAR, ColumnHeads, Columns, Doubt
from toolkit.returns.published.figure_cells import figure_cells
from toolkit.returns.published.lines import Line
from toolkit.returns.published.official_rows import (
    OfficialRow,
    as_one_line,
    codes_of,
    groups_of,
    official_rows,
    rows_within,
    undivided_groups,
)
from toolkit.returns.published.printed_table import WHOLE, Printed, PrintedTable

# A group beside a row says little: the order of the rows has to decide.
_GROUP = 0.1
# Other tables of a document may have some rows of the same name.
_HEADED = 0.05
# How far above its first row the heads of a block may begin.
_FURTHEST = 12


class HeadedRows:
    """Looks for a table whose rows have heads."""

    def __init__(
        self,
        lines: Sequence[Line],
        layout: TableLayout,
        form: Form,
        codes: Mapping[tuple[int, int], Sequence[str]] | None = None,
    ) -> None:
        self.lines, self.layout, self.form = lines, layout, form
        self.heads = [ColumnHeads(block) for block in layout.table.blocks]
        self.rows = list(official_rows(layout))
        self.labels = {one.label for one in self.rows}
        self.groups = groups_of(layout)
        self.every_group = {label for one in self.groups.values() for label in one}
        self.own = self.labels.union(self.every_group, *(heads.labels for heads in self.heads))
        # The lines that hold heads, and the tables of the document that have some.
        self.head_lines = {n for n, line in enumerate(lines) if self._is_head(line)}
        self.headed = {lines[number].piece for number in self.head_lines}
        # Table of the document → the columns in it that have other heads.
        self.others: dict[int, frozenset[int]] = {}
        self.codes = codes or codes_of(layout, form)

    def every(self) -> Iterator[PrintedTable]:
        found = [self._read(start, stop) for start, stop in self._segments()]
        whole = [one for one in found if one.share >= WHOLE]
        if whole or len(found) < 2:
            yield from whole or found
        elif found:
            yield self._read(0, len(self.lines))

    def _is_head(self, line: Line) -> bool:
        leaves_ = max(len(set(heads.leaves) & line.labels.keys()) for heads in self.heads)
        return leaves_ > 1 or (leaves_ == 1 and self.labels.isdisjoint(line.labels))

    def _segments(self) -> Iterator[tuple[int, int]]:
        """Where in the document occurrences of the table begin and end; what lies between two
        belongs to both.
        """
        order = {one.label: number for number, one in reversed(list(enumerate(self.rows)))}
        start, reached, last = 0, -1, 0
        for number, line in enumerate(self.lines):
            known = [order[m.label] for m in line.meanings.values() if m.exact and m.label in order]
            if not known or number in self.head_lines:
                continue
            if (
                max(known) < reached
                and max(known) <= len(order) // 4
                and reached >= len(order) // 2
            ):
                yield start, number
                start, reached = last + 1, -1
            reached, last = max(reached, *known), number
        yield start, len(self.lines)

    # --- One occurrence --------------------------------------------------------------------------

    def _read(self, start: int, stop: int) -> PrintedTable:
        rows = self.rows
        places = self._aligned(rows, start, stop)
        for group in undivided_groups(self.layout):
            if all(one not in places for one in rows_within(rows, group)):
                rows = as_one_line(rows, group)
                places = self._aligned(rows, start, stop)
        found = PrintedTable(self.layout)
        for i, number in self._elsewhere(rows, places, range(start, stop)):
            places[i] = number
            found.moved.append(rows[i].printed)
        self._tell_rows(found, rows, places, start, stop)
        columns = 0
        for number, heads in enumerate(self.heads):
            mine = {i: at for i, at in places.items() if rows[i].block == number}
            if mine:
                columns += self._read_block(found, heads, rows, mine, set(places.values()))
        pieces = {self.lines[at].piece for at in places.values()}
        found.tell_measure(
            [one for one in self.lines[start:stop] if one.piece in pieces], self.form
        )
        total = len(rows) + sum(len(one.leaves) for one in self.heads)
        found.share = (len(places) + columns) / total
        return found

    def _aligned(self, rows: Sequence[OfficialRow], start: int, stop: int) -> dict[int, int]:
        """Row → its line."""
        wanted = {one.label for one in rows}
        there = [
            number
            for number in range(start, stop)
            if number not in self.head_lines and not wanted.isdisjoint(self.lines[number].labels)
        ]

        def score(row: int, number: int) -> float:
            line, one = self.lines[number], rows[row]
            fit = [
                EXACT if m.exact else NEAR for m in line.meanings.values() if m.label == one.label
            ]
            beside = sum(group in line.labels for group in one.groups) * _GROUP
            return max(fit) + beside + _HEADED * (line.piece in self.headed) if fit else 0.0

        return align(range(len(rows)), there, score)

    def _elsewhere(
        self, rows: Sequence[OfficialRow], places: Mapping[int, int], numbers: range
    ) -> list[tuple[int, int]]:
        """Rows out of their order, each with the one line that has its label."""
        taken = set(places.values())
        often = Counter(one.label for one in rows)
        lacking = {row.label for i, row in enumerate(rows) if i not in places}
        stand: dict[str, list[int]] = {}
        for number in numbers:
            if lacking and number not in self.head_lines:
                meanings = self.lines[number].meanings.values()
                for label in {one.label for one in meanings if one.exact} & lacking:
                    stand.setdefault(label, []).append(number)
        found = ((i, stand.get(row.label, ())) for i, row in enumerate(rows) if i not in places)
        return [
            (i, lines[0])
            for i, lines in found
            if often[rows[i].label] == len(lines) == 1 and lines[0] not in taken
        ]

    def _tell_rows(
        self,
        found: PrintedTable,
        rows: Sequence[OfficialRow],
        places: Mapping[int, int],
        start: int,
        stop: int,
    ) -> None:
        """Rows that are not there, not quite themselves, twice there, or in another group."""
        taken = set(places.values())
        for i, row in enumerate(rows):
            if i not in places:
                found.faults.append(Doubt(row.printed, self._instead(i, places, taken)))
                continue
            line = self.lines[places[i]]
            at = _label_at(line, row.label)
            if not line.meanings[at].exact:
                found.near.append(Doubt(row.printed, line.cells[at]))
            strange = self.every_group - self.groups[row.block, row.row] - {row.label}
            for column, one in line.meanings.items():
                if column < at and one.exact and one.label in strange:
                    found.faults.append(Doubt(row.printed, line.cells[column] + line.cells[at]))
        found.faults += self._doubled(rows, taken, range(start, stop))
        found.strays += self._stray_lines(taken)

    def _doubled(
        self, rows: Sequence[OfficialRow], taken: set[int], numbers: range
    ) -> Iterator[Doubt]:
        """Rows that are printed once more; outside of the table a word may mean something else."""
        often = Counter(one.label for one in rows)
        official = {one.label: one.printed for one in rows if often[one.label] == 1}
        heads = {label for one in self.heads for label in one.labels}
        pieces = {self.lines[number].piece for number in taken}
        # Of two lines that are near to one label nobody knows which is meant.
        meanings = (one for number in taken for one in self.lines[number].meanings.values())
        near = {one.label for one in meanings if not one.exact}
        for number in numbers:
            line = self.lines[number]
            if line.piece not in pieces or number in taken or number in self.head_lines:
                continue
            inside = min(taken) <= number <= max(taken)
            for one in line.meanings.values():
                is_label = (one.exact or one.label in near) and one.label in official
                if is_label and (inside or one.label not in heads):
                    yield Doubt(official[one.label], official[one.label], doubled=True)

    def _instead(self, row: int, places: Mapping[int, int], taken: set[int]) -> str:
        """What stands in the place of a row: the label of the only line between its neighbours."""
        low = max((at for i, at in places.items() if i < row), default=-1)
        high = min((at for i, at in places.items() if i > row), default=len(self.lines))
        numbers = range(max(low + 1, high - _FURTHEST), high)
        lines = (self.lines[n] for n in numbers if n not in self.head_lines)
        between = [one for one in lines if one.has_figures]
        texts = [text for one in between[:1] for at, text in one.cells.items() if _is_words(text)]
        return texts[-1] if len(between) == 1 and texts else ""

    def _stray_lines(self, taken: set[int]) -> Iterator[Printed]:
        """Lines with figures within the table, or right below it, that are none of its own."""
        if not taken:
            return
        last = max(taken)
        for number in range(min(taken), min(last + 1 + _FURTHEST, len(self.lines))):
            line = self.lines[number]
            # A line with a label of another table is one of that; a table may go on on a new page.
            goes_on = line.piece == self.lines[last].piece or _is_next_page(self.lines[last], line)
            elsewhere = not goes_on or not self.own.issuperset(line.labels)
            if number > last and elsewhere:
                return
            if number not in taken and number not in self.head_lines and line.has_figures:
                yield Printed(line.text, line, None)

    # --- The columns of one block ----------------------------------------------------------------

    def _read_block(
        self,
        found: PrintedTable,
        heads: ColumnHeads,
        rows: Sequence[OfficialRow],
        places: Mapping[int, int],
        taken: set[int],
    ) -> int:
        """Read the figures of one block; give back how many of its columns were found."""
        first = min(places.values())
        before = max((at for at in taken if at < first), default=-1)
        zone = self._head_lines(heads, range(max(before + 1, first - _FURTHEST), first))
        if not zone and heads.paths:
            found.faults.append(Doubt(heads.paths[0][-1].label, ""))
            return 0
        columns = heads.read(zone) if zone else Columns(self.lines[first].piece, 0)
        known = {columns.piece: columns}
        repeated: dict[int, list[Line]] = {}
        for line in self._head_lines(heads, range(first, max(places.values()))):
            repeated.setdefault(line.piece, []).append(line)
        known |= {p: heads.read(some) for p, some in repeated.items() if p not in known}
        for one in known.values():
            found.faults += one.faults
            found.near += one.near
            found.moved += one.moved
        if found.faults:
            return len(columns.places)
        for one in known.values():
            others = self.others.get(one.piece, frozenset())
            self.others[one.piece] = others | one.others
        known = {p: replace(one, others=self.others[p]) for p, one in known.items()}
        columns = known[columns.piece]
        for i, number in sorted(places.items()):
            line = self.lines[number]
            self._read_row(found, rows[i], line, known.get(line.piece, columns))
        return len(heads.leaves)

    def _head_lines(self, heads: ColumnHeads, numbers: range) -> list[Line]:
        return [
            self.lines[n]
            for n in numbers
            if heads.hits(self.lines[n])
            and (n in self.head_lines or self.labels.isdisjoint(self.lines[n].labels))
        ]

    def _read_row(
        self, found: PrintedTable, row: OfficialRow, line: Line, columns: Columns
    ) -> None:
        codes = self.codes[row.block, row.row]
        total = bool(self.form.indicators[codes[-1]].parts)
        at = _label_at(line, row.label)
        cells = figure_cells(line, at, columns, len(codes), last_is_total=total)
        if cells is None:
            found.uneven.append(row.printed)
            return
        if cells.in_order:
            found.slipped.append(row.printed)
        found.strays += [Printed(line.cells[one], line, one) for one in cells.strays]
        for leaf, place in enumerate(cells.places):
            printed = Printed(line.cells[place] if place is not None else "", line, place)
            if row.within:
                inside = tuple(self.codes[row.block, one][leaf] for one in row.within)
                found.undivided[inside] = printed
                found.groups[inside] = row.printed
            else:
                found.figures[codes[leaf]] = printed


def _label_at(line: Line, label: str) -> int:
    """Where the label of a row stands: the last such one, as groups stand before it."""
    return max(at for at, one in line.meanings.items() if one.label == label)


def _is_next_page(last: Line, line: Line) -> bool:
    return line.page == last.page + 1 > 1 and line.piece == last.piece + 1


def _is_words(text: str) -> bool:
    return any(one.isalpha() for one in text)
