"""Fonts and colours of all workbooks."""

from __future__ import annotations

SONG, HEI = "宋体", "黑体"

# What a cell is filled with: where somebody types, where a sum stands, where heads stand.
INPUT_FILL, TOTAL_FILL, HEAD_FILL = "#FFF9DB", "#EDEDED", "#F5F7FA"

# Marks of conditional formats: what is wrong, what holds.
RED = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}

YELLOW = {"bg_color": "#FFEB9C", "font_color": "#7F6000"}

GREEN = {"font_color": "#1E6B34"}

# A cell with a link.
LINK = {"font_color": "#0563C1", "underline": 1}
