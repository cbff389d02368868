"""What an office has collected before: made once for all tests that begin with the same."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from contextlib import redirect_stdout
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.build import EVERYONE, Collected, collect
from toolkit.roster.roster import Unit

Files = Mapping[str, bytes]


def collected(
    path: Path, files: Files, *options: str, units: Iterable[Unit] = EVERYONE
) -> Collected:
    """As ``collect`` in a folder in which nothing has been collected yet; it prints nothing."""
    code, there = _collected(tuple(files.items()), options, tuple(units))
    for name, content in there.items():
        laid(path / name, content)
    return Collected(code, json.loads(there["out.json"]), path / "out.xlsx")


def summed(files: Files, *options: str, units: Iterable[Unit] = EVERYONE) -> bytes:
    """The workbook alone."""
    return _collected(tuple(files.items()), options, tuple(units))[1]["out.xlsx"]


def laid(path: Path, content: bytes) -> Path:
    """A file that is written into a folder that may not be there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@lru_cache(maxsize=200)
def _collected(
    files: tuple[tuple[str, bytes], ...], options: tuple[str, ...], units: tuple[Unit, ...]
) -> tuple[int, Files]:
    """The exit code, and all that lies there then."""
    with TemporaryDirectory() as name, redirect_stdout(io.StringIO()):
        folder = Path(name)
        code = collect(folder, dict(files), *options, units=units).exit_code
        paths = [path for path in folder.rglob("*") if path.is_file()]
        return code, {str(path.relative_to(folder)): path.read_bytes() for path in paths}
