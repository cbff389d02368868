"""A reviewer works in LibreOffice between two runs: what he typed is in the next workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.libreoffice.live import Script
from tests.libreoffice.office import requires_libreoffice
from tests.support.build import BUREAU, OFFICE, Collected, collect, filled
from tests.support.reviewed import BROKEN, MENDED, changes, line, row_of, typed

pytestmark = requires_libreoffice

RETURNS = {"bureau.xlsx": filled(BROKEN, BUREAU), "office.xlsx": filled(MENDED, OFFICE)}
NOTE = "电话核实：\n确为代办件"


def unit_row(result: Collected) -> int:
    return next(n for n, row in enumerate(result.sheet("分单位"), 1) if row[0] == BUREAU.code)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any, Collected]:
    """The folder, what LibreOffice showed after the switch, and the second run."""
    folder = tmp_path_factory.mktemp("rerun")
    first = collect(folder, RETURNS)
    row = row_of(first, "T3-01")
    script = Script()
    script.put("审核结果", f"N{row}", "已核实")
    script.put("审核结果", f"O{row}", NOTE)
    script.put("审核结果", f"N{row_of(first, 'UNIT-01')}", "已退回")
    script.put("分单位", f"D{unit_row(first)}", "否")
    script.put("报送情况", "P3", "已打电话")
    script.do("recalculate")
    script.ask("sum", "get", sheet="表三", range="D6")
    script.do("save", path=str(first.workbook))
    shown = script.run(first.workbook)["sum"]
    return folder, shown, collect(folder, RETURNS)


def test_the_switch_was_obeyed_at_once_and_is_kept(runs: tuple[Path, Any, Collected]) -> None:
    _, shown, second = runs
    assert shown == [[12.0]]
    assert second.total("表三!D6") == 12
    assert second.unit(BUREAU)["reason"] == "审核人选定不计入"
    assert second.sheet("分单位")[unit_row(second) - 1][3] == "否"


def test_decisions_and_notes_are_kept(runs: tuple[Path, Any, Collected]) -> None:
    _, _, second = runs
    found = line(second, "T3-01")
    assert (found["处理意见"], found["备注"], found["变化"]) == ("已核实", NOTE, None)
    assert line(second, "UNIT-01")["处理意见"] == "已退回"
    sheet = openpyxl.load_workbook(second.workbook)["审核结果"]
    assert "worklist" in sheet.tables


def test_saving_in_another_program_is_no_typing(runs: tuple[Path, Any, Collected]) -> None:
    """Of all the cells that LibreOffice has written anew, the remark alone was typed."""
    _, _, second = runs
    assert typed(second) == [("报送情况", "P3", "", "已打电话", "添加")]
    told = [row[0] for row in changes(second)]
    assert "填写栏以外的手工改动 1 处，列在“手工改动”页，没有计入汇总数。" in told
    assert "保留处理意见和备注 2 条，其中数已变、需要复核 0 条；已消除 0 条。" in told


def test_saving_in_another_program_is_no_colouring(runs: tuple[Path, Any, Collected]) -> None:
    """LibreOffice writes other fonts and other widths than it has read: they are not kept."""
    folder, _, second = runs
    fresh = openpyxl.load_workbook(collect(folder / "fresh", RETURNS).workbook)
    book = openpyxl.load_workbook(second.workbook)
    for name in ("审核结果", "分单位", "报送情况"):
        fonts = {cell.font.name for row in book[name].iter_rows() for cell in row if cell.value}
        assert fonts == {"宋体", "黑体"}
        widths = {key: one.width for key, one in book[name].column_dimensions.items()}
        assert widths == {key: one.width for key, one in fresh[name].column_dimensions.items()}
        filled = [cell.fill.fgColor.rgb for cell in book[name][2]]
        assert filled == [cell.fill.fgColor.rgb for cell in fresh[name][2]]


def test_the_replaced_workbook_is_the_one_that_the_reviewer_saved(
    runs: tuple[Path, Any, Collected],
) -> None:
    folder, _, _ = runs
    copy = folder / "kept.xlsx"
    copy.write_bytes((folder / "out.xlsx.bak").read_bytes())
    book = openpyxl.load_workbook(copy, data_only=True)
    assert book["报送情况"]["P3"].value == "已打电话"
    assert book["表三"]["D6"].value == 12
