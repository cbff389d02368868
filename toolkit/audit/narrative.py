"""Narrative: the running text of a published report, held against its tables and its subject."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import InText, Read
from toolkit.findings.finding import Finding, Location
from toolkit.form.form import Form
from toolkit.form.layout import Layout
from toolkit.form.number import from_fraction
from toolkit.form.wording import Reading
from toolkit.grids.document import Passage
from toolkit.narratives.alike import said_again
from toolkit.narratives.lists import Listed, lists_in
from toolkit.narratives.other_bodies import other_bodies
from toolkit.narratives.plain import Plain, plain_text
from toolkit.narratives.statement import MONEY, Statement
from toolkit.narratives.statements import Reader
from toolkit.narratives.unfilled import unfilled
from toolkit.narratives.years import other_years
from toolkit.returns.unit_return import Return, Subject
from toolkit.text import printable

# So many characters of a sentence are quoted around what is wrong in it.
_QUOTED = 60


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement with the paragraph that it stands in."""

    passage: Passage
    plain: Plain
    statement: Statement


@dataclass(frozen=True)
class NarrativeRead:
    """What the narrative of a return states, paragraph by paragraph."""

    passages: Sequence[Passage]
    plain: Sequence[Plain]
    statements: Sequence[Sequence[Statement]]

    def __iter__(self) -> Iterator[tuple[Passage, Plain, Sequence[Statement]]]:
        return iter(zip(self.passages, self.plain, self.statements, strict=True))


def read_narrative(one: Return, form: Form) -> NarrativeRead:
    """What the running text of a report states; nothing where its form says no wordings."""
    plain = [plain_text(each.text) for each in one.narrative]
    year, name = _year(one), one.identity.name
    reader = Reader(form.report, year, name) if form.report else None
    statements = [list(reader.statements(each)) if reader else [] for each in plain]
    return NarrativeRead(one.narrative, plain, statements)


def told_of_narrative(
    subject: Subject, layout: Layout, known: Mapping[str, int | None] | None = None
) -> Iterator[Finding]:
    """TEXT-01 to TEXT-06.

    ``known``: the figures that the text is held against, in integers of the smallest unit; None:
    those of the report's own tables.
    """
    one, form = subject.returned, layout.form
    if not one.narrative or form.report is None:
        return
    read = read_narrative(one, form)
    figures = _Figures(known_figures(one, form) if known is None else known, layout, one)
    agreeing = []
    told = {
        some for _, _, every in read for one_ in every if one_.is_whole for some in one_.readings
    }
    for passage, plain, statements in read:
        yield from figures.contradicted(passage, plain, statements)
        unowned = {
            each.sentence
            for each in statements
            if each.others and not (each.past or each.part) and told.isdisjoint(each.readings)
        }
        yield from _of_its_subject(one, passage, plain, unowned)
        whole = [each for each in statements if each.is_whole]
        agreeing.append(bool(whole) and all(figures.agrees(each) is not False for each in whole))
    for again in said_again(one.narrative, subject.narrative_before, agreeing):
        passage = one.narrative[again.number]
        details = InText(
            passage.section,
            _quoted(passage.text, 0, len(passage.text)),
            before=again.before.section,
            percent=int(again.share * 100),
        )
        yield _told("TEXT-05", one, passage, details)


def known_figures(one: Return, form: Form) -> Mapping[str, int | None]:
    """The figures of its tables; what it did not publish is not known."""
    unknown = {table.code for table in form.tables if one.medium and one.said_nothing(table)}
    tables = one.counted - unknown
    return {
        code: (value or 0) if code not in one.invalid else None
        for code, value in one.values.items()
        if form.indicators[code].table in tables
    }


def _year(one: Return) -> int | None:
    year = one.identity.year or ""
    return int(year) if year.isascii() and year.isdecimal() else None


def _quoted(text: str, begin: int, end: int) -> str:
    """A piece of a text as it is quoted, with what stands around it."""
    spare = max(0, _QUOTED - (end - begin)) // 2
    first, last = max(0, begin - spare), min(len(text), end + spare)
    if end - begin > _QUOTED:
        last = begin + _QUOTED
    cut = printable(text[first:last]).strip()
    return ("…" if first > 0 else "") + cut + ("…" if last < len(text) else "")


def _in_sentence(
    passage: Passage, plain: Plain, sentence: tuple[int, int], at: tuple[int, int]
) -> str:
    """A sentence as it is quoted, around what is wrong in it."""
    begin, end = plain.original(*sentence)
    first, last = plain.original(*at)
    return _quoted(passage.text[begin:end], first - begin, last - begin)


def _told(code: str, one: Return, passage: Passage, details: InText, **facts: object) -> Finding:
    place = Location(label=passage.section or None)
    return found(code, place, file=one.file, details=details, **facts)  # type: ignore[arg-type]


def _of_its_subject(
    one: Return, passage: Passage, plain: Plain, unowned: Collection[tuple[int, int]]
) -> Iterator[Finding]:
    """Years, bodies and gaps that do not belong into this report."""
    section = passage.section
    for begin, end in unfilled(plain.text):
        first, last = plain.original(begin, end)
        quoted = _quoted(passage.text, first, last)
        actual = printable(passage.text[first:last])
        yield _told("TEXT-06", one, passage, InText(section, quoted), actual=actual)
    year = _year(one)
    for other in other_years(plain, year, section) if year else ():
        quoted = _in_sentence(passage, plain, other.sentence, other.at)
        yield _told(
            "TEXT-03",
            one,
            passage,
            InText(section, quoted),
            actual=str(other.year),
            expected=str(other.fitting),
        )
    own = one.identity.name
    for body in other_bodies(plain, own, unowned) if own else ():
        quoted = _in_sentence(passage, plain, body.sentence, body.at)
        details = InText(section, quoted)
        yield _told("TEXT-04", one, passage, details, actual=body.name, expected=own)


class _Figures:
    """Holds statements against the figures of the tables."""

    def __init__(self, known: Mapping[str, int | None], layout: Layout, one: Return) -> None:
        self._known, self._layout, self._one = known, layout, one
        self._form = layout.form

    def contradicted(
        self, passage: Passage, plain: Plain, statements: Sequence[Statement]
    ) -> Iterator[Finding]:
        """What a paragraph says otherwise than the tables, and what it does not add up to."""
        for one in statements:
            if one.is_whole and self.agrees(one) is False:
                yield self._against_table(passage, plain, one)
        for some in lists_in(plain, statements, self._whole_channels()):
            yield from self._against_sum(passage, plain, some)

    def agrees(self, one: Statement) -> bool | None:
        """Whether a figure is one of those that it may mean; None where that is not known."""
        return self._is_one_of(one.value, one.step, one.money, self._readings(one))

    def _whole_channels(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        assert self._form.report is not None
        topics = self._form.report.wordings.topics
        return {name: topic.whole for name, topic in topics.items()}

    def _readings(self, one: Statement) -> list[Reading]:
        """The readings that are counted as the statement counts."""
        return [some for some in one.readings if self._is_money(some) == one.money]

    def _is_money(self, some: Reading) -> bool:
        return self._form.indicators[some[0]].kind.unit in MONEY

    def _is_one_of(
        self, value: Fraction, step: Fraction, money: bool, readings: Iterable[Reading]
    ) -> bool | None:
        values = [self._value(some) for some in readings]
        known = [each for each in values if each is not None]
        rounded = money or step > 1
        if any(abs(each - value) < step if rounded else each == value for each in known):
            return True
        return False if known and len(known) == len(values) else None

    def _value(self, some: Reading) -> Fraction | None:
        """What the tables say, in pieces or in 元."""
        total = Fraction(0)
        for code in some:
            figure = self._known.get(code)
            if figure is None:
                return None
            unit = self._form.indicators[code].kind.unit
            total += Fraction(figure, self._form.scales[code]) * MONEY.get(unit, 1)
        return total

    def _against_table(self, passage: Passage, plain: Plain, one: Statement) -> Finding:
        readings = self._readings(one)
        first = readings[0]
        unit = MONEY.get(self._form.indicators[first[0]].kind.unit, Fraction(1))
        text = passage.text[slice(*plain.original(*one.at))]
        details = InText(
            passage.section,
            _in_sentence(passage, plain, one.sentence, one.at),
            stated=f"“{printable(text)}”",
            readings=self._all_read(readings),
        )
        value = from_fraction(one.value / unit)
        return self._at_cell(first, value, details)

    def _at_cell(self, first: Reading, actual: object, details: InText) -> Finding:
        expected = self._read(first).value
        sheet, cell = self._one.where(first[0], self._layout)
        place = Location(sheet, cell, first[0] if len(first) == 1 else None, self._label(first))
        return found(
            "TEXT-01",
            place,
            file=self._one.file,
            actual=actual,  # type: ignore[arg-type]
            expected=expected,
            details=details,
        )

    def _all_read(self, every: Iterable[Reading]) -> tuple[Read, ...]:
        """All that a figure may mean; of readings with one value the first."""
        return tuple({one.value: one for one in reversed(list(map(self._read, every)))}.values())[
            ::-1
        ]

    def _read(self, some: Reading) -> Read:
        cells = tuple(" ".join(self._one.where(code, self._layout)) for code in some)
        value = self._value(some) or Fraction(0)
        unit = MONEY.get(self._form.indicators[some[0]].kind.unit, Fraction(1))
        return Read(self._label(some), cells, from_fraction(value / unit))

    def _label(self, some: Reading) -> str:
        """What is added up, by the names of the form's measures as far as they fit."""
        if len(some) == 1:
            return self._form.indicators[some[0]].label
        assert self._form.report is not None
        labels: list[str] = []
        rest = list(some)
        measures = sorted(self._form.report.measures.values(), key=lambda one: -len(one.of))
        while rest:
            fitting = (m for m in measures if not m.over and list(m.of) == rest[: len(m.of)])
            if measure := next(fitting, None):
                labels.append(measure.label)
                rest = rest[len(measure.of) :]
            else:
                labels.append(self._form.indicators[rest.pop(0)].label)
        return "＋".join(labels)

    def _against_sum(self, passage: Passage, plain: Plain, some: Listed) -> Iterator[Finding]:
        quoted = _in_sentence(passage, plain, some.sentence, some.at)
        parts = tuple(printable(passage.text[slice(*plain.original(*at))]) for at in some.parts)
        actual = from_fraction(some.sum)
        details = InText(passage.section, quoted, parts=parts)
        if some.whole is not None:
            told = some.statement is not None and self.agrees(some.statement) is False
            if not told and not self._is_one_of(some.sum, Fraction(1), False, some.readings):
                expected = from_fraction(some.whole)
                yield _told(
                    "TEXT-02", self._one, passage, details, actual=actual, expected=expected
                )
        elif self._is_one_of(some.sum, Fraction(1), False, some.readings) is False:
            readings = self._all_read(some.readings)
            details = InText(passage.section, quoted, readings=readings, parts=parts)
            yield self._at_cell(some.readings[0], actual, details)
