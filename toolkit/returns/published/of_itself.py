"""Of itself: what the first sentences of a report say of whose it is and of which year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.grids.identity import YEAR_IN_DAYS
from toolkit.returns.published.titles import Title, is_body, title_in
from toolkit.text import fold

# What stands before the period of the figures, in the same sentence.
_OF_FIGURES = re.compile(r"(?:统计|数据|报告期|期限|时限)[^。;]{0,20}$")
# What compares this year with another one does not.
_COMPARED = re.compile("同期|上年|去年|相比|显示")
_FURTHEST = 40
_UNTIL = re.compile("(统计[^。;]{0,12}?截[至止][^。;]{0,6}?((?:19|20)[0-9]{2})年)12月31日")
_PUBLISHED = re.compile(
    "(?:公布|公开|发布|编制|撰写|形成)了?([^。;,:]{2,60}?(?:报告|年报))(?!格式|编制|有关|的?通知)"
)


def periods_in(paragraphs: Sequence[str]) -> list[tuple[str, str]]:
    """The year of the figures wherever one is stated: what says so, and the year."""
    return list(dict.fromkeys(one for text in paragraphs for one in _periods(fold(text))))


def _periods(plain: str) -> Iterator[tuple[str, str]]:
    for found in YEAR_IN_DAYS.finditer(plain):
        before = _OF_FIGURES.search(plain, max(0, found.start() - _FURTHEST), found.start())
        if before and not _COMPARED.search(before[0]):
            yield before[0] + found[0], found[1]
    for found in _UNTIL.finditer(plain):
        yield found[1], found[2]


def named_in(paragraphs: Sequence[str]) -> Title | None:
    """The report that a sentence says is published here, where it names a body."""
    for text in paragraphs:
        for found in _PUBLISHED.finditer(fold(text)):
            title = title_in(found[1])
            if title and title.name and is_body(title.name):
                return title
    return None
