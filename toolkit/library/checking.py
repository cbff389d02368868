"""The function of the library that audits single returns."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.commands.checking import Checks, check_files
from toolkit.commands.read_files import Progress
from toolkit.library.arguments import FormOrPath, as_paths, as_texts, as_wish, as_year
from toolkit.library.result import Checked, StrPath


def check(
    paths: StrPath | Iterable[StrPath],
    *,
    year: int | None = None,
    form: FormOrPath | None = None,
    passwords: str | Iterable[str] = (),
    cluster: str | None = None,
    progress: Progress = iter,
) -> Checked:
    """Audit single returns, each by itself, without a roster and without adding up.

    Args:
        paths: files and folders with returns, also as URLs.
        year: the year that they should report on; by default any.
        form: a form, or its id or path; by default the one that most of them state.
        passwords: those that encrypted workbooks and zips may have.
        cluster: as for :func:`collect`.
        progress: as for :func:`collect`.

    Returns:
        The same as :func:`collect`, without totals: ``units`` has a row for each file that names
        its unit, and ``in_total`` is False.

    Raises:
        CannotRun: a file is not there, there are none, no such year, the form cannot be read, or
            the cluster cannot do it.
        TypeError: the year is no whole number.
    """
    asked = as_year(year)
    by = progress, as_texts(passwords), cluster
    checked = list(check_files(as_paths(paths), as_wish(form), asked, *by))
    return Checked(Checks(checked, checked[0].form, asked))
