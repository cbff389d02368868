"""The JSON of ``--json``: its keys and their order are a contract that offices script against."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

from toolkit.consolidation.consolidate import Consolidation
from toolkit.consolidation.coverage import UnitRecord
from toolkit.findings import message as words
from toolkit.findings.finding import Finding
from toolkit.findings.seen_words import shown
from toolkit.form.form import Form
from toolkit.form.number import to_number
from toolkit.grids.reason import said
from toolkit.returns.unit_return import FileRecord

FILE_KEYS = ("path", "status", "unit", "reason")
UNIT_KEYS = ("code", "name", "category", "status", "in_total", "reason", "file")
FINDING_KEYS = (
    "code",
    "severity",
    "status",
    "unit",
    "unit_name",
    "file",
    "sheet",
    "cell",
    "indicator",
    "label",
    "actual",
    "expected",
    "difference",
    "message",
    "suggestion",
)
# One entry of a list, by its keys; figures are exact.
Entry = dict[str, Any]


class Judged(Protocol):
    """What was made of some returns: a consolidation, or a check of single files."""

    @property
    def form(self) -> Form: ...
    @property
    def year(self) -> int | None: ...
    @property
    def files(self) -> Sequence[FileRecord]: ...
    @property
    def units(self) -> Sequence[UnitRecord]: ...
    @property
    def findings(self) -> Sequence[Finding]: ...


def to_json(result: Judged) -> str:
    """The whole result as JSON text; amounts are the shortest decimals that mean them.

    Without ``totals`` where nothing was added up.
    """
    form = result.form
    totals = result.totals if isinstance(result, Consolidation) else None
    content = {
        "form": form.id,
        "year": result.year,
        "files": file_entries(result),
        "units": unit_entries(result),
        **({} if totals is None else {"totals": _figures(form, totals)}),
        "values": {
            one.unit.code: _figures(form, one.returned.values)
            for one in result.units
            if one.returned
        },
        "findings": finding_entries(result),
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=_decimal) + "\n"


def file_entries(result: Judged) -> list[Entry]:
    return [_entry(FILE_KEYS, f.path, f.status, f.unit, said(f.reason)) for f in result.files]


def unit_entries(result: Judged) -> list[Entry]:
    return [
        _entry(
            UNIT_KEYS,
            *(one.unit.code, one.unit.name, one.unit.category and str(one.unit.category)),
            *(one.status, one.in_total, said(one.reason)),
            one.returned.file if one.returned else None,
        )
        for one in result.units
    ]


def finding_entries(result: Judged) -> list[Entry]:
    return [
        _entry(
            FINDING_KEYS,
            *(one.code, one.severity, one.status),
            *(one.unit, one.unit_name, one.file),
            *(one.sheet, one.cell, one.indicator, one.label),
            *(shown(one.actual), one.expected, one.difference),
            words.message(one, result.form),
            words.suggestion(one, result.form),
        )
        for one in result.findings
    ]


def _entry(keys: Sequence[str], *values: object) -> Entry:
    return dict(zip(keys, values, strict=True))


def _figures(form: Form, figures: Mapping[str, int | None]) -> dict[str, int | Decimal | None]:
    return {
        code: None if value is None else to_number(value, form.decimals[code])
        for code, value in figures.items()
    }


def _decimal(value: object) -> float | int:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"not for JSON: {value!r}")
