"""Damage to a report: what it does to the tables, and what the document then shows."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from tests.support.reports.model import Cell, Figure, Report, Table

# What a style must be able to show: struck and raised text, wrong spans, two lines in a cell.
Need = Literal["", "looks", "spans", "lines"]
_TABLES = ("t3", "t3", "t3", "t2", "t4")


class NotHere(Exception):
    """There is no place for this damage in this report."""


@dataclass(slots=True)
class Scene:
    """A report while it is damaged, and what is true of it afterwards."""

    report: Report
    rng: random.Random
    # Input → the figures as which it may be read without a word; none: it shows no figure.
    truth: dict[str, tuple[Figure, ...]]
    # The totals: they are computed, and never judged by themselves.
    totals: frozenset[str] = frozenset()
    # The tables of which something must be told.
    told: set[str] = field(default_factory=set)
    # What was done, for people.
    done: list[str] = field(default_factory=list)

    def table(self, *kinds: str) -> Table:
        """A table of one of these kinds, drawn."""
        return self.report.table(self.rng.choice(kinds or _TABLES))

    def figure(self, *kinds: str, least: int = 0) -> tuple[Table, Cell]:
        """An input of at least so much, drawn."""
        table = self.table(*kinds)
        cells = [
            cell
            for cell in table.figures()
            if cell.code not in self.totals and cell.text.isdigit() and int(cell.text) >= least
        ]
        if not cells:
            raise NotHere
        return table, self.rng.choice(cells)

    def show(self, cell: Cell, text: str, *figures: Figure) -> None:
        """Let a cell show another text, which may be read as one of these figures."""
        self.done.append(f"{cell.code}: {cell.text!r} -> {text!r}")
        cell.text, cell.damaged = text, True
        if cell.code in self.truth:
            self.truth[cell.code] = figures

    def must_tell(self, table: Table) -> None:
        """Something must be told of this table."""
        self.told.add(table.kind)

    def lose(self, cells: list[Cell]) -> None:
        """These cells show no certain figure any more."""
        for cell in cells:
            if cell.code in self.truth:
                self.truth[cell.code] = ()
        self.done.append(f"lost: {len(cells)} cells from {cells[0].code if cells else ''}")


Damage = Callable[[Scene], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of damage."""

    name: str
    damage: Damage
    need: Need
    # Nothing is wrong with what is shown: no error may be told.
    harmless: bool
    # It is made in a report without figures in （六）其他处理.
    nothing_other: bool


KINDS: dict[str, Kind] = {}


def kind(
    need: Need = "", *, harmless: bool = False, nothing_other: bool = False
) -> Callable[[Damage], Damage]:
    """Register a kind of damage under the name of its function."""

    def register(damage: Damage) -> Damage:
        name = damage.__name__
        KINDS[name] = Kind(name, damage, need, harmless, nothing_other)
        return damage

    return register


def body(table: Table) -> list[int]:
    """The rows that have figures."""
    return [number for number, row in enumerate(table.rows) if any(cell.code for cell in row)]


def labels(table: Table, least: int = 1) -> list[Cell]:
    """The labels of at least so many characters, each once."""
    found = {id(cell): cell for _, _, cell in table.cells if not cell.code}
    return [cell for cell in found.values() if len(cell.text) >= least]


def leaf_rows(table: Table) -> list[list[int]]:
    """The rows of table 3 below each of its groups that has several."""
    groups: dict[int, list[int]] = {}
    for number in body(table):
        row = table.rows[number]
        if row[1] is not row[2] and row[0] is not row[1]:
            groups.setdefault(id(row[1]), []).append(number)
    return [rows for rows in groups.values() if len(rows) > 1]


def with_other_figures(row: list[Cell], more: int) -> list[Cell]:
    """A row with other figures, which are no indicators any more; merged cells stay merged."""
    twins: dict[int, Cell] = {}
    for cell in row:
        text = str(int(cell.text) + more) if cell.text.isdigit() else cell.text
        twins[id(cell)] = Cell(text, damaged=True) if cell.code else cell
    return [twins[id(cell)] for cell in row]


def drawn_row(scene: Scene, *kinds: str) -> tuple[Table, int]:
    """A row with figures, of one of these kinds of table."""
    table = scene.table(*(kinds or ("t3", "t3", "t2")))
    number = scene.rng.choice(body(table))
    scene.done.append(f"row {number} of {table.kind}")
    return table, number
