"""How offices spell the heads of a roster, its categories, codes and days; what each means."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from enum import Enum

from toolkit.roster import words
from toolkit.roster.roster import Category
from toolkit.text import fold


class Head(Enum):
    """A column of the roster, by its official head."""

    CODE = "单位代码"
    NAME = "单位名称"
    CATEGORY = "单位类别"
    PARENT = "上级代码"
    CONTACT = "联系人"
    PHONE = "联系电话"
    DEADLINE = "截止日期"
    PREDECESSORS = "上年代码"


REQUIRED = (Head.CODE, Head.NAME, Head.CATEGORY, Head.PARENT)
# Columns of which a blank is only a blank, wherever it comes from.
HARMLESS = (Head.CONTACT, Head.PHONE)

# Other heads that mean the same; of several in one roster the first one here counts.
_OTHERWISE: Mapping[Head, tuple[str, ...]] = {
    Head.CODE: ("代码", "编码", "单位编码", "机构代码", "部门代码", "单位编号"),
    Head.NAME: ("名称", "单位全称", "填报单位名称", "填报单位", "机构名称", "部门名称", "单位"),
    Head.CATEGORY: ("类别", "单位类型", "类型", "单位分类"),
    Head.PARENT: (
        *("上级单位代码", "上级编码", "上级单位编码", "上级机构代码", "主管单位代码"),
        *("汇总单位代码", "上级", "上级单位"),
    ),
    Head.CONTACT: ("联系人姓名", "经办人"),
    Head.PHONE: ("电话", "联系方式", "电话号码"),
    Head.DEADLINE: ("截止时间", "报送期限", "报送截止日期", "报送时限"),
    Head.PREDECESSORS: ("上年单位代码", "上年编码", "去年代码"),
}
_DECORATION = re.compile(r"\((?:必填|选填|可选|文本|文本格式)\)|[*:]")

_LEVELS = "省市州盟县区旗"
_CATEGORIES: Mapping[Category, re.Pattern[str]] = {
    Category.OWN: re.compile(rf"[{_LEVELS}]?(?:本级|本机关)(?:单位|机关|政府)?"),
    Category.DEPARTMENT: re.compile(
        rf"[{_LEVELS}]?(?:政府|政府工作|工作|直属)?部门"
        rf"|[{_LEVELS}](?:直|直属)(?:部门|单位|机关)?"
        rf"|[{_LEVELS}]级(?:部门|单位|机关)|直属(?:单位|机关)"
    ),
    # 市 alone may be the city itself, or a city that counties belong to.
    Category.COUNTY: re.compile(r"(?!市$)(?:[县市区旗]+|县级|县级市|市辖区)(?:人民)?(?:政府)?"),
    Category.TOWNSHIP: re.compile(
        r"(?=.*[乡镇街])(?:民族乡|乡|镇|街道|街|办事处|办)+(?:人民)?(?:政府)?"
    ),
    Category.VERTICAL: re.compile(
        r"(?:中央|国家|省|省以下|实行)?(?:垂直管理|垂直|垂管)(?:部门|单位|机关|机构)?"
    ),
}
_BETWEEN = re.compile(r"[()、,/·\[\]【】或和及与]")

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*")
# A file's name has room for this, beside a name of the longest characters.
_LONGEST_CODE = 32
_AS_NUMBER = re.compile(r"([0-9]+)\.0+|[0-9.]+[Ee]\+?[0-9]+")
# Full-width characters, and the dashes that text programs put for a hyphen. Not NFKC: it would make
# a 1 of ①.
_PLAIN = {0xFF01 + n: 0x21 + n for n in range(94)} | dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_JOINED = re.compile(r"[+、,;/]")
_NOBODY = frozenset(
    {"无", "没有", "新设", "新设单位", "新增", "新单位", "新成立", "新组建", "-", "--", "/"}
)

_SUM = re.compile(".*(?:合计|总计|小计|总数)(?:数)?")

_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?: 0?0:00(?::00)?)?")


def columns_of(texts: Sequence[str]) -> dict[Head, int]:
    """The columns of the roster in a row that may be its heads."""
    heads = [_DECORATION.sub("", fold(text)) for text in texts]
    found = {}
    for head in Head:
        meant = (head.value, *_OTHERWISE[head])
        at = next((heads.index(one) for one in meant if one in heads), None)
        if at is not None:
            found[head] = at
    return found


def twice(texts: Sequence[str]) -> list[str]:
    """The official heads that stand in a row more than once."""
    heads = [fold(text) for text in texts]
    return [head.value for head in Head if heads.count(head.value) > 1]


def names_a_sum(text: str) -> bool:
    """Whether it is the name of a sum over units, and of no unit."""
    return bool(_SUM.fullmatch(fold(text)))


def category_meant(text: str) -> Category:
    """The category; a ValueError says that it is none."""
    plain = _BETWEEN.sub("", fold(text))
    for category, pattern in _CATEGORIES.items():
        if pattern.fullmatch(plain):
            return category
    raise ValueError(words.roster_category(text, [str(one) for one in Category]))


def code_meant(text: str) -> str:
    """A code in plain letters and digits; a ValueError says why it is none."""
    plain = text.translate(_PLAIN)
    if not plain.isprintable():
        plain = "".join(one for one in plain if one.isprintable())
    plain = plain.strip()
    damaged = _AS_NUMBER.fullmatch(plain)
    if damaged:
        raise ValueError(words.roster_code_damaged(text, damaged[1] or "410402"))
    if not _CODE.fullmatch(plain) or len(plain) > _LONGEST_CODE:
        raise ValueError(words.roster_code_bad(text))
    return plain


def codes_meant(text: str) -> tuple[str, ...] | None:
    """上年代码: one code or several; none for a new unit, None for a blank."""
    plain = text.translate(_PLAIN).strip()
    if not plain:
        return None
    if plain in _NOBODY:
        return ()
    return tuple(dict.fromkeys(code_meant(one.strip()) for one in _JOINED.split(plain)))


def day_meant(text: str) -> datetime.date | None:
    """A deadline; None for a blank, a ValueError says what is wrong with it."""
    plain = text.translate(_PLAIN).strip()
    if not plain:
        return None
    found = _DATE.fullmatch(plain)
    if not found:
        raise ValueError(words.roster_deadline(text))
    try:
        return datetime.date(*map(int, found.groups()))
    except ValueError:
        raise ValueError(words.roster_no_such_day(text)) from None
