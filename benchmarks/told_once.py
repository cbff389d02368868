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

from benchmarks.audit_time import total_that_differs
from benchmarks.correction import FORM, KINDS, LAYOUT, MODES, Mode, everything, mistaken, year
from toolkit.audit.correction.balances import equalities
from toolkit.audit.judge import judge_alone
from toolkit.findings.finding import Finding
from toolkit.form.number import to_number
from toolkit.grids.identity import Identity
from toolkit.returns.unit_return import Return, Subject
from toolkit.roster.roster import Category

TABLES = frozenset(table.code for table in FORM.tables)


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
                if mistakes == 1 or audited(subject(mode, right, {**right, **cells}, before)):
                    typed |= cells
                    wrong.append(cells)
        if independent(wrong, mode, before):
            break
    truth = {code: right[code] for cells in wrong for code in cells}
    return subject(mode, right, typed, before), truth


def subject(
    mode: Mode, right: Mapping[str, int], typed: Mapping[str, int], before: Mapping[str, int]
) -> Subject:
    """A unit that meant to type ``right``; its typed totals are right for that."""
    meant, values = everything(FORM, right), everything(FORM, typed)
    one = Return(
        "a.xlsx",
        Identity(),
        values=values,
        counted=TABLES,
        typed={code: meant[code] for code in mode.typed},
        findings=tuple(
            total_that_differs(code, meant[code], values[code])
            for code in sorted(mode.typed)
            if meant[code] != values[code]
        ),
    )
    return Subject(one, Category.OWN, before)


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


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--seed", type=int, default=1, help="of all draws (1)")
    options.add_argument("--cases", type=int, default=1000, help="for each mode (1000)")
    wanted = options.parse_args()
    for mistakes in (1, 2, 3):
        for mode in MODES:
            chance = random.Random(f"{wanted.seed} {mistakes} {mode.name}")
            counts: Counter[str] = Counter()
            for number in range(wanted.cases):
                one, truth = drawn(chance, mode, mistakes)
                found = audited(one)
                if not any(f.status == "open" for f in found):
                    counts["unseen"] += 1
                    continue
                counts["seen"] += 1
                counts["told at a likely cell"] += any(f.code == "LIKELY-01" for f in found)
                told = list(faults(found, truth, mistakes))
                counts.update(told)
                if told and number < 100:
                    print(
                        "   ",
                        number,
                        told,
                        truth,
                        [(f.code, f.indicator, f.status, f.certain) for f in found],
                    )
            print(
                f"{mistakes} mistakes, {mode.name}: "
                + ", ".join(f"{k} {n}" for k, n in counts.items())
            )


if __name__ == "__main__":
    main()
