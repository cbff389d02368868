"""A text speaks to its reader: the office that collects, or the unit, before it sends or after.

What is said of every code is tried in :mod:`tests.findings.test_every_code`; here, what depends on
the case, and where which voice is heard.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import toolkit
from tests.support.build import BALANCED, BUREAU, edit, filled, roster
from tests.support.voices import OF_THE_OFFICE, OF_THE_UNIT
from toolkit.findings.codes.catalogue import CATALOGUE, found
from toolkit.findings.codes.state import ONLY_CARRIED
from toolkit.findings.codes.unit import MAYBE_MISNAMED
from toolkit.findings.details import (
    AsTold,
    NotJudged,
    OpenBelow,
    Refused,
    Trouble,
    Unstated,
)
from toolkit.findings.finding import Location
from toolkit.findings.message import message, suggestion
from toolkit.findings.unjudged import Unjudged
from toolkit.findings.voice import Voice
from toolkit.form.form_file import default_form
from toolkit.grids.reason import Advised
from toolkit.grids.refusals import FarCell, Refusal

FORM = default_form()
PLACE = Location("表三", "D6")


@pytest.mark.parametrize("refusal", [*Refusal, FarCell("XFD1", "表三")])
def test_what_to_do_with_a_file_that_is_refused(refusal: Refusal | FarCell) -> None:
    one = found("FILE-01", file="a.zip", details=Refused(refusal))
    own = suggestion(one, FORM, Voice.UNIT)
    assert own.endswith("。") and own.encode("gbk")
    assert not OF_THE_OFFICE.search(own) and not OF_THE_UNIT.search(own)
    assert not OF_THE_UNIT.search(suggestion(one, FORM))
    assert suggestion(one, FORM, Voice.NOTICE).startswith("请把数据填入随附的工作簿")


@pytest.mark.parametrize("why", [*Unjudged])
def test_why_a_rule_cannot_be_judged(why: Advised) -> None:
    one = replace(found("NUM-01", PLACE), code="T3-01", status="cannot_judge")
    one = replace(one, details=NotJudged(why))
    said = message(one, FORM, Voice.UNIT) + suggestion(one, FORM, Voice.UNIT)
    # A unit that sums others has indeed to sum them again.
    assert not OF_THE_OFFICE.search(said.replace("重新汇总", ""))


def test_an_explanation_is_for_the_office_to_judge() -> None:
    one = replace(found("NUM-02", PLACE, actual=-1), status="explained", explanation="按新口径")
    assert message(one, FORM).endswith("填报单位说明：“按新口径”。")
    assert suggestion(one, FORM) == "请审核该说明是否成立。"
    assert message(one, FORM, Voice.UNIT).endswith("已说明：“按新口径”。")
    assert suggestion(one, FORM, Voice.UNIT) == "报送后由汇总单位审核该说明。"


def test_words_that_take_the_place_of_those_of_a_code() -> None:
    for words in (ONLY_CARRIED, MAYBE_MISNAMED):
        said = words.message_to(Voice.UNIT) + words.remedy_to(Voice.UNIT)
        assert not OF_THE_OFFICE.search(said) and not OF_THE_UNIT.search(said)


@pytest.mark.parametrize("code", [code for code, one in CATALOGUE.items() if one.sent_back_remedy])
def test_what_an_earlier_run_told_goes_back_in_the_words_of_now(code: str) -> None:
    told = AsTold("那时的话。", "请该单位重新报送。")
    one = found(code, PLACE, expected=3, tables=("表三",), details=told)
    assert suggestion(one, FORM) == "请该单位重新报送。"
    assert not OF_THE_OFFICE.search(suggestion(one, FORM, Voice.SENT_BACK))


def test_where_others_stand_is_for_the_office() -> None:
    """The unit below is in the same collection: the county has nothing of what is said of it."""
    below = Trouble("1", "河口镇", "L3", "NUM-01", "表三", "D6", "", "不是数。")
    one = found("LEVEL-03", details=OpenBelow(below, here=True))
    assert "其名下的审核意见" in suggestion(one, FORM)
    assert "其名下的审核意见" not in suggestion(one, FORM, Voice.NOTICE)


# --- Who, and of what year ------------------------------------------------------------------------


@pytest.mark.parametrize("voice", [Voice.OFFICE, Voice.UNIT])
@pytest.mark.parametrize("cover", [True, False])
@pytest.mark.parametrize("told", [(), ("2023", "2024")])
def test_who_and_when_are_asked_for_together(
    voice: Voice, told: tuple[str, ...], *, cover: bool
) -> None:
    """A file that lacks both has one way to say both, whichever of the two is told."""
    said = [
        suggestion(
            found(code, file="a.xlsx", details=Unstated(why, True, True, cover, told)), FORM, voice
        )
        for code, why in (("FILE-02", Refusal.NO_UNIT), ("FILE-06", Refusal.NO_YEAR))
    ]
    first, second = (one.split("；")[0].rstrip("。") for one in said)
    assert first == second
    assert ("封面填写" in first) == cover
    assert ("文件名改为" in first) != cover


def test_a_file_without_a_cover_whose_names_differ() -> None:
    details = Unstated(Refusal.NO_YEAR, False, True, False, ("2023", "2024"))
    assert suggestion(found("FILE-06", file="a.xlsx", details=details), FORM, Voice.UNIT) == (
        "没有封面：请把文件名改为“单位代码_单位名称_年度”（表上方的年度也应一致），"
        "或把数据填入下发的模板。"
    )


# --- Which voice is heard where -------------------------------------------------------------------


def test_check_speaks_to_the_unit_and_collect_to_the_office(tmp_path: Path) -> None:
    wrong = edit(filled(BALANCED, BUREAU), {"表二!B9": "12件"})
    (tmp_path / "a.xlsx").write_bytes(wrong)
    (tmp_path / "units.csv").write_bytes(roster(BUREAU))
    checked, collected = toolkit.check(tmp_path / "a.xlsx"), toolkit.collect(tmp_path)
    for result, words in ((checked, "汇总时不会计入"), (collected, "未计入汇总")):
        (said,) = result.findings.query("code == 'NUM-01'")["message"]
        assert said.endswith(f"填的是“12件”，不是数，{words}。")
        assert said in result.to_json().replace('\\"', '"')
