"""Workers: an executor over processes that may crash, hang or run out of memory.

A call whose process dies is tried once more in a fresh one, since it may only have been the victim;
one that takes too long is given up. In either case no other is lost.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from typing import Any, Literal

from toolkit.commands.calls import Call, Calls, Lost
from toolkit.commands.process import Patience, Process

SECONDS = 5.0
# A return takes 2 MB; a process that wants this many bytes more than at its start is stopped.
MEMORY = 400_000_000
# Calls handed over at once, so that a process need not wait for us after each of them.
BATCH = 8


def usual(*_: object) -> float:
    """The patience with a call like all others."""
    return 1.0


class Workers(Calls):
    """An executor of so many processes.

    What a call gives up over is a :class:`~toolkit.commands.calls.Lost` of its future; what a task
    raises is a crash. ``heavy`` calls are handed over alone. ``patience``: how many times the
    ``seconds`` and the ``memory`` a call may take. All must be picklable.
    """

    def __init__(
        self,
        count: int,
        *,
        heavy: Callable[..., bool] = lambda *_: False,
        patience: Patience = usual,
        seconds: float = SECONDS,
        memory: int = MEMORY,
    ) -> None:
        super().__init__()
        self._heavy, self._patience = heavy, patience
        self._seconds, self._memory = seconds, memory
        self._processes: set[Process] = set()
        self._changing = threading.Lock()
        self._threads: list[threading.Thread] = []
        atexit.register(self._kill)
        # The first processes are forked before there are threads; forking beside threads is unsafe.
        # Others are started by the thread that they serve: with it they end.
        first = _first_context()
        try:
            started = [self._started(first) if first else None for _ in range(count)]
        except BaseException:
            self.shutdown(cancel_futures=True)
            raise
        self._threads = [
            threading.Thread(target=self._serve, args=(one,), daemon=True) for one in started
        ]
        for thread in self._threads:
            thread.start()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """With ``cancel_futures`` all processes end at once, whatever they are at."""
        super().shutdown(wait, cancel_futures=cancel_futures)
        if cancel_futures:
            self._kill()
        if wait:
            for thread in self._threads:
                thread.join()
            atexit.unregister(self._kill)

    def _kill(self) -> None:
        """End all processes at once; whoever waits for one hears of it, and starts no other."""
        with self._changed:
            self._closed = True
        # Whoever is just starting one has looked before, and is waited for.
        with self._changing:
            for process in self._processes:
                process.kill()

    def _serve(self, process: Process | None) -> None:
        """Keep one process busy, and put a fresh one in its place when it is lost."""
        batch: list[Call] = []
        try:
            process = process or self._fresh()
            while batch := self._take(BATCH, self._heavy):
                while batch:
                    process, batch = self._run(process, batch)
        except _Closed:
            for call in batch:
                call.failed(CancelledError())
        except BaseException as error:
            self._break(error, batch)
        finally:
            if process:
                self._end(process)

    def _run(self, process: Process, batch: list[Call]) -> tuple[Process, list[Call]]:
        """Have a batch done; returns the process to go on with, and what a lost one has left."""
        sent = process.send(batch[0].task, [call.args for call in batch])
        for done, call in enumerate(batch):
            outcome = self._received(process, call) if sent else "crashed"
            if not isinstance(outcome, str):
                call.done(outcome[0])
                continue
            self._end(process)
            process = self._fresh()
            if outcome == "crashed":
                process, outcome = self._again(process, call)
            if isinstance(outcome, str):
                call.failed(Lost(outcome))
            else:
                call.done(outcome[0])
            return process, batch[done + 1 :]
        return process, []

    def _again(
        self, process: Process, call: Call
    ) -> tuple[Process, tuple[Any] | Literal["crashed", "slow"]]:
        """Have one call done alone; returns the process to go on with, and the outcome."""
        sent = process.send(call.task, [call.args])
        outcome = self._received(process, call) if sent else "crashed"
        if isinstance(outcome, str):
            self._end(process)
            process = self._fresh()
        return process, outcome

    def _received(self, process: Process, call: Call) -> tuple[Any] | Literal["crashed", "slow"]:
        return process.receive(self._seconds * self._patience(*call.args))

    def _fresh(self) -> Process:
        # A server that forks would be their parent in our place, and outlive us.
        return self._started(get_context("spawn"))

    def _started(self, context: BaseContext) -> Process:
        with self._changing:
            if self._closed:
                raise _Closed
            process = Process(self._memory, self._patience, context)
            self._processes.add(process)
        return process

    def _end(self, process: Process) -> None:
        with self._changing:
            self._processes.discard(process)
        process.end()


class _Closed(Exception):
    """Nobody waits for results any more."""


def processors() -> int:
    """How many this process may use: a container often has fewer than the machine."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def processes_for(calls: int) -> int:
    """How many processes so many calls can keep busy."""
    return min(processors(), -(-calls // BATCH))


def _first_context() -> BaseContext | None:
    """Forking costs a millisecond, starting Python anew hundreds; but only Linux forks safely."""
    if sys.platform == "linux" and threading.active_count() == 1:
        return get_context("fork")
    return None
