"""Whose figures a sum holds, in sentences."""

from __future__ import annotations

from toolkit.consolidation.consolidate import Consolidation
from toolkit.consolidation.words import Overview, lacks
from toolkit.grids.reason import said


def banner(result: Consolidation, room: int | None = None) -> list[str]:
    """Whose figures are in the sum and whose are not, in whole sentences.

    ``room``: how many characters of names there may be in each.
    """
    missing = [one.unit.name for one in result.with_status("missing") if one.due]
    faulty = [one.unit.name for one in result.with_status("with_errors") if one.in_total]
    left_out = [
        Overview.with_reason(one.unit.name, said(one.reason))
        for one in result.units
        if not one.in_total and one.status != "missing"
    ]
    inside = [one.unit.name for one in result.units if one.in_total]
    partial = [
        Overview.with_reason(one.unit.name, lacks(one.lacking))
        for one in result.units
        if one.lacking
    ]
    lines = [Overview.missing(missing, room)] if missing else []
    lines += [Overview.left_out(left_out, room)] if left_out else []
    lines += [Overview.partial(partial, room)] if partial else []
    lines += [Overview.faulty(faulty, room)] if faulty else []
    if not missing and not partial and not faulty and not result.has_errors:
        lines.insert(0, Overview.COMPLETE)
    return [*lines, Overview.inside(inside, room)]
