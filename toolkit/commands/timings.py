"""How long each step of a run takes, for whoever has to wait for it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

Step = Literal[
    "files",
    "reading",
    "assigning",
    "previous",
    "judging",
    "consolidating",
    "replaced",
    "review",
    "outputs",
    "journal",
    "workbook",
    "placing",
]


# Windows does not tell what processes took that have ended.
_TELLS_OF_READERS = os.name != "nt"


@dataclass(frozen=True, slots=True)
class Spent:
    """What a step has taken, in seconds."""

    # On the clock.
    seconds: float
    # Of the processor, in this process.
    processor: float
    # Of the processor, in the processes that read; None where the system does not tell.
    readers: float | None = None

    def __add__(self, other: Spent) -> Spent:
        readers = None
        if self.readers is not None and other.readers is not None:
            readers = self.readers + other.readers
        return Spent(self.seconds + other.seconds, self.processor + other.processor, readers)


class Timings(dict[Step, Spent]):
    """The steps of a run in the order in which they were first taken."""

    @contextmanager
    def step(self, name: Step) -> Iterator[None]:
        """Count what happens within; a step that is taken again goes on."""
        began = _clocks()
        try:
            yield
        finally:
            spent = Spent(*(now - then for now, then in zip(_clocks(), began, strict=True)))
            self[name] = self[name] + spent if name in self else spent


def _clocks() -> tuple[float, ...]:
    """What the clocks show, in the order of :class:`Spent`."""
    ours = time.perf_counter(), time.process_time()
    if not _TELLS_OF_READERS:
        return ours
    ended = os.times()
    return *ours, ended.children_user + ended.children_system
