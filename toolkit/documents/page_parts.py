"""The tree of a page → its paragraphs and tables, in the order in which they are displayed.

A browser's parser has made the tree. It is walked without recursion, since a page may be nested as
deeply as it likes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from selectolax.lexbor import LexborHTMLParser, LexborNode

from toolkit.documents.lines import LINE_END, Run, seen
from toolkit.documents.page_styles import IN_TABLES, State, both, styles_in
from toolkit.documents.page_tables import MOST_AROUND, Content, Limits, Table, is_run
from toolkit.documents.page_tree import MOST_NODES
from toolkit.documents.text_parts import text_parts
from toolkit.grids.document import Piece
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.number_formats import Font

# What is no text of the page, or is not displayed.
_SKIPPED = {
    *("head", "script", "style", "template", "noscript", "noframes", "noembed", "iframe"),
    *("object", "embed", "applet", "audio", "video", "canvas", "svg", "math"),
    *("datalist", "title", "dialog"),
    # How the characters below are spoken.
    *("rt", "rtc", "rp"),
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
_CELLS = frozenset(("td", "th"))
_FIELDS = frozenset(("input", "select", "textarea"))
_ROLES: Mapping[str, str] = {
    "table": "table",
    "table-row-group": "tbody",
    "table-header-group": "thead",
    "table-footer-group": "tfoot",
    "table-row": "tr",
    "table-cell": "td",
}
_LONGEST_TITLE, _MOST_RUNS = 80, 50


@dataclass(slots=True)
class PageParts:
    """What stands in a page."""

    parts: list[str | Piece] = field(default_factory=list)
    # Its short headings, and then what is named a title.
    headings: list[str] = field(default_factory=list)


def page_parts(
    page: LexborHTMLParser, sheets: Mapping[str, str] = MappingProxyType({})
) -> PageParts:
    """The paragraphs and tables of a page; ``sheets``: its own style sheets, by their addresses.

    Raises:
        Unreadable: if there is too much of them.
    """
    walk = _Walk(page, sheets)
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
            # White text may stand on a picture that is unknown here.
            font = replace(part[1], hidden=False) if part[1].hidden else part[1]
            runs.append((part[0], font))
            continue
        text, shown = seen(runs)
        yield from filter(None, (shown.text if shown else text).split("\n"))
        runs = []
        if part is not None:
            yield part


class _Walk:
    """A walk through the tree of a page; each element that is left has something to be undone."""

    def __init__(self, page: LexborHTMLParser, sheets: Mapping[str, str]) -> None:
        self.content: Content = []
        self.headings: list[tuple[int, str]] = []
        self._limits = Limits()
        self._tables: list[Table] = []
        self._state = State()
        self._titled = {one.mem_id for one in page.css(_TITLED)}
        self._styles = styles_in(page, sheets)

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
        if self._state.is_seen:
            self.content.append((text.replace("\n", " "), self._state.font))

    def _enter(self, node: LexborNode) -> list[Callable[[], None]] | None:
        """What to do when the element is left; None where nothing in it is displayed."""
        tag = node.tag or ""
        if tag in _SKIPPED:
            return None
        undo: list[Callable[[], None]] = []
        mine = node.mem_id
        style = self._styles.get(mine) if self._styles else None
        if style is not None:
            if style.display == "none":
                return None
            undo.append(self._in_state(self._state.under(style)))
        titled = tag in _HEADINGS or mine in self._titled
        if titled and tag not in _CELLS:
            undo.append(self._heading(_HEADINGS.get(tag, 1)))
        if tag in _FONTS:
            font = both(self._state.font, _FONTS[tag], hidden=self._state.font.hidden)
            undo.append(self._in_state(self._state._replace(font=font)))
        if tag in _FIELDS:
            self._field(tag, node)
            _undo(undo)
            return None
        if tag == "pre":
            self._preformatted(node.text(deep=True))
            _undo(undo)
            return None
        role = tag
        if style is not None and tag not in IN_TABLES and tag != "table":
            role = self._role(style.display) or tag
        if role in _BLOCKS:
            self.content.append(LINE_END)
            undo.append(self._end_line)
        elif role == "table":
            undo.append(self._table(Table(self._limits, of_blocks=role != tag)))
        elif role in IN_TABLES and self._tables:
            undo.append(self._in_table(role, node))
            if titled and tag in _CELLS:
                undo.append(self._heading(1))
        return undo

    def _end_line(self) -> None:
        self.content.append(LINE_END)

    def _in_state(self, state: State) -> Callable[[], None]:
        before, self._state = self._state, state

        def undo() -> None:
            self._state = before

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

    def _role(self, display: str) -> str:
        """What another element is in a table that is made of such by its style alone."""
        role = _ROLES.get(display, "")
        is_within = bool(self._tables) and self._tables[-1].of_blocks
        return role if role == "table" or is_within else ""

    def _field(self, tag: str, node: LexborNode) -> None:
        """What a field of a form shows; a list to choose from may be of links, if not in a table.

        What is to be ticked shows nothing.
        """
        if tag == "input":
            attributes = node.attributes
            kind = (attributes.get("type") or "text").lower()
            self._text((attributes.get("value") or "") if kind in ("text", "number") else "")
        elif self._tables:
            chosen = node
            if tag == "select":
                chosen = node.css_first("option[selected]") or node.css_first("option") or node
            self._text(chosen.text(deep=True))

    def _table(self, table: Table) -> Callable[[], None]:
        around = self.content
        self._tables.append(table)
        if len(self._tables) > MOST_AROUND:
            raise Unreadable(Refusal.TOO_LARGE)
        # Only blanks stand between the rows of a <table>.
        self.content = beside = Content()

        def undo() -> None:
            self._tables.pop()
            self.content = around
            around.extend([LINE_END, *beside] if table.of_blocks else ())
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
        for part in text_parts(text) if self._state.is_seen else ():
            run = (part, self._state.font) if isinstance(part, str) else part
            self.content += [LINE_END, run]
        self.content.append(LINE_END)


def _undo(steps: list[Callable[[], None]]) -> None:
    for step in reversed(steps):
        step()
