"""A run uses again what the run before was given, says so, and stops where that has changed."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.support.build import (
    BALANCED,
    BUREAU,
    COUNTY,
    LATER,
    OFFICE,
    TOWN,
    YEAR,
    command,
    dated,
    filled,
    refused,
    roster,
    without_properties,
)
from tests.support.build import code_at as code

OUT = f"汇总-{YEAR}.xlsx"
LAST = f"汇总-{YEAR - 1}.xlsx"
CARRIED = {"表三!D6": 12, "表三!D7": 2, "表三!D8": 12, "表三!D30": 2}


@pytest.fixture
def office(folder: Path) -> Path:
    """A folder with a return, its roster, and last year's workbook, in which 四 is 2."""
    then = folder / "then"
    then.mkdir()
    (then / "a.xlsx").write_bytes(filled(BALANCED, BUREAU, year=YEAR - 1))
    assert command("collect", then, "--units", "units.csv") == 0
    shutil.rmtree(then)
    (folder / "returns" / "a.xlsx").write_bytes(filled(CARRIED, BUREAU))
    return folder


def told(*arguments: str | Path) -> dict[str, list[str]]:
    """Id → status of what a run tells; it is run with --json."""
    command("collect", *arguments, "--json", "out.json")
    found = json.loads(Path("out.json").read_text(encoding="utf-8"))["findings"]
    return {one["code"]: [one["status"], one["judged"]] for one in found}


def lines(capsys: pytest.CaptureFixture[str], begins: str) -> list[str]:
    printed = capsys.readouterr().out.splitlines()
    return [one for one in printed if one.startswith(begins)]


# --- What is used again --------------------------------------------------------------------------


def test_last_year_is_compared_with_though_nobody_says_so_again(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {**CARRIED, "表三!D7": 3, "表三!D8": 13}
    (office / "returns" / "a.xlsx").write_bytes(filled(wrong, BUREAU))
    first = told("returns", "--previous", LAST)
    assert first["T3-04"] == ["open", True]
    capsys.readouterr()
    assert told("./returns/") == first
    (said,) = lines(capsys, "沿用上次汇总")
    assert said == (
        f"沿用上次汇总（{OUT}）：上年 {LAST}。"
        "要改用别的，请在命令中写明；不与上年核对的，请加上 --no-previous。"
    )
    assert told("returns", "--no-previous")["T3-04"] == ["open", False]


def test_the_feedback_goes_where_it_went(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = {**CARRIED, "表三!D8": 13}
    (office / "returns" / "a.xlsx").write_bytes(filled(broken, BUREAU))
    assert command("collect", "returns", "--feedback", "退回") == 1
    there = sorted(one.name for one in Path("退回").iterdir())
    assert there
    (office / "returns" / "a.xlsx").write_bytes(filled(CARRIED, BUREAU, saved=LATER))
    capsys.readouterr()
    assert command("collect", "returns") == 0
    assert lines(capsys, "沿用上次汇总") == [
        f"沿用上次汇总（{OUT}）：退回件存入 退回。要改用别的，请在命令中写明。"
    ]
    left = [one.name for one in Path("退回").iterdir() if "退回" in one.name]
    assert left == []


def test_who_sums_and_whether_strictly_is_used_again(folder: Path) -> None:
    broken = {**BALANCED, "表三!D8": 11}
    units = (OFFICE, BUREAU, COUNTY, TOWN)
    Path("units.csv").write_bytes(roster(*units))
    for name, unit in (("o", OFFICE), ("b", BUREAU), ("t", TOWN)):
        Path("returns", f"{name}.xlsx").write_bytes(filled(broken, unit))
    Path("returns", "a.xlsx").unlink()

    def inside(*options: str) -> dict[str, bool]:
        command("collect", "returns", "--json", "out.json", *options)
        read = json.loads(Path("out.json").read_text(encoding="utf-8"))
        return {one["code"]: one["in_total"] for one in read["units"]}

    assert inside("--as", COUNTY.code, "--strict", "-o", "county.xlsx")[TOWN.code] is False
    assert inside("-o", "county.xlsx") == inside("--as", COUNTY.code, "--strict", "-o", "x.xlsx")
    assert inside("-o", "county.xlsx", "--no-strict")[TOWN.code] is True
    # Taken back, it stays so.
    assert inside("-o", "county.xlsx")[TOWN.code] is True


def test_a_roster_that_was_named_is_used_again_wherever_the_run_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("lists").mkdir()
    Path("units.csv").rename("lists/own.csv")
    assert command("collect", "returns", "--units", "lists/own.csv") == 0
    monkeypatch.chdir("lists")
    capsys.readouterr()
    assert command("collect", "../returns", "-o", f"../{OUT}") == 0
    (said,) = lines(capsys, "沿用上次汇总")
    assert re.search(rf"（{OUT}）：名册 own\.csv。", said)


def test_all_of_it_can_be_moved(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = told("returns", "--previous", LAST)
    moved = office.parent / "moved"
    moved.mkdir()
    for one in list(office.iterdir()):
        one.rename(moved / one.name)
    monkeypatch.chdir(moved)
    assert told("returns") == first


def test_the_right_workbook_of_several_is_the_one_that_is_replaced(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside it lie last year's, and one of next year that was given something else."""
    told("returns", "--previous", LAST)
    Path("next").mkdir()
    Path("next", "a.xlsx").write_bytes(filled(CARRIED, BUREAU, year=YEAR + 1))
    assert command("collect", "next", "--units", "units.csv", "--strict") == 0
    # What states no year in its properties is known by what is read.
    content = without_properties(filled(CARRIED, BUREAU))
    Path("returns", "a.xlsx").write_bytes(content)
    capsys.readouterr()
    command("collect", "returns")
    (said,) = lines(capsys, "沿用上次汇总")
    assert re.search(rf"（{OUT}）：上年 {LAST}。", said)


def test_a_file_that_was_preferred_is_so_until_another_one_comes(office: Path) -> None:
    other = {**CARRIED, "表三!D6": 13, "表三!D8": 13}
    Path("returns", "b.xlsx").write_bytes(dated(filled(other, BUREAU), LATER))

    def counts() -> int:
        command("collect", "returns", "--json", "out.json")
        read = json.loads(Path("out.json").read_text(encoding="utf-8"))
        return int(read["totals"][code("表三!D6")])

    assert counts() == 13
    assert command("collect", "returns", "--prefer", "a.xlsx") == 0
    assert counts() == 12
    assert counts() == 12
    third = {**CARRIED, "表三!D6": 14, "表三!D8": 14}
    later = LATER.replace(day=LATER.day + 1)
    Path("returns", "c.xlsx").write_bytes(dated(filled(third, BUREAU), later))
    assert counts() == 14


def test_the_year_that_was_given_counts_for_files_that_state_none(folder: Path) -> None:
    Path("returns", "a.xlsx").unlink()
    undated = filled(BALANCED, None, year=None)
    Path("returns", f"{BUREAU.name}.xlsx").write_bytes(undated)
    assert command("collect", "returns", "--year", str(YEAR)) in (0, 1)
    first = Path(OUT).read_bytes()
    assert command("collect", "returns", "-o", OUT) in (0, 1)
    assert first != b""


# --- What is gone or has changed -----------------------------------------------------------------


def test_last_year_that_is_gone_stops_the_run_with_both_ways(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told("returns", "--previous", LAST)
    before = Path(OUT).read_bytes()
    Path(LAST).rename("elsewhere.xlsx")
    assert refused(capsys, "collect", "returns") == (
        f"上次汇总（{OUT}）用的上年数据 {LAST} 找不到了。"
        "请把它放回原处，或用 --previous 写明现在的位置；这次不与上年核对的，请加上 --no-previous。"
    )
    assert Path(OUT).read_bytes() == before
    assert command("collect", "returns", "--previous", "elsewhere.xlsx") == 0
    assert command("collect", "returns") == 0
    Path("elsewhere.xlsx").unlink()
    assert command("collect", "returns", "--no-previous") == 0
    # Now there is nothing that a run could leave out.
    assert command("collect", "returns") == 0


def test_last_year_that_says_something_else_stops_the_run(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told("returns", "--previous", LAST)
    Path("then").mkdir()
    other = {**BALANCED, "表三!D6": 13, "表三!D30": 3}
    Path("then", "a.xlsx").write_bytes(filled(other, BUREAU, year=YEAR - 1))
    assert command("collect", "then", "--units", "units.csv", "-o", LAST) == 0
    message = refused(capsys, "collect", "returns")
    assert re.search(f"{LAST} 中的数与上次汇总（{OUT}）时不同.*--previous {LAST}.*换回", message)
    assert command("collect", "returns", "--previous", LAST) == 1
    assert command("collect", "returns") == 1


def test_last_year_that_was_only_saved_again_is_the_same(office: Path) -> None:
    told("returns", "--previous", LAST)
    book = openpyxl.load_workbook(LAST)
    book["概览"]["Z99"] = "看过"
    book.save(LAST)
    assert command("collect", "returns") == 0


def test_another_roster_stops_the_run_and_names_who_came_and_went(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("collect", "returns") == 0
    Path("units.csv").write_bytes(roster(OFFICE, COUNTY))
    message = refused(capsys, "collect", "returns")
    assert message == (
        f"名册 units.csv 与上次汇总（{OUT}）时不同：多了 2 个单位（{OFFICE.name}、{COUNTY.name}），"
        f"少了 1 个单位（{BUREAU.name}）。确认按现在的名册汇总的，请加上 --units units.csv；"
        "要用原来的，请换回原来的名册后重试。"
    )
    assert command("collect", "returns", "--units", "units.csv") in (0, 1)
    assert command("collect", "returns") in (0, 1)


def test_whom_to_call_is_no_other_roster(office: Path) -> None:
    assert command("collect", "returns") == 0
    head, *rows = roster(BUREAU).decode().split("\n")
    rows = [f"{row},张三,0990-1,2025-01-31" for row in rows if row]
    Path("units.csv").write_text("\n".join([f"{head},联系人,联系电话,截止日期", *rows]))
    assert command("collect", "returns") == 0


def test_a_roster_beside_the_one_that_was_named_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy("units.csv", "own.csv")
    assert command("collect", "returns", "--units", "own.csv") == 0
    assert lines(capsys, "另有一份名册") == []
    Path("returns", "units.csv").write_bytes(roster(BUREAU, OFFICE))
    assert command("collect", "returns", "--units", "own.csv") == 0
    assert lines(capsys, "另有一份名册") == [
        "另有一份名册 returns/units.csv，与所用的 own.csv 不同，没有使用："
        "请核对以哪一份为准，多余的请移走。"
    ]
