"""Published reports from the folder to what goes back, beside workbooks and by themselves."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.support.build import (
    BALANCED,
    BUREAU,
    COUNTY,
    LATER,
    OFFICE,
    YEAR,
    Collected,
    code_at,
    collect,
    command,
    dated,
    edit,
    filled,
    opened,
)
from tests.support.reports.model import Subject
from tests.support.reports.official import official_report
from tests.support.reports.pages import plain_page
from toolkit.form.form_file import default_form
from toolkit.form.opening_figures import complete
from toolkit.grids.names import COVERAGE
from toolkit.roster.roster import Unit

pytestmark = pytest.mark.slow

FORM = default_form()
UNITS = [OFFICE, BUREAU, COUNTY]


def page(unit: Unit, cells: dict[str, int] = BALANCED, year: int = YEAR) -> bytes:
    typed = {code_at(at): figure for at, figure in cells.items()}
    figures = complete(FORM, {**dict.fromkeys(FORM.inputs, 0), **typed})
    known = {code: figure or 0 for code, figure in figures.items()}
    return plain_page(official_report(known, Subject(unit.name, year)))


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    """A page by itself, one beside a workbook, a letter, and what an earlier run sent back."""
    path = tmp_path_factory.mktemp("published")
    first = path / "first"
    wrong = edit(filled(BALANCED, COUNTY), {"表二!B9": "12件"})
    collect(first, {"a.xlsx": wrong}, "--feedback", first / "back", units=UNITS)
    notices = {one.name: one.read_bytes() for one in (first / "back").glob("*.txt")}
    assert len(notices) == 3
    files = {
        "教育局年报.html": page(BUREAU),
        "东山区.html": page(COUNTY, {**BALANCED, "表二!B9": 3}),
        "东山区.xlsx": dated(filled(BALANCED, COUNTY), LATER),
        "来信.txt": "请各单位按时报送。\n".encode(),
        **notices,
    }
    return collect(path, files, "--feedback", path / "back", units=UNITS)


def test_what_becomes_of_each_file(collected: Collected) -> None:
    reasons = {one["path"]: (one["status"], one["reason"]) for one in collected.json["files"]}
    assert reasons == {
        "教育局年报.html": ("accepted", None),
        "东山区.html": ("superseded", "已有 Excel 报送件“东山区.xlsx”，以其为准"),
        "东山区.xlsx": ("accepted", None),
        "来信.txt": ("ignored", "不是年度报告（没有一个正式表头，也没有单位名称）"),
        "990001_东山区_2024_回执.txt": ("ignored", "本工具生成的通知或回执"),
        "990001_东山区_2024_退回通知.txt": ("ignored", "本工具生成的通知或回执"),
        "催报名单.txt": ("ignored", "本工具生成的通知或回执"),
    }
    assert sorted(collected.codes()) == ["FILE-12", "STAT-04", "UNIT-01", "UNIT-20"]
    assert collected.total("表三!D6") == 24
    assert collected.total("表二!B9") == 0
    assert collected.exit_code == 0


def test_the_list_of_who_has_sent_says_what_was_summed(collected: Collected) -> None:
    rows = opened(collected.workbook.read_bytes())[COVERAGE].iter_rows(values_only=True)
    told = {row[0]: (row[3], row[6], row[12]) for row in rows}
    assert told[BUREAU.code] == ("已报", "按报来的网页计入，不是模板", "教育局年报.html")
    assert told[COUNTY.code] == ("已报", "", "东山区.xlsx")


def test_its_own_figures_go_back_to_the_unit(collected: Collected) -> None:
    """And what it sends back, once it has looked at them, counts in place of the page."""
    folder = collected.workbook.parent / "back"
    back = folder / "990000-11_东海市教育局_2024_退回.xlsx"
    book = openpyxl.load_workbook(back)
    assert [book["表三"][at].value for at in ("D6", "D8", "D30")] == [12, 10, 2]
    assert "FILE-12" in back.with_name("990000-11_东海市教育局_2024_退回通知.txt").read_text(
        encoding="utf-8-sig"
    )
    answer = dated(edit(back.read_bytes(), {"表三!D6": 13, "表三!D30": 3}), LATER)
    files = {"教育局年报.html": page(BUREAU), "退回.xlsx": answer}
    again = collect(folder / "again", files, units=[BUREAU])
    assert again.files() == {"教育局年报.html": "superseded", "退回.xlsx": "accepted"}
    assert again.total("表三!D6") == 13
    (differing,) = [one for one in again.json["findings"] if one["code"] == "UNIT-20"]
    assert (differing["file"], differing["severity"]) == ("教育局年报.html", "warning")
    assert "两者有 2 处不同" in differing["message"]


def test_what_came_back_unchanged_does_not_replace_the_page(collected: Collected) -> None:
    folder = collected.workbook.parent / "back"
    back = folder / "990000-11_东海市教育局_2024_退回.xlsx"
    files = {"教育局年报.html": page(BUREAU), "退回.xlsx": back.read_bytes()}
    again = collect(folder / "unchanged", files, units=[BUREAU])
    assert again.files() == {"教育局年报.html": "accepted", "退回.xlsx": "ignored"}
    assert sorted(again.codes()) == ["FILE-12", "STAT-04"]


def test_the_same_ids_from_run_to_run_and_what_is_settled(tmp_path: Path) -> None:
    """A workbook that follows settles the warning."""
    first = collect(tmp_path, {"a.html": page(BUREAU)}, units=[BUREAU])
    told = first.finding("FILE-12")
    assert (told["id"], told["unit"]) == ("FILE-12:990000-11", BUREAU.code)
    second = collect(tmp_path, {"a.html": page(BUREAU)}, units=[BUREAU])
    assert second.json["findings"] == first.json["findings"]
    third = collect(tmp_path, {"b.xlsx": filled()}, units=[BUREAU])
    assert third.codes() == ["UNIT-20"]
    assert third.finding("UNIT-20")["severity"] == "info"


def test_checked_by_its_unit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "年报.html").write_bytes(page(BUREAU))
    assert command("check", tmp_path / "年报.html") == 0
    printed = capsys.readouterr().out
    assert "FILE-12" in printed
    assert "东海市教育局" in printed
