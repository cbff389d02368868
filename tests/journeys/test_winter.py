"""A whole winter in the folder of a collection: twenty units, four weeks, two reviewers."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.build import CITY, YEAR, code_at, command, filled, refused, roster
from toolkit.collection.settings import collection_of
from toolkit.commands.standing import Standing, Step, standing_of
from toolkit.form.check_code import check_code, whose
from toolkit.form.form_file import default_form
from toolkit.grids.names import FINDING_COLUMNS
from toolkit.roster.roster import Category, Unit

pytestmark = pytest.mark.slow

OFFICE = Unit("990000-01", "东海市政府办公室", Category.OWN, CITY)
_KINDS = "教育、科技、公安、民政、司法、财政、人社、水利、农业、商务、文旅、卫健"
BUREAUS = [
    Unit(f"990000-{11 + n}", f"东海市{name}局", Category.DEPARTMENT, CITY)
    for n, name in enumerate(_KINDS.split("、"))
]
COUNTIES = [
    Unit(f"99000{1 + n}", f"{name}县", Category.COUNTY, CITY)
    for n, name in enumerate(["东山", "西山", "南山", "北山", "河口", "海口", "山口"])
]
UNITS = [OFFICE, *BUREAUS, *COUNTIES]
# Who sends something wrong at first.
FIRST, SECOND = UNITS[1:3]
COPIES = ("汇总-甲.xlsx", "汇总-乙.xlsx")
HOME, OUT, LAST = f"{YEAR}年度", f"汇总-{YEAR}.xlsx", f"汇总-{YEAR - 1}.xlsx"
# Last year each carried 2 over.
CARRIED = {"表三!D7": 2}
FIRST_DAY = datetime.datetime(YEAR + 1, 1, 6, 9)


def right(count: int) -> dict[str, int]:
    """Balanced, and beside the year before."""
    return {"表三!D6": count, **CARRIED, "表三!D8": count + 2}


class Winter:
    """The office: what comes in by which day, and what a run on that day says."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.monkeypatch = folder, monkeypatch
        self.day = FIRST_DAY

    def on(self, days: int) -> None:
        """So many days later, as far as returns and deadlines know."""
        self.day += datetime.timedelta(days=days)

    def comes(self, unit: Unit, cells: Mapping[str, int], name: str = "") -> bytes:
        content = filled(cells, unit, saved=self.day)
        Path("收件", name or f"{unit.code}_{unit.name}_{YEAR}.xlsx").write_bytes(content)
        return content

    def collected(self, *options: str) -> dict[str, Any]:
        assert command("collect", *options, "--json", str(self.folder / "out.json")) in (0, 1)
        found = json.loads((self.folder / "out.json").read_text(encoding="utf-8"))
        return dict(found)

    def stands(self) -> Standing:
        collection = collection_of(Path())
        assert collection
        return standing_of(collection, self.day.date())


@pytest.fixture
def winter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Winter]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    Path("units.csv").write_bytes(roster(*UNITS))
    Path("then").mkdir()
    before = {"表三!D6": 12, "表三!D8": 10, "表三!D30": 2}
    for unit in UNITS:
        Path("then", f"{unit.code}.xlsx").write_bytes(filled(before, unit, year=YEAR - 1))
    assert command("collect", "then", "--units", "units.csv") == 0
    assert command("init", HOME, "--units", "units.csv", "--previous", LAST) == 0
    shutil.rmtree("then")
    Path(LAST).unlink()
    monkeypatch.chdir(HOME)
    yield Winter(tmp_path, monkeypatch)


def decided(path: Path, decisions: Mapping[str, tuple[str, str]]) -> None:
    """A reviewer writes decisions and notes beside the findings of some units."""
    book = openpyxl.load_workbook(path)
    sheet = book["审核结果"]
    heads = {name: at for at, name in enumerate(FINDING_COLUMNS, 1)}
    for row in range(3, sheet.max_row + 1):
        unit = str(sheet.cell(row, heads["单位代码"]).value)
        severity = sheet.cell(row, heads["级别"]).value
        if unit in decisions and severity == "错误":
            for head, text in zip(("处理意见", "备注"), decisions[unit], strict=True):
                sheet.cell(row, heads[head], text)
    book.save(path)


def written(path: Path) -> dict[str, tuple[str, str]]:
    """Unit → decision and note of its first error, as the workbook has them."""
    sheet = openpyxl.load_workbook(path)["审核结果"]
    heads = {name: at for at, name in enumerate(FINDING_COLUMNS)}
    found: dict[str, tuple[str, str]] = {}
    for row in sheet.iter_rows(min_row=3, values_only=True):
        if row[heads["级别"]] == "错误" and row[heads["单位代码"]]:
            decision, note = (str(row[heads[head]] or "") for head in ("处理意见", "备注"))
            found.setdefault(str(row[heads["单位代码"]]), (decision, note))
    return found


def missing(found: Mapping[str, Any]) -> set[str]:
    return {one["code"] for one in found["units"] if one["status"] == "missing"}


def december(winter: Winter) -> None:
    """A template for each, with last year's figures."""
    assert winter.stands().step is Step.MAKE_TEMPLATES
    assert command("template") == 0
    assert {one.name for one in Path("模板").iterdir()} == {
        f"{unit.code}_{unit.name}_{YEAR}.xlsx" for unit in UNITS
    }
    assert winter.stands().step is Step.WAIT_FOR_RETURNS


def first_week(winter: Winter) -> None:
    """Eight come in, of which two do not balance; it is collected from below."""
    winter.on(0)
    for number, unit in enumerate(UNITS[:8]):
        winter.comes(unit, right(10 + number))
    for unit in (FIRST, SECOND):
        winter.comes(unit, {**right(20), "表三!D8": 21})
    assert winter.stands().step is Step.COLLECT
    winter.monkeypatch.chdir("收件")
    found = winter.collected()
    winter.monkeypatch.chdir("..")
    assert missing(found) == {unit.code for unit in UNITS[8:]}
    told = {one["unit"] for one in found["findings"] if one["severity"] == "error"}
    assert told - {unit.code for unit in UNITS[8:]} == {FIRST.code, SECOND.code}
    there = {one.name.rpartition("_")[2] for one in Path("退回").iterdir()}
    assert there == {"退回.xlsx", "退回通知.txt", "回执.txt", "催报名单.txt"}
    assert winter.stands().step is Step.SETTLE


def second_week(winter: Winter) -> None:
    """Two take it home; meanwhile six more come in, and one of the first once more."""
    for name in COPIES:
        shutil.copy(OUT, name)
    decisions = {FIRST.code: ("已退回", "甲已去电"), SECOND.code: ("已核实", "乙：原件如此")}
    for name, (code, said) in zip(COPIES, decisions.items(), strict=True):
        decided(Path(name), {code: said})
    winter.on(7)
    for number, unit in enumerate(UNITS[8:14]):
        winter.comes(unit, right(30 + number))
    winter.comes(UNITS[0], right(10), "再报.xlsx")
    assert winter.stands().step is Step.COLLECT_AGAIN
    assert len(winter.stands().new) == 7
    winter.collected()
    winter.collected(*(word for name in COPIES for word in ("--review", name)))
    assert written(Path(OUT)) == decisions
    winter.collected()
    assert written(Path(OUT)) == decisions
    Path("收件", "再报.xlsx").unlink()


def third_week(winter: Winter, capsys: pytest.CaptureFixture[str]) -> None:
    """The folder is moved to a share, and its file no longer names last year."""
    moved = winter.folder / "共享" / HOME
    moved.parent.mkdir()
    winter.monkeypatch.chdir(winter.folder)
    shutil.move(HOME, moved)
    winter.monkeypatch.chdir(moved)
    text = Path("collection.toml").read_text(encoding="utf-8")
    Path("collection.toml").write_text(text.replace("previous =", "#previous ="), encoding="utf-8")
    winter.on(7)
    for number, unit in enumerate(UNITS[14:18]):
        winter.comes(unit, right(40 + number))
    # It is put right, with other figures in three cells.
    winter.comes(FIRST, {"表三!D6": 22, **CARRIED, "表三!D8": 20, "表三!D30": 4})
    capsys.readouterr()
    found = winter.collected()
    printed = capsys.readouterr().out
    assert re.search(f"(?m)^沿用上次汇总（{OUT}）：上年 {LAST}。", printed)
    assert not any(one["judged"] is False for one in found["findings"])
    assert missing(found) == {unit.code for unit in UNITS[18:]}


def fourth_week(winter: Winter, capsys: pytest.CaptureFixture[str]) -> None:
    """An older roster comes along with the last returns; nothing is missing or wrong any more."""
    Path("收件", "units.csv").write_bytes(roster(*UNITS[:-1]))
    winter.on(7)
    for number, unit in enumerate(UNITS[18:]):
        winter.comes(unit, right(50 + number))
    winter.comes(SECOND, right(23))
    capsys.readouterr()
    found = winter.collected()
    printed = capsys.readouterr().out
    assert re.search("(?m)^另有一份名册 收件/units.csv，与所用的 名册.csv 不同，没有使用", printed)
    assert missing(found) == set()
    counts = [10, 22, 23, *range(13, 18), *range(30, 36), *range(40, 44), 50, 51]
    assert found["totals"][code_at("表三!D6")] == sum(counts)
    assert not any(one["severity"] == "error" for one in found["findings"])
    assert not any(one.name.endswith("退回.xlsx") for one in Path("退回").iterdir())
    has_receipts(found)


def has_receipts(found: Mapping[str, Any]) -> None:
    """Everybody has one, with the check code that stands on the sealed paper."""
    form = default_form()
    for unit in UNITS:
        stem = f"{unit.code}_{unit.name}_{YEAR}"
        receipt = Path("退回", f"{stem}_回执.txt").read_text("utf-8-sig")
        said = found["values"][unit.code]
        figures = {
            code: int(Decimal(str(said[code] or 0)) * 10 ** form.decimals[code])
            for code in form.inputs
        }
        assert str(check_code(form, whose(unit.code, str(YEAR)), figures)) in receipt


def test_a_winter(winter: Winter, capsys: pytest.CaptureFixture[str]) -> None:
    december(winter)
    first_week(winter)
    second_week(winter)
    third_week(winter, capsys)
    fourth_week(winter, capsys)
    # The journal knows what was sent in January.
    assert command("log", FIRST.name) == 0
    course = capsys.readouterr().out
    assert re.search("首次报送", course) and re.search("重报 .*，3 个数有变", course)
    assert command("log") == 0
    assert re.search("共汇总 6 次", capsys.readouterr().out)
    assert winter.stands().step is Step.REPORT
    assert command("report") == 0
    assert winter.stands().step is Step.PUBLISH
    # Whoever edits the roster is asked whether that is meant.
    Path("名册.csv").write_bytes(roster(*UNITS[:-1]))
    assert re.search(f"少了 1 个单位（{UNITS[-1].name}）", refused(capsys, "collect"))
