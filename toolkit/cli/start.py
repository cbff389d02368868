"""Where the programs begin: from here on, nothing that ends them leaves a trace.

The commands are imported only then: that takes a fifth of a second, in which somebody may press
Ctrl+C.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from toolkit.cli.interrupted import end_quietly, settled
from toolkit.cli.words import ALONE

# What a command makes stays until it ends, and then all goes at once: to look for garbage after
# every few hundred objects takes a tenth of its time.
_LOOK_FOR_GARBAGE = 300_000
# Seconds after which a thread lets another one work. While much is imported, those that hand files
# to the processes and take what they have read would wait ten times as long for each step.
_TURN = 0.0005
# The exit codes after which nothing is left to be tidied or told.
_DONE = (0, 1)
# What both programs say alike.
_OF_BOTH = (["-V"], ["--version"])


def main() -> None:
    """``toolkit …``; alone, in the folder of a collection, it says where that stands."""
    _run(sys.argv[1:] or ([ALONE] if _in_a_collection() else []))


def main_collect() -> None:
    """``collect …``: the same command under its own name."""
    arguments = sys.argv[1:]
    _run(arguments if arguments in _OF_BOTH else ["collect", *arguments])


def _in_a_collection() -> bool:
    from toolkit.collection.settings import find_file

    with suppress(OSError, RuntimeError):
        return find_file(Path()) is not None
    return False


def _run(arguments: list[str]) -> None:
    _open_standard_streams()
    end_quietly()
    gc.set_threshold(_LOOK_FOR_GARBAGE)
    sys.setswitchinterval(_TURN)
    # Pydantic would look through all packages that are installed for plugins of its own.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from toolkit.cli.app import app
    from toolkit.cli.chinese import DEBUG_VARIABLE, run
    from toolkit.cli.completion import answer
    from toolkit.errors import CannotRun

    if (code := answer(app)) is None:
        code = run(app, "toolkit", (CannotRun,), arguments)
    settled()
    if code in _DONE and not os.environ.get(DEBUG_VARIABLE):
        _leave(code)
    sys.exit(code)


def _leave(code: int) -> NoReturn:
    """End at once: all is written, and the processes that read have ended.

    Python would take apart what was made piece by piece, for a twentieth of the time of a run. A
    profiler or a debugger has to be told that we end, so with DEBUG_VARIABLE it is done as usual.
    """
    with suppress(OSError):
        if sys.stderr:
            sys.stderr.flush()
    os._exit(code)


def _open_standard_streams() -> None:
    """Have something behind the three numbers that belong to the standard streams.

    Whoever starts us may have closed them; then the next pipe would get such a number.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # The lowest number that is free, which is this one.
            os.open(os.devnull, os.O_RDWR)
