"""Judging: all findings on the figures that count, for one unit after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from toolkit.audit.against_last_year import jumps, sent_again
from toolkit.audit.against_peers import against_peers
from toolkit.audit.copied_figures import copied_figures
from toolkit.audit.explained import mark_explained
from toolkit.audit.folding import folded
from toolkit.audit.parent_sums import compare_levels
from toolkit.audit.read_as import with_readings
from toolkit.audit.rules import Outcomes, Place, audit
from toolkit.findings.codes.catalogue import CATALOGUE, EXPLAINABLE
from toolkit.findings.finding import Finding
from toolkit.findings.unjudged import Unjudged
from toolkit.form.layout import Layout
from toolkit.returns.previous_year import Previous
from toolkit.returns.sums.telling import tell_units_of_sum
from toolkit.returns.unit_return import Return, Subject
from toolkit.roster.roster import Category, Roster, Unit

# The codes that need the other returns, and cannot be found in a single one.
_AMONG_UNITS = {code for code in EXPLAINABLE if CATALOGUE[code].discreet}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to be said of all returns that count."""

    findings: Sequence[Finding]
    outcomes: Outcomes
    # Unit → the rules that could not be judged, each with its place, and why.
    unjudged: Mapping[str, Mapping[Place, Unjudged]]


def judge(
    returns: Mapping[str, Return],
    units: Mapping[str, Unit],
    roster: Roster,
    layout: Layout,
    previous: Previous,
) -> Judgement:
    """The findings of every return that counts: from reading it, from the rules, and from
    comparing.
    """
    subjects = [
        with_readings(_subject(code, one, roster.audited_as(units[code]), previous), layout.form)
        for code, one in returns.items()
    ]
    audited = audit(subjects, layout, compared=previous.year is not None)
    compared: dict[str, list[Finding]] = {code: [] for code in returns}
    for finding in (
        *copied_figures(returns, roster, layout),
        *compare_levels(returns, roster, layout),
        *against_peers(returns, units, layout, previous),
    ):
        compared[finding.unit or ""].append(finding)
    judged: list[Finding] = []
    for number, (code, subject) in enumerate(zip(returns, subjects, strict=True)):
        told = [
            *_of_itself(subject, layout),
            *audited.findings[number],
            *compared[code],
            *_of_those_below(subject.returned, returns.keys()),
        ]
        name = units[code].name
        for finding in _settled(told, subject, layout, audited.unjudged[number].keys()):
            judged.append(replace(finding, unit=code, unit_name=name))
    outcomes = _with_explained(audited.outcomes, judged, layout)
    unjudged = dict(zip(returns, audited.unjudged, strict=True))
    return Judgement(judged, _with_totals(outcomes, subjects, judged, layout), unjudged)


def _subject(code: str, one: Return, category: Category | None, previous: Previous) -> Subject:
    text = previous.narratives.get(code, ())
    return Subject(one, category, previous.of(code), narrative_before=text)


def judge_alone(subject: Subject, layout: Layout) -> Iterator[Finding]:
    """The same for a single return, without any other."""
    subject = with_readings(subject, layout.form)
    audited = audit([subject], layout, compared=bool(subject.before))
    told = [
        *_of_itself(subject, layout),
        *audited.findings[0],
        *_of_those_below(subject.returned),
    ]
    unjudged = audited.unjudged[0].keys() | {(code, None) for code in _AMONG_UNITS}
    yield from _settled(told, subject, layout, unjudged)


def _settled(
    told: Iterable[Finding],
    subject: Subject,
    layout: Layout,
    unjudged: AbstractSet[tuple[str, str | None]],
) -> list[Finding]:
    """The findings with what the unit explained; what it did not is told once for each mistake."""
    unjudged = unjudged | _not_compared(subject)
    settled = list(mark_explained(told, subject.returned, layout.form, unjudged))
    return folded(settled, subject, layout)


def _of_itself(subject: Subject, layout: Layout) -> Iterator[Finding]:
    """Findings from reading it, and from comparing it with the year before."""
    again = sent_again(subject.returned, layout.form, subject.before)
    yield from (again,) if again else ()
    yield from subject.returned.findings
    yield from _of_its_text(subject, layout)
    if not again:
        for one in jumps(subject.returned, layout, subject.before):
            yield replace(one, in_a_sum=subject.returned.identity.is_sum)


def _of_its_text(subject: Subject, layout: Layout) -> Iterator[Finding]:
    """What the text of a report says otherwise than its tables; a workbook has none."""
    if subject.returned.narrative:
        # Nearly all returns are workbooks, and what reads texts takes its time to import.
        from toolkit.audit.narrative import audit_narrative

        yield from audit_narrative(subject, layout).findings


def _of_those_below(one: Return, here: AbstractSet[str] = frozenset()) -> Iterator[Finding]:
    """What a consolidated workbook says of the units that it sums."""
    for finding in tell_units_of_sum(one.below, here) if one.below else ():
        yield replace(finding, file=one.file)


def _not_compared(subject: Subject) -> set[tuple[str, str | None]]:
    known = any(value is not None for value in subject.before.values())
    if known:
        return set()
    # Comparisons with last year, at each place where they could be reported.
    places = {(said.code, said.indicator) for said in subject.returned.explanations}
    return {place for place in places if place[0] in EXPLAINABLE and place[0] not in _AMONG_UNITS}


def _with_explained(outcomes: Outcomes, judged: Sequence[Finding], layout: Layout) -> Outcomes:
    rules = layout.form.rule_specs
    explained = sum(one.status == "explained" and one.code in rules for one in judged)
    return replace(outcomes, fails=outcomes.fails - explained, explained=explained)


def _with_totals(
    outcomes: Outcomes, subjects: Sequence[Subject], judged: Sequence[Finding], layout: Layout
) -> Outcomes:
    """The outcomes, including the balances of totals, which are compared on reading a return."""
    form = layout.form
    told = Counter(one.status for one in judged if one.code in form.total_rules)
    every = sum(len(form.totals_of[table]) for one in subjects for table in one.returned.counted)
    unjudged = Counter(outcomes.unjudged)
    if told["cannot_judge"]:
        unjudged[Unjudged.BAD_CELLS] += told["cannot_judge"]
    return replace(
        outcomes,
        holds=outcomes.holds + every - sum(told.values()),
        fails=outcomes.fails + told["open"] + told["follows"],
        unjudged=unjudged,
    )
