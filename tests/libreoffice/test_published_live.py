"""A report as Word file, saved again by LibreOffice in other formats, is read to the figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.libreoffice.office import converted, requires_libreoffice
from tests.support.reports.model import Subject
from tests.support.reports.official import official_layout, official_report, random_figures
from tests.support.reports.reading import read_file
from tests.support.reports.styles import STYLES
from tests.support.reports.word_files import narrow_word
from toolkit.spreadsheets.kind import FileKind

pytestmark = requires_libreoffice


@pytest.mark.parametrize("wording", [None, 21])
@pytest.mark.parametrize(
    ("to", "kind"), [("docx", FileKind.DOCX), ("pdf", FileKind.PDF), ("html", FileKind.HTML)]
)
def test_saved_again(to: str, kind: FileKind, wording: int | None, tmp_path: Path) -> None:
    figures = random_figures(6, 9_999)
    path = tmp_path / "报告.docx"
    path.write_bytes(STYLES["word"].made(figures, Subject(), wording))
    saved = converted(path, to, tmp_path / "saved")
    values, findings = read_file(saved.read_bytes(), kind, saved.name)
    assert values is not None
    scales = official_layout().form.scales
    published = {code: int(figure * scales[code]) for code, figure in figures.items()}
    assert {code: values.get(code) for code in published} == published
    told = [one for one in findings if one.severity != "info"]
    assert [(one.code, one.cell) for one in told if not STYLES["word"].is_usual(one)] == []


def test_a_figure_broken_over_lines_and_page_ends_is_never_read_wrong(tmp_path: Path) -> None:
    """What is read of it without a word is what is published."""
    figures = random_figures(6, 99_999)
    path = tmp_path / "报告.docx"
    path.write_bytes(narrow_word(official_report(figures, Subject())))
    saved = converted(path, "pdf", tmp_path / "saved")
    values, findings = read_file(saved.read_bytes(), FileKind.PDF, saved.name)
    assert values is not None
    layout = official_layout()
    named = {one.sheet for one in findings if one.severity != "info"}
    for code, figure in figures.items():
        if layout.sheet_of[code] not in named:
            assert values[code] == int(figure * layout.form.scales[code]), code
