"""Very many units: those that others sum have no line of figures, and nothing else is lost."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.build import (
    BUREAU,
    COUNTY,
    CUSTOMS,
    OFFICE,
    TOWN,
    Collected,
    collect,
    command,
    edit,
    filled,
    opened,
)
from toolkit.roster.roster import Unit

pytestmark = pytest.mark.slow

FIGURES: Mapping[Unit, int] = {OFFICE: 3, BUREAU: 20, COUNTY: 7, CUSTOMS: 50, TOWN: 7}
FILES = {
    f"{unit.code}.xlsx": filled({"表三!D6": n, "表三!D8": n}, unit) for unit, n in FIGURES.items()
}
MOST = "toolkit.consolidation.consolidate.MOST_LINES"
OF_FILES = "toolkit.consolidated_workbook.notes._MOST_FILES"
OF_NOTES = "toolkit.consolidated_workbook.notes.MOST_LINES"


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MOST, 4)
    monkeypatch.setattr(OF_FILES, 4)


def lines(collected: Collected) -> list[str]:
    """The units on 分单位."""
    return [str(row[0]) for row in collected.sheet("分单位") if row[0] in {u.code for u in FIGURES}]


def texts(collected: Collected, sheet: str) -> str:
    return "\n".join(str(text) for row in collected.sheet(sheet) for text in row if text)


def typed(collected: Collected, unit: Unit, *, switch: str = "", note: str = "") -> None:
    """Type into a unit's line on 分单位: 计入汇总, and a note in a column of one's own."""
    book: Any = opened(collected.workbook.read_bytes())
    sheet = book["分单位"]
    (row,) = [cell.row for cell in sheet["A"] if cell.value == unit.code]
    if switch:
        sheet.cell(row, 4).value = switch
    if note:
        last = sheet.max_column + 1
        sheet.cell(10, last).value, sheet.cell(row, last).value = "备注", note
    book.save(collected.workbook)


def test_a_unit_that_another_sums_has_no_line(tmp_path: Path) -> None:
    result = collect(tmp_path, FILES)
    assert lines(result) == [one.code for one in (OFFICE, BUREAU, COUNTY, CUSTOMS)]
    assert result.total("表三!D6") == 3 + 20 + 7
    # It is on the list of units, with its file and why it is not summed, and in the data.
    (town,) = [row for row in result.sheet("报送情况") if row[0] == TOWN.code]
    assert town[5:7] == ("否", "下级单位，由其上级汇总") and town[12] == f"{TOWN.code}.xlsx"
    assert result.value(TOWN, "表三!D6") == 7
    assert "另有 1 个由其他单位汇总的单位未列在“分单位”页；" in texts(result, "说明")


def test_as_many_as_there_may_be_have_their_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MOST, 5)
    monkeypatch.setattr(OF_FILES, 5)
    result = collect(tmp_path, FILES)
    assert TOWN.code in lines(result)
    notes = texts(result, "说明")
    assert "未列在“分单位”页" not in notes and "文件清单" in notes and "11.xlsx" in notes


def test_of_many_files_those_that_do_not_count_are_listed(tmp_path: Path) -> None:
    result = collect(tmp_path, {**FILES, "通知.txt": b"a", "copy.xlsx": FILES["990001.xlsx"]})
    notes = texts(result, "说明")
    assert "未采用的文件（另有 5 个已采用的文件，见“报送情况”页）" in notes
    assert "通知.txt" in notes and "copy.xlsx" in notes and "990000-11.xlsx" not in notes


def test_the_next_run_takes_over_what_was_typed(tmp_path: Path) -> None:
    first = collect(tmp_path, FILES)
    typed(first, BUREAU, switch="否")
    again = collect(tmp_path, FILES)
    assert again.total("表三!D6") == 3 + 7
    assert lines(again) == lines(first)
    # Nobody was added, and nobody is gone: the township had no line before either.
    assert TOWN.name not in texts(again, "本次变化")


def test_a_workbook_with_more_lines_is_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one more unit makes them many: the township's switch stays where it was set."""
    monkeypatch.setattr(MOST, 5)
    first = collect(tmp_path, FILES)
    typed(first, TOWN, switch="是", note="请核对")
    monkeypatch.setattr(MOST, 4)
    again = collect(tmp_path, FILES)
    assert TOWN.code in lines(again)
    assert again.total("表三!D6") == 3 + 20 + 7 + 7
    assert "请核对" in texts(again, "分单位")


def test_what_was_typed_beside_a_line_that_goes_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MOST, 5)
    first = collect(tmp_path, FILES)
    typed(first, TOWN, note="请核对")
    monkeypatch.setattr(MOST, 4)
    again = collect(tmp_path, FILES)
    assert TOWN.code not in lines(again)
    told = texts(again, "手工改动")
    assert "请核对" in told and f"{TOWN.code} {TOWN.name}" in told


def test_it_is_a_return_and_last_year(tmp_path: Path) -> None:
    city = collect(tmp_path / "city", FILES)
    above = dataclasses.replace(COUNTY, code="990000", name="东海市", parent="880000")
    province = collect(
        tmp_path / "province", {"city.xlsx": city.workbook.read_bytes()}, units=[above]
    )
    assert province.total("表三!D6") == 3 + 20 + 7
    assert not [
        one for one in province.json["findings"] if one["code"].startswith(("TOT", "LEVEL"))
    ]
    assert command("report", city.workbook, "-o", tmp_path) in (0, 2)
    later = {
        f"{one.code}.xlsx": filled({"表三!D6": 1, "表三!D8": 1}, one, year=2025) for one in FIGURES
    }
    next_year = collect(tmp_path / "next", later, "--previous", city.workbook)
    assert next_year.total("表三!D6") == 3
    assert lines(next_year) == lines(city)


def test_a_figure_of_one_that_has_no_line_is_told_all_the_same(tmp_path: Path) -> None:
    wrong = {**FILES, f"{TOWN.code}.xlsx": edit(FILES[f"{TOWN.code}.xlsx"], {"表三!D7": "3件"})}
    result = collect(tmp_path, wrong)
    assert "NUM-01" in result.codes(TOWN)
    assert "3件" in texts(result, "审核结果")


def test_a_unit_that_leaves_the_sum_and_its_line_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MOST, 5)
    typed(collect(tmp_path, FILES), TOWN, switch="是")
    monkeypatch.setattr(MOST, 4)
    inside = collect(tmp_path, FILES)
    typed(inside, TOWN, switch="否")
    again = collect(tmp_path, FILES)
    assert TOWN.code not in lines(again)
    changes = texts(again, "本次变化")
    assert f"{TOWN.name} -7" in changes and "单位变化" in changes
    assert any(TOWN.name in row for row in again.sheet("本次变化"))


def test_a_line_that_comes_back_is_no_news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collect(tmp_path, FILES)
    monkeypatch.setattr(MOST, 5)
    again = collect(tmp_path, FILES)
    assert TOWN.code in lines(again)
    assert TOWN.name not in texts(again, "本次变化")


def test_another_file_of_one_that_has_no_line_is_told(tmp_path: Path) -> None:
    collect(tmp_path, FILES)
    other = filled({"表三!D6": 9, "表三!D8": 9}, TOWN)
    again = collect(tmp_path, {**FILES, f"{TOWN.code}.xlsx": other})
    assert TOWN.name in texts(again, "本次变化")


def test_many_lines_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "“分单位”页有" not in texts(collect(tmp_path / "few", FILES), "说明")
    monkeypatch.setattr(OF_NOTES, 3)
    notes = texts(collect(tmp_path / "many", FILES), "说明")
    assert "“分单位”页有 4 行，打开、重算会比较慢" in notes
