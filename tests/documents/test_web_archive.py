"""Pages saved as one file by browsers and office programs."""

from __future__ import annotations

import base64
import quopri

import pytest

from toolkit.documents.web_archive import read_web_archive
from toolkit.grids.document import Medium
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.kind import FileKind, kind_of

HEAD = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.cn/a.html\r\n"
    b"Subject: =?utf-8?Q?a?=\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="cut"\r\n\r\n'
)
TABLE = "<table><tr><td>东海市</td><td>1,234</td></tr><tr><td>5<td>6<tr><td>7<td>8</table>"
ROWS = [["东海市", "1,234"], ["5", "6"], ["7", "8"]]


def part(page: str, saved: str = "utf-8", by: str = "base64", kind: str = "text/html") -> bytes:
    content = page.encode(saved)
    sent = {
        "base64": base64.encodebytes(content),
        "quoted-printable": quopri.encodestring(content),
        "8bit": content,
    }[by]
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {by}\r\n\r\n".encode() + sent


def archive(*contents: bytes) -> bytes:
    return HEAD + b"".join(b"--cut\r\n" + one + b"\r\n" for one in contents) + b"--cut--\r\n"


@pytest.mark.parametrize("by", ["base64", "quoted-printable", "8bit"])
@pytest.mark.parametrize("saved", ["utf-8", "gb18030"])
@pytest.mark.parametrize("stated", ["", '; charset="gb2312"', "; charset=utf-8"])
def test_the_page_is_taken_out(stated: str, saved: str, by: str) -> None:
    content = archive(part(f"<title>年报</title>{TABLE}", saved, by, "text/html" + stated))
    assert kind_of(content) is FileKind.WEB_ARCHIVE
    document = read_web_archive(content)
    assert document.medium is Medium.PAGE
    assert [piece.rows for piece in document.pieces] == [ROWS]
    assert document.titles == ("年报",)


def test_the_label_of_the_part_goes_before_that_of_the_page() -> None:
    text = "Отчёт о доступе"
    page = f"<meta charset=koi8-r><p>{text}"
    content = archive(part(page, "windows-1251", kind="text/html; charset=windows-1251"))
    assert read_web_archive(content).parts == [text]


@pytest.mark.parametrize(
    ("address", "text"), [("cid:css-1@mhtml.blink", "12"), ("https://example.cn/a.css", "1299")]
)
def test_the_sheets_of_the_page_itself_stand_beside_it(address: str, text: str) -> None:
    """Chrome makes parts of <style> elements; those of the whole site are no part of the page."""
    page = f"<!DOCTYPE html><link rel=stylesheet href='{address}'><p>12<b class=tip>99</b>"
    sheet = f"Content-Location: {address}\r\n".encode() + part(
        ".tip{display:none}", kind="text/css"
    )
    assert read_web_archive(archive(part(page), sheet)).parts == [text]


def test_other_parts_are_left_alone() -> None:
    picture = part("<table><tr><td>1<td>2", kind="image/png")
    style = part("p {display: none}", kind="text/css")
    assert read_web_archive(archive(picture, style, part("<p>一"))).parts == ["一"]


def test_a_framed_page_with_the_table_goes_before_the_one_around_it() -> None:
    around, framed = part("<title>甲</title><p>一"), part(f"<title>乙</title>{TABLE}")
    assert read_web_archive(archive(around, framed)).titles == ("乙",)
    assert read_web_archive(archive(around, part("<p>二"))).titles == ("甲",)


def test_an_archive_of_one_part() -> None:
    content = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n" + part(TABLE)
    assert kind_of(content) is FileKind.WEB_ARCHIVE
    assert [piece.rows for piece in read_web_archive(content).pieces] == [ROWS]


@pytest.mark.parametrize(
    "content",
    [b"", archive(), archive(part("a", kind="text/plain")), archive(part("  ")), HEAD + b"--cut"],
)
def test_without_a_page_there_is_nothing(content: bytes) -> None:
    with pytest.raises(Unreadable) as error:
        read_web_archive(content)
    assert error.value.refusal is Refusal.HTML


def test_a_broken_archive_gives_what_is_there() -> None:
    lines = "<p>一</p>\n" * 50
    read = read_web_archive(archive(part(lines, by="8bit"))[:-100]).parts
    assert 30 < len(read) < 50 and set(read[:-1]) == {"一"}


def test_pages_lie_as_deep_as_they_like() -> None:
    inner = archive(part("<p>一"))
    for _ in range(100):
        inner = archive(b"Content-Type: message/rfc822\r\n\r\n" + inner)
    assert read_web_archive(inner).parts == ["一"]


@pytest.mark.parametrize("times", [1_500, 20_000])
def test_what_is_nested_too_deeply_is_refused(times: int) -> None:
    cuts = (
        f'Content-Type: multipart/related; boundary="b{number}"\r\n\r\n--b{number}\r\n'
        for number in range(times)
    )
    with pytest.raises(Unreadable) as error:
        read_web_archive("".join(cuts).encode() + part("<p>一"))
    assert error.value.refusal in (Refusal.BROKEN, Refusal.TOO_LARGE)
