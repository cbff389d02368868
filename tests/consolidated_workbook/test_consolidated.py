"""The consolidated workbook: live sums with true results, who is in them, and text as text."""

from __future__ import annotations

import datetime
import gc
import hashlib
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.build import (
    BUREAU,
    CITY,
    COUNTY,
    EVERYONE,
    OFFICE,
    SAVED,
    Collected,
    code_at,
    codes,
    collect,
    collect_one,
    edit,
    filled,
    parts,
)
from toolkit.consolidated_workbook import workbook
from toolkit.errors import CannotRun
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.grids.names import BY_UNIT, LIST_HEADS, SHEETS
from toolkit.returns.sums.record import record_in
from toolkit.review.hand_typed import rows_of
from toolkit.spreadsheets.workbook import read_workbook

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    """The bureau typed a text, the county is missing, customs and town are not summed."""
    office, bureau, _, customs, town = EVERYONE
    figures = {"表三!D6": 20, "表三!D8": 20, "表二!B16": "0.1", "附表!C5": "0.10"}
    files = {
        "office.xlsx": filled({**figures, "表二!B16": "0.2", "附表!C5": "0.20"}, office),
        "bureau.xlsx": edit(filled(figures, bureau), {"表三!D7": "3件"}),
        "customs.xlsx": filled(figures, customs),
        "town.xlsx": filled(figures, town),
    }
    return collect(tmp_path_factory.mktemp("city"), files)


def live(result: Collected) -> Any:
    return openpyxl.load_workbook(result.workbook)


def test_sheets_and_their_order(collected: Collected) -> None:
    book = live(collected)
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        *((name, "visible") for name in ("概览", "表二", "表三", "表四", "附表")),
        ("上下年对比", "visible"),
        *((name, "visible") for name in ("分单位", "审核结果", "本次变化", "报送情况", "说明")),
        ("图表数据", "visible"),
        ("_identity", "veryHidden"),
    ]


def test_every_sheet_is_known_again_when_it_is_read(collected: Collected) -> None:
    """Its name is ours, and of a list that people can sort the heads are known."""
    official = {one.table.sheet for one in lay_out(default_form()).tables}
    sheets = [sheet for sheet in live(collected) if sheet.title not in {*official, "_identity"}]
    assert {sheet.title for sheet in sheets} <= set(SHEETS)
    sorted_by_people = {one.title for one in sheets if one.auto_filter.ref or one.tables}
    assert sorted_by_people == {"分单位", "审核结果", "报送情况"} <= set(LIST_HEADS)


# --- The official tables -------------------------------------------------------------------------


def test_every_official_input_is_a_live_sum_with_its_true_result(collected: Collected) -> None:
    """Over the column of 分单位 that has its code, for the units that are 计入汇总."""
    formulas, results = live(collected), openpyxl.load_workbook(collected.workbook, data_only=True)
    heads = {cell.value: cell.column_letter for cell in formulas["分单位"][10]}
    form = default_form()
    for address, code in codes(form).items():
        sheet, cell = address.split("!")
        if code in form.inputs:
            column, inside = f"${heads[code]}$11:${heads[code]}$15", "$D$11:$D$15"
            written = str(formulas[sheet][cell].value)
            assert f"SUMIFS('分单位'!{column},'分单位'!{inside},\"是\")" in written
        assert results[sheet][cell].value == collected.total(address)


def test_totals_are_the_formulas_of_the_return(collected: Collected) -> None:
    book = live(collected)
    assert book["表三"]["J6"].value == "=SUM($D$6:$I$6)"
    assert book["表三"]["D29"].value == "=SUM($D$8:$D$28)"
    assert book["表四"]["E6"].value == "=SUM($A$6:$D$6)"


def test_amounts_are_rounded_to_what_they_have(collected: Collected) -> None:
    """0.1 and 0.2 are 0.3, in the formula too, and no cell shows 0.30000000000000004."""
    book = live(collected)
    assert re.fullmatch(r"=ROUND\(SUMIFS\(.*\),6\)", book["表二"]["B16"].value)
    assert re.fullmatch(r"=ROUND\(SUMIFS\(.*\),2\)", book["附表"]["C5"].value)
    assert collected.total("表二!B16") == 0.3
    content = parts(collected.workbook.read_bytes())
    assert not any(b"0000000000004" in part for part in content.values())
    assert b'"t2.fees.amount": 0.3,' in (collected.workbook.parent / "out.json").read_bytes()


def test_labels_merges_and_lock_are_those_of_a_return(collected: Collected) -> None:
    book = live(collected)
    for table in lay_out(default_form()).tables:
        sheet = book[table.table.sheet]
        assert sheet.protection.sheet
        for label in table.labels:
            assert sheet[label.place.address].value == label.text


def test_an_incomplete_table_says_so_below(collected: Collected) -> None:
    texts = [str(row[0]) for row in collected.sheet("表三")]
    assert any("1 个单位未报" in text and "1 个单位有错误" in text for text in texts)


# --- 分单位 --------------------------------------------------------------------------------------


def test_one_row_a_unit_and_one_column_an_indicator(collected: Collected) -> None:
    rows = collected.sheet("分单位")
    assert rows[9][:6] == ("单位代码", "单位名称", "单位类别", "计入汇总", "说明", "审核意见")
    assert list(rows[9][6:]) == list(default_form().indicators)
    assert [row[0] for row in rows[10:]] == [unit.code for unit in EVERYONE]
    assert [row[3] for row in rows[10:]] == ["是", "是", "否", "否", "否"]
    at = list(rows[9]).index(code_at("表三!D6"))
    assert [row[at] for row in rows[10:]] == [20, 20, None, 20, 20]


def test_heads_have_the_official_labels_on_levels(collected: Collected) -> None:
    rows = collected.sheet("分单位")
    at = list(rows[9]).index("t3.outcome.refused.state_secret.natural_person")
    filled_in = [next(one for one in reversed(row[: at + 1]) if one) for row in rows[1:5]]
    assert filled_in == [
        "三、收到和处理政府信息公开申请情况",
        "三、本年度办理结果→（三）不予公开",
        "1.属于国家秘密",
        "自然人",
    ]


def test_subtotals_stand_above_the_filtered_range(collected: Collected) -> None:
    rows, sheet = collected.sheet("分单位"), live(collected)["分单位"]
    at = list(rows[9]).index(code_at("表三!D6"))
    assert [(row[1], row[at]) for row in rows[5:9]] == [
        ("合计", 40),
        ("本级小计", 20),
        ("市直部门小计", 20),
        ("县（市、区）小计", 0),
    ]
    assert sheet.auto_filter.ref.startswith("A10:") and sheet.auto_filter.ref.endswith("15")
    assert sheet.freeze_panes == "C11"


def test_the_switch_takes_only_yes_and_no(collected: Collected) -> None:
    (validation,) = live(collected)["分单位"].data_validations.dataValidation
    assert (str(validation.sqref), validation.formula1) == ("D11:D15", '"是,否"')


# --- Listings ------------------------------------------------------------------------------------


def test_one_row_a_finding(collected: Collected) -> None:
    head, *rows = collected.sheet("审核结果")[1:]
    first = dict(zip(head, rows[0], strict=True))
    assert first["级别"] == "错误"
    assert (first["单位代码"], first["规则"]) == (BUREAU.code, "NUM-01")
    assert (first["表"], first["单元格"], first["填报数"]) == ("表三", "D7", "3件")
    assert first["来源文件"] == "bureau.xlsx"
    assert "看来应为 3" in first["处理建议"]
    assert len(rows) == len(collected.json["findings"]) == 3


def test_coverage_has_status_time_and_digest(collected: Collected) -> None:
    head, *rows = collected.sheet("报送情况")[1:]
    by_code = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    bureau = by_code[BUREAU.code]
    content = (collected.workbook.parent / "returns" / "bureau.xlsx").read_bytes()
    assert (bureau["报送状态"], bureau["计入汇总"]) == ("已报，有误", "是")
    assert bureau["保存时间"] == "2025-01-15 08:30:00"
    assert bureau["文件校验值（SHA-256）"] == hashlib.sha256(content).hexdigest()
    assert by_code[COUNTY.code]["报送状态"] == "未报"
    assert not by_code[COUNTY.code]["文件"]


def test_days_late_are_counted_from_the_roster_s_deadline(tmp_path: Path) -> None:
    """Saved on 15 January; due on the 12th, and by somebody else on the 20th."""
    path = tmp_path / "dated.csv"
    path.write_text(
        "单位代码,单位名称,单位类别,上级代码,截止日期\n"
        "990000-11,东海市教育局,市直部门,990000,2025-01-12\n"
        "990000-01,东海市政府办公室,本级,990000,2025-01-20\n",
        encoding="utf-8",
    )
    assert datetime.date(2025, 1, 15) == SAVED.date()
    files = {"a.xlsx": filled(), "b.xlsx": filled(unit=OFFICE)}
    head, *rows = collect(tmp_path, files, "--units", path).sheet("报送情况")[1:]
    assert [row[head.index("迟报天数")] or 0 for row in rows] == [3, 0]


def test_who_does_not_report_here_is_not_late(tmp_path: Path) -> None:
    """A deadline may stand in every line of the roster; the city waits for its own units alone."""
    path = tmp_path / "dated.csv"
    path.write_text(
        "单位代码,单位名称,单位类别,上级代码,截止日期\n"
        "990000-01,东海市政府办公室,本级,990000,2025-01-12\n"
        "990000-91,东海海关,垂直管理,990000,2025-01-12\n"
        "990001,东山区,县（市、区）,990000,2025-01-12\n"
        "990001-T1,河口镇,乡镇（街道）,990001,2025-01-12\n",
        encoding="utf-8",
    )
    files = {"a.xlsx": filled(unit=OFFICE)}
    head, *rows = collect(tmp_path, files, "--units", path).sheet("报送情况")[1:]
    late = {row[1]: row[head.index("迟报天数")] or 0 for row in rows}
    assert late["东海市政府办公室"] == 3 and late["东山区"] > 3
    assert (late["东海海关"], late["河口镇"]) == (0, 0)


def test_the_contact_of_the_return_comes_before_the_roster_s(tmp_path: Path) -> None:
    content = filled(contact={"preparer": "王五", "phone": "0990-5"})
    head, row = collect_one(tmp_path, content).sheet("报送情况")[1:]
    assert [row[head.index(name)] for name in ("联系人", "联系电话")] == ["王五", "0990-5"]


def test_the_banner_says_whose_figures_are_in_the_sum(collected: Collected) -> None:
    texts = [str(row[0]) for row in collected.sheet("概览")]
    assert texts[8:12] == [
        "未报送、汇总数中没有其数据的单位（1 个）：东山区。",
        "已报送但未计入汇总的单位（2 个）："
        "东海海关（垂直管理单位，不计入本地汇总）、河口镇（下级单位，由其上级汇总）。",
        "有错误、但数据已计入汇总的单位（1 个；无法确认的单元格未计入）：东海市教育局。",
        "汇总数包含 2 个单位：东海市政府办公室、东海市教育局。",
    ]
    assert set(texts[8:12]) <= {str(row[0]) for row in collected.sheet("说明")}


def test_counts_by_category_and_severity(collected: Collected) -> None:
    rows = [tuple(one for one in row if one is not None) for row in collected.sheet("概览")]
    top = rows.index(("分类情况",)) + 1
    assert rows[top : top + 5] == [
        ("单位类别", "应报", "已报", "未报", "有误", "计入汇总"),
        ("本级", 1, 1, 0, 0, 1),
        ("市直部门", 1, 1, 0, 1, 1),
        ("县（市、区）", 1, 0, 1, 0, 0),
        ("全部", 3, 2, 1, 1, 2),
    ]
    assert [row[:3] for row in rows[-2:]] == [("错误", "警告", "提示"), (2, 1, 0)]


def test_nothing_missing_and_nothing_wrong_is_said_plainly(tmp_path: Path) -> None:
    rows = collect_one(tmp_path, filled()).sheet("概览")
    assert rows[8][0] == "应报单位已全部报送，没有错误。"
    assert rows[9][0] == "汇总数包含 1 个单位：东海市教育局。"


def test_the_identity_is_that_of_the_collecting_unit_s_return(collected: Collected) -> None:
    kept = ("written", "used")
    pairs = {row[0]: row[1] for row in collected.sheet("_identity") if row[0] not in kept}
    assert pairs == {
        "kind": "consolidated",
        "form": "disclosure-2021",
        "version": "2021",
        "level": "region",
        "year": "2024",
        "unit": CITY,
    }


# --- Again ---------------------------------------------------------------------------------------


def test_the_same_returns_give_the_same_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the time fixed, byte for byte."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1738368000")
    first = collect_one(tmp_path, filled()).workbook.read_bytes()
    again = collect_one(tmp_path / "again", filled()).workbook.read_bytes()
    assert again == first


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_of_garbage_is_left_as_it_was(enabled: bool) -> None:
    """Also where no workbook comes of it."""
    try:
        if not enabled:
            gc.disable()
        with pytest.raises(CannotRun), workbook._uncollected():
            assert not gc.isenabled()
            raise CannotRun("")
        assert gc.isenabled() is enabled
    finally:
        gc.enable()


def test_the_record_has_every_figure_of_every_unit_as_it_stands_on_the_sheet(
    collected: Collected,
) -> None:
    """Among them a text in place of a figure, and a unit of which nothing is known."""
    book = read_workbook(collected.workbook.read_bytes())
    record = record_in(book)
    assert record is not None
    assert list(record.written(BY_UNIT)) == list(rows_of(book.grids[BY_UNIT]))
    bureau, county = (record.units[one.code] for one in (BUREAU, COUNTY))
    assert bureau.unknown and bureau.unknown < county.unknown == frozenset(record.columns)
