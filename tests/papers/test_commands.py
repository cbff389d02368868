"""Every command in papers and help pages is tried: ours are run, of others what they name."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document
from openpyxl.workbook import Workbook
from typer.main import get_command

import toolkit
from tests.support.build import LATER, command, dated, filled, roster
from tests.support.papers import PAPERS, Paper
from tests.support.places import ROOT, SAMPLES
from toolkit.cli.app import app
from toolkit.cli.example_words import EXAMPLES
from toolkit.cli.words import ALONE
from toolkit.commands.reading_previous import read_previous
from toolkit.form.form_file import default_form, load_form
from toolkit.grids.names import JOURNAL
from toolkit.publication.words import GAP, UNIT_NAME, gap
from toolkit.roster.roster import Category, Unit
from toolkit.roster.roster_file import read_roster

pytestmark = pytest.mark.slow

CLERK, OPTIONS, FORMS = PAPERS["README.zh-CN.md"], PAPERS["docs/commands.md"], "docs/forms.md"
COMMANDS: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]

CITY = "410400"
OFFICE = Unit("410400-01", "平顶山市人民政府办公室", Category.OWN, CITY)
DISTRICT = Unit("410402", "新华区", Category.COUNTY, CITY)
COUNTY = Unit("410421", "宝丰县", Category.COUNTY, CITY)
OTHER_COUNTY = Unit("410422", "叶县", Category.COUNTY, CITY)
TOWN = Unit("410421101", "城关镇", Category.TOWNSHIP, COUNTY.code)
THIS_YEAR = "汇总-2025.xlsx"
# What can be typed in the folder of a collection alone.
WITHIN = (["toolkit"], ["toolkit", "collect"], ["toolkit", "report"])
# With what each has received; a county what its only town has.
EVERYONE = {OFFICE: 12, DISTRICT: 16, COUNTY: 18, OTHER_COUNTY: 22, TOWN: 18}


def sent(unit: Unit, year: int, count: int) -> bytes:
    """A return in which nothing is wrong, nor is it beside the year before."""
    return filled({"表三!D6": count, "表三!D8": count}, unit, year=year)


# --- Our own -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def winter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the city with everything that the papers name."""
    home = tmp_path_factory.mktemp("winter")
    last, returns, published = home / "last", home / "returns", home / "上年年报"
    for folder in (last, returns, published):
        folder.mkdir()
    for name in ("units.csv", "名册.csv"):
        (home / name).write_bytes(roster(*EVERYONE))
    write_as_workbook(roster(*EVERYONE), home / "units.xlsx")
    for unit, count in EVERYONE.items():
        content = sent(unit, 2025, count)
        (returns / f"{unit.code}_{unit.name}_2025.xlsx").write_bytes(content)
        (last / f"{unit.code}.xlsx").write_bytes(sent(unit, 2024, count + 1))
        (published / f"{unit.name}2024年年报.xlsx").write_bytes(sent(unit, 2024, count + 1))
        if unit in (OFFICE, DISTRICT):
            (home / f"{unit.code}_{unit.name}_2025.xlsx").write_bytes(content)
    (returns / "叶县改正稿.xlsx").write_bytes(dated(sent(OTHER_COUNTY, 2025, 20), LATER))
    then = "-o", home / "汇总-2024.xlsx", "--units", home / "units.csv"
    assert command("collect", last, *then) == 0
    result = toolkit.collect(returns, roster=home / "units.csv", prefer="叶县改正稿.xlsx")
    result.write(home / THIS_YEAR, journal=home / JOURNAL)
    for name in ("汇总-小李.xlsx", "汇总-小王.xlsx"):
        shutil.copy(home / THIS_YEAR, home / name)
    write_report(home)
    (home / "2024年度").mkdir()
    for name in ("units.csv", "汇总-2024.xlsx"):
        shutil.copy(home / name, home / "2024年度")
    shutil.rmtree(last)
    return home


def write_report(home: Path) -> None:
    """The report of this year as people have filled it in."""
    word, page = toolkit.report(home / THIS_YEAR, home)
    draft = Document(str(word))
    for paragraph in draft.paragraphs:
        for run in paragraph.runs:
            run.text = GAP.sub("各项工作按要求开展。", run.text.replace(gap(UNIT_NAME), "平顶山市"))
    draft.save(str(home / "报告.docx"))
    for one in (word, page):
        one.unlink()


def write_as_workbook(table: bytes, path: Path) -> None:
    book = Workbook()
    for line in table.decode().splitlines():
        book.worksheets[0].append(line.split(","))
    book.save(path)


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the form that the paper shows, and returns of it."""
    home = tmp_path_factory.mktemp("training")
    blocks = PAPERS[FORMS].blocks("yaml")
    (home / "training.yaml").write_text("".join(blocks), encoding="utf-8")
    (home / "units.csv").write_bytes(roster(OFFICE, DISTRICT))
    (home / "returns").mkdir()
    form = load_form(str(home / "training.yaml"))
    for unit in (OFFICE, DISTRICT):
        content = filled({}, unit, year=2025, form=form)
        (home / "returns" / f"{unit.code}.xlsx").write_bytes(content)
    return home


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("samples")
    shutil.copytree(SAMPLES / "returns", home / "samples" / "returns")
    shutil.copy(SAMPLES / "last-year.xlsx", home / "samples")
    return home


@pytest.fixture(scope="module")
def begun(winter: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a collection, in which commands need no options."""
    home = tmp_path_factory.mktemp("begun") / "2025年度"
    given = "--units", winter / "units.csv", "--previous", winter / "汇总-2024.xlsx"
    assert command("init", home, *given) == 0
    shutil.copytree(winter / "returns", home / "收件", dirs_exist_ok=True)
    (home / "收件" / "叶县改正稿.xlsx").unlink()
    shutil.copy(winter / THIS_YEAR, home)
    return home


def words_of(line: str) -> list[str]:
    """The words of a command as they are on Linux."""
    words = shlex.split(line.replace("\\", "/"))
    return [words[0].removeprefix(".venv/Scripts/").removeprefix(".venv/bin/"), *words[1:]]


def typed(paper: Paper) -> Iterator[str]:
    """Every command of a paper; the clerk's manual has some in a table."""
    yield from paper.commands()
    if paper is CLERK:
        every = (one for _, row in paper.rows() for one in row.every)
        yield from (one for one in every if is_ours(one) and len(one.split()) > 2)


def is_ours(line: str) -> bool:
    return words_of(line)[0] in ("toolkit", "collect") if line else False


def home_of(paper: str, words: list[str]) -> str:
    """The folder that a command is typed in: the fixture's name."""
    if words in WITHIN:
        return "begun"
    return "samples" if "samples/returns" in words else "training" if paper == FORMS else "winter"


def ours() -> dict[tuple[str, ...], list[str]]:
    """Folder and words → who says so, papers and help pages: what several say is typed once."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name, some in EXAMPLES.items():
        for _, line in some:
            found.setdefault(("winter", *words_of(line)), []).append(f"{name} --help")
    for name, paper in PAPERS.items():
        for line in filter(is_ours, typed(paper)):
            words = words_of(line)
            found.setdefault((home_of(name, words), *words), []).append(name)
    return found


OURS = ours()


@pytest.mark.parametrize("words", OURS, ids=" ".join)
def test_what_a_paper_says_can_be_typed(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:
    """The samples hold errors on purpose; of all else nothing is wrong."""
    folder, program, *arguments = words
    # What collecting makes is there only for those that read it: a run that replaces takes longer.
    made = () if THIS_YEAR in words or "report" in words else (THIS_YEAR,)
    without = shutil.ignore_patterns(*made)
    shutil.copytree(request.getfixturevalue(folder), tmp_path / "home", ignore=without)
    monkeypatch.chdir(tmp_path / "home")
    # Nobody chooses anything from a menu.
    monkeypatch.setattr("sys.stdin", StringIO())
    typed = [*(["collect"] if program == "collect" else []), *arguments]
    code = command(*(typed or [ALONE]))
    assert code == int(folder == "samples"), (OURS[words], capsys.readouterr())


@pytest.mark.parametrize("name", PAPERS)
def test_every_command_and_option_that_is_named_exists(name: str) -> None:
    """``toolkit template --previous`` within a sentence."""
    for one in PAPERS[name].code():
        named = re.match(r"toolkit (?:help )?([a-z]+)\b(.*)", one)
        if named and named[1] != "help":
            options = {word for word in named[2].split() if word.startswith("-")}
            assert options <= {*options_of(named[1]), "--help"}, one


def options_of(name: str) -> set[str]:
    every = [one for one in COMMANDS[name].params if one.param_type_name == "option"]
    return {each for one in every for each in (*one.opts, *one.secondary_opts)}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_tables_have_every_option_and_no_other(name: str) -> None:
    told = [row.first for chapter, row in OPTIONS.rows() if chapter == f"toolkit {name}"]
    flags = [one.split()[0] for first in told for one in first]
    assert sorted(flags) == sorted(options_of(name))


# --- Those of others -----------------------------------------------------------------------------

TARGETS = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
PYTHONS = {"py", "python", "python3"}
TOOLS = {"ruff", "mypy", "pytest"}
WORKFLOW = ".github/workflows/tests.yml"


def foreign() -> list[tuple[str, str]]:
    found = {(name, line) for name, one in PAPERS.items() for line in one.commands()}
    return sorted((name, line) for name, line in found if not is_ours(line))


def in_the_workflow() -> list[tuple[str, str]]:
    every = yaml.safe_load((ROOT / WORKFLOW).read_text("utf-8"))["jobs"].values()
    lines = (step.get("run", "") for job in every for step in job["steps"])
    return [(WORKFLOW, line) for text in lines for line in text.splitlines()]


@pytest.mark.parametrize(("name", "line"), [*foreign(), *in_the_workflow()])
def test_what_others_are_told_to_do_is_there(name: str, line: str) -> None:
    program, *words = words_of(line)
    if program == "make":
        assert {one for one in words if "=" not in one} <= TARGETS
    elif program in PYTHONS and words[0] == "-m" and words[1] in ("venv", "pip"):
        assert all((ROOT / one).exists() for one in following(words, "-c"))
    elif program in PYTHONS and words[0] == "-m" and words[1] not in TOOLS:
        found = find_spec(words[1])
        assert found and found.origin and knows(Path(found.origin), words)
    elif program in PYTHONS and words[0] != "-m":
        assert knows(ROOT / words[0], words)
    elif program in TOOLS or program in PYTHONS:
        paths = [one for one in words if "/" in one]
        assert all((ROOT / one).exists() for one in paths)
    else:
        assert line in (".venv\\Scripts\\activate", ".ci/run") or program in KNOWN


# Programs of the system, which name nothing of ours.
KNOWN = {"cd", "pre-commit", "sudo", "pip", "git"}


def following(words: list[str], option: str) -> list[str]:
    return [after for one, after in pairwise(words) if one == option]


def knows(source: Path, words: list[str]) -> bool:
    """Whether a program of ours is there and takes the options that it is given."""
    text = source.read_text(encoding="utf-8")
    return all(f'"{one}"' in text for one in words if one.startswith("--"))


# --- Other blocks --------------------------------------------------------------------------------


PROGRAMS = [(name, block) for name, one in PAPERS.items() for block in one.blocks("python")]


def test_there_are_examples_in_python() -> None:
    assert "README.md" in dict(PROGRAMS)


@pytest.mark.parametrize(("name", "program"), PROGRAMS)
def test_an_example_in_python_runs(
    name: str, program: str, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sessions of docs/python.md are run from the wheel, in tests/house."""
    shutil.copytree(samples, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    made: dict[str, object] = {}
    exec(compile(program, name, "exec"), made)
    assert isinstance(made["result"], toolkit.Consolidated)


def test_the_examples_of_a_roster_and_of_last_years_figures_are_read(tmp_path: Path) -> None:
    paths = tmp_path / "units.csv", tmp_path / "上年.csv"
    for path, block in zip(paths, PAPERS["docs/data.md"].blocks("csv"), strict=True):
        path.write_text(block, encoding="utf-8")
    units = read_roster(paths[0])
    assert list(units.units) == ["410400-01", "410402"]
    previous = read_previous(paths[1], default_form(), 2025, units, "410400")
    figures = [[v for v in one.values() if v is not None] for one in previous.figures.values()]
    assert figures == [[248, 3], [0]] and not previous.findings
