"""Damage to figures."""

from __future__ import annotations

from decimal import Decimal

from tests.support.reports.damage import NotHere, Scene, kind

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@kind()
def figure_changed(scene: Scene) -> None:
    table, cell = scene.figure()
    new = max(int(cell.text) + scene.rng.choice((-1, 1, 10, 100)), 0)
    if str(new) == cell.text:
        raise NotHere
    scene.show(cell, str(new), new)
    if table.kind != "t2":
        scene.must_tell(table)


@kind()
def digits_exchanged(scene: Scene) -> None:
    table, cell = scene.figure(least=10)
    text = cell.text[:-2] + cell.text[-1] + cell.text[-2]
    if text == cell.text or text.startswith("0"):
        raise NotHere
    scene.show(cell, text, int(text))
    if table.kind != "t2":
        scene.must_tell(table)


@kind()
def figure_blanked(scene: Scene) -> None:
    table, cell = scene.figure(least=1)
    scene.show(cell, "", 0)
    if table.kind != "t2":
        scene.must_tell(table)


@kind()
def dash_for_a_figure(scene: Scene) -> None:
    table, cell = scene.figure(least=1)
    scene.show(cell, scene.rng.choice(("—", "/", "无", "-")), 0)
    if table.kind != "t2":
        scene.must_tell(table)


@kind()
def dash_for_nothing(scene: Scene) -> None:
    """A dash where 0 is meant."""
    table = scene.table()
    cells = [one for one in table.figures() if one.text == "0" and one.code in scene.truth]
    if not cells:
        raise NotHere
    scene.show(scene.rng.choice(cells), scene.rng.choice(("—", "/", "无")), 0)


@kind()
def unit_behind(scene: Scene) -> None:
    _, cell = scene.figure()
    scene.show(cell, f"{cell.text}件", int(cell.text))


@kind()
def ten_thousand_behind(scene: Scene) -> None:
    """2万 is 20000, and in no case 2."""
    table, cell = scene.figure(least=1)
    scene.show(cell, f"{cell.text}万", int(cell.text) * 10_000)
    scene.must_tell(table)


@kind()
def letter_for_a_digit(scene: Scene) -> None:
    table, cell = scene.figure()
    at = scene.rng.randrange(len(cell.text))
    scene.show(cell, cell.text[:at] + scene.rng.choice("OolI") + cell.text[at + 1 :])
    scene.must_tell(table)


@kind()
def letter_for_nothing(scene: Scene) -> None:
    table = scene.table()
    cells = [one for one in table.figures() if one.text == "0" and one.code in scene.truth]
    if not cells:
        raise NotHere
    scene.show(scene.rng.choice(cells), "O")
    scene.must_tell(table)


@kind("lines")
def two_figures(scene: Scene) -> None:
    table, cell = scene.figure()
    scene.show(cell, f"{cell.text}\n{scene.rng.randint(100, 999)}")
    scene.must_tell(table)


@kind()
def remark_in_brackets(scene: Scene) -> None:
    table, cell = scene.figure(least=2)
    scene.show(cell, f"{cell.text}（其中线上1）", int(cell.text))
    scene.must_tell(table)


@kind()
def split_by_a_blank(scene: Scene) -> None:
    _, cell = scene.figure(least=10)
    scene.show(cell, f"{cell.text[0]} {cell.text[1:]}", int(cell.text))


@kind()
def negative(scene: Scene) -> None:
    table, cell = scene.figure(least=1)
    scene.show(cell, f"-{cell.text}")
    scene.must_tell(table)


@kind()
def decimals(scene: Scene) -> None:
    table, cell = scene.figure()
    if cell.code == "t2.fees.amount":
        raise NotHere
    scene.show(cell, f"{cell.text}.5")
    scene.must_tell(table)


@kind(harmless=True)
def decimals_of_nothing(scene: Scene) -> None:
    _, cell = scene.figure()
    scene.show(cell, f"{cell.text}.0", int(cell.text))


@kind("looks")
def struck_out(scene: Scene) -> None:
    table, cell = scene.figure(least=1)
    cell.apart, cell.look = cell.text, "struck"
    scene.show(cell, "")
    scene.must_tell(table)


@kind("looks")
def struck_out_and_typed_again(scene: Scene) -> None:
    table, cell = scene.figure(least=1)
    cell.apart, cell.look = cell.text, "struck"
    new = int(cell.text) + 5
    scene.show(cell, str(new), new)
    scene.must_tell(table)


@kind("looks")
def footnote(scene: Scene) -> None:
    _, cell = scene.figure(least=1)
    cell.apart, cell.look = "1", "raised"
    scene.show(cell, cell.text, int(cell.text))


@kind(harmless=True)
def wide_digits(scene: Scene) -> None:
    _, cell = scene.figure()
    scene.show(cell, cell.text.translate(_WIDE), int(cell.text))


@kind()
def commas_at_wrong_places(scene: Scene) -> None:
    table, cell = scene.figure(least=100)
    scene.show(cell, f"{cell.text[:-2]},{cell.text[-2:]}", int(cell.text))
    scene.must_tell(table)


@kind()
def neighbours_exchanged(scene: Scene) -> None:
    table = scene.table("t3", "t4")
    cells = [one for one in table.figures() if one.code in scene.truth]
    at = scene.rng.randrange(len(cells) - 1)
    one, other = cells[at], cells[at + 1]
    if one.text == other.text:
        raise NotHere
    first, second = one.text, other.text
    scene.show(one, second, int(second))
    scene.show(other, first, int(first))
    if table.kind == "t3":
        scene.must_tell(table)


@kind()
def total_wrong(scene: Scene) -> None:
    table = scene.table("t3", "t4")
    cell = scene.rng.choice([one for one in table.figures() if one.code in scene.totals])
    scene.show(cell, str(int(cell.text) + scene.rng.randint(1, 9)))
    scene.must_tell(table)


@kind()
def total_without_figure(scene: Scene) -> None:
    """It is computed, and what stands there is no figure: that is told."""
    table = scene.table("t3", "t4")
    cell = scene.rng.choice([one for one in table.figures() if one.code in scene.totals])
    scene.show(cell, "待定")
    scene.must_tell(table)


@kind()
def fee_in_yuan(scene: Scene) -> None:
    """The head says 元, and so does the figure."""
    table = scene.report.table("t2")
    cell = next(one for one in table.figures() if one.code == "t2.fees.amount")
    head = next(one for _, _, one in table.cells if "万元" in one.text)
    amount = Decimal(cell.text)
    if not amount:
        raise NotHere
    head.text = head.text.replace("万元", "元")
    scene.show(cell, f"{(amount * 10_000).normalize():f}", amount)
    scene.must_tell(table)


@kind()
def fee_with_its_unit(scene: Scene) -> None:
    table = scene.report.table("t2")
    cell = next(one for one in table.figures() if one.code == "t2.fees.amount")
    amount = Decimal(cell.text)
    if not amount:
        raise NotHere
    scene.show(cell, f"{(amount * 10_000).normalize():f}元", amount)
    scene.must_tell(table)
