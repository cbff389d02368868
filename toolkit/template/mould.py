"""A mould: one template painted with stand-ins for its leaves, and cast for each unit from then on.

XlsxWriter writes every leaf as it is. So where a stand-in has come out in a part, the leaf of any
other unit belongs; all else in the part is the same for every unit whose contents differ in nothing
but their leaves. A stand-in is a random number, which no form holds by chance.
"""

from __future__ import annotations

import re
import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from html import escape

from toolkit.painting.table import comment_lines
from toolkit.spreadsheets.packing import package_of_packed, packed
from toolkit.spreadsheets.seal import CUSTOM, parts_of, sealed
from toolkit.template.contents import Contents
from toolkit.template.leaves import Leaf, with_leaves

_TEXTS = "xl/sharedStrings.xml"
_TEXT = re.compile(b"<si><t>(.*?)</t></si>", re.DOTALL)
_BOXES = re.compile(r"xl/drawings/vmlDrawing(\d+)\.vml")
_END_OF_BOX = b"</v:shape>"
# What XlsxWriter writes in some other way than as it is: blanks at an end, characters that XML does
# not know, and what looks as if it were one of those or a piece of XML; and it refuses long texts.
_UNUSUAL = re.compile("\\A\\s|\\s\\Z|[\0-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|\\A<r>|.{200}")
# A double holds every integer of 15 digits, and XlsxWriter writes them all.
_DIGITS, _OF_INDEX = 15, 4

Write = Callable[[Leaf], str]
# Boxes by number of the comment, and how many lines it has; what follows the last box is one, too.
_Known = dict[tuple[int, int], bytes]
# By name of the part, and what it is where every comment has one line: so these are the same cells.
KnownBoxes = defaultdict[tuple[str, bytes], _Known]


class Mould:
    """For all units whose contents differ in nothing but their leaves."""

    def __init__(
        self, contents: Contents, paint: Callable[[Contents], bytes], known: KnownBoxes
    ) -> None:
        """``paint`` makes the sealed workbook of some contents; ``known`` is shared by moulds."""
        stand_ins = _StandIns()
        painted = parts_of(paint(with_leaves(contents, stand_ins.instead)))
        parts = {name: _Part(name, *stand_ins.split(part)) for name, part in painted.items()}
        # A sheet's comments and their boxes are numbered alike.
        self._boxes = {
            name: _Boxes(name, parts[f"xl/comments{found[1]}.xml"], known[name, painted[name]])
            for name in parts
            if (found := _BOXES.fullmatch(name))
        }
        self._parts: dict[str, _Part | _Boxes] = {**parts, **self._boxes}

    def cast(self, leaves: Sequence[Leaf], paint: Callable[[], bytes]) -> bytes:
        """The template with these leaves.

        ``paint`` makes the same one, and is asked where there is more to do than to fill gaps: a
        comment is as high as none at its cell was before, or one of the texts is another one's,
        too, so that XlsxWriter writes it only once.
        """
        filled = [one.fill(leaves) for one in self._parts.values()]
        texts = _TEXT.findall(self._parts[_TEXTS].content)
        if all(filled) and len(set(texts)) == len(texts):
            packed_parts = [one.packed for one in self._parts.values()]
            return package_of_packed(sealed(packed_parts, self._parts[CUSTOM].content))
        painted = paint()
        parts = parts_of(painted)
        for name, boxes in self._boxes.items():
            boxes.learn(parts[name], leaves)
        return painted


class _StandIns:
    """What is painted in place of leaves, and where it has come out."""

    def __init__(self) -> None:
        self._count = 0
        least = 10 ** (_DIGITS - _OF_INDEX - 1)
        digits = secrets.randbelow(9 * least) + least
        index = f"([0-9]{{{_OF_INDEX}}})"
        self._text = f"s{digits}"
        self._number = digits * 10**_OF_INDEX
        self._all = re.compile(
            f"s{digits}{index}|"
            f"(?<=</f><v>){digits}{index}(?:\\.0)?(?=</v>)|"
            f"(?<=<v>){digits}{index}(?=</v>)"
        )

    def instead(self, leaf: Leaf, /) -> Leaf:
        """A stand-in of the same kind as the leaf, see :func:`kind_of`."""
        at, self._count = self._count, self._count + 1
        if isinstance(leaf, str) and leaf:
            return f"{self._text}{at:0{_OF_INDEX}}"
        if isinstance(leaf, int | float):
            return type(leaf)(self._number + at)
        return leaf

    def split(self, part: bytes) -> tuple[list[str], list[tuple[int, Write]]]:
        """The pieces of a part between stand-ins, and of each stand-in which leaf it is of."""
        text, pieces, leaves, end = part.decode(), list[str](), list[tuple[int, Write]](), 0
        for found in self._all.finditer(text):
            begin = found.start()
            if text.rfind("<", 0, begin) > text.rfind(">", 0, begin):
                raise ValueError("XlsxWriter has written a leaf into a tag")
            pieces.append(text[end:begin])
            at = found.lastindex or 0
            leaves.append((int(found[at]), _WRITERS[at]))
            end = found.end()
        return [*pieces, text[end:]], leaves


class _Part:
    """A part of the workbook, with gaps where leaves belong."""

    def __init__(self, name: str, pieces: list[str], gaps: list[tuple[int, Write]]) -> None:
        self._name, self._pieces, self.gaps = name, pieces, gaps
        self._written: list[str] | None = None
        self.content = b""
        self.packed = packed(name, b"")

    def fill(self, leaves: Sequence[Leaf]) -> bool:
        """Fill the gaps; with what is in them already there is nothing to do."""
        written = [write(leaves[at]) for at, write in self.gaps]
        if written != self._written:
            self._written = written
            filled = (one for pair in zip(self._pieces, written, strict=False) for one in pair)
            self.content = "".join((*filled, self._pieces[-1])).encode()
            self.packed = packed(self._name, self.content)
        return True


class _Boxes:
    """The boxes of a sheet's comments, each as high as its text needs."""

    def __init__(self, name: str, comments: _Part, known: _Known) -> None:
        self._name, self._comments, self._known = name, comments, known
        self._lines: list[int] = []
        self.content = b""
        self.packed = packed(name, b"")

    def learn(self, content: bytes, leaves: Sequence[Leaf]) -> None:
        """``content``: as XlsxWriter has written it for these leaves."""
        lines = self._lines_of(leaves)
        self._known |= zip(enumerate(lines), content.split(_END_OF_BOX), strict=True)

    def fill(self, leaves: Sequence[Leaf]) -> bool:
        """Whether a box of each height is known."""
        lines = self._lines_of(leaves)
        if lines != self._lines:
            boxes = [self._known.get(one) for one in enumerate(lines)]
            if None in boxes:
                return False
            self._lines = lines
            self.content = _END_OF_BOX.join(filter(None, boxes))
            self.packed = packed(self._name, self.content)
        return True

    def _lines_of(self, leaves: Sequence[Leaf]) -> list[int]:
        return [*(comment_lines(str(leaves[at])) for at, _ in self._comments.gaps), 0]


def _escaped(leaf: Leaf) -> str:
    return escape(str(leaf), quote=False)


def _plain(leaf: Leaf) -> str:
    return f"{leaf:.16G}"


# By what is found: a text, the result of a formula, a number.
_WRITERS: Mapping[int, Write] = {1: _escaped, 2: str, 3: _plain}


def leaves_of(contents: Contents) -> tuple[list[Leaf], Contents]:
    """All leaves, and of what kind the contents are: with the kind of each leaf in its place."""
    leaves: list[Leaf] = []

    def kind(leaf: Leaf, /) -> object:
        leaves.append(leaf)
        return leaf if leaf in (None, "") else type(leaf)

    return leaves, with_leaves(contents, kind)


def is_usual(text: str) -> bool:
    """Whether XlsxWriter writes a text as it is."""
    return not _UNUSUAL.search(text)
