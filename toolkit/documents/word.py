"""Bytes of a Word document (.docx) → its paragraphs and tables.

The parts are found and parsed as those of workbooks are. python-docx takes longer to open a
document than this takes to read it, and passes over text that was inserted while changes were
tracked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from toolkit.documents.word_body import Body, Paragraph
from toolkit.documents.word_numbering import Numbering
from toolkit.documents.word_parts import is_tracked
from toolkit.documents.word_styles import styles_of
from toolkit.grids.document import Document, Medium
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.spreadsheets.ooxml_parts import OfficePackage, local, tree
from toolkit.spreadsheets.zip_package import damage_is_unreadable

# The title stands at the head of the document, and is no running text.
_HEAD, _LONGEST_TITLE = 10, 100
_SEAL = re.compile("[0-9a-f]{64}")


class _WordPackage(OfficePackage):
    usual_main = "word/document.xml"
    without_main = Refusal.BROKEN


def read_word(content: bytes) -> Document:
    """The document as it is shown with all tracked changes accepted.

    Headers, footers, notes and comments are not read.

    Raises:
        Unreadable: with the reason.
    """
    with damage_is_unreadable():
        return _read(_WordPackage(content))


def _read(package: OfficePackage) -> Document:
    root = tree(package.part(package.main) or b"")
    body = next((one for one in root if local(one) == "body"), None)
    if body is None:
        raise Unreadable(Refusal.BROKEN)
    styles, numbering = (
        package.part(package.used(kind, package.main)) for kind in ("styles", "numbering")
    )
    known = styles_of(styles)
    parts = [
        one
        for one in Body(known, Numbering(numbering)).parts(body)
        if not isinstance(one, Paragraph) or one.text.strip()
    ]
    paragraphs = (one for one in parts if isinstance(one, Paragraph))
    head = [one.text for one in islice(paragraphs, _HEAD) if one.style in known.titles]
    core = {local(one): (one.text or "").strip() for one in package.about("coreproperties")}
    return Document(
        Medium.WORD,
        [one.text.strip() if isinstance(one, Paragraph) else one for one in parts],
        tuple(_titles(core.get("title", ""), *head)),
        saved=package.saved,
        tracked=is_tracked(root),
        ours=_SEAL.fullmatch(core.get("identifier", "")) is not None,
        without_table=Refusal.WORD,
    )


def _titles(*texts: str) -> Iterator[str]:
    return (plain for one in texts if 0 < len(plain := one.strip()) <= _LONGEST_TITLE)
