"""``--dry-run`` in a collection: what would be read, written, replaced, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.build import BUREAU, OFFICE, YEAR, command, filled, roster
from tests.support.reviewed import BROKEN, MENDED
from toolkit.grids.names import JOURNAL

HOME, OUT = f"{YEAR}年度", f"汇总-{YEAR}.xlsx"
UNITS = [OFFICE, BUREAU]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("units.csv").write_bytes(roster(*UNITS))
    assert command("init", HOME, "--units", "units.csv") == 0
    monkeypatch.chdir(HOME)
    for unit in UNITS:
        Path("收件", f"{unit.code}.xlsx").write_bytes(filled(MENDED, unit))
    return tmp_path / HOME


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    capsys.readouterr()
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    assert command("collect", "--dry-run", *arguments) in (0, 1)
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before
    lines = capsys.readouterr().out.splitlines()
    return lines[lines.index("以上是试运行（--dry-run），没有写任何文件。") + 1 :]


def test_before_the_first_run(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receipts = [f"退回/{unit.code}_{unit.name}_{YEAR}_回执.txt" for unit in UNITS]
    assert told(capsys) == [
        "会读取 4 个：collection.toml、收件（2 个文件）、名册.csv、上年数.xlsx",
        f"会新建 3 个：{OUT}、{'、'.join(receipts)}",
        f"会记入 1 个：{JOURNAL}",
    ]


def test_where_nothing_has_changed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The receipts stay as they are, so they are not among what is replaced."""
    assert command("collect") == command("collect") == 0
    assert told(capsys) == [
        f"会读取 6 个：collection.toml、收件（2 个文件）、名册.csv、上年数.xlsx、{OUT}、{JOURNAL}",
        f"会代替 2 个：{OUT}、{OUT}.bak",
        f"会记入 1 个：{JOURNAL}",
    ]
    assert told(capsys, "-q") == told(capsys)


def test_the_workbook_is_named_first_among_many(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for unit in UNITS:
        Path("收件", f"{unit.code}.xlsx").write_bytes(filled(BROKEN, unit))
    line = told(capsys, "--csv", "数据", "--json", "结果.json")[1]
    assert line.startswith(f"会新建 13 个：{OUT}、结果.json、") and line.endswith("……")


def test_a_journal_that_cannot_be_used_is_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(JOURNAL).write_bytes(b"something else")
    assert [line.partition(" ")[0] for line in told(capsys)] == ["会读取", "会新建"]
