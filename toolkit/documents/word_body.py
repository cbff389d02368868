"""The body of a Word document: its paragraphs with what is shown of them, and its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.documents.page_tables import only_arranges
from toolkit.documents.table_rows import Cell, CellCount, TableRows
from toolkit.documents.word_numbering import Listed, Numbering, listed
from toolkit.documents.word_parts import (
    DEEPEST,
    Element,
    inside,
    number,
    properties,
    text_boxes,
    val,
)
from toolkit.documents.word_styles import UNSTATED, Look, Styles, ground_of, look_of
from toolkit.grids.document import Piece
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.number_formats import PLAIN, Font, shown_pieces
from toolkit.spreadsheets.ooxml_parts import attributes, local

# Word has no table of more columns than 63.
_MOST_COLUMNS = 1_000
# Of a point.
_TWIPS = 20
_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DRAWINGS = frozenset(("drawing", "pict", "object"))
_FORMULAS = frozenset(("oMath", "oMathPara"))
_PLACED = frozenset(("sSup", "sSub", "sSubSup", "sPre", "f"))
# What a font of signs shows is not known.
_UNKNOWN = "\ufffd"

# Texts, each with its font.
Texts = list[tuple[str, Font]]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its texts, and the identity of its style."""

    texts: Sequence[tuple[str, Font]]
    style: str = ""

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.texts)


class Body:
    """What reads a body, with the styles of the document."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles, self._numbering = styles, numbering
        self._count = CellCount()

    def parts(
        self, around: Element, depth: int = 0, *, ground: bool | None = None
    ) -> Iterator[Paragraph | Piece]:
        """The paragraphs and tables in an element; those in a text box follow their paragraph.

        ``ground``: whether white characters are seen on what is behind them.

        Raises:
            Unreadable: tables or text boxes are nested too deeply, or have too many cells.
        """
        if depth > DEEPEST:
            raise Unreadable(Refusal.TOO_LARGE)
        begun: Texts = []
        for one in inside(around):
            name = local(one)
            if name == "tbl":
                if begun:
                    yield Paragraph(begun)
                    begun = []
                yield from self._table(one, depth + 1, ground)
            elif name == "p":
                line = _Line(self._styles, self._numbering, one, ground)
                begun += line.texts
                # Without its end a paragraph goes on in the next.
                if not line.goes_on:
                    yield Paragraph(begun, line.style)
                    begun = []
                for box in line.boxes:
                    # What a box is filled with is not looked at.
                    yield from self.parts(box, depth + 1, ground=True)
        if begun:
            yield Paragraph(begun)

    def _table(self, table: Element, depth: int, ground: bool | None) -> list[Paragraph | Piece]:
        """The table and those within it, or what it holds where it only arranges that."""
        rows = TableRows(self._count)
        every: list[Paragraph | Piece] = []
        ground = _over(ground_of(properties(table, "tblPr")), ground)
        for row in inside(table):
            stated = properties(row, "trPr")
            if local(row) == "tr" and "del" not in stated:
                rows.next_row(number(stated.get("gridBefore"), _MOST_COLUMNS))
                for cell in inside(row):
                    how = properties(cell, "tcPr")
                    if local(cell) == "tc" and "cellDel" not in how:
                        behind = _over(ground_of(how), ground)
                        inner = list(self.parts(cell, depth, ground=behind))
                        rows.add(_cell(inner, how))
                        every += inner
        piece = rows.piece(_widths(table))
        nested = [one for one in every if isinstance(one, Piece)]
        texts = [text for row in piece.rows for text in row if text is not None]
        one_column = max(map(len, piece.rows), default=0) <= 1
        if one_column or only_arranges(texts, nested=bool(nested)):
            return every
        return [piece, *nested]


def _over(own: bool | None, around: bool | None) -> bool | None:
    return around if own is None else own


def _widths(table: Element) -> list[float]:
    """The widths of the columns in points; none where one is missing."""
    columns = [
        attributes(one).get("w", "")
        for grid in table
        if local(grid) == "tblGrid"
        for one in grid
        if local(one) == "gridCol"
    ]
    known = all(one.isascii() and one.isdecimal() and len(one) < 7 for one in columns)
    return [int(one) / _TWIPS for one in columns] if known else []


def _cell(inner: Sequence[Paragraph | Piece], how: dict[str, Element]) -> Cell:
    texts: Texts = []
    for one in inner:
        if isinstance(one, Paragraph):
            texts += [("\n", PLAIN), *one.texts] if texts else one.texts
    return Cell(
        "".join(text for text, _ in texts).strip(),
        shown_pieces(texts, PLAIN),
        max(number(how.get("gridSpan"), _MOST_COLUMNS), 1),
        vertical="vMerge" in how,
        upwards=_continues(how, "vMerge"),
        sideways=_continues(how, "hMerge"),
    )


def _continues(how: dict[str, Element], kind: str) -> bool:
    """Whether a cell is the rest of a merged one."""
    return kind in how and val(how[kind], "continue") == "continue"


class _Line:
    """A paragraph while it is read."""

    def __init__(
        self, styles: Styles, numbering: Numbering, paragraph: Element, ground: bool | None
    ) -> None:
        self.texts: Texts = []
        self.boxes: list[Element] = []
        self._styles = styles
        # Of each field that has begun whether its result has.
        self._results: list[bool] = []
        stated = properties(paragraph, "pPr")
        self.style = val(stated.get("pStyle"))
        self._look = styles.looks.get(self.style, UNSTATED)
        behind = _over(ground_of(stated), ground)
        if behind is not None and self._look.ground is None:
            self._look = self._look._replace(ground=behind)
        among = listed(stated).over(styles.lists.get(self.style, Listed()))
        if among.list and (before := numbering.next(among)):
            self.texts.append((before, PLAIN))
        end = stated.get("rPr")
        self.goes_on = end is not None and any(local(one) in ("del", "moveFrom") for one in end)
        for one in inside(paragraph):
            name = local(one)
            if name == "r":
                self._run(one)
            elif name in _FORMULAS:
                spelt = "".join(each.text or "" for each in one.iter() if local(each) == "t")
                # In a line its characters would be another number.
                placed = any(local(each) in _PLACED for each in one.iter())
                self.texts.append((spelt, Font(raised=True) if placed else PLAIN))
        # Beside words it is a mark such as a ticked box.
        if any(one.isalpha() for text, _ in self.texts for one in text):
            self.texts = [one for one in self.texts if one[0] != _UNKNOWN]

    def _run(self, run: Element) -> None:
        look = self._look_of(properties(run, "rPr"))
        if look.hidden or look.sized is False or look.wide is False:
            return
        font = look.font
        for one in inside(run):
            name = local(one)
            if name == "t":
                self._add(one.text or "", font)
            elif name == "sym":
                # Only its font knows which character it is.
                self._add(_UNKNOWN, font)
            elif name in _SIGNS:
                self._add(_SIGNS[name], font)
            elif name == "fldChar":
                self._field(attributes(one).get("fldCharType", ""))
            elif name in _DRAWINGS:
                self.boxes += text_boxes(one)
            elif name == "r":
                # The base of a ruby text.
                self._run(one)

    def _look_of(self, stated: dict[str, Element]) -> Look:
        look = self._look
        if "rStyle" in stated:
            look = self._styles.looks.get(val(stated["rStyle"]), UNSTATED).over(look)
        return look_of(stated).over(look)

    def _add(self, text: str, font: Font) -> None:
        if all(self._results):
            self.texts.append((text, font))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._results.append(False)
        elif self._results and kind == "separate":
            self._results[-1] = True
        elif self._results and kind == "end":
            self._results.pop()
