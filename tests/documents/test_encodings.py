"""Bytes decide over what a page says of its encoding, and a few broken ones do not mislead."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.documents.encodings import text_of

SENTENCE = "东海市教育局2024年政府信息公开工作年度报告：本年新收政府信息公开申请十二件，均已办结。"
TRADITIONAL = "東海市教育局政府資訊公開年度報告：本年新收政府資訊公開申請十二件，均已辦結。"


def page(stated: str, text: str = SENTENCE) -> str:
    return f'<html><head><meta charset="{stated}"></head><body>{text}</body></html>'


@pytest.mark.parametrize("saved", ["utf-8", "gb18030"])
@pytest.mark.parametrize(
    "stated", ["utf-8", "UTF8", "gb2312", "GBK", "gb18030", "big5", "iso-8859-1", "nothing", ""]
)
def test_a_wrong_label_does_not_matter(stated: str, saved: str) -> None:
    text = page(stated)
    assert text_of(text.encode(saved)) == text
    assert text_of(SENTENCE.encode(saved), stated) == SENTENCE


@pytest.mark.parametrize("stated", ["big5", "gb2312", "utf-8", ""])
def test_traditional_characters_in_big5(stated: str) -> None:
    text = page(stated, TRADITIONAL)
    assert text_of(text.encode("big5")) == text


@pytest.mark.parametrize("stated", ["gb2312", "gbk", "x-gbk", "GB_2312-80", "cp936"])
def test_gb2312_is_what_the_later_standards_hold(stated: str) -> None:
    """㐀 is in GB 18030 alone, and 镕 in GBK."""
    text = page(stated, f"{SENTENCE}镕㐀")
    assert text_of(text.encode("gb18030")) == text


@pytest.mark.parametrize(
    "head",
    [
        '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; CHARSET=windows-1251">',
        "<meta charset=windows-1251>",
        "<meta name=a content=b><meta charset = 'Windows-1251' />",
        '<?xml version="1.0" encoding="windows-1251"?>',
    ],
)
def test_where_a_page_states_its_encoding(head: str) -> None:
    """Without it these bytes are taken for something else."""
    text = head + "Отчёт"
    assert text_of(text.encode("windows-1251")) == text
    unsaid = text.replace("1251", "9999")
    assert text_of(unsaid.encode("windows-1251")) != unsaid


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        ("\ufeff".encode("gb18030"), "gb18030"),
    ],
)
def test_a_byte_order_mark_goes_before_the_label(mark: bytes, encoding: str) -> None:
    text = page("big5")
    assert text_of(mark + text.encode(encoding), "big5") == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    text = page("utf-8")
    assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize("stated", ["utf-8", "gb2312"])
@pytest.mark.parametrize("saved", ["utf-8", "gb18030"])
@pytest.mark.parametrize("broken", [b"\xff", b"\x81 ", b"\xe4\xb8<"])
def test_a_few_broken_bytes_do_not_send_it_elsewhere(
    broken: bytes, saved: str, stated: str
) -> None:
    text = page(stated, SENTENCE * 5)
    middle = text.index("均")
    content = text[:middle].encode(saved) + broken + text[middle:].encode(saved)
    read = text_of(content)
    assert read.startswith(text[:middle])
    assert read.endswith(SENTENCE + "</body></html>")


def test_a_short_text_is_what_it_says() -> None:
    """These bytes are UTF-8 by chance."""
    assert text_of("联通".encode("gbk"), "gbk") == "联通"
    assert text_of(b"\xc3\xa9", "utf-8") == "é"


def test_what_is_not_chinese_stays_utf_8() -> None:
    text = "བོད་ལྗོངས་ ئۇيغۇر ᠮᠣᠩᠭᠣᠯ ཞིང་ཆེན་"
    assert text_of(text.encode(), "gb2312") == text
    assert text_of(text.encode() + b"\xff") == text + "\N{REPLACEMENT CHARACTER}"


def test_what_is_in_no_chinese_encoding_is_guessed() -> None:
    text = "Отчёт о доступе к информации за две тысячи двадцать четвёртый год. " * 5
    assert text_of(text.encode("windows-1251")) == text
    assert text_of(text.encode("koi8-r"), "koi8-r") == text


@pytest.mark.parametrize("stated", ["utf-7", "rot13", "unicode_escape", "zip", "\0", "a" * 9_999])
def test_other_codecs_are_not_for_pages(stated: str) -> None:
    text = page(stated, "+ADw-script+AD4- \\u4e00")
    assert text_of(text.encode()) == text


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "gb2312", "big5", "utf-16"]))
def test_any_bytes_become_text(content: bytes, stated: str) -> None:
    assert isinstance(text_of(content, stated), str)
    assert text_of(b"<p>" * 200 + content, stated)[:3] == "<p>"
