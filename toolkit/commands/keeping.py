"""Keeping the journal: what a run reads in it, and what it adds to it.

In two steps. Before the outputs are moved into their places the run is written as begun; once they
are there, as finished. The workbook states the id of its run, so of one that was killed between the
two it can be told whether it took place. Whatever is wrong with the journal, the run goes on.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from toolkit.commands.journals import ids_stated, place_of
from toolkit.commands.outputs import Done
from toolkit.commands.timings import Timings
from toolkit.consolidation.assignment import Assignment
from toolkit.consolidation.words import MINUTE
from toolkit.feedback.outbox import Outbox
from toolkit.feedback.received import Received, earliest
from toolkit.files.disk import from_here, real
from toolkit.files.rehearsal import Rehearsal, note_reading, rehearsal
from toolkit.journal import words
from toolkit.journal.additions import additions
from toolkit.journal.course import courses
from toolkit.journal.database import Database, is_none_yet, rows_in
from toolkit.journal.hindrance import Hindered, Hindrance
from toolkit.journal.past import Past, runs_behind, took_place
from toolkit.journal.present import Present
from toolkit.journal.rows import NOT_NOTED, FinishedRow, Rows, RunRow, Sending
from toolkit.returns.sums.record import Record
from toolkit.text import printable


class Keeper:
    """The journal of one run, from before its workbook is made until all is in its place."""

    def __init__(
        self,
        path: Path,
        workbook: Path,
        record: Record | None,
        assignment: Assignment,
        options: Mapping[str, object],
        digests: Mapping[str, str],
        timings: Timings,
    ) -> None:
        """``record``: of the workbook that is replaced; ``digests``: those of unread files."""
        self.path, self._workbook = Path(os.path.realpath(path)), real(workbook)
        self._record = record
        self._parent = record.run if record else ""
        self._assignment, self._options, self._digests = assignment, options, digests
        self._timings = timings
        # One sentence, where something is to be said of the journal.
        self.told = ""
        self._database: Database | None = None
        # None as soon as the journal cannot be used.
        self._present: Present | None = None
        # What the journal held, None until it is read, and what this run adds.
        self._read: Rows | None = None
        self._rows = Rows()

    def received(self, now: datetime.datetime) -> Callable[[str], Received | None]:
        """SHA-256 of a return → when it came in for the first time: for a new one that is now.

        What had counted before it was noted came no later than the workbook that says so; where the
        journal cannot be used, whatever else is there came no later than now.
        """
        readable, counted = True, self._counted(now.tzinfo)
        seen: dict[str, Received] = {}
        try:
            seen = _seen(self._held())
        except (Hindered, OSError, ValueError, LookupError):
            readable = False

        def known(sha256: str) -> Received | None:
            noted, before = seen.get(sha256), counted.get(sha256)
            return earliest(noted, before) or Received(now, readable)

        return known

    def _counted(self, zone: datetime.tzinfo | None) -> dict[str, Received]:
        """SHA-256 of what counts in the workbook that is replaced → when that was made."""
        if self._record is None:
            return {}
        with suppress(ValueError, OverflowError, OSError):
            made = datetime.datetime.strptime(self._record.made, MINUTE).replace(tzinfo=zone)
            # It tells no seconds.
            no_later = Received(made + datetime.timedelta(minutes=1), exactly=False)
            return {one.sha256: no_later for one in self._record.units.values()}
        return {}

    def _held(self) -> Rows:
        """What the journal holds, read once; whoever writes sees whether it is still so.

        Raises:
            Hindered: it cannot be used.
        """
        if self._read is None:
            self._read = Rows() if is_none_yet(self.path) else rows_in(self.path)
        return self._read

    def marked(self, done: Done, outbox: Outbox | None) -> Done:
        """What the workbook is made of, with what the journal knows of its run and its units."""
        if noted := rehearsal():
            self._rehearse(noted)
            return done
        with self._timings.step("journal"), self._unless_hindered():
            present = self._now(done, outbox)
            past = self._past(present)
            self._rows = additions(past, present)
            done = replace(done, run=present.id, courses=courses(past, self._rows))
            self._present = present
        return done

    def _rehearse(self, noted: Rehearsal) -> None:
        """Note what would become of the journal, which is only read."""
        with self._unless_hindered():
            is_new, shown = is_none_yet(self.path), from_here(self.path)
            self._note_loss(self._held())
            if not is_new:
                note_reading(shown)
            noted.added_to.append(shown)

    @contextmanager
    def begun(self, check: Callable[[], None]) -> Iterator[Callable[[], None]]:
        """Within it the outputs are moved into their places, once what it gives was called.

        ``check`` is called when nobody else can write any more, and may raise.
        """
        try:
            yield lambda: self._begin(check)
            if self._present and self._database:
                # Where this fails, the next run knows it by the workbook.
                with suppress(Hindered):
                    self._database.finish(self._rows.runs[0].number, self._present.time)
        finally:
            self._close()

    def _begin(self, check: Callable[[], None]) -> None:
        if self._present:
            with self._unless_hindered():
                self._lock(self._present)
        check()
        if self._present and self._database:
            with self._unless_hindered():
                self._database.add(self._rows)

    def _close(self) -> None:
        if self._database:
            self._database.close()
        self._database = None

    def _now(self, done: Done, outbox: Outbox | None) -> Present:
        units = self._record.units.items() if self._record else ()
        return Present(
            done.result,
            self._assignment,
            done.review,
            outbox,
            done.now.isoformat(),
            place_of(self._workbook, self.path),
            printable(json.dumps(self._options, ensure_ascii=False, default=str)),
            self._parent or (NOT_NOTED if self._record else ""),
            {code: one.sha256 for code, one in units},
            self._digests,
        )

    def _past(self, present: Present) -> Past:
        """What the journal holds, which can be written to.

        Raises:
            Hindered: it cannot be used.
        """
        if is_none_yet(self.path):
            if not os.access(self.path.parent, os.W_OK):
                raise Hindered(Hindrance.READ_ONLY)
            self._read = Rows()
            self._note_loss(self._read)
            return Past()
        self._database = Database(self.path, writes=True)
        past = self._behind(self._held(), present)
        self._note_loss(self._held())
        # Only to see whether it could be written: the workbook must not name what is not there.
        self._database.lock()
        self._close()
        return past

    def _behind(self, rows: Rows, present: Present) -> Past:
        """What the runs have left that this one goes on from."""
        came = rows.of(took_place(rows, self._ids)).runs
        return Past.after(rows, runs_behind(came, present.line))

    def _note_loss(self, rows: Rows) -> None:
        """Have it said if the workbook before was made by a run that this journal does not know,
        or is not the last one of its kind."""
        if not self._parent:
            return
        made = [one for one in rows.runs if one.id == self._parent]
        if not made:
            shown = printable(str(self.path))
            self.told = words.gap(shown) if rows.runs else words.lost(shown)
            return
        done = {one.run for one in rows.finished}
        same = (one for one in rows.runs if one.line == made[-1].line and one.number in done)
        if later := sum(one.number > made[-1].number for one in same):
            time = datetime.datetime.fromisoformat(made[-1].time).astimezone()
            self.told = words.older(printable(self._workbook.name), time, later)

    def _lock(self, present: Present) -> None:
        self._database = Database(self.path, writes=True)
        self._database.lock()
        read = self._held()
        if not self._database.has_only(read):
            # Another run has written meanwhile, for another workbook.
            read = self._database.rows()
            self._rows = additions(self._behind(read, present), present)
        # What was killed before it could say so.
        done = {one.run for one in read.finished}
        came = took_place(read, self._ids) - done
        late = (one for one in read.runs if one.number in came)
        self._rows.finished.extend(FinishedRow(one.number, one.time) for one in late)

    def _ids(self, run: RunRow) -> frozenset[str]:
        return ids_stated(self.path, run, {self._workbook: self._parent})

    @contextmanager
    def _unless_hindered(self) -> Iterator[None]:
        """Whatever goes wrong here is said, and costs nothing but the journal."""
        try:
            yield
        except Exception as error:
            if os.environ.get("TOOLKIT_DEBUG") and not isinstance(error, Hindered):
                raise
            damaged = isinstance(error, ValueError)
            why = Hindrance.DAMAGED if damaged else getattr(error, "why", Hindrance.FAILED)
            self.told = words.not_written(printable(str(self.path)), why)
            self._present = None
            self._close()


def _seen(rows: Rows) -> dict[str, Received]:
    """SHA-256 of a file → when a journal has it noted for the first time.

    Raises:
        ValueError, LookupError: it is damaged.
    """
    times = {one.number: datetime.datetime.fromisoformat(one.time) for one in rows.runs}
    before = {one.file for one in rows.sendings if one.kind == Sending.BEFORE}
    seen: dict[str, Received] = {}
    for one in rows.files:
        now = Received(times[one.run], one.key not in before)
        seen[one.sha256] = earliest(seen.get(one.sha256), now) or now
    return seen
