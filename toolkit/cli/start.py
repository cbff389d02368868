"""Where the programs begin: from here on, nothing that ends them leaves a trace.

The commands are imported only then: that takes a fifth of a second, in which somebody may press
Ctrl+C.
"""

from __future__ import annotations

import sys

from toolkit.cli.interrupted import end_quietly, settled


def main() -> None:
    """``toolkit …``"""
    _run(sys.argv[1:])


def main_collect() -> None:
    """``collect …``: the same command under its own name."""
    _run(["collect", *sys.argv[1:]])


def _run(arguments: list[str]) -> None:
    end_quietly()
    from toolkit.cli.app import app
    from toolkit.cli.chinese import run
    from toolkit.errors import CannotRun

    code = run(app, "toolkit", (CannotRun,), arguments)
    settled()
    sys.exit(code)
