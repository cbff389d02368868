"""Figures beside the cells that are read: told, where they are figures, and nothing else is."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.support.build import BUREAU, YEAR, collect, collect_one, edit, filled, raw
from toolkit.returns.likely_value import looks_like_figure

pytestmark = pytest.mark.slow

FIGURES = [
    *[12.0, 3.5, -3.0, True, datetime.date(1900, 1, 12), datetime.datetime(1900, 1, 12)],
    *["12", "１２", "-3", "－3", "+12", "12.", "1 200", "1,234", "1e3", "12%", "①", "⑫"],
    *["12件", "12 件", "12（件）", "约12件", "共12件", "收到12件", "12条信息", "12篇", "12起"],
    *["22（其中修订16件）", "12件（含上年）", "12.5万元", "十二", "十二件", "三件"],
    *["共55件", "补报55件", "其中：55", "合计：55", "(55)", "（55）"],
]
OTHERS = [
    *[
        "",
        "无",
        "—",
        "说明",
        "件",
        "单位：件",
        "一",
        "一、",
        "二、其他",
        "（一）",
        "（3）",
        "3）",
        "3、",
    ],
    *["3、其他", "1.本表", "第3条", "表3", "附件1", "2024年度", "5月1日", "2024-05-01", "12:30"],
    *["0375-1234567", "电话13800000000", "共3页", "注：本表由办公室汇总，截至12月31日。"],
    *[datetime.date(2024, 5, 1), datetime.time(12), None],
]


@pytest.mark.parametrize("value", FIGURES, ids=str)
def test_a_figure(value: object) -> None:
    assert looks_like_figure(value)


@pytest.mark.parametrize("value", OTHERS, ids=str)
def test_no_figure(value: object) -> None:
    assert not looks_like_figure(value)


@pytest.mark.parametrize("cell", ["L6", "K6", "A40", "I2"])
@pytest.mark.parametrize("typed", ["共12件", "十二件", 12, "⑫"])
def test_what_was_typed_beside_a_table_is_told(tmp_path: Path, cell: str, typed: object) -> None:
    result = collect_one(tmp_path, edit(filled({}), {f"表三!{cell}": typed}))
    found = result.finding("TAB-03")
    assert (found["severity"], found["sheet"], found["cell"]) == ("warning", "表三", cell)
    assert f"填了 {typed}，" in found["message"]
    assert result.total("表三!D6") == 0


@pytest.mark.parametrize(
    ("xml", "shown"),
    [
        ('t="e"<v>#REF!</v>', "#REF!"),
        ("<f>5+7</f>", "=5+7"),
        ("<f>5+7</f><v>12</v>", "12"),
        ('t="b"<v>1</v>', "逻辑值 TRUE"),
    ],
)
def test_a_formula_or_an_error_beside_a_table_is_told(tmp_path: Path, xml: str, shown: str) -> None:
    content = raw(edit(filled({}), {"表三!L6": 1}), {"表三!L6": xml})
    found = collect_one(tmp_path, content).finding("TAB-03")
    assert (found["cell"], found["actual"]) == ("L6", shown)


def test_a_caption_without_its_text_is_no_figure(tmp_path: Path) -> None:
    """LibreOffice writes 0 for the text of our formula when it saves a blank template as .xls."""
    formula = raw(filled({}), {"表三!A2": "<f>1-1</f><v>0</v>"})
    assert collect_one(tmp_path / "formula", formula).codes() == []
    assert collect_one(tmp_path / "typed", edit(filled({}), {"表三!A2": 0})).codes() == ["TAB-03"]


def test_notes_below_a_table_are_no_matter(tmp_path: Path) -> None:
    notes = {"表三!A40": "填表人：张三", "表三!C40": "电话13800000000", "表三!A41": "2025年1月15日"}
    assert collect_one(tmp_path, edit(filled({}), dict(notes))).codes() == []


def test_on_a_sheet_of_the_unit_s_own_only_the_lines_beside_count(tmp_path: Path) -> None:
    """What else is there is not ours to judge; the template's own sheet is, under any name."""

    def own(cell: str) -> list[str]:
        content = edit(filled({}), {f"表三!{cell}": "12件"}, change=_pasted)
        name = f"{BUREAU.code}_{BUREAU.name}_{YEAR}.xlsx"
        return collect(tmp_path / cell, {name: content}, units=[BUREAU]).codes()

    assert "TAB-03" in own("K6") and "TAB-03" not in own("M6")


def _pasted(book: object) -> None:
    """The sheet as it would be in another workbook: another name, no protection, further down."""
    sheet = book["表三"]  # type: ignore[index]
    sheet.title = "我的表"
    sheet.protection.sheet = False
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.move_range(sheet.dimensions, rows=3, translate=True)
