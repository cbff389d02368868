"""Amounts on the first page that are too large or too small to be true: 元 for 万元, mostly."""

from __future__ import annotations

from toolkit.consolidated_workbook.edition import Edition
from toolkit.consolidated_workbook.overview import words
from toolkit.findings.details import Jump, Peers
from toolkit.findings.finding import Finding
from toolkit.findings.seen_words import show
from toolkit.form.number import plain


def suspicious_amounts(edition: Edition) -> list[str]:
    """Each with its unit, and beside it what it was compared with."""
    return [_told(one, edition) for one in edition.suspicious]


def _told(one: Finding, edition: Edition) -> str:
    indicator = edition.result.form.indicators[one.indicator or ""]
    label = (indicator.row_labels or indicator.column_labels)[-1]
    told = f"{one.unit_name or one.unit} {label} {show(one.actual)}"
    match one.details:
        case Jump(before):
            return f"{told}（{words.beside_last_year(plain(before))}）"
        case Peers(_, median):
            return f"{told}（{words.beside_peers(plain(median))}）"
    return told
