"""``--dry-run``: a command that does all but write, and says what it would have written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from toolkit.cli import words


def rehearse(ctx: typer.Context, wanted: bool) -> bool:
    """The option's callback: from here on, until the command has ended."""
    if wanted and not ctx.resilient_parsing:
        ctx.with_resource(_told())
    return wanted


@contextmanager
def _told() -> Iterator[None]:
    from toolkit.cli.screen import console
    from toolkit.files.rehearsal import rehearsed
    from toolkit.text import printable

    with rehearsed() as noted:
        code: typer.Exit | None = None
        try:
            yield
        except typer.Exit as ended:
            code = ended
    screen = console()
    screen.print(words.REHEARSED, soft_wrap=True)
    places = [
        words.would_read_at([printable(str(one)) for one in paths], None if alone else files)
        for paths, files in noted.read.items()
        for alone in [files == 1 and len(paths) == 1 and not paths[0].is_dir()]
    ]
    if places:
        screen.print(words.would(words.WOULD_READ, places), soft_wrap=True)
    for told, paths in (
        (words.WOULD_MAKE, noted.new),
        (words.WOULD_REPLACE, noted.replaced),
        (words.WOULD_ADD_TO, noted.added_to),
        (words.WOULD_REMOVE, noted.removed),
    ):
        if paths:
            names = [printable(str(one)) for one in paths]
            screen.print(words.would(told, names), soft_wrap=True)
    if code:
        raise code
