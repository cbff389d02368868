"""`--previous` with a plain table: what the commands do with it, and say of it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.build import (
    BUREAU,
    CITY,
    COUNTY,
    EVERYONE,
    OFFICE,
    TOWN,
    YEAR,
    collect,
    collect_one,
    command,
    filled,
    opened,
    refused,
    roster,
    without_properties,
)
from tests.support.places import DATA
from tests.support.unit_tables import CARRIED, COMPANY, STOCK, csv, xlsx
from toolkit.commands.reading_previous import read_previous
from toolkit.form.form_file import default_form
from toolkit.grids.names import BY_UNIT
from toolkit.roster.roster import Roster
from toolkit.roster.roster_file import read_roster
from toolkit.starting.last_year_sheet import last_year_workbook
from toolkit.starting.roster_sheet import roster_workbook

FORM = default_form()
ALL = Roster(EVERYONE)
# Two are carried in where three were carried out; nothing is known of who else applied.
NOW = filled({"表三!D6": 9, "表三!D7": 2, "表三!D8": 11})
TABLE = csv(["单位代码", CARRIED, STOCK], [BUREAU.code, 3, ""], ["990000-77", 1, 2])


def test_collect_compares_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "上年.csv").write_bytes(TABLE)
    collected = collect_one(tmp_path, NOW, "--previous", tmp_path / "上年.csv")
    told = {(one["code"], one["status"], one["cell"]) for one in collected.json["findings"]}
    assert told == {
        ("T3-04", "open", "D7"),
        # What is blank is not 0, and no rule over it can be judged.
        ("T3-04", "cannot_judge", "E7"),
        ("T2-01", "cannot_judge", "D5"),
        ("YEAR-04", "open", None),
    }
    found = collected.finding("YEAR-04")
    assert found["message"] == (
        "上年度的文件“上年.csv”没有全部用上：第 3 行“990000-77”的单位在名册中没有。"
    )
    assert found["suggestion"] == (
        "请核对单位代码和名称；单位合并、改过代码的，请在名册的“上年代码”列写明。"
        "没有用上的按没有上年数处理。"
    )
    assert (found["severity"], found["file"]) == ("warning", "上年.csv")


def made(tmp_path: Path, previous: Path) -> Any:
    """The template of this year with these figures of last year."""
    (tmp_path / "units.csv").write_bytes(roster(BUREAU, OFFICE))
    options = ("--units", tmp_path / "units.csv", "--year", str(YEAR), "-o", tmp_path / "made")
    assert command("template", *options, "--previous", previous) == 0
    path = tmp_path / "made" / f"{BUREAU.code}_{BUREAU.name}_{YEAR}.xlsx"
    return opened(path.read_bytes())["表三"]


def test_a_template_carries_on_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "上年.csv").write_bytes(csv(["单位名称", CARRIED], [BUREAU.name, 3]))
    sheet = made(tmp_path, tmp_path / "上年.csv")
    assert (sheet["D7"].value, sheet["E7"].value) == (3, None)


# --- A sheet of the consolidated workbook --------------------------------------------------------


def figures_of(path: Path, units: Roster) -> dict[str, dict[str, int | None]]:
    read = read_previous(path, FORM, YEAR + 1, units, CITY)
    assert not read.findings and read.year == YEAR
    return {unit: dict(some) for unit, some in read.figures.items()}


def copied(content: bytes, change: Callable[[Any], None] = lambda sheet: None) -> bytes:
    """A workbook with a copy of the sheet 分单位 and nothing else."""
    book: Any = openpyxl.load_workbook(BytesIO(content))
    for sheet in [one for one in book.worksheets if one.title != BY_UNIT]:
        book.remove(sheet)
    change(book[BY_UNIT])
    buffer = BytesIO()
    book.save(buffer)
    return without_properties(buffer.getvalue())


def without_codes(sheet: Any) -> None:
    """A person deletes the row that nobody can read, and takes the merged heads apart."""
    first = next(iter(FORM.indicators))
    row = next(n for n in range(1, 20) if sheet.cell(n, 7).value == first)
    sheet.delete_rows(row)
    sheet.title = "Sheet1"
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))


def as_text(content: bytes) -> bytes:
    book: Any = openpyxl.load_workbook(BytesIO(content))
    return csv(*book.worksheets[0].iter_rows(values_only=True), delimiter="\t", encoding="gb18030")


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    typed = {"表二!D6": 248, "表二!B16": "25.123456", "表三!D6": 12, "表三!D8": 10, "表三!D30": 2}
    files = {"a.xlsx": filled(typed, OFFICE), "b.xlsx": filled(unit=COUNTY)}
    return collect(tmp_path_factory.mktemp("before"), files).workbook


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("a.xlsx", copied),
        ("b.xlsx", lambda content: copied(content, without_codes)),
        ("c.txt", lambda content: as_text(copied(content))),
        ("d.txt", lambda content: as_text(copied(content, without_codes))),
    ],
)
def test_a_copy_of_a_sheet_says_what_the_workbook_says(
    tmp_path: Path, before: Path, name: str, change: Callable[[bytes], bytes]
) -> None:
    (tmp_path / name).write_bytes(change(before.read_bytes()))
    assert figures_of(tmp_path / name, ALL) == figures_of(before, ALL)


def test_a_copy_of_the_sheet_of_an_earlier_version(tmp_path: Path) -> None:
    old = DATA / "made-by-beb3cc9" / "汇总-2024.xlsx"
    units = read_roster(DATA / "made-by-beb3cc9" / "returns" / "units.csv")
    (tmp_path / "a.xlsx").write_bytes(copied(old.read_bytes()))
    assert figures_of(tmp_path / "a.xlsx", units) == figures_of(old, units)


def test_who_was_not_in_the_sum_is_not_in_it(tmp_path: Path, before: Path) -> None:
    def switch(sheet: Any) -> None:
        for row in sheet.iter_rows():
            if row[0].value == OFFICE.code:
                row[3].value = "否"

    (tmp_path / "a.xlsx").write_bytes(copied(before.read_bytes(), switch))
    read = read_previous(tmp_path / "a.xlsx", FORM, YEAR + 1, ALL, CITY)
    assert read.inside == {COUNTY.code} and read.of(OFFICE.code)[STOCK] == 248


def test_a_whole_workbook_that_says_no_more_what_it_is_stays_refused(
    tmp_path: Path, before: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book: Any = openpyxl.load_workbook(BytesIO(before.read_bytes()))
    book.remove(book["_identity"])
    buffer = BytesIO()
    book.save(buffer)
    (tmp_path / "last.xlsx").write_bytes(without_properties(buffer.getvalue()))
    (tmp_path / "one.xlsx").write_bytes(NOW)
    (tmp_path / "units.csv").write_bytes(roster(BUREAU))
    told = refused(capsys, "collect", tmp_path / "one.xlsx", "--previous", tmp_path / "last.xlsx")
    assert "last.xlsx 不能用：不是汇总工作簿。" in told


# --- The sheet that a new collection begins with -------------------------------------------------


UNFILLED = "上年数.xlsx 还没有填写，这次按没有上年数处理。"


def offered(tmp_path: Path) -> Path:
    content = last_year_workbook(FORM, Roster((BUREAU, OFFICE)), YEAR, CITY)
    assert content
    (tmp_path / "上年数.xlsx").write_bytes(content)
    return tmp_path / "上年数.xlsx"


def test_collect_says_once_that_nobody_has_filled_it_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    collected = collect_one(tmp_path, NOW, "--previous", offered(tmp_path))
    assert (collected.exit_code, collected.codes()) == (0, [])
    assert capsys.readouterr().out.splitlines().count(UNFILLED) == 1
    # It is as if there were none: nothing is compared, and the next run needs none either.
    alone = collect_one(tmp_path / "alone", NOW)
    assert collected.json["findings"] == alone.json["findings"]


def test_a_run_without_figures_forgets_nothing_that_one_with_figures_told(tmp_path: Path) -> None:
    (tmp_path / "上年.csv").write_bytes(TABLE)
    collect_one(tmp_path, NOW, "--previous", tmp_path / "上年.csv")
    again = collect_one(tmp_path, NOW, "--previous", offered(tmp_path))
    kept = {(one["code"], one["cell"]) for one in again.json["findings"] if not one["judged"]}
    assert ("T3-04", "D7") in kept


def test_template_says_once_that_nobody_has_filled_it_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = made(tmp_path, offered(tmp_path))
    assert sheet["D7"].value is None
    assert capsys.readouterr().out.splitlines().count(UNFILLED) == 1


def test_the_sheets_that_lie_among_the_returns_are_no_returns(tmp_path: Path) -> None:
    files = {"a.xlsx": NOW, "名册.xlsx": roster_workbook()}
    files["上年数.xlsx"] = offered(tmp_path).read_bytes()
    collected = collect(tmp_path, files, units=[BUREAU])
    assert collected.files() == {
        "a.xlsx": "accepted",
        "上年数.xlsx": "ignored",
        "名册.xlsx": "ignored",
    }
    assert collected.exit_code == 0


def test_what_goes_first_goes_first(tmp_path: Path) -> None:
    """A return is one, whatever its name; a table of its name is a table all the same."""
    name = f"{BUREAU.code}_{BUREAU.name}_{YEAR}.xlsx"
    (tmp_path / name).write_bytes(xlsx(["单位代码", CARRIED, COMPANY], [TOWN.code, 3, 4]))
    read = read_previous(tmp_path / name, FORM, YEAR + 1, ALL, CITY)
    assert {unit: some[CARRIED] for unit, some in read.figures.items()} == {TOWN.code: 3}
    (tmp_path / name).write_bytes(filled())
    read = read_previous(tmp_path / name, FORM, YEAR + 1, ALL, CITY)
    assert set(read.figures) == {BUREAU.code}
