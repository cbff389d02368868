"""Against a workbook: a report before it is published, held against what it was made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from toolkit.audit.narrative import audit_narrative
from toolkit.audit.narrative_figures import Figures
from toolkit.audit.objections import contradictions
from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Heading
from toolkit.findings.finding import Finding
from toolkit.findings.seen import Blank
from toolkit.form.form import Form
from toolkit.form.layout import Layout
from toolkit.form.narrative import Narrative
from toolkit.form.number import to_number
from toolkit.grids.document import Passage
from toolkit.returns.published.titles import are_alike
from toolkit.returns.unit_return import Return, Subject
from toolkit.text import fold


class TableVerdict(NamedTuple):
    """One official table: its sheet in the template, its figures, and how many differ."""

    sheet: str
    figures: int
    differing: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holding a report against a workbook has given, in numbers."""

    # The unit and the year of the workbook; the name is None where it has only a code.
    name: str | None
    year: int
    tables: tuple[TableVerdict, ...]
    # The figures in the text that were held against the workbook, and how many differ; None where
    # the form does not say in what words they are stated.
    in_text: int | None
    in_text_differing: int
    # What else is wrong: with unit or year, with headings (None where the form has none), and what
    # is not filled in.
    subject: int
    headings: int | None
    unfilled: int
    # Paragraphs of the year before, lists that do not add up, and what was not read for certain.
    others: int


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    """The findings of a report that is held against a workbook, and the verdict."""

    findings: tuple[Finding, ...]
    verdict: Verdict


def hold_against(
    one: Return,
    layout: Layout,
    figures: Figures,
    name: str | None,
    year: int,
    before: Sequence[Passage] = (),
) -> HeldAgainst:
    """A published report against the figures of a workbook; any difference is an error.

    ``figures``: those of the workbook, None where it has none; ``name`` and ``year``: what the
    workbook is of, None where it does not say; ``before``: the text of last year's report.
    """
    form = layout.form
    wanted = replace(one.identity, name=name or one.identity.name, year=str(year))
    subject = list(_of_its_subject(one, name, year))
    differing = list(_in_tables(one, layout, figures))
    headings = list(_outline(one.narrative, form.report, form)) if form.report else []
    as_wanted = Subject(replace(one, identity=wanted), narrative_before=tuple(before))
    audited = audit_narrative(as_wanted, layout, figures)
    text = [_as_error(each) for each in audited.findings]
    read = [each for each in one.findings if each.status == "open" and each.severity != "info"]
    findings = (*subject, *differing, *read, *headings, *text)
    codes = [each.code for each in text]
    verdict = Verdict(
        name,
        year,
        tuple(_tables(one, form, differing)),
        audited.held,
        codes.count("TEXT-01"),
        len(subject) + codes.count("TEXT-03") + codes.count("TEXT-04"),
        len(headings) if form.report else None,
        codes.count("TEXT-06"),
        len(read) + codes.count("TEXT-02") + codes.count("TEXT-05"),
    )
    return HeldAgainst(tuple(replace(each, file=one.file) for each in findings), verdict)


def _as_error(one: Finding) -> Finding:
    """What is published has to be right; that a text is last year's again remains a question."""
    return one if one.code == "TEXT-05" else replace(one, severity="error")


def _of_its_subject(one: Return, name: str | None, year: int) -> Iterator[Finding]:
    """Whether it is of the unit and the year of the workbook."""
    stated = one.identity
    yield from contradictions(one)
    is_its = name is None or (stated.name is not None and are_alike(stated.name, name))
    if not is_its or stated.year != str(year):
        actual = " ".join(filter(None, (stated.name, stated.year)))
        expected = " ".join(filter(None, (name, str(year))))
        yield found("PUB-03", actual=actual or Blank.CELL, expected=expected)


def _in_tables(one: Return, layout: Layout, figures: Figures) -> Iterator[Finding]:
    """The inputs that differ; a printed total is held against its parts where it is read."""
    form = layout.form
    for code in form.inputs:
        table = form.table(form.indicators[code].table)
        wanted = figures.get(code)
        if not table.official or table.code not in one.counted or code in one.invalid:
            continue
        printed = one.values.get(code) or 0
        if wanted is None or printed == wanted:
            continue
        decimals = form.decimals[code]
        yield found(
            "PUB-01",
            one.place(code, layout),
            actual=to_number(printed, decimals),
            expected=to_number(wanted, decimals),
            difference=to_number(printed - wanted, decimals),
        )


def _tables(one: Return, form: Form, differing: Sequence[Finding]) -> Iterator[TableVerdict]:
    for table in form.tables:
        if not table.official:
            continue
        codes = {code for code, each in form.indicators.items() if each.table == table.code}
        read = len(codes - one.invalid) if table.code in one.counted else 0
        wrong = sum(each.indicator in codes for each in differing)
        yield TableVerdict(table.sheet, read, wrong)


def _outline(narrative: Sequence[Passage], told: Narrative, form: Form) -> Iterator[Finding]:
    """PUB-02 of headings and of the places of tables."""
    yield from _headings(narrative, told)
    yield from _tables_elsewhere(narrative, told, form)


def _headings(narrative: Sequence[Passage], told: Narrative) -> Iterator[Finding]:
    """The headings that are missing, worded otherwise or out of order."""
    wanted = [one.heading for one in told.sections]
    printed = [one.text for one in narrative if one.is_heading]
    spelt = {fold(text): text for text in printed}
    last = -1
    for number, heading in enumerate(wanted):
        text = spelt.get(fold(heading)) or _alike(heading, printed, wanted)
        if text is None:
            yield found("PUB-02", expected=heading)
            continue
        if fold(text) != fold(heading):
            yield found("PUB-02", actual=text, expected=heading, details=Heading("words"))
        at = printed.index(text)
        if at < last:
            yield found(
                "PUB-02", actual=text, expected=wanted[number - 1], details=Heading("order")
            )
        last = max(last, at)


def _alike(heading: str, printed: Sequence[str], wanted: Sequence[str]) -> str | None:
    """The heading that stands in the place of another: it has the same number."""
    taken = {fold(one) for one in wanted}
    mark = fold(heading)[:1]
    return next((t for t in printed if fold(t)[:1] == mark and fold(t) not in taken), None)


def _tables_elsewhere(
    narrative: Sequence[Passage], told: Narrative, form: Form
) -> Iterator[Finding]:
    """The tables that do not stand in their section."""
    home = {one.table: one.heading for one in told.sections if one.table}
    for one in narrative:
        heading = home.get(one.table)
        if one.table and heading and one.section and fold(one.section)[:1] != fold(heading)[:1]:
            sheet = form.table(one.table).sheet
            yield found(
                "PUB-02",
                actual=one.section,
                expected=heading,
                tables=(sheet,),
                details=Heading("place"),
            )
