"""A consolidated workbook of 5,000 units and 30,000 findings: written, read again, and passed on.

The returns are plain values: reading 5,000 files is another matter. Everything goes through one
workbook, since painting it takes a minute.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.support.build import command, roster
from toolkit.commands.reading_previous import read_previous
from toolkit.commands.replaced_workbook import read_earlier
from toolkit.consolidated_workbook import workbook as painted
from toolkit.consolidated_workbook.workbook import make_consolidated
from toolkit.consolidation.assignment import assign
from toolkit.consolidation.consolidate import Consolidation, consolidate
from toolkit.errors import CannotRun
from toolkit.findings.codes.catalogue import found
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.grids.identity import Identity
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Category, Roster, Unit

FORM = default_form()
LAYOUT = lay_out(FORM)
CITY, YEAR, PROVINCE = "990000", 2025, "880000"
NOW = datetime.datetime(2026, 1, 20, 9, 30, tzinfo=datetime.UTC)
PLAIN = "t2.licences.decisions"


def units(number: int) -> list[Unit]:
    return [
        Unit(f"{CITY}-{i:04}", f"测试单位{i:04}", Category.DEPARTMENT, CITY) for i in range(number)
    ]


def sent(unit: Unit, number: int, faults: int) -> Return:
    """Figures of its own, and as many cells that hold a dash in place of one."""
    identity = Identity(
        unit=unit.code, name=unit.name, year=str(YEAR), form=FORM.id, version=FORM.version
    )
    path = f"{unit.code}.xlsx"
    bad = list(FORM.table_inputs("t4"))[:faults]
    one = Return(path, identity)
    findings = tuple(found("NUM-01", one.place(c, LAYOUT), file=path, actual="—") for c in bad)
    values: dict[str, int | None] = dict.fromkeys(FORM.indicators, 0)
    values |= {PLAIN: number, **dict.fromkeys(bad)}
    return Return(
        path,
        identity,
        sha256=f"{number:064}",
        values=values,
        counted=frozenset(table.code for table in FORM.tables),
        invalid=frozenset(bad),
        findings=findings,
    )


def collected(number: int, faults: int) -> Consolidation:
    listed = units(number)
    known = Roster(tuple(listed))
    returns = [sent(one, i, faults) for i, one in enumerate(listed)]
    assignment = assign(returns, FORM, known, CITY, YEAR)
    return consolidate(assignment, FORM, known, collector=CITY, year=YEAR)


@pytest.mark.slow
def test_5000_units_and_30000_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result, path = collected(5_000, 6), tmp_path / "汇总.xlsx"
    every = sum(range(5_000))
    assert len(result.findings) == 30_000 and result.totals[PLAIN] == every
    content = make_consolidated(result, NOW)
    path.write_bytes(content)
    # As the workbook that is replaced: nothing was typed, and every row is known again.
    read = read_earlier(path, FORM, YEAR, CITY)
    assert read is not None and len(read[1].items) == 30_000
    assert (read[1].typed, read[1].chosen) == ([], {})
    # As last year's.
    known = Roster(tuple(units(5_000)))
    previous = read_previous(path, FORM, YEAR + 1, known, CITY)
    assert (len(previous.figures), previous.totals[PLAIN]) == (5_000, every)
    # As what is to be published: what stands in the way is that errors are open.
    assert command("report", path, "-o", tmp_path) in (0, 2)
    assert "远超正常范围" not in capsys.readouterr().err
    # As a return, by itself and one level up.
    assert command("check", path) == 1
    assert "无法读取" not in capsys.readouterr().out
    county = Unit(CITY, "东海市", Category.COUNTY, PROVINCE)
    (tmp_path / "units.csv").write_bytes(roster(county))
    out = tmp_path / "省.xlsx"
    assert command("collect", path, "-o", out, "--units", tmp_path / "units.csv") == 1
    summed = read_previous(out, FORM, YEAR + 1, Roster((county,)), PROVINCE)
    assert summed.totals[PLAIN] == every


def test_what_could_not_be_read_again_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    result = collected(3, 4)
    monkeypatch.setattr(painted, "MAX_CELLS_OF_A_SUM", 18 * 11)
    with pytest.raises(CannotRun) as caught:
        make_consolidated(result, NOW)
    assert str(caught.value) == (
        "审核意见共 12 条（最多的是 NUM-01 12 条），一个汇总工作簿最多放 11 条，没有生成。"
        "多半是许多单位有同一处错误：请先请有关单位改正，或分批汇总。"
    )
    monkeypatch.setattr(painted, "MAX_CELLS_OF_A_SUM", 18 * 12)
    with pytest.raises(CannotRun) as caught:
        make_consolidated(result, NOW)
    assert str(caught.value).startswith("共 3 个单位，一个汇总工作簿最多放 1 个，没有生成。")
