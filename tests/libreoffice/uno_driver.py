"""Drive a real LibreOffice Calc through jobs of steps, for tests.

Run it with the Python that has the ``uno`` module (the system one, not the project's venv)::

    /usr/bin/python3 uno_driver.py < jobs > results

A job is a line of JSON, ``{"open": path, "steps": [{"do": name, ...}, ...]}``, optionally with
``"timeout"`` in seconds (default 170). It is answered with a line, ``{"results": [...]}`` with one
entry per step, or ``{"error": text}`` with what went wrong. If there is no office (any more), the
exit code is 1 and stderr says why. The steps are the functions named ``step_...`` below; each says
which keys it takes and what it returns.

Why it is built like this:

* A start of soffice costs seconds, so one does all jobs, one document after the other.
* Every driver has its own soffice, profile and named pipe, so drivers can go on at the same time
  and neither disturb nor depend on an office the developer has open.
* The document is copied into the temporary folder (under its own file name) before it is opened.
  The original is never changed, and no ``.~lock`` file is left beside it.
* A watchdog thread kills soffice when the time is up or the driver is asked to stop. A call into
  UNO can block for ever, and Python runs no signal handler in the meantime; killing the office is
  what makes the blocked call return, so that the clean-up still happens.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import uno  # type: ignore[import-not-found]  # exists only under the system Python

CONNECT_SECONDS = 60.0
"""How long a freshly started soffice may take to answer; a first start builds its profile."""

DEFAULT_TIMEOUT = 170.0
"""Seconds for a whole job when the job does not say."""

DEFAULT_FILTER = "Calc MS Excel 2007 XML"
"""LibreOffice's name for .xlsx."""

STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}

NEVER_EXECUTE_MACROS = 0  # com.sun.star.document.MacroExecMode.NEVER_EXECUTE
NO_LINK_UPDATE = 0  # com.sun.star.document.UpdateDocMode.NO_UPDATE
ERROR_RESULTS = 4  # com.sun.star.sheet.FormulaResult.ERROR

UnoException = uno.getClass("com.sun.star.uno.Exception")
UnoRuntimeException = uno.getClass("com.sun.star.uno.RuntimeException")
NoConnectException = uno.getClass("com.sun.star.connection.NoConnectException")

Step = dict[str, Any]


class JobError(Exception):
    """Something the job's author can understand and put right; its text goes to stderr."""


# --- starting and stopping the office ------------------------------------------------------------


class Office:
    """One private soffice process: started on entering the ``with`` block, gone after it."""

    def __init__(self, folder: Path) -> None:
        """Remember where the profile goes."""
        self.folder = folder
        # When (``time.monotonic``) the job that it is at must have ended; None between jobs.
        self.deadline: float | None = None
        self.stopped_because: str | None = None
        self._context: Any = None
        self._pipe = f"uno-driver-{uuid.uuid4().hex}"
        self._profile = (folder / "profile").as_uri()
        self._done = threading.Event()

    def __enter__(self) -> Office:
        """Start soffice, then the watchdog, then connect; undo everything if that fails."""
        self._process = self._start()
        threading.Thread(target=self._watch, daemon=True).start()
        try:
            self._context = self._connect()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Ask the office to quit, and make sure that it has."""
        with contextlib.suppress(Exception):
            self.service("com.sun.star.frame.Desktop").terminate()
            self._process.wait(timeout=10)
        self._stop()

    def service(self, name: str) -> Any:
        """Create one of the office's services by its full name."""
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)

    def _start(self) -> subprocess.Popen[bytes]:
        """Start soffice on a fresh profile, listening on a pipe of its own."""
        command = [
            "soffice",
            "--headless",
            "--norestore",
            "--nologo",
            f"--accept=pipe,name={self._pipe};urp;",
            f"-env:UserInstallation={self._profile}",
        ]
        # A fixed locale: results must not depend on the user's settings.
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "TMPDIR": str(self.folder)}
        with (self.folder / "soffice.log").open("wb") as log:
            try:
                return subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    env=environment,
                    # Its own process group, because soffice is a launcher that starts the real
                    # program: only a signal to the group reaches both.
                    start_new_session=True,
                )
            except OSError as error:
                raise JobError(f"soffice cannot be started: {error}") from error

    def _connect(self) -> Any:
        """Wait until soffice answers on its pipe and return its component context."""
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        url = f"uno:pipe,name={self._pipe};urp;StarOffice.ComponentContext"
        give_up = time.monotonic() + CONNECT_SECONDS
        while True:
            try:
                return resolver.resolve(url)
            except NoConnectException as error:
                if self.stopped_because is not None:
                    raise JobError(self.stopped_because) from error
                code = self._process.poll()
                if code is not None:
                    raise JobError(f"soffice ended with code {code}: {self._log()}") from error
                if time.monotonic() > give_up:
                    raise JobError(f"soffice did not answer in 60 s: {self._log()}") from error
                time.sleep(0.1)

    def _watch(self) -> None:
        """Kill soffice when the deadline passes or a stop signal arrives (see the module text)."""
        while not self._done.is_set():
            caught = signal.sigtimedwait(STOP_SIGNALS, 0.5)
            deadline = self.deadline
            if caught is not None:
                self.stopped_because = f"stopped by {signal.Signals(caught.si_signo).name}"
            elif deadline is not None and time.monotonic() >= deadline:
                self.stopped_because = "the job took longer than its timeout; soffice was killed"
            if self.stopped_because is not None:
                self._kill()
                return

    def _kill(self) -> None:
        """Kill the process group that this object started, and no other process."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def _stop(self) -> None:
        """Kill whatever is left, reap it, and remove the pipes a killed soffice leaves behind."""
        self._done.set()
        self._kill()
        self._process.wait()
        # Besides the pipe it was told to open, soffice has one named after its profile, by which
        # a second soffice would find it: the MD5 bytes of the profile's URL, in unpadded hex.
        digest = hashlib.md5(self._profile.encode("utf-16-le"), usedforsecurity=False).digest()
        own = "SingleOfficeIPC_" + "".join(f"{byte:x}" for byte in digest)
        for name in (self._pipe, own):
            Path(f"/tmp/OSL_PIPE_{os.getuid()}_{name}").unlink(missing_ok=True)

    def _log(self) -> str:
        """Return the end of what soffice has printed, for error messages."""
        text = (self.folder / "soffice.log").read_text(errors="replace")
        return " ".join(text.split())[-500:] or "it printed nothing"


# --- the open document ---------------------------------------------------------------------------


@dataclass
class Session:
    """What a step works on: the office and the one document open in it."""

    office: Office
    document: Any

    def sheet(self, step: Step) -> Any:
        """Return the sheet a step names, hidden or not."""
        name = _key(step, "sheet")
        sheets = self.document.Sheets
        if not sheets.hasByName(name):
            raise JobError(f"there is no sheet {name!r}, only {list(sheets.ElementNames)}")
        return sheets.getByName(name)

    def cells(self, step: Step, key: str = "range") -> Any:
        """Return the cell range a step names, such as ``D5:I5``."""
        address = _key(step, key)
        try:
            return self.sheet(step).getCellRangeByName(address)
        except UnoException as error:
            raise JobError(f"{address!r} is not a range of cells in that sheet") from error


@contextlib.contextmanager
def opened(office: Office, original: Path) -> Iterator[Session]:
    """Open a private copy of a workbook, with a view (the cursor steps need one)."""
    if not original.is_file():
        raise JobError(f"there is no file {original}")
    copy = Path(tempfile.mkdtemp(prefix="document-", dir=office.folder)) / original.name
    shutil.copyfile(original, copy)
    desktop = office.service("com.sun.star.frame.Desktop")
    options = (
        _property("MacroExecutionMode", NEVER_EXECUTE_MACROS),
        _property("UpdateDocMode", NO_LINK_UPDATE),
    )
    document = desktop.loadComponentFromURL(copy.as_uri(), "_blank", 0, options)
    if document is None:
        raise JobError(f"LibreOffice cannot open {original.name}")
    try:
        if not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            raise JobError(f"{original.name} opened, but not as a spreadsheet")
        yield Session(office, document)
    finally:
        # When the office has been killed there is nothing left to close.
        with contextlib.suppress(Exception):
            document.close(True)


# --- the steps -----------------------------------------------------------------------------------


def step_set(session: Session, step: Step) -> dict[str, bool]:
    """Write ``data`` (rows of numbers and texts, ``""`` for blank) into ``range`` of ``sheet``.

    Returns ``{"refused": true}``, with nothing written, when the sheet's protection forbids it:
    one locked cell in the range is enough. Values go in as they are: ``"3"`` stays a text,
    ``"=A1"`` is no formula, and data validation is not consulted (Calc asks it only about what a
    person types). Cells hidden under a merge are written too; give such a range ``""`` there.
    """
    cells = session.cells(step)
    data = _data(step, cells)
    try:
        cells.setDataArray(data)
    except UnoRuntimeException:
        # Calc says no more than "RuntimeException", so make sure that it is the protection.
        if not _any_locked(session.sheet(step), cells):
            raise
        return {"refused": True}
    return {"refused": False}


def step_set_formula(session: Session, step: Step) -> dict[str, bool]:
    """Enter ``formula`` in the one cell ``cell`` of ``sheet``, as if typed in an English Calc.

    So ``"=1+1"`` is a formula, ``"3"``, ``"12%"`` and ``"2024-01-05"`` are numbers, ``"'3"`` is
    a text. THE PROTECTION IS NOT HONOURED: cell.setFormula writes into locked cells as well.
    Returns ``{"bypassed": true}`` when it has done so, that is when a user could not have; use
    ``set`` to find out what the protection allows.
    """
    sheet = session.sheet(step)
    cells = session.cells(step, "cell")
    if _size(cells) != (1, 1):
        raise JobError(f"{step['cell']!r} is more than one cell")
    formula = _key(step, "formula")
    if not isinstance(formula, str):
        raise JobError(f"'formula' must be a text, not {formula!r}")
    bypassed = _any_locked(sheet, cells)
    cells.getCellByPosition(0, 0).setFormula(formula)
    return {"bypassed": bypassed}


def step_recalculate(session: Session, _step: Step) -> None:
    """Calculate every formula anew (what Ctrl+Shift+F9 does), and return nothing.

    Needed before reading a file that no spreadsheet program has calculated yet: on opening an
    .xlsx Calc trusts the results stored in it, and libraries store zeros.
    """
    session.document.calculateAll()


def step_get(session: Session, step: Step) -> list[list[Any]]:
    """Return the values of ``range`` in ``sheet``, row by row.

    Numbers come as floats (dates as day numbers, TRUE as 1.0), blanks as ``""``, errors as null.
    """
    return [list(row) for row in session.cells(step).getDataArray()]


def step_formulas(session: Session, step: Step) -> list[list[str]]:
    """Return the formulas of ``range`` in ``sheet`` in English; of a constant, its text."""
    return [list(row) for row in session.cells(step).getFormulaArray()]


def step_errors(session: Session, _step: Step) -> list[list[Any]]:
    """Return ``[sheet, address, code]`` of every cell in error, hidden sheets included.

    Some codes: 32767 #N/A, 532 #DIV/0!, 525 #NAME?, 524 #REF!, 519 #VALUE!, 503 #NUM!, 502
    invalid argument, 522 circular reference. Recalculate first, see ``recalculate``.
    """
    found: list[list[Any]] = []
    for sheet in session.document.Sheets:
        for area in sheet.queryFormulaCells(ERROR_RESULTS).RangeAddresses:
            for row in range(area.StartRow, area.EndRow + 1):
                for column in range(area.StartColumn, area.EndColumn + 1):
                    code = sheet.getCellByPosition(column, row).getError()
                    found.append([sheet.Name, _address(column, row), code])
    return found


def step_tab_order(session: Session, step: Step) -> list[str]:
    """Press Tab again and again in ``sheet`` and return where the cursor goes, stop by stop.

    It starts at ``start`` (default A1) and ends when a stop comes up a second time or after
    ``limit`` stops (default 500); no stop is listed twice. ``start`` itself is listed only when
    Tab comes back to it. A merged area counts once, under its top left cell. A sheet without an
    unlocked cell gives ``[]``; an unprotected sheet has no such order: Tab visits every cell
    there, up to the limit. Hidden rows and columns are passed over. Calc itself turns back 42
    rows or columns after the last cell with content or visible formatting (a fill, a border), so
    unlocked cells beyond that are never reached, in the list as at the keyboard.
    The sheet stays the active one, which a later ``save`` records.
    """
    sheet = session.sheet(step)
    if not sheet.IsVisible:
        raise JobError(f"the sheet {sheet.Name!r} is hidden, so no cursor can enter it")
    controller = session.document.CurrentController
    controller.setActiveSheet(sheet)
    _place_cursor(session, session.cells({"start": "A1", **step}, "start"))
    dispatcher = session.office.service("com.sun.star.frame.DispatchHelper")
    stops: dict[str, None] = {}
    for _ in range(int(step.get("limit", 500))):
        # The command that Calc's Tab key is bound to.
        dispatcher.executeDispatch(controller.Frame, ".uno:JumpToNextUnprotected", "", 0, ())
        cell = session.document.CurrentSelection
        area = cell.RangeAddress
        address = _address(area.StartColumn, area.StartRow)
        # With nowhere to go the cursor stays where it was, on a locked cell.
        if address in stops or (not stops and _any_locked(sheet, cell)):
            break
        stops[address] = None
    return list(stops)


def step_sheets(session: Session, _step: Step) -> list[list[Any]]:
    """Return ``[name, is visible, is protected]`` of every sheet in order.

    Calc knows one kind of hidden: Excel's "hidden" and "very hidden" look the same here.
    """
    return [[s.Name, bool(s.IsVisible), bool(s.isProtected())] for s in session.document.Sheets]


def step_save(session: Session, step: Step) -> str:
    """Store a copy as ``path`` in the format ``filter`` and return the absolute path.

    The default filter writes .xlsx; others are "calc8" (.ods), "MS Excel 97" (.xls) and
    "calc_pdf_Export" (.pdf, visible sheets only). An existing file is replaced.
    """
    path = Path(_key(step, "path")).absolute()
    if not path.parent.is_dir():
        raise JobError(f"there is no folder {path.parent}")
    options = (_property("FilterName", step.get("filter", DEFAULT_FILTER)),)
    session.document.storeToURL(path.as_uri(), options)
    return str(path)


STEPS: dict[str, Callable[[Session, Step], Any]] = {
    "set": step_set,
    "set_formula": step_set_formula,
    "recalculate": step_recalculate,
    "get": step_get,
    "formulas": step_formulas,
    "errors": step_errors,
    "tab_order": step_tab_order,
    "sheets": step_sheets,
    "save": step_save,
}


# --- small helpers -------------------------------------------------------------------------------


def _key(mapping: Step, key: str) -> Any:
    """Return a required entry of a step or job, or say that it is missing."""
    if key not in mapping:
        raise JobError(f"{key!r} is missing")
    return mapping[key]


def _property(name: str, value: object) -> Any:
    """Build the name-value pair in which UNO takes options."""
    pair = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    pair.Name, pair.Value = name, value
    return pair


def _size(cells: Any) -> tuple[int, int]:
    """Return how many rows and columns a range has."""
    area = cells.RangeAddress
    return area.EndRow - area.StartRow + 1, area.EndColumn - area.StartColumn + 1


def _address(column: int, row: int) -> str:
    """Name a cell: ``_address(0, 0)`` is ``A1``."""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"


def _data(step: Step, cells: Any) -> tuple[tuple[float | str, ...], ...]:
    """Check a step's ``data`` and turn it into the tuples that UNO takes.

    UNO answers a wrong shape or type exactly as it answers a locked cell, and takes None for an
    #N/A error, so both have to be caught here.
    """
    data = _key(step, "data")
    rows, columns = _size(cells)
    if len(data) != rows or any(len(row) != columns for row in data):
        raise JobError(f"'data' does not have the {rows} row(s) of {columns} cell(s) of the range")
    return tuple(tuple(_value(value) for value in row) for row in data)


def _value(value: Any) -> float | str:
    """Accept a number or a text for a cell, and nothing else."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise JobError(f"'data' may hold numbers and texts (\"\" for blank), not {value!r}")


def _any_locked(sheet: Any, cells: Any) -> bool:
    """Say whether the sheet is protected and one of these cells is locked."""
    if not sheet.isProtected():
        return False
    rows, columns = _size(cells)
    return any(
        cells.getCellByPosition(column, row).CellProtection.IsLocked
        for row in range(rows)
        for column in range(columns)
    )


def _place_cursor(session: Session, cell: Any) -> None:
    """Put the cursor on a cell with nothing selected.

    Selecting through UNO leaves the cell marked, and Tab stays inside a marked area: it would
    never move. Selecting an empty list of ranges takes the mark away and leaves the cursor.
    """
    controller = session.document.CurrentController
    controller.select(cell)
    controller.select(session.document.createInstance("com.sun.star.sheet.SheetCellRanges"))


# --- the job -------------------------------------------------------------------------------------


def run_step(session: Session, number: int, step: Step) -> Any:
    """Carry out one step; whatever goes wrong is reported with its number and name."""
    name = step.get("do")
    try:
        if name not in STEPS:
            raise JobError(f"there is no such step, only {', '.join(STEPS)}")
        return STEPS[name](session, step)
    except Exception as error:
        raise JobError(f"step {number} ({name}): {_describe(error)}") from error


def run_job(office: Office, job: Step) -> list[Any]:
    """Open the document, carry out the steps and return their results."""
    office.deadline = time.monotonic() + float(job.get("timeout", DEFAULT_TIMEOUT))
    original = Path(_key(job, "open")).absolute()
    steps = _key(job, "steps")
    try:
        with opened(office, original) as session:
            return [run_step(session, n, step) for n, step in enumerate(steps, start=1)]
    except Exception as error:
        if office.stopped_because is None:
            raise
        raise JobError(f"{office.stopped_because} ({_describe(error)})") from error
    finally:
        office.deadline = None


def _describe(error: Exception) -> str:
    """Put an exception into one readable line."""
    if isinstance(error, JobError):
        return str(error)
    text = error.Message if isinstance(error, UnoException) else str(error)
    return f"{type(error).__name__}: {' '.join(text.split())}"


def _no_constant(name: str) -> NoReturn:
    """Refuse NaN and the infinities, which are neither JSON nor cell values."""
    raise JobError(f"the job contains {name}")


def answer_to(office: Office, line: str) -> str:
    """Do the job of a line, and say in a line what came of it."""
    try:
        job = json.loads(line, parse_constant=_no_constant)
        return json.dumps({"results": run_job(office, job)}, allow_nan=False)
    except Exception as error:
        return json.dumps({"error": f"uno_driver: {_describe(error)}"})


def main() -> int:
    """Do the jobs that come by stdin until there are no more; return the exit code."""
    # From here on only the watchdog thread sees these signals (every other thread inherits the
    # mask), so that a signal can never end the driver and leave soffice running.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="uno-driver-", ignore_cleanup_errors=True) as folder,
            Office(Path(folder)) as office,
        ):
            for line in sys.stdin:
                print(answer_to(office, line), flush=True)
                if office.stopped_because is not None:
                    raise JobError(office.stopped_because)
    except Exception as error:
        print(f"uno_driver: {_describe(error)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
