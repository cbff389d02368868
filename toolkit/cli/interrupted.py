"""What ends a run from outside: Ctrl+C, or the system that closes the window or shuts down.

It may come at any moment, also within a library that would swallow an exception or print where it
met it. So none is raised: what is to be tidied is tidied, one line is said, and the process ends.
What was begun is undone, since outputs replace what is there only once all of them are written.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

from toolkit.cli import words
from toolkit.files.ending import ENDING
from toolkit.files.staging import discard_all

# What a shell gives for a process that a signal has ended: this, and the number of the signal.
_BY_SIGNAL = 128
# A progress bar has hidden the cursor, and stands in the line.
_TERMINAL_AGAIN = "\x1b[?25h\r\x1b[2K"


def end_quietly() -> None:
    """From now on, end without a trace; what is ignored (by ``nohup``) stays ignored."""
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


def settled() -> None:
    """The run is over: how it ended is not changed any more."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


def _end(number: int, _: FrameType | None) -> None:
    settled()
    discard_all()
    if number == signal.SIGINT:
        _say()
    # Processes that read end with us, and nothing else needs to be told.
    os._exit(_BY_SIGNAL + number)


def _say() -> None:
    """Without Python's own streams: they may be in the midst of something."""
    try:
        again = _TERMINAL_AGAIN if os.isatty(2) else ""
        encoding = (sys.stderr and sys.stderr.encoding) or "utf-8"
        os.write(2, f"{again}{words.INTERRUPTED}{os.linesep}".encode(encoding, "replace"))
    except OSError:
        # There is nobody to be told.
        pass
