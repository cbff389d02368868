"""``toolkit log``: every run in a line, or everything about one unit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.build import (
    BUREAU,
    LATER,
    OFFICE,
    code_at,
    command,
    dated,
    filled,
    opened,
    refused,
)
from tests.support.remembered import Office
from tests.support.reviewed import BROKEN, MENDED, decided
from toolkit.cli import log_words as words
from toolkit.commands import journals
from toolkit.form.form_file import default_form
from toolkit.grids.names import FINDINGS, JOURNAL, SENT_BACK
from toolkit.journal import words as journal_words


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """It has sent something back, and that came again."""
    monkeypatch.chdir(tmp_path)
    one = Office(tmp_path, monkeypatch)
    one.has(a=filled(BROKEN, BUREAU), o=filled(MENDED, OFFICE))
    one.run(12, feedback=True)
    one.has(a=dated(filled(MENDED, BUREAU), LATER), o=filled(MENDED, OFFICE))
    one.run(20, feedback=True)
    return one


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    capsys.readouterr()
    assert command("log", *arguments) == 0
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_every_run_has_its_line(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    title, heads, _, *runs, last = said(capsys)
    assert title == "990000 2024 年度：共汇总 2 次"
    assert tuple(heads.split()) == words.RUN_COLUMNS and last == words.HOW_TO_SEE_ONE
    assert [line.split(maxsplit=6) for line in runs] == [
        [
            *["2025-01-12", "04:00", "2", "2/3", "2", "1"],
            "数据有变的单位 2，新提意见 2，退回或催报文件 3",
        ],
        [
            *["2025-01-20", "04:00", "1", "2/3", "2", "0"],
            "数据有变的单位 1，消除 1，退回或催报文件 1",
        ],
    ]


def test_other_figures_are_a_change(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    figures = {"表三!D6": 13, "表三!D8": 11, "表三!D30": 2}
    for day, content in enumerate((filled(figures, BUREAU), filled(figures, BUREAU)), 21):
        office.has(a=dated(content, LATER), o=filled(MENDED, OFFICE))
        office.run(day)
    *_, changed, same, _ = said(capsys)
    assert changed.endswith(" 数据有变的单位 1") and same.endswith(" 没有变化")


def test_another_workbook_is_named_and_its_runs_are_apart(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    before = said(capsys, "教育局")
    office.has(o=filled(MENDED, OFFICE))
    (office.folder / "collection.toml").write_text(
        '[collect]\nout = "汇总.xlsx"\n', encoding="utf-8"
    )
    office.run(21, out="试算.xlsx")
    assert said(capsys, "教育局") == before
    office.has(a=dated(filled(MENDED, BUREAU), LATER), o=filled(MENDED, OFFICE))
    office.run(22)
    trial, main = [line.split(maxsplit=6)[-1] for line in said(capsys)[-3:-1]]
    assert trial == "（写入 试算.xlsx）数据有变的单位 1，新提意见 1"
    assert main == "没有变化"


def test_the_own_workbook_of_a_collection_has_the_usual_name(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where there is no collection, the workbook of the last run is meant."""
    office.run(21, out="汇总-2024.xlsx")
    office.run(22, out="试算.xlsx")

    def named() -> list[str]:
        parts = (line.partition("（写入 ")[2].partition("）")[0] for line in said(capsys))
        return list(filter(None, parts))

    assert named() == ["汇总.xlsx", "汇总.xlsx", "汇总-2024.xlsx"]
    (office.folder / "collection.toml").write_text("", encoding="utf-8")
    assert named() == ["汇总.xlsx", "汇总.xlsx", "试算.xlsx"]


def test_decisions_in_a_workbook_that_is_gone_were_not_withdrawn(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.has(a=filled(BROKEN, BUREAU), o=filled(MENDED, OFFICE))
    office.run(21)
    sheet = opened(office.workbook.read_bytes())[FINDINGS]
    at = next(n for n, row in enumerate(sheet.iter_rows(min_row=3)) if "T3-01" in str(row[4].value))
    office.workbook.write_bytes(decided(office.workbook.read_bytes(), {at: SENT_BACK}))
    office.run(22)
    office.workbook.unlink()
    office.run(23)
    office.run(24)
    lines = said(capsys, "教育局")
    at = lines.index(words.section(words.DECISIONS))
    assert lines[at + 1 : lines.index(words.section(words.LETTERS))] == [
        "  2025-01-22 04:00 T3-01：已退回",
        "  2025-01-23 04:00 T3-01：这次汇总时没有原来的汇总工作簿，处理意见没有沿用",
    ]
    *_, decided_, lost, nothing, _ = said(capsys)
    assert decided_.endswith(" 处理意见有变 1")
    assert lost.endswith(" 没有沿用的处理意见 1") and nothing.endswith(" 没有变化")


@pytest.mark.parametrize("name", ["990000-11", "东海市教育局", "教育", " 教育局 ", "00-11"])
def test_a_unit_by_its_code_its_name_or_a_part(
    office: Office, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert said(capsys, name)[0] == "东海市教育局（990000-11）"


def test_everything_about_a_unit(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "教育局")
    first, second = (
        f"（校验值 {one.sha256[:8]}，{words.saved(one.saved)}）"
        for one in office.rows().files
        if one.path == "a.xlsx"
    )
    label = default_form().indicators[code_at("表三!D30")].label
    at = lines.index(words.section(words.FILES))
    assert lines[at + 1 : lines.index(words.section(words.STANDING))] == [
        f"  1. 2025-01-12 04:00 首次报送 a.xlsx{first}",
        "     2025-01-12 04:00 已采用",
        "     2025-01-20 04:00 已不在报送件中",
        f"  2. 2025-01-20 04:00 重报 a.xlsx，1 个数有变{second}",
        f"       表三 D30（{label}）：1 → 2",
        "     2025-01-20 04:00 已采用",
    ]
    at = lines.index(words.section(words.FINDINGS))
    head, told, gone = lines[at + 1 : lines.index(words.section(words.DECISIONS))]
    assert head == "  错误 T3-01 表三 D29" and told.startswith(
        "     2025-01-12 04:00 提出：表三 D29"
    )
    assert gone == "     2025-01-20 04:00 已消除"
    letters = lines[lines.index(words.section(words.LETTERS)) + 1 :]
    assert [" ".join(line.split()[:3]) for line in letters] == [
        "2025-01-12 04:00 退回件",
        "2025-01-12 04:00 退回通知",
        "2025-01-12 04:00 回执",
        "2025-01-20 04:00 回执",
        "2025-01-20 04:00 撤下退回件",
        "2025-01-20 04:00 撤下退回通知",
    ]
    assert letters[0].endswith("，1 条意见：T3-01")


def test_several_units_or_none(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    known = [(one.unit, one.name) for one in office.past().units.values()]
    some = [one for one in known if "海市" in one[1]]
    assert refused(capsys, "log", "海市") == journal_words.several_units("海市", some)
    assert refused(capsys, "log", "西海") == journal_words.no_such_unit("西海", known)


def test_no_journal(tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert refused(capsys, "log") == journal_words.no_journal(JOURNAL)
    Path(JOURNAL).write_bytes(b"something else")
    assert refused(capsys, "log").startswith(f"读不了台账 {JOURNAL}：")


def test_collect_keeps_it_in_a_collection(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("collect", "returns") == 0
    assert not Path(JOURNAL).exists()
    (folder / "collection.toml").write_text("", encoding="utf-8")
    assert command("collect", "returns") == 0 and JOURNAL not in capsys.readouterr().out
    assert len(said(capsys)) == 5
    Path(JOURNAL).write_bytes(b"something else")
    capsys.readouterr()
    assert command("collect", "returns") == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith(f"台账 {folder / JOURNAL} ") for line in lines) == 1


def test_a_journal_that_begins_late_says_so(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.journal.unlink()
    office.run(22)
    assert any(words.NOT_KNOWN_BEFORE in line for line in said(capsys))


def test_it_is_found_beside_the_collection_from_below(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert journals.journal_here() == Path(JOURNAL)
    (folder / "collection.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir("returns")
    assert journals.journal_here() == Path("..", JOURNAL)
