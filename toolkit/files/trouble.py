"""Why the system refuses something, as far as a person can do something about it."""

from __future__ import annotations

import errno
from enum import Enum, auto


class Trouble(Enum):
    """One reason; its words are in :mod:`toolkit.files.words`."""

    FULL = auto()
    TOO_BIG = auto()
    NO_RIGHT = auto()
    READ_ONLY = auto()
    IN_USE = auto()
    # Windows tells these two apart only sometimes.
    IN_USE_OR_NO_RIGHT = auto()
    BAD_NAME = auto()
    TOO_LONG = auto()
    LOOP = auto()
    TOO_MANY_OPEN = auto()
    FILE_IN_PATH = auto()
    NOT_THERE = auto()
    NO_MEMORY = auto()
    OTHER = auto()


# By the names of the numbers: not every system has all of them.
_BY_NAME = {
    Trouble.FULL: ("ENOSPC", "EDQUOT"),
    Trouble.TOO_BIG: ("EFBIG",),
    Trouble.NO_RIGHT: ("EACCES", "EPERM"),
    Trouble.READ_ONLY: ("EROFS",),
    Trouble.IN_USE: ("EBUSY", "ETXTBSY"),
    Trouble.TOO_LONG: ("ENAMETOOLONG",),
    Trouble.LOOP: ("ELOOP",),
    Trouble.TOO_MANY_OPEN: ("EMFILE", "ENFILE"),
    Trouble.FILE_IN_PATH: ("ENOTDIR", "EEXIST"),
    Trouble.NOT_THERE: ("ENOENT",),
    Trouble.NO_MEMORY: ("ENOMEM", "EAGAIN"),
}
_BY_ERRNO = {
    getattr(errno, name): kind
    for kind, names in _BY_NAME.items()
    for name in names
    if hasattr(errno, name)
}
# Windows' own: a sharing violation, a region that is locked; access denied, of a file that is open
# in Excel as well as of one that may not be written; the disk is full, as two numbers; a name that
# cannot be, a path that is too long.
_BY_WINERROR = {
    32: Trouble.IN_USE,
    33: Trouble.IN_USE,
    5: Trouble.IN_USE_OR_NO_RIGHT,
    39: Trouble.FULL,
    112: Trouble.FULL,
    123: Trouble.BAD_NAME,
    206: Trouble.TOO_LONG,
}


def trouble_of(error: OSError) -> Trouble:
    number = getattr(error, "winerror", None)
    if number in _BY_WINERROR:
        return _BY_WINERROR[number]
    return _BY_ERRNO.get(error.errno or 0, Trouble.OTHER)
