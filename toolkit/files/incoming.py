"""One file as it comes in, before anybody knows what it says."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from toolkit.grids.refusals import Refusal
from toolkit.spreadsheets.kind import FileKind

# A template has 45 KB. The limits of all archives together are those of one run.
MAX_FILE_SIZE = 20_000_000


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file: its path as the list of files shows it, and its bytes or why there are none.

    A file on disk is read when its bytes are asked for; what was in an archive carries them.
    ``stamp``: when it was last changed, as the file system or the archive says, in UTC.
    """

    path: str
    held: bytes = b""
    ignored: Refusal | None = None
    unreadable: Refusal | None = None
    kind: FileKind | None = None
    stamp: datetime.datetime | None = None
    source: Path | None = None

    @property
    def content(self) -> bytes:
        """The bytes.

        Raises:
            OSError: the file on disk cannot be read any more.
        """
        if self.source is None:
            return self.held
        with self.source.open("rb") as file:
            return file.read(MAX_FILE_SIZE)

    @property
    def size(self) -> int:
        """How many bytes it carries with it."""
        return len(self.held)

    @property
    def stem(self) -> str:
        return PurePosixPath(self.path).stem
