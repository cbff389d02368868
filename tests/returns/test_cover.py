"""The fields of the cover: whatever people write is accepted, what is blank or nonsense is told."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.build import BUREAU, collect, collect_one, command, edit, filled, roster
from tests.support.covers import COMPLETE, DATES, NO_DATES, NO_PHONES, PHONES
from toolkit.form.contact import Fault, faults_of
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.returns.read_return import read_return
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Unit
from toolkit.spreadsheets.workbook import read_workbook

LAYOUT = lay_out(default_form())


def read(content: bytes) -> Return:
    return read_return(read_workbook(content), LAYOUT, "a.xlsx")


def told(content: bytes) -> list[tuple[str, str | None, str | None]]:
    return [(one.code, one.cell, one.label) for one in read(content).findings]


@pytest.mark.parametrize("date", DATES)
def test_dates_that_people_write(date: str) -> None:
    assert faults_of(COMPLETE | {"date": date}) == {}


@pytest.mark.parametrize("date", NO_DATES)
def test_days_that_there_are_not(date: str) -> None:
    assert faults_of(COMPLETE | {"date": date}) == {"date": Fault.NO_DATE}


@pytest.mark.parametrize("phone", PHONES)
def test_numbers_that_people_write(phone: str) -> None:
    assert faults_of(COMPLETE | {"phone": phone}) == {}


@pytest.mark.parametrize("phone", NO_PHONES)
def test_what_nobody_can_call(phone: str) -> None:
    assert faults_of(COMPLETE | {"phone": phone}) == {"phone": Fault.NO_PHONE}


def test_blanks_are_told_in_the_order_of_the_cover() -> None:
    assert list(faults_of({"head": "　", "phone": " "}).items()) == [
        (key, Fault.BLANK) for key in ("preparer", "phone", "head", "date")
    ]


@pytest.mark.parametrize(
    "value",
    [datetime.date(2026, 1, 15), datetime.datetime(2026, 1, 15, 8, 30), 46037, 20260115],
    ids=["a date", "with its time", "a number of days", "digits"],
)
def test_a_date_that_a_program_holds_as_a_number(value: object) -> None:
    assert told(edit(filled(), {"封面!D7": value})) == []


def test_a_number_that_is_no_date() -> None:
    assert told(edit(filled(), {"封面!D7": 2026})) == [("COVER-01", "D7", "报出日期")]


def test_the_place_is_the_first_cell_wherever_it_stands() -> None:
    moved = edit(filled(contact={"phone": "1"}), change=lambda book: book["封面"].insert_rows(1, 2))
    assert ("COVER-01", "B8", "填表人") in told(moved)


def test_a_date_before_the_end_of_the_year_is_no_error() -> None:
    assert told(filled(contact=COMPLETE | {"date": "2024-12-20"})) == []


def without_cover(book: Any) -> None:
    del book["封面"]


def without_tables(book: Any) -> None:
    for name in ("表二", "表三", "表四", "附表"):
        del book[name]


@pytest.mark.parametrize(
    "content",
    [
        edit(filled(contact={}), change=without_cover),
        filled({}, states=""),
        filled({}, states="", contact={"preparer": "王五"}),
        edit(filled(contact={}), change=without_tables),
        edit(filled({}, states=""), {"表三!L6": 3}),
    ],
    ids=["no cover", "untouched", "only the cover", "no table", "a stray figure alone"],
)
def test_where_nothing_is_told(content: bytes) -> None:
    assert "COVER-01" not in {one.code for one in read(content).findings}


def test_a_consolidated_workbook_has_no_such_fields(tmp_path: Path) -> None:
    county = collect(tmp_path, {"a.xlsx": filled()}, units=[BUREAU])
    assert "COVER-01" not in {one.code for one in read(county.workbook.read_bytes()).findings}


def test_what_is_no_number_does_not_take_the_place_of_the_roster_s(tmp_path: Path) -> None:
    unit = Unit(BUREAU.code, BUREAU.name, BUREAU.category, BUREAU.parent)
    path = tmp_path / "dated.csv"
    head, row, _ = roster(unit).decode().split("\n")
    path.write_text(f"{head},联系人,联系电话\n{row},李四,0990-7654321\n", "utf-8")
    files = {"a.xlsx": filled(contact=COMPLETE | {"phone": "不知道"})}
    result = collect(tmp_path, files, "--units", path, units=[unit])
    (line,) = [row for row in result.sheet("报送情况") if row[0] == BUREAU.code]
    assert "王五" in line and "0990-7654321" in line and "不知道" not in line


def test_it_is_one_hint_and_no_error(tmp_path: Path) -> None:
    result = collect_one(tmp_path, filled(contact={}))
    assert (result.exit_code, result.codes()) == (0, ["COVER-01"])


def test_check_tells_it_to_the_unit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(filled(contact=COMPLETE | {"phone": "不知道"}))
    assert command("check", path) == 0
    shown = "".join(capsys.readouterr().out.split())
    assert "警告COVER-01封面上有1项没有填好：联系电话（D6）写的是“不知道”" in shown
    assert "→请补填或改正后再报送。" in shown
