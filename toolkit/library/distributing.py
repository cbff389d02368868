"""The function of the library that makes templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from toolkit.commands.distributing import Distribution, distribute
from toolkit.commands.made_templates import One
from toolkit.library.arguments import FormOrPath, as_code, as_wish, as_year
from toolkit.library.result import Paths, StrPath, path_of


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
        previous: last year's consolidated workbook, or last year's returns or published reports as
            a folder, a zip or a single file, or a table of units and indicators, whose figures are
            filled in where they carry on, and noted beside every input.
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
    done = distribute(
        as_wish(form),
        year=as_year(year),
        roster=path_of(roster),
        folder=path_of(folder),
        previous=path_of(previous),
        wanted=as_code(collector),
        progress=progress,
    )
    return Paths(done.paths, done)
