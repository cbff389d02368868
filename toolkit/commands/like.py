"""Like an earlier run: what the run that made a consolidated workbook was given, used once more.

A roster or last year's figures that are gone, or not what they were, stop the run: whoever goes on
with others says so.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from toolkit.commands import words
from toolkit.commands.wishes import Wishes
from toolkit.commands.words import default_output, default_outputs
from toolkit.errors import CannotRun
from toolkit.files.disk import from_here, read_existing, real
from toolkit.files.remote import is_remote, is_url, named_url
from toolkit.form.form_file import is_shipped
from toolkit.grids.grid import Workbook
from toolkit.grids.hidden_sheet import from_properties, stated_in
from toolkit.grids.identity import SHEET
from toolkit.grids.refusals import Unreadable
from toolkit.returns.previous_year import Previous
from toolkit.returns.sums.record import record_in
from toolkit.returns.sums.used import (
    Source,
    Used,
    digest_of_previous,
    digest_of_roster,
    used_in,
)
from toolkit.roster.roster import Roster
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.spreadsheets.xlsx import read_properties
from toolkit.text import printable

# So many files are asked for their year; the first ones nearly always state that of all.
_ASKED_FIRST = 5
_USUAL = re.compile("([0-9]{4})".join(map(re.escape, default_outputs("0").split("0"))))


class Moved(NamedTuple):
    """The names of units that are new on a roster, and of those that are no longer on it.

    Both are empty where the roster says something else of the same units.
    """

    came: Sequence[str]
    went: Sequence[str]


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """A consolidated workbook, and what the run that made it was given."""

    workbook: Path
    used: Used
    # The code of its collecting unit; blank where it does not say it.
    unit: str = ""

    @property
    def shown(self) -> str:
        return printable(self.workbook.name)

    def path(self, stated: str) -> Path:
        """Where something lies that the workbook names."""
        if is_url(stated):
            return named_url(stated)
        path = Path(stated)
        if path.is_absolute():
            return path
        # As short as it is from the current folder, since it will be shown.
        return from_here(real(self.workbook).parent / path)

    @property
    def units(self) -> Path | None:
        """The roster, where it was named.

        Raises:
            CannotRun: it is gone.
        """
        used = self.used.units
        return self._there(used, "units") if used and self.used.units_named else None

    @property
    def previous(self) -> Path | None:
        """Last year's figures.

        Raises:
            CannotRun: they are gone.
        """
        return self._there(self.used.previous, "previous") if self.used.previous else None

    @property
    def form(self) -> str | None:
        """The form: an id, or the path of one that does not come with the toolkit."""
        stated = self.used.form
        if stated is None or is_shipped(stated):
            return stated
        return str(self._there(Source(path=stated), "form"))

    @property
    def feedback(self) -> Path | None:
        return self.path(self.used.feedback) if self.used.feedback else None

    def has_read(self, path: Path) -> bool:
        """Whether it has read a folder as a whole; so it has where it does not say what it read."""
        then = [self.path(one) for one in self.used.returns if not is_url(one)]
        return not then or _lies_in(path, then)

    def unread(self, paths: Sequence[Path]) -> list[Path]:
        """The returns that were read and lie in none of these paths, or are more than these."""
        here = [one for one in paths if not is_remote(one)]
        named = {str(one) for one in paths}

        def is_left(then: Path) -> bool:
            if is_remote(then):
                return str(then) not in named
            return then.exists() and not _lies_in(then, here)

        return [one for one in map(self.path, self.used.returns) if is_left(one)]

    def _there(self, source: Source, option: str) -> Path:
        path = self.path(source.path)
        if not is_remote(path) and not path.exists():
            raise CannotRun(words.used_is_gone(self.shown, option, printable(str(path))))
        return path

    def moved(self, roster: Roster) -> Moved | None:
        """How a roster differs from the one that was used; None where it lists the same units."""
        used = self.used.units
        if used is None or used.digest in ("", digest_of_roster(roster)):
            return None
        return _moved(self.workbook, roster, set(self.used.unlisted))

    def must_be_its_roster(self, roster: Roster, path: Path) -> None:
        """Raise CannotRun where a roster lists other units than the one that was used."""
        if moved := self.moved(roster):
            shown = printable(str(from_here(path)))
            told = words.roster_changed(self.shown, shown, *moved)
            raise CannotRun(told)

    def must_be_its_previous(self, previous: Previous, path: Path) -> None:
        """Raise CannotRun where last year's figures are not those that were used."""
        used = self.used.previous
        if used and used.digest not in ("", digest_of_previous(previous)):
            raise CannotRun(words.previous_has_changed(self.shown, printable(str(path))))


def as_before(wishes: Wishes, earlier: EarlierRun) -> Wishes:
    """The wishes, with what an earlier run was given where they say nothing.

    Raises:
        CannotRun: something that it was given is gone.
    """
    used, previous = earlier.used, wishes.previous
    if not previous and not wishes.no_previous:
        previous = earlier.previous
    return replace(
        wishes,
        units=wishes.units or earlier.units,
        form=wishes.form or earlier.form,
        collector=wishes.collector or used.collector,
        strict=used.strict if wishes.strict is None else wishes.strict,
        previous=previous,
    )


def earlier_run(
    place: Path, year: int | None = None, returns: Sequence[Path] = ()
) -> tuple[EarlierRun | None, int | None]:
    """The run whose workbook another one will replace, and of which year that is if it is guessed.

    ``place``: the workbook, or the folder where it lies under its usual name. Where nobody has said
    for which ``year``, the first ``returns`` are asked, or else it is that of the newest there.
    """
    if not place.is_dir():
        return _run_of(place), None
    if year:
        return _run_of(place / default_output(year)), None
    guess = year_stated(returns) or _newest(place)
    return (_run_of(place / default_output(guess)), guess) if guess else (None, 0)


def year_stated(returns: Sequence[Path]) -> int | None:
    """The year that most of the first workbooks state in their properties; None where none does."""
    found = (
        file
        for one in returns
        if not is_remote(one)
        for file in ([one] if one.is_file() else sorted(one.rglob("*.xlsx")))
    )
    stated = Counter[str]()
    for file in islice(found, _ASKED_FIRST):
        with suppress(OSError):
            said = from_properties(read_properties(file.read_bytes()))
            stated.update([] if said.is_sum or not said.year else [said.year])
    year = stated.most_common(1)[0][0] if stated else ""
    return int(year) if year.isdecimal() else None


def _newest(folder: Path) -> int | None:
    named = (_USUAL.fullmatch(one.name) for one in folder.iterdir())
    return max((int(one[1]) for one in named if one), default=None)


def _run_of(workbook: Path) -> EarlierRun | None:
    """What the run that made a workbook was given; None where there is none, or it is not ours.

    What else may be wrong with it is told when it is replaced.
    """
    try:
        content = read_existing(workbook)
        read = read_workbook(content, {SHEET}) if content else None
    except (CannotRun, Unreadable):
        return None
    return run_in(workbook, read) if read else None


def run_in(workbook: Path, read: Workbook) -> EarlierRun | None:
    """The same of a workbook that was ``read`` already, with its hidden sheet."""
    if not stated_in(read).is_sum:
        return None
    used = used_in(read)
    if used is None:
        # Earlier versions kept no more than the name of last year's file.
        record = record_in(read)
        named = record.previous if record else ""
        if not named:
            return None
        beside = [real(workbook).parent / named, Path(named)]
        found = next((one for one in beside if one.exists()), beside[0])
        used = Used(previous=Source(path=str(found.absolute())))
    return EarlierRun(workbook, used, stated_in(read).unit or "")


def _lies_in(path: Path, places: Iterable[Path]) -> bool:
    return any(real(path).is_relative_to(real(one)) for one in places)


def from_there(path: Path, workbook: Path) -> str:
    """A path as it leads there from the folder of a workbook; as it is where it cannot."""
    if is_remote(path):
        return str(path)
    try:
        return Path(os.path.relpath(real(path), real(workbook).parent)).as_posix()
    except ValueError:
        # Another drive of Windows.
        return str(real(path))


def _moved(workbook: Path, roster: Roster, unlisted: AbstractSet[str]) -> Moved:
    """The units that a roster has and the workbook does not list, and the reverse.

    ``unlisted``: the codes of those in the workbook that were on no roster.
    """
    content = read_existing(workbook)
    read = read_workbook(content, {SHEET}) if content else None
    record = record_in(read) if read else None
    if read is None or record is None:
        return Moved([], [])
    collector = stated_in(read).unit or ""
    came = [
        unit.name
        for code, unit in roster.units.items()
        if code not in record.units.keys() - unlisted
        if code != collector and not roster.elsewhere(unit, collector)
    ]
    listed = (code for code in record.units if code not in unlisted)
    went = [record.units[code].name for code in listed if code not in roster.units]
    return Moved(came, went)
