"""PDFs: texts and tables as they are drawn, in their order and cell by cell."""

from __future__ import annotations

import datetime
import logging
import random
import sys
import zlib

import pytest

from tests.support.pdf_writer import Sheet, pdf, plain
from toolkit.documents.pdf import read_pdf
from toolkit.grids.document import Document, Medium, Piece
from toolkit.grids.refusals import Refusal, Unreadable

FOUR = [60, 180, 300, 420, 535]
THREE = [60, 180, 300, 420]
LONG = "本机关认真贯彻落实政府信息公开条例各项规定主动公开各类信息"


def read(*sheets: Sheet) -> Document:
    return read_pdf(pdf(*sheets))


def refusal(content: bytes) -> Refusal:
    with pytest.raises(Unreadable) as caught:
        read_pdf(content)
    return caught.value.refusal


def rows_from(top: float, count: int, height: float = 30) -> list[float]:
    return [top + height * number for number in range(count + 1)]


# --- Text -----------------------------------------------------------------------------------------


def test_lines_become_paragraphs() -> None:
    sheet = Sheet()
    sheet.text(200, 100, "东海市教育局年度报告", 22)
    # 28 characters of 16 points fill a line from 74 to 522; a first line is indented by two.
    sheet.text(74 + 32, 140, LONG[:26], 16)
    sheet.text(74, 168, LONG[:28], 16)
    sheet.text(74, 196, "新收申请 12 件", 16)
    sheet.text(74 + 32, 224, "办结 9 件", 16)
    assert read(sheet).parts == [
        "东海市教育局年度报告",
        LONG[:26] + LONG[:28] + "新收申请 12 件",
        "办结 9 件",
    ]


def test_a_paragraph_goes_on_over_a_page_end() -> None:
    first, second = Sheet(), Sheet()
    first.text(74 + 32, 720, LONG[:26], 16)
    first.text(280, 800, "— 1 —", 14)
    second.text(74, 100, "全年共 5 件", 16)
    second.text(74 + 32, 128, "二、其他", 16)
    second.text(74 + 32, 156, LONG[:26], 16)
    second.text(280, 800, "-2-", 14)
    assert read(first, second).parts == [f"{LONG[:26]}全年共 5 件", "二、其他", LONG[:26]]


@pytest.mark.parametrize("number", ["- 3 -", "— 3 —", "3", "第 3 页", "第3页 共 9 页", "3 / 9"])
def test_numbers_of_pages_are_left_out(number: str) -> None:
    sheet = Sheet()
    sheet.text(100, 300, "正文里有不少于十个字的一行", 16)
    sheet.text(280, 800, number, 12)
    assert read(sheet).parts == ["正文里有不少于十个字的一行"]


def test_a_number_within_the_page_stays() -> None:
    sheet = Sheet()
    sheet.text(100, 300, "3", 16)
    assert read(sheet).parts == ["3"]


def test_heads_that_pages_share_are_left_out() -> None:
    sheets = [Sheet(), Sheet(), Sheet()]
    for number, sheet in enumerate(sheets):
        sheet.text(100, 50, "东海市教育局", 10)
        sheet.text(100, 300, f"第{number}段的正文没有写满一行", 16)
    assert read(*sheets).parts == [f"第{n}段的正文没有写满一行" for n in range(3)]
    assert read(sheets[0]).parts == ["东海市教育局", "第0段的正文没有写满一行"]


def test_text_beside_drawn_lines_is_read_alike() -> None:
    """A rule across the page makes another program read the same text."""
    plain_page, ruled = Sheet(), Sheet()
    for sheet in (plain_page, ruled):
        sheet.text(74 + 32, 140, LONG[:26], 16)
        sheet.text(74, 168, "新收 Web 申请 12 件", 16)
    ruled.line(74, 300, 522, 300)
    assert read(plain_page).parts == read(ruled).parts == [LONG[:26] + "新收 Web 申请 12 件"]


# --- Tables ---------------------------------------------------------------------------------------


def test_tables_and_text_in_their_order() -> None:
    sheet = Sheet()
    sheet.text(74, 80, "二、主动公开", 16)
    sheet.table(THREE, rows_from(100, 2), plain([["规章", "1", "2"], ["其他", "", "0"]]))
    sheet.text(74, 190, "三、收到和处理", 16)
    sheet.table([60, 300, 420], rows_from(210, 1), plain([["总计", "97"]]))
    found = read(sheet)
    assert found.medium is Medium.PDF
    assert found.without_table is Refusal.PDF
    assert found.parts == [
        "二、主动公开",
        Piece([["规章", "1", "2"], ["其他", "", "0"]], page=1),
        "三、收到和处理",
        Piece([["总计", "97"]], page=1),
    ]


def test_merged_cells_are_none() -> None:
    sheet = Sheet()
    cells = [
        (0, 0, 1, 1, "（本列数据）"),
        (0, 2, 0, 3, "申请人情况"),
        (1, 2, 1, 2, "自然人"),
        (1, 3, 1, 3, "总计"),
        (2, 0, 3, 0, "不予\n公开"),
        *[(2, 1, 2, 1, "国家秘密"), (2, 2, 2, 2, "1"), (2, 3, 2, 3, "1")],
        *[(3, 1, 3, 1, "其他"), (3, 2, 3, 2, "2"), (3, 3, 3, 3, "2")],
    ]
    sheet.table(FOUR, rows_from(100, 4), cells)
    assert read(sheet).parts == [
        Piece(
            [
                ["（本列数据）", None, "申请人情况", None],
                [None, None, "自然人", "总计"],
                ["不予\n公开", "国家秘密", "1", "1"],
                [None, "其他", "2", "2"],
            ],
            page=1,
        )
    ]


def test_borders_that_are_narrow_areas() -> None:
    sheet = Sheet()
    for x in (60, 180, 300):
        sheet.area(x, 100, x + 0.5, 160)
    for y in (100, 130, 160):
        sheet.area(60, y, 300.5, y + 0.5)
    for number, text in enumerate(["规章", "12", "其他", "0"]):
        sheet.text(70 + 120 * (number % 2), 120 + 30 * (number // 2), text)
    assert read(sheet).parts == [Piece([["规章", "12"], ["其他", "0"]], page=1)]


def test_pieces_over_page_ends_have_the_same_columns() -> None:
    """A merged cell hides the borders that it covers; the next page lies 3 points further left."""
    first, second, third = Sheet(), Sheet(), Sheet()
    first.table(
        FOUR,
        rows_from(640, 2),
        [*plain([["不予公开", "国家秘密", "1", "2"]]), (1, 0, 1, 1, "总计"), *_last("3", "4")],
    )
    first.text(280, 800, "- 1 -")
    moved = [one - 3 for one in FOUR[:-1]] + [FOUR[-1] + 3]
    second.table(moved, rows_from(80, 1), [(0, 0, 0, 1, "结转"), *_last("5", "6", 0)])
    third.table([60, 535], rows_from(80, 1), plain([["只有一格"]]))
    third.text(74, 200, "五、存在的问题", 16)
    assert read(first, second, third).parts == [
        Piece([["不予公开", "国家秘密", "1", "2"], ["总计", None, "3", "4"]], page=1),
        Piece([["结转", None, "5", "6"]], page=2),
        Piece([["只有一格", None, None, None]], page=3),
        "五、存在的问题",
    ]


def _last(one: str, other: str, row: int = 1) -> list[tuple[int, int, int, int, str]]:
    return [(row, 2, row, 2, one), (row, 3, row, 3, other)]


def test_text_between_makes_two_tables() -> None:
    first, second = Sheet(), Sheet()
    first.table(FOUR, rows_from(640, 1), plain([["甲", "1", "2", "3"]]))
    first.text(74, 700, "四、行政复议情况", 16)
    second.table([60, 300, 535], rows_from(100, 1), plain([["乙", "4"]]))
    assert read(first, second).pieces == [
        Piece([["甲", "1", "2", "3"]], page=1),
        Piece([["乙", "4"]], page=2),
    ]


def test_a_frame_around_running_text_is_no_table() -> None:
    sheet = Sheet()
    sheet.table([72, 524], [100, 128, 156, 184], [])
    for top in (100, 128, 156, 184):
        sheet.line(72, top, 524, top)
    sheet.line(72, 100, 72, 184)
    sheet.line(524, 100, 524, 184)
    sheet.text(74 + 32, 120, LONG[:26], 16)
    # What ends a line may stand beside the frame.
    sheet.text(74, 148, LONG[:28], 16)
    sheet.text(525, 148, "，", 16)
    sheet.text(74, 176, "新收 3 件", 16)
    assert read(sheet).parts == [f"{LONG[:26]}{LONG[:28]}，新收 3 件"]


def test_coloured_areas_behind_running_text_are_no_table() -> None:
    sheet = Sheet()
    for left in (74, 154, 250):
        sheet.drawn.append("1 1 0 rg")
        sheet.area(left, 126, left + 80, 144)
    sheet.drawn.append("0 g")
    sheet.text(74, 140, "【请填写】以及政策解读的情况", 16)
    assert read(sheet).parts == ["【请填写】以及政策解读的情况"]


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        # A digit is 5 points wide, and Word leaves 11 free.
        ("44722\n8", 40, "447228"),
        ("44722\n8", 41.5, "44722\n8"),
        ("12\n34", 60, "12\n34"),
        ("96171.\n6", 45, "96171.6"),
        ("123\n456\n789", 30, "123456789"),
        ("商业\n企业", 30, "商业\n企业"),
    ],
)
def test_a_number_broken_for_want_of_room(text: str, width: float, shown: str) -> None:
    sheet = Sheet()
    sheet.table([60, 260, 260 + width], rows_from(100, 1, 50), plain([["行政许可的数量", text]]))
    [piece] = read(sheet).pieces
    assert piece.rows == [["行政许可的数量", shown]]


@pytest.mark.parametrize(
    ("below", "first", "second"),
    [
        # The second digit of the last number stands on the next page, with the rest of the label.
        (["秘密", "", "9"], "20549", ["秘密", "", ""]),
        (["2.其他", "", "9"], "2054", ["2.其他", "", "9"]),
        # Those are figures of a row of their own.
        (["其他", "7", "9"], "2054", ["其他", "7", "9"]),
        (["其他", "7", ""], "2054", ["其他", "7", ""]),
    ],
)
def test_a_number_broken_over_a_page_end(below: list[str], first: str, second: list[str]) -> None:
    columns = [60, 200, 260, 292]
    one, other = Sheet(), Sheet()
    one.table(columns, rows_from(700, 1), plain([["国家", "12", "2054"]]))
    other.table(columns, rows_from(80, 1), plain([below]))
    assert read(one, other).parts == [
        Piece([["国家", "12", first]], page=1),
        Piece([second], page=2),
    ]


def test_words_of_latin_letters_stay_apart() -> None:
    sheet = Sheet()
    sheet.text(74, 140, LONG[:26] + " Web", 16)
    sheet.text(74, 168, "Site 12", 16)
    assert read(sheet).parts == [f"{LONG[:26]} Web Site 12"]


def test_double_borders_are_one() -> None:
    sheet = Sheet()
    sheet.table(THREE, rows_from(100, 2), plain([["规章", "1", "2"], ["其他", "3", "4"]]))
    sheet.line(184, 100, 184, 160)
    sheet.line(60, 133.5, 420, 133.5)
    assert read(sheet).parts == [Piece([["规章", "1", "2"], ["其他", "3", "4"]], page=1)]


def test_items_without_indent_begin_paragraphs() -> None:
    sheet = Sheet()
    sheet.text(74, 140, LONG[:27] + "。", 16)
    sheet.text(74, 168, "（一）主动公开", 16)
    sheet.text(74, 196, LONG[:28], 16)
    sheet.text(74, 224, "（二）项所列的信息", 16)
    assert read(sheet).parts == [
        f"{LONG[:27]}。",
        "（一）主动公开",
        f"{LONG[:28]}（二）项所列的信息",
    ]


def test_a_turned_page() -> None:
    sheet = Sheet(842, 595, turned=True)
    sheet.text(74, 80, "附表：横排的一页", 16)
    sheet.table(THREE, rows_from(100, 2), plain([["规章", "1", "2"], ["其他", "3", "4"]]))
    sheet.text(74, 200, "表后的文字", 16)
    assert read(sheet).parts == [
        "附表：横排的一页",
        Piece([["规章", "1", "2"], ["其他", "3", "4"]], page=1),
        "表后的文字",
    ]
    words = Sheet(842, 595, turned=True)
    words.text(74, 80, "只有文字的一页，也是横排", 16)
    words.text(74, 120, "第二行", 16)
    assert read(words).parts == ["只有文字的一页，也是横排", "第二行"]


def test_bold_text_that_is_drawn_twice() -> None:
    sheet = Sheet()
    sheet.table([60, 260, 360], rows_from(100, 1), plain([["总计", "97"]]))
    sheet.text(63.2, 112, "总计")
    sheet.text(263.2, 112, "97")
    assert read(sheet).parts == [Piece([["总计", "97"]], page=1)]


# --- What a document says of itself ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "saved"),
    [
        ({"ModDate": "D:20260108093000+08'00'"}, datetime.datetime(2026, 1, 8, 1, 30)),
        ({"ModDate": "D:20260108093000Z"}, datetime.datetime(2026, 1, 8, 9, 30)),
        ({"ModDate": "D:20260108093000"}, datetime.datetime(2026, 1, 8, 9, 30)),
        ({"CreationDate": "D:20260107093000-01'30"}, datetime.datetime(2026, 1, 7, 11, 0)),
        ({"ModDate": "D:20261308093000", "CreationDate": "gestern"}, None),
        ({}, None),
    ],
)
def test_when_it_was_saved(stated: dict[str, str], saved: datetime.datetime | None) -> None:
    found = read_pdf(pdf(Sheet(), stated={"Title": "东海市教育局报告", **stated}))
    assert found.saved == saved
    assert found.titles == ("东海市教育局报告",)


def test_a_scan_has_no_text() -> None:
    sheet = Sheet()
    sheet.text(280, 800, "- 1 -")
    found = read(sheet, Sheet())
    assert (found.parts, found.without_table) == ([], Refusal.SCANNED_PDF)


# --- Damage ---------------------------------------------------------------------------------------


def locked(stated: str) -> bytes:
    """A PDF encrypted with a password that nobody knows."""
    how = f"<< /Filter /{stated} /V 1 /R 2 /O <{'11' * 32}> /U <{'22' * 32}> /P -4 >>".encode()
    again = f"/Encrypt 900 0 R /ID [<{'00' * 16}> <{'00' * 16}>]"
    return pdf(Sheet(), extra={900: how}, trailer=again)


@pytest.mark.parametrize("stated", ["Standard", "Adobe.PubSec"])
def test_a_locked_file(stated: str) -> None:
    assert refusal(locked(stated)) is Refusal.LOCKED_PDF


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n", pdf(Sheet())[:200], b"%PDF-1.7\n" + b"\0" * 1_000, pdf()]
)
def test_a_broken_file(content: bytes) -> None:
    assert refusal(content) is Refusal.BROKEN


def test_damage_that_can_be_mended_is_mended_in_silence(caplog: pytest.LogCaptureFixture) -> None:
    sheet = Sheet()
    sheet.table(THREE, rows_from(100, 1), plain([["规章", "1", "2"]]))
    content = pdf(sheet).replace(b"startxref\n", b"startxref\n9").replace(b" Tf ", b" Tf (a) g ", 1)
    for name in ("pdfminer", "pdfminer.pdfinterp", "pdfplumber"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    with caplog.at_level(logging.WARNING):
        assert read_pdf(content).parts == [Piece([["规章", "1", "2"]], page=1)]
    assert caplog.records == []


@pytest.mark.parametrize("seed", range(60))
def test_any_damage_is_one_reason_or_none(seed: int) -> None:
    sheet = Sheet()
    sheet.table(THREE, rows_from(100, 2), plain([["规章", "1", "2"], ["其他", "3", "4"]]))
    rng, content = random.Random(seed), bytearray(pdf(sheet, packed=seed % 2 == 0))
    for _ in range(1 + seed % 5):
        at = rng.randrange(len(content))
        content[at : at + rng.randrange(3)] = rng.choice([b"", b"9", b"<<", b"-1", b"0 R", b"\xff"])
    try:
        found = read_pdf(bytes(content))
    except Unreadable as error:
        assert error.refusal in (Refusal.BROKEN, Refusal.TOO_LARGE, Refusal.LOCKED_PDF)
    else:
        assert found.medium is Medium.PDF


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    monkeypatch.delitem(sys.modules, "toolkit.documents.pdf_pages", raising=False)
    assert refusal(pdf(Sheet())) is Refusal.PDF_READER_MISSING


def many_lines(count: int) -> bytes:
    """So many lines to each side, all of them crossing."""
    drawn = (f"{n} 0 m {n} 800 l S 0 {n} m 800 {n} l S" for n in range(0, 5 * count, 5))
    return "\n".join(drawn).encode()


@pytest.mark.parametrize(
    "content",
    [
        pdf(*[Sheet()] * 501),
        pdf(b"0 0 m 9 9 l S\n" * 50_001, packed=True),
        pdf(b"0 0 m\n" + b"9 9 l\n" * 100_001 + b"S", packed=True),
        pdf(b"BT /F 9 Tf 9 9 Td <%b> Tj ET" % (b"4e00" * 10_001), packed=True),
        pdf(b"0 0 m 9 9 l S BT /F 9 Tf 9 9 Td <%b> Tj ET" % (b"4e00" * 10_001), packed=True),
        pdf(many_lines(501), packed=True),
    ],
)
def test_too_much_to_be_honest(content: bytes) -> None:
    assert len(content) < 200_000
    assert refusal(content) is Refusal.TOO_LARGE


def test_a_page_that_holds_itself() -> None:
    content = pdf(Sheet()).replace(b"/Kids [10 0 R]", b"/Kids [ 2 0 R]")
    assert refusal(content) is Refusal.BROKEN


def test_scripts_and_attachments_are_not_looked_at() -> None:
    sheet = Sheet()
    sheet.text(74, 80, "正文里有不少于十个字的一行", 16)
    script = {900: b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"}
    content = pdf(sheet, extra=script).replace(
        b"<< /Type /Catalog", b"<< /OpenAction 900 0 R /Type /Catalog"
    )
    assert read_pdf(content).parts == ["正文里有不少于十个字的一行"]


def test_a_page_of_packed_zeros() -> None:
    """What it inflates to is no more than the reader of PDFs allows."""
    bomb = zlib.compress(b" " * 30_000_000, 9)
    content = pdf(
        Sheet(),
        extra={
            900: b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(bomb), bomb)
        },
    )
    assert read_pdf(content.replace(b"/Contents 11 0 R", b"/Contents 900 0 R")).parts == []
