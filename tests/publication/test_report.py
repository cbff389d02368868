"""The published report: every figure at its place, as the reviewer left the workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Draft
from docx.enum.text import WD_COLOR_INDEX
from docx.table import Table

from tests.support.build import (
    BALANCED,
    BUREAU,
    COUNTY,
    DISCLOSURE,
    OFFICE,
    YEAR,
    Collected,
    collect,
    command,
    edit,
    everything,
    filled,
    parts,
    raw,
    refused,
)
from tests.support.places import SECOND_FORM
from tests.support.published import Grid, expected
from tests.support.summed import collected
from toolkit.errors import CannotRun
from toolkit.form.form import Form
from toolkit.form.form_file import default_form, load_form, parse_form
from toolkit.form.layout import FIRST_ROW, lay_out
from toolkit.form.number import plain
from toolkit.publication.compose import Report, compose
from toolkit.publication.words import GAP

pytestmark = pytest.mark.slow

FORM = default_form()
SECOND = SECOND_FORM.read_text(encoding="utf-8")
# Three units, all balanced, with figures that tell the cells apart.
SENT = {
    OFFICE: {"表二!B5": 3, "表二!D5": 7, "表二!B9": 40, "表二!B16": "0.000001", **BALANCED},
    BUREAU: {"表二!B16": "12.5", "表三!E6": 5, "表三!E12": 5, "表四!A6": 4, "表四!K6": 2},
    COUNTY: {"表三!F7": 9, "表三!F8": 9, "表四!G6": 1, "附表!C4": 2, "附表!C5": "100.5"},
}
STEM = f"990000_{YEAR}年度报告"
VOID = ("meta", "br", "link", "img", "hr", "col")


@pytest.fixture
def city(tmp_path: Path) -> Collected:
    files = {f"{one.code}.xlsx": filled(cells, one) for one, cells in SENT.items()}
    return collected(tmp_path, files, units=list(SENT))


@pytest.fixture
def reported(city: Collected, tmp_path: Path) -> Path:
    """The folder with both files."""
    assert command("report", city.workbook, "-o", tmp_path / "out") == 0
    return tmp_path / "out"


def spans(form: Form) -> list[list[tuple[int, int, int, int]]]:
    """Row, column, rows and columns of every cell of the official tables."""
    found = []
    for one in lay_out(form).tables:
        if one.table.official:
            places = [label.place for label in one.labels if label.role != "title"]
            places += one.cells.values()
            found.append(
                sorted(
                    (
                        p.row - FIRST_ROW,
                        p.column,
                        p.last_row - p.row + 1,
                        p.last_column - p.column + 1,
                    )
                    for p in places
                )
            )
    return found


# --- Reading back --------------------------------------------------------------------------------


def word(path: Path) -> Draft:
    return Document(BytesIO(path.read_bytes()))


def word_grid(table: Table) -> Grid:
    return [[one.text for one in row.cells] for row in table.rows]


def word_spans(table: Table) -> list[tuple[int, int, int, int]]:
    """From gridSpan and vMerge themselves."""
    starts: dict[tuple[int, int], list[int]] = {}
    open_at: dict[int, tuple[int, int]] = {}
    for row, line in enumerate(table._tbl.tr_lst):
        column = 0
        for cell in line.tc_lst:
            if cell.vMerge == "continue":
                starts[open_at[column]][0] += 1
            else:
                starts[row, column] = [1, cell.grid_span]
                open_at[column] = row, column
            column += cell.grid_span
    return sorted((row, column, *size) for (row, column), size in starts.items())  # type: ignore[misc]


class Page(HTMLParser):
    """The tables of a page with their spans resolved, its headings and paragraphs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: list[dict[tuple[int, int], str]] = []
        self.spans: list[list[tuple[int, int, int, int]]] = []
        self.texts: dict[str, list[str]] = {"h1": [], "h2": [], "p": [], "mark": [], "title": []}
        self.scopes: list[str] = []
        self.open: list[str] = []
        self.row = -1
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if tag in self.texts:
            self.texts[tag].append("")
        if tag == "table":
            self.tables.append({})
            self.spans.append([])
            self.row = -1
        if tag == "tr":
            self.row += 1
        if tag in ("td", "th"):
            self._cell(int(given.get("rowspan") or 1), int(given.get("colspan") or 1))
            self.scopes.append(given.get("scope") or "")

    def _cell(self, rows: int, columns: int) -> None:
        table, column = self.tables[-1], 0
        while (self.row, column) in table:
            column += 1
        self.spans[-1].append((self.row, column, rows, columns))
        self.places = [(self.row + r, column + c) for r in range(rows) for c in range(columns)]
        for place in self.places:
            assert place not in table
            table[place] = ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.open:
            if tag in self.texts:
                self.texts[tag][-1] += data
        if "td" in self.open or "th" in self.open:
            for place in self.places:
                self.tables[-1][place] += data

    def grids(self) -> list[Grid]:
        return [
            [
                [table[row, column] for column in range(1 + max(c for _, c in table))]
                for row in range(1 + max(r for r, _ in table))
            ]
            for table in self.tables
        ]


def page(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8"))


def test_the_document_is_chinese_and_carries_nothing_of_the_library_s(reported: Path) -> None:
    content = parts((reported / f"{STEM}.docx").read_bytes())
    styles, settings = (content[f"word/{name}.xml"].decode() for name in ("styles", "settings"))
    assert set(re.findall('<w:lang [^>]*eastAsia="([^"]*)"', styles)) == {"zh-CN"}
    (zoom,) = re.findall("<w:zoom[^>]*>", settings)
    assert 'w:percent="100"' in zoom
    assert not {"docProps/thumbnail.jpeg", "word/stylesWithEffects.xml"} & content.keys()


# --- The tables ----------------------------------------------------------------------------------


def test_every_figure_stands_at_its_place_in_word(city: Collected, reported: Path) -> None:
    tables = word(reported / f"{STEM}.docx").tables
    assert [word_grid(one) for one in tables] == expected(FORM, city.json["totals"])


def test_the_merges_in_word_are_the_official_ones(reported: Path) -> None:
    tables = word(reported / f"{STEM}.docx").tables
    assert [word_spans(one) for one in tables] == spans(FORM)


def test_every_figure_stands_at_its_place_in_html(city: Collected, reported: Path) -> None:
    assert page(reported / f"{STEM}.html").grids() == expected(FORM, city.json["totals"])


def test_the_merges_in_html_are_the_official_ones(reported: Path) -> None:
    assert [sorted(one) for one in page(reported / f"{STEM}.html").spans] == spans(FORM)


def test_amounts_keep_all_their_decimals_and_zeros_are_zeros(reported: Path) -> None:
    grids = page(reported / f"{STEM}.html").grids()
    assert grids[0][13][1] == "12.500001"
    assert grids[0][2][2] == "0"


def test_the_page_is_a4_and_a_table_fits_between_its_margins(reported: Path) -> None:
    draft = word(reported / f"{STEM}.docx")
    (section,) = draft.sections
    assert section.page_width and section.page_height
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    room = section.page_width - (section.left_margin or 0) - (section.right_margin or 0)
    for table in draft.tables:
        width = sum(column.width or 0 for column in table.columns)
        assert abs(width - room) < 36000, "a millimetre"


def test_the_fonts_are_those_of_official_documents(reported: Path) -> None:
    draft = word(reported / f"{STEM}.docx")
    fonts = {
        style.name: style.element.rPr.rFonts.get(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia"
        )
        for style in draft.styles
        if style.name in ("Title", "Heading 1", "Body Text", "表格文字")
    }
    assert fonts == {"Title": "宋体", "Heading 1": "黑体", "Body Text": "仿宋", "表格文字": "宋体"}


def test_the_heads_of_a_table_of_one_block_come_again_on_the_next_page(reported: Path) -> None:
    tables = word(reported / f"{STEM}.docx").tables
    repeated = [one._tbl.xml.count("<w:tblHeader/>") for one in tables]
    assert repeated == [0, 3, 3]


def test_a_figure_too_long_for_its_column_gets_smaller(tmp_path: Path) -> None:
    path = tmp_path / "one.xlsx"
    path.write_bytes(filled({"表四!A6": 123456789}))
    assert command("report", path, "-o", tmp_path) == 0
    table = word(tmp_path / f"东海市教育局_{YEAR}年度报告.docx").tables[2]
    assert table.cell(3, 0).text == "123456789"
    size = table.cell(3, 0).paragraphs[0].runs[0].font.size
    assert size is not None and size.pt == 4
    assert table.cell(3, 1).paragraphs[0].runs[0].font.size is None


def test_heads_say_what_they_are_for(reported: Path) -> None:
    scopes = page(reported / f"{STEM}.html").scopes
    assert scopes.count("col") == (3 + 1 + 1 + 1) + 9 + 19
    assert scopes.count("row") == (2 + 1 + 2 + 1) + (2 + 1 + 2 + 9 + 4 + 6 + 4 + 1 + 1)
    assert scopes.count("rowgroup") == 4
    text = (reported / f"{STEM}.html").read_text(encoding="utf-8")
    assert text.count("<thead>") == 2 and text.count("<tbody>") == 4 + 1 + 1


def test_the_page_is_no_wider_than_lines_can_be_read(reported: Path) -> None:
    """At the article, whose inside is pasted: a website keeps its own width."""
    text = (reported / f"{STEM}.html").read_text(encoding="utf-8")
    assert (
        text.count("<article ") == text.count('<article style="max-width:60em;margin:0 auto') == 1
    )


# --- The sentences -------------------------------------------------------------------------------

HEADINGS = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]
APPLICATIONS = (
    "（二）依申请公开。2024年，新收政府信息公开申请17件（自然人12件、法人或其他组织5件），"
    "上年结转9件；办结24件，其中予以公开19件、部分公开0件、不予公开5件、无法提供0件、"
    "不予处理0件、其他处理0件；结转下年度继续办理2件。因政府信息公开被申请行政复议4件，"
    "其中结果维持4件、结果纠正0件、其他结果0件、尚未审结0件；"
    "被提起行政诉讼3件（未经复议直接起诉1件、复议后起诉2件），"
    "其中结果维持2件、结果纠正1件、其他结果0件、尚未审结0件。"
)
ACTIVE = (
    "（一）主动公开。2024年，制发规章3件，现行有效7件；制发行政规范性文件0件、废止0件，现行有效0件。"
    "作出行政许可处理决定40件、行政处罚处理决定0件、行政强制处理决定0件；行政事业性收费12.500001万元。"
    "【请填写：通过政府网站、政务新媒体等主动公开信息，以及政策解读、回应关切等情况】"
)
FEES = "（一）信息处理费。2024年，发出信息处理费收费通知2件，通知总金额100.5元，实际收取0元。"


def test_the_headings_are_the_official_six(reported: Path) -> None:
    draft = word(reported / f"{STEM}.docx")
    headings = [one.text for one in draft.paragraphs if one.style and one.style.name == "Heading 1"]
    assert headings == HEADINGS == page(reported / f"{STEM}.html").texts["h2"]


def test_sentences_have_their_figures(reported: Path) -> None:
    draft = word(reported / f"{STEM}.docx")
    paragraphs = [one.text for one in draft.paragraphs]
    assert APPLICATIONS in paragraphs and FEES in paragraphs
    assert ACTIVE in paragraphs
    said = page(reported / f"{STEM}.html").texts["p"]
    assert said == [
        one.text for one in draft.paragraphs if one.style and one.style.name == "Body Text"
    ]


def test_what_people_fill_in_is_marked(reported: Path) -> None:
    draft = word(reported / f"{STEM}.docx")
    runs = [run for one in draft.paragraphs for run in one.runs]
    marked = [run.text for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    assert marked == [run.text for run in runs if GAP.fullmatch(run.text)]
    assert len(marked) == 9
    assert page(reported / f"{STEM}.html").texts["mark"] == marked


def test_the_title_has_the_unit_and_the_year(tmp_path: Path) -> None:
    path = tmp_path / "one.xlsx"
    path.write_bytes(filled())
    assert command("report", path, "-o", tmp_path) == 0
    draft = word(tmp_path / f"东海市教育局_{YEAR}年度报告.docx")
    assert draft.paragraphs[0].text == "东海市教育局\n2024年政府信息公开工作年度报告"
    assert draft.core_properties.title == "东海市教育局2024年政府信息公开工作年度报告"


def test_a_fee_that_nobody_has_told_is_asked_for(tmp_path: Path) -> None:
    """附表 is optional: left alone it is not known, and no 0."""
    path = tmp_path / "one.xlsx"
    states = {one.code: "已填完" for one in FORM.tables if one.official}
    path.write_bytes(filled(BALANCED, states=states))
    assert command("report", path, "-o", tmp_path) == 0
    assert (
        "收费通知【请填写：信息处理费收费通知件数】件，通知总金额【请填写：信息处理费通知总金额】元"
        in "".join(page(tmp_path / f"东海市教育局_{YEAR}年度报告.html").texts["p"])
    )


def test_the_same_in_a_sum_that_not_one_table_went_into(tmp_path: Path) -> None:
    """Its labels were changed: the sum says 0 and means nothing."""
    damaged = edit(filled(BALANCED), {"附表!A4": "处理费"})
    result = collect(tmp_path, {"a.xlsx": damaged}, units=[BUREAU])
    assert command("report", result.workbook, "-o", tmp_path) == 0
    said = "".join(page(tmp_path / f"{STEM}.html").texts["p"])
    assert "实际收取【请填写：信息处理费实际收取金额】元" in said and "None" not in said


def test_an_official_figure_that_nobody_knows_is_not_published_as_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged = edit(filled(BALANCED), {"表四!A6": "无"})
    result = collect(tmp_path, {"a.xlsx": damaged}, units=[BUREAU])
    told = refused(capsys, "report", result.workbook)
    assert "表四 A6（行政复议→结果维持）没有任何单位的数，不能当作 0 发布。" in told


# --- As the reviewer left it ---------------------------------------------------------------------


def test_a_switch_without_recalculation_is_refused(
    city: Collected, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The stored sums are of all units, the switches say otherwise."""
    rows = [one[0] for one in city.sheet("分单位")]
    cell = f"D{rows.index(OFFICE.code) + 1}"
    path = tmp_path / "switched.xlsx"
    path.write_bytes(
        raw(city.workbook.read_bytes(), {f"分单位!{cell}": 't="inlineStr"<is><t>否</t></is>'})
    )
    told = refused(capsys, "report", path, "-o", tmp_path / "none")
    assert "现为 3，“分单位”页中计入汇总的各单位相加是 0，相差 3（另有 3 处）" in told
    assert "表三 D6（" in told and "重新计算（Excel 按 Ctrl+Alt+F9）并保存" in told
    assert not (tmp_path / "none").exists()


def test_sums_without_results_are_refused(
    city: Collected, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lost.xlsx"
    path.write_bytes(edit(city.workbook.read_bytes()))
    told = refused(capsys, "report", path)
    assert "的求和公式没有保存结果" in told and "重新计算并保存" in told


def test_who_is_not_in_the_sum_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody publishes an incomplete sum without knowing."""
    wrong = edit(filled(unit=BUREAU), {"表三!D6": "12件"})
    result = collect(
        tmp_path, {"a.xlsx": filled(everything(0), OFFICE), "b.xlsx": wrong}, units=list(SENT)
    )
    capsys.readouterr()
    assert command("report", result.workbook, "-o", tmp_path) == 0
    told = capsys.readouterr().out
    assert "请注意，发布前先核对以下情况：" in told
    assert "未报送、汇总数中没有其数据的单位（1 个）：东山区。" in told
    assert "有错误、但数据已计入汇总的单位（1 个；无法确认的单元格未计入）：东海市教育局。" in told
    assert "汇总数包含 2 个单位：东海市政府办公室、东海市教育局。" in told
    assert "错误 T3-01 " in told


def test_nothing_is_said_of_a_complete_sum(
    city: Collected, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert command("report", city.workbook, "-o", tmp_path) == 0
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "汇总数包含 3 个单位：东海市政府办公室、东海市教育局、东山区。",
        f"已生成：{tmp_path / f'{STEM}.docx'}",
        f"已生成：{tmp_path / f'{STEM}.html'}",
        "还有 9 处需要填写：文中以黄色标出的“【请填写：……】”。请填写、核对后再发布。",
    ]


def test_a_sum_that_is_a_figure_now_is_published_and_named(
    city: Collected, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its formula is gone, but it is what it was."""
    path = tmp_path / "typed.xlsx"
    path.write_bytes(raw(city.workbook.read_bytes(), {"表二!B9": "<v>40</v>"}))
    capsys.readouterr()
    assert command("report", path, "-o", tmp_path) == 0
    assert page(tmp_path / f"{STEM}.html").grids()[0][6][1] == "40"
    assert "警告 TOT-03 表二 B9" in capsys.readouterr().out


# --- What cannot be published --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (lambda: filled({}, states=""), "one.xlsx 不能用来生成报告：它是空白模板，还没有填。"),
        (lambda: b"1,2,3\n", "one.xlsx 不能用来生成报告："),
        (lambda: edit(filled(), {"表三!D6": "12件"}), "表三 D6（一、本年新收政府信息公开申请数量"),
        (lambda: filled(states={}), "one.xlsx 不能用来生成报告："),
    ],
)
def test_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], content: Callable[[], bytes], told: str
) -> None:
    Path("one.xlsx").write_bytes(content())
    assert told in refused(capsys, "report", "one.xlsx", "-o", "out")
    assert not Path("out").exists()


def test_a_file_that_is_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, "report", "no.xlsx")
    assert told == "找不到文件或文件夹：no.xlsx。请检查路径是否写对。"


def test_a_folder_is_no_workbook(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "returns" in refused(capsys, "report", "returns")


# --- Running again -------------------------------------------------------------------------------


def test_the_same_again_gives_the_same_bytes(city: Collected, reported: Path) -> None:
    before = {one.name: one.read_bytes() for one in reported.iterdir()}
    assert sorted(before) == [f"{STEM}.docx", f"{STEM}.html"]
    assert command("report", city.workbook, "-o", reported) == 0
    assert {one.name: one.read_bytes() for one in reported.iterdir()} == before


def test_what_nobody_has_changed_is_replaced(reported: Path, tmp_path: Path) -> None:
    files = {"a.xlsx": filled({"表四!A6": 77}, OFFICE)}
    other = collect(tmp_path / "other", files, units=[OFFICE])
    assert command("report", other.workbook, "-o", reported) == 0
    assert page(reported / f"{STEM}.html").grids()[2][3][0] == "77"
    assert word(reported / f"{STEM}.docx").tables[2].cell(3, 0).text == "77"


@pytest.mark.parametrize("ending", [".docx", ".html"])
def test_what_somebody_has_edited_is_never_overwritten(
    city: Collected, reported: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    path = reported / f"{STEM}{ending}"
    if ending == ".docx":
        draft = word(path)
        draft.paragraphs[2].text = "今年工作扎实。"
        draft.save(str(path))
    else:
        text = GAP.sub("今年工作扎实。", path.read_text(encoding="utf-8"), count=1)
        path.write_text(text, encoding="utf-8")
    before = {one.name: one.read_bytes() for one in reported.iterdir()}
    told = refused(capsys, "report", city.workbook, "-o", reported)
    assert told.startswith(f"{path} 已存在，而且不是本工具生成后的原样")
    assert {one.name: one.read_bytes() for one in reported.iterdir()} == before


# --- Any form ------------------------------------------------------------------------------------


def composed(form: Form, value: int | None = 5) -> Report:
    return compose(form, "市图书馆", YEAR, dict.fromkeys(form.indicators, value))


def test_a_form_without_a_report_has_title_and_tables() -> None:
    report = composed(parse_form(SECOND, "second.yaml"))
    assert report.name == "市图书馆2024年度公共图书馆年度报表"
    assert [one.heading[0].text for one in report.sections] == ["一、馆藏和馆舍情况"]
    assert report.sections[0].table and not report.gaps


NARRATIVE = """
report:
  title: "{unit}{year}年年报"
  measures:
    foreign: {label: 外文图书占比, of: [lib.books.foreign.held], over: [lib.total.held]}
    area: {label: 馆舍面积, of: [lib.building]}
  sections:
    - heading: 一、{year}年情况
      paragraphs: ["外文占{foreign}，馆舍{area}平方米。【请填写：其他】"]
      table: lib
"""


def said(figures: Mapping[str, int | None]) -> str:
    form = parse_form(SECOND + NARRATIVE, "second.yaml")
    report = compose(form, "市图书馆", YEAR, dict.fromkeys(form.indicators, 0) | dict(figures))
    return "".join(one.text for one in report.sections[0].paragraphs[0])


def test_shares_are_per_cent_rounded_half_up() -> None:
    assert said({"lib.books.foreign.held": 1, "lib.total.held": 1600, "lib.building": 12345}) == (
        "外文占0.06%，馆舍123.45平方米。【请填写：其他】"
    )
    assert said({"lib.books.foreign.held": 1, "lib.total.held": 800}).startswith("外文占0.13%，")


def test_a_share_of_nothing_is_asked_for() -> None:
    assert said({}).startswith("外文占【请填写：外文图书占比】，馆舍0平方米。")


def test_text_is_escaped() -> None:
    from toolkit.publication.html import make_html

    form = parse_form(SECOND, "second.yaml")
    report = compose(form, "<b>&市", YEAR, dict.fromkeys(form.indicators, 1))
    text = make_html(report).decode()
    assert "&lt;b&gt;&amp;市" in text and "<b>" not in text


def test_a_unit_without_a_name_is_asked_for() -> None:
    report = compose(FORM, None, YEAR, dict.fromkeys(FORM.indicators, 0))
    assert report.name == "【请填写：单位名称】2024年政府信息公开工作年度报告"
    assert report.gaps[0] == "【请填写：单位名称】"


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("{area}", "{aera}", "（report.sections.0.paragraphs.0）：“{aera}”没有在"),
        ("{area}", "{area", "花括号不成对"),
        ("[lib.building]", "[lib.bulding]", "（report.measures.area.of.0）：没有代码为“lib.bul"),
        ("[lib.building]", "[lib.building, lib.total.held]", "计量单位不同的指标不能相加"),
        ("table: lib", "table: bil", "（report.sections.0.table）：没有代码为“bil”的表"),
        ("      table: lib\n", "", "正式表“lib”没有放在任何一节中"),
        (
            "      table: lib\n",
            "      table: lib\n    - {heading: 二, table: lib}\n",
            "（report.sections.1.table）：表“lib”出现了不止一次",
        ),
    ],
)
def test_mistakes_in_a_form(wrong: str, right: str, told: str) -> None:
    assert wrong in NARRATIVE
    with pytest.raises(CannotRun, match=re.escape(told)):
        parse_form(SECOND + NARRATIVE.replace(wrong, right), "second.yaml")


@pytest.mark.parametrize("name", DISCLOSURE)
def test_every_form_of_the_report_has_its_sections(name: str) -> None:
    form = load_form(name)
    report = composed(form)
    assert [one.heading[0].text for one in report.sections] == HEADINGS
    assert sum(one.table is not None for one in report.sections) == 3
    text = "".join(p.text for s in report.sections for t in s.paragraphs for p in t)
    assert "{" not in text and "None" not in text
    unknown = composed(form).gaps
    assert len(unknown) == len(set(unknown)) >= 7
    assert plain(5) == "5"
