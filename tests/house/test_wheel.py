"""What is installed is the whole toolkit: a wheel in an environment of its own, far from here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.support.places import ROOT, SAMPLES

pytestmark = pytest.mark.slow

# What a wheel is built from besides the package. All is copied, so that nothing of an earlier build
# gets into it.
BESIDE = ("pyproject.toml", "README.md", "LICENSE")
NOT_SOURCE = shutil.ignore_patterns("__pycache__")
BIN = "Scripts" if os.name == "nt" else "bin"
# Runs the examples of a page one after another, and prints those that give something else.
EXAMPLES = """
import doctest, re, sys
from pathlib import Path

text = Path(sys.argv[1]).read_text(encoding="utf-8")
blocks = re.findall("```pycon\\n(.*?)```", text, re.DOTALL)
examples = doctest.DocTestParser().get_doctest("\\n".join(blocks), {}, "page", sys.argv[1], 0)
failed, tried = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(examples)
sys.exit(bool(failed) or tried < 20)
"""


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Without the paths by which the checkout could be found."""
    clean = {key: text for key, text in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(
        [str(one) for one in command],
        cwd=cwd,
        env=clean | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def installed(folder: Path) -> Path:
    """The programs of a fresh environment that holds the built wheel and what it depends on."""
    source = folder / "source"
    source.mkdir()
    shutil.copytree(ROOT / "toolkit", source / "toolkit", ignore=NOT_SOURCE)
    for name in BESIDE:
        shutil.copy(ROOT / name, source / name)
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    # With the setuptools that is here, so that the test fetches nothing.
    build = ("wheel", "--no-deps", "--no-build-isolation")
    made = run(*pip, *build, "--wheel-dir", folder, source, cwd=folder)
    assert made.returncode == 0, made.stderr
    (wheel,) = folder.glob("*.whl")
    home = folder / "fresh"
    venv.create(home, with_pip=False)
    put = run(*pip, "--python", home, "install", "--no-deps", wheel, cwd=folder)
    assert put.returncode == 0, put.stderr
    # The dependencies as they are here. Of a folder that is added in this way the .pth files are
    # not followed, so a checkout that is installed as editable stays unseen.
    here = sysconfig.get_path("purelib")
    there = sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)})
    (Path(there) / "dependencies.pth").write_text(f"{here}\n", encoding="utf-8")
    return home / BIN


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(tmp_path_factory.mktemp("wheel"))


def test_what_is_imported_is_the_wheel(programs: Path, tmp_path: Path) -> None:
    asked = "import toolkit; print(toolkit.__file__)"
    where = run(programs / "python", "-c", asked, cwd=tmp_path).stdout
    assert Path(where.strip()).is_relative_to(programs.parent)


def test_the_examples_of_the_page_on_python_run(programs: Path, tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "returns", tmp_path / "returns")
    shutil.copy(SAMPLES / "last-year.xlsx", tmp_path)
    page = ROOT / "docs" / "python.md"
    ran = run(programs / "python", "-c", EXAMPLES, page, cwd=tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_the_wheel_collects_the_samples(programs: Path, tmp_path: Path) -> None:
    previous = ("--previous", SAMPLES / "last-year.xlsx")
    ran = run(
        *(programs / "collect", SAMPLES / "returns", *previous),
        *("--json", "result.json", "--feedback", "back", "--csv", "data"),
        cwd=tmp_path,
    )
    assert ran.returncode == 1, ran.stderr
    result = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    expected = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
    assert result["totals"] == expected["totals"]
    assert (tmp_path / "汇总-2024.xlsx").is_file()
    assert (tmp_path / "back").is_dir() and (tmp_path / "data" / "datapackage.json").is_file()
    written = run(programs / "toolkit", "template", "-o", "blank", cwd=tmp_path)
    assert written.returncode == 0, written.stderr
    assert len(list((tmp_path / "blank").glob("*.xlsx"))) > 0
