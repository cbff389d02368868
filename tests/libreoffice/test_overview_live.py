"""The overview in LibreOffice: what is stored is what it calculates, and it is one A4 page."""

from __future__ import annotations

import datetime
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.libreoffice.live import Script
from tests.libreoffice.office import requires_libreoffice, to_pdf
from tests.support.build import BUREAU, CITY, COUNTY, OFFICE, collect, filled
from tests.support.figures import every_value, random_figures
from toolkit.consolidated_workbook.edition import Edition
from toolkit.consolidated_workbook.overview.chart_data_sheet import paint_chart_data
from toolkit.consolidated_workbook.overview.sheet import paint_overview
from toolkit.consolidation.consolidate import Consolidation, add_up, add_up_by_category
from toolkit.consolidation.coverage import UnitRecord
from toolkit.form.form_file import default_form
from toolkit.grids.identity import Identity
from toolkit.grids.names import BY_UNIT, CHART_DATA, NO, OVERVIEW
from toolkit.painting.book import Book
from toolkit.returns.previous_year import Previous, total
from toolkit.returns.unit_return import Return
from toolkit.review.changes import Review
from toolkit.review.worklist import Worklist
from toolkit.roster.roster import Category, Unit

pytestmark = requires_libreoffice

TYPED = {"表三!D6": 12, "表三!D8": 10, "表三!D30": 2, "表四!A6": 1, "表二!D6": 7}
LAST_YEAR = {"表三!D6": 40, "表三!D8": 20, "表三!D18": 20, "表二!D6": 8}
EXTENT = {OVERVIEW: "A1:AJ80", CHART_DATA: "A1:T44"}
NOW = datetime.datetime(2025, 3, 1, tzinfo=datetime.UTC)
LONG = "东海市城乡一体化示范区管理委员会综合行政执法局"


def test_stored_results_are_those_of_a_calculation_and_follow_the_switch(tmp_path: Path) -> None:
    before = tmp_path / "before"
    before.mkdir()
    (before / "bureau.xlsx").write_bytes(filled(LAST_YEAR, year=2023))
    files = {"office.xlsx": filled(TYPED, OFFICE), "bureau.xlsx": filled({"表三!D6": 30}, BUREAU)}
    city = collect(tmp_path, files, "--previous", before, units=(OFFICE, BUREAU, COUNTY))
    script = Script()
    script.do("recalculate")
    for sheet, cells in EXTENT.items():
        script.ask(sheet, "get", sheet=sheet, range=cells)
    script.put(BY_UNIT, "D11", NO)
    script.do("recalculate")
    for sheet, cells in EXTENT.items():
        script.ask(f"{sheet} without", "get", sheet=sheet, range=cells)
    script.ask("errors", "errors")
    answers = script.run(city.workbook)
    book = openpyxl.load_workbook(city.workbook, data_only=True)
    for sheet, cells in EXTENT.items():
        stored = [["" if c.value is None else c.value for c in row] for row in book[sheet][cells]]
        for mine, theirs in zip(stored, answers[sheet], strict=True):
            assert theirs == [pytest.approx(v) if isinstance(v, float) else v for v in mine]
    assert answers["errors"] == []
    # The office has no last year: of the 42, only the 30 of the bureau are compared.
    assert figure(answers, OVERVIEW, "新收申请（件）") == [42, 40, -10, -0.25]
    # Without the office: its 12 applications, and all that was closed.
    gone = f"{OVERVIEW} without"
    assert figure(answers, gone, "新收申请（件）") == [30, 40, -10, -0.25]
    captions = [
        [row[0] for row in answers[page] if "主要数据" in str(row[0])] for page in (OVERVIEW, gone)
    ]
    told = "主要数据（上年、增减、增幅只算两年数据都齐的 1 个单位；本年汇总 2 个，上年 1 个）"
    assert captions == [[told], ["主要数据"]]
    assert figure(answers, gone, "公开率（予以公开、部分公开占办结）") == ["—", 0.5, "—"]
    bars = {row[0]: row[1] for row in answers[f"{CHART_DATA} without"]}
    assert (bars[OFFICE.name], bars[BUREAU.name]) == (0, 30)


def test_a_sum_that_does_not_balance_is_told_until_the_unit_is_switched_off(tmp_path: Path) -> None:
    files = {"office.xlsx": filled(TYPED | {"表三!D6": 19}, OFFICE), "bureau.xlsx": filled()}
    city = collect(tmp_path, files, units=(OFFICE, BUREAU))
    script = Script()
    script.do("recalculate")
    script.ask("before", "get", sheet=OVERVIEW, range="A1:A30")
    script.put(BY_UNIT, "D10", NO)
    script.do("recalculate")
    script.ask("after", "get", sheet=OVERVIEW, range="A1:A30")
    answers = script.run(city.workbook)
    told = (
        "汇总数本身不平：“本年新收加上年结转，等于办理结果加结转下年”，"
        "表三 J29（三、本年度办理结果→（七）总计，总计）：31 + 0 ≠ 20 + 4，相差 7。"
    )
    assert [row[0] for row in answers["before"] if "不平" in str(row[0])] == [told]
    assert [row[0] for row in answers["after"] if "不平" in str(row[0])] == []


def figure(answers: dict[str, Any], page: str, label: str) -> list[Any]:
    """What stands beside a label in the left half of the page."""
    (row,) = [row for row in answers[page] if row[0] == label]
    return [one for one in row[1:18] if one != ""]


@pytest.mark.parametrize("number", [0, 1, 20, 200])
def test_the_overview_is_one_page(number: int, tmp_path: Path) -> None:
    """So many of twice as many units have sent something; all have long names, and a deadline."""
    result = made_up(number)
    book = Book(datetime.datetime(2025, 3, 1))
    edition = Edition(result, Review(Worklist(())), NOW)
    paint_overview(book, edition)
    paint_chart_data(book, edition)
    path = tmp_path / "overview.xlsx"
    path.write_bytes(book.finish())
    pdf = to_pdf(path, tmp_path, recalculate=False)
    pages = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True)
    first, *others = pages.stdout.decode().split("\f")[:-1]
    assert "应报单位" in first and "无法判断" in first
    # The data have another page, where there are any; 400 units take two.
    assert len(others) == {0: 0, 200: 2}.get(number, 1)
    assert ("申请办理结果" in first) == bool(number)


def made_up(number: int) -> Consolidation:
    form = default_form()
    records = []
    for i in range(2 * number or 2):
        category = (Category.DEPARTMENT, Category.COUNTY, Category.TOWNSHIP)[i % 3]
        deadline = datetime.date(2025, 1, 10 + i % 7)
        unit = Unit(f"990000-{i:03d}", f"{LONG}第{i}大队", category, CITY, deadline=deadline)
        sent = None
        if i < number:
            figures = every_value(form, random_figures(form, i))
            saved = datetime.datetime(2025, 1, 15)
            sent = Return(f"{i}.xlsx", Identity(), saved=saved, values=figures)
        status = "missing" if not sent else "with_errors" if i % 3 else "received"
        records.append(UnitRecord(unit, status, bool(sent), True, None, sent))  # type: ignore[arg-type]
    totals = add_up(form, records)
    result = Consolidation(
        form=form,
        year=2024,
        collector=CITY,
        collector_name="东海市",
        files=[],
        units=records,
        findings=[],
        totals=totals,
        subtotals=add_up_by_category(form, records),
    )
    if not number:
        return result
    first = records[0].unit.code
    figures_before = {first: dict(records[0].returned.values)} if records[0].returned else {}
    before = Previous(
        2023,
        figures_before,
        {first: LONG},
        inside=frozenset({first}),
        totals=total(form, figures_before, {first}),
    )
    return replace(result, previous=before)
