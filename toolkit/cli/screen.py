"""What the commands print: the progress bar and the tables of results (rich)."""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from toolkit.cli import words
from toolkit.cli.wrapped import Wrapped
from toolkit.consolidation import words as consolidation_words
from toolkit.consolidation.banner import in_the_sum
from toolkit.findings import message
from toolkit.findings import words as findings_words
from toolkit.findings.finding import SEVERITIES, Finding, Severity
from toolkit.findings.seen_words import show
from toolkit.findings.voice import Voice
from toolkit.form.form import Form
from toolkit.grids.names import SEVERITY_WORDS, STATUS_WORDS
from toolkit.review import words as review_words
from toolkit.review.words import UnitChangeKind
from toolkit.text import printable

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.commands.checking import Checked
    from toolkit.commands.reporting import Reported
    from toolkit.consolidation.consolidate import Consolidation
    from toolkit.feedback.outbox import Outbox
    from toolkit.findings.code_page import Explained
    from toolkit.review.changes import Review
    from toolkit.roster.roster_file import RosterFile

_Item_co = TypeVar("_Item_co", covariant=True)
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
# What a file can be after its check, and the colour of its verdict.
_KINDS = {"right": "green", "faulty": "red", "doubtful": "yellow", "alone": ""}
# Findings beyond this many are in the workbook; a screen is not the place for hundreds.
_MOST_ON_SCREEN = 20
_LEAST_WIDTH = 100
# The content of a cell may be any text; a figure fits into this many columns.
_WIDEST_FIGURE = 10


def console() -> Console:
    """Standard output; where it is redirected, it is wide enough for whole lines."""
    # There is no standard output at all when it was closed.
    file = sys.stdout or io.StringIO()
    width = None if file.isatty() else _LEAST_WIDTH
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
        task = bar.add_task(action, total=len(items))
        for item in items:
            yield item
            bar.advance(task)


def show_roster(used: RosterFile) -> None:
    """Which roster was used: there may be an older copy of it elsewhere."""
    path, rows = printable(str(used.path)), len(used.units)
    console().print(words.roster_used(path, rows), soft_wrap=True)


def show_result(result: Consolidation, written: Iterable[str]) -> None:
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
    by_severity = Counter(one.severity for one in result.findings)
    for severity in SEVERITIES:
        caption = SEVERITY_WORDS[severity]
        colour = _COLOURS[severity] if by_severity[severity] else ""
        table.add_row(Text(caption, colour), Text(str(by_severity[severity]), colour))
    screen.print(table)
    worth = [one for one in result.findings if one.severity != "info" and one.status == "open"]
    show_findings(screen, worth[:_MOST_ON_SCREEN], result.form)
    if len(worth) > _MOST_ON_SCREEN:
        screen.print(words.more_findings(len(worth) - _MOST_ON_SCREEN))
    for line in in_the_sum(result).lines():
        screen.print(line, soft_wrap=True)
    for path in written:
        screen.print(words.written(path), soft_wrap=True)


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
        review_words.carried(work.kept, work.changed, work.gone, work.gone_written),
        *review.left_open,
        *([review_words.typed(len(review.typed))] if review.typed else []),
        *([review_words.backup(str(backup))] if backup else []),
    ):
        screen.print(line, soft_wrap=True)


def show_outbox(outbox: Outbox) -> None:
    """How many units get something back, and which files are left as somebody has changed them."""
    screen = console()
    told = words.feedback_done(outbox.units, outbox.missing, str(outbox.folder))
    screen.print(told, soft_wrap=True)
    for path in outbox.kept:
        screen.print(words.feedback_kept(str(path)), soft_wrap=True)


def show_reported(done: Reported) -> None:
    """What speaks against publishing a report as it is, what was written, and what to fill in."""
    screen, source = console(), done.source
    if source.doubtful:
        screen.print(Text(words.NOT_YET_PUBLIC, _COLOURS["warning"]))
    for line in source.summed.lines() if source.summed else ():
        screen.print(line, soft_wrap=True)
    show_findings(screen, source.findings, source.form)
    for path in done.paths:
        screen.print(words.written(printable(str(path))), soft_wrap=True)
    screen.print(words.gaps(len(done.report.gaps)), soft_wrap=True)


def show_findings(screen: Console, some: Sequence[Finding], form: Form) -> None:
    """Each finding on its own lines: severity and code, what is wrong, what to do."""
    for one in some:
        told = message.message(one, form)
        who = f"{one.unit_name} " if one.unit_name and one.unit_name not in told else ""
        head = Text(f"{SEVERITY_WORDS[one.severity]} {one.code} ", _COLOURS[one.severity])
        head.append(f"{who}{told}", "default")
        screen.print(head, soft_wrap=True)
        screen.print(Text(f"    → {message.suggestion(one, form)}", "dim"), soft_wrap=True)


def show_checked(screen: Console, checked: Sequence[Checked]) -> None:
    """The verdict of ``check``: a heading and the findings of each file, then one closing line."""
    kinds: Counter[str] = Counter()
    for one in checked:
        opened = Counter(f.severity for f in one.findings if f.status == "open")
        kinds[_kind(one, opened)] += 1
        unseen = sum(f.severity == "info" and f.status != "explained" for f in one.findings)
        explained = sum(f.status == "explained" for f in one.findings)
        verdict = words.verdict(opened["error"], opened["warning"], unseen, explained)
        told = words.left_alone(one.left_alone.text) if one.left_alone else verdict
        heading = words.heading([one.file, one.name, words.of_year(one.year)])
        colour = _KINDS[_kind(one, opened)]
        screen.print(Text(heading, "bold").append(told, colour), soft_wrap=True)
        if one.findings:
            screen.print(_findings_table(one, screen.width))
            screen.print()
    if len(checked) > 1:
        counts = [kinds[kind] for kind in _KINDS]
        screen.print(words.checked(len(checked), *counts), soft_wrap=True)


def _kind(one: Checked, opened: Counter[Severity]) -> str:
    if one.left_alone:
        return "alone"
    if opened["error"]:
        return "faulty"
    return "doubtful" if opened["warning"] else "right"


def _findings_table(one: Checked, width: int) -> Table:
    """Errors first, infos last and dim; on a narrow screen some columns are merged."""
    wide = width >= _LEAST_WIDTH
    table = _plain_table(words.CHECK_COLUMNS if wide else words.NARROW_COLUMNS)
    table.expand, table.show_lines = True, True
    shares = (None, None, 3, None, None, 4, 4) if wide else (None, 3, None, None, 5)
    for column, share in zip(table.columns, shares, strict=True):
        column.ratio, column.max_width = share, None if share else _WIDEST_FIGURE
    for finding in sorted(one.findings, key=lambda f: SEVERITIES.index(f.severity)):
        table.add_row(*_finding_row(finding, one.form, wide=wide))
    return table


def _finding_row(one: Finding, form: Form, *, wide: bool) -> list[Wrapped]:
    dim = "dim" if one.severity == "info" else ""
    level = SEVERITY_WORDS[one.severity]
    status = "" if one.status == "open" else f"\n{STATUS_WORDS[one.status]}"
    place = " ".join(part for part in (one.sheet, one.cell) if part)
    cells = ["\n".join(part for part in (place, one.label) if part)]
    cells += [show(one.actual), show(message.wanted(one, form))]
    texts = [message.brief(one, form, Voice.UNIT), message.suggestion(one, form, Voice.UNIT)]
    if wide:
        first, rest = [level, one.code + status], [*cells, *texts]
    else:
        first = [f"{level}\n{one.code}{status}"]
        rest = [*cells, f"{texts[0]}\n{words.REMEDY_MARK}{texts[1]}"]
    return [
        *(Wrapped(text, dim or _COLOURS[one.severity]) for text in first),
        *(Wrapped(text, dim) for text in rest),
    ]


def show_rules(screen: Console, pages: Sequence[Explained]) -> None:
    """A line for each code; a horizontal rule between the groups of codes."""
    table = _plain_table(words.RULE_COLUMNS)
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


def _plain_table(heads: Sequence[str]) -> Table:
    """A table without a frame: columns side by side, and a line below the heads."""
    table = Table(box=box.HORIZONTALS, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for head in heads:
        table.add_column(Wrapped(head), overflow="fold")
    return table
