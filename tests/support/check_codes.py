"""Returns with any figures, and single changes of them, to hold check codes against each other."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from tests.support.places import SECOND_FORM
from toolkit.form.check_code import NoCode, check_code, whose
from toolkit.form.form import Form
from toolkit.form.form_file import shipped_forms
from toolkit.form.number import MAX_DIGITS

FORMS = (*shipped_forms(), str(SECOND_FORM))
# What people write where the unit's code and the year stand: as a text or a number, in full width,
# with blanks, or nothing.
UNITS: Sequence[str | float] = ("990001", "990000-11", "990001101", "Zx-A7b", 990001.0, 4104.0)
ODD_UNITS: Sequence[str | float] = (
    "",
    "　990001 ",
    "９９０００１",
    "99 00 01",
    "Ａ－９９",
    "示例A-7b",
)
YEARS: Sequence[str | float] = ("2024", 2025.0, "２０２５", "2025年度", " 2026 ", "")
_DIGITS = "0123456789"


class Report(NamedTuple):
    """What a unit has filled in: who it is, and integers of the smallest unit by input."""

    unit: str
    year: str
    figures: Mapping[str, int]

    def code(self, form: Form) -> str | NoCode:
        return check_code(form, whose(self.unit, self.year), self.figures)


def shown(value: str | float) -> str:
    """A number as a cell shows it."""
    return value if isinstance(value, str) else f"{value:.0f}"


def any_report(form: Form, chance: random.Random) -> Report:
    unit, year = chance.choice(UNITS), chance.choice(YEARS[:2])
    figures = {code: any_figure(form.decimals[code], chance) for code in form.inputs}
    known = {code: figure for code, figure in figures.items() if figure is not None}
    return Report(shown(unit), shown(year), known)


def any_figure(decimals: int, chance: random.Random) -> int | None:
    """Blank, or of any size that a cell keeps; an amount has any number of decimals."""
    if chance.random() < 0.3:
        return None
    kept = chance.randint(0, decimals)
    # Of the digits before the decimal point there are mostly few.
    digits = min(chance.choice((1, 1, 2, 2, 3, 4, 6, 9, 14)) + kept, MAX_DIGITS)
    return int(chance.randrange(10**digits) * 10 ** (decimals - kept))


def single_changes(form: Form, report: Report, chance: random.Random) -> Iterator[Report]:
    """The same, each with one figure, the unit's code or the year changed."""
    for code in form.inputs:
        figure = report.figures.get(code, 0)
        for other in {*_other_figures(figure, 10 ** form.decimals[code], chance)} - {figure}:
            yield report._replace(figures={**report.figures, code: other})
    for at, one in enumerate(report.unit):
        other_one = chance.choice(_DIGITS.replace(one, ""))
        yield report._replace(unit=report.unit[:at] + other_one + report.unit[at + 1 :])
    for unit in _swapped(report.unit):
        yield report._replace(unit=unit)
    yield from (report._replace(year=f"{int(report.year) + n}") for n in (-10, -1, 1, 10))


def _other_figures(figure: int, one: int, chance: random.Random) -> Iterator[int]:
    """``one``: the figure that means 1."""
    yield from (figure + one, figure + 1, figure * 10, figure * 100, figure * 10_000, 0, one)
    yield from (abs(figure - one), figure // 10, 10 * one + figure, 100 * one + figure)
    text = f"{figure}"
    yield from map(int, _swapped(text))
    at = chance.randrange(len(text))
    yield int(text[:at] + chance.choice(_DIGITS) + text[at + 1 :])
    yield figure + chance.randrange(1, one + 1)


def _swapped(text: str) -> Iterator[str]:
    """With two neighbours exchanged that differ."""
    for at, (one, other) in enumerate(pairwise(text)):
        if one != other:
            yield text[:at] + other + one + text[at + 2 :]
