"""Tokens: a sentence cut into what it says: numbers, years, words of the form, and what stands between.

Chinese writes no blanks between words. At each place the longest thing that is known counts, so
"不予公开" is never read as "公开".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from fractions import Fraction

from toolkit.form.measure import Measure
from toolkit.form.wording import LAST_YEAR, NEXT_YEAR, Reading, Topic, Wordings, reading_of
from toolkit.narratives import speech
from toolkit.narratives.numerals import CHINESE, number_in


class Kind(StrEnum):
    """What a piece of a sentence is."""

    NUMBER = auto()
    YEAR = auto()
    # Words of the form: topics, what is said of them, ways in which something comes in.
    TOPIC = auto()
    SAYING = auto()
    CHANNEL = auto()
    # Words of the language.
    NOT = auto()
    PAST = auto()
    EACH = auto()
    RESPECTIVELY = auto()
    AND = auto()
    OWN = auto()
    OTHERS = auto()
    FILLER = auto()
    BREAK = auto()
    # Whatever else stands there.
    TEXT = auto()


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


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a saying means under one topic."""

    topic: str
    readings: tuple[Reading, ...]
    sure: bool
    general: bool


_DIGITS = rf"[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|[{CHINESE}]+"
# What is counted besides what the form counts; it never belongs to a table.
_OTHER_COUNTERS = (
    "人次 件次 人 家 名 篇 期 场 % ‰ 个百分点 百分点 年 月 日 天 时 点 号 页 字 次 条 个 项 倍 位 分 类 册 个工作日 "
    "工作日 个月 小时 部门 处 户 家次 批 轮 卷 株 亩 公里 米 台 套"
).split()
# What is no number of things: ordinals, days, shares.
_NOT_COUNTED = re.compile(
    rf"第[0-9{CHINESE}]+[条款项次届批位名号章节期]?|[0-9]{{1,2}}月(?:[0-9]{{1,2}}[日号])?|[0-9]{{1,2}}[日号](?!件)"
    rf"|百分之[{CHINESE}0-9.]+|[0-9.]+(?:%|‰|个百分点)|[0-9]+(?:-[0-9]+)+|[〔\[【(（](?:19|20)[0-9]{{2}}[〕\]】)）]"
)
_YEAR = re.compile("(?<![0-9])((?:19|20)[0-9]{2})(?:年度|年)?(?![0-9%件条万.,])")
# The days with which a report begins and ends; other days make a figure that of a part of the year.
_YEARS_END = re.compile("12月(?:31日|底)|0?1月1日")
_AFTER_ORDINAL = "第每同这那哪某任逐唯单另首头"


class Tokens:
    """Cuts sentences with the words of a form, as they stand in a report on one year."""

    def __init__(
        self,
        wordings: Wordings,
        measures: Mapping[str, Measure],
        year: int | None,
        own: Iterable[str] = (),
    ) -> None:
        self._measures = measures
        self.topics: Mapping[str, Topic] = wordings.topics
        self._kinds: dict[str, Kind] = {}
        self.topic_of: dict[str, str] = {}
        self.hints: set[str] = set()
        self.channel_of: dict[str, str] = {}
        self.meanings: dict[str, list[Meaning]] = defaultdict(list)
        self.around: dict[str, set[str]] = defaultdict(set)
        self.unless: dict[str, set[str]] = defaultdict(set)
        self._collect(wordings, year, own)
        known = sorted(self._kinds, key=len, reverse=True)
        counters = {c for one in wordings.topics.values() for c in one.counters}
        self._phrase = re.compile("|".join(map(re.escape, known)))
        self._number = re.compile(
            f"(?P<before>{speech.NEARLY})?(?P<digits>{_DIGITS})(?P<scale>[十百千万亿]*)"
            f"(?P<after>{speech.MORE})?(?P<counter>{_any({*counters, *_OTHER_COUNTERS})})?"
        )

    def _collect(self, wordings: Wordings, year: int | None, own: Iterable[str]) -> None:
        kinds = self._kinds
        for kind, phrases in (
            (Kind.FILLER, speech.FILLERS),
            (Kind.NOT, speech.NEGATIONS),
            (Kind.PAST, speech.PAST),
            (Kind.EACH, speech.EACH),
            (Kind.RESPECTIVELY, speech.RESPECTIVELY),
            (Kind.AND, speech.ANDS),
            (Kind.OWN, (*speech.OWN, *own)),
            (Kind.OTHERS, speech.OTHERS),
        ):
            kinds.update(dict.fromkeys(phrases, kind))
        for name, topic in wordings.topics.items():
            for word in (*topic.around, *topic.unless):
                kinds.setdefault(word, Kind.TEXT)
            for word in topic.around:
                self.around[name].add(word)
            for word in topic.unless:
                self.unless[name].add(word)
            for channel, words in topic.channels.items():
                for word in words:
                    kinds[word] = Kind.CHANNEL
                    self.channel_of[word] = channel
        for saying in wordings.sayings:
            readings = tuple(map(self.codes, saying.reads))
            for word in _dated(saying.words, year):
                kinds[word] = Kind.SAYING
                self.meanings[word].append(
                    Meaning(saying.topic, readings, saying.sure, saying.general)
                )
        for name, topic in wordings.topics.items():
            for word in (*topic.words, *topic.hints):
                kinds[word] = Kind.TOPIC
                self.topic_of[word] = name
            self.hints.update(topic.hints)

    def codes(self, text: str) -> Reading:
        """The indicators that a reading adds up."""
        names = reading_of(text)
        return tuple(
            code
            for name in names
            for code in (self._measures[name].of if name in self._measures else (name,))
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
        if found := _YEARS_END.match(text, at, end):
            return Token(Kind.FILLER, found[0], at, found.end())
        if found := _NOT_COUNTED.match(text, at, end):
            return Token(Kind.TEXT, found[0], at, found.end())
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
        chinese = digits[0] in CHINESE
        if chinese and (not counter or (at and text[at - 1] in _AFTER_ORDINAL)):
            return None
        value = number_in(digits, found["scale"])
        if value is None:
            return None
        exact = not (found["before"] or found["after"])
        return Token(Kind.NUMBER, found[0], at, found.end(), *value, counter, exact)


def _dated(words: Iterable[str], year: int | None) -> Iterator[str]:
    """The words, with the years that they name; none where they name one and it is not known."""
    for word in words:
        if year is not None:
            yield word.replace(LAST_YEAR, str(year - 1)).replace(NEXT_YEAR, str(year + 1))
        elif "{" not in word:
            yield word


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
