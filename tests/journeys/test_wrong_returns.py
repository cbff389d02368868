"""Returns that are good workbooks and the wrong ones: another form, last year's figures, the wrong
scope, and several versions of which the office has to choose one."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.support.build import (
    BALANCED,
    BUREAU,
    COUNTY,
    LATER,
    OFFICE,
    SAVED,
    YEAR,
    collect,
    collect_one,
    command,
    edit,
    filled,
    refused,
    roster,
    without_properties,
)
from toolkit.form.form_file import load_form
from toolkit.grids.identity import NEVER_SAVED

FIRST = filled({"表三!D6": 5, "表三!D8": 5}, saved=SAVED)
TIED = filled({"表三!D6": 6, "表三!D8": 6}, saved=SAVED)

# --- The office chooses --------------------------------------------------------------------------


def test_a_tie_waits_until_the_office_chooses(tmp_path: Path) -> None:
    files = {"a.xlsx": FIRST, "b.xlsx": TIED}
    tie = collect(tmp_path, files, units=[BUREAU])
    assert (tie.total("表三!D6"), tie.codes()) == (0, ["UNIT-07"])
    assert "--prefer" in tie.finding("UNIT-07")["suggestion"]
    chosen = collect(tmp_path, files, "--prefer", "a.xlsx", units=[BUREAU])
    assert (chosen.total("表三!D6"), chosen.exit_code) == (5, 0)
    assert chosen.files() == {"a.xlsx": "accepted", "b.xlsx": "superseded"}
    assert chosen.json["files"][1]["reason"] == "已指定以“a.xlsx”为准"
    assert "按指定的“a.xlsx”计入" in chosen.finding("UNIT-06")["message"]
    superseded = chosen.finding("UNIT-12")["message"]
    assert superseded.startswith("文件“b.xlsx”已由指定的“a.xlsx”代替。") and "6 → 5" in superseded


def test_the_choice_counts_before_the_time_of_saving(tmp_path: Path) -> None:
    files = {"a.xlsx": FIRST, "b.xlsx": filled({"表三!D6": 7, "表三!D8": 7}, saved=LATER)}
    result = collect(tmp_path, files, "--prefer", "a.xlsx", units=[BUREAU])
    assert result.total("表三!D6") == 5


@pytest.mark.parametrize("name", ["县/b.xlsx", "returns/县/b.xlsx", "县\\b.xlsx", "b.xlsx"])
def test_a_chosen_file_may_be_named_in_several_ways(tmp_path: Path, name: str) -> None:
    """As the list of files has it, as the disk has it, and as Windows has it."""
    result = collect(
        tmp_path, {"a.xlsx": FIRST, "县/b.xlsx": TIED}, "--prefer", name, units=[BUREAU]
    )
    assert result.total("表三!D6") == 6


def test_two_chosen_files_of_a_unit_are_a_tie_again(tmp_path: Path) -> None:
    options = ("--prefer", "a.xlsx", "--prefer", "b.xlsx")
    result = collect(tmp_path, {"a.xlsx": FIRST, "b.xlsx": TIED}, *options, units=[BUREAU])
    assert (result.total("表三!D6"), result.codes()) == (0, ["UNIT-07"])


def test_a_chosen_copy_is_kept(tmp_path: Path) -> None:
    files = {"a.xlsx": FIRST, "b.xlsx": FIRST}
    result = collect(tmp_path, files, "--prefer", "b.xlsx", units=[BUREAU])
    assert result.files() == {"a.xlsx": "duplicate", "b.xlsx": "accepted"}


def test_a_choice_that_is_no_return_stops(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = refused(capsys, "collect", folder / "returns", "--prefer", "nobody.xlsx")
    assert "nobody.xlsx" in line


def test_without_a_time_in_the_document_the_file_s_own_time_decides(tmp_path: Path) -> None:
    """A template that a program saved without saying when still states the template's own time."""
    old = filled({"表三!D6": 5, "表三!D8": 5}, saved=NEVER_SAVED)
    new = filled({"表三!D6": 6, "表三!D8": 6}, saved=NEVER_SAVED)
    collect(tmp_path, {"b.xlsx": old, "a.xlsx": new}, units=[BUREAU])
    hour_ago = time.time() - 3600
    os.utime(tmp_path / "returns" / "b.xlsx", (hour_ago, hour_ago))
    result = collect(tmp_path, {}, units=[BUREAU])
    assert result.files() == {"a.xlsx": "accepted", "b.xlsx": "superseded"}


def test_in_a_zip_the_time_of_the_member_decides(tmp_path: Path) -> None:
    import zipfile
    from io import BytesIO

    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for day, figure in ((20, 5), (10, 6)):
            content = filled({"表三!D6": figure, "表三!D8": figure}, saved=NEVER_SAVED)
            info = zipfile.ZipInfo(f"{day}.xlsx", (2025, 1, day, 8, 0, 0))
            package.writestr(info, content)
    result = collect(tmp_path, {"a.zip": buffer.getvalue()}, units=[BUREAU])
    assert result.files() == {"a.zip/10.xlsx": "superseded", "a.zip/20.xlsx": "accepted"}


# --- Last year's file ----------------------------------------------------------------------------


def last_year(tmp_path: Path, cells: dict[str, int]) -> Path:
    """Last year's consolidated workbook, in which the bureau reported these cells."""
    content = filled(cells, year=YEAR - 1)
    return collect(tmp_path / "before", {"a.xlsx": content}, units=[BUREAU]).workbook


def test_last_year_s_figures_are_an_error(tmp_path: Path) -> None:
    before = last_year(tmp_path, BALANCED)
    result = collect_one(tmp_path, filled(BALANCED), "--previous", before)
    found = result.finding("UNIT-13")
    assert (found["severity"], found["unit"], found["file"]) == ("error", BUREAU.code, "one.xlsx")
    assert "3 个非零数" in found["message"]
    assert (result.exit_code, result.total("表三!D6")) == (1, 12)


def test_one_figure_that_changed_is_another_year(tmp_path: Path) -> None:
    before = last_year(tmp_path, BALANCED)
    other = {"表三!D6": 11, "表三!D7": 2, "表三!D8": 11, "表三!D30": 2}
    assert collect_one(tmp_path, filled(other), "--previous", before).codes() == []


def test_two_figures_may_be_the_same_two_years_running(tmp_path: Path) -> None:
    few = {"表三!D6": 1, "表三!D8": 1}
    before = last_year(tmp_path, few)
    assert collect_one(tmp_path, filled(few), "--previous", before).codes() == []


def test_a_unit_that_was_not_there_last_year_has_not_sent_its_file(tmp_path: Path) -> None:
    before = last_year(tmp_path, BALANCED)
    files = {"a.xlsx": filled(BALANCED, OFFICE)}
    result = collect(tmp_path, files, "--previous", before, units=[OFFICE])
    assert "UNIT-13" not in result.codes()


@pytest.mark.parametrize("what", ["missing", "a text", "this year's"])
def test_what_is_no_workbook_of_last_year_stops(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns" / "a.xlsx").write_bytes(filled())
    (tmp_path / "units.csv").write_bytes(roster(BUREAU))
    before = tmp_path / "before.xlsx"
    if what == "a text":
        before.write_text("no workbook", encoding="utf-8")
    elif what == "this year's":
        before = collect(tmp_path / "now", {"a.xlsx": filled()}, units=[BUREAU]).workbook
    line = refused(capsys, "collect", tmp_path / "returns", "--previous", before)
    assert before.name in line


# --- The scope -----------------------------------------------------------------------------------


def test_a_county_that_reports_its_own_organ_only_is_an_error(tmp_path: Path) -> None:
    content = edit(filled(BALANCED, None), {"封面!B3": COUNTY.name, "封面!B4": COUNTY.code})
    content = edit(content, {"封面!D4": YEAR, "封面!B5": "本机关"})
    result = collect(tmp_path, {"a.xlsx": content}, units=[COUNTY])
    found = result.finding("UNIT-14")
    assert (found["severity"], found["actual"], found["expected"]) == (
        "error",
        "本机关",
        "本地区汇总",
    )
    assert (found["sheet"], found["cell"]) == ("封面", "B5")
    assert result.total("表三!D6") == 12


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("本机关", "本机关"), ("本级机关", "本机关"), ("县本级", "本机关"), ("全部", "全部")],
)
def test_another_scope_typed_over_the_printed_one_is_an_error(
    tmp_path: Path, typed: str, shown: str
) -> None:
    """What the hidden sheet says was printed before the unit filled it in."""
    content = edit(filled(BALANCED, COUNTY), {"封面!B5": typed})
    found = collect(tmp_path, {"a.xlsx": content}, units=[COUNTY]).finding("UNIT-14")
    assert (found["actual"], found["expected"], found["cell"]) == (shown, "本地区汇总", "B5")


@pytest.mark.parametrize("typed", [None, "本地区", "本地区汇总（含本机关）", "区域合计"])
def test_the_same_scope_in_other_words_is_right(tmp_path: Path, typed: str | None) -> None:
    content = edit(filled(BALANCED, COUNTY), {"封面!B5": typed})
    assert collect(tmp_path, {"a.xlsx": content}, units=[COUNTY]).codes() == []


def test_the_scope_that_the_template_prints_is_right(tmp_path: Path) -> None:
    files = {"a.xlsx": filled(BALANCED, COUNTY), "b.xlsx": filled(BALANCED, OFFICE)}
    assert "UNIT-14" not in collect(tmp_path, files).codes()


# --- The previous format -------------------------------------------------------------------------


def old_format(unit: object = BUREAU) -> bytes:
    form = load_form("disclosure-2019")
    return filled({"表三!D6": 12, "表三!D8": 12}, BUREAU, form=form)


def test_a_template_of_the_previous_format_is_named_with_what_differs(tmp_path: Path) -> None:
    files = {"a.xlsx": old_format(), "b.xlsx": filled(unit=OFFICE)}
    result = collect(tmp_path, files, "--form", "disclosure-2021", units=[BUREAU, OFFICE])
    found = result.finding("FILE-03")
    assert found["actual"] == "disclosure-2019 2019"
    assert result.files()["a.xlsx"] == "unrecognised"
    assert found["message"].endswith(
        "未计入汇总。与本次表式相比，表二多出“本年新制作数量”、“本年新公开数量”、"
        "“对外公开总数量”等 12 项、缺少“本年制发件数”、“本年废止件数”、“现行有效件数”等 6 项；"
        "表三缺少“1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请”、"
        "“2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请”、“3.其他”。"
    )
    assert result.unit(BUREAU)["in_total"] is False


def test_the_previous_format_in_a_workbook_of_the_unit_s_own_is_recognised(tmp_path: Path) -> None:
    """No hidden sheet, no properties: the labels say which format it is."""

    def strip(book: object) -> None:
        for name in ("_identity", "封面", "审核"):
            del book[name]  # type: ignore[attr-defined]

    content = edit(old_format(), change=strip)
    every = {"990000-11_东海市教育局_2024.xlsx": without_properties(content)}
    result = collect(tmp_path, {**every, "b.xlsx": filled(unit=OFFICE)}, units=[BUREAU, OFFICE])
    assert result.finding("FILE-03")["actual"] == "disclosure-2019 2019"
    assert (result.total("表三!D6"), result.total("表四!A6")) == (12, 0)


def test_check_says_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(old_format())
    assert command("check", path, "--form", "disclosure-2021") == 1
    assert "FILE-03" in capsys.readouterr().out
