"""Whose sum it is: read from the roster, or named on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.build import (
    BUREAU,
    CITY,
    COUNTY,
    EVERYONE,
    OFFICE,
    TOWN,
    collect,
    command,
    edit,
    filled,
    refused,
    roster,
)
from toolkit.commands.checking import check_files
from toolkit.errors import CannotRun
from toolkit.roster.roster import Category, Roster, Unit

# --- Whose sum it is -----------------------------------------------------------------------------


def of(*pairs: str) -> Roster:
    """``child<parent`` → a roster of departments."""
    rows = (pair.partition("<") for pair in pairs)
    return Roster(tuple(Unit(c, f"单位{c}", Category.DEPARTMENT, p) for c, _, p in rows))


@pytest.mark.parametrize(
    ("rows", "collector"),
    [
        # The parent of the top rows, on the roster or not.
        (("A<X", "B<X"), "X"),
        (("A<X", "B<X", "C<A"), "X"),
        (("X<", "A<X", "B<X"), "X"),
        (("X<", "A<X", "B<X", "C<A"), "X"),
        (("A<X",), "X"),
    ],
)
def test_the_collecting_unit_is_the_parent_of_the_top_rows(
    rows: tuple[str, ...], collector: str
) -> None:
    assert of(*rows).collector() == collector


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (("A<X", "B<Y"), "从名册看不出由谁汇总：可能是 X、Y。请用 --as 指明汇总单位的代码。"),
        # The collector's own row names its parent: who of both is summing is not plain.
        (
            ("X<P", "A<X", "B<X"),
            "从名册看不出由谁汇总：可能是 P、X。请用 --as 指明汇总单位的代码。",
        ),
        (
            ("A<", "B<"),
            "从名册看不出由谁汇总（上级代码全空或互相循环），请用 --as 指明汇总单位的代码。",
        ),
        (
            ("A<B", "B<A"),
            "从名册看不出由谁汇总（上级代码全空或互相循环），请用 --as 指明汇总单位的代码。",
        ),
    ],
)
def test_a_roster_from_which_it_is_not_plain(rows: tuple[str, ...], told: str) -> None:
    with pytest.raises(CannotRun) as caught:
        of(*rows).collector()
    assert str(caught.value) == told


def test_as_names_a_county_within_the_city() -> None:
    """The county uses the city's roster and sums its own towns."""
    assert Roster(EVERYONE).collector(COUNTY.code) == COUNTY.code
    assert Roster(EVERYONE).children(COUNTY.code) == [TOWN]


def test_as_somebody_without_children() -> None:
    with pytest.raises(CannotRun) as caught:
        Roster(EVERYONE).collector("990009")
    assert str(caught.value) == (
        "名册中没有上级代码为 990009 的单位。请检查 --as 或名册的“上级代码”列。"
    )


def test_as_on_the_command_line(tmp_path: Path) -> None:
    """The county does not report to itself, and the city's own units are none of its business."""
    result = collect(tmp_path, {"town.xlsx": filled(unit=TOWN)}, "--as", COUNTY.code)
    assert {one["code"]: one["in_total"] for one in result.json["units"]} == {TOWN.code: True}
    assert result.total("表三!D6") == 12
    assert result.codes() == []


def test_what_others_have_sent_is_listed_all_the_same(tmp_path: Path) -> None:
    files = {"town.xlsx": filled(unit=TOWN), "bureau.xlsx": filled(unit=BUREAU)}
    result = collect(tmp_path, files, "--as", COUNTY.code)
    assert [one["code"] for one in result.json["units"]] == [BUREAU.code, TOWN.code]
    bureau = result.unit(BUREAU)
    assert (bureau["in_total"], bureau["reason"]) == (False, "不属于本次汇总的范围")


VILLAGE = Unit("990001101-1", "河口村", Category.TOWNSHIP, TOWN.code)
TAXES = Unit("990001-91", "东山区税务局", Category.VERTICAL, COUNTY.code)
WEST = Unit("990002", "西山县", Category.COUNTY, CITY)
WEST_TOWN = Unit("990002101", "山口镇", Category.TOWNSHIP, WEST.code)
LISTED = (COUNTY, OFFICE, TOWN, VILLAGE, TAXES, WEST, WEST_TOWN)


def put(folder: Path, *units: Unit) -> None:
    """Only the returns of these, with a roster of all."""
    (folder / "units.csv").write_bytes(roster(*LISTED))
    (folder / "returns" / "a.xlsx").unlink()
    for one in units:
        (folder / "returns" / f"{one.code}.xlsx").write_bytes(filled(unit=one))


@pytest.mark.parametrize("sent", [(TOWN,), (TOWN, TAXES), (TOWN, VILLAGE), (VILLAGE,)])
def test_returns_of_a_county_s_units_are_not_summed_for_the_city(
    folder: Path, capsys: pytest.CaptureFixture[str], sent: tuple[Unit, ...]
) -> None:
    """Somebody forgot --as: a workbook of zeros would say nothing of it."""
    put(folder, *sent)
    assert refused(capsys, "collect", "returns") == (
        "报送件是由 东山区（990001）汇总的单位报来的，本次却按 990000 汇总，没有一个单位可以计入。"
        "如要汇总 东山区 的数，请加上 --as 990001。"
    )
    assert not (folder / "汇总-2024.xlsx").exists()


def test_returns_of_two_counties_are_summed_for_each(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, TOWN, WEST_TOWN)
    told = refused(capsys, "collect", "returns")
    assert told.startswith("报送件是由 东山区（990001）、西山县（990002）汇总的单位报来的，")
    assert told.endswith("请分别汇总，各用 --as 指明汇总单位，例如 --as 990001。")


def test_the_wrong_county_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder, TOWN)
    assert refused(capsys, "collect", "returns", "--as", WEST.code).endswith(
        "本次却按 西山县 汇总，没有一个单位可以计入。如要汇总 东山区 的数，请加上 --as 990001。"
    )


def test_a_unit_that_was_named_once_need_not_be_named_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the run before was given is used again; elsewhere the unit has to be named."""
    put(folder, TOWN)
    assert command("collect", "returns", "--as", COUNTY.code) == 0
    capsys.readouterr()
    assert command("collect", "returns") == 0
    assert f"汇总单位 {COUNTY.code}。" in capsys.readouterr().out
    assert "请加上 --as 990001" in refused(capsys, "collect", "returns", "-o", "other.xlsx")


def test_with_one_return_of_the_city_s_own_it_is_the_city_s_sum(folder: Path) -> None:
    put(folder, TOWN, OFFICE)
    assert command("collect", "returns") == 0


def test_what_is_wrong_with_another_s_unit_is_not_the_county_s(folder: Path) -> None:
    """The city's bureau sent its return to the county, with an error in it."""
    put(folder, TOWN)
    bad = edit(filled(unit=BUREAU), {"表三!D6": "12件"})
    (folder / "returns" / "b.xlsx").write_bytes(bad)
    (folder / "units.csv").write_bytes(roster(*LISTED, BUREAU))
    command("collect", "returns", "--as", COUNTY.code, "-o", "county.xlsx", "--feedback", "back")
    assert not list((folder / "back").glob(f"{BUREAU.code}*"))
    (checked,) = check_files([folder / "county.xlsx"], None, None)
    assert checked.findings == ()


def test_a_unit_of_another_county_is_that_one_s_whatever_it_is(folder: Path) -> None:
    put(folder, TOWN, Unit("990002-91", "西山县税务局", Category.VERTICAL, WEST.code))
    (folder / "units.csv").write_bytes(
        roster(*LISTED, Unit("990002-91", "西山县税务局", Category.VERTICAL, WEST.code))
    )
    assert command("collect", "returns", "--as", COUNTY.code, "--json", "out.json") == 0
    units = json.loads((folder / "out.json").read_text(encoding="utf-8"))["units"]
    (taxes,) = [one for one in units if one["code"] == "990002-91"]
    assert taxes["reason"] == "不属于本次汇总的范围"
