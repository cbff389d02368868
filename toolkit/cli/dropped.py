"""Paths that were dropped onto a window, or typed into it, as each terminal writes them there."""

from __future__ import annotations

import os
import re
import shlex
from contextlib import suppress

from toolkit.errors import CannotRun
from toolkit.files.remote import is_url, named_url

_BLANKS = " \t\r\n\u3000\ufeff"
# A backslash parts folders on Windows, and keeps a blank within a name everywhere else.
_ON_WINDOWS = re.compile(r"\"[^\"]*\"|'[^']*'|\S+")
_QUOTES = (('"', '"'), ("'", "'"), ("“", "”"))
# What PowerShell is given before a path in quotes.
_CALL = "&"


def dropped(text: str, *, windows: bool = os.name == "nt") -> list[str]:
    """The paths in a line; a name with blanks may be without quotes where it is the only one."""
    whole = _plain(text)
    if not whole.strip():
        return []
    if os.path.lexists(whole):
        return [whole]
    found = (_plain(piece) for piece in _pieces(text.strip(_BLANKS), windows=windows))
    return [path for path in found if path.strip() and path != _CALL]


def _pieces(text: str, *, windows: bool) -> list[str]:
    if windows:
        return _ON_WINDOWS.findall(text)
    try:
        return shlex.split(text)
    except ValueError:  # a quote that nothing closes belongs to the name
        return [text]


def _plain(text: str) -> str:
    """Without blanks and quotes around it; of a ``file://`` the path."""
    text = text.strip(_BLANKS)
    for first, last in _QUOTES:
        if len(text) > 1 and text[0] == first and text[-1] == last:
            text = text[1:-1]
    if is_url(text):
        with suppress(CannotRun):
            return os.fspath(named_url(text, on_disk=True))
    return text
