"""How does ``toolkit collect`` grow with the number of units, and can what it writes be read again?

    python -m benchmarks.growth --from RETURNS [--returns 100 1000 5000 20000]

Whole processes on returns of :mod:`benchmarks.filled_returns`, the caches of the system warm. Of
the largest number the same again onto the workbook that is there, the report, and the level above.
The memory of all processes together is looked at ten times a second; what several of them share is
counted once (Linux).
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from benchmarks.corpus import Corpus
from benchmarks.filled_returns import COLLECTOR
from benchmarks.measured import Command, Taken, machine, run

_LOOK = 0.1
_ABOVE = "880000"


class AllTogether:
    """The most memory that the processes started by this one have had at a time."""

    def __init__(self) -> None:
        self.most, self._ended = 0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> AllTogether:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(_LOOK):
            started = [one for one in _started_by(os.getpid()) if one != os.getpid()]
            self.most = max(self.most, sum(map(_memory, started)))


def _started_by(process: int) -> Iterator[int]:
    yield process
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from _started_by(int(child))


def _memory(process: int) -> int:
    """Bytes; of what several processes share each has its part."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def measured(command: Command) -> tuple[Taken, int]:
    with AllTogether() as all_together:
        taken = run(["-m", "toolkit", *command], well=(0, 1))
    return taken, all_together.most


def line(name: str, *figures: str) -> None:
    print("|", name, "|", " | ".join(figures), "|", flush=True)


def memory(taken: Taken, together: int) -> tuple[str, str]:
    return f"{taken.memory / 1e6:,.0f}", f"{together / 1e6:,.0f}"


def level_above(place: Path, workbook: Path) -> Path:
    """A folder with the workbook and the roster of those who sum it."""
    folder = place / "above"
    folder.mkdir()
    os.link(workbook, folder / workbook.name)
    with (folder / "units.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["单位代码", "单位名称", "单位类别", "上级代码"])
        writer.writerow([COLLECTOR, "测试市", "县（市、区）", _ABOVE])
    return folder


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--from", type=Path, required=True, dest="whole", help="filled returns")
    options.add_argument("--returns", type=int, nargs="+", default=[100, 1_000, 5_000, 20_000])
    wanted = options.parse_args()
    print(machine(("python-calamine", "xlsxwriter")), end="\n\n")
    with tempfile.TemporaryDirectory(dir=wanted.whole.resolve().parent) as name:
        compare(Path(name), Corpus(Path(name), wanted.whole), sorted(wanted.returns))


def compare(place: Path, corpus: Corpus, sizes: list[int]) -> None:
    line("", "s", "exponent", "largest process, MB", "all, MB", "workbook, MB")
    line("---", *["---:"] * 5)
    first = before = None
    workbook, folder = place / "out.xlsx", place
    for size in sizes:
        folder, workbook = corpus.first(size), place / f"{size}.xlsx"
        taken, together = measured(["collect", folder, "-o", workbook])
        here = size, taken.seconds
        grown = _exponent(before, here) if before else ""
        weight = f"{workbook.stat().st_size / 1e6:.1f}"
        line(f"{size:,}", f"{taken.seconds:.1f}", grown, *memory(taken, together), weight)
        first, before = first or here, here
    if first and before and first != before:
        line(f"{first[0]:,} to {before[0]:,}", "", _exponent(first, before), "", "", "")
    later = {
        "the same again": ["collect", folder, "-o", workbook],
        "report": ["report", workbook, "-o", place / "report"],
        "the level above": ["collect", level_above(place, workbook), "-o", place / "above.xlsx"],
    }
    for name, command in later.items():
        taken, together = measured(command)
        line(f"{name}, {sizes[-1]:,}", f"{taken.seconds:.1f}", "", *memory(taken, together), "")


def _exponent(one: tuple[int, float], other: tuple[int, float]) -> str:
    (few, soon), (many, late) = one, other
    return f"{math.log(late / soon) / math.log(many / few):.2f}"


if __name__ == "__main__":
    main()
