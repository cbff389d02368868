"""Gaps: what becomes of the balances while the figures of many cells are changed, one by one."""

from __future__ import annotations

from toolkit.audit.correction.fewest_changes import System


class Gaps:
    """By how much the balances over changed cells are violated after the changes."""

    def __init__(self, system: System) -> None:
        self.system = system
        # The number of a balance over a changed cell → by how much it is violated now.
        self.gaps: dict[int, int] = {}
        # Those that held and are violated now, those that were violated and still are, or hold now.
        self.broken: set[int] = set()
        self.unmended: set[int] = set()
        self.mended: set[int] = set()

    def of(self, number: int) -> int:
        """By how much a balance is violated now."""
        return self.gaps.get(number, self.system.residuals[number])

    def change(self, code: str, change: int) -> None:
        """A cell becomes larger by ``change``."""
        residuals, gaps = self.system.residuals, self.gaps
        for number, weight in self.system.columns.get(code, ()):
            violated = residuals[number]
            gap = gaps[number] = gaps.get(number, violated) + weight * change
            if not violated:
                (self.broken.add if gap else self.broken.discard)(number)
            elif gap:
                self.unmended.add(number)
                self.mended.discard(number)
            else:
                self.mended.add(number)
                self.unmended.discard(number)
