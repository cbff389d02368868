"""Bytes of a PDF with a layer of text → its paragraphs and tables.

A PDF knows only what is drawn: a table is lines that cross, a paragraph is lines of text that
follow each other.
"""

from __future__ import annotations

import datetime
import logging
import re
from collections.abc import Mapping, Sequence

from toolkit.documents.pdf_layout import Line, Page
from toolkit.documents.pdf_paragraphs import Paragraphs, without_margins
from toolkit.documents.pdf_tables import pieces
from toolkit.grids.document import Document, Medium, Piece
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.saved_time import saved_time
from toolkit.spreadsheets.zip_package import damage_is_unreadable

# Characters of a page on average; a scanned one has a stamp or the number of the page at most.
_FEWEST_CHARACTERS = 10
_TIME = re.compile(
    r"(?:D:)?(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:([+-])(\d\d)'?(\d\d)'?|Z.*)?", re.ASCII
)
# They warn of damage that they can mend, on the user's screen.
_TALKATIVE = ("pdfminer", "pdfplumber", "pypdfium2")


def read_pdf(content: bytes) -> Document:
    """The document as it is shown; scripts and what is attached are not looked at.

    Raises:
        Unreadable: with the reason; that no reader of PDFs is installed is one.
    """
    try:
        from toolkit.documents.pdf_pages import Pages
    except ImportError as error:
        raise Unreadable(Refusal.PDF_READER_MISSING) from error
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with damage_is_unreadable(), Pages(content) as pages:
        read = list(pages.read())
        stated = pages.metadata()
    return _document(read, stated)


def _document(pages: Sequence[Page], stated: Mapping[str, str]) -> Document:
    shown = sum(one.characters for page in pages for one in page.parts)
    parts: list[str | Piece] = []
    lines: list[Line] = []
    cleared = without_margins(pages)
    paragraphs = Paragraphs(cleared)
    for one in pieces(cleared):
        if isinstance(one, Line):
            lines.append(one)
        else:
            parts += paragraphs.of(lines)
            parts.append(one)
            lines = []
    parts += paragraphs.of(lines)
    scanned = shown < _FEWEST_CHARACTERS * len(pages)
    return Document(
        Medium.PDF,
        parts,
        tuple(filter(None, [stated.get("Title", "").strip()])),
        saved=_time(stated.get("ModDate", "")) or _time(stated.get("CreationDate", "")),
        without_table=Refusal.SCANNED_PDF if scanned else Refusal.PDF,
    )


def _time(text: str) -> datetime.datetime | None:
    """The time (UTC) in a text as PDF writes it."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second, sign, hours, minutes = found.groups()
    zone = f"{sign}{hours}:{minutes}" if sign else ""
    return saved_time(f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}")
