"""The function of the library that lays years side by side."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.commands.chronicling import chronicle_of
from toolkit.commands.read_files import Progress
from toolkit.library.arguments import FormOrPath, as_paths, as_texts, as_wish
from toolkit.library.result import StrPath, path_of
from toolkit.library.years import History


def history(
    paths: StrPath | Iterable[StrPath],
    *,
    roster: StrPath | None = None,
    form: FormOrPath | None = None,
    passwords: str | Iterable[str] = (),
    progress: Progress = iter,
) -> History:
    """Lay the years of one or many units side by side; nothing is written.

    Args:
        paths: files and folders with published reports, returns and consolidated workbooks of any
            years, also as URLs.
        roster: whose each file is is known by it, and which units have merged or changed their
            codes; by default only by what the files say themselves.
        form: the form by whose lines the years are compared, or its id or path; by default the
            newest that most of the files state. Years in the form that it has replaced are
            compared where rows mean the same.
        passwords: those that encrypted files and zips may have.
        progress: as for :func:`collect`.

    Returns:
        The tables, and :meth:`History.write` for the workbook.

    Raises:
        CannotRun: a file is not there, there are none, form or roster cannot be read, or no file
            gives figures of a unit and a year.
    """
    texts = as_texts(passwords)
    roster_path = path_of(roster, remote=True)
    return History(
        chronicle_of(
            as_paths(paths), as_wish(form), roster=roster_path, passwords=texts, progress=progress
        )
    )
