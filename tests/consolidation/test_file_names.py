"""A borrowed template, and files that only their names give to a unit."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.build import (
    BUREAU,
    CITY,
    COUNTY,
    CUSTOMS,
    EVERYONE,
    LATER,
    OFFICE,
    SAVED,
    TOWN,
    YEAR,
    Collected,
    collect,
    dated,
    edit,
    filled,
    zipped,
)
from tests.support.silenced import CODE, NAME, without
from toolkit.consolidation.assignment import Assignment, assign
from toolkit.form.form_file import default_form
from toolkit.grids.identity import Identity
from toolkit.grids.names import FEEDBACK
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Category, Roster, Unit

PICTURE = b"\x89PNG\r\n"
OWN = f"{BUREAU.code}_{BUREAU.name}_{YEAR}.xlsx"
BORROWED = f"{OFFICE.code}_{OFFICE.name}_{YEAR}.xlsx"
SILENT = ("hidden sheet", "properties", "cover", "tables")
INSIDE = {"表三!D6": 70, "表三!D8": 60, "表三!D30": 10}


def sent(
    tmp_path: Path, files: Mapping[str, bytes], *options: str, units: Iterable[Unit] = EVERYONE
) -> Collected:
    return collect(tmp_path, files, "--feedback", tmp_path / "退回", *options, units=units)


def back(tmp_path: Path, unit: Unit) -> openpyxl.Workbook:
    path = tmp_path / "退回" / f"{unit.code}_{unit.name}_{YEAR}_退回.xlsx"
    return openpyxl.load_workbook(path)


def notice(tmp_path: Path, unit: Unit) -> str:
    path = tmp_path / "退回" / f"{unit.code}_{unit.name}_{YEAR}_退回通知.txt"
    return path.read_text(encoding="utf-8-sig")


def receipt_of(unit: Unit) -> str:
    return f"{unit.code}_{unit.name}_{YEAR}_回执.txt"


# --- Any names -----------------------------------------------------------------------------------

COLLECTED = (OFFICE, BUREAU, COUNTY, TOWN, Unit("990002", "西山区", Category.COUNTY, CITY))
SAYS = st.sampled_from(("{code}_{name}_2024", "{name}", "{code}", "2024年{name}年报", "{name}(1)"))


def holding(unit: Unit, file: str, figure: int, saved: datetime.datetime = SAVED) -> Return:
    form = default_form()
    return Return(
        file,
        Identity(kind="template", unit=unit.code, name=unit.name, year="2024"),
        saved=saved,
        values={**dict.fromkeys(form.indicators), form.inputs[0]: figure},
        counted=frozenset(table.code for table in form.tables),
    )


def assigned(*some: Return) -> Assignment:
    return assign(some, default_form(), Roster(COLLECTED), CITY, YEAR)


@settings(deadline=None)
@given(
    st.sampled_from(COLLECTED),
    st.sampled_from(COLLECTED),
    SAYS,
    st.booleans(),
    st.sets(st.sampled_from(COLLECTED)),
)
def test_a_file_never_counts_for_a_unit_that_its_name_contradicts(
    inside: Unit, named: Unit, pattern: str, later: bool, others: set[Unit]
) -> None:
    """Nor does it change what counts for any unit."""
    own = [holding(one, f"{one.code}.xlsx", 5) for one in others]
    name = pattern.format(code=named.code, name=named.name)
    misnamed = holding(inside, f"m/{name}.xlsx", 7, LATER if later else SAVED)
    before, after = assigned(*own), assigned(*own, misnamed)
    record = next(one for one in after.files if one.path == misnamed.file)
    both = named.code in name and named.name in name
    # The name or the code of its county alone may stand for a township.
    kin = {inside.code, named.code} == {TOWN.code, COUNTY.code} and not both
    if inside == named or kin:
        assert record.unit == inside.code and record.status != "unrecognised"
    else:
        assert (record.status, record.unit) == ("unrecognised", named.code)
        assert after.returns == before.returns
        told = [one for one in after.findings if one not in before.findings]
        assert [one.code for one in told] == ["UNIT-11"]
        assert told[0].unit == (None if named.code in before.returns else named.code)


# --- A borrowed template -------------------------------------------------------------------------


@pytest.mark.slow
def test_a_borrowed_template_replaces_nobodys_return(tmp_path: Path) -> None:
    """The office filled in the bureau's template, later than the bureau its own."""
    borrowed = dated(filled(INSIDE), LATER)
    result = sent(tmp_path, {OWN: filled(), BORROWED: borrowed})
    assert result.files() == {OWN: "accepted", BORROWED: "unrecognised"}
    assert (result.value(BUREAU, "表三!D6"), result.total("表三!D6")) == (12, 12)
    found = result.finding("UNIT-11")
    assert (found["severity"], found["unit"], found["file"]) == ("error", OFFICE.code, BORROWED)
    assert found["message"] == (
        f"文件“{BORROWED}”里写的是东海市教育局（990000-11），"
        "文件名却是东海市政府办公室（990000-01），无法确定是谁的数，未计入汇总。"
    )
    # Who did everything right is told that its return has come, and nothing else.
    assert result.codes(BUREAU) == []
    assert result.unit(BUREAU)["status"] == "received"
    of_bureau = [path.name for path in (tmp_path / "退回").glob(f"{BUREAU.code}*")]
    assert of_bureau == [receipt_of(BUREAU)]


@pytest.mark.slow
def test_the_borrower_has_to_answer_for_it(tmp_path: Path) -> None:
    """It gets its own workbook, with the figures that it has filled in, to be looked over."""
    result = sent(tmp_path, {OWN: filled(), BORROWED: dated(filled(INSIDE), LATER)})
    (file,) = [one for one in result.json["files"] if one["path"] == BORROWED]
    assert (file["unit"], file["reason"]) == (
        OFFICE.code,
        "是写着东海市教育局（990000-11）的报表",
    )
    office = result.unit(OFFICE)
    assert (office["status"], office["in_total"]) == ("missing", False)
    (told,) = [
        one
        for one in result.json["findings"]
        if one["unit"] == OFFICE.code and one["code"] == "UNIT-01"
    ]
    assert told["message"] == (
        "东海市政府办公室（990000-01）报来的是写着东海市教育局（990000-11）的报表"
        f"（“{BORROWED}”），不能采用，汇总数中不含该单位。"
    )
    assert told["suggestion"] == (
        "请先按该文件的处理建议办理；仍不能采用的，请该单位补报填好的“.xlsx”模板。"
    )
    book = back(tmp_path, OFFICE)
    assert (book["封面"]["B3"].value, book["封面"]["B4"].value) == (OFFICE.name, OFFICE.code)
    assert [book["表三"][cell].value for cell in ("D6", "D8", "D30")] == [70, 60, 10]
    assert "请核对" in book[FEEDBACK]["A2"].value
    assert "请核对" in notice(tmp_path, OFFICE) and "空白" not in notice(tmp_path, OFFICE)
    reminders = (tmp_path / "退回" / "催报名单.txt").read_text(encoding="utf-8-sig")
    assert f"1. {OFFICE.name}：报来的是写着东海市教育局（990000-11）的报表" in reminders
    assert reminders.count(OFFICE.name) == 2


@pytest.mark.slow
def test_it_is_not_summed_even_if_it_is_the_only_file(tmp_path: Path) -> None:
    result = sent(tmp_path, {BORROWED: filled(INSIDE)}, units=[OFFICE, BUREAU])
    assert result.files() == {BORROWED: "unrecognised"}
    assert result.total("表三!D6") == 0
    assert [result.unit(one)["status"] for one in (OFFICE, BUREAU)] == ["missing", "missing"]
    assert result.codes(BUREAU) == ["UNIT-01"]


@pytest.mark.slow
def test_who_has_sent_a_good_return_as_well_need_not_answer(tmp_path: Path) -> None:
    files = {BORROWED: filled(INSIDE), "a.xlsx": filled(unit=OFFICE)}
    result = sent(tmp_path, files, "--strict", units=[OFFICE, BUREAU])
    assert result.finding("UNIT-11")["unit"] is None
    assert (result.unit(OFFICE)["in_total"], result.total("表三!D6")) == (True, 12)


@pytest.mark.slow
def test_figures_that_the_other_has_reported_itself_go_to_nobody_else(tmp_path: Path) -> None:
    """A copy of the bureau's return under the office's name: those are the bureau's figures."""
    sent(tmp_path, {OWN: filled(INSIDE), BORROWED: dated(filled(INSIDE), LATER)})
    book = back(tmp_path, OFFICE)
    assert book["表三"]["D6"].value is None
    assert "空白的模板" in book[FEEDBACK]["A2"].value


@pytest.mark.slow
def test_what_is_no_figure_goes_back_as_it_was(tmp_path: Path) -> None:
    """A blank in its place would become 0 in a table that is stated to be complete."""
    sent(tmp_path, {OWN: filled(), BORROWED: edit(filled(INSIDE), {"表三!E6": "9件"})})
    book = back(tmp_path, OFFICE)
    assert book["表三"]["E6"].value == "9件"
    assert [row[2].value for row in book[FEEDBACK].iter_rows() if row[0].value in (1, 2)] == [
        "UNIT-11",
        "NUM-01",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "unit"),
    [
        (f"{OFFICE.code}_{OFFICE.name}_{YEAR}.xlsx", BUREAU),
        (f"{OFFICE.name}.xlsx", BUREAU),
        (f"{OFFICE.name}{YEAR}年报(1).xlsx", BUREAU),
        (f"{OFFICE.code}.xlsx", BUREAU),
        (f"附件-{OFFICE.code}-{YEAR}.xlsx", BUREAU),
        ("东海市东山区.xlsx", OFFICE),
        ("东山区河口镇.xlsx", OFFICE),
        ("990001_东山区_2024.xlsx", TOWN),
    ],
)
def test_a_name_that_speaks_against_the_file(tmp_path: Path, name: str, unit: Unit) -> None:
    result = collect(tmp_path, {name: filled(unit=unit)})
    assert result.files() == {name: "unrecognised"}
    assert result.finding("UNIT-11")["severity"] == "error"
    assert result.json["values"] == {} and result.exit_code == 1


HALL = Unit("990001-01", "东山区政府办公室", Category.OWN, COUNTY.code)
FINANCE = Unit("990000-14", "东海市财政局", Category.DEPARTMENT, CITY)
HEAD = Unit(CITY, "东海市", Category.OWN, "")
TWINS = tuple(
    Unit(f"99000{n}102", "平安镇", Category.TOWNSHIP, parent)
    for n, parent in ((1, "990001"), (9, CITY))
)
HOUSE = (HEAD, *EVERYONE, HALL, FINANCE, *TWINS)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "unit", "told"),
    [
        # Its own, with whatever is added.
        ("990001_东山区_2024 (1).xlsx", COUNTY, False),
        ("东山区_2024 - 副本.xlsx", COUNTY, False),
        ("东海市东山区.xlsx", COUNTY, False),
        ("东海市财政局2024.xlsx", FINANCE, False),
        ("990001-01.xlsx", HALL, False),
        ("04_教育局_2024.xlsx", BUREAU, False),
        # The city, the collecting unit, a parent.
        ("东海市2024.xlsx", COUNTY, False),
        ("990000_东海市_2024.xlsx", COUNTY, False),
        ("东海市.xlsx", FINANCE, False),
        ("东山区.xlsx", TOWN, True),
        ("990001_101_镇_2024.xlsx", TOWN, True),
        # A name within the other's name.
        ("东山区政府办公室_2024.xlsx", COUNTY, True),
        ("东山区_2024.xlsx", HALL, True),
        # Several names, its own among them or not.
        ("东海市财政局转东山区.xlsx", COUNTY, False),
        ("东海市财政局和东山区.xlsx", BUREAU, True),
        ("990000-14_东山区_2024.xlsx", COUNTY, True),
        # To whom it goes; who has issued the form.
        ("报东海市财政局.xlsx", COUNTY, True),
        ("东海市政府办公室关于报送年报的通知附件.xlsx", COUNTY, True),
        # Digits.
        ("1990001.xlsx", BUREAU, False),
        ("13799900010.xlsx", BUREAU, False),
        ("20240990001.xlsx", BUREAU, False),
        ("990001-9.xlsx", BUREAU, False),
        # Of two units of one name it is one.
        ("平安镇.xlsx", TWINS[0], False),
        ("平安镇.xlsx", BUREAU, True),
        # Folders and archives.
        ("东海市财政局/a.xlsx", COUNTY, False),
        ("990000-14/东山区.xlsx", COUNTY, False),
    ],
)
def test_a_name_that_does_not(tmp_path: Path, name: str, unit: Unit, told: bool) -> None:
    """Where there is doubt, it is a hint."""
    files = {name: filled(unit=unit), "z.xlsx": filled(unit=OFFICE)}
    result = collect(tmp_path, files, "--as", CITY, units=HOUSE)
    assert result.files() == {name: "accepted", "z.xlsx": "accepted"}
    assert [
        (one["code"], one["severity"]) for one in result.json["findings"] if one["file"] == name
    ] == ([("UNIT-11", "info")] if told else [])
    assert result.value(unit, "表三!D6") == 12


@pytest.mark.slow
def test_a_hint_says_what_it_is_about(tmp_path: Path) -> None:
    name = "东山区政府办公室_2024.xlsx"
    files = {name: edit(filled(unit=COUNTY), {"表三!E6": "9件"})}
    result = sent(tmp_path, files, "--as", CITY, units=HOUSE)
    assert result.finding("UNIT-11")["message"] == (
        f"文件“{name}”里是东山区（990001）的报表，"
        "文件名中却有东山区政府办公室（990001-01）。按文件里的单位计入。"
    )
    # The unit keeps its figures in what goes back to it.
    assert back(tmp_path, COUNTY)["表三"]["D6"].value == 12


@pytest.mark.slow
def test_an_archive_that_is_named_after_another_unit(tmp_path: Path) -> None:
    files = {"东海市政府办公室.zip": zipped({"东海市政府办公室/a.xlsx": filled()})}
    result = collect(tmp_path, files)
    assert (result.codes(BUREAU), result.unit(BUREAU)["in_total"]) == ([], True)


@pytest.mark.slow
def test_the_year_does_not_matter(tmp_path: Path) -> None:
    """Last year's return of the bureau under the office's name is no affair of the bureau's."""
    result = collect(tmp_path, {BORROWED: filled(year=YEAR - 1), OWN: filled()})
    assert result.finding("UNIT-11")["unit"] == OFFICE.code
    assert result.codes(BUREAU) == []


@pytest.mark.slow
def test_a_template_that_was_rewritten_in_part(tmp_path: Path) -> None:
    """The cover says the office, as the name of the file does; all else says the bureau."""
    files = {BORROWED: edit(filled(INSIDE), {CODE: OFFICE.code, NAME: OFFICE.name})}
    result = sent(tmp_path, files, units=[OFFICE, BUREAU])
    assert result.finding("UNIT-04")["unit"] == OFFICE.code
    assert result.codes(BUREAU) == ["UNIT-01"]
    assert not list((tmp_path / "退回").glob(f"{BUREAU.code}*"))


@pytest.mark.slow
def test_a_blank_template_under_another_name(tmp_path: Path) -> None:
    blank = filled({}, states="")
    result = collect(tmp_path, {BORROWED: blank, "b.xlsx": filled(unit=COUNTY)})
    assert result.files()[BORROWED] == "ignored"
    told = {f["unit"]: f["message"] for f in result.json["findings"] if f["code"] == "UNIT-01"}
    assert BORROWED in told[OFFICE.code] and BORROWED not in told[BUREAU.code]


@pytest.mark.slow
def test_a_garbled_name_under_the_right_code(tmp_path: Path) -> None:
    """In one place, and in all of them."""
    garbled = BUREAU.name.encode().decode("latin-1")
    files = {"a.xlsx": edit(filled(), {"_identity!B7": garbled})}
    assert openpyxl.load_workbook(BytesIO(filled()))["_identity"]["A7"].value == "name"
    result = collect(tmp_path, files, units=[BUREAU])
    assert (result.codes(), result.total("表三!D6")) == ([], 12)

    def spoil(book: openpyxl.Workbook) -> None:
        without(book, "properties")
        book["封面"]["B3"] = book["_identity"]["B7"] = garbled

    result = collect(tmp_path / "all", {"a.xlsx": edit(filled(), change=spoil)}, units=[BUREAU])
    assert (result.codes(), result.total("表三!D6")) == ([], 12)


# --- Files that are no returns -------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("东海市教育局2024年报.docx", b"PK\x03\x04", "文件已损坏"),
        ("东海市教育局.png", PICTURE, "是图片"),
        ("990000-11.jpg", b"\xff\xd8\xff\xe0", "是图片"),
        ("东海市教育局/年报.png", PICTURE, "是图片"),
        ("4.东海市教育局/2024/扫描件.png", PICTURE, "是图片"),
        ("东山区/东海市教育局.png", PICTURE, "是图片"),
        ("东海市教育局2025年1月报送.png", PICTURE, "是图片"),
        ("东海市教育局.zip", zipped({"年报.png": PICTURE}), "是图片"),
        ("东海市教育局.rar", b"Rar!\x1a\x07\x00", "是 RAR 压缩包"),
        ("东海市教育局.xlsx", zipped({"[Content_Types].xml": b""}), ""),
    ],
)
def test_a_file_of_no_use_is_its_units(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    result = sent(tmp_path, {name: content, "b.xlsx": filled(unit=COUNTY)})
    (file,) = [one for one in result.json["files"] if one["path"].startswith(name)]
    assert (file["status"], file["unit"]) == ("unreadable", BUREAU.code)
    (refused,) = [one for one in result.json["findings"] if one["file"] == file["path"]]
    assert (refused["code"], refused["unit"], refused["unit_name"]) == (
        "FILE-01",
        BUREAU.code,
        BUREAU.name,
    )
    reason = reason or file["reason"]
    (told,) = [
        one
        for one in result.json["findings"]
        if one["unit"] == BUREAU.code and one["code"] == "UNIT-01"
    ]
    assert told["message"] == (
        f"东海市教育局（990000-11）报来的{reason}（“{file['path']}”），"
        "不能采用，汇总数中不含该单位。"
    )
    unit = result.unit(BUREAU)
    assert (unit["status"], unit["in_total"], unit["reason"]) == ("missing", False, reason)
    reminders = (tmp_path / "退回" / "催报名单.txt").read_text(encoding="utf-8-sig")
    assert f"1. 东海市教育局：报来的{reason}（“{file['path']}”）" in reminders
    assert "请补报填好的“.xlsx”模板" in reminders
    assert reminders.count(BUREAU.name) == (2 if BUREAU.name in file["path"] else 1)
    assert reason in notice(tmp_path, BUREAU)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "年报.png",
        "东海市.png",
        "东海市教育局和东山区.png",
        "东海市教育局/东海市政府办公室、东山区.png",
        "东海市教育局2023年报.png",
        "2022/东海市教育局.png",
    ],
)
def test_a_file_of_no_use_that_is_nobodys(tmp_path: Path, name: str) -> None:
    result = collect(tmp_path, {name: PICTURE, "b.xlsx": filled(unit=COUNTY)})
    (file,) = [one for one in result.json["files"] if one["path"] == name]
    assert (file["unit"], result.finding("FILE-01")["unit"]) == (None, None)
    assert result.codes(BUREAU) == ["UNIT-01"]


@pytest.mark.slow
def test_a_unit_that_has_sent_a_return_does_not_answer_for_its_other_files(tmp_path: Path) -> None:
    files = {"东海市教育局.docx": b"PK\x03\x04", "a.xlsx": filled()}
    result = sent(tmp_path, files, "--strict", units=[BUREAU])
    assert result.json["files"][1]["unit"] == BUREAU.code
    assert (result.finding("FILE-01")["unit"], result.unit(BUREAU)["in_total"]) == (None, True)
    assert [path.name for path in (tmp_path / "退回").iterdir()] == [receipt_of(BUREAU)]


@pytest.mark.slow
def test_who_is_not_summed_here_is_not_reminded(tmp_path: Path) -> None:
    result = sent(tmp_path, {"东海海关.png": PICTURE, "b.xlsx": filled()}, units=[BUREAU, CUSTOMS])
    assert result.codes(CUSTOMS) == ["FILE-01"]
    assert [path.name for path in (tmp_path / "退回").iterdir()] == [receipt_of(BUREAU)]


@pytest.mark.slow
def test_a_workbook_without_a_table_is_its_units(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "通讯录"
    buffer = BytesIO()
    book.save(buffer)
    result = collect(
        tmp_path, {"东海市教育局.xlsx": buffer.getvalue(), "b.xlsx": filled(unit=COUNTY)}
    )
    assert result.finding("FILE-02")["unit"] == BUREAU.code
    assert result.unit(BUREAU)["reason"] == "没有找到报表中的任何一张表"


@pytest.mark.slow
def test_a_return_that_only_its_folder_names_goes_back_with_its_figures(tmp_path: Path) -> None:
    silent = edit(filled(INSIDE), change=lambda book: without(book, *SILENT))
    result = sent(tmp_path, {"东海市教育局/年报.xlsx": silent, "b.xlsx": filled(unit=COUNTY)})
    assert result.finding("FILE-02")["unit"] == BUREAU.code
    assert result.total("表三!D6") == 12
    assert back(tmp_path, BUREAU)["表三"]["D6"].value == 70


# --- Figures that are known, without a year ------------------------------------------------------


@pytest.mark.slow
def test_a_return_without_a_year_goes_back_with_its_figures(tmp_path: Path) -> None:
    undated = edit(filled(INSIDE), change=lambda book: without(book, *SILENT))
    files = {"东海市教育局.xlsx": edit(undated, {NAME: BUREAU.name}), "b.xlsx": filled(unit=COUNTY)}
    result = sent(tmp_path, files)
    assert result.finding("FILE-06")["unit"] == BUREAU.code
    book = back(tmp_path, BUREAU)
    assert [book["表三"][cell].value for cell in ("D6", "D8", "D30")] == [70, 60, 10]
    assert book["封面"]["D4"].value == str(YEAR)
    assert "请核对" in book[FEEDBACK]["A2"].value and "空白" not in notice(tmp_path, BUREAU)
    # Looked over and saved, it counts.
    content = (tmp_path / "退回" / f"{BUREAU.code}_{BUREAU.name}_{YEAR}_退回.xlsx").read_bytes()
    (tmp_path / "returns" / "东海市教育局.xlsx").write_bytes(
        edit(content, {"表三!E6": 0}, saved=LATER)
    )
    result = sent(tmp_path, {})
    assert (result.codes(BUREAU), result.total("表三!D6")) == ([], 82)
