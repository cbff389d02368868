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


def link_to_file(source: Path, folder: Path, text: str, tip: str) -> Url | None:
    """A link to a file from a workbook that will lie in ``folder``; None where there can be none.

    It is relative, so that workbook and returns can be moved together. From another drive of
    Windows there is no relative way: then it is absolute.
    """
    here = folder.resolve()
    try:
        relative = os.path.relpath(source.resolve(), here)
    except ValueError:
        return _url(source.resolve().as_uri(), text, tip)
    # The bytes of the name, whatever they are: a name need not be text everywhere.
    return _url(quote(os.fsencode(relative.replace(os.sep, "/")), safe="/"), text, tip)


def _url(target: str, text: str, tip: str) -> Url | None:
    if len(target) > Url.MAX_URL_LEN:
        return None
    url = Url(target if "://" in target else f"external:{target}")
    # xlsxwriter turns slashes into backslashes, which are in no standard for links: Excel takes
    # both, other programs do not.
    url._relationship_link = target
    url.text, url.tip = text, tip
    return url
