"""What a sentence of a report says, and what its tables say of the same, in words."""

from __future__ import annotations

from toolkit.findings.details import InText, Read
from toolkit.form.number import plain
from toolkit.text import shorten

# So many cells of a sum are named.
_MOST_CELLS = 3


def in_words(told: InText) -> dict[str, str]:
    """The texts for the fields of the messages."""
    return {
        "section": _in_brackets(told.section),
        "sentence": told.sentence,
        "stated": told.stated,
        "compared": "；".join(map(_compared, told.readings)),
        "fitting": " 或 ".join(dict.fromkeys(plain(one.value) for one in told.readings)),
        "parts": "、".join(told.parts),
        "before": _in_brackets(told.before),
        "percent": f"{told.percent}%",
    }


def _in_brackets(section: str) -> str:
    return f"（{shorten(section)}）" if section else ""


def _compared(one: Read) -> str:
    return f"{_cells(one.cells)}（{one.label}）是 {plain(one.value)}"


def _cells(cells: tuple[str, ...]) -> str:
    if len(cells) <= _MOST_CELLS:
        return "＋".join(cells)
    return f"{cells[0]} 等 {len(cells)} 格之和"
