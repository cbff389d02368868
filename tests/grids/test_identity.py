"""Who a workbook says it is from, by each of its sources and by all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.build import EVERYONE, YEAR
from toolkit.grids.identity import Identity, from_file_name, from_pairs, merge, years_in


def test_the_first_source_that_states_a_field_decides() -> None:
    merged, contradictions = merge(
        [Identity(kind="template", unit="A"), Identity(kind="feedback", level="own", unit="A")]
    )
    assert merged == Identity(kind="template", level="own", unit="A")
    assert contradictions == []


def test_every_stated_value_of_a_contradiction_is_kept() -> None:
    sources = [Identity(unit="A"), Identity(), Identity(unit="B"), Identity(unit="A")]
    assert merge(sources) == (Identity(unit="A"), [("unit", ["A", "B"])])


def spelt(text: str, saved: str, taken: str) -> str:
    """As a program leaves it that takes one encoding for another."""
    return text.encode(saved).decode(taken, "replace")


NAME = "东山区"


@pytest.mark.parametrize(
    "garbled",
    [
        spelt(NAME, "utf-8", "latin-1"),
        spelt(NAME, "utf-8", "cp1252"),
        spelt(NAME, "utf-8", "gb18030"),
        spelt(NAME, "utf-8", "cp437"),
        spelt(NAME, "gb18030", "latin-1"),
        spelt(NAME, "gb18030", "utf-8"),
        spelt(NAME, "gb18030", "big5"),
        spelt(spelt(NAME, "utf-8", "latin-1"), "utf-8", "latin-1"),
        "???",
        "东?区",
        "东\N{REPLACEMENT CHARACTER}区",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_garbled_name_is_no_contradiction_where_the_codes_agree(
    garbled: str, first: bool
) -> None:
    wrong = from_pairs({"unit": "A", "name": garbled})
    sources = [from_pairs({"unit": "A", "name": NAME}), wrong, from_pairs({"name": NAME})]
    merged, contradictions = merge(sources[::-1] if not first else [wrong, *sources])
    assert (merged.name, contradictions) == (NAME, [])
    # Nothing else agrees where the code is not stated, or stated twice.
    for unit in ("", "B"):
        other = [from_pairs({"unit": unit, "name": NAME}), from_pairs({"name": garbled})]
        other += [from_pairs({"unit": "A"})] if unit else []
        assert "name" in [key for key, _ in merge(other)[1]]


def test_of_two_that_may_each_be_the_other_garbled_the_common_one_is_the_name() -> None:
    """With an even number of characters nothing is lost on the way."""
    name = "东山"
    garbled = spelt(name, "utf-8", "gb18030")
    assert spelt(garbled, "gb18030", "utf-8") == name
    for sources in ((name, garbled), (garbled, name)):
        merged, contradictions = merge(Identity(unit="A", name=one) for one in sources)
        assert (merged.name, contradictions) == (name, [])


@pytest.mark.parametrize("name", ["西山区", "东山", "东山区财政局", "æ", "东山?局"])
def test_a_name_that_was_changed_stays_a_contradiction(name: str) -> None:
    """A borrowed template has the code of its owner everywhere, and another name on the cover."""
    sources = [Identity(unit="A", name=NAME), Identity(unit="A", name=name)]
    assert merge(sources)[1] == [("name", [NAME, name])]


def test_a_name_in_other_widths_is_the_same() -> None:
    sources = [
        Identity(name="东山县（市）"),
        Identity(name="东山县(市)"),
        Identity(name="东 山县（市）"),
    ]
    assert merge(sources) == (Identity(name="东山县（市）"), [])


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("东山区_2024", {"2024"}),
        ("2024年度东山区年报", {"2024"}),
        ("东山区（２０２４）", {"2024"}),
        ("990001_东山区_2024(1)", {"2024"}),
        ("2024年度，2025年1月10日", {"2024"}),
        ("2023-2024", {"2023", "2024"}),
        ("东山区", set()),
        ("2025-01-10", set()),
        ("2025.1.10 东山区", set()),
        ("20250110", set()),
        ("13720242024", set()),
        ("国办公开办函〔2021〕30号", set()),
        ("2021年版模板", set()),
        ("统计期间：2024年1月1日至2024年12月31日", {"2024"}),
        ("自２０２４ 年 1 月 1 日起，至 12 月 31 日止", {"2024"}),
        ("2024.01.01-2024.12.31", {"2024"}),
        ("2024-1-1至2024-12-31", {"2024"}),
        ("2023年1月1日至2024年12月31日", set()),
        ("2024年1月1日至6月30日", set()),
    ],
)
def test_the_years_that_a_text_is_about(text: str, years: set[str]) -> None:
    assert years_in(text) == years


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
