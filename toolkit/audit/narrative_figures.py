"""Narrative figures: what the text of a report states, held against the figures of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from toolkit.audit.quotations import in_text
from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import InText, Number, Read
from toolkit.findings.finding import Finding, Location
from toolkit.form.layout import Layout
from toolkit.form.narrative import Narrative
from toolkit.form.number import from_fraction
from toolkit.form.wording import Reading
from toolkit.grids.document import Passage
from toolkit.narratives.lists import Listed, lists_in
from toolkit.narratives.plain import Plain
from toolkit.narratives.statement import Statement, in_yuan
from toolkit.returns.unit_return import Return
from toolkit.text import printable, shorten

Figures = Mapping[str, int | None]


class NarrativeFigures:
    """Holds what a text states against figures.

    ``figures``: integers of the smallest unit, by indicator; what is missing or None is not known.
    """

    def __init__(self, one: Return, layout: Layout, told: Narrative, figures: Figures) -> None:
        self._one, self._layout, self._told, self._figures = one, layout, told, figures
        self._form = layout.form
        self._whole = {name: topic.whole for name, topic in told.wordings.topics.items()}

    def contradicted(
        self, passage: Passage, plain: Plain, statements: Sequence[Statement]
    ) -> Iterator[Finding]:
        """What a paragraph says otherwise than the tables, and what it does not add up to."""
        for one in statements:
            if one.is_whole and self.agrees(one) is False and not self._add_up(one, statements):
                yield self._against_table(passage, plain, one)
        for some in lists_in(plain, statements, self._whole):
            yield from self._against_sum(passage, plain, some)

    def agrees(self, one: Statement) -> bool | None:
        """Whether a figure is one of those that it may mean; None where that is not known."""
        rounded = one.money or one.step > 1
        return self._is_one_of(one.value, one.step if rounded else None, self._readings(one))

    def _add_up(self, one: Statement, statements: Sequence[Statement]) -> bool:
        """Whether it and others of the paragraph add up to what it may mean."""
        for some in self._readings(one):
            rest = [
                each.value
                for each in statements
                if each is not one and some in each.readings and each.exact
                if not (each.past or each.others)
            ]
            wanted = self._value(some)
            if wanted is not None and wanted - one.value in (*rest, sum(rest)) and rest:
                return True
        return False

    def _readings(self, one: Statement) -> list[Reading]:
        """The readings that are counted as the statement counts, in pieces or in money."""
        return [some for some in one.readings if (self._yuan(some) is not None) == one.money]

    def _yuan(self, some: Reading) -> Fraction | None:
        """How many 元 the figures of a reading are counted in; None for what is no amount."""
        return in_yuan(self._form.indicators[some[0]].kind.unit)

    def _is_one_of(
        self, value: Fraction, step: Fraction | None, readings: Iterable[Reading]
    ) -> bool | None:
        """``step``: the value of the last digit of what is rounded; None for what is exact."""
        values = [self._value(some) for some in readings]
        known = [each for each in values if each is not None]
        if any(each == value if step is None else abs(each - value) < step for each in known):
            return True
        return False if known and len(known) == len(values) else None

    def _value(self, some: Reading) -> Fraction | None:
        """What the figures say, in pieces or in 元."""
        total = Fraction(0)
        for code in some:
            figure = self._figures.get(code)
            if figure is None:
                return None
            total += Fraction(figure, self._form.scales[code]) * (self._yuan(some) or 1)
        return total

    def _in_its_measure(self, value: Fraction, some: Reading) -> Number:
        """A value in the unit of measure of the indicators."""
        return from_fraction(value / (self._yuan(some) or 1))

    def _against_table(self, passage: Passage, plain: Plain, one: Statement) -> Finding:
        readings = self._readings(one)
        text = printable(passage.text[slice(*plain.original(*one.at))])
        details = in_text(passage, plain, one.sentence, one.at)
        details = replace(details, stated=f"“{text}”", readings=self._all_read(readings))
        return self._at_cell(one.value, readings[0], details)

    def _at_cell(self, value: Fraction, first: Reading, details: InText) -> Finding:
        """The finding at the first cell of the first reading."""
        sheet, cell = self._one.where(first[0], self._layout)
        place = Location(sheet, cell, first[0] if len(first) == 1 else None, self._label(first))
        return found(
            "TEXT-01",
            place,
            file=self._one.file,
            actual=self._in_its_measure(value, first),
            expected=self._read(first).value,
            details=details,
        )

    def _all_read(self, every: Iterable[Reading]) -> tuple[Read, ...]:
        """All that a figure may mean; of readings with one value the first."""
        by_value: dict[Number, Read] = {}
        for one in map(self._read, every):
            by_value.setdefault(one.value, one)
        return tuple(by_value.values())

    def _read(self, some: Reading) -> Read:
        cells = tuple(" ".join(self._one.where(code, self._layout)) for code in some)
        value = self._value(some) or Fraction(0)
        return Read(self._label(some), cells, self._in_its_measure(value, some))

    def _label(self, some: Reading) -> str:
        """What is added up, by the names of the form's measures as far as they fit."""
        if len(some) == 1:
            return self._form.indicators[some[0]].label
        sums = [one for one in self._told.measures.values() if not one.over]
        sums.sort(key=lambda one: -len(one.of))
        labels: list[str] = []
        rest = some
        while rest:
            fitting = (one for one in sums if one.of == rest[: len(one.of)])
            measure = next(fitting, None)
            labels.append(measure.label if measure else self._form.indicators[rest[0]].label)
            rest = rest[len(measure.of) if measure else 1 :]
        return "＋".join(labels)

    def _against_sum(self, passage: Passage, plain: Plain, some: Listed) -> Iterator[Finding]:
        """A list whose parts are neither what the text says nor what the tables say."""
        parts = tuple(printable(passage.text[slice(*plain.original(*at))]) for at in some.parts)
        details = replace(in_text(passage, plain, some.sentence, some.at), parts=parts)
        if some.whole is None:
            if self._is_one_of(some.sum, None, some.readings) is False:
                readings = self._all_read(some.readings)
                details = replace(details, readings=readings)
                yield self._at_cell(some.sum, some.readings[0], details)
            return
        # Of a whole that is wrong itself nothing else is told, and parts may be right all the same.
        is_told = some.statement is not None and self.agrees(some.statement) is False
        is_right = some.sum == some.whole or self._is_one_of(some.sum, None, some.readings)
        if not (is_told or is_right):
            yield found(
                "TEXT-02",
                Location(label=shorten(passage.section) or None),
                file=self._one.file,
                actual=from_fraction(some.sum),
                expected=from_fraction(some.whole),
                details=details,
            )
