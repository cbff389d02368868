"""What ``cmd`` makes of the lines of a batch file, as far as ours go: no Windows is needed.

A line is first expanded, once; then it is taken apart at its operators, which count outside of
quotes only. Whatever else stands there outside of quotes would be taken for an operator, too, and
fails.
"""

from __future__ import annotations

import ntpath
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

_VARIABLE = re.compile(r"%(?:(%)|(\*)|(~dp0|~nx0)|([A-Za-z]+)%)")
_QUOTED = re.compile(r'"[^"]*"')
_TO_NOWHERE = re.compile(r"\s+2?>nul\b")
_SPECIAL = re.compile(r"[&|<>^()]")
_CONDITION = re.compile(r'if (not )?(exist ("[^"]*")|defined (\w+)|("[^"]*")==("[^"]*")) (.*)')
_LOOP = re.compile(r"for %I in \((.*)\) do set \"(\w+)=%~(f|\$PATH:)I\"")
_CODEPAGE = 'for /f "tokens=2 delims=:." %I in (\'chcp\') do set "codepage=%I"'


@dataclass
class Batch:
    """A run of a batch file on a computer that has nothing but what is told here."""

    text: str
    at: str
    dropped: Sequence[str] = ()
    # The files that are there; those among them that are Pythons with the toolkit; PATH.
    files: Collection[str] = ()
    work: Collection[str] = ()
    path: Sequence[str] = ()
    reachable: bool = True

    variables: dict[str, str] = field(default_factory=dict)
    codepage: str = "936"
    # The programs that were run, with their arguments; the lines that were shown, with their code
    # pages.
    run: list[list[str]] = field(default_factory=list)
    shown: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder = r"C:\Windows"
        lines = self.text.split("\r\n")
        at = 0
        while at < len(lines):
            label = self.line(lines[at])
            if label == "exit":
                return
            at = lines.index(f":{label}") if label else at + 1
        raise AssertionError("cmd would go on with what stands behind the name of the file")

    def line(self, line: str) -> str | None:
        """Run a line; where it goes on, None for the next line."""
        if not line or line.startswith((":", "rem ", "@echo off", "setlocal ")):
            return None
        line = self.expanded(line)
        if line == _CODEPAGE:
            self.variables["codepage"] = f" {self.codepage}"
            return None
        if loop := _LOOP.fullmatch(line):
            self.loop(*loop.groups())
            return None
        if condition := _CONDITION.fullmatch(line):
            negated, _, exist, defined, one, other, rest = condition.groups()
            holds = one == other
            if exist:
                holds = self.is_there(exist.strip('"'))
            elif defined:
                holds = bool(self.variables.get(defined))
            if holds == bool(negated):
                return None
            line = rest
        first, _, then = line.partition(" && ")
        if self.command(_TO_NOWHERE.sub("", first)) and then:
            return then.removeprefix("goto ")
        return first.removeprefix("goto ") if first.startswith("goto ") else self.ended(first)

    def expanded(self, line: str) -> str:
        def value(found: re.Match[str]) -> str:
            percent, every, own, name = found.groups()
            if percent:
                return "%"
            if every:
                return " ".join(f'"{one}"' for one in self.dropped)
            if own:
                folder, file = ntpath.split(self.at)
                return f"{folder}\\" if own == "~dp0" else file
            return self.variables.get(name, self.folder if name == "CD" else "")

        return _VARIABLE.sub(value, line)

    def is_there(self, path: str) -> bool:
        return ntpath.normpath(ntpath.join(self.folder, path)) in {*self.files, self.at}

    def loop(self, what: str, variable: str, how: str) -> None:
        if how == "f":
            self.variables[variable] = ntpath.normpath(what.strip('"'))
            return
        every = (f"{folder}\\{what}" for folder in self.path)
        self.variables[variable] = next((one for one in every if one in self.files), "")

    def ended(self, command: str) -> str | None:
        return "exit" if command == "exit" else None

    def command(self, command: str) -> bool:
        """Run a command; whether all went well."""
        assert not _SPECIAL.search(_QUOTED.sub("", command)), command
        name, _, rest = command.partition(" ")
        if command.startswith('"'):
            return self.program(command)
        if name == "set":
            variable, _, text = rest[1:-1].partition("=")
            assert rest[0] == rest[-1] == '"', command
            self.variables[variable] = text
        elif name == "pushd" and self.reachable:
            self.folder = ntpath.normpath(rest.strip('"'))
        elif name == "chcp":
            self.codepage = rest.strip()
        elif name == "echo":
            self.shown.append((rest, self.codepage))
        else:
            assert name in ("pushd", "popd", "goto", "pause", "exit", "echo."), command
        return True

    def program(self, command: str) -> bool:
        words = [one.strip('"') for one in re.findall(r'"[^"]*"|\S+', command)]
        words[0] = ntpath.normpath(words[0])
        assert words[0] in self.files, words
        if "-c" in words:
            return words[0] in self.work
        self.run.append(words)
        return True
