"""Years, bodies and gaps: what is told of a text, and what a report may rightly say."""

from __future__ import annotations

import pytest

from toolkit.grids.document import Passage
from toolkit.narratives.alike import said_again
from toolkit.narratives.bodies import Who, who_is
from toolkit.narratives.lists import lists_in
from toolkit.narratives.other_bodies import other_bodies
from toolkit.narratives.plain import plain_text
from toolkit.narratives.unfilled import unfilled
from toolkit.narratives.years import other_years

GENERAL, FAULTS = "一、总体情况", "五、存在的主要问题及改进情况"


def years(text: str, section: str = GENERAL) -> list[tuple[int, int]]:
    """Of each year that does not fit in a report on 2024 the one that would."""
    return [(one.year, one.fitting) for one in other_years(plain_text(text), 2024, section)]


@pytest.mark.parametrize(
    ("text", "section", "told"),
    [
        ("2023年，我局共收到政府信息公开申请12件。", GENERAL, (2023, 2024)),
        ("（二）依申请公开。2023年，新收申请12件。", GENERAL, (2023, 2024)),
        ("2023年未收取信息处理费。", "六、其他需要报告的事项", (2023, 2024)),
        ("２０２３年，我局做了三项工作。", GENERAL, (2023, 2024)),
        ("数据统计期限为2023年1月1日至2023年12月31日。", "", (2023, 2024)),
        ("统计期限为2024年1月1日至2023年12月31日。", "", (2023, 2024)),
        ("截至2023年12月31日，现行有效的规范性文件96件。", GENERAL, (2023, 2024)),
        ("2025年，共收到申请12件，答复不够规范。", FAULTS, (2025, 2024)),
        ("现公布东海海关2023年政府信息公开工作年度报告。", "", (2023, 2024)),
        ("根据《条例》，编制2023年政府信息公开工作年度报告。", "", (2023, 2024)),
        ("结转至2024年继续办理3件。", GENERAL, (2024, 2025)),
        ("2022年结转申请2件。", GENERAL, (2022, 2023)),
        ("2024年将进一步充实工作力量。", FAULTS, (2024, 2025)),
        ("2024年力争公开率达到85%。", FAULTS, (2024, 2025)),
        ("2025年，我局共收到政府信息公开申请12件。", GENERAL, (2025, 2024)),
        ("（二）依申请公开。2023年新受理申请12件。", GENERAL, (2023, 2024)),
        ("依据《条例》，现将2023年度工作情况报告如下。", "", (2023, 2024)),
    ],
)
def test_a_year_that_does_not_fit_is_told_with_the_one_that_would(
    text: str, section: str, told: tuple[int, int]
) -> None:
    assert years(text, section) == [told]


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("针对2023年存在的问题，2024年改进措施如下。", FAULTS),
        ("2023年度报告提出的两个问题已经整改。", FAULTS),
        ("2023年我局公开不规范的问题得到了解决。", FAULTS),
        ("收到申请248件，比2023年的231件增加17件。", GENERAL),
        ("2023年收到31件。2024年收到22件，下降29%。", GENERAL),
        ("上年为52件，2023年办结50件。", GENERAL),
        ("执行《东海市2023年政务公开工作要点》和东政办〔2023〕12号文件。", GENERAL),
        ("2023年5月印发的办法继续执行。", GENERAL),
        ("自2020年以来持续推进。", GENERAL),
        ("2023年结转的10件已办结，结转至2025年10件。", GENERAL),
        ("包括2023年结转2024年的申请4件。", GENERAL),
        ("2023年收到，结转至2024年办理的申请4件。", GENERAL),
        ("2025年，将编印办理指南。", FAULTS),
        ("2025年改进措施：一是充实力量。", FAULTS),
        ("2024年将政务公开工作与业务工作同部署、同落实。", FAULTS),
        ("2024年，我局将信息公开纳入年度考核。", FAULTS),
        ("2023年被评为政务公开先进单位。", GENERAL),
        ("2025年春季学期收费标准已经公示。", GENERAL),
        ("2023年教育经费统计公告已经公开。", GENERAL),
        ("2025年，一是举办业务大赛1次；二是提高双语公开率。", FAULTS),
        ("2023年全年新收588件，办结583件，2022年新收531件。", GENERAL),
        ("2025年，重点抓好三项工作：加强培训，完善平台。", FAULTS),
        ("2025年，针对上述不足，做好以下工作。", FAULTS),
        ("2024年已集中清理101件，其中拟废止15件全部完成。", FAULTS),
        ("2024年计划建设专区11个，实际建成7个。", FAULTS),
        ("2024年，原计划建设的平台因预算调整推迟。", FAULTS),
        ("及时公开区司法局2023年度政府信息公开年报。", GENERAL),
        ("及时公布市住建局2023年度政府信息公开年报。", ""),
        ("我局2023年政府信息公开年报已在门户网站公开。", GENERAL),
        ("截至2023年底，全县规范性文件178件；2024年新增23件。", GENERAL),
        ("截至2023年12月31日尚有8件未办结，均已在2024年1月答复。", GENERAL),
    ],
)
def test_another_year_is_rightly_spoken_of(text: str, section: str) -> None:
    assert years(text, section) == []


def bodies(text: str, own: str) -> list[str]:
    return [one.name for one in other_bodies(plain_text(text), own)]


@pytest.mark.parametrize(
    ("own", "text", "told"),
    [
        ("东海市教育局", "2024年，西山市林业局坚持以公开为常态。", "西山市林业局"),
        ("东山县人民政府", "2024年，南陵县深入贯彻《条例》。", "南陵县"),
        ("东山县河口镇人民政府", "2024年，清桥镇认真落实各项要求。", "清桥镇"),
        ("东海市公安局", "本报告由东海市司法局编制。", "东海市司法局"),
        ("东海市公安局", "本报告由东海市司法局按照格式编制。", "东海市司法局"),
        ("东山县河口镇人民政府", "我局政府信息公开工作还有不足。", "我局"),
        ("东海市教育局", "我镇政府信息公开工作还有不足。", "我镇"),
        ("东海市卫生健康委员会", "市教育局门户网站发布信息764条。", "市教育局"),
        (
            "东海市教育和体育局",
            "2024年以来，西山市教育和体育局不断加大公开力度。",
            "西山市教育和体育局",
        ),
        ("尊义市卫生健康委员会", "2024年，贵溪市卫生健康委员会坚持公开。", "贵溪市卫生健康委员会"),
        ("东海市公安局", "2024年，西山市公安局党委高度重视公开。", "西山市公安局"),
        ("东海省民政厅", "本报告是西山省民政厅依据《条例》编制的。", "西山省民政厅"),
        ("东海市城市管理局", "按照要求，西山市城市管理局编制了本报告。", "西山市城市管理局"),
        ("东海市人民政府", "如有疑问，请与西山市人民政府办公室联系。", "西山市人民政府办公室"),
        (
            "东海区人民政府河口街道办事处",
            "本报告由东海区人民政府清桥街道办事处编制。",
            "东海区人民政府清桥街道办事处",
        ),
        (
            "东山县河口镇人民政府",
            "编制东山县清桥镇2024年政府信息公开工作年度报告。",
            "东山县清桥镇",
        ),
        ("东海铁路监督管理局", "请与西山铁路监督管理局综合处联系。", "西山铁路监督管理局综合处"),
        (
            "国家统计局河南调查总队",
            "国家统计局河北调查总队编制了2024年政府信息公开工作年度报告。",
            "国家统计局河北调查总队",
        ),
        ("东海区卫生健康委员会", "由西山区卫生健康委员会编制本年度报告。", "西山区卫生健康委员会"),
        ("东海市城市管理局", "请径向西山市城市管理局办公室反映。", "西山市城市管理局办公室"),
        ("东海农业大学", "现公布西山农业大学2024年政府信息公开工作年度报告。", "西山农业大学"),
        ("东山县自然资源局", "如有疑问，请联系东山县林业局办公室。", "东山县林业局办公室"),
    ],
)
def test_a_body_in_the_place_of_the_unit_is_told(own: str, text: str, told: str) -> None:
    assert bodies(text, own) == [told]


@pytest.mark.parametrize(
    ("own", "text"),
    [
        ("东海市教育局", "2024年，东海市教育局坚持以公开为常态。"),
        ("东海市教育局", "2024年，市教育局坚持以公开为常态。"),
        ("东海市住房和城乡建设局", "2024年，市住建局扎实做好各项工作。"),
        ("东海市东山区人民政府", "如有疑问，请与东山区人民政府办公室联系。"),
        ("东海市东山区卫生健康局", "如有疑问，请与东山区卫生健康局办公室联系。"),
        ("东山县河口镇人民政府", "请与河口镇人民政府党政办公室联系。"),
        ("东海市东山区人民政府长通街道办事处", "请与长通街道办事处综合指挥室联系。"),
        ("东海市教育局", "如有疑问，请与我局办公室联系。"),
        ("东海市公安局滨江区分局", "滨江区公安分局在区委领导下深入开展工作。"),
        ("审计局", "区审计局按照规定程序公布审计结果。"),
        ("东海高新区管委会", "2024年，高新区深入贯彻《条例》，我委各项工作平稳。"),
        ("东海市教育局", "通过局门户网站发布信息180条。"),
        ("东海市教育局", "在东海市教育局门户网站发布信息180条。"),
        ("东山县税务局", "市税务局认真组织考核，我局配合落实。"),
        ("东海市教育局", "会同市公安局全面开展检查。"),
        ("东海市教育局", "市政府办公室积极指导我局工作。"),
        ("东山县人民政府办公室", "2024年，县政府及县政府办公室共收到政府信息公开申请3件。"),
        ("东海市人民政府", "2024年，市教育局持续公开招生信息。"),
        ("东海市人民政府办公室", "如有疑问，请与东海市政务公开办公室联系。"),
        ("东海市东山区人民政府办公室", "可与东海市东山区政府信息公开办联系。"),
        ("东山县河口经济开发区", "请与河口经开区政务公开办公室联系。"),
        ("东海省地方志工作办公室", "请与省地方志办综合处联系。"),
        ("东海海关", "请联系东海海关办公室政务公开科，电话见网站。"),
        ("东海工商职业技术学院", "请与东海工商职业技术学院党院办联系。"),
        ("东海市综合行政执法局", "请与东海市城管局办公室联系。"),
        ("东海市自然资源和规划局", "请联系东海市资规局办公室。"),
        ("东山市住房和城乡建设局", "编制完成住房和城乡建设局2024年政府信息公开工作年度报告。"),
        ("东海市市场监督管理局", "2024年，南屿区局持续推进公开，五区局认真落实。"),
        ("东海壮族自治区医疗保障局", "2024年，自治区医保局坚持以公开促服务。"),
        ("东海朝鲜族自治州人民政府", "2024年，自治州政府坚持以公开促服务。"),
        ("国家金融监督管理总局连川监管局", "2024年，连川金融监管局收到申请2件。"),
        ("东海朝鲜族自治州", "2023年，东海州人民政府收到申请523件。"),
        (
            "东海市住房和城乡建设局",
            "依据《条例》编制的东海市住房和城乡建设局2024年政府信息公开工作年度报告。",
        ),
        ("东海西海岸新区（黄岛区）", "本报告由东海西海岸新区管委会办公室编制。"),
        ("东海西海岸新区（黄岛区）", "本报告由西海岸新区管委（黄岛区政府）办公室汇总编制。"),
        ("第八师（东川市）", "本报告由东川市人民政府办公室编制。"),
        ("东海市国资委", "2024年，东海市人民政府国资委收到申请3件。"),
        ("东海航空港经济综合实验区管理委员会", "2024年，航空港区坚持公开促改革。"),
        ("漓州市城市管理行政执法局", "天河市城市管理局积极探索政务公开进小区。"),
    ],
)
def test_other_bodies_are_rightly_named(own: str, text: str) -> None:
    assert bodies(text, own) == []


@pytest.mark.parametrize(
    ("text", "own", "who"),
    [
        ("全市", "东海市人民政府", Who.OWN),
        ("全市", "东海市教育局", Who.OTHER),
        ("2024年全县", "东海市人民政府", Who.OTHER),
        ("各行政执法机关", "东山县人民政府", Who.OWN),
        ("市直部门", "东海市人民政府", Who.OTHER),
        ("市政府本级", "东海市人民政府", Who.OTHER),
        ("市教育局", "东海市教育局", Who.OWN),
        ("市公安局", "东海市教育局", Who.OTHER),
        ("向市政府", "东海市教育局", Who.NOBODY),
        ("严格规范", "东海市教育局", Who.NOBODY),
        ("市公安局", None, Who.OTHER),
        ("全市公安机关", "东海市人民政府", Who.OTHER),
        ("办事处", "东海市人民政府", Who.OTHER),
        ("办事处", "东海区河口街道办事处", Who.OWN),
        ("市政府及市政府办公室", "东海市人民政府", Who.OTHER),
        ("市政府及市政府办公室", "东海市人民政府办公室", Who.OWN),
    ],
)
def test_of_whom_words_speak(text: str, own: str | None, who: Who) -> None:
    assert who_is(text, own) is who


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("【请填写：总体情况】", "【请填写：总体情况】"),
        ("（文字描述）", "（文字描述）"),
        ("发布信息XX条。", "XX"),
        ("发布信息×× 条。", "××"),
        ("召开会议____次。", "____"),
        ("终端（待补充）台。", "（待补充）"),
        ("全年主动公开条，其中动态6条。", "主动公开条"),
        ("N件申请。", "N"),
        ("在省政府网站转载（请补充）条。", "（请补充）"),
        ("在线访谈?期。", "?"),
        ("请填写本部门监督保障情况", "请填写本部门监督保障情况"),
        ("考核位列全市第×位，得分96分。", "第×"),
    ],
)
def test_what_was_left_to_be_filled_in(text: str, left: str) -> None:
    plain = plain_text(text)
    (found,) = unfilled(plain.text)
    begin, end = plain.original(*found)
    assert text[begin:end] == left


@pytest.mark.parametrize(
    "text",
    [
        "申请人李××不服答复。",
        "【权威解读】栏目。",
        "〔2024〕12号。",
        "主动公开条例全文。",
        "二〇二四年。",
        "如何申请公开?期限是多长？次数有限制吗？",
        "请填写《政府信息公开申请表》，并提交身份证明。",
    ],
)
def test_what_only_looks_like_a_gap(text: str) -> None:
    assert list(unfilled(plain_text(text).text)) == []


def listed(text: str) -> list[tuple[int, int | None]]:
    """Of each list that is complete its sum, and the whole that the text states."""
    found = lists_in(plain_text(text), (), {})
    return [(int(one.sum), None if one.whole is None else int(one.whole)) for one in found]


def test_a_list_that_ends_in_others_is_complete() -> None:
    assert listed("公开信息112条，其中机构类3条、财政类6条、执法类37条、其他68条。") == [(114, 112)]
    assert listed("公开信息112条，其中机构类3条、财政类4条、执法类37条、其他68条。") == []


@pytest.mark.parametrize(
    "text",
    [
        "公开信息112条，其中机构类3条、财政类6条。",
        "行政复议64件（维持38件、纠正6件、其他结果11件、未审结9件）。",
        "公开信息22条，其中部门类2条(预算1条、决算1条)，动态15条，其他5条。",
        "收到建议14件，其中网上10件、邮寄4件、其他2件，2件同时提交。",
    ],
)
def test_a_list_that_is_not_complete_is_not_added_up(text: str) -> None:
    assert listed(text) == []


LONG = "一是栏目更新还不够及时，二是解读形式比较单一，三是培训覆盖面不够，基层公开意识有待加强。"


@pytest.mark.parametrize(
    ("now", "before", "again"),
    [
        (LONG, LONG, True),
        (f"2024年，{LONG}", f"2023年，{LONG}", True),
        (LONG.replace("比较", "仍然比较"), LONG, True),
        (f"{LONG}全年培训12次。", f"{LONG}全年培训12次。", True),
        (f"{LONG}全年培训12次。", f"{LONG}全年培训9次。", False),
        (LONG[:30], LONG[:30], False),
        (
            f"{LONG}如有疑问，请与本机关办公室联系。",
            f"{LONG}如有疑问，请与本机关办公室联系。",
            False,
        ),
        (
            LONG,
            "全年围绕重点领域开展了四次专题培训，参加人员覆盖所有股室，公开质量得到了明显提升，反响良好。",
            False,
        ),
    ],
)
def test_a_paragraph_that_is_last_years_again(now: str, before: str, again: bool) -> None:
    found = list(said_again([Passage(now, FAULTS)], [Passage(before, FAULTS)], [False]))
    assert bool(found) == again
    assert list(said_again([Passage(now, FAULTS)], [Passage(before, FAULTS)], [True])) == []
