"""The names of kinds of workbooks, for a file whose name has the ending of another kind."""

from __future__ import annotations

XLSX_CALLED = "“.xlsx”工作簿"
XLS_CALLED = "旧版“.xls”或“.et”工作簿"
ODS_CALLED = "“.ods”工作簿"
