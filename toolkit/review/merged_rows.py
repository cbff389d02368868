"""The lists of findings of several copies → one, with every decision and note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from toolkit.findings.seen import Shown
from toolkit.grids.grid import shown_text
from toolkit.grids.names import DIFFERS, OPEN, ListHead
from toolkit.returns.sums.record import LONGEST
from toolkit.review import words
from toolkit.review.answers import Answer, Settled
from toolkit.review.copies import CopyReader, Gathered, Place
from toolkit.review.taken_over import Difference, Withdrawn
from toolkit.review.worklist import Item, matched, told_apart

# What a name may take before a note.
_NAMED = 300


@dataclass
class _Row:
    """One problem on the lists."""

    ours: Item | None
    is_settled: bool
    theirs: list[tuple[CopyReader, Item]] = field(default_factory=list)

    @property
    def head(self) -> Item:
        return self.ours or self.theirs[0][1]


@dataclass
class MergedRows:
    """The rows of both lists, how much came from copies, and where these differ."""

    items: list[Item] = field(default_factory=list)
    settled: list[Item] = field(default_factory=list)
    decisions: int = 0
    notes: int = 0
    differences: list[Difference] = field(default_factory=list)
    withdrawn: list[Withdrawn] = field(default_factory=list)
    # Where copies have something new to say.
    answered: set[Place] = field(default_factory=set)


def merged_rows(these: Gathered) -> MergedRows:
    """Every row of the workbook, and those of copies where something new was written."""
    done = MergedRows()
    for row in _rows(these):
        merging = _Merging(these, row)
        if item := merging.item():
            (done.settled if row.is_settled else done.items).append(item)
            done.decisions += merging.decision.kept.by is not None
            done.notes += any(one.by is not None for one in merging.notes)
            done.differences += merging.differences()
            done.withdrawn += merging.withdrawn()
        done.answered |= merging.answered()
    return done


def _rows(these: Gathered) -> list[_Row]:
    ours = these.ours
    rows = [_Row(one, False) for one in ours.items] + [_Row(one, True) for one in ours.settled]
    for reader in these.readers:
        typed = reader.copy.typed
        theirs = [*typed.items, *typed.settled]
        found = matched([row.head for row in rows], theirs)
        for row in rows:
            if one := found.get(id(row.head)):
                row.theirs.append((reader, one))
        there = {id(one) for one in found.values()}
        rows += [
            _Row(None, number >= len(typed.items), [(reader, one)])
            for number, one in enumerate(theirs)
            if id(one) not in there
        ]
    return rows


def _decided(decision: str) -> str:
    """A problem that is open was not decided about."""
    return "" if decision == OPEN else decision


class _Merging:
    """What is written in one row."""

    def __init__(self, these: Gathered, row: _Row) -> None:
        self.these, self.row = these, row
        self.ours = row.ours or Item({})
        self.from_copies = {reader.number: one for reader, one in row.theirs}
        self.decision = self._settled(
            (ListHead.DECISION,),
            [_decided(one.decision) for one in self._all()],
            [_decided(one.was[0]) for one in self._all()],
        )
        note = self._settled(
            (ListHead.NOTE,),
            [one.note for one in self._all()],
            [one.was[1] for one in self._all()],
        )
        self.note = note
        self.notes, self.unsaid = _as_one_text(note)
        heads = dict.fromkeys(
            head for one in self._all() for some in (one.more, one.was[2]) for head in some
        )
        self.own = {
            head: self._settled(
                (head, ""),
                [shown_text(one.more.get(head)) for one in self._all()],
                [shown_text(one.was[2].get(head)) for one in self._all()],
            )
            for head in heads
        }

    def _all(self) -> list[Item]:
        return [self.ours, *(one for _, one in self.row.theirs)]

    def _settled(self, of: tuple[str, ...], now: Sequence[str], then: Sequence[str]) -> Settled:
        """``now`` and ``then``: what stands there and what stood there, ours first."""
        theirs = (
            reader.answer((*of, told_apart(one)), text, was, then[0])
            for (reader, one), text, was in zip(self.row.theirs, now[1:], then[1:], strict=True)
        )
        return self.these.settled(now[0], theirs)

    def item(self) -> Item | None:
        """The row as it is from now on; None where a copy's row says nothing new."""
        decision, note = self.decision.kept.value, self._note()
        more: dict[str, Shown] = {
            head: (self.ours if one.kept.by is None else self.from_copies[one.kept.by]).more[head]
            for head, one in self.own.items()
            if one.kept.value
        }
        if self.row.ours and self._is_as_it_was(decision, note, more):
            if self._outdated:
                return replace(self.ours, change="", besides=self._differs())
            return self.ours
        source = self._source()
        if source is None:
            return None
        kept = source.decision if decision == _decided(source.decision) else decision
        return replace(
            source,
            decision=kept,
            note=note,
            more=more,
            id=self.ours.id or source.id,
            look=self.ours.look,
            change="" if source is self.ours and self._outdated else source.change,
            besides="；".join(dict.fromkeys(filter(None, self._besides(source)))),
        )

    def _is_as_it_was(self, decision: str, note: str, more: dict[str, Shown]) -> bool:
        ours = _decided(self.ours.decision), self.ours.note, self.ours.more
        return (decision, note, more) == ours and not self.decision.others

    def _note(self) -> str:
        """Two notes of two colleagues are both wanted, each with the name of its copy."""
        if len(self.notes) == 1:
            return self.notes[0].value
        return "\n".join(words.noted(self.these.name(one.by), one.value) for one in self.notes)

    def _source(self) -> Item | None:
        """The row whose figures were seen by whoever has decided.

        A row in which nobody had written anything says nothing of what its figures were.
        """
        if (by := self.decision.kept.by) is not None:
            return self.from_copies[by]
        kept = [*self.notes, *(one.kept for one in self.own.values())]
        if not self.ours.touched:
            told = (self.from_copies[one.by] for one in kept if one.by is not None)
            return next(told, self.row.ours)
        return self.ours

    def _besides(self, source: Item) -> list[str]:
        """What the reviewer has to be told of the row besides."""
        kept = [self.decision.kept, *self.notes, *(one.kept for one in self.own.values())]
        theirs = [self.from_copies[one.by] for one in kept if one.by is not None]
        # Who has not seen there what has to be looked at has not looked at it.
        unseen = any(one.change != self.ours.change for one in theirs)
        return [
            self.ours.change if self.ours.is_unread and unseen and not self._outdated else "",
            source.change if source is not self.ours and source.is_unread else "",
            self._differs(),
        ]

    @cached_property
    def _outdated(self) -> bool:
        """Whether what the row says of other decisions is that of a copy which has decided anew."""
        said = {(of, head, name) for of, head, name, _ in self._listed()}
        return self.ours.change.startswith(DIFFERS) and not said.isdisjoint(self.answered())

    def _differs(self) -> str:
        """What copies have decided otherwise, now and, where that has to be said anew, before."""
        others = [(self.these.name(one.by), one.value) for one in self.decision.others]
        if self._outdated:
            answered = self.answered()
            left = [one for one in self._listed() if one[:3] not in answered]
            others = [*((name, decision) for _, _, name, decision in left), *others]
        return words.differs(others) if others else ""

    def _listed(self) -> list[tuple[str, str, str, str]]:
        """The decisions on this problem that are listed as not kept: their places, and they."""
        found = (one for one in self.these.ours.typed if one.not_kept_of is not None)
        every = [(one.cells[3], one.cells[4], one.not_kept_of or "", one.cells[6]) for one in found]
        return [one for one in every if one[:2] == (self.of, ListHead.DECISION)]

    @property
    def of(self) -> str:
        """How lists name the problem."""
        said = self.row.head.text
        place = f"{said(ListHead.SHEET)} {said(ListHead.CELL)}".strip()
        return words.problem(said(ListHead.UNIT), said(ListHead.NAME), said(ListHead.RULE), place)

    def differences(self) -> list[Difference]:
        """What copies say that is written nowhere in the row."""
        named = {ListHead.DECISION: self.decision, ListHead.NOTE: self.unsaid, **self.own}
        return [
            each
            for head, one in named.items()
            for each in self.these.differences(self.of, head, one)
        ]

    def withdrawn(self) -> list[Withdrawn]:
        """What copies have taken back."""
        ours = _decided(self.ours.decision), self.ours.note
        every = {ListHead.DECISION: (self.decision, ours[0]), ListHead.NOTE: (self.note, ours[1])}
        own = {h: (one, shown_text(self.ours.more.get(h))) for h, one in self.own.items()}
        return [
            each
            for head, (one, was) in {**every, **own}.items()
            for each in self.these.withdrawn(self.of, head, was, one)
        ]

    def answered(self) -> set[Place]:
        """Where copies have something new to say."""
        named = {ListHead.DECISION: self.decision, ListHead.NOTE: self.note, **self.own}
        every = (self.these.answered(self.of, head, one) for head, one in named.items())
        return set[Place]().union(*every)


def _as_one_text(note: Settled) -> tuple[list[Answer], Settled]:
    """The notes that fit into one cell, and those that do not."""
    every = note.joined()
    if sum(len(one.value) + _NAMED for one in every) > LONGEST:
        return [note.kept], note
    return every, Settled(note.kept)
