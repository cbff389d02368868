"""The templates of a roster, made: of many, on all processors at once."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import cached_property

from toolkit.commands.calls import InOrder, Lost
from toolkit.commands.workers import Workers, processes_for, processors
from toolkit.form.form import Form
from toolkit.form.opening_figures import Figures
from toolkit.roster.roster import Category, Unit
from toolkit.template.workbook import Templates

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
