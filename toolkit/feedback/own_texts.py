"""Texts that go back: each ends with a number by which it is known, unless somebody changed it."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.grids.numbered_text import digest_in, numbered
from toolkit.spreadsheets.seal import digest_of_text


def own_text(lines: Sequence[str], kind: str, who: str, year: int) -> bytes:
    """Lines as Notepad of any age shows them, with their number behind them.

    ``kind``: what the number is called; ``who``: whose the text is.
    """
    last = numbered(kind, who, year, _digest(lines))
    return "\r\n".join([*lines, "", last, ""]).encode("utf-8-sig")


def own_lines(content: bytes) -> Sequence[str]:
    """The lines of a text that we made and nobody has changed since; none of any other."""
    try:
        lines = content.decode("utf-8-sig").strip().splitlines()
    except UnicodeDecodeError:
        return ()
    digest = digest_in(lines[-1]) if lines else None
    return lines if digest is not None and digest == _digest(lines[:-1]) else ()


def is_own(content: bytes) -> bool:
    """Whether the number in the last line is that of all lines above."""
    return bool(own_lines(content))


def _digest(lines: Sequence[str]) -> str:
    return digest_of_text("\n".join(lines).strip())[:8]
