"""Folder: files, folders, zips and mails → everything in them, each with its bytes or the reason.

Every file ends up here once, readable or not, so that none is lost from the list of files.
"""

from __future__ import annotations

import datetime
import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.files.archive import (
    MAX_ZIP_DEPTH,
    Room,
    judged,
    read_within_limits,
    skipped,
)
from toolkit.files.disk import must_exist
from toolkit.files.incoming import Incoming
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.text import printable


def open_inbox(
    paths: Sequence[Path], roster: Path | None = None, passwords: Sequence[str] = ()
) -> Iterator[Incoming]:
    """Everything under the paths, in the order of their names; the roster is left out.

    Raises:
        CannotRun: one of the paths is not there.
    """
    must_exist(paths)
    room = Room(passwords)
    roster_status = _status(roster) if roster else None
    shown: set[str] = set()
    for path in map(Path.absolute, paths):
        folder = path.name if path.is_dir() else path.parent.name
        here = Counter[str]()
        for one in _under(path, roster_status, room):
            here[one.path] += 1
            # A zip may hold two files of the same name, and so may two folders.
            name = f"{one.path}（{here[one.path]}）" if here[one.path] > 1 else one.path
            name = _shown(f"{folder}/{name}") if name in shown else name
            while name in shown:
                name += "（另一件）"
            shown.add(name)
            yield one if name == one.path else replace(one, path=name)


def _under(path: Path, roster: os.stat_result | None, room: Room) -> Iterator[Incoming]:
    if not path.is_dir():
        yield from _file(path, _shown(path.name), roster, room)
        return
    for one, name in _walk(path):
        if isinstance(one, Incoming):
            yield one
        else:
            yield from _file(one, name, roster, room)


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


def _file(path: Path, shown: str, roster: os.stat_result | None, room: Room) -> Iterator[Incoming]:
    status = _status(path)
    if status is None:
        lost = Refusal.LOST_LINK if path.is_symlink() else Refusal.CANNOT_OPEN
        yield Incoming(shown, unreadable=lost)
        return
    stamp = _changed(status)
    if roster and os.path.samestat(status, roster):
        yield Incoming(shown, ignored=Refusal.ROSTER, stamp=stamp)
        return
    if reason := skipped(shown):
        yield Incoming(shown, ignored=reason, stamp=stamp)
        return
    if not stat.S_ISREG(status.st_mode):
        # Reading a pipe that nobody writes to would never end.
        yield Incoming(shown, ignored=Refusal.SPECIAL, stamp=stamp)
        return
    try:
        with path.open("rb") as file:
            content = read_within_limits(file, status.st_size)
    except Unreadable as error:
        yield Incoming(shown, unreadable=error.refusal, stamp=stamp)
        return
    except OSError:
        yield Incoming(shown, unreadable=Refusal.CANNOT_OPEN, stamp=stamp)
        return
    yield from judged(Incoming(shown, stamp=stamp, source=path), content, room, MAX_ZIP_DEPTH)


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
