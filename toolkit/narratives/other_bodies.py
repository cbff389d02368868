"""Other bodies: where a text has another one in the place of the unit that reports.

Reports rightly name many others: those that they work with, those above and below. What is told is
a body that stands where only the unit itself can stand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import takewhile

from toolkit.narratives.bodies import GENERAL_OFFICES, is_own
from toolkit.narratives.plain import Plain
from toolkit.returns.published.titles import is_body
from toolkit.text import fold

_NAME = "(?P<name>[\u4e00-\u9fa5（）()]{2,30}?)"
_ENDS = "[局委办厅院镇乡县区市州旗道府室会处关学队]"
# Whoever stands behind one of these helps, orders or is helped, and does not report.
_NO_ACTOR = (
    "(?!会同|联合|协同|配合|指导|组织|协调|依托|按照|根据|报请|通过|利用|邀请|接受|落实|协助|帮助|督促"
    "|要求|经|由|在|对|向|与)"
)
_OWN_WORD = re.compile("[我本](?:局|委|办|厅|镇|乡|街道|县|市|区|机关|单位|院|中心)")
# What only the body that reports does with its own work.
_DOES = (
    "坚持|认真|把|将|依照|贯彻|未收到|没有收到|围绕|深入|严格|高度重视|全面|积极|切实|扎实|着力|紧紧|持续|始终|不断|聚焦|坚决|以习近平"
    "|依据|根据|在(?:县|市|区|省|上级)|在[^，。；]{2,30}(?:领导|指导|支持)下|按照|紧扣|(?:共|累计)?收到[^，。；]{0,12}申请|制发(?:行政)?规范性文件"
    "|未收取|没有收取|未发生|(?:政府信息公开|政务公开)工作(?:还|仍|虽|取得|存在)"
)
_TIME = (
    "(?:(?:19|20)[0-9]{2}年(?:度|以来)?，?|本年度，?|今年，?|过去一年，?|一年来，?|(?:近)?年来，?)"
)
_ROLE = re.compile(
    f"(?:^|[。；]|（[一二三四五六七八九十]）[^，。；]{{0,14}}[。：]?)(?P<time>{_TIME})?{_NO_ACTOR}{_NAME}(?<={_ENDS})(?:党[委组])?(?:{_DOES})"
)
_AFTER = (
    "编制|按照|依照|根据|依据|公布|发布|汇总|综合|负责|(?:19|20)[0-9]{2}年|政府信息公开|政务公开|的"
)
# What says whose report it is.
_SAYS = (
    re.compile(f"本(?:年度)?报告(?:由|反映|系|是|为){_NAME}(?<={_ENDS})(?={_AFTER})"),
    re.compile(
        f"(?:现将|现公布|现发布|公布|编制(?:完成|形成|了|的|并公布|发布)*){_NAME}(?<={_ENDS})(?:（[^（）]*）)?(?:19|20)[0-9]{{2}}年度?(?:政府)?信息公开"
    ),
    re.compile(
        f"^{_NO_ACTOR}{_NAME}(?<={_ENDS})(?:根据|按照|依据|依照)[^。]{{0,150}}编制[^。，]{{0,25}}(?:报告|年报)"
    ),
    re.compile(f"由{_NAME}(?<={_ENDS})编制(?:本|(?:19|20)[0-9])"),
    re.compile(
        f"(?:^|，){_NO_ACTOR}{_NAME}(?<={_ENDS})(?<!社会)(?:向社会)?(?:公布|发布|编制)了?(?:(?:19|20)[0-9]{{2}}年度?|本)[^。，]{{0,14}}报告"
    ),
)
# Whom readers may ask: mostly an office of the unit, by whatever name it goes.
_CONTACTS = (
    re.compile(
        f"(?:请与|请联系|请径向|请向|与){_NAME}(?<={_ENDS})(?:（[^（）]*）|\\([^()]*\\))?(?:联系|咨询|反映)"
    ),
    re.compile(
        f"(?:请联系|请咨询|请致电|联系(?:部门|单位)[:：]){_NAME}(?<={_ENDS})(?=[，。；（(]|$)"
    ),
)
_OF_ITSELF = re.compile("[我本](?P<kind>局|委|厅|镇|乡|街道)(?![们人员内外地国])")
# The site of an office, which is its own.
_SITE = re.compile(
    "(?:^|[，。；）]|通过|在|依托|利用|公开)(?!通过|在|依托|利用|主动|依申请)"
    "(?P<name>[\u4e00-\u9fa5]{3,20}?)(?<=[局委])(?:门户|官方)?网站(?:共|全年|累计)*(?:发布|公开|更新)"
)
# What stands in no name, but before the site of an office.
_WITHIN = "在过"
# By so many characters at the end bodies are of one line, and so long is a name with its place.
_OF_LINE, _LONG = 3, 5
# How the offices of a line that are below it are called: 南海区局, 五区局.
_BELOW_LINE = re.compile("(?:.{1,4}|.*[一二三四五六七八九十两几各])[市县区旗]局")
# Bodies of one level.
_LEVELS = ("乡镇街道", "县区旗")
# How the name of a body ends, and not that of a place.
_BODY_ENDS = "局委厅院府处办部署社关学"
# How those end that have no offices below them.
_BELOW = "院校馆站所队心司园"
# How that of an office within a body ends.
_OFFICES = "室科处股站所心队办厅"
# A body of one line with or without its office.
_WHOLE_LINE = re.compile(".+(?:局|委员会|厅)(?=$|办公室|.{2,6}[科处股室]$)")
_BRACKETS = re.compile("[（(]([^（）()]*)[）)]")
_PLACES = re.compile("([^省市县区旗镇乡]{2,6}?)(省|市|县|区|旗|镇|乡|街道)")
# What stands in the names of bodies of many lines, and one line that has two names.
_OF_ANY_LINE = "局委员会厅和与管理服务工作行政综合"
_ENFORCES = re.compile("城管|城市管理|执法")
# How a zone is called without its name.
_ZONE = re.compile("(?:经济|高新|技术|产业|工业)*(?:开发区|经开区|高新区|园区|新区|示范区|管委会)")
_RANK_SIGNS = "省市县区镇乡州旗盟"
# What begins the name by which a body calls itself, or all of its kind.
_ITSELF = re.compile("[我本咱该各其]|全(?=[省市县区镇乡州旗盟街系国社体])")
_IN_PLACE = re.compile("(?P<place>[^省市县区旗]{2,6}?)(?P<rank>[市县区州旗])(?=.{3})")
_RANKS = re.compile("(?P<rank>[省市县区镇乡州旗盟]|街道)$")


@dataclass(frozen=True, slots=True)
class OtherBody:
    """A body in the place of the unit, as it is written."""

    name: str
    at: tuple[int, int]
    sentence: tuple[int, int]


def other_bodies(
    plain: Plain, own: str, unowned: Collection[tuple[int, int]] = ()
) -> Iterator[OtherBody]:
    """Those of a paragraph.

    ``own``: the name of the unit that reports. ``unowned``: the sentences that state of others what
    the report states nowhere of the unit itself.
    """
    for begin, end in plain.sentences():
        sentence = plain.text[begin:end]
        strict = (begin, end) not in unowned
        told = [*_in_role(sentence, own, strict), *_said(sentence, own), *_of_itself(sentence, own)]
        for name, at in told[:1]:
            yield OtherBody(name, (begin + at, begin + at + len(name)), (begin, end))


def _in_role(sentence: str, own: str, strict: bool) -> Iterator[tuple[str, int]]:
    found = _ROLE.search(sentence)
    if (
        found
        and not _OWN_WORD.search(sentence)
        and _is_peer(found["name"], own, dated=bool(found["time"]), strict=strict)
    ):
        yield found["name"], found.start("name")


def _said(sentence: str, own: str) -> Iterator[tuple[str, int]]:
    for pattern in (*_CONTACTS, *_SAYS):
        found = pattern.search(sentence)
        if not found or not is_body(found["name"]) or _belongs(found["name"], own):
            continue
        if pattern in _SAYS or _answers_elsewhere(found["name"], own):
            yield found["name"], found.start("name")
    site = None if _answers_for_all(own) else _SITE.search(sentence)
    if (
        site
        and not set(site["name"]) & set(_WITHIN)
        and _is_peer(site["name"], own, dated=True, strict=False)
    ):
        yield site["name"], site.start("name")


def _answers_elsewhere(name: str, own: str) -> bool:
    """Whether somebody else whom readers may ask is in another place, or of another line."""
    whole, mine = fold(name), fold(own)
    body = _WHOLE_LINE.match(whole)
    if _is_namesake(body[0] if body else whole, mine):
        return True
    ranks = {rank for _, rank in _places(mine)}
    elsewhere = [place[:2] not in mine for place, rank in _places(whole) if rank in ranks]
    if any(elsewhere):
        return True
    if _answers_for_all(own) or body is None:
        return False
    return _line(body[0]).isdisjoint(_line(mine))


def _is_namesake(name: str, own: str) -> bool:
    """Whether two bodies are called alike but for a place without its rank: 广州铁路监督管理局."""
    begin, end = _shared(name, own), _shared(name[::-1], own[::-1])
    middle, mine = name[begin : len(name) - end], own[begin : len(own) - end]
    long = end >= _LONG or min(begin, end) >= _LONG - 1
    return long and bool(mine) and not set(middle) <= set(own)


def _shared(one: str, other: str) -> int:
    """By how many characters two names begin alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _places(name: str) -> list[tuple[str, str]]:
    """The places that a name names, each with its rank."""
    return _PLACES.findall(name.replace("人民政府", ""))


def _line(name: str) -> set[str]:
    """The characters that tell of what line a body is."""
    plain = _PLACES.sub("", name).lstrip(_RANK_SIGNS)
    return {"执"} if _ENFORCES.search(plain) else set(plain) - set(_OF_ANY_LINE)


def _of_itself(sentence: str, own: str) -> Iterator[tuple[str, int]]:
    """我局 in the report of a township, 我乡 in that of a town."""
    kinds = _kinds(own)
    for found in _OF_ITSELF.finditer(sentence):
        if kinds and found["kind"] not in kinds:
            yield found[0], found.start()


def _kinds(own: str) -> frozenset[str]:
    """What a unit may call itself, of the words that are looked for; none: anything."""
    place = _place(own)
    if rank := _RANKS.search(place):
        # A government may be spoken of as its place, and its office is 我办.
        return frozenset((rank["rank"], *(("委",) if "委" in own else ())))
    name = fold(own)
    if name.endswith("局") and "委员会" not in name:
        return frozenset("局")
    return frozenset()


def is_government(name: str) -> bool:
    """Whether a body is the government of a place, or named as the place itself."""
    return bool(_RANKS.search(_place(name)))


def _answers_for_all(own: str) -> bool:
    """Whether a unit is a government or its office, which has no line of its own."""
    return is_government(own) or fold(own).endswith(GENERAL_OFFICES)


def _place(name: str) -> str:
    plain = fold(name)
    for ending in ("人民政府", "政府", "办事处", "管理委员会", "管委会"):
        plain = plain.removesuffix(ending)
    return plain


def _is_peer(name: str, own: str, *, dated: bool, strict: bool) -> bool:
    """Whether a body that acts as the reporting one is another one of its kind."""
    if _belongs(name, own) or not is_body(name) or _BELOW_LINE.fullmatch(name):
        return False
    rank = _rank(name)
    if is_government(own):
        return dated and _are_of_one_level(name, own)
    one, other = _IN_PLACE.match(fold(name)), _IN_PLACE.match(fold(own))
    if one and other and one[0] != other[0] and (not dated or one["rank"] == other["rank"]):
        # Without a year it may be one of those below.
        return dated
    if rank:
        # A government is above, and rightly named.
        return False
    if fold(name)[-_OF_LINE:] == fold(own)[-_OF_LINE:]:
        # A body of the same line most often is above, too, unless it begins a report by its name.
        return dated and strict and len(fold(name)) > _LONG
    alike = fold(name)[-1] == fold(own)[-1]
    # A hospital or a school is below most that report, and may well be named.
    return alike or (not strict and fold(name)[-1] not in _BELOW)


def _rank(name: str) -> str:
    """The rank of the place whose government a body is; blank for any other body."""
    found = _RANKS.search(_place(name))
    return found["rank"] if found else ""


def _are_of_one_level(one: str, other: str) -> bool:
    """Whether both are governments, and of places of one level."""
    ranks = _rank(one), _rank(other)
    first, second = (next((some for some in _LEVELS if rank in some), rank) for rank in ranks)
    return all(ranks) and first == second


def _belongs(name: str, own: str) -> bool:
    """Whether a body is the unit, a part of it, or what it is a part of."""
    if own != (outer := _BRACKETS.sub("", own)):
        # 青岛西海岸新区(黄岛区) goes by either name.
        inner = _BRACKETS.findall(own)
        called = (_BRACKETS.sub("", name), *_BRACKETS.findall(name))
        return any(
            _belongs(some, one) for some in called for one in (outer, *inner) if some and one
        )
    whole, mine = fold(name), fold(own)
    bare = re.sub("人民政府(?=.)", "", whole)
    parts = re.split(f"(?<={_ENDS})[及和、与]", whole)
    if (
        _ITSELF.match(name)
        or whole in mine
        or whole.startswith(mine)
        or any(is_own(one, own) for one in (whole, bare, *parts))
    ):
        return True
    if _ZONE.fullmatch(whole) or (whole.endswith("分局") and not mine.endswith("分局")):
        return True
    if set(whole) <= set(mine) and sorted(whole) != sorted(mine):
        # However it is shortened: 大连金融监管局, 国有资产监督管理委员会.
        return True
    if _is_namesake(whole, mine):
        return False
    begins = (whole[:n] for n in range(3, len(whole)) if whole[n - 1] in _BODY_ENDS)
    is_office = whole[-1] in _OFFICES and not whole.endswith("办事处")
    if is_office and any(is_own(one, own) or mine.startswith(one) for one in begins):
        # An office of the unit, or of what it is the office of.
        return True
    # Whatever has the name of the place, or only its rank, belongs to its government, unless it is
    # the government of another place of that level.
    if not is_government(own):
        return False
    place = _place(own)
    last = re.split("(?<=[省市县区镇乡州旗盟])", place.rstrip(_RANK_SIGNS))[-1]
    of_place = last in whole or whole[:2] == mine[:2] or whole[0] == place[-1]
    elsewhere = any(one[:2] not in mine for one, _ in _places(whole)[-1:])
    return of_place and not (elsewhere and _are_of_one_level(whole, mine))
