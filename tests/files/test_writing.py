"""Writing: whole or not at all, as private as before, and nothing of a killed run stays."""

from __future__ import annotations

import errno
import os
import signal
import stat
import sys
import time
from pathlib import Path

import pytest

from tests.support.build import filled
from toolkit.errors import CannotRun
from toolkit.files import words
from toolkit.files.disk import must_exist, read_existing, read_named, real, write_files
from toolkit.files.ending import held_back
from toolkit.files.left_behind import remove_left_behind
from toolkit.files.staging import Staging
from toolkit.grids.identity import JSON_BEGINS

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
root = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root may give a file away"
)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# --- Permissions, owners, links ------------------------------------------------------------------


@posix
def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"1")
    old.chmod(0o600)
    mask = os.umask(0o027)
    try:
        write_files([(old, b"2"), (new, b"3")])
    finally:
        os.umask(mask)
    assert (old.read_bytes(), new.read_bytes()) == (b"2", b"3")
    assert (mode(old), mode(new)) == (0o600, 0o640)
    assert names(tmp_path) == ["new", "old"]


@posix
def test_a_copy_is_as_private_as_what_it_is_a_copy_of(tmp_path: Path) -> None:
    book, copy = tmp_path / "book", tmp_path / "book.bak"
    for path, private in ((book, 0o600), (copy, 0o644)):
        path.write_bytes(b"1")
        path.chmod(private)
    write_files([(copy, b"1"), (book, b"2")], like={copy: book})
    assert (mode(copy), mode(book)) == (0o600, 0o600)


@root
def test_a_file_that_is_replaced_keeps_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "book"
    path.write_bytes(b"1")
    os.chown(path, 12345, 54321)
    path.chmod(0o640)
    write_files([(path, b"2")])
    status = path.stat()
    assert (status.st_uid, status.st_gid, mode(path)) == (12345, 54321, 0o640)


@posix
@pytest.mark.parametrize("there", [True, False], ids=["to a file", "to nothing yet"])
def test_a_link_is_kept_and_what_it_leads_to_is_written(tmp_path: Path, there: bool) -> None:
    target, link = tmp_path / "elsewhere" / "book", tmp_path / "link"
    target.parent.mkdir()
    if there:
        target.write_bytes(b"1")
    link.symlink_to(target)
    assert write_files([(link, b"2")]) == []
    assert link.is_symlink() and target.read_bytes() == b"2"
    assert names(tmp_path) == ["elsewhere", "link"] and names(target.parent) == ["book"]


@posix
def test_of_a_file_with_two_names_one_is_replaced_and_it_is_said(tmp_path: Path) -> None:
    path, other = tmp_path / "book", tmp_path / "other"
    path.write_bytes(b"1")
    other.hardlink_to(path)
    assert write_files([(path, b"2")]) == [path]
    assert (path.read_bytes(), other.read_bytes()) == (b"2", b"1")


@posix
def test_a_link_that_leads_back_to_itself(tmp_path: Path) -> None:
    link = tmp_path / "book"
    link.symlink_to(link)
    told = f"“{link}”不能用作路径：它是一个绕回自己的链接。请删除这个链接，或改用别的文件名。"
    with pytest.raises(CannotRun, match=f"^{told}$"):
        real(link)
    with pytest.raises(CannotRun, match=f"^{told}$"):
        write_files([(link, b"1")])
    with pytest.raises(CannotRun, match=f"^读不了 {link}：它是一个绕回自己的链接。"):
        must_exist([link])


def test_what_replaces_a_file_is_on_the_disk_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut there is the old file or the new one, and not neither."""
    (tmp_path / "old").write_bytes(b"1")
    steps: list[str] = []
    usual = Path.replace

    def replace(self: Path, target: Path) -> Path:
        steps.append(target.name)
        return usual(self, target)

    monkeypatch.setattr(os, "fsync", lambda _: steps.append("on the disk"))
    monkeypatch.setattr(Path, "replace", replace)
    write_files([(tmp_path / "new", b"2"), (tmp_path / "old", b"3")])
    assert steps == ["on the disk", "new", "old"]


# --- What the system refuses ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, "磁盘已满，或已用完规定的空间。请清理出空间，或把输出放到别的磁盘后重试。"),
        (
            errno.EFBIG,
            "超出了系统允许的文件大小。请把输出放到别的磁盘，或请系统管理员放宽限制后重试。",
        ),
        (errno.EACCES, "没有权限。请检查文件和所在文件夹的权限，或改用别的文件夹。"),
        (errno.EPERM, "没有权限。请检查文件和所在文件夹的权限，或改用别的文件夹。"),
        (errno.EROFS, "所在的磁盘或共享文件夹是只读的。请改用别的文件夹。"),
        (errno.EBUSY, "文件正在 Excel、WPS 或别的程序中打开。请关闭后重试。"),
        (errno.ENAMETOOLONG, "文件名或路径太长。请缩短文件名，或改用路径较短的文件夹。"),
        (errno.ELOOP, "它是一个绕回自己的链接。请删除这个链接，或改用别的文件名。"),
        (
            errno.EMFILE,
            "同时打开的文件太多，超出了系统的限制。请关闭一些程序，或请系统管理员放宽限制后重试。",
        ),
        (errno.ENOTDIR, "路径当中有一段是文件，不是文件夹。请检查路径是否写对。"),
        (errno.ENOENT, "文件或它所在的文件夹不存在，可能刚被移走。请检查路径后重试。"),
        (errno.ENOMEM, "内存或进程数不足。请关闭一些程序后重试。"),
        (errno.EIO, "系统报告“out of order”。请检查磁盘和网络后重试。"),
    ],
)
def test_each_reason_of_the_system_has_its_own_words(number: int, why: str) -> None:
    error = OSError(number, "out of order", "/a/b")
    assert words.not_writable("汇总.xlsx", error) == f"写不了 汇总.xlsx：{why}"
    assert words.not_readable("汇总.xlsx", error) == f"读不了 汇总.xlsx：{why}"
    assert words.failed(error) == f"无法继续：/a/b：{why}"
    assert words.failed(OSError(number, "out of order")) == f"无法继续：{why}"


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (32, "文件正在 Excel、WPS 或别的程序中打开。请关闭后重试。"),
        (33, "文件正在 Excel、WPS 或别的程序中打开。请关闭后重试。"),
        (5, "文件可能正在 Excel 或 WPS 中打开，或没有写入权限。请关闭后重试。"),
        (112, "磁盘已满，或已用完规定的空间。请清理出空间，或把输出放到别的磁盘后重试。"),
        (206, "文件名或路径太长。请缩短文件名，或改用路径较短的文件夹。"),
    ],
)
def test_what_windows_refuses_is_told_by_its_own_numbers(number: int, why: str) -> None:
    class OfWindows(PermissionError):
        winerror = number

    error = OfWindows(errno.EACCES, "")
    assert words.not_writable("汇总.xlsx", error) == f"写不了 汇总.xlsx：{why}"


def test_a_name_that_is_too_long_is_said(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 100)
    for asked in (read_existing, read_named):
        with pytest.raises(CannotRun, match=f"^读不了 {path}：文件名或路径太长。"):
            asked(path)
    with pytest.raises(CannotRun, match="不能用作路径：文件名或路径太长。"):
        write_files([(path, b"1")])
    assert names(tmp_path) == []


# --- What a killed run has left ------------------------------------------------------------------


@posix
def test_what_a_killed_run_has_left_is_taken_away(tmp_path: Path) -> None:
    """Its lock is gone with it."""
    left = tmp_path / ".~toolkit-0123abcd"
    left.mkdir(0o700)
    (left / "1").write_bytes(b"half a workboo")
    write_files([(tmp_path / "book", b"1")])
    assert names(tmp_path) == ["book"]


@posix
def test_what_another_run_is_still_writing_is_left_alone(tmp_path: Path) -> None:
    other = Staging(tmp_path)
    waits = other.new_path()
    waits.write_bytes(b"1")
    write_files([(tmp_path / "book", b"2")])
    assert waits.read_bytes() == b"1"
    other.close()
    assert names(tmp_path) == ["book"]


@pytest.mark.parametrize("name", [".~toolkit-0123abcd.d", ".~toolkit-0123ABCD", "toolkit-0123abcd"])
def test_what_is_called_otherwise_is_not_ours(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    remove_left_behind([tmp_path, tmp_path / "not there"])
    assert names(tmp_path) == [name]


def test_a_folder_of_ours_with_something_else_in_it_is_kept(tmp_path: Path) -> None:
    own = tmp_path / ".~toolkit-0123abcd" / "own"
    own.mkdir(parents=True)
    remove_left_behind([tmp_path])
    assert own.exists()


@posix
def test_a_link_of_such_a_name_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "1").write_bytes(b"1")
    (tmp_path / ".~toolkit-0123abcd").symlink_to(elsewhere)
    remove_left_behind([tmp_path])
    assert names(elsewhere) == ["1"]


@pytest.mark.parametrize(
    ("name", "content", "hours", "goes"),
    [
        (".~ab_cd012.tmp", filled(), 2, True),
        (".~ab_cd012.tmp", JSON_BEGINS + b'"', 2, True),
        (".~ab_cd012.tmp", filled(), 0, False),
        (".~ab_cd012.tmp", filled()[:-100], 2, False),
        (".~ab_cd012.tmp", b"a draft of somebody", 2, False),
        (".~ab_cd0123.tmp", filled(), 2, False),
        ("ab_cd012.tmp", filled(), 2, False),
    ],
)
def test_what_an_earlier_version_has_left(
    tmp_path: Path, name: str, content: bytes, hours: float, goes: bool
) -> None:
    """It said nothing of itself in its name: only what is certainly ours and old is taken away."""
    path = tmp_path / name
    path.write_bytes(content)
    then = time.time() - 3600 * hours
    os.utime(path, (then, then))
    remove_left_behind([tmp_path])
    assert path.exists() is not goes


# --- Signals -------------------------------------------------------------------------------------


@posix
def test_ctrl_c_waits_until_all_targets_are_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        done = usual(self, target)
        signal.raise_signal(signal.SIGINT)
        return done

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_files([(tmp_path / "a", b"1"), (tmp_path / "b", b"2")])
    assert names(tmp_path) == ["a", "b"]


def test_what_ends_a_run_is_handled_afterwards_as_before() -> None:
    before = signal.getsignal(signal.SIGINT)
    with held_back():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before
