"""Last year's figures to type in: a row for each unit, a column for each figure that is needed.

What is typed is read as any table of last year's figures is, see :mod:`toolkit.returns.unit_table`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from toolkit.form.form import Form
from toolkit.grids.address import Place, cell
from toolkit.grids.identity import LAST_YEAR_KIND, NEVER_SAVED, Identity
from toolkit.painting.book import Book, protect, strictly
from toolkit.painting.looks import HEI, INPUT_FILL
from toolkit.painting.official_heads import LEVELS, paint_codes, paint_official_heads
from toolkit.painting.table import lines_of, number_format, write_cell
from toolkit.painting.words import STOP_TITLE
from toolkit.roster.roster import Roster, Unit
from toolkit.roster.spelling import Head
from toolkit.starting import words
from toolkit.template.validation import criterion, cut

_WIDTHS = {Head.CODE: 15.0, Head.NAME: 30.0, Head.PREDECESSORS: 18.0}
_LINE = 16.0
# xlsxwriter drops a title that is longer.
_PROMPT_TITLE_LIMIT = 32


def needed_of_last_year(form: Form) -> tuple[str, ...]:
    """The indicators whose figures of last year this year's rules and templates use, in order."""
    used = set(form.openings.values())
    for rule in form.declared_rules:
        # The instance along a total holds whenever the others do.
        used.update(() if rule.derived else rule.before)
    return tuple(code for code in form.indicators if code in used)


@strictly()
def last_year_workbook(form: Form, roster: Roster, year: int, collector: str = "") -> bytes | None:
    """The bytes of the workbook, sealed; the same for the same arguments.

    ``year``: the year reported on, so that the figures are those of the year before.
    ``collector``: the unit that sums, which reports nothing itself. None where the form needs
    nothing of last year, or no unit had one.
    """
    codes = needed_of_last_year(form)
    units = [one for one in roster.rows if one.code != collector and one.predecessors != ()]
    if not (codes and units):
        return None
    book = Book(NEVER_SAVED)
    _Sheet(book, form, codes, units, year - 1).paint()
    stated = Identity(LAST_YEAR_KIND, form.id, form.version, year=str(year - 1))
    book.identify(stated, words.last_year_title(year - 1))
    return book.finish(sealed=True)


class _Sheet:
    """The sheet while it is painted: title, guide, heads, codes, units."""

    def __init__(
        self, book: Book, form: Form, codes: Sequence[str], units: Sequence[Unit], year: int
    ) -> None:
        self.book, self.form, self.units, self.year = book, form, units, year
        self.paper: Worksheet = book.sheet(words.LAST_YEAR, landscape=True)
        # Where units have merged, it is said whose figures are to be added up.
        merged = any(one.has_others_before for one in units)
        self.naming = [Head.CODE, Head.NAME, *([Head.PREDECESSORS] if merged else [])]
        self.columns = {code: len(self.naming) + n for n, code in enumerate(codes)}
        self.guide = [*words.last_year_guide(year), *([words.MERGED_GUIDE] if merged else [])]
        self.top = 1 + len(self.guide)
        self.codes_row = self.top + LEVELS
        self.first = self.codes_row + 1

    def paint(self) -> None:
        heads = [one.value for one in self.naming]
        for column, head in enumerate(self.naming):
            self.paper.set_column(column, column, _WIDTHS[head])
        paint_official_heads(self.book, self.paper, self.form, self.columns, self.top, heads)
        paint_codes(self.book, self.paper, self.codes_row, self.columns, heads)
        self._title()
        for row, unit in enumerate(self.units, self.first):
            self._unit(row, unit)
        self._limits()
        self.paper.freeze_panes(self.first, 2)
        self.paper.repeat_rows(self.top, self.codes_row)
        last = max(self.columns.values())
        self.paper.print_area(0, 0, self.first + len(self.units) - 1, last)
        protect(self.paper)

    def _title(self) -> None:
        big = self.book.format(font_name=HEI, font_size=16)
        self.paper.write_string(0, 0, words.last_year_title(self.year), big)
        self.paper.set_row(0, 30)
        text = self.book.format(text_wrap=True, valign="top", font_size=10)
        widths = [_WIDTHS[one] for one in self.naming]
        # The text is a size smaller than what a column's width is counted in.
        room = (sum(widths) + 9.0 * len(self.columns)) * 1.1
        for row, line in enumerate(self.guide, 1):
            place = Place(row, 0, row, max(self.columns.values()))
            write_cell(self.paper, place, line, None, text)
            self.paper.set_row(row, lines_of(line, room) * _LINE + 4)

    def _unit(self, row: int, unit: Unit) -> None:
        text = self.book.format(border=1, text_wrap=True)
        said = {
            Head.CODE: unit.code,
            Head.NAME: unit.name,
            Head.PREDECESSORS: "+".join(unit.before) if unit.has_others_before else "",
        }
        for column, head in enumerate(self.naming):
            self.paper.write_string(row, column, said[head], text)
        lines = max(lines_of(said[head], _WIDTHS[head]) for head in self.naming)
        self.paper.set_row(row, max(lines * _LINE, 20))
        for code, column in self.columns.items():
            kind = self.form.indicators[code].kind
            look = {"num_format": number_format(kind), "bg_color": INPUT_FILL, "locked": False}
            self.paper.write_blank(row, column, None, self.book.format(border=1, **look))

    def _limits(self) -> None:
        last = self.first + len(self.units) - 1
        for code, column in self.columns.items():
            limit = self._limit(code, cell(self.first, column))
            self.paper.data_validation(self.first, column, last, column, limit)

    def _limit(self, code: str, at: Place) -> Mapping[str, object]:
        one = self.form.indicators[code]
        title = (one.row_labels or one.column_labels)[-1]
        return {
            **criterion(at, one.kind),
            "input_title": cut(title, _PROMPT_TITLE_LIMIT),
            "input_message": words.LAST_YEAR_PROMPT,
            "error_title": STOP_TITLE,
            "error_message": words.FIGURE_STOP,
        }
