"""Filled workbooks: what was understood of files, as returns that can be corrected and sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from toolkit.commands.checking import Checked
from toolkit.commands.made_templates import Outcome, write_template
from toolkit.commands.preview import Preview, TableState, tables_of
from toolkit.consolidation.reasons import OtherYear
from toolkit.feedback.points import points_of
from toolkit.feedback.refilled import refilled
from toolkit.files.disk import must_be_a_folder, writing_one_by_one
from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.form.layout import lay_out
from toolkit.grids.identity import NEVER_SAVED, Identity
from toolkit.grids.names import FILLED, LEVELS
from toolkit.grids.refusals import Refusal
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Roster, Unit, category_of
from toolkit.template.filling import Filling
from toolkit.template.workbook import make_template, stem_of
from toolkit.text import file_name

# Whose it is, or of what year, is only not known; nothing speaks against what is.
_SILENT = (Refusal.NO_IDENTITY, Refusal.NO_UNIT, Refusal.NO_YEAR, Refusal.TWINS)
# Characters of a code in a file name; a Chinese one takes three of the 255 bytes.
_CODE_LIMIT = 30


class NotFilled(StrEnum):
    """Why no workbook was made of a file that was read."""

    NO_FIGURE = auto()
    # Nobody fills in a sum; it is made anew.
    IS_SUM = auto()
    # It contradicts itself, or is of another form.
    DISPUTED = auto()


class Workbook(NamedTuple):
    """The workbook that was made of a file."""

    file: str
    # Its name as it would be if no other file had the same; without its ending.
    stem: str
    path: Path
    # What was done with what was there.
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of each file."""

    folder: Path
    workbooks: Sequence[Workbook]
    # Files without a workbook, and why.
    left: Sequence[tuple[str, NotFilled]]

    def with_outcome(self, one: Outcome) -> list[Path]:
        """The workbooks with which this was done."""
        return list(dict.fromkeys(each.path for each in self.workbooks if each.outcome == one))

    @property
    def paths(self) -> list[Path]:
        """All workbooks, in the order of the files; several files may have the same."""
        return list(dict.fromkeys(one.path for one in self.workbooks))

    @property
    def rivals(self) -> list[list[Workbook]]:
        """Those of files that would have one name, but not one content."""
        groups: dict[str, list[Workbook]] = {}
        for one in self.workbooks:
            groups.setdefault(one.stem.casefold(), []).append(one)
        return [some for some in groups.values() if len({one.path for one in some}) > 1]


def can_be_filled(one: Checked) -> bool:
    """Whether a workbook can be made of a file."""
    return one.returned is not None and _why_not(one, one.returned) is None


def write_filled(
    preview: Preview,
    folder: Path,
    progress: Callable[[Sequence[Checked]], Iterable[Checked]] = iter,
) -> Filled:
    """Write a filled workbook for each file; one that somebody has changed is never overwritten.

    Raises:
        CannotRun: the folder cannot be written to.
    """
    must_be_a_folder(folder)
    roster = preview.roster.units if preview.roster else Roster(())
    left: list[tuple[str, NotFilled]] = []
    workbooks: list[Workbook] = []
    # By the name as Windows compares it.
    done: dict[str, tuple[object, Outcome]] = {}
    with writing_one_by_one() as write:
        for one in progress(preview.checks.checked):
            if one.returned is None:
                continue
            if why := _why_not(one, one.returned):
                left.append((one.file, why))
                continue
            stem, says, content = _filled(one, one.returned, roster)
            for path in _names(folder, stem):
                name = path.name.casefold()
                if name not in done:
                    before = one.returned.before
                    _, outcome = write_template(path, content, before, write, filled=True)
                    done[name] = says, outcome
                if done[name][0] == says:
                    workbooks.append(Workbook(one.file, stem, path, done[name][1]))
                    break
    return Filled(folder, workbooks, left)


def _names(folder: Path, stem: str) -> Iterator[Path]:
    """The name of a workbook, and those where others have it already."""
    yield folder / f"{stem}.xlsx"
    number = 2
    while True:
        yield folder / f"{stem}（{number}）.xlsx"
        number += 1


def _why_not(one: Checked, returned: Return) -> NotFilled | None:
    if returned.identity.is_sum:
        return NotFilled.IS_SUM
    reason = one.record.reason
    if reason and reason not in _SILENT and not isinstance(reason, OtherYear):
        return NotFilled.DISPUTED
    figures = (returned.values.get(code) for code in one.form.inputs)
    said = returned.invalid or any(returned.states.values())
    some = said or any(figure is not None for figure in figures)
    return None if some else NotFilled.NO_FIGURE


def _filled(one: Checked, returned: Return, roster: Roster) -> tuple[str, object, bytes]:
    """The name of the workbook without its ending, all that it says, and its bytes.

    When a file was last saved makes no other report of it.
    """
    form, stated = one.form, returned.identity
    listed = roster.units.get(stated.unit or "")
    unit = listed or _as_stated(stated)
    year = _year(stated)
    filling = _filling(one, returned)
    if unit is None:
        # What is not certain is typed in, so that whoever sends it can correct it.
        filling = replace(filling, contact={**filling.contact, **_typed(stated)})
    category = roster.audited_as(listed) if listed else category_of(stated.category)
    before = {code: figure for code, figure in returned.before.items() if figure is not None}
    content = make_template(form, unit, year, filling, before=before, category=category)
    name = unit.name if unit else stated.name or ""
    if not stated.names_unit:
        name, year = PurePosixPath(returned.file).stem, None
    # A unit may have typed anything for its code.
    stem = stem_of(file_name(stated.unit or "")[:_CODE_LIMIT], name, year)
    return stem, (unit, category, before, replace(filling, saved=NEVER_SAVED)), content


def _as_stated(stated: Identity) -> Unit | None:
    """The unit as it is printed on a template; None where a template would not say the same."""
    if not stated.unit:
        return None
    unit = Unit(stated.unit, stated.name or stated.unit, category_of(stated.category))
    return unit if stated.level in (None, unit.level) else None


def _typed(stated: Identity) -> dict[str, str]:
    """The fields of the cover that a unit types into the blank official template."""
    level = LEVELS.get(stated.level or "", stated.level)
    fields = {"name": stated.name, "unit": stated.unit, "level": level}
    if _year(stated) is None:
        fields["year"] = stated.year
    return {key: text for key, text in fields.items() if text}


def _year(stated: Identity) -> int | None:
    year = stated.year or ""
    return int(year) if year.isascii() and year.isdecimal() else None


def _filling(one: Checked, returned: Return) -> Filling:
    layout = lay_out(one.form)
    wrong = [each for each in one.findings if _at_a_cell(each) and _is_told(each, returned)]
    filling = refilled(one.form, returned, points_of(wrong, returned, layout))
    states = returned.states if returned.medium is None else dict(_read_surely(one, returned))
    return replace(filling, states=states, saved=returned.saved or NEVER_SAVED)


def _at_a_cell(one: Finding) -> bool:
    return one.indicator is not None


def _is_told(one: Finding, returned: Return) -> bool:
    """Whether a cell has a comment on it; what stood there in place of a figure needs one."""
    open_problem = one.status == "open" and one.severity != "info"
    return open_problem or one.indicator in returned.invalid


def _read_surely(one: Checked, returned: Return) -> Iterator[tuple[str, str]]:
    """The state of each table that was read without a cell in doubt; a document has none itself."""
    doubted = set(_in_doubt(one.findings, returned, one.form))
    for table, state in tables_of(one):
        figures = [returned.values.get(code) for code in one.form.table_inputs(table.code)]
        some = any(figure is not None for figure in figures)
        if state is TableState.READ and some and table.code not in doubted:
            yield table.code, FILLED


def _in_doubt(findings: Iterable[Finding], returned: Return, form: Form) -> Iterator[str]:
    """The tables with something that is no figure, or with an error."""
    sheets: Mapping[str, str] = {table.sheet: table.code for table in form.tables}
    yield from (form.indicators[code].table for code in returned.invalid)
    for one in findings:
        if one.severity == "error" and one.status in ("open", "follows"):
            yield from (sheets[sheet] for sheet in one.tables if sheet in sheets)
            if one.indicator:
                yield form.indicators[one.indicator].table
