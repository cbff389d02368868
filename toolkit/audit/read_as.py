"""Cells that hold no figure, but plainly read as one: 12件 → 12.

Such a figure is never summed. The rules are judged with it all the same, so that the unit is told
in one go what else is wrong, and not only once it has sent in the 12.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from toolkit.form.form import Form
from toolkit.returns.unit_return import Return, Subject


def with_readings(subject: Subject, form: Form) -> Subject:
    """The subject with the figures as which its unusable cells plainly read."""
    one = subject.returned
    return replace(subject, read_as=read_as(one, form)) if one.invalid else subject


def read_as(one: Return, form: Form) -> dict[str, int]:
    """Unusable input → the figure as which it plainly reads, an integer of the smallest unit."""
    found = {}
    for finding in one.findings:
        code, value = finding.indicator, finding.suggested
        if code in one.invalid and value is not None:
            found[code] = int(Decimal(value) * form.scales[code])
    return found


def figures(subject: Subject, form: Form) -> Mapping[str, int | None]:
    """The values of a return, those as which unusable cells read among them, and their totals."""
    one = subject.returned
    if not subject.read_as:
        return one.values
    values = {**one.values, **subject.read_as}
    for table in {form.indicators[code].table for code in subject.read_as}:
        for total, parts in form.totals_of[table]:
            values[total] = sum(values.get(part) or 0 for part in parts)
    return values
