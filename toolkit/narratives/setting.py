"""Setting: whose figures a sentence states, of which year and which part, as far as it is read."""

from __future__ import annotations

from toolkit.form.wording import Reading, Topic
from toolkit.narratives import speech
from toolkit.narratives.bodies import Who, who_acts, who_is
from toolkit.narratives.clause import Clause, Focus, Frame, without
from toolkit.narratives.meanings import Meanings
from toolkit.narratives.plain import Plain
from toolkit.narratives.statement import Statement
from toolkit.narratives.tokens import Token
from toolkit.narratives.vocabulary import Kind, Vocabulary


class Setting:
    """What the words between numbers make of those that follow.

    What a sentence leaves open goes on in ``frame`` and ``focus``.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        name: str | None,
        plain: Plain,
        span: tuple[int, int],
        frame: Frame,
        focus: Focus,
    ) -> None:
        self._vocabulary, self._name = vocabulary, name
        self._meanings = Meanings(vocabulary, name)
        self._plain, self._span = plain, span
        self._frame, self._focus = frame, focus
        self._clause = Clause(begin=span[0])
        # Whether a number has been read, and whether the last one surely stated something.
        self._has_number = self._goes_on = False
        # Whether it names several years in a row, so that no number is surely of one of them.
        self._lists_years = False
        # What the last number may mean, and whether it was all of its topic.
        self._last: tuple[Reading, ...] = ()
        self._last_is_all = True
        # The disputes that were counted last, where nothing else was said of them.
        self._disputes: Statement | None = None
        self._text = plain.text[slice(*span)]
        # The readings of the numbers so far.
        self._seen: set[Reading] = set()
        # How many numbers so far are of what came in on one way.
        self._by_channel = 0
        # What made the number before something else, as long as a list goes on.
        self._unless = ""

    def _take(self, one: Token) -> None:
        clause = self._clause
        match one.kind:
            case Kind.TOPIC | Kind.SAYING | Kind.CHANNEL:
                clause.mention(one, of_last=self._is_of_last(one))
                self._carry_over(one)
                clause.ended = clause.ended or self._meanings.tells_end(one)
            case Kind.AND:
                clause.joined = clause.joined or bool(clause.mentions)
                clause.both = clause.both or one.text == speech.BOTH
                clause.divided, clause.behind_number = True, False
            case Kind.EACH:
                clause.each = True
            case Kind.NOT if not clause.negated:
                clause.negate(one.begin)
            case Kind.PAST:
                clause.past = True
                before = self._plain.text[clause.begin : one.begin]
                if one.text.startswith(speech.RECENT) or (
                    speech.LASTING in one.text and not speech.THIS_YEAR.search(before)
                ):
                    self._frame.lasts(one.text)
            case Kind.YEAR:
                self._date(one)
            case Kind.OTHERS:
                clause.others = True
            case Kind.OWN if clause.head and self._who() is Who.OTHER:
                # Others do something for it, or to it.
                clause.others = True
            case Kind.OWN:
                clause.own, clause.others, clause.head = True, False, ""
            case Kind.TEXT:
                clause.stray(one)
            case Kind.FILLER:
                self._fill(one)

    def _fill(self, one: Token) -> None:
        """A word of the language that changes what those before it are."""
        clause, frame = self._clause, self._frame
        if one.text in speech.CAUSING:
            clause.cause(self._meanings.unlike(clause.mentions))
        elif one.text in speech.AMONG and clause.mentions:
            around = self._vocabulary.around
            frame.doubtful = frame.doubtful or not self._meanings.is_plain(clause.head, around)
            frame.of = self._meanings.readings(clause.mentions, self._focus.topic) or frame.of
            frame.among = frame.among or bool(frame.of)
            clause.among()
        elif one.text == speech.AMONG_THEM or (one.text in speech.AMONG and clause.behind_number):
            frame.among, frame.of = self._has_number, self._last
        elif one.text in speech.AMONG and clause.head[-1:] in speech.CALLED:
            frame.doubtful = True

    def _is_of_last(self, one: Token) -> bool:
        """Whether the topic before only says what a dispute is about (…申请被复议)."""
        before = self._clause.mentions[-1:]
        if not (one.is_topic and before and before[0].is_topic) or self._clause.divided:
            return False
        return self._is_dispute(one) and not self._is_dispute(before[0])

    def _is_dispute(self, one: Token) -> bool:
        topics = self._vocabulary.topics
        return topics[self._vocabulary.topic_of[one.text]].by_others

    def _date(self, one: Token) -> None:
        """A year at the beginning of a clause holds on; one behind 较 is compared with."""
        clause, frame, year = self._clause, self._frame, int(one.value)
        before = self._plain.text[clause.begin : one.begin]
        if speech.COMPARED.search(before) or clause.mentions:
            clause.year = year
            return
        frame.year = year
        if not frame.outside:
            frame.part, frame.lasting = "", False
        if frame.first is None and not self._has_number:
            frame.first = year

    def _carry_over(self, one: Token) -> None:
        """What was carried over from last year is a figure of this one, though that is named."""
        last = (self._vocabulary.year or 0) - 1
        if self._frame.year == last and speech.CARRIED in one.text:
            self._frame.year = None

    def _break(self, at: Token) -> None:
        clause, frame = self._clause, self._frame
        if topics := self._meanings.topics(clause.mentions, self._focus):
            self._focus.topic, self._focus.is_other = topics[-1], False
            frame.name(topics)
            frame.together = len(topics) > 1
        # Of those that ended so the next numbers may be: 被纠正的较多，复议4件.
        frame.outcome = frame.outcome or (clause.ended and not frame.lately)
        said = self._plain.text[clause.begin : at.begin]
        part = (
            speech.UNTIL.search(said)
            or speech.IN_PART.fullmatch(said)
            or speech.OPENING.search(said)
        )
        if part := part or speech.KINDS.search(said):
            frame.part, frame.lasting = part[0], False
        if at.text in "：:" and (some := self._meanings.of_some(clause.mentions)):
            frame.of_some = some[0].topic
        who = self._who()
        if clause.others or clause.own:
            frame.others = clause.others
        elif who is not Who.NOBODY and (
            clause.mentions or at.text in "（(" or who_acts(said, self._name) is who
        ):
            frame.others = who is Who.OTHER
        frame.separated_by(at.text)
        if at.text in "）)" and (days := speech.IN_DAYS.fullmatch(said)):
            frame.part = days[0]
        if at.text in "（(" and clause.behind_number and clause.begin == at.begin:
            frame.among, frame.of = True, self._last
        if at.text in "；;" and self._focus.among:
            # What was counted was only some of what the sentence is about.
            self._focus.is_other = False
        self._clause = Clause(begin=at.end)
        self._goes_on = self._goes_on and at.text == "，"

    def _who(self) -> Who:
        """Of whom the words before the first mention speak."""
        said = self._plain.text[self._clause.begin : self._clause.head_end]
        who = who_is(said, self._name)
        return who_acts(said, self._name) if who is Who.NOBODY else who

    # --- Of a number in it ------------------------------------------------------------------------

    def _part(self, about: Topic, at: int, end: int) -> str:
        """The words that make it a part, or something else."""
        clause = self._clause
        if gap := without(clause.gap, about.around) or self._frame.part:
            return gap
        has_saying = any(one.is_saying for one in clause.mentions)
        text = self._plain.text[clause.begin : at]
        unless = next((word for word in about.unless if word in text), "")
        if not unless and not clause.head and not has_saying:
            unless = self._unless
        self._unless = unless
        found = (
            speech.PART_OF_YEAR.search(clause.head)
            or speech.SOME.search(text)
            or speech.OPENING.search(text)
        )
        if not found and has_saying:
            found = speech.PART.search(clause.head)
        if not found and text.startswith(speech.WITH):
            found = speech.DONE_WITH.match(self._plain.text, end)
        if about.within and (field := speech.FIELD.search(text)):
            found = field
        if (named := speech.IN_NAME_OF.search(text)) and not self._is_in_own(named["whose"]):
            found = named
        return unless or (found[0] if found else "")

    def _is_in_own(self, whose: str) -> bool:
        """Whether what is done in this name is all that the unit does."""
        # An office acts in the name of its government as well.
        is_all = not speech.OFFICE_ALONE.fullmatch(whose)
        is_own = is_all and who_is(whose, self._name) is Who.OWN
        return is_own or bool(speech.ITSELF.search(whose))

    def _is_of_others(self, by_others: bool) -> bool:
        """Whether others are spoken of; ``by_others``: whoever does it here is not whose it is."""
        clause, frame = self._clause, self._frame
        who = Who.OTHER if clause.others else self._who()
        if clause.own:
            frame.others = clause.head != "" and who is Who.OTHER
            return frame.others
        if who is Who.OWN or (who is Who.OTHER and not by_others):
            frame.others = who is Who.OTHER
        return frame.others
