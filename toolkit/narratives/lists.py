"""Lists: where a text divides a number into parts that are all there are.

Of the ways in which applications come in some may be left out, and of kinds most are. So only what
is complete by its words is added up: 线上 and 线下, three ways or more, or a list that ends in
其他.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from toolkit.form.wording import Reading
from toolkit.narratives.plain import Plain
from toolkit.narratives.statement import Statement

_MANY = 3
_COUNTER = "(?P<counter>[件条起份宗个项例次])"
# 总数，其中…、…、其他…
_DIVIDED = re.compile(
    rf"(?P<whole>[0-9][0-9,]*){_COUNTER}[，,:：]?(?:（|其中|包括|分别为|其中包括)[:：，]?"
    rf"(?P<list>(?:[^。；0-9（）()]{{1,24}}[0-9][0-9,]*(?P=counter)[，、,]?){{2,12}})"
)
_ITEM = re.compile("(?P<what>[^0-9、，,]*)(?P<number>[0-9][0-9,]*)[件条起份宗个项例次]")
_REST = re.compile(
    "(?:以及|和|及)?(?:其他|其它|其余|另外|剩余)(?:类别?|单位|部门|各?[县乡镇街科][^，、]{0,6}|方面|情况|事项|人员|渠道|方式|为|的|有|共|申请|信息)*"
)
_OVERLAPPING = re.compile("同时|重复|交叉|兼")
_COMPARED = re.compile("增加|减少|增长|下降|上年|去年|同比|[0-9]年")


@dataclass(frozen=True, slots=True)
class Listed:
    """A number and the parts into which a text divides it."""

    parts: tuple[tuple[int, int], ...]
    sum: Fraction
    sentence: tuple[int, int]
    # Where the parts stand.
    at: tuple[int, int]
    # The whole that the text states; None where it states none. What it is, where that is known.
    whole: Fraction | None = None
    statement: Statement | None = None
    # What the sum may be, where the whole is not stated.
    readings: tuple[Reading, ...] = ()


def lists_in(
    plain: Plain,
    statements: Sequence[Statement],
    complete: Mapping[str, tuple[tuple[str, ...], ...]],
) -> Iterator[Listed]:
    """The lists of a paragraph that are complete.

    ``complete``: of each topic the ways in which it comes in that are all there are.
    """
    by_sentence: dict[tuple[int, int], list[Statement]] = defaultdict(list)
    for one in statements:
        by_sentence[one.sentence].append(one)
    for sentence, some in by_sentence.items():
        yield from _by_channel(sentence, some, complete)
    for begin, end in plain.sentences():
        yield from _by_kind(plain, (begin, end), statements)


def _by_channel(
    sentence: tuple[int, int],
    some: Sequence[Statement],
    complete: Mapping[str, tuple[tuple[str, ...], ...]],
) -> Iterator[Listed]:
    sound = [one for one in some if one.exact and not (one.past or one.others)]
    for topic in dict.fromkeys(one.topic for one in sound):
        channels = {name for names in complete.get(topic, ()) for name in names}
        parts = [one for one in sound if one.topic == topic and one.channel]
        names = [one.channel for one in parts]
        whole = any(set(each) == set(names) for each in complete.get(topic, ()))
        if len(set(names)) != len(names) or len(parts) < 2 or not channels:
            continue
        total = sum((one.value for one in parts), Fraction(0))
        before = [one for one in sound if one.is_whole and one.at[0] < parts[0].at[0]]
        stated = next(
            (one for one in reversed(before) if one.topic == topic and _overlap(one, parts[0])),
            None,
        )
        exceeds = stated is not None and total > stated.value
        if not (whole or exceeds or len(names) >= _MANY):
            continue
        yield Listed(
            tuple(one.at for one in parts),
            total,
            sentence,
            (parts[0].at[0], parts[-1].at[1]),
            stated.value if stated else None,
            stated,
            tuple(dict.fromkeys(r for one in parts for r in one.readings)),
        )


def _overlap(one: Statement, part: Statement) -> bool:
    return bool(set(one.readings) & set(part.readings))


def _by_kind(
    plain: Plain, sentence: tuple[int, int], statements: Sequence[Statement]
) -> Iterator[Listed]:
    """A list that ends in 其他 has all kinds."""
    if _OVERLAPPING.search(plain.text, *sentence):
        return
    for found in _DIVIDED.finditer(plain.text, *sentence):
        items = list(_ITEM.finditer(plain.text, found.start("list"), found.end("list")))
        if not _REST.fullmatch(items[-1]["what"]) or any(
            _COMPARED.search(one["what"]) for one in items
        ):
            continue
        total = sum((Fraction(one["number"].replace(",", "")) for one in items), Fraction(0))
        whole = Fraction(found["whole"].replace(",", ""))
        if total == whole:
            continue
        at = found.start("whole")
        of = next((one for one in statements if one.at[0] <= at < one.at[1]), None)
        yield Listed(
            tuple((one.start("number"), one.end()) for one in items),
            total,
            sentence,
            (found.start("whole"), items[-1].end()),
            whole,
            of,
        )
