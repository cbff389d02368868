"""Clause: what has been read of a sentence, as far as a number to come depends on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from toolkit.form.wording import Reading
from toolkit.narratives.tokens import Token


@dataclass
class Clause:
    """What has been read since the last number or the last break."""

    # Where it begins.
    begin: int = 0
    # The words that say what a number is of.
    mentions: list[Token] = field(default_factory=list)
    # What stands before the first of them, as far as it is not understood, and where that ends.
    head: str = ""
    head_end: int = 0
    # What is not understood between them and here.
    gap: str = ""
    # Whether 和 or 、 stands behind the last mention.
    divided: bool = False
    # Whether the mentions are joined by 和 or 、.
    joined: bool = False
    # Whether they are joined by 并, so that a number is of what both are said of.
    both: bool = False
    # Whether it says how disputes ended.
    ended: bool = False
    # Whether something is said of each of the mentions.
    each: bool = False
    # Whether it says that something did not happen, and how much of the head and how many of the
    # mentions stand before that.
    negated: bool = False
    unnegated: int = 0
    unnegated_mentions: int = 0
    # Whether it is about an earlier year that is not named, and about which that is.
    past: bool = False
    year: int | None = None
    # Whether a number stands right before it, with no mark between.
    behind_number: bool = False
    # Whether it speaks of others, or of the unit itself.
    others: bool = False
    own: bool = False

    def mention(self, one: Token, *, of_last: bool) -> None:
        """A word that says what a number is of.

        Where something that is not understood stands before it, what came before does not count;
        nor does the last mention where it only says what this one is about (``of_last``).
        """
        if of_last:
            self.mentions.pop()
        self.divided = False
        self.settle(one.begin)
        self.mentions.append(one)

    def settle(self, at: int) -> None:
        """Where something that is not understood stands here, nothing before it counts."""
        if self.mentions and self.gap:
            self.head += "".join(each.text for each in self.mentions) + self.gap
            self.head_end = at
            self.mentions = []
        self.gap = ""

    def negate(self, at: int) -> None:
        """What comes did not happen, or what has just been named."""
        self.settle(at)
        self.negated, self.unnegated = True, len(self.head)
        self.unnegated_mentions = len(self.mentions)

    def cause(self, others: Iterable[Token]) -> None:
        """What has been named is the cause of what comes, and nothing that is counted.

        ``others``: what makes that something else than usual.
        """
        self.head += "".join(one.text for one in others)
        self.mentions, self.gap = [], ""

    def among(self) -> None:
        """What comes is of some of what has been named, whatever was said of that."""
        self.mentions = [one for one in self.mentions if not one.is_saying]

    def stray(self, one: Token) -> None:
        """Something that is not understood."""
        if self.mentions:
            self.gap += one.text
        else:
            self.head += one.text
            self.head_end = one.end


@dataclass
class Frame:
    """Whose figures, and of which year, a sentence goes on with."""

    others: bool = False
    year: int | None = None
    # Whether it speaks of some of what it has named before, and what that may be, and of what
    # part of the year.
    among: bool = False
    of: tuple[Reading, ...] = ()
    part: str = ""
    # The topics that have been named.
    named: set[str] = field(default_factory=set)
    # Those that have been named since the last ；.
    lately: set[str] = field(default_factory=set)
    # Whether it counts both kinds of disputes together.
    together: bool = False
    # Whether a clause without a number has said how the disputes ended that come next.
    outcome: bool = False
    # Whether that is longer than the year.
    lasting: bool = False
    # Whether the number that it named last may be of something else, and so what divides it; and
    # the topic of which it has named only what some applicants have brought in.
    doubtful: bool = False
    of_some: str | None = None
    # The year at the beginning of the sentence.
    first: int | None = None
    # Year, others and of what it speaks, as they were before each bracket that is open.
    outside: list[tuple[int | None, bool, bool, tuple[Reading, ...]]] = field(default_factory=list)

    def name(self, topics: Iterable[str]) -> None:
        """These are spoken of."""
        names = set(topics)
        self.named |= names
        self.lately |= names

    def lasts(self, words: str) -> None:
        """What comes is of longer than the year."""
        self.part, self.lasting = words, True

    def separated_by(self, mark: str) -> None:
        """A mark between two clauses: what is said in brackets holds only there."""
        if mark in "（(":
            self.outside.append((self.year, self.others, self.among, self.of))
        elif mark in "）)" and self.outside:
            self.year, self.others, self.among, self.of = self.outside.pop()
        elif mark in "；;":
            self.year, self.among, self.part = self.first, False, ""
            self.lately, self.outcome = set(), False
            self.doubtful, self.of_some = False, None


@dataclass
class Focus:
    """What a paragraph is about at the moment."""

    topic: str | None = None
    # Whether something was counted last of which the form knows nothing.
    is_other: bool = False
    # Whether that was behind 其中, where a ； ends it.
    among: bool = False


def without(text: str, words: Iterable[str]) -> str:
    """A text without these words, the longest first."""
    for word in sorted(words, key=len, reverse=True) if text else ():
        text = text.replace(word, "")
    return text
