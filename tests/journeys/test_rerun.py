"""Collecting again onto the same workbook: what a person typed into it is carried over."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

from tests.support.build import (
    BUREAU,
    COUNTY,
    CUSTOMS,
    LATER,
    OFFICE,
    Collected,
    collect,
    dated,
    filled,
    parts,
    patched,
    raw,
    refused,
    sheet_part,
    without_properties,
    zipped,
)
from tests.support.encrypted import locked
from tests.support.old_formats import as_xls
from tests.support.reviewed import (
    BROKEN,
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
from toolkit.grids.names import FINDING_COLUMNS
from toolkit.roster.roster import Category, Unit


def collect_first(tmp_path: Path) -> Collected:
    return collected(tmp_path, returns())


def places(result: Collected) -> list[tuple[Any, Any]]:
    """所在行 and 所在列 of what 手工改动 lists."""
    return [(row[3] or "", row[4] or "") for row in result.sheet("手工改动")[3:]]


# --- Decisions and notes -------------------------------------------------------------------------


def test_what_wants_an_answer_is_open_at_first(tmp_path: Path) -> None:
    result = collect(tmp_path, returns())
    assert (line(result, "T3-01")["处理意见"], line(result, "T3-01")["变化"]) == ("待处理", None)
    assert line(result, "UNIT-01")["处理意见"] == "待处理"
    assert changes(result)[1][0] == "这是第一次汇总到这个文件，没有上次的结果可比。"
    assert not (tmp_path / "out.xlsx.bak").exists()


def to_do(result: Collected) -> tuple[object, object]:
    """Formula and stored result of the number of open decisions on the first page."""
    rows = result.sheet("概览")
    places = ((r, c) for r, row in enumerate(rows) for c, v in enumerate(row) if v == "待处理")
    row, column = next(places)
    formulas = openpyxl.load_workbook(result.workbook)["概览"]
    return formulas.cell(row + 2, column + 1).value, rows[row + 1][column]


def test_the_first_page_counts_what_is_to_be_done(tmp_path: Path) -> None:
    formula = "=COUNTIF('审核结果'!$N:$N,\"待处理\")"
    first = collect_first(tmp_path)
    # The broken balance and the county that is missing.
    assert to_do(first) == (formula, 2)
    decide(first, "T3-01", "已核实")
    assert to_do(collect(tmp_path, returns())) == (formula, 1)


def test_the_list_is_an_excel_table_with_a_drop_down(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(collect_first(tmp_path).workbook)["审核结果"]
    table = sheet.tables["worklist"]
    assert table.ref == f"A2:R{sheet.max_row}" and table.autoFilter is not None
    assert [one.name for one in table.tableColumns] == list(FINDING_COLUMNS)
    (validation,) = sheet.data_validations.dataValidation
    assert validation.formula1 == '"待处理,已核实,已退回,不采纳"'
    assert str(validation.sqref) == f"N3:N{sheet.max_row}"
    assert not sheet.protection.sheet


def test_the_same_returns_bring_nothing_new(tmp_path: Path) -> None:
    """Findings of units and files, which have no cell, are known again, too."""
    files = {**returns(), "aaa.xlsx": b"no workbook", "old.xlsx": filled(OTHER, BUREAU, year=2023)}
    files["bureau again.xlsx"] = dated(filled(OTHER, BUREAU), LATER)
    collect(tmp_path, files)
    second = collect(tmp_path, files)
    assert {"FILE-01", "FILE-05", "UNIT-01", "UNIT-06", "UNIT-12"} <= set(second.codes())
    assert {row[FINDING_COLUMNS.index("变化")] for row in second.sheet("审核结果")[2:]} == {""}
    assert changes(second)[2][0] == (
        "保留处理意见和备注 0 条，其中数已变、需要复核 0 条；已消除 0 条。"
    )


def test_decision_and_note_stay_with_their_finding(tmp_path: Path) -> None:
    """Though a new finding comes before it, and its return was sent again under another name."""
    first = collect_first(tmp_path)
    decide(first, "T3-01", "已核实", "电话核实，\n确为代办件")
    before = first.workbook.read_bytes()
    (tmp_path / "returns" / "bureau.xlsx").unlink()
    files = {"new name.xlsx": filled(BROKEN, BUREAU), "aaa.xlsx": b"no workbook"}
    second = collect(tmp_path, files)
    found = line(second, "T3-01")
    assert (found["处理意见"], found["备注"]) == ("已核实", "电话核实，\n确为代办件")
    assert found["变化"] is None
    assert line(second, "FILE-01")["变化"] == "新增"
    assert (tmp_path / "out.xlsx.bak").read_bytes() == before
    assert typed(second) == []


def test_a_decision_whose_figure_has_changed_says_so_until_something_is_written(
    tmp_path: Path,
) -> None:
    first = collect_first(tmp_path)
    decide(first, "T3-01", "已核实", "已核实")
    told = "数已变，原为填报数 10、应为 11，请复核处理意见"
    second = collect(tmp_path, returns(OTHER))
    found = line(second, "T3-01")
    assert (found["处理意见"], found["变化"], found["应为"]) == ("已核实", told, 12)
    # Nobody has looked at it yet.
    assert line(collect(tmp_path, returns(OTHER)), "T3-01")["变化"] == told
    decide(second, "T3-01", "已退回", "已核实")
    third = line(collect(tmp_path, returns(OTHER)), "T3-01")
    assert (third["处理意见"], third["变化"]) == ("已退回", None)


def test_a_note_of_two_lines_is_no_new_note(tmp_path: Path) -> None:
    """What is recorded has no line breaks."""
    decide(collect_first(tmp_path), "T3-01", "已核实", "电话核实，\n确为代办件")
    told = line(collect(tmp_path, returns(OTHER)), "T3-01")["变化"]
    assert str(told).startswith("数已变")
    assert line(collect(tmp_path, returns(OTHER)), "T3-01")["变化"] == told


def test_a_decision_whose_problem_is_gone_is_settled_and_may_come_back(tmp_path: Path) -> None:
    decide(collect_first(tmp_path), "T3-01", "已退回", "请教育局改")
    second = collect(tmp_path, returns(MENDED))
    assert "T3-01" not in second.codes()
    settled = line(second, "T3-01", "已消除")
    assert (settled["处理意见"], settled["备注"]) == ("已退回", "请教育局改")
    assert (settled["单位名称"], settled["填报数"]) == ("东海市教育局", 10)
    # It stays there, with what is written beside it.
    third = collect(tmp_path, returns(MENDED))
    type_into(third, {f"已消除!{NOTE}3": "已改好"})
    assert line(collect(tmp_path, returns(MENDED)), "T3-01", "已消除")["备注"] == "已改好"
    again = line(collect(tmp_path, returns()), "T3-01")
    assert (again["处理意见"], again["备注"], again["变化"]) == ("已退回", "已改好", "再次出现")


def test_columns_of_the_reviewer_s_own_go_along(tmp_path: Path) -> None:
    first = collect_first(tmp_path)
    row = row_of(first, "T3-01")

    def add(book: Any) -> None:
        book["审核结果"]["S2"] = "经办人"
        book["审核结果"][f"S{row}"] = "小李"

    change(first, add)
    found = line(collect(tmp_path, {**returns(), "aaa.xlsx": b"no workbook"}), "T3-01")
    assert found["经办人"] == "小李"


def test_sorted_rows_are_no_change(tmp_path: Path) -> None:
    first = collect_first(tmp_path)
    decide(first, "T3-01", "不采纳")

    def turn_over(book: Any) -> None:
        sheet = book["审核结果"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        for r, values in enumerate(reversed(rows), 3):
            for c, value in enumerate(values, 1):
                sheet.cell(r, c).value = value

    change(first, turn_over)
    second = collect(tmp_path, returns())
    assert line(second, "T3-01")["处理意见"] == "不采纳"
    assert typed(second) == []


def test_what_the_reviewer_lets_stand_is_not_sent_back(tmp_path: Path) -> None:
    """Until its figures change: then he has to look again, and so has the unit."""

    def sent(bureau: Mapping[str, int]) -> list[str]:
        collect(tmp_path, returns(bureau), "--feedback", tmp_path / "back")
        return sorted(path.name for path in (tmp_path / "back").glob("*_退回.xlsx"))

    assert sent(BROKEN) == ["990000-11_东海市教育局_2024_退回.xlsx"]
    decide(collect(tmp_path, returns()), "T3-01", "已核实")
    assert sent(BROKEN) == []
    assert sent(OTHER) == ["990000-11_东海市教育局_2024_退回.xlsx"]


# --- Switches ------------------------------------------------------------------------------------


def test_a_unit_that_was_switched_off_stays_off(tmp_path: Path) -> None:
    first = collect_first(tmp_path)
    assert first.total("表三!D6") == 24
    switch(first, BUREAU.code, "否")
    for _ in range(2):
        result = collect(tmp_path, returns())
        assert result.total("表三!D6") == 12
        unit = result.unit(BUREAU)
        assert (unit["in_total"], unit["reason"]) == (False, "审核人选定不计入")
    switch(result, BUREAU.code, "是")
    back = collect(tmp_path, returns())
    assert (back.total("表三!D6"), back.unit(BUREAU)["reason"]) == (24, None)


def test_a_unit_that_was_switched_on_counts(tmp_path: Path) -> None:
    files = returns(customs=filled(MENDED, CUSTOMS))
    first = collect(tmp_path, files)
    assert first.unit(CUSTOMS)["in_total"] is False
    switch(first, CUSTOMS.code, "是")
    second = collect(tmp_path, files)
    assert second.total("表三!D6") == 36
    assert second.unit(CUSTOMS)["reason"] == "审核人选定计入（垂直管理单位，不计入本地汇总）"


def test_a_choice_waits_while_the_unit_is_missing(tmp_path: Path) -> None:
    switch(collect_first(tmp_path), BUREAU.code, "否")
    (tmp_path / "returns" / "bureau.xlsx").unlink()
    without = collect(tmp_path, {"office.xlsx": filled(MENDED, OFFICE)})
    assert without.unit(BUREAU)["status"] == "missing"
    (told,) = [row[0] for row in changes(without) if "还没有报表" in row[0]]
    assert told == (
        "“计入汇总”由审核人选定、还没有报表可计入的单位（1 个）：东海市教育局。"
        "收到报表后照选定的办。"
    )
    assert collect(tmp_path, returns()).unit(BUREAU)["reason"] == "审核人选定不计入"


def test_a_switched_unit_whose_figures_change_is_pointed_out(tmp_path: Path) -> None:
    switch(collect_first(tmp_path), BUREAU.code, "否")
    collect(tmp_path, returns())
    told = changes(collect(tmp_path, returns(MENDED)))
    row = next(one for one in told if one[0] == BUREAU.code)
    assert "计入汇总由审核人选定，此后该单位的数已变，请复核" in row[2]


# --- Everything else that may be typed -----------------------------------------------------------


def test_what_was_typed_elsewhere_is_listed_and_stays_listed(tmp_path: Path) -> None:
    """A figure typed over, a remark beside a row, a text taken away, a comment."""
    first = collect_first(tmp_path)
    row = next(n for n, one in enumerate(first.sheet("分单位"), 1) if one[0] == BUREAU.code)
    column = first.sheet("分单位")[row - 1].index(12) + 1

    def scribble(book: Any) -> None:
        sheet = book["分单位"]
        sheet.cell(row, column).value = 99
        book["报送情况"]["P3"] = "已打电话"
        book["报送情况"]["A3"].comment = Comment("下周再催", "审核人")
        book["报送情况"]["B4"] = None

    change(first, scribble)
    figure = get_column_letter(column)
    expected = {
        ("分单位", f"{figure}{row}", "12", "99", "改动"),
        ("报送情况", "P3", "", "已打电话", "添加"),
        ("报送情况", "A3", "", "下周再催", "批注"),
        ("报送情况", "B4", "东海市教育局", "（已清除）", "改动"),
    }
    second = collect(tmp_path, returns())
    assert set(typed(second)) == expected and len(typed(second)) == len(expected)
    label = "一、本年新收政府信息公开申请数量，自然人"
    assert (f"{BUREAU.code} {BUREAU.name} 市直部门", label) in places(second)
    assert {head for _, head in places(second)} == {label, "单位代码", "单位名称", ""}
    # The figure comes from the return, and the sheet says so.
    assert second.total("表三!D6") == 24
    assert set(typed(collect(tmp_path, returns()))) == expected


def test_a_remark_beside_an_official_table_is_named_by_its_line_alone(tmp_path: Path) -> None:
    """The figures of the line are no name: “行政规范性文件 48 13” would read as one."""
    files = {"bureau.xlsx": filled({**MENDED, "表二!B6": 48, "表二!C6": 13}, BUREAU)}
    first = collected(tmp_path, files)
    change(first, lambda book: book["表二"].cell(6, 5, "请再核对"))
    second = collect(tmp_path, files)
    assert typed(second) == [("表二", "E6", "", "请再核对", "添加")]
    assert places(second)[0][0] == "行政规范性文件"


def test_a_text_box_is_read_too(tmp_path: Path) -> None:
    first = collect_first(tmp_path)
    part = sheet_part(first.workbook.read_bytes(), "报送情况")
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    every = parts(first.workbook.read_bytes())
    relations = part.replace("worksheets/", "worksheets/_rels/") + ".rels"
    every[relations] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/drawing" Target="../drawings/drawing99.xml"/>'
        "</Relationships>"
    ).encode()
    every["xl/drawings/drawing99.xml"] = (
        f'<d:wsDr xmlns:d="{drawing}/spreadsheetDrawing" xmlns:a="{drawing}/main"><d:twoCellAnchor>'
        "<d:from><d:col>1</d:col><d:colOff>0</d:colOff><d:row>4</d:row><d:rowOff>0</d:rowOff></d:from>"
        "<d:sp><d:txBody><a:p><a:r><a:t>请王主任</a:t></a:r><a:r><a:t>过目</a:t></a:r></a:p>"
        "<a:p><a:r><a:t>急</a:t></a:r></a:p></d:txBody></d:sp></d:twoCellAnchor></d:wsDr>"
    ).encode()
    first.workbook.write_bytes(zipped(every))
    assert typed(collect(tmp_path, returns())) == [
        ("报送情况", "B5", "", "请王主任过目\n急", "批注")
    ]


def test_a_sum_that_was_typed_over_is_listed(tmp_path: Path) -> None:
    first = collect_first(tmp_path)
    content = raw(first.workbook.read_bytes(), {"表三!D6": "<v>3525</v>"})
    first.workbook.write_bytes(content)
    assert typed(collect(tmp_path, returns())) == [("表三", "D6", "原公式（24）", "3525", "改动")]
    assert places(collect(tmp_path, returns())) == [("一、本年新收政府信息公开申请数量", "自然人")]


def test_a_total_typed_over_on_by_unit_is_listed_with_its_indicator(tmp_path: Path) -> None:
    first = collect_first(tmp_path)
    row = next(n for n, one in enumerate(first.sheet("分单位"), 1) if one[1] == "合计")
    column = get_column_letter(first.sheet("分单位")[row - 1].index(24) + 1)
    first.workbook.write_bytes(
        raw(first.workbook.read_bytes(), {f"分单位!{column}{row}": "<v>3525</v>"})
    )
    assert places(collect(tmp_path, returns())) == [
        ("合计", "一、本年新收政府信息公开申请数量，自然人")
    ]


def test_a_sheet_that_was_added_is_kept(tmp_path: Path) -> None:
    first = collect_first(tmp_path)

    def add(book: Any) -> None:
        sheet = book.create_sheet("我的备忘")
        sheet["B2"], sheet["B3"], sheet["C3"] = "下周开会", 42, "=B3*2"
        sheet["B2"].comment = Comment("带上报表", "审核人")

    change(first, add)
    for _ in range(2):
        result = collect(tmp_path, returns())
        sheet = openpyxl.load_workbook(result.workbook)["我的备忘"]
        assert (sheet["B2"].value, sheet["B3"].value) == ("下周开会", 42)
        assert sheet["B2"].comment.text == "带上报表"
        assert sheet["C3"].comment.text == "原公式：=B3*2"
        assert typed(result) == []


def test_a_sheet_with_an_apostrophe_in_its_name_keeps_it(tmp_path: Path) -> None:
    first = collect_first(tmp_path)
    change(first, lambda book: book.create_sheet("O'Brien 的备忘"))
    for _ in range(2):
        names = openpyxl.load_workbook(collect(tmp_path, returns()).workbook).sheetnames
        assert "O'Brien 的备忘" in names


def test_a_row_of_the_reviewer_s_own_is_one_entry(tmp_path: Path) -> None:
    first = collect_first(tmp_path)
    row = len(first.sheet("审核结果")) + 2
    message = FINDING_COLUMNS.index("问题") + 1

    def write(book: Any) -> None:
        book["审核结果"].cell(row, 4, "东海市教育局")
        book["审核结果"].cell(row, message, "电话中说数有误")
        book["审核结果"].cell(row, 15, "下周再问")
        book["报送情况"]["P3"] = "已打电话"

    change(first, write)
    expected = [
        (
            *("审核结果", f"D{row}", ""),
            "单位名称：东海市教育局；问题：电话中说数有误；备注：下周再问",
            "添加",
        ),
        ("报送情况", "P3", "", "已打电话", "添加"),
    ]
    second = collect(tmp_path, returns())
    assert typed(second) == expected
    assert places(second)[0] == ("", "")
    assert typed(collect(tmp_path, returns())) == expected


# --- 本次变化 ------------------------------------------------------------------------------------


def test_who_is_new_and_which_totals_moved_by_whom(tmp_path: Path) -> None:
    collect_first(tmp_path)
    files = returns(MENDED, county=filled({"表三!D6": 5, "表三!D8": 5}, COUNTY))
    files["bureau.xlsx"] = dated(files["bureau.xlsx"], LATER)
    rows = changes(collect(tmp_path, files))
    assert (COUNTY.code, "东山区", "新报送；计入汇总", "否", "是", "", "county.xlsx") in rows
    changed = (BUREAU.code, "东海市教育局", "更换文件", "是", "是", "bureau.xlsx", "bureau.xlsx")
    assert changed in rows
    label = "一、本年新收政府信息公开申请数量，自然人"
    assert ("表三 D6", label, "东山区 +5", 24, 29, 5, "") in rows
    label = "四、结转下年度继续办理，自然人"
    assert ("表三 D30", label, "东海市教育局 +1", 3, 4, 1, "") in rows


def test_a_switch_moves_the_totals_and_a_missing_file_too(tmp_path: Path) -> None:
    first = collect_first(tmp_path)
    switch(first, OFFICE.code, "否")
    (tmp_path / "returns" / "bureau.xlsx").unlink()
    rows = changes(collect(tmp_path, {"office.xlsx": filled(MENDED, OFFICE)}))
    moved = next(row for row in rows if row[0] == "表三 D6")
    assert moved[2:6] == ("东海市政府办公室 -12；东海市教育局 -12", 24, 0, -24)
    chosen = next(row for row in rows if row[0] == OFFICE.code)
    assert chosen[2:5] == ("审核人选定不计入汇总", "是", "否")
    gone = next(row for row in rows if row[0] == BUREAU.code)
    assert gone[2] == "文件不再采用；不计入汇总"


# --- What cannot be understood is left alone -----------------------------------------------------


def damaged(result: Collected, how: str) -> bytes:
    content = result.workbook.read_bytes()
    if how == "half":
        return content[: len(content) // 2]
    every = parts(content)
    if how == "record":
        strings = every["xl/sharedStrings.xml"]
        every["xl/sharedStrings.xml"] = strings.replace(b"<t>written</t>", b"<t>writ</t>")
    else:
        book = every["xl/workbook.xml"].decode()
        every["xl/workbook.xml"] = book.replace('name="分单位"', 'name="单位"').encode()
    return zipped(every)


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("half", "不能当作以前的汇总工作簿读取（文件已损坏），没有覆盖"),
        ("record", "其中没有本工具留下的记录"),
        ("renamed", "“分单位”页已被删除或改名"),
    ],
)
def test_a_workbook_that_cannot_be_understood_stops_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], how: str, reason: str
) -> None:
    first = collect_first(tmp_path)
    content = damaged(first, how)
    first.workbook.write_bytes(content)
    assert reason in refused(capsys, "collect", tmp_path / "returns", "-o", first.workbook)
    assert first.workbook.read_bytes() == content
    assert not (tmp_path / "out.xlsx.bak").exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (partial(locked, "密码"), "并设有打开密码，看不到其中写了什么，没有覆盖"),
        (as_xls, "已用别的格式或软件另存过"),
        (lambda _: filled(), "不是本工具以前生成的同类文件"),
        (lambda _: b"1,2\n", "不能当作以前的汇总工作簿读取（是文本文件，没有从中读出正式表格）"),
    ],
    ids=["locked", "as .xls", "a return", "no workbook"],
)
def test_the_true_reason_is_told_why_a_file_is_not_replaced(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: Callable[[bytes], bytes],
    reason: str,
) -> None:
    first = collect_first(tmp_path)
    there = content(first.workbook.read_bytes())
    first.workbook.write_bytes(there)
    assert reason in refused(capsys, "collect", tmp_path / "returns", "-o", first.workbook)
    assert first.workbook.read_bytes() == there


def test_a_workbook_without_its_properties_is_ours_all_the_same(tmp_path: Path) -> None:
    """Excel's inspection of documents takes them away; the hidden sheet still says what it is."""
    first = collect_first(tmp_path)
    type_into(first, {f"审核结果!{NOTE}{row_of(first, 'T3-01')}": "已去电"})
    emptied = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'custom-properties"/>'
    )
    typed = first.workbook.read_bytes()
    for cleaned in (
        patched(typed, "docProps/custom.xml", lambda _: emptied),
        without_properties(typed),
    ):
        first.workbook.write_bytes(cleaned)
        assert line(collect(tmp_path, returns()), "T3-01")["备注"] == "已去电"


def test_a_workbook_whose_properties_say_what_it_is_is_ours_all_the_same(tmp_path: Path) -> None:
    first = collect_first(tmp_path)
    content = first.workbook.read_bytes()
    assert b">consolidated<" in parts(content)["xl/sharedStrings.xml"]
    first.workbook.write_bytes(
        patched(
            content,
            "xl/sharedStrings.xml",
            lambda xml: xml.replace(">consolidated<", ">other<"),
        )
    )
    assert not (tmp_path / "out.xlsx.bak").exists()
    collect(tmp_path, returns())
    assert (tmp_path / "out.xlsx.bak").exists()


def test_another_unit_s_workbook_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    town = Unit("990001101", "河口镇", Category.TOWNSHIP, COUNTY.code)
    sent = {"t.xlsx": filled(unit=town)}
    county = collect(tmp_path / "county", sent, "--as", COUNTY.code, units=[COUNTY, town]).workbook
    there = county.read_bytes()
    collect(tmp_path, returns())
    told = refused(capsys, "collect", tmp_path / "returns", "-o", county, "--as", "990000")
    assert told == (
        f"{county} 是另一汇总单位（东山区）的汇总工作簿，没有覆盖。"
        "请另取文件名；如本次是替它汇总，请用 --as 指明它的代码。"
    )
    assert county.read_bytes() == there


def test_a_head_that_was_changed_stops_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = collect_first(tmp_path)
    type_into(first, {f"审核结果!{NOTE}2": "意见"})
    told = refused(capsys, "collect", tmp_path / "returns", "-o", first.workbook)
    assert "“审核结果”页的表头已被改动" in told


@pytest.mark.parametrize("sheet", ["审核结果", "已消除"])
def test_a_note_above_a_list_that_is_one_of_its_heads_is_only_a_note(
    tmp_path: Path, sheet: str
) -> None:
    first = collect_first(tmp_path)
    decide(first, "T3-01", "已核实", "已去电")
    first = collect(tmp_path, returns(MENDED))

    def scribble(book: Any) -> None:
        book[sheet]["T1"] = "规则"

    change(first, scribble)
    second = collect(tmp_path, returns(MENDED))
    assert typed(second) == [(sheet, "T1", "", "规则", "添加")]
    assert line(second, "T3-01", "已消除")["备注"] == "已去电"


@pytest.mark.parametrize("lock", ["~$out.xlsx", ".~lock.out.xlsx#", ".~out.xlsx"])
def test_a_workbook_that_is_open_stops_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lock: str
) -> None:
    first = collect_first(tmp_path)
    (tmp_path / lock).write_bytes(b"")
    told = refused(capsys, "collect", tmp_path / "returns", "-o", first.workbook)
    assert "正在 Excel、WPS 或 LibreOffice 中打开" in told and lock in told


def test_last_year_s_workbook_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    collect(tmp_path, {"a.xlsx": filled(MENDED, BUREAU, year=2023)})
    (tmp_path / "returns" / "a.xlsx").write_bytes(filled(MENDED, BUREAU))
    told = refused(capsys, "collect", tmp_path / "returns", "-o", tmp_path / "out.xlsx")
    assert "是另一年度（2023）或另一表式的汇总工作簿，没有覆盖" in told


def test_what_is_saved_meanwhile_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = collect_first(tmp_path)
    from toolkit.review import changes

    review_of = changes.review_of

    def saved(*arguments: Any, **named: Any) -> Any:
        decide(first, "T3-01", "已核实")
        return review_of(*arguments, **named)

    monkeypatch.setattr(changes, "review_of", saved)
    told = refused(capsys, "collect", tmp_path / "returns", "-o", first.workbook)
    assert "在汇总期间被人保存过" in told
    assert line(first, "T3-01")["处理意见"] == "已核实"


def test_the_workbook_beside_it_is_replaced_once(tmp_path: Path) -> None:
    first = collect_first(tmp_path).workbook.read_bytes()
    second = collect(tmp_path, returns()).workbook.read_bytes()
    assert (tmp_path / "out.xlsx.bak").read_bytes() == first
    collect(tmp_path, returns())
    assert (tmp_path / "out.xlsx.bak").read_bytes() == second
    assert openpyxl.load_workbook(BytesIO(second)).sheetnames[0] == "概览"


def test_a_backup_that_is_not_ours_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = collect_first(tmp_path)
    (tmp_path / "out.xlsx.bak").write_bytes("我的备份".encode())
    told = refused(capsys, "collect", tmp_path / "returns", "-o", first.workbook)
    assert "out.xlsx.bak 已存在，不能当作以前的汇总工作簿读取" in told


# --- Over many runs ------------------------------------------------------------------------------


def test_nothing_of_ours_is_taken_for_typing_in_later_runs(tmp_path: Path) -> None:
    """Own columns, the list of what is settled and its note, an own sheet with a formula."""
    first = collect_first(tmp_path)
    row = row_of(first, "UNIT-01")

    def add(book: Any) -> None:
        book["审核结果"]["S2"], book["审核结果"][f"S{row}"] = "经办人", "小李"
        book["审核结果"][f"N{row_of(first, 'T3-01')}"] = "已退回"
        sheet = book.create_sheet("我的备忘")
        sheet["A1"], sheet["A2"] = 3, "=A1*2"
        sheet["A2"].comment = Comment("翻倍", "审核人")

    change(first, add)
    for _ in range(4):
        result = collect(tmp_path, returns(MENDED))
        assert typed(result) == []
    assert line(result, "UNIT-01")["经办人"] == "小李"
    assert line(result, "T3-01", "已消除")["处理意见"] == "已退回"
    sheet = openpyxl.load_workbook(result.workbook)["我的备忘"]
    assert sheet["A2"].comment.text == "翻倍\n原公式：=A1*2"


def test_a_switch_is_remembered_whatever_the_rule_says_meanwhile(tmp_path: Path) -> None:
    """With --strict the rule leaves the unit out by itself; and it may leave the roster."""
    switch(collect_first(tmp_path), BUREAU.code, "否")
    assert collect(tmp_path, returns(), "--strict").unit(BUREAU)["in_total"] is False
    plain = collect(tmp_path, returns(), "--no-strict")
    assert plain.unit(BUREAU)["reason"] == "审核人选定不计入"
    (tmp_path / "returns" / "bureau.xlsx").unlink()
    collect(tmp_path, {"office.xlsx": filled(MENDED, OFFICE)}, units=[OFFICE, COUNTY])
    assert collect(tmp_path, returns()).unit(BUREAU)["reason"] == "审核人选定不计入"


def test_a_switch_that_was_taken_back_is_no_wish(tmp_path: Path) -> None:
    """Afterwards the rule decides again, that of --strict, too."""
    for word in ("否", "是"):
        result = collect(tmp_path, returns())
        switch(result, BUREAU.code, word)
    assert collect(tmp_path, returns()).unit(BUREAU)["in_total"] is True
    assert collect(tmp_path, returns(), "--strict").unit(BUREAU)["in_total"] is False


# --- Unusual typing ------------------------------------------------------------------------------


def test_a_remark_in_the_switch_is_listed(tmp_path: Path) -> None:
    first = collect_first(tmp_path)
    switch(first, BUREAU.code, "否，待核实")
    second = collect(tmp_path, returns())
    assert second.unit(BUREAU)["in_total"] is False
    assert [row[3:] for row in typed(second)] == [("否，待核实", "改动")]


def test_a_formula_that_was_changed_is_listed(tmp_path: Path) -> None:
    first = collect_first(tmp_path)
    before = openpyxl.load_workbook(first.workbook)["表三"]["D6"].value

    def add_five(book: Any) -> None:
        book["表三"]["D6"] = f"{before}+5"

    change(first, add_five)
    second = collect(tmp_path, returns())
    assert typed(second) == [("表三", "D6", "原公式（24）", f"{before}+5", "改动")]


def test_notes_keep_times_rare_characters_and_formulas(tmp_path: Path) -> None:
    first = collect_first(tmp_path)
    row = row_of(first, "T3-01")
    rare = "王\U00020164\ue000　👨\u200d👩"

    def write(book: Any) -> None:
        sheet = book["审核结果"]
        sheet[f"{NOTE}{row}"] = datetime.datetime(2025, 3, 4, 10, 30)
        sheet[f"{NOTE}{row_of(first, 'UNIT-01')}"] = rare
        sheet["S2"], sheet[f"S{row}"] = "算式", "=1+1"

    change(first, write)
    second = collect(tmp_path, returns())
    assert line(second, "T3-01")["备注"] == "2025-03-04 10:30"
    assert line(second, "T3-01")["算式"] == "=1+1"
    assert line(second, "UNIT-01")["备注"] == rare


def test_names_that_a_table_or_a_workbook_cannot_have_twice(tmp_path: Path) -> None:
    first = collect_first(tmp_path)
    row = row_of(first, "T3-01")

    def add(book: Any) -> None:
        sheet = book["审核结果"]
        sheet["S2"], sheet[f"S{row}"] = "Memo", "一"
        sheet["T2"], sheet[f"T{row}"] = "memo", "二"
        book.create_sheet("NOTES")["A1"] = "甲"
        with pytest.warns(UserWarning, match="more than 31"):
            book.create_sheet("很" * 40)["A1"] = "乙"

    change(first, add)
    for _ in range(2):
        result = collect(tmp_path, returns())
    found = line(result, "T3-01")
    assert (found["Memo"], found["memo（2）"]) == ("一", "二")
    book = openpyxl.load_workbook(result.workbook)
    assert (book["NOTES"]["A1"].value, book["很" * 31]["A1"].value) == ("甲", "乙")


def test_a_column_that_was_put_in_moves_nothing(tmp_path: Path) -> None:
    first = collect_first(tmp_path)
    decide(first, "T3-01", "已核实")

    def put_in(book: Any) -> None:
        for name in ("审核结果", "报送情况", "分单位"):
            book[name].insert_cols(2)
        book["报送情况"]["B2"], book["报送情况"]["B3"] = "我的列", "甲"

    change(first, put_in)
    second = collect(tmp_path, returns())
    assert line(second, "T3-01")["处理意见"] == "已核实"
    assert {(row[0], row[1], row[3]) for row in typed(second)} == {
        ("报送情况", "B2", "我的列"),
        ("报送情况", "B3", "甲"),
    }


def test_a_decision_goes_with_what_was_said_where_there_are_no_figures(tmp_path: Path) -> None:
    """Two files of a unit: decided about these two, not about others."""
    files = {**returns(), "bureau 2.xlsx": dated(filled(OTHER, BUREAU), LATER)}
    decide(collect(tmp_path, files), "UNIT-06", "已核实", "以 2 为准")
    files["bureau 3.xlsx"] = dated(filled(MENDED, BUREAU), LATER + datetime.timedelta(1))
    found = line(collect(tmp_path, files), "UNIT-06")
    assert found["备注"] == "以 2 为准"
    assert str(found["变化"]).startswith(
        "数已变，原为“东海市教育局（990000-11）报了 2 个不同的文件"
    )
