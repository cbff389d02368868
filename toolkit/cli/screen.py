"""What the commands print: the progress bar and the tables of results (rich)."""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Protocol, TypeVar

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from toolkit.cli import words
from toolkit.cli.finding_lines import COLOURS, show_findings, show_worst
from toolkit.cli.wrapped import Wrapped, paragraph
from toolkit.collection import words as collection_words
from toolkit.commands.timings import Timings
from toolkit.consolidation import words as consolidation_words
from toolkit.consolidation.banner import in_the_sum
from toolkit.files.rehearsal import rehearsal
from toolkit.findings import words as findings_words
from toolkit.findings.finding import SEVERITIES
from toolkit.grids.names import SEVERITY_WORDS
from toolkit.review import words as review_words
from toolkit.review.words import UnitChangeKind
from toolkit.text import printable

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.commands.asked import Asked
    from toolkit.commands.reporting import Reported
    from toolkit.consolidation.consolidate import Consolidation
    from toolkit.feedback.outbox import Outbox
    from toolkit.findings.code_page import Explained
    from toolkit.library.result import Consolidated
    from toolkit.publication.source import Reviewed
    from toolkit.review.changes import Review
    from toolkit.roster.roster_file import RosterFile

_Item_co = TypeVar("_Item_co", covariant=True)
# Where output is redirected, a table is as wide as this at most.
_REDIRECTED = 100


def console() -> Console:
    """Standard output; where it is redirected, it is wide enough for whole lines."""
    # There is no standard output at all when it was closed.
    file = sys.stdout or io.StringIO()
    width = None if file.isatty() else _REDIRECTED
    return Console(
        file=file, highlight=False, width=width, safe_box=True, emoji=False, markup=False
    )


class Sized(Protocol[_Item_co]):
    """What a progress bar can follow: it is iterated once, and knows its length."""

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
        # It looks now and then how far we have come, so that an item costs nothing.
        yield from bar.track(items, len(items), description=action)


def show_used(asked: Asked, roster: RosterFile | None = None, *, quiet: bool = False) -> None:
    """What was used that nobody has typed: of the collection, and which roster.

    There may be an older copy of the roster elsewhere.
    """
    if quiet:
        return
    screen, rows = console(), len(roster.units) if roster else 0
    if asked.collection and asked.taken:
        parts = [collection_words.used(key, value, rows) for key, value in asked.taken]
        told = words.used_of_collection(asked.collection.shown, parts)
        screen.print(printable(told), soft_wrap=True)
    if asked.lacks_last_year:
        screen.print(words.lacks_last_year(printable(str(asked.folder))), soft_wrap=True)
    if roster and not asked.stands("units"):
        told = words.roster_used(printable(str(roster.path)), rows)
        screen.print(told, soft_wrap=True)


def show_other_rosters(others: Iterable[Path], used: RosterFile) -> None:
    """The rosters that lie near the one that was used, and say something else."""
    for one in others:
        told = words.other_roster(*(printable(str(path)) for path in (one, used.path)))
        console().print(told, soft_wrap=True)


def show_unread(collected: Consolidated) -> None:
    """What the run before has read or preferred, and this one has not."""
    if collected.lapsed:
        console().print(words.lapsed(list(map(printable, collected.lapsed))), soft_wrap=True)
    if collected.earlier and collected.unread:
        paths = [printable(str(one)) for one in collected.unread]
        console().print(words.unread(collected.earlier.shown, paths), soft_wrap=True)


def show_taken(collected: Consolidated, outbox: Outbox | None) -> None:
    """What was used since the run before had used it, as long as nobody says otherwise.

    ``outbox``: what goes back, where its folder is that of the run before.
    """
    earlier, taken = collected.earlier, dict(collected.taken)
    if outbox:
        taken["feedback"] = str(outbox.folder)
    parts = [words.taken(name, value) for name, value in taken.items()]
    if earlier and parts:
        known = {name: name in taken for name in ("previous", "strict")}
        told = words.used_before(earlier.shown, parts, **known)
        console().print(printable(told), soft_wrap=True)


def show_written(screen: Console, paths: Iterable[Path]) -> None:
    """What was written, unless it only would have been."""
    for path in () if rehearsal() else paths:
        screen.print(words.written(printable(str(path))), soft_wrap=True)


def show_result(result: Consolidation, written: Iterable[Path]) -> None:
    """The summary at the end of ``collect``."""
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
    for caption, number in consolidation_words.outcomes(
        of_rules.holds, of_rules.fails, of_rules.explained, of_rules.unjudged
    ):
        table.add_row(caption, str(number))
    _add_severities(table, result)
    screen.print(table)
    show_worst(screen, result.findings, result.form)
    for line in in_the_sum(result).lines():
        screen.print(paragraph(screen, line), soft_wrap=True)
    show_written(screen, written)


def _add_severities(table: Table, result: Consolidation) -> None:
    """How many findings there are; what goes away with another is no finding of its own."""
    every = Counter(one.severity for one in result.findings if one.status != "follows")
    for severity in SEVERITIES:
        colour = COLOURS[severity] if every[severity] else ""
        table.add_row(Text(SEVERITY_WORDS[severity], colour), Text(str(every[severity]), colour))


def show_review(review: Review, backup: Path | None) -> None:
    """What has changed since the run before, and which of people's own entries were kept."""
    if review.made is None:
        return
    screen = console()
    arrived = review.count(UnitChangeKind.ARRIVED)
    replaced = review.count(UnitChangeKind.REPLACED, UnitChangeKind.SAME_FIGURES)
    moved = sum(one.before != one.now for one in review.totals)
    work = review.worklist
    for line in (
        review_words.run_summary(arrived, replaced, moved),
        *review.missed,
        review_words.carried(work.kept, work.changed, work.gone, work.gone_written),
        *(printable(one) for one in review.taken_over),
        *review.left_open,
        *review.listed,
        *([review_words.backup(printable(str(backup)))] if backup and not rehearsal() else []),
    ):
        screen.print(line, soft_wrap=True)


def show_parted(paths: Iterable[Path]) -> None:
    """Which outputs are new under one of their names only."""
    for path in paths:
        console().print(words.parted(printable(str(path))), soft_wrap=True)


def show_outbox(outbox: Outbox) -> None:
    """How many units get something back, and which files are left as somebody has changed them."""
    screen = console()
    counts = outbox.units, outbox.missing, outbox.receipts
    told = words.feedback_done(*counts, printable(str(outbox.folder)))
    screen.print(told, soft_wrap=True)
    for path in outbox.kept:
        screen.print(words.feedback_kept(printable(str(path))), soft_wrap=True)


def show_timings(timings: Timings) -> None:
    """What each step has taken, and all together."""
    whole = reduce(add, timings.values())
    told = len(words.TIMING_COLUMNS) - (whole.readers is None)
    table = plain_table(words.TIMING_COLUMNS[:told])
    for column in table.columns[1:]:
        column.justify = "right"
    for step, spent in timings.items():
        table.add_row(words.STEPS[step], *words.spent(spent))
    table.add_section()
    table.add_row(words.ALL_STEPS, *words.spent(whole))
    console().print(table)


def show_reported(done: Reported, *, quiet: bool = False) -> None:
    """What speaks against publishing a report as it is, what was written, and what to fill in.

    ``quiet``: not what was written.
    """
    screen, source = console(), done.source
    if source.doubtful:
        screen.print(Text(words.NOT_YET_PUBLIC, COLOURS["warning"]))
    show_doubts(screen, source)
    for path in () if quiet else done.paths:
        screen.print(words.written(printable(str(path))), soft_wrap=True)
    if done.report.gaps or not quiet:
        screen.print(words.gaps(len(done.report.gaps)), soft_wrap=True)


def show_doubts(screen: Console, source: Reviewed) -> None:
    """What speaks against publishing the figures of a workbook as they are."""
    for line in source.summed.lines() if source.summed else ():
        screen.print(line, soft_wrap=True)
    show_findings(screen, source.findings, source.form)


def show_rules(screen: Console, pages: Sequence[Explained]) -> None:
    """A line for each code; a horizontal rule between the groups of codes."""
    table = plain_table(words.RULE_COLUMNS)
    group = pages[0].group
    for page in pages:
        if page.group != group:
            table.add_section()
            group = page.group
        table.add_row(*(Wrapped(text) for text in (page.code, page.severity, page.title)))
    screen.print(table)


def show_rule(screen: Console, page: Explained) -> None:
    """One code in full: its title, then each part beside its caption."""
    screen.print(Text(words.heading([page.code, page.severity]) + page.title, "bold"))
    table = Table.grid(padding=(0, 2, 0, 0))
    for key, text in page.parts.items():
        table.add_row(Text(findings_words.RULE_PARTS[key], "dim", no_wrap=True), Wrapped(text))
    screen.print(table)


def plain_table(heads: Sequence[str]) -> Table:
    """A table without a frame: columns side by side, and a line below the heads."""
    table = Table(box=box.HORIZONTALS, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for head in heads:
        table.add_column(Wrapped(head), overflow="fold")
    return table
