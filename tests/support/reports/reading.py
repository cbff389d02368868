"""What the toolkit reads of a report, with what its audit says."""

from __future__ import annotations

from tests.support.reports.official import official_layout
from toolkit.audit.rules import audit
from toolkit.documents.formats import read_document
from toolkit.findings.finding import Finding
from toolkit.grids.refusals import Unreadable
from toolkit.returns.published.read_published import read_published
from toolkit.returns.unit_return import Return, Subject, Unread
from toolkit.spreadsheets.kind import FileKind


def read_report(content: bytes, kind: FileKind, file: str) -> Return | Unread:
    """The return in a file, or why it holds none."""
    return read_published(read_document(content, kind), official_layout(), file, "0" * 64)


def read_file(
    content: bytes, kind: FileKind, file: str
) -> tuple[dict[str, int | None] | None, tuple[Finding, ...]]:
    """Its figures, None where it is refused, and all that is told of it."""
    try:
        one = read_report(content, kind, file)
    except Unreadable:
        return None, ()
    if isinstance(one, Unread):
        return None, ()
    told = audit([Subject(one)], official_layout(), compared=False).findings[0]
    return dict(one.values), (*one.findings, *told)
