"""What is refused within a collection speaks of the collection, not of what nobody has typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.begun import OUT, begin, says, sent
from tests.support.build import BALANCED, OFFICE, YEAR, command, filled, refused


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return begin(tmp_path, monkeypatch)


def test_a_report_before_anything_was_collected(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, "report") == f"还没有汇总（没有 {OUT}），请先 toolkit collect。"


def test_years_before_anything_was_collected(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("上年数.xlsx").unlink()
    assert refused(capsys, "history") == (
        "还没有汇总，也没有上年的数，没有可以对比的：请先 toolkit collect，"
        "或写明文件，例如 toolkit history 上年年报。"
    )


@pytest.mark.parametrize("name", ["collect", "check", "read"])
def test_returns_that_are_not_named(
    begun: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    says("returns", None)
    assert refused(capsys, name) == (
        "collection.toml 没有写明报送件放在哪里：请启用 [collect] 一节的 returns 一行，"
        f"或写在命令里，例如 toolkit {name} 收件。"
    )


def test_templates_without_a_roster(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    says("units", None)
    assert refused(capsys, "template") == (
        "collection.toml 没有写明名册，不知道给哪些单位生成模板：请启用 units 一行，"
        "或加上 --units 名册.xlsx。只要一份空白模板的，请在别的文件夹里运行。"
    )


def test_a_workbook_that_is_not_named(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    says("year", None)
    lines = Path("collection.toml").read_text("utf-8").replace(f"out = '{OUT}'", "")
    Path("collection.toml").write_text(lines, "utf-8")
    assert refused(capsys, "report") == (
        "collection.toml 没有写明年度（year），不知道用哪个汇总工作簿：请在那里写明，或写在命令里。"
    )


def test_a_wish_that_is_used_again_says_how_to_take_it_back(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent(OFFICE)
    assert command("collect", "--strict") == 0
    capsys.readouterr()
    assert command("collect") == 0
    assert (
        f"沿用上次汇总（{OUT}）：有错误的单位不计入。要改用别的，请在命令中写明；"
        "有错误的单位照常计入的，请加上 --no-strict。"
    ) in capsys.readouterr().out.splitlines()
    head = Path("collection.toml").read_text("utf-8")
    assert "# 这里没有启用的一项，汇总时在命令行上写过的，以后汇总照用" in head


def test_last_year_that_was_left_out_on_purpose_is_not_asked_for(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("then").mkdir()
    Path("then", "o.xlsx").write_bytes(filled(BALANCED, OFFICE, year=YEAR - 1))
    last = "--year", f"{YEAR - 1}", "-o", "old.xlsx", "--no-previous"
    assert command("collect", "then", *last) == 0
    sent(OFFICE, {"表三!D6": 12, "表三!D7": 2, "表三!D8": 12, "表三!D30": 2})
    says("previous", None)
    assert command("collect", "--previous", "old.xlsx") == 0
    told = (
        "按 --no-previous 的要求，没有与上年核对（以前用过 --previous old.xlsx），"
        "“概览”“上下年对比”中没有上年数。要再与上年核对的，请加上 --previous old.xlsx。"
    )
    for options in (("--no-previous",), ()):
        capsys.readouterr()
        assert command("collect", *options) == 0
        printed = capsys.readouterr().out.splitlines()
        assert told in printed
        assert not [one for one in printed if "重新汇总" in one]
