"""What a reviewer types into a consolidated workbook, and what the next one says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import openpyxl

from tests.support.build import BUREAU, OFFICE, Collected, filled, opened, raw
from toolkit.grids.names import FINDING_COLUMNS, FINDINGS, ListHead

# 自然人: 一 12 is one more than （一） 10 + 四 1.
BROKEN = {"表三!D6": 12, "表三!D8": 10, "表三!D30": 1}
MENDED = {"表三!D6": 12, "表三!D8": 10, "表三!D30": 2}
OTHER = {"表三!D6": 13, "表三!D8": 10, "表三!D30": 1}
DECISION, NOTE = "N", "O"


def returns(bureau: Mapping[str, int] = BROKEN, **more: bytes) -> dict[str, bytes]:
    """The returns of the bureau, with other figures where it is said, and of the office."""
    files = {"bureau.xlsx": filled(bureau, BUREAU), "office.xlsx": filled(MENDED, OFFICE)}
    return files | {f"{name}.xlsx": content for name, content in more.items()}


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


def row_of(result: Collected, code: str) -> int:
    """The row of the first finding of a code on 审核结果, from 1."""
    at = FINDING_COLUMNS.index("规则")
    return next(n for n, row in enumerate(result.sheet("审核结果"), 1) if row[at] == code)


def line(result: Collected, code: str, sheet: str = "审核结果") -> dict[str, Any]:
    """A finding on a list, by the heads of its columns."""
    head, *rows = ([value or None for value in row] for row in result.sheet(sheet)[1:])
    lines = ({str(h): v for h, v in zip(head, row, strict=True)} for row in rows)
    return next(found for found in lines if found["规则"] == code)


def type_into(result: Collected, cells: Mapping[str, str]) -> None:
    """What a person types, all else in the file as it was: ``{"审核结果!N3": "已核实"}``."""
    content = raw(result.workbook.read_bytes(), {at: text(words) for at, words in cells.items()})
    result.workbook.write_bytes(content)


def change(result: Collected, how: Callable[[Any], None]) -> None:
    """What a person does in a program that writes the whole file anew."""
    book = openpyxl.load_workbook(result.workbook)
    how(book)
    book.save(result.workbook)


def decide(result: Collected, code: str, decision: str, note: str = "") -> None:
    row = row_of(result, code)
    type_into(result, {f"审核结果!{DECISION}{row}": decision, f"审核结果!{NOTE}{row}": note})


def typed(result: Collected) -> list[tuple[Any, ...]]:
    """Sheet, cell, what stood there, what was typed and what it is, as 手工改动 lists them."""
    rows = result.sheets().get("手工改动", [])
    return [(row[1], row[2], row[5] or "", row[6], row[7]) for row in rows[3:]]


def changes(result: Collected) -> list[tuple[Any, ...]]:
    return [tuple("" if v is None else v for v in row) for row in result.sheet("本次变化")]


def switch(result: Collected, unit: str, to: str) -> None:
    row = next(n for n, one in enumerate(result.sheet("分单位"), 1) if one[0] == unit)
    type_into(result, {f"分单位!D{row}": to})
