"""Reading: each incoming file as a return, or as what is to be said of it."""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from toolkit.files.inbox import Incoming
from toolkit.files.workbook import read_workbook
from toolkit.form import Form
from toolkit.grid import Unreadable
from toolkit.identity import SHEET
from toolkit.layout import Layout, lay_out
from toolkit.returns import FileRecord, Return, read_return
from toolkit.words.reasons import CRASHED
from toolkit.words.sheets import COVER

# Fewer files are read before another process has started.
_WORTH_SHARING = 60
_CHUNK = 20


def read_file(one: Incoming, layout: Layout) -> Return | FileRecord:
    """One file; what cannot be read becomes a record with the reason."""
    if one.ignored:
        return FileRecord(one.path, "ignored", reason=one.ignored)
    if one.unreadable:
        return FileRecord(one.path, "unreadable", reason=one.unreadable)
    wanted = {COVER, SHEET, *(table.sheet for table in layout.form.tables)}
    try:
        workbook = read_workbook(one.content, wanted)
    except Unreadable as error:
        return FileRecord(one.path, "unreadable", reason=str(error))
    return read_return(workbook, layout, one.path, hashlib.sha256(one.content).hexdigest())


class Reading:
    """All files, in their order. Reading begins at once; iterating waits for the results.

    Many files are shared out to processes where forking is safe: on Linux, before numpy or a
    progress bar has started threads. Elsewhere they are read one after the other.
    """

    def __init__(self, incoming: Sequence[Incoming], form: Form) -> None:
        self._incoming, self._layout = list(incoming), lay_out(form)
        self._pool: ProcessPoolExecutor | None = None
        if len(incoming) >= _WORTH_SHARING and _can_fork():
            self._pool = self._new_pool(_processors())
            self._results = self._pool.map(_read, range(len(incoming)), chunksize=_CHUNK)

    def __len__(self) -> int:
        return len(self._incoming)

    def __iter__(self) -> Iterator[Return | FileRecord]:
        if self._pool is None:
            for one in self._incoming:
                yield read_file(one, self._layout)
            return
        done = 0
        try:
            with self._pool:
                for result in self._results:
                    yield result
                    done += 1
        except BrokenProcessPool:
            yield from self._singly(list(range(done, len(self._incoming))))

    def _new_pool(self, workers: int) -> ProcessPoolExecutor:
        # A forked process has the files already: only their numbers are sent to it.
        shared = (self._incoming, self._layout)
        return ProcessPoolExecutor(workers, get_context("fork"), _prepare, shared)

    def _singly(self, rest: list[int]) -> Iterator[Return | FileRecord]:
        """What is left when a process has died: one file at a time, so that only it is lost."""
        while rest:
            with self._new_pool(1) as pool:
                while rest:
                    number = rest.pop(0)
                    try:
                        yield pool.submit(_read, number).result()
                    except BrokenProcessPool:
                        path = self._incoming[number].path
                        yield FileRecord(path, "unreadable", reason=CRASHED)
                        break


def _can_fork() -> bool:
    safe = "numpy" not in sys.modules and threading.active_count() == 1
    return sys.platform == "linux" and safe and _processors() > 1


def _processors() -> int:
    """Those that this process may use: a container often has fewer than the machine."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


_shared: tuple[Sequence[Incoming], Layout] | None = None


def _prepare(incoming: Sequence[Incoming], layout: Layout) -> None:
    global _shared  # noqa: PLW0603 - how a pool hands a worker what all its tasks share
    _shared = incoming, layout


def _read(number: int) -> Return | FileRecord:
    assert _shared is not None, "the pool prepares its workers"
    incoming, layout = _shared
    return read_file(incoming[number], layout)
