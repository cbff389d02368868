"""The parts of a new workbook, each deflated in a thread while xlsxwriter spells the next.

Deflating takes a sixth of the time that a workbook takes, and Python can go on meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.packager import Packager

from toolkit.spreadsheets.packing import PackedPart, package_of_packed, packed


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
        return super()._filename(xml_filename)

    def _create_package(self) -> list[Any]:
        # No thread is left when this ends, in whatever way.
        with ThreadPoolExecutor(1) as self._pool:
            super()._create_package()
            self._pack_complete()
        return []

    def _pack_complete(self) -> None:
        for part, name, binary in self.filenames:
            content = part.getvalue() if binary else part.getvalue().encode()
            if not binary and not content.endswith((b">", b">\n")):
                raise RuntimeError(f"xlsxwriter has not finished {name}")
            self._packed.append(self._pool.submit(packed, name, content))
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
