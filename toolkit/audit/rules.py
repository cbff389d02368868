"""Returns + rules → findings.

A rule of a form is a sum of exact integers over this year's and last year's figures. The sign of
the sum shows whether the rule holds; the few that fail are then put into words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from toolkit.audit.read_as import figures
from toolkit.findings.details import Broken, NotJudged
from toolkit.findings.finding import Finding, ReadAs, finding_at
from toolkit.findings.unjudged import BadCells, Unjudged
from toolkit.form.layout import Layout
from toolkit.form.number import from_fraction, to_number
from toolkit.form.rule import Rule, compare
from toolkit.grids.reason import Advised
from toolkit.returns.unit_return import Return, Subject

# Reasons that apply to all instances of a rule alike, so that they are told once.
_LACKING = {Unjudged.NOT_LAST_YEAR, Unjudged.NO_CATEGORY, Unjudged.INCOMPLETE_BELOW}


# The code of a rule, and the indicator at which it is told.
Place = tuple[str, str | None]


@dataclass
class Outcomes:
    """How often a rule held, failed, was explained, or could not be judged, with the reasons."""

    holds: int = 0
    fails: int = 0
    explained: int = 0
    unjudged: Counter[Unjudged] = field(default_factory=Counter)


@dataclass(frozen=True)
class Audit:
    """The findings and the unjudged rules of each subject, in the order of the subjects."""

    findings: Sequence[list[Finding]]
    # The (code, place) of each rule that could not be judged → why.
    unjudged: Sequence[dict[Place, Unjudged]]
    # Over all subjects.
    outcomes: Outcomes


@dataclass(frozen=True)
class _JudgedRules:
    """The rules that are judged, and what each of them needs: an entry for each in every field."""

    rules: tuple[Rule, ...]
    # The inputs that the rule depends on, and the tables of its indicators.
    inputs: tuple[frozenset[str], ...]
    tables: tuple[frozenset[str], ...]
    # The indicators of which it uses last year's figures.
    before: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=8)
def _judged_rules(layout: Layout) -> _JudgedRules:
    form = layout.form
    rules = tuple(rule for rule in form.declared_rules if not rule.derived)
    return _JudgedRules(
        rules=rules,
        inputs=tuple(
            frozenset(i for code in rule.indicators for i in form.inputs_of(code)) for rule in rules
        ),
        tables=tuple(
            frozenset(form.indicators[code].table for code in rule.indicators) for rule in rules
        ),
        before=tuple(rule.before for rule in rules),
    )


def audit(subjects: Sequence[Subject], layout: Layout, *, compared: bool = True) -> Audit:
    """The findings of the form's rules in all returns.

    Balances between totals and their parts hold here by construction, since totals are computed; a
    total that was typed over is compared where it is read. The instance of a rule along a total
    (``derived``) holds whenever the others do, and is not reported separately. ``compared``:
    whether last year's figures were given; if not, no return is told that it lacks them.
    """
    rules = _judged_rules(layout)
    outcomes = Outcomes()
    findings: list[list[Finding]] = [[] for _ in subjects]
    unjudged: list[dict[Place, Unjudged]] = [{} for _ in subjects]
    # Category of unit → the numbers of the rules that are for it.
    applying = {
        category: [
            number
            for number, rule in enumerate(rules.rules)
            if layout.form.applies(rule.code, category)
        ]
        for category in {one.category for one in subjects}
    }
    for number, subject in enumerate(subjects):
        judging = _Judging(rules, layout, subject, outcomes, compared)
        findings[number] += judging.findings(applying[subject.category])
        unjudged[number] = judging.unjudged
    return Audit(findings, unjudged, outcomes)


class _Judging:
    """Judges one return, and counts the outcomes."""

    def __init__(
        self,
        rules: _JudgedRules,
        layout: Layout,
        subject: Subject,
        outcomes: Outcomes,
        compared: bool,
    ) -> None:
        self.rules, self.layout, self.subject = rules, layout, subject
        self.outcomes, self.compared = outcomes, compared
        self.unjudged: dict[Place, Unjudged] = {}

    def findings(self, applying: Sequence[int]) -> Iterator[Finding]:
        one = self.subject.returned
        unreadable = one.invalid - self.subject.read_as.keys()
        lacking: dict[tuple[str, Unjudged], Rule] = {}
        values, before = figures(self.subject, self.layout.form), self.subject.before
        for number in applying:
            rule = self.rules.rules[number]
            reason = self._unjudged(number)
            holds = compare(rule.sense, rule.gap.scaled(values, before))
            if reason is Unjudged.BAD_CELLS and not holds and not self._unknown(number):
                # With the figures as which its cells read, it does not hold.
                reason = None if self.rules.inputs[number].isdisjoint(unreadable) else reason
            if reason is None and not holds:
                reason = self._perhaps_not(rule)
            if reason is None and holds:
                self.outcomes.holds += 1
            elif reason is None:
                self.outcomes.fails += 1
                yield _broken(rule, self.layout, self.subject)
            else:
                self.outcomes.unjudged[reason] += 1
                self.unjudged[rule.code, rule.at] = reason
            if reason is Unjudged.BAD_CELLS:
                why = _bad_cells(self.layout, one, self.rules.inputs[number])
                yield _cannot_judge(rule, self.layout, one, why)
            elif reason in _LACKING:
                lacking.setdefault((rule.code, reason), rule)
        for (_, reason), rule in lacking.items():
            yield _cannot_judge(rule, self.layout, one, reason)

    def _perhaps_not(self, rule: Rule) -> Unjudged | None:
        """Why a rule that does not hold may not have to.

        It is only for some units, and this unit's category is not known; or a sum that lacks some
        units is compared with that of the year before.
        """
        if self.layout.form.rule_specs[rule.code].units and self.subject.category is None:
            return Unjudged.NO_CATEGORY
        below = self.subject.returned.below
        return Unjudged.INCOMPLETE_BELOW if rule.before and below and below.lacking else None

    def _unknown(self, number: int) -> bool:
        """Whether a rule needs a figure of last year that is not known."""
        needed = self.rules.before[number]
        return bool(needed) and any(self.subject.before.get(code) is None for code in needed)

    def _unjudged(self, number: int) -> Unjudged | None:
        """Why a rule cannot be judged; None where it can."""
        rules, one = self.rules, self.subject.returned
        if not rules.tables[number] <= one.counted:
            return Unjudged.NO_TABLE
        unknown = self._unknown(number)
        if unknown and not self.compared:
            return Unjudged.NO_PREVIOUS
        if one.invalid and not rules.inputs[number].isdisjoint(one.invalid):
            return Unjudged.BAD_CELLS
        return Unjudged.NOT_LAST_YEAR if unknown else None


def _cannot_judge(rule: Rule, layout: Layout, one: Return, why: Advised) -> Finding:
    place, details = one.place(rule.at, layout), NotJudged(why)
    return finding_at(
        rule.code, "info", place, file=one.file, status="cannot_judge", details=details
    )


def _bad_cells(layout: Layout, one: Return, inputs: AbstractSet[str]) -> BadCells:
    faulty = [code for code in layout.form.inputs if code in one.invalid and code in inputs]
    return BadCells(tuple(" ".join(one.where(code, layout)) for code in faulty))


def _broken(rule: Rule, layout: Layout, subject: Subject) -> Finding:
    """The finding on a rule that does not hold.

    ``actual`` is what stands at the rule's place, and ``expected`` what would mend it there. Where
    the place is not part of the rule, or the rule is not an equality, they are its two sides.
    """
    form, one = layout.form, subject.returned
    values = figures(subject, form)
    left, right = (rule.side(sign, values, subject.before) for sign in (1, -1))
    gap = left - right
    unit = form.scales[rule.at]
    weight = Fraction(rule.gap.now.get(rule.at, 0) * unit, rule.gap.scale)
    actual, expected = left, right
    if rule.sense == "=" and weight:
        actual = Fraction(values[rule.at] or 0, unit)
        expected = actual - gap / weight
    fits = expected >= 0 and (expected * unit).denominator == 1 and rule.sense == "=" and weight
    others = len(rule.indicators) + len(rule.before) > 1
    return finding_at(
        rule.code,
        form.rule_specs[rule.code].severity,
        one.place(rule.at, layout),
        file=one.file,
        actual=from_fraction(actual),
        expected=from_fraction(expected),
        difference=from_fraction(actual - expected),
        read_as=_read(rule, layout, subject),
        details=Broken(rule, left, right, mends=bool(fits and others)),
    )


def _read(rule: Rule, layout: Layout, subject: Subject) -> tuple[ReadAs, ...]:
    """The cells of a rule that hold no figure, each with the one as which it reads."""
    form = layout.form
    inputs = dict.fromkeys(i for code in rule.indicators for i in form.inputs_of(code))
    return tuple(
        ReadAs(*subject.returned.where(code, layout), to_number(value, form.decimals[code]))
        for code in inputs
        if (value := subject.read_as.get(code)) is not None
    )
