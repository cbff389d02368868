"""What cells show, where that is not what they hold: number formats, fonts, pieces of texts."""

from __future__ import annotations

import re
from io import BytesIO
from struct import pack
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, NamedStyle
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from tests.support.build import filled, parts, patched, zipped
from tests.support.old_formats import (
    END,
    EXTERNSHEET,
    LABELSST,
    MULRK,
    NUMBER,
    OTHER_BOOK,
    SST,
    SUPBOOK,
    THIS_BOOK,
    TO_OTHER,
    TO_THIS,
    body,
    cell,
    formula,
    record,
    row,
    text,
    xls,
)
from toolkit.form.form_file import default_form
from toolkit.grids.grid import Grid
from toolkit.grids.names import CHECKS
from toolkit.grids.shown import Shown, Why
from toolkit.spreadsheets import xlsx_shown
from toolkit.spreadsheets.ods import read_opendocument
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.spreadsheets.xlsx_sheet_looks import around_cells

STRUCK, RAISED = InlineFont(strike=True), InlineFont(vertAlign="superscript")
LOWERED, BOLD = InlineFont(vertAlign="subscript"), InlineFont(b=True)
SCALED = Shown("120", Why.SCALED)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def grid_of(content: bytes) -> Grid:
    # What is made by hand here of an .ods has no entry that says so.
    read = read_opendocument if b"content.xml" in content[:60] else read_workbook
    return next(iter(read(content).grids.values()))


# --- .xlsx ---------------------------------------------------------------------------------------


def written(value: Any, look: str = "General", **font: Any) -> bytes:
    """A workbook with this in A1."""
    book = openpyxl.Workbook()
    one = book.worksheets[0]["A1"]
    one.value, one.number_format, one.font = value, look, Font(**font)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def shown(content: bytes) -> Shown | None:
    found = grid_of(content).shown
    assert set(found) <= {(0, 0)}
    return found.get((0, 0))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, 's="1"', 's="01"'),
        (SHEET, 's="1"', 's=" 1"'),
        ("xl/styles.xml", '<xf numFmtId="164"', '<xf numFmtId="0164"'),
        ("xl/styles.xml", '<numFmt numFmtId="164"', '<numFmt numFmtId="0164"'),
    ],
)
def test_numbers_of_styles_may_begin_with_zeros(part: str, old: str, new: str) -> None:
    scaled = written(120000, "#,##0,")
    assert old.encode() in parts(scaled)[part]
    assert shown(patched(scaled, part, lambda xml: xml.replace(old, new))) == SCALED


STRUCK_OUT = Shown("", Why.STRUCK, "5", "")
RICH: list[tuple[Any, Shown | None]] = [
    (CellRichText(TextBlock(STRUCK, "5"), "1"), Shown("1", Why.STRUCK, "5", "1")),
    (CellRichText("1", TextBlock(STRUCK, "5")), Shown("1", Why.STRUCK, "5", "1")),
    (CellRichText("25", TextBlock(RAISED, "1")), Shown("25¹", Why.RAISED, "1", "25")),
    (CellRichText("25", TextBlock(LOWERED, "1")), Shown("25₁", Why.RAISED, "1", "25")),
    (CellRichText("25", TextBlock(RAISED, "①")), Shown("25①", Why.RAISED, "①", "25")),
    (CellRichText(TextBlock(RAISED, "1"), "25"), Shown("¹25", Why.RAISED, "1", "25")),
    (CellRichText(TextBlock(STRUCK, "5")), STRUCK_OUT),
    (CellRichText(TextBlock(BOLD, "2"), "5"), None),
    (CellRichText("2", TextBlock(STRUCK, " "), "5"), None),
]


@pytest.mark.parametrize(("value", "seen"), RICH)
def test_pieces_of_a_text(value: Any, seen: Shown | None) -> None:
    assert shown(written(value)) == seen


def with_shared_texts(xml: str) -> str:
    """The relations of a workbook, with one to texts that its sheets share."""
    kind = re.search('Type="([^"]*)/styles"', xml)
    assert kind is not None
    relation = (
        f'<Relationship Id="texts" Type="{kind[1]}/sharedStrings" Target="sharedStrings.xml"/>'
    )
    return xml.replace("</Relationships>", f"{relation}</Relationships>")


@pytest.mark.parametrize(("value", "seen"), RICH)
def test_pieces_of_a_shared_text(value: Any, seen: Shown | None) -> None:
    content = written(value)
    item = re.search("<is>(.*?)</is>", parts(content)[SHEET].decode())
    assert item is not None
    strings = f'<sst xmlns="{MAIN}"><si><t>0</t></si><si>{item[1]}</si></sst>'

    def shared(xml: str) -> str:
        return re.sub('t="inlineStr"><is>.*?</is>', 't="s"><v>1</v>', xml)

    book = patched(content, SHEET, shared)
    every = parts(patched(book, "xl/_rels/workbook.xml.rels", with_shared_texts))
    assert shown(zipped({**every, "xl/sharedStrings.xml": strings.encode()})) == seen


@pytest.mark.parametrize("value", [5, "5", 5.0])
def test_a_cell_that_is_struck_out(value: Any) -> None:
    assert shown(written(value, strike=True)) == STRUCK_OUT


def test_a_cell_that_is_struck_out_by_a_cell_style() -> None:
    book = openpyxl.Workbook()
    style = NamedStyle("gone")
    style.font = Font(strike=True)
    book.add_named_style(style)
    book.worksheets[0]["A1"] = 5
    book.worksheets[0]["A1"].style = "gone"
    assert shown(saved(book)) == STRUCK_OUT


def test_a_piece_that_is_not_struck_out_in_a_cell_that_is() -> None:
    whole = CellRichText(TextBlock(BOLD, "2"), TextBlock(BOLD, "5"))
    assert shown(written(whole, strike=True)) is None
    part = CellRichText("2", TextBlock(BOLD, "5"))
    assert shown(written(part, strike=True)) == Shown("5", Why.STRUCK, "2", "5")


def test_an_attribute_that_says_no() -> None:
    content = written(5, strike=True)
    no = patched(
        content, "xl/styles.xml", lambda xml: re.sub("<strike [^>]*/>", '<strike val="0"/>', xml)
    )
    assert shown(content) is not None
    assert shown(no) is None


def test_a_raised_cell() -> None:
    assert shown(written(25, vertAlign="superscript")) == Shown("²⁵", Why.RAISED, "25", "25")


@pytest.mark.parametrize(
    ("look", "value", "seen"),
    [
        ("#,##0,", 120000, SCALED),
        ("0%", 1, Shown("100%", Why.SCALED)),
        (";;;", 77, Shown("", Why.HIDDEN)),
        (";;;", "77", Shown("", Why.HIDDEN)),
        ("[$-804]aaaa;@", 45992, Shown("星期一", Why.DATE)),
        ("yyyy-mm-dd", 3_000_000, Shown("#####", Why.DATE)),
        ("yyyy-mm-dd", 1e10, Shown("#####", Why.DATE)),
        ("[h]:mm", 1e10, Shown("#####", Why.DATE)),
        ("yyyy-mm-dd", 25, Shown("1900-01-25", Why.DATE)),
        ("000000", 402, Shown("000402", Why.SPELLING)),
        ("#,##0.00", 25, None),
        ("0;-0;;@", 0, None),
        ("@", "77", None),
        ("0%", "77", None),
        ("0%", None, None),
        ("0%", True, None),
    ],
)
def test_number_formats(look: str, value: Any, seen: Shown | None) -> None:
    assert shown(written(value, look)) == seen


@pytest.mark.parametrize(
    ("number", "why"), [(9, Why.SCALED), (10, Why.SCALED), (3, None), (44, None), (49, None)]
)
def test_a_format_that_a_file_names_by_its_number(number: int, why: Why | None) -> None:
    def named_so(xml: str) -> str:
        return xml.replace('<xf numFmtId="164"', f'<xf numFmtId="{number}"')

    found = shown(patched(written(25, "0.000"), "xl/styles.xml", named_so))
    assert (found and found.why) == why


def test_the_first_style_is_that_of_cells_that_name_none() -> None:
    def first(xml: str) -> str:
        return re.sub('(<cellXfs[^>]*>)<xf numFmtId="0"', r'\1<xf numFmtId="9"', xml)

    content = patched(written(1), "xl/styles.xml", first)
    content = patched(content, SHEET, lambda xml: re.sub('(<c r="A1")( s="[01]")?', r"\1", xml))
    assert shown(content) == Shown("100%", Why.SCALED)


@pytest.mark.parametrize("row", [1, 2, 5])
@pytest.mark.parametrize("check", [[], ["T3-01", "两边相等", "总计", 7]])
def test_a_table_on_the_sheet_of_checks_is_looked_at(row: int, check: list[Any]) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = CHECKS
    for column, one in enumerate(check, 1):
        sheet.cell(3, column, one)
    sheet.cell(row, 2, 5).font = Font(strike=True)
    sheet.cell(row, 8, "=[1]a!A1")
    grid = grid_of(saved(book))
    assert grid.shown == {(row - 1, 1): STRUCK_OUT}
    assert grid.formulas == {(row - 1, 7): "=[1]a!A1"}


@pytest.mark.parametrize(
    ("around", "line", "of_cell", "seen"),
    [
        ("", ' s="1" customFormat="1"', "", SCALED),
        ("", ' customFormat="true" s="01"', "", SCALED),
        # Without the second attribute no program takes the first for the cells.
        ("", ' s="1"', "", None),
        ('<cols><col min="1" max="3" style="1"/></cols>', "", "", SCALED),
        ("<cols><col style=' 1' min='1' max='1'/></cols>", "", "", SCALED),
        ('<cols><col min="2" max="3" style="1"/></cols>', "", "", None),
        # The style of a row goes before that of a column, and that of a cell before both.
        ('<cols><col min="1" max="1" style="1"/></cols>', ' s="0" customFormat="1"', "", None),
        ("", ' s="1" customFormat="1"', ' s="0"', None),
    ],
)
def test_a_cell_that_names_no_style_may_have_that_of_its_row_or_column(
    around: str, line: str, of_cell: str, seen: Shown | None
) -> None:
    """LibreOffice shows it so, Excel does not: whoever looks at it in either must be told."""

    def bare(xml: str) -> str:
        xml = xml.replace("<sheetData>", f"{around}<sheetData>")
        return re.sub(
            '<row r="1"[^>]*><c r="A1" s="1"', f'<row r="1"{line}><c r="A1"{of_cell}', xml
        )

    assert shown(patched(written(120000, "#,##0,"), SHEET, bare)) == seen


def test_what_stands_around_the_cells_is_parsed_only_where_it_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It would take a third of the whole reading of a template."""
    seen = []

    def noted(part: bytes) -> ElementTree.Element:
        seen.append(part)
        return around_cells(part)

    monkeypatch.setattr(xlsx_shown, "around_cells", noted)
    read_workbook(filled(), {one.sheet for one in default_form().tables})
    assert not seen
    grid_of(conditional(5, when("expression", ["TRUE"])))
    assert len(seen) == 1


def conditional(value: Any, rule: Any, *, at: str = "A1:B2") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = value
    sheet.conditional_formatting.add(at, rule)
    return saved(book)


def look(code: str = "", **font: Any) -> DifferentialStyle:
    return DifferentialStyle(
        numFmt=NumberFormat(200, code) if code else None, font=Font(**font) if font else None
    )


def when(kind: Any, formulas: list[str], operator: Any = None, code: str = ";;;") -> Rule:
    return Rule(kind, dxf=look(code), operator=operator, formula=formulas)


@pytest.mark.parametrize(
    ("rule", "stored", "seen"),
    [
        (when("expression", ["TRUE"], code="#,##0,"), 120000, SCALED),
        (when("expression", ["TRUE"]), 5, Shown("", Why.HIDDEN)),
        (when("expression", ["LEN(A1)=9"]), 5, Shown("", Why.HIDDEN)),
        (Rule("expression", dxf=look(strike=True), formula=["TRUE"]), 5, STRUCK_OUT),
        # Nothing of the figure changes.
        (Rule("expression", dxf=look(bold=True), formula=["TRUE"]), 5, None),
        (when("expression", ["TRUE"], code="#,##0"), 5, None),
        # Zeros are often hidden so, which says nothing of other figures.
        (when("cellIs", ["0"], "equal"), 5, None),
        (when("cellIs", ["5"], "equal"), 5, Shown("", Why.HIDDEN)),
        (when("cellIs", ["0", "9"], "between"), 5, Shown("", Why.HIDDEN)),
        (when("cellIs", ["0", "4"], "between"), 5, None),
        (when("cellIs", ["9", "0"], "between"), 5, Shown("", Why.HIDDEN)),
        (when("cellIs", ["4", "0"], "between"), 5, None),
        (when("cellIs", ["$Z$1", "4"], "between"), 5, Shown("", Why.HIDDEN)),
        (when("cellIs", ["4"], "lessThan"), 5, None),
        (when("cellIs", ["$Z$1"], "equal"), 5, Shown("", Why.HIDDEN)),
        (when("expression", ["A1=0"]), 5, None),
        (when("expression", ["A1<>0"]), 5, Shown("", Why.HIDDEN)),
        # A text is more than any number.
        (when("expression", ["A1=0"]), "五", None),
        (when("expression", ["A1>0"]), "五", Shown("", Why.HIDDEN)),
        (when("containsErrors", ["ISERROR(A1)"]), 5, None),
        (when("containsBlanks", ["LEN(TRIM(A1))=0"]), 5, None),
        (when("notContainsBlanks", ["LEN(TRIM(A1))>0"]), 5, Shown("", Why.HIDDEN)),
        # It asks another cell, of which nothing is known here.
        (when("expression", ["B1=0"]), 5, Shown("", Why.HIDDEN)),
    ],
)
def test_conditional_formats(rule: Any, stored: Any, seen: Shown | None) -> None:
    assert shown(conditional(stored, rule)) == seen


def test_conditional_formats_of_one_cell_and_of_others() -> None:
    assert shown(conditional(5, when("expression", ["TRUE"]), at="D4 A1")) is not None
    assert shown(conditional(5, when("expression", ["TRUE"]), at="B1:C9")) is None


def test_a_conditional_format_of_a_text_with_fonts_of_its_own() -> None:
    """They count for the font of the cell, but not for what a conditional format hides."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A1"].font = CellRichText(TextBlock(BOLD, "5")), Font(strike=True)
    assert shown(saved(book)) is None
    sheet.conditional_formatting.add("A1", when("expression", ["TRUE"]))
    assert shown(saved(book)) == Shown("", Why.HIDDEN)


def test_a_conditional_format_that_states_its_look_itself() -> None:
    spaces = (
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
    )
    newer = (
        f"<extLst><ext {spaces}><x14:conditionalFormattings><x14:conditionalFormatting>"
        '<x14:cfRule type="expression"><xm:f>TRUE</xm:f><x14:dxf>'
        '<numFmt numFmtId="9" formatCode="0%"/></x14:dxf></x14:cfRule><xm:sqref>A1</xm:sqref>'
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    content = patched(written(1), SHEET, lambda xml: xml.replace("</worksheet>", newer))
    assert shown(content) == Shown("100%", Why.SCALED)


def test_broken_conditional_formats_do_not_make_a_workbook_unreadable() -> None:
    content = conditional(5, when("expression", ["TRUE"]))
    broken = patched(content, SHEET, lambda xml: xml.replace("</cfRule>", ""))
    assert grid_of(broken).rows[0][0] == 5


@pytest.mark.parametrize(
    "respelt",
    [
        lambda xml: xml.replace('"', "'"),
        lambda xml: re.sub('<c r="A1"', "<c", xml),
        lambda xml: re.sub("<(/?)(?=[a-z])", r"<\1x:", xml).replace("xmlns=", "xmlns:x="),
        lambda xml: xml.replace("<v>", "<!-- 120 --><v>"),
        lambda xml: re.sub('<c r="A1" s="1"', '<c s="1" r="A1"', xml),
    ],
)
def test_any_spelling(respelt: Any) -> None:
    assert shown(patched(written(120000, "#,##0,"), SHEET, respelt)) == SCALED


def test_a_workbook_without_styles_or_with_broken_ones() -> None:
    every = parts(written(5, "0%"))
    del every["xl/styles.xml"]
    assert grid_of(zipped(every)).shown == {}


# --- Formulas ------------------------------------------------------------------------------------


def typed(*cells: str, names: str = "") -> Grid:
    """A sheet with these cells in its first row, as XML."""
    content = written(1)
    line = f'<row r="1">{"".join(cells)}</row>'
    content = patched(content, SHEET, lambda xml: re.sub("<row.*</row>", lambda _: line, xml))
    names = f"<definedNames>{names}</definedNames>"

    def defined(xml: str) -> str:
        return re.sub("<definedNames ?/>", lambda _: names, xml)

    return grid_of(patched(content, "xl/workbook.xml", defined))


def test_an_array_is_the_formula_of_each_of_its_cells() -> None:
    found = typed(
        '<c r="A1"><f t="array" ref="A1:C1">[1]S!A1:C1</f><v>1</v></c>',
        *('<c r="B1"><v>2</v></c>', '<c r="C1"><v>3</v></c>', '<c r="D1"><v>4</v></c>'),
    )
    assert found.formulas == dict.fromkeys([(0, 0), (0, 1), (0, 2)], "=[1]S!A1:C1")


def test_a_data_table_is_the_formula_of_each_of_its_cells() -> None:
    found = typed(
        '<c r="A1"><f t="dataTable" ref="A1:B1" dt2D="1" r1="F1" r2="F2"/><v>1</v></c>',
        *('<c r="B1"><v>2</v></c>', '<c r="C1"><v>3</v></c>'),
    )
    assert found.formulas == dict.fromkeys([(0, 0), (0, 1)], "=")


def test_who_shares_a_formula_that_refers_outside_refers_there_too() -> None:
    found = typed(
        '<c r="A1"><f t="shared" ref="A1:B1" si="0">[1]S!A1</f><v>1</v></c>',
        '<c r="B1"><f t="shared" si="0"/><v>2</v></c>',
        '<c r="C1"><f t="shared" ref="C1:D1" si="1">A1+1</f><v>2</v></c>',
        '<c r="D1"><f t="shared" si="1"/><v>2</v></c>',
    )
    assert found.formulas == {(0, 0): "=[1]S!A1", (0, 1): "=[1]S!A1", (0, 2): "=A1+1", (0, 3): "="}


def test_a_name_that_stands_for_something_outside() -> None:
    found = typed(
        '<c r="A1"><f>far*2</f><v>1</v></c>',
        '<c r="B1"><f>FURTHER+1</f><v>1</v></c>',
        '<c r="C1"><f>near+"far"</f><v>1</v></c>',
        '<c r="D1"><f>farm+1</f><v>1</v></c>',
        names='<definedName name="far">[1]S!$A$1</definedName>'
        '<definedName name="further">far*3</definedName>'
        '<definedName name="near">S!$A$1</definedName>',
    )
    assert found.formulas == {
        (0, 0): "=[1]S!$A$1*2",
        (0, 1): "=[1]S!$A$1+1",
        (0, 2): '=near+"far"',
        (0, 3): "=farm+1",
    }


EMPTY = Shown("", Why.EMPTY)


def test_a_formula_whose_result_is_an_empty_text() -> None:
    found = typed(
        '<c r="A1" t="str"><f>IF(1,"","")</f><v></v></c>',
        '<c r="B1" t="str"><f>IF(1,"","")</f><v/></c>',
        '<c r="C1"><f>1+1</f><v></v></c>',
        '<c r="D1"><f>1+1</f></c>',
        '<c r="E1" t="str"><f>"x"</f><v>x</v></c>',
    )
    assert found.shown == {(0, 0): EMPTY, (0, 1): EMPTY}


# --- .xls ----------------------------------------------------------------------------------------

FONT, FORMAT, XF, NAME, RSTRING = 0x31, 0x41E, 0xE0, 0x18, 0xD6


def font(flags: int = 0, position: int = 0) -> bytes:
    return record(FONT, pack("<5H4xBB", 200, flags, 0x7FFF, 400, position, 0, 0))


def xf(number: int = 0, of: int = 0) -> bytes:
    return record(XF, pack("<HH16x", of, number))


def code(number: int, code_: str) -> bytes:
    return record(FORMAT, pack("<H", number) + text(code_))


# Fonts 0 to 3 are plain; there is no number 4; 5 is struck out, 6 raised.
FONTS = 4 * font() + font(8) + font(0, 1)
GLOBALS = (
    FONTS
    + code(164, "#,##0,")
    + code(165, "[$-804]aaaa;@")
    + xf()
    + xf(164)
    + xf(9)
    + xf(0, 5)
    + xf(165)
    + xf(3)
)


def figure(column: int, value: float, style: int) -> bytes:
    return record(NUMBER, pack("<3Hd", 0, column, style, value))


def test_looks_in_an_xls() -> None:
    cells = b"".join(
        figure(column, value, style)
        for column, (value, style) in enumerate(
            [(120000, 1), (1, 2), (5, 3), (45992, 4), (1200, 5), (7, 0), (0, 2), (9, 99)]
        )
    )
    assert grid_of(xls(cells, GLOBALS)).shown == {
        (0, 0): SCALED,
        (0, 1): Shown("100%", Why.SCALED),
        (0, 2): STRUCK_OUT,
        (0, 3): Shown("星期一", Why.DATE),
        (0, 6): Shown("0%", Why.SPELLING),
    }


def test_each_number_of_a_row_in_an_xls_has_its_own_look() -> None:
    values = b"".join(pack("<HI", style, 120000 << 2 | 2) for style in (0, 1, 0))
    content = xls(record(MULRK, pack("<HH", 0, 0) + values + pack("<H", 2)), GLOBALS)
    assert grid_of(content).shown == {(0, 1): SCALED}


def rich(value: str, *runs: tuple[int, int]) -> bytes:
    raw = value.encode("utf-16-le")
    return (
        pack("<HBH", len(value), 9, len(runs)) + raw + b"".join(pack("<HH", *one) for one in runs)
    )


def test_pieces_of_a_text_in_an_xls() -> None:
    strings = [text("12"), rich("51", (0, 5), (1, 0)), rich("251", (2, 6)), rich("12", (1, 1))]
    sst = record(SST, pack("<II", 4, 4) + b"".join(strings))
    cells = b"".join(record(LABELSST, pack("<3HI", 0, n, 0, n)) for n in range(4))
    assert grid_of(xls(cells, GLOBALS + sst)).shown == {
        (0, 1): Shown("1", Why.STRUCK, "5", "1"),
        (0, 2): Shown("25¹", Why.RAISED, "1", "25"),
    }


def test_pieces_of_a_text_that_is_cut_in_an_xls() -> None:
    """The runs of the first text and the second text stand in the next record."""
    first = rich("a" * 20 + "5", (20, 5))
    head = record(SST, pack("<II", 2, 2) + first[:25])
    rest = record(0x3C, b"\1" + first[25:-2]) + record(0x3C, first[-2:] + rich("251", (2, 6)))
    cells = b"".join(record(LABELSST, pack("<3HI", 0, n, 0, n)) for n in range(2))
    found = grid_of(xls(cells, GLOBALS + head + rest)).shown
    assert found == {
        (0, 0): Shown("a" * 20, Why.STRUCK, "5", "a" * 20),
        (0, 1): Shown("25¹", Why.RAISED, "1", "25"),
    }


def test_pieces_of_a_text_within_its_cell_in_an_xls() -> None:
    raw = "251".encode("utf-16-le")
    own = pack("<3HHB", 0, 0, 0, 3, 1) + raw + pack("<HHH", 1, 2, 6)
    assert grid_of(xls(record(RSTRING, own), GLOBALS)).shown == {
        (0, 0): Shown("25¹", Why.RAISED, "1", "25")
    }


def test_a_name_that_stands_for_something_outside_in_an_xls() -> None:
    books = record(SUPBOOK, THIS_BOOK) + record(SUPBOOK, OTHER_BOOK)
    sheets = record(EXTERNSHEET, pack("<H6H", 2, 0, 0, 0, 1, 0, 0))
    names = b"".join(
        record(NAME, pack("<HBBHHH4xB", 0, 0, 1, len(tokens), 0, 0, 0) + b"a" + tokens)
        for tokens in (TO_THIS, TO_OTHER, pack("<BI", 0x23, 2))
    )
    cells = b"".join(formula(0, n, pack("<d", 2.0), pack("<BI", 0x43, n)) for n in range(1, 4))
    found = grid_of(xls(cells, books + sheets + names))
    assert found.formulas == {(0, 1): "=", (0, 2): "=[?]", (0, 3): "=[?]"}


def test_a_formula_whose_result_is_an_empty_text_in_an_xls() -> None:
    cells = formula(0, 0, b"\3" + bytes(5) + END) + formula(0, 1, pack("<d", 2.0))
    assert grid_of(xls(cells, GLOBALS)).shown == {(0, 0): EMPTY}


def test_damaged_looks_of_an_xls_are_none() -> None:
    short = record(FONT, b"") + record(XF, b"\5\0\5\0") + record(XF, b"\5\0\5\0")
    assert grid_of(xls(figure(0, 5, 1), short)).shown == {}


# --- .ods ----------------------------------------------------------------------------------------


def ods(rows: str, styles: str, common: str = "", behind: str = "") -> bytes:
    """A workbook of one sheet with these styles, and those that all sheets share."""
    spaces = {"style": "style", "number": "datastyle", "fo": "xsl-fo-compatible"}
    more = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for one, name in spaces.items()
    )
    content = body(f'<table:table table:name="表">{rows}</table:table>{behind}')
    content = content.replace("<office:document-content", f"<office:document-content {more}")
    automatic = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    content = content.replace("<office:body>", f"{automatic}<office:body>")
    every = {"content.xml": content.encode()}
    if common:
        head = content[: content.index(">") + 1]
        every["styles.xml"] = f"{head}{common}</office:document-content>".encode()
    return zipped(every)


def named(name: str, inside: str = "", family: str = "table-cell", **more: str) -> str:
    said = " ".join(f'style:{key.replace("_", "-")}="{value}"' for key, value in more.items())
    return f'<style:style style:name="{name}" style:family="{family}" {said}>{inside}</style:style>'


def properties(**more: str) -> str:
    said = " ".join(f'style:{key.replace("_", "-")}="{value}"' for key, value in more.items())
    return f"<style:text-properties {said}/>"


LINE = properties(text_line_through_style="solid")
PLACES = 'number:decimal-places="0" number:min-integer-digits="1"'
THOUSANDS = (
    f'<number:number-style style:name="N1"><number:number {PLACES} number:grouping="true" '
    'number:display-factor="1000"/></number:number-style>'
)
PERCENT = (
    f'<number:percentage-style style:name="N2"><number:number {PLACES}/>'
    "<number:text>%</number:text></number:percentage-style>"
)
WEEKDAY = (
    '<number:date-style style:name="N3"><number:day-of-week number:style="long"/>'
    "</number:date-style>"
)
NOTHING = '<number:number-style style:name="N4"><number:text/></number:number-style>'
POINTED = (
    '<number:number-style style:name="N5"><number:number number:decimal-places="0" '
    'number:min-integer-digits="2" number:display-factor="1000"><number:embedded-text '
    'number:position="1">.</number:embedded-text></number:number><number:text>万</number:text>'
    "</number:number-style>"
)
POSITIVE = (
    '<number:number-style style:name="N6P0"><number:text>12</number:text></number:number-style>'
    f'<number:number-style style:name="N6"><number:number {PLACES}/>'
    '<style:map style:condition="value()&gt;0" style:apply-style-name="N6P0"/>'
    "</number:number-style>"
)
FORMATS = THOUSANDS + PERCENT + WEEKDAY + NOTHING + POINTED + POSITIVE


def value(number: float, style: str = "", kind: str = "float") -> str:
    said = f'table:style-name="{style}"' if style else ""
    return cell(f'{said} office:value-type="{kind}" office:value="{number}"', "<text:p>?</text:p>")


def numbered(number: int) -> str:
    return named(f"n{number}", data_style_name=f"N{number}")


@pytest.mark.parametrize(
    ("number", "stored", "seen"),
    [
        (1, 120000, SCALED),
        (2, 1, Shown("100%", Why.SCALED)),
        (3, 45992, Shown("星期一", Why.DATE)),
        (4, 77, Shown("", Why.HIDDEN)),
        (5, 120000, Shown("12.0万", Why.SCALED)),
        (6, 5, Shown("12", Why.LITERAL)),
        (6, 0, None),
    ],
)
@pytest.mark.parametrize("shared", [False, True])
def test_number_formats_of_an_ods(
    number: int, stored: float, seen: Shown | None, shared: bool
) -> None:
    styles, common = ("", FORMATS) if shared else (FORMATS, "")
    content = ods(row(value(stored, f"n{number}")), styles + numbered(number), common)
    found = shown(content)
    assert found == seen or (seen is None and found is not None and found.why is Why.SPELLING)


def test_a_percentage_of_an_ods_without_a_format() -> None:
    assert shown(ods(row(value(1, kind="percentage")), "")) == Shown("100%", Why.SCALED)


@pytest.mark.parametrize(
    "styles",
    [
        named("gone", LINE),
        named("gone", parent_style_name="above") + named("above", LINE),
        named("gone")
        + f'<style:default-style style:family="table-cell">{LINE}</style:default-style>',
    ],
)
def test_a_cell_of_an_ods_that_is_struck_out(styles: str) -> None:
    assert shown(ods(row(value(5, "gone")), styles)) == STRUCK_OUT


def test_the_style_of_a_row_or_column_is_that_of_its_cells_in_an_ods() -> None:
    columns = '<table:table-column table:default-cell-style-name="gone"/>'
    assert shown(ods(columns + row(value(5)), named("gone", LINE))) == STRUCK_OUT
    of_row = row(value(5), 'table:default-cell-style-name="gone"')
    assert shown(ods(of_row, named("gone", LINE))) == STRUCK_OUT
    assert shown(ods(columns + row(value(5, "not")), named("gone", LINE) + named("not"))) is None


HIDDEN = Shown("", Why.HIDDEN)


@pytest.mark.parametrize(
    ("condition", "seen"),
    [
        ("is-true-formula([.B1]=1)", HIDDEN),
        ("is-true-formula([.A1]=1)", None),
        ("is-true-formula([.A1]=5)", HIDDEN),
        ("cell-content()=0", None),
        ("cell-content()!=0", HIDDEN),
        ("cell-content-is-between(0,9)", HIDDEN),
    ],
)
def test_conditional_formats_of_an_ods(condition: str, seen: Shown | None) -> None:
    """LibreOffice writes most of them in this way, and all in one of its own."""
    at = 'style:base-cell-address="表.A1"'
    maps = f'<style:map style:condition="{condition}" style:apply-style-name="n4" {at}/>'
    styles = NOTHING + named("own", maps) + numbered(4)
    assert shown(ods(row(value(5, "own")), styles)) == seen
    above = named("own", parent_style_name="above") + named("above", maps)
    assert shown(ods(row(value(5, "own")), NOTHING + above + numbered(4))) == seen


def listed(where: str, condition: str) -> str:
    """A conditional format as a sheet lists it."""
    space = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    return (
        f'<calcext:conditional-formats xmlns:calcext="{space}">'
        f'<calcext:conditional-format calcext:target-range-address="{where}">'
        f'<calcext:condition calcext:apply-style-name="n_4" calcext:value="{condition}" '
        'calcext:base-cell-address="表.A1"/></calcext:conditional-format>'
        "</calcext:conditional-formats>"
    )


@pytest.mark.parametrize(
    ("condition", "seen"),
    [
        ("duplicate", HIDDEN),
        ("contains-text(&quot;5&quot;)", HIDDEN),
        ("=0", None),
        ("!=0", HIDDEN),
        ("between(9,0)", HIDDEN),
        ("between(0,4)", None),
        ("formula-is([.A1]=0)", None),
        ("formula-is([.A1]=5)", HIDDEN),
        ("formula-is([.B1]=0)", HIDDEN),
        # No figure that is stored is an error.
        ("is-error", None),
    ],
)
@pytest.mark.parametrize("where", ["表.A1", "$表.$A$1:$表.$B$9", "'表'.D9 '表'.A1:'表'.A2"])
def test_conditional_formats_that_a_sheet_of_an_ods_lists(
    condition: str, seen: Shown | None, where: str
) -> None:
    """LibreOffice lists all of them so, and only some of them with the styles."""
    content = row(value(5)) + listed(where, condition)
    styles = NOTHING + named("n_5f_4", display_name="n_4", data_style_name="N4")
    assert shown(ods(content, styles)) == seen


def test_a_conditional_format_of_an_ods_for_other_cells() -> None:
    styles = NOTHING + named("n_5f_4", display_name="n_4", data_style_name="N4")
    assert shown(ods(row(value(5)) + listed("表.B1:表.C3", "duplicate"), styles)) is None


def span(style: str, inside: str) -> str:
    return f'<text:span text:style-name="{style}">{inside}</text:span>'


TEXTS = (
    named("gone", LINE, family="text")
    + named("up", properties(text_position="super 58%"), family="text")
    + named("down", properties(text_position="-33% 58%"), family="text")
    + named("kept", properties(text_line_through_style="none"), family="text")
    + named("bold", '<style:text-properties fo:font-weight="bold"/>', family="text")
)


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        (span("gone", "5") + "1", Shown("1", Why.STRUCK, "5", "1")),
        ("25" + span("up", "1"), Shown("25¹", Why.RAISED, "1", "25")),
        ("25" + span("down", "1"), Shown("25₁", Why.RAISED, "1", "25")),
        (span("gone", "5" + span("bold", "6")) + "1", Shown("1", Why.STRUCK, "56", "1")),
        (span("gone", "5" + span("kept", "6")), Shown("6", Why.STRUCK, "5", "6")),
        (span("bold", "25"), None),
    ],
)
def test_pieces_of_a_text_in_an_ods(inside: str, seen: Shown | None) -> None:
    content = cell('office:value-type="string"', f"<text:p>{inside}</text:p>")
    assert shown(ods(row(content), TEXTS)) == seen


def test_a_conditional_format_of_a_text_with_fonts_of_its_own_in_an_ods() -> None:
    of_cell = 'table:style-name="own" office:value-type="string"'
    content = row(cell(of_cell, f"<text:p>{span('kept', '25')}</text:p>"))
    maps = '<style:map style:condition="cell-content()!=0" style:apply-style-name="struck"/>'
    styles = TEXTS + named("own", maps) + named("struck", LINE)
    assert shown(ods(content, styles)) == Shown("", Why.STRUCK, "25", "")


def test_a_matrix_is_the_formula_of_each_of_its_cells_in_an_ods() -> None:
    first = cell(
        'table:formula="of:=[.A5:.B5]" table:number-matrix-columns-spanned="2" '
        'table:number-matrix-rows-spanned="1" office:value-type="float" office:value="1"'
    )
    found = grid_of(ods(row(first + value(2) + value(3)), ""))
    assert found.formulas == {(0, 0): "=A5:B5", (0, 1): "=A5:B5"}


def test_a_name_that_stands_for_something_outside_in_an_ods() -> None:
    one = cell('table:formula="of:=far*2" office:value-type="float" office:value="1"')
    names = (
        '<table:named-expressions><table:named-range table:name="far" '
        "table:cell-range-address=\"'file:///a.ods'#$S.$A$1\"/></table:named-expressions>"
    )
    found = grid_of(ods(row(one), "", behind=names))
    assert found.formulas == {(0, 0): "='file:///a.ods'#$S.$A$1*2"}


def test_a_formula_whose_result_is_an_empty_text_in_an_ods() -> None:
    empty = 'table:formula="of:=&quot;&quot;"'
    texts = [
        cell(empty, "<text:p/>"),
        cell(f'{empty} office:value-type="string" office:string-value=""'),
        cell(empty),
    ]
    assert grid_of(ods(row("".join(texts)), "")).shown == {(0, 0): EMPTY, (0, 1): EMPTY}
