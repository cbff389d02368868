"""The course of a unit's reporting: what it has sent when, and what became of it, in short."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping

from toolkit.feedback.outbox import LetterKind
from toolkit.journal import words
from toolkit.journal.counting import Turn, turns
from toolkit.journal.past import Past
from toolkit.journal.rows import FileRow, FileStateRow, Rows, Sending, SendingRow, UnitRow
from toolkit.template.workbook import stem_of

# Of a longer course the first moment is told, and so many of the last ones.
_MOST, _LAST = 8, 6


def courses(past: Past, now: Rows) -> Mapping[str, str]:
    """Unit → its course, the run of ``now`` included."""
    return _Courses(past.rows.and_then(now)).told()


class _Courses:
    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.days = {one.number: words.day(local(one.time)) for one in rows.runs}
        year = rows.runs[-1].year
        names = {one.unit: one.name for one in rows.units}
        # Unit → what its template is called.
        self.usual = {unit: stem_of(unit, name, year) for unit, name in names.items()}
        self.files = {one.key: one for one in rows.files}
        self.turns = turns(rows)
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
        for run in self.days:
            errors.update((code, one.errors) for code, one in self.units[run].items())
            turned, back = self.turns[run], self.returned[run]
            told = {unit: list(self._turn(run, unit, one)) for unit, one in turned.items()}
            told = {unit: some for unit, some in told.items() if some}
            for unit in dict.fromkeys((*self.sent[run], *told, *sorted(back))):
                sent = words.one_by_one(self._sending(one) for one in self.sent[run][unit])
                parts = [*([sent] if sent else []), *told.get(unit, ())]
                counts = turned[unit].now if unit in turned else None
                if counts and (unit in told or counts in {o.file for o in self.sent[run][unit]}):
                    parts.append(words.errors(errors.get(unit, 0)))
                if unit in back:
                    parts.append(words.SENT_BACK if errors.get(unit) else words.TO_BE_CHECKED)
                moments[unit].append(f"{self.days[run]} {'，'.join(parts)}")
        return {unit: words.one_by_one(_shortened(some)) for unit, some in moments.items()}

    def _turn(self, run: int, unit: str, turn: Turn) -> Iterator[str]:
        """That another file counts, or none, where it is not told with one that was sent."""
        then, now = (self.files[one] if one else None for one in (turn.before, turn.now))
        if turn.now in {one.file for one in self.sent[run].get(unit, ())}:
            return
        if then and now and then.sha256 and then.sha256 == now.sha256:
            # It was given another name or place.
            return
        if then and turn.went:
            yield words.taken_away(self._name(unit, then))
        elif then and not now:
            yield words.used_no_more(self._name(unit, then))
        if now:
            told = words.there_again if turn.came_back else words.used_now
            yield told(self._name(unit, now))

    def _sending(self, one: SendingRow) -> str:
        state = self.states[one.run].get(one.file)
        before = self._name(one.unit, self.files[one.before]) if one.before else ""
        name = self._name(one.unit, self.files[one.file])
        told = sending_words(one, name, before, state.reason if state else "")
        usable = one.kind in (Sending.FIRST, Sending.AGAIN)
        unused = usable and not (state and state.status == "accepted")
        return f"{told}，{words.NOT_USED}" if unused else told

    def _name(self, unit: str, file: FileRow) -> str:
        """What a file is called; of the usual name only what was added to it."""
        return words.without_usual(file.path.rpartition("/")[2], self.usual.get(unit, unit))


def sending_words(one: SendingRow, file: str, before: str, reason: str) -> str:
    """What a file is that was sent; ``before``: the one that it is compared with."""
    if one.kind == Sending.COPY:
        return words.copied(file, before)
    if one.kind == Sending.UNUSABLE:
        return words.unusable(file, reason)
    if one.kind == Sending.BEFORE:
        return words.known_before(file)
    told = words.first(file) if one.kind == Sending.FIRST else words.again(file)
    return "，".join(filter(None, (told, words.changed(one.changed))))


def local(time: str) -> datetime.datetime:
    """When a run was, in the office's own time.

    Raises:
        ValueError: it is no time: the journal is damaged.
    """
    return datetime.datetime.fromisoformat(time)


def _shortened(moments: list[str]) -> list[str]:
    if len(moments) <= _MOST:
        return moments
    return [moments[0], words.skipped(len(moments) - 1 - _LAST), *moments[-_LAST:]]
