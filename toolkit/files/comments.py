"""The comments that people put at cells of an .xlsx workbook; threaded ones are among them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from toolkit.files.ooxml import BOOK_PARTS, local, sheets_of
from toolkit.files.package import damage_is_unreadable, inflate, open_package
from toolkit.grid import At
from toolkit.layout import column_number
from toolkit.text import printable

_PART = re.compile(r"xl/(worksheets/_rels/[^/]+\.rels|comments[^/]*\.xml|comments/[^/]+\.xml)$")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def read_comments(content: bytes) -> dict[str, dict[At, str]]:
    """Sheet → (row, column) from 0 → the text of the comment there.

    Raises:
        Unreadable: the package is damaged.
    """
    with damage_is_unreadable():
        package = open_package(content)
        parts = inflate(package, _PART.match)
        every = {
            name: dict(_comments(parts, part))
            for name, part in sheets_of(inflate(package, BOOK_PARTS.match), package)
        }
        return {name: some for name, some in every.items() if some}


def _comments(parts: dict[str, bytes], sheet: str) -> Iterator[tuple[At, str]]:
    folder, name = posixpath.split(sheet)
    relations = parts.get(f"{folder}/_rels/{name}.rels")
    if relations is None:
        return
    for one in ElementTree.fromstring(relations):
        if not one.get("Type", "").endswith("/comments"):
            continue
        target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")))
        part = parts.get(target.lstrip("/"))
        for comment in ElementTree.fromstring(part).iter() if part else ():
            place = _CELL.fullmatch(comment.get("ref", "")) if local(comment) == "comment" else None
            if place:
                text = "".join(t.text or "" for t in comment.iter() if local(t) == "t")
                at = int(place[2]) - 1, column_number(place[1])
                yield at, "\n".join(printable(line) for line in text.splitlines()).strip()
