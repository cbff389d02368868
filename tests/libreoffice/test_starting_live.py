"""The sheets that a new collection begins with, filled in by hand in LibreOffice."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.libreoffice.live import Script
from tests.libreoffice.office import FILTERS, requires_libreoffice
from tests.support.build import BUREAU, CITY, COUNTY, EVERYONE, OFFICE, YEAR, opened
from tests.support.unit_tables import CARRIED, known, read
from toolkit.form.form_file import default_form
from toolkit.roster.roster import Category, Roster, Unit
from toolkit.roster.roster_file import read_roster
from toolkit.starting.last_year_sheet import last_year_workbook, needed_of_last_year
from toolkit.starting.roster_sheet import roster_workbook

pytestmark = requires_libreoffice

FORM = default_form()
NEEDED = needed_of_last_year(FORM)
FIRST, SECOND = NEEDED[:2]


@pytest.mark.parametrize("ending", FILTERS)
def test_last_years_figures(tmp_path: Path, ending: str) -> None:
    content = last_year_workbook(FORM, Roster((OFFICE, BUREAU, COUNTY)), YEAR + 1, CITY)
    assert content
    path = tmp_path / "上年数.xlsx"
    path.write_bytes(content)
    script, saved = Script(), tmp_path / f"saved.{ending}"
    script.ask("order", "tab_order", sheet="上年数")
    # The rows of the units follow three of title and guide, and five of heads.
    script.ask("locked", "set", sheet="上年数", range="B9", data=[["别的"]])
    script.ask("open", "set", sheet="上年数", range="C9:D9", data=[[248, 0]])
    script.put("上年数", "E11", 7)
    script.do("save", path=str(saved), filter=FILTERS[ending])
    answers = script.run(path)
    assert len(answers["order"]) == 3 * len(NEEDED)
    assert answers["locked"] == {"refused": True} and answers["open"] != {"refused": True}
    previous = read(tmp_path, saved.read_bytes(), saved.name, roster=Roster(EVERYONE))
    assert known(previous) == {OFFICE.code: {FIRST: 248, SECOND: 0}, COUNTY.code: {CARRIED: 7}}
    assert not previous.findings


@pytest.mark.parametrize("ending", FILTERS)
def test_the_roster(tmp_path: Path, ending: str) -> None:
    path, saved = tmp_path / "名册.xlsx", tmp_path / f"saved.{ending}"
    path.write_bytes(roster_workbook())
    script = Script()
    rows = [["0401", "某局", "市直部门", "990000"], ["990001", "东山区", "县（市、区）", "990000"]]
    script.do("set", sheet="名册", range="A2:D3", data=rows)
    # As somebody types it.
    script.do("set_formula", sheet="名册", cell="G2", formula="2026-02-20")
    script.do("save", path=str(saved), filter=FILTERS[ending])
    script.run(path)
    if ending == "xlsx":
        # A code that is typed there keeps its zeros.
        assert opened(saved.read_bytes())["名册"]["A2"].number_format == "@"
    assert read_roster(saved).rows == (
        Unit(
            *("0401", "某局", Category.DEPARTMENT, "990000"),
            deadline=datetime.date(2026, 2, 20),
        ),
        Unit("990001", "东山区", Category.COUNTY, "990000"),
    )
