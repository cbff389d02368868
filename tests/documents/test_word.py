"""Word documents: what is shown of them, in its order, and the tables cell by cell."""

from __future__ import annotations

import datetime
import random
import socket
from io import BytesIO

import docx as python_docx
import pytest

from tests.support.build import zipped
from tests.support.word_xml import (
    DOWN,
    MAIN,
    REST,
    STRICT,
    WITH_MACROS,
    cell,
    document,
    docx,
    line,
    row,
    run,
    span,
    table,
)
from toolkit.documents.word import read_word
from toolkit.grids.document import Document, Medium, Piece
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.grids.shown import Shown, Why
from toolkit.spreadsheets.kind import FileKind, kind_of, unusable

TWO = table(row("规章", "12"), row("其他", "0"))
STYLES = (
    '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="gone"><w:name w:val="Gone"/>'
    "<w:rPr><w:strike/></w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="note"><w:name w:val="footnote reference"/>'
    '<w:basedOn w:val="base"/></w:style>'
    '<w:style w:type="character" w:styleId="base"><w:basedOn w:val="note"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)


def read(body: str, **how: str) -> Document:
    return read_word(docx(body, **how))  # type: ignore[arg-type]


def rows(body: str) -> list[list[str | None]]:
    """The rows of the only table."""
    [piece] = read(body).pieces
    return [list(one) for one in piece.rows]


def refusal(content: bytes) -> Refusal:
    with pytest.raises(Unreadable) as caught:
        read_word(content)
    return caught.value.refusal


# --- Text -----------------------------------------------------------------------------------------


def test_paragraphs_and_tables_keep_their_order() -> None:
    found = read(line("一、总体情况") + line() + TWO + line("二、", "主动公开") + TWO)
    assert found.medium is Medium.WORD
    assert found.without_table is Refusal.WORD
    assert found.parts == [
        "一、总体情况",
        Piece([["规章", "12"], ["其他", "0"]]),
        "二、主动公开",
        Piece([["规章", "12"], ["其他", "0"]]),
    ]
    assert (found.tracked, found.ours, found.titles, found.saved) == (False, False, (), None)


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w:r><w:t>新收</w:t><w:tab/><w:t>12</w:t><w:br/><w:t>件</w:t></w:r>", "新收 12\n件"),
        ("<w:r><w:t>2024</w:t><w:noBreakHyphen/><w:t>12</w:t></w:r>", "2024-12"),
        ('<w:hyperlink w:anchor="a"><w:r><w:t>附件</w:t></w:r></w:hyperlink>', "附件"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('12')}</w:sdtContent></w:sdt>", "12"),
        (f"<w:smartTag><w:customXml>{run('12')}</w:customXml></w:smartTag>", "12"),
        (f'<w:fldSimple w:instr="PAGE">{run("12")}</w:fldSimple>', "12"),
        (run("1") + run("2", "<w:vanish/>") + run("3", '<w:vanish w:val="0"/>'), "13"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r>', "是"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>yī</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>一</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "一",
        ),
        ("<m:oMath><m:r><m:t>12</m:t></m:r></m:oMath>", "12"),
    ],
)
def test_what_is_shown_of_a_paragraph(inner: str, text: str) -> None:
    assert read(line(inner)).parts == [text]


def test_of_a_field_only_the_result_is_shown() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = mark("begin") + mark("separate") + run("9") + mark("end")
    field = mark("begin") + "<w:r><w:instrText> IF </w:instrText></w:r>" + inner
    shown = field + mark("separate") + run("12") + mark("end") + run("件")
    assert read(line(shown) + line(mark("begin")) + line("后")).parts == ["12件", "后"]


def test_tracked_changes_are_accepted() -> None:
    body = line(
        "新收", f"<w:ins>{run('12')}</w:ins>", "<w:del><w:r><w:delText>9</w:delText></w:r></w:del>"
    )
    body += line(f"<w:moveTo>{run('上')}</w:moveTo>", f"<w:moveFrom>{run('下')}</w:moveFrom>")
    found = read(body)
    assert found.parts == ["新收12", "上"]
    assert found.tracked


def test_a_format_that_was_changed_is_no_tracked_change() -> None:
    assert not read(line(run("12", "<w:b/><w:rPrChange><w:rPr/></w:rPrChange>"))).tracked


def test_a_deleted_end_joins_two_paragraphs() -> None:
    gone = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('12')}</w:p>"
    assert read(gone + line("34")).parts == ["1234"]
    assert rows(table(row("a", cell(gone + line("34"))))) == [["a", "1234"]]
    assert read(gone + TWO).parts == ["12", Piece([["规章", "12"], ["其他", "0"]])]


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%2."/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="bullet"/><w:lvlText w:val="l"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="10"/></w:lvlOverride></w:num>'
)


def numbered(text: str, number: int, level: int = 0) -> str:
    how = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
    return f"<w:p><w:pPr><w:numPr>{how}</w:numPr></w:pPr>{run(text)}</w:p>"


def test_numbers_that_word_writes_by_itself() -> None:
    style = (
        '<w:style w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = (
        numbered("总体情况", 1)
        + table(row(cell(numbered("国家秘密", 1, 1)), "1"), row(cell(numbered("其他", 1, 1)), "2"))
        + line("主动公开", style="h")
        + numbered("一点", 2)
        + numbered("又一点", 1, 1)
        + numbered("重新起算", 3)
        + numbered("之后", 3)
        + numbered("无此表", 9)
        + numbered("不编号", 0)
    )
    assert read(body, numbering=NUMBERING, styles=style).parts == [
        "一、总体情况",
        Piece([["1. 国家秘密", "1"], ["2. 其他", "2"]]),
        "二、主动公开",
        "一点",
        "1. 又一点",
        "十、重新起算",
        "十一、之后",
        "无此表",
        "不编号",
    ]


@pytest.mark.parametrize(
    ("form", "count", "text"),
    [
        ("chineseCountingThousand", 20, "二十"),
        ("japaneseCounting", 105, "一百零五"),
        ("ideographDigital", 9_999, "九千九百九十九"),
        ("chineseCounting", 1_000, "一千"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircle", 21, "21"),
        ("upperLetter", 2, "B"),
        ("lowerLetter", 26, "z"),
        ("chineseCounting", 0, "0"),
        ("somethingElse", 7, "7"),
    ],
)
def test_how_numbers_are_spelt(form: str, count: int, text: str) -> None:
    lists = NUMBERING.replace("chineseCounting", form, 1).replace('"10"', f'"{count}"')
    assert read(numbered("项", 3), numbering=lists).parts == [f"{text}、项"]


# --- Tables ---------------------------------------------------------------------------------------


def test_merged_cells_are_none() -> None:
    merged = table(
        row(cell("办理结果", DOWN), cell("予以公开", span(2)), "1"),
        row(cell("", REST), cell("不予公开", DOWN), "国家秘密", "2"),
        row(cell("不显示", REST), cell("", REST), "其他", "3"),
        row(cell("总计", span(3)), "6"),
    )
    assert rows(merged) == [
        ["办理结果", "予以公开", None, "1"],
        [None, "不予公开", "国家秘密", "2"],
        [None, None, "其他", "3"],
        ["总计", None, None, "6"],
    ]


def test_what_continues_nothing_is_a_cell_of_its_own() -> None:
    orphan = table(row(cell("甲", REST), "1"), row(cell("乙", REST), "2"), row("丙", "3"))
    assert rows(orphan) == [["甲", "1"], [None, "2"], ["丙", "3"]]


def test_old_documents_merge_sideways() -> None:
    begin, rest = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'
    assert rows(table(row(cell("甲", begin), cell("", rest), "1"), row("乙", "丙", "2"))) == [
        ["甲", None, "1"],
        ["乙", "丙", "2"],
    ]


def test_columns_left_out_before_and_after_a_row() -> None:
    short = row("乙", how='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>')
    assert rows(table(row("甲", "1", "2"), short)) == [["甲", "1", "2"], [None, "乙", None]]


def test_where_no_cell_begins_is_no_column() -> None:
    wide = table(row(cell("甲", span(7)), cell("1", span(2))), row(cell("乙", span(9))))
    assert rows(wide) == [["甲", "1"], ["乙", None]]


@pytest.mark.parametrize(
    ("width", "columns"),
    [
        ("1", [["甲", None, "1"], ["乙", "丙", "2"], ["丁", "戊", "3"]]),
        ("99", [["甲", None, "1"], ["乙", "丙", "2"], ["丁", "戊", "3"]]),
        ("100", [["甲", None, None, "1"], ["乙", "丙", None, "2"], ["丁", None, "戊", "3"]]),
        ("", [["甲", None, None, "1"], ["乙", "丙", None, "2"], ["丁", None, "戊", "3"]]),
    ],
)
def test_a_cell_that_begins_beside_its_column(width: str, columns: list[list[str]]) -> None:
    """LibreOffice rounds so: the first cell of the last row is a twentieth of a point too wide."""
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in ("900", width, "900", "900"))
    body = table(
        row(cell("甲", span(3)), "1"),
        row("乙", cell("丙", span(2)), "2"),
        row(cell("丁", span(2)), "戊", "3"),
    )
    assert rows(body.replace("<w:tblPr/>", f"<w:tblPr/><w:tblGrid>{grid}</w:tblGrid>")) == columns
    both = table(row("甲", "1", "2", "3"), row(cell("乙", span(3)), "4"))
    assert rows(both.replace("<w:tblPr/>", f"<w:tblGrid>{grid}</w:tblGrid>")) == [
        ["甲", "1", "2", "3"],
        ["乙", None, None, "4"],
    ]


def test_rows_and_cells_within_other_elements() -> None:
    def held(inner: str) -> str:
        return f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    body = held(table(held(row(held(cell("甲")), cell(held(line("1"))), cell("2")))))
    assert rows(body) == [["甲", "1", "2"]]


def test_deleted_rows_and_cells_are_left_out() -> None:
    gone = row("乙", "2", "3", how="<w:del/>")
    added = row("丙", cell("4", "<w:cellDel/>"), "5", how="<w:ins/>")
    body = table(row("甲", cell("0", "<w:cellDel/>"), "1"), gone, added)
    assert rows(body) == [["甲", "1"], ["丙", "5"]]
    assert read(body).tracked


def test_a_cell_has_lines() -> None:
    assert rows(table(row(cell(line("商业") + line("企业") + line()), " 1 "))) == [
        ["商业\n企业", "1"]
    ]


def test_a_small_table_in_a_cell_follows() -> None:
    inner = table(row("a", "b"))
    outer = table(row("甲", "1", "3"), row("乙", cell(line("2") + inner + line()), "4"))
    assert read(outer).parts == [
        Piece([["甲", "1", "3"], ["乙", "2", "4"]]),
        Piece([["a", "b"]]),
    ]


def test_a_table_that_only_arranges_is_none() -> None:
    inner = table(row("a", "b", "c"), row("d", "e", "f"))
    alone = table(row(cell(line("标题") + inner + line())))
    beside = table(row("左", cell(inner + line()), "右"))
    table_of_six = Piece([["a", "b", "c"], ["d", "e", "f"]])
    assert read(alone + beside).parts == ["标题", table_of_six, "左", table_of_six, "右"]
    assert read(table(row("一句话"), row("另一句"))).parts == ["一句话", "另一句"]
    assert read(table(row("左", "长" * 501))).parts == ["左", "长" * 501]


def test_text_boxes_follow_their_paragraph_once() -> None:
    box = f"<w:txbxContent>{line('框内')}{TWO}</w:txbxContent>"
    both = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    old = f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>"
    in_box = ["框内", Piece([["规章", "12"], ["其他", "0"]])]
    assert read(line("前", both) + line("中", old)).parts == ["前", *in_box, "中", *in_box]


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        (line("3", run("1", "<w:strike/>")), Shown("3", Why.STRUCK, "1", "3")),
        (line("3", run("1", '<w:dstrike w:val="true"/>')), Shown("3", Why.STRUCK, "1", "3")),
        (line(run("31", "<w:strike/>")), Shown("", Why.STRUCK, "31", "")),
        (
            line("3", run("1", '<w:vertAlign w:val="superscript"/>')),
            Shown("3¹", Why.RAISED, "1", "3"),
        ),
        (line("3", run("1", '<w:rStyle w:val="note"/>')), Shown("3¹", Why.RAISED, "1", "3")),
        (line("31", style="gone"), Shown("", Why.STRUCK, "31", "")),
    ],
)
def test_struck_and_raised_pieces(inner: str, shown: Shown) -> None:
    [piece] = read(table(row("甲", cell(inner))), styles=STYLES).pieces
    assert piece == Piece([["甲", "31"]], {(0, 1): shown})


@pytest.mark.parametrize(
    "inner",
    [
        line("3", run("1", '<w:strike w:val="false"/>')),
        line("3", run("1", '<w:vertAlign w:val="baseline"/>')),
        line("3", run("1", '<w:strike w:val="0"/>'), style="gone").replace(
            "<w:rPr></w:rPr>", '<w:rPr><w:strike w:val="0"/></w:rPr>'
        ),
    ],
)
def test_what_is_switched_off_is_plain(inner: str) -> None:
    [piece] = read(table(row("甲", cell(inner))), styles=STYLES).pieces
    assert piece == Piece([["甲", "31"]])


# --- What a document says of itself ---------------------------------------------------------------


def test_titles_time_and_seal() -> None:
    core = (
        "<dc:title>东海市教育局 2025 年年度报告</dc:title>"
        f"<dc:identifier>{'0a' * 32}</dc:identifier>"
        "<dcterms:modified>2026-01-08T09:30:00+08:00</dcterms:modified>"
    )
    body = line("政府信息公开工作年度报告", style="a") + line("正文", style="b")
    found = read(body + line("长" * 101, style="a"), styles=STYLES, core=core)
    assert found.titles == ("东海市教育局 2025 年年度报告", "政府信息公开工作年度报告")
    assert found.saved == datetime.datetime(2026, 1, 8, 1, 30)
    assert found.ours


def test_another_identifier_is_not_ours() -> None:
    core = f"<dc:identifier>{'0a' * 31}0G</dc:identifier>"
    assert not read(line("正文"), core=core).ours


def test_strict_documents_are_read() -> None:
    part = document(table(row(cell("甲", span(2)), "1"), row("a", "b", "2")), STRICT)
    [piece] = read_word(docx("", part=part)).pieces
    assert piece.rows == [["甲", None, "1"], ["a", "b", "2"]]


def test_a_document_of_python_docx() -> None:
    draft = python_docx.Document()
    draft.add_heading("年度报告", 0)
    draft.add_paragraph("一、总体情况")
    made = draft.add_table(3, 3)
    for number in range(9):
        made.cell(number // 3, number % 3).text = str(number)
    made.cell(0, 0).merge(made.cell(1, 1)).text = "合并"
    buffer = BytesIO()
    draft.save(buffer)
    found = read_word(buffer.getvalue())
    assert found.parts == [
        "年度报告",
        "一、总体情况",
        Piece([["合并", None, "2"], [None, None, "5"], ["6", "7", "8"]]),
    ]
    assert found.titles == ("年度报告",)


# --- Kinds and damage -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (docx(TWO), FileKind.DOCX),
        (docx(TWO, kind=WITH_MACROS), FileKind.DOCM),
        (docx(TWO, kind=WITH_MACROS.replace("document", "template")), FileKind.DOCM),
        (docx(TWO, more={"word/vbaProject.bin": b"a"}), FileKind.DOCM),
        (docx(TWO, kind=MAIN.replace("document.main", "template.main")), FileKind.DOCX),
    ],
)
def test_macros_make_another_kind(content: bytes, kind: FileKind) -> None:
    assert kind_of(content) is kind
    assert unusable(FileKind.DOCM) is Refusal.WORD_WITH_MACROS


def test_nothing_outside_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    assert read(TWO).parts == [Piece([["规章", "12"], ["其他", "0"]])]


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (document("", before='<!DOCTYPE a [<!ENTITY b "c">]>'), Refusal.UNSAFE),
        (document("", before='<!DOCTYPE a SYSTEM "file:///etc/passwd">'), Refusal.UNSAFE),
        (document("")[:-5], Refusal.BROKEN),
        (b"", Refusal.BROKEN),
        (b"<a/>", Refusal.BROKEN),
        (b"<w/>" * 500_001, Refusal.TOO_LARGE),
        (b" " * 20_000_001, Refusal.TOO_LARGE),
        (
            document("<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000),
            Refusal.TOO_LARGE,
        ),
        (document("<w:tbl><w:tr><w:tc>" * 200 + "</w:tc></w:tr></w:tbl>" * 200), Refusal.TOO_LARGE),
        (document("<w:ins>" * 200_000 + "</w:ins>" * 200_000), Refusal.TOO_LARGE),
        (document(table(*[row("1") for _ in range(6_000)], row(*"1" * 100))), Refusal.TOO_LARGE),
    ],
)
def test_hostile_and_broken_parts(part: bytes, reason: Refusal) -> None:
    assert refusal(docx("", part=part)) is reason


@pytest.mark.parametrize("part", ["word/styles.xml", "word/numbering.xml", "docProps/core.xml"])
def test_a_broken_part_that_is_not_needed(part: str) -> None:
    content = docx(numbered("项", 1) + TWO, more={part: b"<"})
    assert read_word(content).parts == ["项", Piece([["规章", "12"], ["其他", "0"]])]


def test_boxes_within_boxes() -> None:
    begin = "<w:p><w:r><w:pict><w:txbxContent>"
    end = "</w:txbxContent></w:pict></w:r></w:p>"
    assert refusal(docx(begin * 200 + end * 200)) is Refusal.TOO_LARGE
    assert read(begin * 20 + line("12") + end * 20).parts == ["12"]


def test_a_span_beyond_all_columns() -> None:
    assert rows(table(row(cell("甲", span(10**9)), "1"), row("乙", cell("2", span(10**9))))) == [
        ["甲", None, "1"],
        ["乙", "2", None],
    ]
    odd = table(row(cell("甲", span(2).replace("2", "-2")), cell("1", span(0)), "2"))
    assert rows(odd) == [["甲", "1", "2"]]


def test_packages_without_a_document() -> None:
    assert refusal(zipped({"word/styles.xml": b"<a/>"})) is Refusal.BROKEN
    assert refusal(docx(TWO)[:300]) is Refusal.BROKEN


@pytest.mark.parametrize("seed", range(60))
def test_any_damage_is_one_reason_or_none(seed: int) -> None:
    body = table(row(cell("甲", DOWN), "1"), row(cell("", REST), cell("2", span(2))))
    rng, part = random.Random(seed), bytearray(document(line("前") + body))
    for _ in range(1 + seed % 3):
        at = rng.randrange(300, len(part))
        part[at : at + rng.randrange(9)] = rng.choice([b"", b"9", b"<w:tc>", b"</w:p>", b"\xff"])
    try:
        found = read_word(docx("", part=bytes(part)))
    except Unreadable as error:
        assert error.refusal is Refusal.BROKEN
    else:
        assert found.medium is Medium.WORD
