"""One file as it comes in, before anybody knows what it says."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from toolkit.grids.refusals import Refusal
from toolkit.spreadsheets.kind import FileKind

# A template has 45 KB. The limits for archives apply to all archives of a run together.
MAX_FILE_SIZE = 20_000_000
# A consolidated workbook of 20,000 units has 36 MB.
MAX_SUM_SIZE = 100_000_000


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file that came in, with its bytes or the reason why there are none."""

    # As the list of files shows it.
    path: str
    # The bytes of a file that was in an archive; a file on disk is read when they are asked for.
    held: bytes = b""
    ignored: Refusal | None = None
    unreadable: Refusal | None = None
    kind: FileKind | None = None
    # When it was last changed, as the file system or the archive says, in UTC.
    stamp: datetime.datetime | None = None
    # The file on disk, where it is one.
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
            # Python takes as much memory as is asked for, however small the file is.
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            return file.read(min(size, MAX_SUM_SIZE))

    @property
    def size(self) -> int:
        """How many bytes it holds in memory."""
        return len(self.held)

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return PurePosixPath(self.path).stem
