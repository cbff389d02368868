"""Outbox: the folder with what goes back to the units, and what an earlier run left there.

What we made and nobody has changed since may be replaced and removed; all else is kept. A workbook
is known by its seal, a text by the number in its last line.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum, unique
from pathlib import Path

from toolkit.consolidation.consolidate import Consolidation
from toolkit.consolidation.coverage import UnitRecord
from toolkit.feedback import notices
from toolkit.feedback.own_texts import is_own, own_lines, own_text
from toolkit.feedback.points import Feedback, Point, feedback_of, is_answered, reminded
from toolkit.feedback.receipts import RECEIPT, Receipt, SentBack
from toolkit.feedback.received import Received, earliest, received_in
from toolkit.feedback.workbook import counts, make_feedback, marks, unread
from toolkit.files.disk import read_existing, remove
from toolkit.grids.identity import FEEDBACK_KIND, PROPERTY
from toolkit.grids.names import LIST_NUMBER, NOTICE_NUMBER, RECEIPT_NUMBER
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Unit
from toolkit.spreadsheets.seal import unchanged_since_made
from toolkit.spreadsheets.xlsx import read_properties
from toolkit.template.workbook import unit_stem


@unique
class LetterKind(StrEnum):
    """What a file is that goes back."""

    WORKBOOK = "workbook"
    NOTICE = "notice"
    RECEIPT = "receipt"
    REMINDERS = "reminders"


@dataclass(frozen=True, slots=True)
class Letter:
    """A file that goes back, as it is in the folder once all is written."""

    kind: LetterKind
    name: str
    sha256: str
    # Whose it is; empty for the office's own.
    unit: str = ""
    # The ids of the findings that it tells.
    findings: Sequence[str] = ()


@dataclass
class Outbox:
    """What goes back to the units, and what becomes of each file in the folder."""

    folder: Path
    # How many units get something back.
    units: int = 0
    # How many units have sent nothing.
    missing: int = 0
    # For how many returns there is a receipt.
    receipts: int = 0
    # What has to be written.
    files: list[tuple[Path, bytes]] = field(default_factory=list)
    # What has to be removed.
    stale: list[Path] = field(default_factory=list)
    # What somebody has changed, and is left alone.
    kept: list[Path] = field(default_factory=list)
    # What is new, and what an earlier run has made and is as it was.
    letters: list[Letter] = field(default_factory=list)

    def add(
        self,
        kind: LetterKind,
        name: str,
        content: bytes,
        unit: str = "",
        points: Sequence[Point] = (),
    ) -> None:
        """Have a file written, unless it is there already or was changed by somebody.

        ``unit``: the code of whom it is for; ``points``: what it tells.
        """
        path = self.folder / name
        existing = read_existing(path)
        if existing is None or (existing != content and _ours(path, existing)):
            self.files.append((path, content))
        elif existing != content:
            self.kept.append(path)
            return
        told = tuple(one.finding.id for one in points)
        digest = hashlib.sha256(content).hexdigest()
        self.letters.append(Letter(kind, name, digest, unit, told))

    def clear(self) -> None:
        """Remove what is stale; what cannot be removed counts as kept."""
        for path in self.stale:
            try:
                remove(path)
            except OSError:
                self.kept.append(path)


def fill_outbox(
    result: Consolidation,
    folder: Path,
    today: datetime.date,
    as_told: AbstractSet[str] = frozenset(),
    received: Callable[[str], Received | None] = lambda _: None,
) -> Outbox:
    """Everything that goes back: a workbook and a notice for each unit, receipts, the reminders.

    ``as_told``: the units for which what is there already says the same, and more than we know now.
    ``received``: SHA-256 of a return → when it came in for the first time, as far as that is known.
    """
    sent = [one for one in feedback_of(result) if one.answers]
    missing = list(reminded(result, sent))
    outbox = Outbox(folder, len(sent), len(missing))
    wanted = set(_there(result, folder, as_told))
    for one in sent:
        stem = unit_stem(one.unit, result.year)
        book, text = stem + notices.WORKBOOK, stem + notices.NOTICE
        if book in wanted:
            continue
        previous = result.previous.of(one.unit.code)
        filled = make_feedback(result.form, result.year, one, previous)
        about = one.unit.code, one.points
        outbox.add(LetterKind.WORKBOOK, book, filled, *about)
        outbox.add(LetterKind.NOTICE, text, _notice(result, one, book, today), *about)
        wanted |= {book, text}
    wanted |= set(_add_receipts(outbox, result, sent, wanted, received))
    if missing:
        listed = _reminders(result, sent, missing, today)
        outbox.add(LetterKind.REMINDERS, notices.REMINDERS, listed)
        wanted.add(notices.REMINDERS)
    _find_stale(outbox, result, wanted)
    return outbox


def _add_receipts(
    outbox: Outbox,
    result: Consolidation,
    sent: Sequence[Feedback],
    there: AbstractSet[str],
    received: Callable[[str], Received | None],
) -> Iterator[str]:
    """The names of the receipts; ``there``: the names of what goes back besides."""
    answered = {one.unit.code: one for one in sent}
    explained = Counter(one.unit for one in result.findings if one.status == "explained")
    for record in filter(is_answered, result.units):
        if record.returned:
            code, sha256 = record.unit.code, record.returned.sha256
            name = unit_stem(record.unit, result.year) + RECEIPT
            back = _sent_back(record.unit, result.year, answered.get(code), there)
            # What was told once stays, also where nobody else remembers it.
            told = own_lines(read_existing(outbox.folder / name) or b"")
            at = earliest(received(sha256), received_in(told, sha256))
            receipt = _receipt(result, record, record.returned, back, at, explained[code])
            outbox.add(LetterKind.RECEIPT, name, receipt, code)
            outbox.receipts += 1
            yield name


def _there(result: Consolidation, folder: Path, as_told: AbstractSet[str]) -> Iterator[str]:
    """The names of the files of these units, as far as there are any."""
    for one in result.units:
        stem = unit_stem(one.unit, result.year)
        names = [stem + notices.WORKBOOK, stem + notices.NOTICE]
        if one.returned is None:
            # Of what came now, the receipt is written anew.
            names.append(stem + RECEIPT)
        if one.unit.code in as_told and any((folder / name).exists() for name in names):
            yield from names


def _find_stale(outbox: Outbox, result: Consolidation, wanted: set[str]) -> None:
    """Mark as stale what an earlier run made for this year and for units that no longer need it."""
    codes = {one.unit.code for one in result.units}
    ends = notices.WORKBOOK, notices.NOTICE, RECEIPT
    endings = tuple(f"_{result.year}{end}" for end in ends)
    there = sorted(outbox.folder.iterdir()) if outbox.folder.is_dir() else []
    for path in there:
        of_unit = path.name.endswith(endings) and path.name.partition("_")[0] in codes
        if path.name in wanted or not (of_unit or path.name == notices.REMINDERS):
            continue
        if not path.is_file():
            continue
        ours = _ours(path, read_existing(path) or b"")
        (outbox.stale if ours else outbox.kept).append(path)


def _ours(path: Path, content: bytes) -> bool:
    """Whether we made it, and nobody has changed it since."""
    if path.suffix == ".txt":
        return is_own(content)
    stated = read_properties(content).get(f"{PROPERTY}kind")
    return stated == FEEDBACK_KIND and unchanged_since_made(content)


def _notice(result: Consolidation, one: Feedback, book: str, today: datetime.date) -> bytes:
    form = result.form
    points = [
        notices.notice_point(p.finding, form, p.link[0] if p.link else "", p.home)
        for p in one.points
    ]
    notice = notices.Notice(
        unit=one.unit.name,
        period=notices.period(result.year, form),
        counts=counts(one),
        points=points,
        workbook=book,
        marks=marks(one),
        unread=unread(form, one),
        send_by=notices.send_by(one.unit.deadline, today),
        sender=result.collector_name,
        is_sum=one.is_sum,
        unsure=one.unsure,
    )
    return own_text(notice.lines(), NOTICE_NUMBER, one.unit.code, result.year)


def _sent_back(
    unit: Unit, year: int, back: Feedback | None, there: AbstractSet[str]
) -> SentBack | None:
    """What goes back to a unit, or has gone back and stands: those files are ``there``."""
    stem = unit_stem(unit, year)
    book, notice = stem + notices.WORKBOOK, stem + notices.NOTICE
    if back is None and there.isdisjoint((book, notice)):
        return None
    return SentBack(counts(back) if back else None, book, notice)


def _receipt(
    result: Consolidation,
    record: UnitRecord,
    returned: Return,
    back: SentBack | None,
    received: Received | None,
    explained: int,
) -> bytes:
    receipt = Receipt(
        record=record,
        returned=returned,
        form=result.form,
        period=notices.period(result.year, result.form),
        sent_back=back,
        received=received,
        sender=result.collector_name,
        explained=explained,
    )
    return own_text(receipt.lines(), RECEIPT_NUMBER, record.unit.code, result.year)


def _reminders(
    result: Consolidation,
    sent: Sequence[Feedback],
    missing: Sequence[UnitRecord],
    today: datetime.date,
) -> bytes:
    answered = {one.unit.code for one in sent}
    lines = notices.reminders(
        [_missing(record.unit, today) for record in missing],
        [
            (one.unit.name, [(file.path, file.reason) for file in one.instead if file.reason])
            for one in result.with_status("missing")
            if one.unit.code in answered
        ],
        notices.period(result.year, result.form),
        today,
        result.collector_name,
    )
    return own_text(lines, LIST_NUMBER, result.collector, result.year)


def _missing(unit: Unit, today: datetime.date) -> notices.Missing:
    deadline = unit.deadline
    late = (today - deadline).days if deadline else 0
    return notices.Missing(unit.code, unit.name, unit.contact, unit.phone, deadline, late)
