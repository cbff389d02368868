"""Form files: YAML → :class:`toolkit.form.form.Form`, with line and path of every mistake."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from toolkit.errors import CannotRun
from toolkit.form.form import Form
from toolkit.form.table import FormError
from toolkit.form.words import FORM_PROBLEMS, form_mistake, no_such_form

FORMS = Path(__file__).parent / "official"

# pyyaml's C parser reads a form in a tenth of the time; both accept the same safe YAML.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def shipped_forms() -> list[str]:
    """The ids of the forms that come with the toolkit."""
    return sorted(path.stem for path in FORMS.glob("*.yaml"))


def default_form() -> Form:
    """The newest of the shipped forms."""
    return load_form(shipped_forms()[-1])


def as_form(wish: Form | str) -> Form:
    """A form as it is, or the one with that id or at that path; see :func:`load_form`."""
    return wish if isinstance(wish, Form) else load_form(wish)


def load_form(name: str) -> Form:
    """The shipped form of that id, or the form at that path, as the file is now.

    Raises:
        CannotRun: there is no such form, or it has a mistake, given with its line and path.
    """
    try:
        path = FORMS / f"{name}.yaml"
        if not path.is_file():
            path = Path(name)
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CannotRun(form_mistake(path.name, 1, "", FORM_PROBLEMS["encoding"])) from error
    except (OSError, ValueError) as error:
        raise CannotRun(no_such_form(name, shipped_forms())) from error
    return parse_form(text, path.name)


@cache
def parse_form(text: str, name: str) -> Form:
    """A form from its YAML text; ``name`` is how messages call the file."""
    try:
        root = yaml.compose(text, Loader=_Loader)
        for line, path in _keys_written_twice(root):
            where = ".".join(map(str, path))
            raise CannotRun(form_mistake(name, line, where, FORM_PROBLEMS["twice"]))
        return Form.model_validate(yaml.load(text, Loader=_Loader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise CannotRun(form_mistake(name, line, "", FORM_PROBLEMS["yaml"])) from error
    except ValidationError as error:
        errors = [dict(one) for one in error.errors()]
        mistakes = (_mistake(name, root, one) for one in errors if not _follows(one, errors))
        raise CannotRun("\n".join(mistakes)) from error


def _follows(error: dict[str, Any], others: list[dict[str, Any]]) -> bool:
    """Whether a list is too short only because one of its items is wrong."""
    place = error["loc"]
    return error["type"] == "too_short" and any(
        len(one["loc"]) > len(place) and one["loc"][: len(place)] == place for one in others
    )


def _mistake(name: str, root: yaml.Node | None, error: dict[str, Any]) -> str:
    path, context = error["loc"], error.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, FormError):
        path, problem = cause.path, cause.problem
    elif cause is not None:
        problem = str(cause)
    else:
        words = FORM_PROBLEMS.get(error["type"], FORM_PROBLEMS["other"])
        problem = words.format(value=error.get("input"), **context).replace(" or ", " 或 ")
    return form_mistake(name, _line(root, path), ".".join(map(str, path)), problem)


def _line(node: yaml.Node | None, path: tuple[str | int, ...]) -> int:
    """The line, from 1, of the deepest part of the path that exists."""
    line = node.start_mark.line if node else 0
    for step in path:
        if isinstance(node, yaml.MappingNode):
            pairs = {str(key.value): (key, value) for key, value in node.value}
            if step not in pairs:
                break
            key, node = pairs[step]
            line = key.start_mark.line
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line
        else:
            break
    return line + 1


def _keys_written_twice(
    node: yaml.Node | None, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[int, tuple[str | int, ...]]]:
    """Equal keys, of which YAML silently keeps the last; here they are a mistake."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                yield key.start_mark.line + 1, (*path, name)
            seen.add(name)
            yield from _keys_written_twice(value, (*path, name))
    elif isinstance(node, yaml.SequenceNode):
        for number, child in enumerate(node.value):
            yield from _keys_written_twice(child, (*path, number))
