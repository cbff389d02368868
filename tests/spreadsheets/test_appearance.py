"""How cells look, as it is read from the styles of a workbook."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink

from tests.support.build import parts, zipped
from toolkit.grids.appearance import Link, Style
from toolkit.grids.refusals import Unreadable
from toolkit.spreadsheets.xlsx_appearance import read_appearances


def workbook() -> Any:
    """A workbook with an empty sheet 表."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "表"
    return book


def saved(book: Any) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sheet_with(**look: Any) -> bytes:
    """A workbook whose sheet 表 has such a cell B2."""
    book = workbook()
    for key, value in look.items():
        setattr(book.active["B2"], key, value)
    return saved(book)


def style_of(content: bytes) -> Style:
    return read_appearances(content, ["表"])["表"].styles[1, 1]


@pytest.mark.parametrize(
    ("colour", "seen"),
    [
        (Color("FFFFFF00"), "#FFFF00"),
        (Color("00ffc7ce"), "#FFC7CE"),
        (Color(indexed=10), "#FF0000"),
        # White, and black, of the usual theme.
        (Color(theme=0), "#FFFFFF"),
        (Color(theme=1), "#000000"),
        # As Excel shows them: 白色，背景 1，深色 15%; 橙色，个性色 6，淡色 40%.
        (Color(theme=0, tint=-0.1499984740745262), "#D9D9D9"),
        (Color(theme=9, tint=0.3999755851924192), "#FAC090"),
        # The program is to choose.
        (Color(indexed=64), ""),
    ],
)
def test_colours_are_read_as_they_are_seen(colour: Color, seen: str) -> None:
    assert style_of(sheet_with(fill=PatternFill("solid", fgColor=colour))).fill == seen


def test_a_pattern_is_no_colour() -> None:
    assert style_of(sheet_with(fill=PatternFill("gray125"))).fill == ""


def test_black_text_is_the_usual_one() -> None:
    font = Font(name="仿宋", size=12, color=Color(theme=1), underline="double")
    assert style_of(sheet_with(font=font)) == Style(underlined=True, font="仿宋", size=12)


def test_widths_are_in_characters() -> None:
    book = workbook()
    # What Excel writes of a column that is 20 characters wide, and 5 pixels for its edges.
    book.active.column_dimensions["B"].width = 20.7109375
    book.active.column_dimensions["C"].hidden = True
    widths = read_appearances(saved(book), ["表"])["表"].widths
    assert widths[1].characters == pytest.approx(20, abs=0.01) and not widths[1].hidden
    assert widths[2].characters == pytest.approx(13 - 5 / 7) and widths[2].hidden


def test_links_lead_out_or_within() -> None:
    book = workbook()
    book.active["A1"].hyperlink = "http://example.org/#x"
    book.active["A2"].hyperlink = Hyperlink(ref="A2", location="'表'!B9", tooltip="看")
    links = read_appearances(saved(book), ["表"])["表"].links
    assert links == {
        (0, 0): Link("http://example.org/#x", None, None),
        (1, 0): Link(None, "'表'!B9", "看"),
    }


def test_only_what_is_wanted_is_read() -> None:
    assert read_appearances(sheet_with(value=1), ["别的"]) == {}


@pytest.mark.parametrize(
    "spoilt", [b"<styleSheet", b"", b'<styleSheet><cellXfs count="1"><xf fontId="9"/>']
)
def test_styles_that_are_damaged_are_refused(spoilt: bytes) -> None:
    every = parts(sheet_with(value=1)) | {"xl/styles.xml": spoilt}
    with pytest.raises(Unreadable):
        read_appearances(zipped(every), ["表"])
