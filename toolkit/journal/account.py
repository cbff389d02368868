"""An account of what a journal holds: of all runs in short, of one unit everything."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from toolkit.errors import CannotRun
from toolkit.feedback.outbox import LetterKind
from toolkit.journal import words
from toolkit.journal.counting import Turn, turns
from toolkit.journal.figures import differing, figures_in, shown
from toolkit.journal.past import Past
from toolkit.journal.rows import (
    NO_PARENTS,
    DecisionRow,
    FileRow,
    FileStateRow,
    FindingRow,
    LetterRow,
    RunRow,
    Sending,
    SendingRow,
    SwitchRow,
    UnitRow,
)
from toolkit.text import fold


@dataclass(frozen=True, slots=True)
class RunAccount:
    """A run, and how much it has added."""

    run: RunRow
    # Whether the journal knows the run that made the workbook which it replaced, if it did.
    follows: bool
    # How many files units have sent, not counting copies; units of which other figures count;
    # findings that are new, and gone; files that go back; decisions, notes and switches; those
    # that stood in a workbook which this run has not found.
    sent: int
    changed: int
    told: int
    gone: int
    letters: int
    decided: int
    lost: int


@dataclass(frozen=True, slots=True)
class Differs:
    """A figure that is another than in the file before; blank where it is not known."""

    sheet: str
    cell: str
    label: str
    then: str
    now: str
    is_total: bool


@dataclass(frozen=True, slots=True)
class FileAccount:
    """A file of a unit."""

    file: FileRow
    # None of one that was only given another name or place.
    sending: SendingRow | None
    # What became of it, and when that has changed.
    states: Sequence[FileStateRow]
    # The name of the file that it is compared with, and what differs.
    before: str
    differs: Sequence[Differs]


@dataclass(frozen=True, slots=True)
class UnitAccount:
    """A unit: every row in the order of the runs."""

    code: str
    name: str
    files: Sequence[FileAccount]
    # Each finding, as it was told, changed and went.
    findings: Sequence[Sequence[FindingRow]]
    decisions: Sequence[DecisionRow]
    switches: Sequence[SwitchRow]
    letters: Sequence[LetterRow]
    standing: Sequence[UnitRow]
    # Of decisions and switches those that nobody has taken back: they stood in a workbook that was
    # gone.
    lost: AbstractSet[DecisionRow | SwitchRow]


def account_of_runs(past: Past) -> list[RunAccount]:
    """Each run beside those that it goes on from.

    Raises:
        ValueError: the journal is damaged.
    """
    found: dict[int, RunAccount] = {}
    for line in dict.fromkeys(one.line for one in past.runs.values()):
        every = _accounts(past.behind(line), past.ids)
        found.update((one.run.number, one) for one in every if one.run.line == line)
    return [found[number] for number in past.runs]


def _accounts(past: Past, ids: AbstractSet[str]) -> list[RunAccount]:
    """``ids``: those of all runs."""
    rows = past.rows
    copies = (Sending.COPY, Sending.BEFORE)
    sent = Counter(one.run for one in rows.sendings if one.kind not in copies)
    # Of a receipt nobody has to do anything.
    asking = (one for one in rows.letters if one.kind != LetterKind.RECEIPT)
    letters = Counter(one.run for one in asking if one.sha256)
    choices: list[DecisionRow | SwitchRow] = [*rows.decisions, *rows.switches]
    lost = Counter(one.run for one in choices if past.is_lost(one))
    decided = Counter(one.run for one in choices) - lost
    changed = {run: _changed(past, some) for run, some in turns(rows).items()}
    told, gone, open_ = Counter[int](), Counter[int](), set[str]()
    for one in rows.findings:
        if not one.severity:
            gone[one.run] += 1
            open_.discard(one.id)
        elif one.id not in open_:
            told[one.run] += 1
            open_.add(one.id)
    return [
        RunAccount(
            run,
            run.parent in NO_PARENTS or run.parent in ids,
            *(some[number] for some in (sent, changed, told, gone, letters, decided, lost)),
        )
        for number, run in past.runs.items()
    ]


def _changed(past: Past, some: Mapping[str, Turn]) -> int:
    """Of how many units other figures count."""

    def figures(unit: str, file: int | None) -> object:
        sha256 = past.files[file].sha256 if file else ""
        return past.figures.get((unit, sha256), sha256)

    return sum(figures(unit, one.before) != figures(unit, one.now) for unit, one in some.items())


def unit_named(past: Past, wanted: str) -> str:
    """The code of the unit that somebody means: by its code, its name, or a part of one.

    Raises:
        CannotRun: there is no such unit, or there are several.
    """
    known = [(code, one.name) for code, one in past.units.items()]
    asked = fold(wanted)
    exact = [one for one in known if asked in map(fold, one)]
    found = exact or [one for one in known if any(asked in fold(text) for text in one)]
    if not found:
        raise CannotRun(words.no_such_unit(wanted, known))
    if len(found) > 1:
        raise CannotRun(words.several_units(wanted, found))
    return found[0][0]


def account_of_unit(past: Past, code: str) -> UnitAccount:
    """Everything about a unit.

    Raises:
        ValueError: the journal is damaged.
    """
    rows = past.rows
    findings = defaultdict[str, list[FindingRow]](list)
    for one in rows.findings:
        if one.unit == code:
            findings[one.id].append(one)
    decisions = [one for one in rows.decisions if one.finding in findings]
    switches = [one for one in rows.switches if one.unit == code]
    choices: list[DecisionRow | SwitchRow] = [*decisions, *switches]
    return UnitAccount(
        code,
        past.units[code].name,
        list(_files(past, code)),
        list(findings.values()),
        decisions,
        switches,
        [one for one in rows.letters if one.unit == code],
        [one for one in rows.units if one.unit == code],
        {one for one in choices if past.is_lost(one)},
    )


def _files(past: Past, code: str) -> Iterator[FileAccount]:
    sendings = {one.file: one for one in past.sendings.get(code, ())}
    states = defaultdict[int, list[FileStateRow]](list)
    for state in past.rows.file_states:
        states[state.file].append(state)
    ours = (key for key, some in states.items() if any(one.unit == code for one in some))
    for key in dict.fromkeys((*sendings, *ours)):
        file, sending = past.files[key], sendings.get(key)
        before = past.files[sending.before] if sending and sending.before else None
        differs = list(_differs(past, code, before, file)) if before else []
        yield FileAccount(file, sending, states[key], before.path if before else "", differs)


def _differs(past: Past, code: str, then: FileRow, now: FileRow) -> Iterator[Differs]:
    old, new = (past.figures.get((code, one.sha256)) for one in (then, now))
    if not old or not new or old[0] != new[0]:
        return
    lines = past.lines(new[0])
    before, after = (figures_in(one[1], lines) for one in (old, new))
    for line in differing(before, after, lines):
        old_figure, new_figure = (shown(some.get(line.code), line) for some in (before, after))
        total = not (line.code in before and line.code in after)
        yield Differs(line.sheet, line.cell, line.label, old_figure, new_figure, total)
