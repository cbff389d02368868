"""What a journal remembers: who has sent what when, what was told, what became of it."""

from __future__ import annotations

import sqlite3
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import toolkit
from tests.support.build import BUREAU, COUNTY, LATER, OFFICE, dated, edit, filled, opened
from tests.support.remembered import Office
from tests.support.reviewed import BROKEN, MENDED, decided, text
from toolkit.commands.journals import ids_in
from toolkit.grids.names import (
    BY_UNIT,
    COVERAGE,
    FINDINGS,
    NO,
    SENT_BACK,
    VERIFIED,
    YES,
    ListHead,
)
from toolkit.journal.rows import GONE, TABLES

# 13 received, of which 11 were granted: two figures of MENDED are others.
OTHER = {"表三!D6": 13, "表三!D8": 11, "表三!D30": 2}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch)


# --- What a unit has sent ------------------------------------------------------------------------


def test_a_return_that_is_sent_again_says_what_differs(office: Office) -> None:
    office.has(a=filled(BROKEN, BUREAU), o=filled(MENDED, OFFICE))
    office.run(12)
    office.has(a=dated(filled(OTHER, BUREAU), LATER), o=filled(MENDED, OFFICE))
    assert office.run(20).journal == ""
    assert office.sendings(BUREAU) == [(12, "first", "a.xlsx", None), (20, "again", "a.xlsx", 3)]
    assert office.sendings(OFFICE) == [(12, "first", "o.xlsx", None)]
    assert office.course(BUREAU) == (
        "1月12日 首次报送 a.xlsx，错误 1 条；1月20日 重报 a.xlsx，3 个数有变，没有错误"
    )
    assert office.course(OFFICE) == "1月12日 首次报送 o.xlsx，没有错误"
    assert office.course(COUNTY) is None


def test_a_file_of_the_usual_name_need_not_be_named(office: Office) -> None:
    usual = f"{BUREAU.code}_{BUREAU.name}_2024"
    office.has(**{usual: filled(MENDED, BUREAU)})
    office.run(12)
    office.has(**{usual: filled(MENDED, BUREAU), f"{usual}改": dated(filled(OTHER, BUREAU), LATER)})
    office.run(13)
    assert office.course(BUREAU) == (
        "1月12日 首次报送，没有错误；1月13日 重报 …改.xlsx，2 个数有变，没有错误"
    )


def test_the_same_bytes_again_are_a_copy(office: Office) -> None:
    content = filled(MENDED, BUREAU)
    office.has(a=content)
    office.run(12)
    office.has(a=content, b=content)
    office.run(13)
    assert office.sendings(BUREAU)[1:] == [(13, "copy", "b.xlsx", 0)]
    assert (office.course(BUREAU) or "").endswith("；1月13日 又报 b.xlsx，与 a.xlsx 完全相同")


def test_the_same_figures_in_other_bytes(office: Office) -> None:
    office.has(a=filled(MENDED, BUREAU))
    office.run(12)
    office.has(a=dated(filled(MENDED, BUREAU), LATER))
    office.run(13)
    assert office.sendings(BUREAU)[1:] == [(13, "again", "a.xlsx", 0)]
    assert (office.course(BUREAU) or "").endswith("；1月13日 重报 a.xlsx，各数未变，没有错误")


def test_a_file_that_is_given_another_name_was_not_sent_again(office: Office) -> None:
    office.has(a=filled(MENDED, BUREAU))
    office.run(12)
    office.has(renamed=filled(MENDED, BUREAU))
    office.run(13)
    office.run(14)
    assert office.sendings(BUREAU) == [(12, "first", "a.xlsx", None)]
    assert office.course(BUREAU) == "1月12日 首次报送 a.xlsx，没有错误"
    assert [one.path for one in office.rows().files] == ["a.xlsx", "renamed.xlsx"]


def test_a_file_that_is_taken_away_and_put_back(office: Office) -> None:
    office.has(a=filled(MENDED, BUREAU), o=filled(MENDED, OFFICE))
    office.run(12)
    office.has(o=filled(MENDED, OFFICE))
    office.run(13)
    assert office.course(BUREAU) == (
        "1月12日 首次报送 a.xlsx，没有错误；1月13日 a.xlsx 已不在报送件中"
    )
    office.has(a=filled(MENDED, BUREAU), o=filled(MENDED, OFFICE))
    office.run(14)
    assert office.sendings(BUREAU) == [(12, "first", "a.xlsx", None)]
    assert office.course(BUREAU) == (
        "1月12日 首次报送 a.xlsx，没有错误；1月13日 a.xlsx 已不在报送件中；"
        "1月14日 a.xlsx 又在报送件中，没有错误"
    )
    states = [(one.run, one.status) for one in office.rows().file_states if one.file == 1]
    assert states == [(1, "accepted"), (2, GONE), (3, "accepted")]


def test_an_earlier_version_that_comes_again_is_sent_again(office: Office) -> None:
    first, second = filled(MENDED, BUREAU), dated(filled(OTHER, BUREAU), LATER)
    for day, content in enumerate((first, second, first, first), 12):
        office.has(a=content)
        office.run(day)
    assert office.sendings(BUREAU) == [
        (12, "first", "a.xlsx", None),
        (13, "again", "a.xlsx", 2),
        (14, "again", "a.xlsx", 2),
    ]
    assert office.course(BUREAU) == (
        "1月12日 首次报送 a.xlsx，没有错误；1月13日 重报 a.xlsx，2 个数有变，没有错误；"
        "1月14日 重报 a.xlsx，2 个数有变，没有错误"
    )
    # Each time it came it has its own states.
    states = [(one.file, one.status) for one in office.rows().file_states]
    assert states == [(1, "accepted"), (3, "accepted"), (1, GONE), (4, "accepted"), (3, GONE)]


def test_so_is_one_that_comes_again_under_another_name(office: Office) -> None:
    first, second = filled(MENDED, BUREAU), dated(filled(OTHER, BUREAU), LATER)
    for day, (name, content) in enumerate((("a", first), ("b", second), ("c", first)), 12):
        office.has(**{name: content})
        office.run(day)
    assert office.sendings(BUREAU)[2:] == [(14, "again", "c.xlsx", 2)]
    assert (office.course(BUREAU) or "").endswith("；1月14日 重报 c.xlsx，2 个数有变，没有错误")


def test_a_file_that_is_put_back_under_another_name_was_not_sent_again(office: Office) -> None:
    office.has(a=filled(MENDED, BUREAU), o=filled(MENDED, OFFICE))
    office.run(12)
    office.has(o=filled(MENDED, OFFICE))
    office.run(13)
    office.has(b=filled(MENDED, BUREAU), o=filled(MENDED, OFFICE))
    office.run(14)
    office.run(15)
    assert office.sendings(BUREAU) == [(12, "first", "a.xlsx", None)]
    assert (office.course(BUREAU) or "").endswith(
        "1月13日 a.xlsx 已不在报送件中；1月14日 改为采用 b.xlsx，没有错误"
    )


def test_a_file_that_counts_again_as_the_later_one_has_gone(office: Office) -> None:
    first, second = filled(BROKEN, BUREAU), dated(filled(OTHER, BUREAU), LATER)
    office.has(a=first)
    office.run(12)
    office.has(a=first, b=second)
    office.run(13)
    office.has(a=first, o=filled(MENDED, OFFICE))
    office.run(14)
    assert (office.course(BUREAU) or "").endswith(
        "；1月13日 重报 b.xlsx，3 个数有变，没有错误；"
        "1月14日 b.xlsx 已不在报送件中，改为采用 a.xlsx，错误 1 条"
    )
    office.has(a=first, b=second)
    office.run(15)
    assert (office.course(BUREAU) or "").endswith("；1月15日 b.xlsx 又在报送件中，没有错误")


def test_a_file_that_counts_no_more_though_it_is_there(office: Office) -> None:
    """Of two that were saved at the same time and differ, neither counts."""
    office.has(a=filled(MENDED, BUREAU), o=filled(MENDED, OFFICE))
    office.run(12)
    office.has(a=filled(MENDED, BUREAU), b=filled(OTHER, BUREAU), o=filled(MENDED, OFFICE))
    office.run(13)
    office.run(14, prefer=["a.xlsx"])
    assert office.course(BUREAU) == (
        "1月12日 首次报送 a.xlsx，没有错误；"
        "1月13日 重报 b.xlsx，2 个数有变，未采用，a.xlsx 不再采用；"
        "1月14日 改为采用 a.xlsx，没有错误"
    )


def test_what_cannot_be_used_came_in_all_the_same(office: Office) -> None:
    office.has(o=filled(MENDED, OFFICE))
    (office.returns / f"{COUNTY.name}.jpg").write_bytes(b"\xff\xd8\xff" + bytes(100_000))
    office.run(12)
    (file,) = (one for one in office.rows().files if one.path.endswith(".jpg"))
    assert len(file.sha256) == 64
    assert office.sendings(COUNTY) == [(12, "unusable", f"{COUNTY.name}.jpg", None)]
    (office.returns / "c.xlsx").write_bytes(filled(MENDED, COUNTY))
    office.run(13)
    # What could not be used was no return: this is the first.
    assert office.sendings(COUNTY)[1:] == [(13, "first", "c.xlsx", None)]


def test_two_at_once_come_in_the_order_in_which_they_were_saved(office: Office) -> None:
    office.has(z=filled(MENDED, BUREAU), a=dated(filled(OTHER, BUREAU), LATER))
    office.run(12)
    assert office.sendings(BUREAU) == [(12, "first", "z.xlsx", None), (12, "again", "a.xlsx", 2)]
    assert office.course(BUREAU) == (
        "1月12日 首次报送 z.xlsx，未采用；重报 a.xlsx，2 个数有变，没有错误"
    )


def test_a_typed_total_is_a_figure_where_it_is_not_what_its_parts_add_up_to(
    office: Office,
) -> None:
    wrong, right = ({"表三!J6": total} for total in (99, 12))
    office.has(a=edit(filled(MENDED, BUREAU), wrong))
    office.run(12)
    office.has(a=edit(filled(MENDED, BUREAU), right, saved=LATER))
    office.run(13)
    office.has(a=dated(filled(MENDED, BUREAU), LATER))
    office.run(14)
    assert [one[3] for one in office.sendings(BUREAU)] == [None, 1, 0]


def test_what_holds_no_figure_is_another_than_a_blank(office: Office) -> None:
    office.has(a=edit(filled(MENDED, BUREAU), {"表三!E6": "1件"}))
    office.run(12)
    office.has(a=dated(filled(MENDED, BUREAU), LATER))
    office.run(13)
    assert office.sendings(BUREAU)[1:] == [(13, "again", "a.xlsx", 1)]


def test_a_long_course_is_told_in_short(office: Office) -> None:
    for day in range(1, 13):
        cells = {"表三!D6": 12 + day, "表三!D8": 10 + day, "表三!D30": 2}
        office.has(a=filled(cells, BUREAU))
        office.run(day)
    told = (office.course(BUREAU) or "").split("；")
    assert told[0].startswith("1月1日 首次报送") and told[1] == "（中间 5 次略）"
    assert [one.partition(" ")[0] for one in told[2:]] == [f"1月{day}日" for day in range(7, 13)]
    assert len(office.sendings(BUREAU)) == 12


# --- What was told, decided, sent back -----------------------------------------------------------


def test_findings_are_told_and_gone(office: Office) -> None:
    office.has(a=filled(BROKEN, BUREAU))
    office.run(12)
    office.run(13)
    office.has(a=dated(filled(MENDED, BUREAU), LATER))
    office.run(14)
    found = [one for one in office.rows().findings if one.id.startswith("T3-01")]
    assert [(one.run, one.severity) for one in found] == [(1, "error"), (3, "")]
    assert found[0].unit == BUREAU.code and found[0].place == "表三 D29"


def test_a_finding_of_other_figures_is_told_again(office: Office) -> None:
    office.has(a=filled(BROKEN, BUREAU))
    office.run(12)
    office.has(a=dated(filled(BROKEN | {"表三!D6": 20}, BUREAU), LATER))
    office.run(13)
    told = [one.text for one in office.rows().findings if one.id.startswith("T3-01")]
    assert len(told) == 2 and told[0] != told[1]


def test_decisions_and_switches_are_kept_as_they_change(office: Office) -> None:
    office.has(a=filled(BROKEN, BUREAU), o=filled(MENDED, OFFICE))
    office.run(12)
    sheet = opened(office.workbook.read_bytes())[FINDINGS]
    at = next(n for n, row in enumerate(sheet.iter_rows(min_row=3)) if "T3-01" in str(row[4].value))
    content = decided(office.workbook.read_bytes(), {at: SENT_BACK}, "已电话告知")
    office.workbook.write_bytes(switched(content, BUREAU.code, NO))
    office.run(13)
    office.run(14)
    office.workbook.write_bytes(decided(office.workbook.read_bytes(), {at: VERIFIED}))
    office.workbook.write_bytes(switched(office.workbook.read_bytes(), BUREAU.code, YES))
    office.run(15)
    rows = office.rows()
    assert [(one.run, one.decision, one.note) for one in rows.decisions] == [
        (2, SENT_BACK, "已电话告知"),
        (4, VERIFIED, ""),
    ]
    assert rows.switches == [(2, BUREAU.code, 0), (4, BUREAU.code, None)]
    assert not any(office.past().is_lost(one) for one in rows.decisions)
    assert not any(office.past().is_lost(one) for one in rows.switches)


def switched(content: bytes, unit: str, to: str) -> bytes:
    from tests.support.build import raw

    sheet = opened(content)[BY_UNIT]
    (row,) = (one[0].row for one in sheet.iter_rows() if one[0].value == unit)
    heads = {cell.value: cell.column_letter for cell in sheet[row - 1]}
    column = heads.get(ListHead.INSIDE) or "D"
    return raw(content, {f"{BY_UNIT}!{column}{row}": text(to)})


def test_who_was_told_what(office: Office) -> None:
    office.has(a=filled(BROKEN, BUREAU), o=filled(MENDED, OFFICE), c=filled(MENDED, COUNTY))
    office.run(12, feedback=True)
    office.run(12, feedback=True)
    office.has(
        a=dated(filled(MENDED, BUREAU), LATER), o=filled(MENDED, OFFICE), c=filled(MENDED, COUNTY)
    )
    office.run(14, feedback=True)
    every = office.rows().letters
    letters = [one for one in every if one.kind != "receipt"]
    finding = "T3-01:990000-11:"
    assert [(one.run, one.unit) for one in every if one.kind == "receipt"] == [
        *((1, unit.code) for unit in (OFFICE, BUREAU, COUNTY)),
        (3, BUREAU.code),
    ]
    assert [(one.run, one.unit, one.kind, bool(one.sha256)) for one in letters] == [
        (1, BUREAU.code, "workbook", True),
        (1, BUREAU.code, "notice", True),
        (3, BUREAU.code, "workbook", False),
        (3, BUREAU.code, "notice", False),
    ]
    assert letters[0].findings.startswith(finding) and "\n" not in letters[0].findings
    assert office.course(BUREAU) == (
        "1月12日 首次报送 a.xlsx，错误 1 条，已退回；1月14日 重报 a.xlsx，1 个数有变，没有错误"
    )


def test_what_goes_back_later_is_told_then(office: Office) -> None:
    office.has(a=filled(BROKEN, BUREAU))
    office.run(12)
    office.run(13, feedback=True)
    assert office.course(BUREAU) == "1月12日 首次报送 a.xlsx，错误 1 条；1月13日 已退回"


def test_a_run_says_what_it_was_asked_for(office: Office) -> None:
    office.has(a=filled(MENDED, BUREAU))
    office.run(12, strict=True, passwords=["secret"])
    (run,) = office.rows().runs
    assert '"strict": true' in run.options and "secret" not in run.options
    assert (run.year, run.due, run.received, run.inside, run.errors) == (2024, 3, 1, 1, 0)
    assert (run.workbook, run.parent) == ("汇总.xlsx", "")
    assert run.id == next(iter(ids_in(office.workbook)))


# --- The workbook --------------------------------------------------------------------------------


def test_without_a_journal_the_workbook_says_nothing_of_one(office: Office) -> None:
    office.has(a=filled(MENDED, BUREAU))
    toolkit.collect(office.returns).write(office.workbook)
    assert ListHead.COURSE not in office.coverage()[0]
    assert ids_in(office.workbook) == set()
    office.run(12)
    assert ListHead.COURSE in office.coverage()[0]
    toolkit.collect(office.returns).write(office.workbook)
    assert ListHead.COURSE not in office.coverage()[0]
    assert "手工改动" not in opened(office.workbook.read_bytes()).sheetnames


def test_a_person_s_own_column_stays_beside_the_new_one(office: Office) -> None:
    office.has(a=filled(MENDED, BUREAU))
    toolkit.collect(office.returns).write(office.workbook)
    book = opened(office.workbook.read_bytes())
    sheet = book[COVERAGE]
    sheet.cell(2, sheet.max_column + 1).value = "备忘"
    sheet.cell(4, sheet.max_column).value = "已谈话"
    book.save(office.workbook)
    office.run(12)
    line = office.coverage()[1]
    assert (line["备忘"], line[ListHead.UNIT]) == ("已谈话", BUREAU.code)
    assert line[ListHead.COURSE] == "1月12日 此前已报 a.xlsx，没有错误"


def test_what_counted_before_there_was_a_journal_was_not_sent_today(office: Office) -> None:
    office.has(a=filled(MENDED, BUREAU), o=filled(MENDED, OFFICE))
    toolkit.collect(office.returns).write(office.workbook)
    office.has(
        a=filled(MENDED, BUREAU),
        o=dated(filled(OTHER, OFFICE), LATER),
        c=filled(MENDED, COUNTY),
    )
    office.run(12)
    kinds = {unit: office.sendings(unit)[0][1] for unit in (BUREAU, OFFICE, COUNTY)}
    assert kinds == {BUREAU: "before", OFFICE: "again", COUNTY: "first"}


def test_with_source_date_epoch_all_is_the_same_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, mended = [], dated(filled(MENDED, BUREAU), LATER)
    for name in ("one", "other"):
        office = Office(tmp_path / name, monkeypatch)
        office.has(a=filled(BROKEN, BUREAU))
        office.run(12)
        office.has(a=mended)
        office.run(13)
        made.append((office.workbook.read_bytes(), [one.id for one in office.rows().runs]))
    assert made[0] == made[1]
    assert len(set(made[0][1])) == 2


def test_a_journal_in_the_folder_of_returns_is_no_return(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(tmp_path, monkeypatch)
    office.has(a=filled(MENDED, BUREAU))
    office.journal = office.returns / office.journal.name
    office.run(12)
    (office.returns / f"{office.journal.name}-journal").write_bytes(bytes(100))
    assert office.run(13).result.files.status.tolist() == ["accepted", "ignored", "ignored"]


def test_a_course_is_that_of_one_workbook(office: Office) -> None:
    """What is tried with another one is told there, and nowhere else."""
    office.has(a=filled(MENDED, BUREAU), o=filled(MENDED, OFFICE))
    office.run(12)
    office.has(o=filled(MENDED, OFFICE))
    trial = office.folder / "试算.xlsx"
    office.run(13, out=trial.name)
    assert office.course(BUREAU, trial) == (
        "1月12日 首次报送 a.xlsx，没有错误；1月13日 a.xlsx 已不在报送件中"
    )
    office.has(a=filled(MENDED, BUREAU), o=dated(filled(OTHER, OFFICE), LATER))
    office.run(14)
    assert office.course(BUREAU) == "1月12日 首次报送 a.xlsx，没有错误"
    office.run(15, out=trial.name)
    assert office.course(BUREAU, trial) == (
        "1月12日 首次报送 a.xlsx，没有错误；1月13日 a.xlsx 已不在报送件中；"
        "1月15日 a.xlsx 又在报送件中，没有错误"
    )
    # Both have seen what came again, each on its own day.
    told = [
        (one or "").rpartition("；")[2]
        for one in (office.course(OFFICE), office.course(OFFICE, trial))
    ]
    assert told == [f"1月{day}日 重报 o.xlsx，2 个数有变，没有错误" for day in (14, 15)]
    rows = office.rows()
    assert [one.number for one in rows.runs] == [1, 2, 3, 4]
    assert len({one.key for one in rows.files}) == len(rows.files)


def test_a_run_of_another_year_tells_nothing_of_this_one(office: Office) -> None:
    office.has(a=filled(MENDED, BUREAU))
    office.run(12)
    office.has(b=filled(MENDED, BUREAU, year=2023))
    office.run(13, out="汇总-2023.xlsx")
    office.has(a=filled(MENDED, BUREAU))
    office.run(14)
    rows = office.rows()
    assert [one.year for one in rows.runs] == [2024, 2023, 2024]
    assert {one.run for one in rows.file_states} == {1, 2}
    assert all(one.status != GONE for one in rows.file_states)


# --- Only added to -------------------------------------------------------------------------------


def test_nothing_is_written_twice_and_nothing_changed(office: Office) -> None:
    office.has(a=filled(BROKEN, BUREAU))
    office.run(12, feedback=True)
    office.run(12, feedback=True)
    office.run(12, feedback=True)
    rows = office.rows()
    assert [one.number for one in rows.runs] == [1, 2, 3]
    assert [one.parent for one in rows.runs] == ["", *(one.id for one in rows.runs[:2])]
    assert {one[0] for name, some in rows.tables() for one in some if name not in ENDS} == {1}


ENDS = ("runs", "finished")


@pytest.mark.parametrize("table", TABLES)
def test_no_row_can_be_changed_or_removed(office: Office, table: str) -> None:
    office.has(a=filled(BROKEN, BUREAU))
    office.run(12, feedback=True)
    connection = sqlite3.connect(office.journal)
    (column,) = (one[1] for one in connection.execute(f"PRAGMA table_info({table})") if not one[0])
    connection.execute(f"INSERT INTO {table} SELECT * FROM {table} LIMIT 1")
    if connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]:
        for change in (f"UPDATE {table} SET {column} = 7", f"DELETE FROM {table}"):
            with pytest.raises(sqlite3.IntegrityError, match="only added to"):
                connection.execute(change)
    connection.close()


FILES = {
    "a": filled(MENDED, BUREAU),
    "b": filled(BROKEN, BUREAU),
    "c": dated(filled(OTHER, BUREAU), LATER),
    "d": filled(MENDED, OFFICE),
    "e": dated(filled(OTHER, OFFICE), LATER),
    "f": edit(filled(MENDED, COUNTY), {"表三!D6": "12件"}),
}


@pytest.mark.slow
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.dictionaries(st.sampled_from("uvwx"), st.sampled_from(sorted(FILES)), min_size=1),
        min_size=2,
        max_size=5,
    )
)
def test_it_holds_what_each_run_has_told(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    days: list[dict[str, str]],
) -> None:
    """Played back, its rows give the files, units and findings of every run."""
    office = Office(tmp_path_factory.mktemp("office"), monkeypatch)
    told = []
    for day, files in enumerate(days, 1):
        office.has(**{name: FILES[which] for name, which in files.items()})
        written = office.run(day)
        assert written.journal == ""
        told.append(written.result)
    rows = office.rows()
    paths = {one.key: one.path for one in rows.files}
    assert len({one.key for one in rows.files}) == len(rows.files)
    for number, result in enumerate(told, 1):
        until = rows.of(set(range(1, number + 1)))
        states = {one.file: one.status for one in until.file_states}
        there = sorted((paths[k], status) for k, status in states.items() if status != GONE)
        assert there == sorted(zip(result.files.path, result.files.status, strict=True))
        units = {one.unit: one.status for one in until.units}
        assert units == dict(zip(result.units.code, result.units.status, strict=True))
        findings = {one.id: one.severity for one in until.findings}
        assert {id for id, severity in findings.items() if severity} == set(result.findings.id)
    for unit in (BUREAU, OFFICE, COUNTY):
        sendings = [one for one in rows.sendings if one.unit == unit.code]
        assert all(one.run <= other.run for one, other in pairwise(sendings))
        assert len({one.file for one in sendings}) == len(sendings)
