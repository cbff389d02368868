"""A page that a browser or an office program saved as one file (.mht), built like a mail."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from itertools import islice

from toolkit.documents.page import read_page
from toolkit.documents.page_tables import figures_in
from toolkit.grids.document import Document
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.mail_tree import MAX_MAIL_SIZE, effort, parse_mail

# What is framed in a page is a page of its own.
_MOST_PAGES = 20


def read_web_archive(content: bytes) -> Document:
    """The page in an archive: the first one with a table of figures, or else the first one.

    Raises:
        Unreadable: if there is none, or if it is larger than any page is.
    """
    if len(content) > MAX_MAIL_SIZE:
        raise Unreadable(Refusal.TOO_LARGE)
    effort(content)
    first: Document | None = None
    for page in islice(_pages(parse_mail(content)), _MOST_PAGES):
        if any(map(figures_in, page.pieces)):
            return page
        first = first or page
    if first is None:
        raise Unreadable(Refusal.HTML)
    return first


def _pages(message: Message) -> Iterator[Document]:
    todo = [message]
    while todo:
        part = todo.pop()
        within = part.get_payload()
        if isinstance(within, list):
            todo += [one for one in reversed(within) if isinstance(one, Message)]
        if part.get_content_type() != "text/html":
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content.strip():
            yield read_page(content, part.get_content_charset(""))
