"""The options that several commands have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from toolkit.cli import completion, words
from toolkit.cli.rehearsing import rehearse
from toolkit.collection.keys import YEARS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolkit.cli.screen import Sized

_Item = TypeVar("_Item")
_M = words.METAVARS


def form_option(default: str) -> Any:
    return typer.Option(
        "--form",
        help=words.FORM,
        metavar=_M["form"],
        show_default=default,
        autocompletion=completion.forms,
    )


def year_option(help: str, default: str | bool) -> Any:
    return typer.Option(
        "--year",
        help=help,
        metavar=_M["year"],
        min=YEARS[0],
        max=YEARS[-1],
        show_default=default,
    )


NewestForm = Annotated[str | None, form_option(words.FORM_DEFAULT)]
StatedForm = Annotated[str | None, form_option(words.FORM_BY_RETURNS)]
# Paths come as they were typed: of a URL a Path would make one slash of two.
Units = Annotated[
    str | None,
    typer.Option(
        "--units", help=words.UNITS, metavar=_M["units"], show_default=words.UNITS_DEFAULT
    ),
]

Passwords = Annotated[
    list[str] | None,
    typer.Option("--password", help=words.PASSWORD, metavar=_M["password"], show_default=False),
]

NoPrevious = Annotated[bool, typer.Option("--no-previous", help=words.NO_PREVIOUS)]

Cluster = Annotated[
    str | None,
    typer.Option("--cluster", help=words.CLUSTER, metavar=_M["cluster"], show_default=False),
]

DryRun = Annotated[
    bool, typer.Option("--dry-run", help=words.DRY_RUN, callback=rehearse, is_eager=True)
]

Quiet = Annotated[bool, typer.Option("-q", "--quiet", help=words.QUIET)]


def progress_of(*actions: str, quiet: bool = False) -> Callable[[Sized[_Item]], Iterator[_Item]]:
    """The bar, with a word for each time that it is shown; imported once work has begun."""
    every = iter(actions)

    def shown(items: Sized[_Item]) -> Iterator[_Item]:
        if quiet:
            return iter(items)
        from toolkit.cli.screen import progress

        return progress(items, next(every))

    return shown
