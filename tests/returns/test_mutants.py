"""A thousand returns damaged at random: nothing goes wrong in silence, and little in vain."""

from __future__ import annotations

import pytest

from tests.support import damage_roster
from tests.support.damage import LATE, corpus
from tests.support.mutants import Mutant, Tally, complaints, mutate, run

pytestmark = pytest.mark.slow

COUNT, SEED = 1_000, 1


@pytest.fixture(scope="module")
def tally() -> Tally:
    return run(COUNT, SEED)


def test_every_family_of_damage_is_there() -> None:
    new = [kind for kind in corpus().values() if kind.damage.__module__.endswith(LATE)]
    assert len(new) + len(damage_roster.names()) >= 70
    assert sum(kind.harmless for kind in new) >= 25


def _said(tally: Tally) -> str:
    return "\n".join(complaints(tally))


def _names(mutants: list[Mutant]) -> list[str]:
    return [one.name for one in mutants]


def test_no_mutant_is_silent(tally: Tally) -> None:
    assert tally.count == COUNT
    assert _names(tally.silent) == [], _said(tally)


def test_harmless_damage_raises_no_alarm(tally: Tally) -> None:
    assert _names(tally.alarms) == [], _said(tally)


def test_harmless_damage_is_read_in_full(tally: Tally) -> None:
    assert tally.harmless > COUNT / 4
    assert tally.share_read >= 0.95, _said(tally)


def test_no_figure_is_summed_that_was_not_typed(tally: Tally) -> None:
    """Not even where something is told of it."""
    assert _names(tally.misread) == [], _said(tally)


def test_single_damage_is_told_as_it_should_be(tally: Tally) -> None:
    assert _names(tally.untold) == [], _said(tally)


def test_a_mutant_can_be_made_again() -> None:
    one, again = mutate("1:7"), mutate("1:7")
    assert one.damaged.content == again.damaged.content
    assert (one.kinds, one.damaged.typed) == (again.kinds, again.damaged.typed)
