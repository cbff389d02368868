"""Write the samples from their plain tables: ``python -m samples.make_samples [-o FOLDER]``.

The returns, last year's workbook, what collecting must give (:mod:`samples.hand_sum`), and the
table in README.md. Bad returns start as good ones; what ``tables/typed.csv`` lists is then typed
over, as a clerk would.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl

from samples import hand_sum
from samples.hand_sum import FORM, ROSTER, SAMPLES, YEAR, Row, figures, table
from toolkit.form.form_file import load_form
from toolkit.form.layout import lay_out
from toolkit.grids.names import EMPTY, FILLED
from toolkit.roster.roster import Category, Unit
from toolkit.roster.roster_file import read_roster
from toolkit.template.filling import Filling
from toolkit.template.workbook import make_template, template_name

HEAD_OF_UNIT = "示例负责人"
# Whose clerks type a 0 where there was nothing; the others leave the cell blank.
TYPE_ZEROS = {Category.OWN, Category.COUNTY}
NOTICE = "关于报送 2024 年政府信息公开工作年度报告数据的通知（示例文字，不是报送件）\n"
_MARKED = re.compile(r"(<!-- received -->\n).*(\n<!-- end -->)", re.DOTALL)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")

form = load_form(FORM)
layout = lay_out(form)


def make_samples(out: Path) -> None:
    """Everything that is made, into the folder: workbooks that are no longer listed go away."""
    returns = out / "returns"
    for old in returns.rglob("*.xlsx"):
        old.unlink()
    _write(returns / "units.csv", ROSTER.read_bytes())
    for path, content in make_returns():
        _write(returns / path, content)
    _write(returns / "通知.txt", NOTICE.encode())
    expectation = json.dumps(hand_sum.expected(), ensure_ascii=False, indent=1) + "\n"
    _write(out / "expected.json", expectation.encode())
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    received = hand_sum.received_table()
    readme = _MARKED.sub(lambda found: f"{found[1]}{received}{found[2]}", readme)
    _write(out / "README.md", readme.encode())
    make_last_year(out / "last-year.xlsx")


def make_returns() -> Iterator[tuple[str, bytes]]:
    """Path and content of every workbook of ``tables/files.csv``."""
    units = read_roster(ROSTER).units
    typed = table("typed")
    for row in table("files"):
        if not row["文件"].endswith(".xlsx"):
            continue
        if not row["单位代码"]:
            yield row["文件"], make_template(form, None, int(row["年度"]))
            continue
        saved = datetime.datetime.fromisoformat(row["保存时间"])
        said = {
            (one["审核代码"], one["指标代码"]): one["说明"]
            for one in table("explanations")
            if one["文件"] == row["文件"]
        }
        content = make_return(units[row["单位代码"]], int(row["年度"]), saved, said)
        over = [one for one in typed if one["文件"] == row["文件"]]
        yield row["文件"], type_over(content, over, saved) if over else content


def make_return(
    unit: Unit,
    year: int,
    saved: datetime.datetime,
    explanations: Mapping[tuple[str, str | None], str] | None = None,
) -> bytes:
    """A good return: a table with figures is 已填完, one without is 零报告."""
    sent = figures(year)[unit.code]
    filled: dict[str, int] = {}
    states: dict[str, str] = {}
    for one in form.tables:
        codes = form.table_inputs(one.code)
        states[one.code] = FILLED if any(code in sent for code in codes) else EMPTY
        for code in codes:
            if code in sent or (states[one.code] == FILLED and unit.category in TYPE_ZEROS):
                filled[code] = int(sent.get(code, Decimal(0)).scaleb(form.decimals[code]))
    contact = {"preparer": unit.contact, "phone": unit.phone, "head": HEAD_OF_UNIT}
    contact["date"] = saved.date().isoformat()
    return make_template(
        form, unit, year, Filling(filled, states, contact, saved, explanations or {})
    )


def type_over(content: bytes, typed: list[Row], saved: datetime.datetime) -> bytes:
    """The workbook with other contents in some cells: formulas lose their stored results."""
    book = openpyxl.load_workbook(BytesIO(content))
    for one in typed:
        sheet, cell = layout.where(one["指标代码"])
        text = one["填写"]
        book[sheet][cell] = int(text) if text.isdecimal() else text
    buffer = BytesIO()
    book.save(buffer)
    return _dated(buffer.getvalue(), saved)


def _dated(content: bytes, saved: datetime.datetime) -> bytes:
    """openpyxl writes the present time into the package: here it is the one of the table."""
    buffer = BytesIO()
    time = f"{saved.isoformat()}Z".encode()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + time, part)
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            new.writestr(member, part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def make_last_year(path: Path) -> None:
    """Last year's consolidated workbook, from last year's returns, which were all good."""
    year = YEAR - 1
    with tempfile.TemporaryDirectory() as folder:
        roster = read_roster(ROSTER)
        # The city itself stands on the roster for its name only.
        for number, unit in enumerate(roster.children(roster.collector())):
            saved = datetime.datetime(YEAR, 1, 8, 9, number)
            name = template_name(form, unit, year)
            _write(Path(folder) / name, make_return(unit, year, saved))
        made = Path(folder) / "made.xlsx"
        # It says where its roster lies, from where it lies itself.
        _write(Path(folder) / "units.csv", ROSTER.read_bytes())
        command = [sys.executable, "-m", "toolkit", "collect", folder, "-o", str(made)]
        # It says when it was made; the same samples are to give the same bytes.
        when = datetime.datetime(YEAR, 2, 25, 9, tzinfo=datetime.UTC)
        moment = os.environ | {"SOURCE_DATE_EPOCH": str(int(when.timestamp()))}
        quiet = subprocess.DEVNULL
        subprocess.run(command, cwd=SAMPLES.parent, check=True, stdout=quiet, env=moment)
        _write(path, made.read_bytes())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the samples from their plain tables.")
    parser.add_argument("-o", "--output", type=Path, default=SAMPLES, help="default: samples/")
    out: Path = parser.parse_args().output
    make_samples(out)
    print(f"Samples written to {out}.")


if __name__ == "__main__":
    main()
