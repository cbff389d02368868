"""The commands: parse, one call of the library, print, exit. Nothing is computed here.

Heavy modules are imported inside the commands, so that ``toolkit --help`` is instant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

import toolkit
from toolkit.cli import words
from toolkit.cli.chinese import new_app
from toolkit.commands.words import FIRST_YEAR, LAST_YEAR
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
) -> None:
    done = toolkit.make_templates(
        units,
        year=year,
        form=form,
        folder=out,
        previous=previous,
        collector=collector,
        progress=_progress(words.WRITING),
    ).done
    from toolkit.cli.finding_lines import show_findings
    from toolkit.cli.screen import console, show_roster

    screen, folder = console(), printable(str(done.folder))
    if done.roster:
        show_roster(done.roster)
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
    returns: Annotated[list[str], typer.Argument(help=words.RETURNS, metavar=_M["returns"])],
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
    strict: Annotated[bool, typer.Option("--strict", help=words.STRICT)] = False,
    previous: Annotated[
        str | None,
        typer.Option("--previous", help=words.PREVIOUS, metavar=_M["file"], show_default=False),
    ] = None,
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
    timings: Annotated[bool, typer.Option("--timings", help=words.TIMINGS)] = False,
) -> None:
    from toolkit.commands.outputs import Outputs, collected_folder
    from toolkit.library.arguments import as_paths
    from toolkit.library.result import path_of, paths_of

    paths = as_paths(returns)
    # What cannot be written is refused before anything is read.
    outputs = Outputs(*map(path_of, (out, json, feedback, csv)))
    outputs.must_fit(paths)
    if review:
        from toolkit.commands.workbook_copies import must_be_copies

        must_be_copies(paths_of(review), outputs.besides)
    collected = toolkit.collect(
        returns,
        roster=units,
        previous=previous,
        year=year,
        form=form,
        collector=collector,
        strict=strict,
        prefer=prefer or (),
        passwords=password or (),
        cluster=cluster,
        progress=_progress(words.READING, words.READING_AGAIN),
    )
    written = collected.write(out, json=json, feedback=feedback, csv=csv, review=review or ())
    from toolkit.cli.screen import (
        console,
        show_outbox,
        show_parted,
        show_result,
        show_review,
        show_roster,
        show_timings,
    )

    show_roster(collected.roster)
    show_result(written.result.consolidation, written.paths)
    show_review(written.review, written.backup)
    show_parted(written.parted)
    workbook = written.paths[0]
    if not written.backup and (folder := collected_folder(workbook.parent, paths)):
        told = words.written_among_returns(*(printable(str(one)) for one in (workbook, folder)))
        console().print(told, soft_wrap=True)
    if written.outbox:
        show_outbox(written.outbox)
    if timings:
        show_timings(written.result.timings)
    raise typer.Exit(1 if written.result.has_errors else 0)


@app.command(help=words.CHECK)
def check(
    files: Annotated[list[str], typer.Argument(help=words.FILES, metavar=_M["files"])],
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
    result = toolkit.check(
        files,
        year=year,
        form=form,
        passwords=password or (),
        cluster=cluster,
        against=against,
        previous=previous,
        progress=_progress(words.READING, words.READING_AGAIN),
    )
    from toolkit.cli.checked_files import show_checked, year_of_now
    from toolkit.cli.screen import console

    if against:
        from toolkit.cli.against_lines import show_held_against

        show_held_against(console(), result.checks, against, every=every)
        raise typer.Exit(1 if result.has_errors else 0)
    now = None if year else year_of_now()
    show_checked(console(), result.checks.checked, every=every, year=now)
    raise typer.Exit(1 if result.has_errors else 0)


@app.command(help=words.READ)
def read(
    files: Annotated[list[str], typer.Argument(help=words.TO_READ, metavar=_M["files"])],
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
    from toolkit.files.disk import must_be_a_folder, named_path

    if out is not None:
        # What cannot be written is refused before anything is read.
        must_be_a_folder(named_path(out))
    result = toolkit.read(
        files,
        roster=units,
        year=year,
        form=form,
        passwords=password or (),
        progress=_progress(words.READING, words.READING_AGAIN),
    )
    told = _progress(words.WRITING_FILLED)
    filled = None if out is None else result.write(out, progress=told).done
    from toolkit.cli.preview_lines import show_filled, show_next, show_understood
    from toolkit.cli.screen import console, show_roster

    screen, preview = console(), result.preview
    if preview.roster:
        show_roster(preview.roster)
    show_understood(screen, preview.checks, every=every)
    if filled:
        show_filled(screen, filled)
    else:
        show_next(screen, preview.checks)
    raise typer.Exit(1 if result.has_errors else 0)


@app.command(help=words.HISTORY)
def history(
    files: Annotated[list[str], typer.Argument(help=words.TO_COMPARE, metavar=_M["files"])],
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
    from toolkit.library.arguments import as_paths
    from toolkit.library.years import wanted

    # What cannot be written is refused before anything is read.
    wanted(out, csv).must_fit(as_paths(files))
    result = toolkit.history(
        files,
        roster=units,
        form=form,
        passwords=password or (),
        progress=_progress(words.READING, words.READING_AGAIN),
    )
    paths = result.write(out, csv=csv)
    from toolkit.cli.screen import show_roster
    from toolkit.cli.years_lines import show_years

    if result.chronicled.roster:
        show_roster(result.chronicled.roster)
    show_years(result.chronicled.chronicle, paths)
    raise typer.Exit(1 if result.has_errors else 0)


@app.command(help=words.REPORT)
def report(
    workbook: Annotated[str, typer.Argument(help=words.WORKBOOK, metavar=_M["workbook"])],
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
    from toolkit.cli.screen import show_reported

    show_reported(toolkit.report(workbook, out, form=form, passwords=password or ()).done)


@app.command(help=words.RULES)
def rules(
    code: Annotated[
        str | None, typer.Argument(help=words.CODE, metavar=_M["code"], show_default=False)
    ] = None,
    form: NewestForm = None,
) -> None:
    from toolkit.cli.screen import console, show_rule, show_rules
    from toolkit.findings.code_page import page_of_code, pages_of_codes

    known = toolkit.load_form(form)
    if code:
        show_rule(console(), page_of_code(code, known))
    else:
        show_rules(console(), list(pages_of_codes(known)))
