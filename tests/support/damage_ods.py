"""Returns that were saved as .ods, and cells there that show another figure than they hold."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from html import escape, unescape

from tests.support.build import zipped
from tests.support.damage import NOT_THE_CELL, TOLD, Hit, NotHere, damage, standing
from tests.support.damage_book import FORM, Book, Spot
from tests.support.damage_content import hit_at, typed_int
from tests.support.damage_sheet import Cell, Sheet

_URN = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = " ".join(
    f'xmlns:{short}="{_URN}:{long}:1.0"'
    for short, long in (
        *((one, one) for one in ("office", "table", "text", "meta", "style")),
        ("fo", "xsl-fo-compatible"),
        ("number", "datastyle"),
    )
)
# The styles that a cell or a piece of its text may have.
_STYLES = """
<number:percentage-style style:name="N1"><number:number number:min-integer-digits="1"
 number:decimal-places="0"/><number:text>%</number:text></number:percentage-style>
<number:number-style style:name="N2"><number:number number:min-integer-digits="1"
 number:decimal-places="0" number:display-factor="1000"/></number:number-style>
<number:number-style style:name="N3"/>
<number:number-style style:name="N4"><number:number number:min-integer-digits="1"
 number:decimal-places="0" number:grouping="true"/></number:number-style>
<style:style style:name="percent" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="thousands" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="grouped" style:family="table-cell" style:data-style-name="N4"/>
<style:style style:name="struck" style:family="table-cell">
<style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="bold" style:family="table-cell">
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T1" style:family="text">
<style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="T2" style:family="text">
<style:text-properties style:text-position="super 58%"/></style:style>
"""
_VALUE, _FORMULA = re.compile("<v>([^<]*)</v>"), re.compile("<f")
_OUTSIDE = re.compile(r"<f>[^<]*\[\d")


def _as_ods(book: Book, odd: Mapping[Spot, str]) -> bytes:
    """The book as .ods; ``odd``: cells that are written otherwise, as XML."""
    tables = "".join(_table(one, odd) for one in book.sheets)
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    styles = f"<office:automatic-styles>{_STYLES}</office:automatic-styles>"
    content = f"<office:document-content {_NAMES}>{styles}{body}</office:document-content>"
    properties = re.findall(
        r'name="([^"]*)"><vt:lpwstr>([^<]*)<', book.parts["docProps/custom.xml"].decode()
    )
    said = "".join(
        f'<meta:user-defined meta:name="{name}">{text}</meta:user-defined>'
        for name, text in properties
    )
    meta = (
        f"<office:document-meta {_NAMES}><office:meta>{said}</office:meta></office:document-meta>"
    )
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped(
        {"mimetype": mimetype, "content.xml": content.encode(), "meta.xml": meta.encode()}
    )


def _table(sheet: Sheet, odd: Mapping[Spot, str]) -> str:
    protected = ' table:protected="true"' if sheet.protection else ""
    rows, columns = sheet.extent
    lines = []
    for row in range(rows):
        cells = (
            odd.get(Spot(sheet.name, (row, c))) or _cell(sheet.cells.get((row, c), Cell()))
            for c in range(columns)
        )
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    inside = "".join(lines)
    return f'<table:table table:name="{sheet.name}"{protected}>{inside}</table:table>'


def _cell(one: Cell) -> str:
    if one.kind == "s":
        # A line break that an .xlsx escapes is one of its own kind here.
        text = escape(unescape(one.inner), quote=False).replace("_x000D_", "</text:p><text:p>")
        return _odd('office:value-type="string"', text)
    value = _VALUE.search(one.inner)
    formula = f' table:formula="{_formula(one.inner)}"' if _FORMULA.search(one.inner) else ""
    if not value:
        return f"<table:table-cell{formula}/>"
    if one.kind == "b":
        truth = "true" if value[1] == "1" else "false"
        attributes = f'office:value-type="boolean" office:boolean-value="{truth}"{formula}'
        return _odd(attributes, truth.upper())
    if one.kind == "str":
        return _odd(f'office:value-type="string"{formula}', value[1])
    return _odd(f'office:value-type="float" office:value="{value[1]}"{formula}', value[1])


def _formula(inner: str) -> str:
    """Not the same formula in the other language, but one from the same workbook or another."""
    return "of:=['file:///D:/a.xlsx'#$Sheet1.A1]" if _OUTSIDE.search(inner) else "of:=[.A1]+0"


def _odd(attributes: str, shown: str) -> str:
    return f"<table:table-cell {attributes}><text:p>{shown}</text:p></table:table-cell>"


def _float(value: str, style: str, shown: str) -> str:
    attributes = f'office:value-type="float" office:value="{value}" table:style-name="{style}"'
    return _odd(attributes, shown)


def _code(book: Book, rng: random.Random) -> str:
    """A figure that is not 0, in a book that can be written so."""
    plain = all(
        not one.spelling
        and all(
            c.kind in ("", "s", "str", "b") and not c.inner.startswith("<r")
            for c in one.cells.values()
        )
        for one in book.sheets
    )
    hidden = any(one.rows and 'hidden="1"' in str(one.rows) for one in book.sheets)
    if book.finish or book.wrap or not plain or hidden or "docProps/custom.xml" not in book.parts:
        raise NotHere
    codes = [
        code
        for table in standing(book)
        for code in FORM.table_inputs(table)
        if isinstance(book.typed[code], int) and typed_int(book, code)
    ]
    if not codes:
        raise NotHere
    return rng.choice(codes)


def _saved(book: Book, rng: random.Random, *, odd: str = "") -> Hit:
    code = _code(book, rng)
    value = book.written(code)
    ways = {
        "percent": _odd(
            f'office:value-type="percentage" office:value="{value}" table:style-name="percent"',
            f"{value}00%",
        ),
        "thousands": _float(value, "thousands", "0"),
        "struck": _float(value, "struck", value),
        "piece": _odd(
            'office:value-type="string"',
            f'<text:span text:style-name="T1">5</text:span>{value}',
        ),
        "raised": _odd(
            'office:value-type="string"',
            f'{value}<text:span text:style-name="T2">1</text:span>',
        ),
    }
    plain = [_float(value, style, value) for style in ("bold", "grouped")]
    written = ways[odd] if odd else rng.choice(plain)
    spot = book.spots[code]
    book.wrap = lambda content: _as_ods(book, {spot: written})
    book.file = "报送.ods"
    if odd:
        book.typed[code] = f"{value} in an .ods, {odd}"
    return hit_at(book, code)


@damage("saved as .ods", harmless=True)
def saved(book: Book, rng: random.Random) -> Hit:
    return _saved(book, rng)


def _register(name: str, odd: str) -> None:
    def spoil(book: Book, rng: random.Random) -> Hit:
        return _saved(book, rng, odd=odd)

    damage(f"in an .ods, {name}", expect=TOLD, sums=NOT_THE_CELL)(spoil)


_register("a per cent", "percent")
_register("a format in thousands", "thousands")
_register("a number struck out", "struck")
_register("a piece struck out", "piece")
_register("a raised piece", "raised")
