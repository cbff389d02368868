"""The mutation run: returns damaged at random, each read, and nothing may go wrong in silence.

    python -m tests.support.mutants --count 20000 --seed 1

What must hold of every mutant, for every input: the figure that is read is the figure that is
typed, or an open finding above info names the table. A mutant of which that is not true is silent.
Each is made from its own seed, ``seed:number``, and can be made again with ``--only``.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial

from tests.support import damage_roster
from tests.support.build import OFFICE
from tests.support.damage import (
    ALL,
    NOTHING,
    OFF,
    TOLD,
    Damaged,
    Hit,
    Kind,
    NotHere,
    assigned,
    corpus,
    damaged,
    filled_return,
)
from tests.support.damage_book import FORM, LAYOUT, Book
from toolkit.audit.rules import audit
from toolkit.findings.finding import Finding
from toolkit.returns.unit_return import Return, Subject

RETURNS = 60  # so many different returns are damaged; making one takes as long as reading ten
TWICE = 0.3  # the share of mutants with two kinds of damage
SLOWEST = 5
# The share of mutants whose roster is damaged; each is a whole run.
ROSTERS = 0.01


@dataclass(frozen=True, slots=True)
class Result:
    """What was read of one return, if it counts, and all that is told of it."""

    returned: Return | None
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, content: bytes, file: str = "") -> Result:
        assignment = assigned(content, file)
        one = assignment.returns.get(OFFICE.code)
        told = (
            (*one.findings, *audit([Subject(one)], LAYOUT, compared=False).findings[0])
            if one
            else ()
        )
        return cls(one, (*assignment.findings, *told))


@dataclass(frozen=True, slots=True)
class Mutant:
    """One damaged return and what became of it."""

    name: str
    damaged: Damaged
    silent: tuple[str, ...]
    alarms: tuple[str, ...]
    untold: tuple[str, ...]
    misread: tuple[str, ...]
    whole: bool
    seconds: float

    @property
    def kinds(self) -> str:
        return " + ".join(kind.name for kind in self.damaged.kinds)


@dataclass
class Tally:
    """``by_kind``: of mutants with one kind of damage only.

    ``silent``: figures that are wrong without a word. ``alarms``: harmless damage with an error or
    a warning. ``untold``: one kind of damage that was told otherwise than it should be.
    ``misread``: a figure is summed that is not the one typed, though something is told.
    """

    count: int = 0
    harmless: int = 0
    whole: int = 0
    silent: list[Mutant] = field(default_factory=list)
    alarms: list[Mutant] = field(default_factory=list)
    untold: list[Mutant] = field(default_factory=list)
    misread: list[Mutant] = field(default_factory=list)
    by_kind: dict[str, Counter[str]] = field(default_factory=dict)
    slowest: list[Mutant] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def share_read(self) -> float:
        """The share of harmless mutants that are read in full."""
        return self.whole / self.harmless if self.harmless else 1.0

    def add(self, mutant: Mutant) -> None:
        self.count += 1
        self.seconds += mutant.seconds
        harmless = mutant.damaged.harmless
        self.harmless += harmless
        self.whole += harmless and mutant.whole
        for some, mutants in (
            (mutant.silent, self.silent),
            (mutant.alarms, self.alarms),
            (mutant.untold, self.untold),
            (mutant.misread, self.misread),
        ):
            if some:
                mutants.append(mutant)
        self.slowest = sorted([*self.slowest, mutant], key=lambda one: -one.seconds)[:SLOWEST]
        if len(mutant.damaged.kinds) == 1:
            row = self.by_kind.setdefault(mutant.kinds, Counter())
            row["mutants"] += 1
            row["read"] += mutant.whole
            row["told"] += not (mutant.whole or mutant.silent)
            row["silent"] += bool(mutant.silent)
            row["alarms"] += bool(mutant.alarms)
            row["untold"] += bool(mutant.untold)
            row["misread"] += bool(mutant.misread)


def mutate(name: str, only: str = "") -> Mutant:
    """The mutant that belongs to a seed; of one kind, if so wanted."""
    rng = random.Random(name)
    if only in damage_roster.names() or (not only and rng.random() < ROSTERS):
        return _of_a_roster(name, only, rng)
    start = filled_return(rng.randrange(RETURNS))
    while True:
        try:
            done = damaged(start, _kinds(rng, only), rng)
            break
        except NotHere:
            continue
    begun = time.perf_counter()
    result = Result.of(done.content, done.file)
    seconds = time.perf_counter() - begun
    return Mutant(
        name=name,
        damaged=done,
        silent=tuple(_silent(done, result)),
        alarms=tuple(_alarms(done, result)),
        untold=tuple(_untold(done, result)) if len(done.kinds) == 1 else (),
        misread=tuple(_misread(done, result)),
        whole=_values(result) == dict(done.typed),
        seconds=seconds,
    )


def _of_a_roster(name: str, only: str, rng: random.Random) -> Mutant:
    """A folder of good returns beside a damaged roster, collected as a whole."""
    kind = only or rng.choice([one for one in damage_roster.names() if one not in OFF])
    begun = time.perf_counter()
    silent, alarm = damage_roster.tried(kind, rng)
    seconds = time.perf_counter() - begun
    harmless = damage_roster.must_be_read(kind)
    done = Damaged(
        b"",
        (Kind(kind, _no_damage, harmless, None, ALL, frozenset()),),
        (),
        {},
        (),
        frozenset(),
        {},
        {},
    )
    silent_, alarms = ((silent,) if silent else ()), ((alarm,) if alarm else ())
    return Mutant(name, done, silent_, alarms, (), (), harmless and not (silent or alarm), seconds)


def _no_damage(book: Book, rng: random.Random) -> Hit:
    raise NotHere


def _kinds(rng: random.Random, only: str) -> list[Kind]:
    kinds = corpus()
    if only:
        return [kinds[only]]
    return rng.sample(list(kinds.values()), 2 if rng.random() < TWICE else 1)


def run(count: int, seed: int, only: str = "", jobs: int = 1) -> Tally:
    """So many mutants; the same seed gives the same, in however many processes."""
    tally = Tally()
    names = [f"{seed}:{number}" for number in range(count)]
    if jobs == 1:
        for name in names:
            tally.add(mutate(name, only))
        return tally
    with ProcessPoolExecutor(jobs, initializer=OFF.update, initargs=(set(OFF),)) as pool:
        for mutant in pool.map(partial(_judged, only=only), names, chunksize=50):
            tally.add(mutant)
    return tally


def _judged(name: str, only: str) -> Mutant:
    """A mutant as another process can be told of it: without its bytes."""
    mutant = mutate(name, only)
    kinds = tuple(replace(kind, damage=_no_damage) for kind in mutant.damaged.kinds)
    return replace(mutant, damaged=replace(mutant.damaged, content=b"", kinds=kinds, typed={}))


# --- Judging -------------------------------------------------------------------------------------


def _values(result: Result) -> dict[str, int | None]:
    """What is summed of the one unit; nothing where it is not in the sum."""
    if result.returned is None:
        return dict.fromkeys(FORM.inputs)
    return {code: result.returned.values[code] for code in FORM.inputs}


def told(result: Result) -> list[Finding]:
    """What is open, and above info."""
    return [one for one in result.findings if one.status == "open" and one.severity != "info"]


def _silent(done: Damaged, result: Result) -> Iterator[str]:
    """The inputs that are wrong without a word."""
    if result.returned is None:
        if not any(one.severity == "error" for one in told(result)):
            yield "the whole return"
        return
    named = {one.sheet for one in told(result)}
    tables = {FORM.indicators[one.indicator].table for one in told(result) if one.indicator}
    values = _values(result)
    for code, typed in done.typed.items():
        table = FORM.indicators[code].table
        if values[code] != typed and table not in tables and not named & done.sheets[table]:
            yield f"{code}: {typed!r} read as {values[code]!r}"


def _alarms(done: Damaged, result: Result) -> Iterator[str]:
    """Errors and warnings on a return in which nothing is wrong."""
    if done.harmless:
        for one in told(result):
            if one.code not in done.by_right:
                yield f"{one.code} {one.sheet} {one.cell}"


def _untold(done: Damaged, result: Result) -> Iterator[str]:
    """Findings that should be there and are not."""
    there = [(one.code, one.sheet, one.cell) for one in result.findings]
    if "FILE-01" not in done.by_right and any(code == "FILE-01" for code, _, _ in there):
        yield "a crash"
    loud = [(one.code, one.sheet, one.cell) for one in told(result)]
    for expected in done.expected:
        if not any(expected.fits(*one) for one in (loud if expected.code == TOLD else there)):
            yield f"{expected.code} {expected.sheet} {'/'.join(sorted(map(str, expected.cells)))}"


def _misread(done: Damaged, result: Result) -> Iterator[str]:
    """The figures that are summed and were not typed."""
    nothing = any(kind.sums == NOTHING for kind in done.kinds)
    for code, value in _values(result).items():
        if value is not None and (nothing or value != done.typed[code]):
            yield f"{code}: {done.typed[code]!r} read as {value!r}"


# --- Printing ------------------------------------------------------------------------------------

COLUMNS = ("mutants", "read", "told", "silent", "alarms", "untold", "misread")


def table(tally: Tally) -> Iterator[str]:
    """The tally as lines of text."""
    kinds = {name: kind.harmless for name, kind in corpus().items()}
    kinds |= {name: damage_roster.must_be_read(name) for name in damage_roster.names()}
    wide = max(map(len, kinds))
    yield "  ".join(["kind".ljust(wide), *(one.rjust(8) for one in COLUMNS)])
    for harmless in (True, False):
        yield f"--- {'harmless' if harmless else 'harmful'}"
        for name, is_harmless in kinds.items():
            if is_harmless == harmless:
                row = tally.by_kind.get(name, Counter())
                yield "  ".join([name.ljust(wide), *(f"{row[one]:8}" for one in COLUMNS)])
    yield "---"
    yield f"{tally.count} mutants of {len(kinds)} kinds"
    yield f"silent: {len(tally.silent)}"
    yield f"false alarms: {len(tally.alarms)} of {tally.harmless} harmless"
    yield f"harmless and read in full: {tally.share_read:.2%}"
    yield f"told otherwise than expected: {len(tally.untold)}"
    yield f"told, but summed otherwise than typed: {len(tally.misread)}"
    average = 1000 * tally.seconds / max(tally.count, 1)
    yield f"reading took {average:.1f} ms on average; the slowest:"
    for one in tally.slowest:
        yield f"  {1000 * one.seconds:6.1f} ms  {one.name}  {one.kinds}"


def complaints(tally: Tally, most: int = 20) -> Iterator[str]:
    """The mutants that are not as they should be, with their seeds."""
    for title in ("silent", "alarms", "untold", "misread"):
        for one in getattr(tally, title)[:most]:
            yield f"{title}: {one.name} ({one.kinds}): {'; '.join(getattr(one, title)[:3])}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Damage returns at random, and read them.")
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", default="", help="only this kind of damage")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--without", action="append", default=[], help="not this kind")
    parser.add_argument("--only", default="", help="one mutant, by its seed")
    parser.add_argument("--save", default="", help="where to write the mutant of --only")
    arguments = parser.parse_args()
    OFF.update(arguments.without)
    if arguments.only:
        return show(arguments.only, arguments.kind, arguments.save)
    tally = run(arguments.count, arguments.seed, arguments.kind, arguments.jobs)
    for line in (*complaints(tally), *table(tally)):
        print(line)
    return bool(tally.silent or tally.alarms or tally.untold or tally.misread)


def show(name: str, kind: str, save: str) -> int:
    """One mutant in all detail."""
    from pathlib import Path

    mutant = mutate(name, kind)
    print(mutant.kinds, *mutant.damaged.hits, sep="\n  ")
    print(*(mutant.silent + mutant.alarms + mutant.untold + mutant.misread), sep="\n")
    for one in Result.of(mutant.damaged.content, mutant.damaged.file).findings:
        print(one.code, one.status, one.sheet, one.cell, one.expected, "|", one.actual)
    if save:
        Path(save).write_bytes(mutant.damaged.content)
    return bool(mutant.silent)


if __name__ == "__main__":
    raise SystemExit(main())
