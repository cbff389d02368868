"""``check --against``: a report before it goes online, held against its workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from docx import Document

import toolkit
from tests.support.build import BALANCED, BUREAU, OFFICE, YEAR, command, filled, refused
from tests.support.reports.model import Report, Subject
from tests.support.reports.official import official_report
from tests.support.reports.pages import plain_page, trs_page
from tests.support.summed import collected
from toolkit.audit.against_workbook import hold_against
from toolkit.errors import CannotRun
from toolkit.findings import message as words
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.form.opening_figures import complete
from toolkit.grids.document import Medium, Passage
from toolkit.grids.identity import Identity
from toolkit.returns.unit_return import Return

pytestmark = pytest.mark.slow

FORM = default_form()
CELLS = {**BALANCED, "表二!B6": 4, "表二!D6": 9, "表三!E6": 5, "表三!E12": 5, "附表!C5": "100.5"}
STEM = f"{BUREAU.name}_{YEAR}年度报告"
GAP = re.compile("【请填写：[^】]*】")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """The unit's return, from which its report is made."""
    path = tmp_path / "return.xlsx"
    path.write_bytes(filled(CELLS, BUREAU))
    return path


@pytest.fixture
def pages(workbook: Path, tmp_path: Path) -> Path:
    """The folder with both reports, as they were made."""
    toolkit.report(workbook, tmp_path / "out")
    return tmp_path / "out"


def page(pages: Path, change: Callable[[str], str] = lambda text: text) -> Path:
    """The page, filled in and changed."""
    path = pages / f"{STEM}.html"
    text = GAP.sub("各项工作按要求开展。", path.read_text(encoding="utf-8"))
    path.write_text(change(text), encoding="utf-8")
    return path


def told(checked: toolkit.Checked) -> list[tuple[str, str, str]]:
    """Code, severity and message of each finding that is more than a hint."""
    (one,) = checked.checks.checked
    return [
        (each.code, each.severity, words.message(each, FORM))
        for each in one.findings
        if each.severity != "info"
    ]


def held(path: Path, workbook: Path, **options: object) -> list[tuple[str, str, str]]:
    return told(toolkit.check(path, against=workbook, **options))  # type: ignore[arg-type]


def test_a_report_that_is_filled_in_may_go_online(
    pages: Path, workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = page(pages)
    assert command("check", path, "--against", workbook) == 0
    printed = capsys.readouterr().out
    assert "结论：与工作簿相符，可以发布。" in printed
    assert "表三          175 个数，全部相符" in printed
    assert "×" not in printed


def test_what_is_left_to_fill_in_is_an_error(
    pages: Path, workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for ending in ("docx", "html"):
        path = pages / f"{STEM}.{ending}"
        assert command("check", path, "--against", workbook) == 1
        printed = capsys.readouterr().out
        assert "× 待填内容      8 处没有填写" in printed
        assert "结论：不能发布，有 8 处要改正。" in printed


def test_a_figure_of_a_table_that_was_changed_is_told_at_its_cell(
    pages: Path, workbook: Path
) -> None:
    wrong = page(pages, lambda text: text.replace("<td>9</td>", "<td>90</td>", 1))
    assert held(wrong, workbook) == [
        (
            "PUB-01",
            "error",
            "表二 D6（行政规范性文件，现行有效件数） 在报告中是 90，在工作簿中是 9，相差 81。",
        )
    ]


def test_a_figure_of_the_text_is_held_against_the_workbook(pages: Path, workbook: Path) -> None:
    wrong = page(
        pages, lambda text: text.replace("新收政府信息公开申请17件", "新收政府信息公开申请71件")
    )
    assert held(wrong, workbook) == [
        (
            "TEXT-01",
            "error",
            "正文（一、总体情况）“2024年，新收政府信息公开申请71件（自然人12件、法人或其他组织5件），"
            "上年结转0件；办结…”写的是“71件”，"
            "表三 J6（一、本年新收政府信息公开申请数量，总计）是 17。",
        )
    ]


def test_a_figure_that_no_table_publishes_is_held_against_the_workbook(
    pages: Path, workbook: Path
) -> None:
    """The fee stands in a table of the workbook that is not published."""
    wrong = page(pages, lambda text: text.replace("通知总金额100.5元", "通知总金额105元"))
    assert [code for code, _, _ in held(wrong, workbook)] == ["TEXT-01"]


def test_a_year_and_a_unit_of_another_report_are_errors(pages: Path, workbook: Path) -> None:
    wrong = page(
        pages,
        lambda text: text.replace("（二）依申请公开。2024年", "（二）依申请公开。2023年").replace(
            "政府信息管理。<mark>", "政府信息管理。<mark>2024年，西山市林业局坚持统筹推进，"
        ),
    )
    codes = {(code, severity) for code, severity, _ in held(wrong, workbook)}
    assert {("TEXT-03", "error"), ("TEXT-04", "error")} <= codes


def test_headings_are_the_official_ones_in_their_order(pages: Path, workbook: Path) -> None:
    def changed(text: str) -> str:
        text = text.replace("五、存在的主要问题及改进情况", "五、存在的问题")
        return text.replace("<h2>六、其他需要报告的事项</h2>", "")

    assert held(page(pages, changed), workbook) == [
        (
            "PUB-02",
            "error",
            "报告的标题“五、存在的问题”与规定格式不符，应为“五、存在的主要问题及改进情况”。",
        ),
        ("PUB-02", "error", "报告中没有“六、其他需要报告的事项”这一部分。"),
    ]


def test_a_table_under_another_heading_is_told(pages: Path, workbook: Path) -> None:
    def exchanged(text: str) -> str:
        second, third = "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"
        return text.replace(second, "\0").replace(third, second).replace("\0", third)

    told_of = held(page(pages, exchanged), workbook)
    assert ("PUB-02", "error") in [(code, severity) for code, severity, _ in told_of]
    assert any("表二放在“三、收到和处理政府信息公开申请情况”部分" in text for _, _, text in told_of)


def test_the_report_of_another_unit_or_year_is_told(pages: Path, tmp_path: Path) -> None:
    path = page(pages)
    other = tmp_path / "other.xlsx"
    for content, expected in (
        (filled(CELLS, OFFICE), f"{OFFICE.name} {YEAR}"),
        (filled(CELLS, BUREAU, year=YEAR + 1), f"{BUREAU.name} {YEAR + 1}"),
    ):
        other.write_bytes(content)
        # Every figure may differ then: nothing else is told.
        assert held(path, other) == [
            (
                "PUB-03",
                "error",
                f"报告写的是“{BUREAU.name} {YEAR} 年度”，而工作簿是“{expected} 年度”的。",
            )
        ]


@pytest.mark.parametrize(
    ("stated", "name", "is_its"),
    [
        ("平顶山市", "平顶山市人民政府", True),
        ("平顶山市人民政府", "平顶山市人民政府办公室", True),
        ("教育局", "东海市教育局", True),
        ("东海市教育局", "东海市滨江区教育局", False),
        ("宁县", "集宁县", False),
        ("东海市公安局", "东海市公安局滨江分局", False),
    ],
)
def test_whose_report_it_is(stated: str, name: str, is_its: bool) -> None:
    one = Return("a.html", Identity(name=stated, year="2024"), medium=Medium.PAGE)
    held = hold_against(one, lay_out(FORM), {}, name, 2024)
    assert ("PUB-03" not in {each.code for each in held.findings}) == is_its


def test_without_official_wordings_the_text_is_looked_at_all_the_same(pages: Path) -> None:
    """Years, names and gaps need none; what was not looked at is not called right."""
    form = FORM.model_copy(update={"report": None})
    text = (Passage("2023年，本局坚持以公开为常态、不公开为例外，持续推进各项工作。"),)
    identity = Identity(name=BUREAU.name, year="2024")
    one = Return("a.html", identity, medium=Medium.PAGE, narrative=text)
    held = hold_against(one, lay_out(form), {}, BUREAU.name, 2024)
    assert [each.code for each in held.findings] == ["TEXT-03"]
    verdict = held.verdict
    assert (verdict.headings, verdict.in_text, verdict.unfilled) == (None, None, 0)


def test_headings_in_a_table_of_contents_are_no_sections(pages: Path, workbook: Path) -> None:
    def changed(text: str) -> str:
        contents = "".join(f"<p>{one}</p>" for one in re.findall("<h2>(.*?)</h2>", text))
        return text.replace("<h2>", f"{contents}<h2>", 1)

    assert held(page(pages, changed), workbook) == []


def test_a_section_that_is_empty_or_stands_twice_is_told(pages: Path, workbook: Path) -> None:
    faults, others = "五、存在的主要问题及改进情况", "六、其他需要报告的事项"

    def changed(text: str) -> str:
        begin, end = text.index(f"<h2>{faults}"), text.index(f"<h2>{others}")
        again = f"<h2>{others}</h2><p>没有。</p>"
        return f"{text[:begin]}<h2>{faults}</h2>{again}{text[end:]}"

    assert held(page(pages, changed), workbook) == [
        ("PUB-02", "error", f"报告的“{faults}”之下没有内容。"),
        ("PUB-02", "error", f"报告中有不止一个“{others}”。"),
    ]


def test_a_heading_that_stands_twice_in_a_row_is_told(pages: Path, workbook: Path) -> None:
    heading = "<h2>五、存在的主要问题及改进情况</h2>"
    wrong = page(pages, lambda text: text.replace(heading, heading * 2))
    assert held(wrong, workbook) == [
        ("PUB-02", "error", "报告中有不止一个“五、存在的主要问题及改进情况”。")
    ]


def test_a_heading_with_another_number_is_known(pages: Path, workbook: Path) -> None:
    wrong = page(pages, lambda text: text.replace("<h2>五、存在", "<h2>四、存在"))
    heading = "存在的主要问题及改进情况"
    assert held(wrong, workbook) == [
        ("PUB-02", "error", f"报告的标题“四、{heading}”与规定格式不符，应为“五、{heading}”。")
    ]


def test_a_table_that_is_gone_is_told_as_such(pages: Path, workbook: Path) -> None:
    def changed(text: str) -> str:
        begin = [found.start() for found in re.finditer("<table", text)][1]
        return text[:begin] + text[text.index("</table>", begin) :]

    path = page(pages, changed)
    assert [told[:2] for told in held(path, workbook)] == [("PUB-02", "error")]
    (one,) = toolkit.check(path, against=workbook).checks.checked
    assert one.verdict is not None
    assert [(each.sheet, each.figures, each.wrong) for each in one.verdict.tables] == [
        ("表二", 10, 0),
        ("表三", 0, 1),
        ("表四", 15, 0),
    ]


def test_what_is_no_number_in_a_table_differs(pages: Path, workbook: Path) -> None:
    wrong = page(pages, lambda text: text.replace("<td>9</td>", "<td>九件多</td>", 1))
    assert held(wrong, workbook) == [
        (
            "PUB-01",
            "error",
            "表二 D6（行政规范性文件，现行有效件数） 在报告中是 九件多，在工作簿中是 9。",
        )
    ]
    (one,) = toolkit.check(wrong, against=workbook).checks.checked
    assert one.verdict is not None
    assert one.verdict.tables[0][1:] == (9, 1)


def test_what_is_no_report_is_not_called_right(
    pages: Path, workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.txt").write_text("通讯录\n张三", encoding="utf-8")
    for name in ("list.txt", "return.xlsx"):
        assert command("check", tmp_path / name, "--against", workbook) == 1
        printed = capsys.readouterr().out
        assert "结论：没有核对，不能据此发布。" in printed and "PUB-04" in printed
    # Beside reports in a folder there may be anything.
    page(pages)
    (pages / "list.txt").write_text("通讯录\n张三", encoding="utf-8")
    (pages / f"{STEM}.docx").unlink()
    assert command("check", pages, "--against", workbook) == 0
    (pages / f"{STEM}.html").unlink()
    assert "没有可以核对的年度报告" in refused(capsys, "check", pages, "--against", workbook)


def test_the_year_is_that_of_the_workbook(
    pages: Path, workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told_of = refused(capsys, "check", page(pages), "--against", workbook, "--year", "2023")
    assert "不能同时使用 --year" in told_of


def test_what_is_wrong_with_the_workbook_is_said(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report equals it, and still nobody may think that all is well."""
    unbalanced = tmp_path / "unbalanced.xlsx"
    unbalanced.write_bytes(filled({**CELLS, "表三!D6": 13}, BUREAU))
    toolkit.report(unbalanced, tmp_path / "again")
    made = tmp_path / "again" / f"{STEM}.html"
    made.write_text(GAP.sub("各项工作按要求开展。", made.read_text(encoding="utf-8")), "utf-8")
    assert command("check", made, "--against", unbalanced) == 0
    printed = capsys.readouterr().out
    assert "结论：与工作簿相符；工作簿本身还有要核实的情况，见下。" in printed
    assert "T3-01" in printed.split("工作簿本身还有以下情况")[1]


def test_a_year_before_that_says_nothing_of_the_unit_is_told(
    pages: Path, workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = page(pages)
    before = tmp_path / "before.xlsx"
    before.write_bytes(filled(BALANCED, OFFICE, year=YEAR - 1))
    for arguments in ((path, "--against", workbook), (workbook,)):
        command("check", *arguments, "--previous", before)
        assert "未与上年核对" in capsys.readouterr().out
    (tmp_path / "list.txt").write_text("通讯录", encoding="utf-8")
    assert "不能用" in refused(capsys, "check", workbook, "--previous", tmp_path / "list.txt")


def test_a_consolidated_workbook_gives_its_sum(tmp_path: Path) -> None:
    files = {"a.xlsx": filled(CELLS, BUREAU), "b.xlsx": filled(BALANCED, OFFICE)}
    city = collected(tmp_path, files, units=[BUREAU, OFFICE])
    (_, made) = toolkit.report(city.workbook, tmp_path / "out")
    text = GAP.sub("各项工作按要求开展。", made.read_text(encoding="utf-8"))
    made.write_text(text, encoding="utf-8")
    wrong = [each for each in held(made, city.workbook) if each[0].startswith(("PUB-01", "TEXT"))]
    assert wrong == []
    made.write_text(text.replace("新收政府信息公开申请29件", "新收政府信息公开申请28件"), "utf-8")
    assert [code for code, _, _ in held(made, city.workbook) if code == "TEXT-01"] == ["TEXT-01"]


def test_a_page_of_the_website_is_held_against_the_workbook_as_well(
    workbook: Path, tmp_path: Path
) -> None:
    """It is no file of ours: labels over several paragraphs, layout tables around."""
    typed = {"t3.received.natural_person": 12, "t3.outcome.granted.natural_person": 10}
    typed |= {"t3.carried_out.natural_person": 2, "t2.normative_documents.issued": 4}
    typed |= {"t2.normative_documents.in_force": 9, "t3.received.company": 5}
    typed |= {"t3.outcome.refused.three_securities.company": 5}
    figures = complete(FORM, {**dict.fromkeys(FORM.inputs, 0), **typed})
    known = {code: value or 0 for code, value in figures.items()}
    report: Report = official_report(known, Subject(BUREAU.name, YEAR))
    path = tmp_path / "page.html"
    for draw in (plain_page, trs_page):
        path.write_bytes(draw(report))
        assert held(path, workbook) == []


def test_a_word_file_that_people_have_filled_in(pages: Path, workbook: Path) -> None:
    path = pages / f"{STEM}.docx"
    draft = Document(str(path))
    for paragraph in draft.paragraphs:
        for run in paragraph.runs:
            run.text = GAP.sub("各项工作按要求开展。", run.text)
    draft.save(str(path))
    assert held(path, workbook) == []


def test_last_years_report_tells_what_was_taken_over(pages: Path, workbook: Path) -> None:
    """It is a question and not an error: whoever publishes decides."""
    copied = (
        "一是栏目更新还不够及时，二是解读形式比较单一，三是培训覆盖面不够。下一步将完善制度，"
        "明确责任，逐项改进。"
    )
    last = page(pages)
    text = last.read_text(encoding="utf-8")
    before = pages.parent / "before.html"
    mark = "<h2>六、其他需要报告的事项</h2>"
    before.write_text(
        text.replace("2024", "2023").replace(mark, f"<p>{copied}</p>{mark}"), encoding="utf-8"
    )
    last.write_text(text.replace(mark, f"<p>{copied}</p>{mark}"), encoding="utf-8")
    found = held(last, workbook, previous=before)
    assert [(code, severity) for code, severity, _ in found] == [("TEXT-05", "warning")]
    assert copied[:40] in found[0][2]


REFUSED: Mapping[str, tuple[Callable[[Path], bytes], str]] = {
    "blank.xlsx": (lambda _: filled({}, BUREAU, states={}), "它是空白模板，还没有填"),
    "report.html": (
        lambda pages: (pages / f"{STEM}.html").read_bytes(),
        "它是公开发布的年度报告，不是工作簿",
    ),
    "picture.xlsx": (lambda _: b"\x89PNG\r\n", ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_workbook_with_figures_is_refused(
    name: str, pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, reason = REFUSED[name]
    (tmp_path / name).write_bytes(content(pages))
    told_of = refused(capsys, "check", page(pages), "--against", tmp_path / name)
    assert "不能用来核对报告" in told_of and reason in told_of


def test_a_workbook_that_is_not_there_is_refused(
    pages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, "check", page(pages), "--against", pages / "none.xlsx")
    with pytest.raises(CannotRun):
        toolkit.check(page(pages), against=pages / "none.xlsx")
