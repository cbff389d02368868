"""Names: what the folder of a new collection consists of, by which it is known again."""

from __future__ import annotations

from toolkit.grids.names import ROSTERS

FILE = "collection.toml"
TEMPLATES, RETURNS, FEEDBACK, REPORTS = "模板", "收件", "退回", "发布"
ROSTER, LAST_YEAR = ROSTERS[0], "上年数.xlsx"
# What a folder of returns may be called that was begun without a collection.toml.
RETURNS_BEFORE = (RETURNS, "returns")
