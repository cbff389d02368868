"""Narrative: the running text of a published report, held against its tables and its subject."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, Unpack

from toolkit.audit.narrative_figures import Figures, NarrativeFigures
from toolkit.audit.quotations import in_text, key_of, quoted
from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import InText
from toolkit.findings.finding import Facts, Finding, Location
from toolkit.form.form import Form
from toolkit.form.layout import Layout
from toolkit.grids.document import Passage
from toolkit.narratives.alike import said_again
from toolkit.narratives.other_bodies import other_bodies
from toolkit.narratives.plain import Plain, plain_text
from toolkit.narratives.statement import Statement
from toolkit.narratives.statements import Reader
from toolkit.narratives.unfilled import unfilled
from toolkit.narratives.years import other_years
from toolkit.returns.unit_return import Return, Subject
from toolkit.text import printable, shorten

# So many gaps of one paragraph are told.
_MOST_GAPS = 10


@dataclass(frozen=True)
class NarrativeRead:
    """What the narrative of a return states, paragraph by paragraph."""

    passages: Sequence[Passage]
    plain: Sequence[Plain]
    statements: Sequence[Sequence[Statement]]

    def __iter__(self) -> Iterator[tuple[Passage, Plain, Sequence[Statement]]]:
        return iter(zip(self.passages, self.plain, self.statements, strict=True))

    @property
    def whole(self) -> list[Statement]:
        """All that can be held against the tables."""
        return [one for some in self.statements for one in some if one.is_whole]


def read_narrative(one: Return, form: Form) -> NarrativeRead:
    """What the running text of a report states; nothing where its form has no wordings."""
    plain = [plain_text(each.text) for each in one.narrative]
    reader = Reader(form.report, _year(one), one.identity.name) if form.report else None
    statements = [
        list(reader.statements(text, each.section)) if reader else []
        for text, each in zip(plain, one.narrative, strict=True)
    ]
    return NarrativeRead(one.narrative, plain, statements)


class NarrativeAudit(NamedTuple):
    """What is wrong with a narrative, and how many of its figures could be held against others."""

    findings: Sequence[Finding]
    # None where the form does not say in what words figures are stated.
    held: int | None


def audit_narrative(
    subject: Subject, layout: Layout, known: Figures | None = None
) -> NarrativeAudit:
    """TEXT-01 to TEXT-06.

    ``known``: the figures that the text is held against, in integers of the smallest unit; None:
    those of the report's own tables.
    """
    one, form = subject.returned, layout.form
    known = known_figures(one, form) if known is None else known
    figures = NarrativeFigures(one, layout, form.report, known) if form.report else None
    read = read_narrative(one, form)
    stated = {some for each in read.whole for some in each.readings}
    findings: list[Finding] = []
    updated: list[bool] = []
    agreeing: list[bool] = []
    for passage, plain, statements in read:
        whole = [figures.agrees(each) for each in statements if each.is_whole] if figures else []
        agreeing += [each for each in whole if each is not None]
        updated.append(bool(whole) and False not in whole)
        if figures:
            findings += figures.contradicted(passage, plain, statements)
        # What is stated of others, and nowhere in the report of the unit itself.
        unowned = {
            each.sentence
            for each in statements
            if each.others and not each.past and not each.part and stated.isdisjoint(each.readings)
        }
        findings += _of_its_subject(one, passage, plain, unowned)
    findings += _taken_over(one, subject.narrative_before, updated)
    return NarrativeAudit(findings, len(agreeing) if figures else None)


def known_figures(one: Return, form: Form) -> Mapping[str, int | None]:
    """The figures of its tables; what it did not publish is not known, nor the sum of such."""
    unknown = {table.code for table in form.tables if one.medium and one.said_nothing(table)}
    tables = one.counted - unknown
    return {
        code: None if one.invalid.intersection((code, *form.inputs_of(code))) else (value or 0)
        for code, value in one.values.items()
        if form.indicators[code].table in tables
    }


def _year(one: Return) -> int | None:
    year = one.identity.year or ""
    return int(year) if year.isascii() and year.isdecimal() else None


def _told(code: str, one: Return, passage: Passage, **facts: Unpack[Facts]) -> Finding:
    facts["file"] = one.file
    return found(code, Location(label=shorten(passage.section) or None), **facts)


def _of_its_subject(
    one: Return, passage: Passage, plain: Plain, unowned: Collection[tuple[int, int]]
) -> Iterator[Finding]:
    """Years, bodies and gaps that do not belong into this report."""
    section = passage.section
    for begin, end in islice(unfilled(plain.text), _MOST_GAPS):
        first, last = plain.original(begin, end)
        details = InText(section, quoted(passage.text, first, last), key=key_of(plain))
        yield _told(
            "TEXT-06", one, passage, details=details, actual=printable(passage.text[first:last])
        )
    year, own = _year(one), one.identity.name
    for other in other_years(plain, year, section) if year else ():
        details = in_text(passage, plain, other.sentence, other.at)
        actual, expected = str(other.year), str(other.fitting)
        yield _told("TEXT-03", one, passage, details=details, actual=actual, expected=expected)
    for body in other_bodies(plain, own, unowned) if own else ():
        details = in_text(passage, plain, body.sentence, body.at)
        yield _told("TEXT-04", one, passage, details=details, actual=body.name, expected=own)


def _taken_over(
    one: Return, before: Sequence[Passage], updated: Sequence[bool]
) -> Iterator[Finding]:
    """The paragraphs of last year's report."""
    for again in said_again(one.narrative, before, updated):
        passage = one.narrative[again.number]
        details = InText(
            passage.section,
            quoted(passage.text, 0, len(passage.text)),
            before=again.before.section,
            percent=int(again.share * 100),
            key=key_of(plain_text(passage.text)),
        )
        yield _told("TEXT-05", one, passage, details=details)
