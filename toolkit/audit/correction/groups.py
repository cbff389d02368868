"""Groups: what hangs together, since it shares a member."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import TypeVar

_Member = TypeVar("_Member", int, str)


def joined(sets: Iterable[AbstractSet[_Member]]) -> list[frozenset[_Member]]:
    """The sets, with those that share a member merged, in the order of their least members."""
    groups: list[set[_Member]] = []
    for one in sets:
        if one:
            meeting = [group for group in groups if not group.isdisjoint(one)]
            groups = [group for group in groups if group.isdisjoint(one)]
            groups.append(set[_Member](one).union(*meeting))
    return sorted((frozenset(group) for group in groups), key=min)
