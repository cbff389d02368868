"""Calls: what somebody has asked of an executor, waiting in a line until it is done.

This is the seam between files and returns, in the shape of :class:`concurrent.futures.Executor`:
who reads knows neither whether processes of this machine do it nor another machine.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import CancelledError, Executor, Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Generic, Literal, ParamSpec, TypeVar

# Items that are handed over and not taken back yet: enough for everybody to be busy, and few beside
# hundreds of thousands of files.
WINDOW = 2_000

Item = TypeVar("Item")
Result = TypeVar("Result")
Asked = ParamSpec("Asked")


class Lost(Exception):
    """A call that was given up: whoever worked at it died over it, twice, or took too long."""

    def __init__(self, how: Literal["crashed", "slow"]) -> None:
        super().__init__(how)
        self.how = how


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A task, what it is called with, and where its result goes."""

    task: Callable[..., Any]
    args: tuple[Any, ...]
    future: Future[Any]

    def done(self, result: object) -> None:
        # Its future has come to an end before this call did where all was ended meanwhile.
        with suppress(InvalidStateError):
            self.future.set_result(result)

    def failed(self, error: BaseException) -> None:
        with suppress(InvalidStateError):
            self.future.set_exception(error)


class Calls(Executor):
    """An executor whose calls wait until some are taken; who takes them is another class."""

    # As many calls as keep all of it busy.
    window = WINDOW

    def __init__(self) -> None:
        self._line: deque[Call] = deque()
        self._changed = threading.Condition()
        # No more come; those that wait are still done.
        self._last_is_in = False
        # Nobody waits for results any more, or there is nobody to give them.
        self._closed = False
        self._broken: BaseException | None = None

    def submit(
        self, fn: Callable[Asked, Result], /, *args: Asked.args, **kwargs: Asked.kwargs
    ) -> Future[Result]:
        future: Future[Result] = Future()
        call = Call(partial(fn, **kwargs) if kwargs else fn, args, future)
        with self._changed:
            if self._broken:
                raise self._broken
            if self._last_is_in:
                raise RuntimeError("submitted after shutdown")
            self._line.append(call)
            self._changed.notify()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with self._changed:
            self._last_is_in = True
            if cancel_futures:
                self._closed = True
                self._drop(CancelledError())
            self._changed.notify_all()

    def _take(self, most: int, alone: Callable[..., bool]) -> list[Call]:
        """The next calls, all of the same task, once there are any; none where none will come."""
        with self._changed:
            # Those that were cancelled meanwhile do not count.
            while not (taken := self._first(most, alone)):
                if self._last_is_in or self._closed:
                    break
                self._changed.wait()
        return taken

    def _first(self, most: int, alone: Callable[..., bool]) -> list[Call]:
        """The first calls of the line, all of the same task."""
        taken: list[Call] = []
        while len(taken) < most and self._line and not self._closed:
            if taken and self._line[0].task is not taken[0].task:
                break
            call = self._line.popleft()
            if call.future.set_running_or_notify_cancel():
                taken.append(call)
                if alone(*call.args):
                    break
        return taken

    def _break(self, error: BaseException, in_hand: Iterable[Call] = ()) -> None:
        """Nothing more can be done: whoever waits has to hear of it."""
        with self._changed:
            self._broken = self._broken or error
            self._closed = self._last_is_in = True
            for call in in_hand:
                call.failed(error)
            self._drop(error)
            self._changed.notify_all()

    def _drop(self, error: BaseException) -> None:
        while self._line:
            self._line.popleft().failed(error)


class InOrder(Generic[Item, Result]):
    """Every item with the future of its result, in the order of the items.

    Work begins at once. No more than a window of the items is in work, or done and not taken, at a
    time; what was taken is not kept. With the last item the executor ends, unless it is to be kept.
    Whoever may not come to iterate closes it.
    """

    def __init__(
        self,
        pool: Calls,
        task: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        keep: bool = False,
    ) -> None:
        self._pool, self._task, self._items, self._keep = pool, task, iter(items), keep
        self._waiting: deque[tuple[Item, Future[Result]]] = deque()
        try:
            self._hand_over(pool.window)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the executor, unless it is to be kept. A generator does so only if it was begun."""
        if not self._keep:
            self._pool.shutdown(cancel_futures=True)

    def __iter__(self) -> Generator[tuple[Item, Future[Result]], None, None]:
        try:
            while self._waiting:
                yield self._waiting.popleft()
                self._hand_over(1)
        finally:
            self.close()

    def _hand_over(self, most: int) -> None:
        handed = 0
        for item in islice(self._items, most):
            self._waiting.append((item, self._pool.submit(self._task, item)))
            handed += 1
        if handed < most and not self._keep:
            # Who has nothing to do any more may end while the last are being done.
            self._pool.shutdown(wait=False)
