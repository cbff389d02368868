"""The elements of a Word document: what is shown of them, and what only stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.ooxml_parts import local
from toolkit.spreadsheets.xlsx_styles import FALSE

Element = ElementTree.Element

# No honest document is nested deeper; each level takes frames of the stack.
DEEPEST = 40
# They show what they hold, and nothing more.
_THROUGH = frozenset(
    [
        "sdt",
        "sdtContent",
        "customXml",
        "smartTag",
        "ins",
        "moveTo",
        "hyperlink",
        "fldSimple",
        "dir",
        "bdo",
        "ruby",
        "rubyBase",
    ]
)
# What was taken out while changes were tracked.
_GONE = frozenset(("del", "moveFrom"))
_CHANGES = frozenset(("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"))
_ALTERNATIVES = "AlternateContent"


def inside(around: Element, depth: int = 0) -> Iterator[Element]:
    """What an element shows: without deleted pieces, through all that only holds something else.

    Raises:
        Unreadable: it is nested too deeply.
    """
    if depth > DEEPEST:
        raise Unreadable(Refusal.TOO_LARGE)
    for one in _chosen(around):
        name = local(one)
        if name in _THROUGH or name == _ALTERNATIVES:
            yield from inside(one, depth + 1)
        elif name not in _GONE:
            yield one


def _chosen(around: Element) -> Iterator[Element]:
    """The children; of alternatives for newer and older programs the children of the newer one."""
    if local(around) != _ALTERNATIVES:
        return iter(around)
    return iter(next(iter(around), ()))


def text_boxes(drawing: Element) -> Iterator[Element]:
    """What stands in the text boxes of a drawing."""
    todo = [drawing]
    while todo:
        one = todo.pop()
        if local(one) == "txbxContent":
            yield one
        else:
            todo.extend(reversed(list(_chosen(one))))


def properties(element: Element, name: str) -> dict[str, Element]:
    """What the properties of an element state, by their names; none where it has none."""
    for one in element:
        if local(one) == name:
            return {local(each): each for each in one}
    return {}


def val(element: Element | None, default: str = "") -> str:
    """The value that an element states."""
    for key, text in element.attrib.items() if element is not None else ():
        if key == "val" or key.endswith("}val"):
            return text.strip()
    return default


def is_on(element: Element | None) -> bool:
    """Whether a property is switched on: it is where it states nothing but its name."""
    return element is not None and val(element) not in FALSE


def number(element: Element | None, most: int) -> int:
    """A count, which is never more than ``most``."""
    text = val(element)
    return min(int(text[:9]), most) if text.isascii() and text.isdecimal() else 0


def is_tracked(root: Element) -> bool:
    """Whether text, rows or cells are marked as inserted, deleted or moved."""
    tags = {one.tag for one in root.iter()}
    return not _CHANGES.isdisjoint(tag.rpartition("}")[2] for tag in tags)
