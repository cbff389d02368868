"""What blanks mean: the contract's table of 填报状态 × figures, line by line, through collect."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.support.build import (
    BUREAU,
    YEAR,
    Collected,
    code_at,
    collect,
    collect_one,
    edit,
    everything,
    filled,
    raw,
)
from toolkit.grids.identity import SHEET as HIDDEN
from toolkit.grids.names import EMPTY, FILLED

pytestmark = pytest.mark.slow

TABLE_4 = [f"表四!{column}6" for column in "ABCDFGHIKLMN"]


def returned(state: str, cells: dict[str, int]) -> bytes:
    """Table 4 with this state and these figures; the other tables are 已填完."""
    states = {"t2": FILLED, "t3": FILLED, "t4": state, "t6": FILLED}
    return filled(cells, states=states)


@pytest.mark.parametrize("cells", [{}, {"表四!A6": 3}, dict.fromkeys(TABLE_4, 1)])
def test_filled_means_that_blanks_are_zeros(tmp_path: Path, cells: dict[str, int]) -> None:
    """已填完 | any | blanks count as 0, no finding."""
    result = collect_one(tmp_path, returned(FILLED, cells))
    assert (result.codes(), result.exit_code) == ([], 0)
    assert result.total("表四!A6") == cells.get("表四!A6", 0)
    assert result.total("表四!E6") == sum(cells.get(one, 0) for one in TABLE_4[:4])


@pytest.mark.parametrize("cells", [{}, {"表四!A6": 0}, dict.fromkeys(TABLE_4, 0)])
def test_reported_as_empty_and_empty(tmp_path: Path, cells: dict[str, int]) -> None:
    """零报告 | none, or zeros | zeros, no finding."""
    result = collect_one(tmp_path, returned(EMPTY, cells))
    assert (result.codes(), result.exit_code) == ([], 0)
    assert result.total("表四!E6") == 0
    assert result.value(BUREAU, "表四!E6") == 0


def test_reported_as_empty_with_figures(tmp_path: Path) -> None:
    """零报告 | a figure other than 0 | error, at the first such cell of the table."""
    result = collect_one(tmp_path, returned(EMPTY, {"表四!A6": 0, "表四!B6": 3, "表四!N6": 2}))
    assert result.codes() == ["STAT-01"]
    found = result.finding("STAT-01")
    assert (found["severity"], found["sheet"], found["cell"], found["actual"]) == (
        "error",
        "表四",
        "B6",
        3,
    )
    assert "填了 3（另有 1 处）" in found["message"]
    assert result.exit_code == 1
    assert result.unit(BUREAU)["status"] == "with_errors"


def test_no_state_and_every_input_filled(tmp_path: Path) -> None:
    """not chosen | every input filled | no finding."""
    result = collect_one(tmp_path, returned("", dict.fromkeys(TABLE_4, 1)))
    assert result.codes() == []
    assert result.total("表四!E6") == 4


def test_no_state_and_some_filled(tmp_path: Path) -> None:
    """not chosen | some | blanks count as 0, one warning for the table."""
    result = collect_one(tmp_path, returned("", {"表四!A6": 3}))
    assert result.codes() == ["STAT-02"]
    found = result.finding("STAT-02")
    assert (found["severity"], found["sheet"], found["cell"]) == ("warning", "封面", "B12")
    assert found["message"] == "表四没有选择填报状态，有 11 格空白，暂按 0 计。"
    assert (result.total("表四!E6"), result.exit_code) == (3, 0)
    assert result.unit(BUREAU)["status"] == "received"


def test_no_state_and_nothing_filled(tmp_path: Path) -> None:
    """not chosen | none | error, not summed."""
    result = collect_one(tmp_path, returned("", {}))
    assert result.codes() == ["STAT-03"]
    found = result.finding("STAT-03")
    assert (found["severity"], found["sheet"], found["cell"]) == ("error", "封面", "B12")
    assert found["suggestion"] == "确无发生的，请在封面 B12 选择“零报告”；有发生的，请补填。"
    assert result.exit_code == 1
    assert result.value(BUREAU, "表四!E6") is None
    assert result.unit(BUREAU)["reason"] == "表四未计入"


def test_no_state_and_nothing_filled_in_the_optional_table(tmp_path: Path) -> None:
    """附表: counts as 0, one info."""
    result = collect_one(tmp_path, filled(states={"t2": FILLED, "t3": FILLED, "t4": FILLED}))
    assert [(one["code"], one["severity"]) for one in result.json["findings"]] == [
        ("STAT-04", "info")
    ]
    assert (result.total("附表!C5"), result.exit_code) == (0, 0)
    assert result.unit(BUREAU)["reason"] is None


def test_no_state_and_some_filled_in_the_optional_table(tmp_path: Path) -> None:
    """The optional table is excused only from being empty."""
    states = {"t2": FILLED, "t3": FILLED, "t4": FILLED}
    result = collect_one(tmp_path, filled({"附表!C5": "12.50"}, states=states))
    assert result.codes() == ["STAT-02"]
    assert result.total("附表!C5") == 12.5


def test_json_values_keep_null_for_a_blank(tmp_path: Path) -> None:
    """A blank that counts as 0 is null in ``values`` and 0 in ``totals``."""
    result = collect_one(tmp_path, returned(FILLED, {"表四!A6": 0}))
    assert (result.value(BUREAU, "表四!A6"), result.value(BUREAU, "表四!B6")) == (0, None)
    assert (result.total("表四!A6"), result.total("表四!B6")) == (0, 0)


def test_an_error_table_keeps_its_typed_values_in_the_json(tmp_path: Path) -> None:
    """零报告 with figures: what was typed is there to be looked at."""
    result = collect_one(tmp_path, returned(EMPTY, {"表四!A6": 3}))
    assert result.value(BUREAU, "表四!A6") == 3


@pytest.mark.parametrize(
    "words", ["已填完", "已填完(空白按0计)", " 零报告 ", "已填完（空白按 ０ 计）"]
)
def test_a_state_is_known_in_other_ways_of_writing(tmp_path: Path, words: str) -> None:
    """Pasted or typed: what it means is plain."""
    result = collect_one(tmp_path, edit(returned("", {}), {"封面!B12": words}))
    assert result.codes() == []


def test_a_state_that_is_not_on_the_list(tmp_path: Path) -> None:
    """Read as not chosen, with a word about it."""
    result = collect_one(tmp_path, edit(returned("", {"表四!A6": 3}), {"封面!B12": "报完了"}))
    assert sorted(result.codes()) == ["STAT-02", "STAT-05"]
    found = result.finding("STAT-05")
    assert (found["severity"], found["cell"]) == ("warning", "B12")
    assert "“报完了”" in found["message"]


def test_blanks_that_only_look_filled_are_blanks(tmp_path: Path) -> None:
    """A cell with blanks in it is as empty as it looks."""
    content = edit(returned("", {}), {"表四!A6": "\u3000", "表四!B6": " "})
    assert collect_one(tmp_path, content).codes() == ["STAT-03"]


def test_text_in_a_table_reported_as_empty_is_not_zero(tmp_path: Path) -> None:
    result = collect_one(tmp_path, edit(returned(EMPTY, {}), {"表四!A6": "3件"}))
    assert result.codes() == ["NUM-01"]
    assert result.unit(BUREAU)["status"] == "with_errors"


def test_every_table_has_its_own_state(tmp_path: Path) -> None:
    """Nothing chosen at all: one warning or error for each table, none twice."""
    result = collect_one(tmp_path, filled({"表三!D6": 1, "表三!D8": 1}, states=""))
    assert [(one["code"], one["cell"]) for one in result.json["findings"]] == [
        # 表四 has more figures than 表二.
        ("STAT-03", "B12"),
        ("STAT-03", "B10"),
        ("STAT-02", "B11"),
        ("STAT-04", "B13"),
    ]


def test_everything_filled_needs_no_state(tmp_path: Path) -> None:
    result = collect_one(tmp_path, filled(everything(), states=""))
    assert (result.codes(), result.exit_code) == ([], 0)


def test_an_untouched_template_counts_nothing(tmp_path: Path) -> None:
    """A template that was never touched is no return: its unit has not sent anything."""
    result = collect(
        tmp_path, {"one.xlsx": filled({}, states="")}, "--year", str(YEAR), units=[BUREAU]
    )
    assert result.files() == {"one.xlsx": "ignored"}
    assert result.unit(BUREAU)["status"] == "missing"
    assert "文件夹中有其未填写的模板“one.xlsx”" in result.finding("UNIT-01")["message"]


@pytest.mark.parametrize("attributes", ["", 't="s"'])
def test_a_formula_without_a_result_is_not_a_blank(tmp_path: Path, attributes: str) -> None:
    """Nothing is known of it, so it is no zero."""
    content = raw(returned(FILLED, {}), {"表四!A6": f"{attributes}<f>B6+1</f>"})
    result = collect_one(tmp_path, content)
    assert result.codes() == ["NUM-09"]
    assert result.json["values"][BUREAU.code][code_at("表四!A6")] is None


def without(content: bytes, *sheets: str) -> bytes:
    """The workbook without some sheets."""

    def remove(book: Workbook) -> None:
        for sheet in sheets:
            del book[sheet]
        if HIDDEN in sheets:
            book.custom_doc_props.props.clear()  # type: ignore[attr-defined]

    return edit(content, change=remove)


def own_workbook(tmp_path: Path) -> Collected:
    """Three tables in a workbook of the unit's own, known by its file name; two are blank."""
    content = without(returned("", {"表四!A6": 3}), "封面", "附表", "审核", HIDDEN)
    name = f"{BUREAU.code}_{BUREAU.name}_{YEAR}.xlsx"
    return collect(tmp_path, {name: content}, "--year", str(YEAR), units=[BUREAU])


def test_a_unit_s_own_workbook_may_leave_out_the_optional_table(tmp_path: Path) -> None:
    """As an optional table that is not filled in: it counts as 0, and is told at info level."""
    result = own_workbook(tmp_path)
    found = result.finding("STAT-04")
    assert (found["severity"], found["sheet"], found["cell"]) == ("info", "附表", None)
    assert found["message"] == "附表没有填写，按 0 计。"
    assert result.unit(BUREAU)["reason"] == "表二、表三未计入"
    assert (result.total("表四!E6"), result.total("附表!C5")) == (3, 0)


def test_who_filled_in_the_form_is_no_figure(tmp_path: Path) -> None:
    """表四 has no row heads, and its line is blank: the next line with a number is another one."""
    signed = {"表四!A8": "填报人", "表四!B8": "张三", "表四!D8": 13800000000}
    content = without(edit(returned("", {}), dict(signed)), "封面", "附表", "审核", HIDDEN)
    name = f"{BUREAU.code}_{BUREAU.name}_{YEAR}.xlsx"
    cleared = edit(content, {f"表四!{column}6": None for column in "ABCDEFGHIJKLMNO"})
    result = collect(tmp_path, {name: cleared}, "--year", str(YEAR), units=[BUREAU])
    assert result.value(BUREAU, "表四!D6") is None
    assert "表四" in [one["sheet"] for one in result.json["findings"] if one["code"] == "STAT-03"]


def test_a_workbook_of_ours_may_not(tmp_path: Path) -> None:
    """Its sheet was deleted, and what may have stood there is not known."""
    result = collect_one(tmp_path, without(returned(FILLED, {}), "附表"))
    assert result.finding("TAB-01")["sheet"] == "附表"
    assert result.unit(BUREAU)["reason"] == "附表未计入"


def test_without_a_cover_nobody_is_sent_there(tmp_path: Path) -> None:
    result = own_workbook(tmp_path)
    found = result.finding("STAT-02")
    assert (found["sheet"], found["cell"]) == ("表四", None)
    assert found["suggestion"] == "请核对空白格是否确为 0；确为 0 的，请逐格填 0。"
    blank = [one for one in result.json["findings"] if one["code"] == "STAT-03"]
    assert [(one["sheet"], one["cell"]) for one in blank] == [("表三", None), ("表二", None)]
    assert blank[0]["suggestion"] == "确无发生的，请逐格填 0；有发生的，请补填。"
