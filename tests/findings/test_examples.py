"""The example on the page of a code, typed into a return: it gives that code, at that cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from tests.support.build import BALANCED, edit, filled, raw
from toolkit.commands.checking import check_files
from toolkit.findings.code_page import page_of_code
from toolkit.findings.codes.catalogue import CATALOGUE
from toolkit.form.form_file import default_form
from toolkit.grids.names import EMPTY, FILLED

TEN = {"表三!D6": 10, "表三!D8": 10}
STATED = {"t2": FILLED, "t4": FILLED, "t6": FILLED}


def hide_row_12(book: Workbook) -> None:
    book["表三"].row_dimensions[12].hidden = True


def copy_table_3(book: Workbook) -> None:
    copy = book.copy_worksheet(book["表三"])
    copy.title = "表三 (2)"
    copy["D6"] = 15


def unprotect(book: Workbook) -> None:
    book["表三"].protection.sheet = False


def insert_two_rows(book: Workbook) -> None:
    book["表三"].insert_rows(1, 2)


def merge_two_cells(book: Workbook) -> None:
    book["表三"].merge_cells("D8:D9")


# Code → the return, the cell that is named, and the words of the example that were typed.
CASES: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "NUM-01": (lambda: edit(filled({}), {"表三!D6": "12件"}), "表三 D6", "“12件”：应只填 12"),
    "NUM-02": (lambda: edit(filled({}), {"表三!D9": -4}), "表三 D9", "-4"),
    "NUM-03": (lambda: edit(filled({}), {"表三!D6": 12.5}), "表三 D6", "12.5"),
    "NUM-04": (
        lambda: edit(filled({}), {"表三!D6": "1234567890123456"}),
        "表三 D6",
        "1234567890123456",
    ),
    "NUM-05": (lambda: raw(filled({}), {"表三!D8": 't="e"<v>#REF!</v>'}), "表三 D8", "#REF!"),
    "NUM-07": (lambda: raw(filled({}), {"表三!D6": "<f>5+7</f><v>12</v>"}), "表三 D6", "=5+7"),
    "NUM-08": (
        lambda: raw(filled({}), {"表三!D6": "<f>'[明细.xlsx]汇总'!B2</f><v>12</v>"}),
        "表三 D6",
        "='[明细.xlsx]汇总'!B2",
    ),
    "NUM-09": (lambda: raw(filled({}), {"表三!D6": "<f>5+7</f>"}), "表三 D6", "=5+7"),
    "TOT-01": (lambda: edit(filled(TEN), {"表三!D29": 10}), "表三 D29", "手填的 10"),
    "STAT-01": (
        lambda: filled({"表三!D6": 5}, states=STATED | {"t3": EMPTY}),
        "表三 D6",
        "封面 B11（表三的填报状态）选了“零报告”，表三 D6 却填了 5",
    ),
    "STAT-02": (lambda: filled(states=STATED), "封面 B11", "封面 B11（表三的填报状态）没有选"),
    "STAT-03": (
        lambda: filled(states={"t2": FILLED, "t3": FILLED}),
        "封面 B12",
        "封面 B12（表四的填报状态）",
    ),
    "STAT-04": (
        lambda: filled(states={"t2": FILLED, "t3": FILLED, "t4": FILLED}),
        "封面 B13",
        "封面 B13（附表的填报状态）",
    ),
    "COVER-01": (
        lambda: edit(filled(), {"封面!D6": "不知道", "封面!D7": "2026年1月32日"}),
        "封面 D6",
        "“2026年1月32日”",
    ),
    "STAT-05": (lambda: edit(filled(), {"封面!B11": "已核对"}), "封面 B11", "“已核对”"),
    "TAB-02": (lambda: edit(filled(), {"表三!A6": "一、受理数量"}), "表三 A6", "“一、受理数量”"),
    "TAB-03": (lambda: edit(filled(), {"表三!K6": 12}), "表三 K6", "表三 K6 填了 12"),
    "TAB-04": (lambda: edit(filled(), change=insert_two_rows), "", "插入了 2 行"),
    "TAB-05": (lambda: edit(filled(), change=hide_row_12), "", "第 12 行"),
    "TAB-06": (lambda: edit(filled(), change=unprotect), "", "保护被取消"),
    "TAB-08": (lambda: edit(filled(), change=copy_table_3), "表三 D6", "D6 是 15：按表三的 12"),
    "TAB-09": (lambda: edit(filled(), change=merge_two_cells), "表三 D8", "D8 与 D9 合并"),
    "UNIT-04": (
        lambda: edit(filled(), {"封面!B4": "990002"}),
        "",
        "封面 B4（单位代码）却改成了 990002",
    ),
    "FILE-02": (lambda: filled(unit=None), "", "封面 B3（填报单位）和 B4（单位代码）都空着"),
    "FILE-06": (lambda: filled(unit=None, year=None), "封面 D4", "封面 D4（报告年度）空着"),
}


def found(tmp_path: Path, content: bytes) -> dict[str, str]:
    """Every code with its place, as ``check`` finds them."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    (one,) = check_files([path], None, None)
    return {f.code: " ".join(filter(None, (f.sheet, f.cell))) for f in reversed(one.findings)}


@pytest.mark.parametrize("code", CASES)
def test_the_example_of_the_page_gives_its_code(tmp_path: Path, code: str) -> None:
    make, place, words = CASES[code]
    assert words in CATALOGUE[code].example
    places = found(tmp_path, make())
    assert code in places and places[code].startswith(place)


@pytest.mark.parametrize("code", default_form().total_rules)
def test_the_example_of_a_total_gives_its_code(tmp_path: Path, code: str) -> None:
    """``表三 D29 手填 8，D8 填 6，D9 填 4``"""
    example = page_of_code(code, default_form()).parts["example"]
    sheet = example.partition(" ")[0]
    typed = re.findall(r"([A-Z]+[0-9]+) (?:手填|填) ([0-9]+)", example)
    assert [value for _, value in typed] == ["8", "6", "4"]
    cells = {f"{sheet}!{cell}": int(value) for cell, value in typed}
    assert found(tmp_path, edit(filled({}), cells))[code] == f"{sheet} {typed[0][0]}"


def test_the_example_of_the_declared_rule_gives_its_code(tmp_path: Path) -> None:
    assert "一填 100，二填 0，（七）总计为 98，四填 0" in default_form().rule_specs["T3-01"].example
    content = filled(BALANCED | {"表三!D6": 100, "表三!D8": 98, "表三!D30": 0})
    assert found(tmp_path, content) == {"T3-01": "表三 D29"}
