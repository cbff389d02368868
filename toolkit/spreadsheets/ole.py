"""Compound files ([MS-CFB]), which hold .xls and encrypted workbooks, and their properties."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from struct import error, pack, unpack_from
from typing import Any

from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.saved_time import sane

SUMMARY, DOCUMENT_SUMMARY = "\x05SummaryInformation", "\x05DocumentSummaryInformation"
_USER_DEFINED = bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae")
_PROPERTY_LIMIT = 1_000_000


def opened(content: bytes) -> Any:
    """The compound file in olefile, once its header and directory declare no more than it holds."""
    import olefile  # takes 20 ms, and few returns need it

    shift, fat, mini_fat, difat = (
        *unpack_from("<H", content, 30),
        *(unpack_from("<I", content, at)[0] for at in (44, 64, 72)),
    )
    if shift not in (9, 12) or max(fat, mini_fat, difat) > len(content) >> shift:
        raise Unreadable(Refusal.BROKEN)
    ole = olefile.OleFileIO(BytesIO(content))
    # olefile follows a chain for as long as the declared size asks, even in circles.
    if any(one and one.size > len(content) for one in ole.direntries):
        raise Unreadable(Refusal.BROKEN)
    return ole


def small(ole: Any, name: str) -> bytes:
    """A small stream; nothing where it is not there or broken."""
    with suppress(OSError, LookupError, ValueError, error):
        if ole.exists(name) and ole.get_size(name) <= _PROPERTY_LIMIT:
            return bytes(ole.openstream(name).read())
    return b""


def contained(stream: bytes) -> bytes:
    """A compound file that holds a Workbook stream and nothing else."""
    size, free, end, fat_sector, sector = max(len(stream), 4096), 0xFFFFFFFF, 0xFFFFFFFE, -3, 4096
    body = -(-size // sector)
    fats = next(n for n in range(1, 110) if n * 1024 >= n + 2 + body)
    # In this order: the allocation table, the directory, a mini stream (never used), the stream.
    chain_ = [*range(fats + 3, fats + 2 + body), end]
    fat = pack(f"<{fats}i", *[fat_sector] * fats) + pack(f"<{body + 2}I", end, end, *chain_)
    header = pack("<8s16x5H6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 4, 0xFFFE, 12, 6)
    header += pack("<9I", 1, fats, fats, 0, 4096, end, 0, end, 0)
    header += pack(f"<{fats}I", *range(fats)) + pack("<I", free) * (109 - fats)
    entry = "<64sHBB3I36xIQ"
    directory = b"".join(
        pack(entry, name.encode("utf-16-le"), 2 * len(name) + 2, kind, 1, free, free, child, at, n)
        for name, kind, child, at, n in (
            ("Root Entry", 5, 1, fats + 1, 64),
            ("Workbook", 2, free, fats + 2, size),
        )
    )
    parts = (header, fat.ljust(fats * sector, b"\xff"), directory, b"", stream)
    lengths = (sector, fats * sector, sector, sector, body * sector)
    return b"".join(part.ljust(n, b"\0") for part, n in zip(parts, lengths, strict=True))


# --- Properties --------------------------------------------------------------------------------


def codec_of(page: int) -> str:
    known = {1200: "utf-16-le", 65001: "utf-8", 936: "gbk", 54936: "gb18030"}
    return known.get(page, "gbk" if page <= 0 else f"cp{page}")


def _sections(stream: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Format and bytes of each section of a property set ([MS-OLEPS])."""
    if len(stream) >= 28:
        for number in range(min(unpack_from("<I", stream, 24)[0], 2)):
            name, start = unpack_from("<16sI", stream, 28 + 20 * number)
            yield name, stream[start:]


def _offsets(section: bytes) -> dict[int, int]:
    count = min(unpack_from("<I", section, 4)[0], 1_000)
    return dict(unpack_from("<II", section, 8 + 8 * number) for number in range(count))


def _value(section: bytes, at: int, codec: str) -> str | int | None:
    kind = unpack_from("<H", section, at)[0]
    if kind in (30, 31):
        size = unpack_from("<I", section, at + 4)[0]
        raw = section[at + 8 : at + 8 + (size if kind == 30 else 2 * size)]
        text = raw.decode(codec if kind == 30 else "utf-16-le", "replace")
        return text.partition("\0")[0]
    form = {2: "<h", 3: "<i", 11: "<h", 64: "<Q"}.get(kind)
    return int(unpack_from(form, section, at + 4)[0]) if form else None


def properties(stream: bytes) -> Mapping[str, str]:
    """The custom properties; none where their stream is damaged, which affects no figure."""
    try:
        for name, section in _sections(stream):
            if name == _USER_DEFINED:
                return dict(_named(section))
    except (error, LookupError, ValueError):
        return {}
    return {}


def _named(section: bytes) -> Iterator[tuple[str, str]]:
    offsets = _offsets(section)
    page = _value(section, offsets[1], "utf-8") if 1 in offsets else 936
    codec = codec_of(int(page or 0) & 0xFFFF)
    at = offsets[0]
    count = min(unpack_from("<I", section, at)[0], 1_000)
    at += 4
    for _ in range(count):
        number, size = unpack_from("<II", section, at)
        # In Unicode the size counts characters, and names are padded.
        length = size if codec != "utf-16-le" else 2 * size + (size % 2) * 2
        name = section[at + 8 : at + 8 + length].decode(codec, "replace").partition("\0")[0]
        at += 8 + length
        value = _value(section, offsets[number], codec) if number in offsets else None
        if value is not None:
            yield name, str(value).strip()


def saved_at(stream: bytes) -> datetime.datetime | None:
    """When it was last saved (UTC); None if there were no spreadsheets at that time."""
    try:
        for _, section in _sections(stream):
            ticks = int(_value(section, _offsets(section)[13], "utf-8") or 0)
            saved = datetime.datetime(1601, 1, 1) + datetime.timedelta(microseconds=ticks // 10)
            return sane(saved)
    except (error, LookupError, ValueError, OverflowError):
        return None
    return None
