"""Distribution: the templates of a year, one for each unit, or the blank official one."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from toolkit.commands import words
from toolkit.commands.made_templates import One, TemplateOf, made, write_template
from toolkit.commands.reading_previous import read_previous
from toolkit.errors import CannotRun
from toolkit.files.disk import must_be_a_folder, writing_one_by_one
from toolkit.files.left_behind import remove_left_behind
from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.form.form_file import as_form, default_form
from toolkit.grids.identity import PROPERTY
from toolkit.returns.previous_year import Previous
from toolkit.roster.roster import Roster, Unit
from toolkit.roster.roster_file import RosterFile, named_roster, read_roster
from toolkit.spreadsheets.xlsx import read_properties

BLANK_FOLDER = Path("templates/xlsx")
_HALF_YEAR = 7


@dataclass(frozen=True, slots=True)
class Distribution:
    """What was written, and what was left as it is."""

    folder: Path
    # The form that the templates are for.
    form: Form
    # How many were written.
    made: int
    # How many were there already, identical to the byte.
    same: int
    # The template of every unit, in the order of the roster, whatever was done with it.
    paths: Sequence[Path]
    # Workbooks that someone has changed, and that were left alone.
    kept: Sequence[Path]
    # Those that carry the unit's figures of last year, where this run has none to put in: they were
    # left alone, too.
    carrying: Sequence[Path]
    # Templates under a name that a unit has no more, each with the one under its present name.
    renamed: Sequence[tuple[Path, Path]]
    # The names of the units whose figures of last year were wanted, but are not there.
    unknown: Sequence[str]
    # Findings on last year's files.
    findings: Sequence[Finding]
    # The name of the table of last year's figures that nobody has filled in, if it is one.
    unfilled: str = ""
    # The roster; None for the blank official template.
    roster: RosterFile | None = None

    @property
    def alike(self) -> Sequence[Sequence[Unit]]:
        """Units that have one name and one parent, so that only their codes tell them apart."""
        return self.roster.units.namesakes() if self.roster else ()


def reporting_year(today: datetime.date) -> int:
    """The year reported on: reports are prepared from December and sent from January on."""
    return today.year if today.month >= _HALF_YEAR else today.year - 1


def collector_of(roster: Roster, wanted: str | None) -> str | None:
    """The collecting unit: it may stand on its own roster, but fills in no template."""
    if wanted:
        return roster.collector(wanted)
    try:
        return roster.collector()
    except CannotRun:
        # It is unclear who sums; for templates that does not matter.
        return None


def distribute(
    wish: Form | str | None = None,
    *,
    year: int | None = None,
    roster: Path | None = None,
    folder: Path | None = None,
    previous: Path | None = None,
    wanted: str | None = None,
    progress: Callable[[Sequence[One]], Iterable[One]] = iter,
) -> Distribution:
    """Write the templates; one that was changed since it was made is never overwritten.

    Nor is one with the unit's figures of last year replaced by one without them.

    ``wish``: the form, or its id or path; None: the newest that comes with the toolkit.
    ``previous``: last year's consolidated workbook, a folder of last year's returns, or a table.
    ``wanted``: the unit that will sum them, where the roster lists more than its own units.

    Raises:
        CannotRun: the form, the roster or last year's figures cannot be read, or the folder cannot
            be written to.
    """
    for option, given in (("--previous", previous), ("--as", wanted)):
        if given and not roster:
            raise CannotRun(words.needs_roster(option))
    form = as_form(wish) if wish else default_form()
    units: list[One] = [None]
    known, used = Previous(), None
    if roster:
        listed = read_roster(path := named_roster(roster))
        used = RosterFile(path, listed)
        collector = collector_of(listed, wanted)
        units = [
            (unit, listed.audited_as(unit))
            for unit in listed.units.values()
            if unit.code != collector and (not wanted or unit.parent == wanted)
        ]
        year = year or reporting_year(datetime.date.today())
        if previous:
            known = read_previous(previous, form, year, listed, collector or "")
    folder = folder or (Path(f"templates-{year}") if roster else BLANK_FOLDER)
    must_be_a_folder(folder)
    make = TemplateOf(form, year)
    _names_must_differ(make, units)
    remove_left_behind([folder])
    unknown = _unknown(units, known, previous) if previous and not known.unfilled else []
    with_figures = [(one, dict(known.of(one[0].code)) if one else {}) for one in units]
    with closing(made(make, with_figures)) as contents, writing_one_by_one() as write:
        outcomes = [
            write_template(folder / make.name(one), content, before, write)
            for _, (one, before), content in zip(
                progress(units), with_figures, contents, strict=True
            )
        ]
    paths = [path for path, _ in outcomes]
    count = Counter(outcome for _, outcome in outcomes)
    kept, carrying = (
        [path for path, outcome in outcomes if outcome == one] for one in ("kept", "carrying")
    )
    return Distribution(
        folder,
        form,
        count["made"],
        count["same"],
        paths,
        kept,
        carrying,
        _renamed(folder, paths, units, year),
        unknown,
        known.findings,
        unfilled=known.unfilled,
        roster=used,
    )


def _renamed(
    folder: Path, paths: Sequence[Path], units: Sequence[One], year: int | None
) -> list[tuple[Path, Path]]:
    """Templates of these units and this year under another name: the unit was renamed since."""
    written = set(paths)
    beside = [one for one in folder.glob(f"*_{year}.xlsx") if one not in written]
    found = []
    for new, one in zip(paths, units, strict=True):
        for old in sorted(beside):
            if one and old.name.startswith(f"{one[0].code}_") and _is_for(old, one[0].code):
                found.append((old, new))
    return found


def _is_for(path: Path, code: str) -> bool:
    """Whether a file is a template of ours for this unit."""
    try:
        stated = read_properties(path.read_bytes())
    except OSError:
        return False
    return stated.get(f"{PROPERTY}kind") == "template" and stated.get(f"{PROPERTY}unit") == code


def _unknown(units: Sequence[One], known: Previous, previous: Path) -> list[str]:
    """The names of the units whose figures of last year are not known, though they are not new.

    Raises:
        CannotRun: those of no unit are known.
    """
    wanted = [one[0] for one in units if one and one[0].before]
    names = [unit.name for unit in wanted if not known.of(unit.code)]
    if wanted and len(names) == len(wanted):
        reason = words.previous_fits_nobody()
        raise CannotRun(words.previous_unreadable(str(previous), reason))
    return names


def _names_must_differ(make: TemplateOf, units: Sequence[One]) -> None:
    """Raise CannotRun where the templates of two units would be one file, on Windows, too."""
    taken = dict[str, Unit]()
    for one in filter(None, units):
        unit, name = one[0], make.name(one)
        other = taken.setdefault(name.casefold(), unit)
        if other is not unit:
            raise CannotRun(words.one_file_name(_named(other), _named(unit), name))


def _named(unit: Unit) -> tuple[str, str]:
    return unit.name, unit.code
