"""Unit and roster: who must report, and to whom."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from toolkit.errors import CannotRun
from toolkit.roster.words import no_children, whose_sum
from toolkit.text import fold

_Key = TypeVar("_Key", bound=Hashable)


class Category(StrEnum):
    """单位类别, in the order in which subtotals are shown."""

    OWN = "本级"
    DEPARTMENT = "市直部门"
    COUNTY = "县（市、区）"
    TOWNSHIP = "乡镇（街道）"
    VERTICAL = "垂直管理"


def category_of(text: str | None) -> Category | None:
    """The category with this text; None where there is none."""
    return Category(text) if text in set(Category) else None


# A county's figures are themselves a sum; every other unit reports on its own organ alone.
REGIONAL = frozenset({Category.COUNTY})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that reports."""

    code: str
    name: str
    # None only for a unit that is not on the roster.
    category: Category | None
    parent: str = ""
    contact: str = ""
    phone: str = ""
    deadline: datetime.date | None = None
    # Whose figures of last year are its own, where that is not its own code; none: it is new.
    # Not in its representation, which a template's digest is made of: the figures are.
    predecessors: tuple[str, ...] | None = field(default=None, repr=False)

    @property
    def before(self) -> tuple[str, ...]:
        """The codes that its figures of last year stand under."""
        return (self.code,) if self.predecessors is None else self.predecessors

    @property
    def has_others_before(self) -> bool:
        """Whether these are other codes than its own, or several."""
        return self.before != (self.code,)

    @property
    def level(self) -> str:
        """The scope of its report, as :class:`toolkit.grids.identity.Identity` writes it."""
        return "region" if self.category in REGIONAL else "own"


@dataclass(frozen=True)
class Roster:
    """Who must report, and to whom."""

    # As they are listed.
    rows: tuple[Unit, ...]

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Code → its unit."""
        return {unit.code: unit for unit in self.rows}

    def audited_as(self, unit: Unit) -> Category | None:
        """The category whose powers a unit has: the office of a county is audited as the county.

        The roster shows whose office it is: by its parent's row, or by townships beside it.
        """
        if unit.category != Category.OWN:
            return unit.category
        parent = self.units.get(unit.parent)
        if parent and parent.category:
            return Category.COUNTY if parent.category == Category.COUNTY else unit.category
        return Category.COUNTY if unit.parent in self._over_townships else unit.category

    def named(self, name: str) -> list[Unit]:
        """The units with exactly this name."""
        return list(self._named.get(name, ()))

    def namesakes(self) -> list[tuple[Unit, ...]]:
        """Units with one name that report to the same unit: only their codes tell them apart.

        Those of different parents are nothing unusual: every county has its 城关镇.
        """
        alike = _grouped(self.units.values(), lambda unit: (unit.parent, fold(unit.name)))
        return [tuple(some) for some in alike.values() if len(some) > 1]

    def a_year_ago(self) -> Roster:
        """The roster with the predecessors that are no longer on it, known by their codes only."""
        gone = {
            code: Unit(code, code, unit.category, unit.parent)
            for unit in self.rows
            for code in unit.before
            if code not in self.units
        }
        return Roster((*self.rows, *gone.values()))

    def children(self, code: str) -> list[Unit]:
        """The units that report to this one."""
        return list(self._children.get(code, ()))

    @cached_property
    def _children(self) -> dict[str, list[Unit]]:
        return _grouped(self.units.values(), lambda unit: unit.parent)

    @cached_property
    def _named(self) -> dict[str, list[Unit]]:
        return _grouped(self.units.values(), lambda unit: unit.name)

    @cached_property
    def _over_townships(self) -> frozenset[str]:
        return frozenset(
            unit.parent for unit in self.units.values() if unit.category == Category.TOWNSHIP
        )

    def ancestors(self, unit: Unit) -> Iterator[Unit]:
        """The unit that a unit reports to, and so on upwards as far as listed; each once."""
        seen = {unit.code}
        parent = self.units.get(unit.parent)
        while parent and parent.code not in seen:
            yield parent
            seen.add(parent.code)
            parent = self.units.get(parent.parent)

    def summed_by(self, unit: Unit, collector: str) -> Unit | None:
        """The unit whose sum a unit further down goes into; None where it reports directly.

        It is the one that reports to the collecting unit, or the unit's own parent where the unit
        is not below the collecting unit at all.
        """
        if unit.parent == collector:
            return None
        below = (one for one in self.ancestors(unit) if one.parent == collector)
        return next(below, self.units.get(unit.parent))

    def elsewhere(self, unit: Unit, collector: str) -> bool:
        """Whether a unit is on the roster for others: above the collecting unit, or beside it."""
        known = self.units.get(collector)
        if known is None or not known.parent:
            return False
        return not self.reports_to(unit, collector)

    def reports_to(self, unit: Unit, above: str) -> bool:
        """Whether a unit reports to another, in any number of steps; that one may be unlisted."""
        return any(one.parent == above for one in (unit, *self.ancestors(unit)))

    def collector(self, wanted: str | None = None) -> str:
        """The code of the collecting unit: the 上级代码 of the top rows, unless it is given.

        Raises:
            CannotRun: the roster does not show it clearly, or it has nobody to sum.
        """
        if wanted is None:
            candidates = self._tops()
            if len(candidates) != 1:
                raise CannotRun(whose_sum(candidates))
            wanted = candidates[0]
        if not self.children(wanted):
            raise CannotRun(no_children(wanted))
        return wanted

    def _tops(self) -> list[str]:
        # Units of 垂直管理 may name whom they report to, but that unit does not sum here.
        local = [u for u in self.units.values() if u.category != Category.VERTICAL]
        parents = dict.fromkeys(u.parent for u in local if u.parent)
        outside = [code for code in parents if code not in self.units]
        # A top row that is the parent of others may be the collecting unit just as well.
        inside = [
            u.code
            for u in self.units.values()
            if (not u.parent or u.parent not in self.units) and u.code in parents
        ]
        if len(outside) == 1 and len(self.children(outside[0])) > 1:
            return outside
        return outside + inside

    def __len__(self) -> int:
        return len(self.units)


def _grouped(units: Iterable[Unit], by: Callable[[Unit], _Key]) -> dict[_Key, list[Unit]]:
    found = defaultdict[_Key, list[Unit]](list)
    for unit in units:
        found[by(unit)].append(unit)
    return found
