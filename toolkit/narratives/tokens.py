"""Tokens: a sentence cut into numbers, years, words that are known, and what stands between them.

Chinese writes no blanks between words. At each place the longest thing that is known counts, so
"不予公开" is never read as "公开".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from toolkit.narratives import speech
from toolkit.narratives.numerals import CHINESE, number_in
from toolkit.narratives.vocabulary import Kind, Vocabulary


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a sentence, with its place in the plain text."""

    kind: Kind
    text: str
    begin: int
    end: int
    # Of a number: its value, the value of its last digit, what it counts, and whether it is exact.
    value: Fraction = Fraction(0)
    step: Fraction = Fraction(1)
    counter: str = ""
    exact: bool = True

    @property
    def is_topic(self) -> bool:
        """Whether it says what the sentence is about."""
        return self.kind is Kind.TOPIC

    @property
    def is_saying(self) -> bool:
        """Whether it says which figure of that a number is."""
        return self.kind is Kind.SAYING


_DIGITS = rf"[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|[{CHINESE}]+"
# In what else is counted; that never belongs to a table.
_OTHER_COUNTERS = (
    *("人次", "件次", "家次", "个工作日", "工作日", "个月", "小时", "部门", "个百分点", "百分点"),
    *"人家名篇期场%‰年月日天时点号页字次条个项倍位分类册处户批轮卷株亩米台套",
)
# What is no number of things: ordinals, days, shares, numbers of telephones and documents.
_NOT_COUNTED = re.compile(
    rf"第[0-9{CHINESE}]+[条款项次届批位名号章节期]?|[0-9]{{1,2}}月(?:[0-9]{{1,2}}[日号])?"
    rf"|[0-9]{{1,2}}[日号](?!件)|百分之[{CHINESE}0-9.]+|[0-9.]+(?:%|‰|个百分点)|[0-9]+(?:-[0-9]+)+"
    r"|[〔\[【(（](?:19|20)[0-9]{2}[〕\]】)）]"
)
_YEAR = re.compile("(?<![0-9])((?:19|20)[0-9]{2})(?:年度|年)?(?![0-9%件条万.,])")
# The days with which a report begins and ends; other days make a figure that of a part of a year.
_YEARS_END = re.compile("12月(?:31日|底)|0?1月1日")
# Behind one of these a Chinese numeral counts nothing.
_NO_NUMERAL = frozenset("第每同这那哪某任逐唯单另首头")


class Cutter:
    """Cuts sentences with a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._kinds = vocabulary.kinds
        self._phrase = re.compile(_any(vocabulary.kinds))
        self._number = re.compile(
            f"(?P<before>{speech.NEARLY})?(?P<digits>{_DIGITS})(?P<scale>[十百千万亿]*)"
            f"(?P<after>{speech.MORE})?"
            f"(?P<counter>{_any({*vocabulary.counters, *_OTHER_COUNTERS})})?"
        )

    def cut(self, text: str, begin: int, end: int) -> Iterator[Token]:
        """The tokens of a stretch of plain text, one behind the other."""
        at = start = begin
        while at < end:
            token = self._at(text, at, end)
            if token is None:
                at += 1
                continue
            if start < at:
                yield Token(Kind.TEXT, text[start:at], start, at)
            yield token
            at = start = token.end
        if start < end:
            yield Token(Kind.TEXT, text[start:end], start, end)

    def _at(self, text: str, at: int, end: int) -> Token | None:
        """What begins at a place; None where nothing known does."""
        if text[at] in speech.BREAKS:
            return Token(Kind.BREAK, text[at], at, at + 1)
        phrase = self._phrase.match(text, at, end)
        if phrase and len(phrase[0]) > 1:
            return Token(self._kinds[phrase[0]], phrase[0], at, phrase.end())
        if found := _YEAR.match(text, at, end):
            return Token(Kind.YEAR, found[0], at, found.end(), Fraction(int(found[1])))
        for kind, pattern in ((Kind.FILLER, _YEARS_END), (Kind.TEXT, _NOT_COUNTED)):
            if found := pattern.match(text, at, end):
                return Token(kind, found[0], at, found.end())
        if number := self._number_at(text, at, end):
            return number
        if phrase:
            return Token(self._kinds[phrase[0]], phrase[0], at, phrase.end())
        return None

    def _number_at(self, text: str, at: int, end: int) -> Token | None:
        found = self._number.match(text, at, end)
        if not found:
            return None
        digits, counter = found["digits"], found["counter"] or ""
        if digits[0] in CHINESE and (not counter or (at and text[at - 1] in _NO_NUMERAL)):
            return None
        value = number_in(digits, found["scale"])
        if value is None:
            return Token(Kind.TEXT, found[0], at, found.end())
        exact = not (found["before"] or found["after"])
        return Token(Kind.NUMBER, found[0], at, found.end(), *value, counter, exact)


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
