"""Let pytest drive a real spreadsheet program (LibreOffice Calc).

LibreOffice's Python bridge works only under the system's Python, and the tests run in a venv.
So ``uno_driver.py`` runs as a subprocess of the system's Python, one for all calls of this
process; see there for the steps, and for how it keeps its office apart from all others.

A test that uses this module::

    @requires_libreoffice
    def test_total() -> None:
        _, total = run(path, [{"do": "recalculate"}, {"do": "get", "sheet": "S", "range": "A1"}])
        assert total == [[3.0]]
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import select
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

SYSTEM_PYTHON = Path("/usr/bin/python3")
"""The Python for which distributions package the ``uno`` module."""

DRIVER = Path(__file__).with_name("uno_driver.py")

TIMEOUT_SECONDS = 180.0
"""How long one call of ``run`` may take."""

PDF_FILTER = "calc_pdf_Export"
"""LibreOffice's name for the filter that writes a spreadsheet as PDF."""

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "xls": "MS Excel 97", "ods": "calc8"}
"""LibreOffice's names for the filters that write a spreadsheet, by the ending of the file."""


class OfficeError(RuntimeError):
    """LibreOffice is missing, or a job failed; the text says which and why."""


@functools.cache
def available() -> str | None:
    """Say in a sentence why LibreOffice cannot be driven here, or return None if it can."""
    if shutil.which("soffice") is None:
        return "LibreOffice is not installed: there is no program 'soffice' on the PATH."
    if shutil.which("pdftoppm") is None:
        return "The program 'pdftoppm' (package poppler-utils) is not on the PATH."
    if not SYSTEM_PYTHON.exists():
        return f"There is no {SYSTEM_PYTHON} to run LibreOffice's Python bridge with."
    # "-I": neither the venv's variables nor the current folder may reach the system's Python.
    command = [str(SYSTEM_PYTHON), "-I", "-c", "import uno"]
    check = subprocess.run(command, capture_output=True, check=False)
    if check.returncode != 0:
        return f"{SYSTEM_PYTHON} cannot import 'uno' (package python3-uno)."
    return None


def _skip_reason() -> str | None:
    """Return why to skip, or None to run; REQUIRE_LIBREOFFICE=1 makes absence a failure."""
    # With the variable set the tests run without LibreOffice too, and fail in _require().
    return None if os.environ.get("REQUIRE_LIBREOFFICE") == "1" else available()


requires_libreoffice: pytest.MarkDecorator = pytest.mark.skipif(
    _skip_reason() is not None, reason=_skip_reason() or "LibreOffice is available."
)
"""Mark for tests that need LibreOffice: skip without it, or fail if REQUIRE_LIBREOFFICE=1."""


def run(path: Path, steps: list[dict[str, object]]) -> list[Any]:
    """Open a copy of ``path`` in LibreOffice, carry out ``steps``, return one result for each.

    The file itself is never changed. Raises OfficeError with the driver's message when a step
    fails, when the time is up, or when LibreOffice is not available.
    """
    _require()
    # The driver gives up a little earlier than we do: it knows best what was going on.
    job = {"open": str(path.absolute()), "steps": steps, "timeout": TIMEOUT_SECONDS - 20}
    driver = _driver()
    assert driver.stdin and driver.stdout
    with contextlib.suppress(BrokenPipeError):
        driver.stdin.write(f"{json.dumps(job)}\n")
        driver.stdin.flush()
    if not select.select([driver.stdout], [], [], TIMEOUT_SECONDS)[0]:
        end()
        raise OfficeError(f"the driver took longer than {TIMEOUT_SECONDS:.0f} s")
    line = driver.stdout.readline()
    answer: dict[str, Any] = (
        json.loads(line) if line else {"error": end() or "the driver has ended"}
    )
    if "error" in answer:
        end()
        raise OfficeError(answer["error"])
    results: list[Any] = answer["results"]
    return results


_running: list[subprocess.Popen[str]] = []


def _driver() -> subprocess.Popen[str]:
    """The driver of this process, with its office; a fresh one after a failure."""
    if not _running:
        _running.append(
            subprocess.Popen(
                [SYSTEM_PYTHON, "-I", DRIVER],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
            )
        )
    return _running[0]


def end() -> str:
    """End the driver, if there is one, and return what it has complained of.

    It is asked first: only the driver can end its soffice and remove the temporary profile.
    """
    complaint = ""
    while _running:
        driver = _running.pop()
        try:
            _, complaint = driver.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            driver.terminate()
            try:
                driver.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                driver.kill()
                driver.communicate()
    return complaint.strip()


def to_pdf(path: Path, out_dir: Path, *, recalculate: bool = True) -> Path:
    """Print the visible sheets of a workbook into ``out_dir`` as PDF and return that file.

    Everything is calculated first, as Excel does on opening. With ``recalculate=False`` the PDF
    shows what a LibreOffice user sees on opening: the results stored in the file.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    pdf = out_dir.absolute() / f"{path.stem}.pdf"
    steps: list[dict[str, object]] = [{"do": "recalculate"}] if recalculate else []
    run(path, [*steps, {"do": "save", "path": str(pdf), "filter": PDF_FILTER}])
    return pdf


def saved_again(paths: Iterable[Path], folder: Path) -> None:
    """Let LibreOffice save workbooks as it found them, in a folder for each of its formats."""
    for ending in FILTERS:
        (folder / ending).mkdir()
    for path in paths:
        run(
            path,
            [
                {
                    "do": "save",
                    "path": str(folder / ending / f"{path.stem}.{ending}"),
                    "filter": one,
                }
                for ending, one in FILTERS.items()
            ],
        )


def converted(path: Path, to: str, out_dir: Path) -> Path:
    """Let LibreOffice convert a document of any kind; ``to`` is the ending of the new file."""
    _require()
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                *("soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"),
                *("--convert-to", to, "--outdir", str(out_dir), str(path)),
            ],
            check=True,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
        )
    return out_dir / f"{path.stem}.{to}"


def to_pngs(pdf: Path, dpi: int = 60) -> list[Path]:
    """Draw each page of a PDF as a PNG, in a new folder beside it, and return them in order."""
    _require()
    # A new folder each time, so that pages of an earlier, longer PDF cannot get among these.
    folder = Path(tempfile.mkdtemp(prefix=f"{pdf.stem}-pages-", dir=pdf.absolute().parent))
    command = ["pdftoppm", "-r", str(dpi), "-png", str(pdf.absolute()), str(folder / "page")]
    done = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise OfficeError(f"pdftoppm failed on {pdf}: {done.stderr.strip()}")
    return sorted(folder.glob("page-*.png"), key=lambda page: int(page.stem.split("-")[-1]))


def _require() -> None:
    """Raise when LibreOffice cannot be driven here."""
    reason = available()
    if reason is not None:
        raise OfficeError(reason)
