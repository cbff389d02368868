"""Below: what a consolidated workbook says of those whose sum it is.

A county's consolidated workbook is its return, one level up. Who is in its sum, who is not, and
which errors nobody there has settled stands on its lists; they are read here, and told as findings
of the county. The lists are texts that anybody may have typed into: columns are found by their
heads, rows only by words that we wrote, and everything is shortened before it is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolkit.findings.details import Child, Trouble
from toolkit.findings.message import SEVERITY, STATUS
from toolkit.grids import names
from toolkit.grids.address import cell
from toolkit.grids.grid import Grid, Workbook
from toolkit.grids.lists import head_row, linked_text
from toolkit.grids.names import (
    BY_UNIT,
    COVERAGE,
    FINDINGS,
    GO,
    SENT_BACK,
    STALE,
    STANDS,
    STATUSES,
    YES,
    Head,
)
from toolkit.returns.sums.record import Record, as_grid
from toolkit.roster.roster import Category, Unit
from toolkit.text import fold, shorten

LISTS = (BY_UNIT, COVERAGE, FINDINGS)
# So many errors are told one by one, and so many that were settled are named.
MOST, _FEW = 50, 3
# The heads of a list stand below its title, not much further down.
_TOP = 20
_NEEDED = {
    BY_UNIT: (Head.UNIT, Head.INSIDE),
    COVERAGE: (Head.UNIT, Head.NAME, Head.STATUS, Head.INSIDE, Head.REASON),
    FINDINGS: (Head.SEVERITY, Head.UNIT, Head.NAME, Head.RULE, Head.MESSAGE, Head.STATE),
}
# Listed there, but not for that unit to sum.
_OUTSIDE = {fold(one) for one in names.OUTSIDE}
_SETTLED = {fold(one): one for one in STANDS}
_NOT_OPEN = {fold(STATUS["explained"]), fold(STATUS["cannot_judge"])}
INCOMPLETE, UNREAD = "LEVEL-02", "LEVEL-05"


@dataclass(frozen=True, slots=True)
class Below:
    """``due``: the codes of the units that are to be summed there; ``inside``: how many are.

    ``missing``, ``left_out``: those that are not, as they have sent nothing, or for the reason
    given. ``besides``: in the sum, though not for that unit to sum. ``incomplete``: names of units
    whose own sum is not complete. ``errors``: open ones, the first ``MOST`` of them; ``accepted``:
    those that the reviewer there let stand, the first few. ``unread``: lists that are not there.
    ``unlisted``: who is to be in that sum by our roster, and is on none of its lists. ``recorded``:
    what was written when it was made is still there.
    """

    due: tuple[str, ...] = ()
    inside: int = 0
    missing: tuple[Child, ...] = ()
    left_out: tuple[Child, ...] = ()
    besides: tuple[Child, ...] = ()
    incomplete: tuple[str, ...] = ()
    errors: tuple[Trouble, ...] = ()
    number_of_errors: int = 0
    accepted: tuple[Trouble, ...] = ()
    number_accepted: int = 0
    unread: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    recorded: bool = True

    @property
    def lacking(self) -> tuple[str, ...]:
        """The names of those that should be in the sum and are not, or are with a part only."""
        named = (one.name for one in (*self.missing, *self.left_out))
        return (*named, *self.incomplete, *self.unlisted)

    def beside(self, listed: Sequence[Unit]) -> Below:
        """The same, beside our own roster: ``listed`` are the units that it has below that one."""
        due = set(self.due)
        others = (
            one.name for one in listed if one.code not in due and one.category != Category.VERTICAL
        )
        return replace(self, unlisted=() if COVERAGE in self.unread else tuple(others))


# --- Reading -------------------------------------------------------------------------------------


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

    def unit(self, line: Mapping[str, str], switches: Mapping[str, str]) -> None:
        """One line of 报送情况; whether it is in the sum may have been switched on 分单位."""
        code, reason = line[Head.UNIT], line[Head.REASON]
        inside = fold(switches.get(code, line[Head.INSIDE])) == YES
        name = shorten(line[Head.NAME]) or shorten(code)
        child = Child(
            shorten(code),
            name,
            line[_LINE],
            person=shorten(line[Head.CONTACT]),
            phone=shorten(line[Head.PHONE]),
            reason=shorten(reason),
        )
        if fold(reason) in _OUTSIDE:
            if inside:
                self.besides.append(child)
            elif fold(reason) == fold(names.ELSEWHERE):
                self.others.add(code)
            return
        self.due.append(child.code)
        if fold(line[Head.STATUS]) == fold(STATUSES["missing"]):
            # There is nothing of it to sum, whatever the switch says.
            self.missing.append(child)
        elif inside:
            self.inside += 1
        else:
            self.left_out.append(child)

    def finding(self, line: Mapping[str, str]) -> None:
        """One line of 审核结果; of units that are another's to sum it is theirs to tell."""
        if fold(line[Head.STATE]) in _NOT_OPEN or line[Head.UNIT] in self.others:
            return
        code, name = shorten(line[Head.UNIT]), shorten(line[Head.NAME])
        if line[Head.RULE] == INCOMPLETE:
            self.incomplete.append(name or code)
        if fold(line[Head.SEVERITY]) != SEVERITY["error"]:
            return
        decision = fold(line[Head.DECISION])
        settled = decision in _SETTLED and not fold(line[Head.CHANGE]).startswith(STALE)
        cell = "" if line[Head.CELL] == GO else line[Head.CELL]
        one = Trouble(
            code,
            name,
            line[_LINE],
            rule=shorten(line[Head.RULE]),
            sheet=shorten(line[Head.SHEET]),
            cell=shorten(cell),
            label=shorten(line[Head.LABEL]),
            said=line[Head.MESSAGE],
            decision=_SETTLED.get(decision, SENT_BACK if decision == SENT_BACK else ""),
            note=shorten(line[Head.NOTE]),
        )
        (self.accepted if settled else self.errors).append(one)

    def below(self) -> Below:
        return Below(
            tuple(self.due),
            self.inside,
            tuple(self.missing),
            tuple(self.left_out),
            tuple(self.besides),
            tuple(dict.fromkeys(self.incomplete)),
            tuple(self.errors[:MOST]),
            len(self.errors),
            tuple(self.accepted[:_FEW]),
            len(self.accepted),
            tuple(self.unread),
        )


# In a line as it is read, beside its texts by their heads: the address that stands for it.
_LINE = ""


def read_below(workbook: Workbook, record: Record | None = None) -> Below:
    """What the lists of a consolidated workbook say.

    ``record``: what was written in them; an error that is not listed any more is open all the same.
    """
    reading = _Gathering()
    lists: dict[str, list[dict[str, str]]] = {}
    for sheet in LISTS:
        grid = workbook.grids.get(sheet)
        lines = _lines(grid, sheet) if grid else None
        # Somebody is always on the lists of units; of findings there may be none.
        if lines is None or (not lines and sheet != FINDINGS):
            reading.unread.append(sheet)
        lists[sheet] = lines or []
    switches = {line[Head.UNIT]: line[Head.INSIDE] for line in lists[BY_UNIT]}
    for line in lists[COVERAGE]:
        reading.unit(line, switches)
    then = as_grid(record.sheets.get(FINDINGS, ())) if record else None
    for line in (*lists[FINDINGS], *_lost(lists[FINDINGS], _lines(then, FINDINGS) if then else ())):
        reading.finding(line)
    return reading.below()


def _lost(
    now: Sequence[Mapping[str, str]], then: Sequence[Mapping[str, str]] | None
) -> Iterator[dict[str, str]]:
    """The errors that were listed, and are not: a line was deleted, or made something else."""

    def problem(line: Mapping[str, str]) -> tuple[str, ...]:
        heads = (Head.SEVERITY, Head.UNIT, Head.RULE, Head.SHEET, Head.LABEL)
        return tuple(fold(line[head]) for head in heads)

    left = Counter(map(problem, now))
    for line in then or ():
        if fold(line[Head.SEVERITY]) != SEVERITY["error"]:
            continue
        left[problem(line)] -= 1
        if left[problem(line)] < 0:
            linked = linked_text(line[Head.CELL])
            yield {**line, _LINE: "", Head.CELL: line[Head.CELL] if linked is None else linked}


def _lines(grid: Grid, sheet: str) -> list[dict[str, str]] | None:
    """Every line below the heads that says something, by head: "" for a column that is not there.

    None where the heads are not there.
    """
    found = head_row(grid, _NEEDED[sheet], _TOP)
    if found is None:
        return None
    top, heads = found
    columns = {head: at for head, at in heads.items() if head in names.HEADS}
    blank = dict.fromkeys(names.HEADS, "")
    mark, first = columns.get(Head.MESSAGE, columns[Head.UNIT]), columns[_NEEDED[sheet][0]]
    return [
        blank
        | {head: grid.text(row, at) for head, at in columns.items()}
        | {_LINE: cell(row, mark).address}
        for row in range(top + 1, len(grid.rows))
        if grid.text(row, first)
    ]
