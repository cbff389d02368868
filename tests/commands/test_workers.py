"""Processes that read: one that dies, hangs or eats memory costs its own file and no other."""

from __future__ import annotations

import errno
import faulthandler
import os
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import Any

import pytest

from tests.support.places import ROOT
from toolkit.commands import process, workers
from toolkit.commands.calls import InOrder, Lost
from toolkit.commands.workers import Workers, processes_for

MANY = list(range(30))
# In place of a result that was lost.
CRASHED, SLOW = -1, -2


def double(number: int) -> int:
    """A task that goes wrong in every way there is, each at its number."""
    if number == 5:
        # pytest's, which would write of the death on purpose to the screen.
        faulthandler.disable()
        os.abort()
    if number == 7:
        time.sleep(60)
    if number == 9:
        return len(bytearray(600_000_000))
    if number == 11:
        raise SystemExit
    if number == 13:
        raise RuntimeError
    return number * 2


def only_the_first_time(path: str) -> str:
    """A task whose process dies once, and not when it is tried again."""
    mark = Path(path)
    if not mark.exists():
        mark.touch()
        os._exit(1)
    return "done"


def results(task: Callable[[Any], Any], items: Sequence[Any], **options: Any) -> list[Any]:
    """What comes of every item, in their order."""
    pool = Workers(processes_for(len(items)), **options)
    return [result(future) for _, future in InOrder(pool, task, items)]


def result(future: Future[Any]) -> Any:
    try:
        return future.result(timeout=60)
    except Lost as lost:
        return {"crashed": CRASHED, "slow": SLOW}[lost.how]


def test_every_item_has_its_result_in_its_place() -> None:
    assert results(lambda_free, MANY) == [number + 1 for number in MANY]


def lambda_free(number: int) -> int:
    return number + 1


def test_of_many_items_few_are_held_at_a_time() -> None:
    """Hundreds of thousands of files are no more than a window of futures and results."""
    given = []

    def items() -> Iterator[int]:
        for number in range(100):
            given.append(number)
            yield number

    held: weakref.WeakSet[Future[int]] = weakref.WeakSet()
    pool = Workers(2)
    pool.window = 10
    working = InOrder(pool, lambda_free, items())
    for taken, (item, future) in enumerate(working):
        assert (item, future.result()) == (taken, taken + 1)
        assert len(given) <= taken + 10
        held.add(future)
        del future
        assert len(held) <= 10
    assert len(given) == 100


def test_it_is_an_executor_as_any_other() -> None:
    with Workers(1) as pool:
        assert list(pool.map(lambda_free, MANY)) == [number + 1 for number in MANY]
        assert pool.submit(int, "11", base=2).result() == 3
        assert pool.submit(lambda_free, 1).result() == 2
    with pytest.raises(RuntimeError):
        pool.submit(lambda_free, 1)


def test_who_waits_for_what_is_not_done_any_more_hears_of_it() -> None:
    pool = Workers(1)
    futures = [pool.submit(time.sleep, 60) for _ in range(20)]
    pool.shutdown(cancel_futures=True)
    for one in futures:
        with pytest.raises(CancelledError):
            one.result(timeout=10)


def test_where_no_process_can_be_started_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.EAGAIN, "no more")

    monkeypatch.setattr(workers, "_first_context", lambda: None)
    monkeypatch.setattr(workers, "Process", full)
    pool = Workers(1)
    with pytest.raises(OSError, match="no more"):
        pool.submit(lambda_free, 1).result(timeout=10)
    with pytest.raises(OSError, match="no more"):
        pool.submit(lambda_free, 1)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_what_is_lost_costs_only_itself(capfd: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()
    # A fresh process needs a second by itself where the machine is busy.
    bad = {5: CRASHED, 7: SLOW, 9: CRASHED, 11: CRASHED, 13: CRASHED}
    assert results(double, MANY, seconds=4) == [bad.get(number, number * 2) for number in MANY]
    assert time.monotonic() - began < 30
    # What a dying process says is nothing for a user.
    assert capfd.readouterr() == ("", "")


def test_an_item_whose_process_died_is_tried_once_more(tmp_path: Path) -> None:
    marks = [str(tmp_path / "a"), str(tmp_path / "b")]
    assert results(only_the_first_time, marks) == ["done", "done"]


def slow_or_large(number: int) -> int:
    time.sleep(1.5)
    return len(bytearray(60_000_000 * number))


def patient(number: int) -> float:
    return 4 if number == 2 else 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_a_large_item_has_more_time_and_memory_and_it_alone() -> None:
    """Each takes 1.5 seconds, and 60 million bytes times its number."""
    asked = [1, 2, 3]
    usual = results(slow_or_large, asked, seconds=4, memory=100_000_000)
    assert usual == [60_000_000, CRASHED, CRASHED]
    more = results(slow_or_large, asked, seconds=4, memory=100_000_000, patience=patient)
    assert more == [60_000_000, 120_000_000, CRASHED]
    short = results(slow_or_large, asked, seconds=1, memory=10**9, patience=patient)
    assert short == [SLOW, 120_000_000, SLOW]


# In a module of its own, as a process that is not forked has to import it.
TASK = """
import re
from pathlib import Path

def busy(number):
    # In C, where no thread of Python's can look after anything.
    Path("begun").touch()
    re.match("(a+)+$", "a" * 40 + "b")
"""
BUSY = """
import time
from multiprocessing import get_context
from pathlib import Path
from task import busy
from toolkit.commands import workers

workers._first_context = lambda: HOW
if __name__ == "__main__":
    pool = workers.Workers(1)
    pool.submit(busy, 1)
    started = pool._processes
    while not Path("begun").exists():
        time.sleep(0.01)
"""
# Where the system does not end them, they see the end of their pipes; each has those of the others.
IDLE = """
from multiprocessing import get_context
from toolkit.commands import process, workers

process._end_with_parent = lambda: None
started = [process.Process(10**9, workers.usual, get_context("fork")) for _ in range(3)]
for one in started:
    one.send(abs, [(-1,)])
    assert one.receive(60) == (1,)
if True:
"""
KILLED = """
    import os, signal
    print(*[one._process.pid for one in started], flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks, and ends who is busy")
@pytest.mark.parametrize(
    "begins",
    [BUSY.replace("HOW", 'get_context("fork")'), BUSY.replace("HOW", "None"), IDLE],
    ids=["busy, forked", "busy, started anew", "idle"],
)
def test_no_process_outlives_a_parent_that_is_killed(tmp_path: Path, begins: str) -> None:
    """Nor does one hold its output open: the one who reads it would wait for ever."""
    (tmp_path / "task.py").write_text(TASK, encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(begins + KILLED, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, str(script)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
        timeout=20,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert run.returncode == -signal.SIGKILL
    until = time.monotonic() + 2
    left = run.stdout.split()
    assert left
    while (left := [one for one in left if runs(one)]) and time.monotonic() < until:
        time.sleep(0.01)
    for one in left:
        os.kill(int(one), signal.SIGKILL)
    assert left == []


def runs(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    # Where nobody waits for the dead, they are still there.
    status = Path(f"/proc/{process}/stat")
    return not (status.exists() and ") Z" in status.read_text())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what is open")
def test_a_process_has_no_end_of_ours_and_no_stream() -> None:
    (streams,) = results(streams_of, [1])
    assert streams == (os.devnull, os.devnull, os.devnull)
    (ends,) = results(ends_of_ours, [1])
    assert ends == 0


def streams_of(_: int) -> tuple[str, ...]:
    return tuple(str(Path(f"/proc/self/fd/{number}").readlink()) for number in range(3))


def ends_of_ours(_: int) -> int:
    """How many pipes are still open that only the parent should have."""
    return sum(not one.closed for one in process._OUR_ENDS)


def test_results_that_nobody_waits_for_do_no_harm() -> None:
    iterator = iter(InOrder(Workers(1), double, [1, 2, 3]))
    assert next(iterator)[1].result() == 2
    iterator.close()


def test_no_items_need_no_process() -> None:
    assert processes_for(0) == 0
    assert results(double, []) == []


def test_heavy_items_are_handed_over_alone() -> None:
    """Their bytes go through a pipe: eight at once would be held twice."""
    heavy = [b"x" * 3_000_000] * 12
    assert results(len, heavy, heavy=lambda item: len(item) > 10) == [3_000_000] * 12


def test_there_is_at_least_one_processor() -> None:
    assert workers.processors() >= 1
