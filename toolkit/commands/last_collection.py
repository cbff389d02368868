"""Last year's collection: what the one of a new year takes over from its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toolkit.collection import names
from toolkit.collection.names import FILE
from toolkit.collection.settings import Value, read_collection
from toolkit.commands import words
from toolkit.commands.asked import sum_in
from toolkit.commands.like import EarlierRun, earlier_run
from toolkit.commands.words import default_outputs
from toolkit.errors import CannotRun
from toolkit.files.disk import read_named
from toolkit.grids.hidden_sheet import from_properties
from toolkit.returns.sums.used import Used
from toolkit.roster.roster_file import find_roster, named_roster
from toolkit.spreadsheets.xlsx import read_properties
from toolkit.text import printable


@dataclass(frozen=True, slots=True)
class LastCollection:
    """Last year's collection."""

    year: int
    roster: Path
    workbook: Path
    collector: str | None = None
    form: str | None = None
    strict: bool = False


def last_collection(folder: Path) -> LastCollection:
    """What is taken over from last year's folder, whether or not it has a collection.toml."""
    if not folder.is_dir():
        raise CannotRun(words.no_last_folder(printable(str(folder))))
    file = folder / FILE
    collection = read_collection(file) if file.exists() else None
    if collection:
        named, stated = sum_in(collection), collection.value("", "units")
        workbook = Path(named) if named else None
    else:
        sums = sorted(folder.glob(default_outputs("[0-9]" * 4)))
        workbook, stated = sums[-1] if sums else None, None
    earlier = earlier_run(workbook)[0] if workbook and workbook.is_file() else None
    roster = named_roster(Path(str(stated))) if stated else _roster_used(folder, earlier)
    if workbook is None or not workbook.is_file():
        shown = printable(str(workbook or folder / default_outputs("年度")))
        raise CannotRun(words.no_last_workbook(printable(str(folder)), shown))
    year = _year_of(workbook)
    used = earlier.used if earlier else Used()

    def said(table: str, name: str) -> Value | None:
        return collection.value(table, name) if collection else None

    form = said("", "form") or (earlier.form if earlier else None)
    collector, strict = said("", "as") or used.collector, said("collect", "strict")
    return LastCollection(
        year,
        roster,
        workbook,
        str(collector) if collector else None,
        str(form) if form else None,
        used.strict if strict is None else bool(strict),
    )


def _roster_used(folder: Path, earlier: EarlierRun | None) -> Path:
    """The roster that last year's run was given, or else the one that lies there.

    Another one beside it, that of the new year perhaps, is not the one that was used.
    """
    if earlier and earlier.used.units:
        path = earlier.path(earlier.used.units.path)
        if path.exists():
            return path
    return find_roster([folder, *(p for n in names.RETURNS_BEFORE if (p := folder / n).is_dir())])


def _year_of(workbook: Path) -> int:
    stated = from_properties(read_properties(read_named(workbook)))
    if stated.is_sum and stated.year and stated.year.isdecimal():
        return int(stated.year)
    raise CannotRun(words.no_last_sum(printable(str(workbook))))
