"""Why a journal cannot be read or written, as far as somebody can do something about it."""

from __future__ import annotations

from enum import Enum, auto, unique


@unique
class Hindrance(Enum):
    """One reason; its words are in :mod:`toolkit.journal.words`."""

    LOCKED = auto()
    READ_ONLY = auto()
    FULL = auto()
    DAMAGED = auto()
    # Another program has made it.
    FOREIGN = auto()
    # A later version of the toolkit has made it.
    NEWER = auto()
    CANNOT_OPEN = auto()
    # The system says no more than that it failed.
    FAILED = auto()


class Hindered(Exception):
    """A journal cannot be read or written."""

    def __init__(self, why: Hindrance) -> None:
        super().__init__(why.name)
        self.why = why
