"""Several: whether the tables of a document are those of the report that its title names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.grids.document import Document
from toolkit.returns.published.printed_titles import PrintedTitle, Standing, printed_titles
from toolkit.returns.published.sections import Parts, begins_of, lines_in
from toolkit.returns.published.titles import Title
from toolkit.text import fold

# No report has more lines before its tables, and so many above it.
_MOST_LINES, _MOST_ABOVE = 2000, 200
# Running text: a link and a line of metadata have none.
_TEXT = re.compile("。.*。|。$")


def another_begins(document: Document, own: Title, last: int) -> bool:
    """Whether another report begins before the last table that is read.

    ``own``: what the title of the first one says. ``last``: where the last table stands among the
    parts. The same report may be printed twice, and beside the title of another one a link leads
    to it.
    """
    parts = document.parts[:last]
    first, *later = begins_of(parts) or [len(parts)]
    if _follows_text(lines_in(parts[:first])[-_MOST_ABOVE:], own):
        return True
    titles = printed_titles(lines_in(parts[first + 1 :])[:_MOST_LINES])
    if any(_is_another(one.title, own) for one in _alone(titles)):
        return True
    repeated = any(one.title.years and not _is_another(one.title, own) for one in titles)
    return not repeated and any(not _are_copies(parts, first, one) for one in later)


def _follows_text(lines: Sequence[str], own: Title) -> bool:
    """Whether the title of another report follows the text of the own one, without sections."""
    begun = None
    titles = printed_titles(lines)
    alone = list(_alone(titles))
    for one in titles:
        if not _is_another(one.title, own):
            begun = one.last if begun is None else begun
        elif begun is not None and one in alone:
            return any(_TEXT.search(fold(line)) for line in lines[begun + 1 : one.first])
    return False


def _is_another(one: Title, own: Title) -> bool:
    """Whether a title is that of another report; the own one may say several years."""
    years = set(one.years) & set(own.years) if own.years else one.years
    return not (years and Title(one.name, ()).may_be(own))


def _alone(titles: Sequence[PrintedTitle]) -> Iterator[PrintedTitle]:
    """Those that are the title of a report, and none of a list of them."""
    for before, one, after in zip([None, *titles], titles, [*titles[1:], None], strict=False):
        listed = (before and before.last + 1 == one.first) or (
            after and after.first == one.last + 1
        )
        if one.standing >= Standing.WITH_NEIGHBOURS and not listed:
            yield one


def _are_copies(parts: Parts, first: int, second: int) -> bool:
    """Whether two reports begin with the same text."""
    one, other = (_text(parts, at + 1) for at in (first, second))
    return one == other


def _text(parts: Parts, at: int) -> str:
    part = parts[at] if at < len(parts) else ""
    return fold(part) if isinstance(part, str) else ""
