"""What ``init`` prints: what was made, what was left as it was, and what comes next."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from toolkit.cli import beginning_words as words
from toolkit.cli.screen import console
from toolkit.collection.names import LAST_YEAR
from toolkit.commands.beginning import Begun
from toolkit.files.rehearsal import rehearsal
from toolkit.text import printable


def show_begun(begun: Begun) -> None:
    """All of it."""
    screen, folder = console(), begun.collection.folder
    meant, collection = rehearsal() is None, begun.collection
    lines = [words.begun(_shown(folder), collection.value("", "year"), meant=meant)]
    lines += [words.made(_within(begun.made, folder))] if begun.made else []
    lines += [words.kept(_within(begun.kept, folder))] if begun.kept else []
    lines += [words.copied(_shown(one), copy.name) for one, copy in begun.copied.items()]
    lines += [words.elsewhere(_shown(one)) for one in begun.elsewhere]
    lines += [words.dated(len(begun.dated))] if begun.dated else []
    lines += [words.succeeding([u.name for u in begun.succeeding])] if begun.succeeding else []
    if meant and collection.lacks_last_year and (roster := collection.path("", "units")):
        lines += [
            words.last_year_follows(printable(str(folder)), printable(roster.name), LAST_YEAR)
        ]
    for line in lines:
        screen.print(line, soft_wrap=True)


def _shown(path: Path) -> str:
    return printable(str(path)) if path != Path() else printable(Path.cwd().name)


def _within(paths: Iterable[Path], folder: Path) -> list[str]:
    """Each as it lies in the folder; folders end with a stroke."""
    return [
        printable(os.path.relpath(one, folder)) + ("/" if one.is_dir() else "") for one in paths
    ]
