"""How large a workbook may be: a return, and a consolidated workbook of ours."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.support.build import parts, patched, zipped
from toolkit.files.folder import open_inbox
from toolkit.files.incoming import MAX_FILE_SIZE
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.spreadsheets.xlsx import may_be_a_sum
from toolkit.spreadsheets.zip_package import (
    EXCEL_ROWS,
    MAX_CELLS_OF_A_SUM,
    MAX_ROWS,
    MAX_TOTAL_SIZE,
    OF_A_RETURN,
    of_a_sum,
)

OURS = ("分单位", "审核结果", "_identity")
ROW = '<row r="{0}"><c r="A{0}"><v>{0}</v></c></row>'


def book(sheets: Sequence[str], rows: str) -> bytes:
    """A workbook of these sheets; the first of them has these rows."""
    made = openpyxl.Workbook()
    made.active.title = sheets[0]  # type: ignore[union-attr]
    for name in sheets[1:]:
        made.create_sheet(name)
    buffer = BytesIO()
    made.save(buffer)
    return patched(
        buffer.getvalue(),
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(
            "<sheetData ?/>|<sheetData></sheetData>", f"<sheetData>{rows}</sheetData>", xml
        ),
    )


def why(content: bytes) -> Refusal:
    with pytest.raises(Unreadable) as caught:
        read_workbook(content)
    return caught.value.refusal


MANY = "".join(ROW.format(number) for number in range(1, MAX_ROWS + 2))
FAR = ROW.format(1) + f'<row r="{EXCEL_ROWS}"><c r="XFD{EXCEL_ROWS}"><v>1</v></c></row>'


def test_a_return_with_as_many_rows_is_refused_and_our_workbook_is_read() -> None:
    assert why(book(("表二", "表三"), MANY)) is Refusal.TOO_FAR
    grid = read_workbook(book(OURS, MANY)).grids["分单位"]
    assert grid.rows[-1] == [MAX_ROWS + 1]


@pytest.mark.parametrize("missing", OURS)
def test_all_of_its_sheets_have_to_be_there(missing: str) -> None:
    names = [one for one in OURS if one != missing]
    content = book([*names, "附件"], MANY)
    assert not may_be_a_sum(content)
    assert why(content) is Refusal.TOO_FAR


def test_one_cell_far_away_does_not_ask_for_the_sheet_between() -> None:
    """Whoever calls his workbook ours gets no more memory than its cells are worth."""
    assert why(book(OURS, FAR)) is Refusal.TOO_FAR


def test_what_inflates_like_no_workbook_of_ours_is_refused() -> None:
    blown = book(OURS, ROW.format(1) + f"<!--{' ' * (MAX_TOTAL_SIZE + 1)}-->")
    assert len(blown) < MAX_TOTAL_SIZE // 100 and may_be_a_sum(blown)
    assert why(blown) is Refusal.TOO_LARGE


def test_too_many_cells_are_refused_in_ours_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.spreadsheets.zip_package.MAX_CELLS_OF_A_SUM", MAX_ROWS)
    assert why(book(OURS, MANY)) is Refusal.TOO_FAR


def test_the_limits_grow_with_the_file_and_end() -> None:
    small, large, huge = of_a_sum(10_000), of_a_sum(10_000_000), of_a_sum(10**12)
    assert small.whole == OF_A_RETURN.whole
    assert large.whole == 400_000_000
    assert huge.whole == 1_200_000_000
    assert small.cells == huge.cells == MAX_CELLS_OF_A_SUM


def test_what_is_no_workbook_has_no_such_sheets() -> None:
    content = book(OURS, "")
    assert may_be_a_sum(content)
    for other in (b"", b"PK\x03\x04", content[:500], zipped({"a.txt": b"a"})):
        assert not may_be_a_sum(other)
    every = parts(content)
    del every["xl/workbook.xml"]
    assert not may_be_a_sum(zipped(every))


@pytest.mark.parametrize(
    ("names", "refusal"),
    [(("表二", "表三"), Refusal.TOO_LARGE), (OURS, None)],
)
def test_a_large_file_is_taken_if_it_is_a_sum(
    names: Sequence[str], refusal: Refusal | None, tmp_path: Path
) -> None:
    every = parts(book(names, ""))
    # What does not compress: as many bytes as a file of a stranger may not have.
    every["xl/media/image1.png"] = random.Random(0).randbytes(MAX_FILE_SIZE)
    (tmp_path / "a.xlsx").write_bytes(zipped(every))
    (one,) = open_inbox([tmp_path])
    assert one.unreadable is refusal
    assert (len(one.content) > MAX_FILE_SIZE) is (refusal is None)


def test_a_large_sheet_is_looked_through_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the same result, wherever the pieces begin."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" s="0"><v>{n}</v></c><c r="B{n}" t="e"><v>#N/A</v></c>'
        f'<c r="C{n}"><f>A{n}*2</f><v>{2 * n}</v></c></row>'
        for n in range(1, 40)
    )
    whole = read_workbook(book(OURS, rows)).grids["分单位"]
    assert whole.errors[(38, 1)] == "#N/A" and whole.formulas[(38, 2)] == "=A39*2"
    for size in (1, 100, 333, 2_000):
        monkeypatch.setattr("toolkit.spreadsheets.xlsx_sheet._PIECE", size)
        assert read_workbook(book(OURS, rows)).grids["分单位"] == whole


@pytest.mark.parametrize("piece", [1, 60, 10_000])
@pytest.mark.parametrize(("again", "twice"), [("A1", True), ("A39", True), ("B39", False)])
def test_a_cell_that_is_there_twice_is_seen_in_any_piece(
    piece: int, again: str, twice: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.spreadsheets.xlsx_sheet._PIECE", piece)
    rows = "".join(map(ROW.format, range(1, 40)))
    content = book(OURS, f'{rows}<row r="41"><c r="{again}"><v>5</v></c></row>')
    if twice:
        assert why(content) is Refusal.BROKEN
    else:
        assert read_workbook(content).grids["分单位"].rows[38] == [39, 5]


def test_large_sheets_are_handed_to_calamine_deflated(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(map(ROW.format, range(1, 40)))
    plain = read_workbook(book(OURS, rows)).grids["分单位"]
    monkeypatch.setattr("toolkit.spreadsheets.calamine_package._LARGE", 100)
    assert read_workbook(book(OURS, rows)).grids["分单位"] == plain
