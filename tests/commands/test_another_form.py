"""A file of another form: that it is one says all; its cells are not those of our rules."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import toolkit
from tests.support.build import BUREAU, OFFICE, YEAR, collect, command, edit, filled, refused
from tests.support.build import roster as units_file
from tests.support.published_returns import FORM
from tests.support.reports.model import Report, Subject
from tests.support.reports.official import official_table, spelt
from tests.support.reports.pages import plain_page
from toolkit.commands.checking import Checked, check_files
from toolkit.commands.filled_workbooks import NotFilled, write_filled
from toolkit.commands.preview import preview, tables_of
from toolkit.form.form_file import load_form
from toolkit.form.layout import lay_out

OLD_FORM = load_form("disclosure-2019")
# A figure that only the old form has, and one of both; neither is one.
BAD = {"t2.procurement.amount": "12万多", "t3.received.natural_person": "12件"}


def page(bad: Mapping[str, str] = BAD, year: int = YEAR) -> bytes:
    """A page with the three tables of the old form; all else is 0."""
    tables = []
    for one in lay_out(OLD_FORM).tables:
        table = official_table(one, dict.fromkeys(one.cells, 0), None)
        for cell in table.figures():
            cell.text = bad.get(cell.code, spelt(0))
        tables.append(table)
    return plain_page(Report(Subject(BUREAU.name, year), list(tables)))


def workbook() -> bytes:
    content = filled({"表三!D6": 12, "表三!D8": 12}, BUREAU, form=OLD_FORM)
    return edit(content, {"表三!D6": "12件", "表四!A6": "3件"})


FILES = {"a.html": page(), "a.xlsx": workbook()}


def named(tmp_path: Path, name: str) -> Path:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    return path


def only(path: Path) -> Checked:
    (one,) = check_files([path], FORM, None)
    return one


@pytest.mark.parametrize("name", FILES)
def test_check_says_of_what_form_it_is_and_no_more(tmp_path: Path, name: str) -> None:
    one = only(named(tmp_path, name))
    assert [(told.code, told.actual) for told in one.findings] == [
        ("FILE-03", "disclosure-2019 2019")
    ]
    assert (one.name, one.year, one.record.status) == (BUREAU.name, str(YEAR), "unrecognised")


@pytest.mark.parametrize("name", FILES)
def test_nothing_of_its_figures_is_passed_on(tmp_path: Path, name: str) -> None:
    path = named(tmp_path, name)
    figures = toolkit.check(path, form="disclosure-2021").figures
    assert list(figures.columns) == list(FORM.indicators) and figures.isna().all(axis=None)
    returned = only(path).returned
    assert returned is not None
    assert (returned.counted, returned.invalid, returned.findings) == (frozenset(), frozenset(), ())
    assert set(returned.values.values()) == {None} and returned.values.keys() == set(
        FORM.indicators
    )


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("listed", [False, True])
def test_read_says_the_same_and_writes_nothing(tmp_path: Path, name: str, listed: bool) -> None:
    units = tmp_path / "units.csv"
    units.write_bytes(units_file(BUREAU, OFFICE))
    shown = preview([named(tmp_path, name)], FORM, roster=units if listed else None)
    (one,) = shown.checks.checked
    assert [told.code for told in one.findings] == ["FILE-03"]
    assert tables_of(one) == []
    done = write_filled(shown, tmp_path / "out")
    assert (done.paths, done.left) == ([], [(name, NotFilled.DISPUTED)])


@pytest.mark.parametrize("name", FILES)
def test_the_screen(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = named(tmp_path, name)
    assert command("read", path, "--form", "disclosure-2021") == 1
    first, blank, told, *_ = capsys.readouterr().out.splitlines()
    assert first.endswith("2024 年度　有 1 处错误，请核对")
    assert (blank, told[:12]) == ("", "错误 FILE-03 文")


@pytest.mark.parametrize("name", FILES)
def test_what_is_collected_and_sent_back(tmp_path: Path, name: str) -> None:
    files = {name: FILES[name], "b.xlsx": filled(unit=OFFICE)}
    options = ("--form", "disclosure-2021", "--feedback", tmp_path / "back")
    result = collect(tmp_path, files, *options, units=[BUREAU, OFFICE])
    assert result.codes() == ["FILE-03"]
    assert (result.unit(BUREAU)["in_total"], result.total("表三!D6")) == (False, 12)
    notice = (tmp_path / "back/990000-11_东海市教育局_2024_退回通知.txt").read_text("utf-8-sig")
    assert "disclosure-2019 2019" in notice


@pytest.mark.parametrize("name", FILES)
def test_as_last_year_s_it_is_refused_for_what_it_is(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = named(tmp_path, name)
    units = tmp_path / "units.csv"
    units.write_bytes(units_file(BUREAU, OFFICE))
    this_year = ("--year", str(YEAR + 1), "--form", "disclosure-2021", "--units", units)
    told = refused(capsys, "template", *this_year, "--previous", path)
    assert told.startswith(
        f"--previous 指明的 {path} 不能用：是另一种表式（disclosure-2019 2019）。"
    )
