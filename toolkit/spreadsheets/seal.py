"""Seals: a digest inside a workbook of ours, which shows whether it is still as we made it."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Mapping
from io import BytesIO

from toolkit.grids.identity import PROPERTY
from toolkit.spreadsheets.zip_package import ZIP_DAMAGE

CUSTOM = "docProps/custom.xml"

SEAL = PROPERTY + "seal"

_SEAL_VALUE = re.compile(rf'(name="{re.escape(SEAL)}"[^>]*><vt:lpwstr>)[0-9a-f]*(</vt:lpwstr>)')
# The earliest time that a zip can state; the current time would change the bytes at every run.
_NO_CLOCK = (1980, 1, 1, 0, 0, 0)


def seal_value(content: bytes) -> bytes:
    """Lock the structure, for which xlsxwriter has no call, and write a digest of all parts."""
    parts = parts_of(content)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>', 1
    )
    # The custom properties hold the digest itself; what else they say is on the hidden sheet.
    digest = digest_of_parts(parts, CUSTOM)
    parts[CUSTOM] = _SEAL_VALUE.sub(rf"\g<1>{digest}\g<2>", parts[CUSTOM].decode()).encode()
    return package_of(parts)


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
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name, _NO_CLOCK), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def digest_of_parts(parts: Mapping[str, bytes], sealed: str) -> str:
    """A SHA-256 digest of all parts except ``sealed``, the one that is to hold it."""
    digest = hashlib.sha256()
    for name in sorted(set(parts) - {sealed}):
        digest.update(name.encode() + b"\0" + hashlib.sha256(parts[name]).digest())
    return digest.hexdigest()


def digest_of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
