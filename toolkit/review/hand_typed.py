"""Hand-typed: what people typed into the consolidated workbook that is about to be replaced.

The workbook's record tells what a person has typed from what stood there, even after sorting.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from toolkit.findings.finding import Finding
from toolkit.grids import names
from toolkit.grids.cell_text import UNKNOWN_FORMULA, cell_text, hand_text, outline
from toolkit.grids.grid import At, Grid
from toolkit.grids.lists import linked_text, listing_on
from toolkit.returns.sums.record import Record, Row, TakenThen
from toolkit.review import words
from toolkit.review.appearance import SheetLook
from toolkit.review.taken_over import Merged
from toolkit.review.worklist import Item

_NOT_KEPT = re.compile(rf"{re.escape(names.NOT_KEPT)}(?:（(.*)）)?", re.DOTALL)
# A text that this many rows share identifies none of them.
_COMMON = 40


@dataclass(frozen=True, slots=True)
class Typed:
    """A row of the list of what a person typed outside the cells that are meant for it."""

    cells: tuple[str, ...]
    # The copy that says it, where it is an answer that was not kept; None of anything else.
    not_kept_of: str | None = None


@dataclass(frozen=True)
class HandTyped:
    """The workbook as people left it."""

    record: Record
    # Unit → 计入汇总 as the reviewer wants it.
    chosen: Mapping[str, bool]
    # The rows of its list of findings.
    items: Sequence[Item] = ()
    # The rows whose problem was gone already.
    settled: Sequence[Item] = ()
    # The rows of the list of findings as we wrote them.
    written: Sequence[Item] = ()
    # The findings as they were told, whatever became of their rows.
    told: Sequence[Finding] = ()
    # What else was typed.
    typed: Sequence[Typed] = ()
    # How many of these, the first ones, the workbook had listed.
    listed: int = 0
    # The sheets that a person has added.
    sheets: Mapping[str, Grid] = field(default_factory=dict)
    # The comments on these sheets.
    comments: Mapping[str, Mapping[At, str]] = field(default_factory=dict)
    # Sheet → what was done to how it looks.
    looks: Mapping[str, SheetLook] = field(default_factory=dict)
    # The columns that a person has added to the lists of findings, by their heads.
    own_heads: Mapping[str, Sequence[str]] = field(default_factory=dict)
    # Whether what was done to the looks could not be read.
    looks_unread: bool = False
    # The marks of this workbook and of those that it comes from; see Record.
    lineage: Sequence[str] = ()
    # The copies whose answers it has, as far as they were not recorded before.
    taken: Sequence[TakenThen] = ()
    # Unit → what it was like when a colleague chose whether it counts.
    chosen_for: Mapping[str, str] = field(default_factory=dict)
    # What later runs told, of which copies are here.
    told_later: Sequence[Finding] = ()
    # What was taken over from the copies; None where none were given.
    merged: Merged | None = None

    @property
    def asked(self) -> list[Finding]:
        """What was told and not let stand when the workbook was written: what went back."""
        rows = zip(self.written, self.told, strict=False)
        return [one for row, one in rows if not row.stands]

    @property
    def let_go(self) -> frozenset[str]:
        """The ids of the findings that the reviewer does not pursue."""
        return frozenset(one.id for one in self.items if one.id and one.decision in names.STANDS)


def listed_on(grid: Grid | None) -> Iterator[Typed]:
    """The rows of a sheet 手工改动: what is listed there as typed."""
    found = listing_on(grid, words.TYPED_COLUMNS)
    if found is None:
        return
    columns = [found.columns[one] for one in words.TYPED_COLUMNS]
    for row in found.rows:
        cells = tuple(by_hand(found.grid, (row, column)) for column in columns)
        if any(cells):
            other = _NOT_KEPT.match(cells[-1])
            yield Typed(cells, (other[1] or "") if other else None)


def own_beside(earlier: HandTyped) -> Iterator[tuple[str, str, Typed]]:
    """What stands in columns of a person's own beside units: the sheet, the unit, and as listed.

    Of a column in which nothing else stands, it is the head, and no unit.
    """
    for sheet, look in earlier.looks.items():
        for own in look.own:
            head = "，".join(own.heads.values())
            if not own.values:
                where = earlier.record.made, sheet, "", "", head
                yield sheet, "", Typed((*where, "", head, words.IS_ADDED))
            for code, value in own.values.items():
                then = earlier.record.units.get(code)
                line = f"{code} {then.name if then else ''}".strip()
                where = earlier.record.made, sheet, "", line, head
                yield sheet, code, Typed((*where, "", hand_text(value), words.IS_ADDED))


def by_hand(grid: Grid, at: At) -> str:
    """What a person has typed into a cell; a formula of theirs beside its result."""
    text, formula = hand_text(grid.value(*at)), grid.formulas.get(at)
    text = grid.errors.get(at) or text
    if formula is None or linked_text(formula) is not None:
        return text
    return f"{text}（{formula}）" if text else formula


def value_by_hand(grid: Grid, at: At) -> object:
    """The same, a number or truth value as it is."""
    value = grid.value(*at)
    is_plain = isinstance(value, int | float) and at not in grid.formulas
    return value if is_plain else by_hand(grid, at)


def rows_of(grid: Grid) -> Iterator[dict[int | str, str]]:
    """The rows of a sheet as they are compared; blank cells are left out."""
    formulas: dict[int, dict[int | str, str]] = defaultdict(dict)
    for (row, column), formula in grid.formulas.items():
        formulas[row][column] = outline(formula)
    for row in range(max(len(grid.rows), max(formulas, default=-1) + 1)):
        values = grid.rows[row] if row < len(grid.rows) else ()
        shown: dict[int | str, str] = {
            column: text for column, v in enumerate(values) if (text := cell_text(v))
        }
        yield shown | formulas.get(row, {})


def typed_over(written: Iterable[Row], read: Iterable[Row]) -> Iterator[tuple[int, int | str, str]]:
    """Row and column of each cell that is not as it was written, and what stood there.

    ``written`` and ``read`` give their rows again each time that they are asked for them.
    Rows may have been sorted: each row that was not written so is compared with the most similar of
    those that are missing. A row that was deleted does not count as typed over.
    """
    # There may be tens of thousands of rows, so only digests are kept of those that have moved.
    missing, moved = dict[int, bytes](), dict[int, bytes]()
    numbered = ((number, row) for number, row in enumerate(read) if row)
    for at, (then, now) in enumerate(zip_longest(filter(None, written), numbered)):
        if then and now and then == now[1]:
            continue
        if then:
            missing[at] = _digest(then)
        if now:
            moved[now[0]] = _digest(now[1])
    there, sent = Counter(moved.values()), Counter(missing.values())
    gone, come = _beyond(missing, there), _beyond(moved, sent)
    left = [row for at, row in enumerate(filter(None, written)) if at in gone] if gone else []
    strange = {at: row for at, row in enumerate(read) if at in come} if come else {}
    for number, best in _most_similar(left, strange):
        row = strange[number]
        for column in sorted({*best, *row}, key=str):
            old, new = best.get(column, ""), row.get(column, "")
            unknown = new == UNKNOWN_FORMULA and old.startswith(UNKNOWN_FORMULA)
            if old != new and not unknown and not _rounded(old, new):
                yield number, column, old


def _digest(row: Row) -> bytes:
    told = sorted(row.items(), key=str)
    return hashlib.blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _beyond(rows: Mapping[int, bytes], there: Counter[bytes]) -> set[int]:
    """The rows of which there are more than on the other side; of equal ones the last."""
    left, found = Counter(there), set[int]()
    for at, digest in rows.items():
        if left[digest]:
            left[digest] -= 1
        else:
            found.add(at)
    return found


def _rounded(old: str, new: str) -> bool:
    """Whether the texts differ only since a program kept 15 digits of a quotient."""
    if sum(map(str.isdigit, new)) < 15 or "." not in new:
        return False
    try:
        return format(float(new), ".12g") == old
    except ValueError:
        return False


def _most_similar(left: Sequence[Row], strange: Mapping[int, Row]) -> Iterator[tuple[int, Row]]:
    """For each strange row, by its number, the row of ``left`` that shares most with it."""
    index: dict[tuple[int | str, str], list[int]] = defaultdict(list)
    for at, row in enumerate(left):
        for pair in row.items():
            index[pair].append(at)
    used: set[int] = set()
    for number, row in strange.items():
        shared: Counter[int] = Counter()
        for pair in row.items():
            rows = index.get(pair, ())
            if len(rows) <= max(_COMMON, len(left) // len(strange)):
                shared.update(at for at in rows if at not in used)
        best = shared.most_common(1)
        used.update(at for at, _ in best)
        yield number, left[best[0][0]] if best else {}
