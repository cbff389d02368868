"""One office for all tests of a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.libreoffice.office import end


@pytest.fixture(scope="session", autouse=True)
def _office_ends() -> Iterator[None]:
    yield
    end()
