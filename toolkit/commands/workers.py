"""Workers: a task for each item, in processes that may crash, hang or run out of memory.

An item whose process dies is tried once more in a fresh one, since it may only have been the
victim; an item that takes too long is given up. In either case no other item is lost.

No process outlives us, however we end, and none holds anything of ours open: whoever reads what we
print would wait for it.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from importlib.machinery import ModuleSpec
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from toolkit.files.ending import ENDING

SECONDS = 5.0
# A return takes 2 MB; a process that wants this many bytes more than at its start is stopped.
MEMORY = 400_000_000
# Items handed over at once, so that a process need not wait for us after each of them.
_BATCH = 8
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

# In place of a result that was handed on.
_HANDED_ON: Future[Any] = Future()
_HANDED_ON.set_result(None)

Item = TypeVar("Item")
Result = TypeVar("Result")
Lost = Literal["crashed", "slow"]


def usual(_: object) -> float:
    """The patience with an item like all others."""
    return 1.0


class Workers(Generic[Item, Result]):
    """Applies ``task`` to every item; iterating gives the results in the items' order.

    Work begins at once. ``lost`` makes the result of an item that was given up; ``heavy`` items are
    handed over alone. ``patience``: how many times the ``seconds`` and the ``memory`` an item may
    take. Task, items, results and ``patience`` must be picklable.
    """

    def __init__(
        self,
        task: Callable[[Item], Result],
        items: Sequence[Item],
        lost: Callable[[Item, Lost], Result],
        *,
        heavy: Callable[[Item], bool] = lambda _: False,
        patience: Callable[[Item], float] = usual,
        seconds: float = SECONDS,
        memory: int = MEMORY,
    ) -> None:
        self._task, self._items, self._lost, self._heavy = task, items, lost, heavy
        self._seconds, self._memory, self._patience = seconds, memory, patience
        self._results: list[Future[Result]] = [Future() for _ in items]
        self._todo = deque(range(len(items)))
        self._closed = False
        self._processes: set[_Process[Item, Result]] = set()
        self._changing = threading.Lock()
        atexit.register(self._close)
        # The first processes are forked before there are threads; forking beside threads is unsafe.
        count = min(processors(), -(-len(items) // _BATCH))
        try:
            started = [self._started(_first_context()) for _ in range(count)]
        except BaseException:
            self._close()
            raise
        self._threads = [
            threading.Thread(target=self._serve, args=(one,), daemon=True) for one in started
        ]
        for thread in self._threads:
            thread.start()

    def __iter__(self) -> Iterator[Result]:
        try:
            for number, result in enumerate(self._results):
                yield result.result()
                # Whoever has it may let go of it.
                self._results[number] = _HANDED_ON
        finally:
            self._close()
            for thread in self._threads:
                thread.join()

    def _close(self) -> None:
        """End all processes at once; whoever waits for one hears of it, and starts no other."""
        with self._changing:
            self._closed = True
            for process in self._processes:
                process.kill()
        atexit.unregister(self._close)

    def _serve(self, process: _Process[Item, Result]) -> None:
        """Keep one process busy, and put a fresh one in its place when it is lost."""
        try:
            while not self._closed and (batch := self._take()):
                while batch:
                    process, batch = self._run(process, batch)
        except _Closed:
            pass
        except BaseException as error:
            # Whoever waits for the results has to hear of it.
            for result in self._results:
                if not result.done():
                    with suppress(Exception):
                        result.set_exception(error)
        finally:
            self._end(process)

    def _take(self) -> list[int]:
        batch: list[int] = []
        with suppress(IndexError):
            while len(batch) < _BATCH:
                number = self._todo.popleft()
                batch.append(number)
                if self._heavy(self._items[number]):
                    break
        return batch

    def _run(
        self, process: _Process[Item, Result], batch: list[int]
    ) -> tuple[_Process[Item, Result], list[int]]:
        """Have a batch done; returns the process to go on with, and what a lost one has left."""
        sent = process.send([self._items[number] for number in batch])
        for done, number in enumerate(batch):
            outcome = self._received(process, number) if sent else "crashed"
            if not isinstance(outcome, str):
                self._results[number].set_result(outcome[0])
                continue
            self._end(process)
            process = self._fresh()
            if outcome == "crashed":
                process, outcome = self._again(process, number)
            self._results[number].set_result(
                self._lost(self._items[number], outcome) if isinstance(outcome, str) else outcome[0]
            )
            return process, batch[done + 1 :]
        return process, []

    def _again(
        self, process: _Process[Item, Result], number: int
    ) -> tuple[_Process[Item, Result], tuple[Result] | Lost]:
        """Have one item done alone; returns the process to go on with, and the outcome."""
        sent = process.send([self._items[number]])
        outcome = self._received(process, number) if sent else "crashed"
        if isinstance(outcome, str):
            self._end(process)
            process = self._fresh()
        return process, outcome

    def _received(self, process: _Process[Item, Result], number: int) -> tuple[Result] | Lost:
        return process.receive(self._seconds * self._patience(self._items[number]))

    def _fresh(self) -> _Process[Item, Result]:
        return self._started(_later_context())

    def _started(self, context: BaseContext) -> _Process[Item, Result]:
        with self._changing:
            if self._closed:
                raise _Closed
            process = _Process(self._task, self._memory, self._patience, context)
            self._processes.add(process)
        return process

    def _end(self, process: _Process[Item, Result]) -> None:
        with self._changing:
            self._processes.discard(process)
        process.end()


class _Closed(Exception):
    """Nobody waits for results any more."""


class _Process(Generic[Item, Result]):
    """One process and the pipe to it."""

    def __init__(
        self,
        task: Callable[[Item], Result],
        memory: int,
        patience: Callable[[Item], float],
        context: BaseContext,
    ) -> None:
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(  # type: ignore[attr-defined]
            target=_work, args=(theirs, task, memory, patience), daemon=True
        )
        _OUR_ENDS.add(self._pipe)
        with _caller_left_out(), _signals_held_back():
            self._process.start()
        theirs.close()
        self._ready = False

    def send(self, items: list[Item]) -> bool:
        try:
            self._pipe.send(items)
        except (OSError, ValueError):
            return False
        return True

    def receive(self, seconds: float) -> tuple[Result] | Lost:
        """The next result, in a tuple of its own; or how the process was lost."""
        try:
            if not self._ready:
                # The time of an item does not begin before there is somebody to work at it.
                if not self._pipe.poll(_START):
                    return "crashed"
                self._pipe.recv()
                self._ready = True
            if not self._pipe.poll(seconds):
                return "slow"
            result: tuple[Result] = self._pipe.recv()
        except (EOFError, OSError):
            return "crashed"
        return result

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> None:
        self.send([])
        _OUR_ENDS.discard(self._pipe)
        self._pipe.close()
        self._process.join(_GRACE)
        self.kill()
        # It is never closed: Python waits for it, too, when it ends meanwhile.
        self._process.join()


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


def _work(
    pipe: Connection,
    task: Callable[[Item], Result],
    memory: int,
    patience: Callable[[Item], float],
) -> None:
    """The life of a process: ready; batches in, results out, until an empty batch comes."""
    _stand_alone()
    # What an item leaves behind hardly ever refers to itself, and looking for it all the time takes
    # a tenth of it.
    gc.set_threshold(_LOOK_FOR_GARBAGE)
    at_start = _data_size()
    _limit(at_start + memory)
    with suppress(EOFError, OSError):
        pipe.send(None)
        while items := pipe.recv():
            for item in items:
                if (times := patience(item)) > 1:
                    _limit(at_start + int(memory * times))
                    pipe.send((task(item),))
                    _limit(at_start + memory)
                else:
                    pipe.send((task(item),))


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


def processors() -> int:
    """How many this process may use: a container often has fewer than the machine."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _first_context() -> BaseContext:
    """Forking costs a millisecond, starting Python anew hundreds; but only Linux forks safely."""
    if sys.platform == "linux" and threading.active_count() == 1:
        return get_context("fork")
    return _later_context()


def _later_context() -> BaseContext:
    # A server that forks would be their parent in our place, and outlive us.
    return get_context("spawn")
