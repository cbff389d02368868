"""What a cell takes and what is said beside it: one validation for all cells that have the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlsxwriter.worksheet import Worksheet

from toolkit.form.table import FigureKind
from toolkit.grids.address import Place
from toolkit.painting.formulas import rectangles


def criterion(place: Place, kind: FigureKind) -> dict[str, object]:
    """What a figure has to be to be accepted, in the words of xlsxwriter."""
    if kind.type == "count":
        return {"validate": "integer", "criteria": ">=", "value": 0}
    at = place.address
    formula = f"=AND(ISNUMBER({at}),{at}>=0,ROUND({at},{kind.decimals})={at})"
    return {"validate": "custom", "value": formula}


def cut(text: str, limit: int) -> str:
    """A text of at most ``limit`` UTF-16 units, which is how Excel counts."""
    return text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")


def validate(sheet: Worksheet, cells: Iterable[tuple[Place, Mapping[str, object]]]) -> None:
    """Give each cell its validation, in the words of xlsxwriter.

    A sheet with one for each cell is three times as large, and every program reads them all.
    """
    alike: list[tuple[Mapping[str, object], list[Place]]] = []
    for place, limits in cells:
        places = next((some for one, some in alike if one == limits), None)
        if places is None:
            alike.append((limits, [place]))
        else:
            places.append(place)
    for limits, places in alike:
        at = (places[0].row, places[0].column) * 2
        sheet.data_validation(*at, {**limits, "multi_range": ranges(places)})


def ranges(places: Iterable[Place]) -> str:
    """The top left cells of all places, as a sheet lists the cells of one validation or mark."""
    return " ".join(one.replace("$", "") for one in rectangles(places))
