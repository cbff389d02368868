"""Rules over a table's figures, and tables that are not as they were made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from tests.support.build import BALANCED, BUREAU, collect_one, edit, filled

# --- Rules ---------------------------------------------------------------------------------------


def test_a_broken_balance_is_an_error_at_seven(tmp_path: Path) -> None:
    """100 came in, 98 were handled, none carried over."""
    result = collect_one(tmp_path, filled({"表三!E6": 100, "表三!E8": 98}))
    assert result.codes() == ["T3-01"]
    found = result.finding("T3-01")
    assert (found["severity"], found["sheet"], found["cell"]) == ("error", "表三", "E29")
    assert found["indicator"] == "t3.outcome.total.company"
    assert (found["actual"], found["expected"], found["difference"]) == (98, 100, -2)
    assert found["message"] == (
        "表三 E29（三、本年度办理结果→（七）总计，法人或其他组织→商业企业） 不符合"
        "“本年新收加上年结转，等于办理结果加结转下年”："
        "一、本年新收政府信息公开申请数量 + 二、上年结转政府信息公开申请数量 = 100，"
        "（七）总计 + 四、结转下年度继续办理 = 98，两边应相等，相差 2。"
    )
    assert found["suggestion"].startswith("请核对本列：")
    # A blank cell that should hold the two that are missing, most likely.
    assert found["suggestion"].count("应为 2（现填 0）") == 3
    assert [sign for sign in "①②③④" if sign in found["suggestion"]] == list("①②③")
    assert result.total("表三!E29") == 98


def test_a_balance_broken_in_two_columns_is_two_errors(tmp_path: Path) -> None:
    """The 总计 column is broken too, but only because the others are."""
    result = collect_one(tmp_path, filled({"表三!D6": 1, "表三!I6": 1}))
    assert [(one["code"], one["cell"]) for one in result.json["findings"]] == [
        ("T3-01", "D29"),
        ("T3-01", "I29"),
    ]


def test_a_rule_over_a_cell_without_a_figure_cannot_be_judged(tmp_path: Path) -> None:
    result = collect_one(tmp_path, edit(filled(BALANCED), {"表三!D8": "10件"}))
    found = result.finding("T3-01")
    assert (found["status"], found["severity"], found["cell"]) == ("cannot_judge", "info", "D29")
    assert "表三 D8 不是有效的数" in found["message"]
    assert result.codes() == ["NUM-01", "T3-01"]


# --- Tables --------------------------------------------------------------------------------------


def test_a_missing_sheet(tmp_path: Path) -> None:
    def drop(book: Workbook) -> None:
        del book["表四"]

    result = collect_one(tmp_path, edit(filled({**BALANCED, "表四!A6": 3}), change=drop))
    found = result.finding("TAB-01")
    assert (found["severity"], found["sheet"], found["cell"]) == ("error", "表四", None)
    assert (result.total("表三!D6"), result.total("表四!A6")) == (12, 0)
    assert result.value(BUREAU, "表四!A6") is None
    assert result.unit(BUREAU)["reason"] == "表四未计入"


DAMAGE: dict[str, tuple[Callable[[Workbook], None], str, str, str]] = {
    "a row less": (
        lambda book: book["表三"].delete_rows(14),
        "C14",
        "5.属于三类内部事务信息",
        "6.属于四类过程性信息",
    ),
    "another label": (
        lambda book: book["表三"].__setitem__("C28", "3.其它"),
        "C28",
        "3.其他",
        "3.其它",
    ),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_table_whose_labels_fail_is_not_summed(tmp_path: Path, name: str) -> None:
    change, cell, expected, actual = DAMAGE[name]
    result = collect_one(tmp_path, edit(filled(BALANCED), change=change))
    found = result.finding("TAB-02")
    assert (found["severity"], found["sheet"], found["cell"]) == ("error", "表三", cell)
    assert (found["expected"], found["actual"]) == (expected, actual)
    assert (result.total("表三!D6"), result.value(BUREAU, "表三!D6")) == (0, None)
    assert result.codes() == ["TAB-02"]


def test_a_number_typed_beside_its_cell_is_told(tmp_path: Path) -> None:
    """The clerk took the merged cell apart and typed into its second half."""

    def beside(book: Workbook) -> None:
        book["表二"].unmerge_cells("B9:D9")
        book["表二"]["C9"] = 55

    result = collect_one(tmp_path, edit(filled(BALANCED), change=beside))
    assert result.codes()


def test_labels_in_another_writing_are_the_same_labels(tmp_path: Path) -> None:
    """Half-width brackets, blanks, straight quotes and line breaks change nothing."""
    cells = {
        "表三!B29": "(七) 总计",
        "表三!C12": '3.危及"三安全一稳定"',
        "表三!E4": "法人或\n其他组织",
    }
    result = collect_one(tmp_path, edit(filled(BALANCED), {**cells, "表三!A1": "表 三"}))
    assert (result.codes(), result.total("表三!D6")) == ([], 12)
