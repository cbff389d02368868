"""The years side by side as CSV: exact rows, and a package that describes what is there."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
from functools import cache
from io import StringIO
from typing import Any

import pytest

from tests.support.many_years import FINANCE, NEW, OLD, chronicle, told
from toolkit.chronicle.chronicle import Chronicle, UnitYears
from toolkit.chronicle.lines import lines_of
from toolkit.exports.years_package import TABLES, years_package

NOW = datetime.datetime(2025, 3, 1, tzinfo=datetime.UTC)


@cache
def package() -> dict[str, bytes]:
    return dict(years_package(chronicle(), NOW))


def rows(name: str, files: dict[str, bytes] | None = None) -> list[dict[str, str]]:
    content = (files or package())[f"{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(StringIO(content, newline="")))


def described() -> dict[str, Any]:
    return dict(json.loads(package()["datapackage.json"]))


def test_the_files_and_their_order() -> None:
    assert list(package()) == [
        *("years-values.csv", "years-changes.csv", "cross-years.csv", "gaps.csv"),
        *("sources.csv", "differences.csv", "lines.csv", "datapackage.json"),
    ]


def test_values_begin_with_the_mark_and_are_plain() -> None:
    content = package()["years-values.csv"]
    assert content.startswith(
        b"\xef\xbb\xbfunit,name,year,form,indicator,label,value,source,file\r\n"
    )
    assert b"\n" not in content.replace(b"\r\n", b"")
    [fee] = [
        row
        for row in rows("years-values")
        if (row["unit"], row["year"], row["indicator"]) == (FINANCE.code, "2021", "t2.fees.amount")
    ]
    assert fee["value"] == "12.3456"


def test_a_year_has_a_row_for_each_line_that_its_format_has() -> None:
    some = [row for row in rows("years-values") if row["unit"] == FINANCE.code]
    old = [row["indicator"] for row in some if row["year"] == "2020"]
    assert len(old) == len(OLD.indicators)
    assert "t2.fees.amount" not in old and "t2.procurement.amount" in old
    new = [row["indicator"] for row in some if row["year"] == "2021"]
    # The rows that were one before are there by themselves and together.
    assert len(new) == len(NEW.indicators) + 7


def test_what_is_not_known_is_blank_and_a_blank_that_counts_is_0() -> None:
    page = [row for row in rows("years-values") if row["source"] == "page"]
    # A published report has no supplementary table.
    fees = {row["value"] for row in page if row["indicator"].startswith("t6.")}
    assert fees == {""}
    assert next(row for row in page if row["indicator"] == "t4.review.total")["value"] == "0"


def test_changes_are_exact() -> None:
    years = {
        2023: told(2023, {"t2.fees.amount": 300_000, "t3.received.company": 0}),
        2024: told(2024, {"t2.fees.amount": 100_000, "t3.received.company": 4}),
    }
    one = Chronicle(NEW, (), (UnitYears("1", "甲", years),), lines_of(NEW, []), ())
    found = {row["indicator"]: row for row in rows("years-changes", dict(years_package(one, NOW)))}
    fee = found["t2.fees.amount"]
    assert [fee[key] for key in ("value", "before", "change", "percent", "big")] == [
        *("0.1", "0.3", "-0.2", "-66.666667", "false"),
    ]
    company = found["t3.received.company"]
    assert (company["change"], company["percent"]) == ("4", "")


def test_rules_gaps_and_files() -> None:
    failing = [row["reason"] for row in rows("cross-years") if row["outcome"] == "unjudged"]
    assert failing.count("没有 2022 年度的数") == 8
    assert {
        "unit": FINANCE.code,
        "name": FINANCE.name,
        "year": "2022",
        "between": "true",
    } in rows("gaps")
    assert {row["status"] for row in rows("sources")} == {"accepted"}
    assert rows("differences") == []


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
def test_the_package_describes_what_is_there(table: Any) -> None:
    [told_of] = [one for one in described()["resources"] if one["name"] == table.name]
    content = package()[told_of["path"]]
    assert told_of["bytes"] == len(content)
    assert told_of["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    fields = told_of["schema"]["fields"]
    found = rows(table.name)
    assert content.decode("utf-8-sig").splitlines()[0].split(",") == [x["name"] for x in fields]
    for field in fields:
        column = [row[field["name"]] for row in found]
        if field.get("constraints", {}).get("required"):
            assert all(column)
        if field["type"] == "boolean":
            assert set(column) <= {"true", "false"}
        if field["type"] == "integer":
            assert all(one.isdecimal() for one in column if one)
    keys = [tuple(row[key] for key in told_of["schema"]["primaryKey"]) for row in found]
    assert len(set(keys)) == len(keys)
    for link in told_of["schema"]["foreignKeys"]:
        other = {row["indicator"] for row in rows(link["reference"]["resource"])}
        assert {row[link["fields"][0]] for row in found} <= other
