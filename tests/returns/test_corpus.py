"""Every kind of damage once, at a fixed place: exactly what is told of it, and what is summed."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from tests.support.build import BUREAU
from tests.support.damage import (
    ALL,
    ELSEWHERE,
    NOT_THE_CELL,
    NOT_THE_TABLE,
    NOTHING,
    TOLD,
    Damaged,
    Expected,
    Kind,
    NotHere,
    corpus,
    damaged,
    filled_return,
    read,
)
from tests.support.damage_book import FORM, TABLES
from tests.support.figures import COLUMNS, outcomes
from toolkit.consolidation.consolidate import Consolidation
from toolkit.findings.codes.catalogue import CATALOGUE

pytestmark = pytest.mark.slow

SEED = 20240131
INFO = {code for code, one in CATALOGUE.items() if one.severity == "info"}


def damaged_once(kind: Kind) -> Damaged:
    """A return with this one kind of damage, at the first place that chance gives."""
    rng = random.Random(f"{SEED} {kind.name}")
    for seed in range(100):
        try:
            return damaged(filled_return(seed % 10), [kind], rng)
        except NotHere:
            continue
    raise AssertionError(f"no return for {kind.name!r}")


@pytest.mark.parametrize(
    "name",
    # What is crafted may be read or refused.
    [name for name, kind in corpus().items() if "FILE-01" not in kind.by_right],
)
def test_damage(name: str) -> None:
    done = damaged_once(corpus()[name])
    result = read(done.content, done.file)
    _told_above_info(done, result)
    _told_as_info(done, result)
    _summed(done, result)


def _told_above_info(done: Damaged, result: Consolidation) -> None:
    """Nothing but what is expected, at its cell; broken balances follow from the figures."""
    wanted = [one for one in done.expected if one.code not in INFO] + _unbalanced(done, result)
    by_the_way = done.by_right - {one.code for one in wanted}
    there = [
        (one.code, one.sheet, one.cell)
        for one in result.findings
        if one.severity != "info"
        and one.status == "open"
        and one.code not in by_the_way
        # The unit beside it has sent nothing but what a mailbox holds.
        and (one.code, one.unit) != ("UNIT-01", BUREAU.code)
    ]
    # Where any code will do, what follows from it is not counted.
    assert len(there) == len(wanted) or kinds_with_any_code(done), (there, wanted)
    for one in wanted:
        assert any(one.fits(*place) for place in there), (there, one)


def kinds_with_any_code(done: Damaged) -> bool:
    return any(one.expect == TOLD for one in done.kinds)


def _told_as_info(done: Damaged, result: Consolidation) -> None:
    there = [(one.code, one.sheet, one.cell) for one in result.findings if one.severity == "info"]
    for one in done.expected:
        if one.code in INFO:
            assert any(one.fits(*place) for place in there), (there, one)
    if done.unread == set(TABLES):
        return
    moved = {(sheet, cell) for code, sheet, cell in there if code == "TAB-04"}
    assert moved == {place for table, place in done.moved.items() if table not in done.unread}


def _unbalanced(done: Damaged, result: Consolidation) -> list[Expected]:
    """T3-01 in every column where the figures that are read do not balance.

    A cell that holds no figure, but plainly reads as one, is judged with that.
    """
    if "t3" in done.unread or any(kind.harmless for kind in done.kinds):
        return []
    reads = {
        one.indicator: int(one.suggested)
        for one in result.findings
        if one.code.startswith("NUM-") and one.indicator and one.suggested is not None
    }
    read = {
        code: reads.get(code, one) if isinstance(one, str) else one
        for code, one in done.typed.items()
    }
    return [
        Expected("T3-01", next(iter(done.sheets["t3"])), frozenset([_total_cell(column)]))
        for column in COLUMNS
        if not _balances(read, column)
    ]


def _total_cell(column: str) -> str:
    return TABLES["t3"].cells[f"t3.outcome.total.{column}"].address


def _balances(typed: Mapping[str, object], column: str) -> bool:
    """Whether 一 + 二 = （七） + 四; with a text in it that cannot be judged."""
    figures = {code: typed[code] for code in FORM.table_inputs("t3") if code.endswith(f".{column}")}
    elsewhere = {code for code, one in figures.items() if one == ELSEWHERE}
    if any(isinstance(one, str) for code, one in figures.items() if code not in elsewhere):
        return True
    number = {code: one if isinstance(one, int) else 0 for code, one in figures.items()}
    left = number[f"t3.received.{column}"] + number[f"t3.carried_in.{column}"]
    right = sum(number[code] for code in outcomes(FORM, column))
    return left == right + number[f"t3.carried_out.{column}"]


def _summed(done: Damaged, result: Consolidation) -> None:
    """Every figure that is typed in a table that is read, and nothing else."""
    (record,) = [one for one in result.units if one.unit != BUREAU]
    (kind,) = done.kinds
    assert record.in_total == (kind.sums != NOTHING)
    if kind.sums == NOTHING:
        assert not any(result.totals.values())
        return
    assert record.returned
    lost = [code for code, one in done.typed.items() if isinstance(one, str)]
    assert {
        ALL: not lost or kind.expect in ("TAB-03", "TAB-08"),
        NOT_THE_CELL: len(lost) == len(done.hits),
    }.get(kind.sums, True)
    for code, typed in done.typed.items():
        summed = typed if isinstance(typed, int) else None
        if FORM.indicators[code].table in done.unread:
            summed = None
        assert record.returned.values[code] == summed, code
    assert not record.returned.counted & done.unread
    assert bool(done.unread) == (kind.sums == NOT_THE_TABLE)
    for code in FORM.indicators:
        parts = FORM.inputs_of(code).items()
        sums = sum((record.returned.values[one] or 0) * n for one, n in parts)
        if FORM.indicators[code].table in record.returned.counted:
            assert result.totals[code] == sums
        else:
            assert result.totals[code] == 0


def test_the_corpus_is_large() -> None:
    kinds = corpus().values()
    assert len(kinds) >= 170
    assert sum(kind.harmless for kind in kinds) >= 80
    assert {kind.harmless for kind in kinds if kind.sums == NOT_THE_TABLE} == {False}
