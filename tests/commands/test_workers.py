"""Processes that read: one that dies, hangs or eats memory costs its own file and no other."""

from __future__ import annotations

import faulthandler
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.places import ROOT
from toolkit.commands import workers
from toolkit.commands.workers import Lost, Workers

MANY = list(range(30))


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


def lost(number: int, how: Lost) -> int:
    return {"crashed": -1, "slow": -2}[how]


def test_every_item_has_its_result_in_its_place() -> None:
    assert list(Workers(lambda_free, MANY, lost)) == [number + 1 for number in MANY]


def lambda_free(number: int) -> int:
    return number + 1


def test_a_result_that_was_handed_on_is_not_kept() -> None:
    """Of many large ones no more are held than wait to be taken."""
    working = Workers(lambda_free, MANY, lost)
    assert sum(working) == sum(MANY) + len(MANY)
    assert {one.result() for one in working._results} == {None}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_what_is_lost_costs_only_itself(capfd: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()
    # A fresh process needs a second by itself where the machine is busy.
    results = list(Workers(double, MANY, lost, seconds=4))
    bad = {5: -1, 7: -2, 9: -1, 11: -1, 13: -1}
    assert results == [bad.get(number, number * 2) for number in MANY]
    assert time.monotonic() - began < 30
    # What a dying process says is nothing for a user.
    assert capfd.readouterr() == ("", "")


def test_an_item_whose_process_died_is_tried_once_more(tmp_path: Path) -> None:
    def gone(path: str, how: Lost) -> str:
        return how

    marks = [str(tmp_path / "a"), str(tmp_path / "b")]
    assert list(Workers(only_the_first_time, marks, gone)) == ["done", "done"]


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
    usual = list(Workers(slow_or_large, asked, lost, seconds=4, memory=100_000_000))
    assert usual == [60_000_000, -1, -1]
    more = Workers(slow_or_large, asked, lost, seconds=4, memory=100_000_000, patience=patient)
    assert list(more) == [60_000_000, 120_000_000, -1]
    short = Workers(slow_or_large, asked, lost, seconds=1, memory=10**9, patience=patient)
    assert list(short) == [-2, 120_000_000, -2]


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

workers._first_context = lambda: get_context("HOW")
if __name__ == "__main__":
    started = workers.Workers(busy, [1], lambda *_: None)._processes
    while not Path("begun").exists():
        time.sleep(0.01)
"""
# Where the system does not end them, they see the end of their pipes; each has those of the others.
IDLE = """
from multiprocessing import get_context
from task import busy
from toolkit.commands import workers

workers._end_with_parent = lambda: None
started = [workers._Process(busy, 10**9, workers.usual, get_context("fork")) for _ in range(3)]
for one in started:
    one._pipe.recv()
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
    [BUSY.replace("HOW", "fork"), BUSY.replace("HOW", "spawn"), IDLE],
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
    (streams,) = set(Workers(streams_of, [1], lost))
    assert streams == (os.devnull, os.devnull, os.devnull)
    (ends,) = set(Workers(ends_of_ours, [1], lost))
    assert ends == 0


def streams_of(_: int) -> tuple[str, ...]:
    return tuple(str(Path(f"/proc/self/fd/{number}").readlink()) for number in range(3))


def ends_of_ours(_: int) -> int:
    """How many pipes are still open that only the parent should have."""
    return sum(not one.closed for one in workers._OUR_ENDS)


def test_results_that_nobody_waits_for_do_no_harm() -> None:
    iterator = iter(Workers(double, [1, 2, 3], lost))
    assert next(iterator) == 2
    iterator.close()  # type: ignore[attr-defined]


def test_no_items_need_no_process() -> None:
    assert list(Workers(double, [], lost)) == []


def test_heavy_items_are_handed_over_alone() -> None:
    """Their bytes go through a pipe: eight at once would be held twice."""
    heavy = [b"x" * 3_000_000] * 12
    results = list(Workers(len, heavy, lambda item, how: 0, heavy=lambda item: len(item) > 10))
    assert results == [3_000_000] * 12


def test_there_is_at_least_one_processor() -> None:
    assert workers.processors() >= 1
