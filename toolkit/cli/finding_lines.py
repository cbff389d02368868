"""Findings on a screen: what is wrong and, below it, what to do; of many the worst."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from toolkit.cli import words
from toolkit.cli.shortlist import Further, Told, grouped, shortlist
from toolkit.cli.wrapped import paragraph
from toolkit.findings import message
from toolkit.findings.correction_words import cells
from toolkit.findings.details import OneMistake
from toolkit.findings.voice import Voice
from toolkit.grids.names import SEVERITY_WORDS

if TYPE_CHECKING:
    from rich.console import Console

    from toolkit.findings.finding import Finding
    from toolkit.form.form import Form

COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
# What stands before a remedy; the lines of it that come later are set in by as much.
_REMEDY, _LATER = "    → ", " " * 6
# So many places of a unit are named in its line.
_MOST_PLACES = 6


def show_findings(
    screen: Console, some: Iterable[Finding], form: Form, voice: Voice = Voice.OFFICE
) -> None:
    """Each finding on its own lines; what follows from one is named there."""
    for told in grouped(some):
        show_finding(screen, told, form, voice)


def show_worst(screen: Console, findings: Sequence[Finding], form: Form) -> None:
    """The worst of many findings in full, all other errors in short, the rest as numbers."""
    some = shortlist(findings)
    for told in some.in_full:
        show_finding(screen, told, form)
    for unit in some.units:
        line = words.further_errors(unit.unit, *_of_unit(unit, form), besides=unit.besides)
        screen.print(paragraph(screen, line), soft_wrap=True)
    for one in some.files:
        _put_head(screen, one, message.message(one, form))
    if any(some.rest):
        screen.print(words.in_the_workbook(*some.rest), soft_wrap=True)


def show_finding(screen: Console, told: Told, form: Form, voice: Voice = Voice.OFFICE) -> None:
    """Severity and code, what is wrong; what to do; what goes away with it."""
    one = told.finding
    said = message.message(one, form, voice)
    remedy = message.suggestion(one, form, voice)
    who = f"{one.unit_name} " if one.unit_name and one.unit_name not in said else ""
    _put_head(screen, one, f"{who}{said}")
    _put_below(screen, remedy, _REMEDY)
    # A mistake that mends several balances names them itself.
    if told.under and not isinstance(one.details, OneMistake):
        _put_below(screen, words.goes_along(len(told.under), cells(_places(told.under))), _LATER)


def _of_unit(unit: Further, form: Form) -> tuple[int, str]:
    """How many errors are left of a unit, and where the first of them are."""
    places = _places(unit.errors)
    titles = (
        message.entry_of(one, form).title + (f"（{one.sheet}）" if one.sheet else "")
        for one in unit.errors
        if not one.cell
    )
    named = list(dict.fromkeys(titles))
    shown = list(dict.fromkeys(places))[: max(_MOST_PLACES - len(named), 0)]
    told = [*named[:_MOST_PLACES], *([cells(shown)] if shown else [])]
    more = len(set(places)) + len(named) > _MOST_PLACES
    return len(unit.errors), "、".join(told) + (" 等" if more else "")


def _places(some: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(one.sheet or "", one.cell) for one in some if one.cell]


def _put_head(screen: Console, one: Finding, text: str) -> None:
    """Severity and code in their colour, and what is wrong."""
    head = f"{SEVERITY_WORDS[one.severity]} {one.code}"
    line = paragraph(screen, f"{head} {text}")
    line.stylize(COLOURS[one.severity], 0, len(head))
    screen.print(line, soft_wrap=True)


def _put_below(screen: Console, text: str, first: str) -> None:
    """What is to be done, below what is wrong."""
    line = paragraph(screen, text, first, _LATER)
    line.stylize("dim")
    screen.print(line, soft_wrap=True)
