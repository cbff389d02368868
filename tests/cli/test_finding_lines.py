"""What is printed of the findings of a consolidation, and what is only counted."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from typing import Any

from rich.console import Console

from toolkit.cli.finding_lines import show_findings, show_worst
from toolkit.cli.shortlist import MOST_IN_FULL, Rest, grouped, shortlist
from toolkit.findings.details import AtCell, OneMistake
from toolkit.findings.finding import Correction, Finding
from toolkit.form.form_file import default_form

FORM = default_form()


def told(code: str, number: int = 1, cell: str | None = "D8", **facts: Any) -> Finding:
    """An error at a cell of 表三 in the return of a unit with that number; 0: of nobody."""
    unit = {"unit": f"99000{number}", "unit_name": f"第{number}镇"} if number else {}
    sheet = "表三" if cell else None
    return Finding(code, "error", **{"sheet": sheet, "cell": cell, "actual": "x", **unit, **facts})


def bad(number: int, *cells: str) -> list[Finding]:
    return [told("NUM-01", number, cell) for cell in cells]


def printed(*some: Finding, width: int | None = None) -> list[str]:
    """``width``: of a screen; None: redirected."""
    file = StringIO()
    screen = Console(
        file=file, width=width or 100, force_terminal=width is not None, color_system=None
    )
    show_worst(screen, some, FORM)
    return file.getvalue().splitlines()


WARNING = replace(told("TAB-03", actual=3), severity="warning")
EXPLAINED = replace(WARNING, status="explained")
HINT = replace(told("TOT-01"), severity="info")
MISSING = replace(told("UNIT-01", 9, None), severity="warning")


def test_the_worst_are_told_in_full_and_the_rest_is_counted() -> None:
    lines = printed(*bad(1, "D6"), WARNING, EXPLAINED, MISSING, HINT, HINT)
    assert lines == [
        "错误 NUM-01 第1镇 表三 D6 填的是“x”，不是数，未计入汇总。",
        "    → 请只填数字，不带单位和说明文字。",
        "警告 TAB-03 第1镇 表三 D8 不是填报格，却填了 3，未计入汇总。",
        "    → 请核对是否填错了位置：如是，请移到应填的格中；如不是，请删去。",
        "另有 1 条已说明、2 条提示，见汇总工作簿的“审核结果”页。",
    ]


def test_no_cap_hides_an_error() -> None:
    cells = [f"D{6 + number}" for number in range(MOST_IN_FULL - 1)]
    some = [
        *bad(1, *cells, "J9"),
        *bad(1, "E6"),
        told("FILE-04", 2, None, file="b.xlsx"),
        *bad(2, "D8", "J9", "J9"),
        told("TAB-02", 3, "A6", sheet="表四"),
        told("TAB-01", 3, None, sheet="附表"),
        *bad(3, "D8"),
        *bad(4, "D8", "D9", "D10", "D11", "D12", "D13", "D14"),
        told("UNIT-10", 0, None, file="c.xlsx", count=2),
        told("FILE-07", 0, None, file="d.xlsx"),
    ]
    lines = printed(*some, WARNING, HINT)
    assert sum(line.startswith("错误 NUM-01 第1镇") for line in lines) == MOST_IN_FULL
    assert lines[2 * MOST_IN_FULL :] == [
        "第1镇：另有 1 处错误：表三 E6。",
        "第2镇：4 处错误：报告年度不对、表三 D8、J9。",
        "第3镇：3 处错误：缺少表（附表）、表四 A6、表三 D8。",
        "第4镇：7 处错误：表三 D8、D9、D10、D11、D12、D13 等。",
        "错误 UNIT-10 文件“c.xlsx”没有填单位代码，名册中名为“x”的单位有 2 个，"
        "无法确定是哪一个，未计入汇总。",
        "错误 FILE-07 文件“d.xlsx”设有打开密码，无法读取，未计入汇总。",
        "另有 1 条警告、1 条提示，见汇总工作簿的“审核结果”页。",
    ]


def test_warnings_are_told_as_far_as_there_is_room() -> None:
    some = shortlist([*bad(1, "D6"), *[WARNING] * 5, HINT], most=3)
    assert [one.finding.code for one in some.in_full] == ["NUM-01", "TAB-03", "TAB-03"]
    assert (some.units, some.files, some.rest) == ([], [], Rest(3, 0, 1))


def test_nothing_is_said_where_nothing_is_found() -> None:
    assert printed() == [] and printed(MISSING) == []


def test_on_a_screen_the_later_lines_are_set_in() -> None:
    assert printed(told("NUM-01", label="一、本年新收政府信息公开申请数量"), width=60) == [
        "错误 NUM-01 第1镇 表三 D8（一、本年新收政府信息公开申请",
        "    数量） 填的是“x”，不是数，未计入汇总。",
        "    → 请只填数字，不带单位和说明文字。",
    ]


# --- What follows from another -------------------------------------------------------------------


def follows(cause: Finding, *cells: str) -> list[Finding]:
    some = (told("T3-02", cell=cell, status="follows", follows=cause.origin) for cell in cells)
    return list(some)


def test_what_follows_is_named_by_its_cause() -> None:
    cause = told("NUM-01")
    assert printed(cause, *follows(cause, "J8", "D29", "D29")) == [
        "错误 NUM-01 第1镇 表三 D8 填的是“x”，不是数，未计入汇总。",
        "    → 请只填数字，不带单位和说明文字。",
        "      同一处错误引起、不用另改的另有 3 处：表三 J8、D29（2 条）。",
    ]


def test_a_mistake_names_them_itself() -> None:
    one = Correction("t3.received.company", "表三", "D8", "", 38, 28, "replaced")
    mended = tuple(AtCell("", "表三", cell) for cell in ("J8", "D29"))
    cause = told(
        "LIKELY-01", actual=38, details=OneMistake(mended, only=True), corrections=((one,),)
    )
    lines = printed(cause, *follows(cause, "J8", "D29"))
    assert len(lines) == 2 and "改后下列 2 处全部成立：表三 J8、D29。" in lines[0]


def test_without_its_cause_it_is_told_by_itself() -> None:
    cause = told("NUM-01")
    (alone,) = follows(cause, "J8")
    assert [len(one.under) for one in grouped([told("NUM-02"), alone])] == [0, 0]
    later = replace(cause, id="NUM-01:1"), replace(alone, follows=None, cause="NUM-01:1")
    assert [len(one.under) for one in grouped(later)] == [1]


def test_elsewhere_all_are_told() -> None:
    file = StringIO()
    show_findings(Console(file=file), [*bad(1, *(f"D{row}" for row in range(6, 31)))], FORM)
    assert file.getvalue().count("错误 NUM-01") == 25
