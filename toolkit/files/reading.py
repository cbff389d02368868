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
        self._incoming, self._layout = incoming, lay_out(form)
        self._pool: ProcessPoolExecutor | None = None
        if len(incoming) >= _WORTH_SHARING and _can_fork():
            self._pool = _pool(os.cpu_count() or 1, self._layout)
            self._results = self._pool.map(_read, incoming, chunksize=_CHUNK)

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
            yield from self._singly(list(self._incoming[done:]))

    def _singly(self, rest: list[Incoming]) -> Iterator[Return | FileRecord]:
        """What is left when a process has died: one file at a time, so that only it is lost."""
        while rest:
            with _pool(1, self._layout) as pool:
                while rest:
                    one = rest.pop(0)
                    try:
                        yield pool.submit(_read, one).result()
                    except BrokenProcessPool:
                        yield FileRecord(one.path, "unreadable", reason=CRASHED)
                        break


def _pool(workers: int, layout: Layout) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, get_context("fork"), _prepare, (layout,))


def _can_fork() -> bool:
    safe = "numpy" not in sys.modules and threading.active_count() == 1
    return sys.platform == "linux" and safe and (os.cpu_count() or 1) > 1


_layout: Layout | None = None


def _prepare(layout: Layout) -> None:
    global _layout  # noqa: PLW0603 - how a pool hands a worker what all its tasks share
    _layout = layout


def _read(one: Incoming) -> Return | FileRecord:
    assert _layout is not None, "the pool prepares its workers"
    return read_file(one, _layout)
