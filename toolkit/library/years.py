"""What :func:`toolkit.history` gives."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.commands.chronicling import DEFAULT, Chronicled, Wanted, write_years, write_years_csv
from toolkit.library.result import StrPath, path_of

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.form.form import Form


def wanted(path: StrPath | None, csv: StrPath | None) -> Wanted:
    """What is to be written, as the command line and :meth:`History.write` take it."""
    return Wanted(path_of(path) or DEFAULT, path_of(csv))


class History:
    """What ``toolkit.history`` gives: the years of each unit side by side.

    The tables are made when they are first asked for, and then kept. Figures are exact and in the
    indicator's own unit of measure: ``int`` for counts, ``Decimal`` for amounts; None is what is
    not known.

    Attributes:
        chronicled: the values that the tables are made of, for whoever shows them: ``chronicle``,
            and the ``roster`` that was used.
    """

    def __init__(self, chronicled: Chronicled) -> None:
        self.chronicled = chronicled
        self._chronicle = chronicled.chronicle

    @property
    def form(self) -> Form:
        """The form by whose lines the years are compared."""
        return self._chronicle.form

    @property
    def years(self) -> list[int]:
        """Every year from the first to the last, those of which nothing is known among them."""
        return list(self._chronicle.years)

    @property
    def has_errors(self) -> bool:
        """Whether a cross-year rule of severity error does not hold: the command exits with 1."""
        return self._chronicle.has_errors

    @cached_property
    def figures(self) -> pd.DataFrame:
        """A row for each unit, year and indicator that the format of the year has.

        Columns: ``unit``, ``name``, ``year``, ``form``, ``indicator``, ``label``, ``value``,
        ``source`` (return, sum, in_a_sum, page, word, pdf or text) and ``file``.
        """
        from toolkit.exports.years_entries import ValueEntry, value_entries
        from toolkit.library.tables import entries_table

        return entries_table(list(value_entries(self._chronicle)), ValueEntry)

    @cached_property
    def changes(self) -> pd.DataFrame:
        """A row for each figure that is known in a year and in the one right before.

        ``percent`` is None where that was 0; ``big`` says whether the form calls the change big.
        """
        from toolkit.exports.years_entries import ChangeEntry, change_entries
        from toolkit.library.tables import entries_table

        return entries_table(list(change_entries(self._chronicle)), ChangeEntry)

    @cached_property
    def cross_years(self) -> pd.DataFrame:
        """A row for each cross-year rule between a year of a unit and the one before.

        ``outcome`` is holds, fails, explained or unjudged, with the ``reason``.
        """
        from toolkit.exports.years_entries import CrossYearEntry, cross_year_entries
        from toolkit.library.tables import entries_table

        return entries_table(list(cross_year_entries(self._chronicle)), CrossYearEntry)

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """A row for each year of a unit of which nothing is known.

        ``between``: whether years before and after it are; else only other units have that year.
        """
        from toolkit.exports.years_entries import GapEntry, gap_entries
        from toolkit.library.tables import entries_table

        return entries_table(list(gap_entries(self._chronicle)), GapEntry)

    @cached_property
    def files(self) -> pd.DataFrame:
        """A row for each file: its ``status`` as for :attr:`Result.files`, and the ``reason``."""
        from toolkit.exports.years_entries import SourceEntry, source_entries
        from toolkit.library.tables import entries_table

        return entries_table(list(source_entries(self._chronicle)), SourceEntry)

    @cached_property
    def differences(self) -> pd.DataFrame:
        """A row for each figure in which a file that does not count differs from the one that does.

        ``value`` and ``file`` are those that count, ``other_value`` and ``other_file`` the others.
        """
        from toolkit.exports.years_entries import DifferenceEntry, difference_entries
        from toolkit.library.tables import entries_table

        return entries_table(list(difference_entries(self._chronicle)), DifferenceEntry)

    def write(self, path: StrPath | None = None, *, csv: StrPath | None = None) -> list[Path]:
        """Write the workbook that shows them all; and the CSV besides, if it is wanted.

        Args:
            path: the workbook, ``.xlsx``; by default ``历年对比.xlsx`` in the current folder. One
                that an earlier run has written is replaced, unless somebody has changed it.
            csv: the folder for the tables as tidy CSV with a data package.

        Raises:
            CannotRun: a file in the way is not ours or was changed, or cannot be written.
        """
        return write_years(self.chronicled, wanted(path, csv))

    def write_csv(self, folder: StrPath) -> list[Path]:
        """Write the tables as tidy CSV with a data package into a folder, and nothing else.

        Raises:
            CannotRun: a file in the way is not ours, or cannot be written.
        """
        named = path_of(folder)
        assert named
        return write_years_csv(self.chronicled, named)

    def __repr__(self) -> str:
        known = f"{len(self._chronicle.units)} units, {len(self._chronicle.files)} files"
        years = "–".join(str(one) for one in dict.fromkeys((self.years[0], self.years[-1])))
        return f"<History {self.form.id} {years}: {known}>"
