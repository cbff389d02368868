"""What ``check --against`` prints: a page of verdict for each report, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from toolkit.cli import words
from toolkit.cli.checked_files import put_findings, show_checked, show_not_compared
from toolkit.cli.finding_lines import COLOURS
from toolkit.cli.screen import show_doubts
from toolkit.findings.voice import Voice
from toolkit.text import printable

if TYPE_CHECKING:
    from rich.console import Console

    from toolkit.audit.against_workbook import Verdict
    from toolkit.commands.checking import Checked, Checks

# What is put before each thing that was looked at, and its colour; None: it was not looked at.
_MARKS = {True: ("√ ", "green"), False: ("× ", "red"), None: ("— ", "")}
# The widest of the names of what is looked at, in columns of the screen.
_WIDTH = 14


def show_held_against(
    screen: Console, checks: Checks, workbook: str, *, every: bool = False, quiet: bool = False
) -> None:
    """A page for each report; files that are none are shown as ``check`` shows them.

    ``quiet``: a line for each of them.
    """
    if quiet:
        for one in checks.checked:
            _put_line(screen, one, checks)
        return
    for number, one in enumerate(checks.checked):
        if number:
            screen.print()
        if one.verdict is None and one.left_alone:
            show_checked(screen, [one], every=every)
        elif one.verdict is None:
            screen.print(Text(words.AGAINST_TITLE, "bold"))
            screen.print(words.against_report(one.file, one.name, one.year), soft_wrap=True)
            screen.print(Text(words.NOT_HELD, "bold red"))
            put_findings(screen, one, Voice.OFFICE, every=every)
        else:
            _put_page(screen, one, one.verdict, checks, workbook, every=every)
    show_not_compared(screen, checks.checked)
    if checks.against and checks.against.doubtful:
        screen.print()
        screen.print(Text(words.WORKBOOK_DOUBTFUL, COLOURS["warning"]))
        show_doubts(screen, checks.against)


def _put_line(screen: Console, one: Checked, checks: Checks) -> None:
    if one.verdict is None and one.left_alone:
        show_checked(screen, [one], quiet=True)
        return
    told, colour = words.NOT_HELD, "red"
    if one.verdict is not None:
        told, colour = _conclusion(one, checks)
    screen.print(Text(words.heading([one.file]), "bold").append(told, colour), soft_wrap=True)


def _put_page(
    screen: Console,
    one: Checked,
    verdict: Verdict,
    checks: Checks,
    workbook: str,
    *,
    every: bool,
) -> None:
    screen.print(Text(words.AGAINST_TITLE, "bold"))
    screen.print(words.against_report(one.file, one.name, one.year), soft_wrap=True)
    screen.print(
        words.against_workbook(printable(workbook), verdict.name, verdict.year), soft_wrap=True
    )
    screen.print()
    for good, what, told in _lines(verdict):
        line = Text("  ").append(*_MARKS[good])
        pad = " " * max(1, _WIDTH - 2 * len(what))
        screen.print(line.append(f"{what}{pad}{told}"), soft_wrap=True)
    screen.print()
    told, colour = _conclusion(one, checks)
    screen.print(Text(told, f"bold {colour}"), soft_wrap=True)
    put_findings(screen, one, Voice.OFFICE, every=every)


def _conclusion(one: Checked, checks: Checks) -> tuple[str, str]:
    """Whether a report may be published, and the colour of that."""
    wrong = sum(each.is_open_error for each in one.findings)
    doubtful = sum(each.severity == "warning" for each in one.findings)
    of_workbook = bool(checks.against and checks.against.doubtful)
    colour = "red" if wrong else "yellow" if doubtful or of_workbook else "green"
    return words.against_verdict(wrong, doubtful, doubtful=of_workbook), colour


def _lines(verdict: Verdict) -> Iterator[tuple[bool | None, str, str]]:
    """For each thing whether it is right, its name, and what was found.

    None: it was not looked at, since nobody has said what would be right, or it is another report.
    """
    yield not verdict.subject, words.SUBJECT, words.subject_found(verdict.subject)
    headings, unfilled = verdict.headings, verdict.unfilled
    yield _is_good(headings), words.HEADINGS, words.headings_found(headings)
    for one in verdict.tables:
        good = bool(one.figures) and not one.wrong
        yield good, one.sheet, words.figures_found(one.figures, one.wrong)
    in_text, differing = verdict.in_text, verdict.in_text_differing
    good_text = not differing if in_text is not None else None
    yield good_text, words.FIGURES_IN_TEXT, words.text_found(in_text, differing)
    yield _is_good(unfilled), words.UNFILLED, words.unfilled_found(unfilled)
    if verdict.others:
        yield False, words.OTHERS, words.others_found(verdict.others)


def _is_good(wrong: int | None) -> bool | None:
    return None if wrong is None else not wrong
