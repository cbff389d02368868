"""A small city whose office has already worked once, and what must hold of it on a rough day.

Seven units, their workbook with a reviewer's decisions in it, templates, report, and all that goes
back or on. A trial gets a copy of it and runs a command that replaces all of that.
"""

from __future__ import annotations

import atexit
import json
import os
import resource
import select
import shutil
import signal
import sys
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, redirect_stdout, suppress
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO, StringIO
from multiprocessing.util import _exit_function  # type: ignore[attr-defined]
from pathlib import Path

import openpyxl

from tests.support.places import ROOT, SAMPLES
from toolkit.cli import chinese
from toolkit.cli.app import app
from toolkit.cli.start import main
from toolkit.errors import CannotRun
from toolkit.files.ending import ENDING
from toolkit.grids.identity import SHEET
from toolkit.grids.names import FINDINGS, SETTLED, VERIFIED, ListHead
from toolkit.grids.refusals import Unreadable
from toolkit.spreadsheets.workbook import read_workbook

UNITS = ("410400-01", "410400-12", "410400-16", "410402", "410404", "410422")
# Sends its return after the first run, so that the next one makes everything anew.
LATE = "410403"
BOOK = "汇总.xlsx"
NOTE = "已电话核实"
# Seconds within which everything that a run has started must have ended.
SOON = 2.0
COMMANDS = {
    "collect": (
        *("collect", "returns", "-o", "out/汇总.xlsx", "--json", "out/汇总.json"),
        *("--feedback", "out/退回", "--csv", "out/数据"),
    ),
    "template": (
        *("template", "--units", "returns/units.csv", "--year", "2024"),
        *("--previous", "last-year.xlsx", "-o", "out/模板"),
    ),
    "report": ("report", "late.xlsx", "-o", "out/报告"),
}
ENVIRONMENT = os.environ | {
    "PYTHONPATH": str(ROOT),
    "PYTHONIOENCODING": "utf-8",
    "OPENBLAS_NUM_THREADS": "1",
}
_LOOK = os.WEXITED | os.WNOHANG | os.WNOWAIT
ENVIRONMENT.pop("TOOLKIT_DEBUG", None)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run has ended."""

    # As a shell gives it; negative: a signal that nobody took care of.
    code: int
    said: str
    # Seconds after its end until nobody could write to its output any more.
    open_for: float = 0.0

    @property
    def faults(self) -> Iterator[str]:
        """What no user may ever see of a run that nobody has ended."""
        if "Traceback" in self.said or "程序内部错误" in self.said:
            yield f"it said: {self.said.strip()[-300:]}"
        elif self.code == 2 and self.said.count("\n") != 1:
            yield f"not one line: {self.said!r}"
        if self.code not in (0, 1, 2):
            yield f"exit code {self.code}: {self.said!r}"


class Run:
    """The command at work, in a session of its own, so that all that it starts can be found.

    ``cold``: in a fresh Python, which imports everything first, as for a user. Otherwise it begins
    in a copy of this process, which has imported all of it: five times as many runs in the time.
    ``largest``: the limit on the size of a file.
    """

    def __init__(
        self, folder: Path, *arguments: str, cold: bool = False, largest: int | None = None
    ) -> None:
        self._out, theirs = os.pipe()
        self.pid = os.fork()
        if self.pid:
            os.close(theirs)
            return
        try:
            os.setsid()
            os.chdir(folder)
            os.dup2(theirs, 1)
            os.dup2(theirs, 2)
            os.closerange(3, 256)
            if largest is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
            begin = (sys.executable, "-m", "toolkit", *arguments)
            if cold:
                os.execve(sys.executable, begin, ENVIRONMENT)
            _begin(begin[2:])
        finally:
            # Nothing of what the parent wanted to do next.
            os._exit(99)

    def ready(self) -> None:
        """Wait until it takes care of what ends it: Python takes a moment to get that far."""
        _polled(lambda: self.wait(0) or _takes_care(self.pid), 60)

    def wait(self, seconds: float) -> bool:
        """Whether it ends within so many seconds."""
        return bool(_polled(lambda: os.waitid(os.P_PID, self.pid, _LOOK) is not None, seconds))

    def ended(self, seconds: float = 120.0) -> Ended:
        """Read what it says until nobody can say more, and see how it ended."""
        said, until = b"", time.monotonic() + seconds
        gone: float | None = None
        while True:
            ready, _, _ = select.select([self._out], [], [], 0.02)
            if ready and not (more := os.read(self._out, 65536)):
                break
            said += more if ready else b""
            now = time.monotonic()
            if gone is None and self.wait(0):
                gone = now
            if now > until or (gone is not None and now - gone > 2 * SOON):
                break
        open_for = time.monotonic() - gone if gone is not None else 0.0
        os.close(self._out)
        if gone is None and not self.wait(seconds):
            os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        return Ended(os.waitstatus_to_exitcode(status), said.decode(errors="replace"), open_for)


def _begin(arguments: Sequence[str]) -> None:
    """The command in this process; ends it."""
    os.environ.clear()
    os.environ.update(ENVIRONMENT)
    for number in ENDING:
        signal.signal(number, signal.default_int_handler if number == 2 else signal.SIG_DFL)
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False, buffering=1)
    # What is to be done at the end of the process that this one was copied from is not for it.
    atexit._clear()
    atexit.register(_exit_function)
    sys.argv = list(arguments)
    code = 0
    try:
        main()
    except SystemExit as error:
        code = int(error.code or 0)
    except BaseException:
        traceback.print_exc()
        code = 1
    atexit._run_exitfuncs()
    os._exit(code)


def run(folder: Path, *arguments: str, largest: int | None = None) -> Ended:
    return Run(folder, *arguments, largest=largest).ended()


def _takes_care(process: int) -> bool:
    """Whether it handles SIGTERM, which Python by itself never does."""
    status = Path(f"/proc/{process}/status").read_text()
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)


def _polled(there: Callable[[], object], seconds: float) -> object:
    until = time.monotonic() + seconds
    while not (found := there()) and time.monotonic() < until:
        time.sleep(0.002)
    return found


def still_there(session: int, seconds: float = SOON) -> list[str]:
    """What a session still has running after so many seconds: each process by its command."""
    _polled(lambda: not list(_processes(session)), seconds)
    return list(_processes(session))


def _processes(session: int) -> Iterator[str]:
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            text = status.read_text(errors="replace")
            state, _, _, its_session, *_ = text.rpartition(")")[2].split()
            if int(its_session) == session and state not in "ZX":
                yield text[: text.rindex(")") + 1]


# --- The city ------------------------------------------------------------------------------------


def make_city(folder: Path) -> None:
    """The city as it is before a rough day."""
    (folder / "returns").mkdir(parents=True)
    lines = (SAMPLES / "returns" / "units.csv").read_text("utf-8-sig").splitlines()
    known = ("单位代码", "410400,", f"{LATE},", *(f"{one}," for one in UNITS))
    roster = [line for line in lines if line.startswith(known)]
    (folder / "returns" / "units.csv").write_text("\n".join([*roster, ""]), encoding="utf-8")
    for path in (SAMPLES / "returns").rglob("*.xlsx"):
        if path.name.startswith(UNITS):
            shutil.copy(path, folder / "returns")
        elif path.name.startswith(LATE):
            shutil.copy(path, folder)
    shutil.copy(SAMPLES / "last-year.xlsx", folder)
    _must_run(folder, *COMMANDS["collect"])
    _must_run(folder, "report", "out/汇总.xlsx", "-o", "out/报告")
    _must_run(
        folder, "template", "--units", "returns/units.csv", "--year", "2024", "-o", "out/模板"
    )
    decide(folder / "out" / "汇总.xlsx")
    for path in (folder / "out" / "退回").glob("410400-16*"):
        # What goes back to one unit is made anew, and the rest is there already.
        path.unlink()
    (late,) = folder.glob(f"{LATE}_*.xlsx")
    late.rename(folder / "returns" / late.name)
    _must_run(folder, "collect", "returns", "-o", "late.xlsx")


def _must_run(folder: Path, *arguments: str) -> None:
    """In this process, so that it has imported all that is needed before it is copied."""
    with chdir(folder), redirect_stdout(StringIO()):
        if chinese.run(app, "toolkit", (CannotRun,), arguments) == 2:
            raise RuntimeError(f"the city cannot be made: {arguments}")


def decide(path: Path) -> None:
    """Have a reviewer verify every second finding, in a program that saves in its own way."""
    book = openpyxl.load_workbook(path)
    sheet = book[FINDINGS]
    heads = {cell.value: cell.column or 0 for cell in sheet[2]}
    for row in range(3, sheet.max_row + 1, 2):
        if sheet.cell(row, heads[ListHead.UNIT]).value:
            sheet.cell(row, heads[ListHead.DECISION]).value = VERIFIED
            sheet.cell(row, heads[ListHead.NOTE]).value = NOTE
    book.save(path)


@lru_cache(maxsize=32)
def decisions(content: bytes) -> int:
    """How many lines of a workbook hold what the reviewer has typed."""
    grids = read_workbook(content, {FINDINGS, SETTLED}).grids
    texts = [value for grid in grids.values() for row in grid.rows for value in row]
    return min(texts.count(NOTE), texts.count(VERIFIED))


# --- What must hold ------------------------------------------------------------------------------


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path; what is no plain file is left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def not_whole(before: dict[str, bytes], now: dict[str, bytes]) -> Iterator[str]:
    """The outputs that are neither as they were nor whole; what waits to become one is none."""
    for name, content in now.items():
        waits = any(part.startswith(".~") for part in name.split("/"))
        if not waits and before.get(name) != content and not _is_whole(name, content):
            yield f"half a file: {name}, {len(content)} bytes"
    for name in before.keys() - now.keys():
        # What no longer applies is taken away from the folder of what goes back.
        if not name.startswith("退回/"):
            yield f"gone: {name}"


@lru_cache(maxsize=128)
def _is_whole(name: str, content: bytes) -> bool:
    kind = name.removesuffix(".bak").rpartition(".")[2]
    try:
        if kind in ("xlsx", "docx"):
            with zipfile.ZipFile(BytesIO(content)) as package:
                whole = package.testzip() is None
            return whole and (kind == "docx" or bool(read_workbook(content, {SHEET}).grids))
        text = content.decode("utf-8-sig")
        if kind == "json":
            return bool(json.loads(text))
    except (ValueError, zipfile.BadZipFile, Unreadable):
        return False
    return text.endswith("</html>\n" if kind == "html" else "\n")


def left_over(folder: Path) -> Iterator[str]:
    """What no run may leave for good."""
    for path in folder.rglob("*"):
        if path.name.startswith(".~") or path.suffix in (".tmp", ".lock"):
            yield f"left behind: {path.relative_to(folder)}"


def lost(now: dict[str, bytes], typed: int) -> Iterator[str]:
    """Decisions that are neither in the workbook nor in its copy."""
    kept = max(decisions(now[one]) for one in (BOOK, f"{BOOK}.bak") if one in now)
    if kept < typed:
        yield f"{typed - kept} of {typed} decisions are lost"
