"""Returns with any figures, and single changes of them, to hold check codes against each other.

``python -m tests.support.check_codes`` is the long form: of each form, the codes of 500 returns
after recalculation in LibreOffice, and of 100 in Gnumeric (where they are installed), are ours, and
none of 20,000 single changes leaves the code as it was. It takes about half an hour.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from tests.libreoffice.live import Script
from tests.libreoffice.office import available
from tests.other_programs import programs
from tests.support.build import edit
from tests.support.places import SECOND_FORM
from toolkit.form.check_code import NoCode, check_code, whose
from toolkit.form.cover import cover_of
from toolkit.form.form import Form
from toolkit.form.form_file import load_form, shipped_forms
from toolkit.form.layout import lay_out
from toolkit.form.number import MAX_DIGITS, to_float
from toolkit.grids.names import COVER
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.template.workbook import make_template

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


# --- Spreadsheet programs ------------------------------------------------------------------------


def in_libreoffice(form: Form, reports: Sequence[Report], path: Path) -> list[str]:
    """The code that the blank template shows for each of them, typed into it one after another."""
    path.write_bytes(make_template(form))
    script, cover, layout = Script(), cover_of(form), lay_out(form)
    for number, report in enumerate(reports):
        script.put(COVER, cover.values["unit"].address, report.unit)
        script.put(COVER, cover.values["year"].address, report.year)
        for code in form.inputs:
            figure = report.figures.get(code)
            if figure is not None or (number and code in reports[number - 1].figures):
                value = "" if figure is None else to_float(figure, form.decimals[code])
                script.put(*layout.where(code), value)
        script.do("recalculate")
        script.ask(f"{number}", "get", sheet=COVER, range=cover.code.address)
    answers = script.run(path)
    return [answers[f"{number}"][0][0] for number in range(len(reports))]


def in_gnumeric(form: Form, reports: Iterable[Report], folder: Path) -> list[str]:
    """The same, each in a workbook of its own in which no result is stored."""
    blank, cover, layout = make_template(form), cover_of(form), lay_out(form)
    found = []
    for report in reports:
        typed: dict[str, object] = {
            "!".join(layout.where(code)): to_float(figure, form.decimals[code])
            for code, figure in report.figures.items()
        }
        typed |= {
            f"{COVER}!{cover.values['unit'].address}": report.unit,
            f"{COVER}!{cover.values['year'].address}": report.year,
        }
        path, target = folder / "typed.xlsx", folder / "recalculated.xlsx"
        path.write_bytes(edit(blank, typed))
        subprocess.run(
            ["ssconvert", "--recalc", "--export-type=Gnumeric_Excel:xlsx2", path, target],
            check=True,
            capture_output=True,
            timeout=programs.TIMEOUT_SECONDS,
        )
        grid = read_workbook(target.read_bytes()).grids[COVER]
        found.append(grid.text(cover.code.row, cover.code.column))
    return found


def main(returns: int = 500, of_them_in_gnumeric: int = 100, least_changes: int = 20_000) -> int:
    """The long form; the exit code says whether all codes were as they should be."""
    wrong, chance = 0, random.Random(22)
    for name in FORMS:
        form = load_form(name)
        reports = [any_report(form, chance) for _ in range(returns)]
        ours = [one.code(form) for one in reports]
        with tempfile.TemporaryDirectory() as folder:
            here = Path(folder)
            if available() is None:
                theirs = [
                    code
                    for at in range(0, returns, 25)
                    for code in in_libreoffice(form, reports[at : at + 25], here / "typed.xlsx")
                ]
                wrong += _told(form, "LibreOffice", ours, theirs)
            if programs.missing("gnumeric") is None:
                theirs = in_gnumeric(form, reports[:of_them_in_gnumeric], here)
                wrong += _told(form, "Gnumeric", ours[:of_them_in_gnumeric], theirs)
        changes = left = 0
        for report, code in zip(reports, ours, strict=True):
            if changes < least_changes:
                others = [one.code(form) for one in single_changes(form, report, chance)]
                changes, left = changes + len(others), left + others.count(code)
        print(f"{form.id}: {changes} single changes, {left} of which left the code")
        wrong += left
    return 1 if wrong else 0


def _told(form: Form, program: str, ours: Sequence[object], theirs: Sequence[object]) -> int:
    differ = sum(one != other for one, other in zip(ours, theirs, strict=True))
    print(f"{form.id}: {len(theirs)} codes after recalculation in {program}, {differ} differ")
    return differ


if __name__ == "__main__":
    sys.exit(main())
