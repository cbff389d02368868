"""What becomes of each file in the folder, and which year and form the returns are of."""

from __future__ import annotations

import os
import pickle
import socket
import sys
import time
import tracemalloc
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.support.build import (
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
from toolkit.errors import CannotRun
from toolkit.files import archive
from toolkit.files.archive import unpack
from toolkit.files.disk import must_exist
from toolkit.files.folder import find_files, open_inbox, opened_alone
from toolkit.files.incoming import Incoming
from toolkit.grids.reason import said
from toolkit.grids.refusals import Refusal
from toolkit.spreadsheets.kind import FileKind

pytestmark = pytest.mark.slow

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
        "~WRL0001.tmp",
        "县/~DF12AB.TMP",
    ],
)
def test_files_of_programs_and_systems_are_ignored(tmp_path: Path, name: str) -> None:
    assert one_file(tmp_path, name, b"anything") == {
        "path": name,
        "status": "ignored",
        "unit": None,
        "reason": "Excel 或系统的临时文件",
    }


@pytest.mark.parametrize("name", [".a.xlsx", ".git/a.xlsx", "县/.trash/b/a.xlsx"])
def test_hidden_files_are_ignored(tmp_path: Path, name: str) -> None:
    found = one_file(tmp_path, name, GOOD)
    assert (found["status"], found["reason"]) == ("ignored", "隐藏文件（名称以“.”开头）")


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
    found = one_file(tmp_path, "通知.png", b"\x89PNG\r\n")
    assert (found["status"], found["reason"]) == ("unreadable", "是图片")


def test_a_workbook_that_is_no_return_is_unrecognised(tmp_path: Path) -> None:
    import openpyxl

    buffer = BytesIO()
    openpyxl.Workbook().save(buffer)
    found = one_file(tmp_path, "通讯录.xlsx", buffer.getvalue())
    assert (found["status"], found["reason"]) == ("unrecognised", "没有找到报表中的任何一张表")


def test_every_file_but_an_accepted_one_has_a_reason(tmp_path: Path) -> None:
    files = {
        "a.xlsx": filled(unit=OFFICE),
        "b.xlsx": filled({}, unit=OFFICE, saved=LATER),
        "c.xlsx": filled(unit=OFFICE),
        "d.png": b"\x89PNG\r\n",
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
    assert result.json["files"][0]["reason"] == "压缩包设有密码"


def test_a_file_that_is_far_too_large_is_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_FILE_SIZE", len(GOOD) - 1)
    found = one_file(tmp_path, "a.xlsx", GOOD)
    assert (found["status"], found["reason"]) == ("unreadable", Refusal.TOO_LARGE.text)


def test_an_archive_may_be_larger_than_a_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_FILE_SIZE", len(GOOD))
    content = zipped({"a.xlsx": GOOD, "b.xlsx": GOOD})
    assert [one.unreadable for one in unpack("a.zip", content, FileKind.ZIP)] == [None, None]


def test_an_archive_that_is_far_too_large_is_not_read(tmp_path: Path) -> None:
    """A file with a hole in it: a gigabyte that takes no room on the disk."""
    with (tmp_path / "a.zip").open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(1_000_000_000)
    began = time.monotonic()
    (one,) = open_inbox([tmp_path])
    assert (one.path, one.unreadable) == ("a.zip", Refusal.TOO_LARGE)
    assert time.monotonic() - began < 1


def test_a_large_file_of_another_kind_is_named_and_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.pdf").open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(1_000_000_000)
    (one,) = open_inbox([tmp_path])
    assert one.unreadable is Refusal.PDF


def test_a_long_page_is_read_to_its_end_wherever_it_lies(tmp_path: Path) -> None:
    page = b"<html><body>" + b"<p>1</p>" * 20_000 + b"</body></html>"
    (tmp_path / "a.html").write_bytes(page)
    (tmp_path / "b.zip").write_bytes(zipped({"b.html": page}))
    assert [one.content for one in open_inbox([tmp_path])] == [page, page]
    alone = [opened_alone(one) for one in find_files([tmp_path / "a.html"])]
    assert [one and one.held for one in alone] == [page]


def test_what_a_browser_has_saved_beside_a_page_is_left_alone(tmp_path: Path) -> None:
    beside = {"年报.html": b"<html><body>1", "年报_files/a.css": b"p{}", "年报.files/b.js": b"1"}
    other = {"照片_files/c.css": b"p{}"}
    for name, content in (beside | other).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "b.zip").write_bytes(zipped(beside | other))
    parts = {one.path for one in open_inbox([tmp_path]) if one.ignored is Refusal.PART_OF_A_PAGE}
    names = ("年报_files/a.css", "年报.files/b.js")
    assert parts == {*names, *(f"b.zip/{name}" for name in names)}


def test_what_is_unpacked_has_a_limit_and_every_member_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED", len(GOOD) + 10_000)
    content = zipped({"a.xlsx": GOOD, "b.xlsx": GOOD, "c.pdf": b"%PDF-" + bytes(200_000)})
    result = collect(tmp_path, {"a.zip": content}, units=[BUREAU])
    assert [(one["path"], one["status"], one["reason"]) for one in result.json["files"]] == [
        ("a.zip/a.xlsx", "accepted", None),
        ("a.zip/b.xlsx", "unreadable", Refusal.TOO_MUCH.text),
        ("a.zip/c.pdf", "unreadable", Refusal.TOO_MUCH.text),
    ]


def test_a_file_without_permission_is_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordinary = Path.open

    def refuse(self: Path, *options: Any) -> Any:
        if self.name == "a.xlsx" and options == ("rb",):
            raise PermissionError(13, "Permission denied", str(self))
        return ordinary(self, *options)

    (tmp_path / "a.xlsx").write_bytes(GOOD)
    monkeypatch.setattr(Path, "open", refuse)
    (one,) = open_inbox([tmp_path])
    assert said(one.unreadable) == "没有读取权限或文件正被占用"


def test_zips_within_zips_end_somewhere(tmp_path: Path) -> None:
    content = GOOD
    for depth in range(6):
        content = zipped({f"{depth}.zip" if depth else "a.xlsx": content})
    result = collect(tmp_path, {"deep.zip": content}, "--year", "2024", units=[BUREAU])
    (found,) = result.json["files"]
    assert (found["status"], found["path"].count(".zip")) == ("unreadable", 4)
    assert found["reason"] == Refusal.TOO_DEEP.text


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


# --- What lies in a folder and is no file --------------------------------------------------------


def found_in(folder: Path) -> dict[str, str | None]:
    """Each path with why it is left out; None where it goes on to be read."""
    return {one.path: said(one.ignored or one.unreadable) for one in open_inbox([folder])}


posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of these")


@posix
def test_a_link_to_a_file_is_read_and_one_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "in"
    outside.mkdir()
    folder.mkdir()
    (outside / "a.xlsx").write_bytes(GOOD)
    (folder / "file.xlsx").symlink_to(outside / "a.xlsx")
    (folder / "folder").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    (folder / "lost.xlsx").symlink_to(outside / "b.xlsx")
    (folder / "self.xlsx").symlink_to(folder / "self.xlsx")
    assert found_in(folder) == {
        "file.xlsx": None,
        "folder": "指向别的文件夹的链接",
        "loop": "指向别的文件夹的链接",
        "lost.xlsx": "是链接，所指的文件不存在",
        "self.xlsx": "是链接，所指的文件不存在",
    }


@posix
def test_pipes_sockets_and_devices_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    with socket.socket(socket.AF_UNIX) as listening:
        # The path of a socket may only be short.
        here = Path.cwd()
        os.chdir(tmp_path)
        listening.bind("socket.xlsx")
        os.chdir(here)
        (tmp_path / "device.xlsx").symlink_to("/dev/zero")
        assert set(found_in(tmp_path).values()) == {"管道、设备等，不是文件"}
    assert said(next(open_inbox([tmp_path / "pipe.xlsx"])).ignored) == "管道、设备等，不是文件"


@posix
def test_names_that_are_no_unicode(tmp_path: Path) -> None:
    """An old system wrote GBK; others wrote whatever."""
    (tmp_path / os.fsdecode("东海市教育局.xlsx".encode("gbk"))).write_bytes(GOOD)
    (tmp_path / os.fsdecode(b"\xff\xfe.xlsx")).write_bytes(GOOD)
    (tmp_path / "a\nb\u202e.xlsx").write_bytes(GOOD)
    names = found_in(tmp_path)
    assert set(names) == {"东海市教育局.xlsx", "  .xlsx", "a b .xlsx"}
    assert set(names.values()) == {None}


def test_a_folder_that_cannot_be_opened_has_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "县").mkdir()
    (tmp_path / "z.xlsx").write_bytes(GOOD)
    ordinary = Path.iterdir

    def refuse(self: Path) -> Any:
        if self.name == "县":
            raise PermissionError
        return ordinary(self)

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert found_in(tmp_path) == {"县": "没有读取权限或文件正被占用", "z.xlsx": None}


def test_folders_may_be_nested_deeply(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*"a" * 500)
    deep.mkdir(parents=True)
    (deep / "a.xlsx").write_bytes(GOOD)
    assert list(found_in(tmp_path).values()) == [None]


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a/z.xlsx", "a/b/c.xlsx", "c/a.xlsx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(GOOD)
    assert list(found_in(tmp_path)) == ["a/b/c.xlsx", "a/z.xlsx", "b.xlsx", "c/a.xlsx"]


def test_a_path_that_cannot_be_looked_at_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> bool:
        raise PermissionError

    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(CannotRun):
        must_exist([Path("a")])


# --- Incoming ------------------------------------------------------------------------------------


def test_a_file_on_disk_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(GOOD)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    (one,) = open_inbox([path])
    assert (one.path, one.kind, one.held, one.size, one.stem) == (
        "a.xlsx",
        FileKind.XLSX,
        b"",
        0,
        "a",
    )
    assert one.stamp == datetime.fromtimestamp(1_700_000_000, UTC).replace(tzinfo=None)
    assert one.content == GOOD
    assert pickle.loads(pickle.dumps(one)) == one
    path.unlink()
    with pytest.raises(OSError):
        _ = one.content


def test_what_was_in_an_archive_carries_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"a.xlsx": GOOD}))
    (one,) = open_inbox([tmp_path])
    assert (one.path, one.content, one.size) == ("a.zip/a.xlsx", GOOD, len(GOOD))
    assert pickle.loads(pickle.dumps(one)) == one


def test_bytes_alone_make_an_incoming_file() -> None:
    one = Incoming("a.xlsx", GOOD)
    assert (one.content, one.size, one.kind, one.stamp) == (GOOD, len(GOOD), None, None)


def test_a_time_that_no_calendar_has_is_no_time(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(GOOD)
    try:
        os.utime(path, (10**13, 10**13))
    except (OSError, OverflowError):
        pytest.skip("the file system keeps no such time")
    (one,) = open_inbox([path])
    assert one.unreadable is None


def test_reading_a_file_takes_the_memory_that_it_needs(tmp_path: Path) -> None:
    """However large a file may be that is read here."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"x" * 100_000)
    one = Incoming("a.xlsx", source=path)
    tracemalloc.start()
    try:
        assert len(one.content) == 100_000
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
