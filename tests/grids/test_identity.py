"""Who a workbook says it is from, by each of its sources and by all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.build import EVERYONE, YEAR
from toolkit.grids.identity import Identity, from_file_name, from_pairs, merge


def test_the_first_source_that_states_a_field_decides() -> None:
    merged, contradictions = merge(
        [Identity(kind="template", unit="A"), Identity(kind="feedback", level="own", unit="A")]
    )
    assert merged == Identity(kind="template", level="own", unit="A")
    assert contradictions == []


def test_every_stated_value_of_a_contradiction_is_kept() -> None:
    sources = [Identity(unit="A"), Identity(), Identity(unit="B"), Identity(unit="A")]
    assert merge(sources) == (Identity(unit="A"), [("unit", ["A", "B"])])


def test_blanks_state_nothing() -> None:
    stated = from_pairs({"unit": " ", "year": "", "name": " 东山区 ", "other": "x"})
    assert stated == Identity(name="东山区")


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("990001_东山区_2024", Identity(unit="990001", name="东山区", year="2024")),
        ("990000-11_教育局_2024_改", Identity(unit="990000-11", name="教育局", year="2024")),
        ("990001_东山区_20245", Identity(name="990001_东山区_20245")),
        ("东山区", Identity(name="东山区")),
    ],
)
def test_what_a_file_name_says(stem: str, expected: Identity) -> None:
    assert from_file_name(stem) == expected


def test_everyone_can_be_told_by_the_template(tmp_path: Path) -> None:
    """The names that the command gives to templates are read back."""
    for unit in EVERYONE:
        stem = f"{unit.code}_{unit.name}_{YEAR}"
        assert from_file_name(stem).unit == unit.code
