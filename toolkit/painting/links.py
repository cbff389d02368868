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
        return link_to(source.resolve().as_uri(), text, tip)
    # The bytes of the name, whatever they are: a name need not be text everywhere.
    return link_to(quote(os.fsencode(relative.replace(os.sep, "/")), safe="/"), text, tip)


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
