"""Beginning: the folder of a new collection, or what is missing in one that was begun before."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.collection import names
from toolkit.collection import words as collection_words
from toolkit.collection.keys import KEYS, Key
from toolkit.collection.names import FILE
from toolkit.collection.settings import Collection, collection_from, read_collection
from toolkit.commands import words
from toolkit.commands.asked import sum_in
from toolkit.commands.distributing import collector_of, reporting_year
from toolkit.commands.like import EarlierRun, earlier_run, from_there
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
from toolkit.form.form_file import default_form, load_form
from toolkit.roster.roster import Roster, Unit
from toolkit.roster.roster_file import find_roster, named_roster, read_roster
from toolkit.spreadsheets.seal import unchanged_since_made
from toolkit.starting.last_year_sheet import last_year_workbook
from toolkit.starting.roster_sheet import roster_workbook
from toolkit.text import printable

_YEAR_IN_NAME = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
# Where a roster may lie that somebody has begun without a collection.toml.
_ROSTERS = ("名册.xlsx", "名册.csv", "units.csv", "units.xlsx")
# What a folder of returns may be called there.
_RETURNS = (names.RETURNS, "returns")


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
    folder = wish.folder
    last = _last_collection(wish.last) if wish.last else None
    year = _year(wish, last)
    before = _begun_before(folder, year)
    begun = Begun(Collection(file, {}, {}))
    copies: dict[Path, Path] = {}
    units = _roster(wish, last, before, year, copies)
    previous = _previous(wish, last, before, year, copies)
    _must_be_free(copies)
    values: dict[str, object] = {
        "year": year,
        "units": units,
        "previous": previous,
        "as": wish.collector or _kept(last, before, "as"),
        "form": wish.form or _kept(last, before, "form"),
        "template.out": _there(folder, f"templates-{year}") or names.TEMPLATES,
        "collect.returns": [next(filter(None, (_there(folder, n) for n in _RETURNS)), _RETURNS[0])],
        "collect.out": default_output(year),
        "collect.feedback": _feedback(before) or names.FEEDBACK,
        "collect.strict": _kept(last, before, "strict") or None,
        "report.out": names.REPORTS,
    }
    begun.elsewhere = _elsewhere(folder, [units, previous])
    written = {key: _written(v) for key, v in _by_key(values).items() if v is not None}
    # Older versions of Notepad know no other end of a line.
    text = collection_words.new_file(written).replace("\n", "\r\n").encode()
    contents = [(target, read_named(source)) for source, target in copies.items()]
    write_files([*contents, (file, text)])
    begun.copied = copies
    begun.made = [*copies.values(), file]
    begun.collection = collection_from(file, text)
    if last and not wish.units:
        listed = read_roster(last.roster)
        begun.dated = [unit for unit in listed.rows if unit.deadline]
        begun.succeeding = [unit for unit in listed.rows if unit.has_others_before]
    return begun


@dataclass(frozen=True, slots=True)
class _Last:
    """Last year's collection."""

    year: int
    roster: Path
    workbook: Path
    collector: str | None = None
    form: str | None = None
    strict: bool = False


def _last_collection(folder: Path) -> _Last:
    """What is taken over from last year's folder, whether or not it has a collection.toml."""
    if not folder.is_dir():
        raise CannotRun(words.no_last_folder(printable(str(folder))))
    file = folder / FILE
    collection = read_collection(file) if file.exists() else None
    if collection:
        named, stated = sum_in(collection), collection.value("", "units")
        workbook = Path(named) if named else None
        roster = named_roster(Path(str(stated))) if stated else find_roster([folder])
    else:
        sums = sorted(folder.glob(default_output(0).replace("0", "[0-9]" * 4)))
        workbook = sums[-1] if sums else None
        roster = find_roster([folder, *(p for n in _RETURNS if (p := folder / n).is_dir())])
    if workbook is None or not workbook.is_file():
        shown = printable(str(workbook or folder / default_output(0).replace("0", "年度")))
        raise CannotRun(words.no_last_workbook(printable(str(folder)), shown))
    earlier, _ = earlier_run(workbook)
    used = earlier.used if earlier else None

    def text(key: str, else_: str | None) -> str | None:
        said = collection.value("", key) if collection else None
        return str(said) if said else else_

    strict = collection.value("collect", "strict") if collection else None
    return _Last(
        _year_of(workbook),
        roster,
        workbook,
        text("as", used.collector if used else None),
        text("form", used.form if used else None),
        bool(used.strict if strict is None and used else strict),
    )


def _year_of(workbook: Path) -> int:
    from toolkit.grids.hidden_sheet import from_properties
    from toolkit.spreadsheets.xlsx import read_properties

    stated = from_properties(read_properties(read_named(workbook)))
    if stated.is_sum and stated.year and stated.year.isdecimal():
        return int(stated.year)
    raise CannotRun(words.no_last_sum(printable(str(workbook))))


def _year(wish: Begin, last: _Last | None) -> int:
    named = _YEAR_IN_NAME.findall(real(wish.folder).name)
    stated = wish.year or (int(named[0]) if len(set(named)) == 1 else None)
    if last and stated and stated != last.year + 1:
        raise CannotRun(words.not_the_year_after(stated, last.year, printable(str(last.workbook))))
    if last:
        return last.year + 1
    return stated or reporting_year(datetime.date.today())


def _begun_before(folder: Path, year: int) -> EarlierRun | None:
    """The run that was made in this folder without a collection.toml."""
    return earlier_run(folder / default_output(year))[0] if folder.is_dir() else None


def _roster(
    wish: Begin, last: _Last | None, before: EarlierRun | None, year: int, copies: dict[Path, Path]
) -> str:
    """The roster as the file names it."""
    if source := (named_roster(wish.units) if wish.units else last.roster if last else None):
        read_roster(source)
        suffix = source.suffix.lower() if source.suffix else ".xlsx"
        return _taken(source, wish.folder, f"{Path(names.ROSTER).stem}{suffix}", copies)
    if before and before.used.units:
        path = before.path(before.used.units.path)
        if path.exists():
            return from_there(path, wish.folder / FILE)
    places = (wish.folder, *(wish.folder / name for name in _RETURNS))
    found = (place / name for place in places for name in _ROSTERS if (place / name).is_file())
    there = next(found, None)
    return from_there(there, wish.folder / FILE) if there else names.ROSTER


def _previous(
    wish: Begin, last: _Last | None, before: EarlierRun | None, year: int, copies: dict[Path, Path]
) -> str:
    """Last year's figures as the file names them."""
    if source := wish.previous or (last.workbook if last else None):
        if not source.exists():
            raise CannotRun(words.no_previous_there(printable(str(source))))
        if source.is_dir():
            return from_there(source, wish.folder / FILE)
        return _taken(source, wish.folder, source.name, copies)
    if before and before.used.previous:
        return from_there(before.previous or Path(), wish.folder / FILE)
    usual = default_output(year - 1)
    return usual if (wish.folder / usual).is_file() else names.LAST_YEAR


def _taken(source: Path, folder: Path, name: str, copies: dict[Path, Path]) -> str:
    """A file as the collection names it: what lies elsewhere is copied, so that all moves along."""
    if real(source).is_relative_to(real(folder)):
        return from_there(source, folder / FILE)
    copies[source] = folder / name
    return name


def _must_be_free(copies: Mapping[Path, Path]) -> None:
    for source, target in list(copies.items()):
        if target.exists() and read_named(target) != read_named(source):
            raise CannotRun(words.name_is_taken(printable(str(target)), printable(str(source))))


def _kept(last: _Last | None, before: EarlierRun | None, key: str) -> object:
    """What last year's collection, or the run that was made here, was given."""
    if before:
        used = before.used
        return {"as": used.collector, "form": used.form, "strict": used.strict}[key]
    return {"as": last.collector, "form": last.form, "strict": last.strict}[key] if last else None


def _feedback(before: EarlierRun | None) -> str | None:
    return before.used.feedback if before else None


def _there(folder: Path, name: str) -> str | None:
    return name if (folder / name).is_dir() else None


def _elsewhere(folder: Path, paths: Sequence[str]) -> list[Path]:
    own = real(folder)
    return [p for p in (folder / one for one in paths) if not real(p).is_relative_to(own)]


def _by_key(values: Mapping[str, object]) -> dict[Key, object]:
    return {key: values[name] for key in KEYS if (name := _name(key)) in values}


def _name(key: Key) -> str:
    return f"{key.table}.{key.name}" if key.table else key.name


def _written(value: object) -> str:
    """A value as TOML has it."""
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, bool | int):
        return str(value).lower()
    text = str(value)
    # In single quotes a backslash is one.
    return f"'{text}'" if "'" not in text else json.dumps(text, ensure_ascii=False)


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
