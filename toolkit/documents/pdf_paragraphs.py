"""Lines of a PDF → paragraphs, without what stands in the margins of its pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from toolkit.documents.pdf_layout import Drawn, Line, Page, begins_item, lines_of

# Heads and feet of pages stand so near to their edges.
_MARGIN = 90.0
_PAGE_NUMBER = re.compile(
    r"[-—–―－·.\s]*(?:第\s*)?[0-9０-９]{1,4}(?:\s*页)?"
    r"(?:\s*[/，,]?\s*共?\s*[0-9]{1,4}\s*页?)?[-—–―－·.\s]*"
)
_DIGITS = re.compile(r"[0-9]+")
_SENTENCE_ENDS = re.compile(r".*[。；：！？]", re.DOTALL)
_LATIN = re.compile(r"[0-9A-Za-z]")
# So many characters may be missing at the end of a line that goes on in the next one, and so many
# heights of text lie between the two at most.
_SHORT, _APART = 1.6, 3.0
# The text of a page reaches at least so far to the right, as a part of its width.
_REACH = 0.8
# A first line is indented by more than this part of a character.
_INDENT = 0.7


def without_margins(pages: Sequence[Page]) -> list[Page]:
    """The pages without their numbers, and without the heads and feet that they share."""
    known = Counter(key for page in pages for key in {_key(one) for one in _in_margins(page)})
    most = max(2, len(pages) // 2)
    cleared = []
    for page in pages:
        out = {
            one
            for one in _in_margins(page)
            if _PAGE_NUMBER.fullmatch(one.text) or known[_key(one)] >= most
        }
        parts = [one for one in page.parts if not isinstance(one, Line) or one not in out]
        cleared.append(replace(page, parts=parts))
    return cleared


def _in_margins(page: Page) -> Iterator[Line]:
    for one in page.parts:
        if isinstance(one, Line) and not _MARGIN < one.base < page.height - _MARGIN:
            yield one


def _key(line: Line) -> tuple[str, int]:
    """What is the same on every page."""
    return _DIGITS.sub("0", line.text), round(line.base / 10)


def _page(line: Line) -> int:
    return line.page


def _running_text(page: Page) -> list[Line]:
    """The lines beside tables; where all of a page stands in a frame, those within it."""
    beside = [one for one in page.parts if isinstance(one, Line)]
    within = (line for one in page.parts if isinstance(one, Drawn) for line in one.lines)
    return beside or list(within)


class Paragraphs:
    """Puts lines together to paragraphs; ``pages``: all pages, by which margins are known."""

    def __init__(self, pages: Sequence[Page]) -> None:
        # The width of a page → the left and the right edge of the text.
        edges: dict[int, tuple[float, float]] = {}
        self._widths = {page.number: round(page.width) for page in pages}
        for page in pages:
            for one in _running_text(page):
                reach = one.left, _REACH * page.width
                left, right = edges.get(round(page.width), reach)
                edges[round(page.width)] = min(left, one.left), max(right, one.right)
        self._edges: Mapping[int, tuple[float, float]] = edges

    def of(self, lines: Sequence[Line]) -> list[str]:
        """The paragraphs of lines that follow each other."""
        # What stands beside a frame is on a line with what stands in it.
        lines = [one for _, page in groupby(lines, _page) for one in lines_of(page)]
        texts = [lines[0].text] if lines else []
        for before, one in pairwise(lines):
            if not self._goes_on(before, one):
                texts.append(one.text)
            elif _LATIN.match(one.text) and _LATIN.match(before.text[-1]):
                texts[-1] += f" {one.text}"
            else:
                texts[-1] += one.text
        return texts

    def _goes_on(self, before: Line, after: Line) -> bool:
        """Whether a line is full, and the next one begins at the left edge."""
        _, right = self._edges_of(before)
        left, _ = self._edges_of(after)
        near = before.page != after.page or after.base - before.base < _APART * after.size
        alike = 0.9 < before.size / after.size < 1.1
        full = before.right > right - _SHORT * before.size
        begins = begins_item(after.text) and _SENTENCE_ENDS.fullmatch(before.text)
        return near and alike and full and not begins and after.left < left + _INDENT * after.size

    def _edges_of(self, line: Line) -> tuple[float, float]:
        return self._edges.get(self._widths.get(line.page, 0), (line.left, line.right))
