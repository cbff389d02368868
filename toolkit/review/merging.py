"""Merging: all that was written into copies of the workbook, taken over into one; nothing is lost.

What has a place there is written into it; the rest is listed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.findings.finding import Finding
from toolkit.grids.grid import At, Grid, shown_text
from toolkit.grids.names import BY_UNIT, FINDINGS, NO, NOT_KEPT, TYPED, YES, ListHead
from toolkit.returns.sums.record import as_grid
from toolkit.review import words
from toolkit.review.changes import chosen_when
from toolkit.review.copies import Base, Copy, Gathered, Place, gathered
from toolkit.review.hand_typed import HandTyped, Typed, listed_on, own_beside
from toolkit.review.merged_rows import merged_rows
from toolkit.review.taken_over import Difference, Merged, Withdrawn


def merged(ours: HandTyped | None, copies: Sequence[Copy]) -> HandTyped:
    """The workbook that is replaced, with what colleagues have written into copies of it.

    Where two differ, the workbook that is replaced goes first, else the copy that was saved last;
    what the others say is listed. ``ours``: None where there is no such workbook; then all of the
    copy of the latest run is kept.
    """
    these = gathered(ours, copies)
    rows, switches = merged_rows(these), _switches(these)
    typed, (sheets, comments) = list(_typed(these)), _own_sheets(these)
    ours = these.ours
    differences = [*rows.differences, *switches.differences]
    answered = {*rows.answered, *switches.answered}
    marks = [*ours.lineage, *(mark for one in these.readers for mark in one.copy.typed.lineage)]
    taken = dict(these.then) | {(one.copy.mark, one.copy.name): one.taken for one in these.readers}
    return replace(
        ours,
        chosen=switches.chosen,
        chosen_for=switches.chosen_for,
        items=rows.items,
        settled=rows.settled,
        typed=[
            *(one for one in _listed(these) if _answer_of(one) not in answered),
            *typed,
            *map(_as_typed, differences),
        ],
        sheets=sheets,
        comments=comments,
        own_heads=_own_heads(these),
        lineage=list(dict.fromkeys(marks)),
        taken=list(taken.values()),
        told_later=list(_told_later(these)),
        merged=Merged(
            copies=[one.copy.name for one in these.readers],
            known=_known(these),
            ground=these.ground.name if these.ground else "",
            decisions=rows.decisions,
            notes=rows.notes,
            switches=switches.taken,
            typed=len(typed),
            sheets=len(sheets) - len(ours.sheets),
            differences=differences,
            withdrawn=[*rows.withdrawn, *switches.withdrawn],
        ),
    )


def _known(these: Gathered) -> list[str]:
    read = {one.number for one in these.readers}
    return [one.name for number, one in enumerate(these.copies) if number not in read]


# --- Switches ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Switches:
    chosen: Mapping[str, bool]
    # Unit → what it was like when it was chosen.
    chosen_for: Mapping[str, str]
    # How many came from a copy.
    taken: int
    differences: Sequence[Difference]
    withdrawn: Sequence[Withdrawn]
    answered: Collection[Place]


def _switches(these: Gathered) -> _Switches:
    """计入汇总 of each unit, as whoever goes first wants it."""
    chosen, chosen_for, taken = dict[str, bool](), dict[str, str](), 0
    differences, ours = list[Difference](), these.ours
    withdrawn, answered = list[Withdrawn](), set[Place]()
    every = [ours, *(one.copy.typed for one in these.readers)]
    for unit in dict.fromkeys(x for one in every for x in (*one.chosen, *one.record.chosen)):
        theirs = (
            reader.answer(
                (ListHead.INSIDE, unit),
                _word(reader.copy.typed.chosen, unit),
                _word(reader.copy.typed.record.chosen, unit),
                _word(ours.record.chosen, unit),
            )
            for reader in these.readers
        )
        settled = these.settled(_word(ours.chosen, unit), theirs)
        kept = settled.kept
        if kept.value:
            chosen[unit] = kept.value == YES
        if kept.value and kept.by is not None:
            chosen_for[unit] = chosen_when(these.copies[kept.by].typed)[unit]
        taken += chosen.get(unit) != ours.chosen.get(unit)
        at = words.unit_line(unit, _name(these, unit)), ListHead.INSIDE
        differences += these.differences(*at, settled)
        withdrawn += these.withdrawn(*at, _word(ours.chosen, unit), settled)
        answered |= these.answered(*at, settled)
    return _Switches(chosen, chosen_for, taken, differences, withdrawn, answered)


def _word(chosen: Mapping[str, bool], unit: str) -> str:
    return "" if unit not in chosen else YES if chosen[unit] else NO


def _name(these: Gathered, unit: str) -> str:
    records = (these.ours.record, *(one.copy.typed.record for one in these.readers))
    return next((one.units[unit].name for one in records if unit in one.units), "")


# --- What was typed elsewhere --------------------------------------------------------------------


def _listed(these: Gathered) -> Sequence[Typed]:
    """What is listed of the workbook itself; where a copy stands for it, what that had listed."""
    ours = these.ours
    return ours.typed[: ours.listed] if these.ground else ours.typed


def _typed(these: Gathered) -> Iterator[Typed]:
    """What was typed into the copies, each thing once, with the names of those that have it."""
    found: dict[tuple[str, ...], tuple[Typed, bool, list[str]]] = {}
    there = {_plain(one) for one in _listed(these)}
    beside = {_plain(one)[1:] for *_, one in own_beside(these.ours)}
    for reader in these.readers:
        typed = reader.copy.typed
        record = reader.base_record
        before = (
            {_plain(one) for one in listed_on(as_grid(record.sheets.get(TYPED, ())))}
            if record
            else set()
        )
        own = [one for *_, one in own_beside(typed) if _plain(one)[1:] not in beside]
        for number, one in enumerate([*typed.typed, *own]):
            is_listed, plain = number < typed.listed, _plain(one)
            if is_listed and plain in before:
                continue
            if reader.is_new(TYPED, plain) and plain not in there:
                found.setdefault(plain, (one, is_listed, []))[2].append(reader.copy.name)
    for one, is_listed, names in found.values():
        *cells, kind = one.cells
        yield one if is_listed else Typed((*cells, words.typed_in(kind, names)))


def _plain(one: Typed) -> tuple[str, ...]:
    """As a record keeps it."""
    return tuple(map(shown_text, one.cells))


def _as_typed(one: Difference) -> Typed:
    sheet = BY_UNIT if one.head == ListHead.INSIDE else FINDINGS
    where = one.made, sheet, "", one.of, one.head
    kind = words.typed_in(NOT_KEPT, [one.other_of])
    return Typed((*where, one.kept, one.other, kind), one.other_of)


def _answer_of(one: Typed) -> Place | None:
    """The place that a row is about which lists an answer that was not kept, and whose it is."""
    if one.not_kept_of is None:
        return None
    _, _, _, of, head, *_ = one.cells
    return of, head, one.not_kept_of


def _own_sheets(
    these: Gathered,
) -> tuple[dict[str, Grid], dict[str, Mapping[At, str]]]:
    """The sheets that people have added, and the comments on them."""
    sheets, comments = dict(these.ours.sheets), dict(these.ours.comments)
    for reader in these.readers:
        typed = reader.copy.typed
        for name, grid in typed.sheets.items():
            notes = typed.comments.get(name, {})
            content = _content(grid, notes)
            is_new = reader.is_new(name, *content)
            there = (_content(one, comments.get(x, {})) for x, one in sheets.items())
            if reader.is_ground or not is_new or not any(content) or content in there:
                continue
            new = name if name not in sheets else words.sheet_of(name, reader.copy.name)
            while new in sheets:
                new = f"{new}+"
            sheets[new] = grid
            comments |= {new: notes} if notes else {}
    return sheets, comments


def _content(grid: Grid, notes: Mapping[At, str]) -> tuple[object, ...]:
    cells = [
        (at, shown_text(value))
        for row, values in enumerate(grid.rows)
        for at, value in (((row, column), value) for column, value in enumerate(values))
        if shown_text(value)
    ]
    return cells, sorted(notes.items()), sorted(grid.formulas.items())


def _own_heads(these: Gathered) -> dict[str, list[str]]:
    heads = {name: list(some) for name, some in these.ours.own_heads.items()}
    for reader in these.others:
        for name, some in reader.copy.typed.own_heads.items():
            heads[name] = list(dict.fromkeys([*heads.get(name, []), *some]))
    return heads


# --- What was told -------------------------------------------------------------------------------


def _told_later(these: Gathered) -> Iterator[Finding]:
    """What copies of later runs tell besides: it is not gone until it is judged."""
    ids = {one.id for one in these.ours.told}
    for reader in these.others:
        record = reader.copy.typed.record
        is_later = reader.base is Base.NONE and record.made > these.ours.record.made
        if is_later or reader.base is Base.OURS:
            yield from (one for one in reader.copy.typed.told if one.id not in ids)
            ids |= {one.id for one in reader.copy.typed.told}
