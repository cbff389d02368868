"""Subject: whose report a document is and on which year, as its titles say.

What is printed above the report has the word. A page prints the titles of other reports there as
well, to which it links: what says most by itself goes before what says less, and of equals that
which the page says it is called. Where that does not decide, all are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import takewhile

from toolkit.grids.document import Document, Medium
from toolkit.grids.identity import years_in
from toolkit.returns.published.of_itself import named_in, periods_in
from toolkit.returns.published.printed_titles import (
    LONGEST,
    PrintedTitle,
    Standing,
    printed_titles,
)
from toolkit.returns.published.sections import above, headings_of_tables, opening
from toolkit.returns.published.titles import Title, are_alike, names_its_place, title_in
from toolkit.text import printable

# So far above where the report begins its title is looked for.
_FURTHEST = 30
# A page says seldom more than three times what it is called; what follows is linked.
_MOST_TITLES = 40
_MOST_HEADINGS = 12
# No title is longer; what is more of it says something else.
_LONGEST_TITLE = 200
_FIRST_LINES = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """What the titles of a document say."""

    # The unit's name, and the others that titles of the same rank have in its place.
    names: tuple[str, ...]
    # The years, each once, that of the first title first.
    years: tuple[str, ...]
    # The texts that say it, the most certain first.
    headings: tuple[str, ...]

    @property
    def name(self) -> str | None:
        """The unit's name; None where nothing has one."""
        return next(iter(self.names), None)

    @property
    def year(self) -> str | None:
        """The year of the first title that has one."""
        return next(iter(self.years), None)

    @property
    def title(self) -> Title:
        """The same, as one title."""
        return Title(self.name, self.years)

    @property
    def contradictions(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """In what the titles contradict each other."""
        both = ("year", self.years), ("name", self.names)
        return tuple((key, said) for key, said in both if len(said) > 1)


@dataclass(frozen=True, slots=True)
class _Stated:
    """A title of which the document says that it is its own."""

    title: Title
    text: str


def subject_of(document: Document) -> Subject:
    """Who reports and on what, by the titles of the document, else by what it states of itself."""
    titles = [one[:_LONGEST_TITLE] for one in map(_tidy, document.titles[:_MOST_TITLES]) if one]
    stated = [_Stated(title, text) for text in titles if (title := title_in(text))]
    first = opening(document)
    periods = periods_in(first)
    of_figures = {year for _, year in periods}
    sure = document.medium is Medium.PAGE and stated[:1]
    agreed = of_figures if sure and set(sure[0].title.years) == of_figures else set[str]()
    printed = _the_own(_printed(document, agreed), stated)
    if document.medium is not Medium.PAGE and printed and printed[0].title.is_whole:
        # Nobody sees the properties of a file, which is often a copy of last year's.
        stated = [one for one in stated if one.title.may_be(printed[0].title)]
    beside = list(_beside(printed, stated))
    said = [*(one.title for one in printed), *(one.title for one in beside)]
    others = [text for text in titles if not title_in(text)]
    headings = [*(one.text for one in printed), *(one.text for one in beside), *others]
    names, years = _names(said), _distinct(year for one in said for year in one.years)
    if years:
        years = _distinct([*years, *(year for _, year in periods)])
        years = _distinct([*years, *_strange(document, years)])
    else:
        headings += [text for text, _ in periods]
    own = None if names and (years or periods) else named_in(first)
    if own and not names and own.name:
        names = (own.name,)
    if own and not (years or periods):
        years = own.years
    return Subject(names, years, _distinct(map(_tidy, headings))[:_MOST_HEADINGS])


def _strange(document: Document, years: Sequence[str]) -> list[str]:
    """The years that the head of a section states of its table, none of which is the report's."""
    stated = map(years_in, headings_of_tables(document))
    return [year for some in stated if not some & set(years) for year in sorted(some)]


def _printed(document: Document, agreed: Set[str]) -> list[PrintedTitle]:
    """The titles printed above the report that say most, the most certain first.

    ``agreed``: the year that a page states and the period of its figures confirms. Where that is
    printed as well, titles of other years are links.
    """
    found = printed_titles(above(document)[-_FURTHEST:])
    if agreed and any(set(one.title.years) == agreed for one in found):
        found = [one for one in found if set(one.title.years) in (agreed, set())]
    most = max((one.standing for one in found), default=Standing.SILENT)
    least = min(most, Standing.WITH_NEIGHBOURS)
    return sorted((one for one in found if one.standing >= least), key=lambda one: -one.standing)


def _the_own(printed: list[PrintedTitle], stated: Sequence[_Stated]) -> list[PrintedTitle]:
    """Of titles that differ those which the document says are its own, where it says so."""
    for one in stated:
        if all(each.title.may_be(printed[0].title) for each in printed[1:]):
            break
        if own := [each for each in printed if each.title.may_be(one.title)]:
            printed = own
    return printed


def _beside(printed: Sequence[PrintedTitle], stated: Sequence[_Stated]) -> Iterable[_Stated]:
    """What the document states beside what is printed: what agrees, and what contradicts it.

    Of the titles that follow one that agrees most are those of other reports.
    """
    if not printed or printed[0].standing is Standing.SILENT:
        main = next((one for one in stated if one.title.is_whole), None)
        main = main or next((one for one in stated if one.title.name or one.title.years), None)
        if main is None:
            return
        yield main
        title = main.title
    else:
        title = printed[0].title
    title = _completed(title, stated)
    before = list(takewhile(lambda one: not _is(one.title, title), stated))
    agreed = len(before) < len(stated)
    for number, one in enumerate(stated):
        if one.title.may_be(title) or (
            number < len(before)
            and (_tells_against(one.title, title, agreed=agreed, is_first=number == 0))
        ):
            yield one


def _completed(title: Title, stated: Sequence[_Stated]) -> Title:
    for one in stated:
        if one.title.may_be(title):
            title = Title(title.name or one.title.name, title.years or one.title.years)
    return title


def _is(one: Title, title: Title) -> bool:
    return bool(one.years) and one.may_be(title)


def _tells_against(one: Title, title: Title, *, agreed: bool, is_first: bool) -> bool:
    """Whether what a document states contradicts its title, and is not that of another report."""
    if Title(None, one.years).may_be(title):
        # Another name alone may be that of the website.
        return one.is_whole and not agreed
    return is_first or Title(one.name, ()).may_be(title)


def _names(titles: Iterable[Title]) -> tuple[str, ...]:
    """The names that are really different; of one that leaves out its place the longer form."""
    found: list[str] = []
    for name in (one.name for one in titles if one.name):
        alike = next((n for n, one in enumerate(found) if are_alike(one, name)), None)
        if alike is None:
            found.append(name)
        elif not names_its_place(found[alike]) and len(name) > len(found[alike]):
            found[alike] = name
    return tuple(found)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))


def _tidy(text: str) -> str:
    return " ".join(printable(text).split())


def short_headings(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """The first lines of a document that may say what it is."""
    short = (_tidy(one) for one in paragraphs if 1 < len(one.strip()) <= LONGEST)
    return tuple(one for _, one in zip(range(_FIRST_LINES), short, strict=False))
