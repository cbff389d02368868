"""What becomes of each file in the folder, and which year and form the returns are of."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.build import (
    BUREAU,
    COUNTY,
    EVERYONE,
    LATER,
    OFFICE,
    YEAR,
    collect,
    edit,
    filled,
    roster,
    zipped,
)
from toolkit.files import inbox

GOOD = filled()


def one_file(tmp_path: Path, name: str, content: bytes) -> dict[str, str | None]:
    """The record of one file that lies beside a good return."""
    files = {"z-good.xlsx": filled(unit=OFFICE), name: content}
    result = collect(tmp_path, files, "--year", str(YEAR))
    (found,) = [one for one in result.json["files"] if one["path"] != "z-good.xlsx"]
    return dict(found)


# --- Files that are left alone -------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "~$a.xlsx",
        ".~a.xlsx",
        ".~lock.a.xlsx#",
        "._a.xlsx",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "__MACOSX/a.xlsx",
    ],
)
def test_files_of_programs_and_systems_are_ignored(tmp_path: Path, name: str) -> None:
    assert one_file(tmp_path, name, b"anything") == {
        "path": name,
        "status": "ignored",
        "unit": None,
        "reason": "Excel 或系统的临时文件",
    }


def test_a_blank_template_is_ignored(tmp_path: Path) -> None:
    found = one_file(tmp_path, "a.xlsx", filled({}, COUNTY, states=""))
    assert (found["status"], found["unit"]) == ("ignored", COUNTY.code)
    assert found["reason"] == "未填写的空白模板"


def test_the_blank_official_template_is_ignored(tmp_path: Path) -> None:
    found = one_file(tmp_path, "a.xlsx", filled({}, None, year=None, states=""))
    assert (found["status"], found["unit"]) == ("ignored", None)


@pytest.mark.parametrize("name", ["units.csv", "UNITS.CSV"])
def test_the_roster_in_the_folder_is_ignored(tmp_path: Path, name: str) -> None:
    found = one_file(tmp_path, name, roster(*EVERYONE))
    assert (found["status"], found["reason"]) == ("ignored", "单位名册")


def test_the_roster_in_the_folder_is_ignored_under_any_name(tmp_path: Path) -> None:
    """``--units returns/名册.csv`` names a roster that lies among the returns."""
    folder = tmp_path / "returns"
    folder.mkdir()
    (folder / "名册.csv").write_bytes(roster(OFFICE))
    files = {"a.xlsx": filled(unit=OFFICE)}
    result = collect(tmp_path, files, "--units", folder / "名册.csv")
    assert result.files()["名册.csv"] == "ignored"


def test_our_own_output_in_the_folder_is_ignored(tmp_path: Path) -> None:
    """The second run over the same folder gives the same as the first."""
    files = {"a.xlsx": filled(unit=OFFICE)}
    first = collect(tmp_path, files, units=[OFFICE])
    again = collect(
        tmp_path, {**files, "汇总-2024.xlsx": first.workbook.read_bytes()}, units=[OFFICE]
    )
    assert again.json["files"][1] == {
        "path": "汇总-2024.xlsx",
        "status": "ignored",
        "unit": "990000",
        "reason": "本工具生成的汇总工作簿",
    }
    assert (again.codes(), again.total("表三!D6"), again.exit_code) == ([], 12, 0)


def test_our_own_json_in_the_folder_is_ignored(tmp_path: Path) -> None:
    files = {"a.xlsx": filled(unit=OFFICE)}
    collect(tmp_path, files, units=[OFFICE])
    again = {**files, "结果.json": (tmp_path / "out.json").read_bytes()}
    assert collect(tmp_path, again, units=[OFFICE]).files()["结果.json"] == "ignored"


def test_a_county_s_consolidated_workbook_is_its_return(tmp_path: Path) -> None:
    """One level up, the sum of its towns is what the county reports."""
    town = EVERYONE[-1]
    sums = collect(tmp_path / "county", {"t.xlsx": filled(unit=town)}, "--as", COUNTY.code)
    result = collect(tmp_path / "city", {"county.xlsx": sums.workbook.read_bytes()}, units=[COUNTY])
    assert result.files() == {"county.xlsx": "accepted"}
    assert (result.codes(), result.exit_code) == ([], 0)
    assert result.json["totals"] == sums.json["totals"]


def test_a_county_s_sums_without_stored_results_are_not_zeros(tmp_path: Path) -> None:
    """Saved by a program that drops the results of formulas: the figures are lost, not 0."""
    town = EVERYONE[-1]
    sums = collect(tmp_path / "county", {"t.xlsx": filled(unit=town)}, "--as", COUNTY.code)
    content = edit(sums.workbook.read_bytes())
    result = collect(tmp_path / "city", {"county.xlsx": content}, units=[COUNTY])
    assert result.exit_code == 1 or result.total("表三!D6") == 12


# --- Files that cannot be used -------------------------------------------------------------------


def test_a_file_that_is_no_workbook_is_unreadable(tmp_path: Path) -> None:
    found = one_file(tmp_path, "通知.txt", b"no return")
    assert (found["status"], found["reason"]) == ("unreadable", "不是 .xlsx 工作簿")


def test_a_workbook_that_is_no_return_is_unrecognised(tmp_path: Path) -> None:
    import openpyxl

    buffer = BytesIO()
    openpyxl.Workbook().save(buffer)
    found = one_file(tmp_path, "通讯录.xlsx", buffer.getvalue())
    assert (found["status"], found["reason"]) == ("unrecognised", "没有找到报表中的任何一张表")


def test_every_file_but_an_accepted_one_has_a_reason(tmp_path: Path) -> None:
    files = {
        "a.xlsx": filled(unit=OFFICE),
        "b.xlsx": filled(unit=OFFICE, saved=LATER),
        "c.xlsx": filled(unit=OFFICE),
        "d.txt": b"x",
        "e.xlsx": filled(unit=OFFICE, year=2023),
        "~$f.xlsx": b"",
    }
    records = collect(tmp_path, files).json["files"]
    assert [one["status"] for one in records] == [
        "superseded",
        "accepted",
        "duplicate",
        "unreadable",
        "unrecognised",
        "ignored",
    ]
    assert [bool(one["reason"]) for one in records] == [True, False, True, True, True, True]


# --- Zips ----------------------------------------------------------------------------------------


def test_a_zip_in_the_folder_and_a_zip_in_it(tmp_path: Path) -> None:
    inner = zipped({"b.xlsx": filled(unit=COUNTY), "__MACOSX/._b.xlsx": b""})
    outer = zipped({"in/a.xlsx": GOOD, "inner.zip": inner})
    result = collect(tmp_path, {"outer.zip": outer}, units=[BUREAU, COUNTY])
    assert result.files() == {
        "outer.zip/in/a.xlsx": "accepted",
        "outer.zip/inner.zip/__MACOSX/._b.xlsx": "ignored",
        "outer.zip/inner.zip/b.xlsx": "accepted",
    }
    assert result.total("表三!D6") == 24


def test_names_in_zips_made_on_chinese_windows(tmp_path: Path) -> None:
    """GBK bytes without the flag that says UTF-8: what Windows writes and Python reads as cp437."""
    name = "990000-11_东海市教育局_2024.xlsx"
    info = zipfile.ZipInfo("x" * len(name.encode("gbk")))
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(info, GOOD)
    content = buffer.getvalue().replace(info.filename.encode(), name.encode("gbk"))
    result = collect(tmp_path, {"教育.zip": content}, units=[BUREAU])
    assert result.files() == {f"教育.zip/{name}": "accepted"}


def test_folders_in_zips_made_on_windows(tmp_path: Path) -> None:
    """Old programs write backslashes: they part folders, as slashes do."""
    content = zipped({"县\\a.xlsx": GOOD, "县\\~$a.xlsx": b"lock"})
    result = collect(tmp_path, {"a.zip": content}, units=[BUREAU])
    assert result.files() == {"a.zip/县/a.xlsx": "accepted", "a.zip/县/~$a.xlsx": "ignored"}


def test_members_with_a_password_are_unreadable(tmp_path: Path) -> None:
    """The flag says encrypted: the member is named, the others are read."""
    content = bytearray(zipped({"a.xlsx": GOOD, "b.xlsx": GOOD}))
    for start in (content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8):
        content[start] |= 1
    result = collect(tmp_path, {"a.zip": bytes(content)}, units=[BUREAU])
    assert result.files() == {"a.zip/a.xlsx": "unreadable", "a.zip/b.xlsx": "accepted"}


def test_a_file_that_is_far_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "MAX_TOTAL_SIZE", 1_000)
    found = one_file(tmp_path, "a.xlsx", GOOD)
    assert (found["status"], found["reason"]) == (
        "unreadable",
        "解压后过大或部件过多，疑似异常文件",
    )


def test_a_zip_that_inflates_too_far_is_cut_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "MAX_TOTAL_SIZE", 10_000)
    content = zipped({"a.txt": b"a" * 100, "b.txt": bytes(50_000), "c.txt": b"c"})
    result = collect(tmp_path, {"a.zip": content}, "--year", "2024")
    assert result.files() == {"a.zip/a.txt": "unreadable", "a.zip/b.txt": "unreadable"}


def test_a_file_without_permission_is_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def refuse(self: Path) -> bytes:
        if self.name == "a.xlsx":
            raise PermissionError(13, "Permission denied", str(self))
        return read(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    found = one_file(tmp_path, "a.xlsx", GOOD)
    assert (found["status"], found["reason"]) == ("unreadable", "没有读取权限或文件正被占用")


def test_zips_within_zips_end_somewhere(tmp_path: Path) -> None:
    content = GOOD
    for depth in range(6):
        content = zipped({f"{depth}.zip" if depth else "a.xlsx": content})
    result = collect(tmp_path, {"deep.zip": content}, "--year", "2024", units=[BUREAU])
    (found,) = result.json["files"]
    assert (found["status"], found["path"].count(".zip")) == ("unreadable", 4)


def test_a_broken_zip_is_unreadable(tmp_path: Path) -> None:
    found = one_file(tmp_path, "a.zip", zipped({"a.xlsx": GOOD})[:-30])
    assert (found["status"], found["reason"]) == ("unreadable", "文件已损坏")


def test_nothing_is_extracted_to_disk(tmp_path: Path) -> None:
    """Nor may a member's name lead out of the folder."""
    content = zipped({"../../outside.xlsx": GOOD})
    result = collect(tmp_path, {"a.zip": content}, units=[BUREAU])
    assert list(result.files().values()) == ["accepted"]
    assert sorted(path.name for path in tmp_path.rglob("*")) == [
        "a.zip",
        "out.json",
        "out.xlsx",
        "returns",
        "units.csv",
    ]
