"""Columns: which column of a printed table is which, by the heads above its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from toolkit.form.table import Block, Head, HeadPath, leaves
from toolkit.returns.alignment import align
from toolkit.returns.published.lines import Line
from toolkit.returns.published.spelling import label_of

# What a label counts for, one that is near to it, and the head of a group where that begins.
EXACT, NEAR, GROUP = 1.0, 0.7, 0.3


@dataclass(frozen=True, slots=True)
class Doubt:
    """An official label, and what is printed in its place."""

    expected: str
    actual: str
    # The label is printed a second time.
    doubled: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one block, as the heads above its figures tell them."""

    # The table of the document whose columns they are, and how many it has.
    piece: int
    width: int
    # The columns of the leaves, in their order; empty where only their order is known.
    places: tuple[int, ...] = ()
    # Heads in whose place something else stands: nothing below them can be read.
    faults: tuple[Doubt, ...] = ()
    # Heads that are no more than near to the official ones.
    near: tuple[Doubt, ...] = ()
    # The columns with other heads: what stands below them belongs to nothing official.
    others: frozenset[int] = frozenset()
    # The columns in which a cell of the heads begins.
    begun: frozenset[int] = frozenset()
    # Heads that stand in another order than the official one.
    moved: tuple[str, ...] = ()


class ColumnHeads:
    """The column heads of one block of a form."""

    def __init__(self, block: Block) -> None:
        self.paths: Sequence[HeadPath] = list(leaves(block.columns))
        self._corner = label_of(block.corner) if block.corner else ""

    @cached_property
    def leaves(self) -> list[str]:
        """The labels of the leaves, in their order."""
        return [label_of(path[-1].label) for path in self.paths]

    @cached_property
    def labels(self) -> frozenset[str]:
        """Every label, those of groups too."""
        return frozenset(label_of(one.label) for path in self.paths for one in path)

    def hits(self, line: Line) -> int:
        """How many of its labels stand in a line, each as often as it does."""
        return sum(one.label in self.labels for one in line.meanings.values())

    @cached_property
    def roots(self) -> frozenset[str]:
        """The labels of the outermost groups."""
        return frozenset(label_of(path[0].label) for path in self.paths)

    def leaf_hits(self, line: Line) -> int:
        """How many cells of a line hold the label of a leaf."""
        return sum(one.label in self.leaves for one in line.meanings.values())

    def read(self, lines: Sequence[Line]) -> Columns:
        """The columns, by the lines above the figures; there has to be one."""
        best = max({one.piece for one in lines}, key=lambda piece: _hits(self, lines, piece))
        zone = [one for one in lines if one.piece == best]
        aligned = align(
            range(len(self.paths)),
            sorted({at for one in zone for at in one.meanings}),
            lambda leaf, at: self._score(zone, leaf, at),
        )
        near = tuple(self._near(zone))
        if len(aligned) == len(self.paths):
            places = tuple(aligned[leaf] for leaf in range(len(self.paths)))
            # A merged cell may be written as one, so that a group stands further to the left.
            in_order = self._levels_agree(zone)
            misplaced = () if in_order else self._misplaced(zone, places)
            faults = (*misplaced, *self._doubled(zone, places))
            others = frozenset(self._others(zone, places))
            begun = frozenset(at for line in zone for at in line.cells)
            return Columns(best, zone[0].width, places, faults, near, others, begun)
        if self._levels_agree(zone):
            return Columns(best, zone[0].width, near=near)
        if alone := self._by_label_alone(zone):
            others = frozenset(self._others(zone, alone))
            begun = frozenset(at for line in zone for at in line.cells)
            lost = tuple(p[-1].label for n, p in enumerate(self.paths) if n not in aligned)
            return Columns(best, zone[0].width, alone, (), near, others, begun, lost)
        return Columns(best, zone[0].width, faults=tuple(self._lacking(zone, aligned)))

    def _score(self, zone: Sequence[Line], leaf: int, at: int) -> float:
        meanings = [one.meanings[at] for one in zone if at in one.meanings]
        fit = [EXACT if one.exact else NEAR for one in meanings if one.label == self.leaves[leaf]]
        if not fit:
            return 0.0
        begin = {label_of(one.label) for one in self._beginning(leaf)}
        return max(fit) + GROUP * sum(one.label in begin for one in meanings)

    def _beginning(self, leaf: int) -> Iterator[Head]:
        """The groups of which it is the first leaf."""
        before = self.paths[leaf - 1] if leaf else ()
        yield from (one for one in self.paths[leaf][:-1] if not any(one is two for two in before))

    @cached_property
    def _groups(self) -> list[tuple[Head, int, int]]:
        """Each group with its first and its last leaf."""
        found = []
        for first in range(len(self.paths)):
            for group in self._beginning(first):
                below = [any(one is group for one in path) for path in self.paths]
                found.append((group, first, first + sum(below) - 1))
        return found

    def _misplaced(self, zone: Sequence[Line], places: Sequence[int]) -> Iterator[Doubt]:
        """Groups that do not stand over their leaves, or are not there and cannot be missed."""

        def before(leaf: int) -> int:
            return places[leaf - 1] if leaf else -1

        stand: dict[str, list[int]] = {}
        for line in zone:
            for at, one in line.meanings.items():
                stand.setdefault(one.label, []).append(at)
        seen = {
            id(group): any(
                before(a) < at <= places[b] for at in stand.get(label_of(group.label), ())
            )
            for group, a, b in self._groups
        }
        often = Counter(self.leaves)
        for group, first, last in self._groups:
            within = Counter(self.leaves[first : last + 1])
            alone = all(often[leaf] == within[leaf] for leaf in within)
            known = group.children and all(seen.get(id(one)) for one in group.children)
            elsewhere = label_of(group.label) in stand and not seen[id(group)]
            if elsewhere or not (seen[id(group)] or alone or known):
                at = places[first]
                there = (line.cells[at] for line in zone if line.cells.get(at))
                yield Doubt(group.label, next(there, ""))

    def _doubled(self, zone: Sequence[Line], places: Sequence[int]) -> Iterator[Doubt]:
        """Leaves that stand over one column more than there should be."""
        for line in zone:
            for at, one in line.meanings.items():
                if one.exact and one.label in self.leaves and not self._own(one.label, at, places):
                    label = self.paths[self.leaves.index(one.label)][-1].label
                    yield Doubt(label, line.cells[at], doubled=True)

    def _own(self, label: str, at: int, places: Sequence[int]) -> bool:
        """Whether it is a column of a leaf: merged cells taken apart repeat its label."""
        return any(
            place <= at < min((one for one in places if one > place), default=at + 1)
            for place, leaf in zip(places, self.leaves, strict=True)
            if leaf == label
        )

    def _others(self, zone: Sequence[Line], places: Sequence[int]) -> Iterator[int]:
        """The columns that have another head than the official ones."""
        for line in zone:
            for at, text in line.cells.items():
                if text and at not in places and at not in line.meanings:
                    yield at

    def _levels_agree(self, zone: Sequence[Line]) -> bool:
        """Whether line by line the heads are the official ones in their order, wherever they stand.

        Texts that were copied out of a document have one cell for a merged one.
        """
        wanted: dict[int, list[str]] = {}
        for leaf, path in enumerate(self.paths):
            begin = [*self._beginning(leaf), path[-1]]
            for level, head in enumerate(path):
                if any(head is one for one in begin):
                    wanted.setdefault(level, []).append(label_of(head.label))
        levels = [wanted[level] for level in sorted(wanted)]
        there = [
            [one.label for one in line.meanings.values() if one.label in self.labels]
            for line in zone
        ]
        found = [some for some in there if some]
        # A head over everything tells nothing.
        return found == levels or (len(levels[0]) == 1 and found == levels[1:])

    def _by_label_alone(self, zone: Sequence[Line]) -> tuple[int, ...]:
        """The columns in whatever order, where each label stands over one and only one."""
        stand: dict[str, list[int]] = {}
        for line in zone:
            for at, one in line.meanings.items():
                if one.exact:
                    stand.setdefault(one.label, []).append(at)
        found = [stand.get(one, []) for one in self.leaves]
        certain = len(set(self.leaves)) == len(found) and all(len(one) == 1 for one in found)
        return tuple(one[0] for one in found) if certain else ()

    def _near(self, zone: Sequence[Line]) -> Iterator[Doubt]:
        official = {label_of(one.label): one.label for path in self.paths for one in path}
        for line in zone:
            for at, one in line.meanings.items():
                if not one.exact and one.label in official:
                    yield Doubt(official[one.label], line.cells[at])

    def _lacking(self, zone: Sequence[Line], aligned: Mapping[int, int]) -> Iterator[Doubt]:
        """The leaves that were not found, each with what stands between its neighbours."""
        for leaf, path in enumerate(self.paths):
            if leaf in aligned:
                continue
            low = max((at for one, at in aligned.items() if one < leaf), default=-1)
            high = min((at for one, at in aligned.items() if one > leaf), default=zone[0].width)
            between = [
                line.cells[at]
                for line in zone
                for at in line.cells
                if low < at < high
                and line.cells[at]
                and label_of(line.cells[at]) not in self.labels
            ]
            there = [one for one in between if label_of(one) != self._corner]
            yield Doubt(path[-1].label, there[0] if len(there) == 1 else "")


def _hits(heads: ColumnHeads, lines: Sequence[Line], piece: int) -> tuple[int, int]:
    return sum(heads.hits(one) for one in lines if one.piece == piece), piece
