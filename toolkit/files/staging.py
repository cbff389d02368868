"""Staging: where new files wait, each beside its target, until all of them can be moved there.

They wait in a folder of their own, whose name says that it is ours, and which the run that fills it
holds locked. The system lets go of the lock however that run ends; so the next one knows what was
left behind, and takes nothing away from a run that is still writing.
"""

from __future__ import annotations

import os
import re
import secrets
import sys
import time
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

# The dot hides it, and `collect` takes nothing from a folder of such a name.
_PREFIX = ".~toolkit-"
_OURS = re.compile(f"{re.escape(_PREFIX)}[0-9a-f]{{8}}")
# Where nothing can be locked, a folder that has not been filled for so many seconds is left behind.
_LONG_AGO = 3600.0
# All folders of this process that are not cleared away yet.
_OPEN: set[Path] = set()


class Staging:
    """A folder beside the targets, for one run; :meth:`close` takes it away."""

    def __init__(self, parent: Path) -> None:
        self._count = 0
        self.folder, self._lock = _made(parent)

    def new_path(self) -> Path:
        """The path of one more file in it; short, since that of its target may be long."""
        self._count += 1
        return self.folder / str(self._count)

    def close(self) -> None:
        _clear(self.folder)
        _OPEN.discard(self.folder)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def discard_all() -> None:
    """Take away what this process has staged: it ends now."""
    for folder in list(_OPEN):
        _clear(folder)


def remove_if_left_behind(folder: Path) -> None:
    """Take away what looks like a folder of ours, unless the run that made it goes on."""
    if not _OURS.fullmatch(folder.name) or folder.is_symlink() or not folder.is_dir():
        return
    lock: int | None = None
    try:
        lock = _locked(folder, alone=True)
        if lock is None and not is_old(folder):
            return
        _clear(folder)
    except OSError:
        # Its run goes on, or it has gone.
        return
    finally:
        if lock is not None:
            os.close(lock)


def is_old(path: Path) -> bool:
    """Whether nobody has written there for so long that the run that did must have ended."""
    return time.time() - path.stat().st_mtime > _LONG_AGO


def _made(parent: Path) -> tuple[Path, int | None]:
    """A new folder, with the lock on it."""
    while True:
        folder = parent / f"{_PREFIX}{secrets.token_hex(4)}"
        _OPEN.add(folder)
        try:
            folder.mkdir(mode=0o700)
            # Another run may take it for left behind, in the moment before it is locked.
            with suppress(FileNotFoundError):
                lock = _locked(folder)
                if folder.exists():
                    return folder, lock
                if lock is not None:
                    os.close(lock)
        except FileExistsError:
            # Somebody else's, by chance: it is not to be cleared.
            _OPEN.discard(folder)
        except OSError:
            _clear(folder)
            _OPEN.discard(folder)
            raise


def _locked(folder: Path, *, alone: bool = False) -> int | None:
    """The folder, open and locked; None where folders cannot be locked.

    ``alone``: as whoever may take it away.

    Raises:
        OSError: it is locked by another, or is not there.
    """
    if sys.platform == "win32":
        return None
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH)
    except BlockingIOError:
        os.close(handle)
        raise
    except OSError:
        # Some file systems on a network lock no folders.
        os.close(handle)
        return None
    return handle


def _clear(folder: Path) -> None:
    """Take away the folder, and only files: nobody but us puts anything into it."""
    with suppress(OSError):
        for path in list(folder.iterdir()):
            path.unlink()
        folder.rmdir()
