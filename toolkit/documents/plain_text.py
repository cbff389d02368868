"""Plain text and Markdown as a document; the HTML tables that some programs put into it, too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.documents.encodings import text_of
from toolkit.documents.page_parts import page_parts
from toolkit.documents.page_tree import parsed
from toolkit.documents.text_parts import text_parts
from toolkit.grids.document import Document, Medium, Piece
from toolkit.grids.refusals import Refusal

_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)


def read_plain_text(content: bytes) -> Document:
    """A text with tables whose cells are separated by tabs or pipes.

    Raises:
        Unreadable: if it is too large.
    """
    return Document(Medium.TEXT, list(_parts(text_of(content))), without_table=Refusal.TEXT)


def _parts(text: str) -> Iterator[str | Piece]:
    """From the first table in HTML to the end of the last one it is a page, but for its text."""
    begins, ends = _TABLE.search(text), list(_TABLE_END.finditer(text))
    if not begins or not ends or ends[-1].end() < begins.start():
        yield from text_parts(text)
        return
    at, last = begins.start(), ends[-1].end()
    yield from text_parts(text[:at])
    for between, table in _tables(text[at:last]):
        yield from text_parts(between)
        yield from page_parts(parsed(table)).parts
    yield from text_parts(text[last:])


def _tables(text: str) -> Iterator[tuple[str, str]]:
    """Each table with those within it, and the text before it."""
    depth = begins = ended = 0
    for tag in re.finditer(r"<(/?)table\b[^>]*>?", text, re.IGNORECASE):
        if tag[1] and depth:
            depth -= 1
        elif not tag[1]:
            if not depth:
                begins = tag.start()
            depth += 1
        if depth == 0 and tag[1]:
            yield text[ended:begins], text[begins : tag.end()]
            begins = ended = tag.end()
    yield "", text[ended:]
