"""Running without the tracer of coverage, which more than doubles the time of all Python code.

It counts lines of the toolkit alone and still slows down every library that is called.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def untraced() -> Iterator[None]:
    """A block, or a function, of which nothing is counted: other tests cover it."""
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)
        # A tracer that is set here begins with the next call: before this block is left.
        _call()


def _call() -> None:
    pass
