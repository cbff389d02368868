"""Copies: what colleagues have written into copies of the workbook, taken over into one.

The record of a copy says what stood in it when it was made. So it is known what was written into it
since; and where the workbook comes from that copy's run, what was changed here meanwhile.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property

from toolkit.returns.sums.record import Record, TakenThen, short_digest
from toolkit.review.answers import Answer, Settled, digest_of, settle
from toolkit.review.hand_typed import HandTyped
from toolkit.review.taken_over import Difference, Withdrawn

# A place in which a copy says something: the unit or the problem, the head of the column, the copy.
Place = tuple[str, str, str]

_NEVER = datetime.datetime.min


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the workbook, as a colleague has left it."""

    # The name of its file, by which people know it.
    name: str
    # The digest of its file.
    sha256: str
    # When it was last saved (UTC), where the file says so.
    saved: datetime.datetime | None
    typed: HandTyped

    @property
    def mark(self) -> str:
        return self.typed.lineage[0]


class Base(Enum):
    """Which of two workbooks says what stood there before both were changed."""

    # The workbook comes from the run that has made the copy.
    COPY = auto()
    # The copy comes from a later run than the workbook.
    OURS = auto()
    # Neither comes from the other.
    NONE = auto()


@dataclass
class CopyReader:
    """A copy beside the workbook into which it is taken over; notes down what the copy says."""

    copy: Copy
    ours: HandTyped
    number: int
    # It stands for the workbook that is replaced itself.
    is_ground: bool
    # What was taken over from it before, as digests.
    seen: Mapping[str, str]
    # What it says now otherwise than its record.
    said: dict[str, str] = field(default_factory=dict)

    @cached_property
    def base(self) -> Base:
        if self.copy.mark in self.ours.lineage:
            return Base.COPY
        return Base.OURS if self.ours.lineage[0] in self.copy.typed.lineage else Base.NONE

    @property
    def base_record(self) -> Record | None:
        """What says which of its content is no news."""
        records = {Base.COPY: self.copy.typed.record, Base.OURS: self.ours.record}
        return records.get(self.base)

    def answer(self, of: tuple[str, ...], text: str, then: str, then_ours: str) -> Answer:
        """What it says; ``then`` and ``then_ours``: what the two records say in that place."""
        key, now = short_digest(repr(of)), digest_of(text)
        if now != digest_of(then):
            self.said[key] = now
        known = {Base.COPY: then, Base.OURS: then_ours, Base.NONE: ""}[self.base]
        return Answer(text, self.seen.get(key, digest_of(known)), self.number)

    def is_new(self, *what: object) -> bool:
        """Whether something that can only be added was not taken over before."""
        key = short_digest(repr(what))
        self.said[key] = ""
        return key not in self.seen

    @property
    def taken(self) -> TakenThen:
        return TakenThen(self.copy.sha256, self.copy.mark, self.copy.name, self.said)


@dataclass(frozen=True)
class Gathered:
    """The copies, and the workbook into which they are taken over."""

    ours: HandTyped
    copies: Sequence[Copy]
    # The copy that stands for the workbook, where there is none to be replaced.
    ground: Copy | None
    # Those that have something that was not taken over before.
    readers: Sequence[CopyReader]
    # What was known of copies before, by mark and name.
    then: Mapping[tuple[str, str], TakenThen]

    @cached_property
    def others(self) -> list[CopyReader]:
        """Those whose answers are not in the workbook already."""
        return [one for one in self.readers if not one.is_ground]

    @cached_property
    def order(self) -> list[int | None]:
        """Who goes first where they differ: a workbook that is replaced, then who saved last."""
        order = [None if one is self.ground else n for n, one in enumerate(self.copies)]
        return order if self.ground else [None, *order]

    def settled(self, ours: str, theirs: Iterable[Answer]) -> Settled:
        """Which of the answers is kept; those of the copy that stands for ours are ours."""
        others = (one for one in theirs if self.copies[one.by or 0] is not self.ground)
        return settle(Answer(ours), list(others), self.order)

    def name(self, by: int | None) -> str:
        """What the copy that says something is called; "" for the workbook that is replaced."""
        if by is None:
            return self.ground.name if self.ground else ""
        return self.copies[by].name

    def differences(self, of: str, head: str, settled: Settled) -> list[Difference]:
        """What is not kept of what is said in one place."""
        kept = settled.kept
        return [
            Difference(
                of,
                head,
                kept.value,
                self.name(kept.by),
                one.value,
                self.name(one.by),
                self.made(one.by),
            )
            for one in settled.others
        ]

    def withdrawn(self, of: str, head: str, was: str, settled: Settled) -> list[Withdrawn]:
        """Who has taken back what stood in one place; ``was``: what our workbook says there."""
        names = (self.name(by) for by in settled.withdrawn)
        return [Withdrawn(of, head, name, was, settled.kept.value) for name in names]

    def answered(self, of: str, head: str, settled: Settled) -> set[Place]:
        """Of whom there is a new answer in one place: an older one of the same copy is none."""
        return {(of, head, self.name(by)) for by in settled.anew}

    def made(self, by: int | None) -> str:
        """When the run was that has made it."""
        return (self.ours if by is None else self.copies[by].typed).record.made


def gathered(ours: HandTyped | None, copies: Sequence[Copy]) -> Gathered:
    """The copies, the one saved last first.

    ``ours``: the workbook that is replaced; where there is none, the copy of the latest run stands
    for it.
    """
    copies, ground = sorted(copies, key=lambda one: one.saved or _NEVER, reverse=True), None
    if ours is None:
        ground = max(copies, key=lambda one: one.typed.record.made)
        ours = ground.typed
    known = [*(one for copy in copies for one in copy.typed.taken), *ours.taken]
    then = {(one.mark, one.name): one for one in known}
    digests = {one.sha256 for one in known}
    readers = [
        CopyReader(one, ours, number, one is ground, _said(then.get((one.mark, one.name))))
        for number, one in enumerate(copies)
        if one.sha256 not in digests
    ]
    return Gathered(ours, copies, ground, readers, then)


def _said(then: TakenThen | None) -> Mapping[str, str]:
    return then.said if then else {}
