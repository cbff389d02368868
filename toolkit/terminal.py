"""What the commands print: the progress bar and the tables of results (rich)."""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from toolkit.finding import SEVERITIES, Finding
from toolkit.form import Form
from toolkit.words import commands as words
from toolkit.words import findings

if TYPE_CHECKING:
    from toolkit.checking import Checked
    from toolkit.consolidation import Consolidation
    from toolkit.files.outbox import Outbox

_Item_co = TypeVar("_Item_co", covariant=True)
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
# Findings beyond this many are in the workbook; a screen is not the place for hundreds.
_MOST_ON_SCREEN = 20
_LEAST_WIDTH = 100


def console() -> Console:
    """Standard output; a redirected one has room enough for whole lines."""
    # There is no standard output at all when it was closed.
    file = sys.stdout or io.StringIO()
    width = None if file.isatty() else _LEAST_WIDTH
    return Console(
        file=file, highlight=False, width=width, safe_box=True, emoji=False, markup=False
    )


class Sized(Protocol[_Item_co]):
    """What a progress bar can go along: it is iterated once, and knows its length."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[_Item_co]: ...


def progress(items: Sized[_Item_co], action: str) -> Iterator[_Item_co]:
    """A bar on the error stream, for whatever takes longer than a second on a terminal."""
    screen = Console(stderr=True, emoji=False)
    bar = Progress(
        TextColumn(action),
        BarColumn(),
        MofNCompleteColumn(),
        console=screen,
        transient=True,
        disable=not screen.is_terminal or len(items) < words.MANY,
    )
    with bar:
        task = bar.add_task(action, total=len(items))
        for item in items:
            yield item
            bar.advance(task)


def show_result(result: Consolidation, written: Iterable[str]) -> None:
    """The summary at the end of ``collect``."""
    # Only now: what this imports takes longer than reading a hundred returns.
    from toolkit.files.listings import banner

    screen = console()
    counts = Counter(one.status for one in result.units if one.due)
    files = Counter(one.status for one in result.files)
    screen.print(words.summary_title(result.collector_title, result.year), style="bold")
    table = Table(show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for caption, number in words.summary(
        len(result.files),
        files["ignored"],
        files["unreadable"] + files["unrecognised"],
        sum(counts.values()),
        counts["missing"],
        counts["with_errors"],
        sum(one.in_total for one in result.units),
    ):
        table.add_row(caption, str(number))
    of_rules = result.outcomes
    for caption, number in words.outcomes(
        of_rules.holds, of_rules.fails, of_rules.explained, of_rules.unjudged
    ):
        table.add_row(caption, str(number))
    by_severity = Counter(one.severity for one in result.findings)
    for severity in SEVERITIES:
        caption = findings.SEVERITY[severity]
        colour = _COLOURS[severity] if by_severity[severity] else ""
        table.add_row(Text(caption, colour), Text(str(by_severity[severity]), colour))
    screen.print(table)
    worth = [one for one in result.findings if one.severity != "info" and one.status == "open"]
    show_findings(screen, worth[:_MOST_ON_SCREEN], result.form)
    if len(worth) > _MOST_ON_SCREEN:
        screen.print(words.more_findings(len(worth) - _MOST_ON_SCREEN))
    for line in banner(result):
        screen.print(line, soft_wrap=True)
    for path in written:
        screen.print(words.written(path), soft_wrap=True)


def show_outbox(outbox: Outbox) -> None:
    """How many units something goes back to, and what was left as somebody has changed it."""
    screen = console()
    told = words.feedback_done(outbox.units, outbox.missing, str(outbox.folder))
    screen.print(told, soft_wrap=True)
    for path in outbox.kept:
        screen.print(words.feedback_kept(str(path)), soft_wrap=True)


def show_findings(screen: Console, some: Sequence[Finding], form: Form) -> None:
    """Each finding on its own lines: severity and code, what is wrong, what to do."""
    for one in some:
        message = findings.message(one, form)
        who = f"{one.unit_name} " if one.unit_name and one.unit_name not in message else ""
        head = Text(f"{findings.SEVERITY[one.severity]} {one.code} ", _COLOURS[one.severity])
        head.append(f"{who}{message}", "default")
        screen.print(head, soft_wrap=True)
        screen.print(Text(f"    → {findings.suggestion(one, form)}", "dim"), soft_wrap=True)


def show_checked(screen: Console, checked: Sequence[Checked]) -> None:
    """The verdict of ``check``: per file, then all in one line."""
    for one in checked:
        errors = sum(f.is_open_error for f in one.findings)
        warnings = sum(f.severity == "warning" for f in one.findings)
        verdict = one.note or words.verdict(errors, warnings)
        screen.print(Text(f"{one.file}　{one.name}　{verdict}", "bold"), soft_wrap=True)
        show_findings(screen, one.findings, one.form)
