"""The present: what a run has come to, as far as a journal keeps it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import toolkit
from toolkit.consolidation.assignment import Assignment
from toolkit.consolidation.consolidate import Consolidation
from toolkit.feedback.outbox import Letter, Outbox
from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.form.layout import lay_out
from toolkit.grids.names import ListHead
from toolkit.grids.reason import said
from toolkit.grids.refusals import Refusal
from toolkit.journal.figures import Packer, packed_lines
from toolkit.journal.rows import UNJUDGED, RunLine, RunRow
from toolkit.returns.unit_return import FileRecord, Return
from toolkit.review.changes import Review
from toolkit.review.worklist import Item


@dataclass(frozen=True, slots=True)
class FileNow:
    """A file that is there."""

    path: str
    sha256: str
    saved: str
    unit: str
    status: str
    reason: str


@dataclass(frozen=True)
class Present:
    """One run, at the moment at which its outputs are made."""

    result: Consolidation
    assignment: Assignment
    review: Review
    outbox: Outbox | None
    # When it is, as ISO 8601 with the offset of the office's own time.
    time: str
    # From the folder of the journal.
    workbook: str
    # As JSON.
    options: str
    # The run that made the workbook which is replaced, as in its row, and the digest of the return
    # that each unit had there.
    parent: str = ""
    before: Mapping[str, str] = field(default_factory=dict)
    # File → the digest of one that could not be read.
    digests: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def id(self) -> str:
        """The same for the same input at the same time."""
        told = [self.time, self.parent, self.workbook, str(self.result.year), self.result.collector]
        told += (f"{one.path}\t{one.sha256}\t{one.status}" for one in self.files)
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]

    @property
    def form(self) -> Form:
        return self.result.form

    @cached_property
    def files(self) -> Sequence[FileNow]:
        """What units have sent, and what nobody knows whose it is; not what is left alone."""
        return [self._file(one) for one in self.result.files if _is_sent(one)]

    def _file(self, one: FileRecord) -> FileNow:
        digest, saved = self.assignment.arrived.get(one.path, ("", None))
        return FileNow(
            one.path,
            digest or self.digests.get(one.path, ""),
            saved.isoformat(timespec="seconds") if saved else "",
            one.unit or "",
            one.status,
            said(one.reason) or "",
        )

    @cached_property
    def _returns(self) -> Mapping[str, Return]:
        """By path, those of units."""
        counting = {one.file: one for one in self.assignment.returns.values()}
        return {**self.assignment.passed_over, **counting}

    @cached_property
    def _packer(self) -> Packer:
        return Packer(self.form)

    def packed(self, file: FileNow) -> bytes | None:
        """The figures of a file; None where nothing can be taken from it."""
        one = self._returns.get(file.path)
        return self._packer.packed(one) if one else None

    @cached_property
    def lines(self) -> bytes:
        """What these figures belong to."""
        return packed_lines(lay_out(self.form))

    @property
    def line(self) -> RunLine:
        return self.result.year, self.result.collector, self.workbook

    def run(self, number: int) -> RunRow:
        result = self.result
        due = [one for one in result.units if one.due]
        return RunRow(
            number=number,
            parent=self.parent,
            id=self.id,
            time=self.time,
            toolkit=toolkit.__version__,
            form=f"{result.form.id} {result.form.version}",
            year=result.year,
            collector=result.collector,
            collector_name=result.collector_name,
            workbook=self.workbook,
            options=self.options,
            files=len(self.files),
            due=len(due),
            received=sum(one.status != "missing" for one in due),
            inside=sum(one.in_total for one in result.units),
            errors=sum(self._open["error"].values()),
            warnings=sum(self._open["warning"].values()),
        )

    @cached_property
    def _open(self) -> Mapping[str, Counter[str]]:
        """Severity → how many findings of each unit are open."""
        found = {severity: Counter[str]() for severity in ("error", "warning", "info")}
        for one in self.result.findings:
            if one.status == "open":
                found[one.severity][one.unit or ""] += 1
        return found

    def units(self) -> Iterator[tuple[str, str, str, int, str, int, int]]:
        """Code, name, status, whether it is in the sum, why not, its open errors and warnings."""
        errors, warnings = self._open["error"], self._open["warning"]
        for one in self.result.units:
            code, name = one.unit.code, one.unit.name
            reason = said(one.reason) or ""
            yield code, name, one.status, int(one.in_total), reason, errors[code], warnings[code]

    def findings(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        """Id, unit, severity, status, place and text."""
        for item in self.review.worklist.items:
            one = item.finding
            if one:
                status = one.status if one.judged else UNJUDGED
                text = item.text(ListHead.MESSAGE)
                yield one.id, one.unit or "", one.severity, status, _place(one), text

    @property
    def decided(self) -> Iterator[Item]:
        """The findings on which the reviewer may have decided something."""
        return (one for one in self.review.worklist.items if one.finding)

    @property
    def letters(self) -> Sequence[Letter]:
        return self.outbox.letters if self.outbox else ()

    @property
    def taken_back(self) -> Sequence[str]:
        """The names of the files that there is no need for any more."""
        return [path.name for path in self.outbox.stale] if self.outbox else ()


def _is_sent(one: FileRecord) -> bool:
    return one.status != "ignored" or (one.reason is Refusal.UNTOUCHED and bool(one.unit))


def _place(one: Finding) -> str:
    where = f"{one.sheet or ''} {one.cell or ''}".strip()
    return where if one.cell else f"{where} {one.label or ''}".strip()
