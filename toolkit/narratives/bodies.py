"""Bodies: whom a stretch of text speaks of: the unit itself, another body, or nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache

from toolkit.returns.published.titles import are_alike, is_body
from toolkit.text import fold

# Of how much more, or of what parts, a sentence may speak.
_WIDER = re.compile("全(?P<of>[省市县区镇乡州旗盟]|街道|系统|国|社会)")
# What is left of it where only one line of bodies is meant: 全县公安机关.
_OF_ONE_LINE = re.compile("(?!各|级|所有|行政|政府|执法|有关)[^，。；]{2,8}(?:机关|系统|部门)")
_PARTS = re.compile(
    "(?:各|有关|相关|其他|下属|所属|所辖|辖区|基层|直属|市直|县直|区直|省直|[0-9]+[个家])"
    "(?:级|有关|相关)?(?:[市县区乡镇街道部门单位机关机构办所局科室开发区、（）()和及]+)"
    "|.{2,}(?<!行政)(?:机关|本部)$|(?:本级|县区|县市区|乡镇|镇街|镇办|市直|县直|区直|部门|科室|二级单位|基层单位|下级)+$"
)
_ENDS = re.compile(
    "(?:[局委办厅院所站队处科会社校园馆署台场团镇乡县区市省旗盟州]|政府|中心|公司|集团|街道|办公室|机关|机构|部门|单位|法院)$"
)
# What may stand behind a body before what it does.
_SHORT = ("办公室", "办"), ("委员会", "委"), ("管理委", "管委"), ("人民政府", "政府")
_RANKS = "省市县区镇乡州旗盟"
_PLACE = re.compile(f".{{2,}}?[{_RANKS}](?![{_RANKS}])")
_BRANCH = re.compile("(?P<office>.+)局(?P<place>.{2,})分局")
# So many characters has an abbreviated name.
_LONGEST_ABBREVIATED = 6

# A shorter word only says what kind of body it is.
_SHORTEST = 3
# A year and what else leads to whoever does something.
_BEFORE = re.compile("^.*[0-9]{4}年度?|^(?:据|其中)")
# Whoever stands behind one of these does nothing himself.
_TO_WHOM = re.compile(
    "[向对由被与受在给]|会同|联合|配合|(?<!综)(?<!融)(?<!整)合(?!作|规)|经(?!济|信|贸|开|营)|以(?!及)|(?<!共)同(?!步)"
)
# Where somebody does something.
_WHERE = re.compile("(?<=.)在.{0,8}$")
# All that a government answers for.
_ALL = re.compile(
    "各级(?:行政)?(?:机关|部门|单位)|各行政(?:执法)?机关|属各(?:执法)?部门和|各级各部门|各级人民政府"
)
_GOVERNMENT_AND_OFFICE = re.compile("政府(?:及|和)[省市县区镇乡州旗盟]?政府办公[室厅]")
# Offices that answer for a whole government.
GENERAL_OFFICES = ("办公室", "办公厅")
# A government with many bodies below it.
_GOVERNMENT = re.compile("[省市县区州旗盟](?:人民政府)?$")
# The lowest of governments, and what only has a name of its own within it.
_TOWN, _TEAMS = re.compile("[镇乡]|街道"), "队所站室"
# What a body that is named at the beginning does.
_ACTS = re.compile(
    "(?:认真|积极|严格|切实|扎实|高度重视|坚持|深入|全面|主动|创新|探索|依托|聚焦|围绕|立足|率先|率|着力|持续|不断|按照|根据|依据|依照|共|累计|全年|新?收到|受理|办理)"
)
_PLACE_BODY = re.compile("(?:人民政府|管理委员会|管委会|办事处|[省市县区镇乡州旗盟])$")


class Who(Enum):
    """Of whom a text speaks."""

    NOBODY = auto()
    OWN = auto()
    OTHER = auto()


@lru_cache(4096)
def who_is(text: str, own: str | None) -> Who:
    """Of whom the words before a figure speak. ``own``: the name of the unit, where it is known."""
    text = _WHERE.sub("", _BEFORE.sub("", text))
    if not text:
        return Who.NOBODY
    wider = _WIDER.search(text)
    if wider and _OF_ONE_LINE.match(text, wider.end()):
        return Who.OTHER
    if wider:
        return Who.OWN if own and _is_place(own, wider["of"]) else Who.OTHER
    if own and _GOVERNMENT_AND_OFFICE.search(text):
        # Together they are all that the office reports on, and not all that a place does.
        return Who.OWN if fold(own).endswith(GENERAL_OFFICES) else Who.OTHER
    if own and _ALL.search(text) and _PLACE_BODY.search(own):
        return Who.OWN
    if _PARTS.search(text):
        return Who.OTHER
    name = _name_at_end(text)
    if name is None:
        return Who.NOBODY
    if own and is_own(name, own):
        # The government of a place may be that without all its bodies.
        alone = name.endswith("政府") and _GOVERNMENT.search(own) and not are_alike(name, own)
        return Who.OTHER if alone else Who.OWN
    is_its_own = own and _TOWN.search(own) and name[-1] in _TEAMS and name[0] not in _RANKS
    return Who.OTHER if len(name) >= _SHORTEST and not is_its_own else Who.NOBODY


def who_acts(text: str, own: str | None) -> Who:
    """Of whom a clause speaks that begins with a body and what it does."""
    found = _ACTS.search(text)
    name = _BEFORE.sub("", text[: found.start()]).lstrip("，") if found else ""
    return who_is(name, own) if is_body(name) else Who.NOBODY


def is_own(name: str, own: str) -> bool:
    """Whether a name, perhaps shortened, is that of the unit."""
    if are_alike(name, own):
        return True
    short, whole = _shortened(name), _shortened(own)
    if not short or not whole:
        # Nothing but 办事处 is left of a name.
        return fold(own).endswith(fold(name))
    return (
        _is_end(short, whole)
        or _is_end(whole, short)
        or (whole.startswith(short) and short[-1:] in _RANKS and _is_place(own, short[-1]))
        or _abbreviates(short, whole)
    )


def _is_end(end: str, whole: str) -> bool:
    """Whether a name is another one without its place."""
    before = whole.removesuffix(end)
    if before == whole:
        return False
    return not before or end[0] in _RANKS or before[-1] in _RANKS


def _abbreviates(short: str, whole: str) -> bool:
    """Whether a short name takes some characters of a name, in their order."""
    if whole[-1:] in _RANKS:
        # The name of a place is not abbreviated.
        return False
    if branch := _BRANCH.fullmatch(whole):
        # 公安局新华分局 is 新华公安分局, too.
        office, place = branch["office"], branch["place"].rstrip(_RANKS)
        kind = short.removeprefix(place).lstrip(_RANKS).removesuffix("分局")
        return short.startswith(place) and short.endswith("分局") and office.endswith(kind)
    return short[-1:] == whole[-1:] and any(
        _abbreviates_rest(rest, of) for rest, of in _without_place(short, whole)
    )


def _abbreviates_rest(short: str, whole: str) -> bool:
    letters = iter(whole)
    return (
        len(short) <= _LONGEST_ABBREVIATED
        and not set(short[1:-1]) & set(_RANKS)
        and all(one in letters for one in short)
    )


def _without_place(short: str, whole: str) -> Iterator[tuple[str, str]]:
    """Two names, and what is left of both behind the place that both have in front."""
    yield short, whole
    places = [(whole.find(short[0]) + 1, short[1:])] if short[0] in _RANKS else []
    found = _PLACE.match(short)
    if found and whole.startswith(found[0]):
        places.append((found.end(), short[found.end() :]))
    for begin, rest in places:
        if begin and whole[begin : begin + 1] == rest[:1]:
            yield rest, whole[begin:]


def _shortened(name: str) -> str:
    plain = fold(name).removeprefix("自治").removesuffix("办事处")
    for long, short in _SHORT:
        plain = plain.replace(long, short)
    return plain.removesuffix("政府") if len(plain) > 2 else plain


def _is_place(own: str, ending: str) -> bool:
    """Whether the unit is the government of a place of this rank."""
    place = fold(own).removesuffix("人民政府").removesuffix("管理委员会").removesuffix("办事处")
    return place.endswith(ending) if ending else False


def _name_at_end(text: str) -> str | None:
    """The name of a body with which a stretch of text ends."""
    if not _ENDS.search(text):
        return None
    led = [found.end() for found in _TO_WHOM.finditer(text)]
    # It begins behind a word that leads to it, or anywhere.
    for begin in (*led[-1:], *range(len(text) - 1)):
        name = text[begin:]
        if len(name) <= 25 and (is_body(name) or len(name) <= 4):
            return None if begin in led else name
    return None
