"""A mould: one template painted with stand-ins for its leaves, and cast for each unit from then on.

XlsxWriter writes every leaf as it is. So where a stand-in has come out in a part, the leaf of any
other unit belongs; all else in the part is the same for every unit whose contents differ in nothing
but their leaves. A stand-in is a random number, which no form holds by chance.
"""

from __future__ import annotations

import re
import secrets
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
_DIGITS = 15

Write = Callable[[Leaf], str]
# Boxes by number of the comment, and how many lines it has; what follows the last box is one, too.
_Known = dict[tuple[int, int], bytes]
# By name of the part, and what it is where every comment has one line: so these are the same cells.
KnownBoxes = Callable[[str, bytes], _Known]


class Mould:
    """For all units whose contents differ in nothing but their leaves."""

    def __init__(
        self, contents: Contents, paint: Callable[[Contents], bytes], known: KnownBoxes
    ) -> None:
        """``paint`` makes the sealed workbook of some contents; ``known`` is shared by moulds."""
        stand_ins = _StandIns(len(leaves_of(contents)[0]))
        painted = parts_of(paint(with_leaves(contents, stand_ins.instead)))
        parts = {name: _Part(name, *stand_ins.split(part)) for name, part in painted.items()}
        # Where a stand-in has been lost, or come out as anything but itself, nothing can be cast.
        self._fits = stand_ins.all_found
        # A sheet's comments and their boxes are numbered alike.
        self._boxes = {
            name: _Boxes(name, parts[f"xl/comments{found[1]}.xml"], known(name, painted[name]))
            for name in parts
            if (found := _BOXES.fullmatch(name))
        }
        self._parts: dict[str, _Part | _Boxes] = {**parts, **self._boxes}

    def cast(self, leaves: Sequence[Leaf], paint: Callable[[], bytes]) -> bytes:
        """The template with these leaves.

        ``paint`` makes the same one. It is asked where filling the gaps is not enough: where a
        comment needs a box of a height that was never painted at this cell, or where two leaves are
        the same text, which XlsxWriter writes only once for both.
        """
        if not self._fits:
            return paint()
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

    def __init__(self, count: int) -> None:
        """``count``: of how many leaves."""
        self._count, self._width = 0, width_of_index(count)
        self._open, self._astray = set[int](), False
        least = 10 ** (_DIGITS - self._width - 1)
        digits = secrets.randbelow(9 * least) + least
        index = f"([0-9]{{{self._width}}})(?![0-9])"
        self._digits, self._text = f"{digits}", f"s{digits}"
        self._number = digits * 10**self._width
        self._all = re.compile(
            f"s{digits}{index}|"
            f"(?<=</f><v>){digits}{index}(?:\\.0)?(?=</v>)|"
            f"(?<=<v>){digits}{index}(?=</v>)"
        )

    @property
    def all_found(self) -> bool:
        """Whether each has come out of the parts split so far, and nothing of it is left there."""
        return not self._open and not self._astray

    def instead(self, leaf: Leaf, /) -> Leaf:
        """A stand-in of the same kind as the leaf, see :func:`leaves_of`."""
        at, self._count = self._count, self._count + 1
        if leaf is None or leaf == "":
            return leaf
        self._open.add(at)
        if isinstance(leaf, str):
            return f"{self._text}{at:0{self._width}}"
        return type(leaf)(self._number + at)

    def split(self, part: bytes) -> tuple[list[str], list[tuple[int, Write]]]:
        """The pieces of a part between stand-ins, and of each stand-in which leaf it is of."""
        text, pieces, leaves, end = part.decode(), list[str](), list[tuple[int, Write]](), 0
        for found in self._all.finditer(text):
            begin = found.start()
            if text.rfind("<", 0, begin) > text.rfind(">", 0, begin):
                # In a tag other characters are escaped than in a text: it counts as astray.
                continue
            pieces.append(text[end:begin])
            at = found.lastindex or 0
            leaves.append((int(found[at]), _WRITERS[at]))
            end = found.end()
        pieces.append(text[end:])
        self._open.difference_update(at for at, _ in leaves)
        self._astray = self._astray or any(self._digits in one for one in pieces)
        return pieces, leaves


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


def width_of_index(count: int) -> int:
    """How many digits tell so many leaves apart."""
    return len(str(count))


def is_usual(text: str) -> bool:
    """Whether XlsxWriter writes a text as it is."""
    return not _UNUSUAL.search(text)
