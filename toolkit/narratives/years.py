"""Years: where a text speaks of another year as of the one that it reports on.

The year before is rightly named where it is compared with, where its faults are spoken of, and in
titles and dates; the one after it in plans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.grids.identity import YEAR_IN_DAYS
from toolkit.narratives.plain import Plain

_YEAR = re.compile("(?<![0-9])((?:19|20)[0-9]{2})年(度)?")
_QUOTED = re.compile("《[^《》]*》|“[^“”]*”|〔[^〔〕]*〕|【[^【】]*】")
# What leads from one year to another, or to something that is not this report.
_LEADING = re.compile(
    "(?:较|比|与|同|和|及|相比|从|自|由|于|在|针对|对照|对|按照?|根据|上年|去年|即|截至|截止|至|到|结转|结转至|结转到|转入|（|\\(|、|—|-|~)$"
)
_FOLLOWING = re.compile(
    "[0-9]{1,2}月|第?[一二三四1-4]季度|[上下]半年|[初末底中]|以来|起|至|到|[—~-]|、|和|及|与|相比|同期|相较|结转|遗留|存在|问题|整改|反馈|通报|考核"
    "|[^，。；]{0,8}存在的|(?:部门|单位|财政|政府)+[决预]算|提出|印发|出台|修订|制定|施行|实施|发布|颁布|版|格式|以[前后]|之[前后]|持平|的(?![政工])|年报|决算|预算|工作要点|要点"
    "|(?:(?!将|把|列入|纳入|开展|组织|坚持|认真|发布|[局委办厅府镇乡]公开)[^，。；我本]){0,20}(?:考核|评估|测评|评价|考评|评议|评比|通报|督查|公报|名单)"
    "|(?:政府信息公开|政务公开)?(?:工作)?(?:年度)?(?:报告|年报)(?:(?:已|均|于|按时|按期|及时|如期)|中?(?:提|指|反映|所|列|存|说)|》|所述)"
)
# What has once happened, and lasts.
_EVENTS = re.compile(
    "评为|荣获|获评|获得|被确定|入选|列为|启动|首次|印发|出台|成立|建成|投入使用|上线|改版|机构改革|挂牌"
)
_PLANS = re.compile(
    "将|计划|拟|力争|打算|下一?步|继续|进一步|着力|安排|目标|预计|争取|要(?!求)|工作思路|工作重点|开展|推进|起|措施|前完成"
)
# 将 leads to what is to be done, or to what something is done with.
_DOING = (
    "进一步|继续|重点|着力|持续|不断|以|围绕|从|按|加强|推动|开展|增|印发|会同|把|在|对|优化|完善|组织|推进|做好|建立|健全"
    "|提升|提高|压缩|举办|上线|加大|强化|深化|探索|严格|全面|积极|努力|采取|通过|针对|聚焦|结合|坚持|认真|切实|逐步|定期|每|于"
    "|为|制定|编制|出台|修订|新|扩大|集中|统一"
)
_WILL = re.compile(f"^[^。；]{{0,16}}?(?:将(?:{_DOING})|力争|计划(?!完成)|打算|拟)")
# What has been done, though it was planned; and what a plan does not count.
_DONE = re.compile("已|实际|完成|建成|推迟|原计划|拟定|拟[^，。；]{0,2}(?:公开|废止)")
_COUNTED = re.compile("[^。；]{0,10}(?:新?收到|受理|办结|答复)[^，。；0-9]{0,14}[0-9]")
_WILL_IN = re.compile("(?:将在|计划于?|拟于?|力争)$")
# What only the report on a year says of it.
_CLAIM = re.compile(
    "，|[我本全共未无没]|累计|主动公开|公开|发布|新?(?:收到?|受理)|办理|答复|制[发定]|出台|作出|发出|对[^，。；]{1,20}(?:作出|发出)|涉及政府信息公开|各[^，。；]{1,8}(?:上报|报送|公开|发布)"
    "|政府信息公开工作|政务公开工作|[^，。；]{2,14}(?:坚持|认真|严格|深入|贯彻|未|共|没有)|[^，。；]{1,12}[局委办厅府](?:公开|没|未|共)"
)
_COMPARED = re.compile("同比|增长|下降|减少|增加|相比|持平|上升|提高|回落|上年|去年|今年|本年")
_COMPARED_WITH = re.compile("(?:较|比|与|同|和|对比)(?:上年)?$")
_SOLVED = re.compile("问题[^。；]{0,60}(?:解决|整改|改进|改善)")
_FAULTS = re.compile("整改|改进|针对|对照|上年|去年|提出|反映|指出|年报|报告中")
_OF_FIGURES = re.compile("(?:统计|数据|报告|期限|时限|时间)[^。；]{0,12}$")
# Where a sentence or a part of it begins: behind a stop, a heading, or a number in brackets.
_STARTS = re.compile(
    "(?:^|[。；！？]|（[一二三四五六七八九十]）[^，。；]{0,14}[。：]?|[一二三四五六七八九十]是|^[0-9]+[.、][^，。；]{0,14}[。]?|[:：])$"
)
_OWN_BEFORE = re.compile(
    "(?:我|本)(?:[局委办厅镇乡县市区院关校所队]|机关|单位|街道|中心)$|[局委办厅镇乡府]$"
)
_CARRIED_TO = re.compile("(?:结转|转入|顺延|转)[至到入]?$")
_CARRIED_FROM = re.compile("度?结转(?!下|至|到|20)")
_MADE_KNOWN = re.compile(
    "(?:及时|按时|按期|如期|主动|集中|同步|已)(?:公开|公布|发布|上传)[^，。；]{0,20}$"
)
_REPORTS = re.compile("(?:(?:政府)?信息公开|政务公开)(?:工作)?(?:年度)?(?:报告|年报)")
_MAKES = re.compile("(?:编制|公布|发布)[^，。；]{0,40}$")
_REPORTED_NOW = re.compile("现(?:将|就)$")
_AS_FOLLOWS = re.compile("[^，。；]{0,24}(?:报告|公布|汇报)如下")
_UNTIL = re.compile("(?:截至|截止到?|截止至)$")
# Years that are further away are those of laws and plans.
_FAR = 3
_IN_PLANS = re.compile("问题|改进|打算|计划|措施")


@dataclass(frozen=True, slots=True)
class OtherYear:
    """A year that does not fit, and the one that would."""

    year: int
    fitting: int
    at: tuple[int, int]
    sentence: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A year as a sentence of a report speaks of it."""

    named: int
    # What stands before and behind it in its sentence, and in the next one.
    before: str
    behind: str
    after: str
    section: str
    # The year that the report is on.
    year: int

    @property
    def sentence(self) -> str:
        return f"{self.before}{self.named}年{self.behind}"


def other_years(plain: Plain, year: int, section: str) -> Iterator[OtherYear]:
    """The years of a paragraph that should be others, in a report on ``year``."""
    text, spans = plain.text, list(plain.sentences())
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    for number, (begin, end) in enumerate(spans):
        after = text[end : spans[number + 1][1]] if number + 1 < len(spans) else ""
        for found in _YEAR.finditer(text, begin, end):
            if any(a <= found.start() < b for a, b in quoted):
                continue
            before, behind = text[begin : found.start()], text[found.end() : end]
            one = _Spoken(int(found[1]), before, behind, after, section, year)
            fitting = _fitting(one)
            if fitting is not None and fitting != one.named:
                yield OtherYear(one.named, fitting, found.span(), (begin, end))


def _fitting(one: _Spoken) -> int | None:
    """The year that should stand there; None where nothing speaks against the one that does."""
    for rule in (_carried, _of_period):
        if (year := rule(one)) is not None:
            return year
    if one.named == one.year:
        return one.year + 1 if _is_planned(one) else None
    far = abs(one.named - one.year) > _FAR
    if _MADE_KNOWN.search(one.before) and _REPORTS.match(one.behind):
        # In the year of a report that on the year before it is published.
        return None
    if far or _LEADING.search(one.before) or _FOLLOWING.match(one.behind):
        return None
    if one.named > one.year:
        if _IN_PLANS.search(one.section):
            # There the next year is spoken of, unless something is counted in it.
            claims = _COUNTED.match(one.behind)
        else:
            claims = _STARTS.search(one.before) and _CLAIM.match(one.behind)
        return one.year if claims and not _PLANS.search(one.sentence) else None
    return one.year if _claims(one) else None


def _is_planned(one: _Spoken) -> bool:
    """Whether a sentence plans something for the year that is over."""
    if not _IN_PLANS.search(one.section) or _DONE.search(one.behind):
        return False
    will = _WILL.search(one.behind) and not _COMPARED.search(one.before)
    return bool(will or _WILL_IN.search(one.before))


def _carried(one: _Spoken) -> int | None:
    """The year to which, or from which, applications are carried over."""
    if _CARRIED_TO.search(one.before):
        last = f"(?:上年度?|去年|上一年度?|{one.year - 1}年度?)"
        from_last = re.search(f"{last}[^，。；0-9]{{0,8}}，?{_CARRIED_TO.pattern}", one.before)
        return one.named if from_last or one.named > one.year else one.year + 1
    if _CARRIED_FROM.match(one.behind):
        return one.year - 1 if one.named < one.year else None
    return None


def _of_period(one: _Spoken) -> int | None:
    """The year of the days from which to which a report counts, or as of which a stock is told."""
    counts = _OF_FIGURES.search(one.before[-24:])
    fitting = one.year if one.named != one.year else None
    if YEAR_IN_DAYS.match(f"{one.named}年{one.behind}") or re.match("1月1日|全年", one.behind):
        return fitting if counts else None
    if _UNTIL.search(one.before) and re.match("12月(?:31日|底)|[末底]", one.behind):
        # What was there when the year began is set against what this year changed.
        opening = re.search("上年|去年", one.before) or re.search(rf"{one.year}年", one.behind)
        return fitting if one.named == one.year - 1 and not opening else None
    if _REPORTED_NOW.search(one.before) and _AS_FOLLOWS.match(one.behind):
        return fitting
    makes = _MAKES.search(one.before) and not _MADE_KNOWN.search(one.before)
    if not one.section and makes and _REPORTS.match(one.behind):
        # Above the first heading a report says what it is.
        return fitting
    began = re.search(f"{one.year}年1月1日起?[至到—~-]$", one.before)
    return fitting if began and re.match("12月31日", one.behind) else None


def _claims(one: _Spoken) -> bool:
    """Whether a sentence tells of the year before as of the year of the report."""
    this = re.compile(rf"{one.year}年|今年|本年")
    others = (f for f in _YEAR.finditer(one.sentence) if one.named != int(f[1]) < one.year)
    if any(not _COMPARED_WITH.search(one.sentence[: other.start()]) for other in others):
        # Several years are told one after another.
        return False
    if _SOLVED.search(one.sentence) or _EVENTS.search(one.sentence):
        return False
    if this.search(one.sentence) or this.match(one.after):
        return False
    if not _STARTS.search(one.before):
        return bool(_OWN_BEFORE.search(one.before) and not _COMPARED.search(one.sentence))
    told = _CLAIM.match(one.behind)
    return bool(told) and not (_IN_PLANS.search(one.section) and _FAULTS.search(one.sentence))
