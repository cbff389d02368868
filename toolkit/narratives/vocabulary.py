"""Vocabulary: the words by which the sentences of a report on one year are understood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto

from toolkit.form.narrative import Narrative
from toolkit.form.wording import LAST_YEAR, NEXT_YEAR, Reading, Topic, reading_of
from toolkit.narratives import speech


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


_OF_LANGUAGE = (
    (Kind.FILLER, speech.FILLERS),
    (Kind.NOT, speech.NEGATIONS),
    (Kind.TEXT, speech.APART),
    (Kind.PAST, speech.PAST),
    (Kind.EACH, speech.EACH),
    (Kind.RESPECTIVELY, speech.RESPECTIVELY),
    (Kind.AND, speech.ANDS),
    (Kind.OWN, speech.OWN),
    (Kind.OTHERS, speech.OTHERS),
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a saying means under one topic."""

    topic: str
    readings: tuple[Reading, ...]
    sure: bool
    general: bool
    # In a sentence with one of these it is not sure.
    beside: tuple[str, ...] = ()
    # Whether it tells the topic (a general one where nothing else is spoken of), and of what it may
    # be a part.
    tells: bool = False
    part_of: tuple[Reading, ...] = ()
    # Whether it is of some applicants only.
    of_some: bool = False


class Vocabulary:
    """The words of the language, and those of a form as they stand in a report on one year."""

    def __init__(self, told: Narrative, year: int | None) -> None:
        self.topics: Mapping[str, Topic] = told.wordings.topics
        self.year = year
        # Every word with its kind; what a word of the form is goes before what the language says.
        self.kinds: dict[str, Kind] = {}
        self.topic_of: dict[str, str] = {}
        self.hints = {word for topic in self.topics.values() for word in topic.hints}
        # The topics that others decide.
        self.by_others = {name for name, topic in self.topics.items() if topic.by_others}
        self.channel_of: dict[str, str] = {}
        self.meanings: dict[str, list[Meaning]] = defaultdict(list)
        self.around = {word for topic in self.topics.values() for word in topic.around}
        self.counters = {one for topic in self.topics.values() for one in topic.counters}
        self._measures = told.measures
        self._add_language()
        self._add_form(told)
        # What no table divides.
        self.undivided = {
            self.codes(text) for topic in self.topics.values() for text in topic.undivided
        }

    def _add_language(self) -> None:
        if self.year is not None:
            # What was carried over into the year of the report came in before.
            carried = (f"{speech.CARRIED}{to}{self.year}年" for to in ("", "至", "到", "入"))
            self.kinds.update(dict.fromkeys(carried, Kind.PAST))
        for kind, words in _OF_LANGUAGE:
            self.kinds.update(dict.fromkeys(words, kind))

    def _add_form(self, told: Narrative) -> None:
        for topic in self.topics.values():
            for word in (*topic.around, *topic.unless):
                self.kinds.setdefault(word, Kind.TEXT)
            for channel, words in topic.channels.items():
                self.kinds.update(dict.fromkeys(words, Kind.CHANNEL))
                self.channel_of.update(dict.fromkeys(words, channel))
        for saying in told.wordings.sayings:
            readings = tuple(map(self.codes, saying.reads))
            tells = not saying.general if saying.tells is None else saying.tells
            how = saying.sure, saying.general, saying.beside, tells
            part_of = tuple(map(self.codes, saying.part_of))
            meaning = Meaning(saying.topic, readings, *how, part_of, saying.of_some)
            for word in _dated(saying.words, self.year):
                self.kinds[word] = Kind.SAYING
                self.meanings[word].append(meaning)
        for name, topic in self.topics.items():
            for word in (*topic.words, *topic.hints):
                self.kinds[word] = Kind.TOPIC
                self.topic_of[word] = name

    def codes(self, text: str) -> Reading:
        """The indicators that a reading of the form adds up."""
        return tuple(
            code
            for name in reading_of(text)
            for code in (self._measures[name].of if name in self._measures else (name,))
        )

    def reads(self, topic: str) -> tuple[Reading, ...]:
        """What a number means that stands beside nothing but a topic."""
        return tuple(map(self.codes, self.topics[topic].reads))

    def tells(self, word: str) -> bool:
        """Whether a word tells the topic where nothing else is spoken of."""
        return any(one.tells for one in self.meanings.get(word, ()))


def _dated(words: Iterable[str], year: int | None) -> Iterator[str]:
    """The words, with the years that they name; none where they name one and it is not known."""
    for word in words:
        if year is not None:
            yield word.replace(LAST_YEAR, str(year - 1)).replace(NEXT_YEAR, str(year + 1))
        elif LAST_YEAR not in word and NEXT_YEAR not in word:
            yield word
