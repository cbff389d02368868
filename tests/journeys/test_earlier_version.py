"""What an earlier version wrote stays readable and replaceable, with all that people typed into it.

``data/made-by-beb3cc9`` was written by that commit for three units: templates, returns, the
consolidated workbooks of two years, JSON and feedback. A reviewer has typed a decision with a note,
a switch and a remark into the later workbook.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from tests.support.build import (
    BUREAU,
    COUNTY,
    OFFICE,
    Collected,
    code_at,
    collect,
    command,
    filled,
    patched,
    raw,
    roster,
)
from tests.support.places import DATA
from tests.support.reviewed import decide, line, text, typed
from toolkit.roster.roster import Category, Unit

MADE = DATA / "made-by-beb3cc9"
LAST, NOW = "汇总-2023.xlsx", "汇总-2024.xlsx"
CITY = Unit("990000", "东海市", Category.COUNTY, "980000")


@pytest.fixture
def winter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of all of it, in which the commands run."""
    shutil.copytree(MADE, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def collect_again() -> Collected:
    report = Path("汇总-2024.json")
    code = command(
        *("collect", "returns", "--previous", LAST, "-o", NOW),
        *("--json", report, "--feedback", "退回"),
    )
    return Collected(code, json.loads(report.read_text(encoding="utf-8")), Path(NOW))


def test_its_templates_are_replaced(winter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--units", "returns/units.csv", "--year", "2024", "--previous", LAST)
    assert command("template", *options, "-o", "templates") == 0
    assert "未覆盖" not in capsys.readouterr().out
    assert len(list(Path("templates").iterdir())) == 3


def test_its_returns_are_read(winter: Path) -> None:
    assert command("check", "returns/990000-01.xlsx") == 0
    assert command("check", "returns/990000-11.xlsx") == 1


def test_its_workbook_is_replaced_with_all_that_was_typed(winter: Path) -> None:
    before = Path(NOW).read_bytes()
    result = collect_again()
    assert result.exit_code == 1
    # Both covers lack a field or two, which that version did not tell.
    assert sorted(result.codes()) == ["COVER-01", "COVER-01", "T3-01", "UNIT-01"]
    kept = line(result, "T3-01")
    assert (kept["处理意见"], kept["备注"]) == ("已核实", "已电话核实")
    assert (result.unit(OFFICE)["in_total"], result.unit(BUREAU)["in_total"]) == (False, True)
    assert result.total("表三!D6") == 14
    assert [(one[0], one[1], one[3]) for one in typed(result)] == [("说明", "A40", "科长看过")]
    assert Path(f"{NOW}.bak").read_bytes() == before


def test_what_was_coloured_in_its_workbook_is_kept(winter: Path) -> None:
    """It did not write down how its cells looked; its own colours are not taken for a person's."""
    book = openpyxl.load_workbook(NOW)
    row = next(cells for cells in book["审核结果"] if cells[4].value == "T3-01")
    for cell in row:
        cell.fill = PatternFill("solid", fgColor="FFFFFF00")
    book["审核结果"]["S2"] = "经办人"
    book.save(NOW)
    sheet = openpyxl.load_workbook(collect_again().workbook)["审核结果"]
    fills = {cells[4].value: [one.fill.fgColor.rgb for one in cells] for cells in sheet}
    assert fills["T3-01"] == ["FFFFFF00"] * 18 + ["00000000"]
    assert (fills["UNIT-01"][1], fills["UNIT-01"][13]) == ("FFFFEB9C", "FFFFF9DB")
    assert set(fills["UNIT-01"]) == {"00000000", "FFFFEB9C", "FFFFF9DB"}
    assert sheet["S2"].value == "经办人"
    assert sheet.column_dimensions["L"].width == pytest.approx(42, abs=1)


def test_what_it_told_and_cannot_be_judged_now_stands(winter: Path) -> None:
    """Its record holds only the rows: the place is found by the label."""
    (judged,) = [one for one in judged_again(winter) if one["code"] == "T3-01"]
    Path("returns/990000-11.xlsx").unlink()
    back = {path.name: path.read_bytes() for path in Path("退回").iterdir()}
    result = collect_again()
    assert result.exit_code == 1
    standing = result.finding("T3-01")
    assert (standing["judged"], standing["status"]) == (False, "open")
    same = ("id", "severity", "unit", "unit_name", "file", "sheet", "cell", "indicator", "label")
    for key in (*same, "actual", "expected", "difference", "message"):
        assert standing[key] == judged[key], key
    kept = line(result, "T3-01")
    assert (kept["状态"], kept["处理意见"], kept["备注"], kept["变化"]) == (
        *("本次未审核", "已核实", "已电话核实"),
        None,
    )
    assert names_back() == {"催报名单.txt", "990000-01_东海市政府办公室_2024_回执.txt"}
    assert len(back) == 3


def judged_again(winter: Path) -> list[dict[str, object]]:
    """The findings in a folder of its own, before anything is taken away."""
    other = winter / "other"
    shutil.copytree(MADE / "returns", other / "returns")
    report = other / "now.json"
    options = ("-o", other / "now.xlsx", "--json", report)
    command("collect", other / "returns", "--previous", LAST, *options)
    return list(json.loads(report.read_text(encoding="utf-8"))["findings"])


def test_its_feedback_is_replaced(winter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    collect_again()
    assert "已被改动过的退回文件" not in capsys.readouterr().out
    # What the reviewer lets stand is not sent back again, and for its cover alone no workbook is:
    # nothing of then is left.
    of_units = (f"{one.code}_{one.name}_2024_回执.txt" for one in (OFFICE, BUREAU))
    assert names_back() == {"催报名单.txt", *of_units}


def test_a_column_beside_its_list_of_units_stays_with_them(winter: Path) -> None:
    """The list has got more columns of ours since."""
    book = openpyxl.load_workbook(NOW)
    sheet = book["报送情况"]
    (row,) = [cell.row for cell in sheet["A"] if cell.value == BUREAU.code]
    sheet["N2"], sheet[f"N{row}"] = "催报记录", "1月8日已去电"
    before = [cell.value for cell in sheet[2]]
    book.save(NOW)
    result = collect_again()
    heads, *rows = result.sheet("报送情况")[1:]
    assert [head for head in heads if head in before] == before
    assert [head for head in heads if head not in before] == ["审核意见", "校验码"]
    own = heads.index("催报记录")
    assert {line[0]: line[own] for line in rows if line[own]} == {BUREAU.code: "1月8日已去电"}
    assert [one[0] for one in typed(result)] == ["说明"]


def names_back() -> set[str]:
    return {path.name for path in Path("退回").iterdir()}


def test_its_feedback_is_no_return_until_somebody_saves_it(winter: Path) -> None:
    (back,) = Path("退回").glob("*.xlsx")
    shutil.copy(back, "returns/back.xlsx")
    result = collect_again()
    assert result.files()["back.xlsx"] == "ignored"
    assert result.value(BUREAU, "表三!D6") == 14


def test_its_workbook_is_a_return_one_level_up(winter: Path) -> None:
    Path("up").mkdir()
    shutil.copy(LAST, "up/city.xlsx")
    Path("up/units.csv").write_bytes(roster(CITY))
    assert command("collect", "up", "-o", "up.xlsx", "--json", "up.json") == 0
    said = json.loads(Path("up.json").read_text(encoding="utf-8"))
    assert said["year"] == 2023 and said["files"][0]["status"] == "accepted"
    assert said["totals"][code_at("表三!D6")] == 32
    (lacking,) = [one for one in said["findings"] if one["code"] == "LEVEL-02"]
    assert COUNTY.name in lacking["message"]


def test_its_workbook_can_be_published(winter: Path) -> None:
    assert command("report", LAST, "-o", "published") == 0
    assert {path.suffix for path in Path("published").iterdir()} == {".docx", ".html"}


def test_its_totals_are_those_of_then(winter: Path) -> None:
    then = json.loads(Path("汇总-2024.json").read_text(encoding="utf-8"))
    now = collect_again().json
    # One unit was taken out of the sum by hand.
    assert now["values"] == then["values"]
    alone = {code: value or 0 for code, value in then["values"][BUREAU.code].items()}
    assert now["totals"] == alone
    assert {one["path"]: one["status"] for one in now["files"]} == {
        one["path"]: one["status"] for one in then["files"]
    }


def test_its_templates_are_known_to_be_blank(winter: Path) -> None:
    for path in Path("templates").iterdir():
        shutil.copy(path, "returns")
    result = collect_again()
    blank = {path: status for path, status in result.files().items() if "_" in path}
    assert set(blank.values()) == {"ignored"} and len(blank) == 2
    reasons = {one["reason"] for one in result.json["files"] if "_" in one["path"]}
    assert reasons == {"未填写的空白模板"}


def test_the_workbook_with_decisions_is_a_return_and_last_year_s(winter: Path) -> None:
    Path("up").mkdir()
    shutil.copy(NOW, "up/city.xlsx")
    Path("up/units.csv").write_bytes(roster(CITY))
    assert command("collect", "up", "-o", "up.xlsx", "--json", "up.json") in (0, 1)
    said = json.loads(Path("up.json").read_text(encoding="utf-8"))
    assert (said["year"], said["files"][0]["status"]) == (2024, "accepted")
    # A unit was taken out by a program that did not calculate.
    assert said["totals"][code_at("表三!D6")] == 36
    assert "TOT-05" in [one["code"] for one in said["findings"]]
    options = ("--units", "returns/units.csv", "--year", "2025", "--previous", NOW)
    assert command("template", *options, "-o", "next") == 0
    assert len(list(Path("next").iterdir())) == 3


def test_what_was_typed_is_found_cell_by_cell_whichever_version_wrote_it(winter: Path) -> None:
    """``data/made-by-a1ca66a`` is that commit's workbook of the same returns.

    Its record has every cell of 分单位; a later one has the figures there only once.
    """
    shutil.copy(DATA / "made-by-a1ca66a" / NOW, NOW)
    first = typed_and_collected()
    for path in (NOW, f"{NOW}.bak"):
        Path(path).unlink()
    collect_again()
    second = typed_and_collected()
    assert (
        typed(first)
        == typed(second)
        == [
            ("分单位", "I6", "原公式", "9", "改动"),
            ("分单位", "P11", "0", "（已清除）", "改动"),
            ("分单位", "G11", "0", "7", "改动"),
            ("分单位", "H12", "0", "约 5", "改动"),
            ("分单位", "E12", "", "已退回", "添加"),
            # Nothing was known of this unit, so its cells were blank.
            ("分单位", "G13", "", "3", "添加"),
            ("分单位", "HA13", "", "4", "添加"),
            ("分单位", "B13", "东山区", "东山", "改动"),
        ]
    )
    for result in (first, second):
        kept = line(result, "T3-01")
        assert (kept["处理意见"], kept["备注"]) == ("已核实", "已电话核实")
        sheet = openpyxl.load_workbook(result.workbook)["分单位"]
        assert sheet["J12"].fill.fgColor.rgb == "FFFFFF00" and sheet["J12"].value == 0
        assert (sheet["K12"].fill.fgColor.rgb, sheet["G13"].value) == ("00000000", None)


def typed_and_collected() -> Collected:
    """A run after a person has typed over figures, a blank cell, a name and a reason."""
    then = Collected(1, {}, Path(NOW))
    decide(then, "T3-01", "已核实", "已电话核实")
    content = raw(
        then.workbook.read_bytes(),
        {
            "分单位!G11": "<v>7</v>",
            "分单位!H12": text("约 5"),
            "分单位!G13": "<v>3</v>",
            "分单位!HA13": "<v>4</v>",
            "分单位!B13": text("东山"),
            "分单位!E12": text("已退回"),
            "分单位!I6": "<v>9</v>",
        },
    )
    then.workbook.write_bytes(content)
    book = openpyxl.load_workbook(NOW)
    book["分单位"]["J12"].fill = PatternFill("solid", fgColor="FFFFFF00")
    book["分单位"]["P11"].value = None
    book.save(NOW)
    return collect_again()


@pytest.mark.slow
def test_a_code_that_is_told_no_more_is_read_all_the_same(tmp_path: Path) -> None:
    """UNIT-03, a code twice on the roster: such a roster is a stop now."""
    twins = [BUREAU, replace(BUREAU, code="990000-12")]
    files = {"a.xlsx": filled(), "b.xlsx": filled(unit=twins[1])}
    then = collect(tmp_path, files, units=twins)
    assert then.codes() == ["UNIT-19"]
    content = patched(
        then.workbook.read_bytes(),
        "xl/sharedStrings.xml",
        lambda xml: xml.replace("UNIT-19", "UNIT-03"),
    )
    then.workbook.write_bytes(content)
    decide(then, "UNIT-03", "已核实", "名册已改")
    now = collect(tmp_path, files, units=[BUREAU, replace(twins[1], name="东海市体育局")])
    assert "UNIT-19" not in now.codes()
    gone = line(now, "UNIT-03", "已消除")
    assert (gone["处理意见"], gone["备注"]) == ("已核实", "名册已改")
    # One level up it is read as well.
    county = Unit("990000", "东海市", Category.COUNTY, "980000")
    above = collect(tmp_path / "above", {"city.xlsx": content}, units=[county])
    assert above.unit(county)["in_total"] is True


# --- Copies --------------------------------------------------------------------------------------


def collect_with(*copies: str) -> Collected:
    report = Path("汇总-2024.json")
    options = (one for copy in copies for one in ("--review", copy))
    outputs = "-o", NOW, "--json", str(report)
    code = command("collect", "returns", "--previous", LAST, *outputs, *options)
    return Collected(code, json.loads(report.read_text(encoding="utf-8")), Path(NOW))


def test_its_workbook_under_another_name_goes_on(winter: Path) -> None:
    Path(NOW).rename("审核稿.xlsx")
    result = collect_with("审核稿.xlsx")
    kept = line(result, "T3-01")
    assert (kept["处理意见"], kept["备注"]) == ("已核实", "已电话核实")
    assert (result.unit(OFFICE)["in_total"], result.unit(BUREAU)["in_total"]) == (False, True)
    listed = [("说明", "A40", "科长看过", "改动（审核稿.xlsx）")]
    assert [(one[0], one[1], *one[3:]) for one in typed(result)] == listed


def test_a_copy_of_its_workbook_is_taken_over(winter: Path) -> None:
    """What its own record has was not written into the copy; the workbook comes from that."""
    shutil.copy(NOW, "甲.xlsx")
    copy = Collected(0, {}, Path("甲.xlsx"))
    decide(copy, "UNIT-01", "已退回", "已催")
    collect_again()
    result = collect_with("甲.xlsx")
    kept = line(result, "UNIT-01")
    assert (kept["处理意见"], kept["备注"]) == ("已退回", "已催")
    assert line(result, "T3-01")["处理意见"] == "已核实"
    assert line(result, "T3-01")["变化"] is None
    assert [one[3] for one in typed(result)] == ["科长看过"]
    assert result.unit(OFFICE)["in_total"] is False


def test_its_folder_becomes_a_collection_as_it_is(winter: Path) -> None:
    """Its names stay, and without a single option all that was typed into its workbook is kept."""
    before = {one: one.read_bytes() for one in winter.rglob("*") if one.is_file()}
    assert command("init", ".", "--year", "2024") == 0
    assert {one: one.read_bytes() for one in before} == before
    assert not any(Path(one).exists() for one in ("名册.xlsx", "收件", "上年数.xlsx"))
    assert command("collect", "--json", "汇总-2024.json") == 1
    found = json.loads(Path("汇总-2024.json").read_text(encoding="utf-8"))
    result = Collected(1, found, Path(NOW))
    assert sorted(result.codes()) == ["COVER-01", "COVER-01", "T3-01", "UNIT-01"]
    kept = line(result, "T3-01")
    assert (kept["处理意见"], kept["备注"]) == ("已核实", "已电话核实")
    assert (result.unit(OFFICE)["in_total"], result.unit(BUREAU)["in_total"]) == (False, True)
