"""A workbook whose parts we pack: part by part what xlsxwriter writes."""

from __future__ import annotations

import base64
import threading
import time
from io import BytesIO

import pytest
import xlsxwriter
from xlsxwriter.exceptions import EmptyChartSeries
from xlsxwriter.worksheet import Worksheet

from tests.support.build import SAVED, parts
from toolkit.painting import packager
from toolkit.painting.packager import PackedWorkbook
from toolkit.spreadsheets.packing import Packing

# A picture of one dot.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def fill(book: xlsxwriter.Workbook) -> None:
    """With parts of every kind: sheets, a chart, a table, a remark, a picture, properties."""
    book.set_properties({"created": SAVED})
    book.set_custom_property("甲", "乙")
    for name in ("表一", "表二"):
        sheet = book.add_worksheet(name)
        sheet.write_column(0, 0, [1, 2, 3])
        sheet.write_string(4, 0, "合计")
        sheet.write_comment(4, 0, "请核对")
    sheet.add_table(5, 0, 8, 1, {"columns": [{"header": "单位"}, {"header": "数"}]})
    sheet.insert_image(10, 0, "dot.png", {"image_data": BytesIO(PICTURE)})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=表一!$A$1:$A$3"})
    sheet.insert_chart(0, 4, chart)


def test_each_part_is_the_one_that_xlsxwriter_writes() -> None:
    buffer = BytesIO()
    theirs, ours = xlsxwriter.Workbook(buffer, {"in_memory": True}), PackedWorkbook({})
    for book in (theirs, ours):
        fill(book)
        book.close()
    expected, made = parts(buffer.getvalue()), parts(ours.package())
    assert list(made) == list(expected)
    assert made == expected
    assert {"xl/media/image1.png", "xl/charts/chart1.xml", "xl/tables/table1.xml"} <= made.keys()


def test_a_part_is_handed_over_in_pieces_and_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """However small they are, no more of them wait than may."""
    whole, pieces = PackedWorkbook({}), PackedWorkbook({})
    waiting, add, hand_over = [0], Packing.add, packager._Part._hand_over

    def added(part: Packing, piece: bytes) -> None:
        time.sleep(0.0005)
        add(part, piece)

    def handed_over(part: packager._Part) -> None:
        hand_over(part)
        waiting.append(sum(not one.done() for one in part._handed_over))

    fill(whole)
    whole.close()
    monkeypatch.setattr(Packing, "add", added)
    monkeypatch.setattr(packager._Part, "_hand_over", handed_over)
    monkeypatch.setattr(packager, "_PIECE", 50)
    fill(pieces)
    pieces.close()
    assert pieces.package() == whole.package()
    assert max(waiting) == packager._WAITING


@pytest.mark.parametrize("failing", [1, 40, -1])
def test_a_piece_that_fails_is_never_left_out(
    failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it the part would be short, and nobody would be told."""
    add, counted = Packing.add, [0, 0]

    def added(part: Packing, piece: bytes) -> None:
        counted[0] += 1
        if counted[0] == counted[1]:
            raise MemoryError
        add(part, piece)

    def made() -> None:
        book = PackedWorkbook({})
        fill(book)
        book.close()
        book.package()

    monkeypatch.setattr(Packing, "add", added)
    monkeypatch.setattr(packager, "_PIECE", 200)
    made()
    pieces, counted[0] = counted[0], 0
    counted[1] = failing if failing > 0 else pieces + 1 + failing
    with pytest.raises(MemoryError):
        made()


def test_another_thread_deflates(monkeypatch: pytest.MonkeyPatch) -> None:
    """And is gone when the workbook is there: processes are forked only where there is one."""
    threads, add = set(), Packing.add

    def noted(part: Packing, piece: bytes) -> None:
        threads.add(threading.current_thread())
        add(part, piece)

    monkeypatch.setattr(Packing, "add", noted)
    book = PackedWorkbook({})
    fill(book)
    book.close()
    assert len(threads) == 1
    assert threads.isdisjoint(threading.enumerate())


def test_what_xlsxwriter_cannot_write_is_its_error() -> None:
    book = PackedWorkbook({})
    sheet = book.add_worksheet()
    # It has no series, which xlsxwriter sees when it has written the sheets.
    sheet.insert_chart(0, 0, book.add_chart({"type": "column"}))
    before = threading.active_count()
    with pytest.raises(EmptyChartSeries):
        book.close()
    assert threading.active_count() == before


def test_a_part_that_is_not_complete_is_never_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of xlsxwriter may ask for the next part earlier."""
    monkeypatch.setattr(Worksheet, "_xml_end_tag", lambda self, tag: None)
    book = PackedWorkbook({})
    book.add_worksheet().write_string(0, 0, "合计")
    monkeypatch.setattr(
        Worksheet, "_write_page_margins", lambda self: self.fh.write("<pageMargins")
    )
    with pytest.raises(RuntimeError, match=r"sheet1\.xml"):
        book.close()
