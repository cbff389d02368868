"""Tidy CSV: exact bytes, the same figures as the JSON, a package that describes what is there."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.support.build import (
    BUREAU,
    CITY,
    COUNTY,
    CUSTOMS,
    EVERYONE,
    OFFICE,
    Collected,
    code_at,
    collect,
    command,
    edit,
    filled,
    refused,
)
from tests.support.places import SECOND_FORM
from tests.support.second_form import gathered
from toolkit.form.form_file import default_form
from toolkit.roster.roster import Category, Unit

pytestmark = pytest.mark.slow

FIGURES = {"表三!D6": 20, "表三!D8": 20, "表二!B16": "0.1", "附表!C5": "0.10"}
NAMES = ["values", "totals", "indicators", "reporting-units"]


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    """The bureau typed a text, the county is missing, customs and town are not summed."""
    files = {
        "office.xlsx": filled({**FIGURES, "表二!B16": "1234567.000001"}, OFFICE),
        "bureau.xlsx": edit(filled(FIGURES, BUREAU), {"表三!D7": "3件"}),
        "customs.xlsx": filled(FIGURES, CUSTOMS),
    }
    folder = tmp_path_factory.mktemp("city")
    return collect(folder, files, "--csv", folder / "data")


def data(result: Collected) -> Path:
    return result.workbook.parent / "data"


def table(result: Collected, name: str) -> pd.DataFrame:
    return pd.read_csv(data(result) / f"{name}.csv", dtype=str, keep_default_na=False)


def package(result: Collected) -> dict[str, Any]:
    return dict(json.loads((data(result) / "datapackage.json").read_text(encoding="utf-8")))


# --- The figures ---------------------------------------------------------------------------------


def test_values_begin_with_the_mark_and_exactly_four_columns(collected: Collected) -> None:
    content = (data(collected) / "values.csv").read_bytes()
    label = default_form().indicators["t2.regulations.issued"].label
    assert content.startswith(
        b"\xef\xbb\xbfunit,indicator,label,value\r\n"
        + f"990000-01,t2.regulations.issued,{label},0\r\n".encode()
    )
    assert content.count(b"\xef\xbb\xbf") == 1
    assert content.endswith(b"\r\n") and b"\n" not in content.replace(b"\r\n", b"")
    assert sorted(path.name for path in data(collected).iterdir()) == [
        "datapackage.json",
        "indicators.csv",
        "reporting-units.csv",
        "totals.csv",
        "values.csv",
    ]


def test_every_unit_has_every_indicator_in_its_order(collected: Collected) -> None:
    values = table(collected, "values")
    codes = list(default_form().indicators)
    assert list(values["unit"]) == [one.code for one in EVERYONE for _ in codes]
    assert list(values["indicator"]) == codes * len(EVERYONE)


def test_what_is_not_known_is_blank_and_a_blank_that_counts_is_0(collected: Collected) -> None:
    values = table(collected, "values").set_index(["unit", "indicator"])["value"]
    assert values[BUREAU.code, code_at("表三!D6")] == "20"
    assert values[BUREAU.code, code_at("表三!D7")] == ""
    assert values[BUREAU.code, code_at("表三!E6")] == "0"
    assert set(values[COUNTY.code]) == {""}


def test_amounts_are_plain_digits_in_their_own_unit(collected: Collected) -> None:
    values = table(collected, "values").set_index(["unit", "indicator"])["value"]
    assert values[OFFICE.code, code_at("表二!B16")] == "1234567.000001"
    totals = table(collected, "totals").set_index("indicator")["value"]
    assert totals[code_at("表二!B16")] == "1234567.100001"
    assert totals[code_at("附表!C5")] == "0.2"


def test_totals_and_values_are_those_of_the_json(collected: Collected) -> None:
    values, totals = table(collected, "values"), table(collected, "totals")
    assert {
        code: float(value) for code, value in zip(totals["indicator"], totals["value"], strict=True)
    } == collected.json["totals"]
    for unit, figures in collected.json["values"].items():
        mine = values[values["unit"] == unit].set_index("indicator")["value"]
        assert {code: float(mine[code] or 0) for code in figures} == {
            code: value or 0 for code, value in figures.items()
        }
    inside = [one["code"] for one in collected.json["units"] if one["in_total"]]
    counts = values[values["unit"].isin(inside) & (values["indicator"] == code_at("表三!D6"))]
    assert sum(map(int, counts["value"])) == collected.total("表三!D6") == 40


def test_units_and_indicators_are_described(collected: Collected) -> None:
    units = table(collected, "reporting-units").to_dict("records")
    assert units == [
        {
            "unit": one["code"],
            "name": one["name"],
            "category": one["category"],
            "status": one["status"],
            "in_total": str(one["in_total"]).lower(),
            "reason": one["reason"] or "",
            "file": one["file"] or "",
        }
        for one in collected.json["units"]
    ]
    fees = table(collected, "indicators").set_index("indicator").loc["t2.fees.amount"]
    assert list(fees) == [
        default_form().indicators["t2.fees.amount"].label,
        "表二",
        "二、主动公开政府信息情况",
        "B16",
        "万元",
        "6",
        "false",
    ]


# --- The package ---------------------------------------------------------------------------------


def test_the_package_names_every_file_with_its_digest(collected: Collected) -> None:
    told = package(collected)
    assert told["profile"] == "tabular-data-package"
    assert told["name"] == "disclosure-2021-990000-2024"
    assert told["title"] == "990000 2024 年度政府信息公开工作年度报告汇总"
    assert [one["name"] for one in told["resources"]] == NAMES
    for one in told["resources"]:
        content = (data(collected) / one["path"]).read_bytes()
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert (one["profile"], one["encoding"]) == ("tabular-data-resource", "utf-8")
        assert one["dialect"]["lineTerminator"] == "\r\n"


def test_the_fields_are_the_columns_and_the_keys_hold(collected: Collected) -> None:
    resources = {one["name"]: one["schema"] for one in package(collected)["resources"]}
    for name, schema in resources.items():
        columns = table(collected, name)
        assert [one["name"] for one in schema["fields"]] == list(columns)
        assert all(one["title"] for one in schema["fields"])
        assert schema["missingValues"] == [""]
        assert not columns.duplicated(schema["primaryKey"]).any()
        for one in schema["fields"]:
            if one.get("constraints", {}).get("required"):
                assert "" not in set(columns[one["name"]]), (name, one["name"])
        for key in schema["foreignKeys"]:
            (mine,), (theirs,) = key["fields"], key["reference"]["fields"]
            other = table(collected, key["reference"]["resource"])
            assert set(columns[mine]) <= set(other[theirs])
    assert [len(one["foreignKeys"]) for one in resources.values()] == [2, 1, 0, 0]


def test_with_the_time_fixed_the_bytes_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1738368000")
    seen = []
    for name in ("a", "b"):
        result = collect(tmp_path, {"a.xlsx": filled()}, "--csv", tmp_path / name, units=[BUREAU])
        assert result.exit_code == 0
        seen.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert seen[0] == seen[1]
    assert b'"created": "2025-02-01T00:00:00+00:00"' in seen[0]["datapackage.json"]


def test_another_statistic_needs_no_code(tmp_path: Path) -> None:
    result = gathered(tmp_path)
    out = tmp_path / "data"
    options = ("--form", SECOND_FORM, "-o", tmp_path / "y.xlsx", "--csv", out)
    assert command("collect", tmp_path / "returns", *options) == 0
    totals = pd.read_csv(out / "totals.csv").set_index("indicator")["value"]
    assert dict(totals) == result.json["totals"]


# --- What others wrote ---------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1"])
def test_a_name_does_not_become_a_formula(tmp_path: Path, text: str) -> None:
    unit = Unit("990000-12", text, Category.DEPARTMENT, CITY)
    name = f"{text}.xlsx"
    result = collect(tmp_path, {name: filled(unit=unit)}, "--csv", tmp_path / "data", units=[unit])
    (row,) = table(result, "reporting-units").to_dict("records")
    assert (row["unit"], row["name"], row["file"]) == (unit.code, f"'{text}", f"'{name}")


def test_a_name_with_commas_and_quotes_comes_back_whole(tmp_path: Path) -> None:
    unit = Unit("990000-12", '东"海,局', Category.DEPARTMENT, CITY)
    off = filled(unit=unit)
    result = collect(tmp_path, {"a.xlsx": off}, "--csv", tmp_path / "data", units=[BUREAU])
    assert list(table(result, "reporting-units")["name"]) == [BUREAU.name, unit.name]


# --- Where it is written -------------------------------------------------------------------------


def test_running_again_replaces_what_was_written(folder: Path) -> None:
    assert command("collect", "returns", "--csv", "data") == 0
    (folder / "returns" / "a.xlsx").write_bytes(filled({"表三!D6": 5, "表三!D8": 5}))
    assert command("collect", "returns", "--csv", "data") == 0
    content = (folder / "data" / "totals.csv").read_bytes()
    totals = pd.read_csv(BytesIO(content)).set_index("indicator")["value"]
    assert totals[code_at("表三!D6")] == 5


@pytest.mark.parametrize("name", ["values.csv", "reporting-units.csv", "datapackage.json"])
def test_a_foreign_file_is_not_replaced(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (folder / "data").mkdir()
    (folder / "data" / name).write_bytes(b"mine")
    told = refused(capsys, "collect", "returns", "--csv", "data")
    assert told == (
        f"data/{name} 已存在，不是本工具以前生成的同类文件，为免误删没有覆盖。请另取文件名。"
    )
    assert [path.name for path in (folder / "data").iterdir()] == [name]
    assert (folder / "data" / name).read_bytes() == b"mine"
    assert not (folder / "汇总-2024.xlsx").exists()


def test_another_unit_s_data_are_not_replaced(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("collect", "returns", "--csv", "data") == 0
    path = folder / "data" / "datapackage.json"
    path.write_bytes(path.read_bytes().replace(b'"collector": "990000"', b'"collector": "880000"'))
    assert refused(capsys, "collect", "returns", "--csv", "data").startswith(
        "data/datapackage.json 已存在"
    )


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (("--csv", "returns/data"), "--csv 的文件夹 returns/data 在报送件文件夹 returns 里面"),
        (("--csv", "units.csv"), "units.csv 已存在且不是文件夹"),
        (
            ("--csv", "d", "--json", "d/values.csv"),
            "--csv 要生成的 d/values.csv 与另一个输出文件同名",
        ),
    ],
    ids=["within the returns", "a file", "the JSON's name"],
)
def test_where_it_cannot_be_written(
    folder: Path, capsys: pytest.CaptureFixture[str], option: tuple[str, ...], told: str
) -> None:
    assert refused(capsys, "collect", "returns", *option).startswith(told)
    assert not (folder / "汇总-2024.xlsx").exists()


def test_without_the_json_there_is_no_csv_either(folder: Path) -> None:
    """All outputs are there, or none is."""
    options = ("--csv", "data", "--json", "units.csv/out.json")
    assert command("collect", "returns", *options) == 2
    assert list(folder.glob("data/*")) == []
    assert not (folder / "汇总-2024.xlsx").exists()
