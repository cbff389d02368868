"""The library gives what the commands give: the same figures, the same files, the same refusals."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import toolkit
from tests.support.build import (
    BUREAU,
    COUNTY,
    OFFICE,
    YEAR,
    Collected,
    code_at,
    command,
    edit,
    filled,
    opened,
    roster,
)
from tests.support.encrypted import PASSWORD, locked
from tests.support.places import ROOT, SECOND_FORM
from tests.support.reviewed import decide, line, switch
from toolkit.commands import process
from toolkit.commands.read_files import Reading
from toolkit.consolidation.coverage import UnitRecord
from toolkit.exports.result_json import FileEntry, FindingEntry, UnitEntry
from toolkit.form.form_file import default_form
from toolkit.grids.identity import Identity
from toolkit.library.tables import figures_table, totals_series
from toolkit.returns.unit_return import Return, Unread

pytestmark = pytest.mark.slow

FEE, RECEIVED, TOTAL = code_at("表二!B16"), code_at("表三!D6"), code_at("表三!D29")
# A plain script, without a guard, that has a thread: its workers are not forked.
SCRIPT = """
import sys, threading, time
import toolkit

threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
with open("ran.txt", "a") as file:
    file.write("once\\n")
print(toolkit.collect("returns").files.status.tolist())
"""


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder holds two returns with fees, one of them with a wrong cell."""
    (tmp_path / "returns").mkdir()
    wrong = edit(filled({"表二!B16": "0.1", "表三!D6": 7}), {"表三!E6": "12件"})
    (tmp_path / "returns" / "a.xlsx").write_bytes(wrong)
    good = filled({"表二!B16": "0.2", "表三!D6": 5, "表三!D8": 5}, OFFICE)
    (tmp_path / "returns" / "b.xlsx").write_bytes(good)
    (tmp_path / "units.csv").write_bytes(roster(OFFICE, BUREAU, COUNTY))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def by_command(*options: str | Path) -> str:
    """What ``--json`` writes."""
    assert command("collect", "returns", "--json", "by-command.json", *options) == 1
    return Path("by-command.json").read_text(encoding="utf-8")


# --- Tables ---------------------------------------------------------------------------------------


def test_the_json_is_that_of_the_command(two: Path) -> None:
    result = toolkit.collect("returns")
    assert not list(two.glob("*.xlsx")), "nothing is written yet"
    assert result.to_json() == by_command()
    assert (result.year, result.form, result.has_errors) == (YEAR, default_form(), True)
    assert repr(result) == "<Consolidated disclosure-2021 2024: 2 files, 3 units, 3 open errors>"


def test_the_tables_hold_what_the_json_holds(two: Path) -> None:
    result = toolkit.collect("returns")
    told = json.loads(result.to_json())
    for table, name, kind in (
        (result.findings, "findings", FindingEntry),
        (result.units, "units", UnitEntry),
        (result.files, "files", FileEntry),
    ):
        assert list(table.columns) == list(kind.__annotations__)
        assert table.to_dict("records") == told[name]
    assert result.units.in_total.dtype == bool
    assert result.findings is result.findings


def test_totals_are_exact_and_in_their_own_unit_of_measure(two: Path) -> None:
    totals = toolkit.collect("returns").totals
    assert list(totals.index) == list(default_form().indicators)
    assert totals[FEE] == Decimal("0.3") and isinstance(totals[FEE], Decimal)
    assert totals[RECEIVED] == 12 and type(totals[RECEIVED]) is int
    assert totals[TOTAL] == 5


def test_figures_are_nullable_counts_and_decimals(two: Path) -> None:
    result = toolkit.collect("returns")
    figures = result.figures
    assert list(figures.index) == [OFFICE.code, BUREAU.code, COUNTY.code] == list(result.units.code)
    kinds = {code: one.kind.type for code, one in result.form.indicators.items()}
    assert {code: str(dtype) for code, dtype in figures.dtypes.items()} == {
        code: "Int64" if kind == "count" else "object" for code, kind in kinds.items()
    }
    assert figures[FEE].tolist()[:2] == [Decimal("0.2"), Decimal("0.1")]
    assert figures[RECEIVED].tolist()[:2] == [5, 7]
    # A cell that holds no certain figure, and one that is blank, are both missing; so is a unit.
    assert figures[code_at("表三!E6")].isna().tolist() == [True, True, True]
    assert figures[code_at("表三!F6")].isna().tolist() == [True, True, True]
    assert figures.loc[COUNTY.code].isna().all()
    counted = result.units.set_index("code").in_total
    assert (figures[counted].sum() == result.totals).all()


def test_figures_past_64_bits_stay_exact() -> None:
    form, most = default_form(), 2**63
    sent = Return("a.xlsx", Identity(), values={RECEIVED: most, FEE: 10**30})
    record = UnitRecord(BUREAU, "received", True, True, None, sent)
    figures = figures_table(form, [record])
    assert figures.loc[BUREAU.code, RECEIVED] == most
    totals = totals_series(form, dict.fromkeys(form.indicators, 10**30))
    assert totals[RECEIVED] == 10**30 and totals[FEE] == Decimal(10) ** 24


def test_no_return_has_an_empty_table(tmp_path: Path) -> None:
    figures = figures_table(default_form(), [])
    assert figures.shape == (0, len(default_form().indicators))


# --- Options --------------------------------------------------------------------------------------


def test_every_way_to_name_paths(two: Path) -> None:
    once = toolkit.collect("returns").to_json()
    assert toolkit.collect(Path("returns")).to_json() == once
    assert toolkit.collect(iter(["returns"])).to_json() == once
    assert toolkit.collect(["returns"], roster=Path("units.csv")).to_json() == once


def test_the_options_mean_what_they_mean_on_the_command_line(two: Path) -> None:
    strict = toolkit.collect("returns", strict=True)
    assert strict.totals[FEE] == Decimal("0.2")
    assert strict.to_json() == by_command("--strict")
    Path("last").mkdir()
    then = filled({"表三!D6": 3, "表三!D30": 3}, OFFICE, year=YEAR - 1)
    Path("last/b.xlsx").write_bytes(then)
    compared = toolkit.collect("returns", previous="last", year=YEAR, collector="990000")
    asked = "--previous", "last", "--as", "990000", "--no-strict"
    assert compared.to_json() == by_command(*asked)
    assert "T3-04" in set(compared.findings.code)


def test_a_form_may_be_given_as_a_form(two: Path) -> None:
    form = toolkit.load_form(SECOND_FORM)
    given = toolkit.make_templates("units.csv", form=form, year=YEAR, folder="t")
    named = toolkit.make_templates("units.csv", form=SECOND_FORM, year=YEAR, folder="t")
    assert (given.done.made, named.done.made, named.done.same) == (3, 0, 3)
    result = toolkit.collect("t", form=form, roster="units.csv", year=YEAR)
    assert result.form is form and set(result.files.status) == {"ignored"}
    assert toolkit.load_form("disclosure-2019").id == "disclosure-2019"
    assert toolkit.load_form() is default_form() is toolkit.load_form(default_form())
    for name in ("长" * 200, "a\0b"):
        with pytest.raises(toolkit.CannotRun, match="没有名为"):
            toolkit.load_form(name)


def test_a_form_is_read_as_its_file_is_now(two: Path) -> None:
    text = SECOND_FORM.read_text(encoding="utf-8")
    title = toolkit.load_form(SECOND_FORM).title
    Path("form.yaml").write_text(text, encoding="utf-8")
    assert toolkit.load_form("form.yaml") is toolkit.load_form("form.yaml")
    assert toolkit.load_form("form.yaml").title == title
    Path("form.yaml").write_text(text.replace(title, "另一张表"), encoding="utf-8")
    assert toolkit.load_form("form.yaml").title == "另一张表"
    Path("form.yaml").unlink()
    with pytest.raises(toolkit.CannotRun, match="没有名为"):
        toolkit.load_form("form.yaml")


def test_a_year_is_a_whole_number_that_the_command_would_take(two: Path) -> None:
    given = toolkit.collect("returns", year=np.int64(YEAR)).to_json()  # type: ignore[arg-type]
    assert given == toolkit.collect("returns").to_json()
    for year in (24, 0, -1, 99999, True):
        for call in (
            partial(toolkit.collect, "returns"),
            partial(toolkit.check, "returns"),
            partial(toolkit.make_templates, "units.csv"),
        ):
            with pytest.raises(toolkit.CannotRun, match="年度应在 1900 到 9999 之间"):
                call(year=year)
    for wrong in ("2024", 2024.0):
        with pytest.raises(TypeError):
            toolkit.collect("returns", year=wrong)  # type: ignore[arg-type]


def test_what_pandas_or_a_loop_would_give_is_taken(two: Path) -> None:
    late = filled({"表三!D6": 6, "表三!D8": 6}, OFFICE)
    Path("returns/c.xlsx").write_bytes(late)
    for wanted in ("c.xlsx", Path("c.xlsx"), [Path("returns/c.xlsx")], (n for n in ["c.xlsx"])):
        assert toolkit.collect("returns", prefer=wanted).totals[RECEIVED] == 13
    assert toolkit.collect("returns", collector=990000, prefer="b.xlsx").totals[RECEIVED] == 12
    Path("returns/c.xlsx").write_bytes(locked(PASSWORD))
    for passwords in (PASSWORD, [PASSWORD], (one for one in [PASSWORD])):
        checked = toolkit.check("returns/c.xlsx", passwords=passwords)
        assert checked.files.status.tolist() == ["accepted"]


def test_a_home_is_found(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(two))
    monkeypatch.setenv("USERPROFILE", str(two))
    result = toolkit.collect("~/returns", roster="~/units.csv")
    assert result.write("~/out.xlsx").paths == [two / "out.xlsx"]


def test_nothing_named_is_told(two: Path) -> None:
    for call in (toolkit.collect, toolkit.check):
        with pytest.raises(toolkit.CannotRun, match="清单是空的"):
            call(two.glob("*.nothing"))


def test_a_folder_in_place_of_a_file_is_told(two: Path) -> None:
    for call in (
        lambda: toolkit.collect("returns", roster="returns"),
        lambda: toolkit.make_templates("returns"),
        lambda: toolkit.report("returns"),
    ):
        with pytest.raises(toolkit.CannotRun, match="returns 是文件夹，这里应写一个文件"):
            call()


def test_progress_is_given_the_files_and_gives_them_back(two: Path) -> None:
    seen: list[int] = []

    def progress(some: Reading) -> Iterator[Return | Unread]:
        for one in some:
            seen.append(len(some))
            yield one

    toolkit.collect("returns", progress=progress)
    toolkit.check("returns", progress=progress)
    assert seen == [2, 2, 2, 2]


def test_what_cannot_be_done_is_raised_in_the_words_of_the_command(
    two: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("collect", "nowhere") == 2
    told = capsys.readouterr().err.strip()
    with pytest.raises(toolkit.CannotRun) as refused:
        toolkit.collect("nowhere")
    assert str(refused.value) == told
    for call in (
        lambda: toolkit.check("nowhere"),
        lambda: toolkit.read("nowhere"),
        lambda: toolkit.history("nowhere"),
        lambda: toolkit.make_templates("nowhere.csv"),
        lambda: toolkit.report("nowhere.xlsx"),
        lambda: toolkit.load_form("nowhere"),
    ):
        with pytest.raises(toolkit.CannotRun, match="nowhere"):
            call()


# --- Writing --------------------------------------------------------------------------------------


def test_what_is_written_is_what_the_command_writes(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    Path("a").mkdir()
    Path("b").mkdir()
    written = toolkit.collect("returns").write(
        "a/out.xlsx", json="a/out.json", feedback=Path("a/back"), csv="a/csv"
    )
    outputs = ("-o", "b/out.xlsx", "--json", "b/out.json", "--feedback", "b/back", "--csv", "b/csv")
    assert command("collect", "returns", *outputs) == 1
    a, b = (
        {path.relative_to(top): path.read_bytes() for path in top.rglob("*") if path.is_file()}
        for top in (Path("a"), Path("b"))
    )
    assert a == b and len(a) > 8
    assert written.paths == [Path("a/out.xlsx"), Path("a/out.json"), Path("a/csv")]
    assert written.backup is None and written.outbox and written.outbox.units == 1


def test_the_steps_of_writing_join_those_of_reading(two: Path) -> None:
    result = toolkit.collect("returns")
    read = ["files", "reading", "assigning", "judging", "consolidating"]
    assert list(result.timings) == read
    result.write("out.xlsx", json="out.json")
    assert list(result.timings) == [*read, "replaced", "review", "outputs", "workbook", "placing"]


def test_the_usual_name_tells_the_year(two: Path) -> None:
    assert toolkit.collect("returns").write().paths == [Path("汇总-2024.xlsx")]


def test_what_people_typed_is_kept_and_their_switches_count(two: Path) -> None:
    first = Collected(1, {}, Path("out.xlsx"))
    toolkit.collect("returns").write("out.xlsx")
    decide(first, "NUM-01", "已退回", "已去电")
    switch(first, BUREAU.code, "否")
    result = toolkit.collect("returns")
    written = result.write("out.xlsx", json="out.json")
    assert (line(first, "NUM-01")["处理意见"], line(first, "NUM-01")["备注"]) == (
        "已退回",
        "已去电",
    )
    assert (result.totals[FEE], written.result.totals[FEE]) == (Decimal("0.3"), Decimal("0.2"))
    assert written.result.units.in_total.tolist() == [True, False, False]
    assert written.result.to_json() == Path("out.json").read_text(encoding="utf-8")
    assert written.result.to_json() == by_command("-o", "out.xlsx")
    assert written.backup == Path("out.xlsx.bak") and written.review.worklist.kept == 1


def test_switches_stay_with_the_workbook_in_which_they_were_set(two: Path) -> None:
    first = Collected(1, {}, Path("out.xlsx"))
    result = toolkit.collect("returns")
    result.write("out.xlsx")
    switch(first, BUREAU.code, "否")
    switched = result.write("out.xlsx").result
    assert switched.totals[FEE] == Decimal("0.2")
    elsewhere = switched.write("other.xlsx").result
    assert elsewhere.totals[FEE] == Decimal("0.3")
    switch(first, BUREAU.code, "是")
    assert switched.write("out.xlsx").result.totals[FEE] == Decimal("0.3")
    assert result.totals[FEE] == Decimal("0.3")


def test_it_replaces_nothing_that_is_not_ours(two: Path) -> None:
    result, before = toolkit.collect("returns"), Path("returns/a.xlsx").read_bytes()
    for target in ("returns/a.xlsx", "units.csv"):
        with pytest.raises(toolkit.CannotRun, match="已存在"):
            result.write(target)
    assert Path("returns/a.xlsx").read_bytes() == before


# --- The others -----------------------------------------------------------------------------------


def test_checking_gives_the_same_tables_without_totals(two: Path) -> None:
    Path("returns/units.csv").write_bytes(roster(OFFICE))
    Path("returns/c.xlsx").write_bytes(b"no workbook")
    Path("returns/d.xlsx").write_bytes(filled({"表三!D6": 1}, COUNTY, year=YEAR - 1))
    Path("returns/e.xlsx").write_bytes(filled({"表三!D6": 1}, unit=None))
    checked = toolkit.check("returns", year=YEAR)
    assert not hasattr(checked, "totals") and isinstance(checked, toolkit.Result)
    assert checked.files.set_index("path").status.to_dict() == {
        "a.xlsx": "accepted",
        "b.xlsx": "accepted",
        "c.xlsx": "unreadable",
        "d.xlsx": "unrecognised",
        "e.xlsx": "unrecognised",
        "units.csv": "ignored",
    }
    assert checked.files.reason.isna().tolist() == [True, True, False, False, False, False]
    assert checked.units[["code", "status", "in_total", "file"]].values.tolist() == [
        [BUREAU.code, "with_errors", False, "a.xlsx"],
        [OFFICE.code, "received", False, "b.xlsx"],
        [COUNTY.code, "with_errors", False, "d.xlsx"],
    ]
    assert checked.figures[RECEIVED].tolist() == [7, 5, 1]
    assert (checked.year, checked.has_errors) == (YEAR, True)
    wrong = checked.findings[checked.findings.code == "NUM-01"]
    assert wrong[["unit", "unit_name", "file", "cell"]].values.tolist() == [
        [BUREAU.code, BUREAU.name, "a.xlsx", "E6"]
    ]
    told = json.loads(checked.to_json())
    assert list(told) == ["form", "year", "files", "units", "values", "findings"]
    assert told["values"][BUREAU.code][FEE] == 0.1


def test_a_return_without_errors_checks_out(folder: Path) -> None:
    checked = toolkit.check("returns/a.xlsx")
    assert not checked.has_errors and checked.year is None
    assert checked.units.status.tolist() == ["received"]


def test_templates_are_a_list_of_paths(two: Path) -> None:
    names = [f"{one.code}_{one.name}_{YEAR}.xlsx" for one in (OFFICE, BUREAU, COUNTY)]
    made = toolkit.make_templates("units.csv", year=YEAR)
    assert made == [Path(f"templates-{YEAR}") / name for name in names]
    assert all(path.is_file() for path in made) and made.done.made == 3
    made[1].write_bytes(edit(made[1].read_bytes(), {"表三!D6": 1}))
    again = toolkit.make_templates("units.csv", year=YEAR, folder=f"templates-{YEAR}")
    assert again == made and again.done.kept == [made[1]]
    assert toolkit.make_templates(folder="blank") == [Path("blank/disclosure-2021.xlsx")]


def test_the_report_is_two_paths(folder: Path) -> None:
    toolkit.collect("returns").write("out.xlsx")
    word, page = toolkit.report("out.xlsx", "published")
    assert [word.suffix, page.suffix] == [".docx", ".html"]
    assert word.parent == page.parent == Path("published") and word.is_file() and page.is_file()
    both = toolkit.report(Path("returns/a.xlsx"))
    assert [path.parent for path in both] == [Path(), Path()] and both.done.source.unit


# --- Where it is called ---------------------------------------------------------------------------


def test_a_plain_script_is_not_run_again_by_its_workers(two: Path) -> None:
    Path("script.py").write_text(SCRIPT, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "script.py"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )
    assert (run.stdout, run.stderr) == ("['accepted', 'accepted']\n", "")
    assert Path("ran.txt").read_text(encoding="utf-8") == "once\n"


def test_threads_collect_side_by_side(two: Path) -> None:
    """Their workers start from nothing, which takes long; that time is no file's."""
    for number in range(20):
        Path(f"returns/{number}.xlsx").write_bytes(Path("returns/b.xlsx").read_bytes())
    with ThreadPoolExecutor(3) as threads:
        results = list(threads.map(lambda _: toolkit.collect("returns"), range(3)))
    assert [one.totals[RECEIVED] for one in results] == [12, 12, 12]
    assert {status for one in results for status in one.files.status} == {"accepted", "duplicate"}


def test_the_caller_keeps_its_script_while_workers_start() -> None:
    script = sys.modules["__main__"]
    before = dict(vars(script))
    with process._caller_left_out():
        assert sys.modules["__main__"] is script
        assert vars(script) | {"__spec__": None} == before | {"__spec__": None}
    assert dict(vars(script)) == before


def test_the_result_outlives_its_files(two: Path) -> None:
    """All is read when it is collected; what was moved since is still written."""
    result = toolkit.collect("returns")
    Path("returns").rename("moved")
    assert result.write("out.xlsx").paths == [Path("out.xlsx")]
    assert "表三" in opened(Path("out.xlsx").read_bytes()).sheetnames
