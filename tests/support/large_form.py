"""A form file of as many indicators and rules as one likes."""

from __future__ import annotations


def large(rows: int, columns: int, rules: int = 0) -> str:
    """Each rule is spread over all columns of the first row."""
    heads = (
        "[" + ", ".join(f"{{code: {one}{n}, label: {one}{n}}}" for n in range(number)) + "]"
        for one, number in (("r", rows), ("c", columns))
    )
    spread = "".join(
        f"  - {{code: ZZ-{n:02}, title: a, check: t.r0.* <= t.r1.*, at: t.r0.*, severity: error,"
        " why: a, example: a, remedy: a}\n"
        for n in range(rules)
    )
    block = "{{rows: {}, columns: {}}}".format(*heads)
    return (
        'id: large\ntitle: 大表\nversion: "1"\nbasis: 示例\nkinds: {n: {type: count, unit: 册}}\n'
        f"tables:\n  - {{code: t, sheet: 大表, title: 大表, kind: n, blocks: [{block}]}}\n"
        + (f"rules:\n{spread}" if rules else "")
    )
