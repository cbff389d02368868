"""A short rough day; ``make rough`` is the long one."""

from __future__ import annotations

import sys

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="it looks for processes as Linux has them"),
]


def test_a_short_rough_day() -> None:
    from tests.support.rough import names, rough_day

    trials = [one for one in names(17, kills=10, pairs=2, sizes=3) if ":odd:" not in one]
    done = rough_day(trials, jobs=2, tell=lambda _: None)
    assert len(done) == 15
    assert [(one.name, one.kind, one.faults) for one in done if one.faults] == []


def test_every_odd_target_that_can_be_placed() -> None:
    from tests.support.rough import names, rough_day

    trials = [one for one in names(17, 0, 0, 0) if ":odd:" in one]
    done = rough_day(trials, jobs=2, tell=lambda _: None)
    assert [(one.kind, one.faults) for one in done if one.faults] == []
    assert sum("skipped" in one.kind for one in done) <= 3 < len(done)
