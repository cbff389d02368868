"""The functions of the library: one for each command that makes something.

Names and meanings are those of the options, in Python's manner; nothing is printed. What a command
needs is imported where it is called: none waits for what only another needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import index
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, SupportsIndex

from toolkit.commands import words
from toolkit.commands.words import FIRST_YEAR, LAST_YEAR
from toolkit.errors import CannotRun
from toolkit.files.disk import named_path
from toolkit.form import form_file
from toolkit.form.form import Form
from toolkit.library.result import Checked, Consolidated, Paths, StrPath, path_of

if TYPE_CHECKING:
    from toolkit.commands.distributing import Distribution, One
    from toolkit.commands.read_files import Progress
    from toolkit.commands.reporting import Reported

FormOrPath = Form | StrPath


def collect(
    paths: StrPath | Iterable[StrPath],
    *,
    roster: StrPath | None = None,
    previous: StrPath | None = None,
    year: int | None = None,
    form: FormOrPath | None = None,
    collector: str | int | None = None,
    strict: bool = False,
    prefer: StrPath | Iterable[StrPath] = (),
    passwords: str | Iterable[str] = (),
    progress: Progress = iter,
) -> Consolidated:
    """Read, audit and add up returns; nothing is written.

    Args:
        paths: files and folders with returns; zips and mails in them are opened.
        roster: the roster; by default ``units.csv`` or ``units.xlsx`` in the folder or beside it.
        previous: last year's consolidated workbook, or a folder or zip of last year's returns.
        year: the year reported on; by default the one that most returns state.
        form: a form, or its id or path; by default the one that the returns state.
        collector: the code of the collecting unit, where the roster does not make it plain.
        strict: leave units with errors out of the sum.
        prefer: of several returns of a unit, the files that count, each by its path in ``files``
            or by the end of that path.
        passwords: those that encrypted workbooks and zips may have.
        progress: follows the reading; it is given the files, which have a length, and gives them
            back one by one, as ``tqdm`` does.

    Returns:
        Findings, units and files as tables, figures and totals in the indicators' own units of
        measure; :meth:`Consolidated.write` makes the workbook.

    Raises:
        CannotRun: there are no files, no roster, no such year or none of the preferred files, or
            it is unclear whose sum this is; last year's figures or the form cannot be read.
        TypeError: the year is no whole number.
    """
    from toolkit.commands import collecting

    wishes = collecting.Wishes(
        _paths(paths),
        units=path_of(roster),
        form=_form(form),
        year=_year(year),
        collector=_code(collector),
        strict=strict,
        previous=path_of(previous),
        prefer=_texts(prefer),
        passwords=_texts(passwords),
    )
    return Consolidated(collecting.collect(wishes, progress))


def check(
    paths: StrPath | Iterable[StrPath],
    *,
    year: int | None = None,
    form: FormOrPath | None = None,
    passwords: str | Iterable[str] = (),
    progress: Progress = iter,
) -> Checked:
    """Audit single returns, each by itself, without a roster and without adding up.

    Args:
        paths: files and folders with returns.
        year: the year that they should report on; by default any.
        form: a form, or its id or path; by default the one that most of them state.
        passwords: those that encrypted workbooks and zips may have.
        progress: as for :func:`collect`.

    Returns:
        The same as :func:`collect`, without totals: ``units`` has a row for each file that names
        its unit, and ``in_total`` is False.

    Raises:
        CannotRun: a file is not there, there are none, no such year, or the form cannot be read.
        TypeError: the year is no whole number.
    """
    from toolkit.commands.checking import Checks, check_files

    asked = _year(year)
    checked = list(check_files(_paths(paths), _form(form), asked, progress, _texts(passwords)))
    return Checked(Checks(checked, checked[0].form, asked))


def make_templates(
    roster: StrPath | None = None,
    *,
    year: int | None = None,
    form: FormOrPath | None = None,
    folder: StrPath | None = None,
    previous: StrPath | None = None,
    collector: str | int | None = None,
    progress: Callable[[Sequence[One]], Iterable[One]] = iter,
) -> Paths[Distribution]:
    """Make the locked workbooks that units fill in; one that somebody has changed is left alone.

    Args:
        roster: one workbook for each unit on it; None: the blank official template.
        year: the year reported on; by default the last one from January to June, else this one.
        form: a form, or its id or path; by default the newest that comes with the toolkit.
        folder: by default ``templates/xlsx`` for the blank template, else ``templates-<year>``.
        previous: last year's consolidated workbook or a folder of last year's returns, whose
            figures are filled in where they carry on, and noted beside every input.
        collector: only for the units that this one sums, by its code.
        progress: follows the writing, as for :func:`collect`.

    Returns:
        The template of every unit, in the order of the roster. ``done.kept`` has those that
        somebody has changed, ``done.carrying`` those that were left alone since they hold figures
        of last year and this call has none, and ``done.unknown`` the units without such figures.

    Raises:
        CannotRun: form, roster or last year's figures cannot be read, or the folder not be written;
            there is no such year or no such collector, or what needs a roster has none.
        TypeError: the year is no whole number.
    """
    from toolkit.commands.distributing import distribute

    done = distribute(
        _form(form),
        year=_year(year),
        roster=path_of(roster),
        folder=path_of(folder),
        previous=path_of(previous),
        wanted=_code(collector),
        progress=progress,
    )
    return Paths(done.paths, done)


def report(
    workbook: StrPath,
    folder: StrPath | None = None,
    *,
    form: FormOrPath | None = None,
    passwords: str | Iterable[str] = (),
) -> Paths[Reported]:
    """Make the report that is published: a Word document and a page of HTML.

    Args:
        workbook: a reviewed consolidated workbook, or one unit's filled return.
        folder: where both go; by default the current one.
        form: a form, or its id or path; by default the one that the workbook states.
        passwords: those that the workbook may have.

    Returns:
        Both files. ``done.report.gaps`` has what is to be filled in, and ``done.source.findings``
        what speaks against publishing it as it is.

    Raises:
        CannotRun: the workbook cannot be published as it is, or a file stands in the way.
    """
    from toolkit.commands.reporting import report_on

    path = named_path(workbook)
    done = report_on(path, _form(form), path_of(folder), _texts(passwords))
    return Paths(done.paths, done)


def load_form(form: FormOrPath | None = None) -> Form:
    """A form: its tables, indicators and rules.

    Args:
        form: the id of a form that comes with the toolkit, or the path of a YAML file; by default
            the newest that comes with it. A form is given back as it is.

    Raises:
        CannotRun: there is no such form, or it has a mistake, given with its line.
    """
    wish = _form(form)
    return form_file.default_form() if wish is None else form_file.as_form(wish)


def _paths(some: StrPath | Iterable[StrPath]) -> list[Path]:
    every = [some] if isinstance(some, str | PathLike) else list(some)
    if not every:
        raise CannotRun(words.nothing_named())
    return [named_path(one) for one in every]


def _form(one: FormOrPath | None) -> Form | str | None:
    return one if one is None or isinstance(one, Form) else str(one)


def _texts(some: StrPath | Iterable[StrPath] | None) -> tuple[str, ...]:
    every = [some] if isinstance(some, str | PathLike) else some or ()
    return tuple(str(one) for one in every)


def _code(one: str | int | None) -> str | None:
    """A code that pandas has read from a table may be a number."""
    return one if one is None or isinstance(one, str) else str(index(one))


def _year(one: SupportsIndex | None) -> int | None:
    """A whole number, of numpy too; the same years as on the command line."""
    if one is None:
        return None
    year = index(one)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CannotRun(words.no_such_year(year))
    return year
