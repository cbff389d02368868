"""A template's totals and live checks: formulas with their true results, four states."""

from __future__ import annotations

from typing import Any

from tests.support.build import BUREAU, YEAR, codes, filled, opened
from toolkit.form.form_file import default_form
from toolkit.template.workbook import make_template

# --- Totals and checks ---------------------------------------------------------------------------


def test_totals_are_formulas_with_their_true_result() -> None:
    content = filled({"表三!D6": 12, "表三!E6": 3, "表三!D8": 10, "表三!D10": 2, "表四!A6": 4})
    formulas, results = opened(content), opened(content, results=True)
    for cell, formula, result in (
        ("表三!J6", "=SUM($D$6:$I$6)", 15),
        ("表三!D29", "=SUM($D$8:$D$28)", 12),
        ("表三!J29", "=SUM($J$8:$J$28)", 12),
        ("表四!E6", "=SUM($A$6:$D$6)", 4),
        ("表四!J6", "=SUM($F$6:$I$6)", 0),
    ):
        sheet, at = cell.split("!")
        assert (formulas[sheet][at].value, results[sheet][at].value) == (formula, result)


def test_every_total_has_a_stored_result(unit_book: Any) -> None:
    """Without one LibreOffice and some viewers show nothing, or an old zero."""
    results = opened(make_template(default_form(), BUREAU, YEAR), results=True)
    form = default_form()
    for address, code in codes(form).items():
        sheet, cell = address.split("!")
        if form.indicators[code].parts:
            assert str(unit_book[sheet][cell].value).startswith("=SUM(")
            assert results[sheet][cell].value == 0


def checks(content: bytes) -> list[tuple[Any, ...]]:
    """Code, title, left, right and state of every check."""
    rows = list(opened(content, results=True)["审核"].iter_rows(min_row=3, values_only=True))
    return [(row[0], row[1], row[3], row[4], row[5]) for row in rows if row[0]]


def test_an_untouched_template_shows_untouched_never_a_tick() -> None:
    content = make_template(default_form(), BUREAU, YEAR)
    states = {(row[0], row[4]) for row in checks(content)}
    # What needs last year's figures, or other units, cannot be judged here.
    later = {("T2-01", "汇总时审核"), ("T3-04", "汇总时审核")}
    later |= {(code, "汇总时审核") for code in ("YEAR-01", "UNIT-13", "UNIT-16", "UNIT-17")}
    assert {one for one in states if one[1] != "未填"} == later
    cover = opened(content, results=True)["封面"]
    assert [cover[f"C{row}"].value for row in range(10, 14)] == ["未填"] * 4
    assert cover["B14"].value == "未填"


def test_checks_that_hold_and_that_fail() -> None:
    """100 received, 98 handled in the second column; the first balances."""
    content = filled({"表三!D6": 1, "表三!D8": 1, "表三!E6": 100, "表三!E8": 98})
    states = [row for row in checks(content) if row[0] == "T3-01"]
    assert [row[2:] for row in states[:2]] == [(1, 1, "√ 相符"), (100, 98, "× 不符（相差 2）")]
    cover = opened(content, results=True)["封面"]
    assert cover["C10"].value == "√ 相符"
    assert str(cover["C11"].value).startswith("× 不符：有 ")


def test_a_complete_return_is_ready() -> None:
    cover = opened(filled(), results=True)["封面"]
    assert [cover[f"C{row}"].value for row in range(10, 14)] == ["√ 相符"] * 4
    assert cover["B14"].value == "√ 全部相符，可以报送"


def test_figures_without_a_state_ask_for_it() -> None:
    cover = opened(filled(states={"t2": "零报告", "t4": "零报告"}), results=True)["封面"]
    assert (cover["C11"].value, cover["B14"].value) == ("请选择填报状态", "尚未填完")


def test_reported_as_empty_with_figures_fails() -> None:
    content = filled(states="零报告")
    (row,) = [row for row in checks(content) if row[4].startswith("×") and "零报告" in row[1]]
    assert row[2] == 3


# --- What stands above them, and where they lead -------------------------------------------------


def above(content: bytes) -> Any:
    return opened(content, results=True)["审核"]["D1"].value


def test_above_the_checks_nothing_is_named_where_nothing_is_wrong() -> None:
    assert above(make_template(default_form(), BUREAU, YEAR)) == "目前没有要改正或核实的。"
    assert above(filled()) == "目前没有要改正或核实的。"


def test_above_the_checks_is_how_many_fail_and_which_is_the_first() -> None:
    content = filled({"表三!D6": 1, "表三!D8": 1, "表三!E6": 100, "表三!E8": 98})
    sheet = opened(content, results=True)["审核"]
    bad = [
        row for row in range(3, sheet.max_row + 1) if sheet[f"F{row}"].value == "× 不符（相差 2）"
    ]
    assert len(bad) == 2
    assert above(content) == (
        f"× 有 2 条要改正。第一条在第 {bad[0]} 行："
        "三、本年度办理结果→（七）总计，法人或其他组织→商业企业。点“代码”可转到要看的格。"
    )


def test_what_may_be_explained_is_named_after_what_is_wrong() -> None:
    """A regulation of an office that cannot make any is the first line that does not hold."""
    queries = filled({"表二!B5": 1, "表二!D5": 1})
    assert above(queries).startswith(
        "！ 有 2 条请核实或说明。第一条在第 5 行：规章，本年制发件数。"
    )
    both = filled({"表二!B5": 1, "表二!D5": 1, "表三!D6": 1})
    assert above(both).startswith("× 有 2 条要改正，！ 有 2 条请核实或说明。第一条在第 ")
    assert "行：三、本年度办理结果→（七）总计，自然人。" in above(both)


def test_the_code_of_a_check_leads_to_its_cell() -> None:
    sheet = opened(filled())["审核"]
    links = {
        (cell.value, sheet[f"C{cell.row}"].value): cell.hyperlink and cell.hyperlink.location
        for cell in sheet["A"][2:]
    }
    assert links["T3-01", "三、本年度办理结果→（七）总计，自然人"] == "'表三'!D29"
    assert links["表四", "四、政府信息公开行政复议、行政诉讼情况"] == "'表四'!A6"
    assert links["YEAR-01", "通知总金额，本年数"] == "'附表'!C5"
    assert {code for (code, _), link in links.items() if not link} == {
        *("UNIT-13", "UNIT-16", "UNIT-17")
    }


def test_marks_can_be_written_in_gbk(unit_book: Any) -> None:
    for sheet in unit_book:
        for row in sheet.iter_rows(values_only=True):
            "".join(str(value) for value in row if value is not None).encode("gbk")
