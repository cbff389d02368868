"""Files written into the text of a mail, as mail programs did before there were attachments."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple

from toolkit.grids.refusals import Refusal, Unreadable

# The encodings that a part may state, by which the same lines are meant.
UUENCODED = {"x-uuencode", "uuencode", "uue", "x-uue"}

# No text of a mail holds so many.
_MOST = 1_000
_BEGINS = re.compile(rb"begin(-base64)? [0-7]{3,4} +(\S[^\r\n]*)")
# yEnc and BinHex, which nobody uses any more: they are named only.
_OTHER = re.compile(
    rb"^(?:=ybegin [^\r\n]*\bname=([^\r\n]+)|\(This file must be converted with BinHex)",
    re.MULTILINE,
)


class Written(NamedTuple):
    """A file in a text: the bytes of its name, and its own or the reason why there are none."""

    name: bytes
    held: bytes | Refusal


def files_in(text: bytes) -> Iterator[Written]:
    """Every file that a text holds, uuencoded or in base64 between ``begin`` and ``end``."""
    if b"begin" in text:
        yield from _uuencoded(text)
    for other in _OTHER.finditer(text):
        yield Written((other[1] or b"").strip(), Refusal.WRITTEN_IN_TEXT)


def decoded(text: bytes) -> bytes:
    """The one file that a text holds.

    Raises:
        Unreadable: there is none, or it is damaged.
    """
    held = next((one.held for one in _uuencoded(text)), Refusal.BROKEN)
    if isinstance(held, Refusal):
        raise Unreadable(held)
    return held


def _uuencoded(text: bytes) -> Iterator[Written]:
    lines, at, number = text.splitlines(), 0, 0
    while at < len(lines):
        begins = lines[at].startswith(b"begin") and _BEGINS.fullmatch(lines[at].rstrip())
        at += 1
        if not begins:
            continue
        number += 1
        if number > _MOST:
            yield Written(b"", Refusal.TOO_LARGE)
            return
        end = b"====" if begins[1] else b"end"
        content, first, whole = bytearray(), at, False
        while at < len(lines) and not whole:
            whole = lines[at].rstrip() == end
            try:
                content += b"" if whole else _line(lines[at], begins[1] is not None)
            except ValueError:
                break
            at += 1
        # A sentence may begin like that, too; no file follows it then.
        if whole or at > first:
            yield Written(begins[2], bytes(content) if whole else Refusal.BROKEN)


def _line(data: bytes, in_base64: bool) -> bytes:
    """The bytes of one line; programs add blanks at its end, and take some away."""
    if in_base64:
        return base64.b64decode(data.strip(), validate=True)
    if not data.strip():
        return b""
    used = 1 + -(-((data[0] - 32) & 63) // 3) * 4
    return binascii.a2b_uu(data[:used])
