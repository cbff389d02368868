"""The function of the library that loads a form."""

from __future__ import annotations

from toolkit.form import form_file
from toolkit.form.form import Form
from toolkit.library.arguments import FormOrPath, as_wish


def load_form(form: FormOrPath | None = None) -> Form:
    """A form: its tables, indicators and rules.

    Args:
        form: the id of a form that comes with the toolkit, or the path of a YAML file; by default
            the newest that comes with it. A form is given back as it is.

    Raises:
        CannotRun: there is no such form, or it has a mistake, given with its line.
    """
    wish = as_wish(form)
    return form_file.default_form() if wish is None else form_file.as_form(wish)
