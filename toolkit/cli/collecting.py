"""``collect`` from what was typed to what is printed: once, or whenever something comes in."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import toolkit
from toolkit.cli import words
from toolkit.cli.options import progress_of
from toolkit.collection.names import FILE
from toolkit.commands.asked import Asked, asked_for, returns_in, sum_in
from toolkit.commands.words import default_output, default_outputs
from toolkit.errors import CannotRun
from toolkit.files.disk import real
from toolkit.files.remote import is_url
from toolkit.text import printable

if TYPE_CHECKING:
    from toolkit.collection.settings import Collection
    from toolkit.commands.outputs import Outputs
    from toolkit.library.result import Consolidated, Written

# The arguments of the library that may stand in a collection, and their keys there.
_STANDING = {"roster": "units", "previous": "previous"}
# What says the same as the workbook of a collection, and goes with no other one.
_OF_THE_WORKBOOK = ("json", "feedback", "csv")


def must_be_named(name: str, command: str, collection: Collection | None = None) -> NoReturn:
    """Say that something has to be named, or what the file of the collection does not say."""
    if collection:
        raise CannotRun(words.not_in_collection(name, command, collection.shown))
    raise CannotRun(words.missing(words.METAVARS[name], command))


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for one call."""

    # By the keys of a collection; None for what was not typed.
    options: dict[str, Any]
    no_previous: bool = False
    prefer: Sequence[str] = ()
    passwords: Sequence[str] = ()
    quiet: bool = False
    # Copies of the workbook in which colleagues have worked.
    review: Sequence[str] = ()

    def asked(self) -> Asked:
        """The same with what the collection says."""
        without = ("previous",) if self.no_previous else ()
        asked = asked_for("collect", self.options, self.options["returns"] or (), without)
        if not asked["returns"]:
            must_be_named("returns", "collect", asked.collection)
        _must_be_of_one(asked)
        return asked.leaving(_OF_THE_WORKBOOK) if _is_aside(asked) else asked


def _must_be_of_one(asked: Asked) -> None:
    """Raise CannotRun where a path is the folder of another collection: both would be mixed."""
    own = asked.collection.folder.resolve() if asked.collection else None
    for one in asked["returns"]:
        # What cannot be a path is told where it is read.
        with suppress(OSError, ValueError):
            if not is_url(one) and Path(one, FILE).is_file() and Path(one).resolve() != own:
                raise CannotRun(words.another_collection(printable(one)))


def _is_aside(asked: Asked) -> bool:
    """Whether another workbook is to be made than that of the collection."""
    own = sum_in(asked.collection)
    if own is None or asked.stands("out") or asked["out"] is None:
        return False
    return real(Path(asked["out"])) != real(Path(own))


def collect_once(typed: Typed) -> int:
    """Collect, print, and return the exit code."""
    from toolkit.commands.outputs import Outputs
    from toolkit.library.arguments import as_paths
    from toolkit.library.result import path_of

    asked = typed.asked()
    paths = as_paths(returns_in(asked["returns"], asked.collection))
    out, json, feedback, csv = (path_of(asked[one]) for one in ("out", "json", "feedback", "csv"))
    lost = _must_be_possible(typed, asked, Outputs(out, json, feedback, csv), paths)
    collected = toolkit.collect(
        paths,
        roster=asked["units"],
        previous=False if typed.no_previous else asked["previous"],
        year=asked["year"],
        form=asked["form"],
        collector=asked["as"],
        strict=asked["strict"],
        prefer=typed.prefer,
        passwords=typed.passwords,
        cluster=asked["cluster"],
        like=_earlier_workbook(typed, asked, out),
        standing=[name for name, key in _STANDING.items() if asked.stands(key)],
        progress=progress_of(words.READING, words.READING_AGAIN, quiet=typed.quiet),
    )
    before = collected.earlier.feedback if collected.earlier and not _is_aside(asked) else None
    written = collected.write(
        out or asked.folder / default_output(collected.consolidation.year),
        json=json,
        feedback=feedback or before,
        csv=csv,
        review=typed.review,
        journal=asked.collection.journal if asked.collection else None,
    )
    _show(typed, asked, collected, written, paths)
    if lost:
        from toolkit.cli.screen import console

        console().print(lost, soft_wrap=True)
    return 1 if written.result.has_errors else 0


def _must_be_possible(typed: Typed, asked: Asked, outputs: Outputs, paths: Sequence[Path]) -> str:
    """Refuse, before anything is read, what cannot be written or would lose something.

    Returns: one sentence where the workbook of the collection is gone, else "".
    """
    from toolkit.library.result import paths_of

    outputs.must_fit(paths)
    if typed.review:
        from toolkit.commands.workbook_copies import must_be_copies

        must_be_copies(paths_of(typed.review), outputs.besides)
    elif asked.collection and not _is_aside(asked) and (own := sum_in(asked.collection)):
        from toolkit.commands.lost_workbook import lost_workbook

        return lost_workbook(Path(own), asked.collection.journal, asked["year"])
    return ""


def _earlier_workbook(typed: Typed, asked: Asked, out: Path | None) -> Path:
    """The workbook whose run is gone on with, or the folder that it lies in under its usual name.

    One that was renamed is named as a copy, and nothing lies in its place. One that is made beside
    that of the collection goes on like that.
    """
    place = out or asked.folder
    if _is_aside(asked) and not place.exists():
        return Path(str(sum_in(asked.collection)))
    usual = place.glob(default_outputs("*")) if place.is_dir() else ()
    if typed.review and not (any(usual) if place.is_dir() else place.exists()):
        return Path(typed.review[0])
    return place


def collect_whenever(typed: Typed) -> int:
    """Collect now, and again whenever something comes in; Ctrl+C ends the process."""
    from toolkit.cli.screen import console
    from toolkit.cli.watching import changes

    screen, coming = console(), changes(typed.asked())
    # What comes in while the first run goes on is not missed.
    next(coming)
    while True:
        try:
            collect_once(typed)
        except CannotRun as error:
            # A workbook that is open now may be closed when the next file comes.
            screen.print(str(error), soft_wrap=True)
        screen.print(words.WATCHING, soft_wrap=True)
        # Whoever reads this through a pipe waits for it.
        screen.file.flush()
        names = [printable(one) for one in next(coming)]
        screen.print(words.arrived(f"{datetime.datetime.now():%H:%M}", names), soft_wrap=True)


def _show(
    typed: Typed, asked: Asked, collected: Consolidated, written: Written, paths: Sequence[Path]
) -> None:
    from toolkit.cli.quiet_lines import show_to_do
    from toolkit.cli.screen import show_timings

    if typed.quiet:
        show_to_do(written)
    else:
        _show_all(asked, collected, written, paths)
    if asked["timings"]:
        show_timings(written.result.timings)


def _show_all(
    asked: Asked, collected: Consolidated, written: Written, paths: Sequence[Path]
) -> None:
    from toolkit.cli.screen import (
        console,
        show_other_rosters,
        show_outbox,
        show_parted,
        show_result,
        show_review,
        show_taken,
        show_unread,
        show_used,
    )
    from toolkit.commands.outputs import collected_folder

    show_used(asked, collected.roster)
    show_other_rosters(collected.other_rosters, collected.roster)
    show_taken(collected, None if asked["feedback"] else written.outbox)
    show_unread(collected)
    if _is_aside(asked):
        own = str(sum_in(asked.collection))
        begun = not written.backup and not written.review.merged and Path(own).exists()
        told = words.aside(asked["out"], own if begun else "", [key.name for key in asked.left])
        console().print(printable(told), soft_wrap=True)
    if unfilled := written.result.consolidation.previous.unfilled:
        console().print(words.previous_unfilled(unfilled), soft_wrap=True)
    show_result(written.result.consolidation, written.paths)
    show_review(written.review, written.backup)
    show_parted(written.parted)
    workbook = written.paths[0]
    if not written.backup and (folder := collected_folder(workbook.parent, paths)):
        told = words.written_among_returns(*(printable(str(one)) for one in (workbook, folder)))
        console().print(told, soft_wrap=True)
    if written.outbox:
        show_outbox(written.outbox)
    if written.journal:
        console().print(written.journal, soft_wrap=True)
