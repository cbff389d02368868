"""Receipts: what each unit is told of the return of it that was taken."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.build import (
    BALANCED,
    BUREAU,
    CITY,
    COUNTY,
    CUSTOMS,
    LATER,
    OFFICE,
    TOWN,
    YEAR,
    Collected,
    code_at,
    collect,
    edit,
    filled,
)
from tests.support.explained import THREE, WHY
from tests.support.places import DATA
from tests.support.reports.faulty import faulty_page
from tests.support.reviewed import decide, switch
from toolkit.consolidation.coverage import UnitRecord
from toolkit.feedback.receipts import Receipt
from toolkit.feedback.received import Received, received_in
from toolkit.form.check_code import check_code, whose
from toolkit.form.form_file import default_form
from toolkit.grids.identity import Identity
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Category, Unit

pytestmark = pytest.mark.slow

STEM = f"{BUREAU.code}_{BUREAU.name}_{YEAR}"
BOOK, NOTICE, RECEIPT = f"{STEM}_退回.xlsx", f"{STEM}_退回通知.txt", f"{STEM}_回执.txt"
FORM = default_form()


def sent(
    tmp_path: Path, files: Mapping[str, bytes], *options: str | Path, units: Any = (BUREAU,)
) -> Collected:
    return collect(tmp_path, files, "--feedback", tmp_path / "退回", *options, units=units)


def name_of(unit: Unit) -> str:
    return f"{unit.code}_{unit.name}_{YEAR}_回执.txt"


def names(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "退回").iterdir())


def receipt(tmp_path: Path, name: str = RECEIPT) -> list[str]:
    content = (tmp_path / "退回" / name).read_bytes()
    return content.decode("utf-8-sig").split("\r\n")


def said(tmp_path: Path, caption: str, name: str = RECEIPT) -> str:
    (found,) = [
        line.partition("：")[2]
        for line in receipt(tmp_path, name)
        if line.partition("：")[0] == caption
    ]
    return found


def code(cells: Mapping[str, int] = BALANCED, unit: Unit = BUREAU) -> str:
    figures = {code_at(cell): value for cell, value in cells.items()}
    return str(check_code(FORM, whose(unit.code, str(YEAR)), figures))


def test_for_a_clean_one_nothing_is_to_be_done(tmp_path: Path) -> None:
    content = filled(BALANCED, BUREAU)
    assert sent(tmp_path, {"in/教育局.xlsx": content}).exit_code == 0
    assert names(tmp_path) == [RECEIPT]
    *lines, number, end = receipt(tmp_path)
    assert lines == [
        "东海市教育局：",
        "",
        "    贵单位报送的 2024 年度《政府信息公开工作年度报告》报表已收到，特此回执。",
        "",
        "文件：教育局.xlsx",
        "文件保存时间：2025-01-15 08:30:00",
        f"文件校验值（SHA-256）：{hashlib.sha256(content).hexdigest()}",
        f"校验码：{code()}（应与盖章的纸质件“封面”上的校验码相同）",
        "计入汇总：是",
        "审核意见：没有需要改正、核实的",
        "",
        "    经审核没有发现问题，贵单位不用再做什么。谢谢支持！",
        "",
    ]
    assert number.startswith("回执编号：990000-11-2024-") and end == ""


def test_who_has_something_to_mend_is_told_where(tmp_path: Path) -> None:
    wrong = edit(filled(BALANCED, BUREAU), {"表三!E6": 9, "表四!A6": 4, "封面!B12": None})
    sent(tmp_path, {"a.xlsx": wrong})
    assert names(tmp_path) == [RECEIPT, BOOK, NOTICE]
    assert said(tmp_path, "审核意见") == "有 1 处错误、1 处警告"
    # A figure is wrong, and it counts in the code as in the sum.
    assert said(tmp_path, "校验码").startswith(code({**BALANCED, "表三!E6": 9, "表四!A6": 4}))
    assert receipt(tmp_path)[-4:-2] == [
        f"    请按退回通知“{NOTICE}”改正、核实后重新报送；逐条意见见工作簿“{BOOK}”。谢谢支持！",
        "",
    ]


def test_for_what_goes_back_to_nobody_nothing_is_to_be_done(tmp_path: Path) -> None:
    """A cover that is not filled in is told where something else goes back."""
    sent(tmp_path, {"a.xlsx": filled(contact={})})
    assert names(tmp_path) == [RECEIPT]
    assert said(tmp_path, "审核意见") == "没有需要改正、核实的"


# --- Whether it counts ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "options", "cells", "told"),
    [
        (BUREAU, (), {"表三!E6": 9}, "是"),
        (BUREAU, ("--strict",), {"表三!E6": 9}, "否（有错误，改正后才计入）"),
        (CUSTOMS, (), {}, "否（垂直管理单位，不计入本地汇总）"),
        (TOWN, (), {}, "否（下级单位，由其上级汇总）"),
        (BUREAU, (), {"表二!A5": "别的"}, "是（表二未计入）"),
    ],
    ids=["with errors", "strict", "vertical", "deeper", "a table unread"],
)
def test_whether_it_counts(
    tmp_path: Path, unit: Unit, options: tuple[str, ...], cells: dict[str, object], told: str
) -> None:
    files = {"a.xlsx": edit(filled(BALANCED, unit), cells), "b.xlsx": filled(unit=OFFICE)}
    listed = [OFFICE, BUREAU, COUNTY, CUSTOMS, TOWN]
    sent(tmp_path, files, "--as", CITY, *options, units=listed)
    assert said(tmp_path, "计入汇总", name_of(unit)) == told


def test_what_the_unit_has_explained_waits_for_the_reviewer(tmp_path: Path) -> None:
    files = {"a.xlsx": filled(THREE, BUREAU, explanations={("T2-02", "表二!B5"): WHY})}
    result = sent(tmp_path, files)
    assert said(tmp_path, "审核意见") == "没有需要改正、核实的；已收到情况说明、待审核的 1 处"
    assert "    贵单位的情况说明审核后如还需要核实，会另行退回；目前不用再做什么。谢谢支持！" in (
        receipt(tmp_path)
    )
    decide(result, "T2-02", "已核实")
    sent(tmp_path, files)
    assert said(tmp_path, "审核意见") == "没有需要改正、核实的"
    assert "    经审核没有发现问题，贵单位不用再做什么。谢谢支持！" in receipt(tmp_path)


def test_who_was_left_out_by_the_reviewer_is_not_told_that_all_is_done(tmp_path: Path) -> None:
    files = {"a.xlsx": filled(BALANCED, BUREAU)}
    switch(sent(tmp_path, files), BUREAU.code, "否")
    sent(tmp_path, files)
    assert said(tmp_path, "计入汇总") == "否（审核人选定不计入）"
    assert "    没有发现需要改正的；计入汇总前如还需要核实，会另行联系。谢谢支持！" in (
        receipt(tmp_path)
    )


def test_a_stranger_gets_none(tmp_path: Path) -> None:
    """What may be wrong with its return is not told it either."""
    stranger = Unit("../../x", "西河县", Category.COUNTY, "991000")
    sent(tmp_path, {"a.xlsx": filled(BALANCED, stranger), "b.xlsx": filled()})
    assert names(tmp_path) == [RECEIPT]


def test_one_for_each_unit_and_none_for_what_does_not_count(tmp_path: Path) -> None:
    files = {
        "old.xlsx": filled({"表三!D6": 9, "表三!D8": 9}, BUREAU),
        "new.xlsx": filled(BALANCED, BUREAU, saved=LATER),
        "again.xlsx": filled(BALANCED, BUREAU, saved=LATER),
        "blank.xlsx": filled({}, OFFICE, states=""),
        "old-year.xlsx": filled(BALANCED, COUNTY, year=2023),
    }
    result = sent(tmp_path, files, "--year", "2024", units=[BUREAU, OFFICE, COUNTY])
    (taken,) = [path for path, status in result.files().items() if status == "accepted"]
    assert [name for name in names(tmp_path) if name.endswith("_回执.txt")] == [RECEIPT]
    assert said(tmp_path, "文件") == taken


# --- The check code -------------------------------------------------------------------------------


def test_digits_as_text_are_named_with_the_code_that_they_give(tmp_path: Path) -> None:
    cells = {f"表三!{column}7": "0" for column in "DEFGHI"}
    sent(tmp_path, {"a.xlsx": edit(filled(BALANCED, BUREAU), cells)})
    assert said(tmp_path, "校验码") == (
        "“封面”上显示“有非数字”，因为表三 D7、表三 E7、表三 F7、表三 G7、表三 H7等 6 格的数字是文本"
        "（本次已按数字采用）。要在纸质件上印出校验码，请把这些单元格改为“数值”格式，再重新填一遍，"
        f"校验码即为 {code()}"
    )


@pytest.mark.parametrize(
    ("cell", "typed", "told"),
    [
        ("表三!E6", "12件", "“封面”上显示“有非数字”，改正后才有"),
        ("表二!A5", "别的", "有的表或单元格未能读取，暂时不能与“封面”上的核对"),
    ],
)
def test_what_gives_none(tmp_path: Path, cell: str, typed: object, told: str) -> None:
    sent(tmp_path, {"a.xlsx": edit(filled(BALANCED, BUREAU), {cell: typed})})
    assert said(tmp_path, "校验码") == told


def test_a_template_of_an_earlier_version_has_none(tmp_path: Path) -> None:
    path = next((DATA / "made-by-beb3cc9" / "returns").glob("*-11.xlsx"))
    sent(tmp_path, {path.name: path.read_bytes()})
    told = "没有（所用的模板是以前的，“封面”上没有校验码）"
    assert said(tmp_path, "校验码") == told


def test_nor_has_a_workbook_of_their_own_a_page_or_a_sum(tmp_path: Path) -> None:
    def bare(book: Any) -> None:
        del book["封面"]

    county = collect(tmp_path / "county", {"a.xlsx": filled(unit=TOWN)}, "--as", COUNTY.code)
    files = {
        "a.xlsx": edit(filled(BALANCED, OFFICE), change=bare),
        "b.xlsx": county.workbook.read_bytes(),
        "年报.html": faulty_page(),
    }
    sent(tmp_path, files, "--as", CITY, units=[OFFICE, BUREAU, COUNTY, TOWN])
    told = {one: said(tmp_path, "校验码", name_of(one)) for one in (OFFICE, COUNTY, BUREAU)}
    assert told == {
        OFFICE: "没有（报来的工作簿没有“封面”，不是下发的模板）",
        COUNTY: "没有（汇总工作簿不带校验码）",
        BUREAU: "没有（按报来的网页计入，不是模板）",
    }


# --- Running again --------------------------------------------------------------------------------


def test_running_again_changes_nothing(tmp_path: Path) -> None:
    sent(tmp_path, {"a.xlsx": filled(BALANCED, BUREAU)})
    path = tmp_path / "退回" / RECEIPT
    before = path.read_bytes(), path.stat().st_mtime_ns
    sent(tmp_path, {})
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_it_follows_what_was_sent_and_goes_with_it(tmp_path: Path) -> None:
    sent(tmp_path, {"a.xlsx": edit(filled(BALANCED, BUREAU), {"表三!E6": 9})})
    files = {"a.xlsx": filled(BALANCED, BUREAU, saved=LATER), "b.xlsx": filled(unit=OFFICE)}
    sent(tmp_path, files, units=[BUREAU, OFFICE])
    assert names(tmp_path) == sorted([RECEIPT, name_of(OFFICE)])
    assert said(tmp_path, "文件保存时间") == "2025-01-16 08:30:00"
    (tmp_path / "returns" / "a.xlsx").unlink()
    sent(tmp_path, {}, units=[BUREAU, OFFICE])
    assert RECEIPT not in names(tmp_path)


def test_what_somebody_has_changed_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent(tmp_path, {"a.xlsx": filled(BALANCED, BUREAU)})
    path = tmp_path / "退回" / RECEIPT
    noted = path.read_bytes() + "已电话告知".encode()
    path.write_bytes(noted)
    capsys.readouterr()
    sent(tmp_path, {"a.xlsx": filled(BALANCED, BUREAU, saved=LATER)})
    assert path.read_bytes() == noted
    assert RECEIPT in capsys.readouterr().out.replace("\n", "")


def test_among_returns_it_is_ignored(tmp_path: Path) -> None:
    sent(tmp_path, {"a.xlsx": filled(BALANCED, BUREAU)})
    result = sent(tmp_path, {RECEIPT: (tmp_path / "退回" / RECEIPT).read_bytes()})
    (file,) = [one for one in result.json["files"] if one["path"] == RECEIPT]
    assert (file["status"], file["reason"]) == ("ignored", "本工具生成的通知或回执")


# --- When it came ---------------------------------------------------------------------------------


def test_when_it_was_received_is_told_where_it_is_known() -> None:
    time = datetime.datetime(2025, 1, 20, 9, 5, tzinfo=datetime.UTC)
    one = Return("x/报表.xlsx", Identity(), sha256="ab")
    record = UnitRecord(BUREAU, "received", True, True, returned=one)

    def lines(at: Received | None) -> list[str]:
        sent_back, sender = None, ""
        return Receipt(record, one, FORM, " 2024 年度报表", sent_back, at, sender).lines()

    shown = f"{time.astimezone():%Y-%m-%d %H:%M:%S}"
    for received, told in (
        (Received(time), f"收到时间：{shown}"),
        (Received(time, exactly=False), f"收到时间：不晚于 {shown}"),
    ):
        assert told in lines(received)
        assert lines(None) == [line for line in lines(received) if line != told]
        assert received_in(lines(received), "ab") == received
        assert received_in(lines(received), "cd") is None


def test_how_many_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"a.xlsx": filled(BALANCED, BUREAU), "b.xlsx": filled(unit=OFFICE)}
    sent(tmp_path, files, units=[BUREAU, OFFICE])
    out = capsys.readouterr().out.replace("\n", "")
    assert "没有需要退回或催报的单位，回执 2 份，文件在文件夹 " in out
