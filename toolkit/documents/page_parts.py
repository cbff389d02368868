"""The tree of a page → its paragraphs and tables, in the order in which they are displayed.

A browser's parser has made the tree. It is walked without recursion, since a page may be nested as
deeply as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from selectolax.lexbor import LexborHTMLParser, LexborNode

from toolkit.documents.lines import LINE_END, Run, seen
from toolkit.documents.page_tables import MOST_AROUND, Content, Limits, Table, is_run
from toolkit.documents.page_tree import MOST_NODES
from toolkit.documents.text_parts import text_parts
from toolkit.grids.document import Piece
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.number_formats import PLAIN, Font

# What is no text of the page, or is not displayed.
_SKIPPED = {
    *("head", "script", "style", "template", "noscript", "noframes", "noembed", "iframe"),
    *("object", "embed", "applet", "audio", "video", "canvas", "svg", "math", "select"),
    *("datalist", "textarea", "title"),
}
# What begins a line of its own, and ends it.
_BLOCKS = {
    *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("section", "article", "header", "footer", "nav", "aside", "main", "address"),
    *("blockquote", "center", "form", "fieldset", "legend", "figure", "figcaption", "hr"),
    *("details", "summary", "dir", "menu", "br", "body"),
}
_FONTS: Mapping[str, Font] = {
    **dict.fromkeys(("s", "strike", "del"), Font(struck=True)),
    "sup": Font(raised=True),
    "sub": Font(lowered=True),
}
_HEADINGS = {"h1": 0, "h2": 0, "h3": 0}
# The names that content systems give to what shows the title, in classes and ids.
_TITLED = ",".join(
    f'[{one}*="{name}" i]' for one in ("class", "id") for name in ("title", "biaoti")
)
_STYLED = "[hidden]," + ",".join(
    f'[style*="{one}" i]' for one in ("display", "visib", "line-through", "super", "sub")
)
_LONGEST_TITLE, _MOST_RUNS = 80, 50


class _Style(Enum):
    """What an attribute of an element does to its text."""

    NOT_DISPLAYED = auto()
    # It takes up its place all the same.
    INVISIBLE = auto()
    VISIBLE = auto()
    STRUCK = auto()
    RAISED = auto()
    LOWERED = auto()


_STYLES = (
    (re.compile(r"\bdisplay\s*:\s*none\b", re.I), _Style.NOT_DISPLAYED),
    (re.compile(r"\bvisibility\s*:\s*(?:hidden|collapse)\b", re.I), _Style.INVISIBLE),
    (re.compile(r"\bvisibility\s*:\s*visible\b", re.I), _Style.VISIBLE),
    (re.compile(r"\btext-decoration[\w-]*\s*:[^;]*\bline-through\b", re.I), _Style.STRUCK),
    (re.compile(r"\bvertical-align\s*:\s*super\b", re.I), _Style.RAISED),
    (re.compile(r"\bvertical-align\s*:\s*sub\b", re.I), _Style.LOWERED),
)
# In a cell these put the whole text higher or lower.
_PLACING = {_Style.RAISED, _Style.LOWERED}
_STYLE_FONTS = {
    _Style.STRUCK: Font(struck=True),
    _Style.RAISED: Font(raised=True),
    _Style.LOWERED: Font(lowered=True),
}


@dataclass(slots=True)
class PageParts:
    """What stands in a page."""

    parts: list[str | Piece] = field(default_factory=list)
    # Its short headings, and then what is named a title.
    headings: list[str] = field(default_factory=list)


def page_parts(page: LexborHTMLParser) -> PageParts:
    """The paragraphs and tables of a page.

    Raises:
        Unreadable: if there is too much of them.
    """
    walk = _Walk(page)
    if page.root is not None:
        walk.through(page.root)
    found = PageParts(list(_paragraphs(walk.content)))
    for rank in (0, 1):
        found.headings += [text for one, text in walk.headings if one == rank]
    return found


def _paragraphs(content: Content) -> Iterator[str | Piece]:
    runs: list[Run] = []
    for part in (*content, None):
        if isinstance(part, tuple):
            runs.append(part)
            continue
        text, shown = seen(runs)
        yield from filter(None, (shown.text if shown else text).split("\n"))
        runs = []
        if part is not None:
            yield part


class _Walk:
    """A walk through the tree of a page; each element that is left has something to be undone."""

    def __init__(self, page: LexborHTMLParser) -> None:
        self.content: Content = []
        self.headings: list[tuple[int, str]] = []
        self._limits = Limits()
        self._tables: list[Table] = []
        self._font = PLAIN
        self._invisible = False
        self._titled = {one.mem_id for one in page.css(_TITLED)}
        self._styled = {one.mem_id: _style(one) for one in page.css(_STYLED)}

    def through(self, root: LexborNode) -> None:
        node, undo, nodes = root, list[list[Callable[[], None]]](), 0
        while True:
            nodes += 1
            if nodes > MOST_NODES:
                raise Unreadable(Refusal.TOO_LARGE)
            entered: list[Callable[[], None]] | None = None
            if node.is_text_node:
                self._text(node.text_content or "")
            elif node.is_element_node:
                entered = self._enter(node)
            child = node.first_child if entered is not None else None
            if child is not None:
                undo.append(entered or [])
                node = child
                continue
            _undo(entered or [])
            following = node.next if undo else None
            while following is None:
                if not undo:
                    return
                _undo(undo.pop())
                parent = node.parent
                if parent is None or not undo:
                    return
                node = parent
                following = node.next
            node = following

    def _text(self, text: str) -> None:
        if not self._invisible:
            self.content.append((text.replace("\n", " "), self._font))

    def _enter(self, node: LexborNode) -> list[Callable[[], None]] | None:
        """What to do when the element is left; None where nothing in it is displayed."""
        tag = node.tag or ""
        if tag in _SKIPPED:
            return None
        undo: list[Callable[[], None]] = []
        mine = node.mem_id
        styles = self._styled.get(mine, ()) if self._styled else ()
        if _Style.NOT_DISPLAYED in styles:
            return None
        if styles:
            undo.append(self._styles(styles))
        titled = tag in _HEADINGS or mine in self._titled
        if titled and tag not in _CELLS:
            undo.append(self._heading(_HEADINGS.get(tag, 1)))
        if tag in _FONTS:
            undo.append(self._with_font(_FONTS[tag]))
        if tag in _BLOCKS:
            self.content.append(LINE_END)
            undo.append(self._end_line)
        elif tag == "table":
            undo.append(self._table())
        elif tag in _IN_TABLES and self._tables:
            undo.append(self._in_table(tag, node))
            if titled and tag in _CELLS:
                undo.append(self._heading(1))
        elif tag == "pre":
            self._preformatted(node.text(deep=True))
            return None
        elif tag == "input" and (value := _typed(node)):
            self._text(value)
        return undo

    def _end_line(self) -> None:
        self.content.append(LINE_END)

    def _styles(self, styles: tuple[_Style, ...]) -> Callable[[], None]:
        font, invisible = self._font, self._invisible
        for one in styles:
            if one in _STYLE_FONTS:
                self._with_font(_STYLE_FONTS[one])
            else:
                self._invisible = one is _Style.INVISIBLE

        def undo() -> None:
            self._font, self._invisible = font, invisible

        return undo

    def _with_font(self, more: Font) -> Callable[[], None]:
        font = self._font
        self._font = Font(
            font.struck or more.struck, font.raised or more.raised, font.lowered or more.lowered
        )

        def undo() -> None:
            self._font = font

        return undo

    def _heading(self, rank: int) -> Callable[[], None]:
        content, begins = self.content, len(self.content)

        def undo() -> None:
            if len(content) - begins > _MOST_RUNS:
                return
            text = seen([one for one in content[begins:] if is_run(one)])[0].replace("\n", "")
            if 0 < len(text) < _LONGEST_TITLE:
                self.headings.append((rank, text))

        return undo

    def _table(self) -> Callable[[], None]:
        table, around = Table(self._limits), self.content
        self._tables.append(table)
        if len(self._tables) > MOST_AROUND:
            raise Unreadable(Refusal.TOO_LARGE)
        # Only blanks stand between its rows.
        self.content = []

        def undo() -> None:
            self._tables.pop()
            self.content = around
            around.extend(table.contents())

        return undo

    def _in_table(self, tag: str, node: LexborNode) -> Callable[[], None]:
        table, around = self._tables[-1], self.content
        if tag in _CELLS:
            attributes = node.attributes
            self.content = table.cell(attributes.get("colspan"), attributes.get("rowspan"))
        elif tag == "caption":
            self.content = table.caption()
        elif tag == "tr":
            table.row()
        else:
            table.section(tag)

        def undo() -> None:
            self.content = around

        return undo

    def _preformatted(self, text: str) -> None:
        """What a browser makes of a text: tabs separate the cells of tables in it."""
        for part in () if self._invisible else text_parts(text):
            self.content += [LINE_END, (part, self._font) if isinstance(part, str) else part]
        self.content.append(LINE_END)


_CELLS = frozenset(("td", "th"))
_IN_TABLES = _CELLS | {"caption", "tr", "thead", "tbody", "tfoot"}


def _undo(steps: list[Callable[[], None]]) -> None:
    for step in reversed(steps):
        step()


def _style(node: LexborNode) -> tuple[_Style, ...]:
    attributes = node.attributes
    style = attributes.get("style") or ""
    found = [one for pattern, one in _STYLES if pattern.search(style)]
    if "hidden" in attributes:
        found.append(_Style.NOT_DISPLAYED)
    return tuple(one for one in found if node.tag not in _IN_TABLES or one not in _PLACING)


def _typed(node: LexborNode) -> str:
    """What a field of a form shows."""
    attributes = node.attributes
    kind = (attributes.get("type") or "text").lower()
    return (attributes.get("value") or "") if kind in ("text", "number") else ""
