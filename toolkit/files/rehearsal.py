"""Rehearsal: a run that writes nothing, and says what it would have written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Rehearsal:
    """What would have been done, each in its order."""

    # Paths that belong together → how many files there were read.
    read: dict[tuple[Path, ...], int] = field(default_factory=dict)
    new: list[Path] = field(default_factory=list)
    replaced: list[Path] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)
    # What keeps what it holds, and gets more; it need not be there yet.
    added_to: list[Path] = field(default_factory=list)

    def writes(self, path: Path) -> None:
        (self.replaced if path.exists() else self.new).append(path)


_RUNNING: ContextVar[Rehearsal | None] = ContextVar("rehearsal", default=None)


def rehearsal() -> Rehearsal | None:
    """The rehearsal that is going on; None where what is written is meant."""
    return _RUNNING.get()


def note_reading(*paths: Path, files: int = 1) -> None:
    """Have a rehearsal, if one goes on, tell that these paths were read: so many files."""
    if noted := rehearsal():
        noted.read[paths] = files


@contextmanager
def rehearsed() -> Iterator[Rehearsal]:
    """Whatever writes files through :mod:`toolkit.files.disk` only notes them within this."""
    noted = Rehearsal()
    token = _RUNNING.set(noted)
    try:
        yield noted
    finally:
        _RUNNING.reset(token)
