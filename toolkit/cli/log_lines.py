"""The output of ``toolkit log``: every run in a line, or everything about one unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING

from rich.text import Text

from toolkit.cli import log_words as words
from toolkit.cli.screen import console, plain_table
from toolkit.cli.wrapped import Wrapped, paragraph
from toolkit.journal import course
from toolkit.journal.account import (
    FileAccount,
    UnitAccount,
    account_of_runs,
    account_of_unit,
    unit_named,
)

if TYPE_CHECKING:
    from rich.console import Console

    from toolkit.journal.past import Past
    from toolkit.journal.rows import FindingRow, RunLine

# Each with how far it is set in.
Lines = Iterator[tuple[int, str]]
_INDENTS = ("  ", "     ", "       ")


def show_runs(past: Past, main: RunLine) -> None:
    """What each run has brought, the first one first.

    ``main``: the line of runs of which the workbook need not be named.

    Raises:
        ValueError: the journal is damaged.
    """
    runs = account_of_runs(past)
    screen, last = console(), runs[-1].run
    name = last.collector_name or last.collector
    screen.print(words.title(last.year, name, len(runs)), style="bold", soft_wrap=True)
    table = plain_table(words.RUN_COLUMNS)
    table.columns[0].no_wrap = True
    for column in table.columns[1:-1]:
        column.justify = "right"
    for one in runs:
        run = one.run
        if not one.follows:
            table.add_row(words.minute(run.time), *[""] * 4, Wrapped(words.NOT_KNOWN_BEFORE))
        changes = words.changes(one, "" if run.line == main else run.workbook)
        numbers = (one.sent, f"{run.received}/{run.due}", run.inside, run.errors)
        table.add_row(words.minute(run.time), *map(str, numbers), Wrapped(changes))
    screen.print(table)
    screen.print(words.HOW_TO_SEE_ONE, soft_wrap=True)


def show_unit(past: Past, name: str) -> None:
    """Everything about one unit.

    Raises:
        CannotRun: there is no such unit, or there are several.
    """
    unit = account_of_unit(past, unit_named(past, name))
    screen = console()
    screen.print(Text(words.unit_title(unit.name, unit.code), "bold"), soft_wrap=True)
    times = {number: words.minute(one.time) for number, one in past.runs.items()}
    for head, lines in _sections(unit, times):
        screen.print(words.section(head), soft_wrap=True)
        _put(screen, lines)


def _put(screen: Console, lines: Lines) -> None:
    shown = list(lines) or [(0, words.NOTHING)]
    for depth, line in shown:
        indent = _INDENTS[depth]
        screen.print(paragraph(screen, line, indent, indent + "  "), soft_wrap=True)


def _sections(unit: UnitAccount, times: Mapping[int, str]) -> Iterator[tuple[str, Lines]]:
    """Each with its head."""
    files = enumerate(unit.files, 1)
    yield words.FILES, chain.from_iterable(_file(number, one, times) for number, one in files)
    yield words.STANDING, ((0, words.standing(times[one.run], *one[3:])) for one in unit.standing)
    yield words.FINDINGS, chain.from_iterable(_finding(some, times) for some in unit.findings)
    yield words.DECISIONS, _decided(unit, times)
    yield (
        words.LETTERS,
        (
            (0, words.letter(times[one.run], one.kind, one.name, one.sha256, _codes(one.findings)))
            for one in unit.letters
        ),
    )


def _decided(unit: UnitAccount, times: Mapping[int, str]) -> Lines:
    decisions = [
        (
            one.run,
            words.lost_decision(times[one.run], _code(one.finding))
            if one in unit.lost
            else words.decision(times[one.run], _code(one.finding), one.decision, one.note),
        )
        for one in unit.decisions
    ]
    decisions += [
        (
            one.run,
            words.lost_switch(times[one.run])
            if one in unit.lost
            else words.switch(times[one.run], one.inside),
        )
        for one in unit.switches
    ]
    return ((0, line) for _, line in sorted(decisions, key=itemgetter(0)))


def _file(number: int, one: FileAccount, times: Mapping[int, str]) -> Lines:
    file, sending = one.file, one.sending
    if sending:
        reason = one.states[0].reason if one.states else ""
        told = course.sending_words(sending, file.path, one.before, reason)
    else:
        told = words.moved(file.path)
    facts = (words.digest(file.sha256), words.saved(file.saved))
    run = sending.run if sending else file.run
    yield 0, words.file_line(number, times[run], told, facts)
    for differs in one.differs:
        yield 2, words.differs(differs)
    for state in one.states:
        yield 1, words.file_state(times[state.run], state.status, state.reason)


def _finding(some: Sequence[FindingRow], times: Mapping[int, str]) -> Lines:
    first = some[0]
    yield 0, words.finding_head(first.severity, _code(first.id), first.place)
    gone = True
    for one in some:
        if one.severity:
            yield 1, words.finding_told(times[one.run], one.status, one.text, again=not gone)
        else:
            yield 1, words.finding_gone(times[one.run])
        gone = not one.severity


def _code(id: str) -> str:
    return id.partition(":")[0]


def _codes(findings: str) -> list[str]:
    return [_code(one) for one in findings.splitlines()]
