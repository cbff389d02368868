"""What is wrong with single cells, totals and tables: code, cell, what was typed, what to do."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.build import BALANCED, BUREAU, collect_one, edit, filled, raw

pytestmark = pytest.mark.slow

FULL = "一、本年新收政府信息公开申请数量，自然人"


# --- Cells ---------------------------------------------------------------------------------------

# What a clerk typed where, the finding, what it shows, and the value that it suggests.
TYPED: list[Any] = [
    ("表三!D6", "12件", "NUM-01", "12件", "12"),
    ("表三!D6", " １２ 件", "NUM-01", "１２ 件", "12"),
    ("表三!D6", "22（其中修订16件）", "NUM-01", "22（其中修订16件）", "22"),
    ("表三!D6", "22（其中修订 16 件）", "NUM-01", "22（其中修订 16 件）", "22"),
    ("表三!D6", "约12", "NUM-01", "约12", "12"),
    ("表三!D6", "—", "NUM-01", "—", "0"),
    ("表三!D6", "/", "NUM-01", "/", "0"),
    ("表三!D6", "无", "NUM-01", "无", "0"),
    ("表三!D6", "①", "NUM-01", "①", "1"),
    ("表三!D6", "1e3", "NUM-01", "1e3", "1000"),
    ("表三!D6", "0x1", "NUM-01", "0x1", None),
    ("表三!D6", "十二", "NUM-01", "十二", None),
    ("表三!D6", "1 2", "NUM-01", "1 2", "12"),
    ("表三!D6", "1\n2", "NUM-01", "1 2", "12"),
    ("表三!D6", "减4", "NUM-01", "减4", None),
    ("表二!B16", "251000元", "NUM-01", "251000元", "25.1"),
    ("表二!B16", "8.2万元", "NUM-01", "8.2万元", "8.2"),
    ("表三!D6", "3万", "NUM-01", "3万", None),
    ("表三!D6", "3千件", "NUM-01", "3千件", None),
    ("表三!D6", "12%", "NUM-01", "12%", None),
    ("表三!D6", "10多", "NUM-01", "10多", None),
    ("表二!B16", "12亿元", "NUM-01", "12亿元", None),
    ("表二!B16", "25千元", "NUM-01", "25千元", None),
    ("表三!D6", -3, "NUM-02", -3, "3"),
    ("表三!D6", "-3", "NUM-02", -3, "3"),
    ("表三!D6", -3.5, "NUM-02", -3.5, None),
    ("表三!D6", 3.5, "NUM-03", 3.5, None),
    ("表二!B16", 0.0000001, "NUM-03", 0.0000001, None),
    ("附表!C5", "1.005", "NUM-03", 1.005, None),
    ("表三!D6", 1e15, "NUM-04", "1000000000000000", None),
    ("表三!D6", "1234567890123456", "NUM-04", "1234567890123456", None),
    ("表三!D6", "#REF!", "NUM-05", "#REF!", None),
    ("表三!D6", "#DIV/0!", "NUM-05", "#DIV/0!", None),
    ("表三!D6", datetime.date(2024, 5, 1), "NUM-06", "日期或时间 2024-05-01", None),
    ("表三!D6", datetime.time(8, 30), "NUM-06", "日期或时间 08:30", None),
    ("表三!D6", True, "NUM-06", "逻辑值 TRUE", None),
    ("表三!D6", "=1+1", "NUM-09", "=1+1", None),
]


@pytest.mark.parametrize(("cell", "typed", "code", "actual", "value"), TYPED)
def test_a_cell_without_a_figure_is_an_error_and_not_summed(
    tmp_path: Path, cell: str, typed: object, code: str, actual: object, value: str | None
) -> None:
    result = collect_one(tmp_path, edit(filled({}), {cell: typed}))
    found = result.finding(code)
    assert "!".join((found["sheet"], found["cell"])) == cell
    assert (found["severity"], found["status"], found["actual"]) == ("error", "open", actual)
    assert (found["expected"], found["difference"]) == (None, None)
    assert found["suggestion"].partition("；看来应为 ")[2] == (f"{value}。" if value else "")
    assert (result.value(BUREAU, cell), result.total(cell)) == (None, 0)
    assert (result.exit_code, result.unit(BUREAU)["status"]) == (1, "with_errors")


def test_a_finding_tells_everything_about_its_cell(tmp_path: Path) -> None:
    result = collect_one(tmp_path, edit(filled({}), {"表三!D6": "12件"}))
    assert result.finding("NUM-01") == {
        "id": "NUM-01:990000-11:t3.received.natural_person",
        "code": "NUM-01",
        "severity": "error",
        "status": "open",
        "unit": "990000-11",
        "unit_name": "东海市教育局",
        "file": "one.xlsx",
        "sheet": "表三",
        "cell": "D6",
        "indicator": "t3.received.natural_person",
        "label": FULL,
        "actual": "12件",
        "expected": None,
        "difference": None,
        "message": f"表三 D6（{FULL}） 填的是“12件”，不是数，未计入汇总。",
        "suggestion": "请只填数字，不带单位和说明文字；看来应为 12。",
        "cause": None,
        "likely": [
            {"indicator": "t3.received.natural_person", "sheet": "表三", "cell": "D6", "value": 12}
        ],
        "more": 0,
        "judged": True,
    }


@pytest.mark.parametrize("typed", ["１２", " 12 ", "12\u00a0", "12.0", 12.0, "0012"])
def test_a_number_in_other_ways_of_writing_is_summed(tmp_path: Path, typed: object) -> None:
    """Understood as they are: no finding at the cell."""
    result = collect_one(tmp_path, edit(filled({"表三!D8": 12}), {"表三!D6": typed}))
    assert result.codes() == []
    assert (result.value(BUREAU, "表三!D6"), result.total("表三!J6")) == (12, 12)


def test_an_amount_keeps_its_six_decimals(tmp_path: Path) -> None:
    result = collect_one(tmp_path, edit(filled({}), {"表二!B16": "1,234.567891"}))
    assert result.codes() == []
    assert result.total("表二!B16") == 1234.567891


def test_a_formula_in_an_input_counts_with_a_warning(tmp_path: Path) -> None:
    content = raw(filled({"表三!D6": 12, "表三!D8": 12}), {"表三!D6": "<f>5+7</f><v>12</v>"})
    result = collect_one(tmp_path, content)
    found = result.finding("NUM-07")
    assert (found["severity"], found["cell"], found["actual"]) == ("warning", "D6", 12)
    assert "公式 =5+7" in found["message"]
    assert "12" in found["suggestion"]
    assert (result.codes(), result.total("表三!D6"), result.exit_code) == (["NUM-07"], 12, 0)


def test_a_formula_into_another_workbook_is_an_error(tmp_path: Path) -> None:
    """Its result cannot be checked here: shown and suggested, not summed."""
    content = raw(filled({}), {"表三!D6": "<f>[1]Sheet1!$A$1</f><v>12</v>"})
    result = collect_one(tmp_path, content)
    found = result.finding("NUM-08")
    assert (found["severity"], found["cell"], found["actual"]) == ("error", "D6", 12)
    assert "=[1]Sheet1!$A$1" in found["message"]
    assert "看来应为 12" in found["suggestion"]
    assert result.total("表三!D6") == 0


def test_a_formula_whose_result_is_negative_is_an_error(tmp_path: Path) -> None:
    content = raw(filled({}), {"表三!D6": "<f>1-4</f><v>-3</v>"})
    result = collect_one(tmp_path, content)
    assert (result.finding("NUM-02")["actual"], result.total("表三!D6")) == (-3, 0)


# --- Totals --------------------------------------------------------------------------------------

TOTALS = {"表三!D6": 12, "表三!E6": 3, "表三!D8": 12, "表三!E8": 3, "表四!A6": 2, "表四!B6": 5}


@pytest.mark.parametrize(
    ("cell", "code", "right"),
    [
        ("表三!D29", "T3-02", 12),
        ("表三!J6", "T3-03", 15),
        ("表三!J29", "T3-02", 15),
        ("表四!E6", "T4-01", 7),
    ],
)
def test_a_total_typed_over_and_wrong(tmp_path: Path, cell: str, code: str, right: int) -> None:
    """An error under the balance's own code; the sum takes the computed total."""
    result = collect_one(tmp_path, edit(filled(TOTALS), {cell: right - 2}))
    assert result.codes() == [code]
    found = result.finding(code)
    assert "!".join((found["sheet"], found["cell"])) == cell
    assert found["severity"] == "error"
    assert (found["actual"], found["expected"], found["difference"]) == (right - 2, right, -2)
    assert f"应为 {right}（现填 {right - 2}" in found["suggestion"]
    assert (result.value(BUREAU, cell), result.total(cell)) == (right, right)


def test_a_total_left_at_zero_beside_filled_parts(tmp_path: Path) -> None:
    result = collect_one(tmp_path, edit(filled(TOTALS), {"表三!J6": 0}))
    found = result.finding("T3-03")
    assert (found["actual"], found["expected"], found["difference"]) == (0, 15, -15)


@pytest.mark.parametrize(("cell", "right"), [("表三!D29", 12), ("表三!J6", 15), ("表四!E6", 7)])
def test_a_total_typed_over_and_right_is_info(tmp_path: Path, cell: str, right: int) -> None:
    result = collect_one(tmp_path, edit(filled(TOTALS), {cell: right}))
    found = result.finding("TOT-01")
    assert (found["severity"], found["actual"]) == ("info", right)
    assert "!".join((found["sheet"], found["cell"])) == cell
    assert (result.codes(), result.exit_code, result.total(cell)) == (["TOT-01"], 0, right)


def test_a_total_typed_over_with_text(tmp_path: Path) -> None:
    result = collect_one(tmp_path, edit(filled(TOTALS), {"表三!J6": "15件"}))
    found = result.finding("T3-03")
    assert (found["actual"], found["expected"], found["difference"]) == ("15件", 15, None)
    assert result.total("表三!J6") == 15


def test_a_total_that_is_text_differs_by_no_number(tmp_path: Path) -> None:
    result = collect_one(tmp_path, edit(filled(TOTALS), {"表三!J6": "15件"}))
    assert "相差 。" not in result.finding("T3-03")["message"]


def test_a_typed_total_over_a_part_that_is_no_number_cannot_be_judged(tmp_path: Path) -> None:
    content = edit(filled(TOTALS), {"表三!J6": 15, "表三!D6": "12件"})
    result = collect_one(tmp_path, content)
    found = result.finding("T3-03")
    assert (found["status"], found["severity"], found["actual"]) == ("cannot_judge", "info", 15)
    assert result.total("表三!J6") == 3


def test_stale_live_totals_are_one_info_for_the_table(tmp_path: Path) -> None:
    """Typed in a program that did not calculate: 12 became 15 under the old totals."""
    content = raw(filled(BALANCED), {"表三!D6": "<v>15</v>", "表三!D8": "<v>13</v>"})
    result = collect_one(tmp_path, content)
    found = result.finding("TOT-02")
    assert (found["severity"], found["cell"], found["actual"], found["expected"]) == (
        "info",
        "J6",
        12,
        15,
    )
    assert "（另有 3 处）" in found["message"]
    assert (result.codes(), result.total("表三!J6"), result.exit_code) == (["TOT-02"], 15, 0)


def test_an_error_in_a_live_total_is_info(tmp_path: Path) -> None:
    content = raw(filled(BALANCED), {"表三!J6": 't="e"<f>SUM(#REF!)</f><v>#REF!</v>'})
    result = collect_one(tmp_path, content)
    found = result.finding("TOT-02")
    assert (found["severity"], found["actual"], found["expected"]) == ("info", "#REF!", 12)


def test_totals_without_stored_results_are_computed(tmp_path: Path) -> None:
    """openpyxl and blocked downloads leave no results: nothing is wrong with such a file."""
    result = collect_one(tmp_path, edit(filled(TOTALS)))
    assert (result.codes(), result.exit_code) == ([], 0)
    assert [result.total(f"表三!{cell}") for cell in ("D29", "J6", "J29")] == [12, 15, 15]
    assert result.total("表四!E6") == 7
