"""The running text of a report: section by section, without what a website prints around it."""

from __future__ import annotations

import pytest

from tests.support.reports.model import Figure, Report, Subject
from tests.support.reports.official import official_report, random_figures
from tests.support.reports.pages import plain_page, trs_page
from tests.support.reports.texts import tab_text
from tests.support.reports.word_files import wps_word
from toolkit.documents.formats import read_document
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.grids.document import Passage
from toolkit.returns.published.read_published import read_published
from toolkit.returns.unit_return import Return
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


def passages(content: bytes) -> tuple[Passage, ...]:
    kind = kind_of(content)
    assert kind is not None
    read = read_published(read_document(content, kind), LAYOUT, "report")
    assert isinstance(read, Return)
    return read.narrative


def report() -> Report:
    return official_report(FIGURES, Subject())
