"""Within a collection: where it stands, what comes next, and every command without options."""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from tests.support.begun import OUT, UNITS, begin, listed, sent, stands
from tests.support.build import (
    BALANCED,
    BUREAU,
    COUNTY,
    OFFICE,
    YEAR,
    command,
    filled,
    refused,
)
from toolkit.commands.standing import Step
from toolkit.grids.names import FINDING_COLUMNS
from toolkit.roster.roster import Unit


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A collection with a roster, in whose folder we are."""
    return begin(tmp_path, monkeypatch)


def test_every_step_of_a_collection(begun: Path) -> None:
    roster = Path("名册.csv").read_bytes()
    Path("名册.csv").write_text(listed(()), encoding="utf-8")
    assert (stands().step, stands().roster) == (Step.FILL_ROSTER, None)
    Path("名册.csv").write_bytes(roster)
    assert stands().step is Step.MAKE_TEMPLATES
    assert command("template") == 0
    assert (stands().step, stands().templates) == (Step.WAIT_FOR_RETURNS, 3)
    sent(OFFICE)
    sent(BUREAU, {**BALANCED, "表三!D8": 11})
    assert (stands().step, stands().returns) == (Step.COLLECT, 2)
    assert command("collect") == 1
    now = stands()
    assert now.step is Step.SETTLE and now.summed
    assert [one.name for one in now.missing] == [COUNTY.name]
    assert (now.late, now.next_deadline) == ([], datetime.date(2025, 2, 20))
    assert [one.code for one in stands(datetime.date(2025, 2, 21)).late] == [COUNTY.code]
    assert (now.summed.number_of_errors, now.new) == (1, [])
    sent(COUNTY)
    assert (stands().step, stands().new) == (Step.COLLECT_AGAIN, [f"{COUNTY.code}.xlsx"])
    assert command("collect") == 1
    # The reviewer lets the error stand.
    book = openpyxl.load_workbook(OUT)
    sheet = book["审核结果"]
    for row in range(3, sheet.max_row + 1):
        sheet.cell(row, FINDING_COLUMNS.index("处理意见") + 1, "已核实")
    book.save(OUT)
    settled = stands()
    assert settled.summed and settled.step is Step.REPORT
    assert (settled.summed.number_of_errors, settled.summed.number_accepted) == (0, 1)
    Path("发布", "x.docx").touch()
    assert stands().step is Step.PUBLISH


def test_another_roster_is_said_before_anything_is_collected(begun: Path) -> None:
    sent(OFFICE)
    assert command("collect") in (0, 1)
    extra = Unit("990000-12", "东海市体育局", BUREAU.category, BUREAU.parent)
    Path("名册.csv").write_text(listed((*UNITS[:2], extra)), encoding="utf-8")
    now = stands()
    assert now.moved == (["东海市体育局"], [COUNTY.name]) and now.step is Step.CONFIRM_ROSTER


def alone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "toolkit", *arguments]
    return subprocess.run(line, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def test_alone_it_says_so_and_elsewhere_it_is_the_help_page(begun: Path) -> None:
    told = alone(begun / "收件")
    assert (told.returncode, told.stderr) == (0, "")
    lines = [one.rstrip() for one in told.stdout.splitlines()]
    assert lines[0] == f"{YEAR} 年度数据收集（../collection.toml）"
    assert lines[1] == "名册  3 个单位，应报 3 个"
    assert lines[-1] == "下一步：生成模板，发给各单位：toolkit template"
    help_page = alone(begun.parent)
    assert help_page.returncode == 2 and help_page.stdout.startswith("用法：toolkit")


def test_a_mistake_in_its_file_is_one_line(begun: Path) -> None:
    Path("collection.toml").write_text("year = 2024\nunit = 'x'\n", encoding="utf-8")
    told = alone(begun)
    assert (told.returncode, told.stdout) == (2, "")
    assert re.search(r"^collection\.toml 第 2 行：没有 unit 这一项。是不是 units？", told.stderr)


def test_every_command_works_without_options_from_below(
    begun: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for unit in UNITS:
        sent(unit)
    monkeypatch.chdir("收件")
    capsys.readouterr()
    assert command("template") == 0
    assert command("check") == 0
    assert command("read") == 0
    assert command("collect") == 0
    assert command("report") == 0
    assert command("history") == 0
    used = [one for one in capsys.readouterr().out.splitlines() if one.startswith("沿用")]
    common = f"沿用 ../collection.toml：年度 {YEAR}、"
    assert (
        used[0] == f"{common}名册 ../名册.csv（3 个单位）、上年 ../上年数.xlsx、模板存入 ../模板。"
    )
    assert used[3] == (
        f"{common}名册 ../名册.csv（3 个单位）、上年 ../上年数.xlsx、报送件 ../收件、"
        f"汇总工作簿 ../{OUT}、退回件存入 ../退回。"
    )
    assert sorted(one.name for one in begun.iterdir() if one.suffix == ".xlsx") == sorted(
        [OUT, "上年数.xlsx", "历年对比.xlsx"]
    )
    assert len(list((begun / "发布").iterdir())) == 2
    assert sorted(one.name for one in Path().iterdir()) == sorted(f"{u.code}.xlsx" for u in UNITS)


def test_what_is_typed_goes_before_it_and_leaves_it_as_it_is(begun: Path) -> None:
    sent(OFFICE)
    before = Path("collection.toml").read_bytes()
    assert command("collect", "收件", "-o", "other.xlsx", "--feedback", "back") == 0
    assert not Path(OUT).exists() and Path("other.xlsx").exists()
    assert Path("collection.toml").read_bytes() == before


def test_from_elsewhere_the_folder_itself_means_its_returns(
    begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(OFFICE)
    assert command("template") == 0
    monkeypatch.chdir(begun.parent)
    assert command("collect", begun.name) == 0
    assert (begun / OUT).exists()


def test_all_of_it_can_be_moved(begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(OFFICE)
    assert command("collect") == 0
    moved = begun.parent / "共享" / "今年"
    moved.parent.mkdir()
    monkeypatch.chdir(begun.parent)
    shutil.move(begun, moved)
    monkeypatch.chdir(moved)
    sent(BUREAU)
    assert command("collect") == 0
    assert (moved / f"{OUT}.bak").exists()


def test_what_it_names_and_is_gone_stops_the_run_with_both_ways(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent(OFFICE)
    text = Path("collection.toml").read_text(encoding="utf-8")
    Path("collection.toml").write_text(text.replace("上年数.xlsx", "汇总-2023.xlsx"), "utf-8")
    message = refused(capsys, "collect")
    assert re.search(
        r"^collection\.toml 第 \d+ 行的 previous 指明的 汇总-2023\.xlsx 找不到。"
        "请把它放回原处，或改正这一行；也可以这一次用 --previous 另外指明；"
        "这次不与上年核对的，请加上 --no-previous。$",
        message,
    )
    assert command("collect", "--no-previous") == 0
    Path("名册.csv").rename("elsewhere.csv")
    assert re.search("的 units 指明的 名册.csv 找不到", refused(capsys, "collect"))
    assert command("collect", "--no-previous", "--units", "elsewhere.csv") == 0


def test_a_roster_that_is_edited_is_used_once_somebody_says_so(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent(OFFICE)
    assert command("collect") == 0
    Path("名册.csv").write_text(listed(UNITS[:2]), encoding="utf-8")
    message = refused(capsys, "collect")
    assert re.search(f"少了 1 个单位（{COUNTY.name}）.*--units 名册.csv", message)
    assert command("collect", "--units", "名册.csv") == 0
    assert command("collect") == 0


def test_a_run_that_was_given_more_is_not_followed_by_one_with_less(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its file names no last year; once it was typed, it is used until somebody says no."""
    Path("then").mkdir()
    Path("then", "o.xlsx").write_bytes(filled(BALANCED, OFFICE, year=YEAR - 1))
    last = "--year", f"{YEAR - 1}", "-o", "old.xlsx", "--no-previous"
    assert command("collect", "then", *last) == 0
    sent(OFFICE, {"表三!D6": 12, "表三!D7": 2, "表三!D8": 12, "表三!D30": 2})
    text = Path("collection.toml").read_text(encoding="utf-8")
    Path("collection.toml").write_text(text.replace("previous =", "#previous ="), "utf-8")
    assert command("collect", "--previous", "old.xlsx") == 0
    capsys.readouterr()
    assert command("collect") == 0
    assert re.search(rf"(?m)^沿用上次汇总（{OUT}）：上年 old\.xlsx。", capsys.readouterr().out)


def test_it_collects_whenever_something_comes_in(begun: Path) -> None:
    sent(OFFICE)
    line = [sys.executable, "-u", "-m", "toolkit", "collect", "--watch", "-q"]
    output = begun.parent / "printed.txt"
    with output.open("wb") as file:
        running = subprocess.Popen(line, cwd=begun, stdout=file)

        def printed(times: int) -> str:
            """What it has printed once it waits for the so many-th time."""
            for _ in range(600):
                text = output.read_text(encoding="utf-8")
                if text.count("正在等候新的报送件") == times:
                    return text
                time.sleep(0.1)
            raise AssertionError(text)

        try:
            printed(1)
            first = (begun / OUT).read_bytes()
            sent(BUREAU)
            assert re.search(rf"(?m)有变化：{BUREAU.code}\.xlsx$", printed(2))
            assert (begun / OUT).read_bytes() != first
        finally:
            running.kill()
            running.wait()
