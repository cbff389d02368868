"""Numbered texts: the notices and receipts that we write, known by the number in the last line."""

from __future__ import annotations

import re

from toolkit.grids.names import LIST_NUMBER, NOTICE_NUMBER, RECEIPT_NUMBER

_NUMBERED = re.compile(
    f"(?:{NOTICE_NUMBER}|{LIST_NUMBER}|{RECEIPT_NUMBER})：.+-[0-9]{{4}}-(?P<digest>[0-9a-f]{{8}})"
)
# The last line, of which this much is looked at, in whatever encoding it was saved again.
_TAIL = 1024
_ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")


def numbered(kind: str, who: str, year: int, digest: str) -> str:
    """The last line of a text: a number by which we recognise it.

    ``kind``: what the number is called, by :mod:`toolkit.grids.names`.
    """
    return f"{kind}：{who}-{year}-{digest}"


def digest_in(line: str) -> str | None:
    """The digest in such a number; None where the line is none."""
    found = _NUMBERED.fullmatch(line)
    return found["digest"] if found else None


def is_own_text(content: bytes) -> bool:
    """Whether a file is a text that we have written, changed since or not."""
    tail = content[-_TAIL:]
    # Whole characters of every encoding.
    tail = tail[len(tail) % 2 :]
    return any(
        digest_in(lines[-1]) is not None
        for encoding in _ENCODINGS
        if (lines := tail.decode(encoding, "replace").strip().splitlines())
    )
