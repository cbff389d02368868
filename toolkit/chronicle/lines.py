"""Lines: what is compared from year to year, in the order of the official tables.

Every indicator of the form is a line. Where the form before has one row for several of ours, their
sum is a line, too; and what only that form has follows at the end, so that no figure is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolkit.form.counterpart import Equal
from toolkit.form.form import Form
from toolkit.form.opening_figures import Figures
from toolkit.form.table import FigureKind, Table


@dataclass(frozen=True, slots=True)
class Line:
    """Figures that mean the same in every year."""

    # The code of the indicator; of a sum of several the one that it has in the form before.
    code: str
    # The form that has it, its table there, and the indicators that it adds up.
    form: Form
    table: Table
    codes: tuple[str, ...]
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    kind: FigureKind
    # Whether it is a sum of others: a total of the form, or several rows together.
    is_sum: bool = False
    # The id of a form before → its indicators that add up to the same.
    before: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # The id of a form before → what has to be known of its figures.
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def combines(self) -> bool:
        """Whether it is several rows of the form together."""
        return len(self.codes) > 1

    @property
    def label(self) -> str:
        """As :attr:`toolkit.form.form.Indicator.label`."""
        return "，".join("→".join(path) for path in (self.row_labels, self.column_labels) if path)

    def codes_in(self, form: Form) -> tuple[str, ...]:
        """The indicators of a form that it adds up; none where the form has no such figure."""
        return self.codes if form.id == self.form.id else self.before.get(form.id, ())

    def value(self, form: Form, figures: Figures) -> int | None:
        """The figure, of figures of that form; None where it is not known."""
        values = [figures.get(code) for code in self.codes_in(form)]
        known = [one for one in values if one is not None]
        return sum(known) if values and len(known) == len(values) else None


def lines_of(form: Form, earlier: Sequence[Form]) -> tuple[Line, ...]:
    """The lines of a form, beside the forms before it that occur."""
    equal = {old.id: old.equals(form) for old in earlier}
    own = {code: _line(form, code) for code in form.indicators}
    for old, pairs in equal.items():
        for pair in pairs:
            if len(pair.now) == 1:
                _link(own, pair.now[0], old, pair)
    combined = _combined(form, earlier, equal)
    lines: list[Line] = []
    for code, line in own.items():
        lines += combined.get(code, ())
        lines.append(line)
    for one in earlier:
        lines += _only_there(form, one, equal[one.id])
    return tuple(lines)


def as_figures_of(lines: Iterable[Line], form: Form, theirs: Form, figures: Figures) -> Figures:
    """Figures of a form before as those of ``form``, as far as they mean the same."""
    if form.id == theirs.id:
        return figures
    single = (one for one in lines if one.form.id == form.id and not one.combines)
    return {one.codes[0]: one.value(theirs, figures) for one in single}


def _line(form: Form, code: str) -> Line:
    one = form.indicators[code]
    labels = one.row_labels, one.column_labels
    return Line(code, form, form.table(one.table), (code,), *labels, one.kind, bool(one.parts))


def _link(own: dict[str, Line], code: str, old: str, pair: Equal) -> None:
    line = own[code]
    notes = {**line.notes, **({old: pair.note} if pair.note else {})}
    own[code] = replace(line, before={**line.before, old: pair.before}, notes=notes)


def _combined(
    form: Form, earlier: Sequence[Form], equal: Mapping[str, Sequence[Equal]]
) -> dict[str, list[Line]]:
    """Indicator → the lines that combine several, and stand above it."""
    order = {code: number for number, code in enumerate(form.indicators)}
    found: dict[tuple[str, ...], Line] = {}
    first: dict[tuple[str, int], list[tuple[str, ...]]] = defaultdict(list)
    for old in earlier:
        for pair in equal[old.id]:
            if len(pair.now) == 1:
                continue
            if pair.now not in found:
                found[pair.now] = _several(form, old, pair)
                first[old.id, pair.number].append(pair.now)
            else:
                line = found[pair.now]
                before = {**line.before, old.id: pair.before}
                found[pair.now] = replace(line, before=before)
    placed: dict[str, list[Line]] = defaultdict(list)
    for some in first.values():
        # All columns of one row stand together, above the first of the rows that it combines.
        top = min((code for codes in some for code in codes), key=order.__getitem__)
        placed[top] += [found[codes] for codes in some]
    return placed


def _several(form: Form, old: Form, pair: Equal) -> Line:
    names = [old.indicators[code] for code in pair.before]
    code = pair.before[0] if len(names) == 1 else "+".join(pair.before)
    code = f"{old.id}:{code}" if code in form.indicators else code
    kind = form.indicators[pair.now[0]].kind
    table = form.table(form.indicators[pair.now[0]].table)
    labels = names[0].row_labels, names[0].column_labels
    notes = {old.id: pair.note} if pair.note else {}
    return Line(code, form, table, pair.now, *labels, kind, True, {old.id: pair.before}, notes)


def _only_there(form: Form, old: Form, pairs: Sequence[Equal]) -> Iterator[Line]:
    """What a form before has and ours has not; each figure of several that were added up, too."""
    shown = {pair.before[0] for pair in pairs if len(pair.before) == 1}
    for code in old.indicators:
        if code not in shown:
            line = _line(old, code)
            # The same code means something else in the two forms.
            taken = code in form.indicators
            yield replace(line, code=f"{old.id}:{code}") if taken else line
