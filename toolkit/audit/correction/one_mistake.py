"""One mistake: single slips of a person that would explain violated balances.

One cell was mistyped, or the figures of two neighbouring cells were exchanged. Such a slip is an
:class:`Act`: the cell changes that undo it, the balances that they restore, and how plausible it
is. :mod:`toolkit.audit.correction.search` chooses among them; whatever none of them explains is
left to :mod:`toolkit.audit.correction.fewest_changes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import prod

from toolkit.audit.correction.balances import Balance
from toolkit.audit.correction.fewest_changes import System
from toolkit.audit.correction.typing_error import MistakeKind, like, likeliest_kind, likelihood

# About how many neighbours a figure may have been meant for.
_NEIGHBOURS = 4
# Less likely for a total: whoever types one is looking at its row.
_TOTAL_MOVED = 0.5


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell, its figure and the figure that it should have, in its smallest unit."""

    code: str
    # 0 where there is no usable figure.
    was: int
    value: int
    # How the figure may have come about.
    kind: MistakeKind
    # The other cell, where two were exchanged or a figure slipped into the neighbour's; of a figure
    # that was shifted along with others, the cell in which it stands.
    partner: str | None = None
    # The new value is last year's figure, or within half of it, and the old one is not.
    like_last_year: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """One mistake undone."""

    changes: tuple[CellChange, ...]
    # The numbers of the violated balances that this restores.
    mends: frozenset[int]
    # How plausible it is compared with others: odds, without a unit.
    weight: float


@dataclass(frozen=True, slots=True)
class TypedCells:
    """The figures of one return, and what is known of them besides the balances."""

    values: Mapping[str, int]
    decimals: Mapping[str, int]
    # The cells beside, above and below each cell.
    neighbours: Mapping[str, Sequence[str]]
    # Last year's figures.
    previous: Mapping[str, int | None]
    # The cells in which nothing was typed; their value is 0.
    blank: AbstractSet[str]
    # Bounds that no change may break if they hold: Σ coefficients·x ≤ constant.
    bounds: Sequence[Balance]

    def singles(self, system: System, codes: Iterable[str], totals: AbstractSet[str]) -> list[Act]:
        """Single wrong cells: all balances of each are violated, and one change mends them all."""
        found = []
        for code in codes:
            rows = system.columns[code]
            first, weight = rows[0]
            change, rest = divmod(-system.residuals[first], weight)
            if rest or not change:
                continue
            if any(system.residuals[k] + a * change for k, a in rows[1:]):
                continue
            if self.fit({code: self.values[code] + change}):
                mends = frozenset(number for number, _ in rows)
                found.append(self.act({code: change}, mends, totals))
        return found

    def swaps(
        self, system: System, codes: Sequence[str], totals: AbstractSet[str]
    ) -> Iterator[Act]:
        """Neighbours whose exchange restores every balance that it affects."""
        rank = {code: number for number, code in enumerate(codes)}
        values = self.values
        for code in codes:
            for other in self.neighbours.get(code, ()):
                # Take each pair once; the partner need not be in a violated balance.
                if rank[code] > rank.get(other, len(rank)) or other not in system.columns:
                    continue
                change = values[other] - values[code]
                if not change or self.decimals.get(code, 0) != self.decimals.get(other, 0):
                    continue
                mends = self._mended(system, code, other, change)
                if mends and self.fit({code: values[other], other: values[code]}):
                    yield self._exchange(code, other, mends, totals)

    def _mended(self, system: System, code: str, other: str, change: int) -> frozenset[int]:
        """The balances that an exchange restores; none if it leaves one of them violated."""
        effects = dict(system.columns[code])
        for number, weight in system.columns[other]:
            effects[number] = effects.get(number, 0) - weight
        mends = frozenset(number for number, weight in effects.items() if weight)
        if all(effects[k] * change == -system.residuals[k] for k in mends):
            return mends
        return frozenset()

    def act(
        self, changes: Mapping[str, int], mends: frozenset[int], totals: AbstractSet[str]
    ) -> Act:
        """The mistake in which cells change by these amounts, each for a reason of its own."""
        told, weight = [], 1.0
        for code, change in changes.items():
            was, value = self.values[code], self.values[code] + change
            kind, plausible = likeliest_kind(
                was,
                value,
                self.decimals.get(code, 0),
                self.previous.get(code),
                blank=code in self.blank,
                total=code in totals,
            )
            told.append(self.change(code, value, kind))
            weight *= plausible
        return Act(tuple(told), mends, weight)

    def fit(self, changed: Mapping[str, int]) -> bool:
        """Whether no figure becomes negative, and no bound that holds is broken."""
        if any(value < 0 for value in changed.values()):
            return False
        for bound in self.bounds:
            if changed.keys().isdisjoint(bound.coefficients):
                continue
            before = after = -bound.constant
            for code, weight in bound.coefficients.items():
                before += weight * self.values.get(code, 0)
                after += weight * changed.get(code, self.values.get(code, 0))
            if after > max(before, 0):
                return False
        return True

    def _exchange(
        self, code: str, other: str, mends: frozenset[int], totals: AbstractSet[str]
    ) -> Act:
        values = self.values
        kind: MistakeKind = "swapped" if values[code] and values[other] else "slipped"
        # The cell to which the figure belongs comes first.
        pairs = sorted(((code, other), (other, code)), key=lambda pair: (values[pair[0]], pair))
        odds = prod(
            likelihood(values[there], self.decimals.get(here, 0), self.previous.get(here))
            / likelihood(values[here], self.decimals.get(here, 0), self.previous.get(here))
            for here, there in pairs
        )
        told = tuple(self.change(here, values[there], kind, there) for here, there in pairs)
        seldom = _TOTAL_MOVED if code in totals or other in totals else 1.0
        return Act(told, mends, seldom * odds / _NEIGHBOURS)

    def change(
        self, code: str, value: int, kind: MistakeKind, partner: str | None = None
    ) -> CellChange:
        """A cell that should hold another figure, and how that compares with last year's."""
        was, last = self.values[code], self.previous.get(code)
        near = like(value, last) and (value == last or not like(was, last))
        return CellChange(code, was, value, kind, partner, near)
