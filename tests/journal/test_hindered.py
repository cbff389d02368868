"""A journal that cannot be used costs nothing but itself, and one line says what to do."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.build import BUREAU, CHINESE, OFFICE, filled
from tests.support.remembered import Office
from tests.support.reviewed import BROKEN, MENDED
from toolkit.commands.journals import ids_in, past_in
from toolkit.errors import CannotRun
from toolkit.journal import words
from toolkit.journal.account import account_of_unit
from toolkit.journal.database import Database, is_none_yet
from toolkit.journal.hindrance import Hindered, Hindrance


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr("toolkit.journal.database.PATIENCE", 0.1)
    one = Office(tmp_path, monkeypatch)
    one.has(a=filled(BROKEN, BUREAU))
    one.run(12)
    one.has(a=filled(BROKEN, BUREAU), o=filled(MENDED, OFFICE))
    return one


def told(office: Office, why: Hindrance) -> str:
    return words.not_written(str(office.journal), why)


def must_go_on(office: Office, why: Hindrance) -> None:
    """The run does its work, says why, and leaves the journal as it is."""
    before = office.journal.read_bytes() if office.journal.is_file() else None
    written = office.run(13)
    assert written.journal == told(office, why)
    assert "\n" not in written.journal and CHINESE.search(written.journal)
    assert len(written.result.units) == 5 and office.coverage()
    # The workbook names no run that its journal does not know.
    assert ids_in(office.workbook) == set()
    if before is not None:
        assert office.journal.read_bytes() == before


def test_a_folder_in_its_place(office: Office) -> None:
    office.journal.unlink()
    office.journal.mkdir()
    must_go_on(office, Hindrance.CANNOT_OPEN)


@pytest.mark.parametrize("content", [b"no database", b"\xff" * 9000, b"PK\x03\x04"])
def test_no_database(office: Office, content: bytes) -> None:
    office.journal.write_bytes(content)
    must_go_on(office, Hindrance.FOREIGN)


def test_a_database_of_another_program(office: Office) -> None:
    office.journal.unlink()
    changed(office, "CREATE TABLE theirs (name TEXT)")
    must_go_on(office, Hindrance.FOREIGN)


def test_one_of_a_later_version(office: Office) -> None:
    changed(office, "PRAGMA user_version = 2")
    must_go_on(office, Hindrance.NEWER)


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TABLE files",
        "DROP TABLE runs",
        "INSERT INTO units SELECT run, unit, name, status, 'yes', '', 0, 0 FROM units",
        "INSERT INTO file_states VALUES (1, 999, '', 'accepted', '')",
        "INSERT INTO sendings VALUES (1, 'x', 999, 'first', NULL, NULL)",
        "INSERT INTO sendings VALUES (1, 'x', 2, 'unheard of', NULL, NULL)",
        "INSERT INTO figures VALUES (1, 'x', 'y', 77, x'00')",
        "INSERT INTO runs SELECT 2, '', 'x', 'no time', toolkit, form, year, collector,"
        " collector_name, workbook, options, 0, 0, 0, 0, 0, 0 FROM runs;"
        "INSERT INTO finished VALUES (2, '')",
    ],
)
def test_one_whose_rows_are_not_ours(office: Office, damage: str) -> None:
    changed(office, damage)
    must_go_on(office, Hindrance.DAMAGED)


def test_one_that_was_cut_short(office: Office) -> None:
    content = office.journal.read_bytes()
    office.journal.write_bytes(content[: len(content) // 2])
    must_go_on(office, Hindrance.DAMAGED)


def test_one_that_somebody_keeps_locked(office: Office) -> None:
    other = sqlite3.connect(office.journal, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    before = office.journal.read_bytes()
    assert office.run(13).journal == told(office, Hindrance.LOCKED)
    other.close()
    assert office.journal.read_bytes() == before
    # What came in meanwhile is noted as soon as that is possible.
    assert office.run(14).journal == ""
    assert [one[:2] for one in office.sendings(OFFICE)] == [(14, "before")]


def test_one_that_may_only_be_read(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a share that gives no right to write; whoever is root would have it all the same."""
    with monkeypatch.context() as patch:
        patch.setattr(Database, "lock", hindered(Hindrance.READ_ONLY))
        must_go_on(office, Hindrance.READ_ONLY)


def test_a_folder_that_may_only_be_read(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.journal.unlink()
    monkeypatch.setattr("os.access", lambda path, mode: False)
    must_go_on(office, Hindrance.READ_ONLY)
    assert not office.journal.exists()


def test_a_full_disk_when_the_run_is_written(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = Database.lock

    def lock_a_full_one(self: Database) -> None:
        lock(self)
        pages = self._one("PRAGMA page_count")
        self._do(f"PRAGMA max_page_count = {pages}")

    before = office.journal.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(Database, "lock", lock_a_full_one)
        for number in range(60):
            (office.returns / f"more {number}.xlsx").write_bytes(b"no workbook")
        assert office.run(13).journal == told(office, Hindrance.FULL)
    # Nothing of it is there, and the next run says that one is missing.
    assert office.past().last_run == 1 and len(office.journal.read_bytes()) == len(before)
    assert office.run(14).journal == words.gap(str(office.journal))
    assert office.run(15).journal == ""
    assert [one.time[8:10] for one in office.rows().runs] == ["12", "14", "15"]


def hindered(why: Hindrance) -> Callable[..., None]:
    def fails(*_: object) -> None:
        raise Hindered(why)

    return fails


def changed(office: Office, sql: str) -> None:
    connection = sqlite3.connect(office.journal)
    connection.executescript(sql)
    connection.close()


# --- Lost ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("left", [None, b""])
def test_one_that_was_deleted_is_missed_and_made_anew(office: Office, left: bytes | None) -> None:
    office.journal.unlink()
    if left is not None:
        office.journal.write_bytes(left)
    assert office.run(13).journal == words.lost(str(office.journal))
    assert office.run(14).journal == ""
    assert office.sendings(BUREAU) == [(13, "before", "a.xlsx", None)]
    assert office.sendings(OFFICE) == [(13, "first", "o.xlsx", None)]


def test_the_journal_of_another_time_lacks_the_last_run(office: Office) -> None:
    shutil.copy(office.journal, office.folder / "copy")
    office.run(13)
    shutil.copy(office.folder / "copy", office.journal)
    assert office.run(14).journal == words.gap(str(office.journal))


def test_a_workbook_of_an_earlier_version_misses_none(office: Office) -> None:
    office.journal.unlink()
    office.workbook.unlink()
    assert office.run(13).journal == ""


def test_a_folder_that_was_moved_is_the_same_collection(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = tmp_path / "elsewhere" / "2024 年度"
    moved.parent.mkdir()
    for name in ("returns", "units.csv", "汇总.xlsx", office.journal.name):
        moved.mkdir(exist_ok=True)
        (office.folder / name).rename(moved / name)
    again = Office(moved, monkeypatch)
    assert again.run(13).journal == ""
    assert [one[:2] for one in again.sendings(BUREAU)] == [(12, "first")]


# --- Damage at random ----------------------------------------------------------------------------


@pytest.mark.slow
def test_whatever_is_damaged_the_run_goes_on(office: Office) -> None:
    office.run(13)
    sound = office.journal.read_bytes()
    chance = random.Random(22)
    outcomes = set()
    for _ in range(25):
        content = bytearray(sound)
        for _ in range(chance.choice((1, 3, 30))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        office.journal.write_bytes(content)
        for left in office.folder.glob("*-journal"):
            left.unlink()
        said = office.run(14).journal
        assert said.count("\n") == 0
        outcomes.add(said)
        assert office.coverage()
        try:
            with past_in(office.journal) as past:
                for unit in list(past.units):
                    account_of_unit(past, unit)
        except CannotRun as error:
            assert str(error).startswith("读不了台账")
    known = {told(office, why) for why in Hindrance}
    others = {"", words.gap(str(office.journal)), words.lost(str(office.journal))}
    assert outcomes <= known | others and len(outcomes) > 1


@pytest.mark.parametrize("why", Hindrance)
def test_every_reason_has_its_words(why: Hindrance) -> None:
    for line in (words.not_written("台账.sqlite", why), words.not_readable("台账.sqlite", why)):
        assert line.endswith("。") and "\n" not in line


def test_nothing_is_read_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "x"
    assert is_none_yet(path)
    path.write_bytes(b"abc")
    with pytest.raises(Hindered):
        is_none_yet(path)
