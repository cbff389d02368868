"""The formats beside .xlsx: .xls and .et, .ods, and what has a password to open."""

from __future__ import annotations

import datetime
import re
import resource
import time
from collections.abc import Callable
from hashlib import md5
from io import BytesIO
from struct import pack

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.rc4 import DocumentRC4

from tests.support.build import SAVED, filled, patched, zipped
from tests.support.old_formats import (
    ARRAY,
    BOF,
    BOOLERR,
    BOUNDSHEET,
    COLINFO,
    CONTINUE,
    DIMENSIONS,
    END,
    EOF,
    EXTERNSHEET,
    FILEPASS,
    FORMULA,
    LABEL,
    LABELSST,
    MULRK,
    NAMES,
    NUMBER,
    OTHER_BOOK,
    PROTECT,
    RK,
    ROW,
    SST,
    STRING,
    SUPBOOK,
    THIS_BOOK,
    TO_OTHER,
    TO_THIS,
    at,
    body,
    cell,
    formula,
    number,
    ods,
    record,
    row,
    stream,
    text,
    xls,
)
from toolkit.grids.grid import Grid, Workbook
from toolkit.grids.refusals import FarCell, Refusal, Unreadable
from toolkit.spreadsheets.encrypted import BUILT_IN, decrypt
from toolkit.spreadsheets.ods import read_opendocument
from toolkit.spreadsheets.ole import contained
from toolkit.spreadsheets.xls import read_biff

# --- Files made by hand --------------------------------------------------------------------------


def sheet(content: bytes) -> Grid:
    return read_biff(content).grids["表"]


def shown(rows: str) -> Grid:
    return read_opendocument(ods(rows)).grids["表"]


ONE = cell('office:value-type="float" office:value="1"', "<text:p>1</text:p>")
FAR_ROW = 'table:number-rows-repeated="1000000"'
FAR_COLUMN = 'table:number-columns-repeated="16383"'


# --- BIFF, record by record ----------------------------------------------------------------------


def test_cells_of_every_kind() -> None:
    words = pack("<ii", 2, 2) + text("甲") + text("乙")
    cells = [
        number(0, 0, 8.2),
        record(LABEL, pack("<3H", 0, 1, 0) + text("字")),
        record(LABEL, pack("<3H", 0, 2, 0) + text("")),
        record(BOOLERR, pack("<3HBB", 1, 0, 0, 1, 0)),
        record(BOOLERR, pack("<3HBB", 1, 1, 0, 0x17, 1)),
        record(RK, pack("<3Hi", 1, 2, 0, 5 << 2 | 2)),
        record(MULRK, pack("<3HiHiH", 2, 0, 0, 7 << 2 | 2, 0, 150 << 2 | 3, 1)),
        record(LABELSST, pack("<3HI", 2, 2, 0, 1)),
        formula(3, 0, pack("<d", 2.5)),
        formula(3, 1, b"\1\0\1\0\0\0" + END),
        formula(3, 2, b"\2\0\7\0\0\0" + END),
        formula(4, 0, b"\0\0\0\0\0\0" + END) + record(STRING, text("果")),
        formula(4, 1, b"\3\0\0\0\0\0" + END),
        formula(4, 2, b"\0\0\0\0\0\0" + END) + record(STRING, text("")),
        number(5, 2),
    ]
    grid = sheet(xls(b"".join(cells), record(SST, words)))
    assert grid.rows == [
        [8.2, "字", ""],
        [True, "", 5.0],
        [7.0, 1.5, "乙"],
        [2.5, True, ""],
        ["果", "", ""],
        ["", "", 1.0],
    ]
    assert all(type(one) is not int for line in grid.rows for one in line)
    assert grid.errors == {(1, 1): "#REF!", (3, 2): "#DIV/0!"}
    places = {(3, 0), (3, 1), (3, 2), (4, 0), (4, 1), (4, 2)}
    assert grid.formulas == dict.fromkeys(places, "=")


def test_a_text_that_is_not_among_the_shared_ones_is_no_blank() -> None:
    """Three are declared, and the third was cut off."""
    words = record(SST, pack("<ii", 3, 3) + text("甲") + text("乙"))
    assert sheet(xls(record(LABELSST, pack("<3HI", 0, 0, 0, 1)), words)).rows == [["乙"]]
    with pytest.raises(Unreadable, match=Refusal.BROKEN.text):
        read_biff(xls(record(LABELSST, pack("<3HI", 0, 0, 0, 2)), words))


def test_shared_texts_in_several_records() -> None:
    """Cut within a text, which begins anew with its width, and within what follows a text."""
    head, plain = pack("<ii", 4, 4), "甲乙丙丁".encode("utf-16-le")
    rich = pack("<HBH", 1, 0b1001, 2) + plain[:2] + bytes(4)
    spoken = pack("<HBI", 1, 0b0101, 3) + plain[:2] + b"\0"
    words = [
        record(SST, head + pack("<HB", 4, 1) + plain[:4]),
        record(CONTINUE, b"\1" + plain[4:] + rich),
        record(CONTINUE, bytes(4) + spoken),
        record(CONTINUE, bytes(2) + pack("<HB", 2, 1) + plain[:2]),
        record(CONTINUE, b"\0A"),
    ]
    cells = [record(LABELSST, pack("<3HI", 0, one, 0, one)) for one in range(4)]
    grid = sheet(xls(b"".join(cells), b"".join(words)))
    assert grid.rows == [["甲乙丙丁", "甲", "甲", "甲A"]]


def test_hidden_and_protected() -> None:
    looks = record(ROW, pack("<H10xI", 3, 0x20)) + record(ROW, pack("<H10xI", 4, 0x100))
    looks += record(COLINFO, pack("<HHHHHH", 2, 65_535, 0, 0, 1, 0))
    grid = sheet(xls(looks + record(PROTECT, b"\1\0") + number(0, 0)))
    assert grid.hidden_rows == {3} and min(grid.hidden_columns) == 2
    assert len(grid.hidden_columns) < 1_100 and grid.protected


def test_a_chart_within_a_sheet_is_none_of_its_cells() -> None:
    chart = record(BOF, pack("<HH12x", 0x600, 0x20)) + number(60_000, 0) + record(EOF)
    assert sheet(xls(number(0, 0) + chart + number(1, 0))).rows == [[1.0], [1.0]]


def test_references_to_other_workbooks() -> None:
    books = record(SUPBOOK, THIS_BOOK) + record(SUPBOOK, OTHER_BOOK)
    books += record(EXTERNSHEET, pack("<H6H", 2, 0, 0, 0, 1, 0, 0))
    one = pack("<d", 1)
    first = pack("<BHH", 1, 2, 0)
    shared = record(ARRAY, pack("<4H4xH", 2, 3, 0, 0, len(TO_OTHER)) + TO_OTHER)
    cells = [
        formula(0, 0, one, TO_THIS),
        formula(1, 0, one, b"\x17\2\0ab\x19\4\0\0\0\0" + TO_OTHER),
        formula(2, 0, one, first) + shared,
        formula(3, 0, one, first),
        # A token that nobody knows: no more is claimed than was understood.
        formula(4, 0, one, b"\x7f" + TO_OTHER),
    ]
    book = read_biff(xls(b"".join(cells), books))
    assert book.links
    assert list(book.grids["表"].formulas.values()) == ["=", "=[?]", "=[?]", "=[?]", "="]
    plain = read_biff(xls(formula(0, 0, one, TO_THIS), record(SUPBOOK, THIS_BOOK)))
    assert not plain.links


def test_a_macro_sheet_is_a_macro_and_no_sheet() -> None:
    book = read_biff(contained(stream(number(0, 0), kind=1)))
    assert book.macros and not book.grids


# Each would have calamine or olefile ask for gigabytes.
FAR_XLS = {
    "row": (xls(number(20_000, 0)), Refusal.TOO_FAR),
    "column": (xls(number(0, 1_000)), Refusal.TOO_FAR),
    "area": (xls(number(19_999, 999)), Refusal.TOO_FAR),
    "formula": (xls(formula(65_535, 65_535, bytes(8))), Refusal.TOO_FAR),
}


@pytest.mark.parametrize("count", [0, 1, 3, -1, 2**31 - 1])
def test_the_declared_number_of_shared_texts_does_not_matter(count: int) -> None:
    words = record(SST, pack("<ii", count, count) + text("甲") + text("乙"))
    assert sheet(xls(record(LABELSST, pack("<3HI", 0, 0, 0, 1)), words)).rows == [["乙"]]


def test_a_second_record_of_a_cell_is_refused() -> None:
    """Programs differ in which of them they show."""
    several = record(MULRK, pack("<3HiHiH", 0, 1, 0, 7 << 2 | 2, 0, 9 << 2 | 2, 2))
    for cells in (number(0, 2) * 2, several + number(0, 2), number(0, 1) + several):
        with pytest.raises(Unreadable, match=Refusal.BROKEN.text):
            read_biff(xls(cells))


def test_texts_that_show_nothing_do_not_make_a_sheet_large() -> None:
    words = record(SST, pack("<ii", 3, 3) + text("甲") + text(" \u3000") + text("\u200b"))
    far = [
        record(LABELSST, pack("<3HI", row, column, 0, one))
        for row, column, one in [(0, 16_383, 1), (65_535, 0, 2), (19_999, 200, 1)]
    ]
    first = record(LABELSST, pack("<3HI", 0, 0, 0, 0))
    near = record(LABELSST, pack("<3HI", 0, 2, 0, 1))
    assert sheet(xls(first + b"".join(far), words)).rows == [["甲"]]
    assert sheet(xls(first + near, words)).rows == [["甲", "", " \u3000"]]
    with pytest.raises(Unreadable) as refused:
        read_biff(xls(first + record(LABELSST, pack("<3HI", 65_535, 1, 0, 0)), words))
    assert refused.value.reason == FarCell("B65536", "表")


@pytest.mark.parametrize("name", FAR_XLS)
def test_far_cells_are_refused_at_once(name: str) -> None:
    content, reason = FAR_XLS[name]
    refused_at_once(read_biff, content, reason)


def test_the_declared_extent_does_not_matter() -> None:
    declared = record(DIMENSIONS, pack("<IIHHH", 0, 2**32 - 1, 0, 65_535, 0))
    assert sheet(xls(declared + number(0, 0))).rows == [[1.0]]


def refused_at_once(read: Callable[[bytes], Workbook], content: bytes, reason: Refusal) -> None:
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert refused.value.refusal is reason
    assert time.perf_counter() - start < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


PLAIN = stream(number(0, 0) + formula(1, 0, pack("<d", 1)))
PLAIN_XLS = contained(PLAIN)


MALFORMED_XLS = {
    "nothing": (b"", Refusal.BROKEN),
    "only magic": (PLAIN_XLS[:8], Refusal.BROKEN),
    "no sectors": (PLAIN_XLS[:512], Refusal.BROKEN),
    "size of sectors": (at(PLAIN_XLS, 30, b"\xff\xff"), Refusal.BROKEN),
    "table of sectors": (at(PLAIN_XLS, 44, b"\xff\xff\xff\x7f"), Refusal.BROKEN),
    "stream of 2 GB": (at(PLAIN_XLS, 4096 * 2 + 128 + 120, b"\0\0\0\x7f"), Refusal.BROKEN),
    "no such stream": (
        PLAIN_XLS.replace("Workbook".encode("utf-16-le"), "Wordbook".encode("utf-16-le")),
        Refusal.NOT_A_WORKBOOK,
    ),
    "no records": (contained(b""), Refusal.BROKEN),
    "no end": (contained(PLAIN[:-4]), Refusal.BROKEN),
    "record cut off": (contained(PLAIN[:-14]), Refusal.BROKEN),
    "BIFF 4": (contained(at(PLAIN, 4, b"\0\4")), Refusal.BROKEN),
    "sheet elsewhere": (contained(at(PLAIN, 24, b"\xff\xff\xff\x7f")), Refusal.BROKEN),
    "short cell": (xls(record(NUMBER, b"\0\0\0\0\0\0")), Refusal.BROKEN),
    "long row of cells": (
        xls(record(MULRK, pack("<3HiH", 0, 0, 0, 0, 65_535))),
        Refusal.BROKEN,
    ),
    "row of cells cut off": (xls(record(MULRK, pack("<3HiH", 0, 0, 0, 0, 3))), Refusal.BROKEN),
    "tokens cut off": (
        xls(record(FORMULA, pack("<3H14xH", 0, 0, 0, 500))),
        Refusal.BROKEN,
    ),
    "string not there": (
        xls(
            record(LABELSST, pack("<3HI", 0, 0, 0, 1)), record(SST, pack("<ii", 1, 1) + text("甲"))
        ),
        Refusal.BROKEN,
    ),
    "one name twice": (
        xls(b"", record(BOUNDSHEET, pack("<IBBBB", 0, 0, 0, 1, 1) + "表".encode("utf-16-le"))),
        Refusal.TWIN_SHEETS,
    ),
    "password": (xls(b"", record(FILEPASS, pack("<H", 1) + bytes(52))), Refusal.ENCRYPTED),
}


@pytest.mark.parametrize("name", MALFORMED_XLS)
def test_a_malformed_xls_is_refused(name: str) -> None:
    content, reason = MALFORMED_XLS[name]
    refused_at_once(read_biff, content, reason)


# --- OpenDocument, element by element ------------------------------------------------------------


def value(kind: str, attributes: str = "", inside: str = "") -> object:
    return shown(row(cell(f'office:value-type="{kind}" {attributes}', inside))).value(0, 0)


@pytest.mark.parametrize(
    ("kind", "attributes", "inside", "expected"),
    [
        ("float", 'office:value="1e3"', "1000", 1000.0),
        ("float", 'office:value="1_0"', "10", "10"),
        ("float", 'office:value="1"', "TRUE", True),
        ("currency", 'office:value="-2.5"', "", -2.5),
        ("percentage", 'office:value="0.25"', "25%", 0.25),
        ("boolean", 'office:boolean-value="false"', "FALSE", False),
        ("date", 'office:date-value="2024-05-06"', "", datetime.date(2024, 5, 6)),
        (
            "date",
            'office:date-value="2024-05-06T07:08:09.5"',
            "",
            datetime.datetime(2024, 5, 6, 7, 8, 9, 500_000),
        ),
        ("date", 'office:date-value="-0044-03-15"', "44 v. Chr.", "44 v. Chr."),
        ("time", 'office:time-value="PT30H05M01S"', "", datetime.timedelta(1, 21_901)),
        ("time", 'office:time-value="-PT1H"', "", -datetime.timedelta(hours=1)),
        ("time", f'office:time-value="PT{"9" * 30}H"', "远", "远"),
        ("string", 'office:string-value="一&#10;二"', "一", "一\n二"),
        ("string", "", "  一\n\t二 ", " 一 二 "),
        ("string", "", "#REF!", "#REF!"),
    ],
)
def test_values_of_opendocument(kind: str, attributes: str, inside: str, expected: object) -> None:
    found = value(kind, attributes, f"<text:p>{inside}</text:p>")
    assert found == expected and type(found) is type(expected)


def test_text_is_put_together_without_comments() -> None:
    inside = (
        "<office:annotation><text:p>批注</text:p></office:annotation>"
        '<text:p>一<text:s text:c="2"/><text:span>二</text:span><text:tab/>三</text:p>'
        "<text:p>字<text:ruby-text>zì</text:ruby-text><text:line-break/>行"
        '<text:s text:c="999999999"/></text:p>'
    )
    assert value("string", "", inside) == "一  二\t三\n字\n行" + " " * 64


def test_repetitions_and_covered_cells() -> None:
    covered = "<table:covered-table-cell/>"
    rows = row(cell() + covered + ONE.replace(" ", ' table:number-columns-repeated="2" ', 1))
    rows += row(cell(FAR_COLUMN), 'table:number-rows-repeated="2"')
    rows += row(ONE, 'table:number-rows-repeated="2" table:visibility="filter"')
    rows += row(cell(FAR_COLUMN), FAR_ROW)
    grid = shown(f'<table:table-column table:visibility="collapse" {FAR_COLUMN}/>' + rows)
    blank = [""] * 4
    assert grid.rows == [["", "", 1.0, 1.0], blank, blank, *[[1.0, "", "", ""]] * 2]
    assert (set(grid.hidden_rows), set(grid.hidden_columns)) == ({3, 4}, {0, 1, 2, 3})


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("of:=SUM([.A1:.B2])", "=SUM(A1:B2)"),
        ("of:=[$表三.$B$2]+[$&apos;a b&apos;.A1]", "=表三!$B$2+'a b'!A1"),
        ("oooc:=[.A1]", "=A1"),
        ("msoxl:=[1]S!A1", "=[1]S!A1"),
        ("of:=&quot;[x]&quot;", '="[x]"'),
        ("of:=[&apos;file:///b.xls&apos;#$S.A1]", "=['file:///b.xls'#$S.A1]"),
        ("of:=[.#REF!]", "=#REF!"),
        ("of:=[" + "&apos;" * 9_000, "=[" + "'" * 9_000),
    ],
)
def test_formulas_of_opendocument(written: str, expected: str) -> None:
    book = read_opendocument(ods(row(cell(f'table:formula="{written}"'))))
    assert book.grids["表"].formulas == {(0, 0): expected}
    assert book.links == ("file:" in expected)


def test_errors_of_opendocument() -> None:
    rows = row(
        cell('office:value-type="string" calcext:value-type="error"', "<text:p>Err:502</text:p>")
        # Excel writes a number.
        + cell('office:value-type="float" office:value="0"', "<text:p>#DIV/0!</text:p>")
    )
    grid = shown(rows)
    assert grid.errors == {(0, 0): "Err:502", (0, 1): "#DIV/0!"}
    assert [grid.value(0, 0), grid.value(0, 1)] == ["", ""]


def test_meta_and_macros_of_opendocument() -> None:
    meta = f"""<office:document-meta {NAMES}><office:meta>
        <dc:date>2025-01-15T16:30:00+08:00</dc:date>
        <meta:user-defined meta:name="toolkit.year">2024</meta:user-defined>
        </office:meta></office:document-meta>""".encode()
    book = read_opendocument(ods("", meta=meta, Basic__Standard__script_lb=b"<x/>"))
    assert (book.saved, book.properties) == (SAVED, {"toolkit.year": "2024"})
    assert read_opendocument(ods("", Basic__Standard__Module1=b"<x/>")).macros
    empty = zipped({"content.xml": body("").encode(), "Basic/Standard/script-lb.xml": b"<x/>"})
    assert not read_opendocument(empty).macros


GOOD_ODS = ods(row(ONE))
FOREIGN_ENCODING = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x []>{body("")}'
MALFORMED_ODS = {
    "nothing": (b"", Refusal.NOT_A_WORKBOOK),
    "cut off": (GOOD_ODS[:-30], Refusal.BROKEN),
    "no content": (zipped({"meta.xml": b"<x/>"}), Refusal.NOT_A_WORKBOOK),
    "a text": (zipped({"content.xml": b"<x/>"}), Refusal.NOT_A_WORKBOOK),
    "XML cut off": (zipped({"content.xml": body("")[:-9].encode()}), Refusal.BROKEN),
    "entity": (zipped({"content.xml": b"<!DOCTYPE x []><x/>"}), Refusal.UNSAFE),
    "UTF-16": (zipped({"content.xml": FOREIGN_ENCODING.encode("utf-16")}), Refusal.UNSAFE),
    "encrypted": (
        ods("", **{"META-INF__manifest": b"<m><manifest:encryption-data/></m>"}),
        Refusal.ENCRYPTED_ODS,
    ),
    "repeated never": (ods(row(ONE, 'table:number-rows-repeated="0"')), Refusal.BROKEN),
    "repeated by words": (ods(row(ONE, 'table:number-rows-repeated="x"')), Refusal.BROKEN),
    "far row": (ods(row(cell(), FAR_ROW) + row(ONE)), Refusal.TOO_FAR),
    "far column": (ods(row(cell(FAR_COLUMN) + ONE)), Refusal.TOO_FAR),
    "many rows": (ods(row(ONE, FAR_ROW)), Refusal.TOO_FAR),
    "many columns": (ods(row(ONE.replace(" ", f" {FAR_COLUMN} ", 1))), Refusal.TOO_FAR),
    "large area": (
        ods(
            row(
                ONE.replace(" ", ' table:number-columns-repeated="999" ', 1),
                'table:number-rows-repeated="19999"',
            )
        ),
        Refusal.TOO_FAR,
    ),
    "many large sheets": (
        zipped(
            {
                "content.xml": body(
                    "".join(
                        f'<table:table table:name="{n}">'
                        + row(cell('table:number-columns-repeated="999"') + ONE) * 500
                        + "</table:table>"
                        for n in range(9)
                    )
                ).encode()
            }
        ),
        Refusal.TOO_FAR,
    ),
    "one name twice": (
        zipped({"content.xml": body('<table:table table:name="a"></table:table>' * 2).encode()}),
        Refusal.TWIN_SHEETS,
    ),
}


@pytest.mark.parametrize("name", MALFORMED_ODS)
def test_a_malformed_ods_is_refused(name: str) -> None:
    content, reason = MALFORMED_ODS[name]
    refused_at_once(read_opendocument, content, reason)


# --- Passwords -----------------------------------------------------------------------------------


def locked_xlsx(content: bytes, password: str) -> bytes:
    buffer = BytesIO()
    OOXMLFile(BytesIO(content)).encrypt(password, buffer)
    return buffer.getvalue()


def locked_xls(cells: bytes, password: str) -> bytes:
    """RC4 as Excel 97 has it: everything but the heads of records and what finds the sheets."""
    salt, verifier = bytes(range(16)), bytes(range(16, 32))

    def crypt(data: bytes) -> bytes:
        return bytes(DocumentRC4.decrypt(password, salt, BytesIO(data), blocksize=1024).read())

    proof = crypt(verifier + md5(verifier).digest())
    plain = stream(cells, record(FILEPASS, pack("<3H", 1, 1, 1) + salt + proof))
    mixed = bytearray(crypt(plain))
    place = 0
    while place < len(plain):
        kind, size = (
            plain[place : place + 2],
            int.from_bytes(plain[place + 2 : place + 4], "little"),
        )
        whole = kind in (pack("<H", BOF), pack("<H", FILEPASS))
        clear = 4 + (size if whole else 4 if kind == pack("<H", BOUNDSHEET) else 0)
        mixed[place : place + clear] = plain[place : place + clear]
        place += 4 + size
    return contained(bytes(mixed))


@pytest.mark.parametrize("password", ["12345", BUILT_IN])
def test_a_password_opens_an_xlsx(password: str) -> None:
    plain = filled()
    locked = locked_xlsx(plain, password)
    with pytest.raises(Unreadable, match=Refusal.ENCRYPTED.text):
        read_biff(locked)
    assert decrypt(locked, ["wrong", "12345"]) == plain
    assert decrypt(locked, ["wrong"]) == (plain if password == BUILT_IN else None)


@pytest.mark.parametrize("password", ["密码", BUILT_IN])
def test_a_password_opens_an_xls(password: str) -> None:
    locked = locked_xls(number(0, 0, 8.2) + number(3, 1), password)
    with pytest.raises(Unreadable, match=Refusal.ENCRYPTED.text):
        read_biff(locked)
    plain = decrypt(locked, ["wrong", "密码"])
    assert plain is not None
    assert sheet(plain).rows == [[8.2, ""], ["", ""], ["", ""], ["", 1.0]]
    assert (decrypt(locked, []) is None) == (password != BUILT_IN)


def test_what_cannot_be_decrypted_is_none() -> None:
    locked = locked_xlsx(filled(), "12345")
    slow = re.sub(rb'spinCount="100000"', b'spinCount="900000"', locked)
    assert slow != locked
    for content in (b"", b"PK\3\4", PLAIN_XLS, locked[:3_000], at(locked, 44, END * 2), slow):
        assert decrypt(content, ["12345"]) is None


def test_a_wrong_member_costs_no_more_than_the_file() -> None:
    broken = patched(GOOD_ODS, "content.xml", lambda xml: xml.replace("table:table-row", "x", 1))
    with pytest.raises(Unreadable, match=Refusal.BROKEN.text):
        read_opendocument(broken)
