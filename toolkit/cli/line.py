"""A line as it is typed at a prompt."""

from __future__ import annotations

import subprocess

from toolkit.text import printable


def typed(*arguments: str) -> str:
    """The line that runs ``toolkit`` with these arguments; what holds a blank is in quotes."""
    return printable(subprocess.list2cmdline(["toolkit", *arguments]))
