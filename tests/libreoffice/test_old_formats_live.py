"""Workbooks that LibreOffice has saved as .xls and .ods: they say what the .xlsx says."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.libreoffice.office import requires_libreoffice, run
from tests.support.build import BALANCED, SAVED, filled, zipped
from tests.support.old_formats import at
from toolkit.grids.grid import Grid, Workbook
from toolkit.grids.refusals import Unreadable
from toolkit.spreadsheets.kind import kind_of
from toolkit.spreadsheets.ods import read_opendocument
from toolkit.spreadsheets.ole import contained, opened
from toolkit.spreadsheets.xls import read_biff

pytestmark = requires_libreoffice


@dataclass(frozen=True)
class Saved:
    """A template and a sheet of peculiarities, each as .xls and .ods."""

    files: dict[str, bytes]

    def read(self, name: str) -> Workbook:
        return (read_biff if name.endswith(".xls") else read_opendocument)(self.files[name])


def peculiar(path: Path) -> None:
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = "数据"
    values = {
        **{"A1": "文字", "A2": 1.5, "A3": "=A2*2", "A4": "=1/0", "A5": "=NA()"},
        **{"A6": datetime.date(2024, 5, 6), "A7": datetime.datetime(2024, 5, 6, 7, 8, 9)},
        **{"A8": datetime.timedelta(hours=30), "A9": "=第二!B2", "A10": '="甲"&"乙"'},
        **{"A11": "一\n二", "A12": 0.25, "A13": True, "A14": 3, "D1": "合并"},
    }
    for address, value in values.items():
        page[address] = value
    page["A12"].number_format = "0%"
    page.merge_cells("D1:E2")
    page.row_dimensions[7].hidden = page.column_dimensions["C"].hidden = True
    page.protection.sheet = True
    book.create_sheet("第二")["B2"] = 7
    book.save(path)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    folder = tmp_path_factory.mktemp("old")
    (folder / "filled.xlsx").write_bytes(filled())
    peculiar(folder / "odd.xlsx")
    link = "='file:///nowhere/b.xlsx'#$S.A1"
    first: dict[str, list[dict[str, object]]] = {
        "odd": [{"do": "set_formula", "sheet": "第二", "cell": "C3", "formula": link}]
    }
    for name in ("filled", "odd"):
        steps: list[dict[str, object]] = [*first.get(name, []), {"do": "recalculate"}]
        for ending, kind in (("xls", "MS Excel 97"), ("ods", "calc8")):
            path = str(folder / f"{name}.{ending}")
            steps.append({"do": "save", "path": path, "filter": kind})
        run(folder / f"{name}.xlsx", steps)
    return Saved({one.name: one.read_bytes() for one in folder.iterdir()})


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_return_says_the_same_in_another_format(saved: Saved, ending: str) -> None:
    book = saved.read(f"filled.{ending}")
    assert kind_of(saved.files[f"filled.{ending}"]) == ending
    assert book.tells_formulas == (ending == "ods")
    assert list(book.grids) == ["封面", "表二", "表三", "表四", "附表", "审核", "_identity"]
    assert book.properties["toolkit.name"] == "东海市教育局"
    assert book.properties["toolkit.year"] == "2024"
    assert not (book.macros or book.links or book.unread)
    table = book.grids["表三"]
    for address, figure in BALANCED.items():
        assert table.value(int(address[4:]) - 1, 3) == figure, address
    assert table.text(0, 0) == "三、收到和处理政府信息公开申请情况"
    assert table.protected and not table.errors and not table.hidden_rows
    totals = {(28, column) for column in range(3, 10)} | {(line, 9) for line in range(5, 28)}
    assert set(table.formulas) == totals | {(29, 9)}
    # LibreOffice takes the time of an .xlsx for its own; the machine's zone is in between.
    assert book.saved is not None and abs(book.saved - SAVED) < datetime.timedelta(hours=15)


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_values_errors_and_what_is_hidden(saved: Saved, ending: str) -> None:
    book = saved.read(f"odd.{ending}")
    page = book.grids["数据"]
    expected = [
        *["文字", 1.5, 3.0, "", "", datetime.date(2024, 5, 6)],
        *[datetime.datetime(2024, 5, 6, 7, 8, 9), datetime.timedelta(hours=30), 7.0, "甲乙"],
        *["一\n二", 0.25, True, 3.0],
    ]
    column = [page.value(number, 0) for number in range(14)]
    assert column == expected
    assert [type(one) for one in column] == [type(one) for one in expected]
    assert [page.value(0, 3), page.value(0, 4), page.value(1, 3)] == ["合并", "", ""]
    assert page.errors == {(3, 0): "#DIV/0!", (4, 0): "#N/A"}
    # A truth value of an .xlsx is a formula in LibreOffice.
    assert set(page.formulas) == {(number, 0) for number in (2, 3, 4, 8, 9, 12)}
    assert page.formulas[2, 0] == ("=" if ending == "xls" else "=A2*2")
    assert page.formulas[8, 0] == ("=" if ending == "xls" else "=第二!B2")
    assert (set(page.hidden_rows), set(page.hidden_columns)) == ({6}, {2}) and page.protected
    other = book.grids["第二"]
    assert other.value(1, 1) == 7 and other.protected is False
    assert "[" in other.formulas[2, 2] and book.links
    assert list(book.grids) == ["数据", "第二"]


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_only_the_wanted_sheets_are_read(saved: Saved, ending: str) -> None:
    read = read_biff if ending == "xls" else read_opendocument
    book = read(saved.files[f"odd.{ending}"], {"第二", "第三"})
    assert (list(book.grids), book.unread) == (["第二"], ("数据",))


damage = st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=6)), max_size=8)


def damaged(content: bytes, places: list[tuple[float, bytes]]) -> bytes:
    for place, value in places:
        content = at(content, int(place * len(content)), value)
    return content


@settings(max_examples=60, deadline=None)
@given(places=damage, inside=st.booleans())
def test_a_damaged_xls_is_read_or_refused(
    saved: Saved, places: list[tuple[float, bytes]], inside: bool
) -> None:
    content = saved.files["odd.xls"]
    if inside:
        with opened(content) as ole:
            content = contained(damaged(ole.openstream("Workbook").read(), places))
    else:
        content = damaged(content, places)
    read_or_refused(read_biff, content)


def read_or_refused(read: Callable[[bytes], Workbook], content: bytes) -> None:
    try:
        book = read(content)
    except Unreadable as refused:
        assert str(refused)
    else:
        assert all(isinstance(one, Grid) for one in book.grids.values())


@settings(max_examples=60, deadline=None)
@given(places=damage)
def test_a_damaged_ods_is_read_or_refused(saved: Saved, places: list[tuple[float, bytes]]) -> None:
    with zipfile.ZipFile(BytesIO(saved.files["odd.ods"])) as package:
        content = package.read("content.xml")
    read_or_refused(read_opendocument, zipped({"content.xml": damaged(content, places)}))
    read_or_refused(read_opendocument, damaged(saved.files["odd.ods"], places))
