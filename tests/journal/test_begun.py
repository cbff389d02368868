"""A run that is cut off between beginning and end, and two runs of which each writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import toolkit
from tests.support.build import BUREAU, OFFICE, filled
from tests.support.remembered import Office
from tests.support.reviewed import BROKEN, MENDED
from toolkit.commands import collecting
from toolkit.commands.journals import ids_in
from toolkit.errors import CannotRun
from toolkit.files import disk
from toolkit.journal.database import Database
from toolkit.journal.hindrance import Hindered, Hindrance


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    one = Office(tmp_path, monkeypatch)
    one.has(a=filled(BROKEN, BUREAU))
    one.run(12)
    one.has(a=filled(BROKEN, BUREAU), o=filled(MENDED, OFFICE))
    return one


def days(office: Office) -> list[str]:
    """Those of the runs that took place."""
    return [one.time[8:10] for one in office.rows().runs]


def finished(office: Office) -> list[int]:
    connection = sqlite3.connect(office.journal)
    found = [run for (run,) in connection.execute("SELECT run FROM finished ORDER BY run")]
    connection.close()
    return found


class Cut(BaseException):
    """What ends a run: nothing after it happens."""


def cut() -> Path:
    raise Cut


def test_a_run_that_was_cut_off_before_its_outputs_were_placed_never_was(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lambda self, target: cut())
        with pytest.raises(Cut):
            office.run(13)
    assert finished(office) == [1] and days(office) == ["12"]
    office.run(14)
    assert finished(office) == [1, 3] and days(office) == ["12", "14"]
    assert office.sendings(OFFICE) == [(14, "first", "o.xlsx", None)]
    assert office.course(OFFICE) == "1月14日 首次报送 o.xlsx，没有错误"


def test_a_run_that_was_cut_off_after_that_took_place(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Database, "finish", lambda *_: cut())
        with pytest.raises(Cut):
            office.run(13)
    assert finished(office) == [1]
    # Whoever only reads sees it by the workbook.
    assert days(office) == ["12", "13"]
    office.run(14)
    assert finished(office) == [1, 2, 3] and days(office) == ["12", "13", "14"]
    assert office.sendings(OFFICE) == [(13, "first", "o.xlsx", None)]


def test_one_that_never_was_is_not_looked_for_for_ever(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lambda self, target: cut())
        with pytest.raises(Cut):
            office.run(13)
    asked: list[Path] = []

    def ids(path: Path) -> set[str]:
        asked.append(path)
        return set()

    monkeypatch.setattr("toolkit.commands.journals.ids_in", ids)
    office.run(14)
    assert asked
    asked.clear()
    office.run(15)
    assert asked == [] and days(office) == ["12", "14", "15"]


def test_that_is_seen_by_the_copy_where_a_run_without_journal_came_between(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Database, "finish", lambda *_: cut())
        with pytest.raises(Cut):
            office.run(13)
    toolkit.collect(office.returns).write(office.workbook)
    office.run(15)
    assert finished(office) == [1, 2, 3]


def test_a_failure_to_say_that_it_is_finished_is_made_good(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise Hindered(Hindrance.FULL)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "finish", fails)
        assert office.run(13).journal == ""
    assert finished(office) == [1]
    assert office.run(14).journal == ""
    assert finished(office) == [1, 2, 3]


def test_what_is_tried_again_at_the_same_moment_is_there_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With SOURCE_DATE_EPOCH the second try has the id of the first."""
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lambda self, target: cut())
        with pytest.raises(Cut):
            office.run(13)
    office.run(13)
    assert days(office) == ["12", "13"]
    assert office.sendings(OFFICE) == [(13, "first", "o.xlsx", None)]
    assert ids_in(office.workbook) == {office.rows().runs[-1].id}


def test_an_output_that_cannot_be_placed_leaves_no_trace_and_no_lock(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "refused")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(CannotRun):
            office.run(13)
    assert days(office) == ["12"]
    assert office.run(14).journal == ""


# --- Two at once ---------------------------------------------------------------------------------


def test_the_slower_one_is_refused_and_leaves_no_trace(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    between(monkeypatch, lambda: office.run(14))
    with pytest.raises(CannotRun):
        office.run(13)
    assert days(office) == ["12", "14"] and len(all_runs(office)) == 2


def test_one_that_writes_another_workbook_tells_nothing_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    between(monkeypatch, lambda: office.run(14, out="another.xlsx"))
    assert office.run(13).journal == ""
    assert days(office) == ["12", "14", "13"]
    assert office.course(OFFICE) == "1月13日 首次报送 o.xlsx，没有错误"
    # Each workbook has seen it for itself.
    assert [one[:2] for one in office.sendings(OFFICE)] == [(14, "first"), (13, "first")]
    assert office.run(15).journal == ""


def test_while_one_places_its_outputs_another_has_to_wait(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.journal.database.PATIENCE", 0.05)
    replace, waited = Path.replace, []

    def placed(self: Path, target: Path) -> Path:
        for writes in (True, False):
            try:
                other = Database(office.journal, writes=writes)
                other.rows()
            except Hindered as error:
                waited.append(error.why)
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", placed)
        assert office.run(13).journal == ""
    assert set(waited) == {Hindrance.LOCKED} and len(waited) >= 2
    assert days(office) == ["12", "13"]


def between(monkeypatch: pytest.MonkeyPatch, other: Callable[[], object]) -> None:
    """Have another run come between the last look at the workbook and its placing."""
    write = disk.write_files

    def later(*arguments: object, **more: object) -> object:
        monkeypatch.setattr(collecting, "write_files", write)
        other()
        return write(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(collecting, "write_files", later)


def all_runs(office: Office) -> list[str]:
    database = Database(office.journal, writes=False)
    try:
        return [one.id for one in database.rows().runs]
    finally:
        database.close()


@pytest.mark.slow
@pytest.mark.skipif("sys.platform != 'linux'", reason="it forks, and kills what it forked")
def test_a_short_rough_day() -> None:
    """``python -m tests.support.rough_journal`` is the long one."""
    from tests.support.rough_journal import rough_journal

    counts, faults = rough_journal(3, kills=8, pairs=2)
    assert faults == [] and counts.total() == 10
