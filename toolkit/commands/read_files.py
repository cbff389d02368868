"""Reading: each incoming file becomes a return, or the reason why it is none."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

from toolkit.commands.calls import Calls, InOrder, Lost
from toolkit.commands.workers import Workers, processes_for
from toolkit.documents.formats import READERS, read_document
from toolkit.files.incoming import Incoming
from toolkit.files.remote import is_remote
from toolkit.findings.codes.catalogue import NO_TABLE, found
from toolkit.findings.details import TableDifference
from toolkit.form.form import Form
from toolkit.form.form_file import load_form, shipped_forms
from toolkit.form.layout import Layout, differences, lay_out
from toolkit.grids.grid import Workbook
from toolkit.grids.hidden_sheet import stated_in
from toolkit.grids.identity import (
    FEEDBACK_KIND,
    LAST_YEAR_KIND,
    PROPERTY,
    ROSTER_KIND,
    SHEET,
    YEARS_KIND,
)
from toolkit.grids.names import CHECKS, COVER, FEEDBACK, OVERVIEW, SHEETS
from toolkit.grids.numbered_text import is_own_text
from toolkit.grids.refusals import FarCell, Refusal, Unreadable
from toolkit.returns.locate import all_tables_readable, stands_at_home
from toolkit.returns.read_return import read_return
from toolkit.returns.sums.lists import LISTS
from toolkit.returns.sums.sum_workbook import read_sum
from toolkit.returns.unit_return import Return, Unread
from toolkit.spreadsheets.formats import called_otherwise, named_as_workbook
from toolkit.spreadsheets.kind import FileKind
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.spreadsheets.xlsx import may_be_a_sum, read_properties

# Bytes of a file that takes longer than a return, which has a twentieth of them.
HEAVY = 1_000_000
# So many times as much of time and memory a consolidated workbook may take at most.
MOST_PATIENCE = 30.0
_TEXTS = (FileKind.TEXT, FileKind.CSV)
# Workbooks of ours that lie about among returns.
_NO_RETURNS = {
    YEARS_KIND: Refusal.OWN_YEARS,
    LAST_YEAR_KIND: Refusal.OWN_LAST_YEAR,
    ROSTER_KIND: Refusal.ROSTER,
}
_LOST = {"crashed": Refusal.CRASHED, "slow": Refusal.TOO_SLOW}


@dataclass(frozen=True)
class FileToReturn:
    """One file → a return of the form, or what cannot be read, with the reason."""

    form: Form
    passwords: tuple[str, ...] = ()

    def __call__(self, one: Incoming) -> Return | Unread:
        try:
            return self._read(one)
        except Unreadable as error:
            return _unread(one, error.reason)
        except OSError:
            return Unread(one.path, Refusal.CANNOT_OPEN)
        except Exception:
            # A mistake in our code over one file is no reason to lose the others.
            if os.environ.get("TOOLKIT_DEBUG"):
                raise
            return _unread(one, Refusal.CRASHED)

    def _read(self, one: Incoming) -> Return | Unread:
        if one.kind and one.kind in READERS:
            return self._document(one, one.kind)
        content = one.content
        workbook = read_workbook(content, self._wanted, self.passwords, one.kind)
        if refusal := _NO_RETURNS.get(stated_in(workbook).kind or ""):
            return Unread(one.path, refusal, ignored=True)
        if self._looks_moved(workbook):
            workbook = read_workbook(content, None, self.passwords, one.kind)
        summed = read_sum(workbook, self.form)
        if summed:
            workbook = self._with_lists(workbook, one)
            summed = replace(summed, workbook=workbook)
        digest = hashlib.sha256(content).hexdigest()
        returned = read_return(workbook, self._layout, one.path, digest, one.stamp, summed)
        returned = replace(
            returned,
            sent_back=self._is_sent_back(workbook, content),
            stated_form=_form_in(workbook.properties) if one.kind is FileKind.XLSX else None,
        )
        named = called_otherwise(one.path, one.kind)
        if named:
            told = found("FILE-10", file=one.path, actual=named)
            returned = replace(returned, findings=(told, *returned.findings))
        return self._of_another_form(workbook, returned)

    def _document(self, one: Incoming, kind: FileKind) -> Return | Unread:
        """What a document says; it is of the form of which most tables are in it."""
        content = one.content
        if kind in _TEXTS and is_own_text(content):
            return Unread(one.path, Refusal.OWN_NOTICE, ignored=True)
        from toolkit.returns.published.read_published import read_published

        document = read_document(content, kind)
        digest = hashlib.sha256(content).hexdigest()
        mine = read_published(document, self._layout, one.path, digest)
        if isinstance(mine, Return) and not _lacks_tables(mine):
            return mine
        others = shipped_forms() if isinstance(mine, Return) or mine.labelled else ()
        for name in others:
            if name != self.form.id:
                other = lay_out(load_form(name))
                theirs = read_published(document, other, one.path, digest)
                if isinstance(theirs, Return) and not _lacks_tables(theirs):
                    return self._as_other(theirs, other)
        if isinstance(mine, Unread):
            refusal = Refusal.CSV if kind is FileKind.CSV else mine.refusal
            # What calls itself a workbook may be what is left of one.
            labelled = mine.labelled or named_as_workbook(one.path)
            return replace(mine, refusal=refusal, labelled=labelled, sha256=digest)
        return mine

    def _with_lists(self, workbook: Workbook, one: Incoming) -> Workbook:
        """A consolidated workbook with its lists.

        They may be far larger than its tables. A list that is too large counts as missing, and the
        figures are read all the same.
        """
        grids = dict(workbook.grids)
        for name in LISTS:
            if name in workbook.unread:
                with suppress(Unreadable):
                    grids |= read_workbook(one.content, {name}, self.passwords, one.kind).grids
        return replace(workbook, grids=grids)

    @staticmethod
    def _is_sent_back(workbook: Workbook, content: bytes) -> bool:
        """Whether it is a copy of what we sent back in which nobody has corrected anything."""
        if workbook.properties.get(f"{PROPERTY}kind") != FEEDBACK_KIND:
            return False
        from toolkit.spreadsheets.seal import unchanged_since_made

        return unchanged_since_made(content)

    @cached_property
    def _layout(self) -> Layout:
        return lay_out(self.form)

    @cached_property
    def _wanted(self) -> set[str]:
        return {COVER, CHECKS, FEEDBACK, SHEET, *(table.sheet for table in self.form.tables)}

    def _looks_moved(self, workbook: Workbook) -> bool:
        """Whether the sheets that were not asked for have to be read as well."""
        strange = set(workbook.unread)
        if strange and stated_in(workbook).is_sum:
            strange -= set(SHEETS)
        # A consolidated workbook has an overview in place of a cover.
        no_cover = COVER not in workbook.grids and OVERVIEW not in workbook.unread
        return bool(strange) or no_cover or not stands_at_home(workbook, self._layout)

    def _of_another_form(self, workbook: Workbook, one: Return) -> Return:
        """The return; if it is of another form that we know, it says so, and what differs."""
        stated, mine = one.identity.form, self.form
        if stated == mine.id or (stated is None and all_tables_readable(workbook, self._layout)):
            return one
        for name in shipped_forms():
            other = lay_out(load_form(name))
            if name == mine.id or not (stated == name or all_tables_readable(workbook, other)):
                continue
            return self._as_other(one, other)
        return one

    def _as_other(self, one: Return, other: Layout) -> Return:
        """The return with the form that it is of, and how that differs from ours."""
        identity = replace(one.identity, form=other.form.id, version=other.form.version)
        tables = tuple(
            TableDifference(table.sheet, tuple(theirs), tuple(ours))
            for table, theirs, ours in differences(other, self._layout)
        )
        return replace(one, identity=identity, differences=tables)


def _lacks_tables(one: Return) -> bool:
    """Whether a table that has to be there is not, or cannot be read."""
    return any(finding.code in NO_TABLE for finding in one.findings)


class Reading(Protocol):
    """Files that are being read: as many as there are, and what became of each, in their order."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Return | Unread]: ...

    def close(self) -> None:
        """End whoever reads; of one that was iterated to its end there is nobody left."""


# Shows how far the reading has come, and passes on what it is given.
Progress = Callable[[Reading], Iterable[Return | Unread]]


class Inbox(Protocol):
    """All files of a run, wherever they are and whoever reads them."""

    # Where each file lies, by the name under which it is shown, for those that are files on disk;
    # known once they are read.
    sources: Mapping[str, Path]

    @property
    def empty(self) -> bool:
        """Whether there is not a single file."""

    @property
    def idle(self) -> bool:
        """Whether every file, as far as is known before it is read, is left alone."""

    def to_read(self) -> Iterator[Incoming]:
        """Those that can be read, opened when they are asked for, to look at what they state."""

    def reading(self, form: Form) -> Reading:
        """All of them, as returns of a form. Reading begins at once."""


class OpenedInbox:
    """Files of this machine, opened already."""

    def __init__(self, incoming: Sequence[Incoming], passwords: Sequence[str] = ()) -> None:
        self._incoming, self._passwords = incoming, passwords
        self.sources: Mapping[str, Path] = sources_of(incoming)

    @property
    def empty(self) -> bool:
        return not self._incoming

    @property
    def idle(self) -> bool:
        return all(one.ignored for one in self._incoming)

    def to_read(self) -> Iterator[Incoming]:
        return iter(_to_read(self._incoming))

    def reading(self, form: Form) -> Reading:
        return ReadFiles(self._incoming, form, self._passwords)


class ReadFiles:
    """All files, in their order. Reading begins at once; iterating waits for the results."""

    def __init__(
        self,
        incoming: Sequence[Incoming],
        form: Form,
        passwords: Sequence[str] = (),
    ) -> None:
        self._incoming = list(incoming)
        to_read = _to_read(incoming)
        task = FileToReturn(form, tuple(passwords))
        self._results = InOrder(guarded(processes_for(len(to_read))), task, to_read)

    def __len__(self) -> int:
        return len(self._incoming)

    def __iter__(self) -> Iterator[Return | Unread]:
        try:
            yield from _what_became(self._incoming, self._results)
        finally:
            self.close()

    def close(self) -> None:
        self._results.close()


def read_by(
    pool: Calls, task: FileToReturn, incoming: Sequence[Incoming]
) -> Iterator[Return | Unread]:
    """What became of each file; who reads them is kept for others, and so is the task."""
    yield from _what_became(incoming, InOrder(pool, task, _to_read(incoming), keep=True))


def _to_read(incoming: Iterable[Incoming]) -> list[Incoming]:
    return [one for one in incoming if not (one.ignored or one.unreadable)]


def _what_became(
    incoming: Iterable[Incoming], read: InOrder[Incoming, Return | Unread]
) -> Iterator[Return | Unread]:
    with closing(iter(read)) as results:
        for one in incoming:
            yield unusable(one) or outcome(*next(results))


def sources_of(incoming: Iterable[Incoming]) -> dict[str, Path]:
    """Where each file lies, for those that are files on disk."""
    return {one.path: one.source for one in incoming if one.source and not is_remote(one.source)}


def _heavy(one: Incoming) -> bool:
    """Whether handing it over takes long: a file out of an archive comes with its bytes."""
    return one.size > HEAVY


def _patience(one: Incoming) -> float:
    """A consolidated workbook of a large county has thousands of units, and takes its time."""
    with suppress(OSError):
        size = one.size or (one.source.stat().st_size if one.source else 0)
        if size > HEAVY and may_be_a_sum(one.content):
            return min(1 + size / HEAVY, MOST_PATIENCE)
    return 1


def guarded(processes: int) -> Workers:
    """Processes that read files: one that crashes or hangs over a file costs that file."""
    return Workers(processes, heavy=_heavy, patience=_patience)


def unusable(one: Incoming) -> Unread | None:
    """What becomes of a file that need not be read."""
    if one.ignored:
        return Unread(one.path, one.ignored, ignored=True)
    return Unread(one.path, one.unreadable) if one.unreadable else None


def outcome(one: Incoming, future: Future[Return | Unread]) -> Return | Unread:
    """What became of a file; of one that was given up, why."""
    try:
        return future.result()
    except Lost as lost:
        return _unread(one, _LOST[lost.how])


def _unread(one: Incoming, reason: Refusal | FarCell) -> Unread:
    digest = ""
    with suppress(OSError):
        digest = hashlib.sha256(one.content).hexdigest()
    return Unread(one.path, reason, stated_form=form_stated(one), sha256=digest)


def form_stated(one: Incoming) -> str | None:
    """The form that the properties of a file state, read cheaply."""
    with suppress(OSError):
        # The file was there a moment ago; reading it will tell what is wrong.
        return _form_in(read_properties(one.content))
    return None


def _form_in(properties: Mapping[str, str]) -> str | None:
    return properties.get(f"{PROPERTY}form")
