"""What a workbook says of itself: on its hidden sheet, pairs of key and text, and in its custom
properties."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.grids.grid import Workbook
from toolkit.grids.identity import PROPERTY, SHEET, Identity, from_pairs, merge


def stated_in(workbook: Workbook) -> Identity:
    """What a workbook of ours says of itself: hidden sheet, then custom properties."""
    return merge(hidden_sources(workbook))[0]


def hidden_sources(workbook: Workbook) -> list[Identity]:
    sources = []
    if SHEET in workbook.grids:
        sources.append(from_pairs(dict(hidden_pairs(workbook))))
    return [*sources, from_properties(workbook.properties)]


def from_properties(properties: Mapping[str, str]) -> Identity:
    """What the custom properties say, which can be read without the sheets."""
    own = {k[len(PROPERTY) :]: v for k, v in properties.items() if k.startswith(PROPERTY)}
    return from_pairs(own)


def hidden_pairs(workbook: Workbook) -> list[tuple[str, str]]:
    """What the hidden sheet says, in its order: a key may be there several times."""
    grid = workbook.grids.get(SHEET)
    return [(grid.text(row, 0), grid.text(row, 1)) for row in range(len(grid.rows))] if grid else []


def hidden_text(workbook: Workbook, key: str) -> str:
    """The texts of a key, joined: one that is longer than a cell holds is kept in several."""
    return "".join(text for one, text in hidden_pairs(workbook) if one == key)
