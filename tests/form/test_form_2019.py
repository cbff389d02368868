"""The previous official format (reports on 2019 and 2020): its labels, codes, totals, and what
differs from the format of today."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import pytest

from tests.support.build import BUREAU, DISCLOSURE, codes, filled, opened
from toolkit.form.form import Form
from toolkit.form.form_file import default_form, load_form, shipped_forms
from toolkit.form.layout import lay_out
from toolkit.form.table import Head, leaves
from toolkit.template.workbook import make_template

ID = "disclosure-2019"
SIX = ("natural_person", "company", "research", "social_org", "legal_service", "other_org")

# Band, then column heads, then row heads, as published reports on 2019 and 2020 print them.
TABLE_2 = """
第二十条第（一）项
    信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量
    规章 = regulations | made published public
    规范性文件 = normative_documents | made published public
第二十条第（五）项
    信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量
    行政许可 = licences | items_before items_change decisions
    其他对外管理服务事项 = other_services | items_before items_change decisions
第二十条第（六）项
    信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量
    行政处罚 = penalties | items_before items_change decisions
    行政强制 = coercion | items_before items_change decisions
第二十条第（八）项
    信息内容 | 上一年项目数量 | 本年增/减
    行政事业性收费 = fees | items_before items_change
第二十条第（九）项
    信息内容 | 采购项目数量 | 采购总金额
    政府集中采购 = procurement | items amount
"""

TABLE_3 = """
一、本年新收政府信息公开申请数量 = received
二、上年结转政府信息公开申请数量 = carried_in
三、本年度办理结果 = outcome
    （一）予以公开 = granted
    （二）部分公开（区分处理的，只计这一情形，不计其他情形） = partial
    （三）不予公开 = refused
        1.属于国家秘密 = state_secret
        2.其他法律行政法规禁止公开 = law_prohibits
        3.危及“三安全一稳定” = three_securities
        4.保护第三方合法权益 = third_party
        5.属于三类内部事务信息 = internal_affairs
        6.属于四类过程性信息 = process_information
        7.属于行政执法案卷 = enforcement_file
        8.属于行政查询事项 = administrative_query
    （四）无法提供 = unavailable
        1.本机关不掌握相关政府信息 = not_held
        2.没有现成信息需要另行制作 = needs_creation
        3.补正后申请内容仍不明确 = still_unclear
    （五）不予处理 = not_processed
        1.信访举报投诉类申请 = petition
        2.重复申请 = duplicate
        3.要求提供公开出版物 = publication
        4.无正当理由大量反复申请 = excessive
        5.要求行政机关确认或重新出具已获取信息 = reconfirmation
    （六）其他处理 = other
    （七）总计 = total
四、结转下年度继续办理 = carried_out
"""

APPLICANTS = """
申请人情况
    自然人 = natural_person
    法人或其他组织
        商业企业 = company
        科研机构 = research
        社会公益组织 = social_org
        法律服务机构 = legal_service
        其他 = other_org
    总计 = total
"""

TABLE_4 = """
行政复议 = review
    结果维持 = upheld
    结果纠正 = corrected
    其他结果 = other
    尚未审结 = pending
    总计 = total
行政诉讼 = litigation
    未经复议直接起诉 = direct
        结果维持 = upheld
        结果纠正 = corrected
        其他结果 = other
        尚未审结 = pending
        总计 = total
    复议后起诉 = after_review
        结果维持 = upheld
        结果纠正 = corrected
        其他结果 = other
        尚未审结 = pending
        总计 = total
"""


@pytest.fixture(scope="module")
def form() -> Form:
    return load_form(ID)


# --- Labels and codes ----------------------------------------------------------------------------


def tree(heads: tuple[Head, ...], indent: str = "") -> Iterator[str]:
    """A tree of heads as it is written above."""
    for head in heads:
        yield f"{indent}{head.label}" + (f" = {head.code}" if head.code else "")
        yield from tree(head.children, indent + "    ")


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


def test_table_2_has_the_labels_and_codes_of_that_format(form: Form) -> None:
    ours: list[str] = []
    for block in form.table("t2").blocks:
        ours.append(f"{block.title}")
        ours.append("    " + " | ".join([f"{block.corner}", *(one.label for one in block.columns)]))
        figures = " ".join(f"{one.code}" for one in block.columns)
        ours.extend(f"    {row.label} = {row.code} | {figures}" for row in block.rows)
    assert ours == lines(TABLE_2)


def test_table_3_has_the_labels_and_codes_of_that_format(form: Form) -> None:
    (block,) = form.table("t3").blocks
    assert list(tree(block.rows)) == lines(TABLE_3)
    assert list(tree(block.columns)) == lines(APPLICANTS)
    assert block.corner == "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def test_table_4_has_the_labels_and_codes_of_that_format(form: Form) -> None:
    (block,) = form.table("t4").blocks
    assert list(tree(block.columns)) == lines(TABLE_4)
    assert (block.rows, block.corner, block.title) == ((), None, None)


def test_three_official_tables_and_no_supplement(form: Form) -> None:
    assert (form.id, form.version) == (ID, "2019")
    assert "（国办公开办函〔2019〕60号）" in form.basis
    assert [(one.code, one.sheet, one.title) for one in form.tables] == [
        ("t2", "表二", "二、主动公开政府信息情况"),
        ("t3", "表三", "三、收到和处理政府信息公开申请情况"),
        ("t4", "表四", "四、政府信息公开行政复议、行政诉讼情况"),
    ]
    assert all(one.official and not one.optional for one in form.tables)


def test_198_indicators(form: Form) -> None:
    tables = groupby(form.indicators.values(), key=lambda one: one.table)
    assert {table: len(list(ones)) for table, ones in tables} == {"t2": 22, "t3": 161, "t4": 15}
    assert len(form.inputs) == 198 - 32


def test_what_the_figures_are(form: Form) -> None:
    """Numbers of items, one amount, and pieces; nothing negative, whatever that format allowed."""
    units = {code: one.kind.unit for code, one in form.indicators.items()}
    items = {code for code, unit in units.items() if unit == "项"}
    assert items == {
        code
        for code in units
        if code.endswith((".items_before", ".items_change")) or code == "t2.procurement.items"
    }
    amounts = {
        code: (one.kind.unit, one.kind.decimals)
        for code, one in form.indicators.items()
        if one.kind.type == "amount"
    }
    assert amounts == {"t2.procurement.amount": ("万元", 6)}
    assert {unit for code, unit in units.items() if code not in items | set(amounts)} == {"件"}


# --- Totals and rules ----------------------------------------------------------------------------


def test_seven_sums_nineteen_lines_of_one_to_six(form: Form) -> None:
    """（六） is one of the lines itself."""
    one = form.indicators["t3.outcome.total.company"]
    assert (one.total, len(one.parts)) == ("T3-02", 19)
    assert one.parts[-1] == "t3.outcome.other.company"
    inputs = form.inputs_of("t3.outcome.total.total")
    assert (len(inputs), set(inputs.values())) == (19 * 6, {1})


def test_a_line_total_sums_the_six_kinds_of_applicants(form: Form) -> None:
    one = form.indicators["t3.outcome.other.total"]
    assert (one.total, one.parts) == ("T3-03", tuple(f"t3.outcome.other.{kind}" for kind in SIX))


@pytest.mark.parametrize("group", ["review", "litigation.direct", "litigation.after_review"])
def test_a_group_of_table_4_sums_its_four_results(form: Form, group: str) -> None:
    one = form.indicators[f"t4.{group}.total"]
    parts = tuple(f"t4.{group}.{part}" for part in ("upheld", "corrected", "other", "pending"))
    assert (one.total, one.parts) == ("T4-01", parts)


def test_rules_are_those_of_the_format_of_today(form: Form) -> None:
    """The same codes, over the same indicators; those on the stock have no indicators here."""
    today = default_form()
    codes = {spec.code for spec in form.rules}
    assert codes == {"T3-01", "T3-04"} == {spec.code for spec in today.rules} - {"T2-01", "T2-02"}
    assert form.declared_rules == tuple(r for r in today.declared_rules if r.code in codes)
    counts = {code: len(totals) for code, totals in form.total_rules.items()}
    # The corner, （七）总计 of 总计, counts with the lines.
    assert counts == {"T3-02": 7, "T3-03": 22, "T4-01": 3}


# --- A template of it ----------------------------------------------------------------------------


def test_a_template_can_be_made(form: Form) -> None:
    """Every label stands on its sheet, and the narrower blocks fill the width of the table."""
    book = opened(make_template(form, BUREAU, 2020))
    for one in lay_out(form).tables:
        sheet = book[one.table.sheet]
        shown = [sheet[label.place.address].value for label in one.labels]
        assert shown == [label.text for label in one.labels]
    assert book["_identity"]["B2"].value == ID
    merged = {str(one) for one in book["表二"].merged_cells.ranges}
    assert merged >= {"A15:D15", "B16:C16", "B17:C17", "A18:D18", "B19:C19", "B20:C20"}
    assert "附表" not in book.sheetnames


def test_totals_of_a_filled_template(form: Form) -> None:
    """12 received and 1 from last year: 10 granted, 2 otherwise handled, 1 left."""
    at = {code: cell for cell, code in codes(form).items()}
    figures = {"received": 12, "carried_in": 1, "outcome.granted": 10, "outcome.other": 2}
    typed = {at[f"t3.{line}.natural_person"]: value for line, value in figures.items()}
    typed[at["t3.carried_out.natural_person"]] = 1
    book = opened(filled(typed, year=2020, form=form), results=True)
    sheet = book["表三"]
    shown = {
        line: [sheet[at[f"t3.{line}.{column}"].partition("!")[2]].value for column in columns]
        for line, columns in (("outcome.total", ("natural_person", "total")), ("received", SIX[:1]))
    }
    assert shown == {"outcome.total": [12, 12], "received": [12]}


# --- Beside the format of today ------------------------------------------------------------------


def test_the_default_form_is_still_that_of_2021() -> None:
    assert DISCLOSURE == [ID, "disclosure-2021"]
    assert set(DISCLOSURE) <= set(shipped_forms())
    assert default_form().id == "disclosure-2021"


def labels(form: Form, table: str) -> set[str]:
    """Every label of a table except its title, each with all that stands above it."""
    found: set[str] = set()
    for block in form.table(table).blocks:
        for heads in (block.rows, block.columns):
            for path in leaves(heads):
                names = [head.label for head in path]
                found |= {"→".join(names[: n + 1]) for n in range(len(names))}
        found |= {text for text in (block.title, block.corner) if text}
    return found


@pytest.mark.parametrize(
    ("table", "only_2019", "only_2021"),
    [
        (
            "t2",
            """
            规范性文件 其他对外管理服务事项 第二十条第（九）项 政府集中采购
            本年新制作数量 本年新公开数量 对外公开总数量
            上一年项目数量 本年增/减 处理决定数量 采购项目数量 采购总金额
            """,
            """
            行政规范性文件 本年制发件数 本年废止件数 现行有效件数
            本年处理决定数量 本年收费金额（单位：万元）
            """,
        ),
        (
            "t3",
            "",
            """
            三、本年度办理结果→（六）其他处理→1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请
            三、本年度办理结果→（六）其他处理→2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请
            三、本年度办理结果→（六）其他处理→3.其他
            """,
        ),
        ("t4", "", ""),
    ],
)
def test_what_differs_by_label(form: Form, table: str, only_2019: str, only_2021: str) -> None:
    before, today = labels(form, table), labels(default_form(), table)
    assert (before - today, today - before) == (set(only_2019.split()), set(only_2021.split()))


def test_an_indicator_of_both_formats_has_one_label_or_is_a_number_of_decisions(form: Form) -> None:
    """The same code never stands for two things: only 本年 has gone before 处理决定数量."""
    today = default_form().indicators
    both = {code: (form.indicators[code], today[code]) for code in form.indicators if code in today}
    renamed = {code for code, (old, new) in both.items() if old.label != new.label}
    assert len(both) == 172
    assert {code for code in both if code.startswith("t2.")} == renamed
    assert renamed == {f"t2.{row}.decisions" for row in ("licences", "penalties", "coercion")}
    assert all(old.kind == new.kind for old, new in both.values())
