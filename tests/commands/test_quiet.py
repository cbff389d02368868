"""``-q``: what somebody has to see to and nothing else; files and exit codes are as without it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.main import get_command

from tests.support.build import (
    BALANCED,
    BUREAU,
    LATER,
    OFFICE,
    Collected,
    collect,
    command,
    dated,
    edit,
    filled,
    refused,
    roster,
)
from tests.support.reviewed import decide, type_into
from toolkit.cli import words
from toolkit.cli.app import app
from toolkit.grids.names import JOURNAL
from toolkit.journal import words as journal_words
from toolkit.journal.hindrance import Hindrance
from toolkit.review import words as review_words

FAULTY = edit(filled(), {"表三!D6": "12件"})


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    out, err = capsys.readouterr()
    assert err == ""
    return out.splitlines()


def test_every_command_that_shows_results_has_it() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    quiet = [name for name, one in commands.items() if any("-q" in p.opts for p in one.params)]
    assert quiet == ["template", "collect", "check", "read", "history", "report"]


def test_nothing_is_said_of_a_collection_in_which_all_is_well(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("collect", "returns", "-q", "--feedback", "退回") == 0
    assert lines(capsys) == []
    assert (folder / "汇总-2024.xlsx").is_file()


def test_of_a_collection_the_numbers_and_what_was_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"a.xlsx": filled(unit=OFFICE), "b.xlsx": FAULTY, "c.pdf": b"%PDF-1.4\n"}
    assert collect(tmp_path, files, "-q").exit_code == 1
    told = lines(capsys)
    assert told[0] == words.to_do("990000", 2024, 2, 0, 1, str(tmp_path / "out.xlsx"))
    assert [line.startswith("未采用：c.pdf　") for line in told[1:]] == [True]


def test_what_people_have_to_see_to_once_more_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Something was typed over, and a file that went back was changed: both are left alone."""
    path = folder / "returns" / "a.xlsx"
    path.write_bytes(FAULTY)
    command("collect", "returns", "--feedback", "退回")
    (sent,) = (folder / "退回").glob("*通知.txt")
    sent.write_text("改过", encoding="utf-8")
    path.write_bytes(dated(filled(BALANCED), LATER))
    capsys.readouterr()
    assert command("collect", "returns", "--feedback", "退回", "--quiet") == 0
    told = lines(capsys)
    assert told[1:] == [words.feedback_kept(str(Path("退回", sent.name)))]


def test_errors_of_usage_are_said_all_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, "collect", "nowhere", "-q")
    assert refused(capsys, "check", "nowhere", "-q")


def test_a_check_is_a_line_for_each_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "returns" / "b.xlsx").write_bytes(FAULTY)
    assert command("check", "returns") == 1
    first = lines(capsys)[:2]
    assert command("check", "returns", "-q") == 1
    assert lines(capsys) == first
    assert command("check", "returns/b.xlsx", "-q") == 1
    assert lines(capsys) == [first[1]]


def test_a_report_held_against_its_workbook_is_a_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command("collect", "returns")
    command("report", "汇总-2024.xlsx", "-o", "发布")
    page = next((folder / "发布").glob("*.html"))
    capsys.readouterr()
    loud = command("check", page, "--against", "汇总-2024.xlsx")
    (conclusion,) = (line for line in lines(capsys) if line.startswith("结论："))
    assert command("check", page, "--against", "汇总-2024.xlsx", "-q") == loud
    assert lines(capsys) == [f"{page.name}　{conclusion}"]


def test_what_was_read_is_a_line_for_each_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "returns" / "b.xlsx").write_bytes(edit(filled(unit=OFFICE), {"表三!D6": "12件"}))
    assert command("read", "returns") == 1
    first = lines(capsys)[:2]
    assert command("read", "returns", "-q", "-o", "填好") == 1
    assert lines(capsys) == first
    assert list((folder / "填好").iterdir())


def test_templates_are_made_without_a_word(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("template", "--units", "units.csv", "-q", "-o", "模板") == 0
    assert lines(capsys) == []
    (made,) = (folder / "模板").iterdir()
    made.write_bytes(filled({"表三!D6": 1}, BUREAU))
    assert command("template", "--units", "units.csv", "-q", "-o", "模板") == 0
    assert lines(capsys) == [words.template_kept(str(Path("模板", made.name)))]


def test_years_are_lined_up_without_a_word(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.xlsx").write_bytes(filled({}, OFFICE, year=2023))
    (folder / "b.xlsx").write_bytes(filled({}, OFFICE, year=2024))
    assert command("history", "a.xlsx", "b.xlsx", "-q") == 0
    assert lines(capsys) == []
    (folder / "c.xlsx").write_bytes(filled(BALANCED, OFFICE, year=2021))
    assert command("history", "a.xlsx", "b.xlsx", "c.xlsx") == 0
    loud = lines(capsys)
    assert command("history", "a.xlsx", "b.xlsx", "c.xlsx", "-q") == 0
    assert lines(capsys) == loud


def test_of_a_report_only_what_is_to_be_filled_in(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command("collect", "returns")
    capsys.readouterr()
    assert command("report", "汇总-2024.xlsx", "-q") == 0
    told = lines(capsys)
    assert told and not any("已生成" in line for line in told)


def test_no_bar_is_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def shown(*_: object) -> None:
        raise AssertionError("a bar is shown")

    monkeypatch.setattr("toolkit.cli.screen.progress", shown)
    (folder / "units.csv").write_bytes(roster(BUREAU, OFFICE))
    for name in ("collect", "check", "read"):
        assert command(name, "returns", "-q") == 0


def test_a_journal_that_is_lost_or_cannot_be_used_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("init", "2024年度", "--units", "units.csv") == 0
    shutil.copy(folder / "returns" / "a.xlsx", folder / "2024年度" / "收件")
    monkeypatch.chdir(folder / "2024年度")
    assert command("collect", "-q") == 0
    capsys.readouterr()
    assert command("collect", "-q") == 0
    assert lines(capsys) == []
    journal = Path(JOURNAL).absolute()
    journal.unlink()
    assert command("collect", "-q") == 0
    assert lines(capsys)[1:] == [journal_words.lost(str(journal))]
    journal.write_bytes(b"SQLite format 3\0, but no more than that")
    assert command("collect", "-q") == 0
    assert lines(capsys)[1:] == [journal_words.not_written(str(journal), Hindrance.DAMAGED)]


def test_another_roster_beside_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy("units.csv", "own.csv")
    Path("returns", "units.csv").write_bytes(roster(BUREAU, OFFICE))
    assert command("collect", "returns", "--units", "own.csv", "-q") == 0
    assert lines(capsys)[1:] == [words.other_roster("returns/units.csv", "own.csv")]


def test_what_colleagues_contradict_is_said_and_what_was_typed_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A contradiction is no change by hand, and what was only taken over needs nothing."""
    (folder / "returns" / "a.xlsx").write_bytes(FAULTY)
    command("collect", "returns")
    first = Collected(0, {}, Path("汇总-2024.xlsx"))
    for name, decision in (("甲.xlsx", "已核实"), ("乙.xlsx", "已退回")):
        shutil.copy(first.workbook, name)
        decide(Collected(0, {}, Path(name)), "NUM-01", decision)
    capsys.readouterr()
    command("collect", "returns", "--review", "甲.xlsx", "-q")
    assert len(lines(capsys)) == 1
    command("collect", "returns", "--review", "乙.xlsx", "-q")
    assert lines(capsys)[1:] == [
        "各份意见不一 1 处，没有采用的列在“手工改动”页，请逐条核定：",
        "  990000-11 东海市教育局 NUM-01 表三 D6“处理意见”：采用 本工作簿 的“已核实”，"
        "乙.xlsx 为“已退回”。",
    ]
    type_into(first, {"概览!A1": "说明"})
    command("collect", "returns", "-q")
    assert lines(capsys)[1:] == [
        review_words.typed(1),
        "以前并入副本时意见不一的 1 处，列在“手工改动”页，核定后请删去那些行。",
    ]
