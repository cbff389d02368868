"""Who a return is from: hidden sheet, custom properties, cover, and only then the file's name."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from tests.support.build import (
    BUREAU,
    COUNTY,
    OFFICE,
    YEAR,
    Collected,
    collect,
    edit,
    filled,
)
from tests.support.silenced import CODE, NAME, YEAR_CELL, without
from toolkit.roster.roster import Category, Unit

pytestmark = pytest.mark.slow


def returned(*missing: str, cells: dict[str, object] | None = None) -> bytes:
    return edit(edit(filled(), change=lambda book: without(book, *missing)), cells)


def gathered(tmp_path: Path, content: bytes, name: str = "教育.xlsx") -> Collected:
    return collect(tmp_path, {name: content}, "--year", str(YEAR))


# --- The order of the sources --------------------------------------------------------------------


@pytest.mark.parametrize(
    "missing",
    [
        (),
        ("properties", "cover"),
        ("hidden sheet",),
        ("hidden sheet", "cover"),
        ("hidden sheet", "properties"),
    ],
    ids=lambda missing: "without " + " and ".join(missing),
)
def test_one_source_is_enough(tmp_path: Path, missing: tuple[str, ...]) -> None:
    """A return with a name that says nothing is known by whatever it has kept."""
    result = gathered(tmp_path, returned(*missing))
    assert result.files() == {"教育.xlsx": "accepted"}
    assert result.codes(BUREAU) == []
    assert result.value(BUREAU, "表三!D6") == 12


SILENT = ("hidden sheet", "properties", "cover", "tables")


@pytest.mark.parametrize(
    "name",
    [
        "990000-11_东海市教育局_2024.xlsx",
        "990000-11_东海市教育局_2024(1).xlsx",
        "990000-11_东海市教育局_2024 - 副本.xlsx",
        "990000-11_教育局_2024_最终.xlsx",
        "东海市教育局2024.xlsx",
        "东海市教育局_2024.xlsx",
        "2024年东海市教育局年报.xlsx",
        "2024 990000-11.xlsx",
        "附件2：东海市教育局（2024年度）.xlsx",
    ],
)
def test_the_file_name_counts_where_all_are_silent(tmp_path: Path, name: str) -> None:
    """By code or full name, wherever it stands; the year in it votes for that of the run."""
    result = collect(tmp_path, {name: returned(*SILENT)})
    assert result.files() == {name: "accepted"}
    found = result.finding("UNIT-05")
    assert (found["severity"], found["unit"], found["file"]) == ("warning", BUREAU.code, name)
    assert (
        found["message"]
        == f"文件“{name}”内没有单位信息，暂按文件名认定为东海市教育局（990000-11）。"
    )
    assert (result.codes(BUREAU), result.json["year"]) == (["UNIT-05"], YEAR)
    assert result.total("表三!D6") == 12


def test_a_file_named_after_its_unit_alone(tmp_path: Path) -> None:
    """The exact name on the roster is enough for the unit; the year stands on the cover."""
    half_silent = returned("hidden sheet", "properties", "tables", cells={NAME: None, CODE: None})
    result = gathered(tmp_path, half_silent, "东海市教育局.xlsx")
    assert result.codes(BUREAU) == ["UNIT-05"]
    assert result.total("表三!D6") == 12


@pytest.mark.parametrize("name", ["990000-11_东海市教育局_2024.xlsx", "年报.xlsx"])
def test_what_stands_above_the_tables_counts_too(tmp_path: Path, name: str) -> None:
    """填报单位：东海市教育局　2024 年度"""
    result = collect(tmp_path, {name: returned("hidden sheet", "properties", "cover")})
    how = "文件名" if "教育局" in name else "表上方的文字"
    assert result.codes(BUREAU) == ["UNIT-05"]
    assert f"暂按{how}认定为东海市教育局（990000-11）。" in result.finding("UNIT-05")["message"]
    assert (result.total("表三!D6"), result.json["year"]) == (12, YEAR)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("填报单位：东海市教育局（2024年）", "accepted"),
        ("2024 年度东海市教育局政府信息公开统计表", "accepted"),
        ("单位代码 990000-11，2024 年度", "accepted"),
        ("汇总单位：东海市教育局 2024 年度", "unrecognised"),
        ("东海市教育局、东山区 2024 年度", "unrecognised"),
        ("报送东海市教育局 2024 年度", "unrecognised"),
        ("填报单位：教育局 2024 年度", "unrecognised"),
    ],
)
def test_texts_above_a_table(tmp_path: Path, text: str, status: str) -> None:
    result = collect(tmp_path, {"a.xlsx": returned(*SILENT, cells={"表三!A2": text})})
    assert result.files() == {"a.xlsx": status}
    assert result.total("表三!D6") == (12 if status == "accepted" else 0)


@pytest.mark.parametrize("years", [(), ("--year", str(YEAR))], ids=["majority", "asked for"])
def test_without_any_year_it_counts_only_for_the_year_that_is_asked_for(
    tmp_path: Path, years: tuple[str, ...]
) -> None:
    files = {"东海市教育局.xlsx": returned(*SILENT), "b.xlsx": filled(unit=OFFICE)}
    result = collect(tmp_path, files, *years)
    if years:
        assert sorted(result.codes(BUREAU)) == ["FILE-13", "UNIT-05"]
        found = result.finding("FILE-13")
        assert (found["severity"], found["actual"]) == ("warning", "2024")
        assert found["message"] == (
            "文件“东海市教育局.xlsx”没有写明报告年度，暂按本次指定的年度认定为 2024 年度。"
        )
        assert result.total("表三!D6") == 24
    else:
        assert result.finding("FILE-06")["unit"] == BUREAU.code
        assert result.total("表三!D6") == 12


@pytest.mark.parametrize("name", ["教育.xlsx", "教育局2024.xlsx", "990009_某局_2024.xlsx"])
def test_a_file_name_that_is_nobodys(tmp_path: Path, name: str) -> None:
    result = gathered(tmp_path, returned(*SILENT), name)
    assert result.json["files"] == [
        {
            "path": name,
            "status": "unrecognised",
            "unit": None,
            "reason": "没有填报单位信息，文件名也对不上名册",
        }
    ]
    found = result.finding("FILE-02")
    assert (found["severity"], found["suggestion"]) == (
        "error",
        "请在封面填写单位名称、单位代码和报告年度，再重新汇总；不是报表的文件，请移出文件夹。",
    )
    assert result.exit_code == 1


def test_a_workbook_without_a_cover_is_not_told_to_fill_it_in(tmp_path: Path) -> None:
    bare = edit(returned(*SILENT), change=lambda book: book.remove(book["封面"]))
    files = {"a.xlsx": bare, "b.xlsx": filled(unit=OFFICE), "东海市教育局.xlsx": bare}
    result = collect(tmp_path, files)
    advice = "没有封面：请把文件名改为“单位代码_单位名称_年度”，或把数据填入下发的模板"
    assert result.finding("FILE-02")["suggestion"] == (
        f"{advice}，再重新汇总；不是报表的文件，请移出文件夹。"
    )
    undated = result.finding("FILE-06")
    assert (undated["suggestion"], undated["sheet"], undated["cell"]) == (
        f"{advice}，再重新汇总；也可用 --year 指明年度。",
        None,
        None,
    )


def test_the_year_in_the_file_name_counts_too(tmp_path: Path) -> None:
    """Silent about everything and named 2023: last year's file."""
    result = gathered(tmp_path, returned(*SILENT), "990000-11_东海市教育局_2023.xlsx")
    found = result.finding("FILE-04")
    assert (found["actual"], found["expected"], found["unit"]) == ("2023", "2024", BUREAU.code)


def test_two_years_are_none(tmp_path: Path) -> None:
    silent = returned("hidden sheet", "properties", "cover")
    result = gathered(tmp_path, silent, "990000-11_东海市教育局_2023.xlsx")
    assert result.finding("FILE-06")["message"] == (
        "文件“990000-11_东海市教育局_2023.xlsx”没有写明报告年度"
        "（文件名和表上方的文字中有 2023、2024，不一致），未计入汇总。"
    )
    assert result.total("表三!D6") == 0


def test_the_year_in_a_file_name_is_a_vote(tmp_path: Path) -> None:
    """Two by their names, one by its cover: the two are more."""
    files = {
        "东海市教育局_2025.xlsx": returned(*SILENT),
        "东山区2025年.xlsx": edit(filled(unit=COUNTY), change=lambda b: without(b, *SILENT)),
        "c.xlsx": filled(unit=OFFICE),
    }
    result = collect(tmp_path, files)
    assert result.json["year"] == 2025
    assert [one["code"] for one in result.json["findings"] if one["unit"] == OFFICE.code] == [
        "FILE-04"
    ]


def test_a_name_inside_and_another_in_the_name_of_the_file(tmp_path: Path) -> None:
    """Above its tables stands the bureau: it is not the county's, whatever the file is called."""
    silent = returned("hidden sheet", "properties", "cover")
    result = collect(tmp_path, {"东山区_2024.xlsx": silent, "b.xlsx": filled(unit=OFFICE)})
    assert result.finding("UNIT-11")["unit"] == COUNTY.code
    assert result.total("表三!D6") == 12


# --- The blank official template -----------------------------------------------------------------


def blank_filled(**cover: object) -> bytes:
    """The blank official template, in which the unit wrote itself who it is."""
    cells = {"name": NAME, "unit": CODE, "year": YEAR_CELL}
    return edit(filled(unit=None, year=None), {cells[key]: v for key, v in cover.items()})


@pytest.mark.parametrize(
    "cover",
    [
        {"name": "东海市教育局", "unit": "990000-11", "year": 2024},
        {"name": "东海市教育局", "year": 2024},
        {"unit": "990000-11", "year": "2024"},
        {"name": " 东海市教育局　", "year": "2024年"},
        {"name": "东海市教育局", "year": "2024年度"},
    ],
)
def test_a_unit_names_itself_by_code_or_exact_name(
    tmp_path: Path, cover: dict[str, object]
) -> None:
    result = gathered(tmp_path, blank_filled(**cover))
    assert result.files() == {"教育.xlsx": "accepted"}
    assert result.codes(BUREAU) == []


def test_a_code_that_excel_holds_as_a_number_is_the_code(tmp_path: Path) -> None:
    result = gathered(tmp_path, blank_filled(unit=990001, year=2024))
    assert result.unit(COUNTY)["status"] == "received"


def test_a_code_in_full_width_digits_is_the_code(tmp_path: Path) -> None:
    """As a figure in full-width digits is that figure, and a year that year."""
    result = gathered(tmp_path, blank_filled(unit="９９０００１", year=2024))
    assert result.unit(COUNTY)["status"] == "received"


def test_a_name_that_is_not_exact_is_not_on_the_roster(tmp_path: Path) -> None:
    result = gathered(tmp_path, blank_filled(name="教育局", year=2024))
    found = result.finding("UNIT-02")
    assert (found["severity"], found["unit"], found["actual"]) == ("error", "教育局", "教育局")
    assert result.total("表三!D6") == 0


def test_a_name_that_two_units_have_is_not_said_to_be_unknown(tmp_path: Path) -> None:
    twins = [Unit(code, "平安镇", Category.TOWNSHIP, "990000") for code in ("990002", "990003")]
    files = {"a.xlsx": blank_filled(name="平安镇", year=2024)}
    result = collect(tmp_path, files, units=twins)
    assert result.total("表三!D6") == 0
    assert not any("不在单位名册中" in one["message"] for one in result.json["findings"])


def test_a_return_without_a_year_is_an_error_at_its_cell(tmp_path: Path) -> None:
    files = {"教育.xlsx": blank_filled(name="东海市教育局"), "b.xlsx": filled(unit=OFFICE)}
    result = collect(tmp_path, files)
    found = result.finding("FILE-06")
    assert (found["severity"], found["sheet"], found["cell"]) == ("error", "封面", "D4")
    assert found["suggestion"] == (
        "请在 封面 D4 填写报告年度（如为本次报表，应填 2024），再重新汇总；也可用 --year 指明年度。"
    )
    assert {one["path"]: one["reason"] for one in result.json["files"]} == {
        "教育.xlsx": "没有填报告年度",
        "b.xlsx": None,
    }


# --- Contradictions ------------------------------------------------------------------------------


def test_a_file_that_contradicts_itself_is_no_fault_of_a_unit_that_sent_a_good_one(
    tmp_path: Path,
) -> None:
    """The office filled in the bureau's template, and the bureau its own."""
    files = {"x.xlsx": returned(cells={CODE: OFFICE.code, NAME: OFFICE.name}), "y.xlsx": filled()}
    result = collect(tmp_path, files, "--strict", units=[OFFICE, BUREAU])
    found = result.finding("UNIT-04")
    assert (found["severity"], found["file"], found["unit"]) == ("error", "x.xlsx", None)
    bureau = result.unit(BUREAU)
    assert (bureau["status"], bureau["in_total"]) == ("received", True)
    assert result.files() == {"x.xlsx": "unrecognised", "y.xlsx": "accepted"}


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({CODE: "990001"}, "对“单位代码”的记载不一致：“990000-11”、“990001”。"),
        ({NAME: "东山区"}, "对“填报单位”的记载不一致：“东海市教育局”、“东山区”。"),
        ({YEAR_CELL: 2023}, "对“报告年度”的记载不一致：“2024”、“2023”。"),
        ({"_identity!B5": "2023"}, "对“报告年度”的记载不一致：“2023”、“2024”。"),
    ],
    ids=["code", "name", "year", "hidden sheet against the others"],
)
def test_a_contradiction_is_an_error_and_nothing_is_summed(
    tmp_path: Path, cells: dict[str, object], told: str
) -> None:
    result = gathered(tmp_path, returned(cells=cells))
    found = result.finding("UNIT-04")
    assert found["severity"] == "error"
    assert told in found["message"]
    assert result.json["files"][0]["status"] == "unrecognised"
    assert result.json["files"][0]["reason"] == "单位或年度前后矛盾"
    assert (result.total("表三!D6"), result.exit_code) == (0, 1)


def test_the_code_of_one_and_the_name_of_another(tmp_path: Path) -> None:
    """On the blank template the two cannot contradict one another but through the roster."""
    result = gathered(tmp_path, blank_filled(unit=BUREAU.code, name=OFFICE.name, year=2024))
    assert (
        "“东海市教育局（990000-11）”、“东海市政府办公室（990000-01）”"
        in (result.finding("UNIT-04")["message"])
    )
    assert result.total("表三!D6") == 0


def test_another_name_under_a_known_code_is_a_warning(tmp_path: Path) -> None:
    """The bureau was renamed since: it counts, and somebody should look."""
    renamed = Unit(BUREAU.code, "东海市教育体育局", Category.DEPARTMENT, BUREAU.parent)
    result = gathered(tmp_path, filled(unit=renamed))
    found = result.finding("UNIT-09")
    assert (found["severity"], found["actual"], found["expected"]) == (
        "warning",
        "东海市教育体育局",
        "东海市教育局",
    )
    assert result.total("表三!D6") == 12


def test_another_form_is_refused(tmp_path: Path) -> None:
    """Not by its labels but by what it says: the version on sheet and in properties."""

    def outdate(book: Workbook) -> None:
        without(book, "properties")
        book["_identity"]["B3"] = "2019"

    result = collect(
        tmp_path, {"a.xlsx": edit(filled(), change=outdate), "b.xlsx": filled(unit=OFFICE)}
    )
    found = result.finding("FILE-03")
    assert (found["actual"], found["expected"]) == ("disclosure-2021 2019", "disclosure-2021 2021")
    assert result.files() == {"a.xlsx": "unrecognised", "b.xlsx": "accepted"}
