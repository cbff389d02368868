"""Returns written again as people's programs save them.

    python -m benchmarks.as_saved RETURNS TARGET [--as openpyxl libreoffice excel wps]

RETURNS is a folder of :mod:`benchmarks.filled_returns`; TARGET gets a folder for each program, with
the roster in it. openpyxl and LibreOffice (``soffice``, if it is installed) do it themselves; what
Excel and WPS would write is made from our own parts, see :mod:`benchmarks.excel_shape` and
:mod:`benchmarks.wps_shape`. All values stay what they were.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl

from benchmarks.excel_shape import as_excel
from benchmarks.filled_returns import ROSTER
from benchmarks.wps_shape import as_wps

# LibreOffice slows down with every document of a run.
BATCH = 50


def by_openpyxl(returns: Sequence[Path], target: Path) -> None:
    for path in returns:
        openpyxl.load_workbook(path).save(target / path.name)


def by_libreoffice(returns: Sequence[Path], target: Path) -> None:
    with tempfile.TemporaryDirectory() as profile:
        for first in range(0, len(returns), BATCH):
            some = returns[first : first + BATCH]
            command: list[str | Path] = [
                *("soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"),
                *("--convert-to", "xlsx", "--outdir", target, *some),
            ]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if missing := [one.name for one in some if not (target / one.name).is_file()]:
                sys.exit(f"soffice has not written {missing[:3]}\n{done.stdout}{done.stderr}")


def by_shape(shape: Callable[[bytes], bytes]) -> Callable[[Sequence[Path], Path], None]:
    def write(returns: Sequence[Path], target: Path) -> None:
        for path in returns:
            (target / path.name).write_bytes(shape(path.read_bytes()))

    return write


PROGRAMS: dict[str, Callable[[Sequence[Path], Path], None]] = {
    "openpyxl": by_openpyxl,
    "libreoffice": by_libreoffice,
    "excel": by_shape(as_excel),
    "wps": by_shape(as_wps),
}


def missing(program: str) -> bool:
    return program == "libreoffice" and shutil.which("soffice") is None


def save_again(returns: Path, target: Path, program: str) -> None:
    """A whole folder; under its name it is there when it is complete."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f"{target.name}-") as temporary:
        unfinished = Path(temporary, target.name)
        unfinished.mkdir()
        PROGRAMS[program](sorted(returns.glob("*.xlsx")), unfinished)
        shutil.copy(returns / ROSTER, unfinished)
        unfinished.rename(target)


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("returns", type=Path, help="a folder of filled returns")
    options.add_argument("target", type=Path, help="the folder for the folders")
    options.add_argument("--as", dest="programs", nargs="+", choices=PROGRAMS, default=[*PROGRAMS])
    wanted = options.parse_args(arguments)
    wanted.target.mkdir(parents=True, exist_ok=True)
    for program in wanted.programs:
        if missing(program):
            print(f"{program}: not installed")
        else:
            save_again(wanted.returns, wanted.target / program, program)


if __name__ == "__main__":
    main()
