"""The corpus of damage: every kind of harm that a return can suffer, as a small named function.

A kind takes a return and a source of chance, damages the return at a place of its choice, and says
where. What must come of it is declared where it is registered:

- ``expect``: the code of the finding that must tell; None where there is nothing to tell;
- ``sums``: what is summed all the same: everything, all but the cell, all but the table, nothing.

A kind is harmless if everything must be read and nothing above info told, but for the codes that
come ``by_right``: a return without its cover has no states, for instance.

The kinds are in the modules ``tests.support.damage_…`` that :func:`corpus` names.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Literal, NamedTuple

from tests.support.build import BUREAU, CITY, CONTACT, OFFICE, YEAR
from tests.support.damage_book import FORM, LABELS, TABLES, Book, Spot, Typed, heads_of
from tests.support.damage_sheet import Sheet
from tests.support.figures import all_filled, balanced
from toolkit.commands.read_files import FileToReturn
from toolkit.consolidation.assignment import Assignment, assign
from toolkit.consolidation.consolidate import Consolidation, consolidate
from toolkit.files.archive import unpack
from toolkit.files.incoming import Incoming
from toolkit.returns.unit_return import Unread
from toolkit.roster.roster import Roster
from toolkit.spreadsheets.kind import FileKind, kind_of
from toolkit.template.filling import Filling
from toolkit.template.workbook import make_template

Sums = Literal["all", "not the cell", "not the table", "nothing"]
ALL: Sums = "all"
NOT_THE_CELL: Sums = "not the cell"
NOT_THE_TABLE: Sums = "not the table"
NOTHING: Sums = "nothing"

# Any error or warning at the cell, whatever its code; and kinds that are left out for now.
TOLD = "told"
OFF: set[str] = set()

# What is typed in an input that is no longer there, or whose figure stands elsewhere.
GONE, ELSEWHERE = "（已删）", "（移到别处）"


class NotHere(Exception):
    """This kind of damage has no place in this return."""


class Hit(NamedTuple):
    """Where damage was done; any of ``cells`` may be named, and any at all where it is empty.

    ``table``: that it is done to; ``code``: the finding where it depends on the place.
    """

    sheet: str | None
    cells: frozenset[str | None] = frozenset()
    table: str = ""
    code: str = ""


class Expected(NamedTuple):
    code: str
    sheet: str | None
    cells: frozenset[str | None]

    def fits(self, code: str, sheet: str | None, cell: str | None) -> bool:
        named = self.code in (code, TOLD) and sheet == self.sheet
        return named and (not self.cells or cell in self.cells)


Damage = Callable[[Book, random.Random], Hit | Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of damage, with what must come of it."""

    name: str
    damage: Damage
    harmless: bool
    expect: str | None
    sums: Sums
    by_right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Damaged:
    """A return after damage: what is typed in every input now, and what must be told.

    ``typed``: integers of the smallest unit, None for blank, a text where there is no number.
    ``sheets``: table → the names of sheets by which a finding may mean it. ``moved``: table → sheet
    and address of the first figure of which they are not those of the template.
    """

    content: bytes
    kinds: tuple[Kind, ...]
    hits: tuple[Hit, ...]
    typed: Mapping[str, Typed]
    expected: tuple[Expected, ...]
    unread: frozenset[str]
    sheets: Mapping[str, frozenset[str]]
    moved: Mapping[str, tuple[str, str]]
    file: str = ""

    @property
    def harmless(self) -> bool:
        return all(kind.harmless for kind in self.kinds)

    @property
    def by_right(self) -> frozenset[str]:
        return frozenset().union(*(kind.by_right for kind in self.kinds))


_kinds: dict[str, Kind] = {}
LATE = ("shown", "formulas", "package", "whose", "ods")
MODULES = ("structure", "labels", "tables", "cover", "looks", "content", "misfits", *LATE)


def damage(
    name: str,
    *,
    harmless: bool = False,
    expect: str | None = None,
    sums: Sums = ALL,
    by_right: Iterable[str] = (),
) -> Callable[[Damage], Damage]:
    """Register a kind of damage."""

    def register(function: Damage) -> Damage:
        assert name not in _kinds, name
        _kinds[name] = Kind(name, function, harmless, expect, sums, frozenset(by_right))
        return function

    return register


def corpus() -> Mapping[str, Kind]:
    """Every kind, by name."""
    for module in MODULES:
        import_module(f"tests.support.damage_{module}")
    return {name: kind for name, kind in _kinds.items() if name not in OFF}


# --- Places to damage ---------------------------------------------------------------------------


def standing(book: Book) -> list[str]:
    """The tables that are there as a whole, and may be damaged."""
    tables = [
        table
        for table, one in TABLES.items()
        if all(code in book.spots for code in one.cells)
        and all(which in book.labels for which in heads_of(table))
    ]
    if not tables:
        raise NotHere
    return tables


def any_table(book: Book, rng: random.Random) -> tuple[str, Sheet]:
    table = rng.choice(standing(book))
    return table, sheet_of(book, table)


def sheet_of(book: Book, table: str) -> Sheet:
    return book.sheet(book.spots[next(iter(TABLES[table].cells))].sheet)


def alone(book: Book, rng: random.Random) -> tuple[str, Sheet]:
    """A table that shares its sheet with no other."""
    by_sheet: dict[str, set[str]] = {}
    for table in standing(book):
        by_sheet.setdefault(sheet_of(book, table).name, set()).add(table)
    single = [table for name in by_sheet for table in by_sheet[name] if len(by_sheet[name]) == 1]
    if not single:
        raise NotHere
    table = rng.choice(sorted(single))
    return table, sheet_of(book, table)


def at(spot: Spot, table: str) -> Hit:
    return Hit(spot.sheet, frozenset([spot.address]), table)


# --- Returns to be damaged -----------------------------------------------------------------------


def realistic_figures(rng: random.Random) -> dict[str, int]:
    """As units report: most cells 0 or blank, some small figures, a few large; balanced."""
    density = rng.choice([0.05, 0.2, 0.5])
    figures = {}
    for code in FORM.inputs:
        top = rng.choice([9, 99, 999, 9_999_999]) if rng.random() < density else 0
        scale = FORM.scales[code]
        figures[code] = rng.randint(0, top) * scale + (rng.randrange(scale) if top else 0)
    # Thousands are in every return: some kinds need one.
    figures["t2.licences.decisions"] = rng.randint(1_000, 2_000_000)
    figures = balanced(FORM, figures)
    return {code: value for code, value in figures.items() if value or rng.random() < 0.3}


@cache
def filled_return(seed: int) -> Book:
    """A unit's return with realistic figures; to be copied before it is damaged."""
    figures = realistic_figures(random.Random(seed))
    content = make_template(FORM, OFFICE, YEAR, Filling(figures, all_filled(FORM), CONTACT))
    return Book.opened(content, figures)


def damaged(start: Book, kinds: Sequence[Kind], rng: random.Random) -> Damaged:
    """The return after one kind of damage, or several one after the other.

    Raises:
        NotHere: a kind does not fit this return.
    """
    looks = [kind.damage.__module__.rpartition("_")[2] for kind in kinds]
    changed = [one for one in looks if one in ("ods", "shown", "formulas")]
    if "ods" in looks and (len(changed) > 1 or any(kind.name == "a date" for kind in kinds)):
        # It is written without the looks and the arrays of the .xlsx.
        raise NotHere
    book = start.copy()
    hits: list[Hit] = []
    expected: list[Expected] = []
    unread: set[str] = set()
    names = {table: {one.table.sheet} for table, one in TABLES.items()}
    # A format or an array would not outlast being pasted elsewhere, and nobody expects it to.
    for kind in sorted(kinds, key=lambda one: one.damage.__module__.endswith(LATE)):
        done = kind.damage(book, rng)
        for hit in [done] if isinstance(done, Hit) else done:
            hits.append(hit)
            if code := hit.code or kind.expect:
                expected.append(Expected(code, hit.sheet, hit.cells))
            if kind.sums == NOT_THE_TABLE:
                unread.add(hit.table)
            if kind.sums == NOTHING:
                unread.update(TABLES)
        for code, spot in book.spots.items():
            names[FORM.indicators[code].table].add(spot.sheet)
        for which, spot in book.labels.items():
            names[LABELS[which][0]].add(spot.sheet)
        for code in FORM.inputs:
            if code not in book.spots:
                book.typed[code] = GONE
    sheets = {table: frozenset(some) for table, some in names.items()}
    return Damaged(
        book.content(),
        tuple(kinds),
        tuple(hits),
        book.typed,
        tuple(expected),
        frozenset(unread),
        sheets,
        _moved(book),
        book.file,
    )


def _moved(book: Book) -> dict[str, tuple[str, str]]:
    moved = {}
    for table, one in TABLES.items():
        home = {code: (one.table.sheet, place.address) for code, place in one.cells.items()}
        there = {
            code: (book.spots[code].sheet, book.spots[code].address)
            for code in one.cells
            if code in book.spots
        }
        if there and there != home:
            shifted = (code for code, at in there.items() if at[1] != home[code][1])
            moved[table] = there[next(shifted, next(iter(there)))]
    return moved


ROSTER, READER = Roster((OFFICE, BUREAU)), FileToReturn(FORM)
FILE = f"{OFFICE.code}_{OFFICE.name}_{YEAR}.xlsx"


def assigned(content: bytes, file: str = "") -> Assignment:
    """Read one return, as ``collect`` does; nothing is added up, which takes most of the time.

    It may stand in a zip, a mail or a mailbox, beside others.
    """
    kind = kind_of(content)
    one = Incoming(file or FILE, content)
    packed = kind in (FileKind.ZIP, FileKind.EML)
    some = list(unpack(file or "报送", content, kind)) if packed else [one]
    read = [Unread(one.path, one.unreadable) if one.unreadable else READER(one) for one in some]
    return assign(read, FORM, ROSTER, CITY, YEAR)


def read(content: bytes, file: str = "") -> Consolidation:
    """Read one return and add it up."""
    return consolidate(assigned(content, file), FORM, ROSTER, collector=CITY, year=YEAR)
