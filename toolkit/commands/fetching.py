"""Fetching: files that were only listed so far are brought here, judged, and read.

A worker of a cluster does that for the files that it was given, and this machine where the files
lie in a remote place.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future

from toolkit.commands.calls import Call, Calls
from toolkit.commands.read_files import HEAVY, guarded, outcome, unusable
from toolkit.commands.workers import processors
from toolkit.files.archive import enough
from toolkit.files.folder import Found, opened_alone
from toolkit.files.incoming import Incoming
from toolkit.files.remote import fetched, is_remote
from toolkit.grids.refusals import Refusal
from toolkit.returns.unit_return import Return, Unread

# Of a file that was only listed; None where it is an archive, which the one who asked has to open:
# what comes out of it, and how much of it there may be, depends on the files before it.
Answer = Return | Unread | None
ToAnswer = Callable[[Found], Answer]
ToReturn = Callable[[Incoming], Return | Unread]

# Files that are fetched at once.
BATCH = 32
# Batches that are being fetched while others are read.
_FETCHING = 4


def heavy(found: Found) -> bool:
    """Whether it is more than a return: such files are fetched one by one."""
    return found.size > HEAVY


def answered(pool: Executor, task: ToReturn, batch: Sequence[Found]) -> list[Answer]:
    """Fetch files, and have each read by a pool of guarded processes.

    Raises:
        ImportError: what reads the place where they lie is not installed.
    """
    waiting: list[tuple[Incoming, Future[Return | Unread]] | Answer] = []
    for one in _opened(batch):
        if one is None or (useless := unusable(one)):
            waiting.append(None if one is None else useless)
        else:
            waiting.append((one, pool.submit(task, one)))
    return [outcome(*one) if isinstance(one, tuple) else one for one in waiting]


def _opened(batch: Sequence[Found]) -> Iterator[Incoming | None]:
    held = _held(batch)
    for found, content in zip(batch, held, strict=True):
        try:
            if isinstance(content, Exception):
                raise content
            yield opened_alone(found, content)
        except ImportError:
            # That is no fault of the file.
            raise
        except Exception:
            # Whatever it is that does not let us: each place has errors of its own.
            refused = Refusal.CANNOT_OPEN
            yield Incoming(found.one.path, unreadable=refused, stamp=found.one.stamp)


def _held(batch: Sequence[Found]) -> Sequence[bytes | Exception | None]:
    """The bytes of remote files, fetched together.

    None: a file on disk is read by itself, and so is one whose size no listing has told, since
    only who reads it knows where to stop.
    """
    held: list[bytes | Exception | None] = [None] * len(batch)
    far = {
        number: found.one.source
        for number, found in enumerate(batch)
        if found.one.source and found.size and is_remote(found.one.source)
    }
    most = [enough(batch[number].size) for number in far]
    for number, content in zip(far, fetched(list(far.values()), most), strict=True):
        held[number] = content
    return held


class Fetching(Calls):
    """An executor that fetches files and has processes of this machine read them.

    Its task is called with what a file has become once it is here.
    """

    def __init__(self) -> None:
        super().__init__()
        self._pool = guarded(processors())
        self._serving = _FETCHING
        self._threads = [
            threading.Thread(target=self._serve, daemon=True) for _ in range(_FETCHING)
        ]
        for thread in self._threads:
            thread.start()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures)
        if cancel_futures:
            # Who is fetching ends by himself: a store that does not answer is not waited for.
            self._pool.shutdown(wait, cancel_futures=True)
        elif wait:
            # They ask the processes for what is still to be done.
            for thread in self._threads:
                thread.join()
            self._pool.shutdown()

    def _serve(self) -> None:
        batch: list[Call] = []
        try:
            while batch := self._take(BATCH, heavy):
                files = [call.args[0] for call in batch]
                for call, one in zip(
                    batch, answered(self._pool, batch[0].task, files), strict=True
                ):
                    call.done(one)
        except BaseException as error:
            self._break(error, batch)
        finally:
            self._one_less()

    def _one_less(self) -> None:
        """With the last who fetches the processes end, too."""
        with self._changed:
            self._serving -= 1
            last = not self._serving
        if last:
            self._pool.shutdown(wait=False)
