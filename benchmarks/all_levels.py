"""Filled returns of all levels in one folder: some units, and below each of them others.

    python -m benchmarks.all_levels FOLDER --from RETURNS [--direct 20000] [--below 8]

``RETURNS`` is a folder of :mod:`benchmarks.filled_returns`; its units are the direct ones. Below
each stand as many as are wanted: the first has reported what the unit above it sums, the others
zeros. Only the few parts that name the unit are made anew, so 180,000 workbooks take minutes.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from benchmarks.filled_returns import SAVED, YEAR, units, write_roster
from toolkit.form.form_file import default_form
from toolkit.grids.names import FILLED
from toolkit.roster.roster import Category, Unit
from toolkit.spreadsheets.packing import PackedPart, package_of_packed, packed
from toolkit.spreadsheets.seal import parts_of
from toolkit.template.filling import Filling
from toolkit.template.workbook import make_template, template_name

# The same cover on every return: a complete one, so that nothing is to be said of it.
CONTACT = {"preparer": "测试", "phone": "010-12345678", "head": "测试", "date": "2026-01-20"}


class Renamed:
    """A return under the names of other units."""

    def __init__(self, content: bytes, unit: Unit) -> None:
        self._own = unit.code.encode(), unit.name.encode()
        self._parts = parts_of(content)
        self._packed = {name: packed(name, part) for name, part in self._parts.items()}

    def of(self, unit: Unit) -> bytes:
        return package_of_packed(self._of(name, part, unit) for name, part in self._parts.items())

    def _of(self, name: str, part: bytes, unit: Unit) -> PackedPart:
        code, called = self._own
        if code not in part and called not in part:
            return self._packed[name]
        renamed = part.replace(code, unit.code.encode()).replace(called, unit.name.encode())
        return packed(name, renamed)


def below(unit: Unit, number: int) -> Iterator[Unit]:
    """The units below one."""
    for count in range(1, number + 1):
        digits = f"{unit.code.rpartition('-')[2]}{count:02d}"
        yield Unit(f"980000-{digits}", f"基层单位{digits}", Category.DEPARTMENT, unit.code)


def make_all(folder: Path, returns: Path, direct: int, number: int) -> None:
    form, listed = default_form(), units(direct)
    states = {table.code: FILLED for table in form.tables}
    zeros = Filling(dict.fromkeys(form.inputs, 0), states, CONTACT, SAVED)
    first = next(below(listed[0], 1))
    empty = Renamed(make_template(form, first, YEAR, zeros), first)
    every: list[Unit] = []
    for unit in listed:
        source = returns / template_name(form, unit, YEAR)
        os.link(source, folder / source.name)
        own = Renamed(source.read_bytes(), unit)
        every.append(unit)
        for count, one in enumerate(below(unit, number)):
            (folder / template_name(form, one, YEAR)).write_bytes((empty if count else own).of(one))
            every.append(one)
    write_roster(folder, every)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("folder", type=Path, help="a new folder")
    options.add_argument("--from", type=Path, required=True, dest="returns", help="filled returns")
    options.add_argument("--direct", type=int, default=20_000, help="how many of them (20000)")
    options.add_argument("--below", type=int, default=8, help="units below each (8)")
    wanted = options.parse_args()
    wanted.folder.mkdir(parents=True)
    make_all(wanted.folder, wanted.returns, wanted.direct, wanted.below)


if __name__ == "__main__":
    main()
