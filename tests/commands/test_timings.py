"""What each step of a run takes is counted, and told with `--timings`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import pytest

from tests.support.build import BALANCED, BUREAU, collect, filled
from toolkit.cli import words
from toolkit.commands import timings
from toolkit.commands.timings import Spent, Step, Timings

READ = ["files", "reading", "assigning", "judging", "consolidating"]
WRITTEN = ["replaced", "review", "outputs", "workbook", "placing"]


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock goes on by 2, 1.5 and 1 whenever it is looked at."""

    def ticking() -> Iterator[tuple[float, float, float]]:
        seconds = processor = readers = 10.0
        while True:
            yield seconds, processor, readers
            seconds, processor, readers = seconds + 2, processor + 1.5, readers + 1

    monkeypatch.setattr(timings, "_clocks", ticking().__next__)


@pytest.mark.usefixtures("clocks")
def test_a_step_that_is_taken_again_goes_on() -> None:
    taken = Timings()
    with taken.step("reading"):
        pass
    with taken.step("judging"):
        pass
    with taken.step("reading"):
        pass
    assert taken == {"reading": Spent(4, 3, 2), "judging": Spent(2, 1.5, 1)}
    assert list(taken) == ["reading", "judging"]


@pytest.mark.usefixtures("clocks")
def test_a_step_that_fails_has_taken_its_time() -> None:
    taken = Timings()
    with pytest.raises(OSError, match="full"), taken.step("placing"):
        raise OSError("full")
    assert taken == {"placing": Spent(2, 1.5, 1)}


@pytest.mark.parametrize(("told", "shown"), [(True, (7.0, 3.0, 9.0)), (False, (7.0, 3.0))])
def test_processes_that_have_ended_count_where_the_system_tells_of_them(
    monkeypatch: pytest.MonkeyPatch, told: bool, shown: tuple[float, ...]
) -> None:
    times = os.times_result((1, 2, 4, 5, 100))
    monkeypatch.setattr(timings, "os", SimpleNamespace(times=lambda: times))
    clocks = SimpleNamespace(perf_counter=lambda: 7.0, process_time=lambda: 3.0)
    monkeypatch.setattr(timings, "time", clocks)
    monkeypatch.setattr(timings, "_TELLS_OF_READERS", told)
    assert timings._clocks() == shown
    assert Spent(*shown) + Spent(1, 1, 1) == Spent(8, 4, 10 if told else None)


def test_every_step_has_a_name_of_its_own_on_the_screen() -> None:
    assert list(words.STEPS) == list(get_args(Step))
    assert len(set(words.STEPS.values())) == len(words.STEPS)


def printed_steps(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *options: str
) -> list[list[str]]:
    """The table of the steps, a list a row with its heads; empty where there is none."""
    collect(tmp_path, {"a.xlsx": filled(BALANCED)}, *options, units=[BUREAU])
    lines = capsys.readouterr().out.splitlines()
    first = words.TIMING_COLUMNS[0]
    heads = [n for n, line in enumerate(lines) if line.split()[:1] == [first]]
    return [line.split() for line in lines[heads[0] :] if "─" not in line] if heads else []


def test_the_screen_lists_every_step_and_all_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heads, *rows = printed_steps(tmp_path, capsys, "--timings")
    assert heads == list(words.TIMING_COLUMNS)
    told = [words.STEPS[one] for one in (*READ, *WRITTEN)]  # type: ignore[index]
    assert [row[0] for row in rows] == [*told, words.ALL_STEPS]
    seconds = [[float(one) for one in row[1:]] for row in rows]
    assert all(len(row) == 3 and min(row) >= 0 for row in seconds)
    # Each is rounded to hundredths.
    for column in zip(*seconds, strict=True):
        assert sum(column[:-1]) == pytest.approx(column[-1], abs=0.01 * len(told))


def test_what_the_system_does_not_tell_is_no_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timings, "_TELLS_OF_READERS", False)
    heads, *rows = printed_steps(tmp_path, capsys, "--timings")
    assert heads == list(words.TIMING_COLUMNS[:3])
    assert [len(row) for row in rows] == [3] * (len(READ) + len(WRITTEN) + 1)


def test_without_being_asked_it_tells_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed_steps(tmp_path, capsys) == []
