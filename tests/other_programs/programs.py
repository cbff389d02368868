"""Other programs that read a workbook and write it anew: Gnumeric, ExcelJS, SheetJS.

Where one is not installed its tests are skipped with the reason; those that ``REQUIRE_PROGRAMS``
names ("gnumeric exceljs sheetjs") have to be there. ``NODE_PATH`` says where node finds its
packages; ``npm.txt`` names them with their versions.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("save_again.cjs")
TIMEOUT_SECONDS = 120
# Program → its package, where it is one of node.
PACKAGES = {"gnumeric": None, "exceljs": "exceljs", "sheetjs": "xlsx"}


@functools.cache
def missing(program: str) -> str | None:
    """Why a program cannot be used here; None where it can."""
    package = PACKAGES[program]
    if package is None:
        return None if shutil.which("ssconvert") else "Gnumeric's 'ssconvert' is not on the PATH."
    if not shutil.which("node"):
        return "There is no 'node' on the PATH."
    found = subprocess.run(
        ["node", "-e", f"require('{package}')"], capture_output=True, check=False
    )
    return None if found.returncode == 0 else f"node does not find {package}; see NODE_PATH."


def must_be_there(program: str) -> None:
    """Skip the test where the program is missing, unless it is required."""
    reason = missing(program)
    if reason and program in os.environ.get("REQUIRE_PROGRAMS", "").split():
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


def saved_again(program: str, paths: Sequence[Path], folder: Path) -> list[Path]:
    """The workbooks as the program writes them, under their names, in another folder."""
    folder.mkdir(parents=True, exist_ok=True)
    targets = [folder / path.name for path in paths]
    package = PACKAGES[program]
    if package:
        pairs = [str(one) for pair in zip(paths, targets, strict=True) for one in pair]
        commands = [["node", str(SCRIPT), package, *pairs]]
    else:
        commands = [
            ["ssconvert", "--export-type=Gnumeric_Excel:xlsx2", str(path), str(target)]
            for path, target in zip(paths, targets, strict=True)
        ]
    for command in commands:
        subprocess.run(command, capture_output=True, check=True, timeout=TIMEOUT_SECONDS)
    return targets
