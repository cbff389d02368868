"""Against a workbook: a report before it is published, held against what it was made from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import pairwise
from typing import NamedTuple

from toolkit.audit.narrative import audit_narrative
from toolkit.audit.narrative_figures import Figures
from toolkit.audit.objections import contradictions
from toolkit.findings.codes.catalogue import UNREAD_TABLE, found
from toolkit.findings.codes.publication import in_full
from toolkit.findings.details import Heading, HeadingFault
from toolkit.findings.finding import Finding
from toolkit.findings.seen import Blank
from toolkit.form.form import Form
from toolkit.form.layout import Layout
from toolkit.form.narrative import Narrative
from toolkit.form.number import to_number
from toolkit.grids.document import Passage
from toolkit.returns.published.titles import are_alike
from toolkit.returns.unit_return import Return, Subject
from toolkit.text import fold, shorten

# The office of a government, which publishes for it.
_OFFICE = re.compile("(?:办公室|办公厅|办)$")
# The number of a heading, and how like another one without it is that is meant.
_NUMBER = re.compile("^第?[一二三四五六七八九十0-9]+(?:部分|章)?[、..:：]?")
_ALIKE = 0.6


class TableVerdict(NamedTuple):
    """One official table: its sheet in the template, its figures, and how many are not right."""

    sheet: str
    figures: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holding a report against a workbook has given, in numbers."""

    # The unit and the year of the workbook; the name is None where it has only a code.
    name: str | None
    year: int
    # What is wrong with unit or year.
    subject: int
    # The rest is blank where the report is another one than that of the workbook.
    tables: tuple[TableVerdict, ...] = ()
    # The figures in the text that were held against the workbook, and how many differ; None where
    # the form does not say in what words they are stated.
    in_text: int | None = None
    in_text_differing: int = 0
    # What is wrong with headings; None where the form has none.
    headings: int | None = None
    # What is not filled in; None where no text was looked at.
    unfilled: int | None = None
    # Paragraphs of the year before, lists that do not add up, and what was not read for certain.
    others: int = 0


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

    Of a report that is plainly of another unit or year nothing else is told: every figure differs.

    ``figures``: those of the workbook, None where it has none; ``name`` and ``year``: what the
    workbook is of, None where it does not say; ``before``: the text of last year's report.
    """
    told = [*contradictions(one)]
    if not told and (other := _of_another(one, name, year)):
        return HeldAgainst((replace(other, file=one.file),), Verdict(name, year, 1))
    form = layout.form
    differing = [*_in_tables(one, layout, figures), *_as_read(one, layout, figures)]
    outline = list(_outline(one, form.report, form)) if form.report else []
    wanted = replace(one.identity, name=name or one.identity.name, year=str(year))
    as_wanted = Subject(replace(one, identity=wanted), narrative_before=tuple(before))
    audited = audit_narrative(as_wanted, layout, figures)
    text = [_as_error(each) for each in audited.findings]
    tables = tuple(_tables(one, form, differing))
    codes = [each.code for each in text]
    verdict = Verdict(
        name,
        year,
        subject=len(told) + codes.count("TEXT-03") + codes.count("TEXT-04"),
        tables=tables,
        in_text=audited.held,
        in_text_differing=codes.count("TEXT-01"),
        headings=len(outline) if form.report else None,
        unfilled=codes.count("TEXT-06"),
        others=len(differing)
        - sum(each.wrong for each in tables)
        + codes.count("TEXT-02")
        + codes.count("TEXT-05"),
    )
    findings = (*told, *differing, *outline, *text)
    return HeldAgainst(tuple(replace(each, file=one.file) for each in findings), verdict)


def _as_error(one: Finding) -> Finding:
    """What is published has to be right; that a text is last year's again remains a question."""
    return one if one.code == "TEXT-05" else replace(one, severity="error")


def _of_another(one: Return, name: str | None, year: int) -> Finding | None:
    """What tells that it is the report of another unit or year than the workbook."""
    stated = one.identity
    is_its = name is None or (stated.name is not None and _is_author(stated.name, name))
    if is_its and stated.year == str(year):
        return None
    actual = in_full(stated.name, stated.year)
    return found("PUB-03", actual=actual or Blank.CELL, expected=in_full(name, str(year)))


def _is_author(stated: str, name: str) -> bool:
    """Whether a report is that of a unit, or of the government whose office the unit is."""
    government = _OFFICE.sub("", name)
    return are_alike(stated, name) or (bool(government) and are_alike(stated, government))


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


def _as_read(one: Return, layout: Layout, figures: Figures) -> Iterator[Finding]:
    """What reading it has told, in the words for a report that is not published yet."""
    form = layout.form
    for each in one.findings:
        if each.status != "open" or each.severity == "info":
            continue
        code = each.indicator or ""
        wanted = figures.get(code)
        if each.code in UNREAD_TABLE:
            tables = each.tables or (each.sheet or "",)
            yield found("PUB-02", tables=tables, details=Heading("unread"))
        elif wanted is not None and (each.code in form.total_rules or code in one.invalid):
            place = one.place(code, layout)
            expected = to_number(wanted, form.decimals[code])
            yield found("PUB-01", place, actual=each.actual, expected=expected)
        else:
            yield each


def _tables(one: Return, form: Form, differing: Sequence[Finding]) -> Iterator[TableVerdict]:
    for table in form.tables:
        if not table.official:
            continue
        codes = {code for code, each in form.indicators.items() if each.table == table.code}
        read = len(codes - one.invalid) if table.code in one.counted else 0
        wrong = sum(
            each.indicator in codes or table.sheet in (each.sheet, *each.tables)
            for each in differing
        )
        yield TableVerdict(table.sheet, read, wrong)


def _outline(report: Return, told: Narrative, form: Form) -> Iterator[Finding]:
    """PUB-02 of the headings, of what stands below them, and of the places of tables."""
    narrative = report.narrative
    wanted = [one.heading for one in told.sections]
    headed = _matched(wanted, [one.text for one in narrative if one.is_heading])
    filled = _filled(narrative)
    yield from _in_order(filled, wanted, headed)
    # Of a table that was not read there is no mark in the text.
    unread = {one.heading for one in told.sections if one.table not in (None, *report.counted)}
    doubled = {one.text for one, below in pairwise(narrative) if one.is_heading and one == below}
    for heading, text in headed.items():
        if text not in filled and heading not in unread:
            yield _headed("empty", shorten(text), heading)
        elif text in doubled or filled.count(text) > 1:
            yield _headed("twice", shorten(text), heading)
    home = {one.table: one.heading for one in told.sections if one.table}
    for one in narrative:
        heading = home.get(one.table, "")
        if heading and one.section and headed.get(heading) != one.section:
            sheet = form.table(one.table).sheet
            yield _headed("place", shorten(one.section), heading, sheet)


def _filled(narrative: Sequence[Passage]) -> list[str]:
    """The headings with something below; a table of contents prints each of them once more."""
    pairs = pairwise(narrative)
    return [one.text for one, below in pairs if one.is_heading and not below.is_heading]


def _in_order(
    filled: Sequence[str], wanted: Sequence[str], headed: Mapping[str, str]
) -> Iterator[Finding]:
    """The headings that are missing, worded otherwise or not in the order of ``filled``."""
    last = -1
    for number, heading in enumerate(wanted):
        text = headed.get(heading)
        if text is None:
            yield found("PUB-02", expected=heading)
            continue
        if fold(text) != fold(heading):
            yield _headed("words", shorten(text), heading)
        at = filled.index(text) if text in filled else last
        if at < last:
            yield _headed("order", shorten(text), wanted[number - 1])
        last = max(last, at)


def _headed(how: HeadingFault, actual: str, expected: str, *tables: str) -> Finding:
    details = Heading(how)
    return found("PUB-02", actual=actual, expected=expected, tables=tables, details=details)


def _matched(wanted: Sequence[str], printed: Sequence[str]) -> dict[str, str]:
    """Each official heading that is printed, perhaps otherwise, and how; without its number."""
    spelt = {fold(text): text for text in printed}
    matched = {one: spelt[fold(one)] for one in wanted if fold(one) in spelt}
    rest = {_unnumbered(t): t for t in printed if t not in matched.values()}
    for heading in wanted:
        if heading in matched:
            continue
        like = get_close_matches(_unnumbered(heading), rest, 1, _ALIKE)
        alike = (
            like[0] if like else next((k for k, t in rest.items() if fold(t)[0] == heading[0]), "")
        )
        if alike in rest:
            matched[heading] = rest.pop(alike)
    return matched


def _unnumbered(heading: str) -> str:
    return _NUMBER.sub("", fold(heading))
