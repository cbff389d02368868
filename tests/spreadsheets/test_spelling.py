"""Ways of spelling one and the same cell that XML allows, and some that it does not."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.build import filled, parts, patched, sheet_part
from toolkit.grids.grid import Grid
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.workbook import read_workbook

GOOD = filled({"表三!D6": 12, "表三!D8": 12})
PART = sheet_part(GOOD, "表三")
CELL = re.compile('<c r="D6"[^>]*>.*?</c>')
D6 = (5, 3)


def spelt(cell: str) -> bytes:
    """The good return with that XML in place of the cell D6."""
    return patched(GOOD, PART, lambda xml: CELL.sub(lambda _: cell, xml, count=1))


def table(content: bytes) -> Grid:
    return read_workbook(content).grids["表三"]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="D6"><v>12</v></c>',
        "<c r='D6'><v>12</v></c>",
        '<c  r="D6"\n><v\n>12</v></c>',
        '<c s="1" t="n" cm="1" r="D6"><v>12</v></c>',
        '<c r="d6"><v>12</v></c>',
        '<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="D6">'
        "<x:v>12</x:v></x:c>",
        '<c r="D6"><v><![CDATA[12]]></v></c>',
        '<c r="D6"><v>1<!-- a remark -->2</v></c>',
        '<c r="D6"><v>1<?program?>2</v></c>',
        '<c r="D6"><v>1&#50;</v></c>',
        '<c r="D6"><v>1.2E1</v></c>',
        '<c r="D6"><v>12</v><extLst><ext uri="a"><v>13</v></ext></extLst></c>',
    ],
)
def test_a_number_is_the_same_however_it_is_spelt(cell: str) -> None:
    """calamine by itself reads 1, or nothing, where a number is not one plain text."""
    grid = table(spelt(cell))
    assert grid.value(*D6) == 12.0
    assert grid.rows == table(GOOD).rows and grid.formulas == table(GOOD).formulas


_DIGIT: list[Callable[[str], str]] = [
    str,
    lambda one: f"&#{ord(one)};",
    lambda one: f"&#x{ord(one):x};",
    lambda one: f"<![CDATA[{one}]]>",
    lambda one: f"<!-- 9 -->{one}",
    lambda one: f"{one}<?p 9?>",
]
_AROUND = ["<v>{}</v>", '<v xml:space="preserve">{}</v>', "<v\n>{}</v >"]


@pytest.mark.slow
@given(
    number=st.integers(0, 10**9).map(str),
    ways=st.lists(st.sampled_from(_DIGIT), min_size=10, max_size=10),
    around=st.sampled_from(_AROUND),
    quote=st.sampled_from("\"'"),
    more=st.sampled_from(["", " t={0}n{0}", " s={0}1{0}", " cm={0}1{0}"]),
    space=st.sampled_from([" ", "\n", "\t", "  ", "\r\n"]),
)
def test_any_spelling_of_a_number_is_that_number(
    number: str, ways: list[Callable[[str], str]], around: str, quote: str, more: str, space: str
) -> None:
    digits = "".join(way(digit) for way, digit in zip(ways, number, strict=False))
    cell = f"<c{space}r={quote}D6{quote}{more.format(quote)}>{around.format(digits)}</c>"
    assert table(spelt(cell)).value(*D6) == float(number)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="D6" t="str"><v>12</v></c>',
        '<c r="D6" t="inlineStr"><is><t>12</t></is></c>',
        '<c r="D6" t="inlineStr"><is><t><![CDATA[12]]></t></is></c>',
        '<c r="D6" t="inlineStr"><is><r><t>1</t></r><r><t>2</t></r></is></c>',
        '<c r="D6" t="inlineStr"><is><t>12</t><rPh sb="0" eb="1"><t>9</t></rPh></is></c>',
    ],
)
def test_a_text_is_the_same_however_it_is_spelt(cell: str) -> None:
    assert table(spelt(cell)).value(*D6) == "12"


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="D6"><v>12</v><v>13</v></c>',
        '<c r="D6"><v>1<b/>2</v></c>',
        '<c r="D6"><v>12</v></c><c r="D6"><v>13</v></c>',
        '<c r="D6" t="n"><v>twelve</v></c>',
        '<c r="D6" t="s"><v>99999</v></c>',
        '<c r="D6" t="unknown"><v>12</v></c>',
    ],
)
def test_what_says_two_things_or_none_is_refused(cell: str) -> None:
    with pytest.raises(Unreadable, match=Refusal.BROKEN.text):
        read_workbook(spelt(cell))


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="D6" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="D6" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="D6" t="e"><f t="shared" si="3"/><v>#N/A</v></c>', "#N/A"),
        ('<c r="D6" t="e"><v>#SPILL!</v></c>', "#SPILL!"),
        ("<c r='D6' t='e'><v>#CALC!</v></c>", "#CALC!"),
        ('<c r="D6" t="e"></c>', ""),
        ('<c r="D6" t="e"/>', ""),
        ('<c\nr="D6"\tt="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="D6" t="e"><v\n>#REF!</v></c>', "#REF!"),
    ],
)
def test_an_error_is_that_of_its_own_cell(cell: str, shown: str) -> None:
    assert table(spelt(cell)).errors == {D6: shown}


@pytest.mark.parametrize("name", [PART, PART.upper(), f"/{PART}", PART.replace("/", "\\")])
def test_a_part_that_is_there_twice_is_refused(name: str) -> None:
    """Programs differ in which of them they show."""
    buffer = BytesIO()
    other = parts(spelt('<c r="D6"><v>77</v></c>'))[PART]
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as package:
        warnings.simplefilter("ignore")
        for one, part in parts(GOOD).items():
            package.writestr(one, part)
        package.writestr(name, other)
    with pytest.raises(Unreadable, match=Refusal.BROKEN.text):
        read_workbook(buffer.getvalue())


def test_two_sheets_of_one_name_are_refused() -> None:
    """Which of them is shown by it, nobody knows."""
    content = patched(GOOD, "xl/workbook.xml", lambda xml: xml.replace('"表四"', '"表三"'))
    with pytest.raises(Unreadable, match=Refusal.TWIN_SHEETS.text):
        read_workbook(content)


def test_the_workbook_is_the_part_that_we_looked_through() -> None:
    """calamine would follow the package's own pointer to another one."""
    content = patched(GOOD, "_rels/.rels", lambda xml: xml.replace("xl/workbook", "xl/other"))
    assert table(content).value(*D6) == 12.0
