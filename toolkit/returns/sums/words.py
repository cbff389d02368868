"""The names of places in a consolidated workbook that findings are about."""

from __future__ import annotations

from toolkit.findings.below_words import short_place, who
from toolkit.findings.details import Trouble


def trouble_label(one: Trouble) -> str:
    """The label that says which problem of which unit it is."""
    return f"{who(one)}，{one.rule} {short_place(one)}".strip()


def several_cells(label: str, number: int) -> str:
    return f"{label}，等 {number} 格" if number > 1 else label


def of_unit(name: str, label: str) -> str:
    return f"{name}，{label}"


def more_units(number: int) -> str:
    return f"另外 {number} 个单位"
