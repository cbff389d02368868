"""Lists: what a consolidated workbook says of the units that it sums.

A county's consolidated workbook is its return, one level up. Its lists say who is in its sum, who
is not, and which errors nobody there has settled; they are read here, and told as findings of the
county. Anybody may have typed into the lists: columns are found by their heads, rows only by words
that we wrote, and everything is shortened before it is shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolkit.findings.details import Child, Trouble
from toolkit.grids import names
from toolkit.grids.address import cell
from toolkit.grids.grid import Grid
from toolkit.grids.lists import linked_text, listing_on
from toolkit.grids.names import (
    BY_UNIT,
    COVERAGE,
    FINDINGS,
    FOLLOWS_NOT_JUDGED,
    GO,
    SENT_BACK,
    SEVERITY_WORDS,
    STALE,
    STANDS,
    STATUS_WORDS,
    STATUSES,
    YES,
    Excluded,
    ListHead,
)
from toolkit.returns.sums.record import Record, as_grid
from toolkit.roster.roster import Category, Unit
from toolkit.text import fold, shorten

LISTS = (BY_UNIT, COVERAGE, FINDINGS)
# How many errors are told one by one, and how many settled ones are named.
MOST, _FEW = 50, 3
# Without a row of all these, or where it stands much further down than its title, a list says
# nothing of those below. In a line that says something the first of them is not blank.
_TOP = 20
_NEEDED = {
    BY_UNIT: (ListHead.UNIT, ListHead.INSIDE),
    COVERAGE: (ListHead.UNIT, ListHead.NAME, ListHead.STATUS, ListHead.INSIDE, ListHead.REASON),
    FINDINGS: (
        ListHead.SEVERITY,
        ListHead.UNIT,
        ListHead.NAME,
        ListHead.RULE,
        ListHead.MESSAGE,
        ListHead.STATE,
    ),
}
_LET_STAND = {fold(one): one for one in STANDS}
_NOT_OPEN = {fold(STATUS_WORDS[one]) for one in ("explained", "cannot_judge")}
_FOLLOWS = {fold(STATUS_WORDS["follows"]), fold(FOLLOWS_NOT_JUDGED)}
INCOMPLETE, UNREAD = "LEVEL-02", "LEVEL-05"


@dataclass(frozen=True, slots=True)
class UnitsOfSum:
    """What the lists say of the units that the workbook sums."""

    # The codes of the units that are to be summed there.
    due: tuple[str, ...] = ()
    # How many of them are in the sum.
    inside: int = 0
    # The units that are not in the sum because they have sent nothing.
    missing: tuple[Child, ...] = ()
    # The units that are not in the sum for another reason.
    left_out: tuple[Child, ...] = ()
    # The units in the sum that are not for that unit to sum.
    besides: tuple[Child, ...] = ()
    # The names of units whose own sum is not complete.
    incomplete: tuple[str, ...] = ()
    # The open errors, the first ``MOST`` of them.
    errors: tuple[Trouble, ...] = ()
    # How many open errors there are.
    number_of_errors: int = 0
    # The first few errors that the reviewer there let stand.
    accepted: tuple[Trouble, ...] = ()
    number_accepted: int = 0
    # The lists that cannot be read.
    unread: tuple[str, ...] = ()
    # The names of units that by our roster belong in that sum, and are on none of its lists.
    unlisted: tuple[str, ...] = ()
    # Whether the record written when the workbook was made is still there.
    recorded: bool = True
    # How many units have open errors.
    units_in_error: int = 0

    @property
    def lacking(self) -> tuple[str, ...]:
        """The names of units that should be in the sum and are not, or only in part."""
        named = (one.name for one in (*self.missing, *self.left_out))
        return (*named, *self.incomplete, *self.unlisted)

    def beside(self, listed: Sequence[Unit]) -> UnitsOfSum:
        """The same, compared with our roster, which has the units ``listed`` below that unit."""
        due = set(self.due)
        others = (
            one.name for one in listed if one.code not in due and one.category != Category.VERTICAL
        )
        return replace(self, unlisted=() if COVERAGE in self.unread else tuple(others))


# --- Reading -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list."""

    # Head → text, for the columns that are there.
    said: Mapping[str, str]
    # The address to look at; "" for a line that is gone.
    address: str

    def __getitem__(self, head: str) -> str:
        return self.said.get(head, "")


@dataclass
class _Gathering:
    """The fields of :class:`Below` while the lists are read."""

    unread: list[str] = field(default_factory=list)
    due: list[str] = field(default_factory=list)
    inside: int = 0
    missing: list[Child] = field(default_factory=list)
    left_out: list[Child] = field(default_factory=list)
    besides: list[Child] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)
    errors: list[Trouble] = field(default_factory=list)
    accepted: list[Trouble] = field(default_factory=list)
    others: set[str] = field(default_factory=set)
    # Unit → rule and label of what follows from its errors.
    breaks: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def unit(self, line: Line, switches: Mapping[str, str]) -> None:
        """One line of 报送情况; whether it is in the sum may have been switched on 分单位."""
        code, reason = line[ListHead.UNIT], line[ListHead.REASON]
        inside = fold(switches.get(code, line[ListHead.INSIDE])) == YES
        name = shorten(line[ListHead.NAME]) or shorten(code)
        child = Child(
            shorten(code),
            name,
            line.address,
            person=shorten(line[ListHead.CONTACT]),
            phone=shorten(line[ListHead.PHONE]),
            reason=shorten(reason),
        )
        if excluded := Excluded.read(reason):
            if inside:
                self.besides.append(child)
            elif excluded is Excluded.ELSEWHERE:
                self.others.add(code)
            return
        self.due.append(child.code)
        if fold(line[ListHead.STATUS]) == fold(STATUSES["missing"]):
            # It has sent nothing that could be summed, whatever the switch says.
            self.missing.append(child)
        elif inside:
            self.inside += 1
        else:
            self.left_out.append(child)

    def finding(self, line: Line) -> None:
        """One line of 审核结果; errors of units that are for another to sum are not told here."""
        if fold(line[ListHead.STATE]) in _NOT_OPEN or line[ListHead.UNIT] in self.others:
            return
        code, name = shorten(line[ListHead.UNIT]), shorten(line[ListHead.NAME])
        if line[ListHead.RULE] == INCOMPLETE:
            self.incomplete.append(name or code)
        if fold(line[ListHead.SEVERITY]) != SEVERITY_WORDS["error"]:
            return
        if fold(line[ListHead.STATE]) in _FOLLOWS:
            self.breaks[code].append((shorten(line[ListHead.RULE]), shorten(line[ListHead.LABEL])))
            return
        decision = fold(line[ListHead.DECISION])
        settled = decision in _LET_STAND and not fold(line[ListHead.CHANGE]).startswith(STALE)
        cell = "" if line[ListHead.CELL] == GO else line[ListHead.CELL]
        one = Trouble(
            code,
            name,
            line.address,
            rule=shorten(line[ListHead.RULE]),
            sheet=shorten(line[ListHead.SHEET]),
            cell=shorten(cell),
            label=shorten(line[ListHead.LABEL]),
            said=line[ListHead.MESSAGE],
            decision=_LET_STAND.get(decision, SENT_BACK if decision == SENT_BACK else ""),
            note=shorten(line[ListHead.NOTE]),
        )
        (self.accepted if settled else self.errors).append(one)

    def below(self) -> UnitsOfSum:
        return UnitsOfSum(
            tuple(self.due),
            self.inside,
            tuple(self.missing),
            tuple(self.left_out),
            tuple(self.besides),
            tuple(dict.fromkeys(self.incomplete)),
            tuple(map(self._with_breaks, self.errors[:MOST])),
            len(self.errors),
            tuple(self.accepted[:_FEW]),
            len(self.accepted),
            tuple(self.unread),
            units_in_error=len({one.code for one in self.errors if one.code}),
        )

    def _with_breaks(self, one: Trouble) -> Trouble:
        """An error with what follows from it, unless that may follow from one that was accepted."""
        if any(other.code == one.code for other in self.accepted):
            return one
        return replace(one, breaks=tuple(self.breaks[one.code]))


def units_of_sum(grids: Mapping[str, Grid], record: Record | None = None) -> UnitsOfSum:
    """What the lists of a consolidated workbook say.

    ``record``: what was written in them; an error that is no longer listed still counts as open.
    """
    reading = _Gathering()
    lines: dict[str, list[Line]] = {}
    for sheet in LISTS:
        read = _lines(grids.get(sheet), sheet)
        # Somebody is always on the lists of units; of findings there may be none.
        if read is None or (not read and sheet != FINDINGS):
            reading.unread.append(sheet)
        lines[sheet] = read or []
    switches = {line[ListHead.UNIT]: line[ListHead.INSIDE] for line in lines[BY_UNIT]}
    for line in lines[COVERAGE]:
        reading.unit(line, switches)
    then = as_grid(record.sheets.get(FINDINGS, ())) if record else None
    lost = _lost(lines[FINDINGS], _lines(then, FINDINGS) or ())
    for line in (*lines[FINDINGS], *lost):
        reading.finding(line)
    return reading.below()


def _lost(now: Sequence[Line], then: Sequence[Line]) -> Iterator[Line]:
    """The errors that were listed and are not any more: their line was deleted or changed."""

    def problem(line: Line) -> tuple[str, ...]:
        heads = (ListHead.SEVERITY, ListHead.UNIT, ListHead.RULE, ListHead.SHEET, ListHead.LABEL)
        return tuple(fold(line[head]) for head in heads)

    left = Counter(map(problem, now))
    for line in then:
        if fold(line[ListHead.SEVERITY]) != SEVERITY_WORDS["error"]:
            continue
        left[problem(line)] -= 1
        if left[problem(line)] < 0:
            linked = linked_text(line[ListHead.CELL])
            place = line[ListHead.CELL] if linked is None else linked
            yield Line({**line.said, ListHead.CELL: place}, "")


def _lines(grid: Grid | None, sheet: str) -> list[Line] | None:
    """Every line that says something; None where a head that is needed is not there."""
    needed = _NEEDED[sheet]
    listing = listing_on(grid, needed)
    if listing is None or listing.top >= _TOP:
        return None
    heads = names.ALL_LIST_HEADS & listing.columns.keys()
    mark = listing.columns.get(ListHead.MESSAGE, listing.columns[ListHead.UNIT])
    return [
        Line({head: listing.text(row, head) for head in heads}, cell(row, mark).address)
        for row in listing.rows
        if listing.text(row, needed[0])
    ]
