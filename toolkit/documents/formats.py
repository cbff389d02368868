"""The formats of documents that are read. A new one is a module beside this one, and a row here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from toolkit.grids.document import Document
from toolkit.spreadsheets.kind import FileKind

# Bytes → the document; raises Unreadable with the reason.
DocumentReader = Callable[[bytes], Document]


def _page() -> DocumentReader:
    from toolkit.documents.page import read_page

    return read_page


def _web_archive() -> DocumentReader:
    from toolkit.documents.web_archive import read_web_archive

    return read_web_archive


def _word() -> DocumentReader:
    from toolkit.documents.word import read_word

    return read_word


def _pdf() -> DocumentReader:
    from toolkit.documents.pdf import read_pdf

    return read_pdf


def _plain_text() -> DocumentReader:
    from toolkit.documents.plain_text import read_plain_text

    return read_plain_text


# Imports its reader when it is needed: most folders hold nothing but workbooks.
READERS: Mapping[FileKind, Callable[[], DocumentReader]] = {
    FileKind.HTML: _page,
    FileKind.WEB_ARCHIVE: _web_archive,
    FileKind.DOCX: _word,
    FileKind.PDF: _pdf,
    FileKind.TEXT: _plain_text,
    FileKind.CSV: _plain_text,
}


def read_document(content: bytes, kind: FileKind) -> Document:
    """The document in a file of one of these kinds.

    Raises:
        Unreadable: with the reason.
    """
    return READERS[kind]()(content)
