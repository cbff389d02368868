"""Block choice: when a mistake that displaced many figures is told, and when it only casts doubt.

:mod:`toolkit.audit.correction.block_mistake` finds all block mistakes that would explain violated
balances. One of them is likely only if it is the only explanation by one mistake of a whole group,
and if whatever else explains that group needs several mistakes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.audit.correction.block import BlockAnswer
from toolkit.audit.correction.groups import joined
from toolkit.audit.correction.one_mistake import Act

Group = frozenset[int]

# At least so many balances speak for an answer.
_FEWEST_BALANCES = 2
# A group without a single mistake needs two, if not more.
_HARD = 2
# With so many mistakes in its place an answer is worth telling; with more it is no accident, and
# with more still where each of them is one of many that small figures allow.
_WORTH_TELLING, _NO_ACCIDENT, _NO_ACCIDENT_AT_ALL = 3, 4, 5
# An answer that mends all it touches is a rival even if a balance fewer speaks for it.
_MARGIN = 1


@dataclass(frozen=True, slots=True)
class Choice:
    """The block mistakes that explain these balances; likely if it is certain."""

    explains: Group
    answers: tuple[BlockAnswer, ...]
    certain: bool


def chosen(
    answers: Sequence[BlockAnswer],
    alone: Mapping[Group, Sequence[Act]],
    certain: Collection[Group],
    most: int,
) -> list[Choice]:
    """What is told of block mistakes; at most ``most`` answers for a group.

    ``alone``: the groups of violated balances, each with the single mistakes that explain it;
    ``certain``: those whose single mistake is the only one.
    """
    found = list(_choices(answers, alone, certain, most))
    if sum(one.certain for one in found) > 1:
        # Two block mistakes at once are so rare that they are perhaps parts of something else.
        return [Choice(one.explains, one.answers, False) for one in found]
    return found


def _choices(
    answers: Sequence[BlockAnswer],
    alone: Mapping[Group, Sequence[Act]],
    certain: Collection[Group],
    most: int,
) -> Iterator[Choice]:
    whole = [one for one in answers if one.whole]
    for group in joined([*alone, *(one.mends for one in whole)]):
        parts = [one for one in alone if one <= group]
        every = [one for one in whole if one.mends == group]
        full = [one for one in every if _needs(one, alone) >= _WORTH_TELLING]
        if len(parts) == 1 and alone[group]:
            continue
        if all(one in certain for one in parts):
            # Told as one mistake where that changes the same cells, and nothing else explains all.
            same = frozenset(change for one in parts for change in _result(alone[one][0]))
            if [one.result for one in every] == [same] and not _rivalled(every[0], answers):
                yield Choice(group, tuple(every), certain=True)
            continue
        if not 0 < len(full) <= most:
            continue
        sole = len(full) == 1 and _is_certain(full[0], alone) and not _rivalled(full[0], answers)
        yield Choice(group, tuple(sorted(full, key=_rank)), sole)


def _is_certain(answer: BlockAnswer, alone: Mapping[Group, Sequence[Act]]) -> bool:
    """Whether it is more than an accident, seen by itself.

    Two balances are enough only where nothing else is wrong, and not for lines that lie apart:
    people seldom exchange them, and several mistakes together look like it. Nor for a line that is
    empty now: what stood in the other one may be lost.
    """
    easy = all(acts for group, acts in alone.items() if group & answer.proven)
    if _needs(answer, alone) < (_NO_ACCIDENT_AT_ALL if easy else _NO_ACCIDENT):
        return False
    if not answer.near:
        return answer.confirmed and answer.gain >= 2 * _FEWEST_BALANCES
    everything = all(group <= answer.mends for group in alone)
    return answer.confirmed and (everything or answer.gain > _FEWEST_BALANCES)


def _needs(answer: BlockAnswer, alone: Mapping[Group, Sequence[Act]]) -> int:
    """About how many single mistakes would explain what speaks for an answer."""
    proven = answer.proven
    if answer.gain < _FEWEST_BALANCES:
        return 0
    if any(act.mends >= proven for acts in alone.values() for act in acts):
        return 1
    return sum(
        1 if acts else max(_HARD, len(group & proven))
        for group, acts in alone.items()
        if group & proven
    )


def _rivalled(answer: BlockAnswer, answers: Sequence[BlockAnswer]) -> bool:
    """Whether another block mistake explains some of the same, and leaves no more violated."""
    return any(
        other.result != answer.result
        and not other.mends.isdisjoint(answer.mends)
        and other.gain >= answer.gain - (_MARGIN if other.whole else 0)
        for other in answers
    )


def _rank(answer: BlockAnswer) -> tuple[int, int]:
    return -len(answer.proven), len(answer.changes)


def _result(act: Act) -> Iterator[tuple[str, int]]:
    return ((change.code, change.value) for change in act.changes)


def doubted(
    group: Group, changes: frozenset[tuple[str, int]], answers: Sequence[BlockAnswer]
) -> bool:
    """Whether a block mistake explains a group otherwise than these changes, and more besides."""
    return any(
        one.mends >= group
        and not one.result >= changes
        and (one.whole or one.gain >= _FEWEST_BALANCES)
        and (len(one.mends) >= len(group) + _FEWEST_BALANCES or (one.whole and len(changes) > 1))
        for one in answers
    )
