"""The arguments of the functions of the library, as the commands take them.

Names and meanings are those of the options, in Python's manner. Each function stands in a module of
its own: whoever calls one waits for nothing that only another needs, and its annotations can be
resolved.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import index
from os import PathLike
from pathlib import Path
from typing import SupportsIndex

from toolkit.collection.keys import YEARS
from toolkit.commands import words
from toolkit.errors import CannotRun
from toolkit.files.disk import named_path
from toolkit.form.form import Form
from toolkit.library.result import StrPath

FormOrPath = Form | StrPath


def as_paths(some: StrPath | Iterable[StrPath]) -> list[Path]:
    every = [some] if isinstance(some, str | PathLike) else list(some)
    if not every:
        raise CannotRun(words.nothing_named())
    return [named_path(one, remote=True) for one in every]


def as_wish(one: FormOrPath | None) -> Form | str | None:
    return one if one is None or isinstance(one, Form) else str(one)


def as_texts(some: StrPath | Iterable[StrPath] | None) -> tuple[str, ...]:
    every = [some] if isinstance(some, str | PathLike) else some or ()
    return tuple(str(one) for one in every)


def as_code(one: str | int | None) -> str | None:
    """A code that pandas has read from a table may be a number."""
    return one if one is None or isinstance(one, str) else str(index(one))


def as_year(one: SupportsIndex | None) -> int | None:
    """A whole number, of numpy too; the same years as on the command line."""
    if one is None:
        return None
    year = index(one)
    if year not in YEARS:
        raise CannotRun(words.no_such_year(year))
    return year
