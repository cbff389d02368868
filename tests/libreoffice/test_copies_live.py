"""A colleague works on a copy in LibreOffice: what he typed is taken over, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.libreoffice.live import Script
from tests.libreoffice.office import requires_libreoffice
from tests.support.build import BUREAU, OFFICE, Collected, collect, filled
from tests.support.reviewed import BROKEN, MENDED, decide, line, row_of, typed

pytestmark = requires_libreoffice

RETURNS = {"bureau.xlsx": filled(BROKEN, BUREAU), "office.xlsx": filled(MENDED, OFFICE)}
NOTE = "电话核实：\n确为代办件"


def test_a_copy_saved_by_libreoffice(tmp_path: Path) -> None:
    first = collect(tmp_path, RETURNS)
    copy = Path(shutil.copy(first.workbook, tmp_path / "甲.xlsx"))
    row = next(n for n, one in enumerate(first.sheet("分单位"), 1) if one[0] == OFFICE.code)
    script = Script()
    script.put("审核结果", f"N{row_of(first, 'T3-01')}", "已核实")
    script.put("审核结果", f"O{row_of(first, 'T3-01')}", NOTE)
    script.put("分单位", f"D{row}", "否")
    script.put("报送情况", "P3", "已打电话")
    script.do("recalculate")
    script.do("save", path=str(copy))
    script.run(copy)
    decide(first, "UNIT-01", "已退回")
    for _ in range(2):
        result: Collected = collect(tmp_path, RETURNS, "--review", str(copy))
        found = line(result, "T3-01")
        assert (found["处理意见"], found["备注"], found["变化"]) == ("已核实", NOTE, None)
        assert line(result, "UNIT-01")["处理意见"] == "已退回"
        assert result.unit(OFFICE)["in_total"] is False
        assert typed(result) == [("报送情况", "P3", "", "已打电话", "添加（甲.xlsx）")]
