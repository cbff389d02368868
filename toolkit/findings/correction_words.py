"""What was probably meant, in words: which cell should say what, and how the mistake arose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from toolkit.findings.details import AtCell, Displaced, OneMistake
from toolkit.findings.finding import Correction, Finding
from toolkit.form.number import plain

_KINDS = {
    "transposed": "相邻两位数字颠倒",
    "replaced": "有一位数字不同",
    "dropped": "漏了一位数字",
    "added": "多了一位数字",
    "sign": "正负号不同",
}
_NUMBERS = "①②③"
_SHIFTS = {"down": "下移一行", "up": "上移一行", "right": "右移一列", "left": "左移一列"}
Solution = tuple[Correction, ...]
_WAN, _ONE_DIGIT = 10_000, 10


def in_words(finding: Finding) -> str:
    """The answers in words, certain or only possible; empty where there are none."""
    options, shared = _apart(finding.corrections)
    if not options:
        return ""
    if finding.certain:
        return f"看来{_together(options[0])}，改后有关勾稽关系即成立。"
    if len(options) == 1:
        return f"若{_together(options[0])}，有关勾稽关系即成立，请核对。"
    listed = _numbered([_together(one) for one in options])
    if shared:
        return f"可能是{_together(shared)}，同时还有一处要改，请按可能性依次核对：{listed}。"
    return (
        f"下列任一处改正后，有关勾稽关系即成立，请按可能性依次核对：{listed}。"
        "都无误的，请核对其他有关各数。"
    )


def _apart(corrections: Sequence[Solution]) -> tuple[list[Solution], Solution]:
    """What each answer has of its own, and what all answers have in common."""
    if len(corrections) < 2:
        return list(corrections), ()
    shared = tuple(one for one in corrections[0] if all(one in other for other in corrections))
    return [tuple(one for one in some if one not in shared) for some in corrections], shared


def _numbered(options: Sequence[str]) -> str:
    return "；".join(f"{sign}{text}" for sign, text in zip(_NUMBERS, options, strict=False))


def _together(changes: Sequence[Correction]) -> str:
    return "、".join(_one(change) for change in changes)


def _one(change: Correction) -> str:
    notes = [f"现填 {plain(change.actual)}", _why(change), _like_last_year(change)]
    place = f"{change.sheet} {change.cell}（{change.label}）"
    return f"{place}应为 {plain(change.value)}（{'，'.join(filter(None, notes))}）"


def _like_last_year(change: Correction) -> str:
    return "改后与上年相近" if change.like_last_year else ""


def _why(change: Correction) -> str:
    if change.kind == "swapped":
        return f"与 {change.partner} 填反"
    if change.kind == "slipped":
        moved = f"应在此处的数填到了 {change.partner}"
        return moved if change.value else f"应填在 {change.partner}"
    if change.kind == "factor":
        return _factor(change)
    if change.kind == "replaced" and max(change.actual, change.value) < _ONE_DIGIT:
        return ""
    return _KINDS.get(change.kind, "")


def _factor(change: Correction) -> str:
    more = change.actual > change.value
    high, low = max(change.actual, change.value), min(change.actual, change.value)
    if high == low * _WAN:
        return "“元”和“万元”弄混"
    return "多了一个 0" if more else "少了一个 0"


def one_mistake(finding: Finding, details: OneMistake) -> dict[str, str]:
    """The fields of the message on one mistake that breaks several balances."""
    (changes,) = finding.corrections
    once = "改后" if details.alone else "与另外的错处一并改正后，"
    if block := details.displaced:
        return {
            "look": _displaced(block),
            "once": once,
            "count": str(len(details.mends)),
            "mended": cells_of(details.mends),
            "correct": _put_back(block),
            "number": str(len(changes)),
        }
    values = "、".join(plain(one.value) for one in changes)
    return {
        "look": "只有一处错" if details.only else "错在一处",
        "once": once,
        "mistake": _typed(changes[0], finding) if len(changes) == 1 else _together(changes),
        "count": str(len(details.mends)),
        "mended": cells_of(details.mends),
        "at_cells": cells_of(changes),
        "correct": f"{'分别' if len(changes) > 1 else ''}改为 {values} ",
    }


def _displaced(block: Displaced) -> str:
    """Which figures stand elsewhere."""
    first, other = block.first, block.other
    if block.kind == "columns":
        columns = "、".join(one.cell.rstrip("0123456789") for one in (first, other))
        return f"{first.sheet} {columns} 两列整列填反"
    if block.kind == "rows":
        rows = "、".join(one.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for one in (first, other))
        return f"{first.sheet}第 {rows} 两行整行填反"
    return f"{first.sheet} {first.cell} 至 {other.cell} 整体{_SHIFTS[block.kind]}"


def _put_back(block: Displaced) -> str:
    lines = {"columns": "把两列的数对调", "rows": "把两行的数对调"}
    return lines.get(block.kind, "整体移回原位，空出的格另行填写")


def _typed(change: Correction, finding: Finding) -> str:
    """A single cell: what is there, and what should be."""
    notes = "，".join(filter(None, (_why(change), _like_last_year(change))))
    label = f"（{finding.label}）" if finding.label else " "
    there = "现为空白" if finding.actual is None else f"现填 {plain(change.actual)}"
    why = f"（{notes}）" if notes else ""
    return f"{change.sheet} {change.cell}{label}{there}，应为 {plain(change.value)}{why}"


def cells_of(some: Iterable[Correction | AtCell]) -> str:
    return cells((one.sheet, one.cell) for one in some)


def cells(places: Iterable[tuple[str, str]]) -> str:
    """Cells in their order, each sheet named once; a cell that is there more than once, with how
    often.
    """
    told, sheet = [], ""
    for (where, cell), times in Counter(places).items():
        often = f"（{times} 条）" if times > 1 else ""
        told.append(f"{'' if where == sheet else f'{where} '}{cell}{often}")
        sheet = where
    return "、".join(told)


def short(finding: Finding) -> str:
    """Only the cells and values, for a place beside the words."""
    options, shared = _apart(finding.corrections)
    texts = [
        "、".join(_at(change, finding) + plain(change.value) for change in some)
        for some in ((shared,) if shared else ()) + tuple(options)
    ]
    if len(texts) == 1:
        return texts[0]
    if shared:
        return f"{texts[0]}，并 {_numbered(texts[1:])}"
    return _numbered(texts)


def _at(change: Correction, finding: Finding) -> str:
    """The cell; empty where it is the place of the finding itself."""
    if (change.sheet, change.cell) == (finding.sheet, finding.cell):
        return ""
    sheet = "" if change.sheet == finding.sheet else f"{change.sheet} "
    return f"{sheet}{change.cell}："


def brief(change: Correction) -> str:
    """The correction, as told at the cell itself."""
    why = _why(change)
    return f"可能是：{plain(change.value)}" + (f"（{why}）" if why else "")
