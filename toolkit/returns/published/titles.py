"""Titles: what a line that may be the title of a report says of whose it is and on which year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from toolkit.grids.identity import YEAR_IN_DAYS, years_in
from toolkit.text import fold

# What a report is called; before it stands whose it is and on which year, in either order.
_ABOUT = "(?:政府|政务|党务)?(?:信息|政务|党务)(?:公开)?(?:工作)?[与和及暨、]"
_TELLING = "公开"
_CALLED = re.compile(
    f"(?:{_ABOUT})*(?:政府|政务)?(?:信息|政务)公开(?:(?!公开).){{0,40}}?(?:报告|年报|总结)"
)
# What speaks of reports is none.
_OF_REPORTS = re.compile("(?:工作)?的?(?:编制|格式|填报|报送|撰写|模板|样式|有关|情况的?通报)")
_YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])年?度?")
# Pages write where they stand, and whose they are, beside their title.
_BESIDE = re.compile(r"[>|_\u00bb\u203a]")
_DATE = re.compile(
    "(?:19|20)[0-9]{2}[-./年][0-9]{1,2}[-./月](?:[0-9]{1,2}日?)?(?:[0-9]{1,2}:[0-9:]{2,5})?"
)
_NUMBER_OF_A_DOCUMENT = re.compile("\\w{0,10}[〔\\[(](?:19|20)[0-9]{2}[〕\\])][0-9]+号")
_BRACKETED_YEAR = re.compile("[(\\[【〔<《]((?:19|20)[0-9]{2})年?度?[)\\]】〕>》]")
_NUMERALS = str.maketrans("〇○零一二三四五六七八九Oo", "00012345678900")
_SPELT_YEAR = re.compile("[二2][〇○零Oo0][〇○零Oo0-9一二三四五六七八九]{2}(?=年)")
# What leads to a page, or presents a document, stands before its title.
_LEADS = re.compile(
    r"^.*[:\]】《“\"]|^(?:附件[0-9]*|[(]?[0-9一二三四五六七八九十]+[)、.])"
    "|^(?:关于|印发|公布|发布|转发|现将|现公布|点击|查看|下载|浏览|图解|历年|往年|首页)+"
    "|(?:关于|[的之]|发布|公布|印发|报送|上报|编制|编写|撰写|开展|做好)+$"
)
# How the name of a body ends.
_ENDS = re.compile(
    "(?:[局委办厅院所站队处科室部会社校园馆署台场团镇乡县区市省旗盟州街]|政府|中心|公司|集团|街道"
    r"|[大中小]学|学院|银行|海关)(?:\([^()]*\))?$"
)
_PLACE = re.compile("^.+[省市州县区旗盟镇乡]$")
_IN_A_PLACE = re.compile("中共|国家|中国|[省市州县区旗盟镇乡].")
# What a name may have or lack, and how it is shortened.
_ADDED = re.compile(r"人民|和|\([^()]*\)")
_SHORTENED = ("委员会", "委"), ("管理委", "管委"), ("管委会", "管委"), ("街道办事处", "街道")
# Words that say which kind of body, and not which.
_NOBODY = re.compile(
    "(?:各|本|我|全|该|其他)?(?:[省市州县区镇乡]级?|[市县区]直|直属|政府|人民|年度|街道)*"
    "(?:部门|单位|机构|机关|街道|街道办|办事处|政府|县区|市区|镇|乡|局|本级|级|试行)?"
)
# What belongs to a page and names nobody.
_OF_THE_PAGE = re.compile(
    "来源|发布|作者|浏览|打印|字[体号]|首页|网站|专[区栏]|索引|主题|分类|关闭|分享|搜索|位置|链接"
    "|目录|指南|制度|年报|报告|总结|[上下]一[篇条页]|栏目|返回|联系|日期|时间"
)
_NAME = re.compile(r"[\w()·、-]+")
_BEHIND = re.compile(r"^(?:\(([^()]{2,40})\)|[-—–·,]+([^-—–·,]{2,40}))")
_AROUND = "《》“”\"'·-—–,、"
_SHORTEST, _LONGEST = 3, 50


@dataclass(frozen=True, slots=True)
class Title:
    """What the title of a report says."""

    # The unit's name; None where it has none.
    name: str | None
    years: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether it says both by itself, and the name is plainly that of a body."""
        return bool(self.name and self.years and is_body(self.name))

    def may_be(self, other: Title) -> bool:
        """Whether nothing that both say differs."""
        years = not (self.years and other.years) or set(self.years) == set(other.years)
        return years and (not (self.name and other.name) or are_alike(self.name, other.name))


def title_in(text: str) -> Title | None:
    """What a text says as the title of a report; None where it is none."""
    found = list(_titles(text)) if _TELLING in fold(text) else []
    # A page says what it belongs to in the same line: that report counts which is named in full.
    found.sort(key=lambda one: (not one.is_whole, not one.years, not one.name))
    return found[0] if found else None


def is_body(name: str) -> bool:
    """Whether a text is plainly the name of a body."""
    plain = fold(name)
    return (
        _SHORTEST <= len(plain) <= _LONGEST
        and bool(_ENDS.search(plain) and _NAME.fullmatch(plain))
        and not _OF_THE_PAGE.search(plain)
        and not _NOBODY.fullmatch(plain)
    )


def names_its_place(name: str) -> bool:
    """Whether a name says by itself where the body is."""
    return bool(_IN_A_PLACE.search(name))


def are_alike(one: str, other: str) -> bool:
    """Whether two names may be the same: spelt otherwise, or one leaves out its place in front.

    What has more behind the name of a body is another body, most often one below it.
    """
    shorter, longer = sorted(map(_as_compared, (one, other)), key=len)
    place = longer.removesuffix(shorter)
    if shorter == longer or not shorter or place == longer:
        return shorter == longer
    return bool(_PLACE.search(place + shorter[0]) or _PLACE.search(place) or is_body(place))


def _as_compared(name: str) -> str:
    """A name without what it may have and may lack."""
    plain = _ADDED.sub("", fold(name))
    for written, short in _SHORTENED:
        plain = plain.replace(written, short)
    place = plain.removesuffix("政府")
    return place if _PLACE.search(place) else plain


def year_alone(line: str) -> str | None:
    """The year, where a line says nothing else."""
    plain = _plain(line).strip("()")
    return plain[:4] if _YEAR.fullmatch(plain) else None


def begins_title(line: str) -> bool:
    """Whether a line is plainly the beginning of a title: the name of a body, a year, or both."""
    plain = _plain(line)
    rest = _YEAR.sub("", plain).removesuffix("的").removesuffix("关于").strip("()")
    return bool(plain) and (not rest or is_body(rest))


def _titles(text: str) -> Iterator[Title]:
    gaps = set(accumulate(len(fold(one)) for one in text.split()))
    whole = fold(text)
    for piece in _BESIDE.split(_plain(text)):
        found = list(_CALLED.finditer(piece))
        begins = [0, *(one.end() for one in found)]
        ends = [*(one.start() for one in found[1:]), len(piece)]
        for begin, one, end in zip(begins, found, ends, strict=False):
            before, behind = piece[begin : one.start()], piece[one.end() : end]
            if _OF_REPORTS.match(behind):
                continue
            if before.endswith("人民"):
                # A title that leaves the second 政府 out.
                before += "政府"
            name = _name_before(before, whole, gaps) or _name_behind(behind)
            years = years_in(before + one[0])
            if one is found[-1]:
                years = years or years_in(behind)
            yield Title(name, tuple(sorted(years)))


def _plain(text: str) -> str:
    """A title as it is compared, its year in digits."""
    plain = _SPELT_YEAR.sub(lambda found: found[0].translate(_NUMERALS), fold(text))
    plain = _DATE.sub("", _NUMBER_OF_A_DOCUMENT.sub("", YEAR_IN_DAYS.sub(r"\1年", plain)))
    return _BRACKETED_YEAR.sub(r"\1年度", plain)


def _name_before(before: str, whole: str, gaps: set[int]) -> str | None:
    """The name before what the report is called, on either side of the year or around it."""
    names = [_last_of(one, whole, gaps) for one in map(_cleaned, _YEAR.split(before)) if one]
    if not names:
        return None
    first, *others = names
    if others and _PLACE.search(first) and not names_its_place(others[0]):
        return first + others[0]
    return others[0] if others and _PLACE.search(first) else first


def _name_behind(behind: str) -> str | None:
    found = _BEHIND.match(behind)
    name = _cleaned(found[1] or found[2]) if found else None
    if not (found and name and is_body(name)):
        return None
    # Behind a dash stands the website as well.
    return None if found[2] and name.endswith("政府") else name


def _cleaned(text: str) -> str | None:
    """The name in what stands before or behind the year of a title."""
    name, before = text, None
    while before != name:
        before, name = name, _LEADS.sub("", name).strip(_AROUND)
    if name.count("(") != name.count(")"):
        name = name.strip("()")
    return name if len(name) > 1 and name[0].isalnum() and not _NOBODY.fullmatch(name) else None


def _last_of(name: str, whole: str, gaps: set[int]) -> str:
    """The name that stands before the year, where a blank parts it from that of the website.

    Names are padded with blanks as well: what is no body by itself is a piece of the name.
    """
    begin = whole.find(name)
    if begin < 0:
        return name
    cuts = sorted(one - begin for one in gaps if begin < one < begin + len(name))
    pieces = [name[a:b] for a, b in zip([0, *cuts], [*cuts, len(name)], strict=True)]
    return _joined(pieces)


def _joined(pieces: Sequence[str]) -> str:
    *before, name = pieces
    for one in reversed(before):
        # A letter by itself shows that the letters of one name are spaced.
        if is_body(name) and len(one) > 1:
            if one[:2] == name[:2] or not (is_body(one) or _PLACE.search(one)):
                break
            if one.endswith("政府") and not name.startswith("办公"):
                # What stands there is the website's name, which says only where the body is.
                place = one.removesuffix("政府").removesuffix("人民")
                return name if names_its_place(name) else place + name
        name = one + name
    return name
