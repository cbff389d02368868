"""Block mistakes: one slip that displaced many figures, and what it would explain.

Two columns or two rows of a table were exchanged, or from a cell on everything stands one row too
low or too high, one column too far right or left. Each hypothesis is undone on paper. It is an
answer if every balance over a cell that it changes holds afterwards, no figure is negative and no
bound is broken; else it may still be a rival of others, since something else may be wrong as well.
:mod:`toolkit.audit.correction.block_choice` says which answer is told.

What a shift does, along a line of cells that touch each other:

- it leaves a blank or 0 where it begins (down, right) or where it ends (up, left);
- a live total is no cell, and is passed over, or the shift stops before it; a typed total is moved
  along, overwritten, stopped at or passed over;
- the figure that it pushed out is lost. Balances may say what it was; but a balance that was used
  for that is no evidence of the shift any more, unless nothing was lost: 0.

These are rearrangements in the sense of Scholtus (CBS discussion paper 09046, 2009), over lines
instead of two cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from toolkit.audit.correction.block import Block, BlockAnswer, BlockKind
from toolkit.audit.correction.fewest_changes import System
from toolkit.audit.correction.gaps import Gaps
from toolkit.audit.correction.one_mistake import TypedCells
from toolkit.audit.correction.table_lines import Line, Run, Spots, lines_of, runs_of

# With fewer cells it is one cell or one exchange, which ``one_mistake`` knows.
_FEWEST_CELLS = 3
# What mends fewer than this, and leaves others violated, is not worth a look.
_FEWEST_BALANCES = 2
# The kind of an exchange of two lines along an axis, and of a shift along it, forth and back.
_EXCHANGED: tuple[BlockKind, BlockKind] = ("columns", "rows")
_SHIFTED: tuple[tuple[BlockKind, BlockKind], ...] = (("down", "up"), ("right", "left"))


@dataclass(frozen=True, slots=True)
class BlockSearch:
    """The block mistakes that would explain violated balances of one return."""

    cells: TypedCells
    system: System
    tables: Sequence[Spots]
    # The totals that somebody typed.
    totals: AbstractSet[str]
    # Cells without a usable figure: no hypothesis goes through one.
    missing: AbstractSet[str]

    def answers(self, through: AbstractSet[str] = frozenset()) -> list[BlockAnswer]:
        """One for each result, described by the fewest cells; the exchanges first.

        ``through``: only those of two lines, or along one, in which these cells stand.
        """
        found: dict[frozenset[tuple[str, int | None]], BlockAnswer] = {}
        for one in self._all(through):
            other = found.get(one.result)
            if other is None or _size(one.block) < _size(other.block):
                found[one.result] = one
        return list(found.values())

    def _all(self, through: AbstractSet[str]) -> Iterator[BlockAnswer]:
        rows, residuals = self.system.rows, self.system.residuals
        violated = (row for row, gap in zip(rows, residuals, strict=True) if gap)
        hot = through or {code for row in violated for code in row}
        for spots in self.tables:
            if hot.isdisjoint(spots):
                continue
            axes = [self._lines(spots, axis) for axis in (0, 1)]
            for axis, lines in enumerate(axes):
                yield from self._exchanges(_EXCHANGED[axis], lines, through)
            for axis, lines in enumerate(axes):
                for run in runs_of(lines, self.totals, hot, together=not through):
                    for back in (False, True):
                        yield from self._shifts(_SHIFTED[axis][back], run, back)

    def _lines(self, spots: Spots, axis: int) -> list[Line]:
        cells = self.cells
        return lines_of(spots, axis, cells.values.keys(), self.missing, cells.decimals)

    # --- Exchanges ---------------------------------------------------------------------------

    def _exchanges(
        self, kind: BlockKind, lines: Sequence[Line], through: AbstractSet[str]
    ) -> Iterator[BlockAnswer]:
        """Two lines with all that they have side by side, or with all but typed totals."""
        values = self.cells.values
        broken = [self._is_broken(line) for line in lines]
        held = [place for place, line in enumerate(lines) if not through.isdisjoint(line.values())]
        for one, other in combinations(held if through else range(len(lines)), 2):
            if not (broken[one] or broken[other]):
                continue
            here, there = lines[one], lines[other]
            pairs = [(here[place], there[place]) for place in here if place in there]
            inputs = [pair for pair in pairs if self.totals.isdisjoint(pair)]
            sums = [pair for pair in pairs if not self.totals.isdisjoint(pair)]
            for some in (pairs, inputs, sums) if inputs and sums else (pairs,):
                if not self._mends(some):
                    continue
                if answer := self._exchange(kind, some):
                    # Nobody takes a line of totals for one of inputs.
                    mixed = any((a in self.totals) != (b in self.totals) for a, b in some)
                    whole = answer.whole and not mixed
                    filled = all(any(map(values.__getitem__, line)) for line in answer.block.lines)
                    yield replace(answer, whole=whole, near=filled and other == one + 1)

    def _is_broken(self, line: Line) -> bool:
        """Whether a violated balance is over a cell of the line."""
        residuals, columns = self.system.residuals, self.system.columns
        return any(residuals[k] for code in line.values() for k, _ in columns.get(code, ()))

    def _mends(self, pairs: Sequence[tuple[str, str]]) -> bool:
        """Whether exchanging the pairs mends enough: most hypotheses end here."""
        values, residuals, columns = self.cells.values, self.system.residuals, self.system.columns
        gaps: dict[int, int] = {}
        for one, other in pairs:
            change = values[other] - values[one]
            if not change:
                continue
            for code, by in ((one, change), (other, -change)):
                for k, weight in columns.get(code, ()):
                    if violated := residuals[k]:
                        gaps[k] = gaps.get(k, violated) + weight * by
        mended = sum(not gap for gap in gaps.values())
        return mended >= _FEWEST_BALANCES or 0 < mended == len(gaps)

    def _exchange(self, kind: BlockKind, pairs: Sequence[tuple[str, str]]) -> BlockAnswer | None:
        values, decimals = self.cells.values, self.cells.decimals
        moved: dict[str, str] = {}
        for one, other in pairs:
            if decimals.get(one, 0) != decimals.get(other, 0):
                return None
            if values[one] != values[other]:
                moved |= {one: other, other: one}
        lines = tuple(one for one, _ in pairs), tuple(other for _, other in pairs)
        return self._answer(Block(kind, lines), moved, {})

    # --- Shifts ------------------------------------------------------------------------------

    def _shifts(self, kind: BlockKind, run: Run, back: bool) -> Iterator[BlockAnswer]:
        """A run that is shifted from any of its places on; ``back`` is up or left.

        Each beginning adds one place to those of the beginning before it.
        """
        values = self.cells.values
        empty = [not any(values[code] for code in place) for place in run]
        starts = [place for place in range(len(run) - 1) if empty[-1 if back else place]]
        if not starts:
            return
        gaps = Gaps(self.system)
        for start in range(len(run) - 2, starts[0] - 1, -1):
            here, there = run[start], run[start + 1]
            if back:
                here, there = there, here
            for code, source in zip(here, there, strict=True):
                if values[code] != values[source]:
                    gaps.change(code, values[source] - values[code])
            if start not in starts or not gaps.mended:
                continue
            if not self._may_fit(gaps, run[start if back else -1]):
                continue
            if answer := self._shift(kind, run[start:], back):
                yield answer

    def _may_fit(self, gaps: Gaps, lost: Sequence[str]) -> bool:
        """Whether enough is mended, or all, if the lost figures are whatever is wanted."""
        over = {k for code in lost for k, _ in self.system.columns.get(code, ())}
        broken = len(gaps.broken - over)
        if not broken and gaps.unmended <= over:
            return True
        violated = {k for k in over if self.system.residuals[k]}
        return len(gaps.mended | violated) - broken >= _FEWEST_BALANCES

    def _shift(self, kind: BlockKind, run: Run, back: bool) -> BlockAnswer | None:
        values = self.cells.values
        moved: dict[str, str] = {}
        for start in range(len(run) - 1):
            here, there = (run[start + 1], run[start]) if back else (run[start], run[start + 1])
            for code, source in zip(here, there, strict=True):
                if values[code] != values[source]:
                    moved[code] = source
        pushed_out = run[0] if back else run[-1]
        lost = self._deduced(moved, pushed_out)
        if lost is None:
            return None
        lines = tuple(zip(*run, strict=True))
        return self._answer(Block(kind, lines), moved, lost, frozenset(pushed_out) - lost.keys())

    def _deduced(
        self, moved: Mapping[str, str], pushed_out: Sequence[str]
    ) -> dict[str, tuple[int, int]] | None:
        """The figures that were lost, each with the balance that gives it: no other is open there.

        None where one that holds gives none; a violated one may have a mistake of its own.
        """
        values, rows, columns = self.cells.values, self.system.rows, self.system.columns
        gaps = Gaps(self.system)
        for code, source in moved.items():
            gaps.change(code, values[source] - values[code])
        deduced: dict[str, tuple[int, int]] = {}
        left = set(pushed_out)
        for _ in pushed_out:
            for code in sorted(left):
                giving = next(
                    (k for k, _ in columns.get(code, ()) if left & rows[k].keys() == {code}), None
                )
                if giving is None:
                    continue
                change, rest = divmod(-gaps.of(giving), rows[giving][code])
                if not rest and values[code] + change >= 0:
                    gaps.change(code, change)
                    deduced[code] = values[code] + change, giving
                    left.discard(code)
                elif not self.system.residuals[giving]:
                    return None
        return deduced

    def _answer(
        self,
        block: Block,
        moved: Mapping[str, str],
        lost: Mapping[str, tuple[int, int]],
        left: frozenset[str] = frozenset(),
    ) -> BlockAnswer | None:
        """The mistake undone; None where it mends nothing, or breaks a balance that holds."""
        values = self.cells.values
        after = {code: values[source] for code, source in moved.items()} | {
            code: value for code, (value, _) in lost.items() if value != values[code]
        }
        gaps = Gaps(self.system)
        for code, value in after.items():
            gaps.change(code, value - values[code])
        over = {number for code in left for number, _ in self.system.columns.get(code, ())}
        gaps.broken -= over
        perhaps = {k for k in over if self.system.residuals[k]} - gaps.mended
        spent = {giving for value, giving in lost.values() if value}
        whole = not (left or gaps.unmended or gaps.broken)
        gain = len(gaps.mended | perhaps) - len(spent) - len(gaps.broken)
        if gain < (1 if whole else _FEWEST_BALANCES) or not self.cells.fit(after):
            return None
        kind: Literal["exchanged", "moved"] = "exchanged" if block.kind in _EXCHANGED else "moved"
        changes = tuple(
            self.cells.change(code, value, kind, moved[code])
            if code in moved
            else self.cells.change(code, value, "lost")
            for code, value in after.items()
        )
        return BlockAnswer(
            block,
            changes,
            mends=frozenset(gaps.mended),
            spent=frozenset(spent),
            perhaps=frozenset(perhaps),
            breaks=frozenset(gaps.broken),
            whole=whole and len(after) >= _FEWEST_CELLS,
            confirmed=all(self._twice(code, lost) for code, (value, _) in lost.items() if value),
            near=True,
            result=frozenset((*after.items(), *((code, None) for code in left))),
        )

    def _twice(self, code: str, lost: Mapping[str, object]) -> bool:
        """Whether two balances are over this lost figure, and over no other."""
        rows = self.system.rows
        own = [
            k
            for k, _ in self.system.columns.get(code, ())
            if rows[k].keys() & lost.keys() == {code}
        ]
        return len(own) > 1


def _size(block: Block) -> int:
    return sum(map(len, block.lines))
