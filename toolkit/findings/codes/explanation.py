"""Codes about explanations of units."""

from __future__ import annotations

from toolkit.findings.codes.code import ALL, Code

TITLE = "情况说明"

CODES = (
    # An explanation of a problem that does not exist.
    Code(
        code="EXP-01",
        severity="info",
        title="说明的情况已不存在",
        message="{sheet} {cell} 的情况说明“{explanation}”所对应的问题（{about}）没有出现。",
        remedy="无需处理；如说明的是别的情况，请与填报单位核实。",
        why="情况说明是针对某一处问题写的；该问题已不存在，说明也就不再需要。",
        example="对表二 D6 写过情况说明，本年这一格改正后已没有问题。",
        effect=ALL,
        unit_remedy="无需处理；如说明的是别的情况，请改正说明。",
    ),
)
