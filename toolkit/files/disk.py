"""Files on the disk: read as they are, written all together or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from toolkit.errors import CannotRun
from toolkit.files import words
from toolkit.files.incoming import MAX_SUM_SIZE
from toolkit.files.words import not_writable
from toolkit.grids.identity import BACKUP
from toolkit.text import printable, shorten


def write_file(path: Path, content: bytes) -> None:
    """Write one file; see :func:`write_files`."""
    write_files([(path, content)])


def write_files(
    files: Sequence[tuple[Path, bytes]], ready: Callable[[], None] = lambda: None
) -> None:
    """Write each file beside its target, then replace the targets one by one in the given order.

    ``ready`` is called when all are written and none has replaced its target yet; it may raise.

    Raises:
        CannotRun: a target is open elsewhere, or may not be written.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for path, content in files:
            try:
                staged.append((_stage(path, content), path))
            except OSError as error:
                raise CannotRun(not_writable(str(path))) from error
        ready()
        for temporary, path in staged:
            try:
                temporary.replace(path)
            except OSError as error:
                raise CannotRun(not_writable(str(path))) from error
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)


def _stage(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    # On Windows a workbook that is open in Excel cannot be opened for writing: ask for it first.
    if path.exists():
        with path.open("r+b"):
            pass
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".~", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def read_existing(path: Path) -> bytes | None:
    """The bytes of the file that is to be replaced; None where there is none.

    Raises:
        CannotRun: it is not a file, or cannot be read.
    """
    try:
        if not path.exists():
            return None
        if path.is_file():
            return path.read_bytes()
    except OSError as error:
        raise CannotRun(words.not_writable(str(path))) from error
    raise CannotRun(words.is_a_folder(str(path)))


def read_named(path: Path) -> bytes:
    """The bytes of a file that a person has named.

    Raises:
        CannotRun: it is not there, is a folder, is too large, or cannot be read.
    """
    shown = printable(str(path))
    try:
        if path.is_dir():
            raise CannotRun(words.not_a_file(shown))
        with path.open("rb") as file:
            # A device may have no end.
            content = file.read(MAX_SUM_SIZE + 1)
    except (OSError, ValueError) as error:
        raise CannotRun(words.no_such_path(shown)) from error
    if len(content) > MAX_SUM_SIZE:
        raise CannotRun(words.too_large(shown, MAX_SUM_SIZE // 1_000_000))
    return content


def backup_of(path: Path) -> Path:
    """Where the workbook that is replaced is kept."""
    return path.with_name(f"{path.name}{BACKUP}")


def must_be_a_folder(path: Path) -> None:
    """Raise CannotRun where something that is not a folder stands where one is to be filled."""
    if path.exists() and not path.is_dir():
        raise CannotRun(words.not_a_folder(str(path)))


def named_path(name: str | os.PathLike[str]) -> Path:
    """The path that somebody has named; ``~`` is his home. There need be nothing.

    Raises:
        CannotRun: nothing can have that name: it is too long, or a link that leads to itself.
    """
    try:
        path = Path(name).expanduser()
        path.resolve()
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return path
    except (OSError, RuntimeError, ValueError) as error:
        raise CannotRun(words.no_possible_path(shorten(os.fspath(name)))) from error
    return path


def must_exist(paths: Sequence[Path]) -> None:
    """Raise CannotRun for the first path that is not there."""
    for path in paths:
        try:
            there = path.exists()
        except OSError:
            there = False
        if not there:
            raise CannotRun(words.no_such_path(printable(str(path))))
