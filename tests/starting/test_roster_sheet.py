"""The roster to type into: nobody is on it at first, and what is typed is read as it was meant."""

from __future__ import annotations

import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.build import opened
from toolkit.errors import CannotRun
from toolkit.grids.address import column_name
from toolkit.grids.hidden_sheet import stated_in
from toolkit.grids.identity import ROSTER_KIND
from toolkit.roster.roster import Category, Roster, Unit
from toolkit.roster.roster_file import read_roster
from toolkit.roster.spelling import Head
from toolkit.spreadsheets.seal import unchanged_since_made
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.starting.roster_sheet import ROWS, roster_workbook

CONTENT = roster_workbook()


def read(tmp_path: Path, content: bytes) -> Roster:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(content)
    return read_roster(path)


def test_nobody_has_typed_anything(tmp_path: Path) -> None:
    """Its example is no roster either."""
    with pytest.raises(CannotRun) as caught:
        read(tmp_path, CONTENT)
    assert str(caught.value) == (
        "单位名册 名册.xlsx 还没有填写单位：请在列名下面填写，每个单位一行。"
    )
    assert unchanged_since_made(CONTENT) and roster_workbook() == CONTENT
    assert stated_in(read_workbook(CONTENT)).kind == ROSTER_KIND


def test_what_is_typed_is_read(tmp_path: Path) -> None:
    book: Any = opened(CONTENT)
    sheet = book["名册"]
    heads = [cell.value for cell in sheet[1]]
    assert heads == [one.value for one in Head]
    day = datetime.datetime(2026, 2, 20)
    sheet.append(["990000", "东海市", "本级"])
    sheet.append(["990000-01", "东海市政府办公室", "本级", "990000", "甲", "0990-1", day])
    sheet.append([])
    sheet.append(["0401", "某局", "市直部门", "990000", None, "010", "2026-3-1", "0401+0402"])
    buffer = BytesIO()
    book.save(buffer)
    assert read(tmp_path, buffer.getvalue()).rows == (
        Unit("990000", "东海市", Category.OWN),
        Unit(
            *("990000-01", "东海市政府办公室", Category.OWN, "990000", "甲", "0990-1"),
            deadline=datetime.date(2026, 2, 20),
        ),
        Unit(
            *("0401", "某局", Category.DEPARTMENT, "990000", "", "010"),
            deadline=datetime.date(2026, 3, 1),
            predecessors=("0401", "0402"),
        ),
    )


def test_formats_lists_and_prompts() -> None:
    sheet: Any = openpyxl.load_workbook(BytesIO(CONTENT))["名册"]
    formats = {}
    for column, head in enumerate(Head, 1):
        letter = column_name(column - 1)
        formats[head] = sheet.column_dimensions[letter].number_format
    assert formats.pop(Head.DEADLINE) == "yyyy-mm-dd"
    assert set(formats.values()) == {"@"}
    rules = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    assert len(rules) == len(Head) and all(one.prompt for one in rules.values())
    category = rules[f"C2:C{ROWS + 1}"]
    assert category.type == "list"
    assert category.formula1.strip('"').split(",") == [str(one) for one in Category]
    assert sheet.freeze_panes == "C2" and not sheet.protection.sheet
    # The formats are those of columns, so that 500 rows take no room.
    assert len(CONTENT) < 15_000
