"""What ``init`` prints: what was made, what was left as it was, and what comes next."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from toolkit.cli import beginning_words as words
from toolkit.cli.screen import console
from toolkit.commands.beginning import Begun
from toolkit.text import printable


def show_begun(begun: Begun) -> None:
    """All of it."""
    screen, folder = console(), begun.collection.folder
    lines = [words.begun(_shown(folder), begun.collection.value("", "year"))]
    lines += [words.made(_within(begun.made, folder))] if begun.made else []
    lines += [words.kept(_within(begun.kept, folder))] if begun.kept else []
    lines += [words.copied(_shown(one), copy.name) for one, copy in begun.copied.items()]
    lines += [words.elsewhere(_shown(one)) for one in begun.elsewhere]
    lines += [words.dated(len(begun.dated))] if begun.dated else []
    lines += [words.succeeding([u.name for u in begun.succeeding])] if begun.succeeding else []
    for line in lines:
        screen.print(line, soft_wrap=True)


def _shown(path: Path) -> str:
    return printable(str(path)) if path != Path() else printable(Path.cwd().name)


def _within(paths: Iterable[Path], folder: Path) -> list[str]:
    """Each as it lies in the folder; folders end with a stroke."""
    return [
        printable(os.path.relpath(one, folder)) + ("/" if one.is_dir() else "") for one in paths
    ]
