"""The mutation run of published reports: damaged in every style, and nothing wrong in silence.

    python -m tests.support.published_mutants --count 5000 --seed 1

What must hold of every mutant, for every input of the official tables: the figure that is read is
what the document shows for it, or an open finding above info names its cell or its table. Each
mutant is made from its own seed, ``seed:number``, and can be made again with ``--only``.
"""

from __future__ import annotations

import argparse
import random
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

# Each module of damage registers its kinds.
from tests.support.reports import damage_figures, damage_labels, damage_rows, damage_tables
from tests.support.reports.damage import KINDS, Kind, NotHere, Scene
from tests.support.reports.judging import Mutant, Verdict, judge
from tests.support.reports.model import Figure, Subject
from tests.support.reports.official import (
    official_inputs,
    official_layout,
    official_report,
    official_tables,
    random_figures,
)
from tests.support.reports.reading import read_file
from tests.support.reports.styles import STYLES

MODULES = (damage_figures, damage_labels, damage_rows, damage_tables)
# Making and reading these takes longest, so that they are drawn less often.
_SLOW = {"pdf_ruled": 0.1, "pdf_row_cut": 0.1, "word": 0.4}


# --- Making --------------------------------------------------------------------------------------


def mutant(name: str, only: str = "", style: str = "") -> Mutant:
    """The mutant that belongs to a seed; of one kind and in one style, if so wanted."""
    rng = random.Random(name)
    while True:
        kind = KINDS[only or rng.choice(sorted(KINDS))]
        written = style or _style(kind, rng)
        scene = _scene(kind, rng)
        before = _scaled(scene)
        try:
            kind.damage(scene)
            break
        except NotHere:
            continue
    return Mutant(
        name=name,
        kind=kind,
        style=written,
        content=STYLES[written].make(scene.report),
        before={code: min(figures) for code, figures in before.items()},
        truth=_scaled(scene),
        told=frozenset(scene.told),
        done=tuple(scene.done),
    )


def _scaled(scene: Scene) -> dict[str, set[int]]:
    """What may be read of every input, as integers of the smallest unit."""
    scales = official_layout().form.scales
    return {
        code: {int(one * scales[code]) for one in figures} for code, figures in scene.truth.items()
    }


def _style(kind: Kind, rng: random.Random) -> str:
    able = [name for name, style in STYLES.items() if not kind.need or getattr(style, kind.need)]
    return rng.choices(able, [_SLOW.get(name, 1.0) for name in able])[0]


def _scene(kind: Kind, rng: random.Random) -> Scene:
    top = rng.choice((9, 99, 999, 99_999))
    figures = random_figures(rng.randrange(10_000), top, nothing_other=kind.nothing_other)
    # Half of the reports are in the very wording of the form.
    seed = rng.randrange(10_000) if rng.random() < 0.5 else None
    report = official_report(figures, Subject(), seed)
    totals = frozenset().union(*(one.totals for one in official_tables()))
    truth: dict[str, tuple[Figure, ...]] = {code: (figures[code],) for code in official_inputs()}
    return Scene(report, rng, truth, totals)


def tried(one: Mutant) -> Verdict:
    """Read a mutant, and judge what came of it."""
    begun = time.perf_counter()
    style = STYLES[one.style]
    try:
        values, findings = read_file(one.content, style.kind, f"报告.{style.ending}")
    except Exception:
        return Verdict(crash=traceback.format_exc())
    seconds = time.perf_counter() - begun
    return replace(judge(one, values, findings), seconds=seconds)


# --- Running -------------------------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """What became of many mutants."""

    count: int = 0
    bad: list[tuple[Mutant, Verdict]] = field(default_factory=list)
    refused: list[Mutant] = field(default_factory=list)
    alarms: list[tuple[Mutant, Verdict]] = field(default_factory=list)
    by_kind: dict[str, Counter[str]] = field(default_factory=dict)
    by_style: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, one: Mutant, verdict: Verdict) -> None:
        """Count one more."""
        self.count += 1
        self.bad += [(one, verdict)] if not verdict.good else []
        self.alarms += [(one, verdict)] if verdict.alarms else []
        self.refused += [one] if verdict.refused else []
        for rows, name in ((self.by_kind, one.kind.name), (self.by_style, one.style)):
            row = rows.setdefault(name, Counter())
            row["mutants"] += 1
            for column in COLUMNS[1:]:
                row[column] += bool(getattr(verdict, column))


COLUMNS = ("mutants", "silent", "untold", "crash", "refused", "alarms", "misread", "afar")


def run(count: int, seed: int, only: str = "", style: str = "") -> Tally:
    """So many mutants; the same seed gives the same."""
    tally = Tally()
    for number in range(count):
        one = mutant(f"{seed}:{number}", only, style)
        tally.add(one, tried(one))
    return tally


def complaints(tally: Tally, most: int = 40) -> Iterator[str]:
    """The mutants that are not as they should be, with their seeds."""
    for one, verdict in tally.bad[:most]:
        yield f"{one.name} {one.kind.name} in {one.style}: {'; '.join(one.done)}"
        yield from (f"    silent {said}" for said in verdict.silent[:3])
        yield from (f"    untold {said}" for said in verdict.untold)
        if verdict.crash:
            yield f"    {verdict.crash.strip().splitlines()[-1]}"
    for one, verdict in tally.alarms[:most]:
        yield f"{one.name} {one.kind.name} in {one.style}: alarms {'; '.join(verdict.alarms[:4])}"


def table(tally: Tally) -> Iterator[str]:
    """The tally as lines of text."""
    wide = max(map(len, (*KINDS, *STYLES)))
    for rows in (tally.by_kind, tally.by_style):
        yield "  ".join(["".ljust(wide), *(one.rjust(8) for one in COLUMNS)])
        for name in sorted(rows):
            counts = (f"{rows[name][column]:8}" for column in COLUMNS)
            yield "  ".join([name.ljust(wide), *counts])
    yield f"{tally.count} mutants of {len(KINDS)} kinds in {len(STYLES)} styles"
    yield f"not as they should be: {len(tally.bad)}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Damage published reports, and read them.")
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", default="", help="only this kind of damage")
    parser.add_argument("--style", default="", help="only in this style")
    parser.add_argument("--only", default="", help="one mutant, by its seed")
    parser.add_argument("--save", default="", help="where to write the mutant of --only")
    arguments = parser.parse_args()
    if arguments.only:
        return show(mutant(arguments.only, arguments.kind, arguments.style), arguments.save)
    tally = run(arguments.count, arguments.seed, arguments.kind, arguments.style)
    for line in (*complaints(tally), *table(tally)):
        print(line)
    return bool(tally.bad)


def show(one: Mutant, save: str) -> int:
    """One mutant in all detail."""
    verdict = tried(one)
    print(one.kind.name, one.style, *one.done, sep="\n  ")
    print(*verdict.silent, *verdict.untold, *verdict.alarms, verdict.crash, sep="\n")
    if not verdict.crash:
        style = STYLES[one.style]
        for said in read_file(one.content, style.kind, f"报告.{style.ending}")[1]:
            print(said.code, said.status, said.sheet, said.cell, said.expected, "|", said.actual)
    if save:
        Path(save).write_bytes(one.content)
    return not verdict.good


if __name__ == "__main__":
    raise SystemExit(main())
