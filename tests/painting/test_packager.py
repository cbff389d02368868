"""A workbook whose parts we pack: part by part what xlsxwriter writes."""

from __future__ import annotations

import base64
from io import BytesIO

import pytest
import xlsxwriter
from xlsxwriter.exceptions import DuplicateTableName

from tests.support.build import SAVED, parts
from toolkit.painting.packager import PackedWorkbook

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
    theirs, ours = (
        xlsxwriter.Workbook(buffer, {"in_memory": True}),
        PackedWorkbook(BytesIO(), {"in_memory": True}),
    )
    for book in (theirs, ours):
        fill(book)
        book.close()
    expected, made = parts(buffer.getvalue()), parts(ours.package())
    assert list(made) == list(expected)
    assert made == expected
    assert {"xl/media/image1.png", "xl/charts/chart1.xml", "xl/tables/table1.xml"} <= made.keys()


def test_what_xlsxwriter_cannot_write_is_its_error() -> None:
    def twins(book: xlsxwriter.Workbook) -> None:
        for name in ("表一", "表二"):
            book.add_worksheet(name).add_table(0, 0, 3, 0, {"name": "名册"})

    for make in (xlsxwriter.Workbook, PackedWorkbook):
        book = make(BytesIO(), {"in_memory": True})
        twins(book)
        with pytest.raises(DuplicateTableName):
            book.close()
