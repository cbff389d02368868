"""The function of the library that audits single returns."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.commands.checking import Checks, check_files
from toolkit.commands.read_files import Progress
from toolkit.commands.words import AGAINST_ALONE
from toolkit.errors import CannotRun
from toolkit.files.disk import named_path
from toolkit.library.arguments import FormOrPath, as_paths, as_texts, as_wish, as_year
from toolkit.library.result import Checked, StrPath, path_of


def check(
    paths: StrPath | Iterable[StrPath],
    *,
    year: int | None = None,
    form: FormOrPath | None = None,
    passwords: str | Iterable[str] = (),
    cluster: str | None = None,
    against: StrPath | None = None,
    previous: StrPath | None = None,
    progress: Progress = iter,
) -> Checked:
    """Audit single returns, each by itself, without a roster and without adding up.

    Args:
        paths: files and folders with returns, also as URLs.
        year: the year that they should report on; by default any.
        form: a form, or its id or path; by default the one that most of them state.
        passwords: those that encrypted workbooks and zips may have.
        cluster: as for :func:`collect`.
        against: a consolidated workbook (its sum, as :func:`report` reads it) or a unit's return;
            each published report is held against it, in its tables and in its text, and any
            difference is an error. ``checks.checked`` has the verdict on each. The year is that
            of the workbook.
        previous: last year's reports or returns of the same units: a file, a folder or a zip.
        progress: as for :func:`collect`.

    Returns:
        The same as :func:`collect`, without totals: ``units`` has a row for each file that names
        its unit, and ``in_total`` is False.

    Raises:
        CannotRun: a file is not there, there are none, no such year, the form cannot be read, the
            cluster cannot do it, the workbook is none whose figures can be published, there is no
            report to be held against it, or a year or a cluster was given beside it.
        TypeError: the year is no whole number.
    """
    asked = as_year(year)
    given, words, before = as_paths(paths), as_texts(passwords), path_of(previous)
    if against is None:
        by = progress, words, cluster, before
        checked = list(check_files(given, as_wish(form), asked, *by))
        return Checked(Checks(checked, checked[0].form, asked))
    from toolkit.commands.against import check_against

    if asked is not None or cluster:
        raise CannotRun(AGAINST_ALONE)
    by_workbook = named_path(against), as_wish(form), progress, words, before
    held = check_against(given, *by_workbook)
    return Checked(Checks(held.checked, held.source.form, asked, against=held.source))
