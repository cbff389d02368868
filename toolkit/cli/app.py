"""The commands: parse, one call of the library, print, exit. Nothing is computed here.

Heavy modules are imported inside the commands, so that ``toolkit --help`` is instant.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

import toolkit
from toolkit.cli import words
from toolkit.cli.chinese import new_app
from toolkit.commands.words import FIRST_YEAR, LAST_YEAR, default_output
from toolkit.errors import CannotRun
from toolkit.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolkit.cli.screen import Sized

_Item = TypeVar("_Item")

app = new_app(words.APP)
_M = words.METAVARS


def _form(default: str) -> Any:
    return typer.Option("--form", help=words.FORM, metavar=_M["form"], show_default=default)


def _year(help: str, default: str | bool) -> Any:
    return typer.Option(
        "--year",
        help=help,
        metavar=_M["year"],
        min=FIRST_YEAR,
        max=LAST_YEAR,
        show_default=default,
    )


NewestForm = Annotated[str | None, _form(words.FORM_DEFAULT)]
StatedForm = Annotated[str | None, _form(words.FORM_BY_RETURNS)]
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


def _progress(*actions: str) -> Callable[[Sized[_Item]], Iterator[_Item]]:
    """The bar, with a word for each time that it is shown; imported once work has begun."""
    every = iter(actions)

    def shown(items: Sized[_Item]) -> Iterator[_Item]:
        from toolkit.cli.screen import progress

        return progress(items, next(every))

    return shown


# The arguments of the library that may stand in a collection, and their keys there.
_STANDING = {"roster": "units", "previous": "previous"}


def _missing(name: str, command: str) -> NoReturn:
    """Say that something has to be named, as outside a collection."""
    raise CannotRun(words.missing(words.METAVARS[name], command))


@app.command(help=words.INIT)
def init(
    folder: Annotated[str, typer.Argument(help=words.INIT_FOLDER, metavar=_M["folder"])],
    units: Annotated[
        str | None,
        typer.Option("--units", help=words.INIT_UNITS, metavar=_M["units"], show_default=False),
    ] = None,
    previous: Annotated[
        str | None,
        typer.Option(
            "--previous", help=words.INIT_PREVIOUS, metavar=_M["file"], show_default=False
        ),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option("--from", help=words.INIT_FROM, metavar=_M["dir"], show_default=False),
    ] = None,
    year: Annotated[int | None, _year(words.YEAR, words.INIT_YEAR)] = None,
    collector: Annotated[
        str | None,
        typer.Option("--as", help=words.COLLECTOR, metavar=_M["code"], show_default=False),
    ] = None,
    form: NewestForm = None,
) -> None:
    from toolkit.cli.beginning_lines import show_begun
    from toolkit.commands.beginning import Begin, begin
    from toolkit.files.disk import named_path
    from toolkit.library.result import path_of

    places = (path_of(units), path_of(previous), path_of(last))
    show_begun(begin(Begin(named_path(folder), year, *places, collector, form)))


@app.command(help=words.STATUS, hidden=True)
def status() -> None:
    from toolkit.cli.standing_lines import show_standing
    from toolkit.collection.settings import collection_of
    from toolkit.commands.standing import standing_of

    collection = collection_of(Path())
    if collection is None:
        raise CannotRun(words.no_collection())
    show_standing(standing_of(collection))


@app.command(help=words.TEMPLATE)
def template(
    form: NewestForm = None,
    year: Annotated[int | None, _year(words.YEAR, words.YEAR_DEFAULT)] = None,
    units: Annotated[
        str | None,
        typer.Option("--units", help=words.UNITS, metavar=_M["units"], show_default=False),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--out",
            help=words.TEMPLATE_OUT,
            metavar=_M["dir"],
            show_default=words.TEMPLATE_OUT_DEFAULT,
        ),
    ] = None,
    previous: Annotated[
        str | None,
        typer.Option(
            "--previous", help=words.PREVIOUS_TEMPLATE, metavar=_M["file"], show_default=False
        ),
    ] = None,
    collector: Annotated[
        str | None,
        typer.Option("--as", help=words.COLLECTOR_TEMPLATE, metavar=_M["code"], show_default=False),
    ] = None,
    no_previous: NoPrevious = False,
) -> None:
    from toolkit.commands.asked import asked_for

    typed = {"form": form, "year": year, "units": units, "out": out, "as": collector}
    without = ("previous",) if no_previous else ()
    asked = asked_for("template", {**typed, "previous": previous}, without=without)
    done = toolkit.make_templates(
        asked["units"],
        year=asked["year"],
        form=asked["form"],
        folder=asked["out"],
        previous=asked["previous"],
        collector=asked["as"],
        progress=_progress(words.WRITING),
    ).done
    from toolkit.cli.finding_lines import show_findings
    from toolkit.cli.screen import console, show_used

    screen, folder = console(), printable(str(done.folder))
    show_used(asked, done.roster)
    for some in done.alike:
        screen.print(words.same_names(some[0].name, [one.code for one in some]), soft_wrap=True)
    show_findings(screen, done.findings, done.form)
    if done.unknown:
        screen.print(words.no_last_year(done.unknown), soft_wrap=True)
    if done.renamed:
        pairs = [(old.name, new.name) for old, new in done.renamed]
        screen.print(words.templates_renamed(pairs, folder), soft_wrap=True)
    for path in done.kept:
        screen.print(words.template_kept(printable(str(path))), soft_wrap=True)
    if done.carrying:
        told = words.templates_carrying([one.name for one in done.carrying], folder)
        screen.print(told, soft_wrap=True)
    screen.print(words.templates_done(done.made, done.same, folder), soft_wrap=True)


@app.command(help=words.COLLECT)
def collect(
    returns: Annotated[
        list[str] | None,
        typer.Argument(help=words.RETURNS, metavar=_M["returns"], show_default=words.OF_COLLECTION),
    ] = None,
    units: Units = None,
    year: Annotated[int | None, _year(words.YEAR, words.YEAR_BY_RETURNS)] = None,
    form: StatedForm = None,
    out: Annotated[
        str | None,
        typer.Option(
            "-o", "--out", help=words.OUT, metavar=_M["out"], show_default=words.OUT_DEFAULT
        ),
    ] = None,
    json: Annotated[
        str | None,
        typer.Option("--json", help=words.JSON, metavar=_M["json"], show_default=False),
    ] = None,
    collector: Annotated[
        str | None,
        typer.Option("--as", help=words.COLLECTOR, metavar=_M["code"], show_default=False),
    ] = None,
    strict: Annotated[
        bool | None,
        typer.Option("--strict/--no-strict", help=words.STRICT, show_default=False),
    ] = None,
    previous: Annotated[
        str | None,
        typer.Option("--previous", help=words.PREVIOUS, metavar=_M["file"], show_default=False),
    ] = None,
    no_previous: NoPrevious = False,
    prefer: Annotated[
        list[str] | None,
        typer.Option("--prefer", help=words.PREFER, metavar=_M["file"], show_default=False),
    ] = None,
    password: Passwords = None,
    feedback: Annotated[
        str | None,
        typer.Option("--feedback", help=words.FEEDBACK, metavar=_M["dir"], show_default=False),
    ] = None,
    csv: Annotated[
        str | None,
        typer.Option("--csv", help=words.CSV, metavar=_M["dir"], show_default=False),
    ] = None,
    cluster: Cluster = None,
    timings: Annotated[bool | None, typer.Option("--timings", help=words.TIMINGS)] = None,
) -> None:
    from toolkit.commands.asked import asked_for, returns_in
    from toolkit.commands.outputs import Outputs, collected_folder
    from toolkit.library.arguments import as_paths
    from toolkit.library.result import path_of

    typed = {"returns": returns or None, "units": units, "year": year, "form": form, "out": out}
    typed |= {"json": json, "as": collector, "strict": strict, "previous": previous}
    typed |= {"feedback": feedback, "csv": csv, "cluster": cluster, "timings": timings}
    without = ("previous",) if no_previous else ()
    asked = asked_for("collect", typed, returns or (), without)
    needed = asked["returns"] or _missing("returns", "collect")
    paths = as_paths(returns_in(needed, asked.collection))
    places = [path_of(asked[one]) for one in ("out", "json", "feedback", "csv")]
    # What cannot be written is refused before anything is read.
    Outputs(*places).must_fit(paths)
    collected = toolkit.collect(
        paths,
        roster=asked["units"],
        previous=False if no_previous else asked["previous"],
        year=asked["year"],
        form=asked["form"],
        collector=asked["as"],
        strict=asked["strict"],
        prefer=prefer or (),
        passwords=password or (),
        cluster=asked["cluster"],
        like=places[0] or asked.folder,
        standing=[name for name, key in _STANDING.items() if asked.stands(key)],
        progress=_progress(words.READING, words.READING_AGAIN),
    )
    place, json_place, feedback_place, csv_place = places
    before = collected.earlier.feedback if collected.earlier else None
    written = collected.write(
        place or asked.folder / default_output(collected.consolidation.year),
        json=json_place,
        feedback=feedback_place or before,
        csv=csv_place,
    )
    from toolkit.cli.screen import (
        console,
        show_other_rosters,
        show_outbox,
        show_parted,
        show_result,
        show_review,
        show_taken,
        show_timings,
        show_used,
    )

    show_used(asked, collected.roster)
    show_other_rosters(collected.other_rosters, collected.roster)
    show_taken(collected, before if feedback_place is None else None)
    show_result(written.result.consolidation, written.paths)
    show_review(written.review, written.backup)
    show_parted(written.parted)
    workbook = written.paths[0]
    if not written.backup and (folder := collected_folder(workbook.parent, paths)):
        told = words.written_among_returns(*(printable(str(one)) for one in (workbook, folder)))
        console().print(told, soft_wrap=True)
    if written.outbox:
        show_outbox(written.outbox)
    if asked["timings"]:
        show_timings(written.result.timings)
    raise typer.Exit(1 if written.result.has_errors else 0)


@app.command(help=words.CHECK)
def check(
    files: Annotated[
        list[str] | None,
        typer.Argument(help=words.FILES, metavar=_M["files"], show_default=words.OF_COLLECTION),
    ] = None,
    year: Annotated[int | None, _year(words.YEAR_TO_COMPARE, False)] = None,
    form: StatedForm = None,
    password: Passwords = None,
    cluster: Cluster = None,
    every: Annotated[bool, typer.Option("--all", help=words.EVERY)] = False,
    against: Annotated[
        str | None,
        typer.Option("--against", help=words.AGAINST, metavar=_M["workbook"], show_default=False),
    ] = None,
    previous: Annotated[
        str | None,
        typer.Option(
            "--previous", help=words.PREVIOUS_REPORT, metavar=_M["file"], show_default=False
        ),
    ] = None,
) -> None:
    from toolkit.commands.asked import asked_for

    typed = {"returns": files or None, "form": form, "year": None if against else year}
    asked = asked_for("collect", typed, files or (), ("year",) if against else ())
    result = toolkit.check(
        asked["returns"] or _missing("files", "check"),
        year=year or asked["year"],
        form=asked["form"],
        passwords=password or (),
        cluster=cluster,
        against=against,
        previous=previous,
        progress=_progress(words.READING, words.READING_AGAIN),
    )
    from toolkit.cli.checked_files import show_checked, year_of_now
    from toolkit.cli.screen import console, show_used

    show_used(asked)
    if against:
        from toolkit.cli.against_lines import show_held_against

        show_held_against(console(), result.checks, against, every=every)
        raise typer.Exit(1 if result.has_errors else 0)
    now = None if year or asked["year"] else year_of_now()
    show_checked(console(), result.checks.checked, every=every, year=now)
    raise typer.Exit(1 if result.has_errors else 0)


@app.command(help=words.READ)
def read(
    files: Annotated[
        list[str] | None,
        typer.Argument(help=words.TO_READ, metavar=_M["files"], show_default=words.OF_COLLECTION),
    ] = None,
    units: Annotated[
        str | None,
        typer.Option("--units", help=words.UNITS_TO_READ, metavar=_M["units"], show_default=False),
    ] = None,
    year: Annotated[int | None, _year(words.YEAR_TO_COMPARE, False)] = None,
    form: StatedForm = None,
    out: Annotated[
        str | None,
        typer.Option("-o", "--out", help=words.READ_OUT, metavar=_M["dir"], show_default=False),
    ] = None,
    password: Passwords = None,
    every: Annotated[bool, typer.Option("--all", help=words.EVERY_FIGURE)] = False,
) -> None:
    from toolkit.commands.asked import asked_for
    from toolkit.files.disk import must_be_a_folder, named_path

    # The reports that are looked at may well be those of the year before.
    typed = {"returns": files or None, "units": units, "form": form}
    asked = asked_for("collect", typed, files or ())
    if out is not None:
        # What cannot be written is refused before anything is read.
        must_be_a_folder(named_path(out))
    result = toolkit.read(
        asked["returns"] or _missing("files", "read"),
        roster=asked["units"],
        year=year,
        form=asked["form"],
        passwords=password or (),
        progress=_progress(words.READING, words.READING_AGAIN),
    )
    told = _progress(words.WRITING_FILLED)
    filled = None if out is None else result.write(out, progress=told).done
    from toolkit.cli.preview_lines import show_filled, show_next, show_understood
    from toolkit.cli.screen import console, show_used

    screen, preview = console(), result.preview
    show_used(asked, preview.roster)
    show_understood(screen, preview.checks, every=every)
    if filled:
        show_filled(screen, filled)
    else:
        show_next(screen, preview.checks)
    raise typer.Exit(1 if result.has_errors else 0)


@app.command(help=words.HISTORY)
def history(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            help=words.TO_COMPARE, metavar=_M["files"], show_default=words.ALL_OF_COLLECTION
        ),
    ] = None,
    units: Annotated[
        str | None,
        typer.Option("--units", help=words.UNITS_TO_READ, metavar=_M["units"], show_default=False),
    ] = None,
    form: StatedForm = None,
    out: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--out",
            help=words.HISTORY_OUT,
            metavar=_M["out"],
            show_default=words.HISTORY_OUT_DEFAULT,
        ),
    ] = None,
    csv: Annotated[
        str | None,
        typer.Option("--csv", help=words.CSV, metavar=_M["dir"], show_default=False),
    ] = None,
    password: Passwords = None,
) -> None:
    from toolkit.commands.asked import asked_for, years_in
    from toolkit.commands.chronicling import DEFAULT
    from toolkit.library.arguments import as_paths
    from toolkit.library.years import wanted

    typed = {"units": units, "form": form}
    asked = asked_for("collect", typed)
    needed = files or years_in(asked.collection) or _missing("files", "history")
    out = out or str(asked.folder / DEFAULT)
    # What cannot be written is refused before anything is read.
    wanted(out, csv).must_fit(as_paths(needed))
    result = toolkit.history(
        needed,
        roster=asked["units"],
        form=asked["form"],
        passwords=password or (),
        progress=_progress(words.READING, words.READING_AGAIN),
    )
    paths = result.write(out, csv=csv)
    from toolkit.cli.screen import show_used
    from toolkit.cli.years_lines import show_years

    show_used(asked, result.chronicled.roster)
    show_years(result.chronicled.chronicle, paths)
    raise typer.Exit(1 if result.has_errors else 0)


@app.command(help=words.REPORT)
def report(
    workbook: Annotated[
        str | None,
        typer.Argument(
            help=words.WORKBOOK, metavar=_M["workbook"], show_default=words.SUM_OF_COLLECTION
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--out",
            help=words.REPORT_OUT,
            metavar=_M["dir"],
            show_default=words.REPORT_OUT_DEFAULT,
        ),
    ] = None,
    form: Annotated[str | None, _form(words.FORM_BY_WORKBOOK)] = None,
    password: Passwords = None,
) -> None:
    from toolkit.cli.screen import show_reported, show_used
    from toolkit.commands.asked import asked_for, sum_in

    named = [workbook] if workbook else []
    asked = asked_for("report", {"out": out, "form": form}, named)
    needed = workbook or sum_in(asked.collection) or _missing("workbook", "report")
    folder = asked["out"] or str(asked.folder)
    done = toolkit.report(needed, folder, form=asked["form"], passwords=password or ()).done
    show_used(asked)
    show_reported(done)


@app.command(help=words.RULES)
def rules(
    code: Annotated[
        str | None, typer.Argument(help=words.CODE, metavar=_M["code"], show_default=False)
    ] = None,
    form: NewestForm = None,
) -> None:
    from toolkit.cli.screen import console, show_rule, show_rules
    from toolkit.commands.asked import asked_for
    from toolkit.findings.code_page import page_of_code, pages_of_codes

    known = toolkit.load_form(asked_for("rules", {"form": form})["form"])
    if code:
        show_rule(console(), page_of_code(code, known))
    else:
        show_rules(console(), list(pages_of_codes(known)))
