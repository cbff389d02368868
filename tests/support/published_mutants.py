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
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

# Each module of damage registers its kinds.
from tests.support.reports import damage_figures, damage_labels, damage_rows, damage_tables
from tests.support.reports.damage import KINDS, Kind, NotHere, Scene
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
from toolkit.findings.finding import Finding

MODULES = (damage_figures, damage_labels, damage_rows, damage_tables)
# Making and reading these takes longest, so that they are drawn less often.
_SLOW = {"pdf_ruled": 0.1, "pdf_row_cut": 0.1, "word": 0.4}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A damaged report."""

    name: str
    kind: Kind
    style: str
    content: bytes
    # Input → the figure before the damage, an integer of the smallest unit.
    before: Mapping[str, int]
    # Input → the figures as which it may be read without a word.
    truth: Mapping[str, Collection[int]]
    # The tables of which something must be told.
    told: frozenset[str]
    # What was done, for people.
    done: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with how a mutant was read; nothing, if all of it is empty."""

    # The inputs that are read otherwise than they are shown, or not at all, without a word.
    silent: tuple[str, ...] = ()
    # The tables of which something should be told and is not.
    untold: tuple[str, ...] = ()
    # The findings on a report in which nothing is wrong.
    alarms: tuple[str, ...] = ()
    # The inputs that are read otherwise than shown, of which something is told.
    misread: tuple[str, ...] = ()
    # No return came of it.
    refused: bool = False
    crash: str = ""
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        """Whether the law holds."""
        return not (self.silent or self.untold or self.crash)


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


# --- Judging -------------------------------------------------------------------------------------


def judge(
    mutant: Mutant, values: Mapping[str, int | None] | None, findings: Iterable[Finding]
) -> Verdict:
    """The verdict on what was read of a mutant; without values, it was refused as a whole."""
    loud = [one for one in findings if one.status == "open" and one.severity != "info"]
    usual = STYLES[mutant.style].told
    if values is None:
        return Verdict(refused=True)
    silent, misread = list[str](), list[str]()
    for code, figures in mutant.truth.items():
        value = values.get(code)
        if value is not None and value in figures:
            continue
        said = f"{code}: {sorted(figures)} read as {value}"
        # What is told of every such report tells of nothing but of blanks.
        heard = [one for one in loud if one.code not in usual or (value is None and 0 in figures)]
        if not any(_names(one, code) for one in heard):
            silent.append(said)
        elif value is not None:
            misread.append(said)
    told = [one for one in loud if one.code not in usual]
    sheets = {one.table.code: one.table.sheet for one in official_tables()}
    untold = [
        table
        for table in sorted(mutant.told)
        if not any(sheets[table] in {one.sheet, *one.tables} for one in told)
    ]
    alarms = [f"{one.code} {one.sheet} {one.cell}" for one in told if mutant.kind.harmless]
    return Verdict(tuple(silent), tuple(untold), tuple(alarms), tuple(misread))


def _names(finding: Finding, code: str) -> bool:
    """Whether it is about this input, or about its table."""
    layout = official_layout()
    return finding.indicator == code or layout.sheet_of[code] in {finding.sheet, *finding.tables}


def tried(one: Mutant) -> Verdict:
    """Read a mutant, and judge what came of it."""
    begun = time.perf_counter()
    style = STYLES[one.style]
    try:
        values, findings = read_file(one.content, style.kind, f"报告.{style.ending}")
    except Exception:
        return Verdict(crash=traceback.format_exc())
    seconds = time.perf_counter() - begun
    verdict = judge(one, values, findings)
    return Verdict(
        verdict.silent,
        verdict.untold,
        verdict.alarms,
        verdict.misread,
        verdict.refused,
        seconds=seconds,
    )


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


COLUMNS = ("mutants", "silent", "untold", "crash", "refused", "alarms", "misread")


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
