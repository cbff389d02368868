"""Fewest changes: all smallest sets of cells whose change restores the violated balances.

This is the way for whatever no single mistake explains
(:mod:`toolkit.audit.correction.one_mistake`). In a violated balance at least one cell must be
wrong, so the search takes one such balance and tries each of its cells in turn. Since the balance
must hold afterwards, it gives the new value of the cell in terms of the others; this is inserted
into all other balances, as when equations are solved by hand, and the search continues with
whatever is still violated. It is exact, and finds every answer with a given number of changes.

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
    # One for each row; a residual that has been explained is set to 0.
    residuals: list[int]
    # Cell → the numbers of its rows, each with its weight there.
    columns: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows):
            for code, coefficient in row.items():
                self.columns.setdefault(code, []).append((number, coefficient))


class Budget:
    """A limit on looks at a cell; what is not done by then is left out, and said to be."""

    def __init__(self, looks: int) -> None:
        self.left = looks

    @property
    def spent(self) -> bool:
        """Whether no look is left."""
        return self.left <= 0


def smallest(
    system: System, target: AbstractSet[int], depth: int, budget: Budget
) -> Iterator[dict[str, int]]:
    """Sets of exactly ``depth`` changes that restore ``target`` and break no row that they touch.

    A violated row outside the target stays as it is unless a change touches it.
    """
    yield from _Search(system, target, budget).run({}, (), frozenset(), depth)


@dataclass(frozen=True, slots=True)
class _Search:
    """One search for answers.

    Its methods call the rows into which a change was inserted ``altered`` (number → the row as it
    is now). ``pivots`` holds, for each change, the row that was used, the cell, and the row as it
    was then. ``banned`` are the cells all of whose answers have been found already.
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
        """The answers with ``depth`` more changes."""
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
        """The rows that hold the cell, without those already used for a change."""
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
        """Whether changing this one cell restores all that is violated, and breaks nothing."""
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
    """The changes in whole numbers; none where they are not whole, or where one of them is 0.

    They are computed from the last one back: a row holds only its own cell and later ones.
    """
    changes: dict[str, int] = {}
    for _, code, (row, residual) in reversed(pivots):
        known = residual + sum(row.get(one, 0) * change for one, change in changes.items())
        change, rest = divmod(-known, row[code])
        if rest or not change:
            return
        changes[code] = change
    yield dict(reversed(changes.items()))
