"""Refilling: what was read, in a fresh template again, with what is wrong at its cells."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence

from toolkit.feedback import notices
from toolkit.feedback.points import Point, Where
from toolkit.findings.finding import SEVERITIES, Severity
from toolkit.findings.seen_words import show
from toolkit.form.form import Form
from toolkit.form.layout import lay_out
from toolkit.form.number import Misfit, read_figure
from toolkit.painting.lists import SEVERITY_LOOK
from toolkit.painting.table import Mark
from toolkit.returns.unit_return import Return
from toolkit.template.filling import Filling

_DAY_ZERO = datetime.date(1899, 12, 30)


def refilled(form: Form, one: Return | None, points: Sequence[Point]) -> Filling:
    """What a return holds, as far as it was read; a cell without a figure keeps its text.

    ``one``: None where nothing of what was sent is usable. ``points``: what is said of it.
    """
    marks = _marks(form, points)
    if one is None:
        return Filling(marks=marks)
    figures = {code: value for code in form.inputs if (value := one.values.get(code)) is not None}
    return Filling(
        figures=figures,
        states=one.states,
        contact={key: _as_typed(key, text) for key, text in one.contact.items()},
        texts=dict(_texts(form, one, points)),
        marks=marks,
        explanations={(said.code, said.indicator): said.text for said in one.explanations},
    )


def _texts(form: Form, one: Return, points: Sequence[Point]) -> Iterator[tuple[str, str]]:
    """Input → what stood there in place of a figure; nobody may take it for one."""
    stood = {
        code: show(notices.typed(point.finding))
        for point in points
        if (code := point.finding.indicator) and code in one.invalid
    }
    for code in form.inputs:
        if code in one.invalid:
            text = stood.get(code, "")
            certain = not isinstance(read_figure(text, form.indicators[code].kind), Misfit)
            yield code, notices.to_be_verified(text) if certain else text


def _as_typed(key: str, text: str) -> str | float:
    """A field of the cover; a date is a number to a spreadsheet program."""
    if key == "date":
        try:
            return float((datetime.date.fromisoformat(text) - _DAY_ZERO).days)
        except ValueError:
            return text
    return text


def _marks(form: Form, points: Sequence[Point]) -> dict[tuple[str, str], Mark]:
    """Cell → the colour of the worst finding on it, and all that is said of it."""
    at: dict[tuple[str, str], list[tuple[Severity, str]]] = defaultdict(list)
    for point in points:
        if point.link and point.marked:
            said = point.finding.severity, notices.comment(point.finding, form)
            at[point.link].append(said)
    for where, suspicions in _suspicions(form, points).items():
        # A cell with a finding of its own already says what it should be.
        at.setdefault(where, suspicions)
    return {
        where: Mark(str(SEVERITY_LOOK[_worst(said)]["bg_color"]), "\n".join(t for _, t in said))
        for where, said in at.items()
    }


def _suspicions(form: Form, points: Sequence[Point]) -> dict[Where, list[tuple[Severity, str]]]:
    """Cell → the suspicion that it breaks a balance that is told elsewhere; each value once."""
    layout, told = lay_out(form), set[tuple[str, object]]()
    at: dict[Where, list[tuple[Severity, str]]] = defaultdict(list)
    for one in (point.finding for point in points):
        for change in (each for solution in one.corrections for each in solution):
            # A total is a formula again, and needs nothing.
            if form.indicators[change.indicator].parts or (change.indicator, change.value) in told:
                continue
            told.add((change.indicator, change.value))
            # One of several possibilities is only worth a look.
            severity: Severity = one.severity if one.certain else "warning"
            at[layout.where(change.indicator)].append((severity, notices.suspicion(one, change)))
    return at


def _worst(said: list[tuple[Severity, str]]) -> Severity:
    return min((severity for severity, _ in said), key=SEVERITIES.index)
