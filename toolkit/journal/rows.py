"""The rows of a journal. Each is about one run, which it names first, and is never changed again.

What stays as it was is not written again: a row says what is new or other since the run before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Any, NamedTuple

# The status of a file, or of a unit, that is there no more.
GONE = "gone"
# The parent of a run whose workbook came after one that was made without a journal.
NOT_NOTED = "not noted"
# What does not name a run.
NO_PARENTS = frozenset({"", NOT_NOTED})
# That of a finding which a later run could not judge.
UNJUDGED = "unjudged"


@unique
class Sending(StrEnum):
    """What a file is that a unit has sent."""

    FIRST = "first"
    AGAIN = "again"
    # The same bytes as one that is there already.
    COPY = "copy"
    # Nothing can be taken from it.
    UNUSABLE = "unusable"
    # It had counted before there was a journal.
    BEFORE = "before"


# What runs have in common that go on from each other: year, office, and the workbook.
RunLine = tuple[int, str, str]


class RunRow(NamedTuple):
    """A run that was about to put its outputs in their places."""

    number: int
    # Of the run that made the workbook which this one replaces; empty where none is replaced,
    # NOT_NOTED where that had no journal.
    parent: str
    # As the workbook states it.
    id: str
    time: str
    toolkit: str
    form: str
    year: int
    collector: str
    collector_name: str
    # From the folder of the journal.
    workbook: str
    # As JSON.
    options: str
    # How many: files, units that are due, of these with a return, units in the sum, open errors,
    # open warnings.
    files: int
    due: int
    received: int
    inside: int
    errors: int
    warnings: int

    @property
    def line(self) -> RunLine:
        return self.year, self.collector, self.workbook


class FinishedRow(NamedTuple):
    """The outputs of a run are in their places."""

    run: int
    time: str


class FormRow(NamedTuple):
    """The indicators that packed figures belong to, in their order; see ``figures``."""

    run: int
    key: int
    lines: bytes


class FileRow(NamedTuple):
    """A file that has not been there before under this name and with these bytes.

    Nor is an earlier version that is sent again after another one the file that it was.
    """

    run: int
    key: int
    path: str
    # Empty where it is not known.
    sha256: str
    # When it was saved, as it says itself (UTC); empty where that is not known.
    saved: str


class FileStateRow(NamedTuple):
    """What became of a file."""

    run: int
    file: int
    # Empty where nobody knows whose it is.
    unit: str
    # As in the list of files, or GONE.
    status: str
    reason: str


class SendingRow(NamedTuple):
    """A file that a unit has sent."""

    run: int
    unit: str
    file: int
    kind: str
    # The file that the unit had sent before it; of a copy the one that it is a copy of.
    before: int | None
    # In how many figures it differs from that; None where that cannot be told.
    changed: int | None


class FiguresRow(NamedTuple):
    """The figures of a file of a unit."""

    run: int
    unit: str
    sha256: str
    # The key of the form's row.
    form: int
    packed: bytes


class UnitRow(NamedTuple):
    """How a unit stands."""

    run: int
    unit: str
    name: str
    # As in the list of units, or GONE.
    status: str
    inside: int
    reason: str
    errors: int
    warnings: int


class FindingRow(NamedTuple):
    """A finding that is told, or told otherwise than before; without a severity it is gone."""

    run: int
    id: str
    unit: str
    severity: str
    status: str
    place: str
    text: str


class DecisionRow(NamedTuple):
    """What the reviewer has decided on a finding; empty where it was taken back."""

    run: int
    finding: str
    decision: str
    note: str


class SwitchRow(NamedTuple):
    """Whether the reviewer wants a unit in the sum; None where that was taken back."""

    run: int
    unit: str
    inside: int | None


class LetterRow(NamedTuple):
    """A file that goes back; without a digest it was taken away, as there is no need for it."""

    run: int
    # Empty where it is for the office.
    unit: str
    kind: str
    name: str
    sha256: str
    # The ids of the findings that it tells, each on a line of its own.
    findings: str


# Table → what its rows are.
TABLES: Mapping[str, type[Any]] = {
    "runs": RunRow,
    "finished": FinishedRow,
    "forms": FormRow,
    "files": FileRow,
    "file_states": FileStateRow,
    "sendings": SendingRow,
    "figures": FiguresRow,
    "units": UnitRow,
    "findings": FindingRow,
    "decisions": DecisionRow,
    "switches": SwitchRow,
    "letters": LetterRow,
}


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of every table, each in the order in which they were written."""

    runs: list[RunRow] = field(default_factory=list)
    finished: list[FinishedRow] = field(default_factory=list)
    forms: list[FormRow] = field(default_factory=list)
    files: list[FileRow] = field(default_factory=list)
    file_states: list[FileStateRow] = field(default_factory=list)
    sendings: list[SendingRow] = field(default_factory=list)
    figures: list[FiguresRow] = field(default_factory=list)
    units: list[UnitRow] = field(default_factory=list)
    findings: list[FindingRow] = field(default_factory=list)
    decisions: list[DecisionRow] = field(default_factory=list)
    switches: list[SwitchRow] = field(default_factory=list)
    letters: list[LetterRow] = field(default_factory=list)

    def tables(self) -> Iterator[tuple[str, list[Any]]]:
        return ((name, getattr(self, name)) for name in TABLES)

    def of(self, runs: AbstractSet[int]) -> Rows:
        """Those of some runs, by their numbers."""
        kept = {name: [one for one in some if one[0] in runs] for name, some in self.tables()}
        return Rows(**kept)

    def and_then(self, later: Rows) -> Rows:
        both = zip(self.tables(), later.tables(), strict=True)
        return Rows(**{name: [*some, *more] for (name, some), (_, more) in both})
