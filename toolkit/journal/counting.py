"""Counting: which file of a unit counts, and which run has changed that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.journal.rows import GONE, FileStateRow, Rows

_COUNTS = "accepted"


@dataclass(frozen=True, slots=True)
class Turn:
    """Another file of a unit counts than before."""

    # Their keys; None where there was none, or is none.
    before: int | None
    now: int | None
    # Whether the one before is no longer there, and whether the one now had been away.
    went: bool
    came_back: bool


def turns(rows: Rows) -> Mapping[int, Mapping[str, Turn]]:
    """Run → the units of which another file counts than before it."""
    states = defaultdict[int, list[FileStateRow]](list)
    for state in rows.file_states:
        states[state.run].append(state)
    counting = _Counting()
    return {one.number: counting.after(states[one.number]) for one in rows.runs}


class _Counting:
    """Which file of each unit counts after the runs so far."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._last: dict[int, FileStateRow] = {}

    def after(self, states: Sequence[FileStateRow]) -> dict[str, Turn]:
        """Brings it up to a run; unit → what has changed."""
        then, now = dict(self._counts), self._counts
        before = {one.file: self._last[one.file] for one in states if one.file in self._last}
        for one in before.values():
            # Whether it still counts, and for the same unit, is said by its new state.
            if now.get(one.unit) == one.file:
                del now[one.unit]
        now.update((one.unit, one.file) for one in states if one.status == _COUNTS and one.unit)
        self._last.update((one.file, one) for one in states)
        units = [one.unit for some in (before.values(), states) for one in some]
        pairs = {unit: (then.get(unit), now.get(unit)) for unit in filter(None, units)}
        return {
            unit: Turn(old, new, _is_gone(self._last, old), _is_gone(before, new))
            for unit, (old, new) in pairs.items()
            if old != new
        }


def _is_gone(states: Mapping[int, FileStateRow], file: int | None) -> bool:
    state = states.get(file) if file else None
    return state is not None and state.status == GONE
