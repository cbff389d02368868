"""Collecting and writing apart, and which refusal comes first where there are several."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.build import BUREAU, OFFICE, Collected, filled, refused, roster
from tests.support.places import ROOT
from tests.support.reviewed import BROKEN, decide, line, switch
from toolkit.commands.collecting import collect, write
from toolkit.commands.outputs import Outputs
from toolkit.commands.wishes import Wishes
from toolkit.errors import CannotRun


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the returns of two units, in which the commands run."""
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns" / "a.xlsx").write_bytes(filled(BROKEN))
    (tmp_path / "returns" / "b.xlsx").write_bytes(filled({"表三!D6": 7}, OFFICE))
    (tmp_path / "units.csv").write_bytes(roster(OFFICE, BUREAU))
    monkeypatch.chdir(tmp_path)
    return tmp_path


WISHES = Wishes([Path("returns")])


def written() -> Collected:
    write(collect(WISHES), Outputs(Path("out.xlsx")))
    return Collected(0, {}, Path("out.xlsx"))


# --- Apart ---------------------------------------------------------------------------------------


def test_collecting_writes_nothing(two: Path) -> None:
    assert len(collect(WISHES).result.units) == 2
    assert sorted(path.name for path in two.iterdir()) == ["returns", "units.csv"]


def test_what_people_typed_is_kept_by_writing_alone(two: Path) -> None:
    first = written()
    decide(first, "T3-01", "已核实", "已电话核实")
    switch(first, BUREAU.code, "否")
    before = first.workbook.read_bytes()
    collected = collect(WISHES)
    result, done = write(collected, Outputs(first.workbook))
    assert (line(first, "T3-01")["处理意见"], line(first, "T3-01")["备注"]) == (
        "已核实",
        "已电话核实",
    )
    assert [one.in_total for one in collected.result.units] == [True, True]
    assert [one.in_total for one in result.units] == [True, False]
    assert result.sources == collected.result.sources != {}
    assert done.backup == Path("out.xlsx.bak") and done.backup.read_bytes() == before


def test_where_nobody_has_switched_a_unit_the_result_is_the_one_collected(two: Path) -> None:
    written()
    collected = collect(WISHES)
    result, done = write(collected, Outputs(json=Path("out.json")))
    assert result is collected.result
    assert done.paths == [Path("汇总-2024.xlsx"), Path("out.json")]
    assert done.backup is None and all(path.is_file() for path in done.paths)


def test_writing_alone_replaces_nothing_that_is_not_ours(two: Path) -> None:
    before = (two / "returns" / "a.xlsx").read_bytes()
    for outputs in (
        Outputs(Path("returns/a.xlsx")),
        Outputs(json=Path("units.csv")),
        Outputs(json=Path("汇总-2024.xlsx")),
        Outputs(feedback=Path("returns/back")),
    ):
        with pytest.raises(CannotRun):
            write(collect(WISHES), outputs)
    assert (two / "returns" / "a.xlsx").read_bytes() == before
    assert sorted(path.name for path in two.iterdir()) == ["returns", "units.csv"]


# --- Refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("-o", "units.csv", "--json", "units.csv"), "汇总工作簿和 JSON 不能用同一个文件名"),
        (("-o", "units.csv", "--json", "returns/a.xlsx"), "units.csv 已存在，不能当作以前的"),
        (("-o", "out.xls", "--json", "units.csv"), "units.csv 已存在，不是本工具以前生成的同类"),
        (("-o", "out.xls", "--feedback", "units.csv"), "输出文件 out.xls 应以 .xlsx 结尾"),
        (("--feedback", "returns/f", "--csv", "units.csv"), "--feedback 的文件夹 returns/f 在"),
        (("--csv", "returns", "--json", "returns/values.csv"), "--csv 的文件夹 returns 在"),
        (("--csv", "data", "--json", "data/values.csv"), "--csv 要生成的 data/values.csv 与"),
        (("no-such-folder", "-o", "out.xls"), "输出文件 out.xls 应以 .xlsx 结尾"),
    ],
)
def test_of_several_refusals_one_comes_first(
    two: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], told: str
) -> None:
    assert refused(capsys, "collect", "returns", *options).startswith(told)


def test_a_refusal_waits_for_nothing_heavy(two: Path) -> None:
    (two / "data").mkdir()
    (two / "data" / "values.csv").write_bytes(b"")
    options = ("-o", "out.xlsx", "--json", "out.json", "--feedback", "back", "--csv", "data")
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "toolkit", "collect", "returns", *options],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    assert run.returncode == 2
    names = {line.rpartition("|")[2].strip() for line in run.stderr.splitlines()}
    assert "toolkit.exports.data_package" in names
    assert {name.partition(".")[0] for name in names} & {
        "pandas",
        "numpy.lib",
        "xlsxwriter",
    } == set()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is forked")
def test_collect_imports_what_it_needs_and_late_what_it_needs_late(two: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "toolkit", "collect", "returns", "-o", "a.xlsx"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    assert Path("a.xlsx").exists()
    names = [line.rpartition("|")[2].strip() for line in run.stderr.splitlines()]
    others = {"pandas", "numpy.lib", "openpyxl", "docx", "msoffcrypto", "olefile", "ssl"}
    others |= {"distributed", "dask", "fsspec", "upath", "toolkit.commands.cluster"}
    others |= {f"toolkit.{name}" for name in ("library.tables", "exports.result_json")}
    others |= {f"toolkit.{name}" for name in ("files.mail", "feedback.outbox", "template.workbook")}
    others |= {f"toolkit.commands.{name}" for name in ("checking", "distributing", "reporting")}
    assert others & {*names} == set()
    # Python imports it when the first process is forked: from there on the files are being read.
    reading = names.index("multiprocessing.popen_fork")
    late = (
        "rich.console",
        "xlsxwriter",
        "toolkit.audit.judge",
        "toolkit.review.changes",
    )
    assert [name for name in late if name not in names[reading:]] == []
