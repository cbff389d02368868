"""The signals that end a run from outside, and what must not be cut in two by one."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# Ctrl+C; the system that shuts down; the window that is closed.
ENDING = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if sys.platform != "win32" else [])]


@contextmanager
def held_back() -> Iterator[None]:
    """Have a signal that comes meanwhile come afterwards.

    Only the main thread hears of signals, and only it can ask for that.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        came.append(number)

    # None: not Python's, so that it could not be put back.
    before = {one: how for one in ENDING if (how := signal.getsignal(one)) is not None}
    for one in before:
        signal.signal(one, note)
    try:
        yield
    finally:
        for one, how in before.items():
            signal.signal(one, how)
        for number in came:
            signal.raise_signal(number)
