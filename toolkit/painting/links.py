"""Where a click leads: to a cell of the workbook, or to a file beside it."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from xlsxwriter.url import Url

from toolkit.painting.formulas import on_sheet


def within(sheet: str, address: str) -> str:
    """A link to a cell of the same workbook, as xlsxwriter writes it."""
    return f"internal:{on_sheet(sheet, address)}"


class FileLinks:
    """Links to files, in a workbook that will lie in ``folder``.

    They are relative, so that workbook and files can be moved together. From another drive of
    Windows there is no relative way: then they are absolute.
    """

    def __init__(self, folder: Path) -> None:
        self._here = folder.resolve()
        # A folder → the way there, up to the name of a file. A thousand files may lie in one.
        self._ways: dict[Path, str] = {}

    def to(self, source: Path, text: str, tip: str) -> Url | None:
        """A link to a file; None where there can be none."""
        file = source.resolve() if source.is_symlink() else source
        if file.parent not in self._ways:
            self._ways[file.parent] = self._way(file.parent.resolve())
        return link_to(self._ways[file.parent] + _quoted(file.name), text, tip)

    def _way(self, folder: Path) -> str:
        try:
            way = os.path.relpath(folder, self._here)
        except ValueError:
            return f"{folder.as_uri().rstrip('/')}/"
        return "" if way == os.curdir else f"{_quoted(way.replace(os.sep, '/'))}/"


def _quoted(path: str) -> str:
    # The bytes of a name, whatever they are: a name need not be text everywhere.
    return quote(os.fsencode(path), safe="/")


def link_to(target: str, text: str, tip: str, place: str = "") -> Url | None:
    """A link to an address or a file, exactly as it is given; None where it is too long for one.

    ``place``: where in the file.
    """
    if len(target) > Url.MAX_URL_LEN:
        return None
    url = Url(target if "://" in target else f"external:{target}")
    # xlsxwriter turns slashes into backslashes, which are in no standard for links: Excel takes
    # both, other programs do not.
    url._relationship_link, _, anchor = target.partition("#")
    url._anchor = place or anchor
    url.text, url.tip = text, tip[: Url.MAX_PARAMETER_LEN]
    return url
