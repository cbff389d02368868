"""A page that a browser or an office program saved as one file (.mht), built like a mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    parts = list(_parts(parse_mail(content)))
    sheets = dict(_own_sheets(parts))
    pages = (one for one in parts if one.get_content_type() == "text/html")
    first: Document | None = None
    for part in islice(pages, _MOST_PAGES):
        page = read_page(_content(part), part.get_content_charset(""), sheets=sheets)
        if any(map(figures_in, page.pieces)):
            return page
        first = first or page
    if first is None:
        raise Unreadable(Refusal.HTML)
    return first


def _parts(message: Message) -> Iterator[Message]:
    """The parts that have any content."""
    todo = [message]
    while todo:
        part = todo.pop()
        within = part.get_payload()
        if isinstance(within, list):
            todo += [one for one in reversed(within) if isinstance(one, Message)]
        elif part.get_content_type() in ("text/html", "text/css") and _content(part).strip():
            yield part


def _own_sheets(parts: Iterable[Message]) -> Iterator[tuple[str, str]]:
    """What browsers have taken out of <style> elements, by the addresses that stand there now."""
    for part in parts:
        address = str(part.get("Content-Location", "")).strip()
        if part.get_content_type() == "text/css" and address.startswith("cid:"):
            yield address, _content(part).decode("utf-8", "replace")


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
