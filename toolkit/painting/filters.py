"""Filters: which rows of a list are shown, as a sheet or a table states it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from toolkit.grids.appearance import ColumnFilter
from toolkit.spreadsheets.seal import package_of, parts_of

_ARROWS = re.compile(rb'<autoFilter ref="([^"]*)"/>')


def with_filters(content: bytes, filters: Mapping[str, Mapping[int, ColumnFilter]]) -> bytes:
    """Write filters into the parts of sheets and tables: column, from that of the range, → filter.

    Of a table xlsxwriter writes only the arrows, and of a sheet only what it can spell.
    """
    parts = parts_of(content)
    for name, some in filters.items():
        inner = "".join(_filter_xml(column, one) for column, one in sorted(some.items())).encode()
        whole = rb'<autoFilter ref="\1">' + inner.replace(b"\\", rb"\\") + b"</autoFilter>"
        parts[name] = _ARROWS.sub(whole, parts[name], count=1)
    return package_of(parts)


def _filter_xml(number: int, one: ColumnFilter) -> str:
    """What is shown by one column, as ECMA-376 (18.3.2) has it."""
    # This brings urllib and ssl with it, and hardly any workbook is filtered.
    from xml.sax.saxutils import quoteattr

    if one.conditions:
        inner = "".join(
            f'<customFilter operator="{operator}" val={quoteattr(text)}/>'
            for operator, text in one.conditions
        )
        every = ' and="1"' if one.every else ""
        kind = f"<customFilters{every}>{inner}</customFilters>"
    else:
        inner = "".join(f"<filter val={quoteattr(text)}/>" for text in one.texts)
        blank = ' blank="1"' if one.blank else ""
        kind = f"<filters{blank}>{inner}</filters>"
    return f'<filterColumn colId="{number}">{kind}</filterColumn>'
