"""The published report as LibreOffice saves it again and prints it: the readers see one document.

Printed, its tables stand on several pages.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from tests.libreoffice.office import converted, requires_libreoffice
from tests.support.build import command
from tests.support.places import SAMPLES
from toolkit.documents.pdf import read_pdf
from toolkit.documents.word import read_word
from toolkit.grids.document import Document, Piece
from toolkit.text import fold

pytestmark = requires_libreoffice

Rows = list[list[str]]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    assert command("collect", SAMPLES / "returns", "-o", folder / "collected.xlsx") == 1
    assert command("report", folder / "collected.xlsx", "-o", folder) == 0
    return next(folder.glob("*.docx"))


def tables(found: Document) -> list[Rows]:
    """The tables, each with all of its pieces, without the line ends within cells.

    Later pieces begin with the head again, and have a cell where one goes on over the page end.
    """
    whole: list[Rows] = []
    for is_table, parts in groupby(found.parts, lambda one: isinstance(one, Piece)):
        rows: Rows = []
        for piece in parts if is_table else ():
            assert isinstance(piece, Piece)
            some = [[fold(one or "") for one in row] for row in piece.rows]
            rows += [row for row in some if not rows or row not in rows[:3]]
        whole += [rows] if rows else []
    return whole


def test_saved_again_it_is_the_same_document(report: Path, tmp_path: Path) -> None:
    before = read_word(report.read_bytes())
    after = read_word(converted(report, "docx", tmp_path).read_bytes())
    assert [len(rows) for rows in tables(before)] == [14, 28, 4]
    assert after.parts == before.parts
    assert after.titles == before.titles
    assert (before.ours, before.tracked, after.tracked) == (True, False, False)


def test_printed_it_is_the_same_document(report: Path, tmp_path: Path) -> None:
    before = read_word(report.read_bytes())
    after = read_pdf(converted(report, "pdf", tmp_path).read_bytes())
    assert tables(after) == tables(before)
    assert fold("".join(after.paragraphs)) == fold("".join(before.paragraphs))
    assert len({piece.page for piece in after.pieces}) > 1
