"""Several returns of one unit, and several places where returns lie."""

from __future__ import annotations

import datetime
import json
import re
import warnings
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.support.build import (
    BUREAU,
    COUNTY,
    LATER,
    SAVED,
    YEAR,
    code_at,
    collect,
    command,
    edit,
    filled,
    patched,
    roster,
    zipped,
)

pytestmark = pytest.mark.slow

# --- Several returns of one unit -----------------------------------------------------------------

FIRST = filled({"表三!D6": 5, "表三!D8": 5}, saved=SAVED)
SECOND = filled({"表三!D6": 6, "表三!D8": 6}, saved=LATER)


def test_the_later_saved_version_counts(tmp_path: Path) -> None:
    """Whatever the names say, and the warning names them all."""
    files = {"a-final.xlsx": FIRST, "b-draft.xlsx": SECOND}
    result = collect(tmp_path, files, units=[BUREAU])
    assert result.files() == {"a-final.xlsx": "superseded", "b-draft.xlsx": "accepted"}
    assert result.json["files"][0]["reason"] == "已由后保存的“b-draft.xlsx”代替"
    found = result.finding("UNIT-06")
    assert (found["severity"], found["file"]) == ("warning", "b-draft.xlsx")
    assert "“a-final.xlsx”、“b-draft.xlsx”" in found["message"]
    assert (result.total("表三!D6"), result.exit_code) == (6, 0)
    assert result.unit(BUREAU)["file"] == "b-draft.xlsx"


def test_the_same_bytes_are_duplicates(tmp_path: Path) -> None:
    result = collect(tmp_path, {"a.xlsx": FIRST, "a - 副本.xlsx": FIRST}, units=[BUREAU])
    assert result.files() == {"a - 副本.xlsx": "accepted", "a.xlsx": "duplicate"}
    assert result.json["files"][1]["reason"] == "与“a - 副本.xlsx”完全相同"
    found = result.finding("UNIT-08")
    assert (found["severity"], found["file"], found["unit"]) == ("info", "a.xlsx", BUREAU.code)
    assert (result.total("表三!D6"), result.exit_code) == (5, 0)


def test_saved_at_the_same_time_with_other_figures_none_counts(tmp_path: Path) -> None:
    tied = filled({"表三!D6": 6, "表三!D8": 6}, saved=SAVED)
    result = collect(tmp_path, {"a.xlsx": FIRST, "b.xlsx": tied}, units=[BUREAU])
    assert result.files() == {"a.xlsx": "superseded", "b.xlsx": "superseded"}
    assert {one["reason"] for one in result.json["files"]} == {"与其他版本数据不同，分不出先后"}
    assert result.finding("UNIT-07")["severity"] == "error"
    bureau = result.unit(BUREAU)
    assert (bureau["in_total"], bureau["reason"]) == (False, "与其他版本数据不同，分不出先后")
    assert (result.total("表三!D6"), result.exit_code) == (0, 1)


def test_saved_at_the_same_time_with_the_same_figures_is_a_duplicate(tmp_path: Path) -> None:
    """Other bytes, nothing else: which one counts makes no difference."""
    files = {"a.xlsx": FIRST, "b.xlsx": edit(FIRST, saved=SAVED)}
    result = collect(tmp_path, files, units=[BUREAU])
    assert result.files() == {"a.xlsx": "accepted", "b.xlsx": "duplicate"}
    assert result.total("表三!D6") == 5


def test_the_same_figures_saved_again_are_a_duplicate(tmp_path: Path) -> None:
    """One by mail and one in a zip: nothing has to be asked of anybody."""
    files = {"a.xlsx": FIRST, "b.xlsx": edit(FIRST, saved=LATER)}
    result = collect(tmp_path, files, units=[BUREAU])
    assert result.files() == {"a.xlsx": "duplicate", "b.xlsx": "accepted"}
    found = result.finding("UNIT-08")
    assert (found["severity"], found["file"], result.codes()) == ("info", "a.xlsx", ["UNIT-08"])


def test_a_version_without_a_time_is_dated_by_its_file(tmp_path: Path) -> None:
    """The file was written just now, which is later than what the other document states."""

    def undate(xml: str) -> str:
        return re.sub("<dcterms:modified.*?</dcterms:modified>", "", xml)

    undated = patched(SECOND, "docProps/core.xml", undate)
    result = collect(tmp_path, {"a.xlsx": FIRST, "b.xlsx": undated}, units=[BUREAU])
    assert result.total("表三!D6") == 6
    assert result.files() == {"a.xlsx": "superseded", "b.xlsx": "accepted"}


def test_of_three_versions_the_last_counts_and_the_copy_is_a_copy(tmp_path: Path) -> None:
    last = filled({"表三!D6": 7, "表三!D8": 7}, saved=LATER + datetime.timedelta(seconds=1))
    files = {"1.xlsx": last, "2.xlsx": FIRST, "3.xlsx": SECOND, "4.xlsx": last}
    result = collect(tmp_path, files, units=[BUREAU])
    assert list(result.files().values()) == ["accepted", "superseded", "superseded", "duplicate"]
    assert result.total("表三!D6") == 7


def test_findings_of_a_superseded_version_are_not_told(tmp_path: Path) -> None:
    """What was mended is mended."""
    bad = edit(FIRST, {"表三!D6": "5件"}, saved=SAVED)
    result = collect(tmp_path, {"a.xlsx": bad, "b.xlsx": SECOND}, units=[BUREAU])
    assert (result.codes(), result.exit_code) == (["UNIT-06", "UNIT-12"], 0)
    about = result.finding("UNIT-12")
    assert (about["severity"], about["file"]) == ("info", "a.xlsx")


# --- Several places ------------------------------------------------------------------------------


def test_of_two_files_of_one_name_either_can_be_preferred(tmp_path: Path) -> None:
    """In two folders under one path each: the list shows the folder of the second."""
    for folder, figure in (("县一", 5), ("县二", 6)):
        (tmp_path / folder).mkdir()
        content = filled({"表三!D6": figure, "表三!D8": figure}, saved=SAVED)
        (tmp_path / folder / "a.xlsx").write_bytes(content)
    (tmp_path / "units.csv").write_bytes(roster(BUREAU))
    report = tmp_path / "out.json"
    folders = (tmp_path / "县一", tmp_path / "县二")
    for folder, figure in (("县一", 5), ("县二", 6)):
        given = ("--units", tmp_path / "units.csv", "--prefer", tmp_path / folder / "a.xlsx")
        out = tmp_path / "out.xlsx"
        assert command("collect", *folders, "-o", out, "--json", report, *given) == 0
        said = json.loads(report.read_text(encoding="utf-8"))
        assert [one["path"] for one in said["files"]] == ["a.xlsx", "县二/a.xlsx"]
        assert said["totals"][code_at("表三!D6")] == figure


def test_of_two_members_of_one_name_either_can_be_preferred(tmp_path: Path) -> None:
    buffer = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as package:
        warnings.simplefilter("ignore")
        for figure in (5, 6):
            package.writestr("a.xlsx", filled({"表三!D6": figure, "表三!D8": figure}, saved=SAVED))
    files = {"z.zip": buffer.getvalue()}
    result = collect(tmp_path, files, "--prefer", "z.zip/a.xlsx（2）", units=[BUREAU])
    assert result.files() == {"z.zip/a.xlsx": "superseded", "z.zip/a.xlsx（2）": "accepted"}
    assert result.total("表三!D6") == 6


def test_several_arguments_and_paths_relative_to_each(tmp_path: Path) -> None:
    inside, alone = tmp_path / "returns" / "县", tmp_path / "one" / "b.xlsx"
    inside.mkdir(parents=True)
    alone.parent.mkdir()
    (inside / "a.xlsx").write_bytes(filled(unit=COUNTY))
    alone.write_bytes(filled())
    (tmp_path / "units.csv").write_bytes(roster(COUNTY, BUREAU))
    report = tmp_path / "out.json"
    places = (inside.parent, alone, "-o", tmp_path / "out.xlsx", "--json", report)
    assert command("collect", *places) == 0
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    assert [one["path"] for one in files] == ["县/a.xlsx", "b.xlsx"]


def test_a_zip_instead_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(zipped({"in/a.xlsx": filled()}))
    (tmp_path / "units.csv").write_bytes(roster(BUREAU))
    report = tmp_path / "out.json"
    options = ("-o", tmp_path / "out.xlsx", "--json", report, "--year", str(YEAR))
    assert command("collect", tmp_path / "all.zip", *options) == 0
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    assert [(one["path"], one["status"]) for one in files] == [("all.zip/in/a.xlsx", "accepted")]
