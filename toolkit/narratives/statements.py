"""Statements: which figures the sentences of a narrative state, and how surely.

A number belongs to the words before it in its clause ("收到申请110件"), else to those right behind
it ("110件申请"). What a sentence is about holds on until another thing is counted. A number that is
one part of several, of another year or of another body is kept as such and never held against a
table by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from toolkit.form.wording import Reading
from toolkit.narratives import speech
from toolkit.narratives.bodies import Who, who_is
from toolkit.narratives.plain import Plain
from toolkit.narratives.tokens import Kind, Meaning, Token, Tokens

_MONEY = {"元": Fraction(1), "万元": Fraction(10_000), "亿元": Fraction(100_000_000)}


@dataclass(frozen=True, slots=True)
class Statement:
    """A number that a sentence states of something that the form counts."""

    topic: str
    # What it may mean: for each reading the measures and indicators that are added up.
    readings: tuple[Reading, ...]
    # In pieces, or in 元; and the value of its last digit.
    value: Fraction
    step: Fraction
    # As it stands there; of what is told without a number (未收到), these words.
    text: str
    # Where the sentence and the number are in the plain text.
    sentence: tuple[int, int]
    at: tuple[int, int]
    # Whether it is an amount of money.
    money: bool = False
    # Whether it is certain to mean one of the readings, so that it can be wrong.
    sure: bool = True
    # Whether it is exact ("余" and "约" are not).
    exact: bool = True
    # The year that it is about; None: that of the report, or one before which is not named.
    year: int | None = None
    past: bool = False
    # Whether it is of another body, or of more than the unit.
    others: bool = False
    # The words that make it a part of the whole, and the way in which that part came in.
    part: str = ""
    channel: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it can be held against the tables by itself."""
        return self.sure and self.exact and not (self.part or self.others or self.past)


@dataclass
class _Clause:
    """What has been read since the last number or the last break."""

    mentions: list[Token] = field(default_factory=list)
    # What stands before the first mention, and what between that and here that is not understood.
    head: str = ""
    # Where what stands before the first mention ends.
    head_end: int = 0
    gap: str = ""
    joined: bool = False
    each: bool = False
    negated: bool = False
    # How much of what stands before the first mention stands before 未.
    unnegated: int = 0
    past: bool = False
    compared: bool = False
    others: bool = False
    own: bool = False
    year: int | None = None
    # Where it begins, and whether a list goes on in it.
    begin: int = 0
    listed: bool = False


class Reader:
    """Reads the narrative of one report."""

    def __init__(self, tokens: Tokens, year: int | None, name: str | None) -> None:
        self._tokens, self._year, self._name = tokens, year, name
        self._topic: str | None = None

    def statements(self, plain: Plain) -> Iterator[Statement]:
        """Those of a paragraph; a heading before it may have said what it is about."""
        carried = _Frame()
        for begin, end in plain.sentences():
            tokens = list(self._tokens.cut(plain.text, begin, end))
            goes_on = plain.text.startswith("其中", begin)
            carried = carried if goes_on else _Frame()
            sentence = _Sentence(self._tokens, self._year, self._name, plain, (begin, end), carried)
            sentence.topic = self._topic
            yield from sentence.read(tokens)
            self._topic, carried = sentence.topic, sentence.frame
        if len(plain.text) > _HEADING:
            self._topic = None


# A line that is no longer may be a heading, which says what the next one is about.
_HEADING = 30


@dataclass
class _Frame:
    """Whose figures, and of which year, a sentence goes on with."""

    others: bool = False
    year: int | None = None
    # The year at the beginning of the sentence.
    first: int | None = None


class _Sentence:
    """Reads one sentence from its beginning to its end."""

    def __init__(
        self,
        tokens: Tokens,
        year: int | None,
        name: str | None,
        plain: Plain,
        span: tuple[int, int],
        frame: _Frame,
    ) -> None:
        self._tokens, self._year, self._name = tokens, year, name
        self._plain, self._span = plain, span
        self.topic: str | None = None
        self.frame = frame
        self._clause = _Clause(begin=span[0])
        self._sure_before = False
        # Whether a number has been read, and the frames around brackets that are open.
        self._told = False
        self._around: list[tuple[int | None, bool]] = []
        # What made the number before this one something else, as long as a list goes on.
        self._unless = ""
        # Whether something was counted of which the form knows nothing.
        self._is_other = False

    def read(self, tokens: Sequence[Token]) -> Iterator[Statement]:
        if self.topic is None:
            self.topic = self._told_by(tokens)
        skip = 0
        for number, one in enumerate(tokens):
            if number < skip:
                continue
            clause = self._clause
            match one.kind:
                case Kind.NUMBER:
                    if clause.negated and not clause.mentions and one.value == 1:
                        # 未发生一起…
                        continue
                    done, used = self._number(one, tokens, number)
                    yield from done
                    skip = number + 1 + used
                    self._clause = _Clause(begin=tokens[skip - 1].end)
                case Kind.RESPECTIVELY:
                    done, skip = self._respectively(tokens, number)
                    yield from done
                case Kind.BREAK:
                    if _leads_on(tokens, number):
                        continue
                    yield from self._zeros(tokens, number)
                    self._break(one)
                case _:
                    self._take(one)
        yield from self._zeros(tokens, len(tokens))

    # --- What stands between numbers ---------------------------------------------------------------

    def _break(self, at: Token) -> None:
        clause = self._clause
        if topics := self._topics(clause.mentions):
            self.topic, self._is_other = topics[-1], False
        if clause.others or clause.own:
            self.frame.others = clause.others
        elif (who := who_is(self._subject(), self._name)) is not Who.NOBODY and (
            clause.mentions or at.text in "（("
        ):
            self.frame.others = who is Who.OTHER
        if at.text in "（(":
            self._around.append((self.frame.year, self.frame.others))
        elif at.text in "）)" and self._around:
            self.frame.year, self.frame.others = self._around.pop()
        elif at.text in "；;":
            self.frame.year = self.frame.first
        self._clause = _Clause(begin=at.end)
        self._sure_before = self._sure_before and at.text == "，"

    def _subject(self) -> str:
        """What stands before the first mention, up to the last word that is not understood."""
        return self._plain.text[self._clause.begin : self._clause.head_end]

    def _take(self, one: Token) -> None:
        clause = self._clause
        match one.kind:
            case Kind.TOPIC | Kind.SAYING | Kind.CHANNEL:
                if clause.mentions and self._spoils(clause):
                    # What is not understood stands between: what came before does not count.
                    clause.head += "".join(m.text for m in clause.mentions) + clause.gap
                    clause.head_end = one.begin
                    clause.mentions = []
                clause.gap = ""
                clause.mentions.append(one)
                self._carries_over(one)
            case Kind.AND:
                clause.joined = clause.joined or bool(clause.mentions)
                clause.listed = clause.listed or not clause.mentions
            case Kind.EACH:
                clause.each = True
            case Kind.NOT:
                clause.negated, clause.unnegated = True, len(clause.head)
            case Kind.PAST:
                clause.past = True
            case Kind.YEAR:
                self._dated(one)
            case Kind.OTHERS:
                clause.others = True
            case Kind.OWN:
                clause.own, clause.others, clause.head = True, False, ""
            case Kind.TEXT:
                if clause.mentions:
                    clause.gap += one.text
                else:
                    clause.head += one.text
                    clause.head_end = one.end
            case _:
                pass

    def _dated(self, one: Token) -> None:
        """A year at the beginning of a clause holds on; one behind 较 is compared with."""
        clause = self._clause
        year = int(one.value)
        before = self._plain.text[clause.begin : one.begin]
        if speech.COMPARED.search(before) or clause.mentions:
            clause.year = year
        else:
            self.frame.year = year
            if self.frame.first is None and not self._told:
                self.frame.first = year

    def _carries_over(self, one: Token) -> None:
        """What was carried over from last year is a figure of this one, though that year is named."""
        if self.frame.year == (self._year or 0) - 1 and "结转" in one.text:
            self.frame.year = None

    def _spoils(self, clause: _Clause) -> bool:
        return bool(clause.gap)

    # --- Numbers ------------------------------------------------------------------------------------

    def _number(self, one: Token, tokens: Sequence[Token], at: int) -> tuple[list[Statement], int]:
        """What a number states, and how many tokens behind it belong to it."""
        clause = self._clause
        text = self._plain.text[clause.begin : one.begin]
        if speech.CHANGE.search(text) or not one.counter or clause.negated:
            return [], 0
        mentions, used = self._meant(tokens, at)
        self._told = True
        done = list(self._stated(one, mentions))
        compared = clause.past or clause.year or speech.COMPARED.search(text)
        counted = one.counter in _THINGS and (clause.head or clause.gap or mentions)
        if not done and counted and not compared:
            # Something else is counted here.
            self._is_other = True
        elif done:
            self._is_other = False
        self._sure_before = bool(done) and done[-1].is_whole
        return done, used if done else 0

    def _meant(self, tokens: Sequence[Token], at: int) -> tuple[list[Token], int]:
        """The words that say what a number is of, and how many tokens behind it are among them."""
        before = self._clause.mentions
        if self._plain.text[tokens[at].begin - 1] in _AMONG:
            # 行政复议中8件维持
            behind, used = self._behind(tokens, at)
            said = [m for m in behind if _is_said(m)]
            return ([*filter(_is_topic, before), *said], used) if said else ([], 0)
        if any(map(_is_said, before)) and any(map(_is_topic, before)):
            return before, 0
        behind, used = self._behind(tokens, at)
        if not before:
            return behind, used
        said = [m for m in behind if _is_said(m)]
        if not any(map(_is_said, before)) and not any(m.kind is Kind.CHANNEL for m in before):
            return ([*before, *said], used) if said else (before, 0)
        named = [m for m in behind if _is_topic(m)]
        return ([*named, *before], used) if named and not said else (before, 0)

    def _behind(self, tokens: Sequence[Token], at: int) -> tuple[list[Token], int]:
        """What stands right behind a number, as far as it belongs to no number of its own."""
        found: list[Token] = []
        used = 0
        for one in tokens[at + 1 :]:
            if one.kind in (Kind.BREAK, Kind.AND):
                break
            if one.kind is Kind.NUMBER:
                # It belongs to that number.
                return [], 0
        around = set().union(*self._tokens.around.values()) if self._tokens.around else set()
        for number, one in enumerate(tokens[at + 1 :], 1):
            if one.kind in (Kind.TOPIC, Kind.SAYING):
                found.append(one)
                used = number
            elif one.text in _NOT_BEHIND or one.kind not in _LOOSE and one.text not in around:
                break
        return found, used

    def _topics(self, mentions: Sequence[Token]) -> list[str]:
        """What these words are about; a hint counts where nothing else is named."""
        named = [m.text for m in mentions if _is_topic(m)]
        whole = [text for text in named if text not in self._tokens.hints]
        topics = list(dict.fromkeys(self._tokens.topic_of[text] for text in whole or named))
        if named and not whole and self.topic and not self._is_other:
            return [self.topic]
        return topics

    def _stated(self, one: Token, mentions: Sequence[Token]) -> Iterator[Statement]:
        clause = self._clause
        topics = self._topics(mentions)
        if len(topics) > 1 and clause.joined and not clause.gap:
            yield from self._several(one, topics)
            self.topic = topics[-1]
            return
        named = topics[-1:]
        told = None if named else self._told_by(mentions)
        topic = named[0] if named else self.topic if self._is_other else told or self.topic
        if topic is None or not mentions:
            return
        if one.counter not in self._tokens.topics[topic].counters:
            return
        found = self._readings(topic, mentions, named=bool(named))
        if found is None:
            return
        readings, sure, each = found
        self.topic = topic
        for some in readings if each else (tuple(r for rs in readings for r in rs),):
            yield self._statement(one, topic, some, sure, mentions)

    def _told_by(self, mentions: Sequence[Token]) -> str | None:
        """The topic that words alone tell, as they are said of nothing else."""
        for one in filter(_is_said, mentions):
            topics = {m.topic for m in self._tokens.meanings[one.text]}
            if len(topics) == 1 and not self._tokens.meanings[one.text][0].general:
                return topics.pop()
        return None

    def _several(self, one: Token, topics: Sequence[str]) -> Iterator[Statement]:
        """A number of several topics: of each, or of all together."""
        every = [self._tokens.topics[topic] for topic in topics]
        if not all(one.counter in topic.counters and topic.reads for topic in every):
            return
        if self._clause.each or not one.value:
            for name, topic in zip(topics, every, strict=True):
                readings = tuple(self._tokens.codes(text) for text in topic.reads)
                yield self._statement(one, name, readings, topic.sure, ())
            return
        summed = tuple(code for topic in every for code in self._tokens.codes(topic.reads[0]))
        single = tuple(self._tokens.codes(topic.reads[0]) for topic in every)
        yield self._statement(one, topics[-1], (summed, *single), True, ())

    def _readings(
        self, topic: str, mentions: Sequence[Token], *, named: bool
    ) -> tuple[list[tuple[Reading, ...]], bool, bool] | None:
        """What a number may mean beside these words, whether surely, and whether each of them."""
        fitting = [
            [m for m in self._tokens.meanings[one.text] if m.topic == topic]
            for one in mentions
            if one.kind is Kind.SAYING
        ]
        fitting = [some for some in fitting if some]
        about = self._tokens.topics[topic]
        own = [some for some in fitting if not some[0].general]
        joined = self._clause.joined
        if (own and fitting[-1] in own and not joined) or (self._is_other and not named):
            fitting = own
        if not fitting:
            channelled = bool(about.channels) and any(m.kind is Kind.CHANNEL for m in mentions)
            if not (about.reads and (named or channelled)):
                return None
            hinted = all(m.text in self._tokens.hints for m in mentions if _is_topic(m))
            unlike = (self._is_other and about.beside) or (hinted and named)
            sure = about.sure and not unlike and self._alone(self._tokens.around[topic])
            return [tuple(self._tokens.codes(text) for text in about.reads)], sure, False
        if len(fitting) == 1:
            return [fitting[0][0].readings], fitting[0][0].sure or not self._clause.head, False
        every = [some[0].readings for some in fitting]
        sure = all(some[0].sure for some in fitting) or not self._clause.head
        if self._clause.joined and self._clause.each:
            return every, sure, True
        if self._clause.joined:
            summed = tuple(code for some in every for code in some[0])
            return [*every, (summed,)], sure, False
        return every, sure and _compatible(fitting), False

    def _alone(self, around: set[str]) -> bool:
        """Whether nothing that is not understood stands before a topic without a verb."""
        rest = _without(self._clause.head, around)
        # What 等 sums up is all there is.
        return (
            not rest
            or self._clause.head.endswith("等")
            or self._sure_before
            or who_is(rest, self._name) is Who.OWN
        )

    def _statement(
        self,
        one: Token,
        topic: str,
        readings: tuple[Reading, ...],
        sure: bool,
        mentions: Sequence[Token],
    ) -> Statement:
        clause = self._clause
        money = one.counter in _MONEY
        factor = _MONEY.get(one.counter, Fraction(1))
        about = self._tokens.topics[topic]
        channels = [m for m in mentions if m.kind is Kind.CHANNEL and about.channels]
        beside = any(word in self._plain.text[slice(*self._span)] for word in about.beside)
        part = channels[-1].text if channels else self._part(topic)
        year = clause.year or self.frame.year
        other_year = year is not None and year != self._year
        return Statement(
            topic,
            tuple(dict.fromkeys(readings)),
            one.value * factor,
            one.step * factor,
            one.text,
            self._span,
            (one.begin, one.end),
            money=money,
            sure=sure and not beside,
            exact=one.exact,
            year=year if other_year else None,
            past=clause.past or other_year,
            others=self._of_others(about.by_others and self._says(topic, mentions)),
            part=part,
            channel=self._tokens.channel_of[part] if channels else "",
        )

    def _is_general(self, word: Token) -> bool:
        return any(m.general for m in self._tokens.meanings[word.text])

    def _says(self, topic: str, mentions: Sequence[Token]) -> bool:
        """Whether one of these words is said of a topic."""
        every = (m for one in mentions for m in self._tokens.meanings.get(one.text, ()))
        return any(m.topic == topic for m in every)

    def _part(self, topic: str) -> str:
        """The words that make it a part, or something else."""
        clause = self._clause
        if gap := _without(clause.gap, self._tokens.around[topic]):
            return gap
        for word in self._tokens.unless[topic]:
            if word in clause.head:
                self._unless = word
                return word
        if self._unless and clause.listed and not any(map(_is_said, clause.mentions)):
            return self._unless
        self._unless = ""
        found = speech.PART_OF_YEAR.search(clause.head) or (
            speech.PART.search(clause.head) if any(map(_is_said, clause.mentions)) else None
        )
        return found[0] if found else ""

    def _of_others(self, by_others: bool) -> bool:
        clause = self._clause
        if clause.own:
            self.frame.others = False
            return False
        who = Who.OTHER if clause.others else who_is(self._subject(), self._name)
        if who is Who.OTHER and by_others:
            return self.frame.others
        if who is Who.NOBODY:
            return self.frame.others
        self.frame.others = who is Who.OTHER
        return self.frame.others

    # --- Without a number ---------------------------------------------------------------------------

    def _zeros(self, tokens: Sequence[Token], at: int) -> Iterator[Statement]:
        """What a clause says did not happen (未收到申请，复议、诉讼均未发生)."""
        clause = self._clause
        if not (clause.negated and clause.mentions):
            return
        end = tokens[at].begin if at < len(tokens) else self._span[1]
        topics = self._topics(clause.mentions)
        words = [m for m in clause.mentions if m.kind is Kind.SAYING]
        if not topics:
            words = [m for m in words if not self._is_general(m)]
            if not words:
                return
        zero = Token(Kind.NUMBER, self._plain.text[clause.begin : end], clause.begin, end)
        for topic in topics or ([self.topic] if self.topic else []):
            found = self._readings(topic, words, named=bool(topics))
            rest = clause.head[clause.unnegated :] + clause.gap
            if found is None or _without(rest, self._tokens.around[topic]):
                continue
            every = found[0] if len(words) > 1 else [tuple(r for rs in found[0] for r in rs)]
            for readings in every:
                yield self._statement(zero, topic, readings, True, clause.mentions)
        if topics:
            self.topic = topics[-1]

    def _respectively(self, tokens: Sequence[Token], at: int) -> tuple[list[Statement], int]:
        """The numbers of a list, each with what it is of: 新收、办结分别为110件、108件."""
        clause = self._clause
        numbers: list[Token] = []
        end = at + 1
        for end in range(at + 1, len(tokens)):
            one = tokens[end]
            if one.kind is Kind.NUMBER:
                numbers.append(one)
            elif one.kind not in (Kind.AND, Kind.FILLER) and one.text not in "，：":
                break
        else:
            end = len(tokens)
        words = [m for m in clause.mentions if m.kind is Kind.SAYING]
        topical = [m for m in clause.mentions if _is_topic(m)]
        items = topical if len(topical) == len(numbers) else words[-len(numbers) :]
        if len(items) != len(numbers) or len(items) < 2 or not numbers[-1].counter:
            return [], at + 1
        topics = [m for m in clause.mentions if _is_topic(m)]
        told: list[Statement] = []
        for item, one in zip(items, numbers, strict=True):
            counted = one if one.counter else replace(one, counter=numbers[-1].counter)
            shared = [item] if _is_topic(item) else [*topics[-1:], item]
            self._clause = replace(clause, mentions=shared, joined=False)
            told += self._stated(counted, shared)
        self._clause = _Clause(begin=numbers[-1].end)
        return told, end


_THINGS = frozenset("件起份宗条个例项次笔部")
# With one of these a number is of some of what stands before it.
_AMONG = "中里内"
_NOT_BEHIND = frozenset(("包括", "包含", "含", "其中", "因"))
_LOOSE = (Kind.FILLER, Kind.EACH)


def _leads_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a colon or a bracket leads to the number of what stands before it."""
    if tokens[at].text not in "：:（(" or at + 1 >= len(tokens) or not at:
        return False
    return tokens[at + 1].kind is Kind.NUMBER and tokens[at - 1].kind in (Kind.TOPIC, Kind.SAYING)


def _is_said(one: Token) -> bool:
    return one.kind is Kind.SAYING


def _is_topic(one: Token) -> bool:
    return one.kind is Kind.TOPIC


def _compatible(fitting: Sequence[Sequence[Meaning]]) -> bool:
    """Whether words that follow each other can mean the same."""
    first = [set(one) for one in fitting[0][0].readings]
    return all(
        any(set(one) <= other or other <= set(one) for one in some[0].readings for other in first)
        for some in fitting[1:]
    )


def _without(text: str, words: Iterable[str]) -> str:
    """A text without these words, the longest first."""
    for word in sorted(words, key=len, reverse=True) if text else ():
        text = text.replace(word, "")
    return text
