"""``toolkit history``: what it takes and leaves alone, what it may replace, and its exit codes."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

import toolkit
from tests.support.build import (
    BALANCED,
    BUREAU,
    COUNTY,
    LATER,
    OFFICE,
    command,
    filled,
    refused,
    roster,
    sheets,
    zipped,
)
from tests.support.encrypted import locked
from tests.support.many_years import FINANCE, FINANCE_2020, OLD, WHOLE, page
from tests.support.summed import laid, summed


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    laid(tmp_path / "in" / "2023.xlsx", filled(BALANCED, BUREAU, year=2023))
    laid(tmp_path / "in" / "2024.xlsx", filled({"表三!D7": 2, "表三!D8": 2}, BUREAU, year=2024))
    laid(tmp_path / "units.csv", roster(BUREAU, OFFICE, COUNTY))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_what_holds_is_0(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("history", "in") == 0
    assert lines(capsys) == [
        "历年对比：1 个单位，2023—2024 年度；读取 2 个文件，采用 2 个。",
        "跨年核对（与上年衔接的审核公式）：相符 8 条。",
        "已生成：历年对比.xlsx",
    ]


def test_a_warning_is_0_and_an_error_1(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stock = {"表三!D7": 2, "表三!D8": 2, "表二!D6": 9}
    laid(here / "in" / "2024.xlsx", filled(stock, BUREAU, year=2024))
    assert command("history", "in") == 0
    assert (
        "  警告 T2-01　东海市教育局 2024 年度 表二 D6　行政规范性文件，现行有效件数："
        "本年 9，按上年应为 0，相差 9"
    ) in lines(capsys)
    laid(here / "in" / "2024.xlsx", filled({"表三!D7": 3, "表三!D8": 3}, BUREAU, year=2024))
    assert command("history", "in") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["history"], "缺少“文件”，用法请看：toolkit history --help"),
        (["history", "nowhere"], "找不到文件或文件夹：nowhere。请检查路径是否写对。"),
        (["history", "in", "-o", "out.xls"], "out.xls"),
        (["history", "in", "--units", "none.csv"], "找不到文件或文件夹：none.csv。"),
        (["history", "in", "--form", "nothing"], "没有名为“nothing”的表式，也找不到这个文件。"),
        (["history", "in", "--csv", "in"], "in"),
        (["history", "units.csv"], "没有一个文件能用来对比（“units.csv”"),
    ],
)
def test_what_cannot_be_done_is_2(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert told in refused(capsys, *arguments)
    assert sorted(path.name for path in here.iterdir()) == ["in", "units.csv"]


# --- What it takes -------------------------------------------------------------------------------


def files_of(path: str | Path, roster: str | None = None) -> dict[str, tuple[str, str]]:
    one = toolkit.history(path, roster=roster)
    rows = one.files.to_dict("records")
    return {row["path"]: (row["status"], row["reason"]) for row in rows}


def test_a_file_that_cannot_be_used_is_named_with_its_reason(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    laid(here / "in" / "坏.xlsx", b"PK\3\4 broken")
    laid(here / "in" / "无名.xlsx", filled(BALANCED, None, year=2022))
    assert command("history", "in") == 0
    told = lines(capsys)
    assert "  未采用：坏.xlsx　文件已损坏" in told
    assert "  未采用：无名.xlsx　没有填写单位名称和代码" in told
    listed = sheets((here / "历年对比.xlsx").read_bytes())["数据来源"]
    shown = {row[0]: (row[1], row[6]) for row in listed}
    assert shown["坏.xlsx"] == ("打不开", "文件已损坏")
    assert shown["无名.xlsx"] == ("未采用", "没有填写单位名称和代码")


def test_a_file_that_cannot_be_read_is_named_where_its_unit_lacks_the_year(here: Path) -> None:
    laid(here / "in" / "2022.xlsx", filled(BALANCED, BUREAU, year=2021))
    laid(here / "in" / "2022年" / "东海市教育局.xlsx", b"PK\3\4 broken")
    toolkit.history("in", roster="units.csv").write()
    page_of = sheets((here / "历年对比.xlsx").read_bytes())["总览"]
    told = "东海市教育局 缺 2022 年度，前后各年都有；“2022年/东海市教育局.xlsx”文件已损坏。"
    assert told in [row[0] for row in page_of]


def test_a_zip_is_walked(here: Path) -> None:
    content = filled(BALANCED, OFFICE, year=2022)
    laid(here / "in" / "更早.zip", zipped({"2022.xlsx": content}))
    assert files_of("in")["更早.zip/2022.xlsx"][0] == "accepted"


def test_an_encrypted_file_needs_its_password(here: Path) -> None:
    laid(here / "in" / "2022.xlsx", locked("秘密", filled(BALANCED, BUREAU, year=2022)))
    assert files_of("in")["2022.xlsx"] == ("unreadable", "文件设有打开密码")
    assert command("history", "in", "--password", "秘密") == 1


def test_the_later_of_two_counts_and_the_figures_that_differ_are_listed(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = filled({"表三!D6": 15, "表三!D8": 13, "表三!D30": 2}, BUREAU, year=2023, saved=LATER)
    laid(here / "in" / "2023更正.xlsx", other)
    assert command("history", "in") == 0
    told = lines(capsys)
    assert "  未采用：2023.xlsx　已由后保存的“2023更正.xlsx”代替" in told
    assert "同一单位同一年度的几份文件有 2 个数不一致，见“不一致的数”页。" in told
    page_of = sheets((here / "历年对比.xlsx").read_bytes())["不一致的数"]
    assert [row[3:8] for row in page_of[3:]] == [
        (
            "一、本年新收政府信息公开申请数量，自然人",
            *(15, "2023更正.xlsx", 12, "2023.xlsx"),
        ),
        (
            "三、本年度办理结果→（一）予以公开，自然人",
            *(13, "2023更正.xlsx", 10, "2023.xlsx"),
        ),
    ]


def test_a_sum_gives_itself_and_its_units(here: Path) -> None:
    content = summed({"a.xlsx": filled(BALANCED, COUNTY, year=2022)}, "--year", "2022")
    laid(here / "in" / "汇总-2022.xlsx", content)
    for by in (None, "units.csv"):
        one = toolkit.history("in", roster=by).figures
        rows = one[(one.year == 2022) & (one.indicator == "t3.received.total")]
        shown = rows[["unit", "value", "source"]].to_dict("records")
        assert shown == [
            {"unit": "990000", "value": 12, "source": "sum"},
            {"unit": COUNTY.code, "value": 12, "source": "in_a_sum"},
        ]


def test_a_report_of_the_collecting_unit_is_its_year(here: Path) -> None:
    """In ``collect`` it is none of the returns; here it is a year like others."""
    laid(here / "in" / "a.html", page(WHOLE, 2022, BALANCED))
    laid(here / "all.csv", roster(WHOLE, BUREAU, OFFICE, COUNTY))
    one = toolkit.history("in", roster="all.csv").figures
    rows = one[(one.year == 2022) & (one.indicator == "t3.received.total")]
    assert rows[["unit", "name", "value"]].values.tolist() == [["990000", "东海市", 12]]


def test_the_copy_of_a_sum_is_left_alone_beside_it(here: Path) -> None:
    content = summed({"a.xlsx": filled(BALANCED, COUNTY, year=2022)}, "--year", "2022")
    laid(here / "in" / "汇总-2022.xlsx", content)
    laid(here / "in" / "汇总-2022.xlsx.bak", content)
    assert files_of("in")["汇总-2022.xlsx.bak"] == (
        "ignored",
        "本工具保留的上一版汇总工作簿（.bak）",
    )


def test_a_line_of_a_sum_that_differs_from_the_return_is_listed(here: Path) -> None:
    content = summed({"a.xlsx": filled(BALANCED, BUREAU, year=2023)}, "--year", "2023")
    laid(here / "in" / "汇总-2023.xlsx", content)
    changed = filled({"表三!D6": 12, "表三!D8": 12}, BUREAU, year=2023)
    laid(here / "in" / "2023.xlsx", changed)
    found = toolkit.history("in").differences
    assert found[["indicator", "value", "file", "other_value", "other_file"]].values.tolist() == [
        ["t3.outcome.granted.natural_person", 12, "2023.xlsx", 10, "汇总-2023.xlsx"],
        ["t3.carried_out.natural_person", 0, "2023.xlsx", 2, "汇总-2023.xlsx"],
    ]


def test_figures_that_were_typed_over_in_a_sum_are_told(here: Path) -> None:
    content = summed({"a.xlsx": filled(BALANCED, COUNTY, year=2022)}, "--year", "2022")
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book["分单位"]
    row = next(row for row in sheet.iter_rows() if row[0].value == COUNTY.code)
    typed = next(cell for cell in row if cell.value == 12)
    typed.value = 13
    changed = BytesIO()
    book.save(changed)
    laid(here / "in" / "汇总-2022.xlsx", changed.getvalue())
    reason = files_of("in")["汇总-2022.xlsx"][1]
    assert "“分单位”页改动过，按现在的数列出：" in reason


def test_the_form_before_is_read_as_what_it_is(here: Path) -> None:
    laid(here / "in" / "a.xlsx", filled(FINANCE_2020, FINANCE, year=2020, form=OLD))
    laid(here / "in" / "b.html", page(FINANCE, 2019, FINANCE_2020, OLD))
    one = toolkit.history("in", roster="units.csv").figures
    rows = one[(one.name == FINANCE.name) & (one.indicator == "t2.normative_documents.issued")]
    assert rows[["year", "value", "form", "source"]].values.tolist() == [
        [2019, 7, "disclosure-2019", "page"],
        [2020, 7, "disclosure-2019", "return"],
    ]


def test_a_form_that_is_asked_for_takes_no_newer_one(here: Path) -> None:
    laid(here / "in" / "a.xlsx", filled(FINANCE_2020, FINANCE, year=2020, form=OLD))
    one = toolkit.history("in", form="disclosure-2019")
    assert one.files.status.tolist() == ["unrecognised", "unrecognised", "accepted"]
    assert one.form.id == "disclosure-2019"


# --- What it writes ------------------------------------------------------------------------------


def test_running_again_replaces_what_was_made(here: Path) -> None:
    command("history", "in")
    laid(here / "in" / "2022.xlsx", filled(BALANCED, BUREAU, year=2022))
    assert command("history", "in") == 1
    page_of = sheets((here / "历年对比.xlsx").read_bytes())["总览"]
    assert page_of[0][0] == "政府信息公开工作年度报告 历年对比（2022—2024 年度）"


def test_what_somebody_has_changed_is_left_alone(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command("history", "in")
    book = openpyxl.load_workbook("历年对比.xlsx")
    book["总览"]["A20"] = "备注"
    book.save("历年对比.xlsx")
    before = Path("历年对比.xlsx").read_bytes()
    assert refused(capsys, "history", "in") == (
        "历年对比.xlsx 是以前生成的历年对比，但已改动过，没有覆盖。请先移走它，或另取文件名。"
    )
    assert Path("历年对比.xlsx").read_bytes() == before


@pytest.mark.parametrize("name", ["a.xlsx", "b.xlsx"])
def test_nothing_else_is_replaced(
    here: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    content = {
        "a.xlsx": filled(BALANCED, BUREAU),
        "b.xlsx": summed({"a.xlsx": filled(BALANCED, BUREAU)}),
    }
    laid(here / name, content[name])
    assert "不是本工具以前生成的同类文件" in refused(capsys, "history", "in", "-o", name)
    assert (here / name).read_bytes() == content[name]


def test_its_own_workbook_is_left_alone_by_whoever_meets_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command("history", "in", "-o", "in/历年对比.xlsx")
    left = ("ignored", "本工具生成的历年对比")
    assert files_of("in")["历年对比.xlsx"] == left
    command("collect", "in", "--units", "units.csv", "--year", "2024", "--json", "out.json")
    told = json.loads(Path("out.json").read_text(encoding="utf-8"))["files"]
    assert [(one["status"], one["reason"]) for one in told if one["path"] == "历年对比.xlsx"] == [
        left
    ]
    for some in (toolkit.check("in"), toolkit.read("in")):
        one = some.files.set_index("path")
        assert (one.status["历年对比.xlsx"], one.reason["历年对比.xlsx"]) == left
    assert "不是本工具以前生成的同类文件" in refused(
        capsys, "collect", "in", "--units", "units.csv", "-o", "in/历年对比.xlsx"
    )


def test_it_is_the_same_to_the_byte_at_the_same_time(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    command("history", "in", "-o", "a.xlsx", "--csv", "a")
    command("history", "in", "-o", "b.xlsx", "--csv", "b")
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()
    assert all(
        one.read_bytes() == (here / "b" / one.name).read_bytes() for one in (here / "a").iterdir()
    )


def test_a_package_of_a_consolidation_is_not_replaced_nor_the_other_way_round(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command("history", "in", "--csv", "历年")
    command("collect", "in", "--units", "units.csv", "--year", "2024", "--csv", "汇总")
    assert "datapackage.json" in refused(capsys, "history", "in", "--csv", "汇总")
    options = "--units", "units.csv", "--year", "2024", "--csv", "历年"
    assert "datapackage.json" in refused(capsys, "collect", "in", *options)
    assert command("history", "in", "--csv", "历年") == 0


def test_the_csv_alone(here: Path) -> None:
    written = toolkit.history("in").write_csv("数据")
    assert sorted(path.name for path in written) == [
        *("cross-years.csv", "datapackage.json", "differences.csv", "gaps.csv", "lines.csv"),
        *("sources.csv", "years-changes.csv", "years-values.csv"),
    ]
    assert not Path("历年对比.xlsx").exists()
