"""A workbook that went back: true when it is opened, put right in LibreOffice, and clean again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.libreoffice import live
from tests.libreoffice.live import Script
from tests.libreoffice.office import requires_libreoffice
from tests.support.build import (
    BALANCED,
    BUREAU,
    CONTACT,
    Collected,
    collect_one,
    edit,
    filled,
    opened,
)
from toolkit.form.cover import cover_of
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.grids.names import CHECKS, COVER, FEEDBACK, FILLED
from toolkit.spreadsheets.workbook import read_workbook

pytestmark = requires_libreoffice

FORM = default_form()
LAYOUT = lay_out(FORM)
NAME = "990000-11_东海市教育局_2024_退回.xlsx"
FAULTS = {
    "表三!G6": "12件",
    "表三!H6": -5,
    "表三!J8": 99,
    "表三!E6": 9,
    "表四!A6": "=1+1",
    "附表!C4": 2.5,
    "封面!B12": None,
}
RIGHT: dict[str, float | str] = {
    "表三!G6": 12,
    "表三!G8": 12,
    "表三!H6": 5,
    "表三!H8": 5,
    "表三!E8": 9,
    "表四!A6": 2,
    "附表!C4": 3,
    "封面!B12": FILLED,
    "封面!B6": CONTACT["preparer"],
    "封面!D6": CONTACT["phone"],
    "封面!B7": CONTACT["head"],
}


@pytest.fixture(scope="module")
def went_back(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("back")
    content = edit(filled(BALANCED, BUREAU, contact={"date": "2025-01-20"}), FAULTS)
    collect_one(folder, content, "--feedback", folder / "退回")
    return folder / "退回" / NAME


@pytest.fixture(scope="module")
def answers(went_back: Path) -> dict[str, Any]:
    """Looked at as it came, put right, saved beside it as return.xlsx."""
    script, target = Script(), went_back.parent.parent / "return.xlsx"
    live.look(script, "came", live.extents(LAYOUT, live.blank_checks(LAYOUT)))
    for number, (address, value) in enumerate(RIGHT.items()):
        sheet, cell = address.split("!")
        script.ask(f"typed {number}", "set", sheet=sheet, range=cell, data=[[value]])
    script.do("recalculate")
    script.ask("overall", "get", sheet=COVER, range=f"B{cover_of(FORM).overall_row + 1}")
    script.ask("sheets", "sheets")
    script.do("save", path=str(target))
    return script.run(went_back)


@pytest.fixture(scope="module")
def collected(
    went_back: Path, answers: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Collected:
    assert answers
    content = (went_back.parent.parent / "return.xlsx").read_bytes()
    return collect_one(tmp_path_factory.mktemp("again"), content)


@pytest.mark.parametrize("sheet", [COVER, CHECKS, *(table.sheet for table in FORM.tables)])
def test_every_stored_result_is_the_true_one(
    sheet: str, went_back: Path, answers: dict[str, Any]
) -> None:
    stored = opened(went_back.read_bytes(), results=True)[sheet]
    for row, shown in zip(stored.iter_rows(), answers[f"came/{sheet}"], strict=False):
        for cell, value in zip(row, shown, strict=False):
            if isinstance(cell.value, str | int | float):
                assert value == cell.value, cell.coordinate
    assert answers["came/errors"] == []


def test_every_marked_input_takes_what_is_typed(answers: dict[str, Any]) -> None:
    assert [answers[f"typed {number}"]["refused"] for number in range(len(RIGHT))] == [
        False for _ in RIGHT
    ]


def test_put_right_it_says_so_itself(answers: dict[str, Any]) -> None:
    assert answers["overall"] == [["√ 全部相符，可以报送"]]
    assert answers["sheets"][0][0] == FEEDBACK


def test_what_was_put_right_is_clean(collected: Collected) -> None:
    assert (collected.codes(), collected.exit_code) == ([], 0)
    assert collected.files() == {"one.xlsx": "accepted"}
    values = {
        address: collected.value(BUREAU, address) for address in RIGHT if "封面" not in address
    }
    assert values == {address: RIGHT[address] for address in values}
    assert collected.value(BUREAU, "表三!D6") == 12


def test_who_it_is_and_when_it_was_saved(went_back: Path, answers: dict[str, Any]) -> None:
    assert answers
    saved = read_workbook((went_back.parent.parent / "return.xlsx").read_bytes())
    assert saved.properties["toolkit.kind"] == "feedback"
    assert saved.saved is not None and saved.saved.year > 2000
