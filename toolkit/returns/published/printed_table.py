"""Printed tables: one official table as it stands in a document, found by its labels.

Its rows are those lines whose labels agree best with the official ones, in their order; its columns
are told by the heads above (:mod:`toolkit.returns.published.columns`). Where one label, or the
number of cells in one row, leaves it open which figure is which, nothing of the table is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.form.form import Form
from toolkit.form.layout import TableLayout
from toolkit.form.table import Head, leaves
from toolkit.grids.names import FIGURES_LINE
from toolkit.returns.alignment import align
from toolkit.returns.likely_value import looks_like_figure
from toolkit.returns.published.columns import EXACT, NEAR, ColumnHeads, Columns, Doubt
from toolkit.returns.published.figure_cells import figure_cells
from toolkit.returns.published.lines import Line
from toolkit.returns.published.spelling import label_of

# A group beside a row says little: the order of the rows has to decide.
_GROUP = 0.1
# So much of a table has to be there for it to be one of its own, and not a piece of another.
_WHOLE = 0.5
# How far above its first row the heads of a block may begin.
_FURTHEST = 12


@dataclass(frozen=True, slots=True)
class Printed:
    """The figure of one indicator, as it is printed: the text, and the place in the document."""

    text: str
    line: Line
    column: int | None


@dataclass
class PrintedTable:
    """One official table as it stands in a document."""

    layout: TableLayout
    # The share of its labels that were found.
    share: float = 0.0
    # Indicator → its figure.
    figures: dict[str, Printed] = field(default_factory=dict)
    # It is read only where there are none.
    faults: list[Doubt] = field(default_factory=list)
    # The labels of rows whose cells cannot be told apart.
    uneven: list[str] = field(default_factory=list)
    near: list[Doubt] = field(default_factory=list)
    # The labels of rows whose cells do not stand below their heads.
    slipped: list[str] = field(default_factory=list)
    # Inputs of a group that is printed as one line → the figure of that line.
    undivided: dict[tuple[str, ...], Printed] = field(default_factory=dict)
    # The same inputs → the label of the line.
    groups: dict[tuple[str, ...], str] = field(default_factory=dict)
    # What may be figures and stands in no official cell.
    strays: list[Printed] = field(default_factory=list)

    @property
    def readable(self) -> bool:
        """Whether it is certain which figure is which."""
        return not self.faults and not self.uneven

    @property
    def texts(self) -> dict[str, str]:
        """What is printed, by indicator."""
        return {code: one.text for code, one in self.figures.items()}


@dataclass(frozen=True, slots=True)
class _Row:
    """One official row."""

    block: int
    row: int
    label: str
    printed: str
    # The groups that begin with it.
    groups: tuple[str, ...]
    # The rows that it stands for, where it is a group that is printed as one line.
    within: tuple[int, ...] = ()


def printed_tables(lines: Sequence[Line], layout: TableLayout, form: Form) -> list[PrintedTable]:
    """Every occurrence of a table in a document, the best first; one that is in pieces is one."""
    headed = [block for block in layout.table.blocks if block.rows]
    if headed:
        found = list(_ByRows(lines, layout, form).every())
    else:
        found = list(_WithoutRows(lines, layout, form).every())
    return sorted(found, key=lambda one: (not one.readable, -one.share))


class _ByRows:
    """Looks for a table whose rows have heads."""

    def __init__(self, lines: Sequence[Line], layout: TableLayout, form: Form) -> None:
        self.lines, self.layout, self.form = lines, layout, form
        self.heads = [ColumnHeads(block) for block in layout.table.blocks]
        self.rows = list(_rows(layout))
        self.labels = {one.label for one in self.rows}
        self.groups = _groups(layout)
        self.codes = _codes(layout, form)

    def every(self) -> Iterator[PrintedTable]:
        found = [self._read(start, stop) for start, stop in self._segments()]
        whole = [one for one in found if one.share >= _WHOLE]
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
            if not known or self._is_head(line):
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
        for group in _undivided(self.layout):
            if all(one not in places for one in _within(rows, group)):
                rows = _as_one_line(rows, group)
                places = self._aligned(rows, start, stop)
        found = PrintedTable(self.layout)
        self._tell_rows(found, rows, places, start, stop)
        columns = 0
        for number, heads in enumerate(self.heads):
            mine = {i: at for i, at in places.items() if rows[i].block == number}
            if mine:
                before = max(
                    (at for i, at in places.items() if rows[i].block < number), default=start - 1
                )
                columns += self._read_block(found, heads, rows, mine, before)
        total = len(rows) + sum(len(one.leaves) for one in self.heads)
        found.share = (len(places) + columns) / total
        return found

    def _aligned(self, rows: Sequence[_Row], start: int, stop: int) -> dict[int, int]:
        """Row → its line."""
        wanted = {one.label for one in rows}
        there = [
            number
            for number in range(start, stop)
            if not wanted.isdisjoint(self.lines[number].labels)
            and not self._is_head(self.lines[number])
        ]

        def score(row: int, number: int) -> float:
            line, one = self.lines[number], rows[row]
            fit = [
                EXACT if m.exact else NEAR for m in line.meanings.values() if m.label == one.label
            ]
            beside = sum(group in line.labels for group in one.groups)
            return max(fit) + _GROUP * beside if fit else 0.0

        return align(range(len(rows)), there, score)

    def _tell_rows(
        self,
        found: PrintedTable,
        rows: Sequence[_Row],
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
            own = self.groups[row.block, row.row]
            every = {label for one in self.groups.values() for label in one}
            for column, one in line.meanings.items():
                if column < at and one.exact and one.label in every - own - {row.label}:
                    found.faults.append(Doubt(row.printed, line.cells[column] + line.cells[at]))
        found.faults += self._doubled(rows, taken, range(start, stop))
        found.strays += self._stray_lines(taken)

    def _doubled(self, rows: Sequence[_Row], taken: set[int], numbers: range) -> Iterator[Doubt]:
        """Rows that are printed once more; outside of the table a word may mean something else."""
        often = Counter(one.label for one in rows)
        official = {one.label: one.printed for one in rows if often[one.label] == 1}
        heads = {label for one in self.heads for label in one.labels}
        for number in numbers:
            line = self.lines[number]
            if not taken or number in taken or self._is_head(line):
                continue
            inside = min(taken) <= number <= max(taken)
            for one in line.meanings.values():
                if one.exact and one.label in official and (inside or one.label not in heads):
                    yield Doubt(official[one.label], official[one.label], doubled=True)

    def _instead(self, row: int, places: Mapping[int, int], taken: set[int]) -> str:
        """What stands in the place of a row: the label of the only line between its neighbours."""
        low = max((at for i, at in places.items() if i < row), default=-1)
        high = min((at for i, at in places.items() if i > row), default=len(self.lines))
        between = [
            one
            for one in self.lines[max(low + 1, high - _FURTHEST) : high]
            if not self._is_head(one) and one.has_figures
        ]
        texts = [text for one in between[:1] for at, text in one.cells.items() if _is_words(text)]
        return texts[-1] if len(between) == 1 and texts else ""

    def _stray_lines(self, taken: set[int]) -> Iterator[Printed]:
        """Lines with figures within the table, or right below it, that are none of its own."""
        if not taken:
            return
        last = max(taken)
        for number in range(min(taken), len(self.lines)):
            line = self.lines[number]
            below = number > last
            if below and (line.piece != self.lines[last].piece or line.meanings):
                return
            if number not in taken and not self._is_head(line) and line.has_figures:
                yield Printed(line.text, line, None)

    # --- The columns of one block ----------------------------------------------------------------

    def _read_block(
        self,
        found: PrintedTable,
        heads: ColumnHeads,
        rows: Sequence[_Row],
        places: Mapping[int, int],
        before: int,
    ) -> int:
        """Read the figures of one block; give back how many of its columns were found."""
        first = min(places.values())
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
        if found.faults:
            return len(columns.places)
        for i, number in sorted(places.items()):
            line = self.lines[number]
            self._read_row(found, rows[i], line, known.get(line.piece, columns))
        return len(heads.leaves)

    def _head_lines(self, heads: ColumnHeads, numbers: range) -> list[Line]:
        lines = [self.lines[number] for number in numbers]
        return [
            one
            for one in lines
            if heads.hits(one) and (self._is_head(one) or self.labels.isdisjoint(one.labels))
        ]

    def _read_row(self, found: PrintedTable, row: _Row, line: Line, columns: Columns) -> None:
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


class _WithoutRows:
    """Looks for a table whose rows have no heads: the row of figures is the one below the heads."""

    def __init__(self, lines: Sequence[Line], layout: TableLayout, form: Form) -> None:
        self.lines, self.layout = lines, layout
        self.heads = ColumnHeads(layout.table.blocks[0])
        self.codes = _codes(layout, form)[0, 0]
        self.last_is_total = bool(form.indicators[self.codes[-1]].parts)

    def every(self) -> Iterator[PrintedTable]:
        found = [self._read(*one) for one in self._runs()]
        # Heads are printed again where a page ends before the figures.
        yield from [one for one in found if one.figures] or found

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Where lines with its heads begin and end."""
        start = None
        for number in range(len(self.lines) + 1):
            if number < len(self.lines) and self.heads.hits(self.lines[number]):
                start = number if start is None else start
            elif start is not None:
                if 2 * sum(map(self.heads.hits, self.lines[start:number])) >= len(
                    self.heads.leaves
                ):
                    yield start, number
                start = None

    def _read(self, start: int, stop: int) -> PrintedTable:
        found = PrintedTable(self.layout)
        columns = self.heads.read(self.lines[start:stop])
        found.faults += columns.faults
        found.near += columns.near
        hits = sum(map(self.heads.hits, self.lines[start:stop]))
        found.share = min(1.0, hits / len(self.heads.labels | set(self.heads.leaves)))
        below = self._figure_lines(stop)
        if len(below) != 1:
            found.faults.append(
                Doubt(FIGURES_LINE, FIGURES_LINE * bool(below), doubled=bool(below))
            )
        elif not found.faults:
            leaves_ = len(self.codes)
            cells = figure_cells(below[0], -1, columns, leaves_, last_is_total=self.last_is_total)
            if cells is None:
                found.uneven.append(FIGURES_LINE)
                return found
            found.slipped += [FIGURES_LINE] if cells.in_order else []
            found.strays += [Printed(below[0].cells[at], below[0], at) for at in cells.strays]
            for code, at in zip(self.codes, cells.places, strict=True):
                text = below[0].cells[at] if at is not None else ""
                found.figures[code] = Printed(text, below[0], at)
        return found

    def _figure_lines(self, stop: int) -> list[Line]:
        """The lines below the heads that may hold the figures: those with any, else a blank one.

        A line that only numbers the columns is none.
        """
        below: list[Line] = []
        for line in self.lines[stop : stop + _FURTHEST]:
            if line.meanings or 2 * len(line.cells) < len(self.codes):
                break
            below.append(line)
        filled = [one for one in below if any(one.cells.values())]
        return [one for one in filled if not (_numbers_columns(one) or _is_note(one))] or below[:1]


def _is_note(line: Line) -> bool:
    texts = [one for one in line.cells.values() if one]
    return len(texts) == 1 and not looks_like_figure(texts[0])


def _numbers_columns(line: Line) -> bool:
    texts = [one for one in line.cells.values() if one]
    return len(texts) > 1 and texts == [str(number) for number in range(1, len(texts) + 1)]


def _rows(layout: TableLayout) -> Iterator[_Row]:
    for number, block in enumerate(layout.table.blocks):
        before: tuple[Head, ...] = ()
        for row, path in enumerate(leaves(block.rows)):
            groups = [one for one in path[:-1] if not any(one is two for two in before)]
            before, label = path, path[-1].label
            yield _Row(
                number, row, label_of(label), label, tuple(label_of(g.label) for g in groups)
            )


def _groups(layout: TableLayout) -> dict[tuple[int, int], set[str]]:
    """Block and row → the labels of the groups that the row is in."""
    return {
        (number, row): {label_of(one.label) for one in path[:-1]}
        for number, block in enumerate(layout.table.blocks)
        for row, path in enumerate(leaves(block.rows))
    }


def _codes(layout: TableLayout, form: Form) -> dict[tuple[int, int], list[str]]:
    """Block and row → the indicators of the row, in their order."""
    found: dict[tuple[int, int], list[str]] = {}
    for code in layout.cells:
        one = form.indicators[code]
        found.setdefault((one.block, one.row), []).append(code)
    return found


@dataclass(frozen=True, slots=True)
class _Group:
    """A group of rows that earlier layouts print as one line."""

    block: int
    printed: str
    rows: tuple[int, ...]


def _undivided(layout: TableLayout) -> Iterator[_Group]:
    for number, block in enumerate(layout.table.blocks):
        inside: dict[int, tuple[Head, list[int]]] = {}
        for row, path in enumerate(leaves(block.rows)):
            for head in path[:-1]:
                if head.undivided:
                    inside.setdefault(id(head), (head, []))[1].append(row)
        for head, rows in inside.values():
            yield _Group(number, head.label, tuple(rows))


def _within(rows: Sequence[_Row], group: _Group) -> list[int]:
    return [i for i, one in enumerate(rows) if one.block == group.block and one.row in group.rows]


def _as_one_line(rows: Sequence[_Row], group: _Group) -> list[_Row]:
    """The rows with one for the whole group in place of its own."""
    first, *others = _within(rows, group)
    label = label_of(group.printed)
    one = _Row(group.block, group.rows[0], label, group.printed, (), group.rows)
    return [one if i == first else row for i, row in enumerate(rows) if i not in others]


def _label_at(line: Line, label: str) -> int:
    """Where the label of a row stands: the last such one, as groups stand before it."""
    return max(at for at, one in line.meanings.items() if one.label == label)


def _is_words(text: str) -> bool:
    return any(one.isalpha() for one in text)
