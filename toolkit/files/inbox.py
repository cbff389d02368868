"""Inbox: files, folders and zips → the bytes of everything in them, under limits.

Nothing is extracted to disk. Every file ends up here once, readable or not, so that none is lost
from the list of files.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from toolkit.errors import CannotRun
from toolkit.files.workbook import MAX_TOTAL_SIZE, ZIP_DAMAGE, ZIP_MAGIC
from toolkit.identity import JSON_BEGINS
from toolkit.text import printable
from toolkit.words import reasons, stops

MAX_ZIP_MEMBERS = 5_000
MAX_ZIP_DEPTH = 3
_LOCKS = ("~$", ".~", "._")
# What an Office document usually begins with: the name of its first member.
_FIRST_NAME, _DOCUMENT = slice(30, 60), b"[Content_Types].xml"
_SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file: its path as the list of files shows it, and its bytes or why there are none."""

    path: str
    content: bytes = b""
    ignored: str | None = None
    unreadable: str | None = None

    @property
    def stem(self) -> str:
        return PurePosixPath(self.path).stem


def read_existing(path: Path) -> bytes | None:
    """What stands where something is to be written; None where nothing does.

    Raises:
        CannotRun: it is no file, or cannot be read.
    """
    try:
        if not path.exists():
            return None
        if path.is_file():
            return path.read_bytes()
    except OSError as error:
        raise CannotRun(stops.not_writable(str(path))) from error
    raise CannotRun(stops.is_a_folder(str(path)))


def must_exist(paths: Sequence[Path]) -> None:
    """Raise CannotRun for the first path that is not there."""
    for path in paths:
        if not path.exists():
            raise CannotRun(stops.no_such_path(str(path)))


def open_inbox(paths: Sequence[Path], roster: Path | None = None) -> Iterator[Incoming]:
    """Everything under the paths, in the order of their names; the roster is left out.

    Raises:
        CannotRun: one of the paths is not there.
    """
    must_exist(paths)
    for path in paths:
        if path.is_file():
            yield from _file(path, printable(path.name), roster)
            continue
        for one in sorted(path.rglob("*")):
            if one.is_file():
                yield from _file(one, printable(one.relative_to(path).as_posix()), roster)


def _file(path: Path, shown: str, roster: Path | None) -> Iterator[Incoming]:
    if roster and roster.exists() and path.samefile(roster):
        yield Incoming(shown, ignored=reasons.ROSTER)
        return
    if reason := _skipped(path.name, shown):
        yield Incoming(shown, ignored=reason)
        return
    try:
        if path.stat().st_size > MAX_TOTAL_SIZE:
            yield Incoming(shown, unreadable=reasons.TOO_LARGE)
            return
        content = path.read_bytes()
    except OSError:
        yield Incoming(shown, unreadable=reasons.CANNOT_OPEN)
        return
    yield from _content(shown, content, MAX_ZIP_DEPTH)


def _skipped(name: str, shown: str) -> str | None:
    if name.startswith(_LOCKS) or name in _SYSTEM or "__MACOSX/" in shown:
        return reasons.LOCK_FILE
    return reasons.ROSTER if name.lower() in ("units.csv", "units.xlsx") else None


def _content(shown: str, content: bytes, depth: int) -> Iterator[Incoming]:
    if content.startswith(JSON_BEGINS):
        yield Incoming(shown, ignored=reasons.OWN_JSON)
        return
    if not content.startswith(ZIP_MAGIC) or content[_FIRST_NAME].startswith(_DOCUMENT):
        yield Incoming(shown, content)
        return
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            members = [one for one in package.infolist() if not one.is_dir()]
            if any(one.filename in ("[Content_Types].xml", "mimetype") for one in members):
                yield Incoming(shown, content)
            elif depth == 0 or len(members) > MAX_ZIP_MEMBERS:
                yield Incoming(shown, unreadable=reasons.TOO_LARGE)
            else:
                yield from _members(shown, package, members, depth)
    except ZIP_DAMAGE:
        yield Incoming(shown, unreadable=reasons.BROKEN)


def _members(
    shown: str, package: zipfile.ZipFile, members: list[zipfile.ZipInfo], depth: int
) -> Iterator[Incoming]:
    room = MAX_TOTAL_SIZE
    for member in sorted(members, key=_name):
        path = f"{shown}/{printable(_name(member))}"
        if reason := _skipped(PurePosixPath(path).name, path):
            yield Incoming(path, ignored=reason)
            continue
        try:
            with package.open(member) as file:
                content = file.read(room + 1)
        except ZIP_DAMAGE:
            yield Incoming(path, unreadable=reasons.BROKEN)
            continue
        room -= len(content)
        if room < 0:
            yield Incoming(path, unreadable=reasons.TOO_LARGE)
            return
        yield from _content(path, content, depth - 1)


def _name(member: zipfile.ZipInfo) -> str:
    """Zips made on Chinese Windows hold GBK names without the flag that says UTF-8."""
    if member.flag_bits & 0x800:
        return member.filename.replace("\\", "/")
    raw = member.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            # Old programs part folders by backslashes.
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return member.filename
