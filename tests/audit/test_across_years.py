"""This year against last year: what carries on, the stock, jumps, and who reported then."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest

from tests.support.build import (
    BUREAU,
    COUNTY,
    OFFICE,
    YEAR,
    Collected,
    Typed,
    collect,
    collect_one,
    command,
    edit,
    filled,
    opened,
    parts,
    patched,
    refused,
    roster,
    without_properties,
    zipped,
)
from tests.support.encrypted import PASSWORD, locked
from tests.support.old_formats import as_xls, body
from tests.support.old_formats import cell as ods_cell
from tests.support.old_formats import row as ods_row
from tests.support.silenced import without
from tests.support.summed import laid, summed
from toolkit.roster.roster import Unit

pytestmark = pytest.mark.slow

# Carried on: 一 12 + 二 0 = （一） 10 + 四 2 last year; 一 9 + 二 2 = （一） 8 + 四 3 now.
THEN = {"表三!D6": 12, "表三!D8": 10, "表三!D30": 2}
NOW = {"表三!D6": 9, "表三!D7": 2, "表三!D8": 8, "表三!D30": 3}


def last_year(tmp_path: Path, cells: Typed = THEN, **options: object) -> Path:
    """Last year's consolidated workbook, in which the bureau reported these cells."""
    content = filled(cells, year=YEAR - 1, **options)  # type: ignore[arg-type]
    return laid(tmp_path / "before.xlsx", summed({"a.xlsx": content}, units=[BUREAU]))


def compared(tmp_path: Path, then: Typed, now: Typed) -> Collected:
    return collect_one(tmp_path, filled(now), "--previous", last_year(tmp_path, then))


def stopped(tmp_path: Path, capsys: pytest.CaptureFixture[str], before: Path) -> str:
    """What is said of last year's figures that cannot be used: nothing is collected."""
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns" / "a.xlsx").write_bytes(filled())
    (tmp_path / "units.csv").write_bytes(roster(BUREAU))
    return refused(capsys, "collect", tmp_path / "returns", "--previous", before)


# --- Carry-over ----------------------------------------------------------------------------------


def test_what_carries_on_is_no_finding(tmp_path: Path) -> None:
    result = compared(tmp_path, THEN, NOW)
    assert (result.codes(), result.exit_code) == ([], 0)


def test_a_column_that_does_not_carry_on_is_an_error(tmp_path: Path) -> None:
    now = {"表三!D6": 9, "表三!D7": 5, "表三!D8": 8, "表三!D30": 6}
    result = compared(tmp_path, THEN, now)
    found = result.finding("T3-04")
    assert (found["severity"], found["status"]) == ("error", "open")
    assert (found["sheet"], found["cell"]) == ("表三", "D7")
    assert found["indicator"] == "t3.carried_in.natural_person"
    assert (found["actual"], found["expected"], found["difference"]) == (5, 2, 3)
    assert found["message"] == (
        "表三 D7（二、上年结转政府信息公开申请数量，自然人） "
        "不符合“上年结转，等于上年报告的结转下年”："
        "二、上年结转政府信息公开申请数量 = 5，上年的“四、结转下年度继续办理” = 2，"
        "两边应相等，相差 3。"
    )
    assert (result.exit_code, result.codes()) == (1, ["T3-04"])


def test_every_column_is_compared_and_the_total_is_not_told_twice(tmp_path: Path) -> None:
    cells = [f"表三!{column}" for column in "DEFGHI"]
    then = {f"{one}6": 3 for one in cells} | {f"{one}30": 3 for one in cells}
    now = {f"{one}6": 4 for one in cells} | {f"{one}8": 4 for one in cells}
    result = compared(tmp_path, then, now)
    told = [(one["code"], one["cell"]) for one in result.json["findings"]]
    assert told == [("T3-04", f"{column}7") for column in "DEFGHI"]


def test_without_last_year_nothing_is_said_and_all_is_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = collect_one(tmp_path, filled(NOW))
    assert result.codes() == []
    shown = [" ".join(line.strip("│ ").split()) for line in capsys.readouterr().out.splitlines()]
    # 34 totals, T3-01 six times and T2-02 three times; T3-04 six times and T2-01 twice.
    assert "审核公式：相符 │ 43" in shown
    assert "审核公式：无法判断 │ 8" in shown
    assert "其中没有上年数据（未用 --previous 指定） │ 8" in shown


def test_a_unit_without_figures_of_last_year_is_told_so_once_a_rule(tmp_path: Path) -> None:
    before = last_year(tmp_path)
    result = collect(
        tmp_path, {"a.xlsx": filled(NOW, OFFICE)}, "--previous", before, units=[OFFICE]
    )
    told = [(one["code"], one["severity"], one["status"]) for one in result.json["findings"]]
    assert told == [
        ("UNIT-15", "warning", "open"),
        ("T2-01", "info", "cannot_judge"),
        ("T3-04", "info", "cannot_judge"),
    ]
    assert result.finding("T3-04")["message"].endswith(
        "无法判断：上年数据中没有这些数，或不是有效的数。"
    )


def test_a_cell_that_was_no_number_last_year_cannot_be_compared(tmp_path: Path) -> None:
    content = edit(filled(THEN, year=YEAR - 1), {"表三!D30": "2件"})
    before = collect(tmp_path / "before", {"a.xlsx": content}, units=[BUREAU]).workbook
    result = collect_one(tmp_path, filled(NOW), "--previous", before)
    assert result.codes() == ["T3-04"]
    assert result.finding("T3-04")["status"] == "cannot_judge"


def test_blanks_that_counted_as_zero_are_zeros_of_last_year(tmp_path: Path) -> None:
    now = {"表三!D6": 9, "表三!D7": 2, "表三!D8": 11}
    result = compared(tmp_path, {"表三!D6": 4, "表三!D8": 4}, now)
    assert result.finding("T3-04")["expected"] == 0


# --- Stock ---------------------------------------------------------------------------------------


def test_a_stock_that_follows_is_no_finding(tmp_path: Path) -> None:
    then, now = {"表二!D6": 248}, {"表二!B6": 9, "表二!C6": 4, "表二!D6": 253}
    assert compared(tmp_path, then, now).codes() == []


@pytest.mark.parametrize(("row", "name"), [(5, "规章"), (6, "行政规范性文件")])
def test_a_stock_that_does_not_follow_asks_for_a_reason(
    tmp_path: Path, row: int, name: str
) -> None:
    then = {f"表二!D{row}": 248}
    now = {f"表二!B{row}": 9, f"表二!C{row}": 4, f"表二!D{row}": 250}
    before = collect(
        tmp_path / "before",
        {"a.xlsx": filled(then, OFFICE, year=YEAR - 1)},
        units=[OFFICE],
    ).workbook
    files = {"a.xlsx": filled(now, OFFICE)}
    result = collect(tmp_path, files, "--previous", before, units=[OFFICE])
    found = result.finding("T2-01")
    assert (found["severity"], found["cell"]) == ("warning", f"D{row}")
    assert (found["actual"], found["expected"], found["difference"]) == (250, 253, -3)
    assert found["message"].endswith(
        "现行有效件数 = 250，上年的“现行有效件数” + 本年制发件数 - 本年废止件数 = 253，"
        "两边应相等，相差 3。"
    )
    assert name in found["label"] and "情况说明" in found["suggestion"]
    assert result.exit_code == 0


# --- Jumps ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("then", "now", "likely"),
    [("12.5", 125000, 12.5), (125000, "12.5", 125000), ("12.5", 300000, 30), ("2.5", 130000, None)],
)
def test_yuan_for_ten_thousands_of_yuan_is_a_warning(
    tmp_path: Path, then: object, now: object, likely: object
) -> None:
    result = compared(tmp_path, {"表二!B16": then}, {"表二!B16": now})
    if likely is None:
        # 52,000 times: no mix-up of 元 and 万元 alone.
        assert result.codes() == []
        return
    found = result.finding("YEAR-01")
    assert (found["severity"], found["sheet"], found["cell"]) == ("warning", "表二", "B16")
    assert f"看来应为 {likely}" in found["suggestion"]


def test_the_words_of_a_mix_up(tmp_path: Path) -> None:
    found = compared(tmp_path, {"表二!B16": "12.5"}, {"表二!B16": 125000}).finding("YEAR-01")
    assert found["message"] == (
        "表二 B16（行政事业性收费，本年收费金额（单位：万元）） 填的是 125000，上年是 12.5，"
        "约为上年的 10000 倍。"
    )
    assert found["suggestion"] == (
        "请核对计量单位：本项以万元为单位，是否把“元”和“万元”弄混；看来应为 12.5；"
        "确属实际情况的，请在“审核”页说明。"
    )


@pytest.mark.parametrize(
    ("then", "now", "code"),
    [
        (100, 0, "YEAR-02"),
        (99, 0, None),
        (100, 1000, "YEAR-03"),
        (1000, 100, "YEAR-03"),
        (100, 999, None),
        (10, 100, "YEAR-03"),
        (9, 99, None),
        (1, 12, None),
        (0, 500, None),
    ],
)
def test_jumps_of_counts_are_worth_a_look(
    tmp_path: Path, then: int, now: int, code: str | None
) -> None:
    # 行政许可, which is in no balance.
    result = compared(tmp_path, {"表二!B9": then}, {"表二!B9": now})
    assert result.codes() == ([code] if code else [])
    if code:
        found = result.finding(code)
        assert (found["severity"], found["cell"]) == ("info", "B9")
        assert f"上年是 {then}" in found["message"]


# --- Who reported then ---------------------------------------------------------------------------


def test_a_unit_that_reported_last_year_and_is_missing_is_told_so(tmp_path: Path) -> None:
    before = last_year(tmp_path)
    files = {"a.xlsx": filled(unit=OFFICE)}
    result = collect(tmp_path, files, "--previous", before, units=[OFFICE, BUREAU])
    assert "该单位上年报送过。" in result.finding("UNIT-01")["message"]


def test_a_unit_that_is_on_no_roster_any_more_is_a_warning(tmp_path: Path) -> None:
    before = last_year(tmp_path)
    files = {"a.xlsx": filled(unit=OFFICE)}
    result = collect(tmp_path, files, "--previous", before, units=[OFFICE])
    found = result.finding("UNIT-15")
    assert (found["severity"], found["unit"], found["unit_name"]) == (
        "warning",
        BUREAU.code,
        BUREAU.name,
    )


# --- A folder of last year's returns -------------------------------------------------------------


def folder(tmp_path: Path, files: dict[str, bytes]) -> Path:
    path = tmp_path / "last"
    path.mkdir()
    for name, content in files.items():
        (path / name).write_bytes(content)
    return path


def test_a_folder_of_last_year_s_returns_serves_as_well(tmp_path: Path) -> None:
    files = {"a.xlsx": filled(THEN, year=YEAR - 1), "note.png": b"\x89PNG\r\n\x1a\n"}
    now = {"表三!D6": 9, "表三!D7": 5, "表三!D8": 8, "表三!D30": 6}
    result = collect_one(tmp_path, filled(now), "--previous", folder(tmp_path, files))
    assert result.codes() == ["T3-04", "YEAR-04"]
    found = result.finding("YEAR-04")
    assert (found["severity"], found["file"]) == ("warning", "note.png")


def stating(content: bytes, year: int, other: int) -> bytes:
    """A consolidated workbook whose properties state another year than its hidden sheet."""
    part = "docProps/custom.xml"
    assert f">{year}<" in parts(content)[part].decode()
    return patched(content, part, lambda xml: xml.replace(f">{year}<", f">{other}<"))


def test_the_properties_say_of_what_year_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = last_year(tmp_path)
    before.write_bytes(stating(before.read_bytes(), YEAR - 1, YEAR - 2))
    assert str(YEAR - 2) in stopped(tmp_path, capsys, before)
    made = collect(tmp_path / "now", {"a.xlsx": filled(THEN)}, units=[BUREAU]).workbook
    made.write_bytes(stating(made.read_bytes(), YEAR, YEAR - 1))
    assert collect_one(tmp_path / "c", filled(NOW), "--previous", made).total("表三!D6") == 9


def test_both_ways_say_the_same(tmp_path: Path) -> None:
    now = {"表三!D6": 9, "表三!D7": 5, "表三!D8": 8, "表三!D30": 6, "表二!D6": 3}
    of_workbook = compared(tmp_path / "a", THEN, now)
    files = {"a.xlsx": filled(THEN, year=YEAR - 1)}
    path = folder(tmp_path, files)
    of_folder = collect_one(tmp_path / "b", filled(now), "--previous", path)
    assert of_folder.json["findings"] == of_workbook.json["findings"]


def test_a_folder_without_returns_of_last_year_stops(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder(tmp_path, {"a.xlsx": filled(year=YEAR - 2)})
    line = stopped(tmp_path, capsys, path)
    told = f"（“a.xlsx”是 {YEAR - 2} 年度的报表）"
    assert f"其中没有能用的 {YEAR - 1} 年度的报送件{told}。" in line


def test_the_workbook_of_the_year_before_last_stops(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = filled(THEN, year=YEAR - 2)
    before = collect(tmp_path / "before", {"a.xlsx": old}, units=[BUREAU]).workbook
    line = stopped(tmp_path, capsys, before)
    assert f"它是 {YEAR - 2} 年度的，不是 {YEAR - 1} 年度的" in line


# --- Templates with last year's figures ----------------------------------------------------------


def prefilled(tmp_path: Path) -> bytes:
    """The bureau's template, made with last year's figures."""
    before = last_year(tmp_path, {**THEN, "表二!D6": 7})
    units = tmp_path / "units.csv"
    units.write_bytes(roster(BUREAU, OFFICE))
    out = tmp_path / "templates"
    options = ("--units", units, "--year", str(YEAR), "--previous", before, "-o", out)
    assert command("template", *options) == 0
    return (out / f"{BUREAU.code}_{BUREAU.name}_{YEAR}.xlsx").read_bytes()


def test_a_template_carries_last_year_s_figures_on(tmp_path: Path) -> None:
    sheet = opened(prefilled(tmp_path))["表三"]
    assert [sheet[f"{column}7"].value for column in "DEFGHI"] == [2, 0, 0, 0, 0, 0]
    assert sheet["D6"].value is None
    assert not sheet["D7"].protection.locked


def test_every_input_has_a_note_with_last_year_s_figure(tmp_path: Path) -> None:
    book = opened(prefilled(tmp_path))
    assert book["表三"]["D6"].comment.text.strip() == "上年：12"
    assert book["表三"]["D7"].comment.text.strip() == (
        "上年“四、结转下年度继续办理，自然人”为 2，本格应为 2\n本格上年：0"
    )
    assert book["表二"]["B6"].comment.text.strip() == "上年：0"
    assert book["表二"]["D6"].comment.text.strip() == (
        "上年：7\n本格应等于：上年的“现行有效件数”（7） + 本年制发件数 - 本年废止件数"
    )
    assert book["表三"]["D29"].comment is None


def test_a_unit_that_did_not_report_gets_a_plain_template(tmp_path: Path) -> None:
    prefilled(tmp_path)
    path = tmp_path / "templates" / f"{OFFICE.code}_{OFFICE.name}_{YEAR}.xlsx"
    sheet = opened(path.read_bytes())["表三"]
    assert (sheet["D7"].value, sheet["D6"].comment) == (None, None)


def test_the_checks_of_such_a_template_know_last_year(tmp_path: Path) -> None:
    rows = list(opened(prefilled(tmp_path), results=True)["审核"].iter_rows(values_only=True))
    stock = [row for row in rows if row[0] == "T2-01"]
    assert [row[4] for row in stock] == [0, 7]
    assert {row[5] for row in rows if row[0] in ("T2-01", "T3-01", "T3-04")} == {"未填"}


def test_such_a_template_that_nobody_filled_in_is_no_return(tmp_path: Path) -> None:
    result = collect_one(tmp_path, prefilled(tmp_path / "made"), "--year", str(YEAR))
    assert result.files() == {"one.xlsx": "ignored"}


def test_check_knows_what_the_template_was_made_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The carry-over is judged without naming last year's workbook."""
    content = edit(
        prefilled(tmp_path),
        {"表三!D6": 9, "表三!D7": 5, "表三!D8": 8, "表三!D30": 6, "封面!B11": "已填完"},
    )
    path = tmp_path / "one.xlsx"
    path.write_bytes(content)
    capsys.readouterr()
    assert command("check", path) == 1
    assert "T3-04" in capsys.readouterr().out


def test_last_year_s_figures_need_a_roster(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = last_year(tmp_path)
    line = refused(capsys, "template", "--previous", before, "-o", tmp_path / "t")
    assert "--units" in line


def test_a_county_is_compared_with_what_it_reported(tmp_path: Path) -> None:
    """Each unit with its own figures of last year, whatever others had."""
    before = collect(
        tmp_path / "before",
        {
            "a.xlsx": filled(THEN, year=YEAR - 1),
            "b.xlsx": filled({"表三!D6": 5, "表三!D30": 5}, COUNTY, year=YEAR - 1),
        },
        units=[BUREAU, COUNTY],
    ).workbook
    files = {
        "a.xlsx": filled(NOW),
        "b.xlsx": filled({"表三!D7": 4, "表三!D8": 4}, COUNTY),
    }
    result = collect(tmp_path, files, "--previous", before, units=[BUREAU, COUNTY])
    found = result.finding("T3-04")
    assert (found["unit"], found["actual"], found["expected"]) == (COUNTY.code, 4, 5)


# --- What is wrong with last year's figures ------------------------------------------------------


def test_a_workbook_that_another_has_summed_stops(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Unit("880000-11", "西海市教育局", BUREAU.category, "880000")
    before = collect(
        tmp_path / "before", {"a.xlsx": filled(THEN, other, year=YEAR - 1)}, units=[other]
    ).workbook
    line = stopped(tmp_path, capsys, before)
    assert "它是 880000 汇总的，不是 990000 汇总的" in line


def test_a_unit_that_is_there_twice_stops(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def copy(workbook: Any) -> None:
        page = workbook["分单位"]
        row = next(cell.row for cell in page["A"] if cell.value == BUREAU.code)
        for cell in page[row]:
            page.cell(row + 3, cell.column, cell.value)

    before = last_year(tmp_path)
    before.write_bytes(edit(before.read_bytes(), change=copy))
    line = stopped(tmp_path, capsys, before)
    assert f"单位代码 {BUREAU.code} 出现了不止一次" in line


def test_of_two_returns_of_last_year_the_one_that_was_not_used_is_named(tmp_path: Path) -> None:
    files = {
        "a.xlsx": filled(THEN, year=YEAR - 1),
        "b.xlsx": filled({**THEN, "表二!D6": 1}, year=YEAR - 1),
    }
    result = collect_one(tmp_path, filled(NOW), "--previous", folder(tmp_path, files))
    assert [one["file"] for one in result.json["findings"] if one["code"] == "YEAR-04"] == [
        "a.xlsx",
        "b.xlsx",
    ]


def test_templates_say_who_has_no_figures_of_last_year(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prefilled(tmp_path)
    printed = capsys.readouterr().out
    assert f"没有上年数据、得到普通模板的单位（1 个）：{OFFICE.name}。" in printed


def test_templates_for_units_that_all_have_none_stop(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    units = tmp_path / "units.csv"
    units.write_bytes(roster(OFFICE))
    line = refused(
        capsys, "template", "--units", units, "--year", str(YEAR), "--previous", last_year(tmp_path)
    )
    assert "其中没有名册上任何一个单位的数" in line


def test_what_was_carried_on_alone_is_no_zero_report(tmp_path: Path) -> None:
    """Somebody wrote a name on the cover and nothing else."""
    content = edit(prefilled(tmp_path / "made"), {"封面!B6": "张三"})
    found = collect_one(tmp_path, content, "--year", str(YEAR)).json["findings"]
    (of_table_3,) = [one for one in found if one["code"] == "STAT-03" and "三、" in one["label"]]
    assert of_table_3["message"].startswith("表三除印好的上年结转外一格也没有填")
    assert "不是零报告" in of_table_3["suggestion"]


def test_small_figures_may_be_the_same_and_larger_ones_be_explained(tmp_path: Path) -> None:
    small = {"表二!D6": 5, "表三!D6": 1, "表三!D8": 1}
    assert compared(tmp_path / "a", small, small).codes() == []
    same = {"表三!D6": 12, "表三!D8": 12, "表二!B9": 3}
    before = last_year(tmp_path / "c", same)
    said = {("UNIT-13", ""): "本单位两年的工作量确实相同"}
    content = filled(same, explanations=said)
    result = collect_one(tmp_path / "c", content, "--previous", before)
    found = result.finding("UNIT-13")
    assert (found["severity"], found["status"], result.exit_code) == ("error", "explained", 0)


# --- A workbook that has been through other hands ------------------------------------------------


def without_hidden_sheet(content: bytes) -> bytes:
    return edit(content, change=lambda book: without(book, "hidden sheet"))


def without_either(content: bytes) -> bytes:
    return without_properties(without_hidden_sheet(content))


def as_ods(content: bytes) -> bytes:
    """Values alone, as OpenDocument has them; like :func:`as_xls` without custom properties."""
    tables = []
    for page in opened(content, results=True):
        rows = []
        for values in page.iter_rows(values_only=True):
            cells = []
            for value in values:
                number = isinstance(value, int | float)
                kind = f'office:value-type="{"float" if number else "string"}"'
                said = f'{kind} office:value="{value}"' if number else kind
                shown = f"<text:p>{escape(str(value))}</text:p>"
                cells.append(ods_cell() if value is None else ods_cell(said, shown))
            rows.append(ods_row("".join(cells)))
        tables.append(f'<table:table table:name="{page.title}">{"".join(rows)}</table:table>')
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mimetype, "content.xml": body("".join(tables)).encode()})


# Carried in is 5 where 2 were carried out.
BROKEN = {"表三!D6": 9, "表三!D7": 5, "表三!D8": 8, "表三!D30": 6}
Change = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    "change",
    [without_properties, without_hidden_sheet, as_xls, as_ods],
    ids=lambda one: one.__name__,
)
def test_one_place_that_says_what_it_is_is_enough(tmp_path: Path, change: Change) -> None:
    """Cleaning a workbook, or saving it in another program, takes away one of two."""
    before = last_year(tmp_path)
    before.write_bytes(change(before.read_bytes()))
    assert collect_one(tmp_path, filled(BROKEN), "--previous", before).codes() == ["T3-04"]
    (tmp_path / "units.csv").write_bytes(roster(BUREAU))
    options = ("--units", tmp_path / "units.csv", "--year", str(YEAR), "-o", tmp_path / "templates")
    assert command("template", *options, "--previous", before) == 0
    (made,) = (tmp_path / "templates").iterdir()
    assert opened(made.read_bytes())["表三"]["D7"].value == 2


def test_where_nothing_says_what_it_is_it_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = last_year(tmp_path)
    before.write_bytes(without_either(before.read_bytes()))
    assert "不能用：不是汇总工作簿。" in stopped(tmp_path, capsys, before)


@pytest.mark.parametrize("change", [without_properties, without_hidden_sheet])
def test_what_is_refused_of_it_is_refused_by_either(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Change
) -> None:
    """The year, and whose sum it is."""
    before = collect(tmp_path / "before", {"a.xlsx": filled(THEN)}, units=[BUREAU]).workbook
    before.write_bytes(change(before.read_bytes()))
    told = stopped(tmp_path, capsys, before)
    assert f"它是 {YEAR} 年度的，不是 {YEAR - 1} 年度的" in told


def test_a_password_opens_last_year_s_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = last_year(tmp_path)
    before.write_bytes(locked(PASSWORD, before.read_bytes()))
    options = ("--previous", before, "--password", "不对", "--password", PASSWORD)
    assert collect_one(tmp_path, filled(BROKEN), *options).codes() == ["T3-04"]
    for wrong in ((), ("--password", "不对")):
        told = refused(capsys, "collect", tmp_path / "returns", "--previous", before, *wrong)
        assert "不能用：文件设有打开密码。" in told
