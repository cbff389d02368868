"""Figures as a journal keeps them, and in which of them two files differ.

The inputs stand in the order of the form. Behind them stand the totals that somebody typed and that
are not what the inputs add up to; a total that is right says nothing new.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.form.form import Form
from toolkit.form.layout import Layout
from toolkit.form.number import plain, to_number
from toolkit.returns.unit_return import Return

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# What unpacks to more bytes than this was not written by us.
_MOST = 5_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator as people know it."""

    code: str
    sheet: str
    cell: str
    label: str
    decimals: int


# By indicator an integer of its smallest unit; None where nothing is known. A total that is what
# the inputs add up to is not there.
Known = Mapping[str, int | None]


def packed_lines(layout: Layout) -> bytes:
    """Every indicator of a form, the inputs first."""
    form = layout.form
    codes = [*form.inputs, *(code for code in form.indicators if code not in form.inputs)]
    lines = [
        (code, *layout.where(code), form.indicators[code].label, form.decimals[code])
        for code in codes
    ]
    return _packed(lines)


def lines_in(packed: bytes) -> list[Line]:
    """The inverse of :func:`packed_lines`.

    Raises:
        ValueError: it is damaged.
    """
    try:
        return [Line(*one) for one in _unpacked(packed)]
    except TypeError as error:
        raise ValueError(str(error)) from error


class Packer:
    """Packs the figures of returns of one form."""

    def __init__(self, form: Form) -> None:
        self._inputs = tuple(form.inputs)
        self._tables = [form.indicators[code].table for code in self._inputs]
        self._needed = frozenset(self._tables)

    def packed(self, one: Return) -> bytes:
        values, unsure = one.values, one.invalid
        inside: list[int | None] = [figure or 0 for figure in map(values.get, self._inputs)]
        if unsure or not one.counted.issuperset(self._needed):
            for at, (code, table) in enumerate(zip(self._inputs, self._tables, strict=True)):
                if values.get(code) is None and (code in unsure or table not in one.counted):
                    inside[at] = None
        wrong = {code: typed for code, typed in one.typed.items() if typed != values.get(code)}
        return _packed([inside, wrong])


def figures_in(packed: bytes, lines: Sequence[Line]) -> Known:
    """The inverse of :meth:`Packer.packed`.

    Raises:
        ValueError: it is damaged.
    """
    try:
        inside, wrong = _unpacked(packed)
        known = zip((one.code for one in lines), inside, strict=False)
        return {**dict(known), **wrong}
    except TypeError as error:
        raise ValueError(str(error)) from error


def differing(then: Known, now: Known, lines: Sequence[Line]) -> Iterator[Line]:
    """The indicators in which two files differ; a blank that counts as 0 is a 0."""
    for one in lines:
        if then.get(one.code) != now.get(one.code):
            yield one


def shown(figure: int | None, line: Line) -> str:
    """A figure in its own unit of measure; blank where nothing is known."""
    return "" if figure is None else plain(to_number(figure, line.decimals))


def _packed(some: object) -> bytes:
    return zlib.compress(_JSON.encode(some).encode(), 1)


def _unpacked(packed: bytes) -> list[Any]:
    try:
        found = json.loads(zlib.decompressobj().decompress(packed, _MOST))
    except (zlib.error, RecursionError) as error:
        raise ValueError(str(error)) from error
    if not isinstance(found, list):
        raise ValueError("no list")
    return found
