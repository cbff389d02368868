"""New workbooks: creation, formats, sealing, and writing to disk without half-written files."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from toolkit.commands.words import not_writable
from toolkit.errors import CannotRun
from toolkit.grids.identity import PROPERTY, SHEET, Identity
from toolkit.review.hand_typed import cell_text, outline
from toolkit.spreadsheets.zip_package import ZIP_DAMAGE

SONG, HEI = "宋体", "黑体"
# Marks of conditional formats: what is wrong, what holds.
RED = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
YELLOW = {"bg_color": "#FFEB9C", "font_color": "#7F6000"}
GREEN = {"font_color": "#1E6B34"}
CUSTOM = "docProps/custom.xml"
SEAL = PROPERTY + "seal"
_SEAL_VALUE = re.compile(rf'(name="{re.escape(SEAL)}"[^>]*><vt:lpwstr>)[0-9a-f]*(</vt:lpwstr>)')


class Book:
    """An xlsxwriter workbook in memory; equal property sets share one format."""

    def __init__(self, created: datetime.datetime) -> None:
        self._buffer = BytesIO()
        self.workbook = xlsxwriter.Workbook(
            self._buffer,
            {
                "in_memory": True,
                # What a return says is text, whatever it looks like.
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": SONG, "font_size": 11},
            },
        )
        self._created = created
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def format(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": SONG, "font_size": 11, "valign": "vcenter"}
            self._formats[key] = self.workbook.add_format({**base, **properties})
        return self._formats[key]

    def mark(self, **properties: object) -> Format:
        """A format for a conditional format: only what it changes."""
        key = ("mark", True), *sorted(properties.items())
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def sheet(self, name: str, *, landscape: bool = False, wide: bool = False) -> Worksheet:
        """A sheet that prints on A4, one page wide; ``wide`` ones on several side by side."""
        sheet: Worksheet = self.workbook.add_worksheet(name)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.center_horizontally()
        if wide:
            sheet.set_print_scale(60)
        else:
            sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        return sheet

    def identify(
        self, identity: Identity, title: str, more: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Write the identity: on a very hidden sheet and in the custom properties.

        ``more`` stands on the hidden sheet alone.
        """
        pairs = identity.pairs()
        hidden = self.workbook.add_worksheet(SHEET)
        for row, (key, value) in enumerate([*pairs.items(), *more]):
            hidden.write_string(row, 0, key)
            hidden.write_string(row, 1, value)
        hidden.protect()
        hidden.very_hidden()
        self.workbook.set_properties({"title": title, "created": self._created})
        for key, value in pairs.items():
            self.workbook.set_custom_property(PROPERTY + key, value, "text")

    def written(self) -> dict[str, list[dict[int | str, str]]]:
        """Every row of every sheet so far.

        :func:`toolkit.review.hand_typed.rows_of` reads them again.
        """
        texts = {at: text for text, at in self.workbook.str_table.string_table.items()}
        return {
            sheet.name: [_row(cells, texts) for _, cells in sorted(sheet.table.items())]
            for sheet in self.workbook.worksheets()
        }

    def finish(self, *, locked: bool = False) -> bytes:
        """Close the workbook.

        ``locked`` keeps its sheets from being renamed, moved or deleted, and seals it.
        """
        if locked:
            self.workbook.set_custom_property(SEAL, "0" * 64, "text")
        self.workbook.close()
        content = self._buffer.getvalue()
        return _seal(content) if locked else content


def _row(cells: Mapping[int, Any], texts: Mapping[int, str]) -> dict[int | str, str]:
    """The cells of a row as xlsxwriter holds them: named tuples, one kind for each type."""
    shown: dict[int | str, str] = {}
    for column, cell in cells.items():
        kind = type(cell).__name__
        if kind == "Formula":
            shown[column] = outline(f"={cell.formula.removeprefix('=')}")
        elif kind == "String":
            shown[column] = cell_text(texts[cell.string])
        elif kind == "Number":
            shown[column] = cell_text(cell.number)
        elif kind == "Boolean":
            shown[column] = cell_text(bool(cell.boolean))
        elif kind != "Blank":
            raise TypeError(f"xlsxwriter holds a cell as {kind}, which is not known here")
    return {column: text for column, text in shown.items() if text}


def protect(sheet: Worksheet, *, filtered: bool = False) -> None:
    """No password: the lock guides. Column widths, row heights and a filter stay free."""
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": filtered})


@contextmanager
def strictly() -> Iterator[None]:
    """xlsxwriter drops what it cannot write with a mere warning: here that is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def _seal(content: bytes) -> bytes:
    """Lock the structure, for which xlsxwriter has no call, and write a digest of all parts."""
    parts = _parts(content)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>', 1
    )
    digest = _digest(parts)
    parts[CUSTOM] = _SEAL_VALUE.sub(rf"\g<1>{digest}\g<2>", parts[CUSTOM].decode()).encode()
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED
            )
    return buffer.getvalue()


def unchanged_since_made(content: bytes) -> bool:
    """Whether a workbook of ours is byte for byte as it was made, by the seal inside it."""
    try:
        parts = _parts(content)
        found = _SEAL_VALUE.search(parts[CUSTOM].decode())
    except (KeyError, *ZIP_DAMAGE):
        return False
    return bool(found) and f">{_digest(parts)}<" in parts[CUSTOM].decode()


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {one.filename: package.read(one) for one in package.infolist()}


def _digest(parts: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(parts):
        # The custom properties hold the digest itself; what else they say is on the hidden sheet.
        if name != CUSTOM:
            digest.update(name.encode() + b"\0" + hashlib.sha256(parts[name]).digest())
    return digest.hexdigest()


def write_file(path: Path, content: bytes) -> None:
    """Write one file; see :func:`write_files`."""
    write_files([(path, content)])


def write_files(
    files: Sequence[tuple[Path, bytes]], ready: Callable[[], None] = lambda: None
) -> None:
    """Write each beside its target, then replace the targets, in their order, each whole.

    ``ready`` is called when all are written and none is in its place yet; it may raise.

    Raises:
        CannotRun: a target is open elsewhere, or may not be written.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for path, content in files:
            try:
                staged.append((_stage(path, content), path))
            except OSError as error:
                raise CannotRun(not_writable(str(path))) from error
        ready()
        for temporary, path in staged:
            try:
                temporary.replace(path)
            except OSError as error:
                raise CannotRun(not_writable(str(path))) from error
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)


def _stage(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    # On Windows a workbook that is open in Excel cannot be opened for writing: ask for it first.
    if path.exists():
        with path.open("r+b"):
            pass
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".~", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
