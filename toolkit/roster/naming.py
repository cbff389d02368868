"""Naming: which units of a roster a text names, by full name or by code.

The longest name counts: “平顶山市财政局” does not name “平顶山市”. People there leave the city out:
“财政局” and “市财政局” mean the same, unless another name stands before it. A code counts
only where it stands by itself, not as a piece of a longer one, of a date or of a telephone number.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from toolkit.roster.roster import Roster, Unit
from toolkit.text import file_name, fold

_TOKEN = re.compile("[0-9a-z]+(?:-[0-9a-z]+)*")
_DASHES = str.maketrans("‐‑‒–—−", "------")
# A year or a day that was put before or behind a code by a hyphen.
_DAY = "(?:19|20)[0-9]{2}(?:[0-9]{4}|(?:-[0-9]{1,2}){0,2})"
_DATED = re.compile(f"^{_DAY}-|-{_DAY}$")
# A shorter code may be a number of any kind; it counts only where a file name begins with it.
_LEAST_CODE = 5
# Of a name without its city so many letters have to be left.
_LEAST_NAME = 3
# What may stand before such a name.
_BEGINS = re.compile(r"(?:^|[\W\d_年度])市?$")
# A name this short may be the end of a longer word, unless one of these stands before it.
_SHORT_NAME = 2
_OTHER_WORD = re.compile(r"[^\W0-9A-Za-z_年度省市州盟县区旗报和与及兼的件表料由]$")
# To whom something is sent, and who has issued something, is not who reports.
_ADDRESSED = re.compile("(?:(?<![年月季简填上])报|报送|[呈致交给])$")
_ISSUED = re.compile("^[^_]{0,8}(?:关于|的?通知|转发|印发)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text where one unit is named, or several of the same name."""

    units: tuple[Unit, ...]
    by_code: bool
    # Whether it may just as well mean something else.
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    units: tuple[Unit, ...]

    def within(self, other: _Span) -> bool:
        longer = other.end - other.start > self.end - self.start
        return longer and other.start <= self.start and self.end <= other.end


class Naming:
    """The names and codes of those who may report to a collecting unit."""

    def __init__(self, roster: Roster, collector: str) -> None:
        self._roster = roster
        known = roster.units.get(collector)
        # What is above all who report stands in many names, and names none of them.
        self._above = {collector, *(one.code for one in (roster.ancestors(known) if known else ()))}
        self._names: dict[str, dict[str, Unit]] = defaultdict(dict)
        self._codes: dict[str, Unit] = {}
        for unit in roster.units.values():
            code = _plain(unit.code)
            if _TOKEN.fullmatch(code):
                self._codes[code] = unit
            for text in {fold(unit.name), fold(file_name(unit.name))}:
                if len(text) > 1:
                    self._names[text][unit.code] = unit
        # The name of the collecting unit, also without its last letter: 平顶山财政局.
        city = fold(known.name) if known else ""
        self._city = (city, city[:-1]) if len(city) > _SHORT_NAME else ()
        self._short = self._without_city()
        # First character of a name → how long the names are that begin with it.
        self._lengths: dict[str, set[int]] = defaultdict(set)
        for text in (*self._names, *self._short):
            self._lengths[text[0]].add(len(text))

    def _without_city(self) -> dict[str, Unit]:
        """The names without that of the city, where no other name ends so."""
        if not self._city:
            return {}
        ends = Counter(
            name[at:] for name in self._names for at in range(len(name) - _LEAST_NAME + 1)
        )
        found = {}
        for name, units in self._names.items():
            rest = name.removeprefix(self._city[0])
            if rest != name and ends[rest] == len(units) == 1:
                found[rest] = next(iter(units.values()))
        return found

    def mentions(self, text: str, own: Unit | None = None) -> list[Mention]:
        """Every place where units that may report are named.

        ``own``: a unit that need not be on the roster.
        """
        every = ((one, self._below(one.units)) for one in self._everybody(text, own))
        return [
            one if units == one.units else replace(one, units=units)
            for one, units in every
            if units
        ]

    def named(self, text: str) -> list[Unit]:
        """The units that a text names beyond doubt; twins that it does not tell apart are several.

        A unit whose name stands before that of one below it only says where that one is.
        """
        mentions = [one for one in self._everybody(text) if not one.doubtful]
        sure = {u.code: u for one in mentions if len(one.units) == 1 for u in one.units}
        found = dict(sure)
        for one in mentions:
            if sure.keys().isdisjoint(unit.code for unit in one.units):
                # Of twins that one is meant whose county, or city, is named as well.
                over = {u.code: sum(a.code in sure for a in self._over(u)) for u in one.units}
                most = max(over.values())
                found |= {u.code: u for u in one.units if over[u.code] == most}
        above = {one.code for unit in found.values() for one in self._over(unit)}
        return [unit for unit in self._below(found.values()) if unit.code not in above]

    def the_one(self, text: str) -> Unit | None:
        """The unit that a text names, where it names one and only one."""
        named = self.named(text)
        return named[0] if len(named) == 1 else None

    def _everybody(self, text: str, own: Unit | None = None) -> Iterator[Mention]:
        yield from self._by_code(text, own)
        yield from self._by_name(text, own)

    def _below(self, units: Iterable[Unit]) -> tuple[Unit, ...]:
        return tuple(unit for unit in units if unit.code not in self._above)

    def _over(self, unit: Unit) -> list[Unit]:
        return list(self._roster.ancestors(unit))

    def _by_code(self, text: str, own: Unit | None) -> Iterator[Mention]:
        plain = _plain(text)
        mine = _plain(own.code) if own else ""
        for token in _TOKEN.finditer(plain):
            for code in (token[0], _DATED.sub("", token[0])):
                unit = own if code == mine else self._codes.get(code)
                leading = token.start() == 0 and plain[token.end() : token.end() + 1] == "_"
                if unit and (leading or len(code) >= _LEAST_CODE):
                    yield Mention((unit,), by_code=True)
                    break

    def _by_name(self, text: str, own: Unit | None) -> Iterator[Mention]:
        words = [fold(one) for one in text.split()]
        # Names are padded with blanks, so these are left out; a name may begin behind one.
        begin = set(accumulate(map(len, words)))
        folded = "".join(words)
        full = list(self._spans(folded, own))
        short = self._short_spans(folded, full, begin)
        # Another finance bureau, of which the roster says nothing, may be called so as well.
        mine = fold(own.name) if own else ""
        spans = [*full, *(one for one in short if not mine.endswith(folded[one.start : one.end]))]
        for one in spans:
            if not any(one.within(other) for other in spans):
                apart = one.start in begin or any(other.end == one.start for other in spans)
                doubtful = _doubtful(folded, one, apart)
                yield Mention(one.units, by_code=False, doubtful=doubtful)

    def _short_spans(self, text: str, full: list[_Span], begin: set[int]) -> Iterator[_Span]:
        """Names without the city, where a word begins, or behind the city called otherwise."""
        ends = {one.end for one in full if self._below(one.units)}
        for start, first in enumerate(text):
            for length in self._lengths.get(first, ()):
                unit = self._short.get(text[start : start + length])
                # Most places begin no name, so what stands before is looked at last.
                if unit and start not in ends and (start in begin or self._begins(text[:start])):
                    yield _Span(start, start + length, (unit,))

    def _begins(self, before: str) -> bool:
        return bool(_BEGINS.search(before)) or before.endswith(self._city)

    def _spans(self, text: str, own: Unit | None) -> Iterator[_Span]:
        mine = fold(own.name) if own else ""
        for start, first in enumerate(text):
            for length in self._lengths.get(first, ()):
                units = self._names.get(text[start : start + length])
                if units and start + length <= len(text):
                    yield _Span(start, start + length, tuple(units.values()))
            if own and len(mine) > 1 and text.startswith(mine, start):
                yield _Span(start, start + len(mine), (own,))


def _doubtful(text: str, one: _Span, apart: bool) -> bool:
    """Whether a name may be the end of a longer word, or is not said of who reports.

    ``apart``: whether it stands behind a blank, or behind another name.
    """
    before, behind = text[: one.start], text[one.end :]
    if _ADDRESSED.search(before) or _ISSUED.search(behind):
        return True
    if apart or one.end - one.start > _SHORT_NAME:
        return False
    return bool(_OTHER_WORD.search(before))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip().casefold()
