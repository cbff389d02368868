"""Tables that are in a workbook twice, whole or damaged, and files that only look the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.support.build import BUREAU, SAVED, collect, collect_one, edit, filled
from toolkit.form.form_file import default_form
from toolkit.grids.address import cell
from toolkit.grids.identity import SHEET
from toolkit.grids.names import FILLED, SHEETS
from toolkit.roster.roster import Unit

LABEL = "B8"  # of a row of outcomes


def copied(
    sheets: Mapping[str, str],
    cells: Mapping[str, object],
    label: str | None = None,
    states: str = FILLED,
) -> bytes:
    """A blank return in which these sheets were copied, changed there, and a label altered."""

    def change(book: Workbook) -> None:
        for home, name in sheets.items():
            copy = book.copy_worksheet(book[home])
            copy.title = name
        for address, value in cells.items():
            sheet, place = address.split("!")
            book[sheet][place] = value  # type: ignore[assignment]
        if label:
            book[sheets["表三"]][LABEL] = label

    return edit(filled({}, states=states), change=change)


TYPED = {"正式!D6": 12, "正式!D8": 10, "正式!D30": 2}


def test_a_filled_copy_with_a_damaged_label_is_told(tmp_path: Path) -> None:
    """The own sheet is blank and counts as 0: what was typed stands on the other."""
    content = copied({"表三": "正式"}, TYPED, "予以公开了")
    result = collect_one(tmp_path, content)
    found = result.finding("TAB-08")
    assert (found["severity"], found["sheet"], found["cell"]) == ("warning", "表三", "D6")
    assert "正式 D6" in found["message"] and "12" in found["message"]
    assert result.total("表三!D6") == 0


def test_a_text_in_a_copy_is_told(tmp_path: Path) -> None:
    result = collect_one(tmp_path, copied({"表三": "正式"}, {"正式!D6": "12件"}))
    found = result.finding("TAB-08")
    assert (found["cell"], "“12件”" in found["message"] or "12件" in found["message"]) == (
        "D6",
        True,
    )


def test_a_damaged_copy_with_the_same_figures_is_no_matter(tmp_path: Path) -> None:
    assert collect_one(tmp_path, copied({"表三": "旧"}, {}, "予以公开了")).codes() == []


def test_a_workbook_with_figures_on_copies_is_no_blank_template(tmp_path: Path) -> None:
    """Nothing was typed on the own sheets, and no state was chosen."""
    names = {"表二": "表二正式", "表三": "正式", "表四": "表四正式"}
    result = collect_one(tmp_path, copied(names, TYPED, states=""))
    assert result.files() == {"one.xlsx": "accepted"}
    assert result.finding("TAB-08")["cell"] == "D6"
    assert result.unit(BUREAU)["status"] == "with_errors"


def test_files_that_differ_only_in_what_is_no_figure_are_not_the_same(tmp_path: Path) -> None:
    """Saved at the same time: neither counts, whichever comes first."""
    plain, text = filled(saved=SAVED), edit(filled(), {"表三!E6": "12件"}, saved=SAVED)
    for names in (("a.xlsx", "b.xlsx"), ("b.xlsx", "a.xlsx")):
        files = dict(zip(names, (plain, text), strict=True))
        result = collect(tmp_path / names[0], files, units=[BUREAU])
        assert result.finding("UNIT-07")["severity"] == "error"
        assert set(result.files().values()) == {"superseded"}


# --- On a sheet that bears a name of ours --------------------------------------------------------

OTHERS = {"D6": 21, "D8": 19, "D30": 2}
TABLE_SHEETS = {table.sheet for table in default_form().tables}


def on_sheet(name: str, figures: Mapping[str, object] = OTHERS, unit: Unit = BUREAU) -> bytes:
    """A return with a second 表三 on the sheet of this name, below what is there."""

    def change(book: Workbook) -> None:
        if name not in book.sheetnames:
            book.create_sheet(name)
        rows = [[one.value for one in row] for row in book[name].iter_rows()]
        down = len(rows) + 1 if len(rows) > 1 else 0
        for number, row in enumerate(book["表三"].iter_rows(), down):
            for column, one in enumerate(row):
                value = figures.get(one.coordinate, one.value)
                if value is not None:
                    at = cell(number, column).address
                    book[name][at] = value  # type: ignore[assignment]

    return edit(filled(unit=unit), change=change)


@pytest.mark.parametrize("name", sorted({*SHEETS, SHEET}))
def test_a_second_table_on_a_sheet_of_our_name_is_looked_at(tmp_path: Path, name: str) -> None:
    result = collect_one(tmp_path, on_sheet(name))
    found = result.finding("TAB-08")
    assert (found["severity"], found["sheet"], found["cell"]) == ("warning", "表三", "D6")
    assert f"{name} D" in found["message"] and "21" in found["message"]
    assert result.total("表三!D6") == 12


@pytest.mark.parametrize("name", sorted({*SHEETS, SHEET}))
def test_with_the_same_figures_it_is_no_matter(tmp_path: Path, name: str) -> None:
    result = collect_one(tmp_path, on_sheet(name, {}))
    assert (result.codes(), result.total("表三!D6")) == ([], 12)


@pytest.mark.parametrize("name", sorted(TABLE_SHEETS - {"表三"}))
def test_beside_another_table_it_is_out_of_place(tmp_path: Path, name: str) -> None:
    codes = collect_one(tmp_path, on_sheet(name)).codes()
    assert "TAB-03" in codes and "TAB-08" not in codes


def test_on_the_sheet_of_a_table_that_went_elsewhere_it_is_looked_at(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["表二"].title = "另一张"
        book.copy_worksheet(book["表三"]).title = "表二"
        book["表二"]["D6"] = 21

    result = collect_one(tmp_path, edit(filled(), change=change))
    assert result.finding("TAB-08")["cell"] == "D6"


@pytest.mark.parametrize("name", ["分单位", "上下年对比", "两年的对比"])
def test_its_title_does_not_hide_it(tmp_path: Path, name: str) -> None:
    content = on_sheet(name, {**OTHERS, "A1": "990000 2024 年度上下年对比"})
    assert collect_one(tmp_path, content).finding("TAB-08")["cell"] == "D6"


@pytest.mark.parametrize("name", ["分单位", "概览", "上下年对比"])
def test_a_table_that_stands_only_there_is_read(tmp_path: Path, name: str) -> None:
    def change(book: Workbook) -> None:
        book["表三"].title = name

    result = collect_one(tmp_path, edit(filled(), change=change))
    assert result.total("表三!D6") == 12
    assert "TAB-04" in result.codes()
