"""Whole processes, measured: on the clock, of the processor, and in memory (not on Windows).

Imports next to nothing: a process that is started counts the memory of the one that starts it.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
CACHES = Path("/proc/sys/vm/drop_caches")
Command = Sequence[str | Path]


@dataclass(frozen=True, slots=True)
class Taken:
    seconds: float
    # Of the processor, that of its children included.
    processor: float
    # Bytes of the largest of its processes.
    memory: int
    printed: str = ""


def run(command: Command, well: Collection[int] = (0,)) -> Taken:
    """A Python of its own; ``command`` is what follows ``python``, ``well`` how it may end."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        cwd=ROOT,
    )
    assert process.stdout
    printed = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    taken = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in well:
        sys.exit(f"{command}: code {process.returncode}\n{printed}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Taken(taken, used.ru_utime + used.ru_stime, used.ru_maxrss * unit, printed)


def middle(some: Sequence[Taken]) -> Taken:
    """The median of each."""
    return Taken(
        median(one.seconds for one in some),
        median(one.processor for one in some),
        max(one.memory for one in some),
    )


class Cold:
    """Takes files out of the system's caches: all there are, where that is permitted."""

    def __init__(self) -> None:
        self.everything = False
        with suppress(OSError):
            CACHES.write_text("1")
            self.everything = True
        self.means = (
            "all caches of the system dropped before"
            if self.everything
            else "the files, not the programs, taken out of the caches before (posix_fadvise)"
        )

    def __call__(self, paths: Iterable[Path]) -> None:
        os.sync()
        if self.everything:
            CACHES.write_text("3")
            return
        for path in paths:
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def machine(packages: Iterable[str]) -> str:
    """On what, and with which versions."""
    told = []
    for name in packages:
        with suppress(PackageNotFoundError):
            told.append(f"{name} {version(name)}")
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}; {', '.join(told)}"
    )


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
