"""``init``: the folder of a collection, from nothing, from last year's, or from what was begun."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.support.build import (
    BALANCED,
    BUREAU,
    EVERYONE,
    OFFICE,
    YEAR,
    command,
    filled,
    refused,
    roster,
)
from tests.support.places import DATA, SECOND_FORM
from toolkit.collection.keys import Key, Kind
from toolkit.collection.settings import Value, read_collection
from toolkit.form.form_file import shipped_forms
from toolkit.form.words import no_such_form
from toolkit.grids.hidden_sheet import stated_in
from toolkit.grids.identity import SHEET
from toolkit.roster.roster_file import read_roster
from toolkit.spreadsheets.workbook import read_workbook

NEXT = f"{YEAR + 1}年度"
FOLDERS = ["模板", "收件", "退回", "发布"]
STARTERS = ["开始.bat", "开始.command", "开始.sh"]


def said(folder: str | Path) -> dict[str, Value]:
    """Key → value of what its file says, with the paths from the folder."""
    read = read_collection(Path(folder) / "collection.toml")

    def within(key: Key, value: Value) -> Value:
        if isinstance(value, tuple):
            return tuple(os.path.relpath(one, folder) for one in value)
        is_path = isinstance(value, str) and key.kind in (Kind.SOURCE, Kind.TARGET)
        return os.path.relpath(str(value), folder) if is_path else value

    return {key.shown: within(key, value) for key, value in read.values.items()}


def there(folder: str | Path) -> dict[str, bytes]:
    paths = (one for one in Path(folder).rglob("*") if one.is_file())
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in paths}


def test_from_nothing(folder: Path) -> None:
    assert command("init", NEXT) == 0
    assert sorted(one.name for one in Path(NEXT).iterdir()) == sorted(
        ["collection.toml", "名册.xlsx", *FOLDERS, *STARTERS]
    )
    assert said(NEXT) == {
        "year": YEAR + 1,
        "units": "名册.xlsx",
        "previous": "上年数.xlsx",
        "[template] out": "模板",
        "[collect] returns": ("收件",),
        "[collect] out": f"汇总-{YEAR + 1}.xlsx",
        "[collect] feedback": "退回",
        "[report] out": "发布",
    }
    if sys.platform != "win32":
        modes = {one: os.access(Path(NEXT, one), os.X_OK) for one in STARTERS}
        assert modes == {"开始.bat": False, "开始.command": True, "开始.sh": True}


def test_once_the_roster_is_filled_in_the_sheet_for_last_year_follows(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("init", NEXT) == 0
    book = openpyxl.load_workbook(Path(NEXT, "名册.xlsx"))
    for unit in (OFFICE, BUREAU):
        book.worksheets[0].append([unit.code, unit.name, str(unit.category), unit.parent])
    # Rows are appended below those that are only prepared.
    book.save(Path(NEXT, "名册.xlsx"))
    assert len(read_roster(Path(NEXT, "名册.xlsx"))) == 2
    before = there(NEXT)
    assert command("init", NEXT) == 0
    after = there(NEXT)
    assert set(after) - set(before) == {"上年数.xlsx"}
    assert all(after[name] == content for name, content in before.items())
    # As long as nobody has typed anything it follows the roster; then it is left alone.
    book.worksheets[0].append(["990000-12", "东海市体育局", "市直部门", "990000"])
    book.save(Path(NEXT, "名册.xlsx"))
    assert command("init", NEXT) == 0
    sheet = openpyxl.load_workbook(Path(NEXT, "上年数.xlsx"))
    assert there(NEXT)["上年数.xlsx"] != after["上年数.xlsx"]
    sheet.worksheets[0]["Z99"] = 1
    sheet.save(Path(NEXT, "上年数.xlsx"))
    typed = there(NEXT)
    assert command("init", NEXT) == 0
    assert there(NEXT) == typed


def test_from_a_roster_and_a_workbook_that_lie_elsewhere(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "returns" / "a.xlsx").write_bytes(filled())
    assert command("collect", "returns") == 0
    capsys.readouterr()
    last = f"汇总-{YEAR}.xlsx"
    assert command("init", NEXT, "--units", "units.csv", "--previous", last, "--as", "990000") == 0
    own = said(NEXT)
    assert (own["units"], own["previous"], own["as"]) == ("名册.csv", last, "990000")
    assert Path(NEXT, "名册.csv").read_bytes() == Path("units.csv").read_bytes()
    assert Path(NEXT, last).read_bytes() == Path(last).read_bytes()
    printed = capsys.readouterr().out
    assert re.search(r"名册\.csv 是从 units\.csv 复制来的", printed)
    assert command("init", NEXT) == 0


def test_from_last_year_s_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    this = f"{YEAR}年度"
    text = roster(BUREAU, OFFICE).decode().replace("上级代码\n", "上级代码,截止日期\n")
    rows = text.strip().split("\n")
    Path("list.csv").write_text("\n".join([rows[0], *(f"{r},2025-01-31" for r in rows[1:])]))
    assert command("init", this, "--units", "list.csv", "--as", "990000") == 0
    shutil.copy("returns/a.xlsx", Path(this, "收件"))
    assert command("collect", Path(this)) in (0, 1)
    assert command("init", NEXT, "--from", this) == 0
    own = said(NEXT)
    assert (own["year"], own["units"], own["as"]) == (YEAR + 1, "名册.csv", "990000")
    assert own["previous"] == f"汇总-{YEAR}.xlsx"
    assert re.search("其中 2 个单位的截止日期是以前填的", capsys.readouterr().out)
    # All of it can be moved, and last year's folder taken away.
    shutil.rmtree(this)
    Path(NEXT).rename("moved")
    assert command("template", "--units", "moved/名册.csv", "-o", "x", "--year", f"{YEAR + 1}") == 0
    assert refused(capsys, "init", "again", "--from", this).startswith("--from 指明的")


def test_the_year_has_to_follow(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("collect", "returns") == 0
    message = refused(capsys, "init", f"{YEAR + 2}年度", "--from", ".")
    assert re.search(f"要收集的是 {YEAR + 2} 年度，而 --from 的文件夹是 {YEAR} 年度", message)
    assert not Path(f"{YEAR + 2}年度").exists()


def test_what_was_begun_without_it_is_taken_as_it_is(folder: Path) -> None:
    """A folder in which an earlier version has collected: its names stay."""
    (folder / "returns" / "a.xlsx").write_bytes(filled(BALANCED))
    Path("then").mkdir()
    Path("then", "a.xlsx").write_bytes(filled(year=YEAR - 1))
    assert command("collect", "then", "--units", "units.csv", "-o", "old.xlsx") == 0
    assert command("collect", "returns", "--previous", "old.xlsx", "--feedback", "back") == 1
    before = there(".")
    assert command("init", ".", "--year", str(YEAR)) == 0
    assert {name: there(".")[name] for name in before} == before
    own = said(".")
    assert (own["units"], own["previous"], own["year"]) == ("units.csv", "old.xlsx", YEAR)
    assert (own["[collect] returns"], own["[collect] feedback"]) == (("returns",), "back")
    assert not Path("收件").exists() and not Path("名册.xlsx").exists()
    assert command("collect") == 1


def test_nothing_is_replaced(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(NEXT).mkdir()
    Path(NEXT, "名册.csv").write_text("别的")
    message = refused(capsys, "init", NEXT, "--units", "units.csv")
    assert re.search(r"名册\.csv 已经有了，与 units\.csv 的内容不同，不会覆盖", message)
    assert there(NEXT) == {"名册.csv": "别的".encode()}
    Path(NEXT, "名册.csv").unlink()
    assert command("init", NEXT) == 0
    before = there(NEXT)
    message = refused(capsys, "init", NEXT, "--units", "units.csv", "--year", str(YEAR))
    assert re.search("不会改动它.*请去掉 --units、--year 后重试", message)
    assert there(NEXT) == before
    Path("file").write_bytes(b"")
    assert refused(capsys, "init", "file")


def test_a_dry_run_makes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = there(".")
    assert command("init", NEXT, "--units", "units.csv", "--dry-run") == 0
    assert there(".") == before and not Path(NEXT).exists()
    printed = capsys.readouterr().out
    assert re.search("(?m)^以上是试运行（--dry-run），没有写任何文件。$", printed)
    assert re.search(rf"(?m)^会新建 \d+ 个：{NEXT}/名册\.csv、{NEXT}/collection\.toml", printed)


def test_what_an_earlier_version_made_can_be_the_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its workbook is replaced, last year's is compared with, its feedback is known again."""
    shutil.copytree(DATA / "made-by-beb3cc9", tmp_path / "x")
    monkeypatch.chdir(tmp_path / "x")
    Path("units.csv").write_bytes(roster(*EVERYONE))
    before = there(".")
    assert command("init", ".") == 0
    assert {path: there(".")[path] for path in before} == before
    own = said(".")
    assert own["year"] == 2024
    assert (own["units"], own["previous"]) == ("units.csv", "汇总-2023.xlsx")
    assert (own["[collect] out"], own["[collect] returns"]) == ("汇总-2024.xlsx", ("returns",))


def test_a_form_of_the_offices_own_comes_along(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(SECOND_FORM, "图书.yaml")
    form = Path("图书.yaml").read_bytes()
    Path("名册.csv").write_bytes(roster(OFFICE, BUREAU))
    assert command("init", NEXT, "--form", "图书.yaml", "--units", "名册.csv") == 0
    assert said(NEXT)["form"] == "图书.yaml"
    # It needs nothing of last year.
    assert "previous" not in said(NEXT)
    assert there(NEXT)["图书.yaml"] == form
    Path("图书.yaml").unlink()
    monkeypatch.chdir(NEXT)
    assert command("template") == 0
    made = read_workbook(
        Path("模板", f"{BUREAU.code}_{BUREAU.name}_{YEAR + 1}.xlsx").read_bytes(), {SHEET}
    )
    assert stated_in(made).form == "library-test"


def test_a_form_that_there_is_not_makes_no_folder(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, "init", NEXT, "--form", "图书.yaml") == no_such_form(
        "图书.yaml", shipped_forms()
    )
    assert not Path(NEXT).exists()


def test_a_form_of_the_offices_own_comes_along_from_last_year(folder: Path) -> None:
    """The run of last year's folder recorded it; no collection.toml says it."""
    shutil.copy(SECOND_FORM, "图书.yaml")
    this = Path(f"{YEAR}年度")
    this.mkdir()
    (this / "名册.csv").write_bytes(roster(OFFICE, BUREAU))
    options = "--form", "图书.yaml", "--units", this / "名册.csv", "--year", str(YEAR)
    # Templates that nobody has filled in.
    assert command("template", *options, "-o", this / "收件") == 0
    assert command("collect", this / "收件", *options, "-o", this / f"汇总-{YEAR}.xlsx") == 0
    assert command("init", NEXT, "--from", this) == 0
    assert said(NEXT)["form"] == "图书.yaml"
    assert there(NEXT)["图书.yaml"] == SECOND_FORM.read_bytes()


def test_what_follows_is_said_and_nothing_of_a_rehearsal_is_done(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("init", NEXT, "--dry-run") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == f"文件夹 {NEXT} 将可使用，收集 {YEAR + 1} 年度的数据。"
    assert not Path(NEXT).exists()
    assert command("init", NEXT) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == f"文件夹 {NEXT} 已可使用，收集 {YEAR + 1} 年度的数据。"
    assert told[-1] == (
        "要与上年核对、又没有上年的汇总工作簿或年度报告的：填好 名册.xlsx 后再运行一次 "
        f"toolkit init {NEXT}，会按名册生成“上年数.xlsx”，供填写上年数。"
    )


def test_waiting_is_no_rehearsal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, "collect", "returns", "--watch", "--dry-run") == (
        "--watch 一有新到就汇总、写文件，不能与 --dry-run 一起使用，请去掉其中一个。"
    )


def test_last_years_roster_is_the_one_that_was_used(folder: Path) -> None:
    """The one of the new year may lie beside last year's folder, under a usual name."""
    this = Path(f"{YEAR}年度")
    this.mkdir()
    (this / "名册.csv").write_bytes(roster(OFFICE, BUREAU))
    options = "--units", this / "名册.csv", "-o", this / f"汇总-{YEAR}.xlsx"
    assert command("collect", "returns", *options) == 0
    Path("units.csv").write_bytes(roster(OFFICE))
    assert command("init", NEXT, "--from", this) == 0
    assert there(NEXT)["名册.csv"] == roster(OFFICE, BUREAU)
