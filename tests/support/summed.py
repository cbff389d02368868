"""Consolidated workbooks that tests begin with: what an office has collected before."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from contextlib import redirect_stdout
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.build import EVERYONE, collect
from tests.support.untraced import untraced
from toolkit.roster.roster import Unit


def summed(files: Mapping[str, bytes], *options: str, units: Iterable[Unit] = EVERYONE) -> bytes:
    """What ``collect`` makes of these files; made once for all tests that want the same."""
    return _summed(tuple(files.items()), options, tuple(units))


def laid(path: Path, content: bytes) -> Path:
    """A file that is written into a folder that may not be there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@lru_cache(maxsize=200)
def _summed(
    files: tuple[tuple[str, bytes], ...], options: tuple[str, ...], units: tuple[Unit, ...]
) -> bytes:
    with TemporaryDirectory() as folder, untraced(), redirect_stdout(io.StringIO()):
        return collect(Path(folder), dict(files), *options, units=units).workbook.read_bytes()
