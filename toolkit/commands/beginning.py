"""Beginning: the folder of a new collection, or what is missing in one that was begun before."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.collection import names
from toolkit.collection.names import FILE
from toolkit.collection.new_file import new_file
from toolkit.collection.settings import (
    Collection,
    collection_from,
    find_file,
    read_collection,
)
from toolkit.commands import words
from toolkit.commands.distributing import collector_of, reporting_year
from toolkit.commands.last_collection import LastCollection, last_collection
from toolkit.commands.like import EarlierRun, earlier_run, from_there, year_stated
from toolkit.commands.starters import starters
from toolkit.commands.words import default_output
from toolkit.errors import CannotRun
from toolkit.files.disk import (
    make_folder,
    must_be_a_folder,
    read_existing,
    read_named,
    real,
    write_files,
)
from toolkit.files.rehearsal import rehearsal
from toolkit.form.form_file import default_form, is_shipped, load_form
from toolkit.grids.names import ROSTERS
from toolkit.roster.roster import Roster, Unit
from toolkit.roster.roster_file import named_roster, read_roster
from toolkit.spreadsheets.seal import unchanged_since_made
from toolkit.starting.last_year_sheet import last_year_workbook, needed_of_last_year
from toolkit.starting.roster_sheet import roster_workbook
from toolkit.text import printable

_YEAR_IN_NAME = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


@dataclass(frozen=True, slots=True)
class Begin:
    """What is wished for a new collection; None where the folder or last year's decides."""

    folder: Path
    year: int | None = None
    units: Path | None = None
    previous: Path | None = None
    # The folder of last year's collection.
    last: Path | None = None
    collector: str | None = None
    form: str | None = None


@dataclass
class Begun:
    """A collection, and what was done to begin it."""

    collection: Collection
    # What was made, in its order, folders among it.
    made: list[Path] = field(default_factory=list)
    # What was there already, and is as it was.
    kept: list[Path] = field(default_factory=list)
    # What was copied into the folder: from where → the copy.
    copied: dict[Path, Path] = field(default_factory=dict)
    # What is used and lies elsewhere.
    elsewhere: list[Path] = field(default_factory=list)
    # Of a roster that came from last year: the units with a deadline, and with predecessors.
    dated: Sequence[Unit] = ()
    succeeding: Sequence[Unit] = ()


def begin(wish: Begin) -> Begun:
    """Make the folder of a collection, or add what it lacks; nothing that is there is replaced.

    Raises:
        CannotRun: something that was named cannot be used, or would replace what is there.
    """
    must_be_a_folder(wish.folder)
    file = wish.folder / FILE
    if file.exists():
        _must_say_nothing_else(wish, file)
        begun = Begun(read_collection(file), kept=[file])
    elif above := find_file(wish.folder):
        shown = (printable(str(one)) for one in (wish.folder, above.parent, above))
        raise CannotRun(words.within_a_collection(*shown))
    else:
        begun = _new(wish, file)
    _complete(begun)
    return begun


def _must_say_nothing_else(wish: Begin, file: Path) -> None:
    """Raise CannotRun where something is wished that the file says already, or would have to."""
    options = {
        "--units": wish.units,
        "--previous": wish.previous,
        "--from": wish.last,
        "--as": wish.collector,
        "--form": wish.form,
        "--year": wish.year,
    }
    if given := [name for name, value in options.items() if value is not None]:
        raise CannotRun(words.already_begun(printable(str(file)), given))


# --- A new one -----------------------------------------------------------------------------------


def _new(wish: Begin, file: Path) -> Begun:
    sources = _sources(wish)
    values = sources.values()
    _must_be_free(sources.copies)
    text = new_file(values)
    contents = [(target, read_named(source)) for source, target in sources.copies.items()]
    write_files([*contents, (file, text)])
    begun = Begun(collection_from(file, text), [*sources.copies.values(), file])
    begun.copied = sources.copies
    named = (values["", name] for name in ("units", "previous"))
    begun.elsewhere = _elsewhere(wish.folder, [str(one) for one in named if one])
    if sources.last and not wish.units:
        listed = read_roster(sources.last.roster)
        begun.dated = [unit for unit in listed.rows if unit.deadline]
        begun.succeeding = [unit for unit in listed.rows if unit.has_others_before]
    return begun


def _sources(wish: Begin) -> _Sources:
    last = last_collection(wish.last) if wish.last else None
    year = _year(wish, last)
    return _Sources(wish, year, last, _begun_before(wish.folder, year))


def _year(wish: Begin, last: LastCollection | None) -> int:
    named = _YEAR_IN_NAME.findall(real(wish.folder).name)
    stated = wish.year or (int(named[0]) if len(set(named)) == 1 else None)
    if last and stated and stated != last.year + 1:
        raise CannotRun(words.not_the_year_after(stated, last.year, printable(str(last.workbook))))
    if last:
        return last.year + 1
    return stated or _year_begun(wish.folder) or reporting_year(datetime.date.today())


def _year_begun(folder: Path) -> int | None:
    """The year of the returns that lie in a folder, or that a run there has read.

    A consolidated workbook alone may be that of last year.
    """
    if not folder.is_dir():
        return None
    newest, _ = earlier_run(folder)
    read = [newest.path(one) for one in newest.used.returns] if newest else []
    return year_stated(
        [*read, *(one for n in names.RETURNS_BEFORE if (one := folder / n).is_dir())]
    )


def _begun_before(folder: Path, year: int) -> EarlierRun | None:
    """The run that was made in this folder without a collection.toml."""
    return earlier_run(folder / default_output(year))[0] if folder.is_dir() else None


@dataclass
class _Sources:
    """What a new file is made from: the wish first, then an earlier run here, then last year's."""

    wish: Begin
    year: int
    last: LastCollection | None
    before: EarlierRun | None
    # What has to be copied for it: from where → the copy.
    copies: dict[Path, Path] = field(default_factory=dict)

    def values(self) -> dict[tuple[str, str], object]:
        """Table and name of each key → what the new file says of it."""
        used, there = self.before.used if self.before else None, self._there
        kept = used or self.last
        return {
            ("", "year"): self.year,
            ("", "units"): self._roster(),
            ("", "previous"): self._previous(),
            ("", "as"): self.wish.collector or (kept and kept.collector),
            ("", "form"): self._form(),
            ("template", "out"): there(f"templates-{self.year}") or names.TEMPLATES,
            ("collect", "returns"): [
                next(filter(None, map(there, names.RETURNS_BEFORE)), names.RETURNS)
            ],
            ("collect", "out"): default_output(self.year),
            ("collect", "feedback"): (used and used.feedback) or names.FEEDBACK,
            ("collect", "strict"): (kept and kept.strict) or None,
            ("report", "out"): names.REPORTS,
        }

    def _roster(self) -> str:
        """The roster as the file names it."""
        wish, last, before = self.wish, self.last, self.before
        if source := (named_roster(wish.units) if wish.units else last.roster if last else None):
            read_roster(source)
            suffix = source.suffix.lower() if source.suffix else ".xlsx"
            return self._taken(source, f"{Path(names.ROSTER).stem}{suffix}")
        if before and before.used.units:
            path = before.path(before.used.units.path)
            if path.exists():
                return self._named(path)
        places = (wish.folder, *(wish.folder / name for name in names.RETURNS_BEFORE))
        found = (place / name for place in places for name in ROSTERS if (place / name).is_file())
        there = next(found, None)
        return self._named(there) if there else names.ROSTER

    def _previous(self) -> str | None:
        """Last year's figures as the file names them; None where the form needs none."""
        wish, last, before = self.wish, self.last, self.before
        if source := wish.previous or (last.workbook if last else None):
            if not source.exists():
                raise CannotRun(words.no_previous_there(printable(str(source))))
            if source.is_dir():
                return self._named(source)
            return self._taken(source, source.name)
        if before and before.used.previous:
            # If it is gone, whoever collects is told so, and what can be done then.
            return self._named(before.path(before.used.previous.path))
        usual = default_output(self.year - 1)
        if (wish.folder / usual).is_file():
            return usual
        stated = self._form_stated()
        form = load_form(stated) if stated else default_form()
        return names.LAST_YEAR if needed_of_last_year(form) else None

    def _form(self) -> str | None:
        """The form as the file names it: by its id, or by the path of one of the office's own."""
        stated = self._form_stated()
        if stated is None or is_shipped(stated):
            return stated
        load_form(stated)
        return self._taken(Path(stated), Path(stated).name)

    def _form_stated(self) -> str | None:
        last, before = self.last, self.before
        return self.wish.form or (before.form if before else last.form if last else None)

    def _taken(self, source: Path, name: str) -> str:
        """A file as the collection names it: a copy where it lies elsewhere, so that all moves."""
        if real(source).is_relative_to(real(self.wish.folder)):
            return self._named(source)
        self.copies[source] = self.wish.folder / name
        return name

    def _named(self, path: Path) -> str:
        return from_there(path, self.wish.folder / FILE)

    def _there(self, name: str) -> str | None:
        return name if (self.wish.folder / name).is_dir() else None


def _must_be_free(copies: Mapping[Path, Path]) -> None:
    for source, target in list(copies.items()):
        if target.exists() and read_named(target) != read_named(source):
            raise CannotRun(words.name_is_taken(printable(str(target)), printable(str(source))))


def _elsewhere(folder: Path, paths: Sequence[str]) -> list[Path]:
    own = real(folder)
    return [p for p in (folder / one for one in paths) if not real(p).is_relative_to(own)]


# --- What it consists of -------------------------------------------------------------------------


def _complete(begun: Begun) -> None:
    """Make what the file of the collection names and is not there yet."""
    collection = begun.collection
    for key, value in collection.values.items():
        if (key.table, key.name) in _FOLDERS:
            for one in value if isinstance(value, tuple) else (str(value),):
                _folder(begun, Path(one))
    roster = _roster_there(begun)
    if roster:
        _last_year(begun, roster)
    for starter in starters():
        path = collection.folder / starter.name
        if not path.exists():
            write_files([(path, starter.content)])
            if starter.executable and not rehearsal():
                path.chmod(0o755)
            begun.made.append(path)


_FOLDERS = (("template", "out"), ("collect", "returns"), ("collect", "feedback"), ("report", "out"))


def _folder(begun: Begun, path: Path) -> None:
    if path.exists():
        begun.kept.append(path)
    else:
        make_folder(path)
        begun.made.append(path)


def _roster_there(begun: Begun) -> Roster | None:
    """The roster; None where it is only now there to be filled in, or is not filled in yet."""
    path = begun.collection.path("", "units")
    if path is None:
        return None
    if not path.exists():
        if path.suffix.lower() == ".xlsx" and path not in begun.copied.values():
            write_files([(path, roster_workbook())])
            begun.made.append(path)
        return None
    if path not in begun.made:
        begun.kept.append(path)
    try:
        return read_roster(path)
    except CannotRun:
        # What is wrong with it is told where it is used.
        return None


def _last_year(begun: Begun, roster: Roster) -> None:
    """The sheet to type last year's figures into, where nothing else is known of them.

    It is made anew as long as nobody has typed anything, since the roster may have changed.
    """
    collection = begun.collection
    path, year = collection.last_year_sheet, collection.value("", "year")
    if path is None or not isinstance(year, int):
        return
    there = read_existing(path)
    if there is not None and not unchanged_since_made(there):
        begun.kept.append(path)
        return
    form = collection.value("", "form")
    used = load_form(str(form)) if form else default_form()
    wanted = collection.value("", "as")
    collector = collector_of(roster, str(wanted) if wanted else None) or ""
    content = last_year_workbook(used, roster, year, collector)
    if content and content != there:
        write_files([(path, content)])
        begun.made.append(path)
