"""Settings: what the collection.toml of a folder says, read with the line of every mistake."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from toolkit.collection import words
from toolkit.collection.keys import KEYS, TABLES, YEARS, Key, Kind
from toolkit.collection.names import FILE, LAST_YEAR
from toolkit.errors import CannotRun
from toolkit.files.disk import from_here, read_named
from toolkit.files.remote import is_url
from toolkit.form.form_file import is_shipped
from toolkit.grids.names import JOURNAL
from toolkit.text import decoded, printable, shorten

# What may never be kept in a file, by the name of its option.
_NEVER = ("password", "prefer")
_TABLE = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"\s*(?:\"([^\"]+)\"|'([^']+)'|([\w.-]+))\s*[=＝]")
_AT_LINE = re.compile(r"at line (\d+)")
_FOUR = re.compile("(?:19|[2-9][0-9])[0-9]{2}")

Value = int | str | bool | tuple[str, ...]


@dataclass(frozen=True)
class Collection:
    """One collection: its folder, and what its file says."""

    # The file, as it was found from the current folder.
    file: Path
    values: Mapping[Key, Value]
    # Key → the line that says it.
    lines: Mapping[Key, int]

    @property
    def folder(self) -> Path:
        return self.file.parent

    @property
    def shown(self) -> str:
        """How messages call the file."""
        return printable(str(self.file))

    @property
    def journal(self) -> Path:
        return self.folder / JOURNAL

    def value(self, table: str, name: str) -> Value | None:
        """What is said of a key, paths as they lead there from the current folder."""
        return next((v for k, v in self.values.items() if (k.table, k.name) == (table, name)), None)

    def path(self, table: str, name: str) -> Path | None:
        """The one path that a key names on this machine."""
        value = self.value(table, name)
        return Path(value) if isinstance(value, str) and not is_url(value) else None

    def for_command(self, command: str) -> Iterator[tuple[Key, Value]]:
        """All that a command is to use."""
        for key, value in self.values.items():
            if key.table in ("", command):
                yield key, value

    @property
    def last_year_sheet(self) -> Path | None:
        """The sheet to type last year's figures into, where it is what the file names for them."""
        path = self.path("", "previous")
        return path if path and path == path.with_name(LAST_YEAR) else None

    @property
    def lacks_last_year(self) -> bool:
        """Whether that sheet is not made yet."""
        return self.last_year_sheet is not None and not self.last_year_sheet.exists()

    def must_be_there(self, key: Key) -> None:
        """Raise CannotRun where what the file names, and a command is to read, is not there."""
        value = self.values[key]
        for one in value if isinstance(value, tuple) else (str(value),):
            if not is_url(one) and not os.path.lexists(one):
                shown = printable(one)
                raise CannotRun(words.not_there(self.shown, self.lines.get(key), key, shown))


def collection_of(start: Path) -> Collection | None:
    """The collection that a folder or file lies in; None where it lies in none.

    Raises:
        CannotRun: there is a file, and it has a mistake.
    """
    found = find_file(start)
    return read_collection(found) if found else None


def find_file(start: Path) -> Path | None:
    """The collection.toml in a folder or in the nearest one above it."""
    whole = start.resolve()
    for folder in (whole, *whole.parents):
        if (found := folder / FILE).is_file():
            return from_here(found)
    return None


def read_collection(file: Path) -> Collection:
    """What a collection.toml says.

    Raises:
        CannotRun: it has a mistake, told with line and key and what is possible there.
    """
    return collection_from(file, read_named(file))


def collection_from(file: Path, content: bytes) -> Collection:
    """The same of a file with this content.

    Raises:
        CannotRun: as :func:`read_collection`.
    """
    shown = printable(str(file))
    text = decoded(content)
    if text is None or "\0" in text:
        raise CannotRun(words.unreadable_text(shown))
    lines = _lines_of(text)
    for key, some in lines.items():
        if key in KEYS and len(some) > 1:
            raise CannotRun(words.written_twice(shown, key, some))
        if key.table in TABLES and not key.name and len(some) > 1:
            raise CannotRun(words.section_twice(shown, key.table, some))
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CannotRun(_no_toml(shown, text, str(error))) from error
    first = {key: some[0] for key, some in lines.items()}
    values = {}
    for table, name, value in _flat(shown, data, first):
        key = _known(shown, first, table, name)
        # What is blank is not said.
        if value not in ("", []):
            values[key] = _understood(shown, first.get(key), key, value, file.parent)
    return Collection(file, values, {key: line for key, line in first.items() if key in values})


def _lines_of(text: str) -> dict[Key, list[int]]:
    """Table and name of each line that gives a key a value → these lines; any key, known or not."""
    found: dict[Key, list[int]] = defaultdict(list)
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if head := _TABLE.match(line):
            table = head[1]
            found[_key(table, "")].append(number)
        elif said := _KEY.match(line):
            within, _, name = (said[1] or said[2] or said[3]).rpartition(".")
            found[_key(table or within, name)].append(number)
    return found


def _key(table: str, name: str) -> Key:
    known = (one for one in KEYS if (one.table, one.name) == (table, name))
    return next(known, Key(table, name, Kind.TEXT))


def _no_toml(shown: str, text: str, error: str) -> str:
    at = _AT_LINE.search(error)
    line = int(at[1]) if at else None
    every = text.splitlines()
    written = every[line - 1] if line and line <= len(every) else ""
    keys = (key for key, some in _lines_of(text).items() if line in some and key in KEYS)
    backslash = "\\" in written and '"' in written
    return words.no_toml(shown, line, next(keys, None), backslash=backslash)


def _flat(
    shown: str, data: Mapping[str, object], lines: Mapping[Key, int]
) -> Iterator[tuple[str, str, object]]:
    """Table, name and value of everything that is said."""
    for name, value in data.items():
        if not isinstance(value, Mapping):
            yield "", name, value
        elif name not in TABLES:
            line = lines.get(_key(name, ""))
            raise CannotRun(words.no_such_table(shown, line, shorten(name)))
        else:
            for within, one in value.items():
                yield name, within, one


def _known(shown: str, lines: Mapping[Key, int], table: str, name: str) -> Key:
    key = _key(table, name)
    if key in KEYS:
        return key
    line = lines.get(key)
    if name in _NEVER:
        raise CannotRun(words.never_kept(shown, line, name))
    homes = [one for one in KEYS if one.name == name]
    alike = difflib.get_close_matches(name, [one.name for one in KEYS if one.table == table], n=1)
    raise CannotRun(words.no_such_key(shown, line, table, shorten(name), alike, homes))


def _understood(shown: str, line: int | None, key: Key, value: object, folder: Path) -> Value:
    """The value of a key, as its kind has it; paths lead there from the current folder."""
    fits: Value | None = None
    match key.kind:
        case Kind.YEAR if type(value) is int and value in YEARS:
            fits = value
        # In quotation marks, as the paths are.
        case Kind.YEAR if isinstance(value, str) and _FOUR.fullmatch(value):
            fits = int(value)
        case Kind.FLAG if isinstance(value, bool):
            fits = value
        case Kind.TEXT if isinstance(value, str):
            fits = value
        # A code that was written without quotation marks.
        case Kind.TEXT if type(value) is int and value >= 0:
            fits = str(value)
        case Kind.SOURCE | Kind.TARGET if isinstance(value, str):
            fits = value
        case Kind.SOURCES if isinstance(value, str):
            fits = (value,)
        case Kind.SOURCES if isinstance(value, list) and all(isinstance(v, str) for v in value):
            fits = tuple(value)
    if fits is None:
        raise CannotRun(words.wrong_value(shown, line, key, shorten(_as_written(value))))
    if key.kind in (Kind.YEAR, Kind.FLAG, Kind.TEXT):
        return fits
    paths = fits if isinstance(fits, tuple) else (str(fits),)
    if not all(one.isprintable() for one in paths):
        raise CannotRun(words.odd_path(shown, line, key))
    led = tuple(one if _is_no_path(key, one) else _led(folder, one) for one in paths)
    return led if isinstance(fits, tuple) else led[0]


def _is_no_path(key: Key, stated: str) -> bool:
    return is_url(stated) or (key.name == "form" and is_shipped(stated))


def _led(folder: Path, path: str) -> str:
    """A path of the file, as it leads there from the current folder."""
    own = Path(path.replace("\\", "/") if os.sep == "/" else path).expanduser()
    return str(own) if own.is_absolute() else str(folder / own)


def _as_written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
