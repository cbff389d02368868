"""The past: what the runs that took place have left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from toolkit.journal.figures import Line, lines_in
from toolkit.journal.rows import (
    DecisionRow,
    FileRow,
    FileStateRow,
    FindingRow,
    LetterRow,
    Rows,
    RunLine,
    RunRow,
    Sending,
    SendingRow,
    SwitchRow,
    UnitRow,
)

# A file by its path and its digest.
FileKey = tuple[str, str]


def took_place(rows: Rows, stated: Callable[[RunRow], frozenset[str]]) -> set[int]:
    """The numbers of the runs whose outputs came into their places.

    A run that was killed before it could say so has taken place if a workbook states its id.
    ``stated``: the ids in the workbook of a run and in its copy; asked only where nothing else
    tells it.
    """
    done = {one.run for one in rows.finished}
    followed = {one.parent for one in rows.runs if one.number in done}
    latest = {one.id: one.number for one in rows.runs}
    # The workbooks that a later run has made.
    made = set[str]()
    for one in reversed(rows.runs):
        # Of several runs with one id, as SOURCE_DATE_EPOCH makes them, the last one came so far.
        # A later run of the same workbook would have found this one in its place, and noted it.
        unsure = one.number not in done and latest[one.id] == one.number
        if unsure and (one.id in followed or (one.workbook not in made and one.id in stated(one))):
            done.add(one.number)
            followed.add(one.parent)
        if one.number in done:
            made.add(one.workbook)
    return done & {one.number for one in rows.runs}


def runs_behind(runs: Iterable[RunRow], line: RunLine) -> set[int]:
    """The numbers of the runs that the next one of a line goes on from.

    Those that have written its workbook; and those of the same year and office that have written
    another one before the first of them, since a workbook that is new tells what was known then.
    What is tried later with a workbook of its own is none of its business.
    """
    same = [one for one in runs if one.line[:2] == line[:2]]
    first = next((one.number for one in same if one.line == line), None)
    return {one.number for one in same if one.line == line or first is None or one.number < first}


@dataclass(frozen=True)
class Past:
    """The rows of the runs that took place, and how everything stands after the last of them."""

    rows: Rows = field(default_factory=Rows)
    # The highest keys that were ever given, and the ids that any run has had.
    last_run: int = 0
    last_key: int = 0
    ids: frozenset[str] = frozenset()
    runs: dict[int, RunRow] = field(default_factory=dict)
    files: dict[int, FileRow] = field(default_factory=dict)
    keys: dict[FileKey, int] = field(default_factory=dict)
    states: dict[int, FileStateRow] = field(default_factory=dict)
    # Unit → what it has sent.
    sendings: dict[str, list[SendingRow]] = field(default_factory=dict)
    # Unit and digest → its figures, with the key of their form.
    figures: dict[tuple[str, str], tuple[int, bytes]] = field(default_factory=dict)
    forms: dict[int, bytes] = field(default_factory=dict)
    units: dict[str, UnitRow] = field(default_factory=dict)
    findings: dict[str, FindingRow] = field(default_factory=dict)
    decisions: dict[str, DecisionRow] = field(default_factory=dict)
    switches: dict[str, int | None] = field(default_factory=dict)
    letters: dict[str, LetterRow] = field(default_factory=dict)

    @classmethod
    def after(cls, every: Rows, happened: set[int]) -> Past:
        """``every``: also the rows of runs that did not take place.

        Raises:
            ValueError: rows name what is not there: the journal is damaged.
        """
        rows = every.of(happened)
        sendings = defaultdict[str, list[SendingRow]](list)
        for one in rows.sendings:
            sendings[one.unit].append(one)
        past = cls(
            rows,
            max((one.number for one in every.runs), default=0),
            max((one.key for some in (every.files, every.forms) for one in some), default=0),
            frozenset(one.id for one in every.runs),
            {one.number: one for one in rows.runs},
            {one.key: one for one in rows.files},
            {(one.path, one.sha256): one.key for one in rows.files},
            {one.file: one for one in rows.file_states},
            dict(sendings),
            {(one.unit, one.sha256): (one.form, one.packed) for one in rows.figures},
            {one.key: one.lines for one in rows.forms},
            {one.unit: one for one in rows.units},
            {one.id: one for one in rows.findings},
            {one.finding: one for one in rows.decisions},
            {one.unit: one.inside for one in rows.switches},
            {one.name: one for one in rows.letters},
        )
        past._must_be_sound()
        return past

    def _must_be_sound(self) -> None:
        named = {one.file for one in self.rows.file_states}
        for one in self.rows.sendings:
            named |= {one.file} if one.before is None else {one.file, one.before}
            Sending(one.kind)
        forms = {form for form, _ in self.figures.values()}
        if not (named <= self.files.keys() and forms <= self.forms.keys()):
            raise ValueError("rows are missing")

    def behind(self, line: RunLine) -> Past:
        """The same as far as the workbook of a line knows of it.

        Raises:
            ValueError: rows name what is not there: the journal is damaged.
        """
        return Past.after(self.rows, runs_behind(self.rows.runs, line))

    def is_lost(self, one: DecisionRow | SwitchRow) -> bool:
        """Whether nobody has taken back what was decided: the run had no workbook to find it in."""
        stands = one.inside is not None if isinstance(one, SwitchRow) else one.decision or one.note
        return not stands and not self.runs[one.run].parent

    def lines(self, form: int) -> list[Line]:
        """The indicators that figures belong to; ``form``: its key."""
        return lines_in(self.forms[form])

    def last_usable(self, unit: str) -> int | None:
        """The key of the last file of a unit that had figures; None where there is none."""
        usable = (one.file for one in reversed(self.sendings.get(unit, ())) if _is_usable(one))
        return next(usable, None)


def _is_usable(one: SendingRow) -> bool:
    return one.kind != Sending.UNUSABLE
