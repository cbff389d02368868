"""How fast is ``toolkit``, beside others that only read the same files, or write as many cells?

    python -m benchmarks.speed [--returns 100 400 1000 5000] [--rounds 3] [--saved-as excel]

Whole processes, start of the interpreter included, one after the other in turn, so that all meet
the same machine. The one table that is printed is Markdown. Nothing is asserted; README.md beside
this file has the goals.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks.corpus import OWN, ROSTER, Corpus, make_corpus
from benchmarks.measured import Cold, Command, Taken, machine, middle, run

LOOP = Path(__file__).with_name("pandas_loop.py")
PACKAGES = ("openpyxl", "pandas", "python-calamine", "polars", "fastexcel", "xlsxwriter", "numpy")
SAVED_AS = (OWN, "openpyxl", "libreoffice", "excel", "wps")


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody else who reads a folder of returns."""

    name: str
    command: Command
    # What has to be installed for it.
    needs: str
    # It may be given a part of the files only, see ``--most``.
    slow: bool = False


READERS = (
    Reader("pandas + openpyxl", [LOOP, "{}", "openpyxl"], "openpyxl", slow=True),
    Reader("pandas + calamine", [LOOP, "{}", "calamine"], "python_calamine", slow=True),
    Reader(
        "openpyxl, read-only", ["-m", "benchmarks.peers", "openpyxl", "{}"], "openpyxl", slow=True
    ),
    Reader(
        "polars + fastexcel", ["-m", "benchmarks.peers", "polars", "{}"], "fastexcel", slow=True
    ),
    Reader("calamine alone", ["-m", "benchmarks.peers", "calamine", "{}"], "python_calamine"),
    Reader("inflating alone", ["-m", "benchmarks.peers", "inflate", "{}"], "zipfile"),
)
OURS = "toolkit collect"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table; None for what was not measured."""

    name: str
    number: int
    cold: Taken | None = None
    again: Taken | None = None
    # How many files were read where the times are scaled to ``number``.
    sample: int | None = None
    # Told in place of all figures.
    instead: str = ""

    def cells(self, ours: Taken | None) -> list[str]:
        if self.instead:
            return [self.name, self.instead, *[""] * 5]
        number = f"{self.number:,}"
        about = ""
        if self.sample:
            number, about = f"{self.sample:,} of {number}", "~"
        again = self.again
        return [
            self.name,
            number,
            f"{about}{self.cold.seconds:.2f}" if self.cold else "",
            f"{about}{again.seconds:.2f}" if again else "",
            f"{about}{1000 * again.processor / self.number:.2f}" if again else "",
            f"{about}{again.seconds / ours.seconds:.2f}" if again and ours else "",
            f"{again.memory / 1e6:,.0f}" if again and again.memory else "",
        ]


HEADS = (
    "",
    "files",
    "cold, s",
    "again, s",
    "processor, ms a file",
    "× ours",
    "largest process, MB",
)


class Bench:
    """Runs everything; ``cold`` is None where nothing is to be measured cold."""

    def __init__(self, place: Path, rounds: int, most: int, cold: Cold | None) -> None:
        self._place, self._rounds, self._most, self._cold = place, rounds, most, cold
        self._out = place / "out.xlsx"
        self._starts: dict[str, Taken] = {}

    def reading(self, corpus: Corpus, number: int) -> Iterator[list[str]]:
        """The cells of all lines about one size."""
        known = [one for one in READERS if find_spec(one.needs)]
        folders = {
            one.name: corpus.first(min(number, self._most) if one.slow else number) for one in known
        }
        commands: dict[str, Command] = {
            OURS: ["-m", "toolkit", "collect", corpus.first(number), "-o", self._out]
        }
        for one in known:
            commands[one.name] = filled_in(one.command, folders[one.name])
        cold, again, steps = self._measured(commands, corpus, number)
        ours = Line(OURS, number, cold.get(OURS), again[OURS])
        yield ours.cells(again[OURS])
        for name, step in steps.items():
            yield Line(f"– {name}", number, again=step).cells(None)
        for one in READERS:
            if one not in known:
                yield Line(one.name, number, instead="not installed").cells(None)
                continue
            line = Line(one.name, number, cold.get(one.name), again[one.name])
            if folders[one.name] != corpus.first(number):
                line = self._scaled(line, one)
            yield line.cells(again[OURS])

    def _measured(
        self, commands: dict[str, Command], corpus: Corpus, number: int
    ) -> tuple[dict[str, Taken], dict[str, Taken], dict[str, Taken]]:
        """Each cold, each again, and each of our steps."""
        cold: dict[str, Taken] = {}
        again: dict[str, list[Taken]] = defaultdict(list)
        steps: dict[str, list[Taken]] = defaultdict(list)
        for turn in range(self._rounds):
            for name, command in commands.items():
                say(f"{number} files, round {turn + 1}: {name}")
                if self._cold and not turn:
                    self._cold(corpus.returns[:number])
                    cold[name] = self._run(command)
                again[name].append(self._run(command))
            for name, step in self._steps(corpus.first(number)).items():
                steps[name].append(step)
        return cold, middles(again), middles(steps)

    def _run(self, command: Command) -> Taken:
        # What lies there would be read: this is a first run.
        self._out.unlink(missing_ok=True)
        # 1: there are errors in the returns.
        return run(command, (0, 1) if "collect" in command else (0,))

    def _steps(self, folder: Path) -> dict[str, Taken]:
        told = json.loads(self._run(["-m", "benchmarks.steps", folder, self._out]).printed)
        return {
            name: Taken(spent["seconds"], spent["processor"] + (spent["readers"] or 0), 0)
            for name, spent in told.items()
        }

    def _scaled(self, line: Line, reader: Reader) -> Line:
        """As if it had read all: what it needs to start is not multiplied."""
        assert line.again
        if reader.name not in self._starts:
            empty = self._place / "empty"
            empty.mkdir(exist_ok=True)
            self._starts[reader.name] = run(filled_in(reader.command, empty))
        start, times = self._starts[reader.name], line.number / self._most

        def all_of(one: Taken) -> Taken:
            return Taken(
                start.seconds + (one.seconds - start.seconds) * times,
                start.processor + (one.processor - start.processor) * times,
                one.memory,
            )

        cold = all_of(line.cold) if line.cold else None
        return Line(line.name, line.number, cold, all_of(line.again), self._most)

    def templates(self, corpus: Corpus, number: int) -> Iterator[list[str]]:
        """Those of a roster, with and without last year, beside as many cells by XlsxWriter."""
        folder, target = corpus.first(number), self._place / "templates"
        say(f"last year's figures of {number} units")
        self._run(["-m", "toolkit", "collect", folder, "-o", self._out])
        last_year = self._out.rename(self._place / "last-year.xlsx")
        ours: Command = ["-m", "toolkit", "template", "--units", folder / ROSTER, "-o", target]
        plain: Command = [
            "-m",
            "benchmarks.plain_templates",
            corpus.returns[0],
            folder / ROSTER,
            target,
        ]
        commands: dict[str, Command] = {
            "toolkit template": [*ours, "--year", "2026"],
            "toolkit template --previous": [*ours, "--year", "2026", "--previous", last_year],
            "XlsxWriter, the same texts and formulas": plain,
        }
        taken: dict[str, list[Taken]] = defaultdict(list)
        for turn in range(self._rounds):
            for name, command in commands.items():
                say(f"{number} templates, round {turn + 1}: {name}")
                shutil.rmtree(target, ignore_errors=True)
                taken[name].append(run(command))
        again = middles(taken)
        first = again["toolkit template"]
        for name, one in again.items():
            yield Line(name, number, again=one).cells(first)


def filled_in(command: Command, folder: Path) -> list[str | Path]:
    return [folder if part == "{}" else part for part in command]


def middles(taken: dict[str, list[Taken]]) -> dict[str, Taken]:
    return {name: middle(some) for name, some in taken.items()}


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def as_table(rows: Sequence[Sequence[str]]) -> str:
    """Markdown, with the columns below one another."""
    widths = [max(len(row[n]) for row in (HEADS, *rows)) for n in range(len(HEADS))]

    def line(cells: Sequence[str]) -> str:
        first, *others = (
            cell.rjust(width) if n else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return f"| {' | '.join([first, *others])} |"

    marks = [f"{'-' * (width - 1)}{':' if n else '-'}" for n, width in enumerate(widths)]
    return "\n".join([line(HEADS), line(marks), *map(line, rows)])


def at_least_one(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    sizes = [100, 400, 1000, 5000]
    options.add_argument(
        "--returns", type=at_least_one, nargs="+", default=sizes, help=f"how many {sizes}"
    )
    options.add_argument(
        "--rounds", type=at_least_one, default=3, help="medians of so many rounds (3)"
    )
    options.add_argument("--saved-as", choices=SAVED_AS, default=OWN, help=f"by whom ({OWN})")
    options.add_argument(
        "--from", dest="source", type=Path, help="a folder with returns and roster"
    )
    options.add_argument("--most", type=int, default=1000, help="files for a slow reader (1000)")
    options.add_argument("--templates", type=int, default=1000, help="how many; 0 for none (1000)")
    options.add_argument("--warm", action="store_true", help="measure nothing cold")
    wanted = options.parse_args()
    if wanted.source and not (wanted.source / ROSTER).is_file():
        options.error(f"{wanted.source} has no {ROSTER}")
    cold = None if wanted.warm else Cold()
    rows: list[list[str]] = []
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        if wanted.source:
            corpus = Corpus(place, wanted.source.resolve())
        else:
            say(f"making {max(*wanted.returns, wanted.templates)} returns")
            corpus = make_corpus(place, max(*wanted.returns, wanted.templates), wanted.saved_as)
        bench = Bench(place, wanted.rounds, wanted.most, cold)
        for number in wanted.returns:
            if number <= len(corpus.returns):
                rows += bench.reading(corpus, number)
            else:
                rows.append(
                    Line("all", number, instead=f"only {len(corpus.returns)} files").cells(None)
                )
        if wanted.templates:
            rows += bench.templates(corpus, min(wanted.templates, len(corpus.returns)))
    print(machine(PACKAGES))
    saved_as = str(wanted.source) if wanted.source else wanted.saved_as
    print(f"Saved as: {saved_as}. Medians of {wanted.rounds} rounds; cold: once, ", end="")
    print(f"{cold.means if cold else 'not measured'}.\n\n{as_table(rows)}")


if __name__ == "__main__":
    main()
