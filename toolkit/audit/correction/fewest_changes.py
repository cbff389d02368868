"""Fewest changes: all smallest sets of cells whose change restores the violated balances.

Error localisation after Fellegi and Holt (de Waal, Pannekoek, Scholtus, Handbook of Statistical
Data Editing and Imputation, 2011), for equalities: a violated balance must have a changed cell.
The search branches over the cells of one such balance, takes that balance to eliminate the cell
from all others, and goes on with what is violated then. It is exact, and complete up to a depth.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

Row = tuple[Mapping[str, int], int]


@dataclass(slots=True)
class System:
    """Σ row·x + residual = 0 for changes x; ``columns``: each cell's rows and coefficients."""

    rows: list[Mapping[str, int]]
    residuals: list[int]
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
    system: System
    target: AbstractSet[int]
    budget: Budget

    def run(
        self,
        altered: Mapping[int, Row],
        pivots: tuple[tuple[int, str, Row], ...],
        banned: AbstractSet[str],
        depth: int,
    ) -> Iterator[dict[str, int]]:
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

    def _row(self, altered: Mapping[int, Row], number: int) -> Row:
        if number in altered:
            return altered[number]
        return self.system.rows[number], self.system.residuals[number]

    def _touched(
        self, altered: Mapping[int, Row], used: AbstractSet[int], code: str
    ) -> Iterator[int]:
        for number, _ in self.system.columns.get(code, ()):
            if number not in altered and number not in used:
                yield number
        for number, row in altered.items():
            if code in row[0]:
                yield number

    def _ends(
        self,
        altered: Mapping[int, Row],
        used: AbstractSet[int],
        violated: Sequence[int],
        code: str,
        row: Row,
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
        self, altered: Mapping[int, Row], used: AbstractSet[int], first: int, code: str, row: Row
    ) -> dict[int, Row]:
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


def _solved(pivots: Sequence[tuple[int, str, Row]]) -> Iterator[dict[str, int]]:
    """The changes, the last one first: each row holds only its own cell and later ones."""
    changes: dict[str, int] = {}
    for _, code, (row, residual) in reversed(pivots):
        known = residual + sum(row.get(one, 0) * change for one, change in changes.items())
        change, rest = divmod(-known, row[code])
        if rest or not change:
            return
        changes[code] = change
    yield dict(reversed(changes.items()))
