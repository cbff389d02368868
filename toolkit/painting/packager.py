"""The parts of a new workbook, deflated in a thread while xlsxwriter spells them.

Deflating takes a sixth of the time that a workbook takes, and Python can go on meanwhile. A part is
handed over piece by piece: as a whole the figures of 20,000 units would take 700 MB.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO, StringIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.packager import Packager

from toolkit.spreadsheets.packing import PackedPart, Packing, package_of_packed, packed

# Characters that are handed over at once, and how many times as many may wait for the thread.
_PIECE, _WAITING = 1_000_000, 4


class _Part(StringIO):
    """A part while xlsxwriter writes it, which takes only this class for a file in memory."""

    def __init__(self, name: str, pool: ThreadPoolExecutor) -> None:
        super().__init__()
        self._name, self._pool, self._packing = name, pool, Packing(name)
        self._written, self._size, self._end = list[str](), 0, b""
        self._handed_over: deque[Future[None]] = deque()

    def write(self, text: str) -> int:
        self._written.append(text)
        self._size += len(text)
        if self._size >= _PIECE:
            self._hand_over()
        return len(text)

    def packed(self) -> Future[PackedPart]:
        """What it becomes, now that it is complete."""
        self._hand_over()
        if not self._end.endswith((b">", b">\n")):
            raise RuntimeError(f"xlsxwriter has not finished {self._name}")
        return self._pool.submit(self._complete)

    def _complete(self) -> PackedPart:
        for handed_over in self._handed_over:
            # Whatever a piece has failed over is raised here: without it the part would be short.
            handed_over.result()
        return self._packing.part()

    def _hand_over(self) -> None:
        piece = "".join(self._written).encode()
        self._written, self._size = [], 0
        self._end = (self._end + piece[-2:])[-2:]
        if len(self._handed_over) == _WAITING:
            self._handed_over.popleft().result()
        self._handed_over.append(self._pool.submit(self._packing.add, piece))


class _Packager(Packager):  # type: ignore[misc]  # xlsxwriter has no types
    """Packs the parts of a workbook in memory, and leaves none to xlsxwriter.

    xlsxwriter says that its packager may be overridden, but not how. This one leans on
    ``_filename``, which is asked for the next part once the one before is complete, on
    ``filenames``, and on ``_create_package``, which gives them; tests/painting holds that.
    """

    def __init__(self) -> None:
        super().__init__()
        self._packed: list[Future[PackedPart]] = []

    def package(self) -> bytes:
        """The workbook, once all parts were made."""
        return package_of_packed(one.result() for one in self._packed)

    def _filename(self, xml_filename: str) -> Any:
        self._pack_complete()
        part = _Part(xml_filename, self._pool)
        self.filenames.append((part, xml_filename, False))
        return part

    def _create_package(self) -> list[Any]:
        # No thread is left when this ends, in whatever way.
        with ThreadPoolExecutor(1) as self._pool:
            super()._create_package()
            self._pack_complete()
        return []

    def _pack_complete(self) -> None:
        for part, name, _ in self.filenames:
            if isinstance(part, _Part):
                self._packed.append(part.packed())
            else:
                self._packed.append(self._pool.submit(packed, name, part.getvalue()))
        self.filenames.clear()


class PackedWorkbook(Workbook):  # type: ignore[misc]
    """A workbook of xlsxwriter in memory, whose package ``package`` gives once it is closed."""

    def __init__(self, options: Mapping[str, object]) -> None:
        """``options``: those of xlsxwriter."""
        super().__init__(BytesIO(), {**options, "in_memory": True})

    def package(self) -> bytes:
        return self._packager.package()

    def _get_packager(self) -> _Packager:
        self._packager = _Packager()
        return self._packager
