"""Worklist: the findings as rows that a reviewer works through, and what he made of each.

A decision is about a problem: the unit, the rule, the place and the figures. What was decided in
the workbook that is replaced is carried over to the same problem, with a word where its figures
have changed.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from toolkit.findings import correction_words, message
from toolkit.findings.codes import likely
from toolkit.findings.codes.catalogue import CATALOGUE, MAGNITUDES
from toolkit.findings.finding import Finding
from toolkit.findings.seen import Shown
from toolkit.findings.seen_words import shown
from toolkit.form.form import Form
from toolkit.grids import names
from toolkit.grids.grid import shown_text
from toolkit.grids.names import (
    BY_UNIT,
    COVERAGE,
    FINDING_COLUMNS,
    FINDINGS,
    SEVERITY_WORDS,
    STATUS_WORDS,
    TYPED_IN,
    ListHead,
)
from toolkit.review import words
from toolkit.review.appearance import RowLook
from toolkit.text import shorten

LISTS = (BY_UNIT, COVERAGE, FINDINGS)
# Decision, note, and what stands in columns of the reviewer's own.
Written = tuple[str, str, Mapping[str, Shown]]


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the list."""

    # What the finding says, by the head of the column.
    shown: Mapping[str, Shown]
    # The reviewer's.
    decision: str = ""
    # The reviewer's, too.
    note: str = ""
    # What is different since the reviewer wrote these.
    change: str = ""
    # What stands in columns of the reviewer's own, by their head.
    more: Mapping[str, Shown] = field(default_factory=dict)
    # None where the problem is gone, or the row was read from a workbook.
    finding: Finding | None = None
    # Of the finding; empty where a row that was read is not known.
    id: str = ""
    # What the reviewer has done to how it looks.
    look: RowLook = field(default_factory=dict)
    # Where it stood on the sheet from which it was read.
    row: int = -1
    # What was written there when the sheet was made.
    was: Written = ("", "", MappingProxyType({}))
    # What has to be said under 变化 besides what is found there now.
    besides: str = ""

    def text(self, column: str) -> str:
        """What a column shows, as it is read back from a cell."""
        return shown_text(self.shown.get(column))

    @property
    def touched(self) -> bool:
        """Whether the reviewer has written anything in the row."""
        return bool(self.decision not in ("", names.OPEN) or self.note or self.more)

    @property
    def follows(self) -> bool:
        """Whether it is told under another one, and not decided by itself."""
        return self.finding is not None and self.finding.status == "follows"

    @property
    def stands(self) -> bool:
        """Whether the reviewer lets the problem stand, having seen it as it is now."""
        return self.decision in names.STANDS and not self.change.startswith(names.STALE)

    @property
    def written(self) -> Written:
        return self.decision, self.note, self.more

    @property
    def is_unread(self) -> bool:
        """Whether nothing was written since it was told that a decision has to be looked at."""
        return self.change.startswith(names.STALE) and _plainly(self.written) == _plainly(self.was)

    @property
    def figures(self) -> tuple[str, ...]:
        """What was found: the figures, or what is said where a finding has none."""
        figures = self.text(ListHead.ACTUAL), self.text(ListHead.EXPECTED)
        return figures if any(figures) else (self.text(ListHead.MESSAGE),)


@dataclass(frozen=True, slots=True)
class Worklist:
    """The rows that a reviewer works through, and what was carried over to them."""

    items: Sequence[Item]
    # Rows whose problem is gone, those of earlier runs last.
    settled: Sequence[Item] = ()
    # How many decisions or notes were carried over.
    kept: int = 0
    # How many of those are about other figures now.
    changed: int = 0
    # How many problems are no longer there, and in how many of their rows something was written.
    gone: int = 0
    gone_written: int = 0


def items_of(findings: Iterable[Finding], form: Form) -> list[Item]:
    """The findings as rows, in their order; those that need an answer are open."""
    return [
        Item(
            _shown(one, form, number),
            "" if one.severity == "info" or one.status == "follows" else names.OPEN,
            finding=one,
            id=one.id,
        )
        for number, one in enumerate(findings, 1)
    ]


def _shown(one: Finding, form: Form, number: int) -> dict[str, Shown]:
    values = (
        number,
        SEVERITY_WORDS[one.severity],
        one.unit,
        one.unit_name,
        one.code,
        one.sheet,
        one.cell,
        one.label,
        shown(one.actual),
        one.expected if _is_a_mistake(one) or not one.certain else correction_words.short(one),
        one.difference,
        message.message(one, form),
        message.suggestion(one, form),
        _state(one),
        one.file,
    )
    heads = (head for head in FINDING_COLUMNS if head not in TYPED_IN)
    return dict(zip(heads, values, strict=True))


def _state(one: Finding) -> str:
    if one.judged:
        return STATUS_WORDS[one.status]
    # One level up, too, it has to be known that it is no error of its own.
    return names.FOLLOWS_NOT_JUDGED if one.status == "follows" else names.NOT_JUDGED


def _is_a_mistake(one: Finding) -> bool:
    """Whether its place is the wrong cell itself."""
    known = CATALOGUE.get(one.code)
    return known is not None and known.family == likely.FAMILY


def _problem(one: Item) -> tuple[str, ...]:
    """Unit, rule and place: by these a problem is recognised."""
    sheet = one.text(ListHead.SHEET)
    # A line of a list is no place: it moves as soon as another one comes before it.
    cell = "" if sheet in LISTS else f"{sheet}!{one.text(ListHead.CELL)}"
    place = one.text(ListHead.LABEL) or cell.strip("!")
    if not place and not one.text(ListHead.UNIT):
        place = one.text(ListHead.FILE)
    return one.text(ListHead.UNIT), one.text(ListHead.RULE), place


def _table(one: Item) -> tuple[str, ...]:
    return tuple(one.text(head) for head in (ListHead.UNIT, ListHead.RULE, ListHead.SHEET))


def _amount(one: Item) -> tuple[str, ...]:
    """Unit and place of an amount in another unit of money, by whatever it was noticed."""
    unit, _, place = _problem(one)
    return unit, place


def _told(one: Item) -> tuple[object, ...]:
    """All that is said of a problem."""
    return _problem(one), one.figures, one.text(ListHead.MESSAGE), one.text(ListHead.FILE)


def told_apart(one: Item) -> str:
    """What tells a row from the others of its workbook, whatever is written in it."""
    return one.id or repr(_told(one))


def _plainly(written: Written) -> tuple[object, ...]:
    """As a record keeps it, without line breaks and without the kinds of values."""
    decision, note, more = written
    return decision, shown_text(note), {head: shown_text(one) for head, one in more.items()}


def _written(one: Item) -> tuple[object, ...]:
    """All that is said of a problem, and what was written beside it."""
    return *_told(one), one.decision, shown_text(one.note), one.change


# From the strictest: problems of one place are told apart by words and file, then by figures.
_SAME: tuple[Callable[[Item], Hashable], ...] = (
    _told,
    lambda one: (_problem(one), one.figures, one.text(ListHead.MESSAGE)),
    lambda one: (_problem(one), one.figures),
    lambda one: one.id or id(one),
    _problem,
    lambda one: _problem(one) if one.text(ListHead.RULE) not in MAGNITUDES else _amount(one),
)


def carry_over(
    now: Sequence[Item],
    then: Sequence[Item],
    settled: Sequence[Item] = (),
    written: Sequence[Item] = (),
) -> Worklist:
    """The rows of this run with what was written in those of the run before.

    ``then`` and ``settled``: the rows of the two lists of the workbook before, as they are read;
    ``written``: as we wrote them. A note on a change stays until the reviewer writes another text.
    """
    before = matched(now, then)
    again = matched([one for one in now if id(one) not in before], settled)
    seen = {id(old) for old in (*before.values(), *again.values())}
    unread = {_written(one) for one in written}
    items = []
    for one in now:
        old = before.get(id(one)) or again.get(id(one))
        if old is None:
            # One that stands from an earlier run is not new, though its row was deleted.
            new = one.finding is None or one.finding.judged
            items.append(replace(one, change=names.NEW if new else ""))
            continue
        change = names.AGAIN if id(one) in again else _change(one, old, unread)
        change = "；".join(dict.fromkeys(filter(None, (change, old.besides))))
        # What follows from another row now is no longer to be decided by itself.
        decided = "" if one.follows and old.decision == names.OPEN else old.decision
        decision = decided or one.decision
        said = replace(one, decision=decision, note=old.note, change=change)
        items.append(replace(said, more=old.more, look=old.look))
    # A hint that was told at each cell is told once for the table.
    folded = {_table(one) for one in now if one.finding and one.finding.more}
    left = [one for one in (*then, *settled) if id(one) not in seen]
    folded_away = {id(one) for one in then if _table(one) in folded}
    lost = [one for one in then if id(one) not in seen | folded_away]
    gone = [replace(one, change="") for one in left if one.touched or id(one) not in folded_away]
    carried = [one for one in items if one.touched]
    return Worklist(
        _with_those_below(items),
        gone,
        kept=len(carried),
        changed=sum(one.change.startswith(names.CHANGED) for one in carried),
        gone=len(lost),
        gone_written=sum(one.touched for one in lost),
    )


def _with_those_below(items: Sequence[Item]) -> list[Item]:
    """The rows, each with what the reviewer wrote on those that follow from it now.

    Where all of these were decided alike, and have not changed, that is the decision on their
    cause.
    """
    below: dict[str, list[Item]] = defaultdict(list)
    for one in items:
        if one.finding and one.follows:
            below[one.finding.cause].append(one)
    return [
        _told_of(one, below[one.id]) if one.id in below and not one.touched else one
        for one in items
    ]


def _told_of(one: Item, below: Sequence[Item]) -> Item:
    if not any(each.touched for each in below):
        return one
    written = [
        (each.text(ListHead.SHEET), each.text(ListHead.CELL), each.decision, each.note)
        for each in below
        if each.touched
    ]
    told = "；".join(filter(None, (one.change, words.written_below(written))))
    decisions = {each.decision for each in below}
    fresh = not any(each.change.startswith(names.STALE) for each in below)
    alike = decisions.pop() if len(decisions) == 1 and fresh else ""
    return replace(one, decision=alike or one.decision, change=told)


def matched(now: Sequence[Item], then: Sequence[Item]) -> dict[int, Item]:
    """``id`` of each row of ``now`` that was there before → that row of ``then``."""
    found: dict[int, Item] = {}
    left = list(then)
    for same in _SAME:
        pool: dict[Hashable, deque[Item]] = defaultdict(deque)
        for old in left:
            pool[same(old)].append(old)
        for one in now:
            if id(one) not in found and (candidates := pool.get(same(one))):
                found[id(one)] = candidates.popleft()
        left = [old for candidates in pool.values() for old in candidates]
    return found


def _change(one: Item, old: Item, unread: set[tuple[object, ...]]) -> str:
    if not old.touched:
        return ""
    if old.change.startswith(names.STALE) and _written(old) in unread:
        # The reviewer has not written anything since being told.
        return old.change
    if one.figures == old.figures:
        return ""
    if one.follows and one.text(ListHead.ACTUAL) == old.text(ListHead.ACTUAL):
        # 应为 named the likely cell as long as it was told by itself.
        return ""
    said = shorten(old.text(ListHead.MESSAGE))
    return words.changed(old.text(ListHead.ACTUAL), old.text(ListHead.EXPECTED), said)
