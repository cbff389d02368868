"""When a return came in, as its receipt tells it: never later than it is known to be there."""

from __future__ import annotations

import datetime
import sqlite3
from pathlib import Path

import pytest

import toolkit
from tests.support.build import BUREAU, LATER, OFFICE, dated, filled
from tests.support.remembered import Office
from tests.support.reviewed import BROKEN, MENDED
from toolkit.roster.roster import Unit


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr("toolkit.journal.database.PATIENCE", 0.1)
    one = Office(tmp_path, monkeypatch)
    one.has(a=filled(MENDED, BUREAU))
    return one


def receipt(office: Office, unit: Unit = BUREAU) -> bytes:
    return (office.folder / "退回" / f"{unit.code}_{unit.name}_2024_回执.txt").read_bytes()


def said(office: Office, unit: Unit = BUREAU) -> list[str]:
    """The lines on when it came."""
    lines = receipt(office, unit).decode("utf-8-sig").splitlines()
    return [one for one in lines if one.startswith("收到时间")]


def shown(day: int, minute: int = 0) -> str:
    time = datetime.datetime(2025, 1, day, 4, minute, tzinfo=datetime.UTC).astimezone()
    return f"{time:%Y-%m-%d %H:%M:%S}"


def test_what_came_while_a_journal_was_kept(office: Office) -> None:
    office.run(12, feedback=True)
    assert said(office) == [f"收到时间：{shown(12)}"]
    before = receipt(office)
    office.run(13, feedback=True)
    assert receipt(office) == before


def test_what_had_counted_before_came_no_later_than_the_workbook_says(office: Office) -> None:
    office.run(12)
    office.journal.unlink()
    office.has(a=filled(MENDED, BUREAU), o=filled(MENDED, OFFICE))
    office.run(13, feedback=True)
    # The workbook tells no seconds.
    assert said(office) == [f"收到时间：不晚于 {shown(12, 1)}"]
    assert said(office, OFFICE) == [f"收到时间：{shown(13)}"]
    before = receipt(office)
    office.run(14, feedback=True)
    assert receipt(office) == before


def test_a_workbook_that_never_had_a_journal_knows_it_too(office: Office) -> None:
    office.run(12)
    office.journal.unlink()
    toolkit.collect(office.returns).write(office.workbook)
    office.run(14, feedback=True)
    assert said(office) == [f"收到时间：不晚于 {shown(12, 1)}"]


@pytest.mark.parametrize("figures", [MENDED, BROKEN])
def test_what_was_told_stays_where_the_journal_is_gone(
    office: Office, figures: dict[str, object]
) -> None:
    office.has(a=filled(figures, BUREAU))
    office.run(12, feedback=True)
    before = receipt(office)
    office.journal.unlink()
    for day in (13, 14):
        office.run(day, feedback=True)
        assert receipt(office) == before


def test_it_stays_where_something_else_is_to_be_said(office: Office) -> None:
    office.has(a=filled(BROKEN, BUREAU))
    office.run(12, feedback=True)
    before = receipt(office)
    office.journal.unlink()
    office.run(13, feedback=True, strict=True)
    assert receipt(office) != before and said(office) == [f"收到时间：{shown(12)}"]


def test_it_stays_where_the_journal_is_locked(office: Office) -> None:
    office.run(12, feedback=True)
    before = receipt(office)
    office.has(a=filled(MENDED, BUREAU), o=filled(MENDED, OFFICE))
    other = sqlite3.connect(office.journal, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert office.run(13, feedback=True).journal
    other.close()
    assert receipt(office) == before
    # Nobody knows whether it had been there once.
    assert said(office, OFFICE) == [f"收到时间：不晚于 {shown(13)}"]
    for day in (14, 15):
        office.run(day, feedback=True)
        assert said(office, OFFICE) == [f"收到时间：不晚于 {shown(13)}"]


def test_a_file_that_came_after_it_has_its_own_time(office: Office) -> None:
    office.run(12, feedback=True)
    office.has(a=dated(filled(MENDED, BUREAU), LATER))
    office.run(13, feedback=True)
    assert said(office) == [f"收到时间：{shown(13)}"]
