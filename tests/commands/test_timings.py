"""What each step of a run takes is counted, and told with `--timings`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
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


def test_the_clocks_do_not_go_back() -> None:
    before, after = timings._clocks(), timings._clocks()
    assert all(now >= then >= 0 for now, then in zip(after, before, strict=True))


def test_every_step_has_a_name_of_its_own_on_the_screen() -> None:
    assert list(words.STEPS) == list(get_args(Step))
    assert len(set(words.STEPS.values())) == len(words.STEPS)


def printed_steps(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *options: str
) -> list[list[str]]:
    """The table of the steps, a list a row; empty where there is none."""
    collect(tmp_path, {"a.xlsx": filled(BALANCED)}, *options, units=[BUREAU])
    lines = capsys.readouterr().out.splitlines()
    heads = [n for n, line in enumerate(lines) if line.split() == list(words.TIMING_COLUMNS)]
    return [line.split() for line in lines[heads[0] + 1 :] if "─" not in line] if heads else []


def test_the_screen_lists_every_step_and_all_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = printed_steps(tmp_path, capsys, "--timings")
    told = [words.STEPS[one] for one in (*READ, *WRITTEN)]  # type: ignore[index]
    assert [row[0] for row in rows] == [*told, words.ALL_STEPS]
    seconds = [[float(one) for one in row[1:]] for row in rows]
    assert all(len(row) == 3 and min(row) >= 0 for row in seconds)
    # Each is rounded to hundredths.
    for column in zip(*seconds, strict=True):
        assert sum(column[:-1]) == pytest.approx(column[-1], abs=0.01 * len(told))


def test_without_being_asked_it_tells_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed_steps(tmp_path, capsys) == []
