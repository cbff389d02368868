"""What a run that was killed has left beside its outputs, and the next one takes away.

Only what is certainly ours goes, and only once its run has ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from toolkit.files.rehearsal import rehearsal
from toolkit.files.staging import is_old, remove_if_left_behind
from toolkit.grids.identity import JSON_BEGINS, PROPERTY
from toolkit.spreadsheets.xlsx import read_properties

# As earlier versions called each single file. Others might do so, too: what it holds has to say
# that it is ours, and nothing says whether its run goes on but how old it is.
_EARLIER = re.compile(r"\.~[a-z0-9_]{8}\.tmp")


def remove_left_behind(places: Iterable[Path]) -> None:
    """Take it away from these folders."""
    if rehearsal():
        return
    for place in dict.fromkeys(places):
        # A folder that cannot be looked through is told where it is written to.
        with suppress(OSError):
            for path in [one for one in place.iterdir() if one.name.startswith(".~")]:
                remove_if_left_behind(path)
                if _EARLIER.fullmatch(path.name):
                    _remove_earlier(path)


def _remove_earlier(path: Path) -> None:
    with suppress(OSError):
        if path.is_file() and not path.is_symlink() and is_old(path) and _is_ours(path):
            path.unlink()


def _is_ours(path: Path) -> bool:
    """Whether it says so; one that was not written to its end cannot, and stays."""
    content = path.read_bytes()
    return content.startswith(JSON_BEGINS) or f"{PROPERTY}kind" in read_properties(content)
