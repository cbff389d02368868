"""Mentions: which words of a sentence say what a number in it is of."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.narratives import speech
from toolkit.narratives.clause import Clause
from toolkit.narratives.tokens import Token
from toolkit.narratives.vocabulary import Kind, Vocabulary

_LOOSE = (Kind.FILLER, Kind.EACH)


def mentions_of(
    clause: Clause, tokens: Sequence[Token], at: int, vocabulary: Vocabulary
) -> tuple[list[Token], int]:
    """The words that belong to a number, and how many tokens behind it are used up for them.

    ``clause``: what stands before it; ``at``: which of the tokens it is. "收到申请110件" has all of
    them before the number, "共收到110件申请" some behind it, "110件不予公开" all.
    """
    before = clause.mentions
    last = tokens[at - 1].text[-1:] if at else ""
    if last in speech.AMONG and tokens[at - 1].end > clause.begin:
        # Of those that were just named so many are something.
        behind, used = _behind(tokens, at, vocabulary)
        said = [one for one in behind if one.is_saying]
        topics = [one for one in before if one.is_topic]
        return ([*topics, *said], used) if said else ([], 0)
    has_saying = any(one.is_saying for one in before)
    if has_saying and any(one.is_topic for one in before):
        return before, 0
    behind, used = _behind(tokens, at, vocabulary)
    if not before:
        return behind, used
    said = [one for one in behind if one.is_saying]
    if not has_saying and not any(one.kind is Kind.CHANNEL for one in before):
        return ([*before, *said], used) if said else (before, 0)
    topics = [one for one in behind if one.is_topic]
    return ([*topics, *before], used) if topics and not said else (before, 0)


def _behind(tokens: Sequence[Token], at: int, vocabulary: Vocabulary) -> tuple[list[Token], int]:
    """What stands right behind a number, as far as it belongs to no number of its own."""
    if _has_own_number(tokens, at):
        return [], 0
    found: list[Token] = []
    used = 0
    for number, one in enumerate(tokens[at + 1 :], 1):
        if one.is_topic or one.is_saying or one.kind is Kind.CHANNEL:
            found.append(one)
            used = number
            continue
        known = one.kind in _LOOSE or one.text in vocabulary.around
        if not known or one.text in speech.LEADING_ON:
            break
    return found, used


def _has_own_number(tokens: Sequence[Token], at: int) -> bool:
    """Whether what stands behind a number leads to another one, or is one of several."""
    for number, one in enumerate(tokens[at + 1 :], at + 1):
        if one.kind is Kind.AND:
            following = [each.kind for each in tokens[number + 1 : number + 3]]
            return Kind.NUMBER not in following
        if one.kind is Kind.BREAK:
            return False
        if one.kind is Kind.NUMBER:
            return True
    return False


def lists_years(tokens: Sequence[Token]) -> bool:
    """Whether a sentence names several years in a row."""
    triples = zip(tokens, tokens[1:], tokens[2:], strict=False)
    return any(
        (one.kind, between.kind, other.kind) == (Kind.YEAR, Kind.AND, Kind.YEAR)
        for one, between, other in triples
    )


def leads_to_number(tokens: Sequence[Token], at: int) -> bool:
    """Whether a colon or a bracket leads to the number of what stands before it."""
    if tokens[at].text not in "：:（(" or not 0 < at < len(tokens) - 1:
        return False
    before = tokens[at - 1]
    return tokens[at + 1].kind is Kind.NUMBER and (before.is_topic or before.is_saying)


def numbers_in_list(tokens: Sequence[Token], at: int) -> tuple[list[Token], int]:
    """The numbers behind 分别为, up to what is no list any more, and where that begins."""
    numbers: list[Token] = []
    for end in range(at + 1, len(tokens)):
        one = tokens[end]
        if one.kind is Kind.NUMBER:
            numbers.append(one)
        elif one.text == "，" and tokens[end - 2].kind is Kind.AND:
            # The list ends with its last 、.
            return numbers, end
        elif one.kind not in (Kind.AND, Kind.FILLER) and one.text not in "，：":
            return numbers, end
    return numbers, len(tokens)
