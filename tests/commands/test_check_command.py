"""`toolkit check`: the verdict on single files, for a unit before it sends."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from openpyxl.workbook import Workbook
from rich.cells import cell_len
from rich.console import Console

from tests.support.build import BALANCED, BUREAU, command, edit, filled, raw, roster
from tests.support.places import ROOT
from tests.support.silenced import without
from toolkit.cli.checked_files import show_checked
from toolkit.commands.checking import Checked, check_files
from toolkit.findings.details import NotJudged
from toolkit.findings.finding import Facts, Finding, Location, Severity, Status, finding_at
from toolkit.findings.message import message, suggestion
from toolkit.findings.seen import Formula
from toolkit.findings.unjudged import BadCells
from toolkit.findings.voice import Voice
from toolkit.form.form_file import default_form
from toolkit.grids.identity import Identity
from toolkit.grids.names import SEVERITY_WORDS
from toolkit.grids.refusals import Refusal
from toolkit.returns.unit_return import FileRecord, Return

CLEAN = "没有发现问题，可以报送"


class Printed(NamedTuple):
    """What ``check`` printed, redirected: the lines, and the code and level of every finding."""

    exit_code: int
    lines: list[str]

    @property
    def heading(self) -> str:
        return self.lines[0]

    @property
    def findings(self) -> list[tuple[str, str]]:
        rows = [line.split()[:2] for line in self.lines if line[:2] in SEVERITY_WORDS.values()]
        return [(level, code) for level, code in rows]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def checked(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
    *options: str,
    name: str = "a.xlsx",
) -> Printed:
    """What ``check`` says of one file."""
    path = tmp_path / name
    path.write_bytes(content)
    capsys.readouterr()
    code = command("check", path, *options)
    return Printed(code, [line.rstrip() for line in capsys.readouterr().out.splitlines()])


def shown(width: int, *some: Checked, every: bool = False, colour: bool = False) -> list[str]:
    """What is printed on a screen of that width."""
    file = StringIO()
    system: Literal["standard"] | None = "standard" if colour else None
    screen = Console(
        file=file, width=width, highlight=False, force_terminal=True, color_system=system
    )
    show_checked(screen, some, every=every)
    return [line.rstrip() for line in file.getvalue().splitlines()]


def a_check(*findings: Finding, file: str = "a.xlsx") -> Checked:
    returned = Return(file, Identity(name="教育局", year="2024"))
    return Checked(default_form(), FileRecord(file, "accepted"), findings, returned)


def at(code: str, severity: Severity, status: Status = "open") -> Finding:
    """One finding at 表四 A6; the message needs nothing else."""
    place = Location("表四", "A6", label="行政复议→结果维持")
    judged = NotJudged(BadCells(("表四 A6",))) if status == "cannot_judge" else Formula("=1")
    facts: Facts = {"status": status, "actual": "3件", "expected": 3, "details": judged}
    return finding_at(code, severity, place, **facts)


NOT_A_NUMBER = at("NUM-01", "error")
FORMULA = at("NUM-07", "warning")
HINT = at("TOT-02", "info")
EXPLAINED = replace(at("NUM-07", "warning", "explained"), explanation="扩建")
UNCLEAR = at("T3-01", "info", "cannot_judge")


# --- On a screen ---------------------------------------------------------------------------------


AT_80 = """\
a.xlsx　教育局　2024 年度　有 1 处错误、1 处警告，请改正后再报
错误 NUM-01 表四 A6（行政复议→结果维持） 填的是“3件”，不是数，汇总时不会计
    入。
    → 请只填数字，不带单位和说明文字。
警告 NUM-07 表四 A6（行政复议→结果维持） 里是公式 =1，按其保存的结果 3件 计
    入。
    → 请核对结果，并用“选择性粘贴—数值”改为数字。
"""
AT_40 = """\
a.xlsx　教育局　2024 年度　有 1 处错误，请改正后再报
错误 NUM-01 表四 A6（行政复议→结果维
    持） 填的是“3件”，不是数，汇总时不会
    计入。
    → 请只填数字，不带单位和说明文字。
"""


@pytest.mark.parametrize(
    ("width", "some", "text"),
    [
        (80, (NOT_A_NUMBER, FORMULA), AT_80),
        (200, (NOT_A_NUMBER, FORMULA), AT_80.replace("计\n    入。", "计入。")),
        (40, (NOT_A_NUMBER,), AT_40),
    ],
)
def test_the_findings_are_a_list(width: int, some: tuple[Finding, ...], text: str) -> None:
    assert shown(width, a_check(*some)) == text.splitlines()


def test_levels_are_coloured_on_a_screen_only() -> None:
    one = a_check(NOT_A_NUMBER, FORMULA)
    text = "\n".join(shown(100, one, colour=True))
    assert "\x1b[31m错误 NUM-01\x1b[0m 表四" in text and "\x1b[33m警告 NUM-07\x1b[0m" in text
    assert "\x1b" not in "\n".join(shown(100, one))


@pytest.mark.parametrize("width", [80, 90, 100, 120, 200])
def test_no_line_is_wider_than_the_screen_and_nothing_is_cut(width: int) -> None:
    long = "甲" * 70
    one = replace(NOT_A_NUMBER, label=long, actual="z" * 130, suggested=int("5" * 70))
    lines = shown(width, a_check(one))[1:]
    assert max(map(cell_len, lines)) <= min(width, 120)
    text = "".join(lines)
    assert (text.count("甲"), text.count("5"), text.count("z")) == (70, 70, 130)
    assert "…" not in text


# --- What needs nothing --------------------------------------------------------------------------


def test_what_needs_nothing_is_counted_below_the_findings() -> None:
    folded = replace(HINT, more=34)
    lines = shown(100, a_check(NOT_A_NUMBER, EXPLAINED, folded, UNCLEAR))
    assert lines[0].endswith("　有 1 处错误，请改正后再报")
    assert lines[1].startswith("错误 NUM-01 ") and lines[2].startswith("    → ")
    assert lines[3:] == ["另有 1 处已说明、2 条提示，一般不用处理；加 --all 显示。"]


ALL_AT_80 = """\
警告 NUM-07 表四 A6（行政复议→结果维持） 里是公式 =1，按其保存的结果 3件 计
    入。已说明：“扩建”。
    → 报送后由汇总单位审核该说明。
提示 TOT-02 表四 A6（行政复议→结果维持） 的合计公式保存的结果是 3件，重新计
    算应为 3，已按 3 处理。
    → 无需处理；如需一致，请用 Excel 或 WPS 打开该文件后保存一次。
提示 T3-01 “本年新收加上年结转，等于办理结果加结转下年”（表四 A6（行政复议→
    结果维持））无法判断：表四 A6 不是有效的数。
    → 请先改正上述单元格，再重新审核。
"""


def test_all_shows_it() -> None:
    some = shown(80, a_check(NOT_A_NUMBER, EXPLAINED, HINT, UNCLEAR), every=True)
    assert some[4:] == ALL_AT_80.splitlines()


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        ([], CLEAN),
        ([HINT], f"{CLEAN}（另有 1 条提示，一般不用处理；加 --all 显示）"),
        ([EXPLAINED], f"{CLEAN}（另有 1 处已说明，一般不用处理；加 --all 显示）"),
        ([EXPLAINED, HINT], f"{CLEAN}（另有 1 处已说明、1 条提示，一般不用处理；加 --all 显示）"),
        ([FORMULA], "有 1 处警告，请核实或说明"),
        ([NOT_A_NUMBER], "有 1 处错误，请改正后再报"),
        ([NOT_A_NUMBER, FORMULA], "有 1 处错误、1 处警告，请改正后再报"),
    ],
)
def test_the_verdict(findings: list[Finding], verdict: str) -> None:
    assert shown(100, a_check(*findings))[0] == f"a.xlsx　教育局　2024 年度　{verdict}"


def test_the_verdict_does_not_offer_what_is_shown() -> None:
    first = shown(100, a_check(HINT), every=True)[0]
    assert first == f"a.xlsx　教育局　2024 年度　{CLEAN}（另有 1 条提示，一般不用处理）"


# --- Several files -------------------------------------------------------------------------------


def test_several_files_begin_with_a_line_each_and_end_with_a_count() -> None:
    roster_file = Checked(default_form(), FileRecord("units.csv", "ignored", reason=Refusal.ROSTER))
    some = (
        a_check(HINT, file="a.xlsx"),
        a_check(FORMULA, HINT, file="b.xlsx"),
        a_check(NOT_A_NUMBER, file="c.xlsx"),
        a_check(file="d.xlsx"),
        roster_file,
    )
    assert shown(120, *some) == [
        f"a.xlsx　教育局　2024 年度　{CLEAN}（另有 1 条提示，一般不用处理；加 --all 显示）",
        "b.xlsx　教育局　2024 年度　有 1 处警告，请核实或说明",
        "c.xlsx　教育局　2024 年度　有 1 处错误，请改正后再报",
        f"d.xlsx　教育局　2024 年度　{CLEAN}",
        "units.csv　未审核：单位名册",
        "",
        "b.xlsx　教育局　2024 年度",
        "警告 NUM-07 表四 A6（行政复议→结果维持） 里是公式 =1，按其保存的结果 3件 计入。",
        "    → 请核对结果，并用“选择性粘贴—数值”改为数字。",
        "另有 1 条提示，一般不用处理；加 --all 显示。",
        "",
        "c.xlsx　教育局　2024 年度",
        "错误 NUM-01 表四 A6（行政复议→结果维持） 填的是“3件”，不是数，汇总时不会计入。",
        "    → 请只填数字，不带单位和说明文字。",
        "",
        "共 5 个文件：2 个没有发现问题，1 个有错误，1 个只有警告，1 个未审核。",
    ]


def test_several_files_with_nothing_to_mend_are_a_line_each() -> None:
    assert shown(100, a_check(HINT), a_check(file="b.xlsx")) == [
        f"a.xlsx　教育局　2024 年度　{CLEAN}（另有 1 条提示，一般不用处理；加 --all 显示）",
        f"b.xlsx　教育局　2024 年度　{CLEAN}",
        "共 2 个文件：2 个没有发现问题。",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "ascii"])
def test_redirected_in_another_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(edit(filled({}), {"表三!D6": "12件"}))
    run = subprocess.run(
        [sys.executable, "-m", "toolkit", "check", "a.xlsx"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (1, b"")
    assert "NUM-01" in run.stdout.decode(encoding)


# --- The command ---------------------------------------------------------------------------------


def test_a_right_return(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = checked(tmp_path, capsys, filled())
    assert printed == (0, [f"a.xlsx　东海市教育局　2024 年度　{CLEAN}"])


def test_every_finding_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = checked(tmp_path, capsys, edit(filled(BALANCED), {"表三!D6": "12件"}))
    assert printed.exit_code == 1
    assert printed.heading == "a.xlsx　东海市教育局　2024 年度　有 1 处错误，请改正后再报"
    assert printed.lines[1:] == [
        "错误 NUM-01 表三 D6（一、本年新收政府信息公开申请数量，自然人） 填的是“12件”，不是数，"
        "汇总时不会计入。",
        "    → 请只填数字，不带单位和说明文字；看来应为 12，与勾稽关系相符。",
        "另有 1 条提示，一般不用处理；加 --all 显示。",
    ]


def test_one_mistake_is_one_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What follows from it is named by it, and not told by itself; not even with --all."""
    typed = {"表三!J8": 10, "表三!D29": 10, "表三!J29": 10}
    content = edit(filled(BALANCED), {**typed, "表三!D8": 100})
    for options in ((), ("--all",)):
        printed = checked(tmp_path, capsys, content, *options)
        assert printed.heading.endswith("　有 1 处错误，请改正后再报")
        assert [code for level, code in printed.findings if level == "错误"] == ["LIKELY-01"]
        assert "表三 J8、D29（2 条）、J29" in printed.lines[1]


def test_hints_are_shown_if_they_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = edit(filled(BALANCED), {"表三!J8": 10})
    idle = "另有 1 条提示，一般不用处理"
    assert checked(tmp_path, capsys, content) == (
        0,
        [f"a.xlsx　东海市教育局　2024 年度　{CLEAN}（{idle}；加 --all 显示）"],
    )
    assert checked(tmp_path, capsys, content, "--all").lines == [
        f"a.xlsx　东海市教育局　2024 年度　{CLEAN}（{idle}）",
        "提示 TOT-01 表三 J8 的合计是手填的，与各分项之和一致。",
        "    → 无需处理；汇总时合计一律重新计算。",
    ]


def test_warnings_are_no_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = raw(filled({"表三!D6": 12, "表三!D8": 12}), {"表三!D6": "<f>5+7</f><v>12</v>"})
    printed = checked(tmp_path, capsys, content)
    assert (printed.exit_code, printed.findings) == (0, [("警告", "NUM-07")])
    assert printed.heading.endswith("有 1 处警告，请核实或说明")


@pytest.mark.parametrize(
    ("cells", "code", "words"),
    [
        ({"封面!B4": "990001"}, "UNIT-04", "“990000-11”、“990001”"),
        ({"_identity!B2": "other"}, "UNIT-04", "“other”、“disclosure-2021”"),
    ],
)
def test_a_workbook_that_contradicts_itself(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    cells: dict[str, object],
    code: str,
    words: str,
) -> None:
    printed = checked(tmp_path, capsys, edit(filled(), cells))
    assert printed.exit_code == 1 and ("错误", code) in printed.findings
    assert all(word in printed.text for word in words.split("、"))


def test_a_return_that_names_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A unit that forgot to write its name should hear it before it sends."""
    printed = checked(tmp_path, capsys, filled(unit=None))
    assert (printed.exit_code, printed.findings) == (1, [("错误", "FILE-02")])
    assert printed.heading == "a.xlsx　2024 年度　有 1 处错误，请改正后再报"


def test_the_year_that_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = checked(tmp_path, capsys, filled(), "--year", "2025")
    assert (printed.exit_code, printed.findings) == (1, [("错误", "FILE-04")])
    assert "是 2024 年度的报表，本次应报的是 2025 年度" in printed.lines[1]
    assert checked(tmp_path, capsys, filled(), "--year", "2024").exit_code == 0


def test_a_return_without_a_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = edit(filled(unit=None, year=None), {"封面!B3": BUREAU.name})
    printed = checked(tmp_path, capsys, content)
    assert (printed.exit_code, printed.findings) == (1, [("错误", "FILE-06")])


SILENT = ("hidden sheet", "properties", "cover", "tables")


@pytest.mark.parametrize(
    "name",
    [
        "990000-01_东海市政府办公室_2024.xlsx",
        "990001_东山区_2024 (1).xlsx",
        "990000-01_政府办_2024_改.xlsx",
    ],
)
def test_a_borrowed_template_is_told_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """No roster is needed: the code in the name is not the code inside."""
    content = edit(filled(), {"表三!D6": "12件"})
    printed = checked(tmp_path, capsys, content, name=name)
    assert printed.exit_code == 1
    assert printed.findings[:2] == [("错误", "UNIT-11"), ("错误", "NUM-01")]
    (one,) = check_files([tmp_path / name], None, None)
    assert one.findings[0].code == "UNIT-11" and one.record.status == "unrecognised"
    assert "里写的是东海市教育局（990000-11），文件名却是" in message(one.findings[0], one.form)


@pytest.mark.parametrize(
    "name",
    [
        "990000-11_东海市教育局_2024.xlsx",
        "990000-11_教育局_2024 - 副本.xlsx",
        "９９００００-11_东海市教育局_2024.xlsx",
        "990001_东海市教育局_2024.xlsx",
        "01_教育局_2024.xlsx",
        "2024_年报_2024.xlsx",
        "202501_年报_2024.xlsx",
        "13799900001_年报_2024.xlsx",
        "东山区.xlsx",
        "990001.xlsx",
    ],
)
def test_a_name_that_may_be_anything_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    printed = checked(tmp_path, capsys, filled(), name=name)
    assert printed == (0, [f"{name}　东海市教育局　2024 年度　{CLEAN}"])


def test_a_name_of_our_pattern_says_who_and_when(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As ``collect`` takes it."""
    silent = edit(filled(), change=lambda book: without(book, *SILENT))
    name = "990000-11_东海市教育局_2024.xlsx"
    printed = checked(tmp_path, capsys, silent, name=name)
    assert (printed.exit_code, printed.findings) == (0, [("警告", "UNIT-05")])
    assert printed.heading.startswith(f"{name}　东海市教育局　2024 年度　")
    (one,) = check_files([tmp_path / name], None, None)
    assert "暂按文件名认定为东海市教育局（990000-11）" in message(one.findings[0], one.form)
    assert checked(tmp_path, capsys, silent, "--year", "2023", name=name).exit_code == 1


def test_the_year_that_is_asked_for_counts_where_nothing_speaks_against_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    silent = edit(filled(), change=lambda book: without(book, *SILENT))
    named = edit(silent, {"封面!B3": BUREAU.name})
    printed = checked(tmp_path, capsys, named, "--year", "2024")
    assert (printed.exit_code, printed.findings) == (0, [("警告", "FILE-13")])
    printed = checked(tmp_path, capsys, named, "--year", "2024", name="年报2023.xlsx")
    assert (printed.exit_code, printed.findings) == (1, [("错误", "FILE-04")])
    printed = checked(tmp_path, capsys, named, name="教育局2024.xlsx")
    assert (printed.exit_code, printed.findings) == (0, [("警告", "FILE-13")])


@pytest.mark.parametrize("cover", [True, False])
def test_who_and_when_have_one_remedy(tmp_path: Path, *, cover: bool) -> None:
    def forget(book: Workbook) -> None:
        without(book, *SILENT)
        if not cover:
            book.remove(book["封面"])

    path = tmp_path / "a.xlsx"
    path.write_bytes(edit(filled(), change=forget))
    (one,) = check_files([path], None, None)
    remedies = {
        found.code: suggestion(found, one.form, Voice.UNIT)
        for found in one.findings
        if found.code in ("FILE-02", "FILE-06")
    }
    wanted = (
        "请在封面填写单位名称、单位代码和报告年度。"
        if cover
        else "没有封面：请把文件名改为“单位代码_单位名称_年度”，或把数据填入下发的模板。"
    )
    assert remedies == {"FILE-02": wanted, "FILE-06": wanted}


def test_a_return_of_an_older_version_of_the_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``collect`` refuses it as FILE-03: the unit should hear so before it sends."""

    def outdate(book: Workbook) -> None:
        book["_identity"]["B3"] = "2019"
        for one in book.custom_doc_props.props:  # type: ignore[attr-defined]
            if one.name == "toolkit.version":
                one.value = "2019"

    printed = checked(tmp_path, capsys, edit(filled(), change=outdate))
    assert printed.exit_code == 1 and printed.findings[0] == ("错误", "FILE-03")


def test_a_file_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = checked(tmp_path, capsys, b"\xd0\xcf\x11\xe0", name="a.xls")
    assert (printed.exit_code, printed.findings) == (1, [("错误", "FILE-01")])
    assert printed.heading == "a.xls　有 1 处错误，请改正后再报"


def test_a_file_that_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(tmp_path, capsys, roster(BUREAU), name="units.csv") == (
        0,
        ["units.csv　未审核：单位名册"],
    )


def test_several_files_and_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("b.xlsx", "a.xlsx"):
        (folder / name).write_bytes(filled())
    assert command("check", folder, folder / "b.xlsx") == 0
    assert [line.split("　")[0] for line in capsys.readouterr().out.splitlines()] == [
        "a.xlsx",
        "b.xlsx",
        "folder/b.xlsx",
        "共 3 个文件：3 个没有发现问题。",
    ]


def test_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checked(tmp_path, capsys, filled())
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


# --- The year -------------------------------------------------------------------------------------


def test_last_year_s_file_is_pointed_out_and_stays_right(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.cli.checked_files.year_of_now", lambda: 2025)
    assert command("check", "returns/a.xlsx") == 0
    assert capsys.readouterr().out == (
        "a.xlsx　东海市教育局　2024 年度　没有发现问题，可以报送\n"
        "请核对年度：这个文件是 2024 年度的，按今天的日期，要报的一般是 2025 年度的。"
        "要检查的就是 2024 年度的，可以不理会；加上 --year 2024 就不再提示。\n"
    )


def test_who_names_the_year_is_not_told_of_it(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.cli.checked_files.year_of_now", lambda: 2025)
    assert command("check", "returns/a.xlsx", "--year", "2024") == 0
    assert capsys.readouterr().out == "a.xlsx　东海市教育局　2024 年度　没有发现问题，可以报送\n"


def test_several_files_of_last_year_are_pointed_out_in_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is wrong anyway has to be sent again, and is not among them."""
    monkeypatch.setattr("toolkit.cli.checked_files.year_of_now", lambda: 2025)
    (folder / "returns" / "b.xlsx").write_bytes(filled())
    (folder / "returns" / "c.xlsx").write_bytes(filled(year=2025))
    (folder / "returns" / "d.xlsx").write_bytes(filled({"表三!D6": 7}))
    assert command("check", "returns") == 1
    assert capsys.readouterr().out.splitlines()[-1] == (
        "请核对年度：其中 2 个文件（a.xlsx、b.xlsx）是 2024 年度的，"
        "按今天的日期，要报的一般是 2025 年度的。"
        "要检查的就是 2024 年度的，可以不理会；加上 --year 2024 就不再提示。"
    )


def test_the_year_of_now_is_that_of_new_templates() -> None:
    import datetime

    from toolkit.commands.distributing import reporting_year

    assert reporting_year(datetime.date(2026, 1, 15)) == 2025
    assert reporting_year(datetime.date(2025, 12, 15)) == 2025
