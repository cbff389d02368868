"""Changes: what is different since the consolidated workbook was last made, and by whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolkit.consolidation.consolidate import Consolidation
from toolkit.consolidation.coverage import UnitRecord
from toolkit.findings.codes.catalogue import CATALOGUE
from toolkit.findings.details import AsTold
from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.grids.appearance import Painted
from toolkit.grids.grid import At, Grid
from toolkit.grids.names import BY_UNIT, REJECTED
from toolkit.grids.reason import said
from toolkit.returns.sums.record import (
    FigureColumn,
    Record,
    Row,
    TakenThen,
    UnitThen,
    digest_of_figures,
)
from toolkit.returns.sums.told import told_then
from toolkit.returns.unit_return import Return
from toolkit.review import words
from toolkit.review.appearance import SheetLook
from toolkit.review.hand_typed import HandTyped, Typed, own_beside
from toolkit.review.taken_over import Merged
from toolkit.review.words import UnitChangeKind
from toolkit.review.worklist import Worklist, carry_over, items_of

# Before the digest of a unit's figures: errors were open, too.
_FAULTY = "!"
# So many of the workbooks from which one comes are remembered.
_MOST_MARKS = 1_000


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What is different about one unit."""

    code: str
    name: str
    # The ways in which it has changed.
    kinds: tuple[UnitChangeKind, ...]
    # Its file before and now; None where it was, or is, not listed.
    file_before: str | None
    file: str | None
    # Whether it was in the sum before, and is now; None likewise.
    inside_before: bool | None
    inside: bool | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A total that is not what it was; integers of the smallest unit."""

    # Of the indicator.
    code: str
    before: int
    now: int
    # Each unit and its share of the change, the largest first.
    by: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Review:
    """A consolidation beside the workbook that it replaces."""

    worklist: Worklist
    # When the workbook before was made; None on the first run.
    made: str | None = None
    units: Sequence[UnitChange] = ()
    totals: Sequence[Moved] = ()
    chosen: Mapping[str, bool] = field(default_factory=dict)
    typed: Sequence[Typed] = ()
    sheets: Mapping[str, Grid] = field(default_factory=dict)
    comments: Mapping[str, Mapping[At, str]] = field(default_factory=dict)
    # The name of the file with last year's figures that an earlier run used, if this one used none.
    forgotten: str = ""
    # Whether that was meant.
    declined: bool = False
    # What was asked of the units then.
    asked_then: Sequence[Finding] = ()
    # Sheet → what was done to how it looks.
    looks: Mapping[str, SheetLook] = field(default_factory=dict)
    # The columns that a person has added to the lists of findings, by their heads.
    own_heads: Mapping[str, Sequence[str]] = field(default_factory=dict)
    # Whether what was done to the looks could not be read.
    looks_unread: bool = False
    # Unit → what it was like when the reviewer chose whether it counts: its figures, and errors.
    chosen_for: Mapping[str, str] = field(default_factory=dict)
    # The units that the reviewer has left out of the sum, and that have changed or been mended
    # since: their names, and whether errors are open.
    to_recheck: Sequence[tuple[str, bool]] = ()
    # How many errors were open then; None where the workbook does not say.
    errors_then: int | None = None
    # What was taken over from copies of the workbook; None where none were given.
    merged: Merged | None = None
    # What the next run has to know of the workbook before and of the copies: see Record.
    lineage: Sequence[str] = ()
    taken: Sequence[TakenThen] = ()

    @property
    def not_judged(self) -> list[Finding]:
        """What an earlier run has told and this one could not judge."""
        return [one for one in _findings(self) if not one.judged]

    def asked(self, result: Consolidation) -> list[Finding]:
        """What goes back to the units: not what the reviewer lets stand.

        Nor what was found in a return in whose place there is another one, and could not be judged
        in that: it may be mended.
        """
        now = {one.unit.code: one.returned.sha256 for one in result.units if one.returned}
        # Who does not take a guess has not taken the balances that led to it.
        refused = {one.id for one in self.worklist.items if one.decision == REJECTED}
        return [
            replace(one.finding, status="open", follows=None, cause="")
            if one.follows and one.finding.cause in refused
            else one.finding
            for one in self.worklist.items
            if one.finding and not one.stands and not _is_of_another_return(one.finding, now)
        ]

    def as_told(self, asked: Iterable[Finding]) -> frozenset[str]:
        """The units with findings that could not be judged, and of which nothing else is asked.

        What went back to them then says it still, with last year's figures in it.
        """
        now, then = _by_unit(asked), _by_unit(self.asked_then)
        items = (one for one in self.worklist.items if not one.stands and one.finding)
        standing = {one.finding.unit for one in items if one.finding and not one.finding.judged}
        same = (unit for unit in standing if now.get(unit, then.get(unit)) == then.get(unit))
        return frozenset(unit for unit in same if unit)

    @property
    def left_open(self) -> list[str]:
        """Sentences on what could not be judged or waits for the reviewer, and what to do."""
        reasons = Counter(_reason(one) for one in self.not_judged)
        return [
            *([self._without_last_year] if self.forgotten else []),
            *([words.not_judged(list(reasons.items()))] if reasons else []),
            *([words.to_recheck(self.to_recheck)] if self.to_recheck else []),
        ]

    @property
    def missed(self) -> list[str]:
        """A sentence on the units of which nothing is used any more."""
        gone = [one.name for one in self.units if UnitChangeKind.GONE in one.kinds]
        return [words.missed(gone)] if gone else []

    @property
    def _without_last_year(self) -> str:
        return (words.declined if self.declined else words.forgotten)(self.forgotten)

    @property
    def taken_over(self) -> list[str]:
        """Sentences on what was taken over from copies, and where they say different things."""
        return words.taken_over(self.merged) if self.merged else []

    @property
    def contradicted(self) -> list[str]:
        """Those of them on what copies have taken back, and what the reviewer has to settle."""
        if self.merged is None:
            return []
        differing = words.differing(self.merged.differences)
        return [*words.withdrawing(self.merged.withdrawn), *differing]

    @property
    def listed(self) -> list[str]:
        """Sentences on what is listed of what was typed elsewhere, and of answers not kept."""
        others = sum(one.not_kept_of is not None for one in self.typed)
        before = others - (len(self.merged.differences) if self.merged else 0)
        typed = len(self.typed) - others
        return [
            *([words.typed(typed)] if typed else []),
            *([words.unsettled(before)] if before else []),
        ]

    def count(self, *kinds: UnitChangeKind) -> int:
        """How many units have changed in one of these ways."""
        return sum(not set(kinds).isdisjoint(one.kinds) for one in self.units)


def review_of(
    result: Consolidation, earlier: HandTyped | None, *, declined: bool = False
) -> Review:
    """What is carried over from the workbook before, and what has changed since.

    ``declined``: whether somebody has said that last year's figures are not to be used.
    """
    items = items_of(result.findings, result.form)
    if earlier is None:
        return Review(Worklist(items))
    listed = {one.unit.code for one in result.units}
    chosen_for = {code: then for code, then in chosen_when(earlier).items() if code in listed}
    return Review(
        worklist=carry_over(items, earlier.items, earlier.settled, earlier.written),
        made=earlier.record.made,
        units=tuple(_units(result, earlier)),
        totals=tuple(_totals(result, earlier)),
        chosen=earlier.chosen,
        typed=[*earlier.typed, *_left_behind(result, earlier)],
        sheets=earlier.sheets,
        comments=earlier.comments,
        forgotten="" if result.previous.year else earlier.record.previous,
        declined=declined,
        asked_then=earlier.asked,
        looks=earlier.looks,
        own_heads=earlier.own_heads,
        looks_unread=earlier.looks_unread,
        chosen_for=chosen_for,
        to_recheck=[
            (one.unit.name, one.status == "with_errors")
            for one in result.units
            if one.chosen and not one.in_total and one.returned
            if _has_moved(one, chosen_for[one.unit.code])
        ],
        errors_then=_errors_then(earlier),
        merged=earlier.merged,
        lineage=earlier.lineage,
        taken=earlier.taken,
    )


def _left_behind(result: Consolidation, earlier: HandTyped) -> Iterator[Typed]:
    """What stood in columns of a person's own beside units that are listed no more."""
    every, lines = ({one.unit.code for one in some} for some in (result.units, result.lines))
    for sheet, code, one in own_beside(earlier):
        if code and code not in (lines if sheet == BY_UNIT else every):
            yield one


def chosen_when(earlier: HandTyped) -> dict[str, str]:
    """Unit → what it was like when it was chosen, of those whose choice stands.

    Whoever chose saw what the workbook before had of it. One that came from an earlier version
    does not say it; then its figures there are taken for those.
    """
    record = earlier.record
    faulty = {one.unit for one in earlier.told if one.is_open_error}
    known = {
        code: record.chosen_for[code]
        if record.chosen.get(code) == inside and code in record.chosen_for
        else (_FAULTY if code in faulty else "")
        + digest_of_figures(record.units[code].figures if code in record.units else {})
        for code, inside in earlier.chosen.items()
    }
    return {code: earlier.chosen_for.get(code, then) for code, then in known.items()}


def _has_moved(one: UnitRecord, then: str) -> bool:
    """Whether a unit has other figures than when it was chosen, or had errors and has none now.

    A total that was typed wrong is mended without any figure that is added up being another.
    """
    mended = then.startswith(_FAULTY) and one.status != "with_errors"
    return mended or digest_of_figures(figures_of(one)) != then.removeprefix(_FAULTY)


def _errors_then(earlier: HandTyped) -> int | None:
    """An earlier version wrote rows and did not record what was told."""
    if earlier.written and not earlier.told:
        return None
    return sum(one.is_open_error for one in earlier.told)


def _by_unit(findings: Iterable[Finding]) -> dict[str | None, set[str]]:
    """Unit → the ids of what it is asked to mend or to check."""
    asked: dict[str | None, set[str]] = defaultdict(set)
    for one in findings:
        known = CATALOGUE.get(one.code)
        of_unit = known is None or not known.office_only
        if of_unit and one.status == "open" and one.severity != "info":
            asked[one.unit].add(one.id)
    return asked


def _reason(one: Finding) -> str:
    return said(one.details.reason if isinstance(one.details, AsTold) else None) or ""


def _is_of_another_return(one: Finding, now: Mapping[str, str]) -> bool:
    """``now``: unit → the digest of its return."""
    if one.judged or not isinstance(one.details, AsTold):
        return False
    return now.get(one.unit or "", one.details.sha256) != one.details.sha256


def record_of(
    result: Consolidation,
    review_: Review,
    made: str,
    sheets: Mapping[str, Sequence[Row]],
    painted: Mapping[str, Painted],
    columns: Mapping[str, int],
    run: str = "",
) -> Record:
    """What the next run will have to know about this one.

    ``sheets``: every row of each sheet; on 分单位 without the figures of the units, which stand in
    these ``columns``, by indicator. ``run``: the id of this run in its journal.
    """
    lines = {one.unit.code for one in result.lines}
    units = {
        one.unit.code: _then(one, result.form, apart=one.unit.code not in lines)
        for one in result.units
    }
    digest = {code: one.sha256 for code, one in units.items()}
    told = [
        told_then(one, result.form, digest.get(one.unit or "", "")) for one in _findings(review_)
    ]
    previous = result.previous.name or review_.forgotten
    decimals = result.form.decimals
    return Record(
        made,
        units,
        review_.chosen,
        sheets,
        told,
        previous,
        painted,
        review_.chosen_for,
        {code: FigureColumn(column, decimals[code]) for code, column in columns.items()},
        run,
        review_.lineage[:_MOST_MARKS],
        review_.taken,
    )


def _then(one: UnitRecord, form: Form, *, apart: bool) -> UnitThen:
    return UnitThen(
        one.unit.name,
        one.returned.file if one.returned else None,
        one.returned.sha256 if one.returned else "",
        one.in_total,
        one.in_total != one.chosen,
        {} if apart else figures_of(one),
        frozenset() if apart else one.unknown(form),
        apart,
    )


def _findings(review_: Review) -> Iterator[Finding]:
    """In the order of their rows."""
    return (one.finding for one in review_.worklist.items if one.finding)


def _units(result: Consolidation, earlier: HandTyped) -> Iterator[UnitChange]:
    then = earlier.record.units
    for one in result.units:
        old = then.get(one.unit.code)
        kinds = tuple(_kinds(one, old))
        if kinds:
            yield UnitChange(
                one.unit.code,
                one.unit.name,
                kinds,
                old.file if old else None,
                one.returned.file if one.returned else None,
                old.inside if old else None,
                one.in_total,
            )
    listed = {one.unit.code for one in result.units}
    for code, old in then.items():
        if code not in listed:
            kinds = (UnitChangeKind.UNLISTED,)
            yield UnitChange(code, old.name, kinds, old.file, None, old.inside, None)


def _kinds(one: UnitRecord, old: UnitThen | None) -> Iterator[UnitChangeKind]:
    now = one.returned
    if old is None:
        yield UnitChangeKind.LISTED
    changed = old is not None and now is not None and _differs(one, now, old)
    if now is None:
        if old and old.file:
            yield UnitChangeKind.GONE
    elif old is None or old.file is None:
        yield UnitChangeKind.ARRIVED
    elif now.sha256 != old.sha256:
        yield UnitChangeKind.REPLACED if changed else UnitChangeKind.SAME_FIGURES
    elif changed:
        yield UnitChangeKind.REREAD
    if old and one.in_total != old.inside:
        yield _switch(one.in_total, one.chosen)
    if one.chosen and changed:
        yield UnitChangeKind.CHOSEN_ONCE


def _differs(one: UnitRecord, now: Return, old: UnitThen) -> bool:
    """Whether its figures are others; of a unit that had no line only its file can tell."""
    return now.sha256 != old.sha256 if old.apart else figures_of(one) != dict(old.figures)


def _switch(inside: bool, chosen: bool) -> UnitChangeKind:
    """``chosen``: whether the reviewer has said so."""
    if chosen:
        return UnitChangeKind.CHOSEN_INSIDE if inside else UnitChangeKind.CHOSEN_OUTSIDE
    return UnitChangeKind.INSIDE if inside else UnitChangeKind.OUTSIDE


def figures_of(one: UnitRecord) -> dict[str, int]:
    """What a unit adds to the sum, integers of the smallest unit; zeros and blanks are left out."""
    values = one.returned.values if one.returned else {}
    return {code: value for code, value in values.items() if value}


def _totals(result: Consolidation, earlier: HandTyped) -> Iterator[Moved]:
    """Every total that moved: its change is the sum of what each unit adds more than before."""
    then = {code: one.figures for code, one in earlier.record.units.items() if one.inside}
    now = {one.unit.code: figures_of(one) for one in result.units if one.in_total}
    units = [
        unit for unit in dict.fromkeys((*now, *then)) if then.get(unit, {}) != now.get(unit, {})
    ]
    for code in result.form.indicators:
        pairs = [
            (unit, then.get(unit, {}).get(code, 0), now.get(unit, {}).get(code, 0))
            for unit in units
        ]
        by = [(unit, after - before) for unit, before, after in pairs if after != before]
        if by:
            by.sort(key=lambda one: -abs(one[1]))
            before = sum(one.get(code, 0) for one in then.values())
            yield Moved(code, before, before + sum(change for _, change in by), tuple(by))
