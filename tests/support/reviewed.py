"""A county's consolidated workbook as its reviewer leaves it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.support.build import opened, raw
from toolkit.grids.names import FINDINGS, ListHead


def text(value: str) -> str:
    """The XML of a cell with that text, for :func:`tests.support.build.raw`."""
    return f't="inlineStr"<is><t xml:space="preserve">{value}</t></is>'


def decided(content: bytes, decisions: Mapping[int, str], note: str = "") -> bytes:
    """The county's list of findings with 处理意见 in some of its lines, from 0 on."""
    heads = {cell.value: cell.column_letter for cell in opened(content)[FINDINGS][2]}
    cells = {}
    for line, decision in decisions.items():
        cells[f"{FINDINGS}!{heads[ListHead.DECISION]}{3 + line}"] = text(decision)
        cells[f"{FINDINGS}!{heads[ListHead.NOTE]}{3 + line}"] = text(note)
    return raw(content, cells)
