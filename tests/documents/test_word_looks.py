"""Word documents whose figures look different from what their characters say."""

from __future__ import annotations

import pytest

from tests.support.word_xml import cell, docx, line, row, run, table
from toolkit.documents.word import read_word
from toolkit.grids.document import Piece
from toolkit.grids.shown import Shown, Why

WHITE = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'


def piece_of(inner: str, styles: str = "") -> Piece:
    (piece,) = read_word(docx(table(row("许可", cell(inner))), styles=styles)).pieces
    return piece


@pytest.mark.parametrize(("place", "seen"), [("6", "12³"), ("-6", "12₃")])
def test_moved_characters_are_told(place: str, seen: str) -> None:
    piece = piece_of(line("12", run("3", f'<w:position w:val="{place}"/>')))
    assert piece.shown == {(0, 1): Shown(seen, Why.RAISED, "3", "12")}


@pytest.mark.parametrize("how", ['<w:position w:val="0"/>', '<w:w w:val="80"/>'])
def test_characters_at_their_place(how: str) -> None:
    piece = piece_of(line("12", run("3", how)))
    assert (piece.rows, piece.shown) == ([["许可", "123"]], {})


@pytest.mark.parametrize("how", ["<w:specVanish/>", '<w:w w:val="1"/>'])
def test_characters_that_nobody_sees(how: str) -> None:
    piece = piece_of(line("12", run("3", how)))
    assert (piece.rows, piece.shown) == ([["许可", "12"]], {})


@pytest.mark.parametrize(
    "styles",
    [
        f"<w:docDefaults><w:rPrDefault>{WHITE}</w:rPrDefault></w:docDefaults>",
        f'<w:style w:type="paragraph" w:default="1" w:styleId="a">{WHITE}</w:style>',
    ],
)
def test_how_paragraphs_without_a_style_look(styles: str) -> None:
    shown = piece_of(line("12"), styles).shown
    assert shown[0, 1] == Shown("", Why.HIDDEN, "12")


def test_a_character_of_another_font_is_unknown() -> None:
    inner = '<w:p><w:r><w:t>12</w:t><w:sym w:font="Wingdings" w:char="F031"/></w:r></w:p>'
    assert piece_of(inner).rows == [["许可", "12\ufffd"]]
