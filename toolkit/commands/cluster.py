"""A cluster of Dask's: an executor whose calls are done by the workers of a scheduler that runs.

Its task is called with what a file has become where it is read, as that of
:class:`~toolkit.commands.fetching.Fetching`.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
import re
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from itertools import count
from typing import Any

from toolkit.commands import words
from toolkit.commands.calls import WINDOW, Call, Calls
from toolkit.commands.fetching import BATCH, heavy
from toolkit.commands.on_worker import Sent, packed, unpacked, versions
from toolkit.errors import CannotRun
from toolkit.text import printable, shorten

_ADDRESS = re.compile(r"((tcp|tls|ws|wss|ucx)://)?[^/\s]+:[0-9]{1,5}")
# Seconds that a scheduler may take to answer, and workers to come.
_CONNECT = 10.0
_NO_WORKERS = 30.0
# How often it is asked who works.
_LOOK = 2.0
# Batches at each thread of a worker: while one is done, the next is there.
_AHEAD = 2
# Whose messages are for those who run the cluster.
_SILENT = ("distributed", "tornado", "asyncio", "botocore", "aiobotocore", "s3fs", "fsspec")


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """A client of the scheduler at that address.

    Raises:
        CannotRun: nobody answers there, or what is needed for it is not installed.
    """
    shown = shorten(address)
    try:
        import distributed
    except ImportError as error:
        raise CannotRun(words.cluster_not_installed()) from error
    if not _ADDRESS.fullmatch(address):
        # Dask would try for a while, and again when it ends.
        raise CannotRun(words.no_scheduler(shown))
    with _silence(), warnings.catch_warnings():
        # Versions that matter to us we compare ourselves.
        warnings.simplefilter("ignore")
        _must_be_a_scheduler(address, shown)
        try:
            make: Any = distributed.Client
            client = make(address, timeout=_CONNECT, set_as_default=False)
        except Exception as error:
            raise CannotRun(words.no_scheduler(shown)) from error
        try:
            yield client
        finally:
            with suppress(Exception):
                client.close(timeout=_LOOK)


def _must_be_a_scheduler(address: str, shown: str) -> None:
    """Raise CannotRun where nobody answers, or somebody else.

    A client of Dask's would wait for ever for a server that only listens, and complain in English
    of what is no scheduler when Python ends.
    """
    # Whoever calls may have a loop of his own in this thread.
    with ThreadPoolExecutor(1) as alone:
        asked = alone.submit(asyncio.run, _kind_of_server(address))
        try:
            kind = asked.result()
        except Exception as error:
            raise CannotRun(words.no_scheduler(shown)) from error
    if kind != "Scheduler":
        raise CannotRun(words.no_scheduler(shown))


async def _kind_of_server(address: str) -> object:
    # It has types for some of its functions only.
    comm: Any = import_module("distributed.comm")

    async def asked() -> object:
        link: Any = await comm.connect(comm.normalize_address(address), timeout=_CONNECT)
        try:
            await link.write({"op": "identity", "reply": True})
            told = await link.read()
        finally:
            link.abort()
        return told.get("type")

    return await asyncio.wait_for(asked(), _CONNECT + 1)


@contextmanager
def _silence() -> Iterator[None]:
    """What Dask logs is English, and for others; what concerns the user we say ourselves."""
    known = [name for name in logging.root.manager.loggerDict if _is_theirs(name)]
    loggers = [logging.getLogger(name) for name in dict.fromkeys((*_SILENT, *known))]
    levels = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for one, level in zip(loggers, levels, strict=True):
            one.setLevel(level)


def _is_theirs(logger: str) -> bool:
    return logger.partition(".")[0] in _SILENT


class Cluster(Calls):
    """An executor over the workers of a cluster, for one reading."""

    def __init__(self, client: Any, address: str) -> None:
        super().__init__()
        self._client, self._address = client, shorten(address)
        # By their numbers: batches on their way. Dask forgets what nobody holds any more.
        self._on_the_way: dict[int, tuple[Any, list[Call]]] = {}
        self._task: tuple[object, bytes] = (None, b"")
        # Nobody needs to be watched any more.
        self._over = threading.Event()
        self._threads = self._threads_there(_CONNECT)
        self.window = max(WINDOW, (_AHEAD + 1) * BATCH * self._threads)
        for serve in (self._send, self._watch):
            threading.Thread(target=self._serve, args=(serve,), daemon=True).start()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures)
        if cancel_futures:
            with self._changed:
                self._on_the_way.clear()
            self._over.set()
        if wait:
            with self._changed:
                while (self._line or self._on_the_way) and not self._closed:
                    self._changed.wait()
            self._over.set()

    def _serve(self, loop: Callable[[], None]) -> None:
        try:
            loop()
        except CannotRun as error:
            self._fail(error)
        except Exception:
            self._fail(CannotRun(words.cluster_lost(self._address)))

    def _fail(self, error: BaseException) -> None:
        with self._changed:
            calls = [call for _, batch in self._on_the_way.values() for call in batch]
            self._break(error, calls)
            self._on_the_way.clear()
        self._over.set()

    # --- Out -------------------------------------------------------------------------------------

    def _send(self) -> None:
        for number in count():
            self._wait_for_room()
            with self._changed:
                batch = self._take(BATCH, heavy)
                if not batch:
                    # The last may have been cancelled: nothing more comes back.
                    self._changed.notify_all()
                    return
                # From here on whoever finds out that all is lost tells those who wait for these.
                self._on_the_way[number] = None, batch
            sent = Sent(versions(), (self._packed(batch[0].task), packed(_files(batch))))
            future = self._client.submit(pickle.loads, pickle.dumps(sent), pure=False)
            with self._changed:
                if number in self._on_the_way:
                    self._on_the_way[number] = future, batch
            future.add_done_callback(partial(self._arrived, number))

    def _wait_for_room(self) -> None:
        with self._changed:
            while len(self._on_the_way) >= _AHEAD * max(self._threads, 1) and not self._closed:
                self._changed.wait()

    def _packed(self, task: object) -> bytes:
        if task is not self._task[0]:
            self._task = task, packed(task)
        return self._task[1]

    # --- Back ------------------------------------------------------------------------------------

    def _arrived(self, number: int, future: Any) -> None:
        """A batch is done, in whatever way; Dask calls this in a thread of its own."""
        with self._changed:
            batch = self._on_the_way[number][1] if number in self._on_the_way else []
        if not batch:
            return
        try:
            self._settle(batch, future)
        except CannotRun as error:
            self._fail(error)
        except BaseException:
            # Dask would log it, and whoever waits would hear of nothing.
            self._fail(CannotRun(words.cluster_lost(self._address)))
        with self._changed:
            self._on_the_way.pop(number, None)
            self._changed.notify_all()

    def _settle(self, batch: list[Call], future: Any) -> None:
        from distributed import KilledWorker
        from distributed.comm.core import CommClosedError

        try:
            answers = self._answers(future.result())
        except KilledWorker:
            # Worker after worker has died over it: as for what is unusual about a file, whoever
            # asked reads these himself.
            answers = [None] * len(batch)
        except ImportError as error:
            raise CannotRun(words.cluster_lacks(_lacking(error), self._address)) from error
        except CannotRun:
            raise
        except Exception as error:
            # The client finds out later than its connection that nobody is there any more.
            gone = isinstance(error, CommClosedError) or self._client.status != "running"
            if gone or future.cancelled():
                raise CannotRun(words.cluster_lost(self._address)) from error
            raise CannotRun(words.cluster_failed(self._address, _told(error))) from error
        for call, one in list(zip(batch, answers, strict=True)):
            call.done(one)

    def _answers(self, answer: Any) -> list[Any]:
        if isinstance(answer, tuple):
            worker, differ = answer
            raise CannotRun(words.cluster_differs(printable(worker), differ))
        answers: list[Any] = unpacked(answer)
        return answers

    # --- Who is there ----------------------------------------------------------------------------

    def _watch(self) -> None:
        """Tell whoever waits for results where nobody is left to give them."""
        while not self._closed:
            # Not by what tells of a new call: that wakes only one.
            self._over.wait(_LOOK)
            with self._changed:
                if self._over.is_set():
                    return
                if self._last_is_in and not (self._line or self._on_the_way):
                    return
            self._threads = self._threads_there(_NO_WORKERS)

    def _threads_there(self, patience: float) -> int:
        """How many threads of workers there are; waits so long for the first.

        Raises:
            CannotRun: there are none, or the scheduler is gone.
        """
        until = time.monotonic() + patience
        while not self._closed:
            try:
                threads = int(sum(self._client.nthreads().values()))
            except Exception as error:
                raise CannotRun(words.cluster_lost(self._address)) from error
            if threads:
                return threads
            if time.monotonic() > until:
                raise CannotRun(words.no_workers(self._address))
            time.sleep(0.1)
        return 0


def _lacking(error: ImportError) -> str:
    name = error.name or ""
    return "toolkit" if name.partition(".")[0] == "toolkit" else name or _told(error)


def _told(error: Exception) -> str:
    return shorten(f"{type(error).__name__}: {error}")


def _files(batch: list[Call]) -> list[Any]:
    return [call.args[0] for call in batch]
