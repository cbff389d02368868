"""Whose report a document is, and on which year, by its titles."""

from __future__ import annotations

import pytest

from tests.support.reports.model import Report, Table
from tests.support.reports.model import Subject as Reporter
from tests.support.reports.official import official_report, random_figures
from tests.support.reports.pages import plain_page
from tests.support.reports.reading import read_report
from toolkit.consolidation.published import of_year
from toolkit.grids.document import Document, Medium, Piece
from toolkit.grids.identity import years_in
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.returns.published.sections import begins_of
from toolkit.returns.published.several import another_begins
from toolkit.returns.published.subject import Subject, subject_of
from toolkit.returns.published.titles import are_alike, title_in
from toolkit.returns.unit_return import Return
from toolkit.spreadsheets.kind import FileKind

SCHOOLS, FINANCE = "东海市教育局", "东海市财政局"
CITY = "东海市人民政府"
PARTY = "中共东海市委机构编制委员会办公室"
HEALTH = "东海市云台山风景区管理委员会卫生健康办公室"
REPORT = "政府信息公开工作年度报告"
OWN = f"{SCHOOLS}2024年{REPORT}"
BEGIN = "一、总体情况"
TEXT = "2024年，我局认真贯彻条例。"
TABLE = Piece((("信息内容", "本年制发件数"), ("规章", "0")))
YEAR = ("2024",)


def of_lines(*above: str, titles: tuple[str, ...] = (), medium: Medium = Medium.PAGE) -> Subject:
    return subject_of(Document(medium, (*above, BEGIN, TEXT, TABLE), titles=titles))


# --- One line ------------------------------------------------------------------------------------

TITLES = [
    # The year behind the name, and before it.
    (OWN, SCHOOLS, YEAR),
    (f"{SCHOOLS} 2024 年度政务公开工作年度报告", SCHOOLS, YEAR),
    (f"2024年{SCHOOLS}{REPORT}", SCHOOLS, YEAR),
    (f"2024年度{SCHOOLS}政府信息公开年报", SCHOOLS, YEAR),
    (f"（2024年度）{SCHOOLS}{REPORT}", SCHOOLS, YEAR),
    (f"[2024]{SCHOOLS}{REPORT}", SCHOOLS, YEAR),
    (f"【2024年报】{SCHOOLS}{REPORT}", SCHOOLS, YEAR),
    (f"{SCHOOLS}2024信息公开年报", SCHOOLS, YEAR),
    # The year behind what it is called, or within.
    (f"{SCHOOLS}{REPORT}（2024年度）", SCHOOLS, YEAR),
    (f"{SCHOOLS}{REPORT}(2024)", SCHOOLS, YEAR),
    (f"{SCHOOLS}政府信息公开年报2024", SCHOOLS, YEAR),
    (f"{SCHOOLS}{REPORT}（2024年1月1日至2024年12月31日）", SCHOOLS, YEAR),
    (f"{SCHOOLS}{REPORT}（2024年1月1日—12月31日）", SCHOOLS, YEAR),
    (f"{SCHOOLS}政府信息公开工作2024年年度报告", SCHOOLS, YEAR),
    (f"{SCHOOLS}政府信息公开2024年工作总结", SCHOOLS, YEAR),
    # The name around the year.
    (f"东海市2024年度教育局{REPORT}", SCHOOLS, YEAR),
    (f"东海经济开发区2024年度管委会{REPORT}", "东海经济开发区管委会", YEAR),
    (f"东海市2024年{SCHOOLS}{REPORT}", SCHOOLS, YEAR),
    (f"{SCHOOLS}2024年度本级{REPORT}", SCHOOLS, YEAR),
    # What it is called.
    (f"{SCHOOLS}关于2024年度政府信息公开工作的报告", SCHOOLS, YEAR),
    (f"{SCHOOLS}关于2024年{REPORT}", SCHOOLS, YEAR),
    (f"{SCHOOLS}2024年政府信息公开工作情况报告", SCHOOLS, YEAR),
    (f"{SCHOOLS}2024年政府信息公开工作总结", SCHOOLS, YEAR),
    (f"{SCHOOLS}2024年政务公开工作总结", SCHOOLS, YEAR),
    (f"{SCHOOLS}2024年政府信息和政务公开工作年度报告", SCHOOLS, YEAR),
    (f"{SCHOOLS}2024年政务公开和{REPORT}", SCHOOLS, YEAR),
    (f"{SCHOOLS}政府信息与政务公开2024年年报", SCHOOLS, YEAR),
    (f"{SCHOOLS}2024年{REPORT}解读", SCHOOLS, YEAR),
    (f"{SCHOOLS}2024年{REPORT}（本级）", SCHOOLS, YEAR),
    (f"{OWN}.pdf", SCHOOLS, YEAR),
    # What leads to it.
    (f"《{OWN}》", SCHOOLS, YEAR),
    (f"附件1 {OWN}", SCHOOLS, YEAR),
    (f"附件：{OWN}", SCHOOLS, YEAR),
    (f"一、{OWN}", SCHOOLS, YEAR),
    (f"{SCHOOLS}发布2024年{REPORT}", SCHOOLS, YEAR),
    (f"{SCHOOLS}关于印发2024年{REPORT}的公告", SCHOOLS, YEAR),
    (f"{SCHOOLS}关于报送2024年{REPORT}的函", SCHOOLS, YEAR),
    (f"关于公布{OWN}的公告", SCHOOLS, YEAR),
    (f"东海教〔2025〕3号 {OWN}", SCHOOLS, YEAR),
    (f"2025-01-20 {OWN}", SCHOOLS, YEAR),
    (f"{OWN} 发布时间：2025-01-20 10:30", SCHOOLS, YEAR),
    # The website beside it.
    (f"{OWN}-{CITY}", SCHOOLS, YEAR),
    (f"{OWN}_政府信息公开年报_{CITY}", SCHOOLS, YEAR),
    (f"首页 > 政务公开 > {SCHOOLS}2024年政府信息公开年报", SCHOOLS, YEAR),
    (f"首页 政务公开 {OWN}", SCHOOLS, YEAR),
    (f"{CITY} 政府信息公开年报 {OWN}", SCHOOLS, YEAR),
    (f"{CITY} {OWN}", SCHOOLS, YEAR),
    (f"{CITY} 教育局2024年{REPORT}", SCHOOLS, YEAR),
    (f"{CITY} 办公室2024年{REPORT}", f"{CITY}办公室", YEAR),
    (f"2024年政府信息公开年报 - {CITY}门户网站", None, YEAR),
    (f"2024年政府信息公开年报-{CITY}", None, YEAR),
    (f"首页 > 政府信息公开年报 > 2023 > 部门{REPORT}", None, ()),
    # The name behind it.
    (f"2024年度{REPORT}（{SCHOOLS}）", SCHOOLS, YEAR),
    (f"2024年{REPORT}-{SCHOOLS}", SCHOOLS, YEAR),
    (f"2024年{REPORT}——{SCHOOLS}", SCHOOLS, YEAR),
    # Names of all kinds.
    (f"{CITY}信息公开工作2024年度报告", CITY, YEAR),
    (f"东海市2024年{REPORT}", "东海市", YEAR),
    (f"2024年度云台区{REPORT}", "云台区", YEAR),
    (f"{PARTY}2024年{REPORT}", PARTY, YEAR),
    (f"办公室（档案局）2024年{REPORT}", "办公室(档案局)", YEAR),
    (f"中共东海市委办公室（档案局）2024年{REPORT}", "中共东海市委办公室(档案局)", YEAR),
    (f"{CITY}云台路街道办事处2024年政府信息公开年度报告", f"{CITY}云台路街道办事处", YEAR),
    ("东海市第十二中学2024年信息公开年度报告", "东海市第十二中学", YEAR),
    (f"东海市12345热线办2024年{REPORT}", "东海市12345热线办", YEAR),
    (f"G25东海高速管理处2024年{REPORT}", "G25东海高速管理处", YEAR),
    (f"国家统计局东海调查队2024年{REPORT}", "国家统计局东海调查队", YEAR),
    ("东海水务集团有限公司2024年信息公开年报", "东海水务集团有限公司", YEAR),
    (f"东海市档案馆2024年{REPORT}", "东海市档案馆", YEAR),
    (f"佳荣里街2024年{REPORT}", "佳荣里街", YEAR),
    # Years and blanks.
    (f"{SCHOOLS}二〇二四年{REPORT}", SCHOOLS, YEAR),
    (f"{SCHOOLS}二○二四年度{REPORT}", SCHOOLS, YEAR),
    (f"{SCHOOLS}二零二四年{REPORT}", SCHOOLS, YEAR),
    (f"{SCHOOLS}二O二四年{REPORT}", SCHOOLS, YEAR),
    (f"{SCHOOLS}２０２４年{REPORT}", SCHOOLS, YEAR),
    (" ".join(OWN), SCHOOLS, YEAR),
    (f"{SCHOOLS}2023年、2024年{REPORT}", SCHOOLS, ("2023", "2024")),
    # What names nobody.
    (f"本机关2024年{REPORT}", None, YEAR),
    (f"{REPORT}（2024年）", None, YEAR),
    (f"市直部门2024年{REPORT}", None, YEAR),
]


@pytest.mark.parametrize(("title", "name", "years"), TITLES)
def test_a_title(title: str, name: str | None, years: tuple[str, ...]) -> None:
    stated = subject_of(Document(Medium.PAGE, (), titles=(title,)))
    assert (stated.name, stated.years) == (name, years)
    printed = of_lines("字体：大 中 小", title, "来源：办公室")
    assert (printed.name, printed.years) == (name, years)


@pytest.mark.parametrize(
    "text",
    [
        "Microsoft Word - 年报.doc",
        f"关于做好2024年{REPORT}编制工作的通知",
        f"关于印发{REPORT}格式的通知",
        "政府信息公开指南",
        "2024年政府工作报告",
    ],
)
def test_what_is_no_title(text: str) -> None:
    assert title_in(text) is None
    assert subject_of(Document(Medium.PAGE, (), titles=(text,))) == Subject((), (), (text,))


# --- Several lines -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("above", "name"),
    [
        ((CITY, f"2024 年{REPORT}"), CITY),
        ((SCHOOLS, "2024年", REPORT), SCHOOLS),
        ((SCHOOLS, "二〇二四年度", "政府信息公开工作", "年度报告"), SCHOOLS),
        ((f"{SCHOOLS}2024年", REPORT), SCHOOLS),
        ((f"{SCHOOLS}2024年政府信息公开工作", "年度报告"), SCHOOLS),
        ((f"{SCHOOLS}2024年政府信", "息公开工作年度报告"), SCHOOLS),
        ((f"{SCHOOLS}2024年政府", "信息公开工作年度报告"), SCHOOLS),
        ((SCHOOLS, REPORT, "（2024年度）"), SCHOOLS),
        ((f"{SCHOOLS}{REPORT}", "（2024年1月1日至12月31日）"), SCHOOLS),
        ((f"2024年{REPORT}", SCHOOLS), SCHOOLS),
        ((REPORT, SCHOOLS, "2024年"), SCHOOLS),
        ((f"2024年{REPORT}", f"（{SCHOOLS}）"), SCHOOLS),
        ((HEALTH.removesuffix("卫生健康办公室"), f"卫生健康办公室2024年{REPORT}"), HEALTH),
        ((PARTY.removesuffix("委员会办公室"), f"委员会办公室2024年{REPORT}"), PARTY),
        (("东海市", f"教育局2024年{REPORT}"), SCHOOLS),
        ((CITY, f"教育局2024年{REPORT}"), SCHOOLS),
        ((CITY, f"办公室2024年{REPORT}"), f"{CITY}办公室"),
    ],
)
def test_a_title_on_several_lines(above: tuple[str, ...], name: str) -> None:
    intro = f"根据《条例》，现公布2023年和2022年{REPORT}，请予监督。"
    found = of_lines("政府信息公开指南", *above, intro)
    assert (found.names, found.years) == ((name,), YEAR)
    assert [one.replace(" ", "") for one in found.headings] == ["".join(above).replace(" ", "")]


@pytest.mark.parametrize(
    "beside",
    ["字体：大 中 小", "历年年报", "来源：市教育局", "政府信息公开专区", "部门", "打印本页"],
)
def test_a_line_that_is_plainly_no_name_is_no_part_of_a_title(beside: str) -> None:
    title = f"2024年{REPORT}"
    for lines in ((beside, title), (title, beside)):
        found = of_lines(*lines)
        assert (found.name, found.years, found.headings) == (None, YEAR, (title,))


def test_a_title_in_a_table_of_what_a_document_is() -> None:
    about = Piece((("索引号", "1"), ("标题", OWN), ("发布机构", FINANCE)))
    document = Document(Medium.PAGE, (about, BEGIN, TEXT, TABLE))
    assert subject_of(document) == Subject((SCHOOLS,), YEAR, (OWN,))


# --- Several titles ------------------------------------------------------------------------------

OTHERS = [f"2023年{REPORT}", f"2022年{REPORT}"]
ANOTHER = f"{FINANCE}2023年{REPORT}"


@pytest.mark.parametrize(
    "lines",
    [
        (OWN, "历年年报", *OTHERS),
        (*OTHERS, OWN),
        (SCHOOLS, f"2024年{REPORT}", *OTHERS),
        (OWN, OWN),
        (SCHOOLS, f"2024年{REPORT}", OWN),
        (f"上一篇：{ANOTHER}", OWN),
        (f"教育局2024年{REPORT}", OWN),
    ],
)
def test_what_says_most_goes_before_what_says_less(lines: tuple[str, ...]) -> None:
    found = of_lines(*lines)
    assert (found.names, found.years) == ((SCHOOLS,), YEAR)
    assert not any("2023" in one or "2022" in one for one in found.headings)


def test_of_equals_that_counts_of_which_the_document_says_that_it_is_its_own() -> None:
    lines = ("相关链接", f"{FINANCE}2024年{REPORT}", OWN, ANOTHER)
    titles = (f"{OWN}_{CITY}", OWN, ANOTHER)
    expected = Subject((SCHOOLS,), YEAR, (OWN, f"{OWN}_{CITY}"))
    assert of_lines(*lines, titles=titles) == expected
    unknown = of_lines(*lines, medium=Medium.WORD)
    assert unknown.contradictions == (
        ("year", ("2024", "2023")),
        ("name", (FINANCE, SCHOOLS)),
    )


def test_links_to_the_years_of_a_report_are_told_apart_by_its_page_alone() -> None:
    tabs = (f"2024年{REPORT}", *OTHERS)
    assert of_lines(*tabs, titles=(OWN,)).contradictions == ()
    assert of_lines(*tabs, titles=(OWN,)).name == SCHOOLS
    assert of_lines(*tabs).contradictions == (("year", ("2024", "2023", "2022")),)


def test_links_to_other_years_contradict_no_year_that_title_and_period_confirm() -> None:
    own = f"2024年{REPORT}"
    links = [f"{SCHOOLS}{year}年{REPORT}" for year in (2021, 2022, 2023)]
    period = PERIODS[0].replace("2023", "2024")
    found = of_lines(*links, own, period, titles=(own,))
    assert (found.names, found.years) == ((), YEAR)
    # Where the own title is not printed, or the period is another one, nothing is certain.
    assert of_lines(*links, period, titles=(own,)).years == ("2021", "2022", "2023", "2024")
    assert "2023" in of_lines(*links, own, PERIODS[0], titles=(own,)).years


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        (f"{SCHOOLS}2023年{REPORT}", (("year", ("2024", "2023")),)),
        (f"2023年{REPORT}", (("year", ("2024", "2023")),)),
        (f"东海市教体局2024年{REPORT}", (("name", (SCHOOLS, "东海市教体局")),)),
        (f"市教育局2024年{REPORT}", ()),
        (f"{SCHOOLS}（东海市语言文字工作委员会）2024年{REPORT}", ()),
        (f"{SCHOOLS}{REPORT}", ()),
        (f"2024年政府信息公开年报-{CITY}", ()),
        ("年报", ()),
    ],
)
def test_what_a_page_says_of_itself_may_contradict_what_is_printed(
    stated: str, told: tuple[tuple[str, tuple[str, ...]], ...]
) -> None:
    found = of_lines(OWN, titles=(stated,))
    assert (found.name, found.contradictions) == (SCHOOLS, told)
    assert found.headings == (OWN, stated)


def test_another_name_is_that_of_the_website_where_the_heading_agrees() -> None:
    column = f"{CITY}2024年政府信息公开年报"
    found = of_lines(OWN, titles=(column, OWN))
    assert (found.names, found.years, found.headings) == ((SCHOOLS,), YEAR, (OWN,))


def test_another_year_is_told_even_where_the_heading_agrees() -> None:
    found = of_lines(OWN, titles=(f"{SCHOOLS}2023年{REPORT}", OWN))
    assert found.contradictions == (("year", ("2024", "2023")),)


def test_the_properties_of_a_file_do_not_contradict_it() -> None:
    stale = (f"{SCHOOLS}2019年{REPORT}",)
    assert of_lines(OWN, titles=stale, medium=Medium.WORD) == Subject((SCHOOLS,), YEAR, (OWN,))
    silent = of_lines("报告", titles=stale, medium=Medium.WORD)
    assert (silent.name, silent.years) == (SCHOOLS, ("2019",))


def test_a_name_in_full_goes_before_one_without_its_place() -> None:
    found = of_lines(f"教育局2024年{REPORT}", titles=(OWN,))
    assert found.names == (SCHOOLS,)


def test_what_is_not_printed_is_stated() -> None:
    found = of_lines(titles=(f"政府信息公开年报-{CITY}", OWN, ANOTHER, OTHERS[0]))
    assert (found.names, found.years) == ((SCHOOLS,), YEAR)
    assert ANOTHER not in found.headings


# --- What the report says of itself --------------------------------------------------------------

PERIODS = [
    "本报告中所列数据的统计期限自2023年1月1日起至2023年12月31日止。",
    "本报告所列数据的统计期限自 2023 年 1 月 1 日起，至 12 月 31 日止，可在网站下载。",
    "统计期限为2023年1月1日至12月31日。",
    "本报告中使用数据统计期限为2023年1月1日起至2023年12月31日止。",
    "所列数据统计时限为2023年1月1日—2023年12月31日。",
    "所列举数据的统计起止时间为2023.01.01-2023.12.31。",
    "报告期：2023年1月1日至12月31日",
    "本年报中所列数据统计截至2023年12月31日。",
]


@pytest.mark.parametrize("period", PERIODS)
def test_the_period_of_the_figures_gives_the_year(period: str) -> None:
    untitled = f"{SCHOOLS}{REPORT}"
    for lines in ((untitled, period), (period,)):
        found = of_lines(*lines, titles=(untitled,))
        assert (found.names, found.years) == ((SCHOOLS,), ())
        assert years_in(found.headings[-1]) == {"2023"}
    after = Document(Medium.TEXT, (untitled, BEGIN, TEXT, period, TABLE))
    assert years_in(subject_of(after).headings[-1]) == {"2023"}


@pytest.mark.parametrize("period", PERIODS)
def test_the_period_of_the_figures_may_contradict_the_title(period: str) -> None:
    assert of_lines(OWN, period).contradictions == (("year", ("2024", "2023")),)
    assert of_lines(OWN, period.replace("2023", "2024")).contradictions == ()


@pytest.mark.parametrize(
    "text",
    [
        "2023年1月1日至12月31日，我局主动公开信息50条。",
        "统计数据显示，上年同期（2023年1月1日至12月31日）收到申请5件。",
        "统计期限为2023年12月1日至2024年11月30日。",
    ],
)
def test_other_periods_say_nothing_of_the_year(text: str) -> None:
    assert of_lines(OWN, text).years == YEAR


def test_a_sentence_names_the_unit_where_no_title_does() -> None:
    sentence = f"根据《条例》，现公布{OWN}。"
    found = of_lines(f"2024年{REPORT}", sentence)
    assert (found.names, found.years) == ((SCHOOLS,), YEAR)
    assert of_lines(sentence).title == found.title
    assert of_lines(f"{FINANCE}2024年{REPORT}", sentence).names == (FINANCE,)
    assert of_lines("本机关编制2024年信息公开年报。").name is None


def with_heading(*lines: str) -> Subject:
    return subject_of(Document(Medium.PAGE, (OWN, BEGIN, TEXT, TABLE, *lines, TABLE)))


@pytest.mark.parametrize(
    "lines",
    [
        ("二、2023年主动公开政府信息情况",),
        ("二、2023年主动公开政府信息情况", "单位：件"),
        ("三、2023年收到和处理政府信息公开申请情况",),
        ("附：2023年主动公开政府信息情况",),
    ],
)
def test_another_year_in_the_head_of_a_table_is_told(lines: tuple[str, ...]) -> None:
    assert with_heading(*lines).contradictions == (("year", ("2024", "2023")),)


@pytest.mark.parametrize(
    "lines",
    [
        ("二、主动公开政府信息情况",),
        ("二、2024年主动公开政府信息情况",),
        ("附：2023年和2024年主动公开政府信息情况",),
        ("二、主动公开。2023年主动公开政府信息50条。",),
        ("针对2023年主动公开存在的问题",),
        ("五、2025年政府信息公开工作打算",),
        ("二、2023年主动公开政府信息情况", "其一", "其二", "其三"),
    ],
)
def test_what_else_stands_above_a_table_states_no_year(lines: tuple[str, ...]) -> None:
    assert with_heading(*lines).years == YEAR


# --- Several reports in one document -------------------------------------------------------------

SECOND = f"{FINANCE}2024年{REPORT}"


def holds_another(*parts: str | Piece) -> bool:
    document = Document(Medium.PAGE, parts, titles=(OWN,))
    last = max(n for n, one in enumerate(parts) if isinstance(one, Piece))
    return another_begins(document, subject_of(document).title, last)


@pytest.mark.parametrize(
    "parts",
    [
        (OWN, BEGIN, TEXT, SECOND, BEGIN, "乙。", TABLE),
        (OWN, BEGIN, TEXT, FINANCE, f"2024年{REPORT}", TABLE),
        (OWN, BEGIN, TEXT, f"{SCHOOLS}2023年{REPORT}", TABLE),
        (OWN, BEGIN, TEXT, TABLE, SECOND, TABLE),
        (OWN, BEGIN, TEXT, "附图", BEGIN, "乙。", TABLE),
        (OWN, "我局认真贯彻条例。公开五条。", SECOND, BEGIN, "乙。", TABLE),
    ],
)
def test_another_report_begins_before_the_tables(parts: tuple[str | Piece, ...]) -> None:
    assert holds_another(*parts)


@pytest.mark.parametrize(
    ("parent", "below"),
    [
        ("东海市公安局", "东海市公安局交通警察支队"),
        ("东海市教育体育局", "东海市体育局"),
        ("东海市新华区", "东海市新华区教育局"),
        ("东海市教育局", "东海市云台区教育局"),
        (CITY, f"{CITY}办公室"),
        (SCHOOLS, f"{SCHOOLS}直属第一小学"),
    ],
)
def test_a_body_and_one_below_it_are_two(parent: str, below: str) -> None:
    own, other = (f"{one}2024年{REPORT}" for one in (parent, below))
    for first, second in ((own, other), (other, own)):
        document = Document(Medium.PAGE, (first, BEGIN, TEXT, second, BEGIN, "乙。", TABLE))
        assert another_begins(document, subject_of(document).title, 6)
    told = of_lines(own, titles=(other,))
    assert told.contradictions == (("name", (parent, below)),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (CITY, "东海市政府"),
        (CITY, "东海市"),
        (SCHOOLS, "市教育局"),
        ("东海市发展和改革委员会", "东海市发展改革委"),
        ("东海经济开发区管理委员会", "东海经济开发区管委会"),
        (f"{CITY}云台路街道办事处", "云台路街道"),
    ],
)
def test_a_name_may_be_spelt_otherwise(one: str, other: str) -> None:
    assert are_alike(one, other)
    assert are_alike(other, one)


SECTIONS = (BEGIN, "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")


@pytest.mark.parametrize(
    "parts",
    [
        (OWN, BEGIN, TEXT, TABLE),
        # The list of its sections, with pages or without.
        (OWN, *SECTIONS, BEGIN, TEXT, TABLE),
        (OWN, f"{BEGIN}……1", f"{SECTIONS[1]}……2", BEGIN, TEXT, TABLE),
        (OWN, BEGIN, "1", SECTIONS[1], "2", BEGIN, TEXT, TABLE),
        # Lists of other reports.
        (OWN, BEGIN, TEXT, SECOND, f"东海市民政局2024年{REPORT}", TABLE),
        (OWN, BEGIN, TEXT, *OTHERS, TABLE),
        (OWN, "相关链接", SECOND, BEGIN, TEXT, TABLE),
        # The same report once more.
        (OWN, BEGIN, TEXT, TABLE, OWN, BEGIN, TEXT, TABLE),
        (OWN, BEGIN, TEXT, OWN, BEGIN, "乙。", TABLE),
        (OWN, BEGIN, TEXT, BEGIN, TEXT, TABLE),
        (OWN, "根据条例公布本报告。", OWN, BEGIN, TEXT, TABLE),
        # What speaks of a report, and what follows the tables.
        (OWN, BEGIN, f"已公布{SECOND}，请予监督。", TABLE),
        (OWN, BEGIN, TEXT, TABLE, SECOND),
        (OWN, PERIODS[0], BEGIN, TEXT, OWN, TABLE),
    ],
)
def test_no_other_report_begins_before_the_tables(parts: tuple[str | Piece, ...]) -> None:
    assert not holds_another(*parts)


def test_of_very_many_first_sections_each_is_looked_at_once() -> None:
    class Counted(list[str | Piece]):
        looks = 0

        def __getitem__(self, at):  # type: ignore[no-untyped-def]
            self.looks += len(range(*at.indices(len(self)))) if isinstance(at, slice) else 1
            return super().__getitem__(at)

    parts = Counted([BEGIN] * 1000)
    assert begins_of(parts) == list(range(1000))
    assert parts.looks < 2000


# --- Read from a page ----------------------------------------------------------------------------


def read(report: Report) -> Return:
    one = read_report(plain_page(report), FileKind.HTML, "报告.html")
    assert isinstance(one, Return)
    return one


def report_of(unit: str, year: int = 2024) -> Report:
    return official_report(random_figures(1), Reporter(unit, year))


@pytest.mark.parametrize("lost", [{"t2"}, {"t2", "t3", "t4"}])
def test_the_tables_of_another_report_are_not_counted(lost: set[str]) -> None:
    report = report_of(SCHOOLS)
    report.parts = [
        one for one in report.parts if not (isinstance(one, Table) and one.kind in lost)
    ]
    report.others = [report_of(FINANCE)]
    with pytest.raises(Unreadable) as told:
        read(report)
    assert told.value.refusal is Refusal.SEVERAL_REPORTS


def test_the_period_gives_the_year_of_a_report_or_contradicts_it() -> None:
    report = report_of(SCHOOLS)
    report.parts.insert(0, PERIODS[0])
    assert read(report).contradictions == (("year", ("2024", "2023")),)
    report.title = f"{SCHOOLS}{REPORT}"
    known, by = of_year(read(report), 2022)
    assert (known.identity.name, known.identity.year, by) == (SCHOOLS, "2023", "heading")
