"""Choosing: which of several files counts for one unit and one year, and what the others say.

Among the returns of a unit it is as in ``collect``. Beside these a sum has a line of its own for
the unit, and a published report may repeat it: a workbook goes before the line of a sum, and that
before a report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.chronicle import words
from toolkit.chronicle.heard import Said
from toolkit.chronicle.lines import Line
from toolkit.consolidation.versions import choose
from toolkit.form.layout import lay_out
from toolkit.grids.reason import Reason
from toolkit.grids.refusals import Refusal
from toolkit.returns.unit_return import FileRecord
from toolkit.roster.roster import Unit

# The finding on a page that was not saved to its end.
_BREAKS_OFF = "FILE-15"


@dataclass(frozen=True, slots=True)
class Kept:
    """Another file counts for the unit and the year."""

    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of a file that does not count, beside the one of the file that does."""

    line: Line
    # Integers of the smallest unit; None where it is not known.
    used: int | None
    there: int | None


@dataclass(frozen=True, slots=True)
class Unused:
    """What was said of a unit in a year, and does not count."""

    said: Said
    # What counts instead; None where nothing does.
    instead: Said | None
    reason: Reason
    differing: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What counts for one unit in one year, and what became of the rest."""

    counts: Said | None
    unused: tuple[Unused, ...] = ()
    # What became of the files of the others, those that say nothing else.
    records: tuple[FileRecord, ...] = ()


def choose_among(some: Sequence[Said], lines: Sequence[Line]) -> Choice:
    """The one of several that counts; all are of one unit and one year."""
    if len(some) == 1:
        return Choice(some[0])
    whole = [one for one in some if not _breaks_off(one)]
    if whole and len(whole) < len(some):
        return _without_broken(choose_among(whole, lines), some, lines)
    by_form: dict[str, list[Said]] = defaultdict(list)
    for one in some:
        if one.returned:
            by_form[one.form.id].append(one)
    left: list[Said] = []
    reasons: dict[int, Reason] = {}
    records: list[FileRecord] = []
    for rivals in by_form.values():
        best, others = _among_returns(rivals)
        left += best
        for one in rivals:
            if record := others.get(one.file):
                records.append(record)
                reasons[id(one)] = record.reason or Refusal.TIE
    counts, beside = _ranked([*left, *(one for one in some if one.returned is None)])
    for one, reason in beside:
        reasons[id(one)] = reason
        if one.returned:
            records.append(FileRecord(one.file, "superseded", one.unit, reason))
    unused = tuple(
        Unused(one, counts, reasons[id(one)], tuple(_differences(one, counts, lines)))
        for one in some
        if id(one) in reasons
    )
    return Choice(counts, unused, tuple(records))


def _breaks_off(one: Said) -> bool:
    """Whether it is a page that was not saved to its end."""
    told = one.returned.findings if one.returned else ()
    return any(each.code == _BREAKS_OFF for each in told)


def _without_broken(choice: Choice, some: Sequence[Said], lines: Sequence[Line]) -> Choice:
    """What was chosen among those that are whole, with the others, which never count beside it."""
    counts = choice.counts
    reason = Kept(words.whole_kept(counts.file) if counts else words.BREAKS_OFF)
    broken = [one for one in some if _breaks_off(one)]
    unused = (
        Unused(one, counts, reason, tuple(_differences(one, counts, lines))) for one in broken
    )
    records = (FileRecord(one.file, "superseded", one.unit, reason) for one in broken)
    return Choice(counts, (*choice.unused, *unused), (*choice.records, *records))


def _among_returns(rivals: Sequence[Said]) -> tuple[list[Said], Mapping[str, FileRecord]]:
    """The return of one form that counts, if one does, and what became of the others."""
    first = rivals[0]
    unit = Unit(first.unit, first.name, first.category)
    returns = [one.returned for one in rivals if one.returned]
    choice = choose(returns, unit, lay_out(first.form), ())
    others = {one.path: one for one in choice.others}
    return [one for one in rivals if one.returned is choice.counts], others


def _ranked(some: Sequence[Said]) -> tuple[Said | None, list[tuple[Said, Reason]]]:
    """What goes first: a workbook, the line of a sum, a report; then the newer form, the later."""
    if not some:
        return None, []
    ordered = sorted(some, key=_rank, reverse=True)
    first, *others = ordered
    ties = [one for one in others if _rank(one) == _rank(first) and one.figures != first.figures]
    if ties:
        return None, [(one, Refusal.TIE) for one in ordered]
    return first, [(one, _why(one, first)) for one in others]


def _rank(one: Said) -> tuple[int, str, float]:
    seconds = one.time.timestamp() if one.time else 0.0
    kind = 2 if one.returned and not one.source.is_document else 0 if one.returned else 1
    return kind, one.form.version, seconds


def _why(one: Said, first: Said) -> Reason:
    if one.returned is None:
        return Kept(words.returns_kept(first.file))
    if one.form.id != first.form.id and one.source.is_document == first.source.is_document:
        return Kept(words.other_format(first.file))
    return Kept(words.workbook_kept(first.file))


def _differences(one: Said, counts: Said | None, lines: Sequence[Line]) -> list[Difference]:
    """Where the two differ; nothing is said of what the file itself does not know.

    Totals follow from their parts, and rows that were put together from these.
    """
    same = counts is None or counts.form.id == one.form.id
    found = []
    for line in lines:
        if line.is_sum and (same or not line.combines):
            continue
        there = line.value(one.form, one.figures)
        used = line.value(counts.form, counts.figures) if counts else None
        if there is not None and there != used:
            found.append(Difference(line, used, there))
    return found
