"""Three units over five years, with a gap, a change of format, a year from a page and a sum."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import toolkit
from tests.support.build import COUNTY, OFFICE, codes, command, filled, roster, sheets
from tests.support.many_years import (
    COUNTY_CELLS,
    FINANCE,
    FINANCE_2020,
    FINANCE_2021,
    FINANCE_2023,
    FINANCE_2024,
    NEW,
    OFFICE_CELLS,
    OLD,
    UNITS,
    files,
    page,
)
from tests.support.summed import laid
from toolkit.form.form import Form
from toolkit.form.layout import lay_out
from toolkit.grids.names import FILLED
from toolkit.roster.roster import Unit

Rows = list[dict[str, str]]
Years = list[tuple[int, Form, bool, dict[str, int]]]
# Unit and year → the format and the cells that were typed in.
TYPED: Mapping[tuple[str, int], tuple[Form, Mapping[str, object]]] = {
    (FINANCE.code, 2020): (OLD, FINANCE_2020),
    (FINANCE.code, 2021): (NEW, FINANCE_2021),
    (FINANCE.code, 2023): (NEW, FINANCE_2023),
    (FINANCE.code, 2024): (NEW, FINANCE_2024),
    **{(OFFICE.code, year): (NEW, OFFICE_CELLS[year]) for year in range(2021, 2025)},
    **{(COUNTY.code, year): (NEW, COUNTY_CELLS[year]) for year in range(2021, 2025)},
}


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, content in files().items():
        laid(tmp_path / "历年" / name, content)
    laid(tmp_path / "units.csv", roster(*UNITS))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*options: str) -> int:
    return command("history", "历年", "--units", "units.csv", *options)


def table(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_all_of_it_becomes_one_workbook(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--csv", "数据") == 0
    assert capsys.readouterr().out.splitlines() == [
        "名册：units.csv（4 行）",
        "历年对比：4 个单位，2020—2024 年度；读取 11 个文件，采用 11 个。",
        "  缺年：东海市 没有 2020—2021、2023—2024 年度，其他单位有",
        "  缺年：东海市政府办公室 没有 2020 年度，其他单位有",
        "  缺年：东海市财政局 缺 2022 年度，前后各年都有",
        "  缺年：东山区 没有 2020 年度，其他单位有",
        "跨年核对（与上年衔接的审核公式）：无法核对 10 条，相符 62 条。",
        "已生成：历年对比.xlsx",
        "已生成：数据",
    ]
    assert sorted(path.name for path in city.iterdir()) == [
        *("units.csv", "历年", "历年对比.xlsx", "数据"),
    ]


def test_every_figure_is_there_as_it_was_typed(city: Path) -> None:
    run("--csv", "数据")
    rows = table(city / "数据" / "years-values.csv")
    shown = {(row["unit"], int(row["year"]), row["indicator"]): row["value"] for row in rows}
    book = sheets((city / "历年对比.xlsx").read_bytes())
    renamed = {"t2.regulations.made": "t2.regulations.issued"}
    renamed["t2.normative_documents.made"] = "t2.normative_documents.issued"
    for (unit, year), (form, cells) in TYPED.items():
        name = next(one.name for one in UNITS if one.code == unit)
        for cell, value in cells.items():
            code = codes(form)[cell]
            code = renamed.get(code, code) if form is OLD else code
            number = Decimal(str(value))
            assert Decimal(shown[unit, year, code]) == number
            assert float(number) in _of_year(book[name], year)


def _of_year(rows: Sequence[Sequence[Any]], year: int) -> set[float]:
    """All figures in the column of a year."""
    column = 3 + year - 2020
    return {float(row[column]) for row in rows[6:] if isinstance(row[column], int | float)}


def test_where_each_year_is_from_is_told_in_the_csv(city: Path) -> None:
    run("--csv", "数据")
    rows = table(city / "数据" / "years-values.csv")
    sources = {(row["name"], row["year"]): (row["source"], row["form"]) for row in rows}
    assert sources["东海市财政局", "2020"] == ("return", "disclosure-2019")
    assert sources["东海市财政局", "2023"] == ("page", "disclosure-2021")
    assert sources["东海市政府办公室", "2022"] == ("in_a_sum", "disclosure-2021")
    assert sources["东海市", "2022"] == ("sum", "disclosure-2021")
    gaps = table(city / "数据" / "gaps.csv")
    assert {"unit": FINANCE.code, "name": FINANCE.name, "year": "2022", "between": "true"} in gaps
    described = json.loads((city / "数据" / "datapackage.json").read_bytes())
    assert described["toolkit"]["kind"] == "years"
    assert described["toolkit"]["years"] == [2020, 2021, 2022, 2023, 2024]


def test_the_library_has_the_same(city: Path) -> None:
    one = toolkit.history("历年", roster="units.csv")
    assert (one.years, one.has_errors) == ([2020, 2021, 2022, 2023, 2024], False)
    known = one.figures.set_index(["unit", "year", "indicator"]).value
    assert known[FINANCE.code, 2021, "t2.fees.amount"] == Decimal("12.345600")
    assert known[FINANCE.code, 2020, "t3.outcome.other.natural_person"] == 3
    changed = one.changes[one.changes.indicator == "t3.received.total"]
    [received] = changed[(changed.unit == FINANCE.code) & (changed.year == 2024)].to_dict("records")
    assert (received["value"], received["before"], received["change"]) == (120, 66, 54)
    assert (received["percent"], received["big"]) == (Decimal("81.818182"), True)
    # Nothing is compared across the gap.
    assert 2023 not in changed[changed.unit == FINANCE.code].year.tolist()
    assert one.cross_years.outcome.value_counts().to_dict() == {"holds": 62, "unjudged": 10}
    assert one.gaps[one.gaps.between].year.tolist() == [2022]
    assert one.differences.empty and len(one.files) == 11


def test_without_a_roster_each_file_says_whose_it_is(city: Path) -> None:
    one = toolkit.history("历年")
    years = one.figures.groupby("unit").year.unique().map(list).to_dict()
    assert years == {
        "990000": [2022],
        OFFICE.code: [2021, 2022, 2023, 2024],
        FINANCE.code: [2020, 2021, 2023, 2024],
        COUNTY.code: [2021, 2022, 2023, 2024],
    }


def test_a_carry_over_that_differs_is_an_error_and_written_all_the_same(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = FINANCE_2024 | {"表三!D7": 5, "表三!D8": 116}
    laid(city / "历年" / "2024" / "990010_东海市财政局_2024.xlsx", filled(cells, FINANCE))
    assert run() == 1
    assert (
        "  错误 T3-04　东海市财政局 2024 年度 表三 D7　"
        "二、上年结转政府信息公开申请数量，自然人：本年 5，按上年应为 4，相差 1"
    ) in capsys.readouterr().out.splitlines()
    assert (city / "历年对比.xlsx").is_file()


def test_what_does_not_balance_within_a_year_is_said(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The figures are taken as they are, and nobody takes them for right."""
    cells = FINANCE_2024 | {"表三!D8": 110}
    path = city / "历年" / "2024" / "990010_东海市财政局_2024.xlsx"
    laid(path, filled(cells, FINANCE))
    run("--csv", "数据")
    line = "有 1 份的数审核有错误，请先用 toolkit check 核对，见“数据来源”页。"
    assert line in capsys.readouterr().out.splitlines()
    rows = table(city / "数据" / "sources.csv")
    noted = {Path(row["path"]).name: row["reason"] for row in rows if "审核有" in row["reason"]}
    assert noted == {path.name: "审核有 1 处错误，请先用 toolkit check 核对"}
    forms = {Path(row["path"]).name: row["form"] for row in rows}
    assert forms[path.name] == "disclosure-2021"
    laid(path, filled(FINANCE_2024, FINANCE))
    run()
    assert "审核有错误" not in capsys.readouterr().out


# --- Any figures ---------------------------------------------------------------------------------


INPUTS = {
    form.id: ["!".join(lay_out(form).where(code)) for code in form.inputs] for form in (OLD, NEW)
}


def figures(form: Form) -> st.SearchStrategy[dict[str, int]]:
    keys = st.sampled_from(INPUTS[form.id])
    return st.dictionaries(keys, st.integers(0, 10**9), max_size=12)


@st.composite
def some_years(draw: st.DrawFn) -> Years:
    """A unit's years: each with a form, a source and its figures."""
    years = draw(st.lists(st.integers(2018, 2025), min_size=1, max_size=4, unique=True))
    found = []
    for year in sorted(years):
        form = OLD if year < 2021 else NEW
        found.append((year, form, draw(st.booleans()), draw(figures(form))))
    return found


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(years=some_years())
def test_every_known_figure_of_every_input_is_in_the_workbook_and_the_csv(
    years: Years, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for year, form, is_page, cells in years:
        official = {c: n for c, n in cells.items() if not (is_page and c.startswith("附表"))}
        name, content = _file(FINANCE, year, form, is_page, official)
        laid(folder / "in" / name, content)
    one = toolkit.history(folder / "in", roster=laid(folder / "units.csv", roster(*UNITS)))
    one.write(folder / "out.xlsx", csv=folder / "csv")
    shown = {
        (int(row["year"]), row["indicator"]): row["value"]
        for row in table(folder / "csv" / "years-values.csv")
    }
    rows = sheets((folder / "out.xlsx").read_bytes())[FINANCE.name]
    first = min(year for year, *_ in years)
    for year, form, is_page, cells in years:
        column = 3 + year - first
        written = [row[column] for row in rows[6:]]
        for cell, value in cells.items():
            code = codes(form)[cell]
            if is_page and code.startswith("t6"):
                continue
            line = code.replace(".made", ".issued") if form is OLD else code
            assert Decimal(shown[year, line]) == value
            assert value in written


def _file(
    unit: Unit, year: int, form: Form, is_page: bool, cells: Mapping[str, int]
) -> tuple[str, bytes]:
    if is_page:
        return f"{unit.code}_{unit.name}_{year}.html", page(unit, year, cells, form)
    return f"{year}.xlsx", filled(cells, unit, year=year, form=form, states=FILLED)
