"""PDFs: characters that are struck out, and such as nobody sees."""

from __future__ import annotations

import pytest

from tests.support.pdf_writer import Sheet, pdf, plain
from toolkit.documents.pdf import read_pdf
from toolkit.grids.document import Piece
from toolkit.grids.shown import Shown, Why

STRUCK = Shown("4711", Why.STRUCK, "99", "4711")


def table(rows: list[list[str]]) -> Sheet:
    """A table whose second column begins at 160; the text of its first row stands at 112."""
    sheet = Sheet()
    sheet.table([60, 160, 260], [100 + 30 * n for n in range(len(rows) + 1)], plain(rows))
    return sheet


def piece(sheet: Sheet) -> Piece:
    (found,) = read_pdf(pdf(sheet)).parts
    assert isinstance(found, Piece)
    return found


# Two digits of 10 points reach from 163 to 173.
@pytest.mark.parametrize("above", [2, 3, 4, 6])
@pytest.mark.parametrize("as_area", [False, True])
def test_a_stroke_through_characters(above: float, as_area: bool) -> None:
    sheet = table([["行政许可", "994711"]])
    y = 112 - above
    if as_area:
        sheet.area(163, y - 0.4, 173, y + 0.4)
    else:
        sheet.line(163, y, 173, y)
    assert piece(sheet) == Piece([["行政许可", "994711"]], {(0, 1): STRUCK}, 1)


@pytest.mark.parametrize("y", [113, 114, 103])
def test_a_stroke_below_or_above_characters(y: float) -> None:
    sheet = table([["行政许可", "994711"]])
    sheet.line(163, y, 173, y)
    assert piece(sheet) == Piece([["行政许可", "994711"]], page=1)


def test_a_stroke_through_all_of_a_cell_divides_it_not() -> None:
    sheet = Sheet()
    sheet.table([60, 75, 105], [100, 130], plain([["许", "4711"]]))
    sheet.line(62, 108.5, 73, 108.5)
    sheet.line(77, 108.5, 102, 108.5)
    assert piece(sheet) == Piece(
        [["许", "4711"]],
        {(0, 0): Shown("", Why.STRUCK, "许"), (0, 1): Shown("", Why.STRUCK, "4711")},
        1,
    )


def test_a_border_through_text_is_none() -> None:
    """Text that is too high for its row reaches into the border."""
    sheet = table([["行政许可", ""], ["", "1"]])
    sheet.text(163, 133, "994711")
    assert piece(sheet).shown == {}


def in_white(sheet: Sheet, how: str) -> None:
    sheet.drawn.append(f"q {how}")
    sheet.text(183, 112, "99")
    sheet.drawn.append("Q")


@pytest.mark.parametrize("how", ["3 Tr", "7 Tr", "1 g", "1 1 1 rg", "0 0 0 0 k"])
def test_characters_that_are_not_seen_are_left_out(how: str) -> None:
    sheet = table([["行政许可", "4711"]])
    in_white(sheet, how)
    assert piece(sheet) == Piece([["行政许可", "4711"]], page=1)


@pytest.mark.parametrize("how", ["2 Tr 1 g", "1 Tr 1 g", "0.9 g", "1 0 0 rg"])
def test_characters_that_are_painted_another_way_stay(how: str) -> None:
    sheet = table([["行政许可", "4711"]])
    in_white(sheet, how)
    assert piece(sheet) == Piece([["行政许可", "471199"]], page=1)


@pytest.mark.parametrize(
    ("colour", "text", "shown"),
    [
        ("0 0 0.5 rg", "471199", {}),
        ("0 0 0 0.6 k", "471199", {}),
        ("0.9 0.9 1 rg", "471199", {(0, 1): Shown("4711", Why.HIDDEN)}),
        ("1 1 1 rg", "4711", {}),
    ],
)
def test_white_text_is_seen_on_what_is_dark(
    colour: str, text: str, shown: dict[tuple[int, int], Shown]
) -> None:
    sheet = Sheet()
    sheet.drawn.append(colour)
    sheet.area(160, 100, 260, 130)
    sheet.drawn.append("0 g")
    sheet.table([60, 160, 260], [100, 130], plain([["行政许可", "4711"]]))
    in_white(sheet, "1 g")
    assert piece(sheet) == Piece([["行政许可", text]], shown, 1)


def test_what_is_written_twice_and_seen_once_is_seen() -> None:
    sheet = table([["行政许可", "4711"]])
    sheet.drawn.append("q 3 Tr")
    sheet.text(163, 112, "4711")
    sheet.drawn.append("Q")
    assert piece(sheet) == Piece([["行政许可", "4711"]], page=1)


def test_what_is_not_seen_on_a_turned_page() -> None:
    sheet = Sheet(turned=True)
    sheet.table([60, 160, 260], [100, 130], plain([["行政许可", "4711"]]))
    in_white(sheet, "1 g")
    assert piece(sheet) == Piece([["行政许可", "4711"]], page=1)


def test_a_mark_across_the_page_is_not_read() -> None:
    sheet = table([["行政许可", "4711"], ["行政处罚", "12"]])
    large = "青山市水务局九九".encode("utf-16-be").hex()
    sheet.drawn.append(f"BT /F 40 Tf 0.87 0.5 -0.5 0.87 100 {842 - 150} Tm <{large}> Tj ET")
    assert piece(sheet) == Piece([["行政许可", "4711"], ["行政处罚", "12"]], page=1)


def test_a_border_through_text_on_its_side_is_none() -> None:
    sheet = table([["行政许可", "4711"], ["行政处罚", "12"]])
    label = "说明".encode("utf-16-be").hex()
    sheet.drawn.append(f"BT /F 20 Tf 0 1 -1 0 250 {842 - 140} Tm <{label}> Tj ET")
    assert piece(sheet).shown == {}
