"""The order in which findings are told."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from typing import Any

import pytest

from toolkit.findings.codes.catalogue import CATALOGUE
from toolkit.findings.details import AtCell, OneMistake
from toolkit.findings.finding import Correction, Finding, Location, Status
from toolkit.findings.identity import identified
from toolkit.findings.worst_first import worst_first
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out

LAYOUT = lay_out(default_form())
CODES = {"!".join(LAYOUT.where(code)): code for code in LAYOUT.places}
UNITS = ("990002", "990001")


def told(code: str, unit: str | None = "990001", at: str = "", **facts: Any) -> Finding:
    """A finding of the catalogue, or a broken balance, at a cell such as 表三!D8."""
    sheet, _, cell = at.partition("!")
    place = Location(sheet or None, cell or None, CODES.get(at))
    known = CATALOGUE.get(code)
    difference = None if known else 1
    facts = {"severity": known.severity if known else "error", "difference": difference, **facts}
    return Finding(
        code,
        unit=unit,
        sheet=place.sheet,
        cell=place.cell,
        indicator=place.indicator,
        **facts,
    )


def mistake(at: str, *broken: Finding, cells: int = 1) -> Finding:
    """LIKELY-01 at a cell, and the balances that follow from it."""
    one = Correction(CODES[at], "表三", at.partition("!")[2], "", 1, 2, "")
    mended = tuple(AtCell(b.indicator or "", "表三", b.cell or "") for b in broken)
    return told(
        "LIKELY-01", at=at, details=OneMistake(mended, False), corrections=((one,) * cells,)
    )


def following(cause: Finding, *broken: Finding) -> list[Finding]:
    return [replace(one, status="follows", follows=cause.origin) for one in broken]


def order(*some: Finding, units: tuple[str, ...] = UNITS) -> list[tuple[str, str | None]]:
    """Code, and cell or else unit, of the findings in their order, however they come in."""
    shuffled = random.Random(len(some)).sample(some, len(some))
    every = worst_first(shuffled, LAYOUT, units)
    assert len(every) == len(some)
    return [(one.code, one.cell or one.unit) for one in every]


def test_the_roster_comes_first_and_then_by_severity() -> None:
    roster = ("YEAR-05", "YEAR-06", "UNIT-15", "UNIT-19")
    others = [told("TAB-06"), told("UNIT-01"), told("UNIT-14")]
    assert order(*others, *(told(code, unit="990003") for code in roster)) == [
        # That a unit of last year is gone is the only one that leaves figures out.
        ("UNIT-15", "990003"),
        ("UNIT-19", "990003"),
        ("YEAR-05", "990003"),
        ("YEAR-06", "990003"),
        ("UNIT-14", "990001"),
        ("UNIT-01", "990001"),
        ("TAB-06", "990001"),
    ]


def test_what_changes_the_totals_most_comes_first() -> None:
    broken = [
        told("T3-01", at="表三!D29"),
        told("T3-02", at="表三!J8"),
        told("T3-02", at="表三!J9"),
    ]
    likely = mistake("表三!D8", *broken)
    assert order(
        told("UNIT-14"),
        told("T3-04", at="表三!D7"),
        told("NUM-01", at="表三!F6"),
        told("NUM-01", at="表三!E6", more=4),
        likely,
        *following(likely, *broken),
        told("TAB-02", tables=("表四",)),
        told("STAT-03", tables=("表三",)),
        told("FILE-01", unit=None, file="a.pdf"),
        told("FILE-04", unit="990002", file="b.xlsx"),
    ) == [
        ("FILE-04", "990002"),
        ("FILE-01", None),
        ("STAT-03", "990001"),
        ("TAB-02", "990001"),
        ("NUM-01", "E6"),
        ("LIKELY-01", "D8"),
        ("T3-02", "J8"),
        ("T3-02", "J9"),
        ("T3-01", "D29"),
        ("NUM-01", "F6"),
        ("T3-04", "D7"),
        ("UNIT-14", "990001"),
    ]


def test_then_by_unit_as_on_the_roster_by_file_by_place_and_by_code() -> None:
    assert order(
        told("NUM-01", unit="990009", at="表三!D6"),
        told("NUM-02", at="表四!A6"),
        told("NUM-02", at="表三!D10"),
        told("NUM-01", at="表三!D10"),
        told("T3-01", at="表三!D9"),
        told("NUM-01", unit="990002", at="表三!E6", file="b.xlsx"),
        told("NUM-01", unit="990002", at="表三!G9", file="a.xlsx"),
    ) == [
        ("NUM-01", "G9"),
        ("NUM-01", "E6"),
        ("T3-01", "D9"),
        ("NUM-01", "D10"),
        ("NUM-02", "D10"),
        ("NUM-02", "A6"),
        ("NUM-01", "D6"),
    ]


def test_figures_of_another_year_or_unit_weigh_as_what_is_left_out() -> None:
    """All of them are in doubt, though they are in the sum."""
    assert order(
        told("STAT-03", unit="990002", tables=("表三",)),
        told("UNIT-13"),
        told("UNIT-16"),
        told("UNIT-17", unit="990002", tables=("表四",)),
    ) == [
        ("UNIT-13", "990001"),
        ("STAT-03", "990002"),
        ("UNIT-16", "990001"),
        ("UNIT-17", "990002"),
    ]


def test_warnings_are_weighed_too() -> None:
    assert order(
        told("FILE-08", unit="990002"),
        told("TAB-03", unit="990002", at="表三"),
        told("T2-01", at="表二!D6", severity="warning"),
        told("UNIT-01"),
    ) == [
        ("UNIT-01", "990001"),
        ("TAB-03", "990002"),
        ("T2-01", "D6"),
        ("FILE-08", "990002"),
    ]


@pytest.mark.parametrize("status", ["explained", "cannot_judge"])
def test_what_is_not_open_weighs_nothing(status: Status) -> None:
    settled = told("T2-01", at="表二!D5", severity="warning", status=status)
    assert order(settled, told("T2-01", at="表二!D6", severity="warning")) == [
        ("T2-01", "D6"),
        ("T2-01", "D5"),
    ]


def test_a_mistake_weighs_its_cells_and_what_follows() -> None:
    one, two = (told("T3-02", at=f"表三!J{row}") for row in (8, 9))
    exchanged = mistake("表三!D8", one, two, cells=2)
    single = told("NUM-01", at="表三!D6", more=2)
    some = (single, exchanged, *following(exchanged, one, two))
    assert [code for code, _ in order(*some)] == ["LIKELY-01", "T3-02", "T3-02", "NUM-01"]


def test_what_follows_is_known_by_its_cause_in_a_later_run() -> None:
    """A finding of an earlier run knows its cause by the id only."""
    broken = told("T3-02", at="表三!J8")
    cause = mistake("表三!D8", broken)
    known = identified([cause, *following(cause, broken)])
    then = [known[0], replace(known[1], follows=None)]
    others = [told("NUM-01", at="表三!D6"), told("NUM-01", at="表三!J9")]
    assert [one.code for one in worst_first([*reversed(then), *others], LAYOUT)] == [
        "LIKELY-01",
        "T3-02",
        "NUM-01",
        "NUM-01",
    ]


def test_what_follows_from_nothing_that_is_here_is_not_lost() -> None:
    one, two = told("T3-02", at="表三!J8"), told("T3-02", at="表三!J9")
    (gone,) = following(mistake("表三!D8"), one)
    of_itself = replace(two, follows=two.origin)
    mutual = [
        replace(told("T3-01", at=a), follows=told("T3-01", at=b).origin)
        for a, b in (("表三!D29", "表三!E29"), ("表三!E29", "表三!D29"))
    ]
    assert len(order(gone, of_itself, *mutual)) == 4


def test_a_thousand_returns_are_no_matter() -> None:
    units = tuple(str(990000 + number) for number in range(1000))
    every: list[Finding] = []
    for unit in units:
        broken = [replace(told("T3-02", at=f"表三!J{row}"), unit=unit) for row in range(8, 18)]
        cause = replace(mistake("表三!D8", *broken), unit=unit)
        every += [*following(cause, *broken), cause, *(told("NUM-01", unit) for _ in range(9))]
    began = time.process_time()
    assert len(worst_first(every, LAYOUT, units)) == 20_000
    assert time.process_time() - began < 2
