"""Damage to cells after which they hold no certain figure: texts, errors, dates, formulas."""

from __future__ import annotations

import random
import re

from tests.support.damage import NOT_THE_CELL, Hit, NotHere, damage, sheet_of, standing
from tests.support.damage_book import FORM, Book
from tests.support.damage_content import any_input, hit_at
from tests.support.damage_looks import XML_SPELLINGS
from tests.support.damage_sheet import Cell, number, words

# --- What is no figure ---------------------------------------------------------------------------


def _spoilt(book: Book, code: str, new: Cell, shown: str) -> Hit:
    book.put(book.spots[code], new)
    book.typed[code] = shown
    return hit_at(book, code)


def _text(book: Book, rng: random.Random, text: str, count: bool = False) -> Hit:
    return _spoilt(book, any_input(book, rng, count=count), words(text), text)


def _register_text(name: str, *texts: str, code: str = "NUM-01", count: bool = False) -> None:
    def spoil(book: Book, rng: random.Random) -> Hit:
        return _text(book, rng, rng.choice(texts), count)

    damage(name, expect=code, sums=NOT_THE_CELL)(spoil)


_register_text("a number with its unit", "12件", "3 条", "251000元", "8.2万元", "１２件")
_register_text("a number with a remark", "22（其中修订16件）", "12(含上年2件)", "约12", "12左右")
_register_text("a dash", "—", "-", "－", "——", "–")
_register_text("a slash", "/", "／", "\\")
_register_text("a word for nothing", "无", "零", "没有", "空", "未发生", "N/A", "NA", "None")
_register_text("a circled digit", "①", "②", "⑫")
_register_text("a superscript digit", "²", "1²", "x³")
_register_text("Chinese numerals", "十二", "〇", "三万", "拾贰")
_register_text("digits of another script", "١٢", "१२", "𝟏𝟐")
_register_text("a number in scientific notation", "1e3", "1E3", "1.2E+10")
_register_text("words of programs", "nan", "inf", "NaN", "TRUE", "null", "0x1F", "1_000")
_register_text("a number with a plus sign", "+5", "＋5")
_register_text("a blank inside a number", "1 2", "1\u00a0234", "1　2", "1\n2")
_register_text("wrong thousands separators", "1,23", "12,34,567", "1，2", ",5", "1,2345")
_register_text("two figures in a cell", "12/3", "12、3", "12;3", "12-3", "3~5")
_register_text("a text that looks like a formula", "=1+1", "=SUM(A1:A3)")
_register_text("a text that looks like a date", "2024-05-01", "5月1日", "2024.5.1")
_register_text("a point without digits", "5.", ".5", "1.2.3")
_register_text("a negative number as text", "-3", "－3", "-1,234", code="NUM-02")
_register_text(
    "decimals in a count, as text", "3.5", "1,234.5", "３．５", code="NUM-03", count=True
)
_register_text("16 digits as text", "1234567890123456", "9007199254740993", code="NUM-04")
_register_text("an error as text", "#REF!?", "#", "##########")


@damage("a negative number", expect="NUM-02", sums=NOT_THE_CELL)
def negative(book: Book, rng: random.Random) -> Hit:
    value = -rng.randint(1, 10**6)
    return _spoilt(book, any_input(book, rng), number(value), str(value))


@damage("decimals in a count", expect="NUM-03", sums=NOT_THE_CELL)
def decimals(book: Book, rng: random.Random) -> Hit:
    value = f"{rng.randint(0, 99)}.{rng.choice(['5', '25', '0000001', '999'])}"
    return _spoilt(book, any_input(book, rng, count=True), number(value), value)


@damage("too many decimals in an amount", expect="NUM-03", sums=NOT_THE_CELL)
def amount_decimals(book: Book, rng: random.Random) -> Hit:
    codes = [c for t in standing(book) for c in FORM.table_inputs(t) if FORM.decimals[c]]
    if not codes:
        raise NotHere
    code = rng.choice(codes)
    value = f"{rng.randint(0, 99)}.{'1' * FORM.decimals[code]}5"
    return _spoilt(book, code, number(value), value)


@damage("a number of 16 digits", expect="NUM-04", sums=NOT_THE_CELL)
def too_long(book: Book, rng: random.Random) -> Hit:
    value = rng.choice(["1E+15", "1234567890123456", "9.9E+99", "4107281234567890"])
    return _spoilt(book, any_input(book, rng), number(value), value)


@damage("a date", expect="NUM-06", sums=NOT_THE_CELL)
def date(book: Book, rng: random.Random) -> Hit:
    """5-1 typed into a cell: Excel makes a date of it."""
    styles = book.parts.get("xl/styles.xml", b"").decode()
    known = re.findall('<xf numFmtId="(\\d+)"', styles.partition("<cellXfs")[2])
    if "164" not in known or 'numFmtId="164" formatCode="yyyy-mm-dd"' not in styles:
        raise NotHere
    style = str(known.index("164"))
    serial = rng.choice(["45413", "45413.5", "12"])
    return _spoilt(book, any_input(book, rng), number(serial, style), f"date {serial}")


@damage("a truth value", expect="NUM-06", sums=NOT_THE_CELL)
def truth(book: Book, rng: random.Random) -> Hit:
    return _spoilt(book, any_input(book, rng), Cell("", "b", f"<v>{rng.choice('01')}</v>"), "TRUE")


ERRORS = ("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#NULL!", "#NUM!")


def _error(book: Book, rng: random.Random) -> tuple[str, Hit]:
    shown = rng.choice(ERRORS)
    formula = rng.choice(["", "<f>1/0</f>"])
    code = any_input(book, rng)
    return code, _spoilt(book, code, Cell("", "e", f"{formula}<v>{shown}</v>"), shown)


@damage("an error", expect="NUM-05", sums=NOT_THE_CELL)
def error(book: Book, rng: random.Random) -> Hit:
    return _error(book, rng)[1]


def _error_spelt(which: int, book: Book, rng: random.Random) -> Hit:
    code, hit = _error(book, rng)
    sheet = sheet_of(book, FORM.indicators[code].table)
    if sheet.spelling:
        raise NotHere
    sheet.spelling = (XML_SPELLINGS[which],)
    return hit


@damage("an error, in single quotes", expect="NUM-05", sums=NOT_THE_CELL)
def error_quoted(book: Book, rng: random.Random) -> Hit:
    return _error_spelt(0, book, rng)


@damage("an error, its attributes in another order", expect="NUM-05", sums=NOT_THE_CELL)
def error_ordered(book: Book, rng: random.Random) -> Hit:
    return _error_spelt(1, book, rng)


@damage("an error, with a namespace prefix", expect="NUM-05", sums=NOT_THE_CELL)
def error_prefixed(book: Book, rng: random.Random) -> Hit:
    return _error_spelt(2, book, rng)


# --- Formulas ------------------------------------------------------------------------------------


@damage("a formula with its result", expect="NUM-07")
def formula(book: Book, rng: random.Random) -> Hit:
    code = any_input(book, rng, figure=True)
    shown = book.written(code)
    text = rng.choice([f"{shown}+0", f"SUM({shown},0)", "'表二'!$B$5+0", "ROUND(1.2,0)"])
    book.put(book.spots[code], Cell("", "", f"<f>{text}</f><v>{shown}</v>"))
    return hit_at(book, code)


@damage("a formula with its result, in single quotes", expect="NUM-07")
def formula_quoted(book: Book, rng: random.Random) -> Hit:
    hit = formula(book, rng)
    assert isinstance(hit, Hit)
    sheet = book.sheet(hit.sheet or "")
    if sheet.spelling:
        raise NotHere
    sheet.spelling = (rng.choice(XML_SPELLINGS),)
    return hit


@damage("a shared formula", expect="NUM-07")
def shared_formula(book: Book, rng: random.Random) -> Hit:
    code = any_input(book, rng, figure=True)
    inner = f'<f t="shared" si="7"/><v>{book.written(code)}</v>'
    book.put(book.spots[code], Cell("", "", inner))
    return hit_at(book, code)


@damage("a formula whose result is a text of digits", expect="NUM-07")
def text_formula(book: Book, rng: random.Random) -> Hit:
    code = any_input(book, rng, figure=True)
    inner = f"<f>TRIM(A1)</f><v>{book.written(code)}</v>"
    book.put(book.spots[code], Cell("", "str", inner))
    return hit_at(book, code)


@damage("a formula without its result", expect="NUM-09", sums=NOT_THE_CELL)
def formula_bare(book: Book, rng: random.Random) -> Hit:
    code = any_input(book, rng)
    text = rng.choice(["5+7", "SUM(A1:A3)", "12"])
    return _spoilt(book, code, Cell("", "", f"<f>{text}</f>"), f"={text}")


@damage("a formula with a negative result", expect="NUM-02", sums=NOT_THE_CELL)
def formula_negative(book: Book, rng: random.Random) -> Hit:
    code = any_input(book, rng)
    return _spoilt(book, code, Cell("", "", "<f>1-4</f><v>-3</v>"), "-3")


@damage("a formula into another workbook", expect="NUM-08", sums=NOT_THE_CELL)
def external(book: Book, rng: random.Random) -> Hit:
    text = rng.choice(["[1]Sheet1!$A$1", "SUM([2]表三!D6,3)", "'[1]表 三'!A1+1"])
    inner = f"<f>{text}</f><v>{rng.randint(0, 99)}</v>"
    return _spoilt(book, any_input(book, rng), Cell("", "", inner), f"={text}")
