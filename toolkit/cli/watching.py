"""Watching the folders of a collection: what has come in, as soon as it is there as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from watchfiles import Change, watch

from toolkit.commands.asked import Asked
from toolkit.commands.words import default_outputs
from toolkit.files.archive import skipped
from toolkit.files.disk import backup_of, real
from toolkit.files.remote import is_url
from toolkit.grids.refusals import Refusal

# Folders lie on shares, whose other computers tell nobody what they write: so it is looked for.
_EVERY = 1_000
# Files are copied one by one, and a large one in pieces: only when nothing has come for a while is
# it all there. Milliseconds, as the time above.
_QUIET_FOR, _AT_MOST = 3_000, 30_000


def changes(asked: Asked) -> Iterator[list[str]]:
    """The names of what has come, gone or changed since the last time; first nothing, at once."""
    paths = [Path(one) for one in asked["returns"] if not is_url(one)]
    named = (asked["units"], asked["previous"], asked.collection and asked.collection.file)
    beside = [Path(one) for one in named if one and not is_url(str(one)) and Path(one).exists()]
    written = _own_outputs(asked)

    def counts(_: Change, path: str) -> bool:
        one = Path(path)
        # A roster of the usual name is left alone as a return, and yet it counts.
        left_alone = skipped(one.name) not in (None, Refusal.ROSTER)
        return not (left_alone or one.is_dir() or real(one) in written)

    every = watch(
        *paths,
        *beside,
        watch_filter=counts,
        debounce=_AT_MOST,
        step=_QUIET_FOR,
        rust_timeout=_EVERY,
        yield_on_timeout=True,
        force_polling=True,
        poll_delay_ms=_EVERY,
        ignore_permission_denied=True,
    )
    # From here on nothing is missed.
    yield _names(next(every))
    for some in every:
        if some:
            yield _names(some)


def _names(some: set[tuple[Change, str]]) -> list[str]:
    return sorted({Path(path).name for _, path in some})


def _own_outputs(asked: Asked) -> set[Path]:
    """What the runs themselves write, which may lie among the returns."""
    if asked["out"]:
        out = Path(asked["out"])
        return {real(out), real(backup_of(out))}
    usual = asked.folder.glob(default_outputs("*"))
    found = [each for one in usual for each in (one, backup_of(one))]
    return {real(one) for one in found}
