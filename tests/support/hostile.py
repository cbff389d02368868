"""Files made to break a reader, and what reading each costs: ``python -m tests.support.hostile``.

Each is a good template with one thing about it that no honest file has.
"""

from __future__ import annotations

import json
import os
import random
import re
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from tests.support.build import filled, parts, patched, sheet_part, zipped
from toolkit.grids.address import cell

GOOD = filled()
SHEET = sheet_part(GOOD, "表三")
_END = "</sheetData>"

HOSTILE: dict[str, Callable[[], bytes]] = {}


def hostile(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Made once: some hold a hundred thousand parts."""
    made = HOSTILE[make.__name__] = cache(make)
    return made


def _packed(members: dict[str, bytes]) -> bytes:
    return zipped({**parts(GOOD), **members})


def _in_sheet(xml: str) -> bytes:
    return patched(GOOD, SHEET, lambda text: text.replace(_END, xml + _END))


@hostile
def far_cell() -> bytes:
    """calamine holds a sheet densely: it would ask for 549 GB."""
    return _in_sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


@hostile
def far_cell_in_odd_spelling() -> bytes:
    return _in_sheet("<row r = '1048576'><c r = 'XFD1048576'><v>1</v></c></row>")


@hostile
def far_row_without_references() -> bytes:
    return _in_sheet('<row r="1048576"><c><v>1</v></c></row>')


@hostile
def huge_shared_strings() -> bytes:
    """400 MB of text in two megabytes."""
    head = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return _packed({"xl/sharedStrings.xml": head + b"<si><t>AAAAAAAA</t></si>" * 17_000_000})


@hostile
def zip_bomb_in_a_part() -> bytes:
    return _packed({SHEET: b" " * 1_000_000_000})


@hostile
def entity_bomb() -> bytes:
    """The billion laughs."""
    lines = ['<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    xml = f"<?xml version='1.0'?><!DOCTYPE x [{''.join(lines)}]><x>&a9;</x>"
    return _packed({"docProps/core.xml": xml.encode()})


@hostile
def entity_bomb_in_utf_16() -> bytes:
    xml = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'
    return _packed({"docProps/custom.xml": xml.encode("utf-16")})


@hostile
def external_entity() -> bytes:
    xml = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    return _packed({"docProps/custom.xml": xml.encode()})


@hostile
def millions_of_styles() -> bytes:
    def more(text: str) -> str:
        return text.replace("</cellXfs>", "<xf/>" * 3_000_000 + "</cellXfs>")

    return patched(GOOD, "xl/styles.xml", more)


@hostile
def millions_of_merged_ranges() -> bytes:
    def more(text: str) -> str:
        return text.replace("</mergeCells>", '<mergeCell ref="A1:B2"/>' * 800_000 + "</mergeCells>")

    return patched(GOOD, SHEET, more)


@hostile
def millions_of_cells() -> bytes:
    """All in use, in a spelling that has to be parsed."""
    row = "".join(f"<c><v>{n}</v></c>" for n in range(900))
    return _in_sheet("".join(f'<row r="{100 + n}">{row}</row>' for n in range(1_000)))


@hostile
def as_many_cells_as_are_allowed() -> bytes:
    """The most that a sheet may hold, and all numbers."""
    names = [cell(0, column).address[:-1] for column in range(990)]
    rows = (
        f'<row r="{n}">{"".join(f"""<c r="{name}{n}"><v>1</v></c>""" for name in names)}</row>'
        for n in range(100, 400)
    )
    return _in_sheet("".join(rows))


@hostile
def formatted_to_the_last_row() -> bytes:
    """An honest file, of a program that writes every cell with a format: 120 MB of nothing."""
    rows = (
        f'<row r="{n}" s="4" customFormat="1"><c r="A{n}" s="4"/><c r="B{n}" s="4"/></row>'
        for n in range(60, 1_048_577)
    )
    return _in_sheet("".join(rows))


@hostile
def formatted_cells_without_end() -> bytes:
    """More of nothing than any sheet can hold."""
    return _in_sheet('<row r="60">' + '<c r="A60" s="4"/>' * 50_000_000 + "</row>")


@hostile
def a_shared_formula_without_end() -> bytes:
    text = "A1+" * 5_000_000
    return _in_sheet(f'<row r="99"><c r="A99"><f>{text}</f><v>1</v></c></row>')


@hostile
def deeply_nested_xml() -> bytes:
    return _packed({"docProps/custom.xml": b"<a>" * 2_000_000 + b"</a>" * 2_000_000})


@hostile
def forged_sizes() -> bytes:
    """The directory says that every part is empty."""
    content = bytearray(zipped({**parts(GOOD), "xl/x.xml": b"A" * 300_000_000}))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 24 : at + 28] = struct.pack("<I", 0)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


@hostile
def a_hundred_thousand_parts() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, part in parts(GOOD).items():
            package.writestr(name, part)
        for number in range(100_000):
            package.writestr(f"xl/x{number}", b"")
    return buffer.getvalue()


@hostile
def paths_that_lead_out() -> bytes:
    return zipped({"../../../../tmp/evil.xlsx": GOOD, "/etc/evil.xlsx": b"", "C:\\evil.xlsx": b""})


@hostile
def zips_within_zips() -> bytes:
    content = zipped({"a.xlsx": GOOD})
    for _ in range(10):
        content = zipped({"inner.zip": content})
    return content


@hostile
def a_wide_zip_bomb() -> bytes:
    """42.zip in small: each of 16 zips holds 16 files of 50 MB."""
    inner = zipped({f"{number}.xlsx": b"\0" * 50_000_000 for number in range(16)})
    return zipped({f"{number}.zip": inner for number in range(16)})


@hostile
def many_columns_hidden() -> bytes:
    def more(text: str) -> str:
        extra = '<col min="1" max="999999999" hidden="1"/>' * 1_000
        return re.sub("</cols>", extra + "</cols>", text)

    return patched(GOOD, SHEET, more)


@hostile
def noise_in_the_middle() -> bytes:
    content = bytearray(GOOD)
    rng = random.Random(7)
    for _ in range(400):
        content[rng.randrange(len(content))] = rng.randrange(256)
    return bytes(content)


_MEASURE = """
import json, resource, sys, time
from pathlib import Path
began = time.perf_counter()
from toolkit.files.folder import open_inbox
from toolkit.commands.read_files import ReadFiles
from toolkit.form.form_file import default_form
from toolkit.returns.unit_return import Unread
files = list(ReadFiles(list(open_inbox([Path(sys.argv[1])])), default_form()))
# getrusage(SELF) would count what the process was forked from before it became this one.
status = Path("/proc/self/status").read_text()
own = int(status.partition("VmHWM:")[2].split()[0])
children = resource.getrusage(resource.RUSAGE_CHILDREN)
used = own, children.ru_maxrss
print(json.dumps({
    "seconds": time.perf_counter() - began,
    "processor": time.process_time() + children.ru_utime + children.ru_stime,
    "megabytes": max(used) / 1024,
    "said": [
        f.refusal.text if isinstance(f, Unread) else sorted({o.code for o in f.findings})
        for f in files
    ],
}))
"""


def cost(content: bytes, folder: Path) -> dict[str, object]:
    """What reading a file costs in a process of its own: seconds, megabytes at the most."""
    path = folder / "hostile.xlsx"
    path.write_bytes(content)
    run = subprocess.run(
        [sys.executable, "-c", _MEASURE, path],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    return dict(json.loads(run.stdout))


def costs() -> Iterator[tuple[str, int, dict[str, object]]]:
    with tempfile.TemporaryDirectory() as folder:
        for name, make in HOSTILE.items():
            content = make()
            yield name, len(content), cost(content, Path(folder))


if __name__ == "__main__":
    began = time.monotonic()
    for name, size, spent in costs():
        seconds, megabytes = spent["seconds"], spent["megabytes"]
        said = Counter(str(one) for one in list(spent["said"]))  # type: ignore[call-overload]
        told = ", ".join(f"{n} × {one}" for one, n in said.items())
        print(f"{name:32} {size:>11,} B {seconds:6.2f} s {megabytes:6.0f} MB  {told}")
    print(f"{time.monotonic() - began:.0f} s in all")
