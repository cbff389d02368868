"""The tables of the library: what a run knows, in pandas.

pandas is imported when the first table is asked for, so that whoever wants none, as the command
line, does not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_type_hints

from toolkit.consolidation.coverage import UnitRecord
from toolkit.form.form import Form
from toolkit.form.number import to_number
from toolkit.form.table import FigureKind

if TYPE_CHECKING:
    import pandas as pd


def entries_table(entries: Sequence[Any], kind: type) -> pd.DataFrame:
    """One row an entry, the keys of its kind as columns; None stays None, and a truth is one."""
    import pandas as pd

    types = get_type_hints(kind)
    table = pd.DataFrame(entries, columns=list(types), dtype=object)
    return table.astype({key: bool for key, one in types.items() if one is bool})


def figures_table(form: Form, units: Iterable[UnitRecord]) -> pd.DataFrame:
    """Units × indicators; Int64 for counts, Decimal for amounts, missing where nothing is known."""
    import pandas as pd

    some = list(units)
    columns = {
        code: _column([one.figures.get(code) for one in some], indicator.kind)
        for code, indicator in form.indicators.items()
    }
    table = pd.DataFrame(columns)
    table.index = pd.Index([one.unit.code for one in some], name="unit", dtype=object)
    table.columns = pd.Index(list(form.indicators), name="indicator", dtype=object)
    return table


def totals_series(form: Form, totals: Mapping[str, int]) -> pd.Series[Any]:
    """The sum of each indicator: int for counts, Decimal for amounts."""
    import pandas as pd

    figures = {code: _figure(totals[code], one.kind) for code, one in form.indicators.items()}
    index = pd.Index(list(figures), name="indicator", dtype=object)
    return pd.Series(list(figures.values()), index=index, name="total", dtype=object)


def _column(values: Sequence[int | None], kind: FigureKind) -> pd.Series[Any]:
    import pandas as pd

    figures = [None if value is None else _figure(value, kind) for value in values]
    if kind.type == "count":
        try:
            return pd.Series(figures, dtype="Int64")
        except (OverflowError, TypeError):
            # A sum of sums may pass 64 bits; Python's own integers do not mind.
            pass
    return pd.Series(figures, dtype=object)


def _figure(value: int, kind: FigureKind) -> int | Decimal:
    number = to_number(value, kind.decimals)
    return number if kind.type == "count" else Decimal(number)
