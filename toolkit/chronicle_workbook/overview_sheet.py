"""The first sheet: which units and years are there, from what, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xlsxwriter.worksheet import Worksheet

from toolkit.chronicle import words as chronicle_words
from toolkit.chronicle.chronicle import Chronicle, Gap, UnitYears
from toolkit.chronicle.cross_years import Outcome
from toolkit.chronicle.heard import Source
from toolkit.chronicle_workbook import words
from toolkit.chronicle_workbook.places import Places, shown_code
from toolkit.grids.address import Place
from toolkit.painting.book import Book
from toolkit.painting.links import within
from toolkit.painting.lists import FAINT
from toolkit.painting.looks import GREEN, HEAD_FILL, HEI, LINK, RED, YELLOW
from toolkit.painting.table import lines_of, write_cell

_CODE, _NAME, _YEAR, _NUMBER, _CROSS = 12, 28, 13, 8, 26
# At least so many columns of years share the width that the sentences need.
_FEWEST = 5
_ALARM = {"bg_color": "#FFF2CC", "bold": True}
_FILLS = {Source.SUM: "#D9E2F3", Source.IN_A_SUM: "#EAF0FA", Source.RETURN: "#FFFFFF"}
_DOCUMENT = "#E2EFDA"


def paint_overview(book: Book, chronicle: Chronicle, places: Places) -> None:
    _Overview(book, chronicle, places).paint()


class _Overview:
    def __init__(self, book: Book, chronicle: Chronicle, places: Places) -> None:
        self.book, self.chronicle, self.places = book, chronicle, places
        self.sheet: Worksheet = book.sheet(words.OVERVIEW, landscape=True)
        self.first = 2
        years = max(len(chronicle.years), _FEWEST)
        # Few years are written wider, so that the sentences above have room.
        self.width = max(_YEAR * _FEWEST / len(chronicle.years), _YEAR)
        self.last = self.first + len(chronicle.years) + 1
        self.room = _CODE + _NAME + _YEAR * years + _NUMBER + _CROSS
        self.row = 0
        self.outcomes = _by_unit(chronicle)

    def paint(self) -> None:
        sheet = self.sheet
        number = len(self.chronicle.years)
        for column, width in enumerate((_CODE, _NAME, *(self.width,) * number, _NUMBER, _CROSS)):
            sheet.set_column(column, column, width)
        title = words.title(self.chronicle.form.title, self.chronicle.years)
        big = self.book.format(font_name=HEI, font_size=18, align="center", shrink=True)
        write_cell(sheet, Place(0, 0, 0, self.last), title, None, big)
        sheet.set_row(0, 32)
        self.row = 1
        self._in_short()
        self.row += 1
        self._matrix()
        self.row += 1
        self._legend()
        self._gaps()
        sheet.print_area(0, 0, self.row, self.last)
        sheet.activate()

    def _sentence(self, text: str, **look: Any) -> None:
        base: dict[str, Any] = {"text_wrap": True, "border": 1, "align": "left", "indent": 1}
        place = Place(self.row, 0, self.row, self.last)
        write_cell(self.sheet, place, text, None, self.book.format(**base, **look))
        self.sheet.set_row(self.row, lines_of(text, self.room - 4) * 15.5 + 5)
        self.row += 1

    def _in_short(self) -> None:
        one = self.chronicle
        used = sum(file.record.status == "accepted" for file in one.files)
        self._sentence(words.in_short(len(one.units), one.years, len(one.files), used))
        if one.gaps:
            between = sum(gap.between for gap in one.gaps)
            told = words.gaps_in_short(between, len(one.gaps) - between)
            self._sentence(told, **_ALARM)
        else:
            self._sentence(words.gaps_in_short(0, 0))
        order = (Outcome.HOLDS, Outcome.FAILS, Outcome.EXPLAINED, Outcome.UNJUDGED)
        counts = [one.number(outcome) for outcome in order]
        self._sentence(words.cross_in_short(*counts), **(_ALARM if counts[1] else {}))
        if one.earlier:
            years = [
                (
                    form.version,
                    sorted(
                        {y for u in one.units for y, s in u.years.items() if s.form.id == form.id}
                    ),
                )
                for form in one.earlier
            ]
            self._sentence(words.formats(years, one.form.version))

    def _matrix(self) -> None:
        sheet = self.sheet
        base: dict[str, Any] = {"border": 1, "align": "center"}
        head = self.book.format(**base, bold=True, bg_color=HEAD_FILL)
        years = self.chronicle.years
        names: list[str | int] = [*words.UNIT_HEADS, *years, *words.HEADS_BEHIND]
        for column, name in enumerate(names):
            value = float(name) if isinstance(name, int) else name
            write_cell(sheet, Place(self.row, column, self.row, column), value, None, head)
        sheet.set_row(self.row, 20)
        top = self.row
        self.row += 1
        for unit in self.chronicle.units:
            self._unit(unit)
        sheet.freeze_panes(top + 1, self.first)
        sheet.repeat_rows(top)

    def _unit(self, unit: UnitYears) -> None:
        sheet, row = self.sheet, self.row
        left = self.book.format(border=1, align="left", indent=1, shrink=True)
        sheet.write_string(row, 0, shown_code(unit.code), left)
        link = self.book.format(border=1, align="left", indent=1, shrink=True, **LINK)
        where = within(self.places.sheets[unit.code], f"A{self.places.rows(unit)[0].row + 1}")
        sheet.write_url(row, 1, where, link, unit.name)
        first, last = min(unit.years), max(unit.years)
        current, old = self.chronicle.form.version, False
        for year in self.chronicle.years:
            said = unit.years.get(year)
            text = words.MISSING if first < year < last else words.NONE
            look: dict[str, Any] = dict(RED) if first < year < last else {"font_color": FAINT}
            if said:
                text = words.source(said.source, said.form.version, current)
                look = {"bg_color": _FILLS.get(said.source, _DOCUMENT)}
                old = old or said.form.version != current
            wrapped = self.book.format(border=1, align="center", text_wrap=True, **look)
            sheet.write_string(row, self.first + year - self.chronicle.years[0], text, wrapped)
        count = self.book.format(border=1, align="center")
        sheet.write_number(row, self.last - 1, len(unit.years), count)
        self._cross(unit, row)
        sheet.set_row(row, 32 if old else 19)
        self.row += 1

    def _cross(self, unit: UnitYears, row: int) -> None:
        counts = self.outcomes.get(unit.code, {})
        order = (Outcome.FAILS, Outcome.UNJUDGED, Outcome.HOLDS)
        fails, unjudged, holds = (counts.get(one, 0) for one in order)
        holds += counts.get(Outcome.EXPLAINED, 0)
        look: dict[str, Any] = RED if fails else YELLOW if unjudged else GREEN if holds else {}
        text = words.of_rules(fails, unjudged, holds)
        shown = self.book.format(border=1, align="center", shrink=True, **look)
        self.sheet.write_url(row, self.last, within(words.CROSS_YEARS, "A1"), shown, text)

    def _legend(self) -> None:
        parts = "；".join(f"{name}＝{told}" for name, told in words.LEGEND)
        small = self.book.format(font_size=9, font_color=FAINT, text_wrap=True)
        write_cell(self.sheet, Place(self.row, 0, self.row, self.last), parts, None, small)
        self.sheet.set_row(self.row, lines_of(parts, self.room * 1.1) * 13 + 4)
        self.row += 1

    def _gaps(self) -> None:
        if not self.chronicle.gaps:
            return
        self.row += 1
        bold = self.book.format(bold=True, font_size=12)
        self.sheet.write_string(self.row, 0, words.GAPS, bold)
        self.row += 1
        # What lies between known years comes first.
        for gap in sorted(self.chronicle.gaps, key=lambda gap: not gap.between):
            self._sentence(told_of(gap))


def told_of(gap: Gap) -> str:
    """A gap in words, with the files that might have filled it."""
    return "；".join(_parts(gap)) + "。"


def _parts(gap: Gap) -> Iterator[str]:
    if not gap.unit:
        yield chronicle_words.nobody(gap.years)
    elif gap.between:
        yield chronicle_words.missing(gap.years, gap.name)
    else:
        yield chronicle_words.outside(gap.years, gap.name)
    for path, reason in gap.files:
        yield chronicle_words.also_sent(path, reason)


def _by_unit(chronicle: Chronicle) -> Mapping[str, Mapping[Outcome, int]]:
    found: dict[str, dict[Outcome, int]] = {}
    for one in chronicle.cross_years:
        counts = found.setdefault(one.unit, {})
        counts[one.outcome] = counts.get(one.outcome, 0) + 1
    return found
