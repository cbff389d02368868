"""Collect, audit and consolidate yearly statistical returns in spreadsheets.

>>> result = toolkit.collect("returns", previous="汇总-2024.xlsx")
>>> result.totals["t3.received.company"]
>>> result.findings[result.findings.severity == "error"]
>>> result.write("汇总-2025.xlsx")

docs/python.md explains it. Everything is imported when it is first used, so that ``import toolkit``
costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from toolkit.errors import CannotRun

if TYPE_CHECKING:
    from toolkit.form.form import Form
    from toolkit.library.checking import check
    from toolkit.library.chronicling import history
    from toolkit.library.collecting import collect
    from toolkit.library.distributing import make_templates
    from toolkit.library.forms import load_form
    from toolkit.library.previewing import read
    from toolkit.library.reporting import report
    from toolkit.library.result import (
        Checked,
        Consolidated,
        Paths,
        Result,
        Understood,
        Written,
    )
    from toolkit.library.years import History

__version__ = "0.1.0"
__all__ = [
    "CannotRun",
    "Checked",
    "Consolidated",
    "Form",
    "History",
    "Paths",
    "Result",
    "Understood",
    "Written",
    "check",
    "collect",
    "history",
    "load_form",
    "make_templates",
    "read",
    "report",
]
_MODULES = {
    "toolkit.form.form": ("Form",),
    "toolkit.library.checking": ("check",),
    "toolkit.library.chronicling": ("history",),
    "toolkit.library.collecting": ("collect",),
    "toolkit.library.distributing": ("make_templates",),
    "toolkit.library.forms": ("load_form",),
    "toolkit.library.previewing": ("read",),
    "toolkit.library.reporting": ("report",),
    "toolkit.library.result": (
        "Checked",
        "Consolidated",
        "Paths",
        "Result",
        "Understood",
        "Written",
    ),
    "toolkit.library.years": ("History",),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


if not TYPE_CHECKING:
    # Seen by a type checker, this would make every misspelt name an object.
    def __getattr__(name: str) -> object:
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(_MODULE_OF[name]), name)
        return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
