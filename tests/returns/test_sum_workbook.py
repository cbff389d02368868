"""A consolidated workbook read again: whether it is one, and what is taken from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.build import BUREAU, collect, filled
from toolkit.form.form_file import default_form
from toolkit.grids.grid import Grid, Workbook
from toolkit.grids.hidden_sheet import stated_in
from toolkit.grids.identity import PROPERTY, SHEET
from toolkit.grids.lists import listing_on, listings_on
from toolkit.grids.names import BY_UNIT, COVERAGE, FINDINGS
from toolkit.returns.sums.sum_workbook import SumWorkbook, read_sum
from toolkit.spreadsheets.workbook import read_workbook

FORM = default_form()


def says(hidden: str | None, properties: str | None) -> Workbook:
    """A workbook without sheets that says what kind it is."""
    grids = {SHEET: Grid([("kind", hidden)])} if hidden is not None else {}
    return Workbook(grids, {f"{PROPERTY}kind": properties} if properties is not None else {})


@pytest.mark.parametrize(
    ("hidden", "properties", "is_sum"),
    [
        (None, None, False),
        ("consolidated", None, True),
        (None, "consolidated", True),
        ("", "consolidated", True),
        ("consolidated", "template", True),
        ("template", "consolidated", False),
        ("template", None, False),
    ],
)
def test_the_hidden_sheet_comes_before_the_properties(
    hidden: str | None, properties: str | None, is_sum: bool
) -> None:
    workbook = says(hidden, properties)
    assert stated_in(workbook).is_sum is is_sum
    assert (read_sum(workbook, FORM) is not None) is is_sum


def test_what_is_not_there_is_told_and_nothing_is_changed() -> None:
    read = read_sum(says("consolidated", None), FORM)
    assert read is not None
    assert (read.record, read.sums, read.changed) == (None, {}, ())
    assert read.lacks_units
    assert read.below.unread == (BY_UNIT, COVERAGE, FINDINGS)
    assert not read.below.recorded


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path: Path = tmp_path_factory.mktemp("city")
    made = collect(path, {"a.xlsx": filled({"表三!D6": 12, "表三!D8": 12})}, units=[BUREAU])
    return read_workbook(made.workbook.read_bytes())


def of(workbook: Workbook) -> SumWorkbook:
    read = read_sum(workbook, FORM)
    assert read is not None
    return read


def test_everything_is_taken_from_one_place(city: Workbook) -> None:
    read = of(city)
    (unit,) = read.units.rows
    assert (unit.code, unit.inside, read.identity.year) == (BUREAU.code, True, "2024")
    assert read.record is not None and read.record.units.keys() == {BUREAU.code}
    assert sum(read.sums.values()) == 24
    assert (read.changed, read.below.unread, read.below.inside) == ((), (), 1)


def test_where_the_units_cannot_be_read_the_record_gives_the_sums(city: Workbook) -> None:
    grids = {name: grid for name, grid in city.grids.items() if name != BY_UNIT}
    read = of(Workbook(grids, city.properties))
    assert read.lacks_units and read.sums == of(city).sums
    assert (read.changed, read.below.unread) == ((), (BY_UNIT,))


def test_a_list_is_known_by_its_heads() -> None:
    grid = Grid([("题",), ("甲", "乙 "), ("乙", "甲", "甲"), ("1", "2", "3")])
    first, second = listings_on(grid, ("甲", "乙"))
    assert (first.top, first.columns) == (1, {"甲": 0, "乙": 1})
    assert (second.top, second.text(3, "甲"), list(second.rows)) == (2, "2", [3])
    assert (second.text(3, "丙"), second.has(("甲", "丙"))) == ("", False)
    assert listing_on(grid, ("丙",)) is None is listing_on(None, ("甲",))
