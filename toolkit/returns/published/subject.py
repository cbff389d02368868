"""Subject: whose report a document is and on which year, as its titles say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.grids.document import Document
from toolkit.text import fold, printable

# A title may stand on so many lines; none is longer, nor is one of these lines.
_LINES, _LONGEST = 3, 80
# So far above where the report begins its title is looked for.
_FURTHEST = 15
_MOST_HEADINGS = 12
_TITLE = re.compile(
    "(?P<before>.*?)(?P<year>(?:19|20)[0-9]{2})年?(?:度)?(?P<after>[^0-9]*?)"
    "(?:政府|政务)?信息公开(?:工作)?(?:年度|情况)*(?:工作)?(?:报告|年报)"
)
_REPORT = re.compile("信息公开.*(?:报告|年报)|年度报告|年报")
_BEGINS = re.compile("[一1][、.]总体情况")
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SPELT_YEAR = re.compile("[一二][九〇○零][〇○零一二三四五六七八九]{2}(?=年)")
# What leads to a page, or presents a document, stands before its title.
_LEADS = re.compile(r"^.*[>»›:\]】《“\"]|^(?:关于|印发|公布|发布)+")
_NOBODY = {"", "政府", "年度", "本机关", "本单位"}


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
    read = [found for one in titles if (found := _TITLE.search(_plain(one)))]
    years = dict.fromkeys(found["year"] for found in read)
    named = (_name(found["before"]) or _name(found["after"]) for found in read)
    headings = [one for one in titles if one][:_MOST_HEADINGS]
    return Subject(next(filter(None, named), None), tuple(years), tuple(headings))


def _printed(document: Document) -> Iterator[str]:
    """The title that is printed above the report, which may stand on several lines."""
    above: list[str] = []
    for part in document.parts:
        if not isinstance(part, str):
            break
        if _BEGINS.match(fold(part)):
            break
        above.append(part)
    near = above[-_FURTHEST:]
    for last in range(len(near) - 1, -1, -1):
        # Of a title on several lines the last one has the word.
        if not _REPORT.search(fold(near[last])) or len(near[last]) > _LONGEST:
            continue
        for first in range(last, max(last - _LINES, -1), -1):
            some = near[first : last + 1]
            whole = _TITLE.search(_plain("".join(some)))
            if any(len(one) > _LONGEST or "。" in one for one in some):
                break
            if whole and (_name(whole["before"]) or _name(whole["after"])):
                yield " ".join(some)
                return
        yield near[last]
        return


def _plain(text: str) -> str:
    """A title as it is compared, its year in digits."""
    return _SPELT_YEAR.sub(lambda found: found[0].translate(_NUMERALS), fold(text))


def _tidy(text: str) -> str:
    return " ".join(printable(text).split())


def _name(text: str) -> str | None:
    """The name in what stands before or behind the year of a title."""
    name = _LEADS.sub("", text).strip("《》“”\"'·-—_|()（）,，、")
    return None if name in _NOBODY or not any(one.isalpha() for one in name) else name


def short_headings(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """The first lines of a document that may say what it is."""
    short = (_tidy(one) for one in paragraphs if 1 < len(one.strip()) <= _LONGEST)
    return tuple(one for _, one in zip(range(_LINES), short, strict=False))
