"""The templates of a roster, made: of many, on all processors at once."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from toolkit.commands.calls import InOrder, Lost
from toolkit.commands.workers import Workers, processes_for, processors
from toolkit.files.disk import read_existing
from toolkit.form.form import Form
from toolkit.form.opening_figures import KEY, Figures
from toolkit.grids.hidden_sheet import hidden_text
from toolkit.grids.identity import SHEET
from toolkit.grids.names import COVER, STATES
from toolkit.grids.refusals import Unreadable
from toolkit.roster.roster import Category, Unit
from toolkit.spreadsheets.seal import unchanged_since_made
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.template.workbook import Templates

Outcome = Literal["made", "same", "kept", "carrying"]
# A unit, and the category it is audited as; None for the blank official template.
One = tuple[Unit, Category | None] | None
# The same with the unit's figures of last year.
Wanted = tuple[One, Figures]
# Each process has to paint first what the templates of its units have in common.
_FEWEST = 200


@dataclass(frozen=True)
class TemplateOf:
    """A unit and its figures of last year → its template."""

    form: Form
    year: int | None

    def __call__(self, wanted: Wanted) -> bytes:
        one, before = wanted
        unit, category = one or (None, None)
        return self._templates.of(unit, before=before, category=category)

    def name(self, one: One) -> str:
        """The name of its file."""
        return self._templates.name(one[0] if one else None)

    def __reduce__(self) -> tuple[type[TemplateOf], tuple[Form, int | None]]:
        # A process makes templates of its own: painters cannot be handed over.
        return TemplateOf, (self.form, self.year)

    @cached_property
    def _templates(self) -> Templates:
        return Templates(self.form, self.year)


def made(make: TemplateOf, wanted: Sequence[Wanted]) -> Generator[bytes, None, None]:
    """The templates, in their order. Of many the making begins at once, and goes on meanwhile."""
    if len(wanted) < _FEWEST or processors() == 1:
        return (make(one) for one in wanted)
    pool = Workers(processes_for(len(wanted)))
    return _all(make, InOrder(pool, make, wanted))


def _all(make: TemplateOf, results: InOrder[Wanted, bytes]) -> Generator[bytes, None, None]:
    for one, future in results:
        try:
            content = future.result()
        except Lost:
            # It is made here: whatever is wrong is told then.
            content = make(one)
        yield content


def write_template(
    path: Path,
    content: bytes,
    before: Figures,
    write: Callable[[Path, bytes], None],
    *,
    filled: bool = False,
) -> tuple[Path, Outcome]:
    """Where a template belongs, and what was done with it: what somebody has changed is kept.

    ``before``: the figures of last year that it carries. ``filled``: it is filled in; a blank one
    does not replace such a one.
    """
    existing = read_existing(path)
    if existing == content:
        return path, "same"
    if existing is not None and not unchanged_since_made(existing):
        return path, "kept"
    if existing is not None and not filled and _has_states(existing):
        return path, "kept"
    if existing is not None and not before and _carries_figures(existing):
        return path, "carrying"
    write(path, content)
    return path, "made"


def _has_states(template: bytes) -> bool:
    """Whether a template that we have made is filled in: a 填报状态 is chosen on its cover."""
    try:
        grids = read_workbook(template, {COVER}).grids
    except Unreadable:
        return False
    return COVER in grids and not set(STATES).isdisjoint(grids[COVER].texts.values())


def _carries_figures(template: bytes) -> bool:
    """Whether a template that we have made holds figures of last year."""
    try:
        return bool(hidden_text(read_workbook(template, {SHEET}), KEY))
    except Unreadable:
        return False
