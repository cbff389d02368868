"""Tidy tables as CSV, each with the fields that a Frictionless data package describes.

A text that begins like a formula gets an apostrophe before it. No real name begins so, and what a
stranger wrote into a return must not run in the spreadsheet program that opens the file.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import StringIO
from typing import Any

from toolkit.exports import words
from toolkit.form.number import plain

# How the descriptor of a package of ours begins.
DESCRIPTOR, DESCRIPTOR_BEGINS = "datapackage.json", b'{\n "toolkit": {'
_FORMULA_BEGINS = tuple("=+-@\t\r\n＝＋－＠")

Cell = str | int | Decimal | bool | None
REQUIRED = {"required": True}
FIGURE = {"minimum": 0}


@dataclass(frozen=True)
class Field:
    name: str
    type: str = "string"
    constraints: Mapping[str, Any] = field(default_factory=dict)
    description: str = ""

    def descriptor(self) -> dict[str, Any]:
        title, told = words.FIELDS[self.name]
        described = {"description": text} if (text := self.description or told) else {}
        limits = {"constraints": dict(self.constraints)} if self.constraints else {}
        truth = {"trueValues": ["true"], "falseValues": ["false"]} if self.type == "boolean" else {}
        return {
            "name": self.name,
            "title": title,
            **described,
            "type": self.type,
            **truth,
            **limits,
        }


@dataclass(frozen=True, eq=False)
class Table:
    name: str
    fields: Sequence[Field]
    key: Sequence[str]
    # The fields that are keys of another table of the package.
    foreign: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"{self.name}.csv"

    @property
    def head(self) -> bytes:
        """How the file begins, byte order mark and all."""
        return csv_of([[one.name for one in self.fields]])

    def descriptor(self, content: bytes) -> dict[str, Any]:
        title, told = words.TITLES[self.name]
        return {
            "name": self.name,
            "path": self.path,
            "profile": "tabular-data-resource",
            "title": title,
            "description": told,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": len(content),
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
            "dialect": DIALECT,
            "schema": {
                "fields": [one.descriptor() for one in self.fields],
                "missingValues": [""],
                "primaryKey": list(self.key),
                "foreignKeys": [
                    {"fields": [one], "reference": {"resource": table, "fields": [one]}}
                    for one, table in self.foreign.items()
                ],
            },
        }


DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
}


def csv_of(rows: Iterable[Sequence[Cell]], *, mark: bool = True) -> bytes:
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig" if mark else "utf-8")


def _written(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | Decimal):
        # A number below 0 begins like a formula, and is none.
        return plain(cell)
    text = cell or ""
    return f"'{text}" if text.startswith(_FORMULA_BEGINS) else text
