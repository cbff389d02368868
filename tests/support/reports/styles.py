"""Every style in which a report is made, by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.support.reports import shapes
from tests.support.reports.archives import base64_archive, quoted_archive
from tests.support.reports.model import Figures, Report, Subject
from tests.support.reports.official import official_report
from tests.support.reports.pages import (
    old_page,
    pasted_page,
    plain_page,
    semantic_page,
    trs_page,
    ucap_page,
)
from tests.support.reports.pdf_files import ruled_pdf
from tests.support.reports.texts import gbk_text, markdown_text, ragged_text, tabbed_text
from tests.support.reports.word_files import official_word, tracked_word
from toolkit.findings.finding import Finding
from toolkit.spreadsheets.kind import FileKind


@dataclass(frozen=True, slots=True)
class Style:
    """How a report is written: what becomes of its tables, and in what markup they stand."""

    write: Callable[[Report], bytes]
    ending: str
    kind: FileKind
    shapes: tuple[shapes.Shape, ...] = ()
    # Whether it can show what is struck out or raised, wrong spans, and two lines in a cell.
    looks: bool = False
    spans: bool = False
    lines: bool = True
    # The warnings that are told of every report in this style, some with their cell.
    told: frozenset[str] = frozenset({"FILE-12"})

    def is_usual(self, finding: Finding) -> bool:
        """Whether it is told of every report in this style, and of nothing more."""
        return not finding.more and not self.told.isdisjoint(
            {finding.code, f"{finding.code} {finding.cell}"}
        )

    @property
    def blank_zeros(self) -> bool:
        """Whether nothing is typed for 0."""
        return shapes.blank_zeros in self.shapes

    def make(self, report: Report) -> bytes:
        """The file of a report; the report itself is used up."""
        return self.write(shapes.shaped(report, *self.shapes))

    def made(self, figures: Figures, subject: Subject, seed: int | None = None) -> bytes:
        """The file of these figures; ``seed`` draws the wording of the labels."""
        return self.make(official_report(figures, subject, seed))


def _page(
    write: Callable[[Report], bytes], *changed: shapes.Shape, spans: bool = True, told: str = ""
) -> Style:
    always = frozenset({"FILE-12", told})
    return Style(write, "html", FileKind.HTML, changed, looks=True, spans=spans, told=always)


def _text(write: Callable[[Report], bytes], ending: str = "txt") -> Style:
    return Style(write, ending, FileKind.TEXT, lines=False)


_IN_PIECES = shapes.cut("（四）", "(四)")

STYLES: Mapping[str, Style] = {
    "trs": _page(trs_page),
    "pasted": _page(pasted_page),
    "ucap": _page(ucap_page, shapes.blank_zeros, told="STAT-02"),
    "old": _page(old_page, shapes.thousands, shapes.some_totals_blank),
    "plain": _page(plain_page, shapes.empty_below, spans=False),
    "repeated": _page(plain_page, shapes.labels_repeated, spans=False),
    "semantic": _page(semantic_page, shapes.in_four),
    "in_pieces": _page(trs_page, _IN_PIECES),
    "one_left": _page(plain_page, shapes.one_left, told="TAB-13 C17"),
    "head_again": _page(pasted_page, shapes.with_head_again),
    "mht_quoted": Style(quoted_archive, "mht", FileKind.WEB_ARCHIVE, looks=True, spans=True),
    "mht_base64": Style(base64_archive, "mht", FileKind.WEB_ARCHIVE, looks=True, spans=True),
    "word": Style(official_word, "docx", FileKind.DOCX, looks=True),
    "word_tracked": Style(
        tracked_word,
        "docx",
        FileKind.DOCX,
        (shapes.in_four,),
        looks=True,
        told=frozenset({"FILE-12", "FILE-14"}),
    ),
    "text_tabs": _text(tabbed_text),
    "text_ragged": _text(ragged_text),
    "text_gbk": _text(gbk_text),
    "markdown": _text(markdown_text, "md"),
    "pdf_ruled": Style(ruled_pdf, "pdf", FileKind.PDF),
    "pdf_row_cut": Style(ruled_pdf, "pdf", FileKind.PDF, (shapes.row_over_two_pages,)),
}
