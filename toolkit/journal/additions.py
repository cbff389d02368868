"""Additions: what a run adds to a journal, which is what is new or other since the run before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from toolkit.grids.names import OPEN
from toolkit.journal.figures import Line, differing, figures_in, lines_in
from toolkit.journal.past import Past
from toolkit.journal.present import FileNow, Present
from toolkit.journal.rows import (
    GONE,
    DecisionRow,
    FiguresRow,
    FileRow,
    FileStateRow,
    FindingRow,
    FormRow,
    LetterRow,
    Rows,
    Sending,
    SendingRow,
    SwitchRow,
    UnitRow,
)


def additions(past: Past, present: Present) -> Rows:
    """The rows of this run.

    Raises:
        ValueError: figures of an earlier run cannot be read: the journal is damaged.
    """
    run = past.last_run + 1
    files = _Files(past, present, run)
    files.note()
    return Rows(
        runs=[present.run(run)],
        forms=files.forms,
        files=files.rows,
        file_states=files.states,
        sendings=files.sendings,
        figures=files.figures,
        units=list(_units(past, present, run)),
        findings=list(_findings(past, present, run)),
        decisions=list(_decisions(past, present, run)),
        switches=list(_switches(past, present, run)),
        letters=list(_letters(past, present, run)),
    )


class _Files:
    """What is new about files, and what units have sent with them."""

    def __init__(self, past: Past, present: Present, run: int) -> None:
        self.past, self.present, self.run = past, present, run
        self.forms: list[FormRow] = []
        self.rows: list[FileRow] = []
        self.states: list[FileStateRow] = []
        self.sendings: list[SendingRow] = []
        self.figures: list[FiguresRow] = []
        self._key = past.last_key
        self._form = next((key for key, one in past.forms.items() if one == present.lines), 0)
        # Those that are there, and those that have come to a unit: by it, with their keys.
        self._there: set[int] = set()
        self._came = defaultdict[str, list[tuple[FileNow, int]]](list)
        # Unit → digest → the keys of the files that it has sent.
        self._sent = defaultdict[str, dict[str, list[int]]](lambda: defaultdict(list))
        self._packed: dict[int, bytes] = {}

    def note(self) -> None:
        for one in self.present.files:
            self._note_file(one)
        for key, state in self.past.states.items():
            if key not in self._there and state.status != GONE:
                self.states.append(FileStateRow(self.run, key, state.unit, GONE, ""))
        for key, state in self.past.states.items():
            # What had gone before this run is no file that has only got another name now.
            there = state.status != GONE or key in self._there
            if there and state.unit in self._came:
                self._sent[state.unit][self.past.files[key].sha256].append(key)
        for unit, some in self._came.items():
            last = self.past.last_usable(unit)
            for one, key in sorted(some, key=lambda pair: (pair[0].saved, pair[0].path)):
                last = self._note_sending(unit, one, key, last)

    def _note_file(self, one: FileNow) -> None:
        key = self.past.keys.get((one.path, one.sha256), 0)
        before = self.past.states.get(key)
        if not key or self._came_once_more(one, before):
            key, before = self._next_key(), None
            self.rows.append(FileRow(self.run, key, one.path, one.sha256, one.saved))
        self._there.add(key)
        state = FileStateRow(self.run, key, one.unit, one.status, one.reason)
        if before is None or before[2:] != state[2:]:
            self.states.append(state)
        if one.unit and (before is None or before.unit != one.unit):
            self._came[one.unit].append((one, key))

    def _came_once_more(self, one: FileNow, before: FileStateRow | None) -> bool:
        """Whether a file that had gone was sent again, and not only put back in its place.

        Who sends an earlier version again has sent another one in between.
        """
        if before is None or before.status != GONE or before.unit != one.unit or not one.sha256:
            return False
        sent = [one.file for one in self.past.sendings.get(one.unit, ())]
        latest = (self.past.last_usable(one.unit), sent[-1] if sent else None)
        return one.sha256 not in {self.past.files[key].sha256 for key in latest if key}

    def _note_sending(self, unit: str, one: FileNow, key: int, last: int | None) -> int | None:
        """The key of the last file with figures, this one included."""
        alike = self._sent[unit][one.sha256] if one.sha256 else []
        if alike and not any(other in self._there for other in alike):
            # The file was given another name or place.
            alike.append(key)
            return last
        if last in self.past.files and self.past.files[last].sha256 == one.sha256 and not alike:
            # It had gone, and was put back in another place.
            self._sent[unit][one.sha256].append(key)
            return last
        packed = self.present.packed(one)
        if packed is not None:
            self._packed[key] = packed
        kind, before, changed = Sending.UNUSABLE, None, None
        if alike:
            kind, before, changed = Sending.COPY, alike[-1], 0
        elif packed is not None:
            self._note_figures(unit, one.sha256, packed)
            kind, before = self._kind(unit, one, last), last
            changed = self._changed(unit, last, packed) if last else None
        self._sent[unit][one.sha256].append(key)
        self.sendings.append(SendingRow(self.run, unit, key, kind, before, changed))
        return last if packed is None else key

    def _kind(self, unit: str, one: FileNow, last: int | None) -> Sending:
        if last:
            return Sending.AGAIN
        counted = self.present.before.get(unit)
        if not counted:
            return Sending.FIRST
        return Sending.BEFORE if counted == one.sha256 else Sending.AGAIN

    def _note_figures(self, unit: str, sha256: str, packed: bytes) -> None:
        if (unit, sha256) not in self.past.figures:
            if not self._form:
                self._form = self._next_key()
                self.forms.append(FormRow(self.run, self._form, self.present.lines))
            self.figures.append(FiguresRow(self.run, unit, sha256, self._form, packed))

    def _changed(self, unit: str, last: int, packed: bytes) -> int | None:
        """In how many figures a file differs from the one before; None where that is not known."""
        then = self._packed.get(last)
        if then is None:
            file = self.past.files[last]
            form, then = self.past.figures.get((unit, file.sha256), (0, b""))
            if form != self._form or not then:
                return None
        if then == packed:
            return 0
        lines = self.past.lines(self._form) if self._form in self.past.forms else self._lines()
        return sum(1 for _ in differing(figures_in(then, lines), figures_in(packed, lines), lines))

    def _lines(self) -> list[Line]:
        return lines_in(self.present.lines)

    def _next_key(self) -> int:
        self._key += 1
        return self._key


def _units(past: Past, present: Present, run: int) -> Iterator[UnitRow]:
    listed = set()
    for one in present.units():
        listed.add(one[0])
        before = past.units.get(one[0])
        if before is None or before[1:] != one:
            yield UnitRow(run, *one)
    for code, before in past.units.items():
        if code not in listed and before.status != GONE:
            yield UnitRow(run, code, before.name, GONE, 0, "", 0, 0)


def _findings(past: Past, present: Present, run: int) -> Iterator[FindingRow]:
    told = set()
    for one in present.findings():
        told.add(one[0])
        before = past.findings.get(one[0])
        if before is None or before[1:] != one:
            yield FindingRow(run, *one)
    for id, before in past.findings.items():
        if id not in told and before.severity:
            yield FindingRow(run, id, before.unit, "", "", "", "")


def _decisions(past: Past, present: Present, run: int) -> Iterator[DecisionRow]:
    for one in present.decided:
        decision = "" if one.decision == OPEN else one.decision
        now = (one.id, decision, one.note)
        before = past.decisions.get(one.id)
        if any(now[1:]) if before is None else before[1:] != now:
            yield DecisionRow(run, *now)


def _switches(past: Past, present: Present, run: int) -> Iterator[SwitchRow]:
    chosen = {code: int(inside) for code, inside in present.review.chosen.items()}
    for code in dict.fromkeys((*past.switches, *chosen)):
        if past.switches.get(code) != chosen.get(code):
            yield SwitchRow(run, code, chosen.get(code))


def _letters(past: Past, present: Present, run: int) -> Iterator[LetterRow]:
    for one in present.letters:
        before = past.letters.get(one.name)
        if before is None or before.sha256 != one.sha256:
            told = "\n".join(one.findings)
            yield LetterRow(run, one.unit, one.kind, one.name, one.sha256, told)
    for name in present.taken_back:
        before = past.letters.get(name)
        if before and before.sha256:
            yield LetterRow(run, before.unit, before.kind, name, "", "")
