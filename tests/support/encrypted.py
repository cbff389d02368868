"""Workbooks that ask for a password before they open."""

from __future__ import annotations

from io import BytesIO

from msoffcrypto.format.ooxml import OOXMLFile

from tests.support.build import filled

PASSWORD = "2024年报"


def locked(password: str, content: bytes | None = None) -> bytes:
    buffer = BytesIO()
    OOXMLFile(BytesIO(content or filled())).encrypt(password, buffer)
    return buffer.getvalue()
