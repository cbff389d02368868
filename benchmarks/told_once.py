"""Is one mistake told once? Returns with mistakes, audited as ``check`` does, and what is open.

    python -m benchmarks.told_once [--seed 1] [--cases 1000]

Mistakes and returns are drawn as in :mod:`benchmarks.correction`. What no rule sees is counted
apart. Two mistakes are independent where no balance is over cells of both.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations

from benchmarks.audit_time import unit_with
from benchmarks.correction import FORM, KINDS, LAYOUT, MODES, Mode, everything, mistaken, year
from toolkit.audit.correction.balances import equalities
from toolkit.audit.judge import judge_alone
from toolkit.findings.finding import Finding
from toolkit.form.number import to_number
from toolkit.returns.unit_return import Subject


def drawn(chance: random.Random, mode: Mode, mistakes: int) -> tuple[Subject, dict[str, int]]:
    """A unit with so many independent mistakes, and what its wrong cells should say."""
    while True:
        last = year(chance, None)
        right = year(chance, last)
        typed = dict(right)
        wrong: list[dict[str, int]] = []
        before = everything(FORM, last) if mode.last_year else {}
        while len(wrong) < mistakes:
            if mistake := mistaken(chance, chance.choice(KINDS), right):
                cells = {mistake.code: mistake.typed}
                if mistake.neighbour:
                    cells[mistake.neighbour] = right[mistake.code]
                if mistakes == 1 or audited(unit_with(mode, right, {**right, **cells}, before)):
                    typed |= cells
                    wrong.append(cells)
        if independent(wrong, mode, before):
            break
    truth = {code: right[code] for cells in wrong for code in cells}
    return unit_with(mode, right, typed, before), truth


def independent(wrong: list[dict[str, int]], mode: Mode, before: Mapping[str, int]) -> bool:
    over = equalities(FORM, mode.typed, before)
    touched = [
        {n for n, one in enumerate(over) if not cells.keys().isdisjoint(one.coefficients)}
        for cells in wrong
    ]
    return all(one.isdisjoint(other) for one, other in combinations(touched, 2))


def audited(one: Subject) -> list[Finding]:
    # Jumps against last year are no mistakes of these kinds.
    return [
        f
        for f in judge_alone(one, LAYOUT)
        if f.status in ("open", "follows") and not f.code.startswith(("YEAR", "T2-02"))
    ]


def faults(found: list[Finding], truth: Mapping[str, int], mistakes: int) -> Iterator[str]:
    """What is not as it should be."""
    opened = [one for one in found if one.status == "open" and one.severity != "info"]
    if len(opened) > mistakes:
        yield f"{len(opened)} open"
    elif len(opened) < mistakes:
        yield f"only {len(opened)} open"
    for one in opened:
        if one.certain and any(
            to_number(truth.get(x.indicator, -1), FORM.decimals[x.indicator]) != x.value
            for x in one.corrections[0]
        ):
            yield "wrong likely cell"
    ids = {one.origin for one in opened}
    if any(one.follows not in ids for one in found if one.status == "follows"):
        yield "follows nothing"


def tally(mode: Mode, mistakes: int, seed: int, cases: int) -> Counter[str]:
    chance = random.Random(f"{seed} {mistakes} {mode.name}")
    counts: Counter[str] = Counter()
    for _ in range(cases):
        one, truth = drawn(chance, mode, mistakes)
        found = audited(one)
        if not found:
            counts["unseen"] += 1
            continue
        told = list(faults(found, truth, mistakes))
        counts.update(["seen", *(told or ["as many as there are"])])
        counts["with a likely cell"] += any(f.code == "LIKELY-01" for f in found)
    return counts


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--seed", type=int, default=1, help="of all draws (1)")
    options.add_argument("--cases", type=int, default=1000, help="for each mode (1000)")
    wanted = options.parse_args()
    for mistakes in (1, 2, 3):
        for mode in MODES:
            counts = tally(mode, mistakes, wanted.seed, wanted.cases)
            told = ", ".join(f"{what} {number}" for what, number in counts.items())
            print(f"mistakes {mistakes}, {mode.name}: {told}")


if __name__ == "__main__":
    main()
