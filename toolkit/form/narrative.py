"""Narrative: the published report as the form prescribes it: headings, sentences and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pydantic import Field

from toolkit.form.measure import Measure
from toolkit.form.table import Data, FormError, Name, Text
from toolkit.form.wording import Wordings

# The names that every report has, whatever its form.
UNIT, YEAR = "unit", "year"
_NAME = re.compile(r"\{([^{}]*)\}")


class Section(Data):
    """A heading, its paragraphs, and an official table below them.

    In a paragraph ``{name}`` stands for a figure; 【请填写：…】 is what only people know.
    """

    heading: Text
    paragraphs: tuple[Text, ...] = ()
    # The code of the table.
    table: Name | None = None


class Narrative(Data):
    """The report's title, sections and figures."""

    title: Text
    # The figures that texts name, besides ``{unit}`` and ``{year}``.
    measures: dict[Name, Measure] = Field(default_factory=dict)
    sections: tuple[Section, ...] = Field(min_length=1)
    # How reports that people have written speak of these figures.
    wordings: Wordings = Wordings()

    def check(self, units: Mapping[str, str], tables: Mapping[str, bool]) -> None:
        """Raise FormError for whatever contradicts the rest of the form.

        ``units``: indicator → its unit of measure; ``tables``: table code → whether it is official.
        """
        for name, one in self.measures.items():
            self._check_measure(name, one, units)
        for place, text in self._texts():
            for name in _names(text, place):
                if name not in (UNIT, YEAR, *self.measures):
                    raise FormError(f"“{{{name}}}”没有在 report.measures 中定义", *place)
        self._check_tables(tables)
        self.wordings.check(self.measures, units)

    def _check_tables(self, tables: Mapping[str, bool]) -> None:
        seen: set[str] = set()
        for number, section in enumerate(self.sections):
            if section.table is None:
                continue
            place = ("report", "sections", number, "table")
            if section.table not in tables:
                raise FormError(f"没有代码为“{section.table}”的表", *place)
            if section.table in seen:
                raise FormError(f"表“{section.table}”出现了不止一次", *place)
            seen.add(section.table)
        for table, official in tables.items():
            if official and table not in seen:
                raise FormError(f"正式表“{table}”没有放在任何一节中", "report", "sections")

    @staticmethod
    def _check_measure(name: str, one: Measure, units: Mapping[str, str]) -> None:
        for part, codes in (("of", one.of), ("over", one.over)):
            place = ("report", "measures", name, part)
            for number, code in enumerate(codes):
                if code not in units:
                    raise FormError(f"没有代码为“{code}”的指标", *place, number)
            if len({units[code] for code in codes}) > 1:
                raise FormError("计量单位不同的指标不能相加", *place)

    def _texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every text that may contain names, with its place in the form."""
        yield ("report", "title"), self.title
        for number, section in enumerate(self.sections):
            place = ("report", "sections", number)
            yield (*place, "heading"), section.heading
            for at, text in enumerate(section.paragraphs):
                yield (*place, "paragraphs", at), text


def split(text: str) -> list[str]:
    """A text cut at the names in it: the odd elements are names."""
    return _NAME.split(text)


def _names(text: str, place: tuple[str | int, ...]) -> Iterator[str]:
    parts = split(text)
    if any(mark in part for part in parts[::2] for mark in "{}"):
        raise FormError("花括号不成对，应写成“{名称}”", *place)
    yield from parts[1::2]
