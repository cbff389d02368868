"""What a workbook says about itself: keys and texts on its hidden sheet, and custom properties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.grids.grid import Workbook
from toolkit.grids.identity import PROPERTY, SHEET, Identity, from_pairs, merge


def stated_in(workbook: Workbook) -> Identity:
    """What a workbook of ours says about itself: first the hidden sheet, then the properties."""
    return merge(hidden_sources(workbook))[0]


def hidden_sources(workbook: Workbook) -> list[Identity]:
    """The identities that the hidden sheet and the properties state, in this order."""
    sources = []
    if SHEET in workbook.grids:
        sources.append(from_pairs(dict(hidden_pairs(workbook))))
    return [*sources, from_properties(workbook.properties)]


def from_properties(properties: Mapping[str, str]) -> Identity:
    """What the custom properties say, which can be read without the sheets."""
    own = {k[len(PROPERTY) :]: v for k, v in properties.items() if k.startswith(PROPERTY)}
    return from_pairs(own)


def hidden_pairs(workbook: Workbook) -> Sequence[tuple[str, str]]:
    """Keys and texts of the hidden sheet, in its order; a key may occur several times."""
    grid = workbook.grids.get(SHEET)
    return grid.pairs if grid else ()


def hidden_text(workbook: Workbook, key: str) -> str:
    """The texts of a key, joined: a text longer than a cell can hold is kept in several."""
    return "".join(text for one, text in hidden_pairs(workbook) if one == key)
