"""How long does ``toolkit collect`` take, against a pandas loop that only reads the same files?

    python benchmarks/collect_speed.py [--returns 400] [--rounds 3]

Whole processes are timed, start of the interpreter included, the two in alternation, so that both
meet the same machine. Nothing is asserted here; see README.md beside this file for the goals.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from toolkit.form.form import Form
from toolkit.form.form_file import default_form
from toolkit.grids.names import FILLED
from toolkit.roster.roster import Category, Unit
from toolkit.template.filling import Filling
from toolkit.template.workbook import make_template, template_name

YEAR, COLLECTOR = 2025, "990000"
SAVED = datetime.datetime(2026, 1, 20, 9, 30)
TARGET_SHARE, TARGET_START = 1 / 5, 0.3
LOOP = Path(__file__).with_name("pandas_loop.py")


def units(number: int) -> list[Unit]:
    """So many invented departments under one city."""
    category = Category.DEPARTMENT
    return [
        Unit(f"{COLLECTOR}-{i:04d}", f"测试单位{i:04d}", category, COLLECTOR)
        for i in range(1, number + 1)
    ]


def figures(form: Form, chance: random.Random) -> dict[str, int]:
    """Every input filled, and filled so that no rule is broken: a good return is the usual one."""
    typed = {code: chance.randrange(1000) for code in form.inputs}
    for rule in form.declared_rules:
        # Without last year's figures the rules across years are not judged.
        if rule.derived or rule.before:
            continue
        # The form's rules begin with an input, and the bulk is on the other side of the sign:
        # so the first term can take what balances the rest, and is not negative.
        first, *others = rule.terms
        typed[str(first.indicator)] = sum(
            int(-term.side * term.coefficient) * typed[one] * times
            for term in others
            for one, times in (form.inputs_of(term.indicator) if term.indicator else {}).items()
        )
    return typed


def make_returns(folder: Path, number: int) -> None:
    form, chance = default_form(), random.Random(0)
    listed = units(number)
    with (folder / "units.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["单位代码", "单位名称", "单位类别", "上级代码"])
        writer.writerows([one.code, one.name, one.category, one.parent] for one in listed)
    states = {table.code: FILLED for table in form.tables}
    for one in listed:
        filling = Filling(figures(form, chance), states, {"preparer": "测试"}, SAVED)
        content = make_template(form, one, YEAR, filling)
        (folder / template_name(form, one, YEAR)).write_bytes(content)


def seconds(command: Sequence[str | Path]) -> float:
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - started
    if done.returncode:
        sys.exit(f"{command}: code {done.returncode}\n{done.stdout}{done.stderr}")
    return taken


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--returns", type=int, default=400, help="how many returns (400)")
    options.add_argument("--rounds", type=int, default=3, help="how many rounds (3)")
    wanted = options.parse_args()
    python = sys.executable
    with tempfile.TemporaryDirectory() as temporary:
        folder, out = Path(temporary, "returns"), Path(temporary, "out.xlsx")
        folder.mkdir()
        make_returns(folder, wanted.returns)
        collect: list[str | Path] = [python, "-m", "toolkit", "collect", folder, "-o", out]
        collected, looped, started = [], [], []
        for number in range(1, wanted.rounds + 1):
            collected.append(seconds(collect))
            looped.append(seconds([python, LOOP, folder]))
            started.append(seconds([python, "-m", "toolkit", "--help"]))
            print(
                f"round {number}: collect {collected[-1]:.2f} s, "
                f"pandas loop {looped[-1]:.2f} s, --help {started[-1]:.3f} s",
                flush=True,
            )
    share = median(collected) / median(looped)
    print(
        f"\n{wanted.returns} returns, medians of {wanted.rounds} rounds; "
        f"Python {platform.python_version()}, {os.cpu_count()} cores\n"
        f"  toolkit collect       {median(collected):7.2f} s\n"
        f"  pandas loop           {median(looped):7.2f} s\n"
        f"  share                 {share:7.3f}    (goal: at most {TARGET_SHARE:.2f})\n"
        f"  toolkit --help        {median(started):7.3f} s  (goal: under {TARGET_START} s)"
    )


if __name__ == "__main__":
    main()
