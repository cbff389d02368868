"""Archives: a zip or a mail → everything in it, one file after the other, under limits.

Nothing is extracted to disk, and no size that an archive states is trusted. The names in it are
only ever shown.
"""

from __future__ import annotations

import datetime
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from typing import IO, TYPE_CHECKING

from toolkit.documents.formats import READERS
from toolkit.files import words
from toolkit.files.incoming import MAX_FILE_SIZE, MAX_SUM_SIZE, Incoming
from toolkit.files.mailbox import mails_in
from toolkit.files.remote import is_remote
from toolkit.grids.names import JOURNAL, ROSTERS
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.kind import (
    HEAD,
    FileKind,
    is_package,
    kind_of,
    looks_like_mail,
    unusable,
)
from toolkit.spreadsheets.xlsx import may_be_a_sum
from toolkit.spreadsheets.zip_directory import entries
from toolkit.text import printable

if TYPE_CHECKING:
    from email.message import Message

    from toolkit.files.mail import Attachment

MAX_ARCHIVE_SIZE = 100_000_000
MAX_UNPACKED = 200_000_000
MAX_ZIP_MEMBERS, MAX_MEMBERS = 5_000, 50_000
MAX_ZIP_DEPTH = 3
# All mails of a run together may take fifteen seconds, by `toolkit.spreadsheets.mail_tree.effort`.
MAX_WORK = 100_000_000
# Decrypting is done in plain Python: a megabyte takes more than a second.
MAX_LOCKED_SIZE, MAX_UNLOCKED = 2_000_000, 50_000_000
_LONGEST_NAME = 200

_TEMPORARY = re.compile(r"~\$|\.~|\._|~.*\.tmp$", re.IGNORECASE)
_SYSTEM = {".ds_store", "thumbs.db", "desktop.ini"}
_ARCHIVES = {FileKind.ZIP, FileKind.EML}
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
# The folder beside a page that was saved with all that is on it.
_PAGE_FOLDER, _PAGES = re.compile(r"(.+)(?:_files|\.files)"), (".html", ".htm")
# What a Mac sends beside a file, under the same name: its icon and the like.
_APPLE_DOUBLE = b"\0\x05\x16\x07"
# What SQLite adds to the name of a database for what it may have to take back.
_BESIDE = "-journal"
# bzip2 and LZMA cannot be inflated bit by bit, so no limit could be kept.
_BIT_BY_BIT = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENDING_ONLY = re.compile(r"(\.[A-Za-z0-9]+)?")
# The time that a zip without times states.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


class Room:
    """What may still be unpacked in this run, and the passwords that may be tried."""

    def __init__(self, passwords: Iterable[str] = ()) -> None:
        self.size, self.members, self.locked = MAX_UNPACKED, MAX_MEMBERS, MAX_UNLOCKED
        self.work = MAX_WORK
        both = [one.encode(codec, "replace") for one in passwords for codec in ("utf-8", "gbk")]
        self.passwords = list(dict.fromkeys(both))

    def take(self, size: int = 0, members: int = 0, locked: int = 0, work: int = 0) -> None:
        """Take so much of what is left; raise Unreadable where that is not enough."""
        if size > self.size or members > self.members or locked > self.locked or work > self.work:
            raise Unreadable(Refusal.TOO_MUCH)
        self.size -= size
        self.members -= members
        self.locked -= locked
        self.work -= work


def unpack(
    shown: str,
    content: bytes,
    kind: FileKind,
    room: Room | None = None,
    stamp: datetime.datetime | None = None,
    depth: int = MAX_ZIP_DEPTH,
) -> Iterator[Incoming]:
    """Everything in a zip or a mail; the archive itself where nothing can be got out of it."""
    room = room or Room()
    try:
        if kind is FileKind.EML:
            yield from _mails(shown, content, room, stamp, depth)
        else:
            yield from _zip(shown, content, room, depth)
    except Unreadable as error:
        yield Incoming(shown, unreadable=error.refusal, kind=kind, stamp=stamp)
    except Exception:
        # A fault of ours in one archive must not cost the others.
        if os.environ.get("TOOLKIT_DEBUG"):
            raise
        yield Incoming(shown, unreadable=Refusal.CRASHED, kind=kind, stamp=stamp)


def skipped(path: str) -> Refusal | None:
    """Why a file is left alone, judged by its name and its folders; None where it is not."""
    *folders, name = path.split("/")
    if _TEMPORARY.match(name) or name.lower() in _SYSTEM or "__MACOSX" in folders:
        return Refusal.LOCK_FILE
    if any(one.startswith(".") and one.strip(".") for one in (*folders, name)):
        return Refusal.HIDDEN
    if name.removesuffix(_BESIDE) == JOURNAL:
        return Refusal.OWN_JOURNAL
    return Refusal.ROSTER if name.lower() in ROSTERS else None


def part_of_a_page(path: str, exists: Callable[[str], bool]) -> Refusal | None:
    """Why a file is left alone that a browser has saved beside a page, as its picture or style."""
    *folders, _ = path.split("/")
    for depth, folder in enumerate(folders):
        if page := _PAGE_FOLDER.fullmatch(folder):
            beside = "/".join((*folders[:depth], page[1]))
            if any(exists(beside + ending) for ending in _PAGES):
                return Refusal.PART_OF_A_PAGE
    return None


def read_within_limits(file: IO[bytes], size: int, room: Room | None = None) -> bytes:
    """A file's bytes, or only the beginning where that is enough to say what it is.

    Raises:
        Unreadable: it is too large, by its stated or its true size, or there is no room for it.
    """
    head = file.read(HEAD)
    if not is_package(head):
        return _document(file, head, size, room)
    if size > MAX_ARCHIVE_SIZE:
        raise Unreadable(Refusal.HUGE_MAILBOX if looks_like_mail(head) else Refusal.TOO_LARGE)
    if room:
        # zipfile reads no more of a member than its stated size.
        room.take(size)
    if len(head) < HEAD:
        return head
    content = head + file.read(MAX_ARCHIVE_SIZE - len(head) + 1)
    if len(content) > MAX_ARCHIVE_SIZE:
        raise Unreadable(Refusal.TOO_LARGE)
    return content


def _document(file: IO[bytes], head: bytes, size: int, room: Room | None) -> bytes:
    """The bytes of a document; only the head of anything else.

    Raises:
        Unreadable: it is too large to be a report, or there is no room for it.
    """
    kind = kind_of(head)
    if len(head) < HEAD or kind not in READERS:
        return head
    if size <= MAX_FILE_SIZE:
        if room:
            room.take(size)
        content = head + file.read(MAX_FILE_SIZE - len(head) + 1)
        if len(content) <= MAX_FILE_SIZE:
            return content
    raise Unreadable(unusable(kind) or Refusal.TOO_LARGE)


def enough(size: int) -> int | None:
    """So many bytes of a file of that size are all that is read within limits; None: all."""
    return HEAD if size > MAX_ARCHIVE_SIZE else None


def judged(one: Incoming, content: bytes, room: Room, depth: int) -> Iterator[Incoming]:
    """A file by its kind: unchanged, with the reason why it cannot be used, or unpacked."""
    kind = kind_of(content)
    if kind not in _ARCHIVES:
        yield _by_kind(one, kind, content)
    elif depth == 0:
        yield _but(one, kind, unreadable=Refusal.TOO_DEEP)
    else:
        yield from unpack(one.path, content, kind, room, one.stamp, depth)


def judged_alone(one: Incoming, content: bytes) -> Incoming | None:
    """The same of a file that is no archive; None of one that is."""
    kind = kind_of(content)
    return None if kind in _ARCHIVES else _by_kind(one, kind, content)


def _by_kind(one: Incoming, kind: FileKind, content: bytes) -> Incoming:
    if kind is FileKind.JSON_OURS:
        return _but(one, kind, ignored=Refusal.OWN_JSON)
    if kind not in READERS and (reason := unusable(kind)):
        return _but(one, kind, unreadable=reason)
    if len(content) > MAX_SUM_SIZE or (len(content) > MAX_FILE_SIZE and not may_be_a_sum(content)):
        return _but(one, kind, unreadable=Refusal.TOO_LARGE)
    # What is not on disk would have to be fetched again.
    source = None if one.source is None or is_remote(one.source) else one.source
    held = b"" if source else content
    return Incoming(one.path, held, kind=kind, stamp=one.stamp, source=source)


def _but(
    one: Incoming, kind: FileKind, ignored: Refusal | None = None, unreadable: Refusal | None = None
) -> Incoming:
    return Incoming(one.path, b"", ignored, unreadable, kind, one.stamp)


def name_shown(name: str) -> str:
    """A name from outside as a part of a path that is only shown: printable and not endless."""
    # Old programs separate folders by backslashes.
    clean = printable(name).replace("\\", "/").strip("/ ")
    if len(clean) <= _LONGEST_NAME:
        return clean
    return f"{clean[: _LONGEST_NAME // 2]}…{clean[-_LONGEST_NAME // 2 :]}"


# --- Zips ----------------------------------------------------------------------------------------


def _zip(shown: str, content: bytes, room: Room, depth: int) -> Iterator[Incoming]:
    if entries(content) > MAX_ZIP_MEMBERS:
        raise Unreadable(Refusal.TOO_LARGE)
    try:
        package = zipfile.ZipFile(BytesIO(content))
        named = [(_decoded(one), one) for one in package.infolist()]
    except Exception as error:
        raise Unreadable(Refusal.BROKEN) from error
    # An entry that is named like a folder and is not empty is a file all the same.
    members = [one for one in named if one[1].file_size or not one[0].endswith(("/", "\\"))]
    if not members:
        raise Unreadable(Refusal.EMPTY_ARCHIVE)
    room.take(members=len(members))
    names = {name_shown(name) for name, _ in members}
    for name, member in sorted(members, key=lambda pair: pair[0].replace("\\", "/")):
        clean = name_shown(name) or words.NAMELESS
        path, stamp = f"{shown}/{clean}", _changed(member)
        if reason := skipped(clean) or part_of_a_page(clean, names.__contains__):
            yield Incoming(path, ignored=reason, stamp=stamp)
            continue
        try:
            inflated = _inflated(package, member, room)
        except Unreadable as error:
            yield Incoming(path, unreadable=error.refusal, stamp=stamp)
            continue
        yield from judged(Incoming(path, stamp=stamp), inflated, room, depth - 1)


def _inflated(package: zipfile.ZipFile, member: zipfile.ZipInfo, room: Room) -> bytes:
    """A member's bytes, as far as they are needed.

    Raises:
        Unreadable: with the reason.
    """
    if member.flag_bits & _ENCRYPTED:
        return _unlocked(package, member, room)
    if member.compress_type not in _BIT_BY_BIT:
        raise Unreadable(Refusal.UNUSUAL_ZIP)
    try:
        with package.open(member) as file:
            return read_within_limits(file, member.file_size, room)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(Refusal.BROKEN) from error


def _unlocked(package: zipfile.ZipFile, member: zipfile.ZipInfo, room: Room) -> bytes:
    """A member's bytes, by the first password that opens it; zipfile cannot decrypt AES.

    Raises:
        Unreadable: with the reason.
    """
    if not room.passwords or member.compress_type not in _BIT_BY_BIT:
        raise Unreadable(Refusal.LOCKED_ARCHIVE)
    size = max(member.file_size, member.compress_size)
    if size > MAX_LOCKED_SIZE:
        raise Unreadable(Refusal.TOO_LARGE)
    room.take(member.file_size, locked=size)
    for password in room.passwords:
        # One wrong password in 256 passes here; the checksum at the end of the member finds it.
        with suppress(Exception), package.open(member, pwd=password) as file:
            return file.read()
    raise Unreadable(Refusal.LOCKED_ARCHIVE)


def _decoded(member: zipfile.ZipInfo) -> str:
    """The name; zips made on Chinese Windows hold it in GBK, without the flag that says UTF-8."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    if raw.isascii():
        return member.filename
    texts = []
    for encoding in ("utf-8", "gb18030"):
        try:
            texts.append(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    # Some short Chinese names in GBK are valid UTF-8 as well, but then in another script.
    chinese = (one for one in texts if any(letter >= "\u2e80" for letter in one))
    return next(chinese, (*texts, member.filename)[0])


def _changed(member: zipfile.ZipInfo) -> datetime.datetime | None:
    """When a member was changed: a local time without its time zone, so ours is assumed."""
    if member.date_time == _NO_TIME:
        return None
    try:
        local = datetime.datetime(*member.date_time)
        return local.astimezone(datetime.UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None


# --- Mails ---------------------------------------------------------------------------------------


def _mails(
    shown: str, content: bytes, room: Room, stamp: datetime.datetime | None, depth: int
) -> Iterator[Incoming]:
    """A mail, or every mail of a mailbox under its number.

    In a mailbox most mails may have nothing to do with the returns: those without attachments are
    passed over there, unless there are no others.
    """
    # Importing what parses mails takes long, and most runs have none.
    from toolkit.spreadsheets.mail_tree import effort, parse_mail

    number, only_empty = "", True
    for number, one in mails_in(content):
        path = shown + number
        try:
            room.take(members=1, work=effort(one))
            for found in _mail(path, parse_mail(one), room, stamp, depth):
                empty = bool(number) and found.unreadable is Refusal.EMPTY_MAIL
                only_empty = only_empty and (empty or found.ignored is not None)
                yield (
                    replace(found, unreadable=None, ignored=Refusal.EMPTY_MAIL) if empty else found
                )
        except Unreadable as error:
            only_empty = False
            yield Incoming(path, unreadable=error.refusal, kind=FileKind.EML, stamp=stamp)
    if number and only_empty:
        yield Incoming(shown, unreadable=Refusal.EMPTY_MAIL, kind=FileKind.EML, stamp=stamp)


def _mail(
    shown: str, message: Message, room: Room, stamp: datetime.datetime | None, depth: int
) -> Iterator[Incoming]:
    from toolkit.files.mail import attachments, sent

    stamp = sent(message) or stamp
    only_pictures = True
    for number, one in enumerate(attachments(message), 1):
        room.take(members=1)
        for found in _attachment(shown, number, one, room, stamp, depth):
            only_pictures = only_pictures and found.ignored is not None
            yield found
    if only_pictures:
        yield Incoming(shown, unreadable=Refusal.EMPTY_MAIL, kind=FileKind.EML, stamp=stamp)


def _attachment(
    shown: str,
    number: int,
    one: Attachment,
    room: Room,
    stamp: datetime.datetime | None,
    depth: int,
) -> Iterator[Incoming]:
    name = name_shown(one.name)
    if _ENDING_ONLY.fullmatch(name):
        name = words.attachment(number) + name
    named = Incoming(f"{shown}/{name}", stamp=stamp)
    if one.mail:
        if depth <= 1:
            yield _but(named, FileKind.EML, unreadable=Refusal.TOO_DEEP)
        else:
            yield from _nested(named.path, one.mail, room, stamp, depth - 1)
        return
    try:
        content = one.content()
        room.take(len(content) if is_package(content) else 0)
    except Unreadable as error:
        yield Incoming(named.path, unreadable=error.refusal, stamp=stamp)
        return
    kind = kind_of(content)
    if one.signature:
        yield _but(named, kind, ignored=Refusal.MAIL_SIGNATURE)
    elif one.embedded and kind is FileKind.PICTURE:
        yield _but(named, kind, ignored=Refusal.MAIL_PICTURE)
    elif content.startswith(_APPLE_DOUBLE):
        yield _but(named, kind, ignored=Refusal.LOCK_FILE)
    elif reason := skipped(name):
        yield _but(named, kind, ignored=reason)
    else:
        yield from judged(named, content, room, depth - 1)


def _nested(
    shown: str, message: Message, room: Room, stamp: datetime.datetime | None, depth: int
) -> Iterator[Incoming]:
    try:
        yield from _mail(shown, message, room, stamp, depth)
    except Unreadable as error:
        yield Incoming(shown, unreadable=error.refusal, kind=FileKind.EML, stamp=stamp)
