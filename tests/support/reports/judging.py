"""The law that holds of every damaged report: what is read is what is shown, or it is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tests.support.reports.damage import Kind
from tests.support.reports.official import official_layout, official_tables
from tests.support.reports.styles import STYLES
from toolkit.findings.finding import Finding
from toolkit.grids.address import Place, column_number


@dataclass(frozen=True, slots=True)
class Mutant:
    """A damaged report."""

    name: str
    kind: Kind
    style: str
    content: bytes
    # Input → the figure before the damage, an integer of the smallest unit.
    before: Mapping[str, int]
    # Input → the figures as which it may be read without a word.
    truth: Mapping[str, Collection[int]]
    # The tables of which something must be told.
    told: frozenset[str]
    # What was done, for people.
    done: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with how a mutant was read; nothing, if all of it is empty."""

    # The inputs that are read otherwise than they are shown, or not at all, without a word.
    silent: tuple[str, ...] = ()
    # The tables of which something should be told and is not.
    untold: tuple[str, ...] = ()
    # The findings on a report in which nothing is wrong.
    alarms: tuple[str, ...] = ()
    # The inputs that are read otherwise than shown, of which something is told.
    misread: tuple[str, ...] = ()
    # Those of which something is told only at another row and column of their table.
    afar: tuple[str, ...] = ()
    # No return came of it.
    refused: bool = False
    crash: str = ""
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        """Whether the law holds."""
        return not (self.silent or self.untold or self.crash)


def judge(
    mutant: Mutant, values: Mapping[str, int | None] | None, findings: Iterable[Finding]
) -> Verdict:
    """The verdict on what was read of a mutant; without values, it was refused as a whole."""
    loud = [one for one in findings if one.status == "open" and one.severity != "info"]
    usual = STYLES[mutant.style].is_usual
    if values is None:
        return Verdict(refused=True)
    silent, misread, afar = list[str](), list[str](), list[str]()
    for code, figures in mutant.truth.items():
        value = values.get(code)
        if value is not None and value in figures:
            continue
        said = f"{code}: {sorted(figures)} read as {value}"
        # What is told of every such report tells of nothing but of blanks.
        heard = [one for one in loud if not usual(one) or (value is None and 0 in figures)]
        if not any(_names(one, code) for one in heard):
            silent.append(said)
            continue
        if value is not None:
            misread.append(said)
            afar += [said] if not any(_is_near(one, code) for one in heard) else []
    told = [one for one in loud if not usual(one)]
    sheets = {one.table.code: one.table.sheet for one in official_tables()}
    untold = [
        table
        for table in sorted(mutant.told)
        if not any(sheets[table] in {one.sheet, *one.tables} for one in told)
    ]
    alarms = [f"{one.code} {one.sheet} {one.cell}" for one in told if mutant.kind.harmless]
    return Verdict(tuple(silent), tuple(untold), tuple(alarms), tuple(misread), tuple(afar))


def _names(finding: Finding, code: str) -> bool:
    """Whether it is about this input, or about its table."""
    layout = official_layout()
    return finding.indicator == code or layout.sheet_of[code] in {finding.sheet, *finding.tables}


def _is_near(finding: Finding, code: str) -> bool:
    """Whether it is about this input, its row, its column or the whole of its table."""
    if not _names(finding, code):
        return False
    cells = {finding.cell, *finding.more_cells} - {None}
    place = official_layout().places[code]
    (layout,) = (one for one in official_tables() if code in one.cells)
    # A label stands for all rows and columns that it covers.
    covered = {label.place.address: label.place for label, _ in layout.heads}
    return not cells or any(
        one.row <= place.row <= one.last_row or one.column <= place.column <= one.last_column
        for one in (covered.get(str(cell)) or _at(str(cell)) for cell in cells)
    )


def _at(address: str) -> Place:
    """The place of an address."""
    letters = address.rstrip("0123456789")
    row, column = int(address.removeprefix(letters)) - 1, column_number(letters)
    return Place(row, column, row, column)
