"""Unfilled: what was left in a text for somebody to put something in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

_COUNTED = "[件条次个名人份期场篇项年月日宗起家万亿元%]"
_LEFT = re.compile(
    # 【请填写：…】 is ours, （文字描述） that of the official format.
    r"【[^】]{0,80}(?:填写|补充|待定|此处)[^】]{0,80}】|[（(][^（()）]{0,6}(?:文字描述|待补充|待填写?|待核实|待定|此处填写)[^（()）]{0,40}[）)]"
    rf"|(?<![A-Za-z0-9])[XxNn]{{1,4}}(?={_COUNTED})|[×＊*〇○]{{1,6}}(?={_COUNTED})|(?<![A-Za-z])[Xx×]{{2,4}}(?:局|县|市|镇|乡|区|单位|街道)"
    rf"|[（(【\[][）)】\]](?={_COUNTED})|[（(](?:请?填写|请?补充|待填|具体数字)[）)]"
    r"|第[XxNn×]{1,3}(?=[位名])|得分[XxNn×]{1,3}(?=分)"
    r"|[?？]{1,4}(?=[件条次期场篇份起][，。；、）])|^请(?:填写|补充)[^，。；《》]{2,30}$"
    # A number was forgotten.
    r"|(?:召开|组织|开展|举办|整改)[^，。；、（）()0-9一二三四五六七八九十两多数几干每首_＿\s]{1,10}"
    r"(?<![场频批人档层多数几])[次期场](?=[，。；、])"
    r"|_{2,}|＿{2,}|(?:公开|发布|推送)[^，。；、0-9]{0,8}信息[条件](?=[，。；、])|主动公开[条件](?=[，。；、])"
)
# Digits before it make 〇 a digit of theirs, and a cross a sign.
_DIGIT = re.compile("[0-9〇○一二三四五六七八九十]")


def unfilled(text: str) -> Iterator[tuple[int, int]]:
    """Where something was left to be filled in, in plain text."""
    for found in _LEFT.finditer(text):
        before = text[found.start() - 1 : found.start()]
        # What is quoted speaks of such gaps.
        quoted = text.rfind("“", 0, found.start()) > text.rfind("”", 0, found.start())
        if not quoted and not (found[0][0] in "×〇○*" and _DIGIT.match(before)):
            yield found.start(), found.end()
