"""The function of the library that shows what was understood, before anything is collected."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.commands.preview import preview
from toolkit.commands.read_files import Progress
from toolkit.library.arguments import FormOrPath, as_paths, as_texts, as_wish, as_year
from toolkit.library.result import StrPath, Understood, path_of


def read(
    paths: StrPath | Iterable[StrPath],
    *,
    roster: StrPath | None = None,
    year: int | None = None,
    form: FormOrPath | None = None,
    passwords: str | Iterable[str] = (),
    progress: Progress = iter,
) -> Understood:
    """Show what published reports and returns are understood to say; nothing is added up.

    Args:
        paths: files and folders with reports (pages, Word documents, PDFs, texts) or returns, also
            as URLs.
        roster: whose each file is is known by it; by default only by what the file says itself.
        year: the year that they should be on; by default any.
        form: a form, or its id or path; by default the one that most of them state, or the newest.
        passwords: those that encrypted files and zips may have.
        progress: as for :func:`collect`.

    Returns:
        The same as :func:`check`; :meth:`Understood.write` makes a filled workbook of each file.

    Raises:
        CannotRun: a file is not there, there are none, no such year, or form or roster cannot be
            read.
        TypeError: the year is no whole number.
    """
    return Understood(
        preview(
            as_paths(paths),
            as_wish(form),
            year=as_year(year),
            roster=path_of(roster, remote=True),
            passwords=as_texts(passwords),
            progress=progress,
        )
    )
