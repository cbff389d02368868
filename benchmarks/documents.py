"""How long reading a published report takes, beside libraries that only take its tables out.

    python -m benchmarks.documents [--rounds 5] [FILE ...]

Without files, reports of the shipped form are made: a page and a Word document by ``toolkit
report``, and a PDF of that by LibreOffice (``soffice``, if it is installed). In one process, one
after the other, so that all meet the same machine; each figure is the median of the rounds. What
is read is a return: tables found by their labels, figures, totals compared.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median

import docx
import pandas as pd
import pdfplumber

import toolkit
from benchmarks.filled_returns import make_returns
from toolkit.commands.read_files import FileToReturn
from toolkit.documents.formats import READERS
from toolkit.files.incoming import Incoming
from toolkit.form.form_file import default_form
from toolkit.spreadsheets.kind import FileKind, kind_of


def by_pandas(content: bytes) -> object:
    return pd.read_html(BytesIO(content), flavor="lxml")


def by_python_docx(content: bytes) -> object:
    tables = docx.Document(BytesIO(content)).tables
    return [[[cell.text for cell in row.cells] for row in one.rows] for one in tables]


def by_pdfplumber(content: bytes) -> object:
    with pdfplumber.open(BytesIO(content)) as document:
        return [page.extract_tables() for page in document.pages]


PEERS: dict[FileKind, tuple[str, Callable[[bytes], object]]] = {
    FileKind.HTML: ("pandas.read_html", by_pandas),
    FileKind.DOCX: ("python-docx", by_python_docx),
    FileKind.PDF: ("pdfplumber", by_pdfplumber),
}


def milliseconds(rounds: int, work: Callable[[], object]) -> float:
    """The median of the rounds, the first of which does not count."""
    work()
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append(1_000 * (time.perf_counter() - began))
    return median(taken)


def made(folder: Path) -> list[Path]:
    """The reports of one return, in each format that can be made here."""
    (folder / "returns").mkdir()
    make_returns(folder / "returns", 1)
    workbook = next(iter((folder / "returns").glob("*.xlsx")))
    files = list(toolkit.report(workbook, folder))
    if shutil.which("soffice"):
        word = next(one for one in files if one.suffix == ".docx")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        convert = ("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir")
        subprocess.run([*convert, str(folder), str(word)], check=True, capture_output=True)
        files.append(word.with_suffix(".pdf"))
    return files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    task = FileToReturn(default_form())
    print("| file | KB | read, ms | of it the document | beside | ms | ratio |")
    print("|---|---:|---:|---:|---|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for path in arguments.files or made(Path(folder)):
            content = path.read_bytes()
            kind = kind_of(content)
            one = Incoming(path.name, content, kind=kind)
            read = milliseconds(arguments.rounds, partial(task, one))
            document = milliseconds(arguments.rounds, partial(READERS[kind](), content))
            line = (
                f"| {path.suffix[1:]} | {len(content) / 1_000:.0f} | {read:.1f} | {document:.1f} |"
            )
            if kind in PEERS:
                name, peer = PEERS[kind]
                theirs = milliseconds(arguments.rounds, partial(peer, content))
                line += f" {name} | {theirs:.1f} | {read / theirs:.2f} |"
            print(line if kind in PEERS else f"{line} – | | |")


if __name__ == "__main__":
    main()
