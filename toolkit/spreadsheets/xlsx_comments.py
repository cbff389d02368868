"""What people put at cells of an .xlsx workbook without typing into them: comments and text boxes.

Comments include threaded ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from toolkit.grids.address import column_number
from toolkit.grids.cell_text import hand_text
from toolkit.grids.grid import At
from toolkit.spreadsheets.ooxml_parts import Package, local, tree
from toolkit.spreadsheets.zip_package import damage_is_unreadable

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def read_comments(content: bytes) -> dict[str, dict[At, str]]:
    """Sheet → (row, column) from 0 → the text of the comment or text box there.

    Raises:
        Unreadable: the package is damaged.
    """
    with damage_is_unreadable():
        package = Package(content)
        every = {name: _joined(_notes(package, part)) for name, part in package.sheets()}
        return {name: some for name, some in every.items() if some}


def _joined(notes: Iterator[tuple[At, str]]) -> dict[At, str]:
    """Several texts at one cell are joined, one below the other."""
    found: dict[At, str] = {}
    for at, text in notes:
        found[at] = f"{found[at]}\n{text}" if at in found else text
    return found


def _notes(package: Package, sheet: str) -> Iterator[tuple[At, str]]:
    for _, kind, part in package.relations(sheet):
        if kind in _READERS and (xml := package.part(part)):
            for at, texts in _READERS[kind](tree(xml, package.limits)):
                if text := hand_text("\n".join(texts)):
                    yield at, text


def _comments(root: ElementTree.Element) -> Iterator[tuple[At, list[str]]]:
    for comment in root.iter():
        place = _CELL.fullmatch(comment.get("ref", "")) if local(comment) == "comment" else None
        if place:
            at = int(place[2]) - 1, column_number(place[1])
            yield at, ["".join(one.text or "" for one in comment.iter() if local(one) == "t")]


def _text_boxes(root: ElementTree.Element) -> Iterator[tuple[At, list[str]]]:
    """Text boxes at the cell below their top left corner, with a line for each paragraph."""
    for anchor in root:
        corner = next((one for one in anchor if local(one) == "from"), ())
        at = {local(one): int(one.text or 0) for one in corner}
        paragraphs = [
            "".join(run.text or "" for run in one.iter() if local(run) == "t")
            for one in anchor.iter()
            if local(one) == "p"
        ]
        # A box that is not bound to cells has no corner.
        yield (at.get("row", 0), at.get("col", 0)), paragraphs


_READERS: dict[str, Callable[[ElementTree.Element], Iterator[tuple[At, list[str]]]]] = {
    "comments": _comments,
    "drawing": _text_boxes,
}
