"""Rough days: runs that are killed, two at once, a full disk, odd targets (Linux only).

    python -m tests.support.rough --kills 500 --pairs 30 --sizes 20 --seed 1

After each trial no output may be half a file, no decision of the reviewer be lost, no process of
the run be there and nobody hold its output open; and after the next run nothing may be left behind.
Each trial is made from its own seed, ``seed:kind:number``, and can be made again with ``--only``;
the moments of a machine are its own, though.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.support.rough_city import (
    BOOK,
    COMMANDS,
    SOON,
    Ended,
    Run,
    contents,
    decisions,
    left_over,
    lost,
    make_city,
    not_whole,
    run,
    still_there,
)
from tests.support.rough_targets import TARGETS
from toolkit.cli.words import INTERRUPTED

# How often which command is killed.
OFTEN = {"collect": 3, "template": 1, "report": 1}
SIGNALS = {signal.SIGKILL: 6, signal.SIGINT: 2, signal.SIGTERM: 2}
# The share of kills whose victim has imported nothing yet, and of those that wait for the moment
# in which it begins to write.
COLD, WRITING = 0.15, 0.4
# Seconds that a run takes at most, from which the moment of a kill is drawn, and its writing.
LASTS, WRITES = 3.0, 0.03
# Bytes that may be written, or that are free: the largest output has 140 KB.
LARGEST = 150_000


@dataclass(slots=True)
class Trial:
    """What became of one trial."""

    name: str
    kind: str
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0


class Day:
    """One trial's copy of the city."""

    def __init__(self, city: Path, name: str) -> None:
        self.folder = city.parent / name.replace(":", "-")
        shutil.copytree(city, self.folder)
        self.before = contents(self.folder / "out")
        self.typed = decisions(self.before[BOOK])

    def faults(self) -> Iterator[str]:
        """What must hold at any time."""
        now = contents(self.folder / "out")
        yield from not_whole(self.before, now)
        yield from lost(now, self.typed)

    def next_run(self, command: str) -> Iterator[str]:
        """The next run does its work, and nothing is left behind."""
        ended = run(self.folder, *COMMANDS[command])
        yield from ended.faults
        if ended.code == 2:
            yield f"the next run is refused: {ended.said.strip()}"
        yield from self.faults()
        yield from left_over(self.folder)


@contextmanager
def day(city: Path, name: str) -> Iterator[Day]:
    one = Day(city, name)
    try:
        yield one
    finally:
        shutil.rmtree(one.folder)


# --- Killed --------------------------------------------------------------------------------------


def killed(city: Path, name: str) -> Trial:
    """A run that is ended at some moment, and the next one."""
    chance = random.Random(name)
    command = chance.choices(list(OFTEN), list(OFTEN.values()))[0]
    number = chance.choices(list(SIGNALS), list(SIGNALS.values()))[0]
    cold, writing, share = chance.random() < COLD, chance.random() < WRITING, chance.random()
    trial = Trial(name, f"{number.name} {command}")
    with day(city, name) as one:
        process = Run(one.folder, *COMMANDS[command], cold=cold)
        if number != signal.SIGKILL:
            process.ready()
        if writing:
            _wait(lambda: any(left_over(one.folder)) or process.wait(0), 60)
            time.sleep(share * WRITES)
        else:
            process.wait(share * LASTS * (2 if cold else 1))
        # Ctrl+C reaches all processes of a terminal; a service manager ends the first alone.
        (os.killpg if number == signal.SIGINT else os.kill)(process.pid, number)
        ended = process.ended()
        trial.faults += _faults_of_end(ended, number)
        if rest := still_there(process.pid):
            trial.faults.append(f"still there: {', '.join(rest)}")
        if number != signal.SIGKILL:
            trial.faults += [f"at once, {fault}" for fault in left_over(one.folder)]
        trial.faults += one.faults()
        trial.faults += one.next_run(command)
    return trial


def _wait(there: Callable[[], object], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not there() and time.monotonic() < until:
        time.sleep(0.001)


def _faults_of_end(ended: Ended, number: int) -> Iterator[str]:
    """It ends at once and says one line at most; or it had done its work before."""
    if ended.open_for > SOON:
        yield f"its output was held open for {ended.open_for:.1f} seconds"
    if ended.code in (0, 1):
        yield from ended.faults
    elif number == signal.SIGKILL:
        if ended.code != -number or "Traceback" in ended.said:
            yield f"exit code {ended.code}: {ended.said!r}"
    elif ended.code != 128 + number:
        yield f"exit code {ended.code} instead of {128 + number}: {ended.said!r}"
    elif any(word in ended.said for word in ("Traceback", "Exception", "程序内部错误")):
        yield f"it said {ended.said!r}"
    elif number == signal.SIGINT and ended.said.splitlines()[-1:] != [INTERRUPTED]:
        # What it had printed of its result stands before.
        yield f"it said {ended.said!r}"


# --- Two at once ---------------------------------------------------------------------------------


def paired(city: Path, name: str) -> Trial:
    """Two runs that write the same outputs."""
    chance = random.Random(name)
    command = chance.choices(list(OFTEN), list(OFTEN.values()))[0]
    with day(city, name) as one:
        first = Run(one.folder, *COMMANDS[command])
        time.sleep(chance.random() * chance.choice((0.02, 0.5)))
        second = Run(one.folder, *COMMANDS[command])
        ends = [first.ended(), second.ended()]
        codes = sorted(end.code for end in ends)
        trial = Trial(name, f"{command}, {'one refused' if codes[1] == 2 else 'both done'}")
        trial.faults += [fault for end in ends for fault in end.faults]
        if codes[0] == 2:
            trial.faults.append(f"both were refused: {ends}")
        trial.faults += [*one.faults(), *left_over(one.folder), *one.next_run(command)]
    return trial


# --- A full disk ---------------------------------------------------------------------------------


def full(city: Path, name: str) -> Trial:
    """A run that may write only so much: at all, or into one file."""
    chance = random.Random(name)
    command = chance.choices(list(OFTEN), list(OFTEN.values()))[0]
    size = int(LARGEST * chance.random() ** 2)
    on_disk = int(name.rpartition(":")[2]) % 2 == 0
    with day(city, name) as one, _room(one.folder / "out", size if on_disk else None) as room:
        ended = run(one.folder, *COMMANDS[command], largest=None if room else size)
        outcome = "refused" if ended.code == 2 else "fits"
        trial = Trial(name, f"{'disk' if room else 'file size'}: {command}, {outcome}")
        trial.faults += [*ended.faults, *one.faults(), *left_over(one.folder)]
        if ended.code == 2 and command != "template" and contents(one.folder / "out") != one.before:
            trial.faults.append("it was refused, and something was written")
    return trial


@contextmanager
def _room(folder: Path, size: int | None) -> Iterator[bool]:
    """Have the folder on a disk with so much room left, where this user may mount one."""
    if size is None:
        yield False
        return
    beside = folder.with_name("before")
    shutil.copytree(folder, beside)
    used = sum(-(-path.stat().st_size // 4096) * 4096 + 4096 for path in beside.rglob("*"))
    mount = ("mount", "-t", "tmpfs", "-o", f"size={(used + size) // 1024}k", "tmpfs", str(folder))
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        yield False
        return
    try:
        shutil.copytree(beside, folder, dirs_exist_ok=True)
        yield True
    finally:
        subprocess.run(("umount", str(folder)), check=True)


# --- Odd targets ---------------------------------------------------------------------------------


def odd(city: Path, name: str) -> Trial:
    """A target that is no plain file."""
    target = TARGETS[int(name.rpartition(":")[2])]
    with day(city, name) as one:
        trial = Trial(name, target.name)
        with target.placed(one.folder) as possible:
            if not possible:
                return Trial(name, f"{target.name}: skipped, not possible here")
            ended = run(one.folder, *target.arguments)
            trial.faults += [*ended.faults, *target.faults(one.folder, ended)]
        trial.faults += [*one.faults(), *left_over(one.folder)]
    return trial


# --- All of them ---------------------------------------------------------------------------------

KINDS: dict[str, Callable[[Path, str], Trial]] = {
    "killed": killed,
    "paired": paired,
    "full": full,
    "odd": odd,
}


def tried(city: Path, name: str) -> Trial:
    began = time.monotonic()
    trial = KINDS[name.split(":")[1]](city, name)
    trial.seconds = time.monotonic() - began
    return trial


def names(seed: int, kills: int, pairs: int, sizes: int) -> list[str]:
    counts = {"killed": kills, "paired": pairs, "full": sizes, "odd": len(TARGETS)}
    every = [f"{seed}:{kind}:{number}" for kind in KINDS for number in range(counts[kind])]
    # Trials of all kinds stand beside each other.
    random.Random(seed).shuffle(every)
    return every


def rough_day(trials: list[str], jobs: int, tell: Callable[[Trial], None]) -> list[Trial]:
    """All trials, in their order; each is told as soon as those before it are done."""
    done = []
    with tempfile.TemporaryDirectory(prefix="rough-") as folder:
        city = Path(folder) / "city"
        make_city(city)
        gc.collect()
        gc.freeze()
        # Forked, so that each has what making the city has imported.
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(jobs, mp_context=context) as pool:
            for trial in pool.map(partial(tried, city), trials):
                tell(trial)
                done.append(trial)
    return done


def table(done: list[Trial]) -> Iterator[str]:
    """How many trials of each kind there were, and how many of them have faults."""
    count, faulty = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for one in done:
        key = (one.name.split(":")[1], one.kind)
        count[key] += 1
        faulty[key] += bool(one.faults)
    wide = max((len(kind) for _, kind in count), default=0)
    yield f"{'':8}{'':{wide}}  trials  faulty"
    for (what, kind), number in sorted(count.items()):
        yield f"{what:8}{kind:{wide}}{number:8}{faulty[what, kind]:8}"
    yield f"{'':8}{'all':{wide}}{len(done):8}{sum(faulty.values()):8}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Rough days for the commands that write.")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--pairs", type=int, default=6)
    parser.add_argument("--sizes", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", default="", help="one trial, by its seed: 1:killed:12")
    arguments = parser.parse_args()
    began = time.monotonic()
    wanted = names(arguments.seed, arguments.kills, arguments.pairs, arguments.sizes)

    trials = [arguments.only] if arguments.only else wanted
    so_far = 0

    def tell(trial: Trial) -> None:
        nonlocal so_far
        so_far += 1
        for fault in trial.faults:
            print(f"{trial.name} ({trial.kind}): {fault}", flush=True)
        if so_far % 50 == 0:
            print(f"{so_far} of {len(trials)}, {time.monotonic() - began:.0f} seconds", flush=True)

    done = rough_day(trials, arguments.jobs, tell)
    for line in table(done):
        print(line)
    print(f"{time.monotonic() - began:.0f} seconds")
    return any(one.faults for one in done)


if __name__ == "__main__":
    raise SystemExit(main())
