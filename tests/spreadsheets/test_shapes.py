"""A sheet that is read by its shape gives what it gives when nothing is known of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.build import edit, everything, filled, patched, sheet_part
from toolkit.grids.grid import Workbook
from toolkit.grids.refusals import Unreadable
from toolkit.spreadsheets import ooxml_texts, xlsx, xlsx_apart, xlsx_shape
from toolkit.spreadsheets.remembered import remembered
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.spreadsheets.xlsx_sheet import look_through

GOOD = filled(everything(7))
TABLE, COVER = sheet_part(GOOD, "表三"), sheet_part(GOOD, "封面")
TEXTS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"

# What may stand in an input: as programs spell it, as only damage does, and what is no number.
CELLS = [
    '<c r="{}" s="{}"/>',
    '<c r="{}"/>',
    '<c r="{}" s="{}"></c>',
    '<c r="{}" s="{}"><v></v></c>',
    '<c r="{}" s="{}"><v/></c>',
    '<c r="{}" s="{}" t="n"><v>12</v></c>',
    '<c r="{}" s="{}"><v>{}</v></c>',
    '<c r="{}" s="{}" t="s"><v>3</v></c>',
    '<c r="{}" s="{}" t="s"><v>99999</v></c>',
    '<c r="{}" s="{}" t="s"><v>-1</v></c>',
    '<c r="{}" s="{}" t="s"><v></v></c>',
    '<c r="{}" s="{}" t="s"><v>3</v><extLst/></c>',
    '<c r="{}" s="{}" t="s">\n<v>3</v>\n</c>',
    '<c r="{}" s="{}" t="s"><v\n>3</v></c>',
    '<c r="{}" s="{}"><v>12</v><extLst/></c>',
    '<c r="{}" s="{}" t="str"><v>十二</v></c>',
    '<c r="{}" s="{}" t="str"><v></v></c>',
    '<c r="{}" s="{}" t="str"><v>A&amp;B</v></c>',
    '<c r="{}" s="{}" t="str"><v>a_x000D_b</v></c>',
    '<c r="{}" s="{}" t="b"><v>1</v></c>',
    '<c r="{}" s="{}" t="b"><v>true</v></c>',
    '<c r="{}" s="{}" t="e"><v>#REF!</v></c>',
    '<c r="{}" s="{}" t="d"><v>2026-01-20</v></c>',
    '<c r="{}" s="{}" t="inlineStr"><is><t>12件</t></is></c>',
    '<c r="{}" s="{}" t="inlineStr"><is><t> 12 </t></is></c>',
    '<c r="{}" s="{}" t="inlineStr"><is><t xml:space="preserve"> 12 </t></is></c>',
    '<c r="{}" s="{}" t="inlineStr"><is><t>&#21313;&#20108;</t></is></c>',
    '<c r="{}" s="{}" t="inlineStr"><is><t></t></is></c>',
    '<c r="{}" s="{}" t="inlineStr"><is><r><t>1</t></r><r><t>2</t></r></is></c>',
    '<c r="{}" s="{}"><f>1+1</f><v>2</v></c>',
    '<c r="{}" s="{}"><f>1+1</f></c>',
    '<c r="{}" s="{}"><f>1+1</f/><c r="IV1"></c>',
    '<c r="{}" s="{}" t="str"><f>A1</f><v></v></c>',
    '<c r="{}" s="{}" t="str"><f>A1</f><v>12</v></c>',
    '<c r="{}" s="{}"><f t="shared" ref="D6:E6" si="0">A1</f><v>1</v></c>',
    '<c r="{}" s="{}"><f t="shared" si="0"/><v>5</v></c>',
    '<c r="{}" s="{}"><f t="array" ref="D6">SUM(A1:A2)</f><v>5</v></c>',
    '<c r="{}" s="{}"><f t="array" ref="D6:F7">A1:C2</f><v>5</v></c>',
    """<c r="{}" s="{}"><f t='array' ref='D6:F7'>A1:C2</f><v>5</v></c>""",
    '<c r="{}" s="{}"><f>[1]a!A1</f><v>5</v></c>',
    '<c r="{}" s="{}"><v>\x011</v></c>',
    '<c r="{}" s="{}"><v>1</v></c><c r="{}"><v>2</v></c>',
    '<c r="{}" s="{}"><v>1<!-- 2 --></v></c>',
    "<c r='{}' s='{}'><v>12</v></c>",
    '<c r="{}" s="{}"><v>12',
    '<c r="{}" s="{}"><v>1234</v>',
    '<c r="{}" s="{}"><v>12</v></c></v></c>',
    '<c r="{}" s="{}"><is><t>5</t></is></c>',
    '<c r="{}" s="{}" t="n"><is><t>5</t></is></c>',
    '<c r="{}" s="{}" t="str"><is><t>5</t></is></c>',
    '<c r="{}" s="{}" t="str"><f>A1</f></c>',
    '<c r="{}" s="{}" t="str"><v>a\x0b&amp;b</v></c>',
    '<c r="{}" s="{}" t="s"><f>A1</f><v>3</v></c>',
    '<c r="{}" s="{}" t="inlineStr"><f>A1</f><is><t>5</t></is></c>',
]
NUMBERS = [
    *("0", "12", "007", "-3", "1.5", "1E3", "9.8E-05", "1e400", "5.", ".5", "+5", " 5", "1_0"),
    *("0x1", "-", "12345678901234567890", "46042", "99999999", "１２", "5&#49;", "1,000"),
]
STRINGS = [
    *("总计", " 总计 ", "A&amp;B", "&#20803;", "&bad;", "a_x000D_b", "\r\n", "", "\u3000元 "),
]
ITEMS = [
    "<si><t>{}</t></si>",
    '<si><t xml:space="preserve">{}</t></si>',
    '<si><t>{}</t><rPh sb="0" eb="1"><t>zǒng</t></rPh><phoneticPr fontId="1"/></si>',
    "<si><r><t>{}</t></r><r><rPr><b/></rPr><t>计</t></r></si>",
    "<si><r><rPr><strike/></rPr><t>{}</t></r></si>",
    "<si/>",
    "<si><t/></si>",
    "<si><t>{}</t></si><si/>",
    "<si><t>{}</t></si><!-- a remark -->",
]


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_shape, "_known", {})


def read(content: bytes) -> Workbook | str:
    try:
        return read_workbook(content)
    except Unreadable as error:
        return str(error.reason)


def known_and_unknown(known: bytes, content: bytes) -> tuple[Workbook | str, Workbook | str]:
    """What a workbook gives after another was read, and what it gives as the first one."""
    xlsx_shape._known.clear()
    read(known)
    with_shapes = read(content)
    xlsx_shape._known.clear()
    return with_shapes, read(content)


def put(content: bytes, part: str, cells: Mapping[str, str]) -> bytes:
    """The workbook with other cells; each of them may name the address, the style and a number."""

    def changed(xml: str) -> str:
        for address, cell in cells.items():
            pattern = rf'<c r="{address}"( s="([0-9]+)")?[^>]*?(/>|>.*?</c>)'
            style = re.search(pattern, xml)
            assert style
            new = cell.replace("{}", address, 1).replace("{}", style[2] or "0", 1)
            xml = xml.replace(style[0], new.replace("{}", "12"), 1)
        return xml

    return patched(content, part, changed)


ADDRESSES = st.sampled_from(["D6", "E6", "F7", "G8", "I9", "J6", "A1", "I2"])
ANY_CELL = st.one_of(
    st.sampled_from(CELLS),
    st.sampled_from(NUMBERS).map(lambda one: '<c r="{}" s="{}"><v>' + one + "</v></c>"),
)


@pytest.mark.slow
@given(
    first=st.dictionaries(ADDRESSES, ANY_CELL, max_size=3),
    second=st.dictionaries(ADDRESSES, ANY_CELL, max_size=3),
)
@settings(deadline=None)
@example(first={}, second={"D6": CELLS[0], "E6": CELLS[7], "F7": CELLS[3]})
def test_whatever_stands_in_the_cells(first: dict[str, str], second: dict[str, str]) -> None:
    known, content = put(GOOD, TABLE, first), put(GOOD, TABLE, second)
    with_shapes, without = known_and_unknown(known, content)
    assert with_shapes == without


@pytest.mark.parametrize("cell", CELLS)
def test_one_cell_after_a_usual_one(cell: str) -> None:
    with_shapes, without = known_and_unknown(GOOD, put(GOOD, TABLE, {"E7": cell}))
    assert with_shapes == without


def with_text(content: bytes, text: str) -> bytes:
    """The workbook with that text as its fourth shared one."""
    items = re.compile("(?s)((?:<si>.*?</si>){3})<si>.*?</si>")
    return patched(content, TEXTS, lambda xml: items.sub(rf"\1<si><t>{text}</t></si>", xml, 1))


@pytest.mark.parametrize("text", ["", "12", "件", "12件"])
@pytest.mark.parametrize("before", ["", "12"])
@pytest.mark.parametrize("cell", [one for one in CELLS if 't="s"' in one])
def test_a_text_is_that_of_its_own_workbook(cell: str, before: str, text: str) -> None:
    """What a file holds that was read before is no part of the shape."""
    content = put(GOOD, TABLE, {"E7": cell})
    known = with_text(content, before)
    with_shapes, without = known_and_unknown(known, with_text(content, text))
    assert with_shapes == without


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_after_a_usual_one(number: str) -> None:
    cell = '<c r="{}" s="{}"><v>' + number + "</v></c>"
    with_shapes, without = known_and_unknown(GOOD, put(GOOD, TABLE, {"E7": cell}))
    assert with_shapes == without


@pytest.mark.parametrize("item", ITEMS)
@pytest.mark.parametrize("string", STRINGS)
def test_texts_however_they_are_spelt(item: str, string: str) -> None:
    new = item.format(string)
    changed = patched(GOOD, TEXTS, lambda xml: re.sub("<si>.*?</si>", lambda _: new, xml, count=1))
    with_shapes, without = known_and_unknown(GOOD, changed)
    assert with_shapes == without


@pytest.mark.parametrize(
    "style",
    ['numFmtId="14"', 'numFmtId="9"', 'numFmtId="0"', 'numFmtId="46"', 'numFmtId="49"'],
)
def test_styles_of_the_same_numbers_that_show_something_else(style: str) -> None:
    """The shape is the same: what its cells show is asked of the styles of each workbook."""
    other = patched(
        GOOD, STYLES, lambda xml: re.sub(r'(?<=<xf )numFmtId="[0-9]+"(?=[^>]*xfId)', style, xml)
    )
    with_shapes, without = known_and_unknown(GOOD, other)
    assert with_shapes == without
    with_shapes, without = known_and_unknown(other, GOOD)
    assert with_shapes == without


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<cols>", '<cols><col min="20" max="21" hidden="1"/>'),
        ("<cols>", '<cols><col min="4" max="4" width="9" style="5"/>'),
        ('sheet="1"', 'sheet="0"'),
        ("</worksheet>", "<sheetData/></worksheet>"),
        ("</worksheet>", "<!-- <sheetProtection sheet='1'/> --></worksheet>"),
        ("</worksheet>", ""),
        ("<mergeCells[^>]*>", '<mergeCells count="1"><mergeCell ref="D6:E6"/>'),
        ("</sheetData>", '</sheetData><conditionalFormatting sqref="D6"><cfRule type="cellIs" '
         'dxfId="0" priority="1" operator="equal"><formula>7</formula></cfRule>'
         "</conditionalFormatting>"),
        ("</worksheet>", "<extLst><dxf><font><strike/></font></dxf></extLst></worksheet>"),
        ('<row r="7"', '<row hidden="1" r="7"'),
        ('<row r="7"', '<row r="7" s="5" customFormat="1"'),
        (' ht="[0-9.]+"', ' ht="99"'),
        ('<row r="7"', '<row r="7" hid ht="1"den="1"'),
        ('<row r="7"', '<row r="7" ht="1" ht="2"'),
        ('<row r="7"', '<row r="7" s="007" customFormat="1"'),
        ("<sheetData>", "<sheetData>12"),
        ("</worksheet>", "</worksheet><!-- -->"),
        ("<sheetPr", "<!-- <cols><col min='1' max='9' hidden='1'/></cols> --><sheetPr"),
    ],
)  # fmt: skip
def test_what_stands_around_the_cells(old: str, new: str) -> None:
    changed = patched(GOOD, TABLE, lambda xml: re.sub(old, new, xml, count=1))
    assert changed != GOOD
    bare = put(changed, TABLE, {"D6": '<c r="{}"><v>7</v></c>'})
    other = put(changed, TABLE, {"D6": '<c r="{}" t="str"><v>A&amp;B</v></c>'})
    for content in (changed, bare, other):
        with_shapes, without = known_and_unknown(GOOD, content)
        assert with_shapes == without


def test_a_sheet_in_another_encoding() -> None:
    """The text of a formula is that which a parser reads, whatever was read before."""
    other = put(GOOD, TABLE, {"D6": '<c r="{}" s="{}" t="str"><v>中&amp;B</v></c>'})
    declared = '<?xml version="1.0" encoding="iso-8859-1"?>'
    other = patched(other, TABLE, lambda xml: re.sub(r"<\?xml[^>]*\?>", declared, xml))
    with_shapes, without = known_and_unknown(GOOD, other)
    assert with_shapes == without


def test_a_height_within_another_attribute() -> None:
    def row(attributes: str) -> bytes:
        return patched(GOOD, TABLE, lambda xml: re.sub('<row r="7"[^>]*', attributes, xml))

    known = row('<row r="7" hidden="1"')
    assert known != GOOD
    with_shapes, without = known_and_unknown(known, row('<row r="7" hid ht="1"den="1"'))
    assert with_shapes == without


def test_an_array_beside_a_formula_that_is_shared_with_nobody() -> None:
    """Both say for which cells they count, and only the array counts for more than its own."""
    array = '<c r="{}" s="{}"><f t="array" ref="E6:E300">D6:D300</f><v>5</v></c>'
    alone = '<c r="{}" s="{}"><f t="shared" ref="D8" si="0">1+1</f><v>2</v></c>'
    known = put(GOOD, TABLE, {"E6": array, "D8": alone})
    line = '<row r="300"><c r="E300"><v>5</v></c></row></sheetData>'
    content = patched(known, TABLE, lambda xml: xml.replace("</sheetData>", line))
    blank = line.replace("<v>5</v>", "")
    known = patched(known, TABLE, lambda xml: xml.replace("</sheetData>", blank))
    with_shapes, without = known_and_unknown(known, content)
    assert with_shapes == without


def test_heights_are_no_part_of_a_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs fit them to the texts, the first one's, too."""
    seen = looked_through(monkeypatch)
    read_workbook(GOOD)
    seen.clear()
    heights = iter(range(10, 1_000))
    higher = patched(
        GOOD, TABLE, lambda xml: re.sub(' ht="[^"]*"', lambda _: f' ht="{next(heights)}"', xml)
    )
    assert read_workbook(higher) == read_workbook(GOOD)
    assert next(heights) > 30
    assert seen == []


def test_what_a_shape_gives_is_compared_before_it_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is not understood of a sheet, it is read as if nothing were known."""
    right = read_workbook(GOOD)
    monkeypatch.setattr(xlsx_shape, "_known", {})
    monkeypatch.setattr(xlsx_shape, "_used", lambda rows, _: rows[:-1])
    assert read_workbook(GOOD) == read_workbook(GOOD) == right
    assert xlsx_shape._known == {}


def put_line(line: str) -> bytes:
    """The workbook with a further line below its table."""
    return patched(GOOD, TABLE, lambda xml: xml.replace("</sheetData>", line))


def looked_through(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The sheets that are looked through as if nothing were known of them, from now on."""
    seen: list[bytes] = []
    look = look_through

    def counted(part: bytes, *others: Any) -> Any:
        seen.append(part)
        return look(part, *others)

    monkeypatch.setattr(xlsx, "look_through", counted)
    return seen


def test_the_shape_of_a_sheet_is_found_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = looked_through(monkeypatch)
    first = read_workbook(GOOD)
    assert len(seen) == len(first.grids) == 7
    seen.clear()
    others = [
        filled({}),
        filled({"表三!D6": 0, "表三!E6": 12.5}),
        edit(filled({"表三!D6": 5}), {"表三!E6": "12件", "封面!B12": "张三"}),
        filled(everything(3)),
    ]
    for content in others:
        read_workbook(content)
    # openpyxl, which typed the third one, spells its sheets in its own way.
    assert len(seen) == 7
    for content in others:
        read_workbook(content)
    assert len(seen) == 7


def test_no_more_shapes_are_kept_than_a_few_forms_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_shape, "_MOST", 7)
    read_workbook(GOOD)
    mine = set(xlsx_shape._known)
    for row in range(100, 110):
        line = f'<row r="{row}"><c r="A{row}"><v>1</v></c></row></sheetData>'
        content = put_line(line)
        assert read_workbook(content).grids["表三"].value(row - 1, 0) == 1.0
        assert len(xlsx_shape._known) == 7
    # Those that all the others share are the last to be forgotten.
    assert len(mine & set(xlsx_shape._known)) == 6


def test_a_large_part_is_not_kept() -> None:
    """A part is remembered by its bytes, and a tree takes twenty times as much."""
    asked: list[int] = []

    @remembered(2)
    def length(part: bytes) -> int:
        asked.append(len(part))
        return len(part)

    small, large = b"a" * 100_000, b"a" * 100_001
    for part in (small, small, large, large):
        assert length(part) == len(part)
    assert asked == [100_000, 100_001, 100_001]


def test_a_cell_that_all_returns_have_is_taken_apart_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is one of which only the figure is another, as most are."""
    monkeypatch.setattr(xlsx_apart, "_CELLS", xlsx_apart._Cells())
    apart: list[bytes] = []
    take = xlsx_apart._cell_and_value

    def counted(spelt: bytes) -> tuple[bytes, bytes]:
        apart.append(spelt)
        return take(spelt)

    monkeypatch.setattr(xlsx_apart, "_cell_and_value", counted)
    read_workbook(GOOD)
    assert len(apart) > 800
    apart.clear()
    read_workbook(GOOD)
    assert apart == []
    changed = patched(GOOD, TABLE, lambda xml: xml.replace("<v>7</v>", "<v>123456</v>"))
    assert read_workbook(changed).grids["表三"].value(5, 3) == 123456
    assert apart == []
    read_workbook(put(GOOD, TABLE, {"D6": CELLS[0], "E6": CELLS[9]}))
    assert len(apart) == 2


def test_long_texts_are_not_kept() -> None:
    """There may be one in every file."""
    text = "长" * 50_000
    content = put(GOOD, TABLE, {"D6": f'<c r="{{}}" s="{{}}" t="str"><v>{text}</v></c>'})
    for _ in range(2):
        assert read_workbook(content).grids["表三"].value(5, 3) == text
    before = xlsx_shape._held_once.cache_info().currsize
    assert read_workbook(content).grids["表三"].value(5, 3) == text
    assert xlsx_shape._held_once.cache_info().currsize == before
    kept = [*xlsx_apart._CELLS, *ooxml_texts.PLAIN_TEXTS]
    assert max(map(len, kept)) < 10_000


def test_no_more_cells_are_kept_than_a_few_forms_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_apart, "_CELLS", xlsx_apart._Cells())
    monkeypatch.setattr(xlsx_apart, "_MOST", 50)
    expected = read_workbook(GOOD)
    assert read_workbook(GOOD) == expected
    assert 0 < len(xlsx_apart._CELLS) <= 50
    assert len(xlsx_apart._CELLS._around) <= 50
