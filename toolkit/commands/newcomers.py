"""Newcomers: the files among the returns that the last run has not seen.

A folder that is copied or moved to another drive gives all of its files new times, and whoever
sends a file may have saved it long before. So times tell only of what is older than the run; of the
rest the bytes do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path, PurePosixPath

from toolkit.commands.like import EarlierRun
from toolkit.consolidation.assignment import Assignment
from toolkit.files.archive import Room
from toolkit.files.folder import Found, opened
from toolkit.files.incoming import MAX_FILE_SIZE
from toolkit.files.remote import is_remote
from toolkit.returns.sums.record import Record

# So much of a digest is kept of a file whose return does not count.
_KEPT = 16


def seen_besides(
    assignment: Assignment, digests: Mapping[str, str], counted: AbstractSet[str]
) -> list[str]:
    """The digests, cut short, of all files of a run but those that the record names: ``counted``.

    ``digests``: those of the files of which no more than the beginning was read.
    """
    every = {*(sha256 for sha256, _ in assignment.arrived.values()), *digests.values()}
    return sorted(one[:_KEPT] for one in every - counted if one)


def unread_digests(assignment: Assignment, roots: Sequence[Path]) -> dict[str, str]:
    """File → the digest of one of which no more than the beginning was read.

    Of a file within an archive, it is that of the archive.
    """
    folders = [one for one in roots if not is_remote(one)]

    @cache
    def digest(name: str) -> str:
        # A name within an archive may lead anywhere.
        if ".." in PurePosixPath(name).parts:
            return ""
        paths = (one / name if one.is_dir() else one for one in folders)
        for path in (one for one in paths if one.as_posix().endswith(name)):
            if path.is_file() and (found := _digest_of(path)):
                return found
        parent = PurePosixPath(name).parent.as_posix()
        return digest(parent) if parent not in (".", "/", name) else ""

    unknown = (path for path, (sha256, _) in assignment.arrived.items() if not sha256)
    return {path: digest(path) for path in unknown}


def newcomers(files: Iterable[Found], earlier: EarlierRun, record: Record | None) -> list[str]:
    """The names of the files that a run has not seen, by what its workbook says of it."""
    at, seen = earlier.used.at, earlier.used.seen
    if at is None:
        return []
    counted = record.units.values() if record else ()
    known = {one.sha256[:_KEPT] for one in counted if one.sha256} | {*seen}
    room = Room()
    return [
        found.one.path
        for found in files
        if max(_times(found)) > at.timestamp() and not _is_known(found, known, room, at.timestamp())
    ]


def _times(found: Found) -> tuple[float, float]:
    """When a file was saved, and when it came into its folder: a copy keeps the first alone."""
    assert found.one.source
    status = found.one.source.stat()
    return status.st_mtime, status.st_ctime


def _is_known(found: Found, known: AbstractSet[str], room: Room, at: float) -> bool:
    """Whether a run has seen these bytes, or everything in an archive.

    What cannot be opened here is known by when it was saved.
    """
    assert found.one.source
    if _digest_of(found.one.source)[:_KEPT] in known:
        return True
    within = list(opened(found, room))
    if any(one.unreadable for one in within):
        return _times(found)[0] <= at
    digests = (_short(one.held) for one in within if not one.ignored)
    return [one.path for one in within] != [found.one.path] and all(d in known for d in digests)


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_KEPT]


def _digest_of(path: Path) -> str:
    """Of a file that may be a return by its size; "" of others, and where it cannot be read."""
    try:
        if path.stat().st_size <= MAX_FILE_SIZE:
            return hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, ValueError):
        pass
    return ""
