"""Pages with text in them that nobody sees, and with tables that only styles make."""

from __future__ import annotations

import time

import pytest

from toolkit.documents.colours import is_light, is_pale
from toolkit.documents.page import read_page
from toolkit.grids.document import Piece
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.grids.shown import Shown, Why


def piece_of(cell: str, sheet: str = "", around: str = "<table><tr>{}</table>") -> Piece:
    """The table with this cell in it."""
    row = f"<td>许可</td><td>{cell}</td><td>815</td>"
    page = f"<!DOCTYPE html><style>{sheet}</style>{around.format(row)}"
    (piece,) = read_page(page.encode()).pieces
    return piece


def text_of(cell: str, sheet: str = "") -> str | None:
    piece = piece_of(cell, sheet)
    assert piece.shown == {}
    return piece.rows[0][1]


# --- What a style sheet hides --------------------------------------------------------------------

SPAN = '12<span class="tip" id="note">99</span>'


@pytest.mark.parametrize(
    "sheet",
    [
        ".tip{display:none}",
        "#note { visibility : hidden ; }",
        "span{font-size:0}",
        "span.tip{font-size:0px}",
        "a.tip,.other , .tip{color:red;DISPLAY:None !important}",
        "<!-- p{margin:0} /* .tip{} */ .tip{display:none} -->",
        "@charset 'utf-8'; .tip{display:none}",
        ".tip{display:block}.tip{display:none}",
        ".tip{display:none!important}.tip{display:block}",
        ".tip{display:none}span{display:inline}",
        ".tip{display:none}.tip:hover{display:block}",
        ".tip{display:none}@media print{.tip{display:block}}",
        ".tip{font:0/0 a}",
        "@media screen{.tip{display:none}}",
        ".tip{display:none}.menu .other{display:block}",
    ],
)
def test_what_a_sheet_hides_is_not_read(sheet: str) -> None:
    assert text_of(SPAN, sheet) == "12"


@pytest.mark.parametrize(
    "sheet",
    [
        "",
        ".top{display:none}",
        ".tip{display:none}.tip{display:inline}",
        ".tip{display:none}#note{display:inline}",
        ".tip{display:none}td .tip{display:inline}",
        ".tip{display:none}@media (min-width:900px){.tip{display:inline}}",
        "@media print{.tip{display:none}}",
        "@media (max-width:600px){.tip{display:none}}",
        ".menu .tip{display:none}",
        ".tip::after{display:none}",
        ".tip:hover{display:none}",
        "a.tip{display:none}",
        ".tip.more{display:none}",
        ".tip{font-size:12px;font:inherit}",
        ".tip{font:bold 12px/1 x}",
        ".tip{display:none",
    ],
)
def test_what_may_be_shown_is_read(sheet: str) -> None:
    assert text_of(SPAN, sheet) == "1299"


def test_what_stands_at_the_element_weighs_more() -> None:
    shown = '12<span class="tip" style="display:inline">99</span>'
    assert text_of(shown, ".tip{display:none}") == "1299"
    assert text_of(shown, ".tip{display:none!important}") == "12"


@pytest.mark.parametrize(
    ("sheet", "text"),
    [
        ("<style media=print>.tip{display:none}</style>", "1299"),
        ("<style media=screen>.tip{display:none}</style>", "12"),
        ("<noscript><style>.tip{display:none}</style></noscript>", "1299"),
        ("<template><style>.tip{display:none}</style></template>", "1299"),
    ],
)
def test_sheets_for_others(sheet: str, text: str) -> None:
    page = f"<!DOCTYPE html><body>{sheet}<table><tr><td>a<td>{SPAN}</table>"
    (piece,) = read_page(page.encode()).pieces
    assert piece.rows == [["a", text]]


def test_rows_and_cells_that_a_sheet_hides() -> None:
    sheet = "<style>.old{display:none}</style>"
    rows = "<tr><td>a<td>1<td class=old>9<tr class=old><td>b<td>9<tr><td>c<td>3"
    (piece,) = read_page(f"{sheet}<table>{rows}</table>".encode()).pieces
    assert piece.rows == [["a", "1"], ["c", "3"]]


def test_a_table_is_never_hidden_by_a_sheet() -> None:
    """A script may show it, as that of tabs does; at the element itself it is hidden."""
    table = "<table class=tab {}><tr><td>a<td>1</table>"
    page = "<style>.tab{{display:none}}</style><div class=tab>前{}</div>"
    found = read_page(page.format(table.format("")).encode())
    assert found.parts == ["前", Piece([["a", "1"]])]
    assert read_page(page.format(table.format("hidden")).encode()).parts == ["前"]
    assert read_page(page.format("后").encode()).parts == []
    assert read_page(f"<div style='opacity:0'>{table}</div>".encode()).pieces[0].shown == {}


# --- Characters without size, and how they are spoken --------------------------------------------


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<span style='font-size:0'>99</span>12", "12"),
        ("<span style='FONT-SIZE: 0.0pt'>99</span>12", "12"),
        ("<span style='font-size:1px'>99</span>12", "12"),
        ("<p style='font-size:0'>9<b style='font-size:1em'>9</b><b style='font-size:9pt'>12", "12"),
        ("<span style='mso-ansi-font-size:0'>1</span>2", "12"),
        ("<span style='font-size:0'>99</span><pre style='font-size:0'>99</pre>12", "12"),
        ("<ruby>12<rp>(</rp><rt>99</rt><rp>)</rp></ruby>", "12"),
    ],
)
def test_characters_that_are_not_there(cell: str, text: str) -> None:
    assert text_of(cell) == text


# --- White text ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "sheet"),
    [
        ("<span style='color:#ffffff'>99</span>12", ""),
        ("<font color=white>99</font>12", ""),
        ("<b style='opacity: 0.0'>99</b>12", ""),
        ("<p style='background:#036'><b style='opacity:0'>99</b>12</p>", ""),
        ("<font color=FFFFFF>99</font>12", ""),
        ("<b class=w>99</b>12", ".w{color:rgb(255, 255, 255)}"),
        ("<b class=w>99</b>12", "b{color:red}.w{color:transparent}"),
        ("<p style='background:#f0f0f0'><b style='color:#fff'>99</b>12</p>", ""),
        ("<p style='background:#036'><b style='color:#fff;background:white'>99</b>12</p>", ""),
    ],
)
def test_white_text_is_told(cell: str, sheet: str) -> None:
    piece = piece_of(cell, sheet)
    assert piece.rows[0][1] == "9912"
    assert piece.shown == {(0, 1): Shown("12", Why.HIDDEN, "99", "12")}


def test_a_white_cell_shows_nothing() -> None:
    piece = piece_of("<b style='color:white'>99</b>")
    assert piece.shown == {(0, 1): Shown("", Why.HIDDEN, "99")}


@pytest.mark.parametrize(
    ("cell", "sheet"),
    [
        ("<p style='background:#036'><b style='color:#fff'>12</b></p>", ""),
        ("<p style='background:url(a.png)'><b style='color:#fff'>12</b></p>", ""),
        ("<p bgcolor=navy><b style='color:#fff'>12</b></p>", ""),
        ("<b style='color:#fff'>12</b>", "td{background-color:rgb(0,51,102)}"),
        ("<b style='color:#fff'>12</b>", ".list td{background:navy}"),
        ("<b style='opacity:0.5'>12</b>", ""),
        ("<b style='color:#fff'><i style='color:black'>12</i></b>", ""),
        ("<b style='background-color:#fff'>12</b>", ".w{color:#fff}"),
        ("<b style='border-color:#fff;white-space:nowrap'>12</b>", ""),
    ],
)
def test_text_that_is_seen(cell: str, sheet: str) -> None:
    assert text_of(cell, sheet) == "12"


def test_a_white_title_may_stand_on_a_picture() -> None:
    page = read_page(
        "<h1 style='color:#fff'>年度<s>总结</s>报告</h1><p style='color:#fff'>前".encode()
    )
    assert page.parts == ["年度报告", "前"]
    assert page.titles == ("年度总结报告",)


@pytest.mark.parametrize(
    ("colour", "light"),
    [
        *(("#fff", True), ("#FEFDFE", True), ("#ffffff00", True), ("rgba(0,0,0,0)", True)),
        *(("#ffe", False), ("#000", False), ("windowtext", False), ("rgb(255,255,0)", False)),
        *(("", False), ("#ffff", True), ("rgba(255, 255, 255, .9)", True)),
    ],
)
def test_white(colour: str, light: bool) -> None:
    assert is_light(colour) is light


@pytest.mark.parametrize(
    ("background", "pale"),
    [
        *(("white", True), ("#eee", True), ("no-repeat #F5F5F5", True), ("none", None)),
        *(("transparent", None), ("rgba(0,0,0,0)", None), ("red", False), ("#369", False)),
        *(("url(a.png) #fff", False), ("linear-gradient(#fff,#fff)", False), ("auto", None)),
    ],
)
def test_pale(background: str, pale: bool | None) -> None:
    assert is_pale(background) is pale


# --- Fields of forms -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<textarea> 12 </textarea>", "12"),
        ("<select><option>1<option selected>12</select>", "12"),
        ("<select><option>12<option>1</select>", "12"),
        ("<select></select>12", "12"),
        ("<input type=checkbox value=9 checked><input type=radio value=9>12", "12"),
        ("<textarea hidden>9</textarea>12", "12"),
        ("<textarea style='visibility:hidden'>9</textarea>12", "12"),
    ],
)
def test_a_field_shows_its_value(cell: str, text: str) -> None:
    assert text_of(cell) == text


def test_a_list_of_links_is_no_text() -> None:
    page = "<select><option>友情链接</select><textarea>留言</textarea>一"
    assert read_page(page.encode()).parts == ["一"]


# --- Tables that styles make ---------------------------------------------------------------------

BLOCKS = (
    "<div {t}>甲表<div {r}><div {c}>a</div><div {c}>1</div><div {c}></div></div>"
    "<div {r}><p {c}>b</p><p {c}>2</p><p {c}><b>3</b>4</p></div>{more}</div>后"
)
SHEET = "<style>.t{display:table}.r{display:table-row}.c{display:table-cell}</style>"
MORE = "<div {r}><p {c}>5</p><p {c}>6</p></div>"


@pytest.mark.parametrize(
    ("sheet", "names"),
    [
        (SHEET, {"t": "class=t", "r": "class=r", "c": "class=c"}),
        (
            "",
            {
                "t": 'style="display:table"',
                "r": "style='display: table-row'",
                "c": "style=display:table-cell",
            },
        ),
    ],
)
def test_a_table_of_blocks(sheet: str, names: dict[str, str]) -> None:
    page = sheet + BLOCKS.format(**names, more=MORE.format(**names))
    found = read_page(page.encode())
    rows: list[list[str | None]] = [["a", "1", ""], ["b", "2", "34"], ["5", "6", None]]
    assert found.parts == ["甲表", Piece(rows), "后"]


def test_blocks_without_figures_only_arrange_the_page() -> None:
    """Cells of this kind put things in the middle."""
    page = SHEET + BLOCKS.format(t="class=t", r="class=r", c="class=c", more="")
    assert read_page(page.encode()).parts == ["甲表", "a", "1", "b", "2", "34", "后"]
    alone = SHEET + "<div class=c>一</div><table class=t><tr class=c><td class=r>1<td>2</table>"
    assert read_page(alone.encode()).parts == ["一", Piece([["1", "2"]])]


# --- Pages that mean harm ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        "<style>" + "/*" * 200_000,
        "<style>" + ".a{" * 200_000,
        "<style>" + "a" * 500_000,
        "<style>" + ".a{font-size:" + "1" * 300_000 + "-}</style><b class=a>",
        "<style>.a{display:none" + " " * 300_000 + "x}</style><b class=a>",
        "<style>" + ".a{color:#fff}" * 150 + "</style>" + "<b class=a>1</b>" * 1_000,
        "<style>"
        + ".a.b" * 50_000
        + "{color:#fff}"
        + ".a.b.a.b"
        + "{color:#fff}</style>"
        + "<b class='a b'>1</b>" * 300,
        "<b style='font-size:0;color:" + "rgb(1," * 50_000 + "'>1",
        "<div style='font-size:0'>" * 15_000 + "1",
    ],
)
def test_no_sheet_takes_long(page: str) -> None:
    begun = time.process_time()
    read_page(page.encode())
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("where", [".a", "b"])
def test_too_many_rules_on_too_many_elements(where: str) -> None:
    page = "<style>" + f"{where}{{color:#fff}}" * 300 + "</style>"
    with pytest.raises(Unreadable) as caught:
        read_page((page + "<b class=a>1</b>" * 1_000).encode())
    assert caught.value.refusal is Refusal.TOO_LARGE
