"""A unit's figures of the previous year, and how they travel within its template."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType

from toolkit.form.form import Form

# Indicator → integer of the smallest unit; None, or no entry at all, where it is not known.
Figures = Mapping[str, int | None]
NOTHING: Figures = MappingProxyType({})
# The key of the hidden sheet that holds them; a cell holds no more than 32,767 characters.
KEY = "previous"
_LONGEST = 30_000


def complete(form: Form, inputs: Figures) -> dict[str, int | None]:
    """The inputs, with every total that can be computed from known inputs."""
    figures: dict[str, int | None] = {code: inputs.get(code) for code in form.inputs}
    for totals in form.totals_of.values():
        for code, parts in totals:
            values = [figures[part] for part in parts]
            figures[code] = None if None in values else sum(v for v in values if v is not None)
    return figures


def to_texts(form: Form, figures: Figures) -> list[str]:
    """As JSON, a piece for each cell: the tables that are known, and their figures other than 0."""
    inputs = [code for code in form.inputs if code in figures]
    tables = {form.indicators[code].table for code in inputs if figures[code] is not None}
    told = {
        code: figures[code]
        for code in inputs
        if figures[code] != 0 and form.indicators[code].table in tables
    }
    if not tables:
        return []
    text = json.dumps({"tables": sorted(tables), "figures": told}, separators=(",", ":"))
    return [text[at : at + _LONGEST] for at in range(0, len(text), _LONGEST)]


def from_text(form: Form, text: str) -> dict[str, int | None]:
    """The inverse of :func:`to_texts`, joined; a text that was changed gives nothing."""
    try:
        content = json.loads(text)
        tables, told = set(content["tables"]), dict(content["figures"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    values = {
        code: told.get(code, 0) for code in form.inputs if form.indicators[code].table in tables
    }
    return complete(form, {code: v for code, v in values.items() if _is_figure(v)})


def _is_figure(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
