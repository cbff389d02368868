"""The samples: fresh, consistent in themselves, and collected into exactly what is expected.

What is checked here is read from the plain tables once more, not through ``samples.hand_sum``.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import zipfile
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.places import ROOT
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.form.number import to_number
from toolkit.returns.read_return import read_return
from toolkit.spreadsheets.workbook import read_workbook

SAMPLES = ROOT / "samples"
OFFICE = "410400-01"
COUNTIES = {
    "新华区": "410402",
    "卫东区": "410403",
    "石龙区": "410404",
    "湛河区": "410411",
    "高新区": "410471",
    "城乡一体化示范区": "410472",
    "宝丰县": "410421",
    "叶县": "410422",
    "鲁山县": "410423",
    "郏县": "410425",
    "舞钢市": "410481",
    "汝州市": "410482",
}
# The office's published report on 2024; every other cell of its three tables is 0.
PUBLISHED = {
    "t2.normative_documents.issued": 9,
    "t2.normative_documents.repealed": 4,
    "t2.normative_documents.in_force": 253,
    "t3.received.natural_person": 100,
    "t3.received.company": 10,
    "t3.outcome.granted.natural_person": 11,
    "t3.outcome.partial.natural_person": 5,
    "t3.outcome.refused.state_secret.natural_person": 1,
    "t3.outcome.refused.administrative_query.natural_person": 2,
    "t3.outcome.unavailable.not_held.natural_person": 80,
    "t3.outcome.unavailable.not_held.company": 9,
    "t3.outcome.unavailable.needs_creation.natural_person": 1,
    "t3.outcome.not_processed.duplicate.company": 1,
}

Figures = dict[str, dict[str, Decimal]]


def table(path: str) -> list[dict[str, str]]:
    with (SAMPLES / path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def figures(year: int) -> Figures:
    found: Figures = defaultdict(dict)
    for row in table(f"tables/figures-{year}.csv"):
        assert row["指标代码"] not in found[row["单位代码"]], "listed twice"
        found[row["单位代码"]][row["指标代码"]] = Decimal(row["数值"])
    return dict(found)


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def cells(path: Path) -> dict[str, Any]:
    book = openpyxl.load_workbook(path)
    found = {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    # The one array formula is an object without equality.
    return {at: getattr(value, "text", value) for at, value in found.items()}


def made_files(folder: Path) -> set[str]:
    made = {"README.md", "expected.json", "last-year.xlsx"}
    return made | {
        path.relative_to(folder).as_posix()
        for path in (folder / "returns").rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    done = run("samples.make_samples", "-o", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("collected")
    out, report = folder / "out.xlsx", folder / "out.json"
    done = run("toolkit", "collect", SAMPLES / "returns", "-o", out, "--json", report)
    assert done.returncode == 1, done.stdout + done.stderr
    assert out.is_file()
    content: dict[str, Any] = decimals(report)
    return content


def decimals(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


# The tables


def test_only_the_offices_figures_of_2024_are_public() -> None:
    sources = {
        (year, row["单位代码"], row["来源"])
        for year in (2023, 2024)
        for row in table(f"tables/figures-{year}.csv")
    }
    assert {one for one in sources if one[2] != "虚构"} == {(2024, OFFICE, "公开")}
    assert (2024, OFFICE, "虚构") not in sources


def test_the_offices_figures_are_the_published_ones() -> None:
    assert figures(2024)[OFFICE] == PUBLISHED


def test_the_roster_is_the_city() -> None:
    city, *roster = table("returns/units.csv")
    assert (city["单位代码"], city["单位名称"], city["上级代码"]) == ("410400", "平顶山市", "")
    counties = {r["单位名称"]: r["单位代码"] for r in roster if r["单位类别"] == "县（市、区）"}
    assert counties == COUNTIES
    assert {row["上级代码"] for row in roster} == {"410400"}
    kinds = Counter(row["单位类别"] for row in roster)
    assert (kinds["本级"], kinds["垂直管理"]) == (1, 1)
    assert kinds["市直部门"] >= 6


@pytest.mark.parametrize("year", [2023, 2024])
def test_every_figure_is_one_that_its_cell_can_hold(year: int) -> None:
    form = default_form()
    for unit, mine in figures(year).items():
        for code, figure in mine.items():
            assert code in form.inputs, code
            assert figure > 0, (unit, code)
            assert not code.startswith("t2.regulations"), (unit, code)
            exponent = figure.as_tuple().exponent
            assert isinstance(exponent, int) and -exponent <= form.decimals[code], (unit, code)


@pytest.mark.parametrize("year", [2023, 2024])
def test_every_column_of_table_3_balances(year: int) -> None:
    for unit, mine in figures(year).items():
        columns: dict[str, Decimal] = defaultdict(Decimal)
        for code, figure in mine.items():
            if code.startswith("t3."):
                comes_in = code.startswith(("t3.received.", "t3.carried_in."))
                columns[code.rpartition(".")[2]] += figure if comes_in else -figure
        assert set(columns.values()) <= {0}, unit


def test_the_years_follow_each_other() -> None:
    """But for what is listed as not following."""
    before, now = figures(2023), figures(2024)
    for row in table("tables/findings-previous.csv"):
        by = int(row["应为"]) - int(row["现值"])
        now[row["单位代码"]][row["指标代码"]] += by
    for unit, mine in now.items():
        past = before[unit]
        for code in {one.partition("t3.carried_out.")[2] for one in past} - {""}:
            assert mine.get(f"t3.carried_in.{code}", 0) == past[f"t3.carried_out.{code}"], unit
        carried = {c for c in mine if c.startswith("t3.carried_in.")}
        assert {c.replace("carried_in", "carried_out") for c in carried} <= set(past), unit
        issued, repealed, in_force = (
            mine.get(f"t2.normative_documents.{one}", 0)
            for one in ("issued", "repealed", "in_force")
        )
        assert in_force == past.get("t2.normative_documents.in_force", 0) + issued - repealed, unit


# What is made of them


def test_the_expected_totals_come_from_no_toolkit_code() -> None:
    probe = "import sys, samples.hand_sum as one; one.expected(); print(*sys.modules)"
    command = [sys.executable, "-c", probe]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "samples" in loaded
    assert not loaded & {"toolkit", "openpyxl", "pandas"}


def test_the_samples_are_as_the_generator_makes_them(fresh: Path) -> None:
    assert made_files(SAMPLES) == made_files(fresh)
    edited = {f"returns/{row['文件']}" for row in table("tables/typed.csv")}
    for name in sorted(made_files(SAMPLES)):
        committed, made = SAMPLES / name, fresh / name
        if name in edited:
            # openpyxl wrote these; another version of it may lay out the same cells otherwise.
            assert cells(committed) == cells(made), name
        elif name.endswith(".xlsx"):
            assert parts(committed) == parts(made), name
        else:
            assert committed.read_bytes() == made.read_bytes(), name


def test_what_is_wrong_stands_in_the_returns() -> None:
    layout = lay_out(default_form())
    for row in table("tables/typed.csv"):
        sheet, cell = layout.where(row["指标代码"])
        book = openpyxl.load_workbook(SAMPLES / "returns" / row["文件"])
        assert str(book[sheet][cell].value) == row["填写"]


def test_last_years_workbook_holds_last_years_sum() -> None:
    form = default_form()
    content = (SAMPLES / "last-year.xlsx").read_bytes()
    held = read_return(read_workbook(content), lay_out(form), "last-year.xlsx")
    assert (held.identity.kind, held.identity.year, held.identity.unit) == (
        "consolidated",
        "2023",
        "410400",
    )
    vertical = {r["单位代码"] for r in table("returns/units.csv") if r["单位类别"] == "垂直管理"}
    added: dict[str, Decimal] = defaultdict(Decimal)
    for unit, mine in figures(2023).items():
        for code, figure in mine.items():
            added[code] += figure if unit not in vertical else 0
    shown = {code: to_number(held.values[code] or 0, form.decimals[code]) for code in form.inputs}
    assert shown == {code: added.get(code, 0) for code in form.inputs}


# What collecting gives


def test_the_totals_are_the_expected_ones(collected: dict[str, Any]) -> None:
    expected = decimals(SAMPLES / "expected.json")
    assert (collected["form"], collected["year"]) == (expected["form"], expected["year"])
    assert collected["totals"] == expected["totals"]


@pytest.mark.parametrize("part", ["files", "units", "findings"])
def test_files_units_and_findings_are_the_expected_ones(
    collected: dict[str, Any], part: str
) -> None:
    expected = decimals(SAMPLES / "expected.json")[part]
    known = [{key: one[key] for key in expected[0]} for one in collected[part]]
    assert in_order(known) == in_order(expected)


def test_with_last_year_there_is_more_to_find(collected: dict[str, Any], tmp_path: Path) -> None:
    """A carry-over that differs, and a stock that the unit has explained."""
    report = tmp_path / "out.json"
    options = ("--previous", SAMPLES / "last-year.xlsx", "-o", tmp_path / "out.xlsx")
    run("toolkit", "collect", SAMPLES / "returns", *options, "--json", report)
    keys = {"unit": "单位代码", "code": "审核代码", "severity": "级别", "status": "状态"}
    keys |= {"file": "文件", "indicator": "指标代码", "actual": "现值", "expected": "应为"}
    told = [
        {name: str(one[key]) for key, name in keys.items()} for one in decimals(report)["findings"]
    ]
    before = [{name: str(one[key]) for key, name in keys.items()} for one in collected["findings"]]
    assert in_order([one for one in told if one not in before]) == in_order(
        table("tables/findings-previous.csv")
    )


def in_order(records: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(one, ensure_ascii=False, sort_keys=True) for one in records)


def test_the_hand_sum_in_the_readme_is_the_total(collected: dict[str, Any]) -> None:
    text = (SAMPLES / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| (\S*) \| \S+ \| (\d+) \| (\d+) \| (\d+) \|$", text, re.MULTILINE)
    added = [sum(int(line[n]) for line in lines if line[0]) for n in (1, 2, 3)]
    assert [int(n) for line in lines if not line[0] for n in line[1:]] == added
    assert added[0] == collected["totals"]["t3.received.natural_person"]
    assert added[2] == collected["totals"]["t3.received.total"]
    assert {line[0] for line in lines if line[0]} == {
        one["code"] for one in collected["units"] if one["in_total"]
    }
