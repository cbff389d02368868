"""Groups: what belongs together because it shares a member."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet


def joined(sets: Iterable[AbstractSet[int]]) -> list[frozenset[int]]:
    """The sets, with those that share a member merged, in the order of their least members."""
    groups: list[set[int]] = []
    for one in sets:
        if one:
            meeting = [group for group in groups if not group.isdisjoint(one)]
            groups = [group for group in groups if group.isdisjoint(one)]
            groups.append(set(one).union(*meeting))
    return sorted((frozenset(group) for group in groups), key=min)
