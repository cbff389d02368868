"""`toolkit read -o` on reports in every style: what was read becomes a return, doubts and all."""

from __future__ import annotations

from pathlib import Path

import pytest

import toolkit
from tests.support.build import BUREAU, COUNTY, OFFICE, command, roster
from tests.support.published_mutants import mutant
from tests.support.published_returns import FORM, returned
from tests.support.reports.damage import KINDS
from tests.support.reports.model import Subject
from tests.support.reports.official import random_figures
from tests.support.reports.styles import STYLES
from toolkit.commands.filled_workbooks import write_filled
from toolkit.commands.preview import Preview, preview
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Category, Unit

YEAR = 2024
TABLES = {table.code for table in FORM.tables if table.official}
# A unit for each style.
UNITS = {
    name: Unit(f"990000-{number}", f"东海市第{number}局", Category.DEPARTMENT, "990000")
    for number, name in enumerate(STYLES, 20)
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a report in every style, and the roster beside it."""
    home = tmp_path_factory.mktemp("published")
    (home / "年报").mkdir()
    for number, (name, style) in enumerate(STYLES.items()):
        content = style.made(random_figures(number), Subject(UNITS[name].name, YEAR), number)
        (home / "年报" / f"{name}.{style.ending}").write_bytes(content)
    (home / "units.csv").write_bytes(roster(OFFICE, BUREAU, COUNTY, *UNITS.values()))
    return home


def test_every_style_becomes_a_return_with_its_figures(published: Path, tmp_path: Path) -> None:
    result = toolkit.read(published / "年报", roster=published / "units.csv")
    assert not result.has_errors
    done = result.write(tmp_path).done
    assert done.left == [] and done.rivals == [] and len(done.workbooks) == len(STYLES)
    for one in result.preview.checks.checked:
        unit = UNITS[Path(one.file).stem]
        path = tmp_path / f"{unit.code}_{unit.name}_{YEAR}.xlsx"
        back = returned(path.read_bytes())
        assert one.returned and back.values == one.returned.values, one.file
        assert set(back.states) == TABLES, one.file


def test_the_workbooks_are_collected_without_a_word_on_their_being_reports(
    published: Path, tmp_path: Path
) -> None:
    toolkit.read(published / "年报", roster=published / "units.csv").write(tmp_path)
    by_workbook = toolkit.collect(tmp_path, roster=published / "units.csv")
    by_report = toolkit.collect(published / "年报", roster=published / "units.csv")
    assert by_workbook.totals.equals(by_report.totals)
    assert by_workbook.totals["t3.received.total"] > 0
    assert "FILE-12" in set(by_report.findings.code)
    assert set(by_workbook.findings.code) <= {*by_report.findings.code, "COVER-01"} - {"FILE-12"}


def test_a_single_report_and_a_folder_are_last_year(published: Path, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_bytes((published / "units.csv").read_bytes())
    made = ("template", "--units", tmp_path / "units.csv", "--year", str(YEAR + 1), "-o")
    report = published / "年报" / "trs.html"
    assert command(*made, tmp_path / "all", "--previous", published / "年报") == 0
    assert command(*made, tmp_path / "one", "--previous", report) == 0
    unit = UNITS["trs"]
    name = f"{unit.code}_{unit.name}_{YEAR + 1}.xlsx"
    both = [(tmp_path / folder / name).read_bytes() for folder in ("all", "one")]
    assert both[0] == both[1]
    (last,) = (
        one.returned
        for one in toolkit.read(report).preview.checks.checked
        if one.returned is not None
    )
    before = returned(both[0]).before
    inputs = [code for code in FORM.inputs if FORM.indicators[code].table in TABLES]
    assert {code: before[code] for code in inputs} == {code: last.values[code] for code in inputs}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_was_doubtful_is_still_so_in_the_workbook(kind: str, tmp_path: Path) -> None:
    """No table with an error is called filled in, and no uncertain cell becomes certain."""
    report = tmp_path / "年报.html"
    report.write_bytes(mutant("workbooks", kind, "trs").content)
    read = preview([report])
    (checked,) = read.checks.checked
    filled_in = write_filled(read, tmp_path / "out")
    if not filled_in.paths:
        assert checked.returned is None or filled_in.left
        return
    assert checked.returned
    back = returned(filled_in.paths[0].read_bytes())
    assert inputs_of(back) == inputs_of(checked.returned)
    assert back.invalid == checked.returned.invalid
    assert not {*back.states} & tables_with_errors(read)


def inputs_of(one: Return) -> dict[str, int | None]:
    return {code: one.values[code] for code in FORM.inputs}


def tables_with_errors(read: Preview) -> set[str]:
    (checked,) = read.checks.checked
    errors = [one for one in checked.findings if one.is_open_error]
    coded = {FORM.indicators[one.indicator].table for one in errors if one.indicator}
    sheets = {sheet for one in errors for sheet in (one.tables or [one.sheet])}
    return coded | {table.code for table in FORM.tables if table.sheet in sheets}
