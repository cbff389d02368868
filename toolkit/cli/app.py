"""The commands: parse, one call of the library, print, exit. Nothing is computed here.

Heavy modules are imported inside the commands, so that ``toolkit --help`` is instant.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import toolkit
from toolkit.cli import completion, completion_words, words
from toolkit.cli.chinese import new_app
from toolkit.cli.example_words import examples
from toolkit.cli.options import (
    Cluster,
    DryRun,
    NewestForm,
    NoPrevious,
    Passwords,
    Quiet,
    StatedForm,
    Units,
    form_option,
    progress_of,
    year_option,
)
from toolkit.errors import CannotRun
from toolkit.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable

app = new_app(words.APP, examples())
_M = words.METAVARS


def _show_version(ctx: typer.Context, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        typer.echo(f"toolkit {toolkit.__version__}")
        raise typer.Exit


def _show_standing(ctx: typer.Context, value: bool) -> None:
    """What the program does alone, in the folder of a collection."""
    if not value or ctx.resilient_parsing:
        return
    from toolkit.cli.standing_lines import show_standing
    from toolkit.collection.settings import collection_of
    from toolkit.commands.standing import standing_of

    if collection := collection_of(Path()):
        show_standing(standing_of(collection))
        raise typer.Exit
    raise CannotRun(words.no_collection())


def _of_the_program(
    callback: Callable[..., None], help: str, *names: str, hidden: bool = False
) -> Any:
    """An option of the program itself, which does what it says and is done."""
    return typer.Option(*names, help=help, callback=callback, is_eager=True, hidden=hidden)


@app.callback()
def program(
    version: Annotated[bool, _of_the_program(_show_version, words.VERSION, "-V", "--version")] = (
        False
    ),
    install: Annotated[
        bool,
        _of_the_program(completion.install, completion_words.INSTALL, "--install-completion"),
    ] = False,
    show: Annotated[
        bool, _of_the_program(completion.show, completion_words.SHOW, "--show-completion")
    ] = False,
    standing: Annotated[
        bool, _of_the_program(_show_standing, words.STANDING, words.ALONE, hidden=True)
    ] = False,
) -> None:
    """The options of the program itself."""


@app.command(help=words.INIT, epilog=examples("init"))
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
    year: Annotated[int | None, year_option(words.YEAR, words.INIT_YEAR)] = None,
    collector: Annotated[
        str | None,
        typer.Option("--as", help=words.COLLECTOR, metavar=_M["code"], show_default=False),
    ] = None,
    form: NewestForm = None,
    dry_run: DryRun = False,
) -> None:
    from toolkit.cli.beginning_lines import show_begun
    from toolkit.commands.beginning import Begin, begin
    from toolkit.files.disk import named_path
    from toolkit.library.result import path_of

    places = (path_of(units), path_of(previous), path_of(last))
    show_begun(begin(Begin(named_path(folder), year, *places, collector, form)))


@app.command(help=words.TEMPLATE, epilog=examples("template"))
def template(
    form: NewestForm = None,
    year: Annotated[int | None, year_option(words.YEAR, words.YEAR_DEFAULT)] = None,
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
    dry_run: DryRun = False,
    quiet: Quiet = False,
) -> None:
    from toolkit.commands.asked import asked_for

    typed = {"form": form, "year": year, "units": units, "out": out, "as": collector}
    without = ("previous",) if no_previous else ()
    asked = asked_for("template", {**typed, "previous": previous}, without=without)
    if asked.collection and not asked["units"]:
        raise CannotRun(words.no_roster_named(asked.collection.shown))
    done = toolkit.make_templates(
        asked["units"],
        year=asked["year"],
        form=asked["form"],
        folder=asked["out"],
        previous=asked["previous"],
        collector=asked["as"],
        progress=progress_of(words.WRITING, quiet=quiet),
    ).done
    from toolkit.cli.finding_lines import show_findings
    from toolkit.cli.screen import console, show_used

    screen, folder = console(), printable(str(done.folder))
    show_used(asked, done.roster, quiet=quiet)
    if done.unfilled:
        screen.print(words.previous_unfilled(done.unfilled), soft_wrap=True)
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
    if not quiet:
        screen.print(words.templates_done(done.made, done.same, folder), soft_wrap=True)


@app.command(help=words.COLLECT, epilog=examples("collect"))
def collect(
    returns: Annotated[
        list[str] | None,
        typer.Argument(help=words.RETURNS, metavar=_M["returns"], show_default=words.OF_COLLECTION),
    ] = None,
    units: Units = None,
    year: Annotated[int | None, year_option(words.YEAR, words.YEAR_BY_RETURNS)] = None,
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
    review: Annotated[
        list[str] | None,
        typer.Option("--review", help=words.REVIEW, metavar=_M["workbook"], show_default=False),
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
    watch: Annotated[bool, typer.Option("--watch", help=words.WATCH)] = False,
    dry_run: DryRun = False,
    quiet: Quiet = False,
) -> None:
    from toolkit.cli.collecting import Typed, collect_once, collect_whenever

    if watch and dry_run:
        raise CannotRun(words.WATCH_WRITES)
    options = {"returns": returns or None, "units": units, "year": year, "form": form, "out": out}
    options |= {"json": json, "as": collector, "strict": strict, "previous": previous}
    options |= {"feedback": feedback, "csv": csv, "cluster": cluster, "timings": timings}
    typed = Typed(options, no_previous, prefer or (), password or (), quiet, review or ())
    raise typer.Exit((collect_whenever if watch else collect_once)(typed))


@app.command(help=words.CHECK, epilog=examples("check"))
def check(
    files: Annotated[
        list[str] | None,
        typer.Argument(help=words.FILES, metavar=_M["files"], show_default=words.OF_COLLECTION),
    ] = None,
    year: Annotated[int | None, year_option(words.YEAR_TO_COMPARE, False)] = None,
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
    quiet: Quiet = False,
) -> None:
    from toolkit.cli.collecting import must_be_named
    from toolkit.commands.asked import asked_for

    typed = {"returns": files or None, "form": form, "year": None if against else year}
    asked = asked_for("collect", typed, files or (), ("year",) if against else ())
    result = toolkit.check(
        asked["returns"] or must_be_named("files", "check", asked.collection),
        year=year or asked["year"],
        form=asked["form"],
        passwords=password or (),
        cluster=cluster,
        against=against,
        previous=previous,
        progress=progress_of(words.READING, words.READING_AGAIN, quiet=quiet),
    )
    from toolkit.cli.checked_files import show_checked, year_of_now
    from toolkit.cli.screen import console, show_used

    show_used(asked, quiet=quiet)
    if against:
        from toolkit.cli.against_lines import show_held_against

        show_held_against(console(), result.checks, against, every=every, quiet=quiet)
        raise typer.Exit(1 if result.has_errors else 0)
    now = None if year or asked["year"] else year_of_now()
    show_checked(console(), result.checks.checked, every=every, year=now, quiet=quiet)
    raise typer.Exit(1 if result.has_errors else 0)


@app.command(help=words.READ, epilog=examples("read"))
def read(
    files: Annotated[
        list[str] | None,
        typer.Argument(help=words.TO_READ, metavar=_M["files"], show_default=words.OF_COLLECTION),
    ] = None,
    units: Annotated[
        str | None,
        typer.Option("--units", help=words.UNITS_TO_READ, metavar=_M["units"], show_default=False),
    ] = None,
    year: Annotated[int | None, year_option(words.YEAR_TO_COMPARE, False)] = None,
    form: StatedForm = None,
    out: Annotated[
        str | None,
        typer.Option("-o", "--out", help=words.READ_OUT, metavar=_M["dir"], show_default=False),
    ] = None,
    password: Passwords = None,
    every: Annotated[bool, typer.Option("--all", help=words.EVERY_FIGURE)] = False,
    dry_run: DryRun = False,
    quiet: Quiet = False,
) -> None:
    from toolkit.cli.collecting import must_be_named
    from toolkit.commands.asked import asked_for
    from toolkit.files.disk import must_be_a_folder, named_path

    # The reports that are looked at may well be those of the year before.
    typed = {"returns": files or None, "units": units, "form": form}
    asked = asked_for("collect", typed, files or ())
    if out is not None:
        # What cannot be written is refused before anything is read.
        must_be_a_folder(named_path(out))
    result = toolkit.read(
        asked["returns"] or must_be_named("files", "read", asked.collection),
        roster=asked["units"],
        year=year,
        form=asked["form"],
        passwords=password or (),
        progress=progress_of(words.READING, words.READING_AGAIN, quiet=quiet),
    )
    told = progress_of(words.WRITING_FILLED, quiet=quiet)
    filled = None if out is None else result.write(out, progress=told).done
    from toolkit.cli.preview_lines import show_filled, show_next, show_understood
    from toolkit.cli.screen import console, show_used

    screen, preview = console(), result.preview
    show_used(asked, preview.roster, quiet=quiet)
    show_understood(screen, preview.checks, every=every, quiet=quiet)
    if filled:
        show_filled(screen, filled, quiet=quiet)
    elif not quiet:
        show_next(screen, preview.checks)
    raise typer.Exit(1 if result.has_errors else 0)


@app.command(help=words.HISTORY, epilog=examples("history"))
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
    dry_run: DryRun = False,
    quiet: Quiet = False,
) -> None:
    from toolkit.cli.collecting import must_be_named
    from toolkit.commands.asked import asked_for, years_in
    from toolkit.commands.chronicling import DEFAULT
    from toolkit.library.arguments import as_paths
    from toolkit.library.years import wanted

    typed = {"units": units, "form": form}
    asked = asked_for("collect", typed)
    needed = (
        files or years_in(asked.collection) or must_be_named("files", "history", asked.collection)
    )
    out = out or str(asked.folder / DEFAULT)
    # What cannot be written is refused before anything is read.
    wanted(out, csv).must_fit(as_paths(needed))
    result = toolkit.history(
        needed,
        roster=asked["units"],
        form=asked["form"],
        passwords=password or (),
        progress=progress_of(words.READING, words.READING_AGAIN, quiet=quiet),
    )
    paths = result.write(out, csv=csv)
    from toolkit.cli.screen import show_used
    from toolkit.cli.years_lines import show_years

    show_used(asked, result.chronicled.roster, quiet=quiet)
    show_years(result.chronicled.chronicle, paths, quiet=quiet)
    raise typer.Exit(1 if result.has_errors else 0)


@app.command(help=words.LOG, epilog=examples("log"))
def log(
    unit: Annotated[
        str | None, typer.Argument(help=words.LOG_UNIT, metavar=_M["unit"], show_default=False)
    ] = None,
) -> None:
    from toolkit.cli.log_lines import show_runs, show_unit
    from toolkit.commands.journals import journal_here, main_line, past_in

    journal = journal_here()
    with past_in(journal) as past:
        line = main_line(past, journal)
        if unit:
            show_unit(past.behind(line), unit)
        else:
            show_runs(past, line)


@app.command(help=words.REPORT, epilog=examples("report"))
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
    form: Annotated[str | None, form_option(words.FORM_BY_WORKBOOK)] = None,
    password: Passwords = None,
    dry_run: DryRun = False,
    quiet: Quiet = False,
) -> None:
    from toolkit.cli.collecting import must_be_named
    from toolkit.cli.screen import show_reported, show_used
    from toolkit.commands.asked import asked_for, sum_in

    named = [workbook] if workbook else []
    asked = asked_for("report", {"out": out, "form": form}, named)
    needed = (
        workbook
        or sum_in(asked.collection)
        or must_be_named("workbook", "report", asked.collection)
    )
    if not workbook and not Path(needed).exists():
        raise CannotRun(words.not_collected_yet(printable(needed)))
    folder = asked["out"] or str(asked.folder)
    done = toolkit.report(needed, folder, form=asked["form"], passwords=password or ()).done
    show_used(asked, quiet=quiet)
    show_reported(done, quiet=quiet)


@app.command(help=words.RULES, epilog=examples("rules"))
def rules(
    code: Annotated[
        str | None,
        typer.Argument(
            help=words.CODE,
            metavar=_M["code"],
            show_default=False,
            autocompletion=completion.codes,
        ),
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


@app.command(help=words.MENU, epilog=examples("menu"))
def menu(
    files: Annotated[
        list[str] | None, typer.Argument(help=words.TO_CHECK, metavar=_M["files"])
    ] = None,
) -> None:
    from toolkit.cli.menu import show_menu

    show_menu(files or ())
