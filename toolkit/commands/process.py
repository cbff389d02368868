"""One process that works for us: it may crash, hang or run out of memory, and no more.

It does not outlive us, however we end, and holds nothing of ours open: whoever reads what we print
would wait for it.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.machinery import ModuleSpec
from multiprocessing import current_process, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, Literal

from toolkit.files.ending import ENDING

# A consolidated workbook of 47,000 units takes 5 times what any other file may.
MOST_MEMORY = 8.0
# How many times the usual time and memory a call may take, by what it is called with.
Patience = Callable[..., float]

# Objects after which a process looks for what nothing refers to but itself.
_LOOK_FOR_GARBAGE = 300_000
# Seconds that an idle process needs to end by itself; a busy one is killed after them.
_GRACE = 0.2
# Seconds that a process may take to start: one that is not forked imports everything anew.
_START = 60.0
# Processes are started one after another, as what they are told of the caller is the same for all.
_STARTING = threading.Lock()
# Our ends of the pipes to the processes that there are. One that is forked has them, too.
_OUR_ENDS: set[Connection] = set()
_PR_SET_PDEATHSIG = 1


class Process:
    """One process and the pipe to it."""

    def __init__(self, memory: int, patience: Patience, context: BaseContext) -> None:
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(  # type: ignore[attr-defined]
            target=_work, args=(theirs, memory, patience), daemon=True
        )
        _OUR_ENDS.add(self._pipe)
        try:
            with _caller_left_out(), _even_of_daemons(), _signals_held_back():
                self._process.start()
        except BaseException:
            self._let_go()
            raise
        finally:
            theirs.close()
        self._task: Callable[..., Any] | None = None
        self._ready = False

    def send(self, task: Callable[..., Any], calls: list[tuple[Any, ...]]) -> bool:
        """Hand over what a task is to be called with. It goes along itself if it is a new one."""
        new = task is not self._task
        try:
            self._pipe.send((task if new else None, calls))
        except (OSError, ValueError):
            return False
        if new:
            self._task, self._ready = task, False
        return True

    def receive(self, seconds: float) -> tuple[Any] | Literal["crashed", "slow"]:
        """The next result, in a tuple of its own; or how the process was lost."""
        try:
            if not self._ready:
                # The time of a call does not begin before there is somebody who has the task.
                if not self._pipe.poll(_START):
                    return "crashed"
                self._pipe.recv()
                self._ready = True
            if not self._pipe.poll(seconds):
                return "slow"
            result: tuple[Any] = self._pipe.recv()
        except (EOFError, OSError):
            return "crashed"
        return result

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> None:
        with suppress(OSError, ValueError):
            self._pipe.send(None)
        self._let_go()
        self._process.join(_GRACE)
        self.kill()
        # It is never closed: Python waits for it, too, when it ends meanwhile.
        self._process.join()

    def _let_go(self) -> None:
        _OUR_ENDS.discard(self._pipe)
        self._pipe.close()


@contextmanager
def _caller_left_out() -> Iterator[None]:
    """Have a process that starts now begin without the caller's script.

    A process that is not forked would run that script first. Nothing of it is needed, and a script
    that collects without asking for ``__name__ == "__main__"`` would collect again in each of them.
    """
    with _STARTING:
        script = vars(sys.modules["__main__"])
        kept = script["__spec__"]
        # A module of this name is what every process has already.
        script["__spec__"] = ModuleSpec("__main__", None)
        try:
            yield
        finally:
            script["__spec__"] = kept


@contextmanager
def _even_of_daemons() -> Iterator[None]:
    """Have a process start where we are a daemon ourselves, as a worker of Dask's is."""
    ours = current_process()
    before = ours.daemon
    ours.daemon = False
    try:
        yield
    finally:
        ours.daemon = before


@contextmanager
def _signals_held_back() -> Iterator[None]:
    """Have a process that starts now hear of no Ctrl+C before :func:`_stand_alone`.

    It would die with a traceback, or do what only its parent has to do.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(pipe: Connection, memory: int, patience: Patience) -> None:
    """The life of a process: batches in, results out, until it is told that there are no more."""
    _stand_alone()
    # What an item leaves behind hardly ever refers to itself, and looking for it all the time takes
    # a tenth of it.
    gc.set_threshold(_LOOK_FOR_GARBAGE)
    at_start = _data_size()
    _limit(at_start + memory)
    task: Callable[..., Any] = _no_task
    with suppress(EOFError, OSError):
        while batch := pipe.recv():
            new, calls = batch
            if new is not None:
                task = new
                pipe.send(None)
            for args in calls:
                if (times := patience(*args)) > 1:
                    _limit(at_start + int(memory * min(times, MOST_MEMORY)))
                    pipe.send((task(*args),))
                    _limit(at_start + memory)
                else:
                    pipe.send((task(*args),))


def _no_task(*_: object) -> None:
    """Before the first task has come."""


def _stand_alone() -> None:
    """Have nothing of the parent's, and end when it ends."""
    _end_with_parent()
    for one in _OUR_ENDS:
        one.close()
    # Ctrl+C is the parent's to handle; it ends us.
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    # What a parser prints when it dies is not for users; its death is a result.
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1) if os.environ.get("TOOLKIT_DEBUG") else (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", closefd=False)


def _end_with_parent() -> None:
    """Have the system end us when the parent ends, in whatever way, and however busy we are.

    It is the thread of the parent that started us whose end counts: the one that serves us, or
    the one that waits for the results. Where the system cannot do that, we end when the pipe does,
    once the file at hand has been read.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    parent = parent_process()
    if parent is None or os.getppid() != parent.pid:
        # It has ended in the moment before.
        os._exit(1)


def _data_size() -> int:
    """The bytes that the process has now, where the system can limit them."""
    if sys.platform != "linux":
        return 0
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _limit(most: int) -> None:
    """Allow so many bytes, where the system can limit them."""
    if sys.platform != "linux":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
