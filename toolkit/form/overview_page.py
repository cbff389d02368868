"""Overview page: the key figures and the charts that a form wants shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field, model_validator

from toolkit.form.measure import Measure
from toolkit.form.table import Data, FigureKind, FormError, Label


class Group(Data):
    """A series of a chart: a measure for each of its bars."""

    label: Label
    bars: tuple[Measure, ...] = Field(min_length=1)


class Chart(Data):
    """One chart of the overview."""

    # ``by_unit``: one measure, with a bar for each unit. ``parts``: a bar for each measure.
    # ``years``: this year and last year of each measure. ``groups``: several series with bars of
    # the same names.
    kind: Literal["by_unit", "parts", "years", "groups"]
    title: Label
    # What the bars are.
    axis: Label
    bars: tuple[Measure, ...] = ()
    groups: tuple[Group, ...] = ()

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Chart:
        if bool(self.groups) != (self.kind == "groups") or bool(self.bars) == bool(self.groups):
            raise ValueError("groups 类的图写 groups，其他图写 bars，二者只写一个")
        if self.kind == "by_unit" and len(self.bars) > 1:
            raise ValueError("by_unit 类的图只能有一个数（bars）")
        if len({tuple(one.label for one in group.bars) for group in self.groups}) > 1:
            raise ValueError("同一张图各组（groups）的各项名称应相同，次序也相同")
        if any(one.over for one in self.measures):
            raise ValueError("图中只能用数量，不能用比率（over）")
        return self

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure that the chart shows."""
        return (*self.bars, *(one for group in self.groups for one in group.bars))


class OverviewPage(Data):
    """Key figures and charts; where both are empty, the page is laid out without them."""

    figures: tuple[Measure, ...] = ()
    charts: tuple[Chart, ...] = ()


KeyPath = tuple[str | int, ...]


def must_be_consistent(
    page: OverviewPage, kinds: Mapping[str, FigureKind], *path: str | int
) -> None:
    """``kinds``: indicator → its kind; ``path``: where the page stands in the form.

    Raises:
        FormError: a measure names an unknown indicator, or adds figures of different units.
    """
    for number, measure in enumerate(page.figures):
        _check([(measure, (*path, "figures", number))], kinds)
    for number, chart in enumerate(page.charts):
        _check(list(_places(chart, (*path, "charts", number))), kinds)


def _places(chart: Chart, path: KeyPath) -> Iterator[tuple[Measure, KeyPath]]:
    for number, bar in enumerate(chart.bars):
        yield bar, (*path, "bars", number)
    for number, group in enumerate(chart.groups):
        for at, bar in enumerate(group.bars):
            yield bar, (*path, "groups", number, "bars", at)


def _check(measures: list[tuple[Measure, KeyPath]], kinds: Mapping[str, FigureKind]) -> None:
    first = ""
    for measure, path in measures:
        for key, codes in (("of", measure.of), ("over", measure.over)):
            for number, code in enumerate(codes):
                if code not in kinds:
                    raise FormError(f"表中没有指标“{code}”", *path, key, number)
                first = first or kinds[code].unit
                if kinds[code].unit != first:
                    problem = f"计量单位不同（{first}、{kinds[code].unit}），不能放在一起"
                    raise FormError(problem, *path, key, number)
