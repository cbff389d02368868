"""What the commands write: whole or not at all, never over a return, in any encoding."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.build import (
    BUREAU,
    COUNTY,
    command,
    filled,
    parts,
    refused,
    roster,
    without_properties,
)
from tests.support.places import ROOT

pytestmark = pytest.mark.slow


def toolkit(
    *arguments: str | Path, cwd: Path, encoding: str = "utf-8"
) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, its output redirected."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding}
    return subprocess.run(
        [sys.executable, "-m", "toolkit", *map(str, arguments)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        check=False,
    )


# --- What is written -----------------------------------------------------------------------------


def test_a_missing_folder_for_the_output_is_made(folder: Path) -> None:
    assert command("collect", "returns", "-o", "a/b/out.xlsx", "--json", "c/out.json") == 0
    assert (folder / "a" / "b" / "out.xlsx").is_file()
    assert json.loads((folder / "c" / "out.json").read_text(encoding="utf-8"))["year"] == 2024


@pytest.mark.parametrize(
    ("option", "path"),
    [("-o", "units.csv/out.xlsx"), ("--json", "units.csv/out.json")],
    ids=["within a file", "JSON within a file"],
)
def test_an_output_within_a_file_cannot_be_written(
    folder: Path, capsys: pytest.CaptureFixture[str], option: str, path: str
) -> None:
    told = refused(capsys, "collect", "returns", option, path)
    assert told.startswith(f"写不了 {path}：")


def test_a_folder_is_no_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, "collect", "returns", "-o", "returns")
    assert told == "returns 是文件夹或设备，不能作为输出文件。请另取文件名。"
    assert [path.name for path in (folder / "returns").iterdir()] == ["a.xlsx"]


def test_without_its_json_the_workbook_is_not_written_either(folder: Path) -> None:
    assert command("collect", "returns", "--json", "units.csv/out.json") == 2
    assert not (folder / "汇总-2024.xlsx").exists()


def test_an_output_that_is_open_elsewhere_is_left_as_it_was(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace a file that Excel holds open."""
    assert command("collect", "returns") == 0
    before = (folder / "汇总-2024.xlsx").read_bytes()
    (folder / "returns" / "a.xlsx").write_bytes(filled({}))

    replace = Path.replace

    class SharingViolation(PermissionError):
        winerror = 32

    def locked(self: Path, target: Path) -> Path:
        if target.suffix == ".bak":
            return replace(self, target)
        raise SharingViolation(13, "The process cannot access the file", str(target))

    monkeypatch.setattr(Path, "replace", locked)
    assert refused(capsys, "collect", "returns") == (
        "写不了 汇总-2024.xlsx：文件正在 Excel、WPS 或别的程序中打开。请关闭后重试。"
    )
    assert (folder / "汇总-2024.xlsx").read_bytes() == before
    assert (folder / "汇总-2024.xlsx.bak").read_bytes() == before
    assert len(list(folder.iterdir())) == 4


def test_a_full_disk_leaves_nothing_behind(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    usual = Path.open

    def full(self: Path, mode: str = "r", *more: Any, **others: Any) -> Any:
        opened = usual(self, mode, *more, **others)
        if mode != "xb":
            return opened
        opened.close()
        return Full()

    monkeypatch.setattr(Path, "open", full)
    assert refused(capsys, "collect", "returns") == (
        "写不了 汇总-2024.xlsx：磁盘已满，或已用完规定的空间。"
        "请清理出空间，或把输出放到别的磁盘后重试。"
    )
    monkeypatch.undo()
    assert sorted(path.name for path in folder.iterdir()) == ["returns", "units.csv"]


def test_an_output_never_replaces_a_return(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = "returns/a.xlsx 已存在，不是本工具以前生成的同类文件，为免误删没有覆盖。请另取文件名。"
    assert refused(capsys, "collect", "returns", "-o", "returns/a.xlsx") == told
    assert refused(capsys, "collect", "returns/a.xlsx", "--json", "returns/a.xlsx") == told
    assert (folder / "returns" / "a.xlsx").read_bytes() == filled()


def test_the_json_never_replaces_the_roster(folder: Path) -> None:
    before = (folder / "units.csv").read_bytes()
    command("collect", "returns", "--json", "units.csv")
    assert (folder / "units.csv").read_bytes() == before


def test_workbook_and_json_cannot_be_the_same_file(folder: Path) -> None:
    assert command("collect", "returns", "-o", "out.xlsx", "--json", "out.xlsx") == 2


@pytest.mark.parametrize("json", ["汇总-2024.xlsx", "./returns/../汇总-2024.xlsx"])
def test_the_json_is_not_the_workbook_that_nobody_named(
    folder: Path, capsys: pytest.CaptureFixture[str], json: str
) -> None:
    told = f"汇总工作簿和 JSON 不能用同一个文件名：{Path(json)}。"
    assert refused(capsys, "collect", "returns", "--json", json) == told
    assert not (folder / "汇总-2024.xlsx").exists()


def test_the_json_never_replaces_a_consolidated_workbook(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not that of another year either, nor the copy that is kept of one."""
    assert command("collect", "returns", "-o", "a.xlsx") == 0
    assert command("collect", "returns", "-o", "a.xlsx") == 0
    # Without its properties the hidden sheet still says what it is.
    (folder / "c.xlsx").write_bytes(without_properties((folder / "a.xlsx").read_bytes()))
    names = ("a.xlsx", "a.xlsx.bak", "c.xlsx")
    before = {name: (folder / name).read_bytes() for name in names}
    for name in before:
        told = refused(capsys, "collect", "returns", "-o", "b.xlsx", "--json", name)
        assert told == f"{name} 是汇总工作簿或它的备份，不能用 JSON 代替。请另取文件名。"
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert not (folder / "b.xlsx").exists()


@pytest.mark.parametrize("out", [(), ("-o", "汇总-2024.xlsx")], ids=["default", "named"])
def test_the_json_is_not_where_the_workbook_is_kept(
    folder: Path, capsys: pytest.CaptureFixture[str], out: tuple[str, ...]
) -> None:
    told = refused(capsys, "collect", "returns", *out, "--json", "汇总-2024.xlsx.bak")
    assert told == "汇总-2024.xlsx.bak 是汇总工作簿备份用的文件名，不能用于 JSON。请另取文件名。"
    assert sorted(path.name for path in folder.iterdir()) == ["returns", "units.csv"]


def test_the_json_replaces_the_json_of_before(folder: Path) -> None:
    assert command("collect", "returns", "--json", "out.json") == 0
    (folder / "returns" / "a.xlsx").write_bytes(filled({}))
    assert command("collect", "returns", "--json", "out.json") == 0
    result = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert set(result["totals"].values()) == {0}


@pytest.mark.parametrize("option", ["--csv", "--feedback"])
@pytest.mark.parametrize("path", ["汇总-2024.xlsx", "汇总-2024.xlsx/more", "汇总-2024.xlsx.bak"])
def test_a_folder_is_not_where_the_workbook_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], option: str, path: str
) -> None:
    told = refused(capsys, "collect", "returns", option, path)
    assert told == f"{option} 的文件夹 {path} 与另一个输出文件同名。请另取名称。"
    assert sorted(one.name for one in folder.iterdir()) == ["returns", "units.csv"]


def test_a_folder_is_not_where_the_json_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = refused(capsys, "collect", "returns", "--csv", "out", "--json", "out")
    assert told == "--csv 的文件夹 out 与另一个输出文件同名。请另取名称。"
    assert sorted(one.name for one in folder.iterdir()) == ["returns", "units.csv"]


@pytest.mark.parametrize("option", ["-o", "--json"])
def test_an_output_is_none_of_what_goes_back(
    folder: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    (folder / "returns" / "a.xlsx").write_bytes(filled({"表三!D6": 5}))
    assert command("collect", "returns", "--feedback", "back") == 1
    name = next(one.name for one in (folder / "back").iterdir() if one.suffix == ".xlsx")
    assert command("collect", "returns", "--feedback", "again", option, f"again/{name}") == 2
    assert not (folder / "again").exists()


def test_an_output_that_is_no_workbook_s_name(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = refused(capsys, "collect", "returns", "-o", "out.xls")
    assert told == "输出文件 out.xls 应以 .xlsx 结尾。"


def test_collecting_again_replaces_the_earlier_workbook(folder: Path) -> None:
    assert command("collect", "returns") == 0
    assert command("collect", "returns") == 0


# --- Redirected ----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "ascii"])
def test_output_redirected_in_another_encoding(folder: Path, encoding: str) -> None:
    """A Chinese Windows writes GBK; a file name may hold what GBK has not."""
    (folder / "returns" / "表😀.rar").write_bytes(b"Rar!\x1a\x07\0")
    run = toolkit("collect", "returns", cwd=folder, encoding=encoding)
    assert (run.returncode, run.stderr) == (1, b"")
    text = run.stdout.decode(encoding)
    if encoding != "ascii":
        assert "已生成：汇总-2024.xlsx" in text and "FILE-01" in text
        assert ("😀" in text) is (encoding == "utf-8")


def test_a_line_for_what_cannot_be_done_in_gbk(folder: Path) -> None:
    run = toolkit("collect", "😀", cwd=folder, encoding="gbk")
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr.decode("gbk").splitlines() == ["找不到文件或文件夹：?。请检查路径是否写对。"]


def test_many_files_are_read_like_few(folder: Path) -> None:
    """Beyond some dozens they are shared out to processes; nothing else changes."""
    for number in range(80):
        (folder / "returns" / f"b{number:02}.xlsx").write_bytes(filled())
    (folder / "returns" / "c.xlsx").write_bytes(filled(unit=COUNTY))
    (folder / "units.csv").write_bytes(roster(BUREAU, COUNTY))
    run = toolkit("collect", "returns", "--json", "out.json", cwd=folder)
    assert run.returncode == 0, run.stderr.decode()
    result = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    statuses = [one["status"] for one in result["files"]]
    assert statuses == ["accepted", *["duplicate"] * 80, "accepted"]
    assert [one["path"] for one in result["files"]][1:3] == ["b00.xlsx", "b01.xlsx"]
    assert result["totals"]["t3.received.total"] == 24


# --- What is there already -----------------------------------------------------------------------

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")


@posix
def test_a_workbook_that_is_private_stays_so_with_its_copy(folder: Path) -> None:
    assert command("collect", "returns", "-o", "out.xlsx", "--json", "out.json") == 0
    for name in ("out.xlsx", "out.json"):
        (folder / name).chmod(0o600)
    (folder / "returns" / "a.xlsx").write_bytes(filled({}))
    assert command("collect", "returns", "-o", "out.xlsx", "--json", "out.json") == 0
    for name in ("out.xlsx", "out.xlsx.bak", "out.json"):
        assert (folder / name).stat().st_mode & 0o777 == 0o600, name


def test_a_name_that_has_no_room_for_the_copy_is_refused_at_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not at the second run, when there is something to be kept."""
    name = "a" * 250 + ".xlsx"
    assert command("collect", "returns", "-o", name) == 2
    assert "文件名或路径太长" in capsys.readouterr().err
    assert not (folder / name).exists()
    fits = "a" * 246 + ".xlsx"
    assert [command("collect", "returns", "-o", fits) for _ in range(2)] == [0, 0]


@posix
def test_the_name_of_an_output_is_shown_without_what_turns_the_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert command("collect", "returns", "-o", "a\x1b[31m\nb.xlsx") == 0
    told = capsys.readouterr().out
    assert told.count("已生成：a [31m b.xlsx\n") == 2 and "\x1b" not in told
    assert "被代替的文件已另存为 a [31m b.xlsx.bak" in told


@posix
@pytest.mark.parametrize("closed", ["<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_run_whose_streams_are_closed_reads_as_well(folder: Path, closed: str) -> None:
    """As a timer or a service may start it."""
    start = f"{sys.executable} -c 'from toolkit.cli.start import main; main()'"
    line = f"{start} collect returns -o out.xlsx --json out.json {closed}"
    ended = subprocess.run(
        ["bash", "-c", line], cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False
    )
    assert ended.returncode == 0
    files = json.loads((folder / "out.json").read_text(encoding="utf-8"))["files"]
    assert [one["status"] for one in files if one["path"] == "a.xlsx"] == ["accepted"]


def test_a_workbook_with_a_second_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("collect", "returns", "-o", "out.xlsx") == 0
    (folder / "other.xlsx").hardlink_to(folder / "out.xlsx")
    before = (folder / "other.xlsx").read_bytes()
    capsys.readouterr()
    assert command("collect", "returns", "-o", "out.xlsx") == 0
    told = "out.xlsx 在别处还有另一个名称（硬链接），那里仍是旧文件，没有更新。\n"
    assert told in capsys.readouterr().out
    assert (folder / "other.xlsx").read_bytes() == before


@posix
def test_a_workbook_elsewhere_is_replaced_through_a_link(folder: Path) -> None:
    """Its links lead to the returns from where it is, not from where the link is."""
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "out.xlsx").symlink_to("a/b/real.xlsx")
    for _ in range(2):
        assert command("collect", "returns", "-o", "out.xlsx") == 0
        assert (folder / "out.xlsx").is_symlink()
    assert sorted(path.name for path in folder.iterdir()) == [
        *("a", "out.xlsx", "out.xlsx.bak", "returns", "units.csv"),
    ]
    assert [path.name for path in (folder / "a" / "b").iterdir()] == ["real.xlsx"]
    assert "../../returns/a.xlsx" in str(parts((folder / "out.xlsx").read_bytes()))


@posix
@pytest.mark.parametrize("options", [("-o", "x.xlsx"), ("--json", "x.xlsx"), ("--csv", "x.xlsx")])
def test_a_link_that_leads_back_to_itself_is_no_output(
    folder: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    (folder / "x.xlsx").symlink_to("x.xlsx")
    told = "“x.xlsx”不能用作路径：它是一个绕回自己的链接。请删除这个链接，或改用别的文件名。"
    assert refused(capsys, "collect", "returns", "-o", "out.xlsx", *options) == told


@posix
@pytest.mark.parametrize(
    "arguments",
    [
        ("collect", "returns", "--feedback", "out", "--csv", "out"),
        ("template", "--units", "units.csv", "--year", "2024", "-o", "out"),
        ("report", "returns/a.xlsx", "-o", "out"),
    ],
    ids=["collect", "template", "report"],
)
def test_each_command_takes_away_what_a_killed_run_has_left(
    folder: Path, arguments: tuple[str, ...]
) -> None:
    """Even where all is there already, so that nothing is written."""
    left = folder / "out" / ".~toolkit-0123abcd"
    for _ in range(2):
        left.mkdir(parents=True)
        (left / "1").write_bytes(b"half a fi")
        assert command(*arguments) == 0
        assert not left.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is that of Linux")
def test_too_few_files_may_be_open(folder: Path) -> None:
    limited = (
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8));"
        "from toolkit.cli.start import main; main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", limited, "collect", "returns"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (
        2,
        "",
        "无法继续：同时打开的文件太多，超出了系统的限制。"
        "请关闭一些程序，或请系统管理员放宽限制后重试。\n",
    )
    assert sorted(path.name for path in folder.iterdir()) == ["returns", "units.csv"]
