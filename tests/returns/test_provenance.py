"""Provenance: a figure on 分单位 that was typed over is told at its cell, at every step after."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter

from tests.support.build import (
    BALANCED,
    CITY,
    COUNTY,
    YEAR,
    Collected,
    code_at,
    collect,
    command,
    filled,
    opened,
    patched,
    raw,
    refused,
    roster,
    sheet_part,
)
from tests.support.reviewed import text
from toolkit.commands.checking import check_files
from toolkit.commands.reporting import report_on
from toolkit.consolidated_workbook.by_unit import FIRST_FIGURE
from toolkit.form.form_file import default_form
from toolkit.grids.names import BY_UNIT, COVERAGE, FINDINGS
from toolkit.roster.roster import Category, Unit

pytestmark = pytest.mark.slow

FORM = default_form()
TOWN = Unit("990001101", "河口镇", Category.TOWNSHIP, COUNTY.code)
OFFICE = Unit("990001-01", "东山区政府办公室", Category.OWN, COUNTY.code)
BELOW = [OFFICE, TOWN]
SENT: dict[Unit, dict[str, object]] = {
    OFFICE: {"表二!B9": 40, "附表!C5": "8.25"},
    TOWN: {"表二!B9": 2, **BALANCED},
}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    files = {f"{one.code}.xlsx": filled(cells, one) for one, cells in SENT.items()}
    result = collect(tmp_path_factory.mktemp("c"), files, "--as", COUNTY.code, units=BELOW)
    assert result.json["findings"] == []
    return result.workbook.read_bytes()


def spot(content: bytes, unit: Unit, cell: str = "") -> str:
    """The cell on 分单位 of a unit's figure, or of its code."""
    column = list(FORM.indicators).index(code_at(cell)) + FIRST_FIGURE if cell else 0
    rows = [row[0].value for row in opened(content)[BY_UNIT].iter_rows(max_col=1)]
    return f"{get_column_letter(column + 1)}{rows.index(unit.code) + 1}"


def typed(content: bytes, cells: Mapping[tuple[Unit, str], str]) -> bytes:
    """With other figures on 分单位, by a program that leaves the sums as they were."""
    places = {f"{BY_UNIT}!{spot(content, *at)}": xml for at, xml in cells.items()}
    return raw(content, places)


def city(path: Path, content: bytes) -> Collected:
    return collect(path / "city", {"county.xlsx": content}, "--as", CITY, units=[COUNTY])


def test_a_figure_typed_over_below_is_an_error_of_the_county(county: bytes, tmp_path: Path) -> None:
    """As Excel would leave it: the sum has followed."""
    content = typed(county, {(TOWN, "表二!B9"): "<v>99999</v>"})
    formula = opened(content)["表二"]["B9"].value.removeprefix("=").replace('"', "&quot;")
    result = city(tmp_path, raw(content, {"表二!B9": f"<f>{formula}</f><v>100039</v>"}))
    assert result.codes() == ["TOT-06"]
    found = result.finding("TOT-06")
    assert (found["severity"], found["unit"], found["file"]) == (
        "error",
        COUNTY.code,
        "county.xlsx",
    )
    assert (found["sheet"], found["cell"]) == (BY_UNIT, spot(county, TOWN, "表二!B9"))
    assert (found["actual"], found["expected"], found["difference"]) == (99999, 2, 99997)
    assert found["label"] == "河口镇，行政许可，本年处理决定数量"
    assert found["message"] == (
        f"分单位 {found['cell']}（河口镇，行政许可，本年处理决定数量） 现为 99999，"
        "生成该工作簿时为 2，与报来的报表不符，汇总数随之改变。"
    )
    assert found["suggestion"].endswith("请改正该单位的报表后重新汇总；误改的，请改回 2。")
    assert (result.total("表二!B9"), result.exit_code) == (100039, 1)
    assert result.unit(COUNTY)["status"] == "with_errors"


def test_strictly_the_county_is_left_out(county: bytes, tmp_path: Path) -> None:
    content = typed(county, {(TOWN, "表二!B9"): "<v>3</v>"})
    result = collect(tmp_path, {"c.xlsx": content}, "--as", CITY, "--strict", units=[COUNTY])
    assert result.total("表二!B9") == 0


def above(content: bytes, sheet: str, texts: list[str]) -> bytes:
    """With texts beside the title of a list, from T1 on."""
    cells = (
        f'<c r="{column}1" {inner.replace("<", "><", 1)}</c>'
        for column, inner in zip("TU", map(text, texts), strict=False)
    )
    new = f"{''.join(cells)}</row>"
    part = sheet_part(content, sheet)
    return patched(content, part, lambda xml: xml.replace("</row>", new, 1))


def test_check_and_report_see_it(
    county: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "county.xlsx"
    path.write_bytes(typed(county, {(OFFICE, "附表!C5"): "<v>9.25</v>"}))
    (checked,) = check_files([path], None, None)
    told = {one.code: one for one in checked.findings}
    assert set(told) == {"TOT-05", "TOT-06"} and checked.has_errors
    assert (str(told["TOT-06"].actual), str(told["TOT-06"].expected)) == ("9.25", "8.25")
    # The sum was not calculated anew: that is told at its own cell.
    assert (told["TOT-05"].sheet, told["TOT-05"].cell) == ("附表", "C5")
    said = refused(capsys, "report", path, "-o", tmp_path / "none")
    assert f"分单位 {spot(county, OFFICE, '附表!C5')}（东山区政府办公室，" in said
    assert not (tmp_path / "none").exists()


def test_nothing_is_said_of_what_nobody_has_touched(county: bytes, tmp_path: Path) -> None:
    assert city(tmp_path, county).json["findings"] == []
    path = tmp_path / "county.xlsx"
    path.write_bytes(county)
    assert command("report", path, "-o", tmp_path / "out") == 0


@pytest.mark.parametrize(
    ("sheet", "typed_above"),
    [(FINDINGS, ["规则"]), (COVERAGE, ["单位代码", "单位名称"])],
)
def test_a_note_above_a_list_that_repeats_some_of_its_heads_is_not_its_heads(
    county: bytes, tmp_path: Path, sheet: str, typed_above: list[str]
) -> None:
    content = above(county, sheet, typed_above)
    result = city(tmp_path, content)
    assert result.json["findings"] == []
    path = tmp_path / "county.xlsx"
    path.write_bytes(content)
    (checked,) = check_files([path], None, None)
    assert checked.findings == ()
    source = report_on(path, None, tmp_path).source
    assert source.findings == () and source.summed is not None and source.summed.listed


@pytest.mark.parametrize(
    ("xml", "actual"),
    [
        (text("2件"), "2件"),
        # A text that looks like the figure: no sum takes it.
        (text("2"), "2"),
        ('t="e"<v>#DIV/0!</v>', "#DIV/0!"),
        ("<v>-2</v>", "-2"),
        ("<v></v>", "空白"),
    ],
)
def test_what_is_no_figure_any_more(county: bytes, tmp_path: Path, xml: str, actual: str) -> None:
    result = city(tmp_path, typed(county, {(TOWN, "表二!B9"): xml}))
    found = result.finding("TOT-06")
    assert (found["actual"], found["expected"]) == (actual, 2)


def test_a_zero_for_a_blank_is_no_change(county: bytes, tmp_path: Path) -> None:
    content = typed(county, {(OFFICE, "表四!A6"): "<v></v>", (TOWN, "表四!B6"): "<v>0</v>"})
    assert city(tmp_path, content).codes() == []


def test_one_finding_a_unit(county: bytes, tmp_path: Path) -> None:
    cells = {
        (TOWN, "表二!B9"): "<v>3</v>",
        (TOWN, "表三!D6"): "<v>3</v>",
        (OFFICE, "表二!B9"): "<v>1</v>",
    }
    result = city(tmp_path, typed(county, cells))
    told = [one for one in result.json["findings"] if one["code"] == "TOT-06"]
    assert [one["label"].partition("，")[0] for one in told] == ["河口镇", "东山区政府办公室"]
    assert "（另有 1 处）" in told[0]["message"]


def said(result: Collected) -> list[str]:
    """What TOT-06 says, without the place."""
    told = [one["message"] for one in result.json["findings"] if one["code"] == "TOT-06"]
    return [one.partition("） ")[2].partition("，")[0] for one in told]


def test_a_code_that_was_typed_over(county: bytes, tmp_path: Path) -> None:
    result = city(tmp_path, typed(county, {(TOWN, ""): text("990001199")}))
    assert said(result) == ["的单位代码由 990001101 改成了 990001199"]


def test_a_line_added_and_a_line_gone(county: bytes, tmp_path: Path) -> None:
    content = typed(county, {(TOWN, ""): text("990001199"), (TOWN, "表二!B9"): "<v>3</v>"})
    result = city(tmp_path, content)
    assert said(result) == ["是后来加上的一行", "一行已删去"]
    gone = [one for one in result.json["findings"] if one["code"] == "TOT-06"][1]
    assert (gone["label"], gone["cell"]) == ("河口镇", None)


def test_a_line_without_a_code_is_told(county: bytes, tmp_path: Path) -> None:
    """A sum takes it all the same."""
    content = typed(county, {(TOWN, ""): "<v></v>", (TOWN, "表二!B9"): "<v>3</v>"})
    assert said(city(tmp_path, content)) == ["是后来加上的一行", "一行已删去"]


@pytest.mark.parametrize("value", ["-2", "0.5", "1000000000000000", "-0.000001"])
def test_what_is_added_though_it_is_no_figure_is_told_at_its_cell(
    county: bytes, tmp_path: Path, value: str
) -> None:
    """Over a 0, where there was nothing to compare with."""
    content = typed(county, {(OFFICE, "表三!D6"): f"<v>{value}</v>"})
    found = city(tmp_path, content).finding("TOT-06")
    assert (found["cell"], found["expected"]) == (spot(county, OFFICE, "表三!D6"), 0)
    assert "TOT-05" not in city(tmp_path / "2", content).codes()


@pytest.mark.parametrize("damage", ["code", "row", "head"])
def test_with_damaged_heads_the_record_tells_what_the_sums_should_be(
    county: bytes, tmp_path: Path, damage: str
) -> None:
    """A figure typed over, the sum calculated anew, and nothing left to find the columns by."""
    heads = next(r for r in opened(county)[BY_UNIT].iter_rows() if r[0].value == OFFICE.code)
    top = heads[0].row - 1
    column = spot(county, TOWN, "表二!B9").rstrip("0123456789")
    content = typed(county, {(TOWN, "表二!B9"): "<v>99999</v>"})
    if damage == "row":
        content = patched(
            content,
            sheet_part(content, BY_UNIT),
            lambda xml: re.sub(rf'<row r="{top}".*?</row>', "", xml, count=1),
        )
    else:
        cell = f"{column}{top}" if damage == "code" else f"B{top}"
        content = raw(content, {f"{BY_UNIT}!{cell}": text("某某")})
    formula = opened(content)["表二"]["B9"].value.removeprefix("=").replace('"', "&quot;")
    result = city(tmp_path, raw(content, {"表二!B9": f"<f>{formula}</f><v>100039</v>"}))
    assert set(result.codes()) == {"TOT-05", "LEVEL-05"}
    found = result.finding("TOT-05")
    assert (found["sheet"], found["cell"]) == ("表二", "B9")
    assert (found["actual"], found["expected"]) == (100039, 42)
    assert "“分单位”" in result.finding("LEVEL-05")["message"]


def test_a_unit_that_is_not_in_the_sum_moves_nothing(county: bytes, tmp_path: Path) -> None:
    number = spot(county, TOWN).removeprefix("A")
    content = raw(county, {f"{BY_UNIT}!D{number}": text("否"), "表二!B9": "<v>40</v>"})
    for cell in ("D6", "D8"):
        content = raw(content, {f"表三!{cell}": "<v>0</v>"})
    result = city(tmp_path, typed(content, {(TOWN, "表二!B9"): text("0")}))
    found = result.finding("TOT-06")
    assert "现为 文本“0”，生成该工作簿时为 2，与报来的报表不符。" in found["message"]


def test_last_year_s_workbook_with_a_figure_typed_over_is_not_compared_with(
    county: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong figure of last year would be told as this year's fault, and printed in templates."""
    last = tmp_path / "last.xlsx"
    last.write_bytes(typed(county, {(TOWN, "表二!B9"): "<v>7</v>"}))
    (tmp_path / "units.csv").write_bytes(roster(*BELOW))
    units = ("--units", tmp_path / "units.csv", "--year", str(YEAR + 1))
    told = refused(capsys, "template", *units, "--previous", last)
    at = spot(county, TOWN, "表二!B9")
    assert f"分单位 {at}（河口镇，行政许可，本年处理决定数量） 现为 7" in told
    assert "请改回原数后重试" in told


def test_a_line_that_is_there_twice(county: bytes, tmp_path: Path) -> None:
    result = city(tmp_path, typed(county, {(OFFICE, ""): text(TOWN.code)}))
    assert result.codes().count("TOT-06") == 3


def test_sorted_lines_and_turned_switches_are_the_reviewer_s(county: bytes, tmp_path: Path) -> None:
    rows = {one: spot(county, one) for one in BELOW}
    number = rows[TOWN].removeprefix("A")

    def exchange(xml: str) -> str:
        first, second = (rows[one].removeprefix("A") for one in BELOW)
        for old, new in ((first, "x"), (second, first), ("x", second)):
            xml = xml.replace(f'<row r="{old}"', f'<row r="{new}"')
            for letter in map(get_column_letter, range(1, FIRST_FIGURE + len(FORM.indicators) + 1)):
                xml = xml.replace(f'<c r="{letter}{old}"', f'<c r="{letter}{new}"')
        return xml

    content = patched(county, sheet_part(county, BY_UNIT), exchange)
    assert spot(content, TOWN) != rows[TOWN]
    assert city(tmp_path, content).codes() == []
    switched = raw(county, {f"{BY_UNIT}!D{number}": text("否")})
    codes = city(tmp_path / "2", switched).codes()
    # No program has calculated its sums anew; of the switch itself only its unit's absence.
    assert set(codes) == {"TOT-05", "LEVEL-02"}


def test_without_the_record_it_is_said_that_nothing_is_known(county: bytes, tmp_path: Path) -> None:
    def forget(xml: str) -> str:
        assert ">written<" in xml
        return xml.replace(">written<", ">other<")

    content = patched(county, "xl/sharedStrings.xml", forget)
    result = city(tmp_path, typed(content, {(TOWN, "表二!B9"): "<v>3</v>"}))
    assert result.finding("LEVEL-05")["message"].startswith("汇总工作簿中读不到生成时留下的记录（")
    path = tmp_path / "county.xlsx"
    path.write_bytes(content)
    assert [one.code for one in report_on(path, None, tmp_path).source.findings] == ["LEVEL-05"]
    # What is left of the proof: the sums of the sheet itself.
    assert result.finding("TOT-05")["cell"] == "B9"


@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_typed_over_is_told(county: bytes, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    unit, code = chance.choice(BELOW), chance.choice(list(FORM.indicators))
    column = list(FORM.indicators).index(code) + FIRST_FIGURE + 1
    at = f"{get_column_letter(column)}{spot(county, unit).removeprefix('A')}"
    content = raw(county, {f"{BY_UNIT}!{at}": f"<v>{chance.randrange(1_000, 10**6)}</v>"})
    found = city(tmp_path, content).finding("TOT-06")
    assert (found["cell"], FORM.indicators[code].label in found["label"]) == (at, True)


def test_cells_of_a_sum_with_the_same_fault_are_told_once(county: bytes, tmp_path: Path) -> None:
    """As after a sheet was deleted; nobody is told to type figures into a sum."""
    broken = 't="e"<f>SUM(#REF!)</f><v>#REF!</v>'
    cells = {f"表二!{one}": broken for one in ("B5", "B9", "B16")}
    result = city(tmp_path, raw(county, {**cells, "表三!D6": "<v>-5</v>"}))
    told = [one for one in result.json["findings"] if one["code"].startswith("NUM-")]
    assert [(one["code"], one["cell"]) for one in told] == [("NUM-05", "B5"), ("NUM-02", "D6")]
    assert told[0]["label"] == "规章，本年制发件数，等 3 格"
    assert {one["suggestion"] for one in told} == {
        "请不要在汇总工作簿中改数、改表样：数要改的，请改正有关单位的报表；"
        "再重新汇总，报送新的汇总工作簿。"
    }
