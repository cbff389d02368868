"""Fewest changes: all smallest sets of cells whose change restores the violated balances.

The way for what no single mistake explains (:mod:`toolkit.audit.correction.one_mistake`). In a
violated balance at least one cell must be wrong, so the search takes one such balance and tries
each of its cells in turn. That the balance will hold gives the new value of the cell by means of
the others; this is put into all other balances, as when equations are solved by hand, and the
search goes on with whatever is still violated. It is exact, and complete for a number of changes.

This is error localisation after Fellegi and Holt, for equalities (de Waal, Pannekoek, Scholtus,
Handbook of Statistical Data Editing and Imputation, 2011).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

# The weights of a balance, and its residual: by how much it is violated, 0 where it holds.
BalanceRow = tuple[Mapping[str, int], int]


@dataclass(slots=True)
class System:
    """The balances as equations for the changes x that restore them: Σ row·x + residual = 0."""

    rows: list[Mapping[str, int]]
    # One for each row; what has been explained is set to 0.
    residuals: list[int]
    # Each cell's rows, by their numbers, and its weights in them.
    columns: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows):
            for code, coefficient in row.items():
                self.columns.setdefault(code, []).append((number, coefficient))


class Budget:
    """So many looks at a cell; what is not done by then is left, and said to be left."""

    def __init__(self, looks: int) -> None:
        self.left = looks

    @property
    def spent(self) -> bool:
        return self.left <= 0


def smallest(
    system: System, target: AbstractSet[int], depth: int, budget: Budget
) -> Iterator[dict[str, int]]:
    """Sets of exactly ``depth`` changes that restore ``target`` and leave no row they touch broken.

    A violated row outside the target that no change touches stays as it is.
    """
    yield from _Search(system, target, budget).run({}, (), frozenset(), depth)


@dataclass(frozen=True, slots=True)
class _Search:
    """One search, with its words:

    ``altered``: the rows, by their numbers, into which a change has been put. ``pivots``: the row
    that was taken for each change, the cell, and the row as it was then. ``banned``: the cells
    whose every answer has been found already.
    """

    system: System
    target: AbstractSet[int]
    budget: Budget

    def run(
        self,
        altered: Mapping[int, BalanceRow],
        pivots: tuple[tuple[int, str, BalanceRow], ...],
        banned: AbstractSet[str],
        depth: int,
    ) -> Iterator[dict[str, int]]:
        """The answers with ``depth`` changes more."""
        used = {number for number, _, _ in pivots}
        violated = [k for k in self.target if k not in altered and k not in used]
        violated = sorted(
            [k for k in violated if self.system.residuals[k]]
            + [k for k, row in altered.items() if row[1]]
        )
        if not violated or not depth:
            return
        first = min(violated, key=lambda k: len(self._row(altered, k)[0]))
        row = self._row(altered, first)
        seen = set(banned)
        for code in row[0]:
            if code in seen or self.budget.spent:
                continue
            self.budget.left -= 1
            seen.add(code)
            if depth == 1:
                if self._ends(altered, used, violated, code, row):
                    yield from _solved((*pivots, (first, code, row)))
                continue
            rest = self._without(altered, used, first, code, row)
            yield from self.run(rest, (*pivots, (first, code, row)), frozenset(seen), depth - 1)

    def _row(self, altered: Mapping[int, BalanceRow], number: int) -> BalanceRow:
        if number in altered:
            return altered[number]
        return self.system.rows[number], self.system.residuals[number]

    def _touched(
        self, altered: Mapping[int, BalanceRow], used: AbstractSet[int], code: str
    ) -> Iterator[int]:
        """The rows that hold the cell, without those that were taken for a change."""
        for number, _ in self.system.columns.get(code, ()):
            if number not in altered and number not in used:
                yield number
        for number, row in altered.items():
            if code in row[0]:
                yield number

    def _ends(
        self,
        altered: Mapping[int, BalanceRow],
        used: AbstractSet[int],
        violated: Sequence[int],
        code: str,
        row: BalanceRow,
    ) -> bool:
        """Whether the change of this one cell restores all that is violated, and breaks nothing."""
        weight, residual = row[0][code], row[1]
        if any(code not in self._row(altered, number)[0] for number in violated):
            return False
        return all(
            other[0][code] * residual == other[1] * weight
            for other in (self._row(altered, k) for k in self._touched(altered, used, code))
        )

    def _without(
        self,
        altered: Mapping[int, BalanceRow],
        used: AbstractSet[int],
        first: int,
        code: str,
        row: BalanceRow,
    ) -> dict[int, BalanceRow]:
        """All rows that hold the cell, with the cell eliminated by means of ``row``."""
        rest = {number: one for number, one in altered.items() if number != first}
        weight = row[0][code]
        for number in self._touched(altered, used, code):
            if number == first:
                continue
            theirs, residual = self._row(altered, number)
            factor = theirs[code]
            mixed = {one: weight * value for one, value in theirs.items()}
            for one, value in row[0].items():
                mixed[one] = mixed.get(one, 0) - factor * value
            rest[number] = (
                {one: value for one, value in mixed.items() if value},
                weight * residual - factor * row[1],
            )
        return rest


def _solved(pivots: Sequence[tuple[int, str, BalanceRow]]) -> Iterator[dict[str, int]]:
    """The changes in whole numbers, if there are such; none if one of them is no change.

    They are worked out from the last one back: a row holds only its own cell and later ones.
    """
    changes: dict[str, int] = {}
    for _, code, (row, residual) in reversed(pivots):
        known = residual + sum(row.get(one, 0) * change for one, change in changes.items())
        change, rest = divmod(-known, row[code])
        if rest or not change:
            return
        changes[code] = change
    yield dict(reversed(changes.items()))
