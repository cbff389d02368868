"""Formulas for several cells, and names, by which figures of other workbooks come in."""

from __future__ import annotations

import random

from tests.support.damage import NOT_THE_CELL, TOLD, Hit, NotHere, at, damage, standing
from tests.support.damage_book import FORM, Book, Spot
from tests.support.damage_sheet import Cell

_OUTSIDE = ("[1]Sheet1!A1:C1", "[2]表三!$D$6:$F$6", "'[1]表 三'!A1:C1*1")


def _in_a_row(book: Book, rng: random.Random) -> list[str]:
    """Three inputs beside each other, none of them merged."""
    some = []
    for table in standing(book):
        by_spot = {
            book.spots[code]: code
            for code in FORM.table_inputs(table)
            if not isinstance(book.typed[code], str)
        }
        for spot in by_spot:
            beside = [Spot(spot.sheet, (spot.at[0], spot.at[1] + n)) for n in range(3)]
            sheet = book.sheet(spot.sheet)
            if all(one in by_spot and sheet.merge_at(one.at)[2:] == one.at for one in beside):
                some.append([by_spot[one] for one in beside])
    if not some:
        raise NotHere
    return rng.choice(some)


def _fill(book: Book, codes: list[str], first: str, rest: str, *, values: bool) -> list[Hit]:
    """The first cell with a formula for all, the others with what follows from it."""
    hits = []
    for number, code in enumerate(codes):
        value = 0 if book.typed[code] is None else book.written(code)
        if not values:
            value = 11 + number
            book.typed[code] = "from elsewhere"
        else:
            book.typed[code] = book.typed[code] or 0
        formula = rest if number else first
        book.put(book.spots[code], Cell("", "", f"{formula}<v>{value}</v>"))
        hits.append(at(book.spots[code], FORM.indicators[code].table))
    return hits


def _area(book: Book, codes: list[str]) -> str:
    return f"{book.spots[codes[0]].address}:{book.spots[codes[-1]].address}"


@damage("an array formula from outside", expect=TOLD, sums=NOT_THE_CELL)
def array_outside(book: Book, rng: random.Random) -> list[Hit]:
    codes = _in_a_row(book, rng)
    first = f'<f t="array" ref="{_area(book, codes)}">{rng.choice(_OUTSIDE)}</f>'
    return _fill(book, codes, first, "", values=False)


@damage("a shared formula from outside", expect=TOLD, sums=NOT_THE_CELL)
def shared_outside(book: Book, rng: random.Random) -> list[Hit]:
    codes = _in_a_row(book, rng)
    first = f'<f t="shared" ref="{_area(book, codes)}" si="9">[1]Sheet1!A1</f>'
    return _fill(book, codes, first, '<f t="shared" si="9"/>', values=False)


@damage("an array formula", expect="NUM-07")
def array_inside(book: Book, rng: random.Random) -> list[Hit]:
    codes = _in_a_row(book, rng)
    first = f'<f t="array" ref="{_area(book, codes)}">1*{{1,2,3}}</f>'
    return _fill(book, codes, first, "", values=True)


@damage("a name that points outside", expect=TOLD, sums=NOT_THE_CELL)
def name_outside(book: Book, rng: random.Random) -> list[Hit]:
    if book.finish:
        raise NotHere
    target = rng.choice(["[1]Sheet1!$A$1", "'[2]年 报'!$B$2", "'[1]Sheet1'!$A:$A"])

    def named(parts: dict[str, bytes]) -> dict[str, bytes]:
        names = f'<definedNames><definedName name="外部数">{target}</definedName></definedNames>'
        xml = parts["xl/workbook.xml"].decode().replace("</sheets>", f"</sheets>{names}")
        return {**parts, "xl/workbook.xml": xml.encode()}

    book.finish = (named,)
    codes = _in_a_row(book, rng)[:1]
    text = rng.choice(["外部数", "SUM(外部数)", "外部数+0"])
    return _fill(book, codes, f"<f>{text}</f>", "", values=False)
