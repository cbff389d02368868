"""What ``check`` prints: a verdict for each file, and what is wrong with it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from toolkit.cli import words
from toolkit.cli.finding_lines import show_finding
from toolkit.cli.shortlist import Told, grouped, needs_action, rest_of
from toolkit.commands.distributing import reporting_year
from toolkit.findings.voice import Voice
from toolkit.grids.refusals import Refusal

if TYPE_CHECKING:
    from rich.console import Console

    from toolkit.commands.checking import Checked

# What a file can be after its check, and the colour of its verdict.
SORTS = {"right": "green", "faulty": "red", "doubtful": "yellow", "alone": ""}


def show_checked(
    screen: Console,
    checked: Sequence[Checked],
    *,
    every: bool = False,
    year: int | None = None,
    quiet: bool = False,
) -> None:
    """A line for each file, then the details of those with something to mend, then the count.

    The files stand in the order of the folder, in which people look for theirs. ``every``: with
    what needs nothing, too. ``year``: the one that is collected now, where it is not known that
    another is meant. ``quiet``: the lines alone.
    """
    if quiet:
        for one in checked:
            _put_verdict(screen, one, every=every)
    else:
        _put_each(screen, checked, every=every)
    show_not_compared(screen, checked)
    others = [one for one in checked if year and _may_be_sent(one) and one.year != str(year)]
    if others and year:
        years = sorted({one.year for one in others})
        told = words.not_of_now([one.file for one in others], years, year)
        screen.print(told, soft_wrap=True)


def show_not_compared(screen: Console, checked: Sequence[Checked]) -> None:
    """Which files could not be held against the year before, though it was named."""
    if files := [one.file for one in checked if one.compared is False]:
        screen.print(words.not_compared(files), soft_wrap=True)


def year_of_now() -> int:
    """The year that is collected now; templates made today would be for it."""
    return reporting_year(datetime.date.today())


def _may_be_sent(one: Checked) -> bool:
    return bool(one.year) and sort_of(one) in ("right", "doubtful")


def _put_each(screen: Console, checked: Sequence[Checked], *, every: bool) -> None:
    for one in checked:
        _put_verdict(screen, one, every=every)
        if len(checked) == 1:
            put_findings(screen, one, every=every)
    if len(checked) < 2:
        return
    for one in checked:
        if told_of(one, every=every):
            screen.print()
            screen.print(Text(words.heading(_known_of(one)).rstrip(), "bold"), soft_wrap=True)
            put_findings(screen, one, every=every)
    sorts = Counter(map(sort_of, checked))
    if any(told_of(one, every=every) for one in checked):
        screen.print()
    counts = [sorts[sort] for sort in SORTS]
    screen.print(words.checked(len(checked), *counts), soft_wrap=True)


def _known_of(one: Checked) -> list[str]:
    return [one.file, one.name, words.of_year(one.year)]


def _put_verdict(screen: Console, one: Checked, *, every: bool) -> None:
    opened = Counter(found.severity for found in one.findings if found.status == "open")
    rest = rest_of(told.finding for told in grouped(one.findings))
    verdict = words.verdict(
        opened["error"], opened["warning"], rest.infos, rest.explained, shown=every
    )
    told = words.left_alone(one.left_alone.text) if one.left_alone else verdict
    line = Text(words.heading(_known_of(one)), "bold").append(told, SORTS[sort_of(one)])
    screen.print(line, soft_wrap=True)
    if one.left_alone is Refusal.OWN_REPORT:
        screen.print(words.HOLD_AGAINST, soft_wrap=True)


def sort_of(one: Checked) -> str:
    """One of ``SORTS``."""
    if one.left_alone:
        return "alone"
    opened = {found.severity for found in one.findings if found.status == "open"}
    if "error" in opened:
        return "faulty"
    return "doubtful" if "warning" in opened else "right"


def told_of(one: Checked, *, every: bool) -> list[Told]:
    """The findings of a file that are printed."""
    return [told for told in grouped(one.findings) if every or needs_action(told.finding)]


def put_findings(
    screen: Console,
    one: Checked,
    voice: Voice = Voice.UNIT,
    *,
    every: bool,
    most: int | None = None,
) -> None:
    """What is wrong with a file, and how many findings are not shown; ``most``: at most so many."""
    some = told_of(one, every=every)
    for told in some[:most]:
        show_finding(screen, told, one.form, voice)
    if beyond := len(some) - len(some[:most]):
        screen.print(words.beyond(beyond), soft_wrap=True)
    rest = rest_of(told.finding for told in grouped(one.findings))
    if some and not every and (rest.explained or rest.infos):
        screen.print(words.unshown(rest.explained, rest.infos), soft_wrap=True)
