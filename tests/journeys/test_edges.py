"""Edges that a stranger and a reviewer found, each with what must happen there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.build import (
    BALANCED,
    BUREAU,
    CITY,
    CONTACT,
    COUNTY,
    CUSTOMS,
    OFFICE,
    TOWN,
    collect,
    collect_one,
    command,
    edit,
    filled,
    opened,
    raw,
    roster,
)
from tests.support.places import ROOT, SECOND_FORM
from toolkit.audit.rules import audit
from toolkit.consolidation.words import Banner
from toolkit.errors import CannotRun
from toolkit.findings.message import message
from toolkit.form.form_file import parse_form
from toolkit.form.layout import lay_out
from toolkit.grids.identity import Identity
from toolkit.returns.sums.official_tables import sums_over_units
from toolkit.returns.unit_return import Return, Subject
from toolkit.roster.roster import Category, Roster, Unit
from toolkit.roster.roster_file import read_roster
from toolkit.spreadsheets.seal import unchanged_since_made

SECOND = SECOND_FORM.read_text(encoding="utf-8")


def county_s_sum(tmp_path: Path) -> bytes:
    """The consolidated workbook of a county with one town."""
    files = {"t.xlsx": filled(unit=TOWN)}
    result = collect(tmp_path / "county", files, "--as", COUNTY.code)
    return result.workbook.read_bytes()


def test_a_row_inserted_where_no_row_head_moves_is_read(tmp_path: Path) -> None:
    """表四 has no row heads: its labels stay, its figures move down by one row."""
    figures = {**BALANCED, "表四!A6": 3}
    content = edit(filled(figures), change=lambda book: book["表四"].insert_rows(6))
    result = collect_one(tmp_path, content)
    found = result.finding("TAB-04")
    assert (found["severity"], found["sheet"], found["cell"]) == ("info", "表四", "A7")
    assert (result.codes(), result.total("表四!A6")) == (["TAB-04"], 3)


def test_a_sum_typed_over_in_a_county_s_workbook_is_told(tmp_path: Path) -> None:
    """One that keeps its formulas elsewhere; openpyxl would lose all results."""
    content = raw(county_s_sum(tmp_path), {"表二!B5": "<v>5000</v>"})
    result = collect(tmp_path / "city", {"county.xlsx": content}, units=[COUNTY])
    found = result.finding("TOT-05")
    assert (found["severity"], found["sheet"], found["cell"]) == ("error", "表二", "B5")
    assert (found["actual"], found["expected"], found["difference"]) == (5000, 0, 5000)
    assert "误改的，请恢复求和公式，或改回 0。" in found["suggestion"]
    assert result.total("表二!B5") == 5000


def test_a_sum_that_is_a_figure_now_is_told(tmp_path: Path) -> None:
    """The same figure: nothing is wrong with it yet."""
    content = raw(county_s_sum(tmp_path), {"表二!B5": "<v>0</v>"})
    result = collect(tmp_path / "city", {"county.xlsx": content}, units=[COUNTY])
    found = result.finding("TOT-03")
    assert (found["severity"], found["sheet"], found["cell"]) == ("warning", "表二", "B5")


@pytest.mark.parametrize(
    "formula",
    ["SUM(1,2)+100", "400+100", "SUMIFS('分单位'!$F$9:$F$9,'分单位'!$D$9:$D$9,\"是\")+100"],
)
def test_a_sum_with_something_added_is_told(tmp_path: Path, formula: str) -> None:
    text = formula.replace('"', "&quot;")
    content = raw(county_s_sum(tmp_path), {"表二!B5": f"<f>{text}</f><v>500</v>"})
    result = collect(tmp_path / "city", {"county.xlsx": content}, units=[COUNTY])
    assert result.finding("TOT-05")["cell"] == "B5"
    assert result.total("表二!B5") == 500


@pytest.mark.parametrize(
    "formula", ["180", "D6+E6+100", "SUM(D6:H6)", "[1]S!A1", "SUM(D6:I6)*1", "SUM(表二!D6:I6)"]
)
def test_a_total_with_another_formula_is_typed_over(tmp_path: Path, formula: str) -> None:
    """To calculate and save it once more would not mend it."""
    figures = {"表三!D6": 12, "表三!I6": 2, "表三!D8": 12, "表三!I8": 2}
    content = raw(filled(figures), {"表三!J6": f"<f>{formula}</f><v>180</v>"})
    result = collect_one(tmp_path, content)
    found = result.finding("T3-03")
    assert (found["severity"], found["cell"], found["actual"]) == ("error", "J6", 180)
    assert (found["expected"], result.total("表三!J6")) == (14, 14)


@pytest.mark.parametrize("formula", ["SUM($D$6:$I$6)", "SUM(D6:I6)", "D6+E6+F6+G6+H6+I6"])
def test_a_total_that_was_not_recalculated_is_no_matter(tmp_path: Path, formula: str) -> None:
    figures = {"表三!D6": 12, "表三!D8": 12}
    content = raw(filled(figures), {"表三!J6": f"<f>{formula}</f><v>180</v>"})
    assert collect_one(tmp_path, content).codes() == ["TOT-02"]


def test_a_county_s_sum_from_another_workbook_is_not_counted(tmp_path: Path) -> None:
    content = raw(county_s_sum(tmp_path), {"表二!B5": "<f>[1]Sheet1!$A$1</f><v>500</v>"})
    result = collect(tmp_path / "city", {"county.xlsx": content}, units=[COUNTY])
    found = result.finding("NUM-08")
    assert (found["severity"], found["cell"]) == ("error", "B5")
    assert result.total("表二!B5") == 0


@pytest.mark.parametrize(
    "spelt",
    [
        "=SUMIFS('分单位'!$F$9:$F$13,'分单位'!$D$9:$D$13,\"是\")",
        '=SUMIFS(分单位!$F$9:$F$13,分单位!$D$9:$D$13,"是")',
        '= ROUND( SUMIFS( $分单位.$F$9:$F$13; $分单位.$D$9:$D$13; "是" ); 6 )',
        "=",
    ],
)
def test_a_sum_over_units_in_any_program_s_spelling(spelt: str) -> None:
    assert sums_over_units(spelt)


def test_a_county_s_workbook_without_results_is_not_zero(tmp_path: Path) -> None:
    """One finding a table, not one a cell; nothing of it is summed."""
    content = edit(county_s_sum(tmp_path))
    result = collect(tmp_path / "city", {"county.xlsx": content}, "--year", "2024", units=[COUNTY])
    assert result.codes() == ["TOT-04"] * 4
    assert (result.exit_code, result.unit(COUNTY)["in_total"]) == (1, False)


def test_a_fractional_factor_is_shown_as_it_is() -> None:
    """3 ≤ 0.5 × 5 is wrong by 0.5, and both sides say so."""
    check = "check: lib.total.lent <= 50 × lib.total.held"
    form = parse_form(SECOND.replace(check, check.replace("50", "0.5")), "half.yaml")
    values = dict.fromkeys(form.indicators, 0) | {"lib.total.lent": 3, "lib.total.held": 5}
    one = Return("a.xlsx", Identity(), values=values, counted=frozenset({"lib"}))
    (found,) = [f for f in audit([Subject(one)], lay_out(form)).findings[0] if f.code == "LIB-03"]
    assert "本年借出 = 3，0.5 × 年末藏量 = 2.5，左边应不大于右边，相差 0.5" in message(found, form)
    assert str(found.difference) == "0.5"


@pytest.mark.parametrize("name", ["封面", "审核", "分单位", "概览", "说明", "_IDENTITY"])
def test_a_form_cannot_take_the_name_of_a_sheet_of_ours(name: str) -> None:
    text = SECOND.replace("    sheet: 馆藏馆舍\n", f"    sheet: {name}\n")
    with pytest.raises(CannotRun) as refused:
        parse_form(text, "mine.yaml")
    line = text[: text.index("    sheet:")].count("\n") + 1
    assert str(refused.value) == (
        f"表式文件 mine.yaml 第 {line} 行（tables.0.sheet）：工作表名“{name}”已有别的用途。"
    )


def test_a_form_cannot_take_the_code_of_a_finding_of_ours() -> None:
    with pytest.raises(CannotRun, match="代码“NUM-01”已有别的用途"):
        parse_form(SECOND.replace("code: LIB-02", "code: NUM-01"), "mine.yaml")


def test_whom_a_customs_office_reports_to_does_not_matter() -> None:
    """A unit of 垂直管理 names its own superior; the city is still plain."""
    customs = Unit(CUSTOMS.code, CUSTOMS.name, Category.VERTICAL, "000001")
    assert Roster((OFFICE, BUREAU, customs)).collector() == CITY


def test_the_collecting_unit_gets_no_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands on its own roster for its name."""
    monkeypatch.chdir(tmp_path)
    itself = Unit(CITY, "东海市", Category.OWN)
    Path("units.csv").write_bytes(roster(itself, OFFICE, BUREAU))
    assert command("template", "--units", "units.csv", "--year", "2024", "-o", "out") == 0
    names = {f"{one.code}_{one.name}_2024.xlsx" for one in (OFFICE, BUREAU)}
    assert {path.name for path in Path("out").iterdir()} == names
    assert read_roster(Path("units.csv")).collector() == CITY


def test_a_damaged_template_is_kept_as_if_changed() -> None:
    content = bytearray(filled({}))
    for place in range(200, len(content) - 200, 97):
        content[place] ^= 0xFF
    assert unchanged_since_made(bytes(content)) is False


def test_a_list_of_names_fits_its_row() -> None:
    """Excel shows no row higher than 409 points: the rest is on the sheet 报送情况."""
    line = Banner.inside([f"第{number}单位" for number in range(200)])
    assert line.startswith("汇总数包含 200 个单位：第0单位、")
    assert line.endswith("、第39单位……等，全部名单见“报送情况”页。")


def test_a_year_of_a_thousand_digits_is_only_another_year(tmp_path: Path) -> None:
    odd = edit(filled(unit=None, year=None), {"封面!B3": BUREAU.name, "封面!D4": "9" * 5000})
    result = collect(tmp_path, {"a.xlsx": filled(unit=OFFICE), "b.xlsx": odd})
    assert (result.json["year"], result.files()["b.xlsx"]) == (2024, "unrecognised")


def test_a_closed_output_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_bytes(roster(BUREAU))
    (tmp_path / "a.xlsx").write_bytes(filled())
    line = f"{sys.executable} -m toolkit collect . -o out.xlsx >&-"
    root = str(ROOT)
    done = subprocess.run(
        ["sh", "-c", line],
        cwd=tmp_path,
        env={"PYTHONPATH": root, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert opened((tmp_path / "out.xlsx").read_bytes()).sheetnames[0] == "概览"


def test_an_optional_table_that_is_said_to_be_empty_is_a_report(tmp_path: Path) -> None:
    """Chosen on the cover: the unit has said something, so it is in the sum with zeros."""
    content = edit(filled({}, states="", contact=CONTACT), {"封面!B13": "零报告"})
    result = collect_one(tmp_path, content)
    assert result.codes() == ["STAT-03"] * 3
    assert (result.unit(BUREAU)["in_total"], result.unit(BUREAU)["reason"]) == (
        True,
        "表二、表三、表四未计入",
    )
