"""Damage to cells that leaves figures: other writing, totals, figures beside their cells."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.support.damage import ELSEWHERE, Hit, NotHere, any_table, at, damage, sheet_of, standing
from tests.support.damage_book import FORM, TABLES, Book, Spot
from tests.support.damage_sheet import Cell, number, words
from toolkit.form.number import to_number

_WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


def any_input(
    book: Book, rng: random.Random, *, figure: bool = False, least: int = 0, count: bool = False
) -> str:
    """An input of a table that stands; with a figure in it, large enough, or a whole number."""
    codes = [code for table in standing(book) for code in FORM.table_inputs(table)]
    if figure:
        codes = [code for code in codes if isinstance(book.typed[code], int)]
        codes = [
            code for code in codes if to_number(typed_int(book, code), FORM.decimals[code]) >= least
        ]
    if count:
        codes = [code for code in codes if not FORM.decimals[code]]
    if not codes:
        raise NotHere
    return rng.choice(codes)


def typed_int(book: Book, code: str) -> int:
    typed = book.typed[code]
    assert isinstance(typed, int)
    return typed


def hit_at(book: Book, code: str) -> Hit:
    return at(book.spots[code], FORM.indicators[code].table)


# --- The same figure in another writing ----------------------------------------------------------


def _respelt(book: Book, rng: random.Random, spell: Callable[[str], str], least: int = 0) -> Hit:
    code = any_input(book, rng, figure=True, least=least)
    book.put(book.spots[code], words(spell(book.written(code))))
    return hit_at(book, code)


@damage("a number as text", harmless=True)
def number_as_text(book: Book, rng: random.Random) -> Hit:
    return _respelt(book, rng, str)


@damage("all numbers of a table as text", harmless=True)
def numbers_as_text(book: Book, rng: random.Random) -> Hit:
    table, sheet = any_table(book, rng)
    for code in FORM.table_inputs(table):
        if isinstance(book.typed[code], int):
            book.put(book.spots[code], words(book.written(code)))
    return Hit(sheet.name, table=table)


@damage("a full-width number", harmless=True)
def full_width(book: Book, rng: random.Random) -> Hit:
    return _respelt(book, rng, lambda text: text.translate(_WIDE))


def _with_thousands(text: str) -> str:
    whole, point, decimals = text.partition(".")
    return f"{int(whole):,}{point}{decimals}"


@damage("a number with thousands separators", harmless=True)
def thousands(book: Book, rng: random.Random) -> Hit:
    return _respelt(book, rng, _with_thousands, least=1_000)


@damage("a full-width number with thousands separators", harmless=True)
def wide_thousands(book: Book, rng: random.Random) -> Hit:
    return _respelt(book, rng, lambda t: _with_thousands(t).translate(_WIDE), least=1_000)


@damage("a number with blanks around it", harmless=True)
def blanks_around(book: Book, rng: random.Random) -> Hit:
    blank = rng.choice([" ", "　", "\u00a0", "\t", "\u200b", "\ufeff", "  "])
    return _respelt(book, rng, lambda text: f"{blank}{text}{blank}")


@damage("a number with a line break behind it", harmless=True)
def line_break(book: Book, rng: random.Random) -> Hit:
    return _respelt(book, rng, lambda text: text + rng.choice(["\n", "\r\n"]))


@damage("a number with a line break as Excel escapes it", harmless=True)
def escaped_break(book: Book, rng: random.Random) -> Hit:
    return _respelt(book, rng, lambda text: f"{text}_x000D_\n")


@damage("a number with zeros before or behind it", harmless=True)
def zeros(book: Book, rng: random.Random) -> Hit:
    spell = rng.choice([lambda t: f"00{t}", lambda t: t if "." in t else f"{t}.0"])
    return _respelt(book, rng, spell)


@damage("an inline text for a number", harmless=True)
def inline(book: Book, rng: random.Random) -> Hit:
    code = any_input(book, rng, figure=True)
    book.put(book.spots[code], Cell("", "inlineStr", f"<is><t>{book.written(code)}</t></is>"))
    return hit_at(book, code)


@damage("blanks in a blank cell", harmless=True)
def blanks_only(book: Book, rng: random.Random) -> Hit:
    codes = [c for t in standing(book) for c in FORM.table_inputs(t) if book.typed[c] is None]
    if not codes:
        raise NotHere
    code = rng.choice(codes)
    book.put(book.spots[code], words(rng.choice([" ", "　", "\n", "\u00a0 "])))
    return hit_at(book, code)


@damage("totals that were never recalculated", harmless=True, expect="TOT-02")
def stale_totals(book: Book, rng: random.Random) -> Hit:
    table, sheet = any_table(book, rng)
    stale = False
    for code in TABLES[table].cells:
        one = book.cell(book.spots[code])
        if FORM.indicators[code].parts and "<f>" in one.inner and "<v>0</v>" not in one.inner:
            book.put(
                book.spots[code], one._replace(inner=re.sub("<v>.*</v>", "<v>0</v>", one.inner))
            )
            stale = True
    if not stale:
        raise NotHere
    return Hit(sheet.name, table=table)


@damage("totals without stored results", harmless=True)
def no_results(book: Book, rng: random.Random) -> Hit:
    """As a program saves that does not calculate."""
    for sheet in book.sheets:
        for place, one in sheet.cells.items():
            if "<f" in one.inner and one.kind != "s":
                sheet.cells[place] = Cell(one.style, "", re.sub("<v>.*</v>", "", one.inner))
    return Hit(None)


def _any_total(book: Book, rng: random.Random) -> tuple[str, int]:
    """A total whose parts all have certain figures, and what it comes to."""
    codes = [
        code
        for table in standing(book)
        for code in TABLES[table].cells
        if FORM.indicators[code].parts
        and not any(isinstance(book.typed[one], str) for one in FORM.inputs_of(code))
    ]
    if not codes:
        raise NotHere
    code = rng.choice(codes)
    return code, sum(_or_zero(book, one) * n for one, n in FORM.inputs_of(code).items())


def _or_zero(book: Book, code: str) -> int:
    return typed_int(book, code) if book.typed[code] is not None else 0


@damage("a total typed over, right", harmless=True, expect="TOT-01")
def total_right(book: Book, rng: random.Random) -> Hit:
    code, right = _any_total(book, rng)
    book.put(book.spots[code], rng.choice([number(right), words(str(right))]))
    return hit_at(book, code)


def _total_over(book: Book, rng: random.Random, new: Callable[[int], Cell]) -> Hit:
    code, right = _any_total(book, rng)
    book.put(book.spots[code], new(right))
    return hit_at(book, code)._replace(code=FORM.indicators[code].total or "")


@damage("a total typed over, wrong")
def total_wrong(book: Book, rng: random.Random) -> Hit:
    gap = rng.randint(1, 999)
    return _total_over(book, rng, lambda right: number(right + gap))


@damage("a total left at 0 beside filled parts")
def total_zero(book: Book, rng: random.Random) -> Hit:
    def zero(right: int) -> Cell:
        if not right:
            raise NotHere
        return number(0)

    return _total_over(book, rng, zero)


@damage("a total as text")
def total_text(book: Book, rng: random.Random) -> Hit:
    return _total_over(book, rng, lambda right: words(f"{right}件"))


# --- Beside its cell -----------------------------------------------------------------------------


def _beside(book: Book, rng: random.Random, make: Callable[[str], Cell]) -> Hit:
    """A figure in a blank cell next to its own, above or below or at its side."""
    code = any_input(book, rng, figure=True)
    spot, table = book.spots[code], FORM.indicators[code].table
    sheet = sheet_of(book, table)
    used = {
        one.at for one in (*book.spots.values(), *book.labels.values()) if one.sheet == sheet.name
    }
    row, column = spot.at
    area = sheet.merge_at(spot.at)
    around = [(row, c) for c in range(max(column - 1, 0), area[3] + 2)]
    around += [(row + 1, column), (max(row - 1, 0), column)]
    around = [one for one in around if one not in used and not sheet.cells.get(one, Cell()).inner]
    if not around:
        raise NotHere
    place = rng.choice(around)
    sheet.merges.discard(area)
    sheet.cells[place] = make(book.written(code))
    book.put(spot, Cell())
    book.typed[code] = ELSEWHERE
    return at(Spot(sheet.name, place), table)


@damage("a figure typed beside its cell", expect="TAB-03")
def beside(book: Book, rng: random.Random) -> Hit:
    return _beside(book, rng, number)


@damage("a figure typed beside its cell, as text", expect="TAB-03")
def beside_text(book: Book, rng: random.Random) -> Hit:
    return _beside(book, rng, words)


@damage("a figure filled over a merged cell that was undone", expect="TAB-03")
def figure_filled(book: Book, rng: random.Random) -> Hit:
    code = any_input(book, rng, figure=True)
    spot, table = book.spots[code], FORM.indicators[code].table
    sheet = sheet_of(book, table)
    area = sheet.merge_at(spot.at)
    if area[1] == area[3]:
        raise NotHere
    sheet.merges.discard(area)
    for column in range(area[1] + 1, area[3] + 1):
        sheet.cells[spot.at[0], column] = book.cell(spot)
    beside = Spot(sheet.name, (spot.at[0], area[1] + 1))
    return at(beside, table)


@damage("a second figure beside a cell", expect="TAB-03")
def second_beside(book: Book, rng: random.Random) -> Hit:
    code = any_input(book, rng)
    spot = book.spots[code]
    table = FORM.indicators[code].table
    right = (spot.at[0], book.box(table)[3] + 1)
    sheet = sheet_of(book, table)
    if sheet.cells.get(right, Cell()).inner:
        raise NotHere
    sheet.cells[right] = number(rng.randint(1, 999))
    return at(Spot(sheet.name, right), table)
