"""Colleagues have worked in copies of the workbook: all is taken over, and nothing is lost."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

import toolkit
from tests.support.build import (
    BUREAU,
    COUNTY,
    LATER,
    OFFICE,
    SAVED,
    TOWN,
    Collected,
    collect,
    dated,
    edit,
    filled,
    parts,
    refused,
    without_properties,
    zipped,
)
from tests.support.compared import COUNTY_OFFICE
from tests.support.encrypted import locked
from tests.support.reviewed import (
    BROKEN,
    DECISION,
    MENDED,
    NOTE,
    OTHER,
    change,
    changes,
    decide,
    line,
    returns,
    row_of,
    switch,
    type_into,
    typed,
)
from tests.support.summed import collected
from toolkit.grids.identity import SHEET
from toolkit.grids.names import DECISIONS

# What 手工改动 says of a decision that was not kept.
NOT_KEPT = "意见不一，未采用"


@pytest.fixture
def first(tmp_path: Path) -> Collected:
    return collected(tmp_path, returns())


def copied(result: Collected, name: str, saved: datetime.datetime = SAVED) -> Collected:
    """A copy of the workbook that a colleague takes home, as it was saved last."""
    path = result.workbook.parent / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(dated(result.workbook.read_bytes(), saved))
    return Collected(0, {}, path)


def again(
    tmp_path: Path, *copies: Collected, files: Mapping[str, bytes] | None = None
) -> Collected:
    options = (x for one in copies for x in ("--review", str(one.workbook)))
    sent = returns() if files is None else files
    # As strictly as the first run, unless that is said.
    return collect(tmp_path, sent, *options, "--no-strict")


def said(result: Collected, code: str = "T3-01", sheet: str = "审核结果") -> tuple[Any, Any, Any]:
    found = line(result, code, sheet)
    return found["处理意见"], found["备注"], found["变化"]


def rewrite(result: Collected, code: str, decision: str, note: str) -> None:
    """As :func:`decide`, where something stands there already."""
    row = row_of(result, code)

    def write(book: Any) -> None:
        sheet = book["审核结果"]
        sheet[f"{DECISION}{row}"], sheet[f"{NOTE}{row}"] = decision, note or None

    change(result, write)


def told(result: Collected) -> list[str]:
    return [row[0] for row in changes(result)]


# --- Decisions and notes -------------------------------------------------------------------------


def test_one_decision_each(first: Collected, tmp_path: Path) -> None:
    a, b = copied(first, "甲.xlsx"), copied(first, "乙.xlsx")
    decide(a, "T3-01", "已核实", "电话核实")
    decide(b, "UNIT-01", "已退回", "已催")
    before = a.workbook.read_bytes(), b.workbook.read_bytes()
    result = again(tmp_path, a, b)
    assert said(result) == ("已核实", "电话核实", None)
    assert said(result, "UNIT-01") == ("已退回", "已催", None)
    assert typed(result) == []
    assert (
        "已并入 2 份副本（甲.xlsx、乙.xlsx）：处理意见 2 条、备注 2 条。"
        "副本中的颜色、列宽、筛选没有并入。"
    ) in told(result)
    assert (a.workbook.read_bytes(), b.workbook.read_bytes()) == before


def test_the_same_decision_is_taken_once(first: Collected, tmp_path: Path) -> None:
    a, b = copied(first, "甲.xlsx"), copied(first, "乙.xlsx")
    for one in (a, b):
        decide(one, "T3-01", "已核实", "电话核实")
    result = again(tmp_path, a, b)
    assert said(result) == ("已核实", "电话核实", None)
    assert typed(result) == []


def test_the_copy_saved_last_goes_first_and_the_other_is_listed(
    first: Collected, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b = copied(first, "甲.xlsx", LATER), copied(first, "乙.xlsx")
    decide(a, "T3-01", "已核实")
    decide(b, "T3-01", "已退回")
    result = again(tmp_path, b, a)
    of = "990000-11 东海市教育局 T3-01 表三 D29"
    (row,) = [row for row in result.sheet("手工改动") if row[5] == "已核实"]
    assert row[1:] == (
        *("审核结果", "", of, "处理意见", "已核实", "已退回"),
        f"{NOT_KEPT}（乙.xlsx）",
    )
    assert said(result) == ("已核实", None, "意见不一，乙.xlsx 已退回，请复核处理意见")
    sentences = [
        "各份意见不一 1 处，没有采用的列在“手工改动”页，请逐条核定：",
        f"  {of}“处理意见”：采用 甲.xlsx 的“已核实”，乙.xlsx 为“已退回”。",
    ]
    at = told(result).index(sentences[0])
    assert told(result)[at : at + 2] == sentences
    assert "\n".join(sentences) in capsys.readouterr().out


def test_the_workbook_that_is_replaced_goes_first(first: Collected, tmp_path: Path) -> None:
    a = copied(first, "甲.xlsx", LATER)
    decide(a, "T3-01", "已核实", "甲的备注")
    decide(first, "T3-01", "已退回", "本表的备注")
    result = again(tmp_path, a)
    assert said(result) == (
        "已退回",
        "本表的备注\n（甲.xlsx）甲的备注",
        "意见不一，甲.xlsx 已核实，请复核处理意见",
    )
    assert typed(result) == [("审核结果", "", "已退回", "已核实", f"{NOT_KEPT}（甲.xlsx）")]
    assert any("采用 本工作簿 的“已退回”，甲.xlsx 为“已核实”" in one for one in told(result))


def test_two_notes_are_both_kept(first: Collected, tmp_path: Path) -> None:
    a, b = copied(first, "甲.xlsx"), copied(first, "乙.xlsx", LATER)
    decide(a, "T3-01", "已核实", "电话核实")
    decide(b, "T3-01", "已核实", "已发函，\n等回复")
    result = again(tmp_path, a, b)
    both = "（乙.xlsx）已发函，\n等回复\n（甲.xlsx）电话核实"
    assert said(result) == ("已核实", both, None)
    assert said(again(tmp_path)) == ("已核实", both, None)
    assert said(again(tmp_path, b, a)) == ("已核实", both, None)


def test_a_note_that_says_more_of_the_same_stands_alone(first: Collected, tmp_path: Path) -> None:
    a, b = copied(first, "甲.xlsx"), copied(first, "乙.xlsx")
    decide(a, "T3-01", "已核实", "电话核实")
    decide(b, "T3-01", "已核实", "电话核实，确为代办件")
    assert said(again(tmp_path, a, b)) == ("已核实", "电话核实，确为代办件", None)


def test_notes_that_do_not_fit_into_a_cell_are_listed(first: Collected, tmp_path: Path) -> None:
    a, b = copied(first, "甲.xlsx"), copied(first, "乙.xlsx")
    decide(a, "T3-01", "已核实", "甲" * 20_000)
    decide(b, "T3-01", "已核实", "乙" * 20_000)
    result = again(tmp_path, a, b)
    assert said(result) == ("已核实", "甲" * 20_000, None)
    assert [row[3] for row in typed(result)] == ["乙" * 20_000]


def test_a_difference_is_listed_until_its_row_is_deleted(first: Collected, tmp_path: Path) -> None:
    """And the row says so until the reviewer writes something; then his word stands."""
    a, b = copied(first, "甲.xlsx", LATER), copied(first, "乙.xlsx")
    decide(a, "T3-01", "已核实")
    decide(b, "T3-01", "已退回")
    again(tmp_path, a, b)
    listed = [("审核结果", "", "已核实", "已退回", f"{NOT_KEPT}（乙.xlsx）")]
    mark = "意见不一，乙.xlsx 已退回，请复核处理意见"
    nobody: tuple[Collected, ...] = ()
    for copies in (nobody, (a, b)):
        result = again(tmp_path, *copies)
        assert (typed(result), said(result)) == (listed, ("已核实", None, mark))
        still = "以前并入副本时意见不一的 1 处，列在“手工改动”页，核定后请删去那些行。"
        assert still in told(result)
    decide(result, "T3-01", "不采纳", "按科长意见")
    change(result, lambda book: book["手工改动"].delete_rows(4))
    for copies in ((b, a), nobody, (b,)):
        result = again(tmp_path, *copies)
        assert (typed(result), said(result)) == ([], ("不采纳", "按科长意见", None))


def test_a_note_of_who_has_not_seen_a_difference_does_not_settle_it(
    first: Collected, tmp_path: Path
) -> None:
    a, b = copied(first, "甲.xlsx", LATER), copied(first, "乙.xlsx")
    decide(a, "T3-01", "已核实")
    decide(b, "T3-01", "已退回")
    result = again(tmp_path, a, b)
    rewrite(a, "T3-01", "已核实", "又打了电话")
    told = "意见不一，乙.xlsx 已退回，请复核处理意见"
    assert said(again(tmp_path, a)) == ("已核实", "又打了电话", told)
    c = copied(result, "丙.xlsx")
    rewrite(c, "T3-01", "已核实", "与乙商定")
    assert said(again(tmp_path, c)) == ("已核实", "与乙商定", None)


def test_what_was_decided_differently_is_not_let_stand(first: Collected, tmp_path: Path) -> None:
    """It goes back to the unit until the reviewer has settled it."""
    a, b = copied(first, "甲.xlsx", LATER), copied(first, "乙.xlsx")
    decide(a, "T3-01", "已核实")
    decide(b, "T3-01", "已退回")
    back = tmp_path / "退回"
    options = "--review", str(a.workbook), "--review", str(b.workbook), "--feedback", str(back)
    result = collect(tmp_path, returns(), *options)
    assert len([*back.glob("990000-11_*_退回.xlsx")]) == 1
    decide(result, "T3-01", "已核实", "已商定")
    collect(tmp_path, returns(), "--feedback", str(back))
    assert [*back.glob("990000-11_*退回*")] == []


def test_who_writes_more_into_a_copy_later_changes_what_he_said(
    first: Collected, tmp_path: Path
) -> None:
    a = copied(first, "甲.xlsx")
    decide(a, "T3-01", "已核实", "电话核实")
    again(tmp_path, a)
    rewrite(a, "T3-01", "已退回", "电话核实")
    rewrite(a, "UNIT-01", "已退回", "")
    result = again(tmp_path, a)
    assert (said(result), said(result, "UNIT-01")) == (
        ("已退回", "电话核实", None),
        ("已退回", None, None),
    )
    assert typed(result) == []
    decide(result, "T3-01", "不采纳", "按科长意见")
    rewrite(a, "UNIT-01", "已退回", "已催")
    result = again(tmp_path, a)
    assert (said(result), said(result, "UNIT-01")) == (
        ("不采纳", "按科长意见", None),
        ("已退回", "已催", None),
    )
    assert typed(result) == []


def test_a_decision_that_was_taken_back_is_taken_back(first: Collected, tmp_path: Path) -> None:
    decide(first, "T3-01", "已核实", "电话核实")
    second = again(tmp_path)
    a, b = copied(second, "甲.xlsx"), copied(second, "乙.xlsx")
    decide(a, "T3-01", "待处理", "")
    decide(b, "UNIT-01", "已退回")
    assert said(again(tmp_path, a, b)) == ("待处理", None, None)


# --- Copies of other runs ------------------------------------------------------------------------


def test_an_older_copy_and_a_newer_workbook(first: Collected, tmp_path: Path) -> None:
    """Decided about other figures than there are now: said, as for the workbook itself."""
    a = copied(first, "甲.xlsx")
    decide(a, "T3-01", "已核实")
    collect(tmp_path, returns(OTHER))
    result = again(tmp_path, a, files=returns(OTHER))
    changed = "数已变，原为填报数 10、应为 11，请复核处理意见"
    assert said(result) == ("已核实", None, changed)
    assert said(again(tmp_path, a, files=returns(OTHER))) == ("已核实", None, changed)


def test_what_an_older_copy_has_from_its_run_says_nothing(first: Collected, tmp_path: Path) -> None:
    """Only what was written into it since: the workbook has moved on."""
    decide(first, "T3-01", "已退回", "请教育局改")
    second = again(tmp_path)
    a = copied(second, "甲.xlsx")
    decide(a, "UNIT-01", "已退回")
    decide(second, "T3-01", "已核实", "")
    again(tmp_path)
    result = again(tmp_path, a)
    assert (said(result), said(result, "UNIT-01")) == (
        ("已核实", None, None),
        ("已退回", None, None),
    )
    assert typed(result) == []


def test_a_note_does_not_confirm_figures_that_were_not_seen(
    first: Collected, tmp_path: Path
) -> None:
    a = copied(first, "甲.xlsx")
    decide(a, "T3-01", "待处理", "已打电话")
    decide(first, "T3-01", "已核实")
    collect(tmp_path, returns(OTHER))
    decision, note, changed = said(again(tmp_path, a, files=returns(OTHER)))
    assert (decision, note) == ("已核实", "已打电话")
    assert changed == "数已变，原为填报数 10、应为 11，请复核处理意见"


def test_a_problem_that_is_gone_meanwhile_is_settled(first: Collected, tmp_path: Path) -> None:
    a = copied(first, "甲.xlsx")
    decide(a, "T3-01", "已退回", "请教育局改")
    collect(tmp_path, returns(MENDED))
    result = again(tmp_path, a, files=returns(MENDED))
    assert said(result, sheet="已消除") == ("已退回", "请教育局改", None)
    change(result, lambda book: book["已消除"].delete_rows(3))
    assert "已消除" not in again(tmp_path, a, files=returns(MENDED)).sheets()


def test_a_problem_that_is_gone_in_this_run_is_settled_too(
    first: Collected, tmp_path: Path
) -> None:
    a = copied(first, "甲.xlsx")
    decide(a, "T3-01", "已退回", "请教育局改")
    result = again(tmp_path, a, files=returns(MENDED))
    assert said(result, sheet="已消除") == ("已退回", "请教育局改", None)


def test_a_sorted_copy(first: Collected, tmp_path: Path) -> None:
    a = copied(first, "甲.xlsx")
    decide(a, "T3-01", "不采纳", "小数")

    def turn_over(book: Any) -> None:
        sheet = book["审核结果"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        for r, values in enumerate(reversed(rows), 3):
            for c, value in enumerate(values, 1):
                sheet.cell(r, c).value = value

    change(a, turn_over)
    result = again(tmp_path, a)
    assert said(result) == ("不采纳", "小数", None)
    assert typed(result) == []


def test_a_copy_of_a_later_run_elsewhere(first: Collected, tmp_path: Path) -> None:
    """A colleague has collected again at home, where another return had come in."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(first.workbook, home / "out.xlsx")
    later = collect(home, returns(county=filled(BROKEN, COUNTY)))
    row = next(n for n, one in enumerate(later.sheet("审核结果"), 1) if one[2] == COUNTY.code)
    type_into(later, {f"审核结果!N{row}": "已退回", f"审核结果!O{row}": "请东山区改"})
    decide(first, "UNIT-01", "已退回", "已催")
    result = again(tmp_path, later)
    assert said(result, "UNIT-01") == ("已退回", "已催", None)
    # Here the county has sent nothing, so its error cannot be judged: it stands as it was told.
    standing = [
        one for one in result.sheet("审核结果") if one[2] == COUNTY.code and one[4] == "T3-01"
    ]
    assert [(one[13], one[14], one[16]) for one in standing] == [
        ("已退回", "请东山区改", "本次未审核")
    ]


def test_the_winter_case(first: Collected, tmp_path: Path) -> None:
    """Both have taken it home; meanwhile the clerk has collected again, twice."""
    a, b = copied(first, "甲.xlsx"), copied(first, "乙.xlsx", LATER)
    decide(a, "T3-01", "已核实", "电话核实")
    switch(a, OFFICE.code, "否")
    decide(b, "T3-01", "已核实", "已发函")
    decide(b, "UNIT-01", "已退回", "已催")
    files = returns(county=filled(MENDED, COUNTY))
    collect(tmp_path, files)
    collect(tmp_path, files)
    result = again(tmp_path, a, b, files=files)
    expected = ("已核实", "（乙.xlsx）已发函\n（甲.xlsx）电话核实", None)
    assert said(result) == expected
    # The county has come: whoever urged it is on the list of what is gone.
    assert said(result, "UNIT-01", "已消除") == ("已退回", "已催", None)
    assert result.unit(OFFICE)["in_total"] is False and result.unit(COUNTY)["in_total"] is True
    for copies in ((), (a, b), (b,), ()):
        result = again(tmp_path, *copies, files=files)
        assert said(result) == expected
        assert result.unit(OFFICE)["in_total"] is False
        assert typed(result) == []


# --- No workbook to replace ----------------------------------------------------------------------


def test_a_workbook_that_was_renamed_goes_on(first: Collected, tmp_path: Path) -> None:
    """With all that was typed into it, colours too, and with what cannot be judged this time."""
    decide(first, "T3-01", "已核实", "电话核实")
    switch(first, OFFICE.code, "否")

    def work(book: Any) -> None:
        for cell in book["审核结果"][row_of(first, "T3-01")]:
            cell.fill = PatternFill("solid", fgColor="FFFFFF00")
        book["说明"]["H3"] = "科长看过"
        book.create_sheet("备忘")["A1"] = "下周催"

    change(first, work)
    renamed = Collected(0, {}, first.workbook.rename(tmp_path / "审核稿.xlsx"))
    (tmp_path / "returns" / "bureau.xlsx").unlink()
    result = again(tmp_path, renamed, files={"office.xlsx": filled(MENDED, OFFICE)})
    assert said(result) == ("已核实", "电话核实", None)
    assert line(result, "T3-01")["状态"] == "本次未审核"
    assert result.json["units"][0]["in_total"] is False
    assert typed(result) == [("说明", "H3", "", "科长看过", "添加（审核稿.xlsx）")]
    assert result.sheets()["备忘"] == (("下周催",),)
    sheet = openpyxl.load_workbook(result.workbook)["审核结果"]
    assert sheet[f"A{row_of(result, 'T3-01')}"].fill.fgColor.rgb == "FFFFFF00"
    assert told(result)[3].startswith("原处没有汇总工作簿，接着 --review 指明的 审核稿.xlsx 做")
    assert not (tmp_path / "out.xlsx.bak").exists()


def test_a_renamed_workbook_beside_a_fresh_one(first: Collected, tmp_path: Path) -> None:
    """The clerk had not noticed: what was decided runs ago is taken over as well."""
    decide(first, "T3-01", "已核实", "电话核实")
    switch(first, OFFICE.code, "否")
    second = again(tmp_path)
    renamed = Collected(0, {}, second.workbook.rename(tmp_path / "审核稿.xlsx"))
    fresh = again(tmp_path)
    assert said(fresh) == ("待处理", None, None)
    decide(fresh, "UNIT-01", "已退回")
    result = again(tmp_path, renamed)
    assert (said(result), said(result, "UNIT-01")) == (
        ("已核实", "电话核实", None),
        ("已退回", None, None),
    )
    assert result.unit(OFFICE)["in_total"] is False


def test_several_copies_and_no_workbook(first: Collected, tmp_path: Path) -> None:
    a, b = copied(first, "甲.xlsx", LATER), copied(first, "乙.xlsx")
    first.workbook.unlink()
    decide(a, "T3-01", "已核实")
    decide(b, "T3-01", "已退回")
    decide(b, "UNIT-01", "已退回")
    result = again(tmp_path, b, a)
    assert said(result) == ("已核实", None, "意见不一，乙.xlsx 已退回，请复核处理意见")
    assert said(result, "UNIT-01") == ("已退回", None, None)
    decide(result, "T3-01", "已退回", "定了")
    assert said(again(tmp_path, a, b)) == ("已退回", "定了", None)


# --- Switches ------------------------------------------------------------------------------------


def test_one_switch_each(first: Collected, tmp_path: Path) -> None:
    a, b = copied(first, "甲.xlsx"), copied(first, "乙.xlsx")
    switch(a, OFFICE.code, "否")
    switch(b, BUREAU.code, "否")
    result = again(tmp_path, a, b)
    assert [result.unit(one)["in_total"] for one in (OFFICE, BUREAU)] == [False, False]
    assert result.total("表三!D6") == 0
    assert any("计入汇总 2 个单位" in one for one in told(result))
    switch(result, OFFICE.code, "是")
    result = again(tmp_path, a, b)
    assert [result.unit(one)["in_total"] for one in (OFFICE, BUREAU)] == [True, False]


@pytest.mark.parametrize(("later", "inside"), [("甲.xlsx", True), ("乙.xlsx", False)])
def test_switches_that_differ(later: str, inside: bool, tmp_path: Path) -> None:
    """By --strict the bureau is out, and one has put it in; without it, another has put it out."""
    strict = collected(tmp_path, returns(), "--strict")
    a = copied(strict, "甲.xlsx", LATER if later == "甲.xlsx" else SAVED)
    switch(a, BUREAU.code, "是")
    lenient = again(tmp_path)
    b = copied(lenient, "乙.xlsx", LATER if later == "乙.xlsx" else SAVED)
    switch(b, BUREAU.code, "否")
    result = again(tmp_path, a, b)
    kept, other, by = ("是", "否", "乙.xlsx") if inside else ("否", "是", "甲.xlsx")
    assert result.unit(BUREAU)["in_total"] is inside
    assert typed(result) == [("分单位", "", kept, other, f"{NOT_KEPT}（{by}）")]
    assert result.sheet("手工改动")[3][3:5] == ("990000-11 东海市教育局", "计入汇总")
    rewritten = again(tmp_path)
    assert rewritten.unit(BUREAU)["in_total"] is inside


def test_the_switch_of_the_workbook_goes_first(tmp_path: Path) -> None:
    strict = collected(tmp_path, returns(), "--strict")
    a = copied(strict, "甲.xlsx", LATER)
    switch(a, BUREAU.code, "是")
    lenient = again(tmp_path)
    switch(lenient, BUREAU.code, "否")
    result = again(tmp_path, a)
    assert result.unit(BUREAU)["in_total"] is False
    assert typed(result) == [("分单位", "", "否", "是", f"{NOT_KEPT}（甲.xlsx）")]


def test_a_unit_mended_since_it_was_switched_off_in_a_copy_is_to_be_checked(
    first: Collected, tmp_path: Path
) -> None:
    a = copied(first, "甲.xlsx")
    switch(a, BUREAU.code, "否")
    collect(tmp_path, returns(MENDED))
    for copies in ((a,), ()):
        result = again(tmp_path, *copies, files=returns(MENDED))
        sentence = (
            "审核人选定不计入、此后已改正或数已变的单位（1 个）：东海市教育局（现已没有错误）。"
        )
        assert any(one.startswith(sentence) for one in told(result))


# --- What was typed elsewhere --------------------------------------------------------------------


def test_cells_comments_columns_and_sheets_are_kept(first: Collected, tmp_path: Path) -> None:
    a, b = copied(first, "甲.xlsx"), copied(first, "乙.xlsx", LATER)
    row = row_of(first, "T3-01")

    def work(name: str, book: Any) -> None:
        book["表三"]["D6"] = 99
        book["说明"]["H3"] = f"{name}看过"
        book["概览"]["A1"].comment = Comment(f"{name}的批注", name)
        book["审核结果"]["S2"], book["审核结果"][f"S{row}"] = "经办人", name
        book["报送情况"]["P2"], book["报送情况"]["P3"] = "催报人", name
        book.create_sheet("备忘")["A1"] = f"{name}的备忘"

    change(a, lambda book: work("甲", book))
    change(b, lambda book: work("乙", book))
    for one, saved in ((a, SAVED), (b, LATER)):
        one.workbook.write_bytes(dated(one.workbook.read_bytes(), saved))
    result = again(tmp_path, a, b)
    assert line(result, "T3-01")["经办人"] == "乙"
    expected = {
        ("表三", "D6", "原公式（24）", "99", "改动（乙.xlsx、甲.xlsx）"),
        ("说明", "H3", "", "甲看过", "添加（甲.xlsx）"),
        ("说明", "H3", "", "乙看过", "添加（乙.xlsx）"),
        ("概览", "A1", "", "甲的批注", "批注（甲.xlsx）"),
        ("概览", "A1", "", "乙的批注", "批注（乙.xlsx）"),
        ("报送情况", "", "", "甲", "添加（甲.xlsx）"),
        ("报送情况", "", "", "乙", "添加（乙.xlsx）"),
        ("审核结果", "", "乙", "甲", f"{NOT_KEPT}（甲.xlsx）"),
    }
    assert set(typed(result)) == expected and len(typed(result)) == len(expected)
    assert result.sheets()["备忘"] == (("乙的备忘",),)
    assert result.sheets()["备忘（甲.xlsx）"] == (("甲的备忘",),)
    for copies in ((a, b), ()):
        second = again(tmp_path, *copies)
        assert set(typed(second)) == expected and len(typed(second)) == len(expected)
        assert [*second.sheets()] == [*result.sheets()]
    change(second, lambda book: book["手工改动"].delete_rows(4, len(expected)))
    assert typed(again(tmp_path, a, b)) == []


def test_a_head_without_anything_below_it_is_kept(first: Collected, tmp_path: Path) -> None:
    a = copied(first, "甲.xlsx")
    change(a, lambda book: book["报送情况"].__setitem__("P2", "催报人"))
    assert typed(again(tmp_path, a)) == [("报送情况", "", "", "催报人", "添加（甲.xlsx）")]


def test_sheets_and_lists_that_both_have_from_before_are_kept_once(
    first: Collected, tmp_path: Path
) -> None:
    def work(book: Any) -> None:
        book["说明"]["H3"] = "科长看过"
        book["报送情况"]["P2"], book["报送情况"]["P3"] = "催报人", "小李"
        sheet = book.create_sheet("备忘")
        sheet["A1"], sheet["A2"] = 3, "=A1*2"

    change(first, work)
    second = again(tmp_path)
    a, b = copied(second, "甲.xlsx"), copied(second, "乙.xlsx")
    for one in (a, b):
        decide(one, "T3-01", "已核实")
    result = again(tmp_path, a, b)
    assert typed(result) == [("说明", "H3", "", "科长看过", "添加")]
    assert [*result.sheets()] == [*second.sheets()]


# --- Which files ---------------------------------------------------------------------------------


def test_the_workbook_itself_and_the_same_copy_twice(first: Collected, tmp_path: Path) -> None:
    a = copied(first, "甲.xlsx")
    decide(a, "T3-01", "已核实", "电话核实")
    twin = Collected(0, {}, Path(shutil.copy(a.workbook, tmp_path / "甲（副本）.xlsx")))
    unchanged = Collected(0, {}, Path(shutil.copy(first.workbook, tmp_path / "原样.xlsx")))
    result = again(tmp_path, first, unchanged, a, twin)
    assert said(result) == ("已核实", "电话核实", None)
    assert any("已并入 2 份副本（原样.xlsx、甲.xlsx）" in one for one in told(result))
    result = again(tmp_path, twin, result)
    assert any("以前已经并入、没有新内容的副本：甲（副本）.xlsx。" in one for one in told(result))
    assert typed(result) == []


def test_copies_of_one_name_are_told_apart_by_their_folders(
    first: Collected, tmp_path: Path
) -> None:
    a, b = copied(first, "甲/out.xlsx", LATER), copied(first, "乙/out.xlsx")
    decide(a, "T3-01", "已核实")
    decide(b, "T3-01", "已退回")
    result = again(tmp_path, a, b)
    assert said(result)[2] == "意见不一，乙/out.xlsx 已退回，请复核处理意见"


def test_a_copy_that_is_open_is_read(first: Collected, tmp_path: Path) -> None:
    a = copied(first, "甲.xlsx")
    decide(a, "T3-01", "已核实")
    (tmp_path / "~$甲.xlsx").write_bytes(b"lock")
    assert said(again(tmp_path, a))[0] == "已核实"


def refusal(tmp_path: Path, capsys: pytest.CaptureFixture[str], copy: Path, *options: str) -> str:
    before = (tmp_path / "out.xlsx").read_bytes()
    files = "collect", tmp_path / "returns", "-o", tmp_path / "out.xlsx"
    told = refused(capsys, *files, "--review", copy, *options)
    assert (tmp_path / "out.xlsx").read_bytes() == before
    return told


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda content: filled(MENDED, BUREAU), "不是本工具生成的汇总工作簿"),
        (lambda content: "笔记".encode(), "不能用"),
        (lambda content: locked("123", content), "设有打开密码"),
        (lambda content: edit(content, {"审核结果!E2": "规则号"}), "“审核结果”页的表头已被改动"),
        (
            lambda content: edit(content, change=lambda book: book.remove(book["分单位"])),
            "“分单位”页已被删除或改名",
        ),
        (
            lambda content: edit(content, change=lambda book: book.remove(book[SHEET])),
            "其中没有本工具留下的记录",
        ),
    ],
)
def test_a_file_that_is_no_copy_is_refused(
    make: Any,
    why: str,
    first: Collected,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "甲.xlsx"
    path.write_bytes(make(first.workbook.read_bytes()))
    told = refusal(tmp_path, capsys, path)
    assert why in told and f"--review 指明的 {path} 不能用" in told


def test_a_workbook_of_somebody_else_is_refused(
    first: Collected, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county = collect(
        tmp_path / "county", {"town.xlsx": filled(MENDED, TOWN)}, units=[TOWN, COUNTY_OFFICE]
    )
    assert "它是另一汇总单位（990001）的汇总工作簿" in refusal(tmp_path, capsys, county.workbook)
    last = collect(tmp_path / "last", {"a.xlsx": filled(MENDED, BUREAU, year=2023)})
    told = refusal(tmp_path, capsys, last.workbook)
    assert "它是另一年度（2023）或另一表式的汇总工作簿" in told


def test_what_the_run_writes_itself_is_refused(
    first: Collected, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again(tmp_path)
    told = refusal(tmp_path, capsys, tmp_path / "out.xlsx.bak")
    assert "out.xlsx.bak 是本次要写入的文件" in told
    assert "找不到文件或文件夹" in refusal(tmp_path, capsys, tmp_path / "没有.xlsx")
    assert "是文件夹，这里应写一个文件" in refusal(tmp_path, capsys, tmp_path / "returns")


def test_the_copy_of_a_workbook_that_was_deleted(first: Collected, tmp_path: Path) -> None:
    decide(first, "T3-01", "已核实")
    again(tmp_path).workbook.unlink()
    result = again(tmp_path, Collected(0, {}, tmp_path / "out.xlsx.bak"))
    assert said(result)[0] == "已核实"


def test_a_copy_that_does_not_say_when_it_was_saved(first: Collected, tmp_path: Path) -> None:
    a, b = copied(first, "甲.xlsx"), copied(first, "乙.xlsx")
    decide(a, "T3-01", "已核实")
    decide(b, "T3-01", "已退回")
    every = parts(a.workbook.read_bytes())
    del every["docProps/core.xml"]
    a.workbook.write_bytes(zipped(every))
    assert said(again(tmp_path, a, b))[0] == "已退回"


def test_a_copy_without_its_properties(first: Collected, tmp_path: Path) -> None:
    a = copied(first, "甲.xlsx")
    decide(a, "T3-01", "已核实")
    a.workbook.write_bytes(without_properties(a.workbook.read_bytes()))
    assert said(again(tmp_path, a))[0] == "已核实"


# --- Any two copies ------------------------------------------------------------------------------

CODES = "T3-01", "UNIT-01", "FILE-01"
# Of each row: the decision, and whether there is a note.
ANSWERS = st.tuples(
    *(st.tuples(st.sampled_from(["", *DECISIONS[1:]]), st.booleans()) for _ in CODES)
)
Answers = tuple[tuple[str, bool], ...]


class Office(NamedTuple):
    """A folder with a workbook, and what was collected into it, to be written again."""

    first: Collected
    collected: toolkit.Consolidated


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    first = collected(folder, returns(aaa=b"no workbook"))
    return Office(first, toolkit.collect(folder / "returns"))


def answered(office: Office, name: str, answers: Answers, remark: bool) -> Collected:
    copy = copied(office.first, name, LATER if name > "b" else SAVED)
    cells: dict[str, str] = {}
    for code, (decision, noted) in zip(CODES, answers, strict=True):
        row = row_of(office.first, code)
        cells |= {f"审核结果!{DECISION}{row}": decision} if decision else {}
        cells |= {f"审核结果!{NOTE}{row}": f"{name} on {code}"} if noted else {}
    type_into(copy, cells)
    if remark:
        change(copy, lambda book: book["说明"].__setitem__("H3", f"{name} was here"))
    return copy


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(ANSWERS, ANSWERS, st.booleans(), st.booleans(), st.booleans())
def test_whatever_two_colleagues_write_is_in_the_workbook(
    office: Office, first: Answers, second: Answers, a_remark: bool, b_remark: bool, main: bool
) -> None:
    copies = [
        answered(office, "a.xlsx", first, a_remark),
        answered(office, "b.xlsx", second, b_remark),
    ]
    out = office.first.workbook.with_name("merged.xlsx")
    out.unlink(missing_ok=True)
    out.with_name("merged.xlsx.bak").unlink(missing_ok=True)
    if main:
        shutil.copy(office.first.workbook, out)
    paths = [one.workbook for one in copies]
    for review in (paths, [], paths[::-1]):
        office.collected.write(out, review=review)
        result = Collected(0, {}, out)
        listed = result.sheets().get("手工改动", ())
        texts = "\n".join(
            str(one) for some in result.sheets().values() for row in some for one in row
        )
        for name, answers in (("a.xlsx", first), ("b.xlsx", second)):
            for code, (decision, noted) in zip(CODES, answers, strict=True):
                kept = said(result, code)[0]
                others = {row[6] for row in listed if name in str(row[7]) and code in str(row[3])}
                assert not decision or decision == kept or decision in others
                assert not noted or f"{name} on {code}" in texts
        assert (("a.xlsx was here" in texts), ("b.xlsx was here" in texts)) == (a_remark, b_remark)


# --- What is taken back, and a changed mind -------------------------------------------------------


def test_a_decision_that_a_copy_takes_back_is_said(first: Collected, tmp_path: Path) -> None:
    decide(first, "T3-01", "已退回", "已发函")
    second = again(tmp_path)
    a = copied(second, "甲.xlsx")
    rewrite(a, "T3-01", "待处理", "")
    result = again(tmp_path, a)
    assert said(result) == ("待处理", None, None)
    of = f"{BUREAU.code} {BUREAU.name} T3-01 表三 D29"
    assert [one for one in told(result) if "甲.xlsx" in one] == [
        "已并入 1 份副本（甲.xlsx）：撤回 2 处。副本中的颜色、列宽、筛选没有并入。",
        f"  {of}“处理意见”：甲.xlsx 撤回了所写的，已撤回“已退回”。",
        f"  {of}“备注”：甲.xlsx 撤回了所写的，已撤回“已发函”。",
    ]
    assert "副本中撤回的 2 处，请核对：" in told(result)
    # It is said once.
    assert not [one for one in told(again(tmp_path, a)) if "撤回" in one]


def test_what_is_taken_back_does_not_undo_what_was_decided_since(
    first: Collected, tmp_path: Path
) -> None:
    decide(first, "T3-01", "已退回")
    second = again(tmp_path)
    a = copied(second, "甲.xlsx")
    rewrite(a, "T3-01", "待处理", "")
    rewrite(second, "T3-01", "已核实", "")
    result = again(tmp_path, a)
    assert said(result) == ("已核实", None, None)
    of = f"{BUREAU.code} {BUREAU.name} T3-01 表三 D29"
    assert f"  {of}“处理意见”：甲.xlsx 撤回了所写的，仍为“已核实”。" in told(result)


def test_a_switch_that_is_taken_back_is_said(first: Collected, tmp_path: Path) -> None:
    switch(first, OFFICE.code, "否")
    second = again(tmp_path)
    a = copied(second, "甲.xlsx")
    switch(a, OFFICE.code, "是")
    result = again(tmp_path, a)
    assert result.unit(OFFICE)["in_total"] is True
    first_line, *_ = (one for one in told(result) if "甲.xlsx" in one)
    assert "计入汇总 1 个单位" in first_line


def test_a_changed_mind_takes_the_place_of_the_answer_before(
    first: Collected, tmp_path: Path
) -> None:
    a, b = copied(first, "甲.xlsx"), copied(first, "乙.xlsx")
    decide(first, "T3-01", "已核实")
    decide(a, "T3-01", "已退回")
    decide(b, "T3-01", "已退回")
    again(tmp_path, a, b)
    rewrite(a, "T3-01", "不采纳", "")
    result = again(tmp_path, a)
    assert typed(result) == [
        ("审核结果", "", "已核实", "不采纳", f"{NOT_KEPT}（甲.xlsx）"),
    ]
    assert said(result)[2] == "意见不一，甲.xlsx 不采纳，请复核处理意见"
    # Who comes to agree contradicts no longer.
    rewrite(a, "T3-01", "已核实", "")
    result = again(tmp_path, a)
    assert typed(result) == []
    assert said(result) == ("已核实", None, None)
