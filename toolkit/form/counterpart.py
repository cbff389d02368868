"""Counterparts: which figures of a form mean the same as those of the form that replaced it.

A form that was replaced says so itself (``successor``), as data. What it does not name has no
counterpart: a row that merely has the same name is not compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field

from toolkit.form import words
from toolkit.form.rule import RuleError, bindings, bound
from toolkit.form.table import Data, FigureKind, FormError, Text


class Counterpart(Data):
    """Indicators of the successor, and those of this form that add up to the same.

    One ``*`` in each code stands for the same part of all of them, as in a rule.
    """

    # Codes of the successor.
    now: tuple[Text, ...] = Field(min_length=1)
    # Codes of this form; left out, they are the same.
    before: tuple[Text, ...] = ()
    # What has to be known by whoever compares them.
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Equal:
    """One of them, spread: these sums of indicators mean the same in both forms."""

    now: tuple[str, ...]
    before: tuple[str, ...]
    note: str = ""
    # The number of the counterpart that it comes from.
    number: int = 0


def spread(
    counterparts: Sequence[Counterpart],
    now: Mapping[str, FigureKind],
    before: Mapping[str, FigureKind],
) -> tuple[Equal, ...]:
    """Every pair of sums that means the same.

    ``now``: the successor's indicators, ``before``: those of this form.

    Raises:
        FormError: a code is unknown, is there twice, or the figures are not measured alike.
    """
    found: list[Equal] = []
    for number, one in enumerate(counterparts):
        for binding in _bindings(one, number, now):
            codes = _codes(one.now, binding, now, number, "now")
            key = "before" if one.before else "now"
            old = _codes(one.before or one.now, binding, before, number, key)
            if len({kind for kind in (*map(now.get, codes), *map(before.get, old)) if kind}) > 1:
                raise FormError(words.UNLIKE_COUNTERPARTS, "successor", number)
            found.append(Equal(codes, old, one.note, number))
    _must_be_once(found)
    return tuple(found)


def _bindings(one: Counterpart, number: int, now: Mapping[str, FigureKind]) -> list[str]:
    for key, codes in (("now", one.now), ("before", one.before)):
        for at, code in enumerate(codes):
            if code.count("*") != one.now[0].count("*") or code.count("*") > 1:
                raise FormError(words.counterpart_stars(code), "successor", number, key, at)
    try:
        return bindings(one.now[0], dict.fromkeys(now, 0))
    except RuleError as error:
        raise FormError(str(error), "successor", number, "now", 0) from error


def _codes(
    patterns: Iterable[str], binding: str, known: Mapping[str, FigureKind], number: int, key: str
) -> tuple[str, ...]:
    return tuple(_code(one, binding, known, number, key, at) for at, one in enumerate(patterns))


def _code(
    pattern: str, binding: str, known: Mapping[str, FigureKind], number: int, key: str, at: int
) -> str:
    try:
        return bound(pattern, binding, dict.fromkeys(known, 0))
    except RuleError as error:
        raise FormError(str(error), "successor", number, key, at) from error


def _must_be_once(found: Iterable[Equal]) -> None:
    for of in (_now, _before):
        seen: Counter[str] = Counter()
        for one in found:
            for code in of(one):
                seen[code] += 1
                if seen[code] > 1:
                    raise FormError(words.counterpart_twice(code), "successor", one.number)


def _now(one: Equal) -> Iterator[str]:
    yield from one.now


def _before(one: Equal) -> Iterator[str]:
    yield from one.before
