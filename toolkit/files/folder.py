"""Folder: files, folders, zips and mails → everything in them, each with its bytes or the reason.

Every file ends up here once, readable or not, so that none is lost from the list of files.
"""

from __future__ import annotations

import datetime
import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from toolkit.files.archive import (
    MAX_ZIP_DEPTH,
    Room,
    judged,
    judged_alone,
    part_of_a_page,
    read_within_limits,
    skipped,
)
from toolkit.files.disk import must_exist
from toolkit.files.incoming import Incoming
from toolkit.files.remote import is_remote, listed, opened_for_reading
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.text import printable


@dataclass(frozen=True, slots=True)
class Found:
    """One file that lies under a path, before anybody has looked into it."""

    # With its ``source``; or with the reason why nobody needs to look into it.
    one: Incoming
    # The number of the path that was named, and the folder that it is or lies in.
    root: tuple[int, str] = (0, "")
    # Bytes, as the listing says.
    size: int = 0


class Names:
    """The names under which files are shown: each only once."""

    def __init__(self) -> None:
        self._here, self._shown = Counter[tuple[int, str]](), set[str]()

    def given(self, one: Incoming, root: tuple[int, str]) -> Incoming:
        """The file, under another name if its own is taken."""
        number, folder = root
        self._here[number, one.path] += 1
        # A zip may hold two files of the same name, and so may two folders.
        again = self._here[number, one.path]
        name = f"{one.path}（{again}）" if again > 1 else one.path
        name = _shown(f"{folder}/{name}") if name in self._shown else name
        while name in self._shown:
            name += "（另一件）"
        self._shown.add(name)
        return one if name == one.path else replace(one, path=name)


def open_inbox(
    paths: Sequence[Path], roster: Path | None = None, passwords: Sequence[str] = ()
) -> Iterator[Incoming]:
    """Everything under the paths, in the order of their names; the roster is left out.

    Raises:
        CannotRun: one of the paths is not there.
    """
    room, names = Room(passwords), Names()
    for found in find_files(paths, roster):
        for one in opened(found, room):
            yield names.given(one, found.root)


def find_files(paths: Sequence[Path], roster: Path | None = None) -> Iterator[Found]:
    """Every file under the paths, in the order of their names; none is looked into.

    Raises:
        CannotRun: one of the paths is not there.
    """
    must_exist(paths)
    for number, path in enumerate(paths):
        within = _remote(path, roster) if is_remote(path) else _local(path.absolute(), roster)
        for found in within:
            yield replace(found, root=(number, found.root[1]))


def opened(found: Found, room: Room) -> Iterator[Incoming]:
    """A file judged by its kind: ready to be read, or with the reason why not, or unpacked."""
    one = found.one
    if one.source is None:
        yield one
        return
    try:
        with opened_for_reading(one.source) as file:
            content = read_within_limits(file, found.size)
    except Unreadable as error:
        yield Incoming(one.path, unreadable=error.refusal, stamp=one.stamp)
    except OSError:
        yield Incoming(one.path, unreadable=Refusal.CANNOT_OPEN, stamp=one.stamp)
    else:
        yield from judged(one, content, room, MAX_ZIP_DEPTH)


def opened_alone(found: Found, content: bytes | None = None) -> Incoming | None:
    """The same of a file that is no archive, with its bytes; None of one that is.

    ``content``: the bytes, if they were fetched already.
    """
    one = found.one
    assert one.source
    try:
        with BytesIO(content) if content is not None else one.source.open("rb") as file:
            content = read_within_limits(file, found.size)
    except Unreadable as error:
        return Incoming(one.path, unreadable=error.refusal, stamp=one.stamp)
    judged_one = judged_alone(one, content)
    if judged_one is None or judged_one.source is None:
        return judged_one
    return replace(judged_one, held=content, source=None)


def _local(path: Path, roster: Path | None) -> Iterator[Found]:
    status = _status(roster) if roster and not is_remote(roster) else None
    if not path.is_dir():
        yield _file(path, _shown(path.name), status, path.parent.name)
        return
    for one, name in _walk(path):
        if isinstance(one, Incoming):
            yield Found(one, (0, path.name))
        else:
            yield _file(one, name, status, path.name)


def _remote(path: Path, roster: Path | None) -> Iterator[Found]:
    for one in listed(path):
        shown = _shown(one.name)
        reason = Refusal.ROSTER if roster and str(one.path) == str(roster) else skipped(shown)
        source = None if reason else one.path
        file = Incoming(shown, ignored=reason, stamp=one.stamp, source=source)
        yield Found(file, (0, one.folder), one.size)


def _walk(root: Path) -> Iterator[tuple[Path | Incoming, str]]:
    """Every file below a folder with the path that is shown for it, in the order of the names.

    No link to a folder is followed and no folder is entered twice, so the walk ends.
    """
    todo, seen = [root], set[tuple[int, int]]()
    while todo:
        path = todo.pop()
        shown = _shown(path.relative_to(root).as_posix() if path != root else root.name)
        status = _status(path)
        if status is None or not stat.S_ISDIR(status.st_mode):
            yield path, shown
        elif path != root and (path.is_symlink() or (status.st_dev, status.st_ino) in seen):
            yield Incoming(shown, ignored=Refusal.FOLDER_LINK), shown
        else:
            # Where the system gives files no numbers, no folder counts as seen.
            seen |= {(status.st_dev, status.st_ino)} if status.st_ino else set()
            within = _entries(path)
            if within is None:
                yield Incoming(shown, unreadable=Refusal.CANNOT_OPEN), shown
            todo += within or []


def _entries(folder: Path) -> list[Path] | None:
    """What is in a folder, in reverse order; None where it cannot be opened."""
    try:
        return sorted(folder.iterdir(), reverse=True)
    except OSError:
        return None


def _file(path: Path, shown: str, roster: os.stat_result | None, folder: str) -> Found:
    status = _status(path)
    root = 0, folder
    if status is None:
        lost = Refusal.LOST_LINK if path.is_symlink() else Refusal.CANNOT_OPEN
        return Found(Incoming(shown, unreadable=lost), root)
    reason = skipped(shown) or part_of_a_page(path.as_posix(), os.path.exists)
    if roster and os.path.samestat(status, roster):
        reason = Refusal.ROSTER
    if not reason and not stat.S_ISREG(status.st_mode):
        # Reading a pipe that nobody writes to would never end.
        reason = Refusal.SPECIAL
    source = None if reason else path
    one = Incoming(shown, ignored=reason, stamp=_changed(status), source=source)
    return Found(one, root, status.st_size)


def _shown(name: str) -> str:
    """A path below a folder, readable even where old systems left names in GBK."""
    if name.isprintable():
        return name
    try:
        return printable(os.fsencode(name).decode("gb18030"))
    except UnicodeError:
        return printable(name)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except (OSError, ValueError):
        return None


def _changed(status: os.stat_result) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromtimestamp(status.st_mtime, datetime.UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None
