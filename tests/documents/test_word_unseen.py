"""Word documents with text in them that nobody sees."""

from __future__ import annotations

import pytest

from tests.support.word_xml import cell, docx, line, row, run, table
from toolkit.documents.word import read_word
from toolkit.grids.document import Piece
from toolkit.grids.shown import Shown, Why

WHITE = '<w:color w:val="FFFFFF"/>'
STYLES = (
    f'<w:style w:type="character" w:styleId="white"><w:rPr>{WHITE}</w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="tiny"><w:rPr><w:sz w:val="2"/></w:rPr></w:style>'
)


def filled(colour: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'


def piece_of(inner: str, in_cell: str = "", in_table: str = "") -> Piece:
    """The table with a cell of these runs."""
    whole = table(row("许可", cell(inner, in_cell)))
    body = whole.replace("<w:tbl>", f"<w:tbl><w:tblPr>{in_table}</w:tblPr>")
    (piece,) = read_word(docx(body, styles=STYLES)).pieces
    return piece


@pytest.mark.parametrize(
    ("how", "in_cell"),
    [
        (WHITE, ""),
        ('<w:color w:val="fefefe"/>', ""),
        ('<w:rStyle w:val="white"/>', ""),
        (WHITE, filled("auto")),
        (WHITE, filled("F2F2F2")),
        (WHITE + filled("FFFFFF"), filled("1F4E79")),
        (WHITE + '<w:highlight w:val="none"/>', ""),
    ],
)
def test_white_text_is_told(how: str, in_cell: str) -> None:
    piece = piece_of(line("4711", run("99", how)), in_cell)
    assert piece.rows == [["许可", "471199"]]
    assert piece.shown == {(0, 1): Shown("4711", Why.HIDDEN, "99", "4711")}


def test_a_white_cell_shows_nothing() -> None:
    assert piece_of(line(run("99", WHITE))).shown == {(0, 1): Shown("", Why.HIDDEN, "99")}


@pytest.mark.parametrize(
    ("how", "in_cell", "in_table"),
    [
        (WHITE, filled("1F4E79"), ""),
        (WHITE, "", filled("000000")),
        (WHITE, '<w:shd w:val="pct50" w:color="auto" w:fill="FFFFFF"/>', ""),
        (WHITE + filled("C00000"), "", ""),
        (WHITE + '<w:highlight w:val="black"/>', "", ""),
        ('<w:color w:val="auto"/><w:rStyle w:val="white"/>', "", ""),
        ('<w:color w:val="FFFF00"/>', "", ""),
        ('<w:rStyle w:val="tiny"/><w:sz w:val="21"/>', "", ""),
        ('<w:sz w:val="10.5pt"/>', "", ""),
    ],
)
def test_text_that_is_seen(how: str, in_cell: str, in_table: str) -> None:
    piece = piece_of(line("4711", run("99", how)), in_cell, in_table)
    assert (piece.rows, piece.shown) == ([["许可", "471199"]], {})


def test_a_shaded_paragraph() -> None:
    shaded = f"<w:p><w:pPr>{filled('1F4E79')}</w:pPr>{run('12', WHITE)}</w:p>"
    assert piece_of(shaded).shown == {}


@pytest.mark.parametrize("how", ['<w:sz w:val="2"/>', '<w:rStyle w:val="tiny"/>'])
def test_characters_too_small_to_be_seen_are_left_out(how: str) -> None:
    piece = piece_of(line("4711", run("99", how)))
    assert (piece.rows, piece.shown) == ([["许可", "4711"]], {})


def test_white_running_text_is_kept() -> None:
    """It may stand on a picture, as titles do."""
    assert read_word(docx(line(run("年度报告", WHITE)))).parts == ["年度报告"]
