"""Sentence: which figures one sentence states, number by number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from toolkit.form.wording import Reading
from toolkit.narratives import speech
from toolkit.narratives.bodies import Who
from toolkit.narratives.clause import Clause, without
from toolkit.narratives.meanings import Meant
from toolkit.narratives.mentions import leads_to_number, lists_years, mentions_of, numbers_in_list
from toolkit.narratives.setting import Setting
from toolkit.narratives.statement import Statement, in_yuan
from toolkit.narratives.tokens import Token
from toolkit.narratives.vocabulary import Kind


class Sentence(Setting):
    """Reads a sentence from its beginning to its end."""

    def read(self, tokens: Sequence[Token]) -> Iterator[Statement]:
        """What it states, in its order."""
        self._lists_years = lists_years(tokens) or bool(speech.YEARS_TO.search(self._text))
        if self._focus.topic is None:
            self._focus.topic = self._meanings.topic_told(tokens, alone=False)
        skip = 0
        for at, one in enumerate(tokens):
            if at < skip:
                continue
            if one.kind is Kind.NUMBER:
                clause = self._clause
                if clause.negated and not clause.mentions and one.value == 1:
                    # 未发生一起…
                    continue
                told, skip = self._number(one, tokens, at)
                yield from told
                self._clause = Clause(
                    tokens[skip - 1].end, behind_number=one.counter in speech.THINGS
                )
            elif one.kind is Kind.RESPECTIVELY:
                told, skip = self._respectively(tokens, at)
                yield from told
            elif one.kind is not Kind.BREAK:
                self._take(one)
            elif not leads_to_number(tokens, at):
                yield from self._zeros(one.begin)
                yield from self._all(one.begin)
                self._break(one)
        yield from self._zeros(self._span[1])
        yield from self._all(self._span[1])

    # --- Numbers ---------------------------------------------------------------------------------

    def _number(self, one: Token, tokens: Sequence[Token], at: int) -> tuple[list[Statement], int]:
        """What a number states, and where the sentence goes on."""
        clause = self._clause
        before = self._plain.text[clause.begin : one.begin]
        change = speech.CHANGE.search(before)
        rises = speech.FROM.search(before) and speech.RISING_TO.match(self._plain.text, one.end)
        if change or rises or not one.counter or clause.negated:
            if change and without(clause.head, [change[0]]):
                self._focus.is_other = True
            return [], at + 1
        self._limit(one, before)
        mentions, used = mentions_of(clause, tokens, at, self._vocabulary)
        self._has_number = True
        first = not self._seen
        told = list(self._stated(one, mentions))
        behind = tokens[at + 1 + used :]
        told = [replace(t, sure=t.sure and self._is_all(t, mentions, behind)) for t in told]
        self._by_channel += any(t.channel for t in told)
        self._doubt(told, mentions)
        self._remember(told, mentions, first=first)
        compared = clause.past or clause.year or speech.COMPARED.search(before)
        counted = one.counter in speech.THINGS and (clause.head or clause.gap or mentions)
        if told or (counted and not compared):
            # What is one part by what it is of says nothing of what comes next.
            self._focus.is_other = not told or self._is_unlike(told[-1], mentions)
            self._focus.among = self._focus.is_other and self._frame.among
        self._goes_on = bool(told) and told[-1].is_whole
        return told, at + 1 + (used if told else 0)

    def _is_all(self, told: Statement, mentions: Sequence[Token], behind: Sequence[Token]) -> bool:
        """Whether nothing around a number makes it one of some; ``behind``: what follows it."""
        # Behind only one way the sentence may go on with what came in on that.
        of_one_way = self._by_channel == 1 and not told.channel
        return not of_one_way and not self._meanings.goes_further(told, mentions, behind)

    def _limit(self, one: Token, before: str) -> None:
        """What a number that counts years, months or kinds makes of the clauses that follow."""
        clause = self._clause
        if one.counter == speech.YEARS and one.value > 1:
            self._frame.lasts(one.text)
        of_kinds = one.counter == speech.OF_KINDS and clause.head and not clause.mentions
        if one.counter == speech.MONTHS or of_kinds or speech.LESS.search(before):
            self._frame.part = one.text

    def _remember(
        self, told: Sequence[Statement], mentions: Sequence[Token], *, first: bool
    ) -> None:
        """What a number leaves behind for the next one; ``first``: of those that state anything."""
        if told:
            self._last = told[-1].readings
            self._last_is_all = told[-1].is_whole and not any(m.is_saying for m in mentions)
            by_others = self._vocabulary.topics[told[-1].topic].by_others
            self._disputes = told[-1] if self._last_is_all and by_others else None
        elif self._clause.others or self._who() is Who.OTHER:
            self._frame.others = True
        if first and told and len(self._meanings.of_some(mentions)) == 1:
            # What comes next may be of those alone.
            self._frame.of_some = told[-1].topic

    def _is_unlike(self, told: Statement, mentions: Sequence[Token]) -> bool:
        """Whether it is of some of the things only, or of others that are named alike."""
        if not told.sure and (self._focus.is_other or self._meanings.is_hinted(mentions)):
            return True
        return bool(told.part) and not (told.channel or self._frame.part)

    def _doubt(self, told: Sequence[Statement], mentions: Sequence[Token]) -> None:
        """What divides a number is as doubtful as that is."""
        topics = self._meanings.topics(mentions, self._focus)
        if len(topics) > 1:
            # What divides it is of all of them.
            self._frame.doubtful = bool(told and told[-1].value)
        elif told and topics:
            about = self._vocabulary.topics[topics[-1]]
            is_plain = self._meanings.is_plain(self._clause.head, about.around)
            said = self._plain.text[self._span[0] : told[-1].at[0]]
            belongs = any(word in said for word in about.belonging)
            unlike = about.by_others and not told[-1].sure
            self._frame.doubtful = about.sure and not belongs and (unlike or not is_plain)

    def _stated(self, one: Token, mentions: Sequence[Token]) -> Iterator[Statement]:
        clause, focus = self._clause, self._focus
        topics = self._meanings.topics(mentions, focus)
        self._frame.together = len(topics) > 1 or (self._frame.together and not topics)
        if len(topics) > 1 and not clause.gap:
            if not any(m.is_saying for m in mentions) and one.text[:1] not in speech.BOTH_OF_THEM:
                yield from self._of_several(one, topics)
            self._frame.name(topics)
            focus.topic = topics[-1]
            return
        by_words = self._meanings.topic_told(mentions, alone=focus.topic is None)
        topic = topics[-1] if topics else by_words or focus.topic
        is_for_another = not topics and any(m.is_topic for m in mentions)
        if not mentions or topic is None or is_for_another:
            return
        if one.counter not in self._vocabulary.topics[topic].counters:
            return
        meant = self._meant(topic, mentions, named=bool(topics))
        if meant is None:
            return
        focus.topic = topic
        self._frame.name(topics or filter(None, [by_words]))
        hinted = self._meanings.is_hinted(mentions)
        sure = self._is_sure(one, topic, meant, hinted=hinted)
        sure = sure and not self._adds(one, topic, meant, named=bool(topics))
        for readings in meant.readings if meant.of_each else (meant.together,):
            told = self._statement(one, topic, readings, sure, mentions)
            if self._is_some(told, meant):
                told = replace(told, part=speech.AMONG_THEM)
            self._seen.update(told.readings)
            yield told

    def _is_sure(self, one: Token, topic: str, meant: Meant, *, hinted: bool) -> bool:
        """Whether nothing in the sentence makes a number one of other things of that kind."""
        frame, said = self._frame, self._plain.text[self._span[0] : one.begin]
        if self._lists_years or (hinted and frame.doubtful):
            return False
        if not meant.of_some and frame.of_some == topic:
            return False
        if any(word in self._text for word in meant.beside):
            return False
        if any(word in said for word in self._vocabulary.topics[topic].within):
            return False
        return meant.sure and self._is_known_dispute(topic, meant)

    def _is_known_dispute(self, topic: str, meant: Meant) -> bool:
        """Whether of both kinds of disputes, which end alike, a number is plainly of this one."""
        by_others, frame = self._vocabulary.by_others, self._frame
        if topic not in by_others:
            return True
        if frame.together or (meant.alone and frame.outcome):
            return False
        latest = frame.lately & by_others or frame.named & by_others
        return latest == {topic} or topic in frame.lately

    def _is_some(self, told: Statement, meant: Meant) -> bool:
        """Whether it is about some of what was named, and no figure by itself: 其中, 12件中."""
        # With no mark between it is of the number right before it.
        behind = self._clause.behind_number and not self._frame.among
        if not (behind or self._frame.among):
            return False
        of = set(self._last if behind else self._frame.of)
        divides = not meant.tells and not of & set(told.readings)
        if of and divides and of <= self._vocabulary.undivided:
            return True
        if meant.alone and divides and of:
            return True
        again = meant.general and not meant.tells and not self._seen.isdisjoint(told.readings)
        return again or not of.isdisjoint(meant.part_of)

    def _adds(self, one: Token, topic: str, meant: Meant, *, named: bool) -> bool:
        """Whether a number goes on with a list, or adds it up, so that it is not all by itself."""
        said = self._plain.text[self._clause.begin : one.begin]
        if speech.SUMMED.search(said) and self._seen and not named:
            return True
        goes_on = said[:1] in speech.ANDS and not self._last_is_all
        by_others = self._vocabulary.topics[topic].by_others
        return by_others and meant.alone and bool(goes_on or speech.ANOTHER.search(said))

    def _meant(self, topic: str, mentions: Sequence[Token], *, named: bool) -> Meant | None:
        return self._meanings.of(
            topic,
            mentions,
            self._clause,
            self._focus,
            named=named,
            goes_on=self._goes_on,
        )

    def _of_several(self, one: Token, topics: Sequence[str]) -> Iterator[Statement]:
        """A number of several topics: of each, or of all together."""
        every = [(topic, self._vocabulary.reads(topic)) for topic in topics]
        counters = [self._vocabulary.topics[topic].counters for topic in topics]
        if not all(one.counter in some for some in counters) or not all(r for _, r in every):
            return
        if self._clause.each or not one.value:
            for topic, readings in every:
                sure = self._vocabulary.topics[topic].sure
                yield self._statement(one, topic, readings, sure, ())
            return
        single = tuple(readings[0] for _, readings in every)
        summed = tuple(code for some in single for code in some)
        yield self._statement(one, topics[-1], (summed, *single), not self._frame.outcome, ())

    def _respectively(self, tokens: Sequence[Token], at: int) -> tuple[list[Statement], int]:
        """The numbers of a list, each with what it is of: 新收、办结分别为110件、108件."""
        clause = self._clause
        numbers, end = numbers_in_list(tokens, at)
        topics = [one for one in clause.mentions if one.is_topic]
        sayings = [one for one in clause.mentions if one.is_saying]
        items = topics if len(topics) == len(numbers) else sayings[-len(numbers) :]
        if len(items) != len(numbers) or len(items) < 2 or not numbers[-1].counter:
            # What cannot be told apart is nothing that is stated.
            if not numbers:
                self._frame.part = tokens[at].text
                return [], at + 1
            self._clause = Clause(begin=numbers[-1].end)
            return [], end
        told: list[Statement] = []
        for item, one in zip(items, numbers, strict=True):
            counted = one if one.counter else replace(one, counter=numbers[-1].counter)
            mentions = [item] if item.is_topic else [*topics[-1:], item]
            self._clause = replace(clause, mentions=mentions, joined=False)
            told += self._stated(counted, mentions)
        self._clause = Clause(begin=numbers[-1].end)
        return told, end

    # --- Without a number ------------------------------------------------------------------------

    def _zeros(self, end: int) -> Iterator[Statement]:
        """What a clause says did not happen: 未收到申请；复议、诉讼均未发生."""
        clause, focus = self._clause, self._focus
        if not (clause.negated and clause.mentions) or clause.behind_number:
            return
        before = clause.mentions[: clause.unnegated_mentions]
        mentions = clause.mentions[clause.unnegated_mentions :]
        if (mentions and self._meanings.unlike(before)) or self._is_of_some(mentions):
            return
        mentions = mentions or before
        topics = self._meanings.topics(mentions, focus)
        sayings = [one for one in mentions if one.is_saying]
        if not topics:
            sayings = [one for one in sayings if self._vocabulary.tells(one.text)]
        if self._frame.lasting:
            # What did not happen for longer did not happen in this year.
            self._frame.part = ""
        told = topics or ([focus.topic] if focus.topic and sayings else [])
        zero = Token(Kind.NUMBER, "", clause.begin, end)
        for topic in told:
            meant = self._meant(topic, sayings, named=bool(topics))
            around = self._vocabulary.topics[topic].around
            rest = clause.head[clause.unnegated :] + clause.gap
            if meant is None or without(rest, around):
                continue
            if not self._meanings.is_plain(clause.head[: clause.unnegated], around):
                continue
            for readings in meant.readings if len(sayings) > 1 else (meant.together,):
                yield self._statement(zero, topic, readings, True, mentions)
        if topics:
            focus.topic = topics[-1]

    def _all(self, end: int) -> Iterator[Statement]:
        """What a clause says of all disputes that were counted right before: 复议3件，均维持."""
        clause, of = self._clause, self._disputes
        sayings = [one for one in clause.mentions if one.is_saying]
        said = self._plain.text[clause.begin : end]
        if of is None or clause.negated or len(sayings) != 1 or clause.behind_number:
            return
        meant = self._meant(of.topic, sayings, named=False)
        if meant and not meant.alone and speech.ALL_OF_THEM.search(said):
            yield replace(of, readings=meant.together, at=(clause.begin, end))

    def _is_of_some(self, mentions: Sequence[Token]) -> bool:
        """Whether what did not happen is said of some of what has just been counted."""
        last = set(self._last)
        of_some = self._meanings.of_some(mentions)
        return bool(of_some and last) and last <= self._vocabulary.undivided

    # --- One statement ---------------------------------------------------------------------------

    def _statement(
        self,
        one: Token,
        topic: str,
        readings: tuple[Reading, ...],
        sure: bool,
        mentions: Sequence[Token],
    ) -> Statement:
        about = self._vocabulary.topics[topic]
        money = in_yuan(one.counter)
        factor = money or Fraction(1)
        # Where there are no ways to come in, such a word right before the number is of the thing.
        looked_at = mentions if about.channels else mentions[-1:]
        channels = [each for each in looked_at if each.kind is Kind.CHANNEL]
        part = self._part(about, one.begin, one.end)
        if channels and not without(self._clause.gap, about.around):
            part = channels[-1].text
        else:
            channels = []
        year = self._clause.year or self._frame.year
        return Statement(
            topic,
            tuple(dict.fromkeys(readings)),
            one.value * factor,
            one.step * factor,
            self._span,
            (one.begin, one.end),
            money=money is not None,
            sure=sure and not any(word in self._text for word in about.beside),
            exact=one.exact,
            past=self._clause.past or (year is not None and year != self._vocabulary.year),
            others=self._is_of_others(about.by_others and self._meanings.says(topic, mentions))
            or bool(speech.OWN_SHARE.match(self._plain.text, one.end)),
            part=part,
            channel=self._vocabulary.channel_of[part] if channels and about.channels else "",
        )
