"""The folders that :mod:`benchmarks.speed` reads: so many returns, saved by one program."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from benchmarks.measured import run

OWN = "own"
ROSTER = "units.csv"


class Corpus:
    """The same returns for all sizes: a smaller folder has the first of them."""

    def __init__(self, place: Path, whole: Path) -> None:
        self._place, self.whole = place, whole
        # As in the roster, where numbers of four digits come before those of five.
        self.returns = sorted(whole.glob("*.xlsx"), key=lambda one: (len(one.name), one.name))

    def first(self, number: int) -> Path:
        """A folder with the first of them, and a roster of their units."""
        folder = self._place / str(number)
        if not folder.exists():
            folder.mkdir()
            for path in self.returns[:number]:
                try:
                    os.link(path, folder / path.name)
                except OSError:
                    shutil.copy(path, folder)
            lines = (self.whole / ROSTER).read_bytes().splitlines(keepends=True)
            (folder / ROSTER).write_bytes(b"".join(lines[: number + 1]))
        return folder


def make_corpus(place: Path, number: int, saved_as: str) -> Corpus:
    """New returns."""
    made = place / OWN
    run(["-m", "benchmarks.filled_returns", made, "--returns", str(number)])
    if saved_as != OWN:
        run(["-m", "benchmarks.as_saved", made, place, "--as", saved_as])
    return Corpus(place, place / saved_as)
