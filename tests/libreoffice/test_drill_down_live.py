"""The check on 说明 in LibreOffice: it notices what is typed over, and what is switched."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.libreoffice.live import Script
from tests.libreoffice.office import requires_libreoffice
from tests.support.build import (
    BUREAU,
    CITY,
    COUNTY,
    CUSTOMS,
    OFFICE,
    Collected,
    code_at,
    collect,
    edit,
    filled,
    opened,
)
from toolkit.form.form_file import default_form
from toolkit.roster.roster import Category, Unit

pytestmark = requires_libreoffice

NUMBER = len(default_form().indicators)
FIGURES = {"表三!D6": 20, "表三!D8": 20, "表二!B16": "0.1", "附表!C5": "0.10"}
HOLDS = f"√ 核对：{NUMBER} 格全部相符，各类小计之和等于合计"
# The row with the codes on 分单位: below the sums of three categories.
HEAD = 10
CHANGED = "已改动“计入汇总”，程序求和为改动前的数，重新运行 collect 后可再核对"


class Seen(NamedTuple):
    answers: dict[str, Any]
    saved: Path


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    files = {
        "office.xlsx": filled({**FIGURES, "表二!B16": "0.2"}, OFFICE),
        "县 区/100%#1.xlsx": edit(filled(FIGURES, BUREAU), {"表四!A6": "3件"}),
        "customs.xlsx": filled(FIGURES, CUSTOMS),
        "county.xlsx": filled(FIGURES, COUNTY),
    }
    units = [OFFICE, BUREAU, COUNTY, CUSTOMS]
    return collect(tmp_path_factory.mktemp("city"), files, units=units)


@pytest.fixture(scope="module")
def seen(collected: Collected, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """As collected; a unit's figure typed over, and restored; a sum, and restored; a switch."""
    sheet = opened(collected.workbook.read_bytes())["分单位"]
    column = next(one.column_letter for one in sheet[HEAD] if one.value == code_at("表三!D6"))
    figure, total = f"{column}{HEAD + 1}", f"{column}6"
    fees = next(one.column_letter for one in sheet[HEAD] if one.value == code_at("表二!B16"))
    fee = f"{fees}{HEAD + 4}"
    official = opened(collected.workbook.read_bytes())["表三"]["D6"].value
    official = official.replace(",", ";").replace("!", ".")
    script, saved = Script(), tmp_path_factory.mktemp("saved") / "东海市.xlsx"
    _look(script, "collected")
    script.do("save", path=str(saved))
    script.ask("typed into a locked cell", "set", sheet="分单位", range=figure, data=[[21]])
    for name, cell, typed, restored in (
        ("figure", figure, "20.5", "20"),
        ("total", total, "61", sheet[total].value.replace(",", ";")),
        ("official", "D6", "六十", official),
    ):
        page = "表三" if name == "official" else "分单位"
        script.do("set_formula", sheet=page, cell=cell, formula=typed)
        _look(script, name)
        script.do("set_formula", sheet=page, cell=cell, formula=restored)
    switch = f"D{HEAD + 4}"
    script.ask("switch", "set", sheet="分单位", range=switch, data=[["是"]])
    _look(script, "switched")
    for name, page, cell, typed, restored in (
        ("switched, figure", "分单位", figure, "20.5", "20"),
        # Of the unit that was not in the sum.
        ("switched, fee", "分单位", fee, "9", "0.1"),
        ("switched, total", "分单位", total, "61", sheet[total].value.replace(",", ";")),
        ("switched, official", "表三", "D6", "61", official),
    ):
        script.do("set_formula", sheet=page, cell=cell, formula=typed)
        _look(script, name)
        script.do("set_formula", sheet=page, cell=cell, formula=restored)
    script.put("分单位", switch, "否")
    _look(script, "restored")
    return Seen(script.run(collected.workbook), saved)


def _look(script: Script, name: str) -> None:
    script.do("recalculate")
    script.ask(name, "get", sheet="说明", range="A1:F300")
    script.ask(f"{name}/errors", "errors")
    script.ask(f"{name}/links", "get", sheet="分单位", range=f"F{HEAD + 1}:F{HEAD + 4}")


def headline(seen: Seen, name: str) -> str:
    return str(seen.answers[name][1][0])


def differing(seen: Seen, name: str) -> dict[str, object]:
    """The rows of the list that differ: the cell (or what the row is about) and the difference."""
    rows = seen.answers[name]
    top = next(i for i, row in enumerate(rows) if row[0] == "指标")
    listed = rows[top + 1 : top + 2 + NUMBER]
    return {f"{one[1]}!{one[2]}" if one[1] else one[0]: one[5] for one in listed if one[5] != 0}


@pytest.mark.parametrize("name", ["collected", "figure", "total", "official", "switched"])
def test_no_cell_shows_an_error(seen: Seen, name: str) -> None:
    assert seen.answers[f"{name}/errors"] == []


@pytest.mark.parametrize("name", ["collected", "restored"])
def test_all_agrees_as_it_was_written(seen: Seen, collected: Collected, name: str) -> None:
    assert headline(seen, name) == HOLDS
    assert differing(seen, name) == {}
    stored = opened(collected.workbook.read_bytes(), results=True)
    assert stored["说明"]["A2"].value == HOLDS
    counts = [[stored["分单位"][f"F{row}"].value or ""] for row in range(HEAD + 1, HEAD + 5)]
    assert seen.answers[f"{name}/links"] == counts
    assert counts == [[""], ["1 错"], [""], [""]]


def test_a_locked_figure_cannot_be_typed_over_but_a_switch_can(seen: Seen) -> None:
    assert seen.answers["typed into a locked cell"] == {"refused": True}
    assert seen.answers["switch"] == {"refused": False}


def test_a_figure_typed_over_is_noticed(seen: Seen) -> None:
    """Half a piece more for the office: in the cell, in the totals that hold it, in no other."""
    assert headline(seen, "figure") == "× 核对：有 2 处不符，见本页末尾的“核对”"
    assert differing(seen, "figure") == {"表三!D6": 0.5, "表三!J6": 0.5}


def test_a_sum_on_by_unit_typed_over_is_noticed(seen: Seen) -> None:
    assert headline(seen, "total") == "× 核对：有 1 处不符，见本页末尾的“核对”"
    assert differing(seen, "total") == {"“分单位”页：各类小计之和不等于合计的列数": 1}


def test_a_text_in_an_official_cell_is_noticed(seen: Seen) -> None:
    assert differing(seen, "official") == {"表三!D6": "不是数", "表三!J6": -60}


def test_a_turned_switch_is_said(seen: Seen) -> None:
    assert headline(seen, "switched") == CHANGED


def test_a_figure_typed_over_is_named_beside_a_turned_switch(seen: Seen) -> None:
    words = "× 已改动“计入汇总”，另有 {} 处的数是手工改过的（第一处：{}），见本页末尾的“核对”；"
    words += "重新运行 collect 后可再核对"
    assert headline(seen, "switched, figure") == words.format(2, "表三 D6")
    assert differing(seen, "switched, figure") == {"表三!D6": 0.5, "表三!J6": 0.5}
    assert headline(seen, "switched, fee") == words.format(1, "表二 B16")
    assert differing(seen, "switched, fee") == {"表二!B16": 8.9}
    # It was 80, with the unit that is in the sum now.
    assert differing(seen, "switched, total") == {"表三!D6": -19}
    assert headline(seen, "switched, official") == words.format(2, "表三 D6")
    assert differing(seen, "switched, official") == {"表三!D6": -19, "表三!J6": -19}
    assert differing(seen, "switched") == {}


def test_saved_by_libreoffice_it_is_still_a_return(
    seen: Seen, collected: Collected, tmp_path: Path
) -> None:
    """Links, lock and formulas as another program writes them."""
    book = opened(seen.saved.read_bytes())
    assert book["表三"]["D6"].hyperlink.location.startswith("'分单位'!")
    assert book["分单位"].protection.sheet
    city = Unit(CITY, "东海市", Category.COUNTY, "980000")
    for number, content in enumerate([seen.saved.read_bytes(), collected.workbook.read_bytes()]):
        result = collect(tmp_path / str(number), {"东海市.xlsx": content}, units=[city])
        # What its lists say comes along; its figures give no finding.
        assert [one["code"] for one in result.json["findings"]] == ["LEVEL-03"]
        assert result.total("表三!D6") == 60
