"""A web page as a document: what it shows and what it says of itself; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from selectolax.lexbor import LexborHTMLParser

from toolkit.documents.encodings import text_of
from toolkit.documents.page_parts import PageParts, page_parts
from toolkit.documents.page_tables import figures_in
from toolkit.documents.page_tree import is_cut, parsed
from toolkit.documents.publishers import publishers_in
from toolkit.grids.document import Document, Medium, Piece
from toolkit.grids.refusals import Refusal

# The names of <meta> that content systems put the title and the publisher into.
_TITLES = "articletitle", "title", "og:title", "dc.title"
_PUBLISHERS = "contentsource", "source", "publisher", "department", "dc.publisher"
# What ``toolkit report`` puts into the pages that it writes; changed or not, it stays.
_OURS = re.compile(r"toolkit [0-9a-f]{64}")
# An attachment, whether it is linked or shown by a program in the page.
_ATTACHED = re.compile(r"\.(?:pdf|docx?|xlsx?|ofd|wps|et)(?=$|[?#&\s）)])", re.IGNORECASE)
_REFERRING = ("a", "href"), ("iframe", "src"), ("embed", "src"), ("object", "data")
# A page with less text than this shows nothing by itself.
_LEAST_TEXT = 60


def read_page(
    content: bytes, *stated: str, sheets: Mapping[str, str] = MappingProxyType({})
) -> Document:
    """A web page.

    ``stated``: the labels of its encoding that stand outside of it; ``sheets``: its own style
    sheets that do, by their addresses.

    Raises:
        Unreadable: if it is larger than any page is.
    """
    text = text_of(content, *stated)
    page = parsed(text)
    found = page_parts(page, sheets)
    meta = dict(_meta(page))
    publishers = [meta.get(one, "") for one in _PUBLISHERS]
    return Document(
        Medium.PAGE,
        found.parts,
        titles=_distinct(_titles(page, meta, found)),
        publishers=_distinct([*publishers, *publishers_in(found.parts)]),
        ours=_OURS.fullmatch(meta.get("generator", "")) is not None,
        cut=is_cut(text),
        without_table=_without_table(page, found.parts),
    )


def _meta(page: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """What the page says of itself; of two entries of one name the first one that says anything."""
    for one in reversed(page.css("meta")):
        attributes = one.attributes
        name = attributes.get("name") or attributes.get("property") or ""
        if said := (attributes.get("content") or "").strip():
            yield name.strip().lower(), said


def _titles(page: LexborHTMLParser, meta: dict[str, str], found: PageParts) -> Iterator[str]:
    yield from (meta.get(one, "") for one in _TITLES)
    title = page.css_first("title")
    if title is not None:
        yield title.text(deep=True)
    yield from found.headings


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    lines = (" ".join(one.split()) for one in texts)
    return tuple(dict.fromkeys(filter(None, lines)))


def _without_table(page: LexborHTMLParser, parts: list[str | Piece]) -> Refusal:
    """Why it is no return, where no official table is found in it."""
    if any(isinstance(one, Piece) and figures_in(one) for one in parts):
        return Refusal.HTML
    if any(_ATTACHED.search(one) for one in _references(page)):
        return Refusal.LINKING_PAGE
    texts = (one if isinstance(one, str) else _text(one) for one in parts)
    drawn = page.css_first("script, #app, #root") is not None
    return Refusal.EMPTY_PAGE if drawn and sum(map(len, texts)) < _LEAST_TEXT else Refusal.HTML


def _text(piece: Piece) -> str:
    return "".join(text for row in piece.rows for text in row if text)


def _references(page: LexborHTMLParser) -> Iterator[str]:
    """The addresses that it refers to, and the texts of links, where an address may say nothing."""
    for tag, attribute in _REFERRING:
        for one in page.css(f"{tag}[{attribute}]"):
            yield one.attributes.get(attribute) or ""
            if tag == "a":
                yield one.text(deep=True).strip()
