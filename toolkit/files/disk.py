"""Files on the disk: read as they are, written all together or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from toolkit.errors import CannotRun
from toolkit.files import words
from toolkit.files.ending import held_back
from toolkit.files.incoming import MAX_SUM_SIZE
from toolkit.files.left_behind import remove_left_behind
from toolkit.files.rehearsal import note_reading, rehearsal
from toolkit.files.remote import is_remote, is_url, named_url
from toolkit.files.staging import Staging
from toolkit.grids.identity import BACKUP
from toolkit.text import printable, shorten

_PIECE = 4_000_000
_ACCESS_LIST = "system.posix_acl_access"


@contextmanager
def writing_one_by_one() -> Iterator[Callable[[Path, bytes], None]]:
    """Write many files, each as :func:`write_files` does: those before one that fails are there.

    What waits and what was left behind has to do with a folder, and is seen to once for them all.
    """
    with _places() as places:

        def write(path: Path, content: bytes) -> None:
            _write(places, [(path, content)], lambda: None, {})

        yield write


def write_files(
    files: Sequence[tuple[Path, bytes]],
    ready: Callable[[], None] = lambda: None,
    like: Mapping[Path, Path] | None = None,
) -> list[Path]:
    """Write each file beside its target, then replace the targets one by one in the given order.

    A target keeps its permissions and, where that is allowed, its owner; a link is kept, and what
    it leads to is replaced. Returns the targets that had other names (hard links): those keep what
    they had.

    ``ready`` is called when all are written and none has replaced its target yet; it may raise.
    ``like``: for a target whose permissions are not its own, the file that it is a copy of.

    Raises:
        CannotRun: a target is open elsewhere, or may not be written.
    """
    with _places() as places:
        return _write(places, files, ready, like or {})


def remove(path: Path) -> None:
    """Take away a file, if it is there.

    Raises:
        OSError: the system refuses it.
    """
    if noted := rehearsal():
        noted.removed.append(path)
    else:
        path.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it.

    Raises:
        CannotRun: the system refuses it.
    """
    if noted := rehearsal():
        noted.writes(path)
        return
    with _told_of(path):
        path.mkdir(parents=True, exist_ok=True)


@contextmanager
def _places() -> Iterator[dict[Path, Staging]]:
    """By folder: where files for it wait."""
    places: dict[Path, Staging] = {}
    try:
        yield places
    finally:
        for place in places.values():
            place.close()


def _write(
    places: dict[Path, Staging],
    files: Sequence[tuple[Path, bytes]],
    ready: Callable[[], None],
    like: Mapping[Path, Path],
) -> list[Path]:
    """See :func:`write_files`."""
    if noted := rehearsal():
        ready()
        for path, _ in files:
            noted.writes(path)
        return []
    staged: list[tuple[Path, Path, Path]] = []
    for path, content in files:
        target = real(path)
        with _told_of(path):
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.parent not in places:
                remove_left_behind([target.parent])
                places[target.parent] = Staging(target.parent)
            temporary = places[target.parent].new_path()
            _stage(temporary, content, target, like.get(path, target))
            staged.append((temporary, target, path))
    parted = [path for _, target, path in staged if _has_other_names(target)]
    ready()
    # Ctrl+C must not leave some of them new and some old.
    with held_back():
        for temporary, target, path in staged:
            with _told_of(path):
                temporary.replace(target)
    return parted


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    """Have what the system refuses told as a reason why this file cannot be written."""
    try:
        yield
    except OSError as error:
        raise CannotRun(words.not_writable(printable(str(path)), error)) from error


def _stage(temporary: Path, content: bytes, target: Path, model: Path) -> None:
    """Write a file that is to replace ``target``, with the permissions of ``model``."""
    replaces = target.exists()
    # On Windows a workbook that is open in Excel cannot be opened for writing: ask for it first.
    if replaces:
        with target.open("r+b"):
            pass
    with temporary.open("xb") as file:
        file.write(content)
        if replaces:
            # Otherwise a power cut might leave neither the old file nor the new one.
            file.flush()
            os.fsync(file.fileno())
    if not model.exists():
        return
    before, now = model.stat(), temporary.stat()
    if sys.platform != "win32" and (before.st_uid, before.st_gid) != (now.st_uid, now.st_gid):
        # Only root may give a file away; whoever else replaces it owns it.
        with suppress(OSError):
            os.chown(temporary, before.st_uid, before.st_gid)
    temporary.chmod(stat.S_IMODE(before.st_mode))
    if sys.platform == "linux":
        with suppress(OSError):
            os.setxattr(temporary, _ACCESS_LIST, os.getxattr(model, _ACCESS_LIST))


def _has_other_names(path: Path) -> bool:
    return path.exists() and path.stat().st_nlink > 1


def real(path: Path) -> Path:
    """The path without links: where a file is that lies there, or would lie there.

    Raises:
        CannotRun: a link leads back to itself, or the name is too long for any file.
    """
    try:
        path.stat()
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in (errno.ELOOP, errno.ENAMETOOLONG):
            shown = printable if error.errno == errno.ELOOP else shorten
            raise CannotRun(words.no_possible_path(shown(str(path)), error)) from error
    return Path(os.path.realpath(path))


def from_here(path: Path) -> Path:
    """The same place, by the way that leads there from the current folder if there is one."""
    try:
        return Path(os.path.relpath(path))
    except ValueError:
        # Another drive of Windows.
        return path


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
        raise CannotRun(words.not_readable(printable(str(path)), error)) from error
    raise CannotRun(words.is_a_folder(str(path)))


def read_named(path: Path) -> bytes:
    """The bytes of a file that a person has named.

    Raises:
        CannotRun: it is not there, is a folder, is too large, or cannot be read.
    """
    shown = printable(str(path))
    note_reading(path)
    try:
        if path.is_dir():
            raise CannotRun(words.not_a_file(shown))
        with path.open("rb") as file:
            content = b""
            # A device may have no end; and a piece at a time takes no more memory than is there.
            while len(content) <= MAX_SUM_SIZE and (piece := file.read(_PIECE)):
                content += piece
    except FileNotFoundError as error:
        raise CannotRun(words.no_such_path(shown)) from error
    except OSError as error:
        raise CannotRun(words.not_readable(shown, error)) from error
    except ValueError as error:
        # A name with a NUL in it is no name.
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


def named_path(name: str | os.PathLike[str], *, remote: bool = False) -> Path:
    """The path that somebody has named; ``~`` is his home. There need be nothing.

    A URL is a name, too; ``remote``: also one of what is not on disk, and has to be there.

    Raises:
        CannotRun: nothing can have that name: it is too long, or a link that leads to itself.
    """
    if is_url(str(name)):
        name = named_url(str(name), on_disk=not remote)
        if is_remote(name):
            return name
    path, shown = Path(name), shorten(os.fspath(name))
    try:
        # Office calls its lock files ~$…: what is there by that very name is in nobody's home.
        path = path if os.path.lexists(path) else path.expanduser()
        real(path)
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return path
    except RuntimeError as error:
        raise CannotRun(words.no_such_home(shown)) from error
    except (OSError, ValueError) as error:
        raise CannotRun(words.no_possible_path(shown, error)) from error
    return path


def must_exist(paths: Sequence[Path]) -> None:
    """Raise CannotRun for the first path that is not there, or that cannot be looked at."""
    for path in paths:
        if is_remote(path):
            # It was, when it was named.
            continue
        shown = printable(str(path))
        try:
            path.stat()
        except (FileNotFoundError, ValueError) as error:
            raise CannotRun(words.no_such_path(shown)) from error
        except OSError as error:
            raise CannotRun(words.not_readable(shown, error)) from error
