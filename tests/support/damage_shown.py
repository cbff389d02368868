"""Cells that show another figure than they hold, and looks that only seem to do so."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from html import escape

from tests.support.damage import NOT_THE_CELL, TOLD, Hit, NotHere, damage, standing
from tests.support.damage_book import FORM, Book
from tests.support.damage_content import any_input, hit_at, typed_int
from tests.support.damage_sheet import Cell, number, words
from toolkit.form.number import to_number

_STYLES = "xl/styles.xml"


def styled(book: Book, code: str, *, shown_as: str = "", built_in: int = 0, font: str = "") -> str:
    """A new style like that of a cell, with another number format or font; its number."""
    if _STYLES not in book.parts:
        raise NotHere
    xml = book.parts[_STYLES].decode()
    head, start, rest = xml.partition("<cellXfs")
    xfs = re.findall(r"<xf [^>]*?/>|<xf .*?</xf>", rest.partition("</cellXfs>")[0], re.DOTALL)
    one = xfs[int(book.cell(book.spots[code]).style or 0)]
    if shown_as or built_in:
        known = built_in or 200 + len(re.findall("<numFmt ", head))
        one = re.sub('numFmtId="[^"]*"', f'numFmtId="{known}" applyNumberFormat="1"', one, count=1)
        one = re.sub(r'(applyNumberFormat="1".*?) applyNumberFormat="1"', r"\1", one)
        if shown_as:
            new = f'<numFmt numFmtId="{known}" formatCode="{escape(shown_as)}"/></numFmts>'
            head = head.replace("</numFmts>", new)
    if font:
        fonts = len(re.findall("<font>", head))
        head = head.replace(
            "</fonts>", f'<font>{font}<sz val="11"/><name val="宋体"/></font></fonts>'
        )
        head = re.sub('<fonts count="[^"]*"', f'<fonts count="{fonts + 1}"', head)
        one = re.sub('fontId="[^"]*"', f'fontId="{fonts}"', one, count=1)
    rest = rest.replace("</cellXfs>", f"{one}</cellXfs>", 1)
    rest = re.sub('^ count="[^"]*"', f' count="{len(xfs) + 1}"', rest)
    book.parts[_STYLES] = (head + start + rest).encode()
    return str(len(xfs))


def _zero(book: Book, rng: random.Random, value: int | None = 0) -> str:
    """An input that holds 0, or nothing."""
    codes = [c for t in standing(book) for c in FORM.table_inputs(t) if book.typed[c] == value]
    if not codes:
        raise NotHere
    return rng.choice(codes)


def _register(
    name: str,
    formats: Sequence[str | int],
    *,
    tells: bool,
    least: int = 1,
    zero: bool = False,
    dates: bool = False,
) -> None:
    def format_(book: Book, rng: random.Random) -> Hit:
        code = _zero(book, rng) if zero else any_input(book, rng, figure=True, least=least)
        chosen = rng.choice(formats)
        value = str(rng.randint(1, 60_000)) if dates else book.written(code)
        if isinstance(chosen, int):
            style = styled(book, code, built_in=chosen)
        else:
            style = styled(book, code, shown_as=chosen)
        book.put(book.spots[code], number(value, style))
        if tells:
            book.typed[code] = f"{value} shown by {chosen}"
        return hit_at(book, code)

    if tells:
        damage(name, expect=TOLD, sums=NOT_THE_CELL)(format_)
    else:
        damage(name, harmless=True)(format_)


_register(
    "a format in thousands", ["#,##0,", "0,", "#,##0,;-#,##0,", "0.0,", "#,##0,,"], tells=True
)
_register("a format in 万", [r"0\.0,", r'0!.0,"万"', r"#0\.0,"], tells=True)
_register("a per cent format", ["0%", "0.00%", "#,##0%", "0%;[Red]-0%", 9, 10], tells=True)
_register("a format with digits in it", ['"12"件', '0"0"', "0\\0", '"1"0', '0"000"'], tells=True)
_register("a word that multiplies", ['0"k"', '"负"0', '"百分之"0', "(0)"], tells=True)
_register("a format that hides", [";;;", '""', ";;;@", '"";""'], tells=True)
_register(
    "a weekday",
    ["[$-804]aaaa;@", "aaa", "dddd", "[$-804]ddd", "[$-409]dddd;@"],
    tells=True,
    dates=True,
)
_register(
    "a part of a date",
    ['d"日"', 'm"月"', "mmm", "[$-804]mmmm", "yy", "yyyy"],
    tells=True,
    dates=True,
)
_register(
    "a date of an era",
    ["[$-411]ge.m.d;@", '[$-411]ggge"年"', "[$-404]e/m/d", "e"],
    tells=True,
    dates=True,
)
_register(
    "a date in Chinese",
    [
        'yyyy"年"m"月"d"日"',
        "[DBNum1][$-804]m月d日",
        "[$-804]yyyy年m月;@",
        "[$-F800]dddd, mmmm dd, yyyy",
    ],
    tells=True,
    dates=True,
)
_register(
    "a time",
    ["h:mm", "[h]:mm:ss", "[h]", "[mm]", 'h"时"mm"分"', "上午/下午h:mm"],
    tells=True,
    dates=True,
)
_register(
    "a date that is built in",
    [14, 15, 16, 17, 18, 20, 22, 31, 45, 46, 47, 57],
    tells=True,
    dates=True,
)
_register(
    "a format behind a button",
    [
        "#,##0",
        "#,##0.00",
        "0",
        "0.00",
        "@",
        "0_ ",
        "0_);(0)",
        "General",
        1,
        2,
        3,
        4,
        37,
        38,
        39,
        49,
    ],
    tells=False,
    least=0,
)
_register(
    "accounting and currency",
    [
        '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
        '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
        '"¥"#,##0;"¥"-#,##0',
        "[$¥-804]#,##0.00",
        "[$￥-804]#,##0",
        *(41, 42, 43, 44),
    ],
    tells=False,
    least=0,
)
_register("colours and conditions", ["[Red]0", "[>100]0;0", "0;[Red]-0", "[蓝色]0"], tells=False)
_register("a format with a unit", ['0"件"', '#,##0"件"', "0\\ ", '0"人次"'], tells=False)
_register("a zero that is not shown", ["0;-0;;@", ";;;", "#", '0;0;"-"'], tells=False, zero=True)


# --- Fonts and pieces ----------------------------------------------------------------------------

_STRUCK = ("<strike/>", '<strike val="1"/>', '<strike val="true"/>')


@damage("a number struck out", expect=TOLD, sums=NOT_THE_CELL)
def struck(book: Book, rng: random.Random) -> Hit:
    code = any_input(book, rng, figure=True, least=1)
    style = styled(book, code, font=rng.choice(_STRUCK))
    put = number if rng.random() < 0.5 else words
    book.put(book.spots[code], put(book.written(code), style))
    book.typed[code] = "struck out"
    return hit_at(book, code)


def _conditional(book: Book, code: str, look: str, rule: str) -> None:
    """A conditional format with this look for a cell."""
    sheet = book.sheet(book.spots[code].sheet)
    if _STYLES not in book.parts or sheet.spelling:
        raise NotHere
    xml = book.parts[_STYLES].decode()
    known = len(re.findall("<dxf>", xml))
    xml = re.sub("<dxfs[^>]*/>", "<dxfs></dxfs>", xml)
    book.parts[_STYLES] = xml.replace("</dxfs>", f"<dxf>{look}</dxf></dxfs>").encode()
    rule = rule.replace("A1", book.spots[code].address)
    added = (
        f'<conditionalFormatting sqref="{book.spots[code].address}"><cfRule priority="99" '
        f'dxfId="{known}" {rule}</cfRule></conditionalFormatting>'
    )
    sheet.spelling = (lambda xml: xml.replace("</sheetData>", f"</sheetData>{added}"),)


@damage("a conditional format that shows another figure", expect=TOLD, sums=NOT_THE_CELL)
def conditional(book: Book, rng: random.Random) -> Hit:
    code = any_input(book, rng, figure=True, least=1)
    looks = [
        f'<numFmt numFmtId="999" formatCode="{one}"/>'
        for one in (";;;", "0,", "0%", "&quot;&quot;")
    ]
    look = rng.choice([*looks, "<font><strike/></font>"])
    rules = [
        'type="expression"><formula>TRUE</formula>',
        'type="cellIs" operator="greaterThan"><formula>0</formula>',
        'type="expression"><formula>A1&lt;&gt;0</formula>',
    ]
    _conditional(book, code, look, rng.choice(rules))
    book.typed[code] = f"{book.written(code)} in a conditional format"
    return hit_at(book, code)


@damage("a conditional format that changes no figure", harmless=True)
def conditional_plain(book: Book, rng: random.Random) -> Hit:
    code = any_input(book, rng, figure=True)
    bold, hidden = "<font><b/></font>", '<numFmt numFmtId="999" formatCode=";;;"/>'
    every, none = 'type="expression"><formula>TRUE</formula>', "<formula>0</formula>"
    looks = [(bold, every), (hidden, f'type="cellIs" operator="equal">{none}')]
    _conditional(book, code, *rng.choice(looks))
    return hit_at(book, code)


@damage("a cell with the style of its row", expect=TOLD, sums=NOT_THE_CELL)
def style_of_row(book: Book, rng: random.Random) -> Hit:
    code = any_input(book, rng, figure=True, least=1)
    sheet, (row, column) = book.sheet(book.spots[code].sheet), book.spots[code].at
    style = styled(book, code, shown_as="0%")
    sheet.rows[row] = f'{sheet.rows.get(row, "")} s="{style}" customFormat="1"'
    sheet.cells[row, column] = number(book.written(code), "")
    book.typed[code] = f"{book.written(code)} as a share"
    return hit_at(book, code)


@damage("a font that says it is not struck out", harmless=True)
def not_struck(book: Book, rng: random.Random) -> Hit:
    code = any_input(book, rng, figure=True)
    font = rng.choice(['<strike val="0"/>', '<strike val="false"/>', "<b/><i/><u/>"])
    book.put(book.spots[code], number(book.written(code), styled(book, code, font=font)))
    return hit_at(book, code)


@damage("a blank cell whose font is struck out", harmless=True)
def blank_struck(book: Book, rng: random.Random) -> Hit:
    code = _zero(book, rng, None)
    book.put(book.spots[code], Cell(styled(book, code, font="<strike/>")))
    return hit_at(book, code)


def _run(text: str, look: str = "") -> str:
    return f'<r>{f"<rPr>{look}</rPr>" if look else ""}<t xml:space="preserve">{text}</t></r>'


def _in_pieces(book: Book, code: str, pieces: str, rng: random.Random) -> None:
    inline = Cell("", "inlineStr", f"<is>{pieces}</is>")
    book.put(book.spots[code], rng.choice([Cell("", "s", pieces), inline]))


def _pieces(book: Book, rng: random.Random, pieces: str) -> Hit:
    code = any_input(book, rng)
    _in_pieces(book, code, pieces, rng)
    book.typed[code] = pieces
    return hit_at(book, code)


@damage("a figure with a piece struck out", expect=TOLD, sums=NOT_THE_CELL)
def piece_struck(book: Book, rng: random.Random) -> Hit:
    old, new = str(rng.randint(1, 99)), str(rng.randint(1, 99))
    look = rng.choice(_STRUCK)
    both = [_run(old, look), _run(new, rng.choice(["", "<b/>"]))]
    return _pieces(book, rng, "".join(both if rng.random() < 0.7 else reversed(both)))


@damage("a figure all of whose pieces are struck out", expect=TOLD, sums=NOT_THE_CELL)
def pieces_struck(book: Book, rng: random.Random) -> Hit:
    text = str(rng.randint(10, 999))
    return _pieces(book, rng, _run(text[:1], "<strike/>") + _run(text[1:], "<b/><strike/>"))


@damage("a figure with a raised or lowered piece", expect=TOLD, sums=NOT_THE_CELL)
def raised(book: Book, rng: random.Random) -> Hit:
    how = rng.choice(["superscript", "subscript"])
    note = rng.choice(["1", "2", "12"])
    look = f'<vertAlign val="{how}"/>'
    return _pieces(book, rng, _run(str(rng.randint(1, 999))) + _run(note, look))


@damage("a figure in pieces of other colours", harmless=True)
def coloured(book: Book, rng: random.Random) -> Hit:
    code = any_input(book, rng, figure=True)
    text = book.written(code)
    cut = rng.randint(0, len(text))
    looks = rng.sample(
        ["", '<color rgb="FFFF0000"/>', "<b/>", '<strike val="0"/>', '<vertAlign val="baseline"/>'],
        2,
    )
    _in_pieces(book, code, _run(text[:cut], looks[0]) + _run(text[cut:], looks[1]), rng)
    return hit_at(book, code)


@damage("a figure with its reading", harmless=True)
def phonetic(book: Book, rng: random.Random) -> Hit:
    code = any_input(book, rng, figure=True)
    text = f'<t>{book.written(code)}</t><rPh sb="0" eb="1"><t>9</t></rPh><phoneticPr fontId="1"/>'
    _in_pieces(book, code, text, rng)
    return hit_at(book, code)


@damage("an amount in yuan by its format", expect=TOLD, sums=NOT_THE_CELL)
def scaled_amount(book: Book, rng: random.Random) -> Hit:
    codes = [c for c in FORM.inputs if FORM.decimals[c] and c in book.spots]
    codes = [c for c in codes if isinstance(book.typed[c], int) and typed_int(book, c)]
    if not codes:
        raise NotHere
    code = rng.choice(codes)
    value = to_number(typed_int(book, code), FORM.decimals[code]) * 10_000
    style = styled(book, code, shown_as=r"0\.0000,")
    book.put(
        book.spots[code],
        number(str(value.normalize() if hasattr(value, "normalize") else value), style),
    )
    book.typed[code] = "shown in 万"
    return hit_at(book, code)
