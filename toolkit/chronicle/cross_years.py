"""Cross-year rules: each pair of neighbouring years of a unit, held against the rules of the form.

They are the form's own rules that use figures of the year before; what ``collect --previous``
judges for one year is judged here for every pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from fractions import Fraction

from toolkit.chronicle import words
from toolkit.chronicle.heard import Said
from toolkit.chronicle.lines import Line, as_figures_of
from toolkit.form.form import Form
from toolkit.form.layout import lay_out
from toolkit.form.opening_figures import Figures
from toolkit.form.rule import Rule


class Outcome(StrEnum):
    """What became of a rule."""

    FAILS = auto()
    EXPLAINED = auto()
    UNJUDGED = auto()
    HOLDS = auto()


@dataclass(frozen=True, slots=True)
class CrossYear:
    """A rule between a year of a unit and the one before."""

    unit: str
    name: str
    year: int
    form: Form
    rule: Rule
    outcome: Outcome
    # In the unit of measure: what stands at the rule's place, and what should by the year before.
    actual: Fraction | None = None
    expected: Fraction | None = None
    # Why it could not be judged, or need not hold.
    reason: str = ""
    sheet: str = ""
    cell: str = ""

    @property
    def difference(self) -> Fraction | None:
        if self.actual is None or self.expected is None:
            return None
        return self.actual - self.expected

    @property
    def is_error(self) -> bool:
        """Whether it is an error that a rule does not hold."""
        severity = self.form.rule_specs[self.rule.code].severity
        return self.outcome is Outcome.FAILS and severity == "error"


def cross_years(years: Mapping[int, Said], lines: Sequence[Line]) -> Iterator[CrossYear]:
    """The rules of one unit, year by year; of its first year there is nothing to say."""
    first = min(years, default=0)
    for year, now in sorted(years.items()):
        if year > first:
            yield from _pair(now, years.get(year - 1), lines)


def _pair(now: Said, before: Said | None, lines: Sequence[Line]) -> Iterator[CrossYear]:
    form = now.form
    figures: Figures = {}
    back = before is not None and not _is_after(form, before.form)
    if before and not back:
        figures = as_figures_of(lines, form, before.form, before.figures)
    for rule in form.declared_rules:
        applies = form.applies(rule.code, now.category)
        if rule.before and not rule.derived and applies:
            if before is None:
                why = words.no_year_before(now.year - 1)
                yield _judged(now, rule, Outcome.UNJUDGED, reason=why)
            elif back:
                why = words.format_went_back(before.form.version)
                yield _judged(now, rule, Outcome.UNJUDGED, reason=why)
            else:
                yield _judge(now, before, rule, figures, lines)


def _is_after(form: Form, other: Form) -> bool:
    """Whether a form is that one, or has replaced it."""
    return form.id in (other.id, other.replaced_by)


def _judge(
    now: Said, before: Said, rule: Rule, figures: Figures, lines: Sequence[Line]
) -> CrossYear:
    if any(now.figures.get(code) is None for code in rule.indicators):
        return _judged(now, rule, Outcome.UNJUDGED, reason=words.UNKNOWN_NOW)
    unknown = [code for code in rule.before if figures.get(code) is None]
    if unknown:
        there = {code: one for one in lines for code in one.codes if not one.combines}
        absent = [code for code in unknown if not there[code].codes_in(before.form)]
        why = words.not_in_format(before.form.version) if absent else words.UNKNOWN_BEFORE
        return _judged(now, rule, Outcome.UNJUDGED, reason=why)
    left, right = (rule.side(side, now.figures, figures) for side in (1, -1))
    actual, expected = _at_its_place(now, rule, left, right)
    if rule.holds(left, right):
        return _judged(now, rule, Outcome.HOLDS, actual, expected)
    if now.lacks_units or before.lacks_units:
        return _judged(now, rule, Outcome.UNJUDGED, actual, expected, words.INCOMPLETE)
    said = now.explained.get((rule.code, rule.at))
    if said and now.form.rule_specs[rule.code].explainable:
        return _judged(now, rule, Outcome.EXPLAINED, actual, expected, said)
    return _judged(now, rule, Outcome.FAILS, actual, expected)


def _at_its_place(
    now: Said, rule: Rule, left: Fraction, right: Fraction
) -> tuple[Fraction, Fraction]:
    """What stands at the place of the rule, and what would make it hold; else its two sides."""
    scale = now.form.scales[rule.at]
    weight = Fraction(rule.gap.now.get(rule.at, 0) * scale, rule.gap.scale)
    if rule.sense != "=" or not weight:
        return left, right
    actual = Fraction(now.figures.get(rule.at) or 0, scale)
    return actual, actual - (left - right) / weight


def _judged(
    now: Said,
    rule: Rule,
    outcome: Outcome,
    actual: Fraction | None = None,
    expected: Fraction | None = None,
    reason: str = "",
) -> CrossYear:
    layout = lay_out(now.form)
    sheet, cell = now.returned.where(rule.at, layout) if now.returned else layout.where(rule.at)
    known = now.unit, now.name, now.year, now.form
    return CrossYear(*known, rule, outcome, actual, expected, reason, sheet, cell)
