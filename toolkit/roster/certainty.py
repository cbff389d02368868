"""Certainty: what keeps the rows of a roster from saying who reports to whom.

A unit that seems to report to nobody would neither be summed nor missed, so nothing is guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from toolkit.roster import words
from toolkit.roster.roster import Category, Unit

# The number of its row, and the unit.
Numbered = tuple[int, Unit]


def uncertain(units: Sequence[Numbered], *, complete: bool) -> list[str]:
    """What is wrong among the rows; ``complete``: whether every row could be read."""
    told = list(_repeated(units))
    return told if told or not complete else [*_circles(units), *_tops(units)]


def made_top(unit: Unit) -> Unit:
    """A unit that names itself as its parent names nobody: it stands at the top."""
    return replace(unit, parent="") if unit.parent == unit.code else unit


def _repeated(units: Sequence[Numbered]) -> Iterator[str]:
    rows: dict[str, list[Numbered]] = defaultdict(list)
    for number, unit in units:
        # Nobody would tell apart what differs only in small letters and capitals.
        rows[unit.code.casefold()].append((number, unit))
    for some in rows.values():
        if len(some) > 1:
            yield words.roster_twice([_named(one) for one in some], some[0][1].code)


def _circles(units: Sequence[Numbered]) -> Iterator[str]:
    """Each circle of units that report to each other, once."""
    listed = {unit.code: (number, unit) for number, unit in units}
    done: set[str] = set()
    for start in listed:
        way: list[str] = []
        code = start
        while code in listed and code not in done and code not in way:
            way.append(code)
            code = listed[code][1].parent
        if code in way and len(circle := way[way.index(code) :]) > 1:
            yield words.roster_circle([_named(listed[one]) for one in circle])
        done.update(way)


def _tops(units: Sequence[Numbered]) -> Iterator[str]:
    """Who reports to nobody, other than the one unit that sums all others."""
    listed = {unit.code for _, unit in units}
    parents = {unit.parent for _, unit in units if unit.parent != unit.code}
    tops = [one for one in units if one[1].parent in ("", one[1].code)]
    if not tops:
        return
    selves = [one for one in tops if one[1].parent and (one[1].code not in parents or tops[1:])]
    for one in selves:
        yield words.roster_self(_named(one))
    blank = [one for one in tops if one not in selves]
    if len(blank) > 1:
        yield words.roster_blank_parents([_named(one) for one in blank])
    elif blank and not selves:
        # Units of 垂直管理 may name whom they report to, but that unit does not sum here.
        others = [u for _, u in units if u.category != Category.VERTICAL and u.parent]
        outside = dict.fromkeys(u.parent for u in others if u.parent not in listed)
        if outside:
            yield words.roster_two_tops(_named(blank[0]), blank[0][1].parent, list(outside))


def _named(one: Numbered) -> tuple[int, str]:
    number, unit = one
    return number, unit.name
