"""Damage to the cover and to what a return says it is."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from tests.support.build import OFFICE, YEAR
from tests.support.damage import (
    NOTHING,
    Hit,
    NotHere,
    at,
    damage,
    sheet_of,
    standing,
)
from tests.support.damage_book import FORM, TABLES, Book, Spot
from tests.support.damage_sheet import Cell, words
from toolkit.form.cover import cover_of
from toolkit.grids.identity import SHEET as HIDDEN
from toolkit.grids.names import COVER, EMPTY

STATES = cover_of(FORM).states
NO_STATES = ("STAT-02", "STAT-03", "STAT-04")


def missing_states(book: Book) -> list[Hit]:
    """What must be told of every table where the cover has no state."""
    hits = []
    for table in standing(book):
        inputs = FORM.table_inputs(table)
        where = COVER if book.has(COVER) else sheet_of(book, table).name
        filled = [code for code in inputs if book.typed[code] is not None]
        if not filled:
            code = "STAT-04" if TABLES[table].table.optional else "STAT-03"
            hits.append(Hit(where, table=table, code=code))
        elif len(filled) < len(inputs):
            hits.append(Hit(where, table=table, code="STAT-02"))
    return hits


def says_who_it_is(book: Book) -> bool:
    """Whether the cover, if there is one, still says what the rest of the book does."""
    if not book.has(COVER):
        return True
    places = cover_of(FORM).values
    own = {"name": OFFICE.name, "unit": OFFICE.code, "year": str(YEAR)}
    return all(
        text in book.cell(Spot(COVER, (places[key].row, places[key].column))).inner
        for key, text in own.items()
    )


@damage("the cover deleted", harmless=True, by_right=NO_STATES)
def cover_deleted(book: Book, rng: random.Random) -> Sequence[Hit]:
    # One that contradicts the rest no longer does, once it is gone.
    if not book.has(COVER) or not says_who_it_is(book):
        raise NotHere
    book.remove(COVER)
    return missing_states(book)


def _state(book: Book, rng: random.Random, text: str) -> str:
    """Another 填报状态 for a table that stands at home."""
    if not book.has(COVER):
        raise NotHere
    tables = [one for one in standing(book) if any(map(book.typed.get, FORM.table_inputs(one)))]
    tables = [one for one in tables if not _unsure(book, one)]
    if not tables:
        raise NotHere
    table = rng.choice(tables)
    at = STATES[table]
    book.put(Spot(COVER, (at.row, at.column)), words(text) if text else Cell())
    return table


def _unsure(book: Book, table: str) -> bool:
    return any(isinstance(book.typed[code], str) for code in FORM.table_inputs(table))


@damage("reported as empty, with figures", expect="STAT-01")
def state_empty(book: Book, rng: random.Random) -> Hit:
    table = _state(book, rng, EMPTY)
    first = next(code for code in FORM.table_inputs(table) if book.typed[code])
    return at(book.spots[first], table)


@damage("a state deleted", harmless=True, by_right=NO_STATES)
def state_deleted(book: Book, rng: random.Random) -> Sequence[Hit]:
    table = _state(book, rng, "")
    return [one for one in missing_states(book) if one.table == table]


@damage("a state in words of the unit's own", harmless=True, by_right=("STAT-05", *NO_STATES))
def state_reworded(book: Book, rng: random.Random) -> Sequence[Hit]:
    table = _state(book, rng, rng.choice(["已完成", "√", "12"]))
    missing = [one for one in missing_states(book) if one.table == table]
    place = STATES[table].address
    return [Hit(COVER, frozenset([place]), table, "STAT-05"), *missing]


def _on_the_cover(book: Book, key: str, text: str) -> Hit:
    if not book.has(COVER) or not (book.has(HIDDEN) or "docProps/custom.xml" in book.parts):
        raise NotHere
    place = cover_of(FORM).values[key]
    book.put(Spot(COVER, (place.row, place.column)), words(text))
    return Hit(None)


@damage("another unit's name on the cover", expect="UNIT-04", sums=NOTHING)
def other_name(book: Book, rng: random.Random) -> Hit:
    return _on_the_cover(book, "name", rng.choice(["东山区", "东海市民政局"]))


@damage("another unit's code on the cover", expect="UNIT-04", sums=NOTHING)
def other_code(book: Book, rng: random.Random) -> Hit:
    return _on_the_cover(book, "unit", "990001")


@damage("another year on the cover", expect="UNIT-04", sums=NOTHING)
def other_year(book: Book, rng: random.Random) -> Hit:
    return _on_the_cover(book, "year", rng.choice(["2023", "2025"]))


@damage("the hidden sheet deleted", harmless=True)
def hidden_deleted(book: Book, rng: random.Random) -> Hit:
    if not book.has(HIDDEN):
        raise NotHere
    book.remove(HIDDEN)
    return Hit(None)


@damage("the custom properties lost", harmless=True)
def properties_lost(book: Book, rng: random.Random) -> Hit:
    if not (book.has(HIDDEN) and book.has(COVER)) or "docProps/custom.xml" not in book.parts:
        raise NotHere
    custom = book.parts["docProps/custom.xml"].decode()
    emptied = re.sub("<property .*</property>", "", custom, flags=re.DOTALL)
    book.parts["docProps/custom.xml"] = emptied.encode()
    return Hit(None)
