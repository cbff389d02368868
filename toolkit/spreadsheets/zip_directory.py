"""The directory of a zip, read in a fraction of zipfile's time where it is a usual one."""

from __future__ import annotations

from struct import Struct, unpack_from
from typing import NamedTuple

# The end of a zip: disks, members, size and start of the directory, length of a comment.
_END = Struct("<4s4H2LH")
# A member in the directory: the version that reads it, flags, method, checksum, both sizes, lengths
# of its name, of more and of a comment, and where it is.
_MEMBER = Struct("<4s2xB1x2H4x3L3H8xL")
_NEWEST_VERSION = 63


class Member(NamedTuple):
    """What the directory says of a member."""

    name: str
    # The name as the zip spells it.
    spelt: bytes
    flags: int
    method: int
    crc: int
    # Its sizes, in bytes, as it is in the zip and inflated, and where its head begins.
    packed: int
    size: int
    at: int


def usual_members(content: bytes, most: int) -> list[Member] | None:
    """The members of a zip, folders included.

    None where there are more than ``most``, or anything in the directory is not as it usually is
    and only zipfile tells what it says.
    """
    at = len(content) - _END.size
    if at < 0:
        return None
    end, *disks, here, count, size, start, comment = _END.unpack_from(content, at)
    unusual = any(disks) or here != count or count > most or comment or start + size != at
    # Before the end of a large zip stands where its other end is.
    if end != b"PK\x05\x06" or unusual or content.startswith(b"PK\x06\x07", max(at - 20, 0)):
        return None
    members: list[Member] = []
    for _ in range(count):
        if start > at - _MEMBER.size:
            return None
        magic, version, flags, method, crc, packed, size, length, more, comment, place = (
            _MEMBER.unpack_from(content, start)
        )
        start += _MEMBER.size
        spelt = content[start : start + length]
        plain = spelt.isascii() and b"\0" not in spelt
        if magic != b"PK\x01\x02" or version > _NEWEST_VERSION or more or not plain:
            return None
        start += length + comment
        members.append(Member(spelt.decode(), spelt, flags, method, crc, packed, size, place))
    return members if start == at else None


def entries(content: bytes) -> int:
    """An upper bound of a zip's members, counted before zipfile makes an object of each.

    Only the directory at the end is counted; members that are stored zips have their own.
    """
    at = len(content) - 22
    if content[at : at + 4] != b"PK\x05\x06" or content[-2:] != b"\0\0":
        at = content.rfind(b"PK\x05\x06", max(0, len(content) - 22 - 65_536))
    if at < 0 or at + 22 > len(content):
        return 0
    start = at - unpack_from("<I", content, at + 12)[0]
    if content.startswith(b"PK\x06\x07", max(0, at - 20)):
        start = 0
    return content.count(b"PK\x01\x02", max(0, start), at)
