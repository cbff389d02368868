"""The loop that a user would write: only read every sheet of every workbook, with pandas.

python benchmarks/pandas_loop.py FOLDER [openpyxl|calamine]
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

engine = sys.argv[2] if len(sys.argv) > 2 else "openpyxl"
for path in sorted(Path(sys.argv[1]).glob("*.xlsx")):
    pd.read_excel(path, sheet_name=None, header=None, engine=engine)
