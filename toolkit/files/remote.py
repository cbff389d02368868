"""Places beyond the file system: ``s3://…`` and whatever else fsspec reads.

What such a place needs comes with the extra ``cluster``. Only who names one imports it.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import unquote, urlsplit

from toolkit.errors import CannotRun
from toolkit.files import words
from toolkit.grids.refusals import Unreadable
from toolkit.text import printable, shorten

# A drive of Windows has one letter.
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file in a remote place."""

    path: Path
    # Below what was named.
    name: str
    # What was named, or the folder that it lies in.
    folder: str
    size: int
    stamp: datetime.datetime | None


def is_url(name: str) -> bool:
    return bool(_URL.match(name))


def is_remote(path: object) -> bool:
    """Whether it is a path of :func:`named_url`, which behaves like one on disk and is none."""
    return not isinstance(path, Path)


def named_url(url: str, *, on_disk: bool = False) -> Path:
    """The path that a URL names. ``on_disk``: no other would do.

    Raises:
        CannotRun: there is nothing, or nobody here knows or reaches such a place.
    """
    shown = shorten(url)
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise CannotRun(words.no_such_place(shown)) from error
    if parts.scheme.lower() == "file":
        return _on_disk(parts.netloc, unquote(parts.path), shown)
    if on_disk:
        raise CannotRun(words.only_on_disk(shown))
    try:
        from upath import UPath

        path = UPath(url)
        # Who reads twice in one process wants what is there now.
        path.fs.invalidate_cache()
    except ImportError as error:
        # The extra brings what S3 needs, and not what every other place does.
        known = find_spec("upath") is not None
        raise CannotRun((words.needs_library if known else words.needs_extra)(shown)) from error
    except Exception as error:
        raise CannotRun(words.no_such_place(shown)) from error
    named = cast(Path, path)
    _must_be_reachable(named)
    return named


def _on_disk(host: str, path: str, shown: str) -> Path:
    """The path of a ``file://``: of Windows it may name a drive or another machine.

    Raises:
        CannotRun: it names another machine where there is no such path.
    """
    elsewhere = host.lower() not in ("", "localhost")
    if os.name == "nt":
        return Path(f"//{host}{path}" if elsewhere else path.lstrip("/"))
    if elsewhere:
        raise CannotRun(words.of_another_machine(shown, printable(host)))
    return Path(path)


@contextmanager
def opened_for_reading(path: Path) -> Iterator[IO[bytes]]:
    """A file, wherever it is; what a remote place raises is an error of the system, as of a disk.

    Raises:
        OSError: it cannot be opened or read.
    """
    try:
        with path.open("rb") as file:
            yield file
    except (OSError, Unreadable):
        raise
    except Exception as error:
        if not is_remote(path):
            raise
        raise OSError(str(error)) from error


def _must_be_reachable(path: Path) -> None:
    """Raise CannotRun where there is nothing, or nobody answers."""
    shown = printable(str(path))
    try:
        _fs(path).info(_key(path))
    except FileNotFoundError as error:
        raise CannotRun(words.no_such_path(shown)) from error
    except PermissionError as error:
        raise CannotRun(words.no_access(shown)) from error
    except Exception as error:
        raise CannotRun(words.not_reachable(shown)) from error


def listed(path: Path) -> Iterator[Listed]:
    """Every file below a path in the order of the names, by one listing; or the file itself.

    Raises:
        CannotRun: it cannot be listed.
    """
    top = _key(path).rstrip("/")
    try:
        found = _fs(path).find(top, detail=True)
    except Exception as error:
        raise CannotRun(words.not_reachable(printable(str(path)))) from error
    files = {key: one for key, one in found.items() if one.get("type") != "directory"}
    for key in sorted((one for one in files if not one.endswith("/")), key=_parts):
        name = key.removeprefix(f"{top}/") if key != top else path.name
        folder = path.name if key != top else path.parent.name
        place = path if key == top else _below(path, name, key)
        one = files[key]
        yield Listed(place, name, folder, int(one.get("size") or 0), _stamp(one))


def _below(path: Path, name: str, key: str) -> Path:
    """The path of a key: a name in a store may hold what a path cannot, two slashes for one."""
    joined = path.joinpath(*name.split("/"))
    return joined if _key(joined) == key else cast(Path, cast(Any, path).with_segments(key))


def fetched(paths: Sequence[Path], most: Sequence[int | None]) -> list[bytes | Exception]:
    """The bytes of files in remote places, those of each place at once; or why there are none.

    ``most``: so many bytes of the beginning of each, or all.

    Raises:
        ImportError: what reads such a place is not installed.
    """
    places: dict[Any, list[int]] = {}
    got: dict[int, bytes | Exception] = {}
    for number, path in enumerate(paths):
        try:
            places.setdefault(_fs(path), []).append(number)
        except ImportError:
            raise
        except Exception as error:
            got[number] = error
    for fs, numbers in places.items():
        keys = [_key(paths[number]) for number in numbers]
        got |= zip(numbers, _fetched(fs, keys, [most[number] for number in numbers]), strict=True)
    return [got[number] for number in range(len(paths))]


def _fetched(fs: Any, keys: list[str], most: list[int | None]) -> list[bytes | Exception]:
    starts = [None if one is None else 0 for one in most]
    try:
        # By ranges, since ``cat`` takes brackets and the like in a name for a pattern.
        found: list[bytes | Exception] = fs.cat_ranges(keys, starts, most)
    except Exception as error:
        return [error] * len(keys)
    return found


def _fs(path: Path) -> Any:
    return cast(Any, path).fs


def _key(path: Path) -> str:
    return str(cast(Any, path).path)


def _parts(key: str) -> list[str]:
    return key.split("/")


def _stamp(one: dict[str, Any]) -> datetime.datetime | None:
    """When it was last changed, in UTC, as far as its place says so in one of the usual ways."""
    when = one.get("LastModified") or one.get("mtime") or one.get("last_modified")
    if isinstance(when, int | float):
        when = datetime.datetime.fromtimestamp(when, datetime.UTC)
    if not isinstance(when, datetime.datetime):
        return None
    return when.astimezone(datetime.UTC).replace(tzinfo=None) if when.tzinfo else when
