"""Workbooks with a password: told how to send them without, or opened with one given out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.build import BUREAU, collect, collect_one, command
from tests.support.encrypted import PASSWORD, locked


@pytest.fixture(scope="module")
def encrypted() -> bytes:
    return locked(PASSWORD)


def test_without_the_password_the_unit_is_told_what_to_do(tmp_path: Path, encrypted: bytes) -> None:
    files = {"a.xlsx": encrypted}
    result = collect(tmp_path, files, "--year", "2024", units=[BUREAU])
    found = result.finding("FILE-07")
    assert (found["severity"], found["file"]) == ("error", "a.xlsx")
    assert "清空密码后保存" in found["suggestion"]
    assert result.json["files"][0]["status"] == "unreadable"
    assert result.json["files"][0]["reason"] == "文件设有打开密码"


def test_a_password_that_the_office_gave_out_opens_it(tmp_path: Path, encrypted: bytes) -> None:
    passwords = ("--password", "wrong", "--password", PASSWORD)
    result = collect_one(tmp_path, encrypted, *passwords)
    assert (result.codes(), result.total("表三!D6"), result.exit_code) == ([], 12, 0)


def test_the_password_that_excel_sets_by_itself_is_known(tmp_path: Path) -> None:
    """A workbook whose structure is protected may be encrypted without anybody asking for it."""
    assert collect_one(tmp_path, locked("VelvetSweatshop")).total("表三!D6") == 12


def test_check_takes_the_password_too(
    tmp_path: Path, encrypted: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(encrypted)
    assert command("check", path) == 1
    assert "FILE-07" in capsys.readouterr().out
    assert command("check", path, "--password", PASSWORD) == 0
