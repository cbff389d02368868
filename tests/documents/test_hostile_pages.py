"""Pages that mean harm, or that are merely broken: read in full or refused, and never for ever."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.documents.page import read_page
from toolkit.documents.page_tables import MOST_CELLS, MOST_PIECES
from toolkit.grids.document import Piece
from toolkit.grids.refusals import Refusal, Unreadable

MANY = 100_000


@pytest.mark.parametrize(
    "tags",
    ["<b>", "<span>", "<font size=1>", "<p>", "<table>", "<b><p>", "<x-a>", "</p>"],
)
def test_many_tags_within_one_another_are_read(tags: str) -> None:
    assert read_page((tags * 20_000 + "终").encode()).parts == ["终"]


@pytest.mark.parametrize(
    "tags",
    [
        *("<div>", "<ul><li>", "<table><tr><td>", "<x-a>", "<DIV\n>", "<b>"),
        "<table>" + "<tr><td>1" * 3,
    ],
)
def test_what_would_take_seconds_to_parse_is_refused(tags: str) -> None:
    assert refusal_of(tags * MANY) is Refusal.TOO_LARGE


def test_a_long_page_is_not_a_deep_one() -> None:
    """What ends by itself, or is ended, does not count."""
    body = "<div><p>一<br><li>二<hr>三</div>\n" * 20_000
    assert len(read_page(body.encode()).parts) == 60_000


def test_a_tag_with_too_many_attributes() -> None:
    many = " ".join(f"a{number}=1" for number in range(MANY))
    assert refusal_of(f"<p {many}>") is Refusal.TOO_LARGE
    picture = "A" * 1_000_000
    assert read_page(f"<img src='data:image/png;base64,{picture}'>终".encode()).parts == ["终"]


def refusal_of(page: str) -> Refusal | None:
    began = time.monotonic()
    try:
        read_page(page.encode())
    except Unreadable as error:
        return error.refusal
    finally:
        assert time.monotonic() - began < 5
    return None


@pytest.mark.parametrize(
    "page",
    [
        "<table>" + ("<tr>" + "<td>1" * 100) * (MOST_CELLS // 100 + 1),
        "<table>" + ("<tr>" + "<td colspan=1000>1" * 100) * 6,
        "<table>" + "<tr><td>1" * 1_000 + "<tr>" + "<td>1" * 1_000,
        "<table><tr><td>1<td>2</table>" * (MOST_PIECES + 1),
        "<table><tr><td>" * 501,
        "<p>" * 2_000_001,
    ],
)
def test_too_much_of_anything_is_refused(page: str) -> None:
    assert refusal_of(page) is Refusal.TOO_LARGE


@pytest.mark.parametrize(
    "page",
    [
        "<table>" + ("<tr>" + "<td>1" * 100) * 1_000,
        "<table>" + ("<tr>" + "<td colspan=1000000000 rowspan=1000000000>1" * 10) * 2,
        "<table><tr><td>1<td>2</table>" * 1_000,
        "<table><tr><td>" * 50,
        f"<table><tr><td colspan={'9' * 5_000}>1<td rowspan=-{'9' * 5_000}>2</table>",
    ],
)
def test_less_is_not(page: str) -> None:
    assert refusal_of(page) is None


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
    '<!ENTITY c SYSTEM "file:///etc/passwd">]><html><body><p>一&b;&c;</p></body></html>'
)


def test_no_entity_is_taken_from_the_page() -> None:
    assert read_page(ENTITIES.encode()).parts[-1] == "一&b;&c;"


@pytest.mark.parametrize(
    ("page", "parts"),
    [
        ("<p>a\0b</p>", ["ab"]),
        ("<p>&#xFFFFFFFF;&#0;&#xD800;</p>", ["\ufffd\ufffd\ufffd"]),
        ("<script>document.write('<table><tr><td>1</table>')</script><p>a", ["a"]),
        ("<!-- <table><tr><td>1<td>2</table> --><p>a", ["a"]),
        ("<p>a<!-- never ended <p>b", ["a"]),
        ("<title>never ended <p>b", []),
        ("<p>a<plaintext><p>b", ["a", "<p>b"]),
        ("<frameset><frame src=a></frameset>", []),
        ("<p>a</body></html><p>b", ["a", "b"]),
        ("</td></tr></table><p>a<td>b<tr>c", ["abc"]),
        ("<svg><tr><td>x</td></tr></svg><math><caption>x</caption></math><p>a", ["a"]),
        ("", []),
    ],
)
def test_broken_pages(page: str, parts: list[str]) -> None:
    assert read_page(page.encode()).parts == parts


def test_a_table_of_which_nothing_is_ended() -> None:
    page = "<html><body><div><table><tr><td><p>甲<td><b>1<tr><td>乙<td>2"
    assert read_page(page.encode()).parts == [Piece([["甲", "1"], ["乙", "2"]])]


TAGS = st.sampled_from(
    [
        *("<table>", "<tr>", "<td>", "<td rowspan=2>", "<td colspan=3>", "<th>", "</table>", "<p>"),
        *("</td>", "</tr>", "<thead>", "<tfoot>", "<caption>", "<br>", "<s>", "</s>", "<pre>", "1"),
        *("<div hidden>", "</div>", "<h1>", "甲\t乙\n", "<sup>", "<select>", "<template>", "<svg>"),
        *(
            "<span style='visibility:hidden'>",
            "</span>",
            "<!--",
            "-->",
            "<form>",
            "<input value=1>",
        ),
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(TAGS, max_size=40))
def test_any_page_gives_whole_tables(tags: list[str]) -> None:
    for piece in read_page("".join(tags).encode()).pieces:
        assert len({len(row) for row in piece.rows}) == 1
        assert any(text for row in piece.rows for text in row)
        assert all(piece.rows[row][column] is not None for row, column in piece.shown)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_page(content: bytes) -> None:
    assert all(read_page(b"<html>" + content).parts)
