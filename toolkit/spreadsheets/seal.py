"""Seals: a digest inside a workbook of ours, which shows whether it is still as we made it."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO

from toolkit.grids.identity import PROPERTY
from toolkit.spreadsheets.packing import PackedPart, package_of_packed, packed
from toolkit.spreadsheets.zip_package import ZIP_DAMAGE

CUSTOM = "docProps/custom.xml"

SEAL = PROPERTY + "seal"

_SEAL_VALUE = re.compile(rf'(name="{re.escape(SEAL)}"[^>]*><vt:lpwstr>)[0-9a-f]*(</vt:lpwstr>)')


def seal_value(content: bytes, *, locked: bool = True) -> bytes:
    """Write a digest of all parts.

    ``locked``: the structure is locked besides, for which xlsxwriter has no call.
    """
    parts = parts_of(content)
    if locked:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
            b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>', 1
        )
    # The custom properties hold the digest itself; what else they say is on the hidden sheet.
    return package_of_packed(
        sealed([packed(name, part) for name, part in parts.items()], parts[CUSTOM])
    )


def sealed(parts: Sequence[PackedPart], custom: bytes) -> list[PackedPart]:
    """The parts with the digest of all others in the custom properties.

    ``custom``: the custom properties with any digest in them.
    """
    digest = _digest({one.name: one.digest for one in parts if one.name != CUSTOM})
    with_digest = _SEAL_VALUE.sub(lambda found: found[1] + digest + found[2], custom.decode())
    return [packed(CUSTOM, with_digest.encode()) if one.name == CUSTOM else one for one in parts]


def unchanged_since_made(content: bytes) -> bool:
    """Whether a workbook of ours is byte for byte as it was made, by the seal inside it."""
    try:
        parts = parts_of(content)
        found = _SEAL_VALUE.search(parts[CUSTOM].decode())
    except (KeyError, *ZIP_DAMAGE):
        return False
    return bool(found) and f">{digest_of_parts(parts, CUSTOM)}<" in parts[CUSTOM].decode()


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a package by name, in its order.

    Raises:
        One of ZIP_DAMAGE: it is not a package that can be read.
    """
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {one.filename: package.read(one) for one in package.infolist()}


def package_of(parts: Mapping[str, bytes]) -> bytes:
    """The inverse of :func:`parts_of`: the same parts always give the same bytes."""
    return package_of_packed(packed(name, part) for name, part in parts.items())


def digest_of_parts(parts: Mapping[str, bytes], holder: str) -> str:
    """A SHA-256 digest of all parts except ``holder``, the one that is to hold it."""
    others = (name for name in parts if name != holder)
    return _digest({name: hashlib.sha256(parts[name]).digest() for name in others})


def _digest(of_parts: Mapping[str, bytes]) -> str:
    """``of_parts``: the SHA-256 of each part by its name."""
    digest = hashlib.sha256()
    for name in sorted(of_parts):
        digest.update(name.encode() + b"\0" + of_parts[name])
    return digest.hexdigest()


def digest_of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
