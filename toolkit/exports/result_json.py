"""The JSON of ``--json``: its keys and their order are a contract that offices script against."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from toolkit.consolidation.consolidate import Consolidation
from toolkit.findings import message as words
from toolkit.findings.finding import Finding
from toolkit.findings.seen_words import shown
from toolkit.form.form import Form
from toolkit.form.number import to_number
from toolkit.grids.reason import said


def to_json(result: Consolidation) -> str:
    """The whole result as JSON text; amounts are the shortest decimals that mean them."""
    form = result.form
    content = {
        "form": form.id,
        "year": result.year,
        "files": [
            {
                "path": one.path,
                "status": one.status,
                "unit": one.unit,
                "reason": said(one.reason),
            }
            for one in result.files
        ],
        "units": [
            {
                "code": one.unit.code,
                "name": one.unit.name,
                "category": one.unit.category,
                "status": one.status,
                "in_total": one.in_total,
                "reason": said(one.reason),
                "file": one.returned.file if one.returned else None,
            }
            for one in result.units
        ],
        "totals": {code: _figure(form, code, value) for code, value in result.totals.items()},
        "values": {
            one.unit.code: {
                code: _figure(form, code, value) for code, value in one.returned.values.items()
            }
            for one in result.units
            if one.returned
        },
        "findings": [_finding(form, one) for one in result.findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=_decimal) + "\n"


def _figure(form: Form, code: str, value: int | None) -> int | Decimal | None:
    return None if value is None else to_number(value, form.decimals[code])


def _decimal(value: object) -> float | int:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"not for JSON: {value!r}")


def _finding(form: Form, one: Finding) -> dict[str, Any]:
    return {
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
        "message": words.message(one, form),
        "suggestion": words.suggestion(one, form),
    }
