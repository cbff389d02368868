"""Asked: what a command is to do; what was typed goes before what the collection says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.collection.keys import Key, Kind
from toolkit.collection.settings import Collection, Value, collection_of, find_file
from toolkit.commands.words import default_output
from toolkit.files.remote import is_url


@dataclass(frozen=True)
class Asked:
    """The options of one call, by the names that they have as keys of a collection."""

    options: Mapping[str, Any]
    # Where the command runs in a collection.
    collection: Collection | None = None
    # What was not typed, and stands in the file of the collection.
    taken: Sequence[tuple[Key, Value]] = ()
    # What stands there, and is not for this call.
    left: Sequence[Key] = ()

    def __getitem__(self, name: str) -> Any:
        return self.options.get(name)

    @property
    def folder(self) -> Path:
        """Where outputs go that nobody has named a place for."""
        return self.collection.folder if self.collection else Path()

    @property
    def lacks_last_year(self) -> bool:
        """Whether last year's figures were to be used, and the sheet for them is not made yet."""
        wanted = "previous" in self.options and self["previous"] is None
        return bool(wanted and self.collection and self.collection.lacks_last_year)

    def leaving(self, names: Sequence[str]) -> Asked:
        """The same without what the file of the collection says of these."""
        left = [key for key, _ in self.taken if key.name in names]
        options = {**self.options, **dict.fromkeys(key.name for key in left)}
        taken = [(key, value) for key, value in self.taken if key not in left]
        return Asked(options, self.collection, taken, left)

    def stands(self, name: str) -> bool:
        """Whether an option was not typed, and stands in the file of the collection."""
        return any(key.name == name for key, _ in self.taken)


def asked_for(
    command: str, typed: Mapping[str, Any], paths: Sequence[str] = (), without: Sequence[str] = ()
) -> Asked:
    """The options of a command, from what was typed and from the collection that it runs in.

    It runs in the collection that the first of ``paths`` lies in, or else the current folder.
    ``typed``: by name, None for what was not. ``without``: the names of keys that are not to be
    used.

    Raises:
        CannotRun: the collection.toml has a mistake, or names for reading what is not there.
    """
    collection = _collection_of(paths)
    if collection is None:
        return Asked(typed)
    unused = {*without, *(["previous"] if collection.lacks_last_year else [])}
    taken = [
        (key, value)
        for key, value in collection.for_command(command)
        if key.name in typed and typed[key.name] is None and key.name not in unused
    ]
    for key, _ in taken:
        if key.kind in (Kind.SOURCE, Kind.SOURCES) and key.name != "form":
            collection.must_be_there(key)
    found = {key.name: list(value) if isinstance(value, tuple) else value for key, value in taken}
    return Asked({**typed, **found}, collection, taken)


def _collection_of(paths: Sequence[str]) -> Collection | None:
    first, file = next((one for one in paths if not is_url(one)), None), None
    if first:
        # What cannot be a path is told where it is read.
        with suppress(OSError, RuntimeError, ValueError):
            file = find_file(Path(first))
    return collection_of(file.parent if file else Path())


def returns_in(paths: Sequence[str], collection: Collection | None) -> list[str]:
    """The paths, with the returns of the collection in the place of its folder itself."""
    within = collection.value("collect", "returns") if collection else None
    if not collection or not isinstance(within, tuple):
        return list(paths)
    folder = collection.folder.resolve()
    return [
        each
        for one in paths
        for each in (within if not is_url(one) and Path(one).resolve() == folder else [one])
    ]


def sum_in(collection: Collection | None) -> str | None:
    """The consolidated workbook of a collection, under the name that its file gives or the usual
    one; None where it gives neither name nor year."""
    if collection is None:
        return None
    named, year = collection.value("collect", "out"), collection.value("", "year")
    usual = str(collection.folder / default_output(year)) if isinstance(year, int) else None
    return str(named) if named else usual


def years_in(collection: Collection | None) -> list[str]:
    """What a collection knows of its years: last year's figures and its own sum, if it is there."""
    if collection is None:
        return []
    named = [collection.value("", "previous"), sum_in(collection)]
    return [str(one) for one in named if one and Path(str(one)).exists()]
