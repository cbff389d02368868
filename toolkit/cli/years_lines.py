"""What ``history`` shows: what was lined up, what is missing, and what does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console

from toolkit.chronicle.chronicle import Chronicle
from toolkit.chronicle.cross_years import CrossYear, Outcome
from toolkit.chronicle_workbook import words as sheet_words
from toolkit.cli.screen import console, show_written
from toolkit.cli.years_words import (
    and_more,
    broken,
    differing,
    gap,
    lined_up,
    not_used,
    with_errors,
)
from toolkit.form.number import from_fraction, plain
from toolkit.grids.reason import said

# So many lines of each kind; the workbook has them all.
_MOST = 10
_REFUSED = ("unreadable", "unrecognised", "superseded", "duplicate")


def show_years(one: Chronicle, written: Sequence[Path], *, quiet: bool = False) -> None:
    """In short, since all of it is in the workbook; ``quiet``: only if there is something to do."""
    screen = console()
    failing = [each for each in one.cross_years if each.outcome is Outcome.FAILS]
    faulty = sum(bool(each.errors) for each in one.files)
    differs = sum(len(each.differing) for each in one.unused)
    if quiet and not (failing or faulty or differs or one.gaps or any(_unused(one))):
        return
    used = sum(file.record.status == "accepted" for file in one.files)
    told = lined_up(len(one.units), one.years[0], one.years[-1], len(one.files), used)
    screen.print(told, style="bold", soft_wrap=True)
    _some(screen, [*_unused(one)])
    _some(screen, [gap(each.name, each.years, each.between) for each in one.gaps])
    order = (Outcome.HOLDS, Outcome.FAILS, Outcome.EXPLAINED, Outcome.UNJUDGED)
    counts = sheet_words.cross_in_short(*(one.number(outcome) for outcome in order))
    screen.print(counts, soft_wrap=True)
    # Errors come before warnings.
    _some(screen, [_broken(each) for each in sorted(failing, key=lambda each: not each.is_error)])
    if faulty:
        screen.print(with_errors(faulty), soft_wrap=True)
    if differs:
        screen.print(differing(differs), soft_wrap=True)
    show_written(screen, written)


def _some(screen: Console, lines: Sequence[str]) -> None:
    for line in lines[:_MOST]:
        screen.print(f"  {line}", soft_wrap=True)
    if len(lines) > _MOST:
        screen.print(f"  {and_more(len(lines) - _MOST)}", soft_wrap=True)


def _unused(one: Chronicle) -> Iterator[str]:
    for file in one.files:
        if file.record.status in _REFUSED:
            yield not_used(file.record.path, said(file.record.reason) or "")


def _broken(one: CrossYear) -> str:
    figures = one.actual, one.expected, one.difference
    shown = [plain(from_fraction(figure)) for figure in figures if figure is not None]
    label = one.form.indicators[one.rule.at].label
    place = f"{one.sheet} {one.cell}"
    return broken(one.rule.code, one.name, one.year, label, place, shown, error=one.is_error)
