"""Rosters among the returns: known by any of their usual names, and named if they differ."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support.build import BALANCED, BUREAU, OFFICE, YEAR, command, filled, roster
from tests.support.unit_tables import xlsx
from toolkit.collection.names import ROSTER
from toolkit.grids.names import ROSTERS
from toolkit.roster.roster_file import other_rosters, read_roster
from toolkit.starting.roster_sheet import roster_workbook


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collection with a roster and a return, in whose folder we are."""
    monkeypatch.chdir(tmp_path)
    Path("list.csv").write_bytes(roster(OFFICE, BUREAU))
    assert command("init", f"{YEAR}年度", "--units", "list.csv") == 0
    monkeypatch.chdir(tmp_path / f"{YEAR}年度")
    Path("收件", "a.xlsx").write_bytes(filled(BALANCED, BUREAU))
    return Path.cwd()


def named_elsewhere(printed: str) -> list[str]:
    return [one for one in printed.splitlines() if one.startswith("另有一份名册")]


def test_what_a_new_collection_calls_its_roster_is_a_usual_name() -> None:
    assert ROSTER == "名册.xlsx" and ROSTER in ROSTERS


@pytest.mark.parametrize("name", ["名册.csv", "units.csv"])
def test_the_same_roster_among_the_returns_is_no_return(begun: Path, name: str) -> None:
    """It names units, so it was charged to the first of them, and went back to it."""
    shutil.copy("名册.csv", Path("收件", name))
    assert command("collect", "--feedback", "退回", "--json", "one.json") == 0
    found = json.loads(Path("one.json").read_text("utf-8"))
    assert {one["path"]: one["status"] for one in found["files"]} == {
        "a.xlsx": "accepted",
        name: "ignored",
    }
    assert not [one for one in found["findings"] if one["code"].startswith("FILE")]
    assert not list(Path("退回").glob("*_退回通知.txt"))


@pytest.mark.parametrize("name", ROSTERS)
def test_one_that_says_something_else_is_named(
    begun: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    head, row = roster(OFFICE).decode().split()
    content = xlsx(head.split(","), row.split(",")) if name.endswith(".xlsx") else roster(OFFICE)
    Path("收件", name).write_bytes(content)
    capsys.readouterr()
    assert command("collect") == 0
    assert named_elsewhere(capsys.readouterr().out) == [
        f"另有一份名册 收件/{name}，与所用的 名册.csv 不同，没有使用："
        "请核对以哪一份为准，多余的请移走。"
    ]


def test_one_is_named_once(begun: Path) -> None:
    """The folder above the returns is that of the roster: once as it was named, once as a whole."""
    Path("units.csv").write_bytes(roster(OFFICE))
    used = Path("名册.csv")
    assert other_rosters(used, read_roster(used), [Path("收件")]) == [Path("units.csv")]


def test_a_list_under_a_later_name_does_not_stop_a_folder_that_was_used_before(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Offices had such files beside their units.csv before these names meant a roster."""
    Path("名册.csv").write_bytes(roster(OFFICE))
    assert command("collect", "returns") == 0
    (said,) = named_elsewhere(capsys.readouterr().out)
    assert said.startswith("另有一份名册 ") and "名册.csv，与所用的 " in said


def test_one_that_nobody_has_filled_in_is_not_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("名册.xlsx").write_bytes(roster_workbook())
    assert command("collect", "returns") == 0
    assert named_elsewhere(capsys.readouterr().out) == []
