"""The seal of a workbook: whether it is still as we made it."""

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


def seal_value(content: bytes) -> bytes:
    """Lock the structure, for which xlsxwriter has no call, and write a digest of all parts."""
    parts = _parts(content)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>', 1
    )
    digest = _digest(parts)
    parts[CUSTOM] = _SEAL_VALUE.sub(rf"\g<1>{digest}\g<2>", parts[CUSTOM].decode()).encode()
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED
            )
    return buffer.getvalue()


def unchanged_since_made(content: bytes) -> bool:
    """Whether a workbook of ours is byte for byte as it was made, by the seal inside it."""
    try:
        parts = _parts(content)
        found = _SEAL_VALUE.search(parts[CUSTOM].decode())
    except (KeyError, *ZIP_DAMAGE):
        return False
    return bool(found) and f">{_digest(parts)}<" in parts[CUSTOM].decode()


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {one.filename: package.read(one) for one in package.infolist()}


def _digest(parts: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(parts):
        # The custom properties hold the digest itself; what else they say is on the hidden sheet.
        if name != CUSTOM:
            digest.update(name.encode() + b"\0" + hashlib.sha256(parts[name]).digest())
    return digest.hexdigest()
