"""What does the audit of a unit with a mistake cost, likely cells and words included?

    python -m benchmarks.audit_time [--seed 1] [--units 200]

Every unit of a city has one mistake, drawn as in :mod:`benchmarks.correction`. Audited one by one,
as ``check`` does, the median is that of single failing units; together, as ``collect`` does, it is
what one of them takes on average. Units whose mistake no rule sees are left out.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Mapping
from statistics import median, quantiles

from benchmarks.correction import (
    FORM,
    KINDS,
    LAYOUT,
    MODES,
    Mode,
    everything,
    mistaken,
    year,
)
from toolkit.audit.judge import judge, judge_alone
from toolkit.findings.finding import Finding, Location, finding_at
from toolkit.findings.message import message, suggestion
from toolkit.grids.identity import Identity
from toolkit.returns.previous_year import Previous
from toolkit.returns.unit_return import Return, Subject
from toolkit.roster.roster import Category, Roster, Unit

TABLES = frozenset(table.code for table in FORM.tables)


def subject(chance: random.Random, mode: Mode) -> Subject:
    """A unit with one mistake: a total that was typed is right for what was meant."""
    while True:
        last = year(chance, None)
        right = year(chance, last)
        kind = chance.choice(list(KINDS))
        if mistake := mistaken(chance, kind, right):
            break
    typed = dict(right)
    typed[mistake.code] = mistake.typed
    if mistake.neighbour:
        typed[mistake.neighbour] = right[mistake.code]
    before = everything(FORM, last) if mode.last_year else {}
    return unit_with(mode, right, typed, before)


def unit_with(
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


def total_that_differs(code: str, typed: int, computed: int) -> Finding:
    """As the reader tells it."""
    one = FORM.indicators[code]
    return finding_at(
        one.total or "",
        "error",
        Location(*LAYOUT.where(code), code, one.label),
        actual=typed,
        expected=computed,
        difference=typed - computed,
    )


def alone(subjects: list[Subject]) -> list[float]:
    """Milliseconds of processor time for each failing unit, words and all."""
    taken = []
    for one in subjects:
        started = time.process_time()
        found = list(judge_alone(one, LAYOUT))
        put_into_words(found)
        if any(finding.status == "open" for finding in found):
            taken.append(1000 * (time.process_time() - started))
    return taken


def together(subjects: list[Subject]) -> float:
    """Milliseconds of processor time, divided among the units."""
    units = [
        Unit(f"99{number:04}", f"单位{number}", one.category, "990000")
        for number, one in enumerate(subjects)
    ]
    returns = {unit.code: one.returned for unit, one in zip(units, subjects, strict=True)}
    known, roster = {unit.code: unit for unit in units}, Roster(tuple(units))
    figures = {unit.code: one.before for unit, one in zip(units, subjects, strict=True)}
    started = time.process_time()
    found = judge(returns, known, roster, LAYOUT, Previous(2023, figures))
    put_into_words(list(found.findings))
    return 1000 * (time.process_time() - started) / len(subjects)


def put_into_words(found: list[Finding]) -> None:
    for one in found:
        message(one, FORM)
        suggestion(one, FORM)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--seed", type=int, default=1, help="of all draws (1)")
    options.add_argument("--units", type=int, default=200, help="with a mistake (200)")
    wanted = options.parse_args()
    print(f"seed {wanted.seed}; processor time in ms for a failing unit")
    print(f"{'':<36}{'units':>6}{'median':>8}{'95 %':>8}{'together':>10}")
    for mode in MODES:
        chance = random.Random(f"{wanted.seed} {mode.name}")
        drawn = [subject(chance, mode) for _ in range(wanted.units)]
        seen = [one for one in drawn if any(f.status == "open" for f in judge_alone(one, LAYOUT))]
        taken = alone(seen)
        print(
            f"  {mode.name:<34}{len(seen):>6}{median(taken):>8.2f}"
            f"{quantiles(taken, n=20)[-1]:>8.2f}{together(seen):>10.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
