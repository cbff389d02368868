"""Text from returns, names and paths comes out as text, wherever it is shown."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.support.build import (
    BUREAU,
    CITY,
    collect,
    collect_one,
    filled,
    opened,
    parts,
    raw,
    sheet_part,
)
from toolkit.roster.roster import Category, Unit

# --- Text from returns ---------------------------------------------------------------------------


EVIL = ["=1+1", "http://x", "@SUM(A1)", "+1", "{=1}", "'x", "x\x07\x1b[31my"]


OUR_LINK = re.compile(r"""<f>HYPERLINK\("#'分单位'![A-Z]+[0-9]+","(?:[A-Z]+[0-9]+|查看)"\)</f>""")


def formula_cells(content: bytes) -> dict[str, str]:
    """Formulas of the sheets that list what others wrote, but for our own links to 分单位."""
    xml = {
        name: OUR_LINK.sub("", parts(content)[sheet_part(content, name)].decode())
        for name in ("审核结果", "报送情况")
    }
    return {name: text for name, text in xml.items() if "<f>" in text or "<hyperlink" in text}


@pytest.mark.parametrize("text", EVIL)
def test_text_in_a_cell_comes_out_as_text(tmp_path: Path, text: str) -> None:
    """Neither formula nor link nor escape code, whatever a clerk or a joker typed."""
    typed = text.replace("\x07", "_x0007_").replace("\x1b", "_x001B_")
    content = raw(filled({}), {"表三!D7": f't="inlineStr"<is><t>件{typed}</t></is>'})
    content = raw(content, {"表三!D6": f't="inlineStr"<is><t>{typed}</t></is>'})
    result = collect_one(tmp_path, content)
    assert formula_cells(result.workbook.read_bytes()) == {}
    values = [value for row in result.sheet("审核结果") for value in row]
    assert text.replace("\x07", "").replace("\x1b", "") in values
    shown = "".join(str(value) for value in values)
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", shown)


@pytest.mark.parametrize("text", EVIL[:-1])
def test_names_of_people_units_and_files_come_out_as_text(tmp_path: Path, text: str) -> None:
    unit = Unit("990000-12", text, Category.DEPARTMENT, CITY)
    phone = f"{text} 0990-7654321"
    content = filled(unit=unit, contact={"preparer": text, "phone": phone})
    name = f"{text.replace('/', '_')}.xlsx"
    result = collect(tmp_path, {name: content}, units=[unit])
    written = result.workbook.read_bytes()
    assert formula_cells(written) == {}
    head, row = result.sheet("报送情况")[1:]
    shown = dict(zip(head, row, strict=True))
    assert (shown["单位名称"], shown["联系人"], shown["联系电话"]) == (text, text, phone)
    assert shown["文件"] == name
    # Links lead into the workbook; the only other one to the file, none to where a name points.
    targets = [
        cell.hyperlink.target
        for sheet in opened(written)
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink and not cell.hyperlink.location
    ]
    assert targets == [f"returns/{quote(name)}"]


def test_a_path_with_control_characters_is_harmless(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file name may hold an escape code of the terminal."""
    result = collect(tmp_path, {"\x1b[31ma\n.xlsx": filled()}, units=[BUREAU])
    assert result.files() == {" [31ma .xlsx": "accepted"}
    assert "\x1b[31m" not in capsys.readouterr().out
