"""collect: the JSON's contract, what becomes of each file, and who is in the sum."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.build import (
    BALANCED,
    BUREAU,
    CITY,
    COUNTY,
    CUSTOMS,
    OFFICE,
    TOWN,
    collect,
    edit,
    filled,
    opened,
)
from toolkit.form.cover import cover_of
from toolkit.form.form_file import default_form
from toolkit.roster.roster import Category, Unit

STRANGER = Unit("991111", "西河县", Category.COUNTY, "991000")


def city() -> dict[str, bytes]:
    """Everyone has sent; the figures tell by their digits who is in a sum.

    The county's is that of its only town.
    """
    return {
        "office.xlsx": filled({"表三!D6": 1, "表三!D8": 1}, OFFICE),
        "bureau.xlsx": filled({"表三!D6": 20, "表三!D8": 20}, BUREAU),
        "county.xlsx": filled({"表三!D6": 300, "表三!D8": 300}, COUNTY),
        "customs.xlsx": filled({"表三!D6": 4000, "表三!D8": 4000}, CUSTOMS),
        "town.xlsx": filled({"表三!D6": 300, "表三!D8": 300}, TOWN),
    }


# --- The JSON ------------------------------------------------------------------------------------


def test_the_keys_of_the_json_and_their_order(tmp_path: Path) -> None:
    """Offices script against them."""
    files = city() | {"x.txt": b"no return"}
    collect(tmp_path, files, units=[OFFICE, BUREAU, COUNTY])
    result = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert list(result) == ["form", "year", "files", "units", "totals", "values", "findings"]
    assert {tuple(one) for one in result["files"]} == {("path", "status", "unit", "reason")}
    assert {tuple(one) for one in result["units"]} == {
        ("code", "name", "category", "status", "in_total", "reason", "file", "check_code")
    }
    assert {" ".join(one) for one in result["findings"]} == {
        "id code severity status unit unit_name file sheet cell indicator label "
        "actual expected difference message suggestion cause likely more judged"
    }


def test_form_year_and_types(tmp_path: Path) -> None:
    result = collect(tmp_path, city()).json
    assert (result["form"], result["year"]) == ("disclosure-2021", 2024)
    assert all(type(value) in (int, float) for value in result["totals"].values())
    assert all(type(one["in_total"]) is bool for one in result["units"])


def test_totals_and_values_have_every_indicator_in_the_form_s_order(tmp_path: Path) -> None:
    result = collect(tmp_path, city()).json
    every = list(default_form().indicators)
    assert list(result["totals"]) == every
    assert [list(values) for values in result["values"].values()] == [every] * 5


def test_a_unit_that_has_sent(tmp_path: Path) -> None:
    files = city()
    result = collect(tmp_path, files)
    cover = opened(files["county.xlsx"], results=True)["封面"]
    assert result.unit(COUNTY) == {
        "code": "990001",
        "name": "东山区",
        "category": "县（市、区）",
        "status": "received",
        "in_total": True,
        "reason": None,
        "file": "county.xlsx",
        "check_code": cover[cover_of(default_form()).code.address].value,
    }


def test_a_unit_that_has_not(tmp_path: Path) -> None:
    files = city()
    del files["county.xlsx"]
    result = collect(tmp_path, files)
    county = result.unit(COUNTY)
    assert (county["status"], county["in_total"], county["file"]) == ("missing", False, None)
    assert county["check_code"] is None
    assert county["reason"] == "未报送"
    assert COUNTY.code not in result.json["values"]
    found = result.finding("UNIT-01")
    assert (found["severity"], found["unit"], found["unit_name"]) == (
        "warning",
        "990001",
        "东山区",
    )
    assert (result.codes(), result.exit_code) == (["UNIT-01"], 0)


def test_the_contact_of_a_missing_unit_is_in_the_suggestion(tmp_path: Path) -> None:
    path = tmp_path / "with-contacts.csv"
    path.write_text(
        "单位代码,单位名称,单位类别,上级代码,联系人,联系电话\n"
        "990000-11,东海市教育局,市直部门,990000,李四,0990-2\n990001,东山区,县（市、区）,990000,,\n",
        encoding="utf-8",
    )
    result = collect(tmp_path, {"county.xlsx": filled(unit=COUNTY)}, "--units", path)
    assert result.finding("UNIT-01")["suggestion"] == "请催报（联系人：李四 0990-2）。"


def test_findings_come_errors_first_and_by_roster(tmp_path: Path) -> None:
    bad = {"表三!E6": 1}
    files = {
        "a.xlsx": filled(bad, COUNTY),
        "b.xlsx": filled(bad, OFFICE),
        "c.xlsx": edit(filled(BALANCED, BUREAU), {"表三!J6": 12}),
    }
    result = collect(tmp_path, files)
    assert [(one["severity"], one["unit"]) for one in result.json["findings"]] == [
        ("error", OFFICE.code),
        ("error", COUNTY.code),
        ("info", BUREAU.code),
    ]


# --- Who is summed -------------------------------------------------------------------------------


def test_exactly_the_direct_children_are_summed(tmp_path: Path) -> None:
    """本级 and a department and a county; not the customs, not the county's town."""
    result = collect(tmp_path, city())
    assert result.total("表三!D6") == 321
    assert {one["code"]: (one["in_total"], one["reason"]) for one in result.json["units"]} == {
        OFFICE.code: (True, None),
        BUREAU.code: (True, None),
        COUNTY.code: (True, None),
        CUSTOMS.code: (False, "垂直管理单位，不计入本地汇总"),
        TOWN.code: (False, "下级单位，由其上级汇总"),
    }
    assert (result.codes(), result.exit_code) == ([], 0)
    assert result.value(TOWN, "表三!D6") == 300


def test_who_is_not_summed_is_not_missed(tmp_path: Path) -> None:
    files = city()
    del files["customs.xlsx"], files["town.xlsx"]
    assert collect(tmp_path, files).codes() == []


def test_a_unit_off_the_roster_is_an_error_and_not_summed(tmp_path: Path) -> None:
    files = {**city(), "stranger.xlsx": filled({"表三!D6": 7, "表三!D8": 7}, STRANGER)}
    result = collect(tmp_path, files)
    found = result.finding("UNIT-02")
    assert (found["severity"], found["unit"], found["actual"]) == ("error", "991111", "西河县")
    stranger = result.unit(STRANGER)
    assert (stranger["status"], stranger["in_total"]) == ("with_errors", False)
    assert (stranger["reason"], stranger["category"]) == ("不在单位名册中", None)
    assert (result.total("表三!D6"), result.value(STRANGER, "表三!D6")) == (321, 7)
    assert result.files()["stranger.xlsx"] == "accepted"


def test_a_unit_of_another_city_on_the_roster_is_not_summed(tmp_path: Path) -> None:
    units = [OFFICE, BUREAU, STRANGER]
    files = {**city(), "stranger.xlsx": filled(unit=STRANGER)}
    result = collect(tmp_path, files, "--as", CITY, units=units)
    assert result.unit(STRANGER)["reason"] == "不属于本次汇总的范围"
    assert result.total("表三!D6") == 21


def test_a_unit_with_errors_is_summed_as_far_as_it_is_certain(tmp_path: Path) -> None:
    files = city() | {"bureau.xlsx": edit(filled({"表三!E6": 9}, BUREAU), {"表三!D6": "20件"})}
    result = collect(tmp_path, files)
    bureau = result.unit(BUREAU)
    assert (bureau["status"], bureau["in_total"]) == ("with_errors", True)
    assert (result.total("表三!D6"), result.total("表三!E6")) == (301, 9)


def test_strict_leaves_units_with_errors_out(tmp_path: Path) -> None:
    """Their values stay in the JSON."""
    files = city() | {"bureau.xlsx": edit(filled({"表三!E6": 9}, BUREAU), {"表三!D6": "20件"})}
    result = collect(tmp_path, files, "--strict")
    bureau = result.unit(BUREAU)
    assert (bureau["status"], bureau["in_total"]) == ("with_errors", False)
    assert bureau["reason"] == "有错误，按 --strict 不计入"
    assert (result.total("表三!D6"), result.total("表三!E6")) == (301, 0)
    assert result.value(BUREAU, "表三!E6") == 9
    assert result.exit_code == 1


def test_strict_does_not_mind_warnings(tmp_path: Path) -> None:
    files = city() | {"bureau.xlsx": filled({"表三!D6": 20, "表三!D8": 20}, states="")}
    files["bureau.xlsx"] = edit(files["bureau.xlsx"], {"封面!B10": "零报告", "封面!B12": "零报告"})
    result = collect(tmp_path, files, "--strict")
    assert result.codes() == ["STAT-02", "STAT-04"]
    assert (result.unit(BUREAU)["in_total"], result.exit_code) == (True, 0)


def test_a_unit_none_of_whose_tables_counts_is_not_in_the_total(tmp_path: Path) -> None:
    """A preparer's name on the cover and nothing else: no figure of it is in the sum."""
    content = filled({}, BUREAU, states="", contact={"preparer": "王五"})
    assert collect(tmp_path, city() | {"bureau.xlsx": content}).unit(BUREAU)["in_total"] is False


def test_the_collecting_unit_s_own_filled_template_is_not_lost(tmp_path: Path) -> None:
    """The city typed its sum into a template: it is no child of itself, and must be told so."""
    itself = Unit(CITY, "东海市", Category.COUNTY)
    files = city() | {"city.xlsx": filled(BALANCED, itself)}
    result = collect(tmp_path, files, units=[itself, OFFICE, BUREAU, COUNTY])
    assert result.files()["city.xlsx"] != "accepted" or result.codes(itself)
