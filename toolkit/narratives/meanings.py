"""Meanings: what a number may mean beside the words that belong to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from toolkit.form.wording import Reading
from toolkit.narratives import speech
from toolkit.narratives.bodies import Who, who_is
from toolkit.narratives.clause import Clause, Focus, without
from toolkit.narratives.statement import Statement
from toolkit.narratives.tokens import Token
from toolkit.narratives.vocabulary import Kind, Meaning, Vocabulary

# What ends that which is said of one number.
_ENDING = (Kind.BREAK, Kind.NUMBER, Kind.AND)


class Meant(NamedTuple):
    """What a number may mean."""

    # The readings of each word; where it is not the number of each, they are all readings of one.
    readings: Sequence[tuple[Reading, ...]]
    sure: bool = True
    of_each: bool = False
    # Whether the words are said of other matters as well, and what makes them unsure.
    general: bool = False
    beside: tuple[str, ...] = ()
    # Whether they tell the topic although they are general.
    tells: bool = False
    # Whether it is of some applicants only.
    of_some: bool = False
    # Whether it stands beside the topic alone.
    alone: bool = False
    # Behind one of these and 其中 it is only some of it.
    part_of: frozenset[Reading] = frozenset()

    @property
    def together(self) -> tuple[Reading, ...]:
        """All readings as those of one number."""
        return tuple(one for some in self.readings for one in some)


class Meanings:
    """Looks up meanings in a vocabulary. ``name``: the unit that reports, where it is known."""

    def __init__(self, vocabulary: Vocabulary, name: str | None) -> None:
        self._vocabulary, self._name = vocabulary, name

    def topics(self, mentions: Iterable[Token], focus: Focus) -> list[str]:
        """What these words are about; a hint counts where nothing else is named."""
        named = [one.text for one in mentions if one.is_topic]
        whole = [text for text in named if text not in self._vocabulary.hints]
        if named and not whole and focus.topic and not focus.is_other:
            return [focus.topic]
        topics = list(dict.fromkeys(self._vocabulary.topic_of[text] for text in whole or named))
        # An application for something else is none for information.
        applied = len(named) > len(whole) and bool(whole)
        hinted = {self._vocabulary.topic_of[text] for text in named} - set(topics)
        if applied and hinted:
            return [one for one in topics if self._vocabulary.topics[one].by_others]
        return topics

    def topic_told(self, mentions: Iterable[Token], *, alone: bool) -> str | None:
        """The topic that words alone tell, as they are said of nothing else.

        ``alone``: nothing else is spoken of.
        """
        for one in mentions:
            meanings = self._vocabulary.meanings.get(one.text, ()) if one.is_saying else ()
            topics = {each.topic for each in meanings}
            if len(topics) == 1 and any(m.tells and (alone or not m.general) for m in meanings):
                return topics.pop()
        return None

    def unlike(self, mentions: Iterable[Token]) -> list[Token]:
        """Those words before a dispute that make it one about something else."""
        belonging = {word for one in self._vocabulary.topics.values() for word in one.belonging}
        return [
            one
            for one in mentions
            if not one.is_topic
            or not (one.text in self._vocabulary.hints or any(w in one.text for w in belonging))
        ]

    def readings(self, mentions: Iterable[Token], topic: str | None) -> tuple[Reading, ...]:
        """All that these words may mean under a topic; None: under any."""
        said = self._said(mentions)
        return tuple(some for one in said if topic in (None, one.topic) for some in one.readings)

    def _said(self, words: Iterable[Token]) -> Iterator[Meaning]:
        """What each of these words may mean."""
        return (m for one in words for m in self._vocabulary.meanings.get(one.text, ()))

    def of_some(self, mentions: Iterable[Token]) -> list[Meaning]:
        """What those words mean that are about some applicants only."""
        return [one for one in self._said(mentions) if one.of_some]

    def tells_end(self, one: Token) -> bool:
        """Whether a word says how disputes ended."""
        return any(each.topic in self._vocabulary.by_others for each in self._said([one]))

    def says(self, topic: str, mentions: Iterable[Token]) -> bool:
        """Whether one of these words is said of a topic."""
        return any(one.topic == topic for one in self._said(mentions))

    def goes_further(
        self, told: Statement, mentions: Sequence[Token], behind: Sequence[Token]
    ) -> bool:
        """Whether so many are only those of which something else is said: 1件诉讼二审未结.

        ``behind``: what stands behind the number and the words that belong to it.
        """
        ends = (n for n, one in enumerate(behind) if one.kind in _ENDING)
        rest = behind[: next(ends, len(behind))]
        readings = set(told.readings)
        if any(m.topic == told.topic and readings.isdisjoint(m.readings) for m in self._said(rest)):
            return True
        leads = [one for one in mentions if one.begin > told.at[0]]
        about = self._vocabulary.topics[told.topic]
        strange = any(one.kind is Kind.TEXT and one.text not in about.around for one in rest)
        if about.by_others and leads and strange:
            return True
        # What may mean several things is surely a result where nothing follows it: 3件公开.
        return bool(rest) and any(not one.sure for one in self._said(leads[-1:]))

    def of(
        self,
        topic: str,
        mentions: Sequence[Token],
        clause: Clause,
        focus: Focus,
        *,
        named: bool,
        goes_on: bool,
    ) -> Meant | None:
        """What a number means beside these words under a topic; None where it means nothing.

        ``named``: whether the words name the topic; ``goes_on``: whether a sure number of the same
        list stands before it.
        """
        fitting = self._fitting(topic, mentions, clause, focus, named=named)
        if not fitting:
            return self._of_topic(topic, mentions, clause, focus, named=named, goes_on=goes_on)
        # A word that may mean several things is sure where nothing stands before it; one that is
        # said of other matters, where nothing of those does.
        general = all(one.general for one in fitting)
        around = self._vocabulary.topics[topic].around
        surely = named and not self.is_hinted(mentions)
        of_topic = surely or not general or self.is_plain(clause.head, around)
        of_topic = of_topic and not self._are_strange(topic, mentions)
        common = set.intersection(*(set(one.readings) for one in fitting))
        of_both = clause.both and not common
        sure = not of_both and of_topic and (all(one.sure for one in fitting) or not clause.head)
        every = [one.readings for one in fitting]
        some = all(one.of_some for one in fitting)
        part_of = frozenset(some for one in fitting for some in one.part_of)
        if len(every) == 1:
            beside = fitting[0].beside
            tells = general and fitting[0].tells
            flags = {"general": general, "tells": tells, "of_some": some}
            return Meant(every, sure, beside=beside, part_of=part_of, **flags)
        if clause.joined and clause.each:
            return Meant(every, sure, of_each=True, of_some=some)
        if not clause.joined:
            return Meant(every, sure and _can_be_the_same(fitting), general=general, of_some=some)
        if all(len(some) == 1 for some in every):
            every = [*every, (tuple(code for some in every for code in some[0]),)]
        return Meant(every, sure, general=general, of_some=some)

    def _fitting(
        self,
        topic: str,
        mentions: Iterable[Token],
        clause: Clause,
        focus: Focus,
        *,
        named: bool,
    ) -> list[Meaning]:
        """What each of the words means under a topic.

        Where the last one is said of nothing else, general words before it only lead to it; where
        something else was counted last, they may be about that.
        """
        every = (self._vocabulary.meanings.get(one.text, ()) for one in mentions)
        fitting = [m for some in every for m in some if m.topic == topic]
        own = [one for one in fitting if not one.general]
        leads = own and fitting[-1] is own[-1] and not clause.joined
        return own if leads or (focus.is_other and not named) else fitting

    def _of_topic(
        self,
        topic: str,
        mentions: Sequence[Token],
        clause: Clause,
        focus: Focus,
        *,
        named: bool,
        goes_on: bool,
    ) -> Meant | None:
        """What a number means beside a topic alone."""
        about = self._vocabulary.topics[topic]
        by_channel = bool(about.channels) and any(m.kind is Kind.CHANNEL for m in mentions)
        if not (about.reads and (named or by_channel)):
            return None
        hinted = named and self.is_hinted(mentions)
        beside_other = focus.is_other or focus.among
        unlike = hinted or (beside_other and bool(about.beside))
        # How many came in or were dealt with are not all that a dispute table counts.
        said = (m.text for m in mentions if m.is_saying)
        unlike = unlike or (about.by_others and any(text not in about.around for text in said))
        plain = goes_on or self.is_plain(clause.head, about.around)
        sure = about.sure and not unlike and plain
        return Meant([self._vocabulary.reads(topic)], sure, alone=True)

    def _are_strange(self, topic: str, mentions: Iterable[Token]) -> bool:
        """Whether one of these words is said of another topic alone."""
        said = [self._vocabulary.meanings.get(m.text, ()) for m in mentions if m.is_saying]
        return any(all(one.topic != topic and not one.general for one in every) for every in said)

    def is_hinted(self, mentions: Iterable[Token]) -> bool:
        """Whether what names the topic is said of other matters, too."""
        return all(m.text in self._vocabulary.hints for m in mentions if m.is_topic)

    def is_plain(self, head: str, around: Iterable[str]) -> bool:
        """Whether what stands before a topic makes it nothing else; 等 sums up all there is."""
        rest = without(head, around).strip(".")
        return not rest or head.endswith(speech.ALL_TOLD) or who_is(rest, self._name) is Who.OWN


def _can_be_the_same(fitting: Sequence[Meaning]) -> bool:
    """Whether words that follow each other can mean the same, or one a part of the other."""
    first = [set(one) for one in fitting[0].readings]
    return all(
        any(set(one) <= other or other <= set(one) for one in some.readings for other in first)
        for some in fitting[1:]
    )
