"""New file: the bytes of a collection.toml that is begun."""

from __future__ import annotations

import json
from collections.abc import Mapping

from toolkit.collection import words
from toolkit.collection.keys import KEYS


def new_file(values: Mapping[tuple[str, str], object]) -> bytes:
    """``values``: table and name of a key → what it says; None where it stands in a comment."""
    said = {key: values.get((key.table, key.name)) for key in KEYS}
    text = words.new_file({key: _written(one) for key, one in said.items() if one is not None})
    # Older versions of Notepad know no other end of a line.
    return text.replace("\n", "\r\n").encode()


def _written(value: object) -> str:
    """A value as TOML has it."""
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, bool | int):
        return str(value).lower()
    text = str(value)
    # In single quotes a backslash is one.
    return f"'{text}'" if "'" not in text else json.dumps(text, ensure_ascii=False)
