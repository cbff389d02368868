"""Subject: whose report a document is and on which year, as its titles say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.grids.document import Document
from toolkit.grids.identity import years_in
from toolkit.text import fold, printable

# A title may stand on so many lines; none is longer, nor is one of these lines.
_LINES, _LONGEST = 3, 80
# So far above where the report begins its title is looked for.
_FURTHEST = 15
_MOST_HEADINGS = 12
# What a report is called; before it stands whose it is and on which year, in either order.
_TITLE = re.compile("(?:政府|政务)?(?:信息|政务)公开.*?(?:报告|年报)")
_YEAR = re.compile("(?:19|20)[0-9]{2}年?度?")
# Some write the name behind it, in brackets.
_BEHIND = re.compile(r"\(([^()0-9]{2,40})\)")
# Pages write where they stand, and whose they are, beside their title.
_PIECES = re.compile(r"[>|_\u00bb\u203a]")
_DATE = re.compile("(?:19|20)[0-9]{2}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?")
_SENTENCE = re.compile("[。；，,]")
# How the name of a body ends.
_BODY = re.compile(
    "(?:[局委办厅院所站队处科室部会社校园镇乡县区市省旗盟州]|政府|中心|公司|集团|街道|大学|学院"
    r"|银行|海关)(?:\([^()]*\))?$"
)
_BEGINS = re.compile("[一1][、.]总体情况")
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SPELT_YEAR = re.compile("[一二][九〇○零][〇○零一二三四五六七八九]{2}(?=年)")
# What leads to a page, or presents a document, stands before its title.
_LEADS = re.compile(r"^.*[:\]】《“\"]|^(?:关于|印发|公布|发布)+|(?:关于|的)+$")
_NOBODY = {"政府", "本机关", "本单位"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What the titles of a document say."""

    # The unit's name; None where no title has one.
    name: str | None
    # The years, each once, that of the first title first.
    years: tuple[str, ...]
    # All titles, the most certain first.
    headings: tuple[str, ...]


def subject_of(document: Document) -> Subject:
    """Who reports and on what, by the title of the document, else by what it states of itself."""
    titles = list(dict.fromkeys(_tidy(one) for one in (*_printed(document), *document.titles)))
    read = [found for one in titles if (found := _read(one))]
    years = dict.fromkeys(year for _, some in read for year in sorted(some))
    named = (name for name, _ in read)
    headings = [one for one in titles if one][:_MOST_HEADINGS]
    return Subject(next(filter(None, named), None), tuple(years), tuple(headings))


def _printed(document: Document) -> Iterator[str]:
    """The title that is printed above the report, which may stand on several lines."""
    near = [one.strip() for one in _above(document) if one.strip()][-_FURTHEST:]
    for last in range(len(near) - 1, -1, -1):
        # Of a title on several lines the last one has the word; a sentence is no title.
        if not _TITLE.search(fold(near[last])) or not _is_short(near[last]):
            continue
        for first in range(last, max(last - _LINES, -1), -1):
            some = near[first : last + 1]
            name, _ = _read("".join(some)) or (None, None)
            if name and all(map(_is_short, some)) and (first == last or _BODY.search(name)):
                yield " ".join(some)
                return
        yield near[last]
        return


def _above(document: Document) -> list[str]:
    """The paragraphs above the report, or above the first table where its first head is lost."""
    parts = document.parts
    begins = (n for n, one in enumerate(parts) if isinstance(one, str) and _BEGINS.match(fold(one)))
    tables = (n for n, one in enumerate(parts) if not isinstance(one, str))
    end = next(begins, next(tables, len(parts)))
    return [one for one in parts[:end] if isinstance(one, str)]


def _is_short(line: str) -> bool:
    return len(line) <= _LONGEST and not _SENTENCE.search(line)


def _read(title: str) -> tuple[str | None, set[str]] | None:
    """The name and the years in a title; None where it is not that of a report."""
    pieces = _PIECES.split(_DATE.sub("", _plain(title)))
    plain = next(filter(_TITLE.search, pieces), "")
    found = _TITLE.search(plain)
    if not found:
        return None
    before = _YEAR.split(plain[: found.start()])
    behind = _BEHIND.findall(plain[found.end() :])
    name = next(filter(None, map(_name, (*before, *behind))), None)
    return name, years_in(plain[: found.end()]) or years_in(plain)


def _plain(text: str) -> str:
    """A title as it is compared, its year in digits."""
    return _SPELT_YEAR.sub(lambda found: found[0].translate(_NUMERALS), fold(text))


def _tidy(text: str) -> str:
    return " ".join(printable(text).split())


def _name(text: str) -> str | None:
    """The name in what stands before or behind the year of a title."""
    name = _LEADS.sub("", text).strip("《》“”\"'·-—,，、")
    return name if len(name) > 1 and name not in _NOBODY and name[0].isalpha() else None


def short_headings(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """The first lines of a document that may say what it is."""
    short = (_tidy(one) for one in paragraphs if 1 < len(one.strip()) <= _LONGEST)
    return tuple(one for _, one in zip(range(_LINES), short, strict=False))
