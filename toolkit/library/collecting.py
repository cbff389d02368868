"""The function of the library that reads, audits and adds up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from toolkit.commands import collecting
from toolkit.commands.read_files import Progress
from toolkit.commands.wishes import Wishes
from toolkit.library.arguments import FormOrPath, as_code, as_paths, as_texts, as_wish, as_year
from toolkit.library.result import Consolidated, StrPath, path_of


def collect(
    paths: StrPath | Iterable[StrPath],
    *,
    roster: StrPath | None = None,
    previous: StrPath | Literal[False] | None = None,
    year: int | None = None,
    form: FormOrPath | None = None,
    collector: str | int | None = None,
    strict: bool | None = None,
    prefer: StrPath | Iterable[StrPath] = (),
    passwords: str | Iterable[str] = (),
    cluster: str | None = None,
    like: StrPath | None = None,
    standing: Iterable[str] = (),
    progress: Progress = iter,
) -> Consolidated:
    """Read, audit and add up returns; nothing is written.

    Args:
        paths: files and folders with returns; zips and mails in them are opened. Also as URLs that
            fsspec reads (``s3://bucket/folder``), with the extra ``cluster``; so are ``roster`` and
            ``previous``.
        roster: the roster; by default ``名册.xlsx``, ``名册.csv``, ``units.csv`` or
            ``units.xlsx`` in the folder or beside it.
        previous: last year's consolidated workbook, or last year's returns or published reports as
            a folder, a zip or a single file, or a table of units and indicators; False: none,
            whatever ``like`` was given.
        year: the year reported on; by default the one that most returns state.
        form: a form, or its id or path; by default the one that the returns state.
        collector: the code of the collecting unit, where the roster does not make it plain.
        strict: leave units with errors out of the sum; None: as ``like`` was made, else no.
        prefer: of several returns of a unit, the files that count, each by its path in ``files``
            or by the end of that path.
        passwords: those that encrypted workbooks and zips may have.
        cluster: the address of a scheduler of Dask's, ``tcp://host:8786``, whose workers read the
            returns; by default this machine does. The result is the same.
        like: the consolidated workbook of an earlier run, or the folder that has it under its usual
            name: what that run was given is used where nothing is said here (roster, last year's
            figures, form, collector, strict, preferred files). ``earlier`` of the result says what.
        standing: which of ``roster`` and ``previous`` are not asked for now, but stand in settings:
            the run stops where they do not say what those of ``like`` said.
        progress: follows the reading; it is given the files, which have a length, and gives them
            back one by one, as ``tqdm`` does.

    Returns:
        Findings, units and files as tables, figures and totals in the indicators' own units of
        measure; :meth:`Consolidated.write` makes the workbook.

    Raises:
        CannotRun: there are no files, no roster, no such year or none of the preferred files, or
            it is unclear whose sum this is; last year's figures or the form cannot be read; the
            cluster cannot do it; roster or last year's figures of ``like`` are gone or not what
            they were.
        TypeError: the year is no whole number.
    """
    wishes = Wishes(
        as_paths(paths),
        units=path_of(roster, remote=True),
        form=as_wish(form),
        year=as_year(year),
        collector=as_code(collector),
        strict=strict,
        previous=path_of(previous or None, remote=True),
        no_previous=previous is False,
        prefer=as_texts(prefer),
        passwords=as_texts(passwords),
        cluster=cluster,
        like=path_of(like),
        units_stand="roster" in (named := set(standing)),
        previous_stands="previous" in named,
    )
    return Consolidated(collecting.collect(wishes, progress))
