"""Whatever a text says, and whoever reports: it is read, and nothing of it stops the run."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.form.form_file import default_form
from toolkit.form.narrative import Narrative
from toolkit.narratives.bodies import is_own, who_is
from toolkit.narratives.lists import lists_in
from toolkit.narratives.other_bodies import other_bodies
from toolkit.narratives.plain import plain_text
from toolkit.narratives.statements import Reader
from toolkit.narratives.unfilled import unfilled
from toolkit.narratives.years import other_years


def told() -> Narrative:
    form = default_form().report
    assert form is not None
    return form


# Of what names of bodies are made, and of what sentences about figures are.
NAMED = """
    东海 河口 省 市 县 区 镇 乡 州 旗 街道 自治 人民政府 政府 办事处 办公室 办 委员会 委 管委会 局
    厅 部 分局 总局 教育 和 、 公安 开发区 党委 大学 海关 各 全 我 本 （ ） (
"""
AROUND = """
    ， 。 ； ： （ ） 、 和 并 其中 共 均 未 无 分别为 以 名义 由 升至 对 中 等 比 上年 2023年
    2024年 0 1 12 3.5 % 件 条 万元 人次 余 网上 线下 “ ” 《 》 年初 截至 12月31日 收到 将 拟 XX 联系
    请与 本报告由 编制
"""
SAID = (
    [word for topic in told().wordings.topics.values() for word in topic.words[:3]]
    + [word for saying in told().wordings.sayings for word in saying.words[:2]]
    + AROUND.split()
)
WHOLE = {name: topic.whole for name, topic in told().wordings.topics.items()}
names = st.lists(st.sampled_from(NAMED.split()), min_size=1, max_size=5).map("".join)
texts = st.lists(st.one_of(st.sampled_from(SAID), names), max_size=25).map("".join)


@given(names, names)
@settings(max_examples=300)
def test_any_two_names_are_compared(one: str, other: str) -> None:
    assert is_own(one, one)
    assert isinstance(is_own(one, other), bool)
    who_is(one, other)


@given(texts, names)
@settings(max_examples=300)
def test_any_text_is_read(text: str, own: str) -> None:
    """Everything that is found lies within the text."""
    plain = plain_text(text)
    read = list(Reader(told(), 2024, own).statements(plain))
    found = [
        *(one.at for one in read),
        *(one.at for one in other_bodies(plain, own)),
        *(one.at for one in other_years(plain, 2024, "五、存在的主要问题及改进情况")),
        *(one.at for one in lists_in(plain, read, WHOLE)),
        *unfilled(plain.text),
    ]
    assert all(0 <= begin <= end <= len(plain.text) for begin, end in found)
