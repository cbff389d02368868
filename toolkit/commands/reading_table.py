"""A plain table of last year's figures, as an office has it → what each unit reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.commands import words
from toolkit.errors import CannotRun
from toolkit.findings.detail_words import detail_words
from toolkit.form.form import Form
from toolkit.form.layout import lay_out
from toolkit.grids.grid import Grid
from toolkit.grids.identity import years_in
from toolkit.grids.refusals import Unreadable
from toolkit.returns.previous_year import Previous
from toolkit.returns.unit_table.found_table import FoundTable, Sheet, found_table
from toolkit.returns.unit_table.labels import Labels
from toolkit.returns.unit_table.read_table import read_table
from toolkit.roster.roster import Roster
from toolkit.roster.roster_file import DELIMITERS, is_workbook, lines_of
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.text import decoded, printable


@dataclass(frozen=True)
class TableFile:
    """A file that may be such a table."""

    path: Path
    content: bytes
    passwords: Sequence[str] = ()

    def previous(self, form: Form, year: int, roster: Roster, collector: str) -> Previous | None:
        """What it says of ``year``; None where it is no such table.

        Raises:
            CannotRun: it is one of another year, or nothing in it can be used.
        """
        table = self._table(Labels(lay_out(form)), year)
        if table is None:
            return None
        name = printable(self.path.name)
        read = read_table(table, form, roster, collector, year, name)
        if not read.filled:
            return Previous(unfilled=name)
        if not read.previous.figures:
            told = [detail_words(one, form)["reason"] for one in read.previous.findings]
            raise self._unfit(words.previous_no_figures(told))
        return read.previous

    def _table(self, labels: Labels, year: int) -> FoundTable | None:
        """The table of that year; a sheet beside it may hold that of another."""
        tables = [one for sheet in self._sheets() if (one := found_table(sheet, labels, year))]
        if not is_workbook(self.content):
            # A text is one table, whatever stands between its columns.
            tables = sorted(tables, key=lambda one: -len(one.columns))[:1]
        wanted = [one for one in tables if str(year) in (self._years(one) or {str(year)})]
        if tables and not wanted:
            raise self._unfit(words.previous_year("、".join(sorted(self._years(tables[0]))), year))
        if len(wanted) > 1:
            raise self._unfit(words.previous_tables([one.sheet.name for one in wanted]))
        return wanted[0] if wanted else None

    def _years(self, table: FoundTable) -> set[str]:
        """The years that the table names; if none, those of its sheet, else of the file."""
        names = (table.sheet.name, self.path.stem)
        return next(filter(None, (set(table.years), *map(years_in, names))), set())

    def _unfit(self, reason: str) -> CannotRun:
        return CannotRun(words.previous_unreadable(printable(str(self.path)), reason))

    def _sheets(self) -> Iterator[Sheet]:
        if is_workbook(self.content):
            try:
                grids = read_workbook(self.content, None, self.passwords).grids
            except Unreadable:
                return
            yield from (Sheet(name, grid) for name, grid in grids.items())
        elif text := decoded(self.content):
            yield from filter(None, (_of_text(text, one) for one in DELIMITERS if one in text))


def _of_text(text: str, delimiter: str) -> Sheet:
    """The lines of a text, each at its number."""
    rows: list[Sequence[str]] = []
    faults: dict[int, str] = {}
    for line in lines_of(text, delimiter):
        rows += [()] * (line.number - 1 - len(rows)) + [line.texts]
        if line.fault:
            faults[line.number - 1] = line.fault
    return Sheet("", Grid(rows), faults, of_lines=True)
