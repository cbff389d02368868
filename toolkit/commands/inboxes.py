"""Who opens and reads the files of a run: this machine, or others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from toolkit.commands.read_files import Inbox, OpenedInbox
from toolkit.files.folder import find_files, open_inbox
from toolkit.files.rehearsal import note_reading
from toolkit.files.remote import is_remote


@contextmanager
def inbox_of(
    paths: Sequence[Path],
    roster: Path | None = None,
    passwords: Sequence[str] = (),
    cluster: str | None = None,
) -> Iterator[Inbox]:
    """Everything under the paths, to be read by this machine or by the ``cluster`` at an address.

    Raises:
        CannotRun: a path is not there, or no such cluster is.
    """
    if cluster is None and not any(map(is_remote, paths)):
        opened = list(open_inbox(paths, roster, passwords))
        note_reading(*paths, files=len(opened))
        yield OpenedInbox(opened, passwords)
        return
    from toolkit.commands.far_files import FarInbox

    found = list(find_files(paths, roster))
    note_reading(*paths, files=len(found))
    if cluster is None:
        from toolkit.commands.fetching import Fetching

        yield FarInbox(found, passwords, Fetching)
        return
    from toolkit.commands.cluster import Cluster, connected

    with connected(cluster) as client:
        yield FarInbox(found, passwords, lambda: Cluster(client, cluster))
