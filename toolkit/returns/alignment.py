"""Alignment: which lines of a sheet or document are those of a layout, in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def align(
    wanted: Sequence[int], there: Sequence[int], score: Callable[[int, int], float]
) -> dict[int, int]:
    """The order-keeping pairing of two sequences with the highest sum of scores.

    Among equal ones it is the first from the top, or from the left.
    """
    best = [[0.0] * (len(there) + 1) for _ in range(len(wanted) + 1)]
    for i, a in enumerate(wanted, 1):
        for j, b in enumerate(there, 1):
            best[i][j] = max(best[i - 1][j], best[i][j - 1], best[i - 1][j - 1] + score(a, b))
    pairs: dict[int, int] = {}
    i, j = len(wanted), len(there)
    while i and j:
        if best[i][j] == best[i][j - 1]:
            j -= 1
        elif best[i][j] == best[i - 1][j]:
            i -= 1
        else:
            i, j = i - 1, j - 1
            pairs[wanted[i]] = there[j]
    return pairs
