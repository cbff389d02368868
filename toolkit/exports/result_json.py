"""The JSON of ``--json``: its keys and their order are a contract that offices script against."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Protocol, TypedDict

from toolkit.consolidation.consolidate import Consolidation
from toolkit.consolidation.coverage import UnitRecord
from toolkit.findings import message as words
from toolkit.findings.finding import Finding
from toolkit.findings.seen_words import shown
from toolkit.findings.voice import Voice
from toolkit.form.form import Form
from toolkit.form.number import to_number
from toolkit.grids.reason import said
from toolkit.returns.cover_code import code_on_cover
from toolkit.returns.unit_return import FileRecord, Return


class FileEntry(TypedDict):
    path: str
    status: str
    unit: str | None
    reason: str | None


class UnitEntry(TypedDict):
    code: str
    name: str
    category: str | None
    status: str
    in_total: bool
    reason: str | None
    file: str | None
    # That on the cover of its return; None where the cover has none, or the figures give none.
    check_code: str | None


class LikelyEntry(TypedDict):
    indicator: str | None
    sheet: str
    cell: str
    value: object


class FindingEntry(TypedDict):
    """Figures are exact, in the indicator's own unit of measure."""

    # The same from run to run.
    id: str
    code: str
    severity: str
    status: str
    unit: str | None
    unit_name: str | None
    file: str | None
    sheet: str | None
    cell: str | None
    indicator: str | None
    label: str | None
    actual: object
    expected: object
    difference: object
    message: str
    suggestion: str
    # The id of the finding that it follows from.
    cause: str | None
    # The most plausible first.
    likely: list[LikelyEntry]
    # How many places with the same problem it stands for, besides its own.
    more: int
    # False where an earlier run has told it and this one could not judge it.
    judged: bool


class Judged(Protocol):
    """What was made of some returns: a consolidation, or a check of single files."""

    # Whom its words speak to.
    @property
    def voice(self) -> Voice: ...
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


def file_entries(result: Judged) -> list[FileEntry]:
    return [
        {"path": one.path, "status": one.status, "unit": one.unit, "reason": said(one.reason)}
        for one in result.files
    ]


def unit_entries(result: Judged) -> list[UnitEntry]:
    return [
        {
            "code": one.unit.code,
            "name": one.unit.name,
            "category": one.unit.category and str(one.unit.category),
            "status": one.status,
            "in_total": one.in_total,
            "reason": said(one.reason),
            "file": one.returned.file if one.returned else None,
            "check_code": _check_code(one.returned, result.form) if one.returned else None,
        }
        for one in result.units
    ]


def _check_code(one: Return, form: Form) -> str | None:
    code = code_on_cover(one, form)
    return code if isinstance(code, str) else None


def finding_entries(result: Judged) -> list[FindingEntry]:
    return [
        {
            "id": one.id,
            "code": one.code,
            "severity": one.severity,
            "status": one.status,
            "unit": one.unit,
            "unit_name": one.unit_name,
            "file": one.file,
            "sheet": one.sheet,
            "cell": one.cell,
            "indicator": one.indicator,
            "label": one.label,
            "actual": shown(one.actual),
            "expected": one.expected,
            "difference": one.difference,
            "message": words.message(one, result.form, result.voice),
            "suggestion": words.suggestion(one, result.form, result.voice),
            "cause": one.cause or None,
            "likely": [
                {"indicator": x.indicator, "sheet": x.sheet, "cell": x.cell, "value": x.value}
                for x in one.likely
            ],
            "more": one.more or len(one.more_cells),
            "judged": one.judged,
        }
        for one in result.findings
    ]


def _figures(form: Form, figures: Mapping[str, int | None]) -> dict[str, int | Decimal | None]:
    return {
        code: None if value is None else to_number(value, form.decimals[code])
        for code, value in figures.items()
    }


def _decimal(value: object) -> float | int:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"not for JSON: {value!r}")
