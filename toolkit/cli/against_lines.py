"""What ``check --against`` prints: a page of verdict for each report, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from toolkit.cli import words
from toolkit.cli.checked_files import put_findings, show_checked
from toolkit.findings.voice import Voice
from toolkit.text import printable

if TYPE_CHECKING:
    from rich.console import Console

    from toolkit.audit.against_workbook import Verdict
    from toolkit.commands.checking import Checked

# The colours of a mark.
_COLOURS = {True: "green", False: "red"}
# The widest of the names of what is looked at, in columns of the screen.
_WIDTH = 14


def show_held_against(
    screen: Console, checked: Sequence[Checked], workbook: str, *, every: bool = False
) -> None:
    """A page for each report; files that are none are shown as ``check`` shows them."""
    for number, one in enumerate(checked):
        if number:
            screen.print()
        if one.verdict is None:
            show_checked(screen, [one], every=every)
        else:
            _put_page(screen, one, one.verdict, workbook, every=every)


def _put_page(
    screen: Console, one: Checked, verdict: Verdict, workbook: str, *, every: bool
) -> None:
    screen.print(Text(words.AGAINST_TITLE, "bold"))
    screen.print(words.against_report(one.file, one.name, one.year), soft_wrap=True)
    screen.print(
        words.against_workbook(printable(workbook), verdict.name, verdict.year), soft_wrap=True
    )
    screen.print()
    for good, what, told in _lines(verdict):
        line = Text("  ").append("√ " if good else "× ", _COLOURS[good])
        pad = " " * max(1, _WIDTH - 2 * len(what))
        screen.print(line.append(f"{what}{pad}{told}"), soft_wrap=True)
    screen.print()
    wrong = sum(each.is_open_error for each in one.findings)
    doubtful = sum(each.severity == "warning" for each in one.findings)
    colour = "red" if wrong else "yellow" if doubtful else "green"
    screen.print(Text(words.against_verdict(wrong, doubtful), f"bold {colour}"), soft_wrap=True)
    put_findings(screen, one, Voice.OFFICE, every=every)


def _lines(verdict: Verdict) -> Iterator[tuple[bool, str, str]]:
    """For each thing that was looked at whether it is right, its name, and what was found."""
    yield not verdict.subject, words.SUBJECT, words.subject_found(verdict.subject)
    yield not verdict.headings, words.HEADINGS, words.headings_found(verdict.headings)
    for one in verdict.tables:
        good = bool(one.figures) and not one.differing
        yield good, one.sheet, words.figures_found(one.figures, one.differing)
    told = words.text_found(verdict.in_text, verdict.in_text_differing)
    yield not verdict.in_text_differing, words.FIGURES_IN_TEXT, told
    yield not verdict.unfilled, words.UNFILLED, words.unfilled_found(verdict.unfilled)
    if verdict.others:
        yield False, words.OTHERS, words.others_found(verdict.others)
