"""A county's consolidated workbook as its reviewer leaves it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.build import opened, raw
from toolkit.words.below import Head
from toolkit.words.sheets import FINDINGS


def text(value: str) -> str:
    return f't="inlineStr"<is><t>{value}</t></is>'


def decided(content: bytes, decisions: Mapping[int, str], note: str = "") -> bytes:
    """The county's list of findings with 处理意见 in some of its lines, from 0 on."""
    sheet = opened(content)[FINDINGS]
    heads = {cell.value: cell.column_letter for cell in sheet[2]}
    cells = {}
    # Where the list has no column for it yet, another one serves.
    for head, stands_in in ((Head.DECISION, "处理建议"), (Head.NOTE, "相差")):
        if head not in heads:
            heads[head] = heads[stands_in]
            cells[f"{FINDINGS}!{heads[head]}2"] = text(head)
    for line, decision in decisions.items():
        cells[f"{FINDINGS}!{heads[Head.DECISION]}{3 + line}"] = text(decision)
        cells[f"{FINDINGS}!{heads[Head.NOTE]}{3 + line}"] = text(note)
    return raw(content, cells)
