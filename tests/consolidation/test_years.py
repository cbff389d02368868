"""Which year the returns are of, and that the way they come does not matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.build import (
    BALANCED,
    BUREAU,
    COUNTY,
    EVERYONE,
    OFFICE,
    Collected,
    collect,
    command,
    edit,
    filled,
)
from toolkit.roster.roster import Unit

pytestmark = pytest.mark.slow

# --- Years ---------------------------------------------------------------------------------------


def of_years(tmp_path: Path, *years: int, options: tuple[str, ...] = ()) -> Collected:
    """One return of each unit, of these years."""
    files = {
        f"{unit.code}.xlsx": filled(unit=unit, year=year)
        for unit, year in zip(EVERYONE, years, strict=False)
    }
    return collect(tmp_path, files, *options)


@pytest.mark.parametrize(
    ("years", "year"),
    [
        ((2024,), 2024),
        ((2023, 2023, 2024), 2023),
        ((2023, 2024), 2024),
        ((2024, 2023, 2022), 2024),
        ((2023, 2023, 2025, 2025, 2024), 2025),
    ],
)
def test_the_majority_decides_the_year_and_ties_go_to_the_later(
    tmp_path: Path, years: tuple[int, ...], year: int
) -> None:
    assert of_years(tmp_path, *years).json["year"] == year


def test_a_year_in_full_width_digits_is_that_year(tmp_path: Path) -> None:
    """Typed into the blank official template."""
    cells = {"封面!B3": BUREAU.name, "封面!D4": "２０２４"}
    content = edit(filled(unit=None, year=None), cells)
    result = collect(tmp_path, {"a.xlsx": content}, "--year", "2024", units=[BUREAU])
    assert result.files() == {"a.xlsx": "accepted"}


def test_the_year_that_is_asked_for_decides(tmp_path: Path) -> None:
    result = of_years(tmp_path, 2023, 2023, 2024, options=("--year", "2024"))
    assert (result.json["year"], result.total("表三!D6")) == (2024, 12)


def test_blank_templates_do_not_vote(tmp_path: Path) -> None:
    blanks = {f"{n}.xlsx": filled({}, BUREAU, year=2025, states="") for n in range(3)}
    assert collect(tmp_path, {"a.xlsx": filled(unit=OFFICE), **blanks}).json["year"] == 2024


def test_our_own_output_does_not_vote(tmp_path: Path) -> None:
    """Last year's consolidated workbook beside one stray return of last year and one of this."""
    last = collect(tmp_path / "last", {"a.xlsx": filled(unit=OFFICE, year=2023)})
    files = {
        "汇总-2023.xlsx": last.workbook.read_bytes(),
        "a.xlsx": filled(unit=OFFICE, year=2023),
        "b.xlsx": filled(unit=BUREAU, year=2024),
    }
    assert collect(tmp_path, files).json["year"] == 2024


def test_a_return_of_another_year_is_an_error(tmp_path: Path) -> None:
    result = of_years(tmp_path, 2024, 2023, 2024)
    found = result.finding("FILE-04")
    assert (found["severity"], found["unit"]) == ("error", BUREAU.code)
    assert (found["actual"], found["expected"]) == ("2023", "2024")
    assert "2024" in found["suggestion"]
    bureau = result.unit(BUREAU)
    assert (bureau["status"], bureau["in_total"]) == ("with_errors", False)
    assert bureau["reason"] == "是 2023 年度的报表"
    assert (result.total("表三!D6"), result.exit_code) == (24, 1)


def test_last_year_s_file_beside_this_year_s_is_only_info(tmp_path: Path) -> None:
    files = {"old.xlsx": filled(year=2023), "new.xlsx": filled(), "other.xlsx": filled(unit=OFFICE)}
    result = collect(tmp_path, files, units=[OFFICE, BUREAU])
    assert [(one["code"], one["severity"]) for one in result.json["findings"]] == [
        ("FILE-05", "info")
    ]
    assert (result.files()["old.xlsx"], result.exit_code) == ("unrecognised", 0)


def test_no_year_anywhere_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = collect(tmp_path, {"a.txt": b"x"})
    assert (result.exit_code, result.json) == (2, {})
    assert capsys.readouterr().err == (
        "报送件中看不出报告年度，请用 --year 指明，例如 --year 2025。\n"
    )


def test_blank_templates_alone_are_told_to_be_blank(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = collect(tmp_path, {"a.xlsx": filled({}, BUREAU, states="")}, units=[BUREAU])
    assert result.exit_code == 2
    assert capsys.readouterr().err == "报送件全部是没有填写的空白模板，没有可以汇总的数。\n"


# --- The same whatever the way -------------------------------------------------------------------


def test_the_order_of_files_does_not_matter_to_the_sum(tmp_path: Path) -> None:
    units: list[Unit] = [OFFICE, BUREAU, COUNTY]
    there = {f"{n}.xlsx": filled(unit=unit) for n, unit in enumerate(units)}
    back = {f"{9 - n}.xlsx": filled(unit=unit) for n, unit in enumerate(units)}
    one, other = collect(tmp_path / "1", there), collect(tmp_path / "2", back)
    assert one.json["totals"] == other.json["totals"]
    assert [unit["code"] for unit in one.json["units"]] == [u["code"] for u in other.json["units"]]


def test_check_says_the_same_of_a_file_as_collect(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(filled({**BALANCED, "表三!E6": 4}))
    assert command("check", path) == 1
    printed = capsys.readouterr().out
    assert "a.xlsx　东海市教育局　2024 年度　有 1 处错误，请改正后再报" in printed
    assert "\n错误 T3-01 表三 E29（" in printed
