"""Wording: how the narrative of a report speaks of the figures in its tables.

What is written here are the words of offices, without any number; how a sentence is taken apart
with them is :mod:`toolkit.narratives`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import Field

from toolkit.form.measure import Measure
from toolkit.form.table import Data, FormError, Label, Name, Text

# What a text may name besides: the year before that of the report, and the year after it.
LAST_YEAR, NEXT_YEAR = "{last_year}", "{next_year}"
_AT = ("report", "wordings")
# What is added up: measures and indicators by their names, or indicators alone.
Reading = tuple[str, ...]


class Topic(Data):
    """What a sentence is about; numbers that follow with no other word are read as it says."""

    words: tuple[Label, ...] = Field(min_length=1)
    # Shorter words that mean it only where nothing else is spoken of.
    hints: tuple[Label, ...] = ()
    # In what it is counted.
    counters: tuple[Label, ...] = Field(min_length=1)
    # What a number means that stands beside it alone; nothing where it may mean anything.
    reads: tuple[Text, ...] = ()
    # Whether such a number is certain to mean one of these.
    sure: bool = True
    # Words that may stand around it without making it anything else.
    around: tuple[Label, ...] = ()
    # With one of these before it, something else is counted.
    unless: tuple[Label, ...] = ()
    # Whether others decide it, so that whoever does something in the sentence is not whose it is.
    by_others: bool = False
    # With one of these before it, it is this one whatever else stands before it.
    belonging: tuple[Label, ...] = ()
    # Behind one of these in the sentence a number is of one campaign or field, and not sure.
    within: tuple[Label, ...] = ()
    # In a sentence with one of these nothing about it is sure.
    beside: tuple[Label, ...] = ()
    # Ways in which it comes in, each a part of the whole, and those that are all there are.
    channels: Mapping[Name, tuple[Label, ...]] = Field(default_factory=dict)
    whole: tuple[tuple[Name, ...], ...] = ()
    # Readings that no table divides by what became of them: what is said of some of such a number
    # is no figure of a table.
    undivided: tuple[Text, ...] = ()


class Saying(Data):
    """Words beside which a number means certain figures; several readings where they allow it."""

    topic: Name
    words: tuple[Label, ...] = Field(min_length=1)
    reads: tuple[Text, ...] = Field(min_length=1)
    sure: bool = True
    # Whether they are said of other matters, too: then the topic has to be what is spoken of.
    general: bool = False
    # Whether they tell the topic: general ones may where nothing else is spoken of, others do.
    tells: bool | None = None
    # In a sentence with one of these it is not sure.
    beside: tuple[Label, ...] = ()
    # Behind a number with one of these readings and 其中 they are only about some of it.
    part_of: tuple[Text, ...] = ()
    # Whether they are about some of those who bring it in: what follows may be about these alone.
    of_some: bool = False


class Wordings(Data):
    """All topics, and all words for the figures in them."""

    topics: dict[Name, Topic] = Field(default_factory=dict)
    sayings: tuple[Saying, ...] = ()

    def check(self, measures: Mapping[str, Measure], units: Mapping[str, str]) -> None:
        """Raise FormError for whatever names what the form has not.

        ``measures``: those of the report; ``units``: indicator → its unit of measure.
        """
        for number, one in enumerate(self.sayings):
            if one.topic not in self.topics:
                raise FormError(
                    f"没有名为“{one.topic}”的事项（topics）", *_AT, "sayings", number, "topic"
                )
        for place, text in self._readings():
            for name in reading_of(text):
                if name not in measures and name not in units:
                    raise FormError(f"没有名为“{name}”的数（measures）或指标", *place)
        for name, topic in self.topics.items():
            for number, some in enumerate(topic.whole):
                if unknown := [one for one in some if one not in topic.channels]:
                    place = (*_AT, "topics", name, "whole", number)
                    raise FormError(f"没有名为“{unknown[0]}”的渠道（channels）", *place)

    def _readings(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        for name, topic in self.topics.items():
            for key, texts in (("reads", topic.reads), ("undivided", topic.undivided)):
                for number, text in enumerate(texts):
                    yield (*_AT, "topics", name, key, number), text
        for at, saying in enumerate(self.sayings):
            for key, texts in (("reads", saying.reads), ("part_of", saying.part_of)):
                for number, text in enumerate(texts):
                    yield (*_AT, "sayings", at, key, number), text


def reading_of(text: str) -> Reading:
    """The measures and indicators that a reading adds up: ``a + b``."""
    return tuple(one.strip() for one in text.split("+"))
