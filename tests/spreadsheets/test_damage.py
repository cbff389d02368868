"""Files that are no sane workbook: one reason each, in the user's language, and no crash."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from tests.support.build import (
    BUREAU,
    OFFICE,
    collect,
    collect_one,
    edit,
    filled,
    parts,
    patched,
    sheet_part,
    zipped,
)
from toolkit.grids.refusals import Unreadable
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.spreadsheets.xlsx import read_properties
from toolkit.spreadsheets.zip_package import MAX_PART_SIZE, MAX_PARTS

GOOD = filled()
SHEET_3 = sheet_part(GOOD, "表三")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def with_cell(cell: str) -> bytes:
    """Table 3 with one more cell behind all others."""
    extra = f"<row>{cell}</row></sheetData>"
    return patched(GOOD, SHEET_3, lambda xml: xml.replace("</sheetData>", extra))


def with_part(name: str, content: bytes) -> bytes:
    return zipped({**parts(GOOD), name: content})


FAR = "表格的行列数远超正常范围"
LARGE = "解压后过大或部件过多，疑似异常文件"
BROKEN = "文件已损坏"
DAMAGED = {
    "an OLE file of nothing": (OLE, BROKEN),
    "a text": ("单位,数\n".encode(), "是文本文件，没有从中读出正式表格"),
    "nothing": (b"", "是空文件"),
    "a PDF": (b"%PDF-1.7\n", "是 PDF 文件，没有从中读出正式表格"),
    "cut off": (GOOD[: len(GOOD) // 2], BROKEN),
    "no workbook inside": (zipped({"[Content_Types].xml": b"<Types/>"}), "不是能识别的工作簿"),
    "a Word document": (
        zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
        "是 Word 文档，没有从中读出正式表格",
    ),
    "broken XML": (with_part("xl/workbook.xml", b"<workbook><sheets>"), BROKEN),
    "a sheet without relation": (
        patched(GOOD, "xl/workbook.xml", lambda xml: re.sub(' r:id="[^"]*"', "", xml)),
        BROKEN,
    ),
    "no relations": (with_part("xl/_rels/workbook.xml.rels", b"<Relationships/>"), BROKEN),
    "the last cell of all": (with_cell('<c r="XFD1048576"><v>1</v></c>'), FAR),
    "a far row": (with_cell('<c r="A20001"><v>1</v></c>'), FAR),
    "a far column": (with_cell('<c r="ALM1"><v>1</v></c>'), FAR),
    "a large area": (with_cell('<c r="ALL2001"><v>1</v></c>'), FAR),
    "a large part": (with_part("xl/sharedStrings.xml", b" " * (MAX_PART_SIZE + 1)), LARGE),
    "many parts": (
        zipped({**parts(GOOD), **{f"xl/x{n}.xml": b"" for n in range(MAX_PARTS)}}),
        LARGE,
    ),
    "entities": (
        with_part("docProps/core.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
        "含有不允许的外部实体定义，疑似异常文件",
    ),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_has_a_plain_reason(name: str) -> None:
    content, reason = DAMAGED[name]
    with pytest.raises(Unreadable) as caught:
        read_workbook(content)
    assert str(caught.value) == reason


def test_a_damaged_file_costs_only_itself(tmp_path: Path) -> None:
    files = {"a.xlsx": GOOD, **{f"{name}.xlsx": one for name, (one, _) in DAMAGED.items()}}
    result = collect(tmp_path, files, "--year", "2024", units=[BUREAU])
    assert result.total("表三!D6") == 12
    assert [one["status"] for one in result.json["files"]].count("accepted") == 1
    assert result.codes().count("FILE-01") == len(DAMAGED)
    assert all(one["reason"] for one in result.json["files"] if one["status"] != "accepted")


def test_a_finding_names_the_file_and_the_reason(tmp_path: Path) -> None:
    result = collect(tmp_path, {"旧版.xls": OLE, "a.xlsx": GOOD}, units=[BUREAU])
    found = result.finding("FILE-01")
    assert (found["severity"], found["file"]) == ("error", "旧版.xls")
    assert found["message"] == "文件“旧版.xls”无法读取：文件已损坏。"
    assert result.exit_code == 1


@pytest.mark.parametrize("cell", ["<c r='A20001'/>", '<c r = "A20001"/>', '<c r="&#65;20001"/>'])
def test_a_far_cell_is_seen_however_it_is_written(cell: str) -> None:
    """calamine reads these; XFD1048576 in single quotes would cost all memory."""
    with pytest.raises(Unreadable) as caught:
        read_workbook(with_cell(cell.replace("/>", "><v>1</v></c>")))
    assert str(caught.value) == FAR


def test_a_far_row_is_seen_without_references_of_cells() -> None:
    """Cells may come without a reference; then the row alone says how far they are."""
    far = '<row r="1048576"><c><v>1</v></c></row></sheetData>'
    content = patched(GOOD, SHEET_3, lambda xml: xml.replace("</sheetData>", far))
    with pytest.raises(Unreadable):
        read_workbook(content)


def test_a_chart_on_a_sheet_of_its_own_does_no_harm(tmp_path: Path) -> None:
    def add_chart(book: Workbook) -> None:
        book.create_chartsheet("图")

    result = collect_one(tmp_path, edit(GOOD, change=add_chart))
    assert (result.codes(), result.total("表三!D6")) == ([], 12)


def test_macros_and_pictures_do_no_harm(tmp_path: Path) -> None:
    content = with_part("xl/vbaProject.bin", OLE)
    result = collect_one(tmp_path, content)
    assert (result.codes(), result.total("表三!D6")) == (["FILE-08"], 12)


def test_hidden_rows_and_missing_protection_do_not_hide_figures(tmp_path: Path) -> None:
    def hide(book: Workbook) -> None:
        book["表三"].row_dimensions[6].hidden = True
        book["表三"].protection.sheet = False

    assert collect_one(tmp_path, edit(GOOD, change=hide)).total("表三!D6") == 12


def test_properties_of_a_damaged_file_are_none() -> None:
    """Asked before anything is known of a file: what is the form, may it be replaced."""
    assert read_properties(GOOD)["toolkit.unit"] == BUREAU.code
    for content in (OLE, b"", GOOD[:300], with_part("docProps/custom.xml", b"<!DOCTYPE x><x/>")):
        assert read_properties(content) == {}


def test_a_damaged_member_of_a_zip_costs_only_itself(tmp_path: Path) -> None:
    """A bit flipped in the middle of the packed data."""
    outer = bytearray(zipped({"big.xlsx": bytes(range(256)) * 400, "good.xlsx": GOOD}))
    with zipfile.ZipFile(BytesIO(outer)) as package:
        info = package.getinfo("big.xlsx")
    start = info.header_offset + 30 + len("big.xlsx")
    outer[start : start + 40] = b"\xff" * 40
    result = collect(tmp_path, {"outer.zip": bytes(outer)}, units=[BUREAU])
    assert result.files() == {
        "outer.zip/big.xlsx": "unreadable",
        "outer.zip/good.xlsx": "accepted",
    }


# --- Anything at all -----------------------------------------------------------------------------

SOME_PARTS = ["xl/workbook.xml", SHEET_3, "docProps/custom.xml", "xl/styles.xml"]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(SOME_PARTS),
    st.integers(0, 10**6),
    st.binary(max_size=6),
    st.integers(0, 40),
)
def test_no_damage_to_a_part_is_a_crash(part: str, at: int, new: bytes, gone: int) -> None:
    """Some bytes of a part replaced: it is read, or it is unreadable, and nothing else."""
    every = parts(GOOD)
    old = every[part]
    at %= len(old)
    every[part] = old[:at] + new + old[at + gone :]
    try:
        read_workbook(zipped(every))
    except Unreadable as reason:
        assert re.search("[一-鿿]", str(reason))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_are_a_crash(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04"):
        with pytest.raises(Unreadable):
            read_workbook(start + content)


def test_the_office_is_not_blamed_for_the_bureaus_file(tmp_path: Path) -> None:
    files = {"a.xlsx": filled(unit=OFFICE), "b.xlsx": OLE}
    result = collect(tmp_path, files, units=[OFFICE, BUREAU])
    assert [result.unit(one)["status"] for one in (OFFICE, BUREAU)] == ["received", "missing"]
