"""Folding: what follows from one mistake is told once, where the mistake is.

A wrong cell breaks every balance that it is in. Where the search (:mod:`toolkit.audit.diagnosis`)
has found the only cell that explains several of them, that cell is told (LIKELY-01) and the
balances follow from it. Where several cells are possible, the first balance is told with them, and
the others follow from that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from toolkit.audit.correction.block import Block
from toolkit.audit.correction.groups import joined
from toolkit.audit.correction.one_mistake import CellChange
from toolkit.audit.correction.search import LikelyMistakes, Solution
from toolkit.audit.diagnosis import Diagnosis, diagnosis_of, is_broken
from toolkit.audit.other_causes import other_causes, unusable_cell_of
from toolkit.findings.codes import number
from toolkit.findings.codes.catalogue import CATALOGUE, found
from toolkit.findings.details import AtCell, Broken, Displaced, OneMistake, Strays
from toolkit.findings.finding import Correction, Finding
from toolkit.form.layout import Layout
from toolkit.form.number import to_number
from toolkit.form.rule import compare
from toolkit.returns.unit_return import Subject

Changes = tuple[CellChange, ...]


class Mistake(NamedTuple):
    """One mistake undone."""

    changes: Changes
    # The figures that it put elsewhere, where they are many.
    block: Block | None = None


# A balance of no more cells than this says of each what it should be.
_NARROW = 2


def folded(findings: Sequence[Finding], subject: Subject, layout: Layout) -> list[Finding]:
    """The findings of one return, those among them that follow from a mistake under it."""
    diagnosis = diagnosis_of(findings, subject, layout)
    told = [_of_a_cell(one, diagnosis, layout) for one in findings]
    if any(is_broken(one, layout.form) for one in findings):
        told = _Folding(told, diagnosis, subject, layout).run()
    return _unjudged_under_cells(told, subject, layout) if subject.returned.invalid else told


def _unjudged_under_cells(
    findings: Sequence[Finding], subject: Subject, layout: Layout
) -> list[Finding]:
    """What cannot be judged for one unusable cell follows from that."""
    cells = {one.indicator: one.origin for one in findings if _is_of_a_cell(one)}
    causes = (cells.get(unusable_cell_of(one, subject, layout.form)) for one in findings)
    return [
        replace(one, follows=cause) if cause else one
        for one, cause in zip(findings, causes, strict=True)
    ]


def _of_a_cell(finding: Finding, diagnosis: Diagnosis, layout: Layout) -> Finding:
    """A cell that holds no figure, with the one that the balances give."""
    code = finding.indicator or ""
    if not _is_of_a_cell(finding):
        return finding
    if code in diagnosis.agreeing and finding.suggested:
        return replace(finding, suggested_by="both")
    given = (
        change.value
        for group in diagnosis.groups
        for change in (group.likely.changes if group.likely else ())
        if change.kind == "deduced" and change.code == code
    )
    # That nothing is missing says little where the unit has perhaps filled in nothing else.
    if finding.suggested is None and (value := next(given, 0)):
        suggested = to_number(value, layout.form.decimals[code])
        return replace(finding, suggested=suggested, suggested_by="balance")
    return finding


def _is_of_a_cell(finding: Finding) -> bool:
    """Whether it says that a cell holds no certain figure."""
    known = CATALOGUE.get(finding.code)
    return known is not None and known.family == number.FAMILY and finding.severity == "error"


@dataclass
class _Folding:
    """One return, while its findings are folded."""

    findings: list[Finding]
    diagnosis: Diagnosis
    subject: Subject
    layout: Layout
    # The numbers of the broken balances for which nothing has been found yet, in the form's order.
    left: list[int] = field(default_factory=list)
    # What is told besides.
    mistakes: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        broken = (n for n, one in enumerate(self.findings) if is_broken(one, self.layout.form))
        self.left = sorted(
            broken,
            key=lambda n: (self.order[self.findings[n].indicator or ""], self.findings[n].code),
        )

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Indicator → its rank on the form."""
        return {code: number for number, code in enumerate(self.layout.places)}

    def run(self) -> list[Finding]:
        for cause, broken in other_causes(self.findings, self.left, self.subject, self.layout):
            self._under_another(cause, broken)
        self._certain()
        heads = [
            (n, group.candidates[0].changes)
            for group in self.diagnosis.groups
            if group.candidates and (n := self._possible(group)) is not None
        ]
        self._of_several(heads)
        return [*self.findings, *self.mistakes]

    def _under_another(self, cause: int, broken: Sequence[int]) -> None:
        """Balances under something else that explains them."""
        one = self.findings[cause]
        if isinstance(one.details, Strays):
            # Its figures are in the totals of the unit, and not in ours.
            details = replace(one.details, mends=tuple(self._mended(broken)))
            severity = "error" if any(self._is_error(n) for n in broken) else one.severity
            one = self.findings[cause] = replace(one, details=details, severity=severity)
        self._follow(broken, one)
        self.left = [n for n in self.left if n not in broken]

    # --- The only answer ----------------------------------------------------------------------

    def _certain(self) -> None:
        """The mistakes that are the only answer, each told once."""
        after = self._with(self._sure)
        mended = [n for n in self.left if self._holds(n, after)]
        touched = [(one, [n for n in mended if self._moves(n, one.changes)]) for one in self._apart]
        for mistake, broken in _shared_out(touched):
            if len(broken) == 1 and not self._is_unusable(mistake):
                mine = [one for one, some in touched if one is mistake or some == broken]
                self._at_a_balance(broken[0], mine)
            elif self._is_unusable(mistake) or any(self._is_error(n) for n in broken):
                self._under(mistake, broken)
            else:
                # What only asks for a reason does not become an error for being clear.
                self._at_a_balance(broken[0], [mistake])
                self._follow(broken[1:], self.findings[broken[0]])
            self.left = [n for n in self.left if n not in broken]

    @cached_property
    def _sure(self) -> Changes:
        """All changes that are the only answers, without the figures of unusable cells."""
        return tuple(change for one in self._apart for change in one.changes)

    @cached_property
    def _apart(self) -> Sequence[Mistake]:
        """The certain changes, each mistake by itself, in the form's order."""
        certain = [one.likely for one in self.diagnosis.groups if one.likely]
        every = [mistake for one in certain for mistake in self._mistakes(one)]
        return sorted(every, key=lambda one: self.order[one.changes[0].code])

    def _mistakes(self, answer: Solution) -> Iterator[Mistake]:
        """The mistakes of an answer: changes that only together keep a balance are one.

        Such are two cells that were exchanged, or a figure that was put into another cell.
        """
        if answer.block:
            changes = sorted(answer.changes, key=lambda one: self.order[one.code])
            yield Mistake(tuple(changes), answer.block)
            return
        by_code = {one.code: one for one in answer.changes if one.kind != "deduced"}
        figures, together = self.diagnosis.figures, [{code} for code in by_code]
        for one in self.diagnosis.balances:
            cells = by_code.keys() & one.coefficients.keys()
            if len(cells) < 2:
                continue
            gap = sum(weight * figures[code] for code, weight in one.coefficients.items())
            together += [cells] if gap == one.constant else []
        together += [{one.code, one.partner} for one in by_code.values() if one.partner in by_code]
        for some in joined(together):
            yield Mistake(tuple(change for code, change in by_code.items() if code in some))

    def _is_unusable(self, mistake: Mistake) -> bool:
        changes = mistake.changes
        return len(changes) == 1 and changes[0].code in self.subject.read_as

    def _under(self, mistake: Mistake, broken: Sequence[int]) -> None:
        """The balances under the mistake that breaks them."""
        if self._is_unusable(mistake):
            self._under_the_cell(mistake.changes[0], broken)
            return
        one, first = self.subject.returned, mistake.changes[0]
        shown = tuple(_shown(mistake.changes, self.subject, self.layout))
        blank = one.values.get(first.code) is None and first.code not in one.typed
        block = self._displaced(mistake.block) if mistake.block else None
        told = replace(
            found(
                "LIKELY-02" if block else "LIKELY-01",
                one.place(first.code, self.layout),
                file=one.file,
                actual=None if blank else shown[0].actual,
                expected=shown[0].value,
                difference=shown[0].actual - shown[0].value,
                details=OneMistake(
                    tuple(self._mended(broken)),
                    only=self._is_all(broken),
                    alone=all(self._holds(n, self._with(mistake.changes)) for n in broken),
                    displaced=block,
                ),
            ),
            corrections=(shown,),
            certain=True,
        )
        self.mistakes.append(told)
        self._follow(broken, told)

    def _under_the_cell(self, change: CellChange, broken: Sequence[int]) -> None:
        """The balances under the finding on an unusable cell that reads as a wrong figure."""
        value = to_number(change.value, self.layout.form.decimals[change.code])
        at = next(
            n
            for n, one in enumerate(self.findings)
            if one.indicator == change.code and _is_of_a_cell(one)
        )
        self.findings[at] = replace(self.findings[at], suggested=value, suggested_by="balance")
        self._follow(broken, self.findings[at])

    def _mended(self, broken: Sequence[int]) -> Iterator[AtCell]:
        for one in (self.findings[n] for n in broken):
            yield AtCell(one.indicator or "", one.sheet or "", one.cell or "")

    def _displaced(self, block: Block) -> Displaced:
        exchanged = block.kind in ("columns", "rows")
        other = block.lines[1][0] if exchanged else block.last
        first, other_ = (
            AtCell(code, *self.subject.returned.where(code, self.layout))
            for code in (block.first, other)
        )
        return Displaced(block.kind, first, other_)

    def _is_all(self, broken: Sequence[int]) -> bool:
        """Whether nothing but these is wrong with the return."""
        every = {n for n, one in enumerate(self.findings) if one.is_open_error}
        return not self.mistakes and every <= set(broken)

    def _follow(self, broken: Sequence[int], cause: Finding) -> None:
        for n in broken:
            self.findings[n] = replace(
                self.findings[n], status="follows", follows=cause.origin, suggested=None
            )

    def _at_a_balance(self, n: int, mistakes: Sequence[Mistake]) -> None:
        """A single balance, with the likely cells."""
        every = tuple(change for one in mistakes for change in one.changes)
        shown = tuple(_shown(every, self.subject, self.layout))
        self.findings[n] = replace(self.findings[n], corrections=(shown,), certain=True)

    # --- Several answers ----------------------------------------------------------------------

    def _possible(self, group: LikelyMistakes) -> int | None:
        """The balances that all answers mend, under the first of them; its number."""
        answers = [self._with((*self._sure, *one.changes)) for one in group.candidates]
        mended = [n for n in self.left if all(self._holds(n, after) for after in answers)]
        if not mended:
            places = {(one.rule, one.at) for one in group.broken}
            mended = [n for n in self.left if self._place(n) in places][:1]
        if not mended:
            return None
        head = next(filter(self._is_error, mended), mended[0])
        # Whole lines would fill a page; who looks at the balances finds them as well.
        cells = [one for one in group.candidates if one.block is None]
        told = [one.changes for one in cells if not self._is_a_guess(one, group)]
        self.findings[head] = replace(
            self.findings[head],
            corrections=tuple(tuple(_shown(one, self.subject, self.layout)) for one in told),
        )
        if not told:
            # Its own remedy would not mend the others.
            mended = [head]
        self._follow([n for n in mended if n != head], self.findings[head])
        self.left = [n for n in self.left if n not in mended]
        return head if told else None

    def _of_several(self, heads: Sequence[tuple[int, Changes]]) -> None:
        """The balances that several groups break together, under the first of those groups.

        ``heads``: the balance at which each group is told, and its likeliest answer.
        """
        every = (change for _, changes in heads for change in changes)
        after = self._with((*self._sure, *every))
        for n in [n for n in self.left if self._holds(n, after)]:
            mine = (head for head, changes in heads if self._moves(n, changes))
            if (head := next(mine, None)) is not None:
                self._follow([n], self.findings[head])
                self.left.remove(n)

    def _is_a_guess(self, answer: Solution, group: LikelyMistakes) -> bool:
        """Whether nothing speaks for it: in an empty column any cell may be the one."""
        if len(answer.changes) > 1 or len(group.broken) > 1:
            return False
        cells = group.broken[0].coefficients
        filled = sum(bool(self.diagnosis.figures.get(code)) for code in cells)
        return len(cells) > _NARROW and filled <= 1

    # --- Balances -----------------------------------------------------------------------------

    def _is_error(self, n: int) -> bool:
        return self.findings[n].severity == "error"

    def _place(self, n: int) -> tuple[str, str]:
        return self.findings[n].code, self.findings[n].indicator or ""

    def _with(self, changes: Changes) -> Mapping[str, int]:
        return {**self.diagnosis.figures, **{one.code: one.value for one in changes}}

    def _moves(self, n: int, changes: Changes) -> bool:
        """Whether the changes alone change by how much a balance is broken."""
        return self._gap(n, self._with(changes)) != self._gap(n, self.diagnosis.figures)

    def _holds(self, n: int, figures: Mapping[str, int]) -> bool:
        gap, details = self._gap(n, figures), self.findings[n].details
        if gap is None:
            return False
        return compare(details.rule.sense if isinstance(details, Broken) else "=", gap)

    def _gap(self, n: int, figures: Mapping[str, int]) -> int | None:
        """By how much a balance is broken, in whole numbers; None where its total is no figure.

        ``figures``: what stands in the cells that a person typed.
        """
        form, details = self.layout.form, self.findings[n].details

        def computed(code: str) -> int:
            return sum(times * figures.get(i, 0) for i, times in form.inputs_of(code).items())

        if not isinstance(details, Broken):
            total = self.findings[n].indicator or ""
            return figures[total] - computed(total) if total in figures else None
        gap, before = details.rule.gap, self.subject.before
        return (
            gap.constant
            + sum(weight * computed(code) for code, weight in gap.now.items())
            + sum(weight * (before.get(code) or 0) for code, weight in gap.before.items())
        )


def _shared_out(
    touched: Sequence[tuple[Mistake, list[int]]],
) -> Iterator[tuple[Mistake, list[int]]]:
    """Each mistake with the broken balances that are told under it; no balance is there twice.

    One that can only be told at a single balance comes first, since it needs that balance.
    """
    waiting = [(one, list(broken)) for one, broken in touched if broken]
    while waiting:
        at = next((n for n, (_, broken) in enumerate(waiting) if len(broken) == 1), 0)
        mistake, mine = waiting.pop(at)
        yield mistake, mine
        rest = ((one, [n for n in broken if n not in mine]) for one, broken in waiting)
        waiting = [(one, broken) for one, broken in rest if broken]


def _shown(changes: Changes, subject: Subject, layout: Layout) -> Iterator[Correction]:
    form, one = layout.form, subject.returned
    for change in changes:
        sheet, cell = one.where(change.code, layout)
        decimals = form.decimals[change.code]
        yield Correction(
            indicator=change.code,
            sheet=sheet,
            cell=cell,
            label=form.indicators[change.code].label,
            actual=to_number(change.was, decimals),
            value=to_number(change.value, decimals),
            kind=change.kind,
            partner=" ".join(one.where(change.partner, layout)) if change.partner else None,
            like_last_year=change.like_last_year,
        )
