"""The course of a unit's reporting: what it has sent when, and what became of it, in short."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from pathlib import PurePosixPath

from toolkit.feedback.outbox import LetterKind
from toolkit.journal import words
from toolkit.journal.past import Past
from toolkit.journal.rows import GONE, FileRow, FileStateRow, Rows, Sending, SendingRow, UnitRow

# Of a longer course the first moment is told, and so many of the last ones.
_MOST, _LAST = 8, 6


def courses(past: Past, now: Rows) -> Mapping[str, str]:
    """Unit → its course, the run of ``now`` included."""
    return _Courses(past.rows.and_then(now)).told()


class _Courses:
    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.days = {one.number: words.day(local(one.time)) for one in rows.runs}
        self.files = {one.key: one for one in rows.files}
        self.states: dict[int, dict[int, FileStateRow]] = defaultdict(dict)
        for state in rows.file_states:
            self.states[state.run][state.file] = state
        self.sent: dict[int, dict[str, list[SendingRow]]] = defaultdict(lambda: defaultdict(list))
        for one in rows.sendings:
            self.sent[one.run][one.unit].append(one)
        self.units: dict[int, dict[str, UnitRow]] = defaultdict(dict)
        for unit in rows.units:
            self.units[unit.run][unit.unit] = unit
        # Run → the units to which a workbook goes back that is not the one from before.
        self.returned: dict[int, set[str]] = defaultdict(set)
        for letter in rows.letters:
            if letter.sha256 and letter.kind == LetterKind.WORKBOOK:
                self.returned[letter.run].add(letter.unit)

    def told(self) -> dict[str, str]:
        moments: dict[str, list[str]] = defaultdict(list)
        errors: dict[str, int] = {}
        # The file of a unit that counts.
        counts: dict[str, int] = {}
        for run in self.days:
            errors.update((code, one.errors) for code, one in self.units[run].items())
            went = dict(self._went(run, counts))
            back = self.returned[run]
            for unit in dict.fromkeys((*self.sent[run], *went, *sorted(back))):
                parts = [self._sending(one) for one in self.sent[run][unit]]
                parts += [words.taken_away(_name(went[unit]))] if unit in went else []
                if counts.get(unit) in {one.file for one in self.sent[run][unit]}:
                    parts.append(words.errors(errors.get(unit, 0)))
                parts += [words.SENT_BACK] if unit in back else []
                moments[unit].append(f"{self.days[run]} {'，'.join(parts)}")
        return {unit: "；".join(_shortened(some)) for unit, some in moments.items()}

    def _went(self, run: int, counts: dict[str, int]) -> Mapping[str, FileRow]:
        """Brings ``counts`` up to a run. Unit → the file that counted, where none does any more."""
        went = {}
        for key, state in self.states[run].items():
            if state.status == GONE and counts.get(state.unit) == key:
                went[state.unit] = self.files[counts.pop(state.unit)]
        for key, state in self.states[run].items():
            if state.status == "accepted" and state.unit:
                counts[state.unit] = key
        return {unit: file for unit, file in went.items() if unit not in counts}

    def _sending(self, one: SendingRow) -> str:
        name = _name(self.files[one.file])
        state = self.states[one.run].get(one.file)
        if one.kind == Sending.COPY:
            return words.copied(name, _name(self.files[one.before or one.file]))
        if one.kind == Sending.UNUSABLE:
            return words.unusable(name, state.reason if state else "")
        if one.kind == Sending.BEFORE:
            return words.known_before(name)
        told = words.first(name) if one.kind == Sending.FIRST else words.again(name)
        used = "" if state and state.status == "accepted" else words.NOT_USED
        return "，".join(filter(None, (told, words.changed(one.changed), used)))


def local(time: str) -> datetime.datetime:
    """When a run was, in the office's own time.

    Raises:
        ValueError: it is no time: the journal is damaged.
    """
    return datetime.datetime.fromisoformat(time)


def _name(file: FileRow) -> str:
    return PurePosixPath(file.path).name


def _shortened(moments: list[str]) -> list[str]:
    if len(moments) <= _MOST:
        return moments
    return [moments[0], words.skipped(len(moments) - 1 - _LAST), *moments[-_LAST:]]
