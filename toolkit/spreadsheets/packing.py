"""Packing: a zip of parts of which each may have been deflated long before.

zipfile can only deflate what it writes. Nearly all parts of a template are the same for every unit,
and deflating them a thousand times would take longer than all else.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from struct import pack

# Version 2.0 of the format, made on Unix; and the method deflate.
_VERSION, _SYSTEM, _DEFLATE = 20, 3, 8
# Whoever unpacks the part may read and write it.
_RIGHTS = 0o600 << 16
# The flag of a name that is not plain ASCII: it is in UTF-8.
_UTF_8 = 0x800
# The earliest time that a zip can state; the current time would change the bytes at every run.
_TIME, _DATE = 0, 1 << 5 | 1


@dataclass(frozen=True, slots=True)
class PackedPart:
    """A part of a package, deflated."""

    name: str
    deflated: bytes
    # Of its content: how many bytes, the checksum of the zip, and the SHA-256.
    size: int
    checksum: int
    digest: bytes


class Packing:
    """A part while it is deflated, piece by piece, as zipfile does it.

    The same content gives the same bytes, whatever its pieces were.
    """

    def __init__(self, name: str) -> None:
        self._name, self._size, self._checksum = name, 0, 0
        self._deflate = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._digest, self._deflated = hashlib.sha256(), list[bytes]()

    def add(self, piece: bytes) -> None:
        """What comes next in it."""
        self._size += len(piece)
        self._checksum = zlib.crc32(piece, self._checksum)
        self._digest.update(piece)
        self._deflated.append(self._deflate.compress(piece))

    def part(self) -> PackedPart:
        """The part, once it is complete."""
        deflated = b"".join((*self._deflated, self._deflate.flush()))
        return PackedPart(self._name, deflated, self._size, self._checksum, self._digest.digest())


def packed(name: str, content: bytes) -> PackedPart:
    """The part with this content."""
    packing = Packing(name)
    packing.add(content)
    return packing.part()


def package_of_packed(parts: Iterable[PackedPart]) -> bytes:
    """A zip of these parts in this order; of less than 4 GB, which is what its fields can hold."""
    pieces, index, at = list[bytes](), list[bytes](), 0
    for part in parts:
        name = part.name.encode()
        flag = 0 if part.name.isascii() else _UTF_8
        sizes = part.checksum, len(part.deflated), part.size, len(name)
        told = pack("<5H3L2H", _VERSION, flag, _DEFLATE, _TIME, _DATE, *sizes, 0)
        pieces += [b"PK\x03\x04", told, name, part.deflated]
        # No comment, the first disk, and where the part begins.
        where = pack("<3H2L", 0, 0, 0, _RIGHTS, at)
        index.append(b"".join((b"PK\x01\x02", bytes((_VERSION, _SYSTEM)), told, where, name)))
        at += 4 + len(told) + len(name) + len(part.deflated)
    listed, count = b"".join(index), len(index)
    end = pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(listed), at, 0)
    return b"".join((*pieces, listed, end))
