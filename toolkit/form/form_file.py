"""Form files: YAML → :class:`toolkit.form.form.Form`, with line and path of every mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from toolkit.errors import CannotRun
from toolkit.form.form import Form
from toolkit.form.table import FormError
from toolkit.form.words import (
    FORM_PROBLEMS,
    form_mistake,
    form_mistakes,
    form_problem,
    no_such_form,
)

FORMS = Path(__file__).parent / "official"
# The shipped forms take 20 kB, 1,300 nodes and 11 levels.
_MAX_SIZE, _MAX_NODES, _MAX_DEPTH = 1_000_000, 100_000, 40
# The parts of a number to the base of 60 take a time that grows with the square of their number.
_LONG_NUMBER = re.compile(r"[-+0-9_:.]{100,}")
_BEGINNINGS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDINGS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
# What pyyaml raises for a number, a day or the like that is none.
_NO_SUCH_VALUE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)

# pyyaml's C parser reads a form in a tenth of the time; both accept the same safe YAML.
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def shipped_forms() -> list[str]:
    """The ids of the forms that come with the toolkit."""
    return sorted(path.stem for path in FORMS.glob("*.yaml"))


def default_form() -> Form:
    """The newest of the shipped forms."""
    return load_form(shipped_forms()[-1])


def as_form(wish: Form | str) -> Form:
    """A form as it is, or the one with that id or at that path; see :func:`load_form`."""
    return wish if isinstance(wish, Form) else load_form(wish)


def is_shipped(name: str) -> bool:
    """Whether a form is named by the id of one that comes with the toolkit, and not by a path."""
    return name in shipped_forms()


def load_form(name: str) -> Form:
    """The shipped form of that id, or the form at that path, as the file is now.

    Raises:
        CannotRun: there is no such form, or it has a mistake, given with its line and path.
    """
    path = FORMS / f"{name}.yaml" if is_shipped(name) else Path(name)
    try:
        with path.open("rb") as file:
            # Whatever else it is, a form it is not.
            content = file.read(_MAX_SIZE + 1)
    except (OSError, ValueError) as error:
        raise CannotRun(no_such_form(name, shipped_forms())) from error
    if len(content) > _MAX_SIZE:
        raise CannotRun(form_mistake(path.name, 1, "", FORM_PROBLEMS["size"]))
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CannotRun(form_mistake(path.name, line, "", FORM_PROBLEMS["encoding"])) from error
    return parse_form(text.removeprefix("\ufeff"), path.name)


@cache
def parse_form(text: str, name: str) -> Form:
    """A form from its YAML text; ``name`` is how messages call the file."""
    try:
        root, data = _read_yaml(text)
        for line, path in _keys_written_twice(root):
            raise CannotRun(form_mistake(name, line, _joined(path), FORM_PROBLEMS["twice"]))
        form = Form.model_validate(data)
        if form.successor and form.replaced_by:
            form.equals(_successor(form.replaced_by))
        return form
    except _Misread as error:
        raise CannotRun(form_mistake(name, error.line, "", error.problem)) from error
    except FormError as error:
        _, line = _node_at(root, error.path)
        told = form_mistake(name, line, _joined(error.path), error.problem)
        raise CannotRun(told) from error
    except ValidationError as error:
        errors = [dict(one) for one in error.errors()]
        mistakes = [_mistake(name, root, one) for one in errors if not _follows(one, errors)]
        raise CannotRun(form_mistakes(mistakes)) from error


def _successor(name: str) -> Form:
    """The form that has replaced another: one of those that come with the toolkit."""
    if not is_shipped(name):
        raise FormError(no_such_form(name, shipped_forms()).rstrip("。"), "replaced_by")
    return load_form(name)


def _follows(error: dict[str, Any], others: list[dict[str, Any]]) -> bool:
    """Whether a list is too short only because one of its items is wrong."""
    place = error["loc"]
    return error["type"] == "too_short" and any(
        len(one["loc"]) > len(place) and one["loc"][: len(place)] == place for one in others
    )


def _mistake(name: str, root: yaml.Node | None, error: dict[str, Any]) -> str:
    path, context = error["loc"], error.get("ctx", {})
    cause = context.get("error")
    node, line = _node_at(root, path)
    if isinstance(cause, FormError):
        path, problem = cause.path, cause.problem
        _, line = _node_at(root, path)
    elif cause is not None:
        problem = str(cause)
    else:
        problem = form_problem(error["type"], *_written(node, error.get("input")), context)
    return form_mistake(name, line, _joined(path), problem)


def _written(node: yaml.Node | None, value: object) -> tuple[str | None, bool]:
    """A value as it is written in the file, and whether that is a text; None where it is several.

    What was merged into a place is written elsewhere.
    """
    if node is None:
        return (value, True) if isinstance(value, str) else (None, False)
    if not isinstance(node, yaml.ScalarNode):
        return None, False
    return node.value, isinstance(value, str)


def _joined(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path))


# --- YAML under limits ---------------------------------------------------------------------------


class _Misread(Exception):
    """The text is no YAML that can be a form."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.problem, self.line = problem, line


class _Loader(_Safe):  # type: ignore[misc]
    """Tells the place of a value that cannot be made, as of a text that cannot be parsed."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except yaml.YAMLError:
            raise
        except _NO_SUCH_VALUE as error:
            raise _Misread(FORM_PROBLEMS["no_value"], _line(node.start_mark)) from error


def _read_yaml(text: str) -> tuple[yaml.Node | None, Any]:
    """The nodes of the text, which know their lines, and its data.

    Raises:
        _Misread: it is no YAML, or more than a form can be.
    """
    try:
        _must_be_small(text)
        return yaml.compose(text, Loader=_Loader), yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        line = _line(getattr(error, "problem_mark", None))
        raise _Misread(FORM_PROBLEMS["yaml"], line) from error


def _line(mark: Any) -> int:
    """The line of a mark, from 1; the first one where there is none."""
    return mark.line + 1 if mark else 1


def _must_be_small(text: str) -> None:
    if len(text) > _MAX_SIZE:
        raise _Misread(FORM_PROBLEMS["size"], 1)
    # The anchors of what is open, with how many nodes there were before it.
    opened: list[tuple[str | None, int]] = []
    weights: dict[str, int] = {}
    nodes = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = _line(event.start_mark)
        if isinstance(event, _ENDINGS):
            anchor, before = opened.pop()
            if anchor:
                weights[anchor] = nodes - before
            continue
        if isinstance(event, yaml.AliasEvent):
            if any(event.anchor == anchor for anchor, _ in opened):
                raise _Misread(FORM_PROBLEMS["loop"], line)
            nodes += weights.get(event.anchor or "", 1)
        elif isinstance(event, yaml.NodeEvent):
            nodes += 1
        # What stands in quotation marks is a text, however long.
        plain = event.value if isinstance(event, yaml.ScalarEvent) and not event.style else ""
        if _LONG_NUMBER.fullmatch(plain):
            raise _Misread(FORM_PROBLEMS["no_value"], line)
        if isinstance(event, _BEGINNINGS):
            opened.append((event.anchor, nodes - 1))
        if len(opened) > _MAX_DEPTH:
            raise _Misread(FORM_PROBLEMS["nested"], line)
        if nodes > _MAX_NODES:
            raise _Misread(FORM_PROBLEMS["many"], line)


def _node_at(node: yaml.Node | None, path: tuple[str | int, ...]) -> tuple[yaml.Node | None, int]:
    """The node at a path, None where there is none; the line of the deepest part that exists."""
    line = node.start_mark.line if node else 0
    for step in path:
        if isinstance(node, yaml.MappingNode):
            pairs = {str(key.value): (key, value) for key, value in node.value}
            if step not in pairs:
                return None, line + 1
            key, node = pairs[step]
            line = key.start_mark.line
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line
        else:
            return None, line + 1
    return node, line + 1


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
