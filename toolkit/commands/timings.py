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
    "workbook",
    "placing",
]


@dataclass(frozen=True, slots=True)
class Spent:
    """What a step has taken, in seconds."""

    # On the clock.
    seconds: float = 0.0
    # Of the processor, in this process.
    processor: float = 0.0
    # Of the processor, in the processes that read; Windows does not tell.
    readers: float = 0.0

    def __add__(self, other: Spent) -> Spent:
        return Spent(
            self.seconds + other.seconds,
            self.processor + other.processor,
            self.readers + other.readers,
        )


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
            self[name] = self.get(name, Spent()) + spent


def _clocks() -> tuple[float, float, float]:
    ended = os.times()
    readers = ended.children_user + ended.children_system
    return time.perf_counter(), time.process_time(), readers
