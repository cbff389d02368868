"""Unit lines: whose each row of a plain table is, by code and name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from toolkit.findings.details import UntakenWhy
from toolkit.returns.unit_table.found_table import FoundTable
from toolkit.roster import words as roster_words
from toolkit.roster.listing import must_be_sound
from toolkit.roster.roster import Roster, Unit
from toolkit.roster.rows import Row
from toolkit.roster.spelling import Head, code_meant, codes_meant, columns_of, names_a_sum
from toolkit.text import fold


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A row, and the unit that it is of."""

    unit: Unit
    # From 0.
    row: int
    # What the unit is called there; empty where its code stands alone.
    name: str
    # The row says of itself that it is of the unit's predecessors together.
    of_predecessors: bool = False


class Unused(NamedTuple):
    """A row that is not used."""

    why: UntakenWhy
    row: int
    # What names the unit there, or what is wrong.
    text: str


class UnitLines:
    """The rows of a table; those without a figure matter only where their unit is certain."""

    def __init__(self, table: FoundTable, roster: Roster, collector: str) -> None:
        """``roster``: that of this year. ``collector``: who sums; a row of his is a sum."""
        self._table, self._collector = table, collector
        then = roster.a_year_ago()
        self._units = {one.code.casefold(): one for one in then.rows}
        self._named: dict[str, list[Unit]] = defaultdict(list)
        for unit in roster.rows:
            self._named[fold(unit.name)].append(unit)
        read = [one for row in table.rows if (one := self._line(row))]
        known = [one for one in read if isinstance(one, UnitLine)]
        twice = _twice(known)
        # The codes of all units that have a row, whether it is used or not.
        self.listed = frozenset(one.unit.code for one in known)
        self.used: Sequence[UnitLine] = [one for one in known if one.row not in twice]
        self.unused: Sequence[Unused] = [
            *(one for one in read if isinstance(one, Unused)),
            *(
                Unused("unit_twice", one.row, one.name or one.unit.code)
                for one in known
                if one.row in twice
            ),
        ]

    def _line(self, row: Row) -> UnitLine | Unused | None:
        """What a row is; None where nothing in it is of a unit."""
        sheet, at = self._table.sheet, row.number - 1
        if fault := sheet.faults.get(at):
            return Unused("damaged", at, fault)
        filled = any(sheet.holds(at, column) for column in self._table.columns.values())
        code, name = (self._text(row, head) for head in (Head.CODE, Head.NAME))
        is_head = columns_of(row.texts) == self._table.heads
        if is_head or self._is_a_sum(code, name) or not (filled or code or name):
            return None
        whose = self._whose(row, code, name)
        if isinstance(whose, Unit) and whose.predecessors == ():
            whose = Unused("new_unit", at, name or code)
        if isinstance(whose, Unused):
            return whose if filled else None
        return UnitLine(whose, at, name, self._is_of_predecessors(row, whose))

    def _text(self, row: Row, head: Head) -> str:
        column = self._table.heads.get(head)
        return "" if column is None else row.text(column)

    def _is_a_sum(self, code: str, name: str) -> bool:
        """Whether a row is the sum of others: it says so, or is that of the collecting unit."""
        if code and code == self._collector:
            return True
        is_known = code.casefold() in self._units or fold(name) in self._named
        return names_a_sum(name or code) and not is_known

    def _whose(self, row: Row, code: str, name: str) -> Unit | Unused:
        at, text = row.number - 1, f"{code} {name}".strip()
        if self._table.wrong_length(row):
            fault = roster_words.roster_columns_differ(len(row.texts), self._table.width)
            return Unused("damaged", at, fault)
        if not text:
            return Unused("no_unit", at, "")
        head = Head.CODE if code else Head.NAME
        try:
            must_be_sound(head, row, self._table.heads[head])
            plain = code_meant(code) if code else ""
        except ValueError as error:
            return Unused("damaged", at, str(error))
        alike = self._named.get(fold(name), [])
        if not code:
            if len(alike) == 1:
                return alike[0]
            return Unused("namesakes" if alike else "unknown_unit", at, text)
        unit = self._units.get(plain.casefold())
        if unit is None:
            return Unused("unknown_unit", at, text)
        if alike and all(unit.code not in (one.code, *one.before) for one in alike):
            return Unused("two_units", at, text)
        return unit

    def _is_of_predecessors(self, row: Row, unit: Unit) -> bool:
        with suppress(ValueError):
            stated = codes_meant(self._text(row, Head.PREDECESSORS))
            return bool(stated) and stated == unit.predecessors
        return False


def _twice(lines: Sequence[UnitLine]) -> set[int]:
    """The rows of units that stand in several, by one code or by an earlier one as well."""
    rows: dict[str, list[int]] = defaultdict(list)
    for one in lines:
        rows[one.unit.code].append(one.row)
    found = {row for some in rows.values() if some[1:] for row in some}
    for one in lines:
        earlier = [row for code in one.unit.before for row in rows.get(code, ())]
        if one.unit.code not in one.unit.before and earlier:
            found.update((one.row, *earlier))
    return found
