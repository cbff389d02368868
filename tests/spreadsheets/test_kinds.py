"""What a file is, by its content: each kind by its magic bytes, and by real files where easy."""

from __future__ import annotations

import gzip
import re
import tarfile
import time
import zipfile
from io import BytesIO
from struct import pack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.build import filled, parts, zipped
from toolkit.grids.identity import JSON_BEGINS
from toolkit.grids.reason import said
from toolkit.grids.refusals import Refusal
from toolkit.spreadsheets.formats import called_otherwise
from toolkit.spreadsheets.kind import (
    HEAD,
    FileKind,
    is_package,
    kind_of,
    unusable,
)
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.spreadsheets.zip_directory import entries

GOOD = filled()
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
TYPES = "[Content_Types].xml"
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
MAIL = b"Received: from a\r\nFrom: b@example.cn\r\nSubject: x\r\n\r\ntext"
EXCEL_2003 = (
    b'<?xml version="1.0"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
)
SECTOR = 512


def ole(*root: str, below: tuple[str, ...] = ()) -> bytes:
    """An OLE file with these names at its root, and others below the last of them."""
    names = ["Root Entry", *root, *below]
    links = [[-1, -1, -1] for _ in names]
    links[0][2] = 1
    for number in range(1, len(root)):
        links[number][1] = number + 1
    if below:
        links[len(root)][2] = len(root) + 1
    directory = b"".join(
        (name + "\0").encode("utf-16-le").ljust(64, b"\0")
        + pack("<HBBiii", len(name) * 2 + 2, 5, 1, *some)
        + bytes(48)
        for name, some in zip(names, links, strict=True)
    )
    sectors = -(-len(directory) // SECTOR)
    chain = [FAT, *range(2, sectors + 1), END]
    table = pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + pack("<5H", 62, 3, 0xFFFE, 9, 6)
    header += bytes(6) + pack("<9I", 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += pack("<109I", 0, *[FREE] * 108)
    assert len(header) == SECTOR
    return header + table + directory.ljust(sectors * SECTOR, b"\0")


def tarred() -> bytes:
    buffer = BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as package:
        package.addfile(tarfile.TarInfo("a.xlsx"))
    return buffer.getvalue()


def member(name: str) -> bytes:
    return zipped({TYPES: b"", name: b""})


KINDS: list[tuple[FileKind, bytes]] = [
    (FileKind.XLSX, GOOD),
    (FileKind.XLSX, member("xl/workbook.xml")),
    (FileKind.XLSX, member("xl\\workbook.xml")),
    (FileKind.XLSX, member("xl/workbook2.xml")),
    (FileKind.XLSX, GOOD[:5_000]),
    (FileKind.XLSB, member("xl/workbook.bin")),
    (FileKind.ODS, zipped({"mimetype": SPREADSHEET, "content.xml": b""})),
    (FileKind.OPENDOCUMENT, zipped({"mimetype": b"application/vnd.oasis.opendocument.text"})),
    (FileKind.UNKNOWN, zipped({"mimetype": b"application/epub+zip"})),
    (FileKind.DOCX, member("word/document.xml")),
    (FileKind.DOCM, zipped({TYPES: b"ms-word.document.macroEnabled.main", "a.xml": b""})),
    (FileKind.PPTX, member("ppt/presentation.xml")),
    (FileKind.UNKNOWN, member("visio/document.xml")),
    (FileKind.UNKNOWN, zipped({"Index/Document.iwa": b""})),
    (FileKind.OFD, zipped({"OFD.xml": b"", "Doc_0/Document.xml": b""})),
    (FileKind.ZIP, zipped({"a.xlsx": GOOD})),
    (FileKind.ZIP, zipped({})),
    (FileKind.ZIP, zipped({"a.xlsx": GOOD})[:-30]),
    (FileKind.ZIP, b"PK\x03\x04"),
    (FileKind.XLS, ole("Workbook")),
    (FileKind.XLS, ole("Book", "\x05SummaryInformation")),
    (FileKind.XLS, ole("ETExtData", "\x05SummaryInformation", "a", "b", "c", "Workbook")),
    (FileKind.XLS, ole("Workbook", "MBD0001", below=("WordDocument",))),
    (FileKind.ENCRYPTED, ole("EncryptionInfo", "EncryptedPackage")),
    (FileKind.DOC, ole("1Table", "WordDocument")),
    (FileKind.DOC, ole("WordDocument", "ObjectPool", below=("Workbook",))),
    (FileKind.PPT, ole("PowerPoint Document", "Current User")),
    (FileKind.MSG, ole("__nameid_version1.0", "__substg1.0_0037001F")),
    (FileKind.OLE_OTHER, ole("Catalog")),
    (FileKind.OLE_BROKEN, b"\xd0\xcf\x11\xe0" + b"\0" * 600),
    (FileKind.OLE_BROKEN, b"\xd0\xcf\x11\xe0"),
    (FileKind.OLE_BROKEN, ole("Workbook")[:1_000]),
    (FileKind.XLS, ole("Workbook").replace(pack("<I", END), pack("<I", 10**6))),
    (FileKind.EML, MAIL),
    (FileKind.EML, b"From a@b Mon Jan  1 00:00:00 2024\n" + MAIL),
    (FileKind.EML, b"\r\n" + MAIL),
    (FileKind.EML, "X-Mailer: 甲\nSubject: 报表\n\n".encode("gbk")),
    (FileKind.EML, b"Subject: a\n b\n\tc\nX-B: d\n\n"),
    (FileKind.TEXT, b"Subject: a\n\nnothing else"),
    (FileKind.TEXT, b"name: a\nage: b\n"),
    (FileKind.WEB_ARCHIVE, b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n\r\n"),
    (FileKind.RAR, b"Rar!\x1a\x07\x01\x00"),
    (FileKind.SEVEN_ZIP, b"7z\xbc\xaf\x27\x1c\x00\x04"),
    (FileKind.GZIP, gzip.compress(b"a", mtime=0)),
    (FileKind.TAR, tarred()),
    (FileKind.OTHER_ARCHIVE, b"BZh91AY&SY"),
    (FileKind.PDF, b"%PDF-1.7\n"),
    (FileKind.PDF, b"\xef\xbb\xbf\r\n%PDF-1.4\n"),
    (FileKind.RTF, b"{\\rtf1\\ansi"),
    (FileKind.PICTURE, b"\xff\xd8\xff\xe0\0\x10JFIF"),
    (FileKind.PICTURE, b"\x89PNG\r\n\x1a\n"),
    (FileKind.PICTURE, b"GIF89a"),
    (FileKind.PICTURE, b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0"),
    (FileKind.PICTURE, b"II*\0\x08\0\0\0"),
    (FileKind.PICTURE, b"MM\0*\0\0\0\x08"),
    (FileKind.PICTURE, b"RIFF\x24\0\0\0WEBPVP8 "),
    (FileKind.PICTURE, b"\0\0\0\x18ftypheic"),
    (FileKind.TNEF, b"\x78\x9f\x3e\x22\0\0"),
    (FileKind.SHORTCUT, b"L\0\0\0\x01\x14\x02\0\0\0\0\0"),
    (FileKind.PROGRAM, b"MZ\x90\0\x03\0\0\0"),
    (FileKind.HTML, b"<html><body><table>"),
    (FileKind.HTML, b"\xef\xbb\xbf\r\n\r\n  <!DOCTYPE HTML PUBLIC>"),
    (FileKind.HTML, "<HTML><head><title>东海市</title>".encode("gbk")),
    (FileKind.HTML, "<html><table>东海市".encode("utf-16")),
    (FileKind.HTML, b'<?xml version="1.0"?><!-- a --><!-- b --><html xmlns="x">'),
    (FileKind.HTML, b"<html>\xff\xff\x81"),
    (FileKind.XML_SPREADSHEET, EXCEL_2003),
    (FileKind.XML, b'<?xml version="1.0"?><a/>'),
    (FileKind.XML, b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "a.dtd"><a/>'),
    (FileKind.CSV, "单位,件数\n东海市教育局,12\n".encode("gbk")),
    (FileKind.CSV, '单位\t件数\n"a\tb"\t12\n'.encode()),
    (FileKind.CSV, "a;b\r\n1;2\r\n".encode("utf-16")),
    (FileKind.TEXT, b"no return"),
    (FileKind.TEXT, "关于报送报表的通知，请收悉。\n各单位：\n".encode("gb18030")),
    (FileKind.JSON_OURS, JSON_BEGINS + b'"a"}'),
    (FileKind.EMPTY, b""),
    (FileKind.EMPTY, b"\xef\xbb\xbf\r\n "),
    (FileKind.UNKNOWN, b"\0\x01\x02\x03"),
    (FileKind.UNKNOWN, b"a\0b"),
    (FileKind.UNKNOWN, bytes(100_000)),
]


NULS = "<html><title>年报</title><table>"
PAGES = [
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">',
    "<!-- saved from url=(0014)about:internet -->\r\n\r\n<html>",
    '<?xml version="1.0" encoding="gbk"?>\n<!DOCTYPE html>\n<html xmlns="x">',
    '<?xml:namespace prefix = o ns = "urn:a" /><p>年报</p>',
    *(
        f"\n<{name}>年报"
        for name in (
            *("p", "P align=center", "table", "TABLE border=1", "span lang=EN-US", "section"),
            *("article", "h1", "center", "font size=3", "div", "strong", "ul", "o:p"),
        )
    ),
    '<ucap-content id="zoom"><table><tr><td>年报</td></tr></table></ucap-content>',
    "\nWarning: something in line 3\n<html><body>年报",
    "<html><p>年报\x01\x1f</p>",
]


@pytest.mark.parametrize("text", PAGES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16"])
def test_pages_begin_in_many_ways(text: str, encoding: str) -> None:
    assert kind_of(text.encode(encoding, "replace")) is FileKind.HTML


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_need_not_say_that_it_is(encoding: str) -> None:
    assert kind_of(NULS.encode(encoding)) is FileKind.HTML


@pytest.mark.parametrize("cut", range(4))
def test_a_page_may_be_cut_off_within_a_character(cut: int) -> None:
    page = "<html>" + "x" * cut + "年" * 20_000
    assert {kind_of(page.encode(one)) for one in ("utf-8", "gb18030")} == {FileKind.HTML}


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (FileKind.TEXT, b"# a\n\n<table><tr><td>1</td></tr></table>\n"),
        (FileKind.TEXT, b"a < b, and a <b"),
        (FileKind.XML, b'<?xml version="1.0"?><p/>'),
        (FileKind.XML, b'<?xml version="1.0"?><a><table/></a>'),
    ],
)
def test_what_holds_tags_is_not_always_a_page(kind: FileKind, content: bytes) -> None:
    assert kind_of(content) is kind


RELATED = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="a"\r\n'


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (FileKind.WEB_ARCHIVE, b"From: <Saved by Blink>\r\nSubject: a\r\n\r\n"),
        (FileKind.WEB_ARCHIVE, b'From: "Saved by a browser"\r\nSubject: a\r\n\r\n'),
        (FileKind.WEB_ARCHIVE, b"Snapshot-Content-Location: a\r\nSubject: a\r\n\r\n"),
        (FileKind.WEB_ARCHIVE, RELATED + b"\r\nText\r\n--a\r\n"),
        (FileKind.EML, b"Subject: a\r\nContent-Type: text/html\r\n\r\n<html>"),
        (FileKind.EML, b"From: a@example.cn\r\nTo: b@example.cn\r\n" + RELATED + b"\r\n"),
        (FileKind.EML, b"Received: from a\r\n" + RELATED + b"\r\n"),
        (FileKind.EML, MAIL + b"\r\n\r\nSnapshot-Content-Location: a\r\n"),
    ],
)
def test_nobody_has_sent_a_web_archive(kind: FileKind, content: bytes) -> None:
    assert kind_of(content) is kind


@pytest.mark.parametrize(("kind", "content"), KINDS)
def test_content_decides(kind: FileKind, content: bytes) -> None:
    assert kind_of(content) is kind


def test_every_kind_has_an_example() -> None:
    assert {kind for kind, _ in KINDS} == set(FileKind)


def slowly(content: bytes) -> FileKind:
    """Its kind without the short way to the names in a zip."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("toolkit.spreadsheets.kind.usual_members", lambda *_: None)
        return kind_of(content)


def with_more() -> bytes:
    """A workbook whose directory says more of a member than usual."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        one = zipfile.ZipInfo("xl/workbook.xml")
        one.extra = pack("<HHI", 0x7075, 4, 0)
        package.writestr(one, b"")
    return buffer.getvalue()


def test_a_usual_workbook_is_known_without_zipfile(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: opened.append(1))
    assert kind_of(GOOD) is FileKind.XLSX
    assert not opened


@pytest.mark.parametrize(
    "content",
    [
        *(content for _, content in KINDS if content.startswith(b"PK")),
        b"#!" + GOOD,
        GOOD[:-2] + b"\1\0c",
        GOOD + b"\0",
        with_more(),
        zipped({"folder/": b"", "xl/workbook.xml/": b"", "xl/workbook.xml": b""}),
        zipped({"xl/workbook.xml/": b""}),
        zipped({"copy/xl/workbook.xml": b"", "copy/[Content_Types].xml": b""}),
        zipped({"报表/xl/workbook.xml": b""}),
        zipped({"mimetype": b"", "xl/workbook.xml": b""}),
        zipped({"mimetype": SPREADSHEET, "xl/workbook.xml": b""}),
    ],
)
def test_the_short_way_to_the_names_in_a_zip_leads_to_the_same(content: bytes) -> None:
    assert kind_of(content) is slowly(content)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 1_500), st.integers(0, 255)), min_size=1, max_size=3))
def test_so_it_does_where_the_directory_is_damaged(damage: list[tuple[int, int]]) -> None:
    content = bytearray(GOOD)
    for from_the_end, value in damage:
        content[-from_the_end] = value
    assert kind_of(bytes(content)) is slowly(bytes(content))


def test_strict_office_open_xml_is_a_workbook() -> None:
    """It differs in its namespaces only, and is read like any other."""
    names = rb"http://schemas\.openxmlformats\.org/(officeDocument|spreadsheetml|drawingml)/2006/"
    content = zipped(
        {
            name: re.sub(names, rb"http://purl.oclc.org/ooxml/\1/", part)
            for name, part in parts(GOOD).items()
        }
    )
    assert b"purl.oclc.org/ooxml/spreadsheetml/main" in parts(content)["xl/workbook.xml"]
    assert kind_of(content) is FileKind.XLSX
    assert read_workbook(content) == read_workbook(GOOD)


def test_the_beginning_is_enough_for_what_is_no_package() -> None:
    for kind, content in KINDS:
        if not is_package(content[:HEAD]):
            assert kind_of(content[:HEAD]) is kind
    text = "单位,件数\n".encode("gbk") * 20_000
    # Cut off within a character, it is text all the same.
    assert {kind_of(text[: HEAD + cut]) for cut in range(3)} == {FileKind.CSV}
    assert {kind_of(text[: 16_384 + cut]) for cut in range(-3, 3)} == {FileKind.CSV}


# --- Words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (FileKind.PDF, "是 PDF 文件，没有从中读出正式表格"),
        (FileKind.PICTURE, "是图片"),
        (FileKind.DOCX, "是 Word 文档，没有从中读出正式表格"),
        (FileKind.DOC, "是旧版 Word 或 WPS 文字文档（.doc、.wps）"),
        (FileKind.RAR, "是 RAR 压缩包"),
        (FileKind.HTML, "是网页，没有从中读出正式表格"),
        (FileKind.CSV, "是 CSV 文本，没有从中读出正式表格"),
        (FileKind.EMPTY, "是空文件"),
        (FileKind.XLSB, "是 Excel 二进制工作簿（.xlsb）"),
        (FileKind.UNKNOWN, "不是能识别的工作簿"),
    ],
)
def test_the_reason_says_what_it_is(kind: FileKind, reason: str) -> None:
    assert said(unusable(kind)) == reason


def test_every_kind_but_a_workbook_has_its_reason() -> None:
    usable = {FileKind.XLSX, FileKind.XLS, FileKind.ODS, FileKind.ENCRYPTED}
    assert {kind for kind in FileKind if unusable(kind) is None} == usable


def test_every_reason_has_advice_in_whole_sentences_that_gbk_can_write() -> None:
    for one in Refusal:
        assert one.text.encode("gbk") and one.advice.encode("gbk")
        assert one.advice.endswith("。")
    assert "解压" in Refusal.RAR.advice
    assert "扫描件" in Refusal.PICTURE.advice
    assert Refusal.NOT_A_WORKBOOK.advice == (
        "如是报表，请用 Excel 或 WPS 打开后另存为不加密的“.xlsx”工作簿，重新报送；"
        "不是报表的文件，请移出文件夹。"
    )


@pytest.mark.parametrize(
    ("path", "kind", "called"),
    [
        ("a.xlsx", FileKind.XLSX, None),
        ("县/A.XLSM", FileKind.XLSX, None),
        ("a.xls", FileKind.XLSX, "“.xlsx”工作簿"),
        ("a.et", FileKind.XLS, None),
        ("a.xlsx", FileKind.XLS, "旧版“.xls”或“.et”工作簿"),
        ("a.xlsx", FileKind.ODS, "“.ods”工作簿"),
        ("a.xlsx", FileKind.ENCRYPTED, None),
        ("教育局2024", FileKind.XLSX, None),
        ("教育局2024.1", FileKind.XLSX, None),
        ("a.b/教育局", FileKind.XLSX, None),
        ("a.xls", None, None),
    ],
)
def test_a_workbook_with_another_s_ending(
    path: str, kind: FileKind | None, called: str | None
) -> None:
    assert called_otherwise(path, kind) == called


# --- Under limits --------------------------------------------------------------------------------


def test_the_members_of_a_zip_are_counted_by_its_directory() -> None:
    """A zip that is stored in a zip has members of its own, which are not counted."""
    inner = zipped({f"{number}": b"" for number in range(50)})
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for number in range(3):
            package.writestr(f"{number}.zip", inner)
        package.comment = b"a comment"
    assert (entries(inner), entries(buffer.getvalue())) == (50, 3)
    assert entries(b"PK\x03\x04") == entries(b"") == 0


def test_a_zip_of_more_members_than_it_admits() -> None:
    content = bytearray(zipped({f"{number}": b"" for number in range(50)}))
    at = content.rindex(b"PK\x05\x06")
    content[at + 8 : at + 12] = pack("<2H", 1, 1)
    assert entries(bytes(content)) == 50


def test_of_too_many_members_none_is_looked_at() -> None:
    many = {f"{number}": b"" for number in range(10_001)}
    assert kind_of(zipped(many)) is FileKind.ZIP
    assert kind_of(zipped({TYPES: b"", **many})) is FileKind.XLSX


def test_a_zip64_is_counted_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 2)
    assert entries(zipped({f"{number}": b"" for number in range(5)})) == 5


HARD = [
    b"<!---->" * 9_000,
    b"<!--" * 16_000,
    b"<?a" * 20_000,
    b'"' * HEAD,
    b"a:" * HEAD,
    b"a" * 100_000,
    b" " * 100_000 + b"x",
    b"Subject:a\n" * 10_000,
    b"\xd0\xcf\x11\xe0" + pack("<I", 1) * 100_000,
]


@pytest.mark.parametrize("content", HARD)
def test_nothing_takes_long(content: bytes) -> None:
    began = time.monotonic()
    kind_of(content)
    assert time.monotonic() - began < 0.5


@settings(deadline=None, max_examples=100)
@given(
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<", b"From:a\nTo:"]), st.binary()
)
def test_any_bytes_are_of_a_kind(begins: bytes, content: bytes) -> None:
    assert kind_of(begins + content) in FileKind


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(KINDS), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255))), st.data())
def test_damaged_files_are_of_a_kind(
    example: tuple[FileKind, bytes], damage: list[tuple[float, int]], data: st.DataObject
) -> None:
    content = bytearray(example[1])
    for place, value in damage if content else ():
        content[int(place * (len(content) - 1))] = value
    assert kind_of(bytes(content)[: data.draw(st.integers(0, len(content)))]) in FileKind
