"""Tables that are in a workbook twice, whole or damaged, and files that only look the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook

from tests.support.build import BUREAU, SAVED, collect, collect_one, edit, filled
from toolkit.grids.names import FILLED

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
            sheet, cell = address.split("!")
            book[sheet][cell] = value  # type: ignore[assignment]
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
