"""Packages: the zip that an .xlsx or .ods file is, inflated under limits.

What a package declares is never believed: parts are read up to a limit, and larger ones are
refused.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from itertools import pairwise
from struct import Struct
from typing import IO
from urllib.parse import unquote

from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.zip_directory import Member, entries, usual_members

# Limits of a return. A template of ours has 20 parts and less than 0.5 MB of XML.
MAX_PARTS = 1_000
MAX_PART_SIZE = 20_000_000
MAX_TOTAL_SIZE = 40_000_000
# Start and end tags of a part that has to be parsed into a tree; sheets of ours need not be.
MAX_TAGS = 500_000
# calamine stores a sheet densely: rows × columns up to the last used cell.
MAX_ROWS, MAX_COLUMNS, MAX_AREA = 20_000, 1_000, 2_000_000
# Cells and merged ranges that an .xlsx lists one by one.
MAX_CELLS = 300_000
MAX_MERGED = 20_000
# No sheet of Excel has more.
EXCEL_ROWS, EXCEL_COLUMNS = 1_048_576, 16_384


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a package may be; what is larger is refused before it can do harm."""

    # Bytes of one inflated part, and of all parts together.
    part: int = MAX_PART_SIZE
    whole: int = MAX_TOTAL_SIZE
    tags: int = MAX_TAGS
    rows: int = MAX_ROWS
    columns: int = MAX_COLUMNS
    cells: int = MAX_CELLS
    merged: int = MAX_MERGED
    # Rows × columns of a sheet: so many, and so many more for each cell that is there.
    area: int = MAX_AREA
    area_per_cell: int = 0


OF_A_RETURN = Limits()
# A consolidated workbook of ours inflates to 8 to 15 times its size, a bomb to 1,000 times.
_MOST_INFLATED, _OURS_AT_MOST = 40, 1_200_000_000
# Of one sheet: 550,000 findings, or 47,000 units.
MAX_CELLS_OF_A_SUM = 10_000_000


def of_a_sum(size: int) -> Limits:
    """Limits of a consolidated workbook, which grows with its units and findings.

    Anybody may call a workbook ours. So the limits grow with ``size``, the bytes of the package
    itself: a small file still cannot ask for much. The rest is what a process can hold.
    """
    whole = min(max(MAX_TOTAL_SIZE, _MOST_INFLATED * size), _OURS_AT_MOST)
    return Limits(
        part=whole,
        whole=whole,
        tags=max(MAX_TAGS, whole // 100),
        rows=EXCEL_ROWS,
        columns=EXCEL_COLUMNS,
        cells=MAX_CELLS_OF_A_SUM,
        merged=100_000,
        area_per_cell=4,
    )


# What zipfile raises on members that are damaged, encrypted or exotic.
ZIP_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
_CHINESE = re.compile(rb"\s*<\?xml[^>]{1,60}?encoding\s*=\s*[\"'](?:gb|x-gb|cp936)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
ZIP_MAGIC = b"PK\x03\x04"
# The head of a member: its magic, its flags, and how long its name is and what comes behind it.
_HEAD = Struct("<4s2xH18xHH")
# How well it is packed, that its sizes stand behind it, that its name is UTF-8.
_USUAL_FLAGS, _UTF_8 = 0x80E, 0x800
# Members of so many bytes are inflated in one go. What a small one gave is remembered: one of so
# many bytes, and of so many once it is inflated.
_AT_ONCE, _SMALL, _SMALL_INFLATED = 1_000_000, 2_000, 20_000


@contextmanager
def damage_is_unreadable() -> Iterator[None]:
    """Whatever a parser raises at a damaged file costs that file and not the run.

    This includes a panic of calamine, which is not an Exception.

    Raises:
        Unreadable: in place of everything except an interruption.
    """
    try:
        yield
    except (Unreadable, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except MemoryError as error:
        raise Unreadable(Refusal.TOO_LARGE) from error
    except BaseException as error:
        raise Unreadable(Refusal.BROKEN) from error


@lru_cache(4_000)
def part_name(name: str, folder: str = "") -> str:
    """The one spelling in which names of parts are compared: no case, no escapes, no backslashes.

    ``folder``: the one from which the name is counted, unless it begins with a slash.
    """
    plain = unquote(name.strip()).replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", folder, plain)).lstrip("/").lower()


class Zip:
    """A zip and its members."""

    def __init__(self, content: bytes, usual: Sequence[Member] | None) -> None:
        """``usual``: what :func:`usual_members` gives.

        Raises what zipfile raises where it cannot read an unusual directory.
        """
        self.content = content
        # All of them, folders too, in the order of the directory.
        self.every = list(map(_as_member, self._by_zipfile.infolist())) if usual is None else usual
        # Those that are no folders, by their names as part_name has them; of one name the last.
        self.members = {
            part_name(one.name): one for one in self.every if not one.name.endswith(("/", "\\"))
        }

    @cached_property
    def _by_zipfile(self) -> zipfile.ZipFile:
        """As zipfile reads it, which tells best what is unusual or wrong."""
        return zipfile.ZipFile(BytesIO(self.content))

    @cached_property
    def _infos(self) -> dict[Member, zipfile.ZipInfo]:
        return dict(zip(self.every, self._by_zipfile.infolist(), strict=True))

    @cached_property
    def _overlap(self) -> bool:
        ends = sorted((one.at, one.at + _HEAD.size + one.packed) for one in self.every)
        return any(end > start for (_, end), (start, _) in pairwise(ends))

    def opened(self, member: Member) -> IO[bytes]:
        """A member, to be read by and by.

        Its own head may spell its name unlike the directory: with backslashes.

        Raises:
            BadZipFile: its head has the name of another part, or anything else is wrong.
        """
        package, info = self._by_zipfile, self._infos[member]
        try:
            return package.open(info)
        except zipfile.BadZipFile:
            start = info.header_offset + _HEAD.size
            length = int.from_bytes(self.content[start - 4 : start - 2], "little")
            spelt = self.content[start : start + length]
            name = spelt.decode("utf-8" if info.flag_bits & _UTF_8 else "cp437")
            if part_name(name) != part_name(info.filename):
                raise
            info.orig_filename = name
            return package.open(info)

    def at_once(self, member: Member, most: int) -> bytes | None:
        """A small member that is packed as usual, in one go; zipfile takes as long again for its
        steps.

        None where anything about it is unusual or wrong.
        """
        start = member.at + _HEAD.size
        if member.method != zipfile.ZIP_DEFLATED or member.flags & ~_USUAL_FLAGS or self._overlap:
            return None
        if not _HEAD.size <= start <= len(self.content) or max(member.packed, member.size) > most:
            return None
        magic, flags, name, extra = _HEAD.unpack_from(self.content, member.at)
        spelt = self.content[start : start + name]
        if (magic, flags, spelt) != (ZIP_MAGIC, member.flags, member.spelt):
            return None
        start += name + extra
        packed = self.content[start : start + member.packed]
        small = member.packed <= _SMALL and member.size <= _SMALL_INFLATED
        return (_unpacked_once if small else _unpacked)(packed, member.size, member.crc)


def _as_member(one: zipfile.ZipInfo) -> Member:
    spelt = one.orig_filename.encode("utf-8" if one.flag_bits & _UTF_8 else "cp437")
    # On Windows zipfile has other slashes in ``filename``.
    name = one.orig_filename.partition("\0")[0]
    packing = one.flag_bits, one.compress_type, one.CRC, one.compress_size, one.file_size
    return Member(name, spelt, *packing, one.header_offset)


def _unpacked(packed: bytes, size: int, crc: int) -> bytes | None:
    """What was deflated; None where it is not of this size and checksum."""
    inflating = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        part = inflating.decompress(packed, size + 1)
    except zlib.error:
        return None
    complete = inflating.eof and not inflating.unused_data and len(part) == size
    return part if complete and zlib.crc32(part) == crc else None


# The returns of one template share most of their small parts.
_unpacked_once = lru_cache(64)(_unpacked)


def open_package(content: bytes) -> Zip:
    """The package, once its number of parts is known to be sane.

    Raises:
        Unreadable: it has too many (reading a directory of a million entries takes seconds), or one
            of them twice, so that nobody knows which one was seen on the screen.
    """
    usual = usual_members(content, MAX_PARTS)
    if usual is None and entries(content) > MAX_PARTS:
        raise Unreadable(Refusal.TOO_LARGE)
    package = Zip(content, usual)
    if len(package.members) == len(package.every):
        return package
    for one in package.every:
        twin = package.members.get(part_name(one.name))
        if twin and (twin.crc, twin.size) != (one.crc, one.size):
            raise Unreadable(Refusal.BROKEN)
    return package


def inflate(package: Zip, chosen: Callable[[str], object]) -> dict[str, bytes]:
    """The chosen XML parts by their names as :func:`part_name` spells them, read under limits.

    Raises:
        Unreadable: they are too large, or define entities.
    """
    return inflated(package, [name for name in package.members if chosen(name)])


def _at_most(file: IO[bytes], most: int) -> bytes:
    return file.read(most + 1)


def inflated(
    package: Zip,
    names: Iterable[str],
    limits: Limits = OF_A_RETURN,
    read: Callable[[IO[bytes], int], bytes] = _at_most,
) -> dict[str, bytes]:
    """These members as XML parts, read under limits.

    Raises:
        Unreadable: they are too large, or define entities.
    """
    parts: dict[str, bytes] = {}
    total = 0
    for name in names:
        member = package.members[name]
        part = package.at_once(member, min(limits.part, _AT_ONCE))
        if part is None:
            with package.opened(member) as file:
                part = read(file, limits.part)
        total += len(part)
        if len(part) > limits.part or total > limits.whole:
            raise Unreadable(Refusal.TOO_LARGE)
        # In another encoding a search for these bytes would miss the words.
        parts[name] = part = _in_utf_8(part)
        # A single byte is found many times faster.
        if b"!" in part and (b"<!DOCTYPE" in part or b"<!ENTITY" in part):
            raise Unreadable(Refusal.UNSAFE)
    return parts


def _in_utf_8(part: bytes) -> bytes:
    """The XML in UTF-8, without a declaration where it was in another encoding.

    Parsers of Python know neither GBK nor GB 18030, which programs in China may write.
    """
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif _CHINESE.match(part):
        encoding = "gb18030"
    else:
        return part
    return _DECLARATION.sub("", part.decode(encoding, "replace")).encode()
