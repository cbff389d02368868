"""The running text of a report: section by section, without what a website prints around it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.reports.model import Figure, Report, Subject
from tests.support.reports.official import FAULTS, official_report, random_figures
from tests.support.reports.pages import old_page, pasted_page, plain_page, trs_page, ucap_page
from tests.support.reports.pdf_files import ruled_pdf
from tests.support.reports.texts import gbk_text, markdown_text, tabbed_text
from tests.support.reports.word_files import official_word
from toolkit.audit.narrative import audit_narrative, read_narrative
from toolkit.documents.formats import read_document
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.returns.published.read_published import read_published
from toolkit.returns.unit_return import Return
from toolkit.returns.unit_return import Subject as Audited
from toolkit.spreadsheets.kind import kind_of

LAYOUT = lay_out(default_form())
FIGURES: dict[str, Figure] = random_figures(3, 99)
SECTIONS = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]
STYLES = (
    *(plain_page, trs_page, pasted_page, ucap_page, old_page, official_word, ruled_pdf),
    *(tabbed_text, gbk_text, markdown_text),
)


def read(content: bytes) -> Return:
    kind = kind_of(content)
    assert kind is not None
    found = read_published(read_document(content, kind), LAYOUT, "report")
    assert isinstance(found, Return)
    return found


def report() -> Report:
    return official_report(FIGURES, Subject())


@pytest.mark.parametrize("style", STYLES)
def test_sections_tables_and_text_in_their_order(style: Callable[[Report], bytes]) -> None:
    narrative = read(style(report())).narrative
    assert [one.text for one in narrative if one.is_heading] == SECTIONS
    assert [(one.table, one.section) for one in narrative if one.table] == [
        ("t2", SECTIONS[1]),
        ("t3", SECTIONS[2]),
        ("t4", SECTIONS[3]),
    ]
    texts = {"".join(one.text.split()): one.section for one in narrative if not one.is_heading}
    assert texts[FAULTS] == SECTIONS[4]


@pytest.mark.parametrize("style", STYLES)
def test_the_same_is_stated_in_every_style(style: Callable[[Report], bytes]) -> None:
    one = read(style(report()))
    whole = read_narrative(one, default_form()).whole
    assert [int(each.value) for each in whole] == [
        FIGURES[f"t3.{row}.total"]
        for row in ("received", "carried_in", "outcome.total", "carried_out")
    ]
    assert audit_narrative(Audited(one), LAYOUT).findings == []


AROUND = """<ul><li><a href="1">东海市教育局2023年政府信息公开工作年度报告</a></li>
<li>西山市林业局2024年政府信息公开工作年度报告 2025-01-20</li>
<li>附件：东海市教育局2022年政府信息公开工作年度报告.docx</li></ul>
<p>上一篇：东海市公安局2023年政府信息公开工作年度报告</p><p>主办单位：东海市人民政府 版权所有</p>
<p>我镇2023年，收到政府信息公开申请999件。</p>"""


def test_what_a_website_prints_below_is_no_text_of_the_report() -> None:
    content = plain_page(report()).replace(b"</body>", AROUND.encode() + b"</body>")
    one = read(content)
    assert one.identity.year == "2024"
    assert audit_narrative(Audited(one), LAYOUT).findings == []


def test_lines_that_were_broken_at_a_width_are_put_together() -> None:
    text = tabbed_text(report()).decode()
    whole = next(line for line in text.splitlines() if line.startswith("（二）"))
    broken = "\n".join(whole[at : at + 36] for at in range(0, len(whole), 36))
    narrative = read(text.replace(whole, broken).encode()).narrative
    assert [one.text for one in narrative if one.text.startswith("（二）")] == [whole]


def test_text_in_a_table_that_only_frames_it_is_text() -> None:
    page = plain_page(report()).decode()
    framed = page.replace(f"<p>{FAULTS}</p>", f"<table><tr><td>{FAULTS}</td></tr></table>")
    assert framed != page
    narrative = read(framed.encode()).narrative
    assert [one.section for one in narrative if one.text == FAULTS] == [SECTIONS[4]]
