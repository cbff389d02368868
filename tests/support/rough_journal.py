"""Rough days for a journal: runs that are killed, two at once (Linux only).

    python -m tests.support.rough_journal --kills 50 --pairs 12 --seed 1

After each trial, and after the run that comes next, the journal must know every run whose workbook
came into its place, and no other; no file may have come twice, nor a finding be told twice.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.support.rough_city import BOOK, COMMANDS, LATE, Run, contents, left_over, make_city, run
from toolkit.commands.journals import ids_in
from toolkit.grids.names import JOURNAL
from toolkit.journal.database import Database
from toolkit.journal.past import Past, took_place
from toolkit.journal.rows import Rows

COLLECT = COMMANDS["collect"]
# The share of kills that come while the outputs are placed, and of those that come as soon as the
# workbook is in its place. Each step of placing is made to last so many seconds.
PLACING, PLACED, SLOWLY = 0.5, 0.25, 0.03
SIGNALS = (signal.SIGKILL,) * 4 + (signal.SIGTERM,)
# Seconds that a run takes at most, from which the moment of the other kills is drawn.
LASTS = 3.0


def make_collection(folder: Path) -> None:
    """The city, which has a journal of one run; a return has come since."""
    make_city(folder)
    (folder / "collection.toml").write_text("", encoding="utf-8")
    (late,) = (folder / "returns").glob(f"{LATE}_*.xlsx")
    late.rename(folder / late.name)
    run(folder, *COLLECT)
    (folder / late.name).rename(late)


class Day:
    """A trial's copy of it; ``came``: the ids of the workbooks that were seen in their place."""

    def __init__(self, city: Path, name: str) -> None:
        self.folder = city.parent / name.replace(":", "-")
        shutil.copytree(city, self.folder)
        self.came = self.in_place()

    def in_place(self) -> set[str]:
        return ids_in(self.folder / "out" / BOOK)

    def rows(self) -> Rows:
        database = Database(self.folder / JOURNAL, writes=False)
        try:
            return database.rows()
        finally:
            database.close()

    def past(self, rows: Rows) -> Past:
        """As ``toolkit log`` has it."""
        return Past.after(rows, took_place(rows, lambda _: frozenset(self.in_place())))

    def faults(self) -> Iterator[str]:
        """What must hold at any time."""
        self.came |= self.in_place()
        past = self.past(self.rows())
        known = Counter(one.id for one in past.runs.values())
        if lost := self.came - known.keys():
            yield f"lost: {lost}"
        if more := known.keys() - self.came:
            yield f"never came into its place: {more}"
        yield from (f"twice: {one}" for one, times in known.items() if times > 1)
        yield from twice(past)

    def next_run(self) -> Iterator[str]:
        """It does its work; then every run that took place is written as finished, once."""
        ended = run(self.folder, *COLLECT)
        yield from ended.faults
        if JOURNAL in ended.said:
            yield f"it said of the journal: {ended.said.strip()}"
        yield from self.faults()
        rows = self.rows()
        ids = {one.number: one.id for one in rows.runs}
        finished = Counter(ids[one.run] for one in rows.finished)
        if finished != Counter(self.came):
            yield f"finished {dict(finished)}, came {self.came}"
        if sum(LATE in one.path for one in self.past(rows).rows.files) != 1:
            yield "the return that came late is not there once"
        left = [one for one in contents(self.folder) if one.startswith(f"{JOURNAL}-")]
        yield from (f"left beside the journal: {one}" for one in left)
        yield from left_over(self.folder)


def twice(past: Past) -> Iterator[str]:
    """What is known more than once."""
    files = Counter((one.path, one.sha256) for one in past.rows.files)
    sendings = Counter((one.unit, one.file) for one in past.rows.sendings)
    letters = past.rows.letters
    for one, times in (*files.items(), *sendings.items()):
        if times > 1:
            yield f"twice: {one}"
    there: dict[str, Any] = {}
    for finding in past.rows.findings:
        if there.get(finding.id) == finding[1:]:
            yield f"told twice: {finding.id}"
        there[finding.id] = finding[1:]
    for letter in letters:
        if there.get(letter.name) == letter.sha256:
            yield f"sent twice: {letter.name}"
        there[letter.name] = letter.sha256


@contextmanager
def slowly() -> Iterator[None]:
    """Have what is forked meanwhile take its time while it places its outputs."""
    replace, add, finish = Path.replace, Database.add, Database.finish

    def slow(method: Any) -> Any:
        def slowed(*arguments: Any) -> Any:
            time.sleep(SLOWLY)
            done = method(*arguments)
            time.sleep(SLOWLY)
            return done

        return slowed

    Path.replace = slow(replace)  # type: ignore[method-assign]
    Database.add, Database.finish = slow(add), slow(finish)  # type: ignore[method-assign]
    try:
        yield
    finally:
        Path.replace = replace  # type: ignore[method-assign]
        Database.add, Database.finish = add, finish  # type: ignore[method-assign]


def killed(city: Path, name: str) -> tuple[str, list[str]]:
    """A run that is killed at some moment, and the next one: how far it came, and the faults."""
    chance = random.Random(name)
    one = Day(city, name)
    before = len(one.rows().finished)
    when, share = chance.random(), chance.random()
    book = one.folder / "out" / BOOK
    then = book.stat().st_ino
    # Every output is moved, and the journal written before and afterwards.
    lasts = (2 * len(contents(one.folder / "out")) + 6) * SLOWLY
    with slowly():
        process = Run(one.folder, *COLLECT)
    if when < PLACED:
        _wait(lambda: book.stat().st_ino != then or process.wait(0), 60)
        time.sleep(share * SLOWLY)
    elif when < PLACED + PLACING:
        _wait(lambda: any(left_over(one.folder)) or process.wait(0), 60)
        time.sleep(share * lasts)
    else:
        process.wait(share * LASTS)
    number = chance.choice(SIGNALS)
    if number != signal.SIGKILL:
        process.ready()
    with suppress(ProcessLookupError):
        os.kill(process.pid, number)
    process.ended()
    first = set(one.came)
    faults = list(one.faults())
    rows = one.rows()
    begun = len(rows.runs) > before
    moment = "finished" if len(rows.finished) > before else "begun" if begun else "before"
    moment += ", workbook in its place" if one.came > first else ""
    faults += one.next_run()
    shutil.rmtree(one.folder)
    return moment, faults


def paired(city: Path, name: str) -> tuple[str, list[str]]:
    """Two runs that write the same outputs."""
    chance = random.Random(name)
    one = Day(city, name)
    with slowly():
        first = Run(one.folder, *COLLECT)
        time.sleep(chance.random() * chance.choice((0.02, 0.5, 1.5)))
        second = Run(one.folder, *COLLECT)
    ends = [first.ended(), second.ended()]
    faults = [fault for end in ends for fault in end.faults]
    done = sum(end.code in (0, 1) for end in ends)
    one.came |= ids_in(one.folder / "out" / f"{BOOK}.bak") if done == 2 else set()
    faults += one.faults()
    if len(one.rows().finished) != len(one.came) or len(one.came) != 1 + done:
        faults.append(f"{done} were done, and came {one.came}")
    faults += one.next_run()
    shutil.rmtree(one.folder)
    return ("both done", "one refused")[done == 1], faults


def _wait(there: Any, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not there() and time.monotonic() < until:
        time.sleep(0.001)


def rough_journal(seed: int, kills: int, pairs: int) -> tuple[Counter[str], list[str]]:
    """How often what was met, and the faults."""
    counts, faults = Counter[str](), []
    with tempfile.TemporaryDirectory(prefix="rough-") as folder:
        city = Path(folder) / "city"
        make_collection(city)
        for kind, number in ((killed, kills), (paired, pairs)):
            for at in range(number):
                name = f"{seed}:{kind.__name__}:{at}"
                met, wrong = kind(city, name)
                counts[f"{kind.__name__}: {met}"] += 1
                faults += [f"{name} ({met}): {one}" for one in wrong]
    return counts, faults


def main() -> int:
    parser = argparse.ArgumentParser(description="Rough days for a journal.")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--pairs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    began = time.monotonic()
    counts, faults = rough_journal(arguments.seed, arguments.kills, arguments.pairs)
    for fault in faults:
        print(fault)
    for met, times in sorted(counts.items()):
        print(f"{times:5} {met}")
    print(f"{time.monotonic() - began:.0f} seconds, {len(faults)} faults")
    return bool(faults)


if __name__ == "__main__":
    raise SystemExit(main())
