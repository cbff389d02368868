"""A line as it is typed at a prompt."""

from __future__ import annotations

from toolkit.text import printable


def typed(*arguments: str) -> str:
    """The line that runs ``toolkit`` with these arguments; what holds a blank is in quotes."""
    parts = (f'"{one}"' if one.split() != [one] else one for one in arguments)
    return printable(" ".join(["toolkit", *parts]))
