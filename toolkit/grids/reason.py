"""A reason: a value that the program compares, with words that only people read."""

from __future__ import annotations

from typing import Protocol


class Reason(Protocol):
    """Members of an enum, or small frozen values that carry a file, a year or names.

    Reasons are compared as values, never by their text, so the wording may be improved.
    """

    @property
    def text(self) -> str:
        """For a line of a list, or inside a sentence: no full stop."""


class Advised(Reason, Protocol):
    """A reason about which somebody can do something."""

    @property
    def advice(self) -> str:
        """What to do, as a sentence; empty where there is nothing to be done."""


class Refusing(Advised, Protocol):
    """A reason why a file is refused: the unit that sends it has other things to do about it."""

    @property
    def unit_advice(self) -> str:
        """What to do, for the unit itself."""


def said(reason: Reason | None) -> str | None:
    """The words of a reason; None where there is no reason."""
    return reason.text if reason else None
