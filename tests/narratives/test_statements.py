"""Which figures the sentences of a narrative state: every reading of every number, one by one."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from tests.support.narratives import NAMES, Case, case
from tests.support.papers import PAPERS
from toolkit.errors import CannotRun
from toolkit.form.form_file import default_form, parse_form
from toolkit.form.narrative import Narrative
from toolkit.narratives.plain import Plain, plain_text
from toolkit.narratives.statement import Statement
from toolkit.narratives.statements import Reader

FORM = default_form()


def told() -> Narrative:
    assert FORM.report is not None
    return FORM.report


def statements(text: str, name: str | None = "东海市教育局", year: int = 2024) -> list[Statement]:
    """Those of one paragraph."""
    return list(Reader(told(), year, name).statements(plain_text(text)))


def read(one: Case) -> list[tuple[str, Plain, Statement]]:
    """All that is stated in a report, with its paragraph."""
    reader = Reader(told(), one.year, one.unit)
    plain = [(each.text, plain_text(each.text)) for each in one.passages]
    return [(text, each, found) for text, each in plain for found in reader.statements(each)]


def overlaps(text: str, plain: Plain, found: Statement, piece: str) -> bool:
    """Whether a statement stands in a piece of the text."""
    at = text.find(piece)
    begin, end = plain.original(*found.at)
    return at >= 0 and begin < at + len(piece) and at < end


@pytest.mark.parametrize("name", NAMES)
def test_every_number_is_read_as_what_it_means(name: str) -> None:
    """Those that are not read so far are marked, so that nothing is claimed that does not hold."""
    one = case(name)
    found = read(one)
    for stated in one.stated:
        readings = {
            frozenset(some)
            for text, plain, each in found
            if each.is_whole and overlaps(text, plain, each, stated.piece)
            for some in each.readings
        }
        assert bool(readings & stated.readings) == stated.read, stated


@pytest.mark.parametrize("name", NAMES)
def test_what_only_looks_alike_is_held_against_nothing(name: str) -> None:
    one = case(name)
    for piece, number in one.others:
        for text, plain, each in read(one):
            at = text.find(piece)
            place = text.find(number, at) if at >= 0 else -1
            begin, end = plain.original(*each.at)
            assert not (begin <= place < end and each.is_whole), (piece, each)


def test_most_numbers_are_read() -> None:
    """How many, so that a change for the worse is seen."""
    every = [stated.read for name in NAMES for stated in case(name).stated]
    assert (sum(every), len(every)) == (535, 644)


def reads(found: Statement) -> list[tuple[str, ...]]:
    return [tuple(some) for some in found.readings]


RECEIVED, CARRIED_IN = "t3.received.total", "t3.carried_in.total"
DONE = "t3.outcome.total.total"


def test_received_may_include_what_was_carried_over() -> None:
    (found,) = statements("全年受理政府信息公开申请112件。")
    assert reads(found) == [(RECEIVED,), (RECEIVED, CARRIED_IN)]
    assert found.value == Fraction(112) and found.is_whole


def test_the_number_may_stand_before_what_it_is_of() -> None:
    for text in ("共收到110件政府信息公开申请。", "共收到政府信息公开申请110件。"):
        assert [reads(one)[0] for one in statements(text)] == [(RECEIVED,)]


def test_a_list_with_respectively_is_read_in_its_order() -> None:
    found = statements("新收、上年结转、办结政府信息公开申请分别为110件、2件、108件。")
    assert [(int(one.value), *reads(one)[0]) for one in found] == [
        (110, RECEIVED),
        (2, CARRIED_IN),
        (108, DONE),
    ]


def test_one_number_may_be_that_of_each() -> None:
    found = statements("被申请行政复议、被提起行政诉讼均为0件。")
    assert [(one.topic, int(one.value)) for one in found] == [("review", 0), ("litigation", 0)]


def test_what_did_not_happen_is_zero() -> None:
    found = statements(
        "全年未收到政府信息公开申请，没有发生因政府信息公开引起的行政复议和行政诉讼。"
    )
    assert [(one.topic, int(one.value), one.is_whole) for one in found] == [
        ("applications", 0, True),
        ("review", 0, True),
        ("litigation", 0, True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "全年收到政府信息公开申请100余件。",
        "全年收到政府信息公开申请近百件。",
        "全市共收到政府信息公开申请1487件。",
        "市公安局收到政府信息公开申请248件。",
        "各县（市、区）收到政府信息公开申请1517件。",
        "2023年收到政府信息公开申请231件。",
        "较上年增加政府信息公开申请17件。",
        "其中通过信函收到政府信息公开申请26件。",
        "一季度收到政府信息公开申请20件。",
        "收到涉及土地征收的政府信息公开申请20件。",
        "政府信息公开申请涉及60人次。",
        "公文属性认定中主动公开121件、依申请公开30件、不予公开62件。",
        "公开规范性文件8件，印发政策性文件11件。",
        "归集公示行政许可信息1034条、行政处罚信息12条。",
        "未发生因政府信息公开行政复议败诉的案件。",
        "公开政府信息331条，其中行政许可9条、行政处罚14条。",
        "公示行政许可信息76件，行政处罚2件。",
        "公开行政处罚决定106件，公开行政许可决定83件。",
        "县长信箱共受理有效信件180件，已办结180件。",
        "办理市长热线28件，答复28件。",
        "近三年共收到政府信息公开申请40件。",
        "截至11月底，收到政府信息公开申请10件。",
        "2023年收到，结转至2024年作出答复的政府信息公开申请30件。",
        "开展规范性文件清理，继续有效20件，废止4件。",
        "未收到行政许可申请。",
        "行政许可申请55件。",
        "自然资源登记办理结果71个。",
    ],
)
def test_a_number_of_another_scope_is_not_held_against_the_tables(text: str) -> None:
    assert [one for one in statements(text) if one.is_whole] == []


def test_the_city_is_the_whole_in_its_own_report() -> None:
    (found,) = statements("全市共收到政府信息公开申请1487件。", "东海市人民政府")
    assert found.is_whole


def test_what_leads_to_a_dispute_is_not_counted() -> None:
    for text in (
        "未发生因政府信息公开申请引起的行政复议和行政诉讼。",
        "未因申请公开政府信息引发行政复议、行政诉讼等情况。",
        "无政府信息公开申请被提起行政复议、行政诉讼。",
    ):
        topics = [one.topic for one in statements(text) if one.is_whole]
        assert topics == ["review", "litigation"], text


def test_a_part_behind_the_whole_is_a_part() -> None:
    whole, part = statements(
        "全年共接到政府信息公开申请25件，其中我局受理并处理8件，结转下年度10件。"
    )
    assert (whole.is_whole, part.is_whole) == (True, False)


def test_a_review_organ_decides_and_is_not_counted() -> None:
    found = statements("行政复议3件，其中1件被复议机关撤销。")
    assert [int(one.value) for one in found if one.is_whole] == [3]


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("作出行政许可决定1,250件。", 1250, 1),
        ("作出行政许可决定1.25万件。", 12500, 100),
        ("作出行政许可决定一千二百五十件。", 1250, 1),
        ("作出行政许可决定１２５０　件。", 1250, 1),
        ("收取行政事业性收费25.1万元。", 251_000, 1000),
        ("收取行政事业性收费251000元。", 251_000, 1),
    ],
)
def test_numbers_are_read_however_they_are_written(text: str, value: int, step: int) -> None:
    (found,) = statements(text)
    assert (found.value, found.step) == (Fraction(value), Fraction(step))


def test_a_form_of_another_subject_has_words_of_its_own() -> None:
    """Those that docs/forms.md shows."""
    form = parse_form("".join(PAPERS["docs/forms.md"].blocks("yaml")), "training.yaml")
    assert form.report is not None
    plain = plain_text("全年组织业务培训4期，参加1,200人次，考核合格1,180人次。")
    found = Reader(form.report, 2025, None).statements(plain)
    assert [(int(one.value), reads(one), one.is_whole) for one in found] == [
        (1200, [("a.attended.total",)], True),
        (1180, [("a.passed.total",)], True),
    ]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ("topic: training, words: [参加", "没有名为“trainings”的事项（topics）"),
        ("reads: [attended]\n    sayings", "没有名为“attending”的数（measures）或指标"),
    ],
)
def test_a_mistake_in_the_words_of_a_form_is_answered_with_its_place(
    changed: str, problem: str
) -> None:
    text = "".join(PAPERS["docs/forms.md"].blocks("yaml"))
    wrong = changed.replace("training", "trainings").replace("[attended]", "[attending]")
    with pytest.raises(CannotRun, match=re.escape(problem)) as error:
        parse_form(text.replace(changed, wrong), "training.yaml")
    assert "report.wordings" in str(error.value)


# What no report says, but what a file may hold.
ODD = (
    *("1" * 20_000, "2023年" * 4_000, "新收、办结分别为" * 2_000, "其中机构类3件、" * 3_000),
    *(
        "一二三四五六七八九十百千万亿" * 1_000 + "件",
        "上年结转" * 5_000,
        "（" * 20_000,
        "未" * 20_000,
    ),
)


@pytest.mark.parametrize("text", ODD, ids=lambda text: text[:6])
def test_a_text_without_stops_is_no_sentence(text: str) -> None:
    """It would take long, and mean nothing."""
    assert statements(text) == []


@pytest.mark.parametrize("text", ODD, ids=lambda text: text[:6])
def test_whatever_stands_in_a_sentence_can_be_read(text: str) -> None:
    for size in (200, 1_400):
        assert all(one.step > 0 for one in statements(text[:size] + "。"))
